"""Reading the ledger: each field is checked at the border; a misfit names file, record, field and expectation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from gist_edu import _yaml
from gist_edu._ledger import DESIGNS, KINDS, TOPICS, UNITS, VERIFIED, LedgerError, Record, Value

_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?(@[a-z0-9_]+)?\Z")
_RECORD_FIELDS = {
    "id",
    "short",
    "topic",
    "kind",
    "statement",
    "design",
    "source",
    "checked_on",
    "values",
    "verified",
    "via",
    "population",
    "endpoint",
    "trial",
    "default_cut",
    "cuts",
    "disagrees_with",
    "disagreement",
    "supersedes",
    "superseded_by",
    "note",
}
_REQUIRED = ("id", "short", "topic", "kind", "statement", "design", "source", "checked_on", "verified")
_VALUE_FIELDS = {
    "value",
    "unit",
    "label",
    "verified",
    "via",
    "ci",
    "of",
    "p",
    "follow_up",
    "population",
    "note",
    "text",
}
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
    _expect(
        "value" in raw and raw["value"] is not None and not isinstance(raw["value"], bool),
        f"{where}.value",
        "a number, a short text or [low, high]",
    )
    value = _pair(raw["value"], f"{where}.value") if isinstance(raw["value"], list) else raw["value"]
    unit = raw.get("unit", "")
    _expect(unit in UNITS, f"{where}.unit", f"one of {UNITS}; got {unit!r}")
    seen = raw.get("verified", record["verified"])
    _expect(seen in VERIFIED, f"{where}.verified", f"one of {VERIFIED}; got {seen!r}")
    via = raw.get("via", record.get("via"))
    _expect(seen == "memory" or bool(via), f"{where}.via", "the page where the value was seen (or verified: memory)")
    _expect(isinstance(raw.get("label"), str), f"{where}.label", "a short label in words")
    _expect(raw.get("of") is None or isinstance(raw["of"], int), f"{where}.of", "a whole number of patients")
    return Value(
        record=record["id"],
        key=key,
        value=value,
        unit=unit,
        label=raw["label"],
        verified=seen,
        via=None if seen == "memory" else via,
        ci=_pair(raw["ci"], f"{where}.ci") if raw.get("ci") is not None else None,
        **{k: raw.get(k) for k in ("of", "follow_up", "population", "note", "text")},
        p=None if raw.get("p") is None else str(raw["p"]),
    )


def parse_record(raw: Any, file: str) -> Record:
    """One validated record, or a ``LedgerError`` that names file, record, field and expectation."""
    where = f"{file}: record {raw.get('id', '?') if isinstance(raw, dict) else raw!r}"
    _expect(isinstance(raw, dict), where, "a mapping")
    _expect(
        not set(raw) - _RECORD_FIELDS,
        where,
        f"only the fields {sorted(_RECORD_FIELDS)}; got also {sorted(set(raw) - _RECORD_FIELDS)}",
    )
    for name in _REQUIRED:
        _expect(raw.get(name) not in (None, "", {}), f"{where}, field {name}", "a value; it is missing or empty")
    _expect(bool(_ID.match(str(raw["id"]))), f"{where}, field id", "lower case letters, digits and underscores")
    for name, allowed in (("topic", TOPICS), ("kind", KINDS), ("design", DESIGNS), ("verified", VERIFIED)):
        _expect(raw[name] in allowed, f"{where}, field {name}", f"one of {allowed}; got {raw[name]!r}")
    _check_source(raw["source"], f"{where}, field source")
    _expect(
        raw["verified"] == "memory" or bool(raw.get("via")),
        f"{where}, field via",
        "the page where the record was seen (or verified: memory)",
    )
    values = {k: _parse_value(raw, k, v, f"{where}, value {k}") for k, v in (raw.get("values") or {}).items()}
    cut = None if raw.get("default_cut") is None else str(raw["default_cut"])  # YAML reads 2012 as a number
    _expect(
        cut is None or any(k.endswith(f"@{cut}") for k in values),
        f"{where}, field default_cut",
        f"a cut that occurs among the values; got {cut!r}",
    )
    seen_cuts = {k.partition("@")[2] for k in values} - {""}
    _expect(not seen_cuts or cut is not None, f"{where}, field default_cut", f"one of {sorted(seen_cuts)}")
    lists = {k: tuple(raw.get(k) or ()) for k in ("disagrees_with", "supersedes", "superseded_by")}
    _expect(
        not lists["disagrees_with"] or bool(raw.get("disagreement")),
        f"{where}, field disagreement",
        "a sentence that says how the sources disagree",
    )
    plain = {
        k: raw.get(k)
        for k in (
            "short",
            "topic",
            "kind",
            "statement",
            "design",
            "source",
            "verified",
            "via",
            "population",
            "endpoint",
            "trial",
            "disagreement",
            "note",
        )
    }
    return Record(
        id=raw["id"],
        checked_on=str(raw["checked_on"]),
        values=values,
        default_cut=cut,
        cuts={str(k): str(v) for k, v in (raw.get("cuts") or {}).items()},
        file=file,
        **{**lists, **plain},
    )


def _check_source(source: Any, where: str) -> None:
    _expect(isinstance(source, dict), where, "a mapping with authors/journal/year or agency/date")
    _expect(
        not set(source) - _SOURCE_FIELDS,
        where,
        f"only the fields {sorted(_SOURCE_FIELDS)}; got also {sorted(set(source) - _SOURCE_FIELDS)}",
    )
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
        content = _yaml.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise LedgerError(f"{path.name}: not readable as YAML: {error}") from error
    _expect(isinstance(content, list), path.name, "a list of records")
    return content  # type: ignore[no-any-return]
