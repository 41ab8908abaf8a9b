"""The question player: answer, say how sure, then see why. Portable; draws nothing itself.

State: the questions asked so far and to come (``queue``), the place among them, and a record for each that was touched:
the answer, the confidence once it is committed, and how often it was shuffled anew. What is right is in no view before
the commit. A commit leaves a note for the reader's progress; taking over a saved state leaves none. ``earlier`` and
``problem`` come from that progress: what was answered on earlier visits, and why nothing is kept, if so.
"""

from gist_edu.models import portable, progress, quiz
from gist_edu.simulators import quiz_answer, quiz_ask, quiz_state
from gist_edu.simulators.quiz_state import current, record

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

REVISIT = "revisit"  # the set that holds what is due today


def init(data: "Json", options: "Json") -> "Json":
    """The start: the questions of the set in the bundle, beginning with the first that was never answered."""
    known = options.get("progress") or {"store": progress.empty(), "day": 0}
    answered, problem = known["store"]["items"], known.get("problem", "")
    if data["set"] == REVISIT:
        return quiz_state.start(data, progress.due(known["store"], known["day"], data["items"]), 0, [], problem)
    new = [item for item in data["order"] if item not in answered]
    place = data["order"].index(new[0]) if new else 0
    earlier = [item for item in data["order"] if item in answered]
    return quiz_state.start(data, list(data["order"]), place, earlier, problem)


# ---------------------------------------------------------------- events


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    if isinstance(event, dict) and event.get("type") == "progress":
        return _progress(data, state, event["progress"])
    state, unread = dict(state), state["bad"]
    state["records"] = dict(state["records"])
    state["error"], state["announce"], state["fresh"], state["bad"], state["notes"] = None, "", "", None, []
    kind = event.get("type") if isinstance(event, dict) else None
    key: Any = event.get("id") if isinstance(event, dict) and isinstance(event.get("id"), str) else ""
    if kind == "reset":
        return quiz_state.again(data, state)
    if kind == "restore":
        return quiz_state.restore(data, state, event.get("state"))
    if kind == "set" and _set(data, state, key, event.get("value")):
        return state
    if kind == "press" and _press(data, state, key):
        _say_again(state, unread)
        return state
    state["error"] = "That is not on the screen now, so nothing was changed."
    return state


def _progress(data: "Json", state: "Json", known: "Json") -> "Json":
    """The reader's progress changed elsewhere: what is due, and whether anything is kept.

    The question on screen is being read, so it stays, and so do those before it; after it comes what is due now.
    """
    if data["set"] == REVISIT and (not state["queue"] or _nothing_left(state, known)):
        return init(data, {"progress": known})
    same = dict(state)
    same["notes"], same["problem"] = [], known["problem"]
    if same["problem"] != state["problem"]:
        same["announce"] = ""  # the sentence before is not read out twice
    if data["set"] == REVISIT and current(data, state) is not None:
        _follow(same, progress.due(known["store"], known["day"], data["items"]))
    return same


def _nothing_left(state: "Json", known: "Json") -> bool:
    """Everything was deleted, and no question of this page was begun."""
    return known["store"] == progress.empty() and not state["records"]


def _follow(state: "Json", due: "list[str]") -> None:
    seen = state["queue"][: state["place"] + 1]
    later = state["queue"][state["place"] + 1 :]
    kept = [item for item in later if item in due or item in state["records"] or item not in state["start"]]
    new = [item for item in due if item not in state["queue"]]
    state["queue"] = seen + kept + new
    state["start"] = [item for item in state["start"] if item in state["queue"]] + new


def _say_again(state: "Json", unread: "Json | None") -> None:
    """A commit while the number could not be read: the sentence that says why is worth more than "Give a number"."""
    if state["bad"] and unread and unread["text"]:
        state["bad"] = unread
        state["announce"] = unread["error"]


def _open(data: "Json", state: "Json") -> "Json | None":
    """The question on screen while it can still be answered."""
    item = current(data, state)
    return item if item is not None and record(state)["confidence"] is None else None


def _keep(state: "Json", item: "Json", answer: "Any") -> None:
    entry = dict(record(state))
    entry["answer"] = answer
    state["records"][item["id"]] = entry


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    """True when the event was an answer to the question on screen, good or not."""
    item = _open(data, state)
    if item is None:
        return False
    if item["kind"] == "several" and key.startswith("answer.") and (value is True or value is False):
        return _tick(state, item, key[len("answer.") :], value)
    if key != "answer" or item["kind"] in ("several", "order"):
        return False
    if item["kind"] == "number":
        return _number(state, item, value)
    if not quiz.fits(item, value):
        return False
    _keep(state, item, value)
    return True


