"""Trial theatre: pick a trial, say what you expect, then see the published numbers and a curve through them.

State: trial, endpoint, data cut, the guesses and whether they are committed. Before the commit no result is in the
view. Curves are reconstructed from published landmarks and end at the last of them; nothing is extrapolated.
"""

from gist_edu.models import portable
from gist_edu.simulators import form, trials_answer, trials_ask, trials_beside, trials_stop
from gist_edu.simulators.blocks import CONFIDENCE, group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
FIRST = "ssgxviii"
BEFORE = [choice["value"] for choice in trials_stop.BELIEFS]


def init(data: "Json", options: "Json") -> "Json":
    """The start state; options may set ``trial`` and ``endpoint``."""
    trial = trials_ask.found(data, options.get("trial")) or trials_ask.found(data, FIRST) or data["trials"][0]
    endpoint = trials_ask.endpoint_of(trial, options.get("endpoint")) or trial["endpoints"][0]
    state = {"version": VERSION, "error": None, "announce": "", "fresh": False, "start": [trial["id"], endpoint["id"]]}
    return _opened(state, trial, endpoint)


def _opened(state: "Json", trial: "Json", endpoint: "Json") -> "Json":
    """A trial and endpoint with nothing guessed yet."""
    state["trial"], state["endpoint"] = trial["id"], endpoint["id"]
    state["cut"] = trials_ask.question(trial, endpoint)["cut"]
    state["guess"], state["bad"], state["confidence"], state["committed"] = {}, {}, None, False
    state["guessed"], state["belief"], state["beside"], state["cleared"] = False, None, "none", ""
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event, ("bad", "guess"))
    if kind == "reset":
        return init(data, {"trial": state["start"][0], "endpoint": state["start"][1]})
    if kind == "restore":
        return _restore(data, state, value)
    if kind == "set" and _set(data, state, key, value):
        return state
    if kind == "press" and key == "commit":
        return _commit(data, state)
    if kind == "press" and key == "skip":
        return _skip(data, state)
    return form.refused(state)


def now(data: "Json", state: "Json") -> "tuple[Json, Json, Json]":
    """Trial, endpoint and data cut on the stage."""
    trial = trials_ask.found(data, state["trial"]) or data["trials"][0]
    endpoint = trials_ask.endpoint_of(trial, state["endpoint"]) or trial["endpoints"][0]
    return trial, endpoint, trials_ask.cut_of(endpoint, state["cut"]) or endpoint["cuts"][0]


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    """Take over a choice or a number; False when it is not on the stage."""
    trial, endpoint, cut = now(data, state)
    if key == "trial":
        chosen = trials_ask.found(data, value)
        return chosen is not None and _moved(data, state, chosen, chosen["endpoints"][0])
    if key == "endpoint":
        other = trials_ask.endpoint_of(trial, value)
        return other is not None and _moved(data, state, trial, other)
    if key == "confidence" and not state["committed"]:
        state["bad"].pop("confidence", None)
        return _chosen(state, key, value, list(CONFIDENCE))
    if key.startswith("guess.") and not state["committed"]:
        return _guess(trials_ask.question(trial, endpoint), state, key[6:], value)
    if not state["committed"]:
        return False
    if key == "cut":
        return _cut(data, state, trial, endpoint, value)
    if key == "belief" and state["belief"] is None and trials_stop.asked(trial, cut):
        return _chosen(state, key, value, BEFORE)
    others = [other["id"] for other in data["trials"] if other["id"] != trial["id"]]
    return key == "beside" and _chosen(state, key, value, ["none"] + others)


def _chosen(state: "Json", key: str, value: "Any", known: "list[str]") -> bool:
    if not isinstance(value, str) or value not in known:
        return False
    state[key] = value
    return True


def _cut(data: "Json", state: "Json", trial: "Json", endpoint: "Json", value: "Any") -> bool:
    """Another look at the data; what was said about the stop belonged to the one before, so it is asked again."""
    before = state["cut"]
    if not _chosen(state, "cut", value, [cut["id"] for cut in endpoint["cuts"]]):
        return False
    state["announce"] = trials_answer.cut_in_words(data, state)
    if state["cut"] != before and state["belief"] is not None:
        state["belief"] = None
        if trials_stop.asked(trial, trials_ask.cut_of(endpoint, value) or endpoint["cuts"][0]):
            state["announce"] = state["announce"] + " The question about the end of the drug is asked again."
    return True


def _moved(data: "Json", state: "Json", trial: "Json", endpoint: "Json") -> bool:
    """Another trial or endpoint is on the stage; the same one again changes nothing. What was said is cleared."""
    if state["trial"] == trial["id"] and state["endpoint"] == endpoint["id"]:
        return True
    answered, (old, end, _) = len(state["guess"]) > 0 or state["confidence"] is not None, now(data, state)
    _opened(state, trial, endpoint)
    state["cleared"] = old["name"] + ", " + end["name"] if answered else ""
    asks = "say what you expect." if trials_ask.question(trial, endpoint)["arms"] else "there is nothing to guess at."
    said = trial["name"] + ", " + endpoint["name"] + ": " + asks
    state["announce"] = said + (" " + trials_ask.cleared(state) if state["cleared"] else "")
    return True


