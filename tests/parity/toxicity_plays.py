"""Random plays of the toxicity desk: patients and answers, values of one's own in several units, tampered states."""

from __future__ import annotations

import random
from typing import Any

from gist_edu._site import bundle
from gist_edu.simulators import toxicity as desk
from gist_edu.simulators import toxicity_ask
from parity.odd import FREE_EVENTS, NEW, ODD, tampered

DATA = bundle.data("toxicity")
CASES = [one["id"] for one in DATA["toxicity"]["cases"]]
OFFERS = sorted({option["id"] for one in DATA["toxicity"]["cases"] for option in one["options"]})
FIELDS = toxicity_ask.own_fields(DATA)
ABOUT = next([option["value"] for option in field["options"]] for field in FIELDS if field["key"] == "about")
AMOUNTS = [0, 0.5, 0.8, 1, 1.5, 2.4, 4, 6, 35, 59.5, 75, 140, 400, 800, "800 /µL", "0,9", "140000 /µL", "68 µmol/L",
           "0.8 mg/L", -1, "−2", "1,000", 1e9]
SCENES: list[list[tuple[str, Any]]] = [  # what random values seldom reach
    [("neutrophils", "800 /µL"), ("bilirubin", 4)],
    [("neutrophils", 800), ("neutrophils", 1.2), ("held", True), ("fever", True)],
    [("about", "driving")],
    [("about", "mild"), ("blisters", True)],
    [("dose_mg", 300), ("transaminases", 6), ("jaundice", True)],
    [("bilirubin_reported", 68), ("bilirubin_limit", 17), ("again", True)],
    [("weight_gain", 6), ("breathless", True)],
    [("dose_mg", 600), ("neutrophils", 0.8)],
    [("dose_mg", 300), ("again", True), ("neutrophils", 0.8)],
    [("neutrophils", 0.5), ("fever", True), ("bilirubin", 4)],
    [("belly_pain", True), ("chest_pain", True)],
    [("chest_pain", True), ("platelets", 35)],
    [("clearance", 59.5), ("haemoglobin_fall", 3), ("black_stool", True)],
]
PRESSED = ["commit", "skip", "look", "clear"]


def play(rng: random.Random) -> dict[str, Any]:
    options = _options(rng)
    events = (_own(rng) if rng.random() < 0.45 else _answered(options, rng)) if rng.random() < 0.85 else []
    events += [_event(rng) for _ in range(rng.randrange(2, 8))]
    return {"simulator": "toxicity", "bundle": "toxicity", "options": options, "opened": NEW, "events": events}


def _options(rng: random.Random) -> dict[str, Any]:
    fits = {"case": rng.choice(CASES)}
    return rng.choice([{}, fits, fits, {"case": rng.choice([*ODD, "own"])}])


def _answered(options: dict[str, Any], rng: random.Random) -> list[Any]:
    state = desk.init(DATA, options)
    case = toxicity_ask.case_of(DATA, state["values"]["case"])
    if case is None or rng.random() < 0.25:
        return [{"type": "press", "id": "skip"}]
    rare = [option for option in case["options"] if option["verdict"] == "partly"]  # two of all, and to be reached
    return [{"type": "set", "id": "offer", "value": rng.choice(case["options"] + 4 * rare)["id"]},
            {"type": "set", "id": "confidence", "value": rng.choice(["guess", "fairly", "sure"])},
            {"type": "press", "id": "commit"}]


def _own(rng: random.Random) -> list[Any]:
    """Values of one's own, then the look-up."""
    events: list[Any] = [{"type": "set", "id": "case", "value": "own"}]
    if rng.random() < 0.5:
        events += [{"type": "set", "id": key, "value": value} for key, value in rng.choice(SCENES)]
        return [*events, {"type": "press", "id": "look"}]
    if rng.random() < 0.3:
        events.append({"type": "set", "id": "about", "value": rng.choice(ABOUT)})
    events += [_value(rng) for _ in range(rng.randrange(1, 5))]
    return [*events, {"type": "press", "id": "look"}]


def _value(rng: random.Random) -> Any:
    field = rng.choice(FIELDS[1:])
    if field["kind"] == "toggle":
        return {"type": "set", "id": field["key"], "value": rng.random() < 0.7}
    if len(field.get("units", [])) and rng.random() < 0.2:
        unit = rng.choice([field["unit"], field["units"][0]["unit"], "t"])
        return {"type": "set", "id": field["key"] + ".unit", "value": unit}
    return {"type": "set", "id": field["key"], "value": rng.choice(AMOUNTS if rng.random() < 0.9 else ODD)}


def _event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.06:
        return rng.choice(FREE_EVENTS)
    if dice < 0.3:
        return {"type": "press", "id": rng.choice(PRESSED)}
    if dice < 0.38:
        return {"type": "restore", "state": _saved(rng)}
    if dice < 0.6:
        return _value(rng)
    fields: list[tuple[str, list[Any]]] = [
        ("case", [*CASES, "own"]), ("offer", OFFERS), ("confidence", ["guess", "fairly", "sure"]), ("about", ABOUT),
    ]
    key, values = rng.choice(fields)
    return {"type": "set", "id": key, "value": rng.choice(values if rng.random() < 0.8 else ODD)}


def _saved(rng: random.Random) -> Any:
    options = _options(rng)
    state: Any = desk.init(DATA, options)
    for event in _own(rng) if rng.random() < 0.5 else _answered(options, rng):
        state = desk.update(DATA, state, event)
    return tampered(state, rng, 0.5)
