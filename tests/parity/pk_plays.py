"""Random plays of the dose board: predictions, the free board with every model, samples, units, and tampered states."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import pk as board
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = bundle.data("pk")
SCENES = [one["id"] for one in DATA["pk"]["scenarios"]]
MODELS = [one["id"] for one in DATA["pk"]["models"]]
ALONG = ["nothing", *(one["id"] for one in DATA["pk"]["factors"])]
UNITS = ["ng/mL", "mg/L", "µmol/L"]
FIELDS: list[tuple[str, list[Any]]] = [
    ("model", MODELS),
    ("dose_mg", [100, 300, 400, "600", 800, "0", 10000, 24.9]),
    ("times", ["12", "24"]),
    ("missed", ["none", "one", "two", "fourth"]),
    ("along", ALONG),
    ("shown", UNITS),
    ("level", [620, "0.9 mg/L", "2 µmol/L", "2 umol/L", "1100 µg/L", 0, "", "1,200", 1200.5, 20000, 5]),
    ("level.unit", UNITS),
    ("hours", [0.5, 10, 24, 36, 72, 73, "ten"]),
    ("of.weight_kg", [50, 70, 109, 10]),
    ("of.sex", ["man", "woman", "average", "x"]),
    ("of.albumin_g_l", [28, 30.5, 45, 10]),
    ("of.day", [0, 14, 90, 2001]),
    ("of.agp_g_l", [0.5, 2]),
]


def play(rng: random.Random) -> dict[str, Any]:
    options = rng.choice([{}, {"scenario": rng.choice(SCENES)}, {"scenario": rng.choice(ODD)}])
    events = _committed(rng) if rng.random() < 0.85 else []
    events += [_event(rng) for _ in range(rng.randrange(3, 9))]
    return {"simulator": "pk", "bundle": "pk", "options": options, "opened": NEW, "events": events}


def _committed(rng: random.Random) -> list[Any]:
    """A prediction and the commit, or a look without one; mostly on to the free board."""
    events: list[Any] = [{"type": "press", "id": "skip"}]
    if rng.random() < 0.6:
        events = [{"type": "set", "id": "share", "value": rng.choice([0, "0.5", 6, 60, "250", 400])},
                  {"type": "set", "id": "confidence", "value": rng.choice(["guess", "fairly", "sure"])},
                  {"type": "press", "id": "commit"}]
    if rng.random() < 0.3:
        return events
    events.append({"type": "press", "id": "free"})
    own = [("level", 620), ("hours", 10), ("model", rng.choice(MODELS)), ("along", rng.choice(ALONG))]
    return events + [{"type": "set", "id": key, "value": value} for key, value in own[: rng.randrange(5)]]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.05:
        return rng.choice([*FREE_EVENTS, {"type": "reset"}])
    if dice < 0.15:
        return {"type": "press", "id": rng.choice(["commit", "skip", "free", "back", "models", "models"])}
    if dice < 0.22:
        return {"type": "restore", "state": _saved(rng)}
    if dice < 0.3:
        return {"type": "set", "id": "scenario", "value": rng.choice(SCENES)}
    key, values = rng.choice(FIELDS)
    return {"type": "set", "id": key, "value": rng.choice(values if rng.random() < 0.9 else ODD)}


def _saved(rng: random.Random) -> Any:
    state: Any = board.init(DATA, {"scenario": rng.choice(SCENES)})
    for event in _committed(rng) + [_event_of_field(rng) for _ in range(4)]:
        state = board.update(DATA, state, event)
    dice = rng.random()
    if dice < 0.3:
        state[rng.choice([*sorted(state), "__proto__"])] = rng.choice(ODD)
    elif dice < 0.6:
        state["values"][rng.choice([*sorted(state["values"]), "x"])] = rng.choice(ODD)
    elif dice < 0.65:
        state = rng.choice(ODD)
    return json.loads(json.dumps(state))


def _event_of_field(rng: random.Random) -> Any:
    key, values = rng.choice(FIELDS)
    return {"type": "set", "id": key, "value": rng.choice(values)}
