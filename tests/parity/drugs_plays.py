"""Random plays of the board of drugs: guesses, commits, filters, cells looked at, and tampered states."""

from __future__ import annotations

import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import drugs as board
from gist_edu.simulators import drugs_ask
from parity.odd import FREE_EVENTS, NEW, ODD, tampered

DATA = bundle.data("drugs")
CHOICES = board.choices(DATA)
OFFERED = drugs_ask.offered(DATA)


def play(rng: random.Random) -> dict[str, Any]:
    options = _options(rng)
    events = [_tick(rng) for _ in range(rng.randrange(3))]
    if rng.random() < 0.8:
        events += _committed(rng)
    events += [_event(rng) for _ in range(rng.randrange(4, 10))]
    return {"simulator": "drugs", "bundle": "drugs", "options": options, "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    asked = [key for key, _ in drugs_ask.QUESTIONS]
    return rng.choice([{}, {"question": rng.choice(asked)}, {"question": rng.choice(ODD)}])


def _tick(rng: random.Random) -> dict[str, Any]:
    return {"type": "set", "id": f"guess.{rng.choice(OFFERED)}", "value": rng.random() < 0.8}


def _committed(rng: random.Random) -> list[Any]:
    """Ticks that can be handed in, and the commit; once in a while they cannot."""
    ticks = [{"type": "set", "id": f"guess.{one}", "value": False} for one in OFFERED]
    few = rng.sample(OFFERED[:-1], rng.randrange(1, 3))
    right = rng.choice([few, few, few, [OFFERED[-1]], [*few, OFFERED[-1]]])
    ticks += [{"type": "set", "id": f"guess.{one}", "value": True} for one in right]
    sure = {"type": "set", "id": "confidence", "value": rng.choice(["guess", "fairly", "sure"])}
    return [*ticks, *([sure] if rng.random() < 0.9 else []), {"type": "press", "id": "commit"}]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.06:
        return rng.choice([*FREE_EVENTS, {"type": "reset"}])
    if dice < 0.16:
        return {"type": "restore", "state": _saved(rng)}
    if dice < 0.26:
        return {"type": "press", "id": rng.choice(["commit", "another"])}
    if dice < 0.4:
        row, drug = rng.choice([*CHOICES["class"], "moon"]), rng.choice(CHOICES["drug"])
        return {"type": "press", "id": f"look.{row}.{drug}"}
    if dice < 0.5:
        return _tick(rng)
    key = rng.choice(list(CHOICES))
    return {"type": "set", "id": key, "value": rng.choice(CHOICES[key] if rng.random() < 0.85 else ODD)}


def _saved(rng: random.Random) -> Any:
    state: Any = board.init(DATA, _options(rng))
    for event in _committed(rng) if rng.random() < 0.7 else []:
        state = board.update(DATA, state, event)
    return tampered(state, rng, 0.5)
