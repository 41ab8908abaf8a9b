"""The toxicity desk's data, read and checked at the border: rows of labels, red flags, invented patients, rates.

Limits and dates come from the ledger, so no number of a label and no edition is typed twice. A misfit names file,
entry, expectation and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gist_edu import _yaml
from gist_edu._ledger import DATA, LedgerError, Record, link_problem, resolve
from gist_edu._types import Json
from gist_edu._words import date_in_words
from gist_edu.models import toxicity as model

FILE = DATA / "toxicity.yaml"
COMPARISONS = ("below", "over", "at_least", "upto")
VERDICTS, ENDS = ("right", "partly", "wrong"), ("same", "lower", "open")
EDGES = {"low": 0, "high": 1}
_PARTS = ("emergency", "values", "red_flags", "findings", "rules", "cases", "rates", "counted")
_RULE = ("id", "finding", "region", "section", "address", "ends", "says")
_RULE_MORE = ("newer", "held", "again", "dose", "any", "all", "flags", "steps", "restart")
_FLAG, _FLAG_MORE = ("id", "flags", "md"), ("first", "all", "any")
_CASE = ("id", "name", "scene", "finding", "history", "effect", "options")
_RATE = ("effect", "name", "source", "dose", "counted", "rate")
_LINK = re.compile(r"\[([^\]]*)\]\(ev:([^)\s]+)\)")


class ToxicityDataError(ValueError):
    """An entry of the desk's data that does not fit; the text names entry, expectation and remedy."""


@cache
def toxicity(path: Path = FILE) -> Json:
    """All of ``data/toxicity.yaml`` as plain data, limits as numbers and editions as words."""
    raw = _yaml.load(path.read_text(encoding="utf-8"))
    missing = [part for part in _PARTS if not raw.get(part)] if isinstance(raw, dict) else list(_PARTS)
    _expect(not missing, path.name, f"the parts {', '.join(missing)}: write them")
    for text in _texts(raw):
        _check_links(text)
    names = {part: _ids(raw[part], part) for part in ("values", "findings", "rules", "cases", "red_flags")}
    rules = [_rule(one, names) for one in raw["rules"]]
    flags = [_red_flag(one, names) for one in raw["red_flags"]]
    for finding in raw["findings"]:
        _check_finding(finding, rules, names)
    for rate in raw["rates"]:
        _check_rate(rate, raw["counted"])
    data = {**raw, "rules": rules, "red_flags": flags, "rates": [_rate(one) for one in raw["rates"]]}
    for case in data["cases"]:
        _check_case(data, case, names)
    return data


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise ToxicityDataError(f"toxicity.yaml: {where}: expected {expectation}.")


def _ids(entries: list[Json], part: str) -> list[str]:
    ids = [str(one.get("id")) for one in entries]
    _expect(len(set(ids)) == len(ids) and "None" not in ids, part, "an id on each entry, each once")
    return ids


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _check_links(text: str) -> None:
    """Each link resolves; one without text takes the ledger's, and a value from memory is printed as such."""
    for shown, address in _LINK.findall(text):
        where = f"'{text[:50]}…'"
        try:
            expected = resolve(address).text
        except LedgerError as error:
            raise ToxicityDataError(f"toxicity.yaml: {where}: {error}") from error
        _expect(bool(shown) or expected is not None, where, f"words in the link to {address}, which has no number")
        problem = link_problem(address, shown or str(expected))
        _expect(problem is None, where, f"a link that fits the ledger; {problem}")


def _fields(raw: Json, required: tuple[str, ...], more: tuple[str, ...], where: str) -> None:
    missing = [name for name in required if raw.get(name) in (None, "", [])]
    _expect(not missing, where, f"a value for {', '.join(missing)}: write it")
    extra = [name for name in raw if name not in required + more]
    _expect(not extra, where, f"only the fields {', '.join(required + more)}; delete {', '.join(extra)}")


# ---------------------------------------------------------------- rows


def _rule(raw: Json, names: Mapping[str, list[str]]) -> Json:
    where = f"rule {raw['id']}"
    _fields(raw, _RULE, _RULE_MORE, where)
    _expect(raw["finding"] in names["findings"], where, f"a finding of this file; there is no {raw['finding']!r}")
    _expect(raw["region"] in model.REGIONS, where, f"a region, one of {', '.join(model.REGIONS)}")
    _expect(raw["ends"] in ENDS, where, f"ends, one of {', '.join(ENDS)}")
    rule = _limits(raw, where, names)
    rule["address"] = raw["address"].removeprefix("ev:")
    rule["label_date"] = edition(resolve(raw["address"]).record)
    if raw.get("newer"):
        rule["label_date"] += "; the same in " + edition(resolve(raw["newer"]).record)
    if raw.get("dose"):
        rule["dose"], rule["dose_md"] = _number(raw["dose"], "", where), f"[]({raw['dose']})"
    _expect("dose" in raw or "restart" not in raw, where, "the starting dose for which the restart is written, as dose")
    return rule


