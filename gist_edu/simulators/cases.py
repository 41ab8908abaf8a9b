"""The player of the clinic: read, ask, decide, say how sure, then see why; at the end, what the evidence advises.

State: the moves of the play and what they come to (see ``models/cases.py``), and what is on the screen: an answer not
yet handed in, how many steps were read (``seen``), notes. What an option is worth is in no view before it was chosen.
Each move leaves a note for the reader's progress, so that a case goes on where it was left.
"""

from gist_edu.models import case_result, portable, progress_cases
from gist_edu.models import cases as engine
from gist_edu.simulators import cases_ask, cases_end
from gist_edu.simulators.blocks import group

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
LONGEST_NOTES = 1000
NOT_NOW = "That is not on the screen now, so nothing was changed. Please use what is shown."


def init(data: "Json", options: "Json") -> "Json":
    """The start of the case, or where the reader left it."""
    known = options.get("progress") or {}
    state = _fresh(data["case"], known.get("problem", ""))
    kept = _kept_play(data, known)
    if kept:
        _resume(data["case"], state, kept)
    return state


def _kept_play(data: "Json", known: "Json") -> "Json | None":
    plays = known.get("store", {}).get("cases", {})
    return progress_cases.kept(plays.get(data["case"]["id"]))


def _resume(case: "Json", state: "Json", kept: "Json") -> None:
    """Notes come back always; the play goes on unless it had come to its end. Its last answer is shown once more."""
    state["jotted"] = kept["jotted"]
    state["finished"] = [kept["good"], kept["met"]] if kept["done"] else None
    whole = _replay(case, state, kept["moves"])
    if engine.ended(case, state["play"]):
        state["moves"], state["play"], state["seen"] = [], engine.start(case), 0
        return
    if state["moves"] and state["moves"][-1][0] in cases_ask.STEPS:
        state["seen"] = state["seen"] - 1
    if kept["moves"]:
        state["resumed"] = "whole" if whole else "part"
        state["announce"] = cases_ask.RESUMED[state["resumed"]]


def _fresh(case: "Json", problem: str) -> "Json":
    return {"version": VERSION, "case": case["id"], "moves": [], "play": engine.start(case), "answer": None,
            "sentence": "", "jotted": "", "seen": 0, "bad": None, "resumed": "", "problem": problem, "finished": None,
            "borrowed": False, "error": None, "announce": "", "fresh": "", "notes": []}


def _replay(case: "Json", state: "Json", moves: "list[Any]") -> bool:
    """Take over moves as far as the case allows them; True when all fitted."""
    play, good = engine.start(case), []
    for move in moves:
        try:
            play = engine.moved(case, play, move)
        except engine.CaseError:
            break
        good.append(move)
    state["moves"], state["play"] = good, play
    state["seen"] = len(cases_ask.steps(play))
    return len(good) == len(moves)


# ---------------------------------------------------------------- events


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the sentence of the field."""
    if isinstance(event, dict) and event.get("type") == "progress":
        return _progress(data, state, event["progress"])
    state = dict(state)
    state["error"], state["announce"], state["fresh"], state["bad"], state["notes"] = None, "", "", None, []
    if not isinstance(event, dict):
        event = {}
    kind = event.get("type")
    key: Any = event["id"] if isinstance(event.get("id"), str) else ""
    if kind == "reset":
        return _anew(data, state)
    if kind == "restore":
        return _restored(data, state, event.get("state"))
    play = state["play"]
    if kind == "set" and _set(data["case"], state, play, key, event.get("value")):
        return state
    if kind == "press" and _press(data, state, play, key):
        return state
    state["error"] = NOT_NOW
    return state


def _progress(data: "Json", state: "Json", known: "Json") -> "Json":
    """The reader's progress changed: deleted, or the same case was played on in another tab. The screen stays, else."""
    state = dict(state)
    state["problem"], state["notes"] = known["problem"], []
    kept = _kept_play(data, known)
    if state["borrowed"] or (kept["moves"] if kept else []) == state["moves"]:
        return state
    fresh = _fresh(data["case"], known["problem"])
    if kept:
        _resume(data["case"], fresh, kept)
    return fresh


def _anew(data: "Json", state: "Json") -> "Json":
    fresh = _fresh(data["case"], state["problem"])
    fresh["finished"] = state["finished"]
    fresh["jotted"], fresh["fresh"] = state["jotted"], "question"
    fresh["announce"] = "The case begins anew."
    _keep(data["case"], fresh)
    return fresh


def _set(case: "Json", state: "Json", play: "Json", key: str, value: "Any") -> bool:
    """An answer that is not handed in yet, the sentence, or the notes."""
    if key == "jotted":
        return _text(state, "jotted", value, LONGEST_NOTES, case)
    if cases_ask.unread(state, play):
        return False
    kind = engine.kind(engine.node_of(case, play))
    if kind == "say" and key == "sentence":
        return _text(state, "sentence", value, engine.LONGEST_TEXT, None)
    if key != "answer" or kind not in ("choose", "number"):
        return False
    if kind == "number":
        return _number(case, state, play, value)
    if value not in [option["id"] for option in engine.offered(case, play)]:
        return False
    state["answer"] = value
    return True


