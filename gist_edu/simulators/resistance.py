"""Clone race: a tumour with hidden clones, a plan of drugs; say what will grow and when, then see the teaching model.

State: the fields of ``resistance_state`` (scene, tumour, plan, what is assumed, the guess) and whether it is committed.
Before the commit no course is in the view. A change of tumour or plan asks anew.
"""

from gist_edu.simulators import form, resistance_answer, resistance_ask, resistance_state
from gist_edu.simulators.blocks import group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
UNREADABLE = "The link or file could not be read as a state of this race, so it starts anew."


def init(data: "Json", options: "Json") -> "Json":
    """The start state; the option ``scene`` chooses one of the ready tumours."""
    scene = resistance_state.scene_of(data, options.get("scene"))
    state = {
        "version": VERSION,
        "error": None,
        "announce": "",
        "fresh": False,
        "start": scene["id"],
        "committed": False,
        "guessed": False,
        "cleared": "",
    }
    state.update(form.fresh(resistance_state.setup(data)))
    resistance_state.set_scene(data, state, scene)
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event)
    if kind == "reset":
        return init(data, {"scene": state["start"]})
    if kind == "restore":
        return _restore(data, state, value)
    if kind == "set" and _set(data, state, key, value):
        return state
    if kind == "press" and key in ("commit", "skip") and not state["committed"]:
        return _commit(data, state, key == "commit")
    if kind == "press" and key == "again" and state["committed"]:
        resistance_state.ask_anew(data, state)
        state["announce"] = "Say what you expect."
        return state
    return form.refused(state)


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    """Take a field over; what belongs to the tumour or the plan opens the question anew."""
    if key in resistance_state.GUESSES:
        return not state["committed"] and form.put(state, resistance_state.guess(data, state), key, value)
    assumed = key.startswith(resistance_state.ASSUME)
    fields = resistance_state.doubts(data, state) if assumed else resistance_state.setup(data)
    before = dict(state["values"])
    if not form.put(state, fields, key, value):
        return False
    if state["values"] == before:
        return True
    if key == "scene":
        resistance_state.set_scene(data, state, resistance_state.scene_of(data, value))
    else:
        if not assumed:
            state["values"]["scene"] = resistance_state.OWN
        resistance_state.ask_anew(data, state)
    if any(before[one] is not None for one in resistance_state.GUESSES):
        what = "the scene" if key == "scene" else ("what you assumed" if assumed else "the tumour and plan")
        form.clear(state, what)
    return True


def _commit(data: "Json", state: "Json", guessed: bool) -> "Json":
    fields = resistance_state.shown(data, state) + resistance_state.doubts(data, state)
    if form.missing(state, fields + (resistance_state.guess(data, state) if guessed else [])):
        return state
    problem = resistance_state.problem(data, state)
    if problem:
        state["announce"] = problem
        return state
    if not guessed:
        for key in resistance_state.GUESSES:
            state["values"][key] = None
    state["bad"], state["committed"], state["guessed"], state["fresh"] = {}, True, guessed, True
    state["cleared"] = ""
    state["announce"] = "The race is shown: what has grown, and when."
    return state


# ---------------------------------------------------------------- restoring


def _restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    fresh = init(data, {"scene": state["start"]})
    if isinstance(raw, dict) and raw.get("version") == VERSION and _taken(data, fresh, raw):
        return fresh
    fresh = init(data, {"scene": state["start"]})
    fresh["error"] = UNREADABLE
    return fresh


def _taken(data: "Json", fresh: "Json", raw: "Json") -> bool:
    flags = [raw.get("committed"), raw.get("guessed")]
    if any(flag is not True and flag is not False for flag in flags) or not form.taken(
        fresh, resistance_state.setup(data), raw
    ):
        return False
    if any(fresh["values"][field["key"]] is None for field in resistance_state.setup(data)):
        return False
    resistance_state.settle(data, fresh)
    if resistance_state.problem(data, fresh) and raw["committed"]:
        return False
    more = resistance_state.doubts(data, fresh) + resistance_state.guess(data, fresh)
    if not form.taken(fresh, more, raw):
        return False
    answered = [fresh["values"][field["key"]] is not None for field in resistance_state.guess(data, fresh)]
    assumed = all(fresh["values"][field["key"]] is not None for field in resistance_state.doubts(data, fresh))
    if raw["committed"] and not (assumed and (all(answered) if raw["guessed"] else not any(answered))):
        return False
    fresh["committed"], fresh["guessed"] = raw["committed"], raw["guessed"]
    return bool(raw["committed"] or not raw["guessed"])


# ---------------------------------------------------------------- view


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    return form.shared(state)


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: scene, tumour and plan, the question, and after the commit the course and what is behind it."""
    blocks = resistance_ask.blocks(data, state)
    if state["committed"]:
        blocks = blocks + resistance_answer.blocks(data, state)
    else:
        blocks.append(group("ask", "Your guess first", "stack", resistance_ask.ask(data, state)))
    blocks.append(text("limits", data["resistance"]["limits"], "limits"))
    return {
        "simulator": "resistance",
        "title": "Clone race",
        "announce": state["announce"],
        "error": state["error"],
        "blocks": blocks,
    }
