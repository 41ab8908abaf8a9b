"""Random plays of the clinic: any case, from the first request to its end, saved plays that were tampered with."""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu import _cases
from gist_edu._site import bundle
from gist_edu.simulators import cases as player
from parity.odd import FREE_EVENTS, NEW, ODD

DATA = {f"cases.{name}": bundle.data(f"cases.{name}") for name in _cases.load()}


def play(rng: random.Random) -> dict[str, Any]:
    name = rng.choice(sorted(DATA))
    return {"simulator": "cases", "bundle": name, "options": {"case": name.partition(".")[2]}, "opened": NEW,
            "events": events(DATA[name], rng)}


def events(data: dict[str, Any], rng: random.Random) -> list[Any]:
    """What a learner does, now and then something that does not fit, until the case ends or patience does."""
    state: Any = player.init(data, {})
    found: list[Any] = []
    for _ in range(rng.choice([6, 12, 25, 50])):
        for event in _event(data, state, rng):
            found.append(event)
            state = player.update(data, state, event)
    return found


def _event(data: dict[str, Any], state: dict[str, Any], rng: random.Random) -> list[Any]:
    dice = rng.random()
    if dice < 0.05:
        return [rng.choice(FREE_EVENTS)]
    if dice < 0.07:
        return [{"type": "restore", "state": _saved(data, state, rng)}]
    if dice < 0.12:
        return [{"type": "set", "id": rng.choice(["jotted", "sentence", "answer"]), "value": rng.choice(ODD)}]
    view = player.view(data, state)
    blocks = _flat(view["blocks"])
    buttons = [block["id"] for block in blocks if block["kind"] == "button"]
    rare = [key for key in buttons if key in ("back",) or key.startswith("ask.")]
    presses = rare if rare and rng.random() < 0.12 else [key for key in buttons if key not in rare] or rare
    return [*_answer(blocks, rng), {"type": "press", "id": rng.choice(presses)}] if presses else [{"type": "reset"}]


def _answer(blocks: list[Any], rng: random.Random) -> list[Any]:
    for block in blocks:
        if block["kind"] == "choice":
            return [{"type": "set", "id": "answer", "value": rng.choice(block["options"])["value"]}]
        if block["kind"] == "number":
            return [{"type": "set", "id": "answer", "value": rng.choice([block["min"], block["max"], "many", 17])}]
        if block["id"] == "sentence":
            return [{"type": "set", "id": "sentence", "value": rng.choice(["", "It *may* [come](ev:x) back\\."])}]
    return []


def _flat(blocks: list[Any]) -> list[Any]:
    found = []
    for block in blocks:
        found += _flat(block["blocks"]) if block["kind"] == "group" else [block]
    return found


def _saved(data: dict[str, Any], state: dict[str, Any], rng: random.Random) -> Any:
    saved = json.loads(json.dumps(state))
    dice = rng.random()
    if dice < 0.4:
        saved[rng.choice([*sorted(saved), "__proto__"])] = rng.choice(ODD)
    elif dice < 0.7 and saved["moves"]:
        saved["moves"][rng.randrange(len(saved["moves"]))] = rng.choice([*ODD, ["back"], ["choose", "x", 1]])
    elif dice < 0.8:
        return rng.choice(ODD)
    return saved
