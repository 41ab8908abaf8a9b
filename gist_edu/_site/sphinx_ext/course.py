"""What courses need on a page: objectives and their questions, the version, and the state of the clinical review.

``{gist-matrix}`` prints objective, lesson and number of questions. The roles ``{gist-version}`` and ``{gist-review}``
put one fact into running text; the footer of each page takes the same words for its ``{review}``.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from gist_edu import _cases, _lessons
from gist_edu._ledger import DATA, ledger
from gist_edu._questions import FOLDER, Item, load
from gist_edu._site.sphinx_ext import assets, words
from gist_edu._words import date_in_words

DISCUSSION = "book/discussion"  # the page that holds each question at the anchor ``q-<id>``
LESSONS_FILE = DATA / "lessons.yaml"


class fold(nodes.General, nodes.Element):  # type: ignore[misc]
    """Content behind a line to open, ``summary``; on paper it is open (see gist-theme.css)."""


def depend_on_course(env: BuildEnvironment) -> None:
    """A page made of lessons and questions is read again when one of them changes."""
    for path in (LESSONS_FILE, *sorted(FOLDER.glob("*.yaml")), *sorted(_cases.FOLDER.glob("*.yaml"))):
        env.note_dependency(str(path))
    assets.depend_on_ledger(env)


def page_link(env: BuildEnvironment, text: str, docname: str, anchor: str = "") -> nodes.reference:
    """Link to a place of the book; a page that does not exist is an error, not a dead link."""
    if docname not in env.found_docs:
        raise ValueError(f"no page '{docname}' in this book; correct the name, or add the page to _toc.yml")
    uri = env.app.builder.get_target_uri
    here = "" if docname == env.docname and anchor else relative_uri(uri(env.docname), uri(docname))
    return nodes.reference("", text, refuri=f"{here}#{anchor}" if anchor else here, internal=True)


def question_anchor(item: Item) -> str:
    """Where a question stands on the discussion page."""
    return f"q-{item.id}"


# ---------------------------------------------------------------- objectives, lessons, questions


class Matrix(SphinxDirective):
    """One row for each objective; an objective nobody asks about stops the build."""

    def run(self) -> list[nodes.Node]:
        depend_on_course(self.env)
        rows = [(lesson, objective) for lesson in _lessons.lessons() for objective in lesson.objectives]
        asked = {objective.id: questions_of(objective.id) for _, objective in rows}
        silent = [name for name, items in asked.items() if not items]
        if silent:
            raise self.error(f"no question asks about {', '.join(silent)}; write at least two for each objective")
        try:
            found = [_row(self.env, lesson, objective, asked[objective.id]) for lesson, objective in rows]
        except ValueError as error:
            raise self.error(str(error)) from error
        columns = ("You will be able to", "Lesson", "Questions", "Cases")
        return [nodes.paragraph("", summary(asked)), words.table(columns, found, ["gist-matrix"])]


def questions_of(objective: str) -> list[Item]:
    """The questions about an objective, in the order of the files."""
    return [item for item in load().items.values() if item.objective == objective]


def summary(asked: dict[str, list[Item]]) -> str:
    """``8 objectives, 38 questions; each objective has at least 2.``"""
    total, least = sum(map(len, asked.values())), min(map(len, asked.values()), default=0)
    return f"{len(asked)} objectives, {total} questions; each objective has at least {least}."


def _row(env: BuildEnvironment, lesson: _lessons.Lesson, aim: _lessons.Objective, items: Sequence[Item]) -> nodes.row:
    cells: tuple[Sequence[nodes.Node], ...] = (
        [nodes.strong("", aim.id), nodes.Text(f" {aim.text}")],
        [page_link(env, lesson.number, lesson.file)],
        [page_link(env, f"{len(items)} on {aim.id}", DISCUSSION, question_anchor(items[0]))],
        _cases_of(env, aim.id),
    )
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def _cases_of(env: BuildEnvironment, objective: str) -> list[nodes.Node]:
    """Links to the cases that exercise an objective."""
    found: list[nodes.Node] = []
    for case in _cases.load().values():
        page = f"book/cases/{case.id}"
        if objective in case.raw["objectives"] and page in env.found_docs:
            found += [nodes.Text(" "), page_link(env, case.raw["code"], page)]
    return found[1:] or [nodes.Text("none yet")]


# ---------------------------------------------------------------- version and review


def facts() -> dict[str, str]:
    """What the role ``{gist-version}`` can say about this edition."""
    records = ledger().values()
    return {
        "version": version("gist-edu"),
        "checked": date_in_words(max(record.checked_on for record in records)),
        "records": f"{len(records):,}",
        "values": f"{sum(len(record.values) for record in records):,}",
    }


class VersionRole(SphinxRole):
    """``{gist-version}`checked``` and the other facts by name."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        assets.depend_on_ledger(self.env)
        known = facts()
        if self.text in known:
            return [nodes.Text(known[self.text])], []
        problem = f"gist-version knows no '{self.text}'; expected one of {', '.join(known)}"
        return [], [self.inliner.reporter.error(problem, line=self.lineno)]


class ReviewRole(SphinxRole):
    """``{gist-review}`all```: who reviewed which lesson, or that nobody has; with a number, one lesson's review."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            return [nodes.Text(review(self.text))], []
        except ValueError as error:
            return [], [self.inliner.reporter.error(str(error), line=self.lineno)]


def review(which: str) -> str:
    """The state of the clinical review, as it stands after "Clinical review: "."""
    if which == "all":
        return _lessons.summary()
    return _lessons.banner(_lessons.lesson(which)).removeprefix("Clinical review: ").removesuffix(".")


def fill_footer(app: Sphinx, config: Config) -> None:
    """The footer says who reviewed the book, from the same data as the pages; a new review reads all pages again."""
    config.gist_reviews = repr(_lessons.reviews())
    options: dict[str, Any] = config.html_theme_options
    if "extra_footer" in options:
        filled = str(options["extra_footer"]).replace("{review}", html.escape(review("all"), quote=False))
        config.html_theme_options = {**options, "extra_footer": filled}


# ---------------------------------------------------------------- what others use


def _open(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append(f'<details class="gist-fold"><summary>{html.escape(node["summary"])}</summary>\n')


def _close(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Directive, roles, the fold, and the footer."""
    app.add_node(fold, html=(_open, _close))
    app.add_directive("gist-matrix", Matrix)
    app.add_role("gist-version", VersionRole())
    app.add_role("gist-review", ReviewRole())
    app.add_config_value("gist_reviews", "", "env")
    app.connect("config-inited", fill_footer)
