"""Random plays of the receptor: parts in both genes, drugs and changes, answers before and after they are due."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import receptor as board
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = bundle.data("receptor")
TOLD = DATA["receptor"]
VALUES: dict[str, list[Any]] = {
    "gene": ["KIT", "PDGFRA"],
    "drug": [entry["id"] for entry in TOLD["drugs"]],
    "change": [entry["id"] for entry in TOLD["changes"]],
    "guess": ["fits", "weaker", "lost", "unknown"],
}
PRESSES = [*(f"anatomy.{part['id']}" for part in TOLD["parts"]), "anatomy.nothing", "anatomy.", "sure.", "sure.3"]
SURE = ["sure.0", "sure.1", "sure.2"]


def play(rng: random.Random) -> dict[str, Any]:
    events: list[Any] = []
    for _ in range(rng.randrange(1, 5)):
        events += _asked(rng) if rng.random() < 0.6 else [_event(rng)]
    events += [_event(rng) for _ in range(rng.randrange(2, 8))]
    return {"simulator": "receptor", "bundle": "receptor", "options": _options(rng), "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    dice = rng.random()
    if dice < 0.5:
        return {}
    return {"show": rng.choice(["all", "parts", "drugs", *ODD]), "gene": rng.choice([*VALUES["gene"], *ODD])}


def _set(rng: random.Random, key: str) -> dict[str, Any]:
    return {"type": "set", "id": key, "value": rng.choice(VALUES[key])}


def _asked(rng: random.Random) -> list[Any]:
    """A drug, a change, a guess, handed in."""
    return [*(_set(rng, key) for key in ("drug", "change", "guess")), {"type": "press", "id": rng.choice(SURE)}]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.08:
        return rng.choice(FREE_EVENTS)
    if dice < 0.4:
        return {"type": "press", "id": rng.choice([*PRESSES, *SURE])}
    if dice < 0.44:
        return {"type": "reset"}
    if dice < 0.55:
        return {"type": "restore", "state": _saved(rng)}
    key = rng.choice(list(VALUES))
    return {"type": "set", "id": key, "value": rng.choice(VALUES[key] if rng.random() < 0.8 else ODD)}


def _saved(rng: random.Random) -> Any:
    """A state as a link or file could bring it: sound, or with one field tampered with, or no state at all."""
    state: Any = board.init(DATA, {})
    for event in [*_asked(rng), *_asked(rng)]:
        state = board.update(DATA, state, event)
    dice = rng.random()
    if dice < 0.4:
        state[rng.choice(sorted(state))] = rng.choice(ODD)
    elif dice < 0.5:
        state["answers"] = [*state["answers"], rng.choice([*ODD, *state["answers"], {"drug": "imatinib", "sure": 7}])]
    elif dice < 0.6:
        state = rng.choice(ODD)
    return json.loads(json.dumps(state))
