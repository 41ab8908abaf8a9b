"""What no simulator may trip over: odd values, events that are none, saved states that were tampered with."""

from __future__ import annotations

import json
import random
from typing import Any

NEW = ["", 20783, "", ""]  # what the host keeps of somebody new: text, day, copy put aside, its own problem
ODD: list[Any] = [
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
FREE_EVENTS: list[Any] = [
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


def tampered(state: Any, rng: random.Random, one_field: float = 0.6, no_state: float = 0.1) -> Any:
    """A saved state with one field made odd, or no state at all, or as it was; the shares say how often."""
    dice = rng.random()
    if dice < one_field:
        state[rng.choice([*sorted(state), "__proto__"])] = rng.choice(ODD)
    elif dice < one_field + no_state:
        state = rng.choice(ODD)
    return json.loads(json.dumps(state))
