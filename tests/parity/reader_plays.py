"""Random plays of the question player and of the progress page, and every kind of text that may stand in the store."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from gist_edu.simulators import quiz as player
from gist_edu.simulators import quiz_ask
from parity.bundles import BUNDLES
from parity.odd import FREE_EVENTS, NEW, ODD

DAY = NEW[1]
STORE: dict[str, Any] = {
    "book": "gist-edu",
    "version": 1,
    "items": {
        "site_single": [[DAY - 9, 0, 2], [DAY - 8, 1, 1], [DAY - 1, 1, 1]],
        "steps_order": [[DAY - 3, 0, 0]],
        "steps_number": [[DAY - 7, 1, 0]],
        "gone_since": [[DAY - 2, 0, 1]],
    },
    "lessons": {"07": [DAY - 2, 2, 5]},
    "visits": [DAY - 60, DAY - 2],
}
SURE = {**STORE, "items": {f"item_{number}": [[DAY, int(number % 4 > 0), number % 3]] for number in range(24)}}
# Only texts on which the JSON parsers of both runtimes agree (MicroPython's takes a comma before a bracket).
TEXTS: list[str] = [
    "",
    json.dumps(STORE),
    json.dumps(SURE),
    json.dumps(STORE, indent=1),
    json.dumps(STORE).replace(str(DAY - 2), f"{DAY - 2}.0"),
    json.dumps({**STORE, "items": {"x": [[DAY - 40 + number, number % 2, 1] for number in range(40)]}}),
    "once upon a time",
    "{",
    "[" * 500,
    json.dumps(STORE)[:-1],
    json.dumps(STORE)[:70],
    json.dumps(STORE) + " " * 300_000,
    "[]",
    "7",
    "true",
    '"gist-edu"',
    "null",
    "{}",
    '{"theme": "dark", "version": 1}',
    '{"book": "another", "version": 1}',
    '{"book": "gist-edu"}',
    '{"book": "gist-edu", "version": "1"}',
    '{"book": "gist-edu", "version": true}',
    '{"book": "gist-edu", "version": 0.5}',
    '{"book": "gist-edu", "version": 0, "items": {}}',
    '{"book": "gist-edu", "version": 3, "more": {}}',
    '{"book": "gist-edu", "version": 1}',
    json.dumps({**STORE, "items": [1]}),
    json.dumps({**STORE, "lessons": None, "visits": [1, True]}),
    json.dumps({**STORE, "visits": [1, 2, 3], "colour": "é😀"}, ensure_ascii=False),
    json.dumps({**STORE, "items": {**STORE["items"], "<b>": [[1, 1, 1]], "é": [[1, 1, 1]], "x" * 61: [[1, 1, 1]]}}),
    json.dumps({**STORE, "items": {"a": [[DAY, 2, 1]], "b": [[DAY, True, 1]], "c": [[0.5, 1, 1]], "d": [], "e": 7}}),
    json.dumps({**STORE, "items": {"a": [[10**30, 1, 1]], "b": [[1e300, 1, 1]], "c": [[-1, 1, 1]], "d": [[1, 1, 0]]}}),
    json.dumps({**STORE, "lessons": {"07": [1, 4, 3], "00": [1, 0, 2], "12": [1, 2, 1001], "13": [DAY, 1, 2]}}),
]
NOTES: list[Any] = [
    {"kind": "visit"},
    {"kind": "place", "lesson": "07", "part": 3, "of": 5},
    {"kind": "place", "lesson": "00", "part": 1, "of": 1},
    {"kind": "place", "lesson": "../", "part": 1, "of": 1},
]
PROGRESS = {"type": "progress"}


def quiz_play(rng: random.Random, bundle: str | None = None, data: Any = None) -> dict[str, Any]:
    """A reader who mostly presses what is on the screen, and mostly gives an answer before saying how sure."""
    bundle = bundle or rng.choice([name for name in sorted(BUNDLES) if name.startswith("quiz.")])
    data = data or BUNDLES[bundle]
    opened = NEW if rng.random() < 0.5 else [json.dumps(STORE), DAY, "", ""]
    known = {"store": json.loads(opened[0]), "day": DAY} if opened[0] else None
    state, events = player.init(data, {"progress": known}), []
    for _ in range(rng.randrange(8, 20)):
        for event in _step(rng, data, state):
            events.append(event)
            state = player.update(data, state, copy.deepcopy(event))
    options = {"set": bundle.partition(".")[2]}
    return {"simulator": "quiz", "bundle": bundle, "options": options, "opened": opened, "events": events}


def _step(rng: random.Random, data: Any, state: Any) -> list[Any]:
    dice = rng.random()
    if dice < 0.08:
        return [rng.choice(FREE_EVENTS)]
    if dice < 0.1:
        return [{"type": "reset"}]
    if dice < 0.18:
        return [{"type": "restore", "state": _saved(rng, state)}]
    item = quiz_ask.current(data, state)
    pressable = [key for key in quiz_ask.buttons(data, state) if not key.startswith("answer.")]
    if item is None or dice < 0.45:
        return [{"type": "press", "id": rng.choice([*pressable, "next"])}]
    events = [_answer(rng, item) for _ in range(rng.randrange(1, 4))]
    return events + ([{"type": "press", "id": "sure." + str(rng.randrange(3))}] if dice < 0.9 else [])


def _answer(rng: random.Random, item: Any) -> Any:
    options = [option["id"] for option in item["options"]]
    if rng.random() < 0.15:
        return {"type": "set", "id": rng.choice(["answer", "answer.size", "answer.x"]), "value": rng.choice(ODD)}
    if item["kind"] == "several":
        return {"type": "set", "id": "answer." + rng.choice(options), "value": rng.random() < 0.7}
    if item["kind"] == "order":
        return {"type": "press", "id": f"answer.{rng.choice(['up', 'down'])}.{rng.choice(options)}"}
    if item["kind"] == "single":
        return {"type": "set", "id": "answer", "value": rng.choice(options)}
    near = item["answer"]["value"] + rng.choice([0, 0.1, -0.1, 0.2, -30, 30.5])
    return {"type": "set", "id": "answer", "value": rng.choice([near, "12,5", 0, 100, 101])}


def _saved(rng: random.Random, state: Any) -> Any:
    """The state as a link could bring it: sound, or with one field tampered with, or no state at all."""
    saved = json.loads(json.dumps(state))
    dice, touched = rng.random(), sorted(saved["records"])
    if dice < 0.3:
        saved[rng.choice(sorted(saved))] = rng.choice(ODD)
    elif dice < 0.6 and touched:
        saved["records"][rng.choice(touched)][rng.choice(["answer", "confidence", "turn", "first"])] = rng.choice(ODD)
    elif dice < 0.65:
        saved = rng.choice(ODD)
    return saved


def progress_play(rng: random.Random) -> dict[str, Any]:
    """Somebody who opens files of all kinds, looks, and now and then deletes everything."""
    events = [_progress_event(rng) for _ in range(rng.randrange(4, 10))]
    problem = rng.choice(["", "", "", "denied", "kernel", "stuck"])
    opened = [rng.choice(TEXTS), DAY, rng.choice(["", "a copy é"]), problem]
    return _progress(rng.choice(["full", "full", "welcome"]), opened, events)


def _progress(show: str, opened: list[Any], events: list[Any]) -> dict[str, Any]:
    options = {"show": show}
    return {"simulator": "progress", "bundle": "progress", "options": options, "opened": opened, "events": events}


def _progress_event(rng: random.Random) -> Any:
    dice = rng.random()
    if dice < 0.3:
        return {"type": "set", "id": "file", "value": rng.choice(TEXTS if rng.random() < 0.8 else ODD)}
    if dice < 0.55:
        return {"type": "press", "id": rng.choice(["ask", "ask", "keep", "forget", "nothing"])}
    if dice < 0.75:
        return {"note": rng.choice(NOTES)}
    return PROGRESS if dice < 0.9 else rng.choice([*FREE_EVENTS, {"type": "reset"}])


def text_plays() -> list[dict[str, Any]]:
    """Each text once as what the host kept, and once as a file that is opened on a page with progress of its own."""
    ask, forget = ({"type": "press", "id": key} for key in ("ask", "forget"))
    kept = [_progress("full", [text, DAY, "", ""], [{"note": NOTES[1]}, PROGRESS, ask, forget]) for text in TEXTS]
    files: list[Any] = [{"type": "set", "id": "file", "value": text} for text in TEXTS]
    return [*kept, *(_progress("full", [json.dumps(STORE), DAY, "", ""], [file]) for file in files)]
