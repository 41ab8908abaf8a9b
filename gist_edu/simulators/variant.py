"""Variant reader: one line of a mutation report, guessed first, then named, placed on the receptor and interpreted.

State: the line and its gene, whether the typing has paused, the guess, and whether it is committed. A new line asks
for a new guess, unless the reader looks up. Before the commit no class, drug or source is in the view.
"""

from gist_edu.models import portable
from gist_edu.simulators import variant_answer, variant_map, variant_read
from gist_edu.simulators.blocks import CONFIDENCE, group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
GUESS = {"expect": None, "confidence": None, "committed": False}
SETTLED = {"refused": None, "settled": True, "error": None, "announce": "", "fresh": False}
_UNKNOWN = "The reader got an event it does not know, so nothing was changed."
_NOT_SHOWN = "That choice is not on the screen, so nothing was changed. Please pick one that is shown."
_BROKEN = "The link or file could not be read as a state of this reader, so it starts from the beginning."
_MISSING = {
    "expect": "Please say what you expect of imatinib. A guess is fine.",
    "confidence": "Please say how sure you are.",
}


def init(data: "Json", options: "Json") -> "Json":
    """The start state: an invented report; options may set ``text`` and ``gene``."""
    first = data["variant"]["lines"][0]["text"]
    given, gene = options.get("text"), options.get("gene")
    given = given if isinstance(given, str) and 0 < len(given) <= variant_read.LONGEST else first
    gene = gene if gene in _values(variant_read.GENES) else ""
    state: Json = {"version": VERSION, "text": given, "gene": gene, "zoom": "whole", "look_up": False, "bad": {}}
    state.update(GUESS)
    state.update(SETTLED)
    state["start"] = [given, gene]
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state = dict(state)
    state["bad"] = dict(state["bad"])
    state["error"], state["announce"], state["fresh"] = None, "", False
    kind = event.get("type") if isinstance(event, dict) else None
    key = event["id"] if isinstance(event, dict) and isinstance(event.get("id"), str) else ""
    if kind == "reset":
        return _start_again(data, state)
    if kind == "restore":
        return _restore(data, state, event.get("state"))
    if kind == "set":
        return _set(data, state, key, event.get("value"))
    if kind == "press":
        return _press(data, state, key)
    state["error"] = _UNKNOWN
    return state


def shared(data: "Json", state: "Json") -> "Json":
    """The state for an address that others may see: a line the reader typed gives way to the first invented one."""
    state = dict(state)
    if state["text"] not in [entry["text"] for entry in data["variant"]["lines"]]:
        state["text"], state["gene"] = data["variant"]["lines"][0]["text"], ""
        state.update(GUESS)
    state["start"] = [state["text"], state["gene"]]
    return state


# ---------------------------------------------------------------- events


def _values(options: "list[Json]") -> list[str]:
    return [option["value"] for option in options]


def _choices(data: "Json", state: "Json") -> "dict[str, list[str]]":
    """What may be chosen now; a committed guess stays as it is."""
    found = {"gene": _values(variant_read.GENES), "zoom": variant_map.zooms(data, state)}
    if not state["committed"]:
        found["expect"], found["confidence"] = _values(variant_read.EXPECT), list(CONFIDENCE)
    return found


def _set(data: "Json", state: "Json", key: str, value: "Any") -> "Json":
    if key == "text" and isinstance(value, str):
        return _typed(data, state, value)
    if key == "line" and isinstance(value, str):
        lines = [entry["text"] for entry in data["variant"]["lines"] if entry["id"] == value]
        if lines:
            return _new_line(data, state, lines[0], state["gene"] if lines[0] == state["text"] else "")
        if value == variant_read.OWN:
            return _new_line(data, state, "", "")
    if key == "look_up" and (value is True or value is False):
        state["look_up"] = value
        return state
    choices = _choices(data, state)
    if key not in choices or not isinstance(value, str) or value not in choices[key]:
        state["error"] = _NOT_SHOWN
        return state
    if key == "gene" and value != state["gene"]:
        return _new_line(data, state, state["text"], value)
    state[key] = value
    state["bad"].pop(key, None)
    return state


