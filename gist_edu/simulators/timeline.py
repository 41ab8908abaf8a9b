"""Time machine: pick a year and an invented patient, say what would be offered, then see what was known and approved.

State: year, patient, the offer chosen, how sure, and whether it is committed. Before the commit nothing of the record
is in the view. Every date and every sentence with a number comes from the ledger; what we have not seen is said.
"""

from gist_edu.models import portable
from gist_edu.models import timeline as model
from gist_edu.simulators import form, timeline_answer, timeline_ask
from gist_edu.simulators.blocks import CONFIDENCE, group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
FIRST_YEAR, FIRST_PATIENT = 2008, "resected_high"
MISSING = [
    ["offer", "Please choose what would be offered. A guess is fine."],
    ["confidence", "Please say how sure you are."],
]


def init(data: "Json", options: "Json") -> "Json":
    """The start state; options may set ``year`` and ``patient``."""
    patient = timeline_ask.found(data, options.get("patient")) or timeline_ask.found(data, FIRST_PATIENT)
    patient = patient or data["timeline"]["patients"][0]
    year, problem = timeline_ask.read_year(data, patient, options.get("year", FIRST_YEAR))
    start = [max(FIRST_YEAR, patient["first_year"]) if problem else year, patient["id"]]
    state = {"version": VERSION, "error": None, "announce": "", "fresh": False, "start": start}
    return _opened(state, start[0], start[1])


def _opened(state: "Json", year: int, patient: str) -> "Json":
    """A year and a patient with nothing guessed yet."""
    state["year"], state["patient"], state["bad"] = year, patient, {}
    state["offer"], state["confidence"], state["committed"], state["guessed"] = None, None, False, False
    state["ahead"], state["cleared"] = False, ""
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event, ("bad",))
    if kind == "reset":
        return init(data, {"year": state["start"][0], "patient": state["start"][1]})
    if kind == "restore":
        return _restore(data, state, value)
    if kind == "set" and _set(data, state, key, value):
        return state
    if kind == "press" and _press(data, state, key):
        return state
    return form.refused(state)


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    """Take over a choice or the year; False when it is not on the board."""
    if key == "year":
        return _set_year(data, state, value)
    if key == "patient":
        patient = timeline_ask.found(data, value)
        return patient is not None and _moved(data, state, state["year"], patient)
    if state["committed"]:
        return False
    known = list(CONFIDENCE)
    if key == "offer":
        known = [offer["id"] for offer in timeline_ask.patient_of(data, state)["offers"]]
    if key not in ("offer", "confidence") or not isinstance(value, str) or value not in known:
        return False
    state[key] = value
    state["bad"].pop(key, None)
    return True


def _set_year(data: "Json", state: "Json", value: "Any") -> bool:
    patient = timeline_ask.patient_of(data, state)
    year, problem = timeline_ask.read_year(data, patient, value)
    if problem:
        state["bad"]["year"] = {"text": portable.shown(value), "error": problem}
        state["announce"] = problem
        return True
    state["bad"].pop("year", None)
    return _moved(data, state, year, patient)


def _moved(data: "Json", state: "Json", year: int, patient: "Json", asked: bool = False) -> bool:
    """Another year or patient is on the board; the same one again changes nothing. A year too early moves on.

    An answer that is lost is said, unless going on was ``asked`` for.
    """
    first = patient["first_year"]
    moved = " The year is now " + portable.fmt(first) + ". " + patient["why_since"] if year < first else ""
    year = max(year, first)
    if state["year"] != year or state["patient"] != patient["id"]:
        lost = not asked and (state["offer"] is not None or state["confidence"] is not None)
        _opened(state, year, patient["id"])
        state["announce"] = (patient["name"] + ", " + timeline_ask.at_the_end(data, year)
                             + ": say what would be offered." + moved)
        if lost:
            form.clear(state, "the year and patient")
    return True


