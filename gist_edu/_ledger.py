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

import yaml

DATA = Path(__file__).parent / "data"

TOPICS = ("risk", "adjuvant", "neoadjuvant", "advanced", "genotype", "biology", "diagnosis", "resistance",
          "later_lines", "pharmacology", "toxicity", "monitoring", "guideline", "regulatory")
KINDS = ("trial_result", "cohort_result", "guideline", "label", "epidemiology", "mechanism", "method",
         "model_parameter", "misprint")
DESIGNS = ("randomised", "meta_analysis", "single_arm", "observational", "case_series", "in_vitro",
           "document", "expert", "modelling", "derived")
VERIFIED = ("primary", "secondary", "memory")
HOW_SEEN = {"primary": "seen in the source itself", "secondary": "seen on a secondary page",
            "memory": "not seen by us: unverified"}
UNITS = ("", "%", "months", "years", "weeks", "days", "hours", "patients", "cases", "ratio", "p",
         "mg", "mg/day", "ng/mL", "µg/L", "mg/L", "mg·h/L", "L", "L/h", "1/h", "nM", "µM", "Å", "cm", "mm",
         "mm²", "HU", "fields", "per 5 mm²", "per 50 HPF", "per million per year", "per 100,000 per year",
         "fold", "10⁹/L", "× ULN", "mL/min", "g/L", "kg", "points", "trials", "date", "text", "1/week", "mL", "mg/mL")

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?(@[a-z0-9_]+)?\Z")
ADDRESS = re.compile(r"(?P<record>[a-z][a-z0-9_]*)(?:\.(?P<key>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?))?"
                     r"(?:@(?P<cut>[a-z0-9_]+))?(?:\?as=(?P<form>[a-z0-9]+))?\Z")
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
    return f"{number} {unit}"


def _with_ci(value: Value) -> str:
    if value.ci is None:
        raise LedgerError(f"ev:{value.address}?as=ci: this value has no confidence interval in the ledger.")
    return f"{value.format()} (95% CI {_with_unit(_plain(value.ci), value.unit)})"


def _per_100(value: Value) -> str:
    if value.unit != "%" or not isinstance(value.value, (int, float)) or not 0 <= value.value <= 100:
        raise LedgerError(f"ev:{value.address}?as=per100: only a single percentage can be said 'of 100'.")
    return f"{int(value.value + 0.5)} of 100"


# ---------------------------------------------------------------- loading

_RECORD_FIELDS = {"id", "short", "topic", "kind", "statement", "design", "source", "checked_on", "values", "verified",
                  "via", "population", "endpoint", "trial", "default_cut", "cuts", "disagrees_with", "disagreement",
                  "supersedes", "superseded_by", "note"}
_REQUIRED = ("id", "short", "topic", "kind", "statement", "design", "source", "checked_on", "verified")
_VALUE_FIELDS = {"value", "unit", "label", "verified", "via", "ci", "of", "p", "follow_up", "population", "note",
                 "text"}
_SOURCE_FIELDS = {"authors", "title", "journal", "year", "pages", "pmid", "doi", "pmcid", "agency", "date", "url"}


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise LedgerError(f"{where}: expected {expectation}")


def _pair(raw: Any, where: str) -> tuple[float, float]:
    ok = isinstance(raw, list) and len(raw) == 2 and all(isinstance(x, (int, float)) for x in raw)
    _expect(ok and raw[0] <= raw[1], where, f"two numbers, low then high; got {raw!r}")
    return (raw[0], raw[1])


def _parse_value(record: Mapping[str, Any], key: str, raw: Any, where: str) -> Value:
    _expect(bool(_KEY.match(key)), where, "a key like rfs_60m, rfs_60m.arm_36m or rfs_60m.arm_36m@119m")
    _expect(isinstance(raw, dict), where, "a mapping with value, unit, label, verified")
    extra = set(raw) - _VALUE_FIELDS
    _expect(not extra, where, f"only the fields {sorted(_VALUE_FIELDS)}; got also {sorted(extra)}")
    _expect("value" in raw and raw["value"] is not None and not isinstance(raw["value"], bool), f"{where}.value",
            "a number, a short text or [low, high]")
    value = _pair(raw["value"], f"{where}.value") if isinstance(raw["value"], list) else raw["value"]
    unit = raw.get("unit", "")
    _expect(unit in UNITS, f"{where}.unit", f"one of {UNITS}; got {unit!r}")
    seen = raw.get("verified", record["verified"])
    _expect(seen in VERIFIED, f"{where}.verified", f"one of {VERIFIED}; got {seen!r}")
    via = raw.get("via", record.get("via"))
    _expect(seen == "memory" or bool(via), f"{where}.via", "the page where the value was seen (or verified: memory)")
    _expect(isinstance(raw.get("label"), str), f"{where}.label", "a short label in words")
    _expect(raw.get("of") is None or isinstance(raw["of"], int), f"{where}.of", "a whole number of patients")
    return Value(record=record["id"], key=key, value=value, unit=unit, label=raw["label"], verified=seen,
                 via=None if seen == "memory" else via,
                 ci=_pair(raw["ci"], f"{where}.ci") if raw.get("ci") is not None else None,
                 **{k: raw.get(k) for k in ("of", "follow_up", "population", "note", "text")},
                 p=None if raw.get("p") is None else str(raw["p"]))


