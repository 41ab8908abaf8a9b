"""All ways through a case, walked by its own engine: what is met, what is best and worst, where it breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from gist_edu._types import Json
from gist_edu.models import cases as engine

OUTCOMES = {"good": 1, "mixed": 0, "bad": -1}
MOST_STATES = 20_000
Worth = tuple[int, int]  # (outcome, sum of effects)


@dataclass(frozen=True)
class Problem:
    """Something that breaks on a path."""

    node: str
    text: str
    remedy: str


@dataclass
class Walk:
    """What was found; ``longest`` counts decisions, ``best`` and ``worst`` are (outcome, sum of effects)."""

    met: set[str] = field(default_factory=set)
    chosen: set[tuple[str, str]] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    longest: int = 0
    best: Worth = (-1, -99)
    worst: Worth = (1, 99)


def walk(case: Json) -> Walk:
    """Walk all plays. What was asked matters only where a condition names it, so only that is kept apart."""
    cycle = _cycle(case)
    if cycle:
        return Walk(problems=[Problem(cycle, "a path comes back here, and may go round for ever",
                                      "lead it forward, or use `retry: true`")])
    found, matters = Walk(), _matters(case)
    waiting, seen = [(engine.start(case), 0, 0)], set[str]()
    while waiting:
        play, decisions, effects = waiting.pop()
        key = _key(play, matters, decisions, effects)
        if key in seen:
            continue
        seen.add(key)
        if len(seen) > MOST_STATES:
            many = f"more than {MOST_STATES:,} different plays"
            found.problems.append(Problem(case["start"], many, "simplify the case"))
            break
        waiting.extend(_onward(case, found, play, decisions, effects, matters))
    return found


def _key(play: Json, matters: set[str], decisions: int, effects: int) -> str:
    asked = sorted(set(play["asked"]) & matters)
    days = play["days"] if "days" in matters else 0
    closed = sorted(play["closed"].get(play["node"], []))  # paths lead forward: what was closed before is over
    return json.dumps([play["node"], play["values"], asked, days, closed, decisions, effects], sort_keys=True)


def _onward(case: Json, found: Walk, play: Json, decisions: int, effects: int, matters: set[str]
            ) -> Iterator[tuple[Json, int, int]]:
    node = engine.node_of(case, play)
    found.met.add(play["node"])
    kind = engine.kind(node)
    if kind == "end":
        worth = (OUTCOMES[node["outcome"]], effects)
        found.endings.add(play["node"])
        found.best, found.worst, found.longest = (max(found.best, worth), min(found.worst, worth),
                                                  max(found.longest, decisions))
    elif kind == "choose":
        yield from _choices(case, found, play, decisions, effects)
        for name in engine.requests(case, play):
            if name in matters or case["on_request"][name].get("sets") or ("days" in matters):
                yield engine.moved(case, play, ["ask", name]), decisions, effects
    else:
        move = ["number", None, None] if kind == "number" else ["say", "", None]
        yield engine.moved(case, play, move), decisions, effects


def _choices(case: Json, found: Walk, play: Json, decisions: int, effects: int) -> Iterator[tuple[Json, int, int]]:
    options = engine.offered(case, play)
    if len([one for one in options if not one.get("retry")]) == 0:
        found.problems.append(Problem(play["node"], "there is a play in which no way leads on from here",
                                      "give an option with `next` that is offered whatever was done before"))
    if not play["closed"].get(play["node"]):
        if len(options) < 2:
            found.problems.append(Problem(play["node"], "there is a play in which fewer than two options are offered",
                                          "correct their conditions"))
        elif not any(one["verdict"] == "best" for one in options):
            found.problems.append(Problem(play["node"], "there is a play in which no best option is offered",
                                          "correct their conditions"))
    for option in options:
        found.chosen.add((play["node"], option["id"]))
        worth = effects + sum(option.get("effects", {}).values())
        first = 0 if play["closed"].get(play["node"]) else 1
        yield engine.moved(case, play, ["choose", option["id"], None]), decisions + first, worth


def _matters(case: Json) -> set[str]:
    """Names of requests, and "days", that some condition looks at."""
    found: set[str] = set()
    for when in _conditions(case):
        found |= {*when.get("asked", []), *when.get("not_asked", [])}
        found |= {name for part in ("is", "at_least", "below") for name in when.get(part, {}) if name == "days"}
    return found


def _conditions(case: Json) -> Iterator[Json]:
    steps = [*case["on_request"].values()]
    for node in case["nodes"].values():
        steps += node.get("options", [])
        ways = [node.get("next"), *(option.get("next") for option in node.get("options", []))]
        steps += [branch for way in ways if isinstance(way, list) for branch in way]
    yield from (step["when"] for step in steps if step.get("when"))


def _cycle(case: Json) -> str | None:
    """A node on a way that comes back to itself; None when all ways lead forward."""
    open_nodes: list[str] = []
    done: set[str] = set()

    def visit(name: str) -> str | None:
        if name in open_nodes:
            return name
        if name in done:
            return None
        open_nodes.append(name)
        found = next((one for one in map(visit, _targets(case["nodes"][name])) if one), None)
        open_nodes.pop()
        done.add(name)
        return found

    return visit(case["start"])


def _targets(node: Json) -> list[str]:
    ways = [node.get("next"), *(option.get("next") for option in node.get("options", []))]
    found = [way for way in ways if isinstance(way, str)]
    found += [branch["go"] for way in ways if isinstance(way, list) for branch in way]
    return list(dict.fromkeys(found))
