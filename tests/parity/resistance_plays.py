"""Random plays of the clone race: scenes, own tumours and plans, assumptions, guesses, and states tampered with."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import resistance as race
from gist_edu.simulators import resistance_state
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = bundle.data("resistance")
SCENES = [one["id"] for one in DATA["resistance"]["scenes"]]
FIELDS = resistance_state.setup(DATA)


def play(rng: random.Random) -> dict[str, Any]:
    options = rng.choice([{}, {"scene": rng.choice(SCENES)}, {"scene": rng.choice(SCENES)}, {"scene": rng.choice(ODD)}])
    events: list[Any] = [_event(rng, race.init(DATA, options)) for _ in range(rng.randrange(0, 4))]
    state = _after(options, events)
    events += _committed(state, rng) if rng.random() < 0.8 else []
    events += [_event(rng, _after(options, events)) for _ in range(rng.randrange(1, 4))]
    return {"simulator": "resistance", "bundle": "resistance", "options": options, "opened": NEW, "events": events}


def _after(options: dict[str, Any], events: list[Any]) -> Any:
    state: Any = race.init(DATA, options)
    for event in events:
        state = race.update(DATA, state, event)
    return state


def _committed(state: Any, rng: random.Random) -> list[Any]:
    """What must be assumed, a guess and the commit, or a look without one."""
    events = [_set(field, rng) for field in resistance_state.doubts(DATA, state)]
    if rng.random() < 0.3:
        return [*events, {"type": "press", "id": "skip"}]
    guessed = [_set(field, rng) for field in resistance_state.guess(DATA, state)]
    return [*events, *guessed, {"type": "press", "id": "commit"}]


def _set(field: Any, rng: random.Random) -> Any:
    if field["kind"] == "toggle":
        value: Any = rng.random() < 0.7
    elif field["kind"] == "number":
        value = rng.choice([0, 6, 12, 18, 24, 30, 72, "20", "20,0", -3, "soon", 7.5])
    else:
        value = rng.choice(field["options"])["value"]
    return {"type": "set", "id": field["key"], "value": value}


def _event(rng: random.Random, state: Any) -> Any:
    dice = rng.random()
    if dice < 0.05:
        return rng.choice(FREE_EVENTS)
    if dice < 0.2:
        return {"type": "press", "id": rng.choice(["commit", "skip", "again"])}
    if dice < 0.3:
        return {"type": "restore", "state": _saved(rng)}
    asked = [*FIELDS, *resistance_state.doubts(DATA, state), *resistance_state.guess(DATA, state)]
    event = _set(rng.choice(asked), rng)
    return event if rng.random() < 0.85 else {**event, "value": rng.choice(ODD)}


def _saved(rng: random.Random) -> Any:
    state = _after({"scene": rng.choice(SCENES)}, [])
    for event in _committed(state, rng):
        state = race.update(DATA, state, event)
    dice = rng.random()
    if dice < 0.3:
        state[rng.choice([*sorted(state), "__proto__"])] = rng.choice(ODD)
    elif dice < 0.6:
        state["values"] = {**state["values"], rng.choice(sorted(state["values"])): rng.choice(ODD)}
    elif dice < 0.7:
        state = rng.choice(ODD)
    return json.loads(json.dumps(state))