def _text(state: "Json", key: str, value: "Any", longest: int, kept: "Json | None") -> bool:
    if not isinstance(value, str) or len(value) > longest:
        return False
    state[key] = value
    if kept is not None:
        _keep(kept, state)
    return True


def _number(case: "Json", state: "Json", play: "Json", value: "Any") -> bool:
    limits = engine.node_of(case, play)["number"]
    found, problem = portable.read_number(value, limits["low"], limits["high"], limits["unit"], "number")
    state["answer"] = found
    if problem:
        state["bad"] = {"text": portable.shown(value), "error": problem}
        state["announce"] = problem
    return True


def _press(data: "Json", state: "Json", play: "Json", key: str) -> bool:
    """True when the button is on the screen now."""
    case = data["case"]
    if key not in cases_ask.buttons(case, state, play):
        return False
    if key == "on":
        state["seen"], state["fresh"] = len(cases_ask.steps(play)), "question"
        return True
    move = _move(case, state, play, key)
    if move is not None:
        _do(case, state, play, move)
    return True


def _move(case: "Json", state: "Json", play: "Json", key: str) -> "list[Any] | None":
    """The move a button stands for; None, with a sentence, when an answer is missing."""
    if key.startswith("ask."):
        return ["ask", key[len("ask.") :]]
    if key == "back":
        return ["back"]
    if key in ("say", "blank"):
        return ["say", state["sentence"] if key == "say" else ""]
    if key == "skip":
        return ["number", None, None]
    if state["answer"] is None:
        kind = engine.kind(engine.node_of(case, play))
        wanted = "Give a number first." if kind == "number" else "Choose an answer first."
        state["bad"] = {"text": None, "error": wanted + " A guess is fine."}
        state["announce"] = state["bad"]["error"]
        return None
    return [engine.kind(engine.node_of(case, play)), state["answer"], int(key[-1])]


def _do(case: "Json", state: "Json", play: "Json", move: "list[Any]") -> None:
    try:
        after = engine.moved(case, play, move)
    except engine.CaseError as error:
        state["error"] = error.args[0]
        return
    state["moves"], state["play"] = state["moves"] + [move], after
    state["answer"], state["sentence"], state["resumed"] = None, "", ""
    if move[0] == "ask":
        state["fresh"] = "known"
    elif move[0] == "back":
        state["seen"], state["fresh"] = len(cases_ask.steps(after)), "question"
    else:
        state["fresh"] = "feedback"
    state["announce"] = cases_ask.announcement(case, after, move)
    _keep(case, state)


def _keep(case: "Json", state: "Json") -> None:
    """Leave a note for the reader's progress; a play that came by a link is not the reader's own and is not kept."""
    if engine.ended(case, state["play"]):
        state["finished"] = list(case_result.score(state["play"]))
    good, met = state["finished"] or case_result.score(state["play"])
    if not state["borrowed"]:
        state["notes"] = [{"kind": "case", "case": case["id"], "done": state["finished"] is not None, "good": good,
                           "met": met, "moves": state["moves"], "jotted": state["jotted"]}]


# ---------------------------------------------------------------- restoring


def _restored(data: "Json", state: "Json", raw: "Any") -> "Json":
    """A saved state is replayed; what does not fit ends it there, with a sentence."""
    fresh = _fresh(data["case"], state["problem"])
    moves = raw.get("moves") if isinstance(raw, dict) and raw.get("version") == VERSION else None
    if not isinstance(moves, list) or raw.get("case") != data["case"]["id"] or len(moves) > engine.MOST_MOVES:
        fresh["error"] = "The link or file could not be read as a play of this case, so the case starts anew."
        return fresh
    if not _replay(data["case"], fresh, moves):
        fresh["error"] = "The saved play does not fit this edition of the case. It was taken over as far as it fits."
    jotted, seen = raw.get("jotted"), raw.get("seen")
    fresh["jotted"] = jotted if isinstance(jotted, str) and len(jotted) <= LONGEST_NOTES else ""
    fresh["borrowed"] = True
    if portable.is_number(seen) and 0 <= seen < fresh["seen"]:
        fresh["seen"] = fresh["seen"] - 1  # the last step was not read yet
    return fresh


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without sentences and notes of the reader."""
    copy = dict(state)
    copy["moves"] = [["say", ""] if move[0] == "say" else move for move in state["moves"]]
    copy["jotted"], copy["sentence"], copy["bad"], copy["error"], copy["announce"] = "", "", None, None, ""
    copy["notes"], copy["play"] = [], None  # the moves say it all
    return copy


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The case as far as it was played."""
    case, play = data["case"], state["play"]
    blocks = cases_ask.scene(case, state, play)
    if cases_ask.unread(state, play):
        blocks = blocks + cases_ask.answered(case, state, play)
    elif engine.ended(case, play):
        blocks = blocks + cases_end.blocks(case, state, play)
    else:
        blocks = blocks + cases_ask.open_node(case, state, play)
    blocks.append(group("desk", "Your desk: what you did, notes, one step back", "fold",
                        cases_ask.desk(case, state, play)))
    return {"simulator": "cases", "title": case["code"] + " · " + case["title"], "announce": state["announce"],
            "error": state["error"], "blocks": blocks}
