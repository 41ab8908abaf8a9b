"""Dose board: how far does the trough fall or rise? Predict first, then curve, crowd, thresholds, people.

State: the scene, the fields, the reader's prediction and whether it is committed, and whether the free board is open.
Before the commit no level is in the view. A teaching model, not for dosing.
"""

from gist_edu.models import pk as model
from gist_edu.models import portable
from gist_edu.simulators import form, pk_answer, pk_ask, pk_free
from gist_edu.simulators.blocks import group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
FLAGS = ("committed", "guessed", "free", "models")


def init(data: "Json", options: "Json") -> "Json":
    """The start state; options may set ``scenario``."""
    scene = pk_ask.scenario(data, options.get("scenario")) or data["pk"]["scenarios"][0]
    state = {"version": VERSION, "error": None, "announce": "", "fresh": False, "start": scene["id"]}
    return _opened(data, state, scene["id"])


def _opened(data: "Json", state: "Json", name: str) -> "Json":
    """A scene with nothing predicted yet."""
    shown = state["values"]["shown"] if "values" in state else "ng/mL"
    state["scenario"], state["committed"], state["guessed"] = name, False, False
    state["free"], state["models"], state["cleared"] = False, False, ""
    state.update(form.fresh(pk_ask.ASK + [pk_ask.SHOWN, pk_ask.level_field(data), pk_ask.HOURS] + pk_ask.intake(data)))
    state["values"]["shown"] = shown
    return _with_patient(data, state)


def _with_patient(data: "Json", state: "Json") -> "Json":
    """The covariates of the chosen model at their reference; those of another model are gone."""
    for key in list(state["values"]):
        if key.startswith("of."):
            state["values"].pop(key)
            state["bad"].pop(key, None)
    for field in pk_ask.patient(data, state["values"]["model"]):
        state["values"][field["key"]] = field["start"]
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    copy, kind, key, value = form.begin(state, event)
    if kind == "reset":
        return init(data, {"scenario": state["start"]})
    if kind == "restore":
        return _restore(data, copy, value)
    if kind == "set" and _set(data, copy, key, value):
        return copy
    if kind == "press" and _press(data, copy, key):
        return copy
    return form.refused(copy)


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    """Take over a scene or a field; False when it is not on the board."""
    if key == "scenario":
        scene = pk_ask.scenario(data, value)
        if scene is not None and scene["id"] != state["scenario"]:
            answered = any(state["values"][field["key"]] is not None for field in pk_ask.ASK)
            _opened(data, state, scene["id"])
            state["announce"] = scene["title"] + ": say how high the trough is now."
            if answered:
                form.clear(state, "the scene")
        return scene is not None
    before = (state["values"]["model"], state["values"]["shown"])
    if not form.put(state, pk_ask.fields(data, state), key, value):
        return False
    if state["values"]["model"] != before[0]:
        _with_patient(data, state)
    if state["values"]["shown"] != before[1]:
        state["announce"] = _unit_said(data, before[1], state["values"]["shown"])
    elif state["free"] and state["announce"] == "":
        state["announce"] = pk_free.announcement(data, state)
    elif key == "share" and state["announce"] == "":
        state["announce"] = pk_ask.share_hint(state)
    return True


def _unit_said(data: "Json", before: str, after: str) -> str:
    """What one unit is in the other."""
    units = model.level_units(data["pk"])
    amount = 1000 if before == "ng/mL" else 1
    said = portable.shortest(amount * units[before] / units[after], 3)
    amounts = pk_ask.thousands(portable.fmt(amount)) + " " + before + " is " + said + " " + after
    return "Levels are shown in " + after + " now: " + amounts + "."


def _press(data: "Json", state: "Json", key: str) -> bool:
    """Commit, look without a guess, or go to the free board and back."""
    if key in ("commit", "skip") and not state["committed"]:
        return _commit(data, state, key == "commit")
    if key == "free" and state["committed"] and not state["free"]:
        state["free"] = True
        state["announce"] = pk_free.announcement(data, state)
        return True
    if key == "models" and state["committed"] and not state["models"]:
        state["models"], state["announce"] = True, "A table of all models is shown."
        return True
    if key == "back" and state["free"]:
        state["free"] = False
        return True
    return False


def _commit(data: "Json", state: "Json", guessed: bool) -> bool:
    if guessed and form.missing(state, pk_ask.ASK):
        return True
    if not guessed:
        state["values"]["share"], state["values"]["confidence"] = None, None
    state["bad"], state["committed"], state["guessed"], state["fresh"] = {}, True, guessed, True
    state["cleared"] = ""
    state["announce"] = pk_answer.announcement(data, state)
    return True


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    return form.shared(state)


# ---------------------------------------------------------------- restoring


def _restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    fresh = init(data, {"scenario": state["start"]})
    taken = _taken(data, fresh, raw) if isinstance(raw, dict) and raw.get("version") == VERSION else None
    if taken is None:
        fresh = init(data, {"scenario": state["start"]})
        fresh["error"] = "The link or file could not be read as a state of this board, so it starts anew."
        return fresh
    return taken


def _taken(data: "Json", fresh: "Json", raw: "Json") -> "Json | None":
    scene, values = pk_ask.scenario(data, raw.get("scenario")), raw.get("values")
    flags = [raw.get(key) for key in FLAGS]
    if scene is None or not isinstance(values, dict) or any(flag is not True and flag is not False for flag in flags):
        return None
    _opened(data, fresh, scene["id"])
    if not form.put(fresh, pk_ask.intake(data), "model", values.get("model")):
        return None
    _with_patient(data, fresh)
    if not form.taken(fresh, pk_ask.ASK + [pk_ask.SHOWN] + pk_ask.free(data, fresh), raw):
        return None
    return _flagged(fresh, raw)


def _flagged(fresh: "Json", raw: "Json") -> "Json | None":
    """What can only be so behind the commit, and values that no board leaves empty."""
    may_be_empty = ("share", "confidence", "level", "hours")
    if any(fresh["values"][key] is None and key not in may_be_empty for key in fresh["values"]):
        return None
    full = fresh["values"]["share"] is not None and fresh["values"]["confidence"] is not None
    if (raw["guessed"] and not full) or ((raw["guessed"] or raw["free"] or raw["models"]) and not raw["committed"]):
        return None
    if raw["committed"] and not raw["guessed"] and (
        fresh["values"]["share"] is not None or fresh["values"]["confidence"] is not None
    ):
        return None
    for key in FLAGS:
        fresh[key] = raw[key]
    return fresh


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: the scene and the question; after the commit the answer, or the free board."""
    top = [text("not_for_dosing", "**Teaching model, not for dosing.** All people here are invented; please do not "
                "enter a real one. Questions about a dose belong to the treating team.", "warning")]
    if state["free"]:
        shown = pk_free.blocks(data, state)
    else:
        shown = [group("pick", None, "columns", pk_ask.pick(data, state)),
                 group("scene", pk_ask.of_state(data, state)["title"], "stack", pk_ask.scene(data, state))]
        if state["committed"]:
            shown = shown + pk_answer.blocks(data, state)
        else:
            shown.append(group("ask", "Your prediction first", "stack", pk_ask.ask(data, state)))
    return {"simulator": "pk", "title": "Dose board", "announce": state["announce"], "error": state["error"],
            "blocks": top + shown}
