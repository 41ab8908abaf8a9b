"""What was known, approved and advised at the end of a year, from dated entries; what changed next.

An entry has ``year`` (a whole number), ``at`` (its date as text that sorts), ``kind``, ``for`` (patients) and may hide
an earlier one. Nothing here knows a date: all come from the ledger through ``gist_edu._timeline``.
"""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

BOARDS = [
    ["known", "Known"],
    ["approved_us", "Approved in the US"],
    ["approved_eu", "Approved in the EU"],
    ["recommended", "Recommended"],
    ["corrected", "Said wrongly"],
]
KINDS = {
    "known": ["discovery", "trial"],
    "approved_us": ["approval_us"],
    "approved_eu": ["approval_eu"],
    "recommended": ["guideline"],
    "corrected": ["correction"],
}


def of_patient(entries: "list[Json]", patient: str) -> "list[Json]":
    """Entries that matter for a patient, oldest first."""
    return portable.ordered([one for one in entries if patient in one["for"]], lambda one: one["at"])


def until(entries: "list[Json]", year: int) -> "list[Json]":
    """What had happened by the end of a year; entries replaced by then are left out."""
    past = [one for one in entries if one["year"] <= year]
    hidden = [one["hides"] for one in past if one["hides"]]
    return [one for one in past if one["id"] not in hidden]


def board(entries: "list[Json]", name: str) -> "list[Json]":
    """The entries of one board."""
    return [one for one in entries if one["kind"] in KINDS[name]]


def next_changes(entries: "list[Json]", year: int) -> "list[Json]":
    """The entries that changed practice in the next year in which any did; none after the last."""
    later = [one for one in entries if one["year"] > year and one["changed"]]
    return [one for one in later if one["year"] == later[0]["year"]]


def status(offer: "Json", year: int) -> str:
    """Whether an offer fits the end of a year: ``right``, ``allowed``, ``early`` (not yet), ``late``, ``never``.

    ``between``: it held before and holds again later, by what was found out in the meantime.
    """
    if not offer["spans"]:
        return "never"
    span = span_at(offer, year)
    if span is not None:
        return "allowed" if span["as"] == "allowed" else "right"
    ended = [one for one in offer["spans"] if one["until"] is not None and one["until"] <= year]
    if not opening(offer, year):
        return "late"
    return "between" if ended else "early"


def span_at(offer: "Json", year: int) -> "Json | None":
    """The span of an offer that holds at the end of a year."""
    for span in offer["spans"]:
        if (span["from"] is None or span["from"] <= year) and (span["until"] is None or span["until"] > year):
            return span
    return None


def opening(offer: "Json", year: int) -> "list[Json]":
    """The spans of an offer that open after a year, the next first."""
    return [span for span in offer["spans"] if span["from"] is not None and span["from"] > year]


def right_offers(patient: "Json", year: int) -> "list[Json]":
    """What could be offered at the end of a year, as the dated entries have it."""
    return [offer for offer in patient["offers"] if status(offer, year) == "right"]


def not_known(patient: "Json", year: int) -> str:
    """What matters for this patient and was not known at the end of a year; "" when nothing is noted."""
    open_still = [one["md"] for one in patient["not_known_yet"] if one["until"] > year]
    return open_still[0] if open_still else ""
