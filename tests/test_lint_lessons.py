"""The checker of lessons accepts a lesson that keeps its shape, and finds each planted fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from gist_edu._site import lesson_parts, lint_lessons

LESSON = {
    "number": "07", "title": "Risk", "file": "notebooks/07_risk", "core_minutes": 10, "deeper_minutes": 20,
    "level": "Core for students", "before": "nothing", "evidence_checked": "2026-11-23",
    "objectives": [{"id": "O07.1", "text": "read a report"}],
}
GLOSSARY = """
- {term: GIST, full: gastrointestinal stromal tumour, kind: abbreviation, expand: true, also: [GISTs], meaning: A.}
- {term: RFS, full: recurrence-free survival, kind: abbreviation, expand: true, meaning: Time alive.}
- {term: HR, full: hazard ratio, kind: abbreviation, expand: true, also: [hazard ratio], meaning: A ratio.}
- {term: US, full: United States, kind: abbreviation, expand: false, meaning: A country.}
- {term: KIT, kind: gene, meaning: A gene.}
"""
TABLE = {"output_type": "execute_result", "data": {"text/plain": ["scheme  answer"]}, "metadata": {}}
BOARD = {"output_type": "execute_result", "data": {"text/html": ['<gist-sim name="risk">']}, "metadata": {}}
Cells = list[dict[str, Any]]
Change = Callable[[Cells], None]


def text(name: str, source: str) -> dict[str, Any]:
    return {"id": name, "cell_type": "markdown", "metadata": {}, "source": source}


def code(name: str, source: str, *tags: str, output: dict[str, Any] | None = None) -> dict[str, Any]:
    outputs = [output] if output else []
    return {"id": name, "cell_type": "code", "metadata": {"tags": list(tags)}, "source": source, "outputs": outputs}


def good() -> Cells:
    """A short lesson that keeps every rule."""
    points = "\n".join(f"{n}. A point." for n in range(1, 6)) + "\n\n**What would change this lesson:** a trial."
    return [
        text("title", "# 07 · Risk"),
        code("head", 'import gist_edu\n\ngist_edu.lesson("07")', "remove-input"),
        text("open", "## A question\n\nA gastrointestinal stromal tumour (GIST) was removed. Will it come back?"),
        code("board", 'gist_edu.simulator("risk")', output=BOARD),
        *(code(f"table{n}", "risk.assess(3, 8)", output=TABLE) for n in range(3)),
        code("try", "from ipywidgets import interact\n\n@interact(n=(1, 5))\ndef f(n=1):\n    return n", "nbval-skip"),
        text("turn", "## Your turn\n\nWrite the class."),
        code("answer", 'mine = "?"', output=TABLE),
        text("end", "**You may stop here.** What follows is folded."),
        text("deep", "## Deeper\n\n<details><summary>R</summary>\n\nMore.\n\n</details>"),
        text("check", "## Check yourself\n\nAnswer first."),
        code("quiz", 'gist_edu.simulator("quiz", set="07")', output=BOARD),
        text("points", f"## Key points\n\n{points}\n\n## Sources\n\nHere:"),
        code("sources", 'gist_edu.sources("07")', output=TABLE),
    ]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Data of one lesson, and room for its notebook and pages."""
    data = tmp_path / "data"
    (data / "questions").mkdir(parents=True)
    (data / "lessons.yaml").write_text(yaml.safe_dump([LESSON]).replace("'2026-11-23'", "2026-11-23"))
    (data / "glossary.yaml").write_text(GLOSSARY)
    (data / "questions" / "sets.yaml").write_text(yaml.safe_dump({"07": list("abcdef"), "short": ["a"]}))
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "book").mkdir()
    return tmp_path


def problems(book: Path, change: Change = lambda cells: None) -> list[str]:
    cells = good()
    change(cells)
    (book / "notebooks" / "07_risk.ipynb").write_text(json.dumps({"cells": cells}))
    return lint_lessons.check(book, book / "data").problems


def cell(cells: Cells, name: str) -> dict[str, Any]:
    return next(one for one in cells if one["id"] == name)


def says(name: str, source: str) -> Change:
    """The cell holds another source."""
    return lambda cells: cell(cells, name).update(source=source)


def adds(name: str, more: str) -> Change:
    """The cell goes on with this."""
    return lambda cells: cell(cells, name).update(source=cell(cells, name)["source"] + more)


def loses(*names: str) -> Change:
    """These cells are not there."""

    def change(cells: Cells) -> None:
        for name in names:
            cells.remove(cell(cells, name))

    return change


def tables(**fields: Any) -> Change:
    """The three cells with a table get other fields."""

    def change(cells: Cells) -> None:
        for name in ("table0", "table1", "table2"):
            cell(cells, name).update(fields)

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda cells: None,
        adds("deep", "\n\nThe KIT gene, US law, phase II, JavaScript, `ABC`, R0, V654A."),
        adds("open", "\n\nRFS (recurrence-free survival) fell. GISTs too."),
        adds("open", "\n\n### RFS\n\nRecurrence-free survival (RFS) fell."),
    ],
)
def test_a_lesson_that_keeps_its_shape_passes(book: Path, change: Change) -> None:
    assert problems(book, change) == []


