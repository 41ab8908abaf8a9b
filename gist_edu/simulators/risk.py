"""Risk board: one tumour on all schemes, after the learner has said a number. Portable; draws nothing itself.

State: inputs (always valid), ``bad`` (raw texts that could not be taken, with their sentences), the prediction, and
whether it is committed. Before the commit no scheme, share or map is in the view.
"""

from gist_edu.models import portable, risk
from gist_edu.simulators import form, risk_answer, risk_inputs
from gist_edu.simulators.blocks import CONFIDENCE, group, text
from gist_edu.simulators.risk_inputs import NUMBERS

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
START = {
    "size_cm": 3.0,
    "mitoses": 8.0,
    "mitoses_known": True,
    "site": "gastric",
    "rupture": "none",
    "context": "none",
    "count": 8.0,
    "fields": 50.0,
    "eyepiece": "22",
    "prediction": None,
    "confidence": None,
    "committed": False,
}


def init(data: "Json", options: "Json") -> "Json":
    """The start state: an invented patient; options may set size_cm, mitoses and site."""
    state = {"version": VERSION, "bad": {}, "error": None, "announce": "", "fresh": False}
    state.update(START)
    for key in ("size_cm", "mitoses"):
        if key in options:
            value, _ = _read(key, options[key])
            state[key] = state[key] if value is None else value
    if options.get("site") in _sites(data):
        state["site"] = options["site"]
    state["start"] = [state["size_cm"], state["mitoses"], state["site"]]
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event, ("bad",))
    if kind == "reset":
        return _start_again(data, state)
    if kind == "restore":
        return _restore(data, state, value)
    if kind == "set":
        return _set(data, state, key, value)
    if kind == "press" and key in PRESS:
        return PRESS[key](data, state)
    state["error"] = "The board got an event it does not know, so nothing was changed."
    return state


def _sites(data: "Json") -> list[str]:
    return [entry["value"] for entry in data["risk"]["sites"]]


def _choices(data: "Json") -> "dict[str, list[str]]":
    return {
        "site": _sites(data),
        "rupture": ["none"] + [s["id"] for s in data["risk"]["rupture_scenes"]],
        "context": ["none"] + [c["value"] for c in data["risk"]["contexts"]],
        "eyepiece": [e["value"] for e in data["risk"]["eyepieces"]],
        "confidence": list(CONFIDENCE),
    }


def _read(key: str, raw: object) -> "tuple[float | None, str | None]":
    low, high, _, unit, what = NUMBERS[key]
    return portable.read_number(raw, low, high, unit, what)


def _set(data: "Json", state: "Json", key: object, value: object) -> "Json":
    if key in NUMBERS and not (key == "prediction" and state["committed"]):
        number_read, problem = _read(key, value)
        if problem:
            state["bad"][key] = {"text": portable.shown(value), "error": problem}
            state["announce"] = problem
            return state
        state["bad"].pop(key, None)
        state[key] = number_read
    elif (key == "mitoses_known" and (value is True or value is False)) or (
        key in _choices(data) and value in _choices(data)[key] and not (key == "confidence" and state["committed"])
    ):
        state[key] = value
    else:
        state["error"] = "That choice is not on the board, so nothing was changed. Please pick one that is shown."
        return state
    state["announce"] = risk_answer.announcement(data, state) if state["committed"] else ""
    return state


def _offered(data: "Json", state: "Json", key: object, value: object) -> bool:
    """True when this choice is on the board now; how sure one was cannot be changed after the commit."""
    if key == "confidence" and state["committed"]:
        return False
    choices = _choices(data)
    return isinstance(key, str) and key in choices and value in choices[key]


def _commit(data: "Json", state: "Json") -> "Json":
    if state["committed"]:
        return state
    if state["prediction"] is None and "prediction" not in state["bad"]:
        state["bad"]["prediction"] = {"text": "", "error": "Please give a number from 0 to 100 first. A guess is fine."}
    if state["confidence"] is None:
        state["bad"]["confidence"] = {"text": "", "error": "Please say how sure you are."}
    if "prediction" in state["bad"] or state["confidence"] is None:
        state["announce"] = "Your number or how sure you are is still missing."
        return state
    state["bad"].pop("confidence", None)
    state["committed"], state["fresh"] = True, True
    state["asked"] = [
        state["size_cm"],
        state["mitoses"] if state["mitoses_known"] else None,
        state["site"],
        state["rupture"],
        state["context"],
    ]
    state["announce"] = risk_answer.announcement(data, state)
    return state


