"""The command line and the tools around the build."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from gist_edu import _ledger, _ledger_load, cli
from gist_edu._site import bootstrap, dist_check


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    for name in ("index.html", "a.js", "a.css", "a.svg", "a.wasm"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with cli.server(tmp_path) as web:
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("a.js", "text/javascript"),
        ("a.css", "text/css"),
        ("a.svg", "image/svg+xml"),
        ("a.wasm", "application/wasm"),
    ],
)
def test_serve_names_the_type_of_each_file(address: str, name: str, kind: str) -> None:
    with urlopen(f"{address}/{name}") as answer:
        assert answer.headers["Content-Type"] == kind


def test_serve_answers_what_it_has_not(address: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{address}/b.js")


def test_serve_without_a_built_book_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="build the book first: gist-edu build"):
        cli.server(tmp_path)


def test_check_of_the_ledger_counts_what_it_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "ledger"]) == 0
    counted = re.search(r"ledger: (\d+) records, (\d+) values, 0 problems", capsys.readouterr().out)
    assert counted
    assert int(counted[1]) > 100
    assert int(counted[2]) > 500


def test_check_reports_a_broken_record_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text("- {id: x}", encoding="utf-8")
    monkeypatch.setattr(_ledger, "ledger", lambda: _ledger_load.load(tmp_path))
    assert cli.main(["check", "ledger"]) == 1
    assert re.search(r"bad\.yaml: record .?x.?, field short: expected a value", capsys.readouterr().out)


def test_risk_places_a_tumour_on_four_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["risk", "3", "8", "jejunum_ileum"]) == 0
    out = capsys.readouterr().out
    assert "not medical advice" in out
    assert all(f"{scheme}:" in out for scheme in ("nih_2002", "modified_nih", "afip_2006", "ajcc8"))


def test_risk_accepts_mitoses_that_are_not_known_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["risk", "12", "unknown", "gastric"]) == 0
    assert "afip_2006:" in capsys.readouterr().out


def test_risk_refuses_an_impossible_size_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["risk", "--", "-3", "8", "gastric"]) == 2
    assert "-3" in capsys.readouterr().err.replace("−", "-")


def test_an_unknown_command_names_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["publish"])
    assert "serve" in capsys.readouterr().err


def test_a_rebuild_that_differs_is_named(tmp_path: Path) -> None:
    committed, rebuilt = tmp_path / "a", tmp_path / "b"
    for folder in (committed, rebuilt):
        folder.mkdir()
        (folder / "same.js").write_text("1", encoding="utf-8")
    (committed / "changed.js").write_text("1", encoding="utf-8")
    (rebuilt / "changed.js").write_text("2", encoding="utf-8")
    (rebuilt / "new.js").write_text("1", encoding="utf-8")
    assert dist_check.differences(committed, rebuilt) == ["changed.js", "new.js"]


def test_without_node_the_rebuild_says_skipped_and_ci_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dist_check.shutil, "which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    assert dist_check.main() == 0
    assert "SKIPPED" in capsys.readouterr().out
    monkeypatch.setenv("CI", "1")
    assert dist_check.main() == 1


def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    with pytest.raises(SystemExit, match=r"Python 99\.0 or newer is needed; this is \d"):
        bootstrap.check_python()


def test_a_wrong_path_to_chromium_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(SystemExit, match="there is no such file"):
        bootstrap.chromium()


def test_the_environment_is_renewed_when_the_lock_file_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = bootstrap.wanted()
    lock = tmp_path / "lock.txt"
    lock.write_bytes(bootstrap.LOCK.read_bytes() + b"\n")
    monkeypatch.setattr(bootstrap, "LOCK", lock)
    assert bootstrap.wanted() != before


def test_an_environment_that_is_up_to_date_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "python", lambda: Path(sys.executable))
    stamp = tmp_path / "stamp"
    stamp.write_text(bootstrap.wanted(), encoding="ascii")
    monkeypatch.setattr(bootstrap, "STAMP", stamp)
    monkeypatch.setattr(bootstrap, "run", lambda *command: pytest.fail(f"ran {command}"))
    bootstrap.environment()
