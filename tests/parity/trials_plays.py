"""Random plays of the trial theatre: guesses, commits, data cuts, second trials, and states that were tampered with."""

from __future__ import annotations

import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import trials as theatre
from gist_edu.simulators import trials_ask
from parity.odd import FREE_EVENTS, NEW, ODD, tampered

DATA = bundle.data("trials")
TRIALS = {trial["id"]: trial for trial in DATA["trials"]}
GUESSES = [0, 1, 12, 47.95, "65", "65,6", 88, 100, 240, 240.5]


def play(rng: random.Random) -> dict[str, Any]:
    options = _options(rng)
    events = _committed(options, rng) if rng.random() < 0.7 else []
    events += [_event(rng) for _ in range(rng.randrange(3, 9))]
    return {"simulator": "trials", "bundle": "trials", "options": options, "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    trial = rng.choice(list(TRIALS))
    ends = [endpoint["id"] for endpoint in TRIALS[trial]["endpoints"]]
    odd = {"trial": rng.choice(ODD)}
    return rng.choice([{}, {"trial": trial}, {"trial": trial, "endpoint": rng.choice(ends)}, odd])


def _committed(options: dict[str, Any], rng: random.Random) -> list[Any]:
    """Guesses that fit, and the commit; or a look without a guess. Then a belief, and another cut."""
    state = theatre.init(DATA, options)
    trial, endpoint, _ = theatre.now(DATA, state)
    asked = trials_ask.question(trial, endpoint)
    cuts = [{"type": "set", "id": "cut", "value": rng.choice([one["id"] for one in endpoint["cuts"]])} for _ in "12"]
    after = [cuts[0], {"type": "set", "id": "belief", "value": "cure"}, cuts[1]][: rng.choice([1, 2, 3])]
    if rng.random() < 0.3 or not asked["arms"]:
        return [{"type": "press", "id": "skip"}, *after]
    said = [{"type": "set", "id": f"guess.{arm['id']}", "value": rng.choice(GUESSES[:7])} for arm in asked["arms"]]
    return [*said, {"type": "set", "id": "confidence", "value": "fairly"}, {"type": "press", "id": "commit"}, *after]


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.05:
        return rng.choice(FREE_EVENTS)
    if dice < 0.15:
        return {"type": "press", "id": rng.choice(["commit", "skip"])}
    if dice < 0.2:
        return {"type": "restore", "state": _saved(rng)}
    key, values = rng.choice(_fields(rng))
    return {"type": "set", "id": key, "value": rng.choice(values if rng.random() < 0.8 else ODD)}


def _fields(rng: random.Random) -> list[tuple[str, list[Any]]]:
    trial = rng.choice(list(TRIALS.values()))
    cuts = [cut["id"] for endpoint in trial["endpoints"] for cut in endpoint["cuts"]]
    return [
        ("trial", list(TRIALS)), ("endpoint", ["rfs", "os", "pfs", "dfs", "ttp"]), ("cut", [*cuts, "54m", "119m"]),
        ("beside", ["none", *TRIALS]), ("belief", ["delay", "cure", "open"]),
        ("confidence", ["guess", "fairly", "sure"]), (f"guess.{trial['arms'][0]['id']}", list(GUESSES)),
        ("guess.arm_12m", list(GUESSES)), ("guess.arm_36m", list(GUESSES)),
    ]


def _saved(rng: random.Random) -> Any:
    options = _options(rng)
    state: Any = theatre.init(DATA, options)
    for event in _committed(options, rng):
        state = theatre.update(DATA, state, event)
    return tampered(state, rng)
