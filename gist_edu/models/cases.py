"""A case as it is played: moves in, the state of the play out. Portable; a play is nothing but its list of moves.

A move is a list: ``["ask", request]``, ``["number", value or None, sure]``, ``["choose", option, sure]``,
``["say", text]``, ``["back"]``. ``sure`` is 0 a guess, 1 fairly, 2 very sure, or None where nobody asked. Because a
play is replayed from its moves, a saved one cannot hold anything that the case does not allow.

Play: ``node``, ``values`` (the patient's state), ``shown`` (hidden values that have come out), ``asked``, ``days``,
``closed`` (options already tried, by node), ``log`` (everything that was done, also what was taken back), ``before``
(what to return to) and ``backs``.
"""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

LONGEST_TEXT, MOST_MOVES = 600, 200


class CaseError(ValueError):
    """A move that the case does not allow now; the text says what was given, what is possible, and what to do."""


def start(case: "Json") -> "Json":
    """The play before the first move."""
    values = {name: case["patient"][name]["value"] for name in portable.ordered(case["patient"])}
    return {"node": case["start"], "values": values, "shown": [], "asked": [], "days": 0, "closed": {}, "log": [],
            "before": [], "backs": 0}


def run(case: "Json", moves: "list[Any]") -> "Json":
    """The play after a list of moves; the first one that does not fit raises ``CaseError``."""
    play = start(case)
    for move in moves:
        play = moved(case, play, move)
    return play


def moved(case: "Json", play: "Json", move: "Any") -> "Json":
    """The play after one move."""
    if not isinstance(move, list) or not move or move[0] not in MOVES:
        raise CaseError("A move is one of: ask, number, choose, say, back; what came is none of them.")
    if len(play["log"]) >= MOST_MOVES:
        raise CaseError("This play has too many moves; please start the case again.")
    copy = dict(play)
    for part in ("shown", "asked", "log", "before"):
        copy[part] = list(play[part])
    for part in ("values", "closed"):
        copy[part] = dict(play[part])
    MOVES[move[0]](case, copy, (move + [None, None])[1:3])
    return copy


# ---------------------------------------------------------------- what is possible now


def node_of(case: "Json", play: "Json") -> "Json":
    """The node on screen."""
    return case["nodes"][play["node"]]


def kind(node: "Json") -> str:
    """choose, number, say or end."""
    if "options" in node:
        return "choose"
    if "number" in node:
        return "number"
    return "say" if "sentence" in node else "end"


def ended(case: "Json", play: "Json") -> bool:
    """True when the play has come to an ending."""
    return kind(node_of(case, play)) == "end"


def holds(when: "Json | None", play: "Json") -> bool:
    """True when all conditions hold."""
    when = when or {}
    known = dict(play["values"])
    known["days"] = play["days"]
    wanted, low, high = when.get("is", {}), when.get("at_least", {}), when.get("below", {})
    return (
        all(name in play["asked"] for name in when.get("asked", []))
        and not any(name in play["asked"] for name in when.get("not_asked", []))
        and all(known.get(name) == wanted[name] for name in portable.ordered(wanted))
        and all(_amount(known, name) >= low[name] for name in portable.ordered(low))
        and all(_amount(known, name) < high[name] for name in portable.ordered(high))
    )


def _amount(known: "Json", name: str) -> float:
    if not portable.is_number(known.get(name)):
        raise CaseError("The case compares '" + name + "' with a number, but it is none; correct the condition.")
    return float(known[name])


def offered(case: "Json", play: "Json") -> "list[Json]":
    """The options that can be chosen now."""
    node = node_of(case, play)
    closed = play["closed"].get(play["node"], [])
    return [one for one in node.get("options", []) if one["id"] not in closed and holds(one.get("when"), play)]


def requests(case: "Json", play: "Json") -> "list[str]":
    """What can be asked for now, in the order of the case; only at a decision."""
    if kind(node_of(case, play)) != "choose":
        return []
    wanted = case["on_request"]
    return [name for name in case["requests"] if name not in play["asked"] and holds(wanted[name].get("when"), play)]


# ---------------------------------------------------------------- moves


def _ask(case: "Json", play: "Json", given: "list[Any]") -> None:
    name = given[0]
    if name not in requests(case, play):
        raise CaseError("'" + portable.shown(name) + "' cannot be asked for now; choose something that is on the list.")
    _done(case, play, name)


def _done(case: "Json", play: "Json", name: str) -> None:
    """A request is carried out: time passes, its result is there."""
    request = case["on_request"][name]
    play["asked"].append(name)
    play["days"] = play["days"] + request["days"]
    _changed(play, request)
    play["log"].append({"kind": "ask", "node": play["node"], "id": name, "day": play["days"], "undone": False})


