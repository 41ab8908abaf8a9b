"""Random plays of the risk board. Most commit early, so that the views behind the commit are compared too."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import risk as board
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = bundle.data("risk")
RISK = DATA["risk"]
VALUES: dict[str, list[Any]] = {
    "site": [entry["value"] for entry in RISK["sites"]],
    "rupture": ["none", *(entry["id"] for entry in RISK["rupture_scenes"])],
    "context": ["none", *(entry["value"] for entry in RISK["contexts"])],
    "eyepiece": [entry["value"] for entry in RISK["eyepieces"]],
    "confidence": ["guess", "fairly", "sure"],
    "mitoses_known": [True, False],
    "size_cm": [0.1, 0.15, 1, 2, 2.0, 2.05, 3.35, 4.999, 5, 5.05, 5.1, 7, "7,5", "10", 10.049, 10.1, 20, 50],
    "mitoses": [0, 1, 4.85, 5, 5.4, 5.95, 6, 9.999, 10, 10.04, "11", 15.5, 200],
    "prediction": [0, 6.5, 15.95, 26, "50", 86, 100],
    "count": [0, 1, 3, 8, 8.5, 17, 120, 500],
    "fields": [1, 10, 21, 31.4, 50, 500],
}
COMMIT = [{"type": "set", "id": "confidence", "value": "fairly"}, {"type": "press", "id": "commit"}]


def play(rng: random.Random) -> dict[str, Any]:
    events = [_event(rng) for _ in range(rng.randrange(3))]
    if rng.random() < 0.8:
        events += [{"type": "set", "id": "prediction", "value": rng.choice(VALUES["prediction"])}, *COMMIT]
    events += [_event(rng) for _ in range(rng.randrange(4, 10))]
    return {"simulator": "risk", "bundle": "risk", "options": _options(rng), "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    keys = [key for key in ("size_cm", "mitoses", "site") if rng.random() < 0.4]
    return {key: rng.choice(VALUES[key] if rng.random() < 0.7 else ODD) for key in keys}


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.05:
        return rng.choice(FREE_EVENTS)
    if dice < 0.13:
        return {"type": "press", "id": rng.choice(["commit", "use_count"])}
    if dice < 0.16:
        return {"type": "reset"}
    if dice < 0.24:
        return {"type": "restore", "state": _saved(rng)}
    key = rng.choice(list(VALUES))
    values = VALUES[key] if rng.random() < 0.75 else [*ODD, *VALUES[rng.choice(list(VALUES))]]
    return {"type": "set", "id": key, "value": rng.choice(values)}


def _saved(rng: random.Random) -> Any:
    """A state as a link or file could bring it: sound, or with one field tampered with, or no state at all."""
    state: Any = board.init(DATA, _options(rng))
    for key in ("prediction", "confidence", "site", "size_cm", "mitoses", "context"):
        state = board.update(DATA, state, {"type": "set", "id": key, "value": rng.choice(VALUES[key])})
    if rng.random() < 0.6:
        state = board.update(DATA, state, COMMIT[1])
    dice = rng.random()
    if dice < 0.5:
        state[rng.choice([*sorted(state), "__proto__"])] = rng.choice(ODD)
    elif dice < 0.6:
        state = rng.choice(ODD)
    return json.loads(json.dumps(state))
