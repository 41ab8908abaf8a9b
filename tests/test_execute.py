"""Lessons are stored the same in every run, and what may not be stored is refused."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gist_edu._site import execute

LESSON = """import ipywidgets
print("one")
print("two")
slider = ipywidgets.IntSlider(description="x")
view = {"application/vnd.jupyter.widget-view+json": {"model_id": slider.model_id}}
display({"text/plain": "Slider", "text/html": "<b>Slider</b>", **view}, raw=True)
display({"text/plain": "IntSlider(...)", **view}, raw=True)
"""


def write(path: Path, *sources: str) -> Path:
    cells = [new_markdown_cell("# Toy", id="head"),
             *(new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources))]
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    path = write(tmp_path_factory.mktemp("nb") / "toy.ipynb", LESSON, "import os\nos.listdir('.')")
    execute.execute(path)
    first = path.read_text()
    execute.execute(path)
    return first, path.read_text()


def test_two_runs_give_the_same_bytes(stored: tuple[str, str]) -> None:
    assert stored[0] == stored[1]


def test_live_widgets_and_time_stamps_are_not_stored(stored: tuple[str, str]) -> None:
    notebook = json.loads(stored[0])
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["cells"][1]["metadata"] == {}
    outputs = notebook["cells"][1]["outputs"]
    assert "widget-view" not in json.dumps(outputs)
    assert [o["output_type"] for o in outputs] == ["stream", "display_data"]
    assert outputs[0]["text"] == ["one\n", "two\n"]
    assert outputs[1]["data"] == {"text/html": ["<b>Slider</b>"], "text/plain": ["Slider"]}  # the bare one left nothing


def test_a_lesson_runs_in_its_own_folder(stored: tuple[str, str]) -> None:
    result = json.loads(stored[0])["cells"][2]["outputs"][0]
    assert result["data"] == {"text/plain": ["['toy.ipynb']"]}


def test_what_was_stored_is_a_valid_notebook(stored: tuple[str, str]) -> None:
    nbformat.validate(nbformat.reads(stored[0], as_version=4))


@pytest.mark.parametrize(("source", "expected"), [
    ("# long\n'x' * 40_000", r"cell cell-0 \('# long'\): an output of 40,\d+ bytes; at most 30,000"),
    ("object()", "cell-0 .*'at 0x[0-9a-f]+', which differs in every run"),
    ("1/0", "ZeroDivisionError"),
])
def test_a_lesson_that_may_not_be_stored_is_left_as_it_was(
        tmp_path: Path, source: str, expected: str) -> None:
    path = write(tmp_path / "toy.ipynb", source)
    before = path.read_text()
    with pytest.raises(execute.ExecutionError, match=expected):
        execute.execute(path)
    assert path.read_text() == before


def test_pieces_of_one_stream_are_joined_whatever_the_timing() -> None:
    parts = (("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d"))
    pieces: list[Any] = [new_output("stream", name=name, text=text) for name, text in parts]
    notebook = new_notebook(cells=[new_code_cell("x", outputs=pieces)])
    execute.tidy(notebook)
    assert [output.text for output in notebook.cells[0].outputs] == ["ab", "c", "d"]


def test_the_command_reports_each_notebook_and_fails_if_one_failed(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = write(tmp_path / "good.ipynb", "1 + 1"), tmp_path / "absent.ipynb"
    assert execute.main([str(good), str(bad)]) == 1
    said = capsys.readouterr().out
    assert f"{good}: stored" in said
    assert f"{bad}: not stored" in said


def test_running_nothing_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert execute.main([]) == 1
