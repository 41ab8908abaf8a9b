"""Random plays of the response reader: scans, calls, changed measures, units, and states that were tampered with."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import response as reader
from gist_edu.simulators import response_ask
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = bundle.data("response")
SCANS = [option["value"] for option in response_ask.scenarios(DATA)]
CALLS = [call[0] for call in response_ask.CALLS]
SIZES = [0, 9.9, 10, 14.9, 15, 27, 36, 40, 44, 48, 55, 0.05, "4,5", "5.2 cm", "4 in", "90", 501, "1,000"]
DENSITIES = [-2000, -10, 0, 38, 42.5, 63.75, 63.8, 70, 85, 401, "60 HU"]
# A fifth larger and no five millimetres more, where one lesion is on the board.
SMALL = [("count", "1"), ("between", False), ("base.0", "2 cm"), ("now.0", 24)]
TINY = [("base.0", 9.9)]
REFUSED = [("scenario", response_ask.OWN), ("now.0", "abc")]
SHAPE: list[tuple[str, list[Any]]] = [
    ("count", ["1", "2", "3", "5", "6"]),
    ("between", [True, False]),
    ("size_unit", ["mm", "cm", "m"]),
    *[(key, [value for value, _ in options]) for key, _, options in response_ask.FOUND],
]


def play(rng: random.Random) -> dict[str, Any]:
    options = _options(rng)
    events = _committed(rng) if rng.random() < 0.8 else []
    dice = rng.random()
    if dice < 0.2:
        events = [{"type": "press", "id": "skip"}]
        events += [{"type": "set", "id": key, "value": value} for key, value in (SMALL if dice < 0.15 else TINY)]
    elif dice > 0.9:
        events = [{"type": "set", "id": key, "value": value} for key, value in REFUSED] + _committed(rng)
    events += [_event(rng) for _ in range(rng.randrange(4, 11))]
    return {"simulator": "response", "bundle": "response", "options": options, "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    return rng.choice(
        [{}, {"scenario": rng.choice(SCANS)}, {"scenario": rng.choice(SCANS)}, {"scenario": rng.choice(ODD)}]
    )


def _committed(rng: random.Random) -> list[Any]:
    if rng.random() < 0.4:
        return [{"type": "press", "id": "skip"}]
    return [
        {"type": "set", "id": "recist", "value": rng.choice(CALLS)},
        {"type": "set", "id": "choi", "value": rng.choice(CALLS)},
        {"type": "set", "id": "confidence", "value": rng.choice(["guess", "fairly", "sure"])},
        {"type": "press", "id": "commit"},
    ]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.05:
        return rng.choice(FREE_EVENTS)
    if dice < 0.15:
        return {"type": "press", "id": rng.choice(["commit", "skip"])}
    if dice < 0.2:
        return {"type": "restore", "state": _saved(rng)}
    if dice < 0.45:
        key, values = rng.choice([("scenario", SCANS), ("recist", CALLS), ("choi", CALLS), *SHAPE])
    elif dice < 0.6:
        key, values = f"organ.{rng.randrange(3)}", list(response_ask.ORGANS)
    else:
        part = rng.choice(["base", "mid", "now", "now"])
        hu = rng.random() < 0.35
        key, values = f"{part}{'_hu' if hu else ''}.{rng.randrange(2)}", DENSITIES if hu else SIZES
    return {"type": "set", "id": key, "value": rng.choice(values if rng.random() < 0.85 else ODD)}


def _saved(rng: random.Random) -> Any:
    state: Any = reader.init(DATA, _options(rng))
    for event in [*_committed(rng), *[_event(rng) for _ in range(2)]]:
        state = reader.update(DATA, state, event)
    dice = rng.random()
    if dice < 0.5:
        part = state["values"] if rng.random() < 0.5 else state
        part[rng.choice([*sorted(part), "__proto__"])] = rng.choice(ODD)
    elif dice < 0.6:
        state = rng.choice(ODD)
    return json.loads(json.dumps(state))
