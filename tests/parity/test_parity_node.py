"""The shipped runtime and CPython must show the same: plays under Node, view tree by view tree.

The same plays run in the browser too; Node is the quick check that needs no page. Where Node or the package of the
web layer is missing it is skipped with the command that brings it; on CI it fails instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gist_edu._data import PACKAGE, PARTS
from gist_edu._site import bundle
from gist_edu.simulators import progress as simulator
from gist_edu.simulators import progress_view, session
from parity.reader_plays import text_plays
from parity.sequences import BUNDLES, first_difference, sequences, views

HERE = Path(__file__).parent
RUNTIME = PACKAGE / "_site/web/node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs"
SEED, PLAYS = 20261124, 400
Played = list[tuple[dict[str, Any], list[Any]]]


def _node() -> str:
    node = shutil.which("node")
    if node and RUNTIME.is_file():
        return node
    problem = f"Node or {RUNTIME.name} is missing; install Node 20 and run: cd gist_edu/_site/web && npm ci"
    if os.environ.get("CI"):
        pytest.fail(problem)
    pytest.skip(problem)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Each play with what MicroPython showed."""
    node, folder = _node(), tmp_path_factory.mktemp("parity")
    plays = [*sequences(SEED, PLAYS), *text_plays()]
    files = {path: text for name in (None, *PARTS) for path, text in bundle.python_files(name).items()}
    bundles = {name: json.dumps(BUNDLES[name], ensure_ascii=False) for name in BUNDLES}  # raw, as the page has it
    job = {"files": files, "bundles": bundles, "plays": plays}
    (folder / "in.json").write_text(json.dumps(job), encoding="utf-8")
    command = [node, str(HERE / "micropython.mjs"), str(RUNTIME), str(folder / "in.json"), str(folder / "out.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return list(zip(plays, [json.loads(line) for line in lines[:-1]], strict=True))


def test_micropython_and_cpython_show_the_same_views(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_kept", dict(session._kept))
    differences = []
    for number, (play, shown) in enumerate(played):
        difference = first_difference(views(play), shown, f"play {number} of {play['bundle']}")
        if difference:
            differences.append(difference)
    assert differences == [], "\n".join(differences[:5])


def trees_of(played: Played, simulator: str) -> list[Any]:
    """All views of a simulator."""
    return [tree for play, shown in played if play["simulator"] == simulator for tree in shown[:-2] if tree]


def test_the_plays_of_the_risk_board_reach_what_stands_behind_the_commit(played: Played) -> None:
    trees = trees_of(played, "risk")
    committed = [view for view in trees if any(block["id"] == "schemes" for block in view["blocks"])]
    text = json.dumps(trees, ensure_ascii=False)
    assert len(trees) > 1000
    assert len(committed) > 500
    for seen in (
        "not applicable",
        "On an edge",
        "(unverified)",
        "counts as rupture",
        "could not be read",
        "is not a number",
        "Too low",
        "Too high",
        "Close",
        "It depends",
        "No number for this tumour",
    ):
        assert seen in text, seen


def test_the_plays_of_the_questions_reach_all_kinds_all_verdicts_and_the_result(played: Played) -> None:
    trees = trees_of(played, "quiz")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["kind"] == "feedback" for block in view["blocks"])]
    assert len(trees) > 1000
    assert len(committed) > 300
    for seen in (
        '"heading": "Right"',
        "Defensible, though not the best",
        "Partly right",
        "Not this time",
        "Fits: you missed it",
        "as you had it",
        "secret close",
        "secret low",
        "secret high",
        "is not a number",
        "is outside what is expected",
        "Choose an answer first",
        "Tick at least one",
        "Moved to place",
        "Try a similar question",
        "Try this one again",
        "on an earlier visit",
        "right at first try",
        "Nothing answered yet",
        "Nothing here today",
        "start from the beginning",
    ):
        assert seen in text, seen
    kept = [text for play, shown in played if play["simulator"] == "quiz" for text in shown[-1][1:] if text]
    assert len(kept) > 150, "commits are kept"


def test_the_plays_of_the_progress_page_reach_every_problem_and_every_file(played: Played) -> None:
    text = json.dumps(trees_of(played, "progress"), ensure_ascii=False)
    for seen in (
        *progress_view.PROBLEMS.values(),
        *simulator.UNREADABLE.values(),
        "too large",
        "**Continue:**",
        "to revisit today",
        "New since your last visit",
        "How sure, and how often right",
        "was taken over",
        "were left out",
        "cannot be undone",
        "is deleted",
    ):
        assert json.dumps(seen, ensure_ascii=False)[1:-1] in text, seen
    kept = [entry for play, shown in played if play["simulator"] == "progress" for entry in shown[-1]]
    assert {True, False, "", "forget"} <= {entry for entry in kept if entry in (True, False, "", "forget")}
    assert any(str(entry).startswith("{") for entry in kept)


def test_a_planted_difference_is_found() -> None:
    tree = {"blocks": [{"value": 1, "on": True}]}
    assert first_difference(tree, {"blocks": [{"value": 1, "on": True}]}) is None
    assert "blocks[0].value: 1 against 2" in str(first_difference(tree, {"blocks": [{"value": 2, "on": True}]}))
    assert "True against 1" in str(first_difference(tree, {"blocks": [{"value": 1, "on": 1}]}))
    assert "keys differ" in str(first_difference(tree, {"blocks": [{"value": 1}]}))
    assert "1 entries against 0" in str(first_difference(tree, {"blocks": []}))
    assert first_difference('{"a": 1, "b": [2]}', '{"b": [2], "a": 1}') is None
    assert "view.b[0]: 2 against 3" in str(first_difference('{"a": 1, "b": [2]}', '{"b": [3], "a": 1}'))
    assert "'{' against ''" in str(first_difference("{", ""))


def test_the_same_seed_gives_the_same_plays() -> None:
    assert sequences(3, 5) == sequences(3, 5) != sequences(4, 5)