def _red_flag(raw: Json, names: Mapping[str, list[str]]) -> Json:
    where = f"red flag {raw['id']}"
    _fields(raw, _FLAG, _FLAG_MORE, where)
    return _limits(raw, where, names)


def _limits(raw: Json, where: str, names: Mapping[str, list[str]]) -> Json:
    """A copy whose limits are numbers: {value, is, limit}."""
    found = dict(raw)
    for part in ("any", "all"):
        if part in raw:
            found[part] = [_limit(one, where, names) for one in raw[part]]
    strangers = [name for name in raw.get("flags", []) if name not in names["values"]]
    _expect(not strangers, where, f"flags among the values; there is no {strangers}")
    return found


def _limit(raw: list[Any], where: str, names: Mapping[str, list[str]]) -> Json:
    _expect(3 <= len(raw) <= 4 and raw[0] in names["values"] and raw[1] in COMPARISONS, where,
            f"limits as [value, {' | '.join(COMPARISONS)}, address, low | high]; got {raw}")
    number = 0 if raw[2] == 0 else _number(str(raw[2]), str(raw[3]) if len(raw) > 3 else "", where)
    return {"value": raw[0], "is": raw[1], "limit": number}


def _number(address: str, edge: str, where: str) -> float | int:
    value = resolve(address).value
    number = value.value if value else None
    if isinstance(number, tuple) and edge in EDGES:
        return number[EDGES[edge]]
    if not isinstance(number, (int, float)):
        raise ToxicityDataError(f"toxicity.yaml: {where}: expected an address of a number, or of a range with low or "
                                f"high; {address} gives {number!r}.")
    return number


def edition(record: Record) -> str:
    """Which edition we read, in words: "edition of 2013", or an undated copy with the day of reading."""
    given = str(record.source.get("date") or record.source.get("year") or "undated")
    if given == "undated":
        return f"an undated copy, read on {date_in_words(record.checked_on)}"
    if len(given) == len("2022-02-16"):
        return f"edition of {date_in_words(given)}"
    return f"edition of {given}"


# ---------------------------------------------------------------- findings, patients, rates


def _check_finding(raw: Json, rules: list[Json], names: Mapping[str, list[str]]) -> None:
    where = f"finding {raw['id']}"
    _fields(raw, ("id", "name", "beyond"), ("asks", "needs", "none", "trap", "unseen", "child"), where)
    strangers = [name for name in [*raw["asks"], *raw.get("needs", [])] if name not in names["values"]]
    _expect(not strangers, where, f"values of this file; there is no {strangers}")
    for region in model.REGIONS:
        covered = any(one["finding"] == raw["id"] and one["region"] == region for one in rules)
        told = region in raw.get("unseen", {}) or "none" in raw
        _expect(covered or told, where, f"a row for {region}, or a sentence under unseen or none")


def _check_case(data: Json, case: Json, names: Mapping[str, list[str]]) -> None:
    where = f"case {case['id']}"
    _fields(case, _CASE, ("values",), where)
    options = case["options"]
    _expect(len(options) >= 3 and all(one.get("verdict") in VERDICTS for one in options), where,
            f"three options or more, each with a verdict: {', '.join(VERDICTS)}")
    _expect(sum(one["verdict"] == "right" for one in options) == 1, where, "one right option")
    for region in model.REGIONS:
        model.advise(data, case["finding"], case["values"], {**case["history"], "region": region})


def _check_rate(raw: Json, counted: Mapping[str, str]) -> None:
    where = f"rate {raw.get('rate')}"
    _fields(raw, _RATE, (), where)
    _expect(raw["counted"] in counted, where, f"counted, one of {', '.join(counted)}")
    _expect(resolve(raw["rate"]).record.id == raw["source"], where, f"a source that holds {raw['rate']}")


def _rate(raw: Json) -> Json:
    """With its population, and whether we saw it."""
    link = resolve(raw["rate"])
    seen = link.value is not None and link.value.verified != "memory"
    who = link.record.population or link.record.trial or link.record.short
    address = raw["rate"].removeprefix("ev:")
    shown = f"[](ev:{address}{'' if seen else '?as=unverified'})"
    return {**raw, "rate": address, "md": shown, "who": who, "seen": seen, "short": link.record.short}
