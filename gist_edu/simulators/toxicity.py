"""Toxicity desk: an invented patient with a side effect; say what the label says, then read both labels.

State: the fields of ``form``, whether it is committed and guessed, and whether one's own values were looked up. Before
that no text of a label is in the view. No dose is ever the answer; what a text leaves open goes to the treating team.
"""

from gist_edu.models import portable
from gist_edu.simulators import form, toxicity_answer, toxicity_ask
from gist_edu.simulators.blocks import group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
FIRST = "neutropenia"
FLAGS = ("committed", "guessed", "looked")


def init(data: "Json", options: "Json") -> "Json":
    """The start state; options may set ``case``."""
    case = FIRST
    if options.get("case") == toxicity_ask.OWN or toxicity_ask.case_of(data, options.get("case")):
        case = options["case"]
    state = {"version": VERSION, "error": None, "announce": "", "fresh": False, "start": case}
    return _opened(data, state, case)


def _opened(data: "Json", state: "Json", case: str) -> "Json":
    """A patient with nothing guessed and nothing entered yet."""
    state.update(form.fresh(toxicity_ask.all_fields(data, case)))
    state["values"]["dose_mg"] = 400.0
    state["committed"], state["guessed"], state["looked"] = False, False, False
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event)
    if kind == "reset":
        return init(data, {"case": state["start"]})
    if kind == "restore":
        return _restored(data, state, value)
    if kind == "set" and _set(data, state, key, value):
        return state
    if kind == "press" and _press(data, state, key):
        return state
    return form.refused(state)


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    """Take over a field that is on the board; another patient begins anew."""
    before = state["values"]["case"]
    if not form.put(state, toxicity_ask.on_board(data, state), key, value):
        return False
    if key == "case" and state["values"]["case"] != before:
        case = toxicity_ask.case_of(data, value)
        _opened(data, state, value)
        state["announce"] = case["name"] + ": say what the label says." if case else "Enter values, then look them up."
    elif key != "case" and before == toxicity_ask.OWN:
        state["looked"] = False
    return True


def _press(data: "Json", state: "Json", key: str) -> bool:
    """Commit, look without a guess; or look up and clear one's own values."""
    if state["values"]["case"] == toxicity_ask.OWN:
        if key == "look":
            return _look(data, state)
        return key == "clear" and _cleared(data, state)
    if key not in ("commit", "skip"):
        return False
    return True if state["committed"] else _commit(data, state, key == "commit")


def _look(data: "Json", state: "Json") -> bool:
    if state["bad"]:
        state["announce"] = "A value could not be read. Please correct it first."
        return True
    state["looked"], state["fresh"] = True, True
    return True


def _cleared(data: "Json", state: "Json") -> bool:
    _opened(data, state, toxicity_ask.OWN)
    state["announce"] = "The values are cleared."
    return True


def _commit(data: "Json", state: "Json", guessed: bool) -> bool:
    question = toxicity_ask.on_board(data, state)[1:]
    if guessed and form.missing(state, question):
        return True
    if not guessed:
        state["values"]["offer"], state["values"]["confidence"] = None, None
    state["bad"], state["committed"], state["guessed"], state["fresh"] = {}, True, guessed, True
    state["announce"] = toxicity_answer.announcement(data, state)
    return True


# ---------------------------------------------------------------- restoring


def _restored(data: "Json", state: "Json", raw: "Any") -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    start = {"case": state["start"]}
    fresh = init(data, start)
    if isinstance(raw, dict) and raw.get("version") == VERSION and _taken(data, fresh, raw):
        return fresh
    fresh = init(data, start)
    fresh["error"] = "The link or file could not be read as a state of this desk, so it starts anew."
    return fresh


def _taken(data: "Json", fresh: "Json", raw: "Json") -> bool:
    values, flags = raw.get("values"), [raw.get(key) for key in FLAGS]
    if not isinstance(values, dict) or [flag for flag in flags if flag is not True and flag is not False]:
        return False
    case = values.get("case")
    own = case == toxicity_ask.OWN
    if not isinstance(case, str) or (not own and toxicity_ask.case_of(data, case) is None):
        return False
    _opened(data, fresh, case)
    if not form.taken(fresh, toxicity_ask.all_fields(data, case), raw):
        return False
    full = fresh["values"]["offer"] is not None and fresh["values"]["confidence"] is not None
    if (raw["guessed"] and not (full and raw["committed"])) or raw["committed" if own else "looked"]:
        return False
    if raw["committed"] and not raw["guessed"] and (fresh["values"]["offer"] or fresh["values"]["confidence"]):
        return False
    for key in FLAGS:
        fresh[key] = raw[key]
    return fresh["values"]["dose_mg"] is not None and fresh["values"]["about"] is not None


# ---------------------------------------------------------------- view


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    return form.shared(state)


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: the patient, the question, and after the commit both labels."""
    case = toxicity_ask.case_of(data, state["values"]["case"])
    name = case["name"] if case else "A patient of your own"
    shown = form.block(state, toxicity_ask.case_field(data, FIRST))
    shown.append(group("patient", name, "stack", toxicity_ask.scene(data, state)))
    if state["committed"] or state["looked"]:
        shown = shown + toxicity_answer.blocks(data, state) + [_limits(data)]
    return {"simulator": "toxicity", "title": "Toxicity desk", "announce": state["announce"], "error": state["error"],
            "blocks": shown}


def _limits(data: "Json") -> "Json":
    rows = portable.fmt(len(data["toxicity"]["rules"]))
    said = "**Limits.** " + data["toxicity"]["tool"] + " It knows " + rows + " rows, of imatinib in adults with GIST. "
    return text("limits", said + "They were read on copies of labels, some old, some undated. Where no row is shown, "
                "we saw none; that is no proof that there is none.", "limits")
