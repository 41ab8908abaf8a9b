"""The questions of the book, read and checked at the border: ``data/questions/`` (its README is the authoring guide).

A question that does not fit stops the build; the error names file, question, what was expected and the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from gist_edu import _yaml
from gist_edu._ledger import DATA, LedgerError, link_problem, resolve

FOLDER = DATA / "questions"
SETS = "sets.yaml"
REVISIT = "revisit"  # the set of all questions, of which the reader's progress knows which are due
KINDS = ("single", "several", "order", "number")
LEVELS = ("S", "R", "P")
VERDICTS = {"single": ("best", "acceptable", "wrong"), "several": ("best", "wrong"), "order": ()}
REQUIRED = ("id", "objective", "family", "level", "kind", "stem", "checked_on")
OPTIONAL = ("givens", "cards", "options", "answer", "feedback", "why", "more")
LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)\s]+)\)")
_ID = re.compile(r"[a-z][a-z0-9_]{2,59}\Z")
_OPTION_ID = re.compile(r"[a-z][a-z0-9_]{0,29}\Z")
_REPORTS = ("close", "low", "high")


class QuestionError(ValueError):
    """A question that does not fit; the text names file, question, expectation and remedy."""


@dataclass(frozen=True)
class Option:
    """One answer to choose, with what it is and why."""

    id: str
    text: str
    verdict: str
    feedback: str


@dataclass(frozen=True)
class Answer:
    """The right number of a ``number`` question: it stands in the ledger, not in the question."""

    address: str
    tolerance: float
    min: float
    max: float
    step: float
    unit: str

    @property
    def value(self) -> float:
        found = resolve(self.address).value
        return float(found.value)  # type: ignore[union-attr, arg-type]  # checked when it was read

    @property
    def link(self) -> str:
        return f"[{resolve(self.address).text}](ev:{self.address})"


@dataclass(frozen=True)
class Item:
    """One question."""

    id: str
    objective: str
    family: str
    level: str
    kind: str
    stem: str
    checked_on: str
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    feedback: Mapping[str, str] | None = None
    givens: tuple[str, ...] = ()
    cards: tuple[Mapping[str, Any], ...] = ()
    why: str | None = None
    more: Mapping[str, str] | None = None
    file: str = ""

    def markdown(self) -> Iterator[str]:
        """Every text that may hold evidence links."""
        yield from (option.feedback for option in self.options)
        yield from (self.feedback or {}).values()
        yield from filter(None, (self.why,))

    def addresses(self) -> list[str]:
        """The evidence addresses this question names, each once."""
        found = [address for text in self.markdown() for _, address in LINK.findall(text)]
        return list(dict.fromkeys(found + ([self.answer.address] if self.answer else [])))


@dataclass(frozen=True)
class Questions:
    """All questions, and the sets they are asked in."""

    items: Mapping[str, Item]
    sets: Mapping[str, tuple[str, ...]]

    def of_set(self, name: str) -> list[Item]:
        """The questions of a set, in its order."""
        if name not in self.sets:
            raise QuestionError(f"There is no question set '{name}'; choose one of: {', '.join(self.sets)}.")
        return [self.items[item] for item in self.sets[name]]

    def siblings(self, item: Item) -> list[Item]:
        """Questions that test the same point with another patient."""
        return [other for other in self.items.values() if other.family == item.family and other.id != item.id]


@cache
def load(folder: Path = FOLDER) -> Questions:
    """All questions below ``folder``; the first misfit raises ``QuestionError``."""
    items: dict[str, Item] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SETS:
            continue
        for raw in _read(path, list, "a list of questions"):
            item = _item(raw, path.name)
            if item.id in items:
                _fail(path.name, item.id, f"the id stands in {items[item.id].file} too", "give one of them another id")
            items[item.id] = item
    return Questions(items, _sets(folder / SETS, items))


# ---------------------------------------------------------------- reading


def _fail(file: str, item: object, problem: str, remedy: str) -> NoReturn:
    raise QuestionError(f"{file}: question {item}: {problem}; {remedy}.")


def _read(path: Path, kind: type, expected: str) -> Any:
    try:
        content = _yaml.load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that no month has
        raise QuestionError(f"{path.name}: not readable as YAML: {error}") from error
    if not isinstance(content, kind):
        raise QuestionError(f"{path.name}: expected {expected}; write it as the README of data/questions shows.")
    return content


def _item(raw: Any, file: str) -> Item:
    name = raw.get("id", "?") if isinstance(raw, dict) else raw
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
        _fail(file, name, "not a mapping of fields", "write `- id: ...` and its fields below")
    missing = [field for field in REQUIRED if not raw.get(field)]
    unknown = [field for field in raw if field not in REQUIRED + OPTIONAL]
    if missing or unknown:
        problem = ", ".join([f"'{field}' is missing" for field in missing] + [f"'{f}' is unknown" for f in unknown])
        _fail(file, name, problem, f"fields are {', '.join(REQUIRED)} and if needed {', '.join(OPTIONAL)}")
    _check_words(raw, file)
    _check_extras(raw, file)
    item = Item(
        **{field: str(raw[field]).strip() for field in REQUIRED},
        options=tuple(_options(raw, file)),
        answer=_answer(raw, file),
        feedback=_reports(raw, file),
        givens=tuple(map(str, raw.get("givens", ()))),
        cards=tuple(raw.get("cards", ())),
        why=raw.get("why"),
        more=raw.get("more"),
        file=file,
    )
    _check_right(item)
    _check_links(item)
    return item


def _check_words(raw: Mapping[str, Any], file: str) -> None:
    name = raw["id"]
    if not _ID.match(str(name)):
        _fail(file, name, "the id is not lower case letters, digits and underscores (3 to 60)", "rename it")
    for field, known in (("kind", KINDS), ("level", LEVELS)):
        if raw[field] not in known:
            _fail(file, name, f"{field} is '{raw[field]}'", f"choose one of {', '.join(known)}")
    try:
        day = date.fromisoformat(str(raw["checked_on"]))
    except ValueError:
        day = date.max
    if day > date.today():
        _fail(file, name, f"checked_on is '{raw['checked_on']}'", "give the day it was checked, such as 2026-11-26")


def _check_extras(raw: Mapping[str, Any], file: str) -> None:
    name, cards = raw["id"], raw.get("cards", [])
    for field in ("givens", "cards"):
        if not isinstance(raw.get(field, []), list):
            _fail(file, name, f"{field} is not a list", f"write {field}: [...]")
    for card in cards:
        if not isinstance(card, dict) or set(card) != {"title", "lines"} or not _texts([card["title"]], card["lines"]):
            _fail(file, name, "a card is not {title, lines}", "give each card a title and a list of lines, all text")
    if not _texts([raw.get("why", "-")]):
        _fail(file, name, "'why' is not text", "write a sentence, or leave the field out")
    more = raw.get("more", {"lesson": "-"})
    fields = set(more) if isinstance(more, dict) and _texts([*more.values()]) else set()
    if not {"lesson"} <= fields <= {"lesson", "anchor"}:
        _fail(file, name, "'more' is not {lesson, anchor}", 'name the lesson in quotes ("07"), and the anchor there')


def _texts(*lists: Any) -> bool:
    """True for lists of text that is not empty. YAML makes True of an unquoted Yes, and a number of an unquoted 8."""
    return all(isinstance(one, list) and all(isinstance(text, str) and text.strip() for text in one) for one in lists)


def _options(raw: Mapping[str, Any], file: str) -> Iterator[Option]:
    name, kind = raw["id"], raw["kind"]
    given = raw.get("options") or []
    if (kind == "number") == bool(given):
        has = "has options" if given else "has no options"
        _fail(file, name, f"a {kind} question {has}", "a number question has none, the others 3 to 6")
    if given and not (isinstance(given, list) and 3 <= len(given) <= 6):
        _fail(file, name, "options are not a list of 3 to 6", "add or remove some")
    fields = {"id", "text", "feedback"} | ({"verdict"} if kind != "order" else set())
    for option in given:
        if not isinstance(option, dict) or set(option) != fields or not _texts([*option.values()]):
            problem = f"option {option!r:.60} does not have exactly the fields {sorted(fields)}, all text"
            _fail(file, name, problem, "complete it, and put words such as Yes in quotes")
    for option in given:
        if not _OPTION_ID.match(str(option["id"])) or [o["id"] for o in given].count(option["id"]) > 1:
            _fail(file, name, f"option id '{option['id']}' is not a short word of its own", "rename it")
        if kind != "order" and option["verdict"] not in VERDICTS[kind]:
            _fail(file, name, f"verdict '{option['verdict']}'", f"a {kind} question takes {', '.join(VERDICTS[kind])}")
        yield Option(**{field: str(option.get(field, "")).strip() for field in ("id", "text", "verdict", "feedback")})


def _answer(raw: Mapping[str, Any], file: str) -> Answer | None:
    name, given = raw["id"], raw.get("answer")
    if (raw["kind"] == "number") != (given is not None):
        _fail(file, name, "'answer' belongs to a number question, and only there", "add or remove it")
    if given is None:
        return None
    fields = {"address", "tolerance", "min", "max", "step", "unit"}
    if not isinstance(given, dict) or set(given) != fields:
        _fail(file, name, "the answer does not have exactly its fields", f"give {', '.join(sorted(fields))}")
    if not _texts([given["address"], given["unit"]]) or not _limits_fit(given):
        _fail(file, name, "address and unit are no text, or tolerance, min, max, step do not fit", "correct the answer")
    try:
        link = resolve(given["address"])
    except LedgerError as error:
        raise QuestionError(f"{file}: question {name}: {error}") from error
    value = link.value.value if link.value else None
    if not isinstance(value, (int, float)) or not given["min"] <= value <= given["max"]:
        _fail(file, name, f"{given['address']} is {value!r}, no number from min to max", "choose another address")
    if link.value is not None and link.value.verified == "memory":
        _fail(file, name, f"{given['address']} was never seen on a page", "ask for a number that was")
    return Answer(**given)


def _limits_fit(given: Mapping[str, Any]) -> bool:
    numbers = [given[field] for field in ("tolerance", "min", "max", "step")]
    if not all(isinstance(number, (int, float)) and not isinstance(number, bool) for number in numbers):
        return False
    return bool(given["tolerance"] >= 0 and given["step"] > 0 and given["min"] < given["max"])


def _reports(raw: Mapping[str, Any], file: str) -> Mapping[str, str] | None:
    given = raw.get("feedback")
    if (raw["kind"] == "number") != (given is not None):
        _fail(file, raw["id"], "'feedback' of its own belongs to a number question, and only there", "add or remove it")
    if given is not None and (
        not isinstance(given, dict) or set(given) != set(_REPORTS) or not _texts([*given.values()])
    ):
        _fail(file, raw["id"], "feedback is not {close, low, high}", "say why in all three cases")
    return given


def _check_right(item: Item) -> None:
    best = [option for option in item.options if option.verdict == "best"]
    if item.kind == "single" and not best:
        _fail(item.file, item.id, "no option is best", "mark the right answer with `verdict: best`")
    if item.kind == "several" and not 1 < len(best) < len(item.options):
        _fail(item.file, item.id, f"{len(best)} of {len(item.options)} options are best", "mark at least two, not all")


def _check_links(item: Item) -> None:
    for text in item.markdown():
        for shown, address in LINK.findall(text):
            problem = link_problem(address, shown)
            if problem:
                _fail(item.file, item.id, problem, "correct the link or the text")
    if not item.addresses():
        _fail(item.file, item.id, "no evidence link", "link what the answer rests on: [text](ev:record.value)")


def _sets(path: Path, items: Mapping[str, Item]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, ids in _read(path, dict, "a mapping of sets").items():
        if not isinstance(name, str) or name == REVISIT or not _texts(ids or []):
            raise QuestionError(f'{path.name}: set {name!r}: expected "name": [ids]; put names such as "07" in quotes, '
                                f'and leave the name "{REVISIT}" to what is due.')
        lost = [item for item in ids or () if item not in items]
        if lost or len(set(ids or ())) != len(ids or ()):
            raise QuestionError(f"{path.name}: set '{name}': {', '.join(lost) or 'a question stands twice'}: "
                                "not a question that exists, or named twice; correct the id.")
        found[name] = tuple(ids or ())
    return found


def options_of(items: Iterable[Item], kind: str) -> Iterator[tuple[Item, Option]]:
    """Each option of the questions of one kind."""
    for item in items:
        if item.kind == kind:
            yield from ((item, option) for option in item.options)