def _use_count(data: "Json", state: "Json") -> "Json":
    rate = risk.mitoses_per_5mm2(state["count"], state["fields"], float(state["eyepiece"]), 40.0)
    if rate > NUMBERS["mitoses"][1]:
        state["bad"]["count"] = {
            "text": portable.shown(state["count"]),
            "error": "That is " + portable.fmt(rate) + " per 5 mm², more than the board can take. "
            "Please check the count and the fields.",
        }
        state["announce"] = state["bad"]["count"]["error"]
        return state
    state["mitoses"], state["mitoses_known"] = float(portable.fmt(rate, 1)), True
    state["bad"].pop("mitoses", None)
    state["announce"] = "Mitoses set to " + portable.shortest(state["mitoses"]) + " per 5 mm²."
    return state


PRESS = {"commit": _commit, "use_count": _use_count}
_BROKEN = "The link or file could not be read as a state of this board, so the board starts from the beginning."


def _restore(data: "Json", state: "Json", raw: object) -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    restored = _restored(data, _start_again(data, state), raw)
    if restored is None:
        restored = _start_again(data, state)
        restored["error"] = _BROKEN
    return restored


def _start_again(data: "Json", state: "Json") -> "Json":
    size_cm, mitoses, site = state["start"]
    return init(data, {"size_cm": size_cm, "mitoses": mitoses, "site": site})


def _restored(data: "Json", fresh: "Json", raw: "Any") -> "Json | None":
    if not isinstance(raw, dict) or raw.get("version") != VERSION:
        return None
    for key in portable.ordered(NUMBERS):
        if key == "prediction" and raw.get(key) is None:
            continue
        if not portable.is_number(raw.get(key)) or _read(key, raw[key])[0] is None:
            return None
        fresh[key] = float(raw[key])
    choices = _choices(data)
    for key in ("site", "rupture", "context", "eyepiece", "confidence"):
        if raw.get(key) not in choices[key] and not (key == "confidence" and raw.get(key) is None):
            return None
        fresh[key] = raw[key]
    for key in ("mitoses_known", "committed"):
        if raw.get(key) is not True and raw.get(key) is not False:
            return None
        fresh[key] = raw[key]
    if fresh["committed"]:
        asked = _asked(data, raw.get("asked"))
        if asked is None or fresh["prediction"] is None or fresh["confidence"] is None:
            return None
        fresh["asked"] = asked
    return fresh


def _asked(data: "Json", raw: "Any") -> "list[Any] | None":
    choices = _choices(data)
    if (
        not isinstance(raw, list)
        or len(raw) != 5
        or not portable.is_number(raw[0])
        or _read("size_cm", raw[0])[0] is None
    ):
        return None
    if raw[1] is not None and (not portable.is_number(raw[1]) or _read("mitoses", raw[1])[0] is None):
        return None
    if raw[2] not in choices["site"] or raw[3] not in choices["rupture"] or raw[4] not in choices["context"]:
        return None
    return [float(raw[0]), None if raw[1] is None else float(raw[1]), raw[2], raw[3], raw[4]]


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    return form.shared(state)


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: the tumour, the question, and after the commit the answers."""
    blocks = [
        text("about", "This tumour is invented. Do not enter real patients.", "note"),
        group("tumour", "The tumour", "stack", risk_inputs.tumour(data, state)),
    ]
    if state["committed"]:
        blocks = blocks + risk_answer.blocks(data, state)
    else:
        blocks.append(group("ask", "Your number first", "stack", risk_inputs.question(state)))
    return {
        "simulator": "risk",
        "title": "Risk board",
        "announce": state["announce"],
        "error": state["error"],
        "blocks": blocks,
    }