EIGHT = " It is a sentence of eight words here."
POINTS = "## Key points\n\n"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (says("head", "import gist_edu"), 'notebook: no cell calls gist_edu.lesson("07")'),
        (says("head", 'gist_edu.lesson("08")'), 'notebook: no cell calls gist_edu.lesson("07")'),
        (loses("sources"), 'no cell calls gist_edu.sources("07")'),
        (loses("end"), 'nowhere says "You may stop here"'),
        (says("points", POINTS + "1. A.\n2. A.\n3. A.\n4. A.\n5. A."), '"What would change this"'),
        (adds("open", EIGHT * 120), "the Core has 97"),
        (adds("deep", "\n\n" + EIGHT * 320), "the lesson has 26"),
        (adds("open", " It" + " is" * 40 + "."), "lesson 07, cell open: a sentence of 41 words ('It is"),
        (adds("open", (" It" + " is" * 29 + ".") * 30), "words on average; at most 18"),
        (loses("table0"), "5 visible code cells beside the simulators; at least 6"),
        (lambda cells: cell(cells, "answer")["metadata"].update(tags=["hide-input"]), "5 visible code cells"),
        (says("table0", "\n\n".join(f"x = {n}" for n in range(11))), "cell table0: 11 lines of code; at most 10"),
        (says("try", "from ipywidgets import IntSlider\n\nIntSlider()"), "no plain interact"),
        (tables(outputs=[]), "1 cells whose stored table or text nbval compares"),
        (tables(metadata={"tags": ["nbval-ignore-output"]}), "1 cells whose stored table or text nbval compares"),
        (tables(outputs=[BOARD]), "1 cells whose stored table or text nbval compares"),
        (says("check", "## Check yourself"), 'cell quiz: a simulator is all that "Check yourself" holds'),
        (adds("deep", "\n\n## Your turn\n\nAgain."), '2 sections "Your turn"; exactly one'),
        (says("turn", "## My turn\n\nWrite."), '0 sections "Your turn"; exactly one'),
        (loses("answer"), '"Your turn" has no code cell'),
        (says("quiz", 'gist_edu.simulator("risk")'), 'no "Check yourself" with its questions'),
        (says("quiz", 'gist_edu.simulator("quiz", set="short")'), "set 'short' has 1 questions; at least 6"),
        (says("quiz", 'gist_edu.simulator("quiz", set="none")'), "set 'none' has 0 questions"),
        (says("points", POINTS + "1. A.\n2. B.\n\nWhat would change this: x."), "2 numbered key points; exactly 5"),
        (says("open", "## A question\n\nA GIST was removed."), "cell open: GIST is not spelt out at its first use"),
        (adds("open", " The RFS fell."), "RFS is not spelt out at its first use; write: recurrence-free survival"),
        (adds("open", " The hazard ratio.\n\nThe HR fell."), "HR is not spelt out"),
        (adds("deep", "\n\nThe XYZ trial."), "cell deep: XYZ is not in the glossary"),
    ],
)
def test_each_planted_fault_is_found_at_its_place(book: Path, change: Change, expected: str) -> None:
    found = problems(book, change)
    assert any(expected in problem for problem in found), found
    assert all(problem.startswith("lesson 07, ") for problem in found)


def test_the_header_counts_as_the_beginning_of_the_page(book: Path) -> None:
    raw = {**LESSON, "before": "what a GIST is"}
    (book / "data/lessons.yaml").write_text(yaml.safe_dump([raw]).replace("'2026-11-23'", "2026-11-23"))
    assert any("header in data/lessons.yaml: GIST is not spelt out" in problem for problem in problems(book))


def test_pages_of_the_book_are_read_too(book: Path) -> None:
    title = "# GIST\n\n*GIST & Imatinib*.\n\n"
    (book / "book/good.md").write_text(title + "A gastrointestinal stromal tumour (GIST).\n\n```py\nXYZ\n```\n")
    assert problems(book) == []
    (book / "book/bad.md").write_text("---\na: XYZ\n---\n# T\n\n:::{note}\n:class: XYZ\nThe GIST and ABC.\n:::\n")
    found = problems(book)
    assert [problem.partition(" is not")[0] for problem in found] == ["book/bad.md: GIST", "book/bad.md: ABC"]


def test_checking_nothing_is_a_failure(book: Path) -> None:
    assert "checked nothing" in lint_lessons.check(book, book / "data").problems[0]
    assert lint_lessons.main([str(book)]) == 1


def test_data_that_do_not_fit_are_told_and_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> None:
        raise lint_lessons._glossary.GlossaryError("glossary.yaml, 'RFS': expected each once.")

    monkeypatch.setattr(lint_lessons._glossary, "glossary", refuse)
    assert lint_lessons.main(["."]) == 1
    assert "glossary.yaml, 'RFS'" in capsys.readouterr().out


def test_the_book_itself_keeps_the_rules() -> None:
    root = Path(__file__).parent.parent
    assert lint_lessons.check(root).problems == []


def test_a_table_is_no_running_text_and_its_words_do_not_count() -> None:
    found = list(lesson_parts.paragraphs("Text.\n\n| a | b |\n|---|---|\n| c | d |\n\n1. One.\n", "here"))
    assert [(one.kind, one.text) for one in found][:2] == [("text", "Text."), ("cell", "a")]
    assert found[-1].kind == "item"
