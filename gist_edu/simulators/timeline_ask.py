"""What the time machine asks before it shows anything: a year, a patient, what would be offered, and how sure."""

from gist_edu.models import portable
from gist_edu.simulators import form
from gist_edu.simulators.blocks import button, choice, group, how_sure, number, select, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json


def found(data: "Json", name: object) -> "Json | None":
    """The patient of an id."""
    for patient in data["timeline"]["patients"]:
        if patient["id"] == name:
            return patient
    return None


def patient_of(data: "Json", state: "Json") -> "Json":
    """The patient on the board."""
    return found(data, state["patient"]) or data["timeline"]["patients"][0]


def offer_of(patient: "Json", name: object) -> "Json":
    """The offer of an id."""
    for offer in patient["offers"]:
        if offer["id"] == name:
            return offer
    return patient["offers"][0]


def read_year(data: "Json", patient: "Json", raw: "Any") -> "tuple[int, str | None]":
    """(year, None), or (0, sentence): a whole year in which there can be this patient."""
    first, last = patient["first_year"], data["timeline"]["last_year"]
    value, problem = portable.read_number(raw, first, last, "", "year")
    if value is None:
        return 0, (problem or "") + _too_early(data, patient, raw)
    if value != int(value):
        span = portable.fmt(first) + " to " + portable.fmt(last)
        return 0, portable.shown(raw) + " is not a whole year. Please give the year from " + span + "."
    return int(value), None


def _too_early(data: "Json", patient: "Json", raw: "Any") -> str:
    """Why a year that the machine reaches is none of this patient's."""
    value, _ = portable.read_number(raw, data["timeline"]["first_year"], data["timeline"]["last_year"], "", "year")
    return "" if value is None or not patient["why_since"] else " " + patient["why_since"]


def at_the_end(data: "Json", year: int) -> str:
    """The moment that is looked at; the last year ends with this edition."""
    return ("up to this edition, " if year == data["timeline"]["last_year"] else "at the end of ") + portable.fmt(year)


# ---------------------------------------------------------------- blocks


def pick(data: "Json", state: "Json") -> "list[Json]":
    """Year and patient."""
    patient, last = patient_of(data, state), data["timeline"]["last_year"]
    year = number("year", "Year", state["year"], patient["first_year"], last, 1, "")
    if patient["why_since"]:
        year["help"] = "From " + portable.fmt(patient["first_year"]) + ": " + patient["why_since"]
    bad = state["bad"].get("year")
    year["text"], year["error"] = (bad["text"], bad["error"]) if bad else (None, None)
    options = [{"value": one["id"], "label": one["name"]} for one in data["timeline"]["patients"]]
    return [year, select("patient", "Patient", options, state["patient"])]


def scene(data: "Json", state: "Json") -> "list[Json]":
    """Who sits there; invented, like all patients of the book."""
    return [text("who", patient_of(data, state)["scene"] + " (An invented patient.)")]


def ask(data: "Json", state: "Json") -> "list[Json]":
    """What could be offered, and how sure."""
    offers = [{"value": one["id"], "label": one["text"]} for one in patient_of(data, state)["offers"]]
    question = "What could this patient be offered, " + at_the_end(data, state["year"]) + ", in the US or the EU?"
    offer = choice("offer", question, offers, state["offer"])
    offer["error"], unsure = [state["bad"].get(key, {}).get("error") for key in ("offer", "confidence")]
    sure = how_sure(state["confidence"], unsure)
    commit = button("commit", "Commit and see the record", "primary")
    gone = [text("cleared", form.cleared(state["cleared"]), "note")] if state["cleared"] else []
    return gone + [offer, sure, group("go_on", None, "row", [commit, button("skip", "Show without a guess", "plain")])]
