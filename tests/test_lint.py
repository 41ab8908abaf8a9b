"""The prose checker finds each planted fault, and accepts correct prose."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gist_edu import _ledger, _ledger_load
from gist_edu._site import lint

RECORD = {
    "id": "trial_rfs",
    "short": "Trial",
    "topic": "adjuvant",
    "kind": "trial_result",
    "design": "randomised",
    "statement": "Three years beat one.",
    "source": {"journal": "J", "year": 2012},
    "checked_on": "2026-11-23",
    "verified": "primary",
    "via": "page",
    "default_cut": "54m",
    "values": {
        "rfs.long@54m": {"value": 65.6, "unit": "%", "label": "RFS", "ci": [56.1, 73.4]},
        "rfs.long@119m": {"value": 71.4, "unit": "%", "label": "RFS"},
        "guess": {"value": 12, "unit": "%", "label": "x", "verified": "memory"},
        "responses": {"value": 0, "of": 31, "unit": "patients", "label": "responses"},
    },
}
NONE = lint.Exceptions((), {})


@pytest.fixture(autouse=True)
def small_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    records = {"trial_rfs": _ledger_load.parse_record(RECORD, "test.yaml")}
    monkeypatch.setattr(lint, "link_problem", lambda address, text: _ledger.link_problem(address, text, records))


def problems(markdown: str, exceptions: lint.Exceptions = NONE) -> list[str]:
    report = lint.Report()
    lint.check_text(markdown, "page.md", exceptions, report)
    return report.problems


@pytest.mark.parametrize(
    "markdown",
    [
        "RFS was [65.6%](ev:trial_rfs.rfs.long).",
        "RFS was [71.4%](ev:trial_rfs.rfs.long@119m) later.",
        "[66 of 100](ev:trial_rfs.rfs.long?as=per100) and [0 of 31](ev:trial_rfs.responses).",
        "[65.6% (95% CI 56.1% to 73.4%)](ev:trial_rfs.rfs.long?as=ci)",
        "[12% (unverified)](ev:trial_rfs.guess?as=unverified)",
        "A [longer course](ev:trial_rfs) was better.",
        "[65.6%](ev:trial_rfs.rfs.long) is a share. Again: 65.6% of them.",
        "Text with `code 42` and\n\n```python\nx = 42\n```\n",
    ],
)
def test_correct_prose_passes(markdown: str) -> None:
    assert problems(markdown) == []


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("RFS was [65.7%](ev:trial_rfs.rfs.long).", "the ledger says '65.6%'"),
        ("RFS was [65.6%](ev:trial_rfs.rfs.long@119m).", "the ledger says '71.4%'"),
        ("RFS was [65.6%](ev:trial_os.rfs.long).", "no evidence record 'trial_os'"),
        ("RFS was [65.6%](ev:trial_rfs.rfs.short).", "has no value 'rfs.short'"),
        ("RFS was [65.6%](ev:trial_rfs.rfs.long@90m).", "has no value"),
        ("RFS was [65.6%](ev:trial_rfs.rfs.long?as=prose).", "unknown format"),
        ("RFS was 65.6%.", "no evidence link"),
        ("| a |\n|---|\n| 65.6% |", "no evidence link"),
        ("[12%](ev:trial_rfs.guess)", "never seen on a page"),
        ("[Three of 4](ev:trial_rfs) did well.", "holds a number"),
        ("# A\n[65.6%](ev:trial_rfs.rfs.long)\n\n# B\nAgain 65.6%.", "no evidence link"),
        ("```{admonition} Note\nRFS was 65.6%.\n```", "no evidence link"),
        (" ".join(["[65.6%](ev:trial_rfs.rfs.long)"] * 5), "5 evidence links in one paragraph"),
    ],
)
def test_each_planted_fault_is_found(markdown: str, expected: str) -> None:
    assert any(expected in problem for problem in problems(markdown)), problems(markdown)


def test_a_problem_names_file_and_line() -> None:
    assert problems("first\n\nRFS was 12%.")[0].startswith("page.md:3: ")


def test_written_exceptions_are_honoured_and_only_in_their_file() -> None:
    exceptions = lint.Exceptions((re.compile(r"exon \d+"),), {"page.md": ("3 cm",)})
    assert problems("A tumour of 3 cm, exon 11.", exceptions) == []
    assert problems("A tumour of 4 cm, exon 11.", exceptions) != []


def test_checking_nothing_is_a_failure(tmp_path: Path) -> None:
    assert "checked nothing" in lint.check(tmp_path, NONE).problems[0]


def test_an_unused_exception_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.md").write_text("[65.6%](ev:trial_rfs.rfs.long)")
    report = lint.check(tmp_path, lint.Exceptions((), {"book/page.md": ("3 cm",)}))
    assert ["not used any more" in problem for problem in report.problems] == [True]


def test_notebook_markdown_is_read_and_code_is_not(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    cells = [{"cell_type": "markdown", "source": ["RFS was ", "12%."]}, {"cell_type": "code", "source": ["x = 99"]}]
    (tmp_path / "notebooks" / "a.ipynb").write_text(json.dumps({"cells": cells}))
    report = lint.check(tmp_path, NONE)
    assert any("'12%'" in problem for problem in report.problems)
    assert not any("99" in problem for problem in report.problems)


def test_an_exception_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lint.yaml"
    path.write_text("patterns: [{pattern: x}]\nfiles: []\n")
    with pytest.raises(ValueError, match="no reason"):
        lint.Exceptions.load(path)
