"""Random plays of the time machine: years and patients, answers, what came next, and states that were tampered with."""

from __future__ import annotations

import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import timeline as machine
from parity.odd import FREE_EVENTS, NEW, ODD, tampered

DATA = bundle.data("timeline")
PATIENTS = [one["id"] for one in DATA["timeline"]["patients"]]
OFFERS = sorted({offer["id"] for one in DATA["timeline"]["patients"] for offer in one["offers"]})
YEARS = [1998, 2001, 2002, 2005, 2006, 2008, 2012, 2020, 2026, "2009", "2009,0", 2008.5, 1997, 2027]

TOO_EARLY = [{"type": "set", "id": "year", "value": 1998}, {"type": "set", "id": "patient", "value": "progressed"}]


def play(rng: random.Random) -> dict[str, Any]:
    options = _options(rng)
    events = _committed(options, rng) if rng.random() < 0.7 else list(TOO_EARLY)
    events += [_event(rng) for _ in range(rng.randrange(3, 9))]
    return {"simulator": "timeline", "bundle": "timeline", "options": options, "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    fits = {"patient": rng.choice([*PATIENTS, "progressed", "progressed"]), "year": rng.choice(YEARS[:9])}
    in_doubt = {"patient": "d842v", "year": 2005}
    return rng.choice([{}, fits, in_doubt, in_doubt, {"patient": rng.choice(ODD)}, {"year": rng.choice(ODD)}])


def _committed(options: dict[str, Any], rng: random.Random) -> list[Any]:
    """An answer and the commit, or a look without one; sometimes what came next."""
    state = machine.init(DATA, options)
    offers = next(one["offers"] for one in DATA["timeline"]["patients"] if one["id"] == state["patient"])
    events: list[Any] = [{"type": "press", "id": "skip"}]
    if rng.random() < 0.7:
        events = [{"type": "set", "id": "offer", "value": rng.choice(offers)["id"]},
                  {"type": "set", "id": "confidence", "value": rng.choice(["guess", "sure"])},
                  {"type": "press", "id": "commit"}]
    return events + [{"type": "press", "id": key} for key in ("ahead", "go")[: rng.randrange(3)]]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.05:
        return rng.choice(FREE_EVENTS)
    if dice < 0.25:
        return {"type": "press", "id": rng.choice(["commit", "skip", "ahead", "go"])}
    if dice < 0.3:
        return {"type": "restore", "state": _saved(rng)}
    fields: list[tuple[str, list[Any]]] = [
        ("year", YEARS), ("patient", PATIENTS), ("offer", OFFERS), ("confidence", ["guess", "fairly", "sure"]),
    ]
    key, values = rng.choice(fields)
    return {"type": "set", "id": key, "value": rng.choice(values if rng.random() < 0.8 else ODD)}


def _saved(rng: random.Random) -> Any:
    options = _options(rng)
    state: Any = machine.init(DATA, options)
    for event in _committed(options, rng):
        state = machine.update(DATA, state, event)
    return tampered(state, rng)
