"""What the time machine shows after the commit: the answer, four boards of the record, and what changed next."""

from gist_edu.models import portable
from gist_edu.models import timeline as model
from gist_edu.simulators import timeline_ask
from gist_edu.simulators.blocks import button, feedback, group, text, timeline

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

HEADINGS = {
    "right": ["good", "This fits the record"],
    "allowed": ["warn", "A label allowed it; no advice for it was seen"],
    "early": ["warn", "Not yet"],
    "late": ["warn", "No longer"],
    "between": ["warn", "That is hindsight"],
    "never": ["warn", "Not up to this edition"],
}
EMPTY = {
    "known": "No finding or trial for this patient is recorded by us.",
    "approved_us": "No US approval for this patient is recorded by us.",
    "approved_eu": "No EU approval for this patient is recorded by us.",
    "recommended": "No guideline for this patient was seen by us.",
}


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """All blocks behind the question."""
    return [_feedback(data, state)] + _boards(data, state) + [_ahead(data, state)]


def _entries(data: "Json", state: "Json") -> "list[Json]":
    return model.of_patient(data["timeline"]["entries"], state["patient"])


def _entry(data: "Json", key: "str | None") -> "Json | None":
    for entry in data["timeline"]["entries"]:
        if entry["id"] == key:
            return entry
    return None


# ---------------------------------------------------------------- the answer


def announcement(data: "Json", state: "Json") -> str:
    """What could be offered, in a sentence."""
    rights = [offer["text"] for offer in model.right_offers(timeline_ask.patient_of(data, state), state["year"])]
    return _start(timeline_ask.at_the_end(data, state["year"])) + ": " + "; or: ".join(rights) + "."


def _start(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _feedback(data: "Json", state: "Json") -> "Json":
    patient = timeline_ask.patient_of(data, state)
    told = ["**" + announcement(data, state) + "**"]
    for offer in model.right_offers(patient, state["year"]):
        told.append(" " + offer["md"] + _region(data, offer, state["year"]))
    unknown = model.not_known(patient, state["year"])
    if unknown:
        told.append("\n\n**Not known yet.** " + unknown)
    if not state["guessed"]:
        return feedback("feedback", "info", "What the record holds", "".join(told), state["fresh"])
    chosen = timeline_ask.offer_of(patient, state["offer"])
    verdict = model.status(chosen, state["year"])
    tone, heading = HEADINGS[verdict]
    if verdict != "right":
        told.append("\n\nYou chose: " + chosen["text"] + ". " + chosen["md"] + _edge(data, chosen, state["year"]))
    return feedback("feedback", tone, heading, "".join(told) + _sure(state, verdict), state["fresh"])


def _region(data: "Json", offer: "Json", year: int) -> str:
    """Where an offer held, when the second regulator had not decided yet."""
    span = model.span_at(offer, year)
    opened = _entry(data, span["from_entry"]) if span else None
    if opened is None or opened["kind"] != "approval_us":
        return ""
    there = [one["year"] for one in data["timeline"]["entries"]
             if one["decision"] == opened["decision"] and one["kind"] == "approval_eu" and one["year"] <= year]
    return "" if there else " By then it was approved in the US only."


def _edge(data: "Json", offer: "Json", year: int) -> str:
    """The entry that opened or closed an offer."""
    verdict, later = model.status(offer, year), model.opening(offer, year)
    if verdict not in ("early", "between", "late"):
        return ""
    edge = _entry(data, later[0]["from_entry"] if later else offer["spans"][-1]["until_entry"])
    if edge is None:
        return ""
    words = {"early": " It came with: ", "between": " It came back with: ", "late": " It ended with: "}[verdict]
    return words + edge["title"] + ", " + edge["when"] + "."


def _sure(state: "Json", verdict: str) -> str:
    if state["confidence"] == "sure" and verdict != "right":
        return " You were very sure: worth remembering what misled you."
    if state["confidence"] == "guess" and verdict == "right":
        return " You called it a guess. It was a good one."
    return ""


# ---------------------------------------------------------------- the record


def _boards(data: "Json", state: "Json") -> "list[Json]":
    past = model.until(_entries(data, state), state["year"])
    shown, moment = [], _start(timeline_ask.at_the_end(data, state["year"]))
    for key, heading in model.BOARDS:
        items = model.board(past, key)
        if items:
            shown.append(group("board_" + key, heading, "stack", [_items(data, key, moment, items)]))
        elif key in EMPTY:
            said = EMPTY[key] + " That is no proof that there was none."
            shown.append(group("board_" + key, heading, "stack", [text("empty_" + key, said, "note")]))
    return shown


def _items(data: "Json", key: str, label: str, entries: "list[Json]") -> "Json":
    return timeline("items_" + key, label, [_item(data, entry) for entry in entries])


def _item(data: "Json", entry: "Json") -> "Json":
    said = portable.linked(data, entry["says"])
    rests = _entry(data, entry["rests_on"])
    if rests is not None:
        said = said + " It rests on: " + rests["title"] + "."
    kind = "Date " + (entry["date_is"] + ", " if entry["date_is"] else "")
    return {"when": entry["when"], "title": entry["title"], "md": said + " (" + kind + entry["how_seen"] + ".)"}


# ---------------------------------------------------------------- what came next


def changes(data: "Json", state: "Json") -> "list[Json]":
    """What changed practice for this patient in the next year in which anything did."""
    return model.next_changes(_entries(data, state), state["year"])


def ahead_in_words(after: "list[Json]") -> str:
    """The next change, in a sentence."""
    if not after:
        return "Nothing later is recorded by us."
    return "Next, in " + portable.fmt(after[0]["year"]) + ": " + "; ".join([entry["title"] for entry in after]) + "."


def _ahead(data: "Json", state: "Json") -> "Json":
    heading = "What changed next"
    if not state["ahead"]:
        lead = text("ahead_lead", "Before you look: what would have to be found, and by whom, to change this?")
        return group("next", heading, "stack", [lead, button("ahead", "Show what changed next", "plain")])
    after = changes(data, state)
    if not after:
        said = "Nothing later that changed practice is recorded by us for this patient."
        return group("next", heading, "stack", [text("ahead_none", said, "note")])
    year = portable.fmt(after[0]["year"])
    go = button("go", "Go to " + year + " and answer again", "primary")
    return group("next", heading, "stack", [_items(data, "next", "Changes of " + year, after), go])
