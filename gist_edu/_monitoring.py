"""The rules of monitoring as data: what and why from ``data/monitoring.yaml``, how often from the ledger.

A misfit names file, rule, field, expectation and remedy.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from gist_edu import _yaml
from gist_edu._ledger import DATA, LedgerError, resolve
from gist_edu._types import Json

FILE = DATA / "monitoring.yaml"
KINDS = ("label", "guideline", "trial", "habit")
_RULE, _RULE_MORE = ("id", "what", "settings", "kind", "place", "address", "why", "steps"), ("for", "beside")
_SETTING = ("id", "name", "clock", "months")
_EMPTY = re.compile(r"\[\]\(ev:([^)\s]+)\)")
_PER_UNIT = {"weeks": ("weeks", 1), "months": ("months", 1), "years": ("months", 12)}


class MonitoringError(ValueError):
    """A file that does not fit; the text names file, rule, field, expectation and remedy."""


@cache
def rules(path: Path = FILE) -> Json:
    """Settings and rules as plain data, their intervals found in the ledger."""
    raw = _yaml.load(path.read_text(encoding="utf-8"))
    _expect(isinstance(raw, dict) and set(raw) == {"settings", "rules"}, path.name, "settings and rules, no more")
    settings = [_fields(one, _SETTING, (), f"{path.name}, settings") for one in raw["settings"]]
    known = [one["id"] for one in settings]
    found = [_rule(one, known, path.name) for one in raw["rules"]]
    ids = [one["id"] for one in found]
    _expect(len(set(ids)) == len(ids), path.name, "each id once; rename one")
    for name in known:
        _expect(any(name in one["settings"] for one in found), f"{path.name}: setting {name}", "a rule; write one")
    return {"settings": settings, "rules": found}


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise MonitoringError(f"{where}: expected {expectation}.")


def _fields(raw: Any, required: tuple[str, ...], more: tuple[str, ...], where: str) -> Json:
    _expect(isinstance(raw, dict), where, f"fields; got {raw!r:.60}")
    missing = [name for name in required if raw.get(name) in (None, "", [])]
    _expect(not missing, where, f"a value for {', '.join(missing)}: write it")
    extra = [str(name) for name in raw if name not in required + more]
    _expect(not extra, where, f"only the fields {', '.join(required + more)}; delete {', '.join(extra)}")
    return {**dict.fromkeys(more), **raw}


def _rule(raw: Any, settings: list[str], file: str) -> Json:
    where = f"{file}: rule {raw.get('id', '?') if isinstance(raw, dict) else raw!s:.30}"
    rule = _fields(raw, _RULE, _RULE_MORE, where)
    _expect(rule["kind"] in KINDS, f"{where}, field kind", f"one of {', '.join(KINDS)}")
    strangers = [one for one in rule["settings"] if one not in settings]
    _expect(not strangers, f"{where}, field settings", f"settings of this file; there is no {strangers}")
    _resolved(rule["address"], f"{where}, field address")
    steps = [_step(one, where) for one in rule["steps"]]
    return {**rule, "for": rule["for"] or "", "beside": rule["beside"] is True, "steps": steps}


def _step(raw: Any, where: str) -> Json:
    where = f"{where}, steps"
    _expect(isinstance(raw, dict) and len({"at", "every", "when"} & set(raw)) == 1, where, "one of at, every, when")
    if "when" in raw:
        return {"when": str(raw["when"])}
    if "at" in raw:
        at = {"n": 0, "unit": "weeks", "md": ""} if raw["at"] == 0 else _moment(raw["at"], "", where)
        return {"at": at}
    until = raw.get("until")
    end = {"n": until, "unit": "months", "md": ""} if isinstance(until, int) else until and _moment(until, "", where)
    return {"every": _moment(raw["every"], "every ", where), "until": end}


def _moment(address: Any, word: str, where: str) -> Json:
    """The longer end of a ledger value in weeks or months, and the link that shows it whole."""
    value = _resolved(str(address), where).value
    _expect(value is not None and value.unit in _PER_UNIT, where,
            f"a ledger value in weeks, months or years; {address} is none")
    unit, factor = _PER_UNIT[value.unit]
    number = value.value[1] if isinstance(value.value, tuple) else value.value
    _expect(isinstance(number, int) and number > 0, where, f"whole {value.unit}; {address} gives {number!r}")
    shown = value.format("unverified" if value.verified == "memory" else "value")
    form = "?as=unverified" if value.verified == "memory" else ""
    word = "" if value.text else word  # "weekly" and "yearly" say it already
    return {"n": number * factor, "unit": unit, "md": f"{word}[{shown}](ev:{address}{form})"}


def _resolved(address: str, where: str) -> Any:
    try:
        return resolve(address)
    except LedgerError as error:
        raise MonitoringError(f"{where}: {error}") from error


def filled(markdown: str) -> str:
    """Markdown whose empty links have the ledger's text: ``[](ev:x.y)`` becomes ``[30%](ev:x.y)``."""
    return _EMPTY.sub(lambda match: f"[{resolve(match[1]).text}](ev:{match[1]})", markdown)
