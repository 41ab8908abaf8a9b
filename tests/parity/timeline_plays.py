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
# what chance would seldom bring: hindsight, a label without advice, and the last entries
SELDOM = [("d842v", 2005, "none"), ("resected_low", 2012, "one_year"), ("metastatic_exon9", 2026, "dose")]


def play(rng: random.Random) -> dict[str, Any]:
    if rng.random() < 0.25:
        patient, year, offer = rng.choice(SELDOM)
        options, events = {"patient": patient, "year": year}, _answered(offer, "sure")
    else:
        options = _options(rng)
        events = _committed(options, rng) if rng.random() < 0.7 else list(TOO_EARLY)
    events += [_event(rng) for _ in range(rng.randrange(3, 9))]
    return {"simulator": "timeline", "bundle": "timeline", "options": options, "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    fits = {"patient": rng.choice([*PATIENTS, "progressed", "progressed"]), "year": rng.choice(YEARS[:9])}
    return rng.choice([{}, fits, fits, {"patient": rng.choice(ODD)}, {"year": rng.choice(ODD)}])


def _committed(options: dict[str, Any], rng: random.Random) -> list[Any]:
    """An answer and the commit, or a look without one; sometimes what came next."""
    state = machine.init(DATA, options)
    offers = next(one["offers"] for one in DATA["timeline"]["patients"] if one["id"] == state["patient"])
    events: list[Any] = [{"type": "press", "id": "skip"}]
    if rng.random() < 0.7:
        events = _answered(rng.choice(offers)["id"], rng.choice(["guess", "sure"]))
    return events + [{"type": "press", "id": key} for key in ("ahead", "go")[: rng.randrange(3)]]


def _answered(offer: str, confidence: str) -> list[Any]:
    return [{"type": "set", "id": "offer", "value": offer}, {"type": "set", "id": "confidence", "value": confidence},
            {"type": "press", "id": "commit"}]


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
