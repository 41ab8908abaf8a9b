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

from gist_edu._data import PACKAGE
from gist_edu._site import bundle
from parity.sequences import DATA, first_difference, sequences, views

HERE = Path(__file__).parent
RUNTIME = PACKAGE / "_site/web/node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs"
SEED, PLAYS = 20261124, 200


def _node() -> str:
    node = shutil.which("node")
    if node and RUNTIME.is_file():
        return node
    problem = f"Node or {RUNTIME.name} is missing; install Node 20 and run: cd gist_edu/_site/web && npm ci"
    if os.environ.get("CI"):
        pytest.fail(problem)
    pytest.skip(problem)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], list[Any]]]:
    """Each play with what MicroPython showed."""
    node, folder = _node(), tmp_path_factory.mktemp("parity")
    plays = sequences(SEED, PLAYS)
    job = {"files": bundle.python_files(), "data": json.dumps(DATA), "plays": plays}
    (folder / "in.json").write_text(json.dumps(job), encoding="utf-8")
    command = [node, str(HERE / "micropython.mjs"), str(RUNTIME), str(folder / "in.json"), str(folder / "out.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return list(zip(plays, [json.loads(line) for line in lines[:-1]], strict=True))


def test_micropython_and_cpython_show_the_same_views(played: list[tuple[dict[str, Any], list[Any]]]) -> None:
    differences = []
    for number, (play, shown) in enumerate(played):
        difference = first_difference(views(play), shown, f"play {number}")
        if difference:
            differences.append(difference)
    assert differences == []


def test_the_plays_reach_what_stands_behind_the_commit(played: list[tuple[dict[str, Any], list[Any]]]) -> None:
    trees = [view for _, shown in played for view in shown[:-1]]
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


def test_a_planted_difference_is_found() -> None:
    tree = {"blocks": [{"value": 1, "on": True}]}
    assert first_difference(tree, {"blocks": [{"value": 1, "on": True}]}) is None
    assert "blocks[0].value: 1 against 2" in str(first_difference(tree, {"blocks": [{"value": 2, "on": True}]}))
    assert "True against 1" in str(first_difference(tree, {"blocks": [{"value": 1, "on": 1}]}))
    assert "keys differ" in str(first_difference(tree, {"blocks": [{"value": 1}]}))
    assert "1 entries against 0" in str(first_difference(tree, {"blocks": []}))


def test_the_same_seed_gives_the_same_plays() -> None:
    assert sequences(3, 5) == sequences(3, 5) != sequences(4, 5)
