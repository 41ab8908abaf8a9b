"""The evidence ledger: record types, loading, validation at the border, and formatting.

A record is one paper (or document) and one endpoint. Its values are a flat mapping whose
keys are the tail of the public address::

    record.value[.arm][@cut]        ssgxviii_rfs.rfs_60m.arm_36m@119m

Without ``@cut`` the record's ``default_cut`` is meant. See docs in ``data/evidence/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

TOPICS = (
    "risk",
    "adjuvant",
    "neoadjuvant",
    "advanced",
    "genotype",
    "biology",
    "diagnosis",
    "resistance",
    "later_lines",
    "pharmacology",
    "toxicity",
    "monitoring",
    "guideline",
    "regulatory",
)
KINDS = (
    "trial_result",
    "cohort_result",
    "guideline",
    "label",
    "epidemiology",
    "mechanism",
    "method",
    "model_parameter",
    "misprint",
)
DESIGNS = (
    "randomised",
    "meta_analysis",
    "single_arm",
    "observational",
    "case_series",
    "in_vitro",
    "document",
    "expert",
    "modelling",
    "derived",
)
VERIFIED = ("primary", "secondary", "memory")
HOW_SEEN = {
    "primary": "seen in the source itself",
    "secondary": "seen on a secondary page",
    "memory": "not seen by us: unverified",
}
UNITS = (
    "",
    "%",
    "months",
    "years",
    "weeks",
    "days",
    "hours",
    "patients",
    "cases",
    "ratio",
    "p",
    "mg",
    "mg/day",
    "ng/mL",
    "µg/L",
    "mg/L",
    "mg·h/L",
    "L",
    "L/h",
    "1/h",
    "nM",
    "µM",
    "Å",
    "cm",
    "mm",
    "mm²",
    "HU",
    "fields",
    "per 5 mm²",
    "per 50 HPF",
    "per million per year",
    "per 100,000 per year",
    "fold",
    "10⁹/L",
    "× ULN",
    "mL/min",
    "mL/min/1.73 m²",
    "g/L",
    "g/mol",
    "kg",
    "points",
    "trials",
    "date",
    "text",
    "1/week",
    "mL",
    "mg/mL",
)

ADDRESS = re.compile(
    r"(?P<record>[a-z][a-z0-9_]*)(?:\.(?P<key>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?))?"
    r"(?:@(?P<cut>[a-z0-9_]+))?(?:\?as=(?P<form>[a-z0-9]+))?\Z"
)
FORMS = ("value", "number", "ci", "per100", "text", "unverified")


class LedgerError(ValueError):
    """A record, address or format that does not fit; the text names file, record, field, expectation."""


@dataclass(frozen=True)
class Value:
    """One number (or short text) of a record, with how it was seen."""

    record: str
    key: str
    value: float | int | str | tuple[float, float]
    unit: str
    label: str
    verified: str
    via: str | None = None
    ci: tuple[float, float] | None = None
    of: int | None = None
    p: str | None = None
    follow_up: str | None = None
    population: str | None = None
    note: str | None = None
    text: str | None = None

    def __repr__(self) -> str:
        shown = self.format("unverified" if self.verified == "memory" else "value")
        return f"{shown}, {self.label} (ev:{self.address})"

    @property
    def address(self) -> str:
        return f"{self.record}.{self.key}"

    def format(self, form: str = "value") -> str:
        """The text that prose must show for this value; ``form`` is one of ``FORMS``."""
        if form == "ci":
            return _with_ci(self)
        if form == "per100":
            return _per_100(self)
        if form == "number":
            return _plain(self.value)
        if form == "unverified":
            return f"{self.format()} (unverified)"
        if self.text is not None:
            return self.text
        if self.of is not None:
            return f"{_plain(self.value)} of {_plain(self.of)}"
        return _with_unit(_plain(self.value), self.unit)


@dataclass(frozen=True)
class Record:
    """One paper or document and one endpoint, with the values it gives."""

    id: str
    short: str
    topic: str
    kind: str
    statement: str
    design: str
    source: Mapping[str, Any]
    checked_on: str
    values: Mapping[str, Value]
    verified: str
    via: str | None = None
    population: str | None = None
    endpoint: str | None = None
    trial: str | None = None
    default_cut: str | None = None
    cuts: Mapping[str, str] = field(default_factory=dict)
    disagrees_with: tuple[str, ...] = ()
    disagreement: str | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    note: str | None = None
    file: str = ""

    @property
    def nobody_has_seen(self) -> bool:
        """True when neither the record nor any of its values was seen on a page."""
        return self.verified == "memory" and all(value.verified == "memory" for value in self.values.values())

    def __repr__(self) -> str:
        return f"{self.short}: {self.statement} (ev:{self.id}, {len(self.values)} values)"

    @property
    def certainty(self) -> str:
        """Derived, never typed in: see ``certainty_rule``."""
        return certainty_rule(self.design, self.verified)

    def value(self, key: str, cut: str | None = None) -> Value:
        """The value at ``key`` for ``cut`` (default: the record's default cut)."""
        wanted = cut or self.default_cut
        for candidate in ([f"{key}@{wanted}"] if wanted else []) + ([] if cut else [key]):
            if candidate in self.values:
                return self.values[candidate]
        near = ", ".join(sorted(self.values)) or "no values: link it as a claim"
        raise LedgerError(f"ev:{self.id} has no value '{key}{'@' + cut if cut else ''}'. It has: {near}.")


def certainty_rule(design: str, verified: str) -> str:
    """How sure the ledger lets us sound: start from the design, step down once for a second-hand sighting.

    randomised, meta_analysis: high; single_arm, observational: moderate; case_series, in_vitro, expert,
    modelling, derived: low; document (guideline, label): "document", because it says what a text says, not
    what is true. Anything held from memory is "unverified" whatever the design.
    """
    if verified == "memory":
        return "unverified"
    if design == "document":
        return "document"
    level = {"randomised": 3, "meta_analysis": 3, "single_arm": 2, "observational": 2}.get(design, 1)
    return ("very low", "low", "moderate", "high")[level - (verified == "secondary")]


def _plain(value: float | int | str | tuple[float, float]) -> str:
    if isinstance(value, tuple):
        return f"{_plain(value[0])} to {_plain(value[1])}"
    if isinstance(value, str):
        return value
    if isinstance(value, int) and abs(value) >= 1000:
        return f"{value:,}"
    return repr(value).replace("-", "−", 1) if value < 0 else repr(value)


def _with_unit(number: str, unit: str) -> str:
    if unit == "%":
        return f"{number}%" if " to " not in number else number.replace(" to ", "% to ") + "%"
    if unit in ("", "patients", "cases", "ratio", "p", "date", "text", "trials"):
        return number
    return f"{number} {'× ' if unit.startswith('10') else ''}{unit}"


def _with_ci(value: Value) -> str:
    if value.ci is None:
        raise LedgerError(f"ev:{value.address}?as=ci: this value has no confidence interval in the ledger.")
    return f"{value.format()} (95% CI {_with_unit(_plain(value.ci), value.unit)})"


def _per_100(value: Value) -> str:
    if value.unit != "%" or not isinstance(value.value, (int, float)) or not 0 <= value.value <= 100:
        raise LedgerError(f"ev:{value.address}?as=per100: only a single percentage can be said 'of 100'.")
    return f"{int(value.value + 0.5)} of 100"


@cache
def ledger() -> dict[str, Record]:
    """The book's own ledger, loaded once."""
    from gist_edu._ledger_load import load  # the loader needs this module's types

    return load(DATA / "evidence")


@dataclass(frozen=True)
class Link:
    """A parsed ``ev:`` address."""

    record: Record
    value: Value | None
    form: str

    @property
    def text(self) -> str | None:
        """The text the link must show; None for a claim link, whose phrase is free but holds no number."""
        if self.value is None:
            return None
        return self.value.format(self.form)


def resolve(address: str, records: Mapping[str, Record] | None = None) -> Link:
    """``ev:`` address (with or without the scheme) -> record, value and form, or a ``LedgerError``."""
    records = ledger() if records is None else records
    match = ADDRESS.match(address.removeprefix("ev:"))
    if match is None:
        raise LedgerError(f"'{address}' is not an evidence address; expected record.value[.arm][@cut][?as=form]")
    if match["record"] not in records:
        raise LedgerError(f"'{address}': no evidence record '{match['record']}'. {_nearest(match['record'], records)}")
    record = records[match["record"]]
    form = match["form"] or "value"
    if form not in FORMS:
        raise LedgerError(f"'{address}': unknown format '{form}'; expected one of {FORMS}")
    value = record.value(match["key"], match["cut"]) if match["key"] else None
    return Link(record, value, form)


def link_problem(address: str, text: str, records: Mapping[str, Record] | None = None) -> str | None:
    """What is wrong with an evidence link that shows ``text``, as a sentence for its author; None when it is right."""
    try:
        link = resolve(address, records)
        expected = link.text
    except LedgerError as error:
        return str(error)
    if expected is None:
        named = text.replace(link.record.short, "")
        if link.form != "unverified" and link.record.nobody_has_seen:
            return f"nobody has seen {link.record.id} on a page: link it with ?as=unverified, or leave it out"
        loose = re.search(r"(?<![\w.])\d", re.sub(r"\b(19|20)\d\d\b", "", named))
        return f"the claim link '{text}' holds a number; link a value of {link.record.id} instead" if loose else None
    if text != expected:
        return f"'{text}' is linked to {address}, but the ledger says '{expected}'; change one of them"
    if link.value is not None and link.value.verified == "memory" and link.form != "unverified":
        return f"{address} was never seen on a page: print it with ?as=unverified or leave it out"
    return None


def _nearest(name: str, records: Mapping[str, Record]) -> str:
    import difflib

    close = difflib.get_close_matches(name, records, n=3)
    return f"Did you mean {', '.join(close)}?" if close else "Search with gist_edu.evidence.search(text)."


def walk_values(records: Iterable[Record]) -> Iterator[tuple[Record, Value]]:
    for record in records:
        for value in record.values.values():
            yield record, value
