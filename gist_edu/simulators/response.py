"""Response reader: call a scan by RECIST and by Choi, then see both rulers, what came out, and what to ask next.

State: the scan (a scenario, or one of your own), the two calls, how sure, and whether it is committed. Before the
commit no call of the model is in the view. After it the learner may change the scan and watch the calls move.
"""

from gist_edu.models import response as model
from gist_edu.simulators import form, response_answer, response_ask, response_picture
from gist_edu.simulators.blocks import group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
UNREADABLE = "The link or file could not be read as a state of this reader, so it starts anew."


def init(data: "Json", options: "Json") -> "Json":
    """The start state; options may set ``scenario``."""
    known = [one["id"] for one in data["response"]["scenarios"]] + [response_ask.OWN]
    asked = options.get("scenario")
    start = asked if isinstance(asked, str) and asked in known else known[0]
    state = {"version": VERSION, "error": None, "announce": "", "fresh": False, "start": start}
    return _opened(data, state, start)


def _opened(data: "Json", state: "Json", scenario: str) -> "Json":
    """A scan on the board with nothing called yet."""
    state["scenario"] = scenario
    state["committed"], state["guessed"], state["edited"], state["cleared"] = False, False, False, ""
    lesions = response_ask.scenario_of(data, scenario)["lesions"]
    state["count"], state["between"] = len(lesions), "mid_mm" in lesions[0]
    held = form.fresh(response_ask.fields(state))
    for part in ("values", "bad", "units"):
        state[part] = held[part]
    response_ask.fill(data, state)
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event)
    if kind == "reset":
        return init(data, {"scenario": state["start"]})
    if kind == "restore":
        return _restore(data, value, state["start"])
    if kind == "set" and _set(data, state, key, value):
        return state
    if kind == "press" and _press(state, key):
        return state
    return form.refused(state)


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    if key == "scenario":
        known = [option["value"] for option in response_ask.scenarios(data)]
        if not isinstance(value, str) or value not in known:
            return False
        if value != state["scenario"]:
            answered = any(state["values"][name] is not None for name in response_ask.QUESTIONS)
            _opened(data, state, value)
            state["announce"] = "Another scan: call it by both rulers."
            if answered:
                form.clear(state, "the scene")
        return True
    if key in response_ask.QUESTIONS:
        return not state["committed"] and form.put(state, response_ask.question_fields(), key, value)
    if not state["committed"] and state["scenario"] != response_ask.OWN:
        return False
    return _edit(state, key, value)


def _edit(state: "Json", key: str, value: "Any") -> bool:
    """Change the scan: its shape, the unit of all sizes, or one field."""
    if key == "count":
        return response_ask.resize(state, value) and _moved(state)
    if key == "between":
        return response_ask.insert(state, value) and _moved(state)
    if key == "size_unit":
        return response_ask.switch(state, value)
    if not form.put(state, response_ask.scan_fields(state), key, value):
        return False
    return _moved(state) if key not in state["bad"] else True


def _moved(state: "Json") -> bool:
    """The scan is no longer the one that was asked about; after the commit the calls are said at once."""
    state["edited"] = True
    if state["committed"]:
        state["announce"] = (state["announce"] + " " + response_answer.announcement(state)).strip()
    return True


def _press(state: "Json", key: str) -> bool:
    """Commit, or look without a guess."""
    if key not in ("commit", "skip") or state["committed"]:
        return False
    own = state["scenario"] == response_ask.OWN
    asked = response_ask.scan_fields(state) if own else []  # a size that was refused is not the size that is judged
    if form.missing(state, asked + (response_ask.question_fields() if key == "commit" else [])):
        return True
    if own and _unfit(state):
        return True
    if key == "skip":
        for name in response_ask.QUESTIONS:
            state["values"][name] = None
    state["bad"], state["committed"], state["guessed"] = {}, True, key == "commit"
    state["edited"], state["fresh"], state["cleared"] = False, True, ""
    state["announce"] = response_answer.announcement(state)
    return True


def _unfit(state: "Json") -> bool:
    """A scan that no ruler takes is said before the calls are compared."""
    try:
        model.recist(response_ask.scans(state))
    except ValueError as problem:
        state["error"] = problem.args[0]
    return state["error"] is not None


def _restore(data: "Json", raw: "Any", start: str) -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    taken = None
    if isinstance(raw, dict) and raw.get("version") == VERSION:
        taken = _taken(data, init(data, {"scenario": start}), raw)
    if taken is None:
        taken = init(data, {"scenario": start})
        taken["error"] = UNREADABLE
    return taken


def _taken(data: "Json", fresh: "Json", raw: "Json") -> "Json | None":
    flags = [raw.get(key) for key in ("committed", "guessed", "edited", "between")]
    odd = [flag for flag in flags if flag is not True and flag is not False]
    if odd or (raw["guessed"] and not raw["committed"]):
        return None
    if raw.get("scenario") not in [option["value"] for option in response_ask.scenarios(data)]:
        return None
    _opened(data, fresh, raw["scenario"])
    shaped = response_ask.resize(fresh, raw.get("count")) and response_ask.insert(fresh, raw["between"])
    if not shaped or not form.taken(fresh, response_ask.fields(fresh), raw):
        return None
    free = raw["committed"] or raw["scenario"] == response_ask.OWN
    full = None not in [fresh["values"][key] for key in response_ask.QUESTIONS]
    if None in [fresh["values"][field["key"]] for field in response_ask.scan_fields(fresh)]:
        return None
    if (raw["guessed"] and not full) or (not free and not response_ask.as_given(data, fresh)):
        return None
    fresh["committed"], fresh["guessed"], fresh["announce"] = raw["committed"], raw["guessed"], ""
    fresh["edited"] = raw["edited"] or not response_ask.as_given(data, fresh)
    return fresh


# ---------------------------------------------------------------- view


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    return form.shared(state)


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: the scan, the question, and after the commit both rulers and what came out."""
    own = state["scenario"] == response_ask.OWN
    shown = [group("pick", None, "columns", response_ask.pick(data, state))]
    scene = response_ask.scene(data, state) + [response_picture.figure_of(state), response_ask.measured(state)]
    shown.append(group("scan", response_ask.scenario_of(data, state["scenario"])["title"], "stack", scene))
    if own and not state["committed"]:
        shown.append(response_ask.editor(state, "Your scan", "stack", []))
    if state["committed"]:
        found = response_answer.rulers(state)
        shown = shown + response_answer.blocks_of(data, state, found)
        said = text("calls_now", "**" + response_answer.both(found) + "**")
        shown.append(response_ask.editor(state, "Change the scan and watch the calls", "fold", [said]))
        shown.append(text("limits", response_answer.LIMITS, "limits"))
    else:
        shown.append(group("ask", "Your calls first", "stack", response_ask.ask(state)))
    return {"simulator": "response", "title": "Response reader", "announce": state["announce"], "error": state["error"],
            "blocks": shown}