def _number(case: "Json", play: "Json", given: "list[Any]") -> None:
    node = _expected(case, play, "number")
    limits, (value, sure) = node["number"], given
    if value is not None and not (portable.is_number(value) and limits["low"] <= value <= limits["high"]):
        span = portable.shortest(limits["low"]) + " to " + portable.shortest(limits["high"]) + " " + limits["unit"]
        raise CaseError(portable.shown(value) + " is not expected here; give a number from " + span + ".")
    _remember(play)
    entry = {"kind": "number", "id": None if value is None else close(limits, value), "value": value}
    _note(play, entry, _sure(sure))
    _onward(case, play, node["next"])


def close(limits: "Json", value: float) -> str:
    """close, low or high: how a guess lies to the truth."""
    truth = limits["truth"]["value"]
    if abs(value - truth) <= limits["tolerance"] + 1e-9:
        return "close"
    return "low" if value < truth else "high"


def _choose(case: "Json", play: "Json", given: "list[Any]") -> None:
    _expected(case, play, "choose")
    found = [one for one in offered(case, play) if one["id"] == given[0]]
    if not found:
        known = ", ".join([one["id"] for one in offered(case, play)])
        raise CaseError("'" + portable.shown(given[0]) + "' is not offered at this decision; choose one of: "
                        + known + ".")
    option = found[0]
    _remember(play)
    entry = {"kind": "choose", "id": option["id"], "verdict": option["verdict"], "retry": option.get("retry", False)}
    _note(play, entry, _sure(given[1]))
    play["days"] = play["days"] + option.get("days", 0)
    _changed(play, option)
    for name in option.get("does", []):
        if name not in play["asked"]:
            _done(case, play, name)
    if option.get("retry"):
        play["closed"][play["node"]] = play["closed"].get(play["node"], []) + [option["id"]]
    else:
        _onward(case, play, option["next"])


def _say(case: "Json", play: "Json", given: "list[Any]") -> None:
    node = _expected(case, play, "say")
    text = given[0] if isinstance(given[0], str) else ""
    if len(text) > LONGEST_TEXT:
        raise CaseError("The sentence is too long; keep it below " + portable.fmt(LONGEST_TEXT) + " letters.")
    _remember(play)
    _note(play, {"kind": "say", "id": "said" if text.strip() else None, "text": text}, None)
    _onward(case, play, node["next"])


def _back(case: "Json", play: "Json", given: "list[Any]") -> None:
    """One step back; the time that passed, what was asked, and the step in the record stay."""
    if not play["before"]:
        raise CaseError("This is the beginning of the case: there is no step to go back to.")
    last = play["before"].pop()
    play["node"], play["values"], play["shown"], play["closed"] = (
        last["node"], last["values"], last["shown"], last["closed"])
    play["backs"] = play["backs"] + 1
    place = last["place"]
    play["log"] = [_undone(entry) if at == place else entry for at, entry in enumerate(play["log"])]
    play["log"].append({"kind": "back", "node": play["node"], "id": None, "day": play["days"], "undone": False})
    for name in play["asked"]:  # what has come out stays out
        _show(play, case["on_request"][name])


def _undone(entry: "Json") -> "Json":
    copy = dict(entry)
    copy["undone"] = True
    return copy


MOVES = {"ask": _ask, "number": _number, "choose": _choose, "say": _say, "back": _back}


def _expected(case: "Json", play: "Json", wanted: str) -> "Json":
    node = node_of(case, play)
    if kind(node) != wanted:
        said = {"choose": "a decision", "number": "a number", "say": "a sentence", "end": "nothing: the case has ended"}
        raise CaseError("The case waits for " + said[kind(node)] + " now; what came does not fit.")
    return node


def _sure(value: "Any") -> int | None:
    return int(value) if portable.is_number(value) and value in (0, 1, 2) else None


def _remember(play: "Json") -> None:
    kept = {"node": play["node"], "values": dict(play["values"]), "shown": list(play["shown"]),
            "closed": dict(play["closed"]), "place": len(play["log"])}
    play["before"].append(kept)


def _note(play: "Json", entry: "Json", sure: int | None) -> None:
    entry["node"], entry["day"], entry["sure"], entry["undone"] = play["node"], play["days"], sure, False
    play["log"].append(entry)


def _changed(play: "Json", source: "Json") -> None:
    changes = source.get("sets", {})
    for name in portable.ordered(changes):
        play["values"][name] = changes[name]
    _show(play, source)


def _show(play: "Json", source: "Json") -> None:
    for name in source.get("shows", []):
        if name not in play["shown"]:
            play["shown"].append(name)


def _onward(case: "Json", play: "Json", way: "Any") -> None:
    if isinstance(way, str):
        play["node"] = way
        return
    for branch in way:
        if holds(branch.get("when"), play):
            play["node"] = branch["go"]
            return
    raise CaseError("The case has no way on from '" + play["node"] + "'; give its last branch no condition.")