def _tick(state: "Json", item: "Json", option: str, on: bool) -> bool:
    if option not in quiz.ids(item):
        return False
    ticked = record(state)["answer"] or []
    _keep(state, item, [one for one in quiz.ids(item) if (on if one == option else one in ticked)])
    return True


def _number(state: "Json", item: "Json", value: "Any") -> bool:
    limits = item["answer"]
    found, problem = portable.read_number(value, limits["min"], limits["max"], limits["unit"], "number")
    if problem:
        state["bad"] = {"text": portable.shown(value), "error": problem}
        state["announce"] = problem
    _keep(state, item, found)  # what could not be read replaces an earlier number: only what is on screen is handed in
    return True


def _press(data: "Json", state: "Json", key: str) -> bool:
    """True when the button is on the screen now."""
    if key not in quiz_ask.buttons(data, state):
        return False
    if key.startswith("sure."):
        _commit(data, state, int(key[-1]))
    elif key.startswith("answer."):
        _move(data, state, key)
    else:
        MOVES[key](data, state)
        state["fresh"] = "question"
    return True


def _move(data: "Json", state: "Json", key: str) -> None:
    """``answer.up.x`` and ``answer.down.x``; at an end nothing moves."""
    _, way, option = key.split(".")
    item = data["items"][state["queue"][state["place"]]]
    line = list(record(state)["answer"] or quiz_ask.offered(item, record(state)))
    place = line.index(option)
    other = place + (-1 if way == "up" else 1)
    if 0 <= other < len(line):
        line[place], line[other] = line[other], line[place]
        state["announce"] = "Moved to place " + portable.fmt(other + 1) + " of " + portable.fmt(len(line)) + "."
    _keep(state, item, line)


def _commit(data: "Json", state: "Json", confidence: int) -> None:
    item = data["items"][state["queue"][state["place"]]]
    entry = dict(record(state))
    if entry["answer"] is None and item["kind"] == "order":
        entry["answer"] = quiz_ask.offered(item, entry)  # left as it came: that, too, is an answer
    if entry["answer"] is None or entry["answer"] == []:
        state["bad"] = {"text": None, "error": quiz_ask.MISSING[item["kind"]]}
        state["announce"] = state["bad"]["error"]
        return
    entry["confidence"] = confidence
    right = quiz.counts(quiz.judge(item, entry["answer"]))
    if entry["first"] is None:
        entry["first"] = [1 if right else 0, confidence]
    state["records"][item["id"]] = entry
    state["fresh"] = "feedback"
    state["announce"] = quiz_answer.announcement(data, state)
    state["notes"] = [{"kind": "answer", "item": item["id"], "right": right, "confidence": confidence}]


def _next(_: "Json", state: "Json") -> None:
    state["place"] += 1


def _back(_: "Json", state: "Json") -> None:
    state["place"] -= 1


def _again(_: "Json", state: "Json") -> None:
    item = state["queue"][state["place"]]
    entry = dict(record(state))
    entry["answer"], entry["confidence"], entry["turn"] = None, None, entry["turn"] + 1
    state["records"][item] = entry


def _sibling(data: "Json", state: "Json") -> None:
    other = quiz_ask.sibling(data, state)
    place = state["place"] + 1
    state["queue"] = state["queue"][:place] + [other] + state["queue"][place:]
    state["place"] = place


def _first(_: "Json", state: "Json") -> None:
    state["place"] = 0


MOVES = {"next": _next, "skip": _next, "back": _back, "again": _again, "sibling": _sibling, "first": _first}


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The question on screen, or the result at the end."""
    item = current(data, state)
    if item is None:
        blocks = quiz_answer.result(data, state)
    elif record(state)["confidence"] is None:
        blocks = quiz_ask.blocks(data, state, item)
    else:
        blocks = quiz_answer.blocks(data, state, item)
    shown = {
        "simulator": "quiz",
        "title": data["title"],
        "announce": state["announce"],
        "error": state["error"],
        "blocks": blocks,
    }
    if len(state["start"]) <= 1:
        shown["tools"] = "none"  # one question needs no way back to its beginning
    return shown
