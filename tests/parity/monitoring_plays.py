"""Random plays of the monitoring planner: guesses, settings, invented days, and states that were tampered with."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import monitoring as planner
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = bundle.data("monitoring")
SETTINGS = [one["id"] for one in DATA["monitoring"]["settings"]]
DAYS = [
    "2026-11-26",
    "2024-01-31",
    "2023-10-31",
    " 2026-02-28 ",
    "",
    "2026-02-29",
    "26.11.2026",
    "2026-1-1",
    "1999-01-01",
    "tomorrow, perhaps",
    "a text that is much longer than a day",
]
FIELDS: list[tuple[str, list[Any]]] = [
    ("setting", SETTINGS),
    ("setting", SETTINGS),
    ("reach", ["3", "12", "120"]),
    ("day", DAYS),
    ("day", DAYS),
    ("first_count", ["1", "4", "13", "0"]),
    ("imaging", ["1", "6", "12", "0"]),
    ("confidence", ["guess", "sure"]),
]


def play(rng: random.Random) -> dict[str, Any]:
    options = _options(rng)
    events = _committed(rng) if rng.random() < 0.8 else []
    events += [_event(rng) for _ in range(rng.randrange(3, 9))]
    return {"simulator": "monitoring", "bundle": "monitoring", "options": options, "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    return rng.choice([{}, {"setting": rng.choice(SETTINGS)}, {"setting": rng.choice(ODD)}])


def _committed(rng: random.Random) -> list[Any]:
    if rng.random() < 0.4:
        return [{"type": "press", "id": "skip"}]
    return [
        {"type": "set", "id": "first_count", "value": rng.choice(["1", "1", "4"])},
        {"type": "set", "id": "imaging", "value": rng.choice(["6", "6", "12"])},
        {"type": "set", "id": "confidence", "value": rng.choice(["guess", "sure"])},
        {"type": "press", "id": "commit"},
    ]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.05:
        return rng.choice(FREE_EVENTS)
    if dice < 0.15:
        return {"type": "press", "id": rng.choice(["commit", "skip"])}
    if dice < 0.22:
        return {"type": "restore", "state": _saved(rng)}
    key, values = rng.choice(FIELDS)
    return {"type": "set", "id": key, "value": rng.choice(values if rng.random() < 0.85 else ODD)}


def _saved(rng: random.Random) -> Any:
    state: Any = planner.init(DATA, _options(rng))
    for event in [*_committed(rng), _event(rng)]:
        state = planner.update(DATA, state, event)
    dice = rng.random()
    if dice < 0.5:
        part = state["values"] if rng.random() < 0.5 else state
        part[rng.choice([*sorted(part), "__proto__"])] = rng.choice(ODD)
    elif dice < 0.6:
        state = rng.choice(ODD)
    return json.loads(json.dumps(state))
