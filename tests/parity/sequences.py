"""Random plays of the risk board, the same for every host: ``sequences(seed, n)``, and CPython's answer to them.

A play is JSON: ``{"options": {...}, "events": [...]}``. Most plays commit early, so that the views behind the commit
are compared too; about every third event is one that does not fit.
"""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import risk as board
from gist_edu.simulators import session

Play = dict[str, Any]
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
ODD = [
    None,
    True,
    False,
    "",
    " ",
    "abc",
    "1e3",
    "nan",
    "inf",
    "-",
    "−3",
    "1.2.3",
    "５",
    "5 cm",
    "😀" * 30,
    "é",
    -1,
    -0.04,
    1e9,
    1e-9,
    1e300,
    10**30,
    [],
    [1],
    {},
    {"value": 3},
]
FREE_EVENTS = [
    None,
    7,
    "reset",
    [],
    {},
    {"type": None},
    {"type": "explode"},
    {"type": "press"},
    {"type": "press", "id": []},
    {"type": "press", "id": "nothing"},
    {"type": "set"},
    {"type": "set", "id": {}, "value": 1},
    {"type": "set", "id": "nothing", "value": 1},
    {"type": "restore"},
]
COMMIT = [{"type": "set", "id": "confidence", "value": "fairly"}, {"type": "press", "id": "commit"}]


def sequences(seed: int, n: int) -> list[Play]:
    """``n`` plays, the same for the same seed."""
    rng = random.Random(seed)
    return [_play(rng) for _ in range(n)]


def _play(rng: random.Random) -> Play:
    events = [_event(rng) for _ in range(rng.randrange(3))]
    if rng.random() < 0.8:
        events += [{"type": "set", "id": "prediction", "value": rng.choice(VALUES["prediction"])}, *COMMIT]
    events += [_event(rng) for _ in range(rng.randrange(4, 10))]
    return {"options": _options(rng), "events": events}


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


def views(play: Play) -> list[Any]:
    """What CPython shows: the view after the start and after each event, then the state at the end."""
    session.load("risk", json.dumps(DATA))
    started = json.loads(session.start("risk", json.dumps(play["options"])))
    number = started["session"]
    shown = [json.loads(session.send(number, json.dumps(event))) for event in play["events"]]
    return [started["view"], *shown, json.loads(session.state(number))]


def first_difference(one: Any, other: Any, path: str = "view") -> str | None:
    """Where two JSON trees part, in words; None when they are equal. True and 1 are not the same here."""
    if isinstance(one, dict) and isinstance(other, dict):
        if set(one) != set(other):
            return f"{path}: keys differ: {sorted(set(one) ^ set(other))}"
        return next(filter(None, (first_difference(one[k], other[k], f"{path}.{k}") for k in sorted(one))), None)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path}: {len(one)} entries against {len(other)}"
        pairs = enumerate(zip(one, other, strict=True))
        return next(filter(None, (first_difference(a, b, f"{path}[{i}]") for i, (a, b) in pairs)), None)
    if one != other or isinstance(one, bool) != isinstance(other, bool):
        return f"{path}: {one!r} against {other!r}"
    return None
