"""``{gist-paths}``: ways through the book, from ``data/paths.yaml``; ``{gist-paths} seminar`` prints one of them open.

The minutes are summed here, for what exists and for what is planned. A step that leads nowhere, or a lesson whose
minutes are not those of ``lessons.yaml``, stops the build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from gist_edu import _lessons, _yaml
from gist_edu._ledger import DATA
from gist_edu._site.sphinx_ext.course import LESSONS_FILE, fold, page_link

FILE = DATA / "paths.yaml"
PARTS = ("core", "deeper", "both")


class PathError(ValueError):
    """A path that does not fit; the text names file, path, step, expectation and remedy."""


@dataclass(frozen=True)
class Step:
    """One thing to do; a planned one has no place yet."""

    title: str
    minutes: int
    href: str = ""
    part: str = ""
    note: str = ""
    planned: bool = False


@dataclass(frozen=True)
class Way:
    """A way through the book."""

    id: str
    title: str
    steps: tuple[Step, ...]

    def minutes(self, planned: bool) -> int:
        """Minutes of the steps that are planned, or of those that are here."""
        return sum(step.minutes for step in self.steps if step.planned is planned)

    @property
    def heading(self) -> str:
        """``Student · 2 hours (35 minutes of it here now)``."""
        here, planned = self.minutes(planned=False), self.minutes(planned=True)
        total = f"{self.title} · {duration(here + planned)}"
        return f"{total} ({duration(here)} of it here now)" if planned else total


def duration(minutes: int) -> str:
    """50 minutes, 1 hour, 2 hours 5 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(f"{count} {unit}{'s' * (count > 1)}" for count, unit in parts if count)


# ---------------------------------------------------------------- reading


@cache
def paths(file: Path = FILE) -> dict[str, Way]:
    """All paths by id; the first misfit raises ``PathError``."""
    try:
        given = _yaml.load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise PathError(f"{file.name}: not readable as YAML: {error}") from error
    found = [_path(raw, file.name) for raw in given]
    return {path.id: path for path in found}


def _path(raw: Any, file: str) -> Way:
    if not isinstance(raw, dict) or set(raw) != {"id", "title", "steps"} or not raw["steps"]:
        raise PathError(f"{file}: expected a path with id, title and steps; got {str(raw)[:60]}")
    return Way(raw["id"], raw["title"], tuple(_step(step, f"{file}: path {raw['id']}") for step in raw["steps"]))


def _step(raw: dict[str, Any], where: str) -> Step:
    try:
        step = Step(**raw)
    except TypeError as error:
        raise PathError(f"{where}: step {raw}: fields are {', '.join(Step.__annotations__)}") from error
    where = f"{where}, step '{step.title}'"
    if not isinstance(step.minutes, int) or step.minutes < 1:
        raise PathError(f"{where}: minutes are {step.minutes!r}; give a whole number from 1")
    if step.planned == bool(step.href):
        raise PathError(f"{where}: give a step a href, or mark it planned: true, not both")
    _check_lesson(step, where)
    return step


def _check_lesson(step: Step, where: str) -> None:
    """A whole lesson, or its Core, takes as long here as its own header says; a place in it, at most so long."""
    lesson = {lesson.file: lesson for lesson in _lessons.lessons()}.get(step.href.partition("#")[0])
    if lesson is None and step.part:
        raise PathError(f"{where}: 'part' is for lessons, and '{step.href}' is none; leave it out")
    if lesson is None:
        return
    anchor, known = step.href.partition("#")[2], [anchor for _, anchor in _lessons.sections(lesson)]
    if anchor and anchor not in known:
        raise PathError(f"{where}: no part '#{anchor}' in lesson {lesson.number}; it has {', '.join(known)}")
    both = lesson.core_minutes + lesson.deeper_minutes
    if not anchor and step.part not in PARTS:
        raise PathError(f"{where}: say which part of lesson {lesson.number}: {', '.join(PARTS)}; or name an anchor")
    right = {"core": lesson.core_minutes, "deeper": lesson.deeper_minutes, "both": both}.get(step.part, both)
    if step.minutes > right or (step.part and step.minutes != right):
        raise PathError(f"{where}: {step.minutes} minutes, but lessons.yaml gives it {right}; make them agree")


# ---------------------------------------------------------------- printing


class Paths(SphinxDirective):
    """All paths, each behind its heading; or the one that is named, open."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        for path in (FILE, LESSONS_FILE):
            self.env.note_dependency(str(path))
        try:
            known = paths()
            if self.arguments:
                return _one(self.env, known, self.arguments[0])
            return [fold("", _steps(self.env, path.steps), summary=path.heading) for path in known.values()]
        except ValueError as error:
            raise self.error(str(error)) from error


def _one(env: BuildEnvironment, known: dict[str, Way], name: str) -> list[nodes.Node]:
    if name not in known:
        raise PathError(f"no path '{name}'; expected one of {', '.join(known)}")
    heading = nodes.paragraph("", "", nodes.strong("", known[name].heading))
    return [heading, _steps(env, known[name].steps)]


def _steps(env: BuildEnvironment, steps: Iterable[Step]) -> nodes.enumerated_list:
    found = [nodes.list_item("", nodes.paragraph("", "", *_line(env, step))) for step in steps]
    return nodes.enumerated_list("", *found, enumtype="arabic", prefix="", suffix=".", classes=["gist-path"])


def _line(env: BuildEnvironment, step: Step) -> list[nodes.Node]:
    docname, _, anchor = step.href.partition("#")
    title = nodes.Text(step.title) if step.planned else page_link(env, step.title, docname, anchor)
    told = f", {duration(step.minutes)}{', planned' if step.planned else ''}."
    return [title, nodes.Text(f"{told} {step.note}".rstrip())]


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("gist-paths", Paths)
