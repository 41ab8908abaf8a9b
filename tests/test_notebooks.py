"""The stored lessons are small, complete and in the form that ``gist-edu execute`` writes."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from gist_edu._site import execute

LESSONS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def test_there_are_lessons() -> None:
    assert LESSONS


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def test_every_cell_was_run_in_order(lesson: Path) -> None:
    counts = [cell.execution_count for cell in read(lesson).cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_no_output_is_large_and_none_differs_between_runs(lesson: Path) -> None:
    assert list(execute.problems(read(lesson), lesson.name)) == []


def test_no_widget_state_is_stored(lesson: Path) -> None:
    notebook = read(lesson)
    assert "widgets" not in notebook.metadata
    assert "widget-view" not in str([cell.get("outputs") for cell in notebook.cells])


def test_the_file_is_what_execute_would_write(lesson: Path) -> None:
    notebook = read(lesson)
    execute.tidy(notebook)
    assert lesson.read_text(encoding="utf-8") == execute.serialise(notebook)
