"""Lessons, their headers and their reviews: read strictly, shown plainly, never surer than they are."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from docutils.nodes import make_id

import gist_edu
from gist_edu import _lessons

LESSON = {
    "number": "07", "title": "Risk", "file": "notebooks/07_risk", "core_minutes": 10, "deeper_minutes": 20,
    "level": "Core for students", "before": "nothing", "evidence_checked": date(2026, 11, 23),
    "objectives": [{"id": "O07.1", "text": "read a report"}],
}
REVIEW = {
    "lesson": "07", "name": "Ada Lovelace", "role": "oncologist", "affiliation": "A hospital",
    "date": date(2024, 11, 20), "conflicts": "none", "scope": "Core", "version": "0.2.0", "outcome": "accepted",
    "consent": True,
}


def read(tmp_path: Path, *lessons: object) -> tuple[_lessons.Lesson, ...]:
    path = tmp_path / "lessons.yaml"
    path.write_text(yaml.safe_dump(list(lessons)), encoding="utf-8")
    return _lessons.lessons(path)


def folder(tmp_path: Path, *reviews: object) -> Path:
    for number, review in enumerate(reviews):
        (tmp_path / f"{number}.yaml").write_text(yaml.safe_dump(review), encoding="utf-8")
    return tmp_path


# ---------------------------------------------------------------- lessons


def test_the_lessons_of_the_book_can_be_read() -> None:
    assert _lessons.lesson("07").title == "Risk after surgery"
    assert all(lesson.objectives for lesson in _lessons.lessons())


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"number": 7}, "field number: expected two digits in quotes"),
        ({"title": ""}, "field title: expected a value"),
        ({"minutes": 3}, "delete minutes"),
        ({"core_minutes": "ten"}, "field core_minutes: expected whole minutes"),
        ({"evidence_checked": "soon"}, "field evidence_checked: expected a day"),
        ({"file": "notebooks/08_risk"}, "field file: expected notebooks/07_"),
        ({"objectives": [{"id": "O08.1", "text": "x"}]}, "objective O08.1: expected an id such as O07.1"),
        ({"objectives": [{"id": "O07.1"}]}, "field objectives: expected a list of {id, text}"),
        ({"objectives": "many"}, "field objectives: expected a list of {id, text}"),
        ({"objectives": LESSON["objectives"] * 2}, "field objective id: expected each once; O07.1"),  # type: ignore[operator]
    ],
)
def test_each_planted_fault_names_lesson_and_field(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    with pytest.raises(_lessons.LessonError) as error:
        read(tmp_path, {**LESSON, **change})
    assert complaint in str(error.value)
    assert str(error.value).startswith("lessons.yaml")


def test_two_lessons_of_one_number_are_refused(tmp_path: Path) -> None:
    with pytest.raises(_lessons.LessonError, match="07 stands twice"):
        read(tmp_path, LESSON, LESSON)


def test_an_unknown_lesson_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no lesson '7'.*'07' \(Risk after surgery\)"):
        gist_edu.lesson("7")


def test_anchors_are_those_of_the_site() -> None:
    titles = [title for lesson in _lessons.lessons() for title, _ in _lessons.sections(lesson)]
    assert "Rupture: six scenes that count" in titles
    for title in [*titles, "00 · Über 5 mm²", "What's  this", "Müller – a test"]:
        assert _lessons.anchor(title) == make_id(title)


def test_sections_are_the_headings_of_text_and_not_of_code(tmp_path: Path) -> None:
    notebook = tmp_path / "notebooks" / "07_risk.ipynb"
    notebook.parent.mkdir()
    (lesson,) = read(tmp_path, LESSON)
    assert _lessons.sections(lesson, tmp_path) == []
    notebook.write_text(
        '{"cells": [{"cell_type": "markdown", "source": ["# T\\n", "## *KIT* and [more](x)\\n", "### No\\n",'
        ' "```\\n", "## not this\\n", "```\\n", "## Last"]}, {"cell_type": "code", "source": ["## comment"]}]}'
    )
    assert _lessons.sections(lesson, tmp_path) == [("KIT and more", "kit-and-more"), ("Last", "last")]


# ---------------------------------------------------------------- headers


class Outline(HTMLParser):
    """Tags in order, and the text of each dt and dd."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("dt", "dd"):
            self.pairs.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self.pairs:
            tag, text = self.pairs[-1]
            self.pairs[-1] = (tag, text + data)