def _press(data: "Json", state: "Json", key: str) -> bool:
    """Commit, look without a guess, show what changed next, or go there."""
    if key in ("commit", "skip"):
        return True if state["committed"] else _commit(data, state, key == "commit")
    if not state["committed"]:
        return False
    after = timeline_answer.changes(data, state)
    if key == "ahead" and not state["ahead"]:
        state["ahead"] = True
        state["announce"] = timeline_answer.ahead_in_words(after)
        return True
    if key != "go" or not state["ahead"] or not after:
        return False
    return _moved(data, state, after[0]["year"], timeline_ask.patient_of(data, state), True)


def _commit(data: "Json", state: "Json", guessed: bool) -> bool:
    for key, sentence in MISSING:
        if guessed and state[key] is None:
            state["bad"][key] = {"text": "", "error": sentence}
    lacking = [sentence for key, sentence in MISSING if state[key] is None]
    if guessed and lacking:
        state["announce"] = " ".join(lacking)
        return True
    if not guessed:
        state["offer"], state["confidence"] = None, None
    state["bad"], state["committed"], state["guessed"], state["fresh"] = {}, True, guessed, True
    state["cleared"] = ""
    state["announce"] = timeline_answer.announcement(data, state)
    return True


# ---------------------------------------------------------------- restoring


def _restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    start = {"year": state["start"][0], "patient": state["start"][1]}
    taken = _taken(data, init(data, start), raw) if isinstance(raw, dict) and raw.get("version") == VERSION else None
    if taken is None:
        taken = init(data, start)
        taken["error"] = "The link or file could not be read as a state of this time machine, so it starts anew."
    return taken


def _taken(data: "Json", fresh: "Json", raw: "Json") -> "Json | None":
    flags = [raw.get(key) for key in ("committed", "guessed", "ahead")]
    patient = timeline_ask.found(data, raw.get("patient"))
    year, problem = timeline_ask.read_year(data, patient, raw.get("year")) if patient else (0, "")
    if problem or patient is None or any(flag is not True and flag is not False for flag in flags):
        return None
    _opened(fresh, year, patient["id"])
    for key in ("offer", "confidence"):
        if raw.get(key) is not None and not _set(data, fresh, key, raw[key]):
            return None
    full = fresh["offer"] is not None and fresh["confidence"] is not None
    if (raw["guessed"] and not full) or ((raw["guessed"] or raw["ahead"]) and not raw["committed"]):
        return None
    if raw["committed"] and not raw["guessed"] and (fresh["offer"] is not None or fresh["confidence"] is not None):
        return None
    for key in ("committed", "guessed", "ahead"):
        fresh[key] = raw[key]
    fresh["announce"] = ""
    return fresh


# ---------------------------------------------------------------- view


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    return form.shared(state)


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: year and patient, the question, and after the commit what the record holds."""
    blocks = [
        group("pick", None, "columns", timeline_ask.pick(data, state)),
        group("scene", timeline_ask.patient_of(data, state)["name"], "stack", timeline_ask.scene(data, state)),
    ]
    if state["committed"]:
        blocks = blocks + timeline_answer.blocks(data, state) + [_limits(data)]
    else:
        blocks.append(group("ask", "Your answer first", "stack", timeline_ask.ask(data, state)))
    return {"simulator": "timeline", "title": "Time machine", "announce": state["announce"], "error": state["error"],
            "blocks": blocks}


def _limits(data: "Json") -> "Json":
    entries = data["timeline"]["entries"]
    count = portable.fmt(len(entries)) + " dated entries, " + portable.fmt(len(model.board(entries, "recommended")))
    return text(
        "limits",
        "**Limits.** The machine knows " + count + " of them guidelines. It shows the end of a year. Where nothing is "
        "shown, nothing was recorded by us; that is no proof that there was nothing. What could be offered is our "
        "reading of approvals and trials, not what every hospital did or could pay for.",
        "limits",
    )