def _typed(data: "Json", state: "Json", value: str) -> "Json":
    """Text as it is typed; the same text again says that the typing has paused, and only then is it announced."""
    kept = value[: variant_read.LONGEST]
    if kept != state["text"]:
        state.update(GUESS)
        state["bad"] = {}
        state["text"], state["settled"], state["zoom"] = kept, False, "whole"
    else:
        state["settled"] = True
    state["refused"] = variant_read.too_long(data, value) if len(value) > variant_read.LONGEST else None
    state["announce"] = variant_read.announcement(data, state) if state["settled"] else ""
    return state


def _new_line(data: "Json", state: "Json", line: str, gene: str) -> "Json":
    """A line that was picked, not typed: it is read at once."""
    if line != state["text"] or gene != state["gene"]:
        state.update(GUESS)
        state["zoom"] = "whole"
    state["text"], state["gene"], state["bad"], state["refused"], state["settled"] = line, gene, {}, None, line != ""
    state["announce"] = variant_read.announcement(data, state) if line else ""
    return state


def _press(data: "Json", state: "Json", key: str) -> "Json":
    if key == "commit" and variant_read.read(data, state)["parsed"] and not state["committed"]:
        return _commit(data, state)
    if key.startswith("offer."):
        found = variant_read.read(data, state)
        for place in range(len(found["candidates"])):
            if key == "offer." + portable.fmt(place):
                return _new_line(data, state, variant_read.candidate(state, found, place), "")
    line = variant_map.pressed(data, state, key)
    if line:
        return _new_line(data, state, line, "")
    state["error"] = _UNKNOWN
    return state


def _commit(data: "Json", state: "Json") -> "Json":
    missing = [key for key in ("expect", "confidence") if state[key] is None]
    for key in missing:
        state["bad"][key] = _MISSING[key]
    if missing:
        state["announce"] = " ".join([_MISSING[key] for key in missing])
        return state
    state["committed"], state["fresh"], state["settled"] = True, True, True
    state["zoom"] = "around" if "around" in variant_map.zooms(data, state) else "whole"
    return state


# ---------------------------------------------------------------- saved states


def _start_again(data: "Json", state: "Json") -> "Json":
    return init(data, {"text": state["start"][0], "gene": state["start"][1]})


def _restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    restored = _restored(data, _start_again(data, state), raw)
    if restored is None:
        restored = _start_again(data, state)
        restored["error"] = _BROKEN
    return restored


def _restored(data: "Json", fresh: "Json", raw: "Any") -> "Json | None":
    if not isinstance(raw, dict) or raw.get("version") != VERSION or raw.get("version") is True:
        return None
    if not isinstance(raw.get("text"), str) or len(raw["text"]) > variant_read.LONGEST:
        return None
    for key in ("look_up", "committed"):
        if raw.get(key) is not True and raw.get(key) is not False:
            return None
    fresh["text"], fresh["settled"] = raw["text"], raw["text"] != ""
    choices = _choices(data, fresh)
    for key in ("gene", "zoom", "expect", "confidence"):
        empty = raw.get(key) is None and key in GUESS
        if not empty and not (isinstance(raw.get(key), str) and raw[key] in choices[key]):
            return None
        fresh[key] = raw[key]
        if key == "gene":
            choices = _choices(data, fresh)  # which windows the map offers depends on the line and its gene
    fresh["look_up"], fresh["committed"] = raw["look_up"], raw["committed"]
    guessed = fresh["expect"] is not None and fresh["confidence"] is not None
    if fresh["committed"] and not (guessed and variant_read.read(data, fresh)["parsed"]):
        return None
    return fresh


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: the report, the question, and after the commit name, place, drugs and what to ask next."""
    found = variant_read.read(data, state)
    parsed = found["parsed"]
    fields = variant_read.report(data, state, found) + [variant_read.settings(state)]
    blocks = [text("about", variant_read.PRIVACY, "note"), group("report", "The report", "stack", fields)]
    if parsed and (state["committed"] or state["look_up"]):
        blocks = blocks + variant_answer.blocks(data, state, parsed)
    else:
        if parsed:
            blocks.append(group("ask", "Your guess first", "stack", variant_read.question(state)))
        blocks.append(group("map", "Or pick a place on the receptor", "fold", variant_map.blocks(data, state, None)))
    return {
        "simulator": "variant",
        "title": "Variant reader",
        "announce": state["announce"],
        "error": state["error"],
        "blocks": blocks,
    }