def test_the_header_says_what_a_reader_decides_by() -> None:
    header = gist_edu.lesson("07")._repr_html_()
    outline = Outline(header)
    names = [text for tag, text in outline.pairs if tag == "dt"]
    assert header.startswith('<header class="gist-lesson" data-lesson="07">')
    assert names == ["You will be able to", "Before you start", "Time", "Level", "Evidence checked", "Clinical review"]
    assert outline.tags.count("li") == len(_lessons.lesson("07").objectives)
    assert "Core 10 minutes; Deeper 20 more" in header
    assert "23 November 2026" in header
    assert _lessons.EDUCATION in header
    assert header == gist_edu.lesson("07")._repr_html_()


def test_the_header_prints_as_text_with_the_same_content() -> None:
    text = repr(gist_edu.lesson("07"))
    assert text.startswith("07 · Risk after surgery\n")
    for part in ("- decide whether a scene counts as rupture", "Clinical review: none yet", _lessons.EDUCATION):
        assert part in text


# ---------------------------------------------------------------- reviews


@pytest.fixture
def lesson() -> _lessons.Lesson:
    return _lessons.lesson("07")


def test_without_a_review_the_book_says_so(tmp_path: Path, lesson: _lessons.Lesson) -> None:
    assert _lessons.banner(lesson, tmp_path) == "Clinical review: none yet"
    assert _lessons.summary(tmp_path) == "none yet"


def test_the_book_has_no_review_it_does_not_have(lesson: _lessons.Lesson) -> None:
    given = {review.lesson for review in _lessons.reviews()}
    assert ("none yet" in _lessons.banner(lesson)) == (lesson.number not in given)


def test_a_review_names_person_role_date_and_interests(tmp_path: Path, lesson: _lessons.Lesson) -> None:
    path = folder(tmp_path, REVIEW)
    told = "Clinical review: Ada Lovelace, oncologist, 20 November 2024. Interests: none."
    assert _lessons.banner(lesson, path) == told
    assert "none yet" in _lessons.banner(_lessons.lesson("00"), path)
    assert _lessons.summary(path) == f"1 of {len(_lessons.lessons())} lessons"


def test_two_reviews_of_a_lesson_are_both_named_and_count_once(tmp_path: Path, lesson: _lessons.Lesson) -> None:
    second = {**REVIEW, "name": "Earlier One", "date": date(2024, 1, 2)}
    path = folder(tmp_path, REVIEW, second)
    assert _lessons.banner(lesson, path).index("Earlier One") < _lessons.banner(lesson, path).index("Ada Lovelace")
    assert _lessons.summary(path) == f"1 of {len(_lessons.lessons())} lessons"


def test_a_review_that_asks_for_changes_says_so_and_does_not_count(tmp_path: Path, lesson: _lessons.Lesson) -> None:
    path = folder(tmp_path, {**REVIEW, "outcome": "changes asked for"})
    assert "20 November 2024, who asks for changes. Interests" in _lessons.banner(lesson, path)
    assert _lessons.summary(path) == "none yet"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"consent": None}, "field consent: expected consent: true"),
        ({"consent": "yes, by mail"}, "field consent: expected consent: true"),
        ({"lesson": "99"}, "field lesson: expected a lesson that exists"),
        ({"lesson": 7}, "field lesson: expected a lesson that exists"),
        ({"date": date.today() + timedelta(days=1)}, "is in the future"),
        ({"date": "last week"}, "field date: expected a day"),
        ({"conflicts": ""}, "field conflicts: expected a value"),
        ({"outcome": "excellent"}, "field outcome: expected one of"),
        ({"stars": 5}, "delete stars"),
    ],
)
def test_a_review_that_may_not_be_published_is_refused(
    tmp_path: Path, lesson: _lessons.Lesson, change: dict[str, object], complaint: str
) -> None:
    with pytest.raises(_lessons.LessonError) as error:
        _lessons.banner(lesson, folder(tmp_path, {**REVIEW, **change}))
    assert complaint in str(error.value)
    assert str(error.value).startswith("reviews/0.yaml")
