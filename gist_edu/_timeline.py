"""The time machine's entries as data: what happened from ``data/timeline.yaml``, when from the ledger.

An entry names a ledger value that is a date, or a record whose source is dated, so no date is typed twice. A misfit
names file, entry, field, expectation and remedy.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from gist_edu import _yaml
from gist_edu._ledger import DATA, HOW_SEEN, LedgerError, Link, resolve
from gist_edu._types import Json

FILE = DATA / "timeline.yaml"
KINDS = ("discovery", "trial", "approval_us", "approval_eu", "guideline", "correction")
_ENTRY = ("id", "kind", "dated", "title", "says", "for")
_ENTRY_MORE = ("changed", "hides", "rests_on", "decision", "date_is")
_PATIENT, _PATIENT_MORE = ("id", "name", "scene", "offers"), ("since", "why_since", "not_known_yet")
_SPAN = ("from", "until", "as")
_OFFER, _OFFER_MORE = ("id", "text", "md"), (*_SPAN, "again")
_FORMS = (("%Y-%m-%d", "day"), ("%Y-%m", "month"), ("%Y", "year"), ("%d %B %Y", "day"), ("%B %Y", "month"))


class TimelineError(ValueError):
    """A file that does not fit; the text names file, entry, field, expectation and remedy."""


@cache
def timeline(path: Path = FILE) -> Json:
    """First and last year, patients and entries (oldest first), as plain data with their dates resolved."""
    raw = _mapping(_yaml.load(path.read_text(encoding="utf-8")), path.name)
    where = path.name
    people = [str(one.get("id")) for one in raw.get("patients") or []]
    entries = [_entry(one, people, where) for one in raw.get("entries") or []]
    ids = [one["id"] for one in entries]
    _expect(bool(entries) and bool(people), where, "patients and entries; write at least one of each")
    _expect(len(set(ids)) == len(ids) and len(set(people)) == len(people), where, "each id once; rename one")
    for one in entries:
        for field in ("hides", "rests_on"):
            _expect(one[field] is None or one[field] in ids, f"{where}: entry {one['id']}, field {field}",
                    f"the id of an entry; there is no {one[field]!r}")
    first, last = int(raw["first_year"]), int(raw["last_year"])
    for one in entries:
        _expect(first <= one["year"] <= last, f"{where}: entry {one['id']}", f"a date from {first} to {last}")
    years = {one["id"]: one["year"] for one in entries}
    patients = [_patient(one, years, first, where) for one in raw["patients"]]
    return {"first_year": first, "last_year": last, "patients": patients,
            "entries": sorted(entries, key=lambda one: str(one["at"]))}


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise TimelineError(f"{where}: expected {expectation}.")


def _mapping(raw: Any, where: str) -> Mapping[str, Any]:
    _expect(isinstance(raw, dict) and {"first_year", "last_year", "patients", "entries"} <= set(raw), where,
            "first_year, last_year, patients and entries")
    return dict(raw)


def _fields(raw: Any, required: tuple[str, ...], more: tuple[str, ...], where: str) -> Json:
    _expect(isinstance(raw, dict), where, f"fields; got {raw!r:.60}")
    missing = [name for name in required if raw.get(name) in (None, "", [])]
    _expect(not missing, where, f"a value for {', '.join(missing)}: write it")
    extra = [str(name) for name in raw if name not in required + more]
    _expect(not extra, where, f"only the fields {', '.join(required + more)}; delete {', '.join(extra)}")
    return {**dict.fromkeys(more), **raw}


# ---------------------------------------------------------------- entries and their dates


def _entry(raw: Any, people: list[str], file: str) -> Json:
    name = raw.get("id", "?") if isinstance(raw, dict) else raw
    where = f"{file}: entry {name!s:.30}"
    entry = _fields(raw, _ENTRY, _ENTRY_MORE, where)
    _expect(entry["kind"] in KINDS, f"{where}, field kind", f"one of {', '.join(KINDS)}")
    chosen = people if entry["for"] == "all" else list(entry["for"])
    strangers = [one for one in chosen if one not in people]
    _expect(not strangers, f"{where}, field for", f"patients of this file or 'all'; there is no {strangers}")
    return {**entry, "for": chosen, "changed": entry["changed"] is True, **_dated(str(entry["dated"]), where)}


def _dated(address: str, where: str) -> Json:
    """Year, sorting text, words and how the date was seen."""
    try:
        link = resolve(address)
    except LedgerError as error:
        raise TimelineError(f"{where}, field dated: {error}") from error
    given = _date_of(link)
    for form, precision in _FORMS:
        try:
            found = datetime.strptime(given, form).date()
        except ValueError:
            continue
        return {"dated": address, **_in_words(found, precision), "short": link.record.short,
                "seen": (link.value or link.record).verified != "memory",
                "how_seen": HOW_SEEN[(link.value or link.record).verified]}
    raise TimelineError(f"{where}, field dated: expected a date such as 2002-02-01, 2002-02 or 2002; "
                        f"{address} gives {given!r}. Name a value whose unit is date, or a record with a dated source.")


def _date_of(link: Link) -> str:
    if link.value is not None:
        return str(link.value.value)
    return str(link.record.source.get("date") or link.record.source.get("year"))


def _in_words(day: date, precision: str) -> Json:
    """A date without a day sorts behind those of its month, one without a month behind those of its year."""
    month, number = f"{day.month:02}", f"{day.day:02}"
    return {
        "day": {"when": f"{day.day} {day:%B} {day.year}", "at": f"{day.year}-{month}-{number}"},
        "month": {"when": f"{day:%B} {day.year}", "at": f"{day.year}-{month}-99"},
        "year": {"when": str(day.year), "at": f"{day.year}-99-99"},
    }[precision] | {"year": day.year, "precision": precision}


# ---------------------------------------------------------------- patients


def _patient(raw: Any, years: Mapping[str, int], first: int, file: str) -> Json:
    """A patient with the years in which there can be such a person, and what those years did not know."""
    where = f"{file}: patient {raw.get('id', '?')!s:.30}"
    patient = _fields(raw, _PATIENT, _PATIENT_MORE, where)
    offers = [_offer(one, years, where) for one in patient["offers"]]
    _expect(len(offers) >= 3, f"{where}, field offers", "at least three, so that there is something to choose")
    since = patient["since"]
    _expect((since is None) == (patient["why_since"] is None), f"{where}, field why_since",
            "both since (an entry) and why_since (a sentence), or neither")
    _expect(since is None or since in years, f"{where}, field since", f"the id of an entry; there is no {since!r}")
    unknown = [_unknown(one, years, where) for one in patient["not_known_yet"] or []]
    return {"id": patient["id"], "name": patient["name"], "scene": patient["scene"], "offers": offers,
            "first_year": years[since] if since else first, "why_since": patient["why_since"], "not_known_yet": unknown}


def _unknown(raw: Any, years: Mapping[str, int], where: str) -> Json:
    """Something that was not known before the year of an entry, as a sentence."""
    one = _fields(raw, ("until", "md"), (), f"{where}, not_known_yet")
    _expect(one["until"] in years, f"{where}, not_known_yet, field until",
            f"the id of an entry; there is no {one['until']!r}")
    return {"until": years[one["until"]], "md": one["md"]}


def _offer(raw: Any, years: Mapping[str, int], where: str) -> Json:
    """An offer with the spans of years in which it held: one, or a second one (``again``) after it."""
    offer = _fields(raw, _OFFER, _OFFER_MORE, f"{where}, offers")
    where = f"{where}, offer {offer['id']}"
    never = offer["as"] == "never"
    spans = [] if never else [_span(offer, years, where)]
    if offer["again"]:
        _expect(not never and offer["until"] is not None, f"{where}, field again",
                "an 'until' before it, and no 'never'")
        spans.append(_span(_fields(offer["again"], ("from",), _SPAN[1:], f"{where}, field again"), years, where))
        _expect(spans[0]["until"] <= spans[1]["from"], f"{where}, field again", "a span behind the first one")
    return {"id": offer["id"], "text": offer["text"], "md": offer["md"], "spans": spans}


def _span(raw: Mapping[str, Any], years: Mapping[str, int], where: str) -> Json:
    """From the year of one entry to that of another; ``as`` says whether it was more than allowed."""
    _expect(raw["as"] in (None, "allowed", "never"), f"{where}, field as", "'allowed', 'never', or nothing")
    for edge in ("from", "until"):
        _expect(raw[edge] is None or raw[edge] in years, f"{where}, field {edge}",
                f"the id of an entry; there is no {raw[edge]!r}")
    found = {edge: years[raw[edge]] if raw[edge] else None for edge in ("from", "until")}
    _expect(found["from"] is None or found["until"] is None or found["from"] < found["until"], where,
            "'from' before 'until'")
    return {"as": raw["as"], **found, "from_entry": raw["from"], "until_entry": raw["until"]}