def parse_record(raw: Any, file: str) -> Record:
    """One validated record, or a ``LedgerError`` that names file, record, field and expectation."""
    where = f"{file}: record {raw.get('id', '?') if isinstance(raw, dict) else raw!r}"
    _expect(isinstance(raw, dict), where, "a mapping")
    _expect(not set(raw) - _RECORD_FIELDS, where,
            f"only the fields {sorted(_RECORD_FIELDS)}; got also {sorted(set(raw) - _RECORD_FIELDS)}")
    for name in _REQUIRED:
        _expect(raw.get(name) not in (None, "", {}), f"{where}, field {name}", "a value; it is missing or empty")
    _expect(bool(_ID.match(str(raw["id"]))), f"{where}, field id", "lower case letters, digits and underscores")
    for name, allowed in (("topic", TOPICS), ("kind", KINDS), ("design", DESIGNS), ("verified", VERIFIED)):
        _expect(raw[name] in allowed, f"{where}, field {name}", f"one of {allowed}; got {raw[name]!r}")
    _check_source(raw["source"], f"{where}, field source")
    _expect(raw["verified"] == "memory" or bool(raw.get("via")), f"{where}, field via",
            "the page where the record was seen (or verified: memory)")
    values = {k: _parse_value(raw, k, v, f"{where}, value {k}") for k, v in (raw.get("values") or {}).items()}
    cut = None if raw.get("default_cut") is None else str(raw["default_cut"])  # YAML reads 2012 as a number
    _expect(cut is None or any(k.endswith(f"@{cut}") for k in values), f"{where}, field default_cut",
            f"a cut that occurs among the values; got {cut!r}")
    seen_cuts = {k.partition("@")[2] for k in values} - {""}
    _expect(not seen_cuts or cut is not None, f"{where}, field default_cut", f"one of {sorted(seen_cuts)}")
    lists = {k: tuple(raw.get(k) or ()) for k in ("disagrees_with", "supersedes", "superseded_by")}
    _expect(not lists["disagrees_with"] or bool(raw.get("disagreement")), f"{where}, field disagreement",
            "a sentence that says how the sources disagree")
    plain = {k: raw.get(k) for k in ("short", "topic", "kind", "statement", "design", "source", "verified", "via",
                                     "population", "endpoint", "trial", "disagreement", "note")}
    return Record(id=raw["id"], checked_on=str(raw["checked_on"]), values=values, default_cut=cut,
                  cuts={str(k): str(v) for k, v in (raw.get("cuts") or {}).items()}, file=file, **lists, **plain)


def _check_source(source: Any, where: str) -> None:
    _expect(isinstance(source, dict), where, "a mapping with authors/journal/year or agency/date")
    _expect(not set(source) - _SOURCE_FIELDS, where,
            f"only the fields {sorted(_SOURCE_FIELDS)}; got also {sorted(set(source) - _SOURCE_FIELDS)}")
    paper = source.get("journal") or source.get("title")
    _expect(bool(paper or source.get("agency") or source.get("url")), where, "at least a journal, title, agency or url")
    _expect(bool(source.get("year") or source.get("date")), where, "a year or a date (write 'undated' if unknown)")


def load(folder: Path) -> dict[str, Record]:
    """All records below ``folder`` in file order; duplicate ids and dangling references are errors."""
    records: dict[str, Record] = {}
    for path in sorted(folder.glob("*.yaml")):
        for raw in _read(path):
            record = parse_record(raw, path.name)
            if record.id in records:
                raise LedgerError(f"{path.name}: record {record.id}: id already used in {records[record.id].file}")
            records[record.id] = record
    if not records:
        raise LedgerError(f"{folder}: no evidence records found; expected *.yaml files with a list of records")
    for record in records.values():
        for other in (*record.disagrees_with, *record.supersedes, *record.superseded_by):
            _expect(other in records, f"{record.file}: record {record.id}", f"an existing record, not '{other}'")
    return records


def _read(path: Path) -> Iterable[Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise LedgerError(f"{path.name}: not readable as YAML: {error}") from error
    _expect(isinstance(content, list), path.name, "a list of records")
    return content  # type: ignore[no-any-return]


@cache
def ledger() -> dict[str, Record]:
    """The book's own ledger, loaded once."""
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


def _nearest(name: str, records: Mapping[str, Record]) -> str:
    import difflib
    close = difflib.get_close_matches(name, records, n=3)
    return f"Did you mean {', '.join(close)}?" if close else "Search with gist_edu.evidence.search(text)."


def walk_values(records: Iterable[Record]) -> Iterator[tuple[Record, Value]]:
    for record in records:
        for value in record.values.values():
            yield record, value
