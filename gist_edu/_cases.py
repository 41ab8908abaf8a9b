"""The cases of the clinic, read and checked at the border: ``data/cases/`` (its README is the authoring guide).

A case that does not fit stops the build; the error names file, line, field, what was expected and the remedy. Rules
that need all paths of a case, or all cases, are in ``_site/lint_cases.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from gist_edu import _yaml
from gist_edu._ledger import DATA, link_problem
from gist_edu._types import Json

FOLDER = DATA / "cases"
SCHEMA = FOLDER / "schema.json"
LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)\s]+)\)")
PLACE = re.compile(r"\{([^{}]*)\}")
NODE_KINDS = {"options": 0, "number": 1, "sentence": 2, "end": 3}  # telling field -> place in the schema
EXPECTED = {  # rule of the schema -> what to say
    "type": "expected {}", "pattern": "expected the form {}", "uniqueItems": "each may stand there once",
    "minItems": "expected at least {}", "maxItems": "expected at most {}",
    "minimum": "expected {} or more", "maximum": "expected {} or less",
}
OPTIONAL: Mapping[str, Any] = {"givens": [], "computed": {}, "on_request": {}, "disagreement": None, "twin": None}


class CaseFileError(ValueError):
    """A case file that does not fit; the text names file, line, field, expectation and remedy."""


@dataclass(frozen=True)
class Case:
    """A case as it is written, with defaults filled in, and the line of each field."""

    id: str
    raw: Json
    file: str
    lines: dict[_yaml.Path, int]

    def texts(self) -> Iterator[tuple[_yaml.Path, str]]:
        """(path, text) of everything a reader sees."""
        yield from ((path, text) for path, text in _strings(self.raw, ()) if _is_prose(path))

    def addresses(self) -> list[str]:
        """The evidence addresses the case names, each once, in their order."""
        found = [address for _, text in self.texts() for _, address in LINK.findall(text)]
        truths = [node["number"]["truth"] for node in self.raw["nodes"].values() if "number" in node]
        found += [truth[3:] for truth in truths if truth.startswith("ev:")]
        return list(dict.fromkeys(found))

    def fault(self, path: _yaml.Path, problem: str, remedy: str) -> str:
        """A sentence that names file, line and field."""
        return _sentence(self.file, self.lines, path, problem, remedy)

    def with_request(self, name: str) -> Json:
        """The request of an id."""
        found: Json = self.raw["on_request"][name]
        return found


def _strings(value: Any, path: _yaml.Path) -> Iterator[tuple[_yaml.Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _strings(inner, (*path, place))


_PROSE = ("title", "vignette", "ask", "text", "feedback", "close", "low", "high", "sentence", "end", "why", "result",
          "label", "claim", "disagreement")


def _is_prose(path: _yaml.Path) -> bool:
    if path[0] in ("computed", "givens", "patient") or "when" in path or "sets" in path:
        return False
    return path[0] == "learn" or path[-1] in _PROSE


def _sentence(file: str, lines: dict[_yaml.Path, int], path: _yaml.Path, problem: str, remedy: str) -> str:
    field = ".".join(str(part) for part in path) or "the case"
    return f"{file}, line {_yaml.nearest(lines, path)}, {field}: {problem}; {remedy}."


# ---------------------------------------------------------------- reading


@cache
def load(folder: Path = FOLDER) -> dict[str, Case]:
    """All cases, in the order of their codes; the first misfit raises ``CaseFileError``."""
    found = {case.id: case for case in map(read, sorted(folder.glob("*.yaml")))}
    for case in found.values():
        twin = case.raw["twin"]
        if twin and twin["of"] not in found:
            raise CaseFileError(case.fault(("twin", "of"), f"there is no case '{twin['of']}'",
                                           f"choose one of: {', '.join(found)}"))
    return dict(sorted(found.items(), key=lambda pair: _order(pair[1])))


def _order(case: Case) -> tuple[str, int]:
    code = case.raw["code"]
    return code[0], int(code[1:])


def read(path: Path) -> Case:
    """One case, checked against the schema, and everything it names inside itself."""
    try:
        text = path.read_text(encoding="utf-8")
        raw, lines = _yaml.load(text), _yaml.lines(text)
        double = _yaml.twice(text)
    except OSError as error:
        raise CaseFileError(f"{path}: cannot be read ({error.strerror}); give the path of a case file.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise CaseFileError(f"{path.name}: not readable as YAML: {_in_one_line(error)}") from error
    if double:
        raise CaseFileError(f"{path.name}, line {double[1]}, {double[0]}: this field stands here twice; "
                            "keep one of them.")
    raw = _dates_as_text(raw)
    for fault in sorted(_validator().iter_errors(raw), key=lambda one: [str(part) for part in one.absolute_path]):
        raise CaseFileError(_in_words(fault, path.name, lines))
    case = Case(raw["id"], {**OPTIONAL, **raw}, path.name, lines)
    for problem in _inside(case, path):
        raise CaseFileError(problem)
    return case


def _in_one_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error)
    return f"line {mark.line + 1}: {said}" if mark else said


def _dates_as_text(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {str(key): _dates_as_text(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_dates_as_text(value) for value in raw]
    return raw.isoformat() if isinstance(raw, date) else raw


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _in_words(error: ValidationError, file: str, lines: dict[_yaml.Path, int]) -> str:
    """What the schema found, said for an author."""
    error = _of_the_branch(error)
    path, given = tuple(error.absolute_path), f"{error.instance!r:.60}"
    if error.validator == "required":
        lost = [name for name in error.validator_value if name not in error.instance]
        return _sentence(file, lines, path, f"'{lost[0]}' is missing", "add it, as the README of data/cases shows")
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        odd = [name for name in error.instance if name not in known]
        return _sentence(file, lines, (*path, odd[0]), "this field is not known here",
                         f"remove it, or choose one of: {', '.join(known)}")
    if error.validator == "enum":
        known = ", ".join(map(str, error.validator_value))
        return _sentence(file, lines, path, f"got {given}", f"choose one of: {known}")
    if error.validator == "oneOf":
        return _sentence(file, lines, path, *_choice_of(path, error.instance))
    form = EXPECTED.get(str(error.validator))
    return _sentence(file, lines, path, f"got {given}", form.format(error.validator_value) if form else error.message)


def _choice_of(path: _yaml.Path, instance: Any) -> tuple[str, str]:
    if path and path[-1] == "next":
        return "not the name of a node, nor a list of branches", "write `next: node`, or [{when: ..., go: a}, {go: b}]"
    if len(path) == 2 and path[0] == "nodes":
        return "a node of no known kind", f"give it one of: {', '.join(NODE_KINDS)}"
    both = isinstance(instance, dict) and "next" in instance and "retry" in instance
    return ("'next' and 'retry' exclude each other" if both else "no way on"), "give `next: node` or `retry: true`"


def _of_the_branch(error: ValidationError) -> ValidationError:
    """The fault inside the kind of node that was meant."""
    path = tuple(error.absolute_path)
    if error.validator == "oneOf" and len(path) == 2 and path[0] == "nodes" and isinstance(error.instance, dict):
        kinds = [place for field, place in NODE_KINDS.items() if field in error.instance]
        inner = [one for one in error.context or [] if kinds and one.schema_path[0] == kinds[0]]
        return _of_the_branch(inner[0]) if inner else error
    return error


# ---------------------------------------------------------------- what a case names inside itself


def _inside(case: Case, path: Path) -> Iterator[str]:
    """Names that lead nowhere, wrong links, wrong days."""
    raw = case.raw
    if path.stem != case.id:
        yield case.fault(("id",), f"the file is called {path.name}", f"call it {case.id}.yaml, or change the id")
    if not _is_day(raw["checked_on"]):
        yield case.fault(("checked_on",), f"got {raw['checked_on']}", "give the day it was checked, such as 2026-11-26")
    yield from _wrong_names(case)
    for where, text in case.texts():
        for shown, address in LINK.findall(text):
            problem = link_problem(address, shown)
            if problem:
                yield case.fault(where, problem, "correct the link or the text")
        known = [*raw["patient"], *raw["computed"], "days"]
        for name in PLACE.findall(text):
            if name not in known:
                yield case.fault(where, f"{{{name}}} is not known", f"use one of: {', '.join(known)}")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text) <= date.today()
    except ValueError:
        return False


def _wrong_names(case: Case) -> Iterator[str]:
    """Every name of a node, request or value that does not exist."""
    raw = case.raw
    kinds = {"node": list(raw["nodes"]), "request": list(raw["on_request"]), "value": [*raw["patient"], "days"],
             "computed number": [f"computed:{name}" for name in raw["computed"]]}
    for path, kind, name in _named(raw):
        if name not in kinds[kind]:
            known = ", ".join(kinds[kind]) or "none yet"
            yield case.fault(path, f"there is no {kind} '{name}'", f"choose one of: {known}")
    for name, node in raw["nodes"].items():
        ids = [option["id"] for option in node.get("options", [])]
        if len(set(ids)) < len(ids):
            yield case.fault(("nodes", name), "two options have the same id", "rename one of them")


def _named(raw: Json) -> Iterator[tuple[_yaml.Path, str, str]]:
    """(path, kind, name) of each reference."""
    yield ("start",), "node", raw["start"]
    for name in raw["reference"].get("asks", []):
        yield ("reference", "asks"), "request", name
    for name, request in raw["on_request"].items():
        yield from _of_step(request, ("on_request", name))
    for name, node in raw["nodes"].items():
        at: _yaml.Path = ("nodes", name)
        yield from _of_way(node.get("next"), (*at, "next"))
        if node.get("number", {}).get("truth", "").startswith("computed:"):
            yield (*at, "number", "truth"), "computed number", node["number"]["truth"]
        for place, option in enumerate(node.get("options", [])):
            where = (*at, "options", place)
            yield from _of_step(option, where)
            yield from _of_way(option.get("next"), (*where, "next"))
            yield from (((*where, "does"), "request", one) for one in option.get("does", []))


def _of_step(step: Json, at: _yaml.Path) -> Iterator[tuple[_yaml.Path, str, str]]:
    yield from (((*at, "shows"), "value", one) for one in step.get("shows", []))
    yield from (((*at, "sets"), "value", one) for one in step.get("sets", {}))
    yield from _of_when(step.get("when"), (*at, "when"))


def _of_way(way: Any, at: _yaml.Path) -> Iterator[tuple[_yaml.Path, str, str]]:
    if isinstance(way, str):
        yield at, "node", way
    elif way:
        for place, branch in enumerate(way):
            yield (*at, place, "go"), "node", branch["go"]
            yield from _of_when(branch.get("when"), (*at, place, "when"))


def _of_when(when: Json | None, at: _yaml.Path) -> Iterator[tuple[_yaml.Path, str, str]]:
    for field in ("asked", "not_asked"):
        yield from (((*at, field), "request", one) for one in (when or {}).get(field, []))
    for field in ("is", "at_least", "below"):
        yield from (((*at, field), "value", one) for one in (when or {}).get(field, {}))
