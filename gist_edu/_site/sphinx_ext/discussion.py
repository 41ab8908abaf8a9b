"""``{gist-discussion}``: every question with its answer, for print, for seminars and for pages without scripts.

Grouped by lesson and objective; questions that test the same point stand together. The options come in the order in
which the question player first shows them, so that letters on paper and lines on the screen agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from string import ascii_uppercase
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gist_edu import _lessons
from gist_edu._questions import Item, Option, load
from gist_edu._site.sphinx_ext import course
from gist_edu._words import date_in_words
from gist_edu.simulators import quiz_ask, quiz_state

LEVELS = {"S": "student", "R": "resident", "P": "pharmacist"}
VERDICTS = {
    ("single", "best"): "The best answer",
    ("single", "acceptable"): "Defensible",
    ("single", "wrong"): "Not right",
    ("several", "best"): "Fits",
    ("several", "wrong"): "Does not fit",
}
REPORTS = {"close": "Close enough", "low": "Too low", "high": "Too high"}  # of a question that asks for a number


class Discussion(SphinxDirective):
    """All questions, numbered through; one that belongs to no lesson stops the build."""

    def run(self) -> list[nodes.Node]:
        course.depend_on_course(self.env)
        if self.env.docname != course.DISCUSSION:
            raise self.error(f"the questions belong on the page {course.DISCUSSION}, where links point to")
        aims = {aim.id: (lesson, aim) for lesson in _lessons.lessons() for aim in lesson.objectives}
        items = arranged(list(load().items.values()), list(aims))
        lost = [item.id for item in items if item.objective not in aims]
        if lost or not items:
            raise self.error(f"no lesson has the objective of {', '.join(lost) or 'any question'}; see lessons.yaml")
        try:
            return self._lessons(items, aims)
        except ValueError as error:
            raise self.error(str(error)) from error

    def _lessons(
        self, items: Sequence[Item], aims: dict[str, tuple[_lessons.Lesson, _lessons.Objective]]
    ) -> list[nodes.Node]:
        again = {two.id for one, two in pairwise(items) if one.family == two.family}
        numbered = enumerate(items, start=1)
        found: list[nodes.Node] = []
        for number, of_lesson in groupby(numbered, lambda pair: aims[pair[1].objective][0].number):
            lesson = _lessons.lesson(number)
            block = _section(f"Lesson {number} · {lesson.title}", f"lesson-{number}")
            for aim, of_aim in groupby(of_lesson, lambda pair: pair[1].objective):
                shown = [self._question(item, place, item.id in again) for place, item in of_aim]
                block += _section(_aim_title(aims[aim][1]), f"objective-{aim.replace('.', '-').lower()}", *shown)
            found.append(block)
        return found

    # ------------------------------------------------------------ one question

    def _question(self, item: Item, number: int, again: bool) -> nodes.section:
        title = f"Question {number} · {LEVELS[item.level]}{' · the same point again' * again}"
        options = {option.id: option for option in item.options}
        shown = [options[one] for one in offered(item)]
        return _section(
            title,
            course.question_anchor(item),
            self._paragraph(item.stem, "gist-stem"),
            *self._cards(item),
            *self._options(item, shown),
            course.fold("", *self._answer(item, shown), summary="Answer and reasons"),
            classes=["gist-question"],
        )

    def _inline(self, markdown: str) -> list[nodes.Node]:
        """Inline Markdown; its ``ev:`` links are checked and resolved like all others of the book."""
        found, _ = self.parse_inline(markdown)
        return list(found)

    def _paragraph(self, markdown: str, *classes: str, lead: str = "") -> nodes.paragraph:
        start: list[nodes.Node] = [nodes.strong("", lead), nodes.Text(" ")] if lead else []
        return nodes.paragraph("", "", *start, *self._inline(markdown), classes=list(classes))

    def _cards(self, item: Item) -> Iterator[nodes.container]:
        if item.cards:
            yield nodes.container("", *map(self._card, item.cards), classes=["gist-patients"])

    def _card(self, card: Mapping[str, Any]) -> nodes.container:
        title = self._paragraph("", lead=str(card["title"]))
        return nodes.container("", title, *(self._paragraph(line) for line in card["lines"]))

    def _options(self, item: Item, shown: Sequence[Option]) -> Iterator[nodes.Node]:
        yield nodes.paragraph("", _how(item), classes=["gist-seen"])
        if shown:
            lines = [nodes.list_item("", self._paragraph(option.text)) for option in shown]
            yield nodes.enumerated_list("", *lines, enumtype="upperalpha", prefix="", suffix=".")

    def _answer(self, item: Item, shown: Sequence[Option]) -> Iterator[nodes.Node]:
        if item.answer and item.feedback:
            yield self._paragraph(f"{item.answer.link}.", lead="The number:")
            said = [(f"{REPORTS[name]}.", text) for name, text in item.feedback.items()]
        else:
            said = [(lead, option.feedback) for lead, option in _judged(item, shown)]
        lines = [nodes.list_item("", self._paragraph(text, lead=lead)) for lead, text in said]
        yield nodes.bullet_list("", *lines, classes=["gist-verdicts"])
        if item.why:
            yield self._paragraph(item.why)
        yield nodes.paragraph("", "", *self._foot(item), classes=["gist-seen"])

    def _foot(self, item: Item) -> Iterator[nodes.Node]:
        yield nodes.Text(f"Checked on {date_in_words(item.checked_on)}. ")
        if item.more:
            lesson = _lessons.lesson(item.more["lesson"])
            yield nodes.Text("The book explains it in ")
            title = f"lesson {lesson.number}, {lesson.title}"
            yield course.page_link(self.env, title, lesson.file, item.more.get("anchor", ""))
            yield nodes.Text(".")


def arranged(items: Sequence[Item], objectives: Sequence[str]) -> list[Item]:
    """By objective in the order of the book, then by family; else as they are written."""
    families = list(dict.fromkeys(item.family for item in items))
    rank = {name: place for place, name in enumerate(objectives)}
    return sorted(items, key=lambda item: (rank.get(item.objective, -1), families.index(item.family)))


def offered(item: Item) -> list[str]:
    """Option ids as the player first shows them."""
    plain = {"id": item.id, "kind": item.kind, "options": [{"id": option.id} for option in item.options]}
    return quiz_ask.offered(plain, quiz_state.UNTOUCHED) if item.options else []


def _judged(item: Item, shown: Sequence[Option]) -> list[tuple[str, Option]]:
    """(lead, option): the letter and what the option is; for an order, in the right order."""
    letters = {option.id: ascii_uppercase[place] for place, option in enumerate(shown)}
    if item.kind == "order":
        return [(f"Place {place}: {letters[one.id]}.", one) for place, one in enumerate(item.options, start=1)]
    return [(f"{letters[one.id]}. {VERDICTS[item.kind, one.verdict]}.", one) for one in shown]


def _how(item: Item) -> str:
    if item.answer:
        return f"{quiz_ask.LABELS[item.kind]}, {item.answer.unit}, from {item.answer.min:g} to {item.answer.max:g}"
    return quiz_ask.LABELS[item.kind]


def _aim_title(aim: _lessons.Objective) -> str:
    return f"{aim.text[:1].upper()}{aim.text[1:]}"


def _section(title: str, anchor: str, *children: nodes.Node, classes: Sequence[str] = ()) -> nodes.section:
    return nodes.section("", nodes.title("", title), *children, ids=[anchor], names=[], classes=list(classes))


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("gist-discussion", Discussion)