def _guess(asked: "Json", state: "Json", arm: str, value: "Any") -> bool:
    if arm not in [one["id"] for one in asked["arms"]]:
        return False
    low, high, unit, what = trials_ask.limits_of(asked)
    given, problem = portable.read_number(value, low, high, unit, what)
    key = "guess." + arm
    if problem:
        state["bad"][key] = {"text": portable.shown(value), "error": problem}
        state["announce"] = problem
    else:
        state["bad"].pop(key, None)
        state["guess"][arm] = given
    return True


def _commit(data: "Json", state: "Json") -> "Json":
    trial, endpoint, _ = now(data, state)
    asked = trials_ask.question(trial, endpoint)
    if state["committed"] or not asked["arms"]:
        return state if state["committed"] else _skip(data, state)
    for arm in asked["arms"]:
        key = "guess." + arm["id"]
        if arm["id"] not in state["guess"] and key not in state["bad"]:
            state["bad"][key] = {"text": "", "error": "Please give a number first. A guess is fine."}
    if state["confidence"] is None:
        state["bad"]["confidence"] = {"text": "", "error": "Please say how sure you are."}
    if len(state["bad"]):
        state["announce"] = trials_ask.problems(state, asked)
        return state
    return _shown(data, state, True)


def _skip(data: "Json", state: "Json") -> "Json":
    """See the curves without a guess."""
    if state["committed"]:
        return state
    state["guess"], state["confidence"], state["bad"] = {}, None, {}
    return _shown(data, state, False)


def _shown(data: "Json", state: "Json", guessed: bool) -> "Json":
    state["committed"], state["guessed"], state["fresh"] = True, guessed, True
    state["announce"] = trials_answer.announcement(data, state)
    return state


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    return form.shared(state)


# ---------------------------------------------------------------- restoring


def _restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    fresh = init(data, {"trial": state["start"][0], "endpoint": state["start"][1]})
    taken = _taken(data, fresh, raw) if isinstance(raw, dict) and raw.get("version") == VERSION else None
    if taken is None:
        fresh = init(data, {"trial": state["start"][0], "endpoint": state["start"][1]})
        fresh["error"] = "The link or file could not be read as a state of this theatre, so it starts anew."
        return fresh
    return taken


def _taken(data: "Json", fresh: "Json", raw: "Json") -> "Json | None":
    trial = trials_ask.found(data, raw.get("trial"))
    endpoint = trials_ask.endpoint_of(trial, raw.get("endpoint")) if trial else None
    if trial is None or endpoint is None or not isinstance(raw.get("guess"), dict):
        return None
    _opened(fresh, trial, endpoint)
    for arm in trials_ask.question(trial, endpoint)["arms"]:
        if arm["id"] in raw["guess"]:
            _guess(trials_ask.question(trial, endpoint), fresh, arm["id"], raw["guess"][arm["id"]])
    if raw.get("confidence") is not None and not _set(data, fresh, "confidence", raw["confidence"]):
        return None
    if len(fresh["bad"]) or len(fresh["guess"]) != len(raw["guess"]):
        return None
    return _taken_after(data, fresh, raw)


def _taken_after(data: "Json", fresh: "Json", raw: "Json") -> "Json | None":
    """What can only be set behind the commit."""
    for key in ("committed", "guessed"):
        if raw.get(key) is not True and raw.get(key) is not False:
            return None
    if not raw["committed"]:
        return None if raw["guessed"] else fresh
    trial, endpoint, _ = now(data, fresh)
    full = len(fresh["guess"]) == len(trials_ask.question(trial, endpoint)["arms"]) and fresh["confidence"] is not None
    if raw["guessed"] and not full:
        return None
    fresh["committed"], fresh["guessed"] = True, raw["guessed"]
    for key in ("cut", "belief", "beside"):
        if raw.get(key) is not None and not _set(data, fresh, key, raw[key]):
            return None
    fresh["announce"] = ""
    return fresh


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: the trial, the question, and after the commit curves and numbers."""
    trial, endpoint, _ = now(data, state)
    blocks = [
        group("pick", None, "columns", trials_ask.pick(data, state, trial, endpoint)),
        group("scene", trial["name"], "stack", trials_ask.scene(data, trial)),
    ]
    if state["committed"]:
        blocks = blocks + trials_answer.blocks(data, state) + trials_stop.blocks(data, state)
        blocks = blocks + trials_beside.blocks(data, state) + [_mind(trial), _limits()]
    else:
        asked = trials_ask.question(trial, endpoint)
        blocks.append(group("ask", "Your numbers first", "stack", trials_ask.ask(state, endpoint, asked)))
    return {"simulator": "trials", "title": "Trial theatre", "announce": state["announce"], "error": state["error"],
            "blocks": blocks}


def _mind(trial: "Json") -> "Json":
    items = [text("mind." + portable.fmt(n), said) for n, said in enumerate(trial["mind"])]
    return group("mind", "What goes wrong when this trial is quoted", "fold", items)


def _limits() -> "Json":
    return text(
        "limits",
        "**Limits.** The curves are reconstructed from published landmarks: between two of them a constant rate is "
        "assumed, and nothing is drawn beyond the last one. They are not the Kaplan-Meier curves of the papers. "
        "Intervals of differences are our approximation from the intervals of the groups.",
        "limits",
    )
