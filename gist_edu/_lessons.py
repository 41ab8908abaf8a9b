"""The lessons that exist and who has reviewed them, read and checked at the border.

``data/lessons.yaml`` lists the lessons in the order of the book; ``data/reviews/`` holds one file per review (its
README is the form). A misfit names file, lesson, field, what was expected and the remedy.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gist_edu import _yaml
from gist_edu._ledger import DATA
from gist_edu._words import date_in_words

BOOK = Path(__file__).parent.parent
FILE, REVIEWS = DATA / "lessons.yaml", DATA / "reviews"
EDUCATION = "Education, not medical advice. All people here are invented. Do not enter real patients."
OUTCOMES = ("accepted", "changes asked for")
_LESSON = ("number", "title", "file", "core_minutes", "deeper_minutes", "level", "before", "evidence_checked",
           "objectives")
_REVIEW = ("lesson", "name", "role", "affiliation", "date", "conflicts", "scope", "version", "outcome", "consent")
_DATES, _MINUTES = ("evidence_checked", "date"), ("core_minutes", "deeper_minutes")


class LessonError(ValueError):
    """A lesson or review that does not fit; the text names file, lesson, field, expectation and remedy."""


@dataclass(frozen=True)
class Objective:
    """What the learner can do afterwards; ``text`` starts with the verb."""

    id: str
    text: str


@dataclass(frozen=True)
class Lesson:
    """One lesson: what its header says, and where its notebook stands (``file``, without its ending)."""

    number: str
    title: str
    file: str
    core_minutes: int
    deeper_minutes: int
    level: str
    before: str
    evidence_checked: date
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Review:
    """What one named clinician said about one lesson, published with consent."""

    lesson: str
    name: str
    role: str
    affiliation: str
    date: date
    conflicts: str
    scope: str
    version: str
    outcome: str

    def __str__(self) -> str:
        asks = "" if self.outcome == "accepted" else ", who asks for changes"
        return f"{self.name}, {self.role}, {date_in_words(self.date)}{asks}. Interests: {self.conflicts.rstrip('.')}."


# ---------------------------------------------------------------- what other modules ask


@cache
def lessons(path: Path = FILE) -> tuple[Lesson, ...]:
    """All lessons in the order of the book; the first misfit raises ``LessonError``."""
    raw = _read(path)
    _expect(isinstance(raw, list) and bool(raw), path.name, "a list of lessons; begin each with '- number: ...'")
    found = tuple(_lesson(one, path.name) for one in raw)
    _each_once([lesson.number for lesson in found], path.name, "number")
    _each_once([objective.id for lesson in found for objective in lesson.objectives], path.name, "objective id")
    return found


def lesson(number: str) -> Lesson:
    """The lesson of a number such as ``"07"``; an unknown one lists the known ones."""
    known = {one.number: one for one in lessons()}
    if number not in known:
        names = ", ".join(f"'{one.number}' ({one.title})" for one in known.values())
        raise LessonError(f"There is no lesson {number!r}. Give the number as text, one of: {names}.")
    return known[number]


def sections(lesson: Lesson, root: Path = BOOK) -> list[tuple[str, str]]:
    """Title and anchor of each part (``##``) of a lesson on the site; none while its notebook is not there."""
    path = root / f"{lesson.file}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.is_file() else []
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    titles = [title for text in texts for title in _headings(text)]
    return [(title, anchor(title)) for title in titles]


def anchor(title: str) -> str:
    """The id that docutils gives to a heading: "Rupture: six scenes that count" -> rupture-six-scenes-that-count."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"^[-0-9]+|-+$", "", re.sub(r"[^a-z0-9]+", "-", plain))


def banner(lesson: Lesson, folder: Path = REVIEWS) -> str:
    """Who has reviewed a lesson, as one line; it never sounds surer than the reviews are."""
    found = sorted((review for review in reviews(folder) if review.lesson == lesson.number), key=lambda r: r.date)
    return f"Clinical review: {' '.join(map(str, found)) if found else 'none yet'}"


def summary(folder: Path = REVIEWS) -> str:
    """How much of the book has been reviewed and accepted: "none yet", or "2 of 17 lessons"."""
    accepted = {review.lesson for review in reviews(folder) if review.outcome == "accepted"}
    return f"{len(accepted)} of {len(lessons())} lessons" if accepted else "none yet"


@cache
def reviews(folder: Path = REVIEWS) -> tuple[Review, ...]:
    """All reviews below a folder; one that may not be published raises ``LessonError``."""
    return tuple(_review(_read(path), path.name) for path in sorted(folder.glob("*.yaml")))


# ---------------------------------------------------------------- reading


def _read(path: Path) -> Any:
    try:
        return _yaml.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise LessonError(f"{path.name}: not readable as YAML: {error}") from error


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise LessonError(f"{where}: expected {expectation}.")


def _each_once(names: list[str], file: str, field: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    _expect(not twice, f"{file}, field {field}", f"each once; {', '.join(twice)} stands twice: rename one of them")


def _fields(raw: Any, wanted: tuple[str, ...], where: str) -> Mapping[str, Any]:
    """The fields, each there and of its kind, and no others."""
    _expect(isinstance(raw, dict), where, f"fields; got {raw!r:.60}")
    for name in wanted:
        given = raw.get(name) not in (None, "", [])
        _expect(given, f"{where}, field {name}", "a value; it is missing or empty: write it")
    extra = [str(name) for name in raw if name not in wanted]
    _expect(not extra, where, f"only the fields {', '.join(wanted)}; delete {', '.join(extra)}")
    for name in set(wanted) & set(_DATES):
        _expect(isinstance(raw[name], date), f"{where}, field {name}", f"a day such as 2026-11-26; got {raw[name]!r}")
    for name in set(wanted) & set(_MINUTES):
        minutes = isinstance(raw[name], int) and 0 < raw[name] <= 120
        _expect(minutes, f"{where}, field {name}", f"whole minutes from 1 to 120; got {raw[name]!r}")
    return {name: value.strip() if isinstance(value, str) else value for name, value in raw.items()}


def _lesson(raw: Any, file: str) -> Lesson:
    where = f"{file}: lesson {raw.get('number', '?') if isinstance(raw, dict) else raw!r:.20}"
    fields = _fields(raw, _LESSON, where)
    number, path = fields["number"], fields["file"]
    _expect(isinstance(number, str) and bool(re.fullmatch(r"\d\d", number)), f"{where}, field number",
            f"two digits in quotes, such as \"07\"; got {number!r}")
    _expect(bool(re.fullmatch(rf"notebooks/{number}_[a-z0-9_]+", str(path))), f"{where}, field file",
            f"notebooks/{number}_name_in_lower_case, without an ending; got {path!r}")
    return Lesson(**{**fields, "objectives": tuple(_objectives(fields, where))})


def _objectives(fields: Mapping[str, Any], where: str) -> Iterator[Objective]:
    for raw in fields["objectives"] if isinstance(fields["objectives"], list) else [fields["objectives"]]:
        given: dict[str, Any] = raw if isinstance(raw, dict) else {}
        ok = set(given) == {"id", "text"} and all(given.values())
        _expect(ok, f"{where}, field objectives", f"a list of {{id, text}}; got {raw!r}")
        named = re.fullmatch(rf"O{fields['number']}\.\d+", str(given["id"]))
        _expect(bool(named), f"{where}, objective {given['id']}", f"an id such as O{fields['number']}.1; rename it")
        yield Objective(str(given["id"]), str(given["text"]).strip())


def _review(raw: Any, file: str) -> Review:
    where = f"reviews/{file}: lesson {raw.get('lesson', '?') if isinstance(raw, dict) else raw!r:.20}"
    _expect(isinstance(raw, dict) and raw.get("consent") is True, f"{where}, field consent",
            "consent: true; without the reviewer's consent to be named, delete the file")
    fields = _fields(raw, _REVIEW, where)
    known = [lesson.number for lesson in lessons()]
    _expect(fields["lesson"] in known, f"{where}, field lesson",
            f"a lesson that exists, one of {', '.join(known)}, in quotes")
    _expect(fields["date"] <= date.today(), f"{where}, field date",
            f"a day that has been; {fields['date']} is in the future")
    _expect(fields["outcome"] in OUTCOMES, f"{where}, field outcome",
            f"one of: {', '.join(OUTCOMES)}; got {fields['outcome']!r}")
    told = {name: str(fields[name]) for name in _REVIEW if name not in ("date", "consent")}
    return Review(date=fields["date"], **told)


def _headings(markdown: str) -> Iterator[str]:
    """Titles of the ``##`` headings of a text, without their marks; code is not read."""
    for line in re.sub(r"^```.*?^```", "", markdown, flags=re.S | re.M).splitlines():
        if match := re.match(r"## +(.+?)\s*#*$", line):
            yield re.sub(r"\[([^\]]+)\]\([^)]*\)|[*`]", r"\1", match[1])
