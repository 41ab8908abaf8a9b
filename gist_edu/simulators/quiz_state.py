"""State of the question player: how it starts, what is known of a question, and how a saved state is taken over."""

from gist_edu.models import portable, quiz

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
UNTOUCHED = {"answer": None, "confidence": None, "turn": 0, "first": None}
_BROKEN = "The link or file could not be read as a state of these questions, so they start from the beginning."


def start(data: "Json", queue: list[str], place: int, earlier: list[str], problem: str) -> "Json":
    """A fresh state; ``earlier`` holds the questions of the set that were answered on an earlier visit."""
    return {
        "version": VERSION,
        "set": data["set"],
        "queue": queue,
        "start": list(queue),
        "place": place,
        "earlier": earlier,
        "problem": problem,
        "records": {},
        "fresh": "",
        "bad": None,
        "error": None,
        "announce": "",
        "notes": [],
    }


def again(data: "Json", state: "Json") -> "Json":
    """From the first question, nothing answered."""
    return start(data, list(state["start"]), 0, state["earlier"], state["problem"])


def record(state: "Json") -> "Json":
    """What is known of the question on screen."""
    return record_of(state, state["queue"][state["place"]])


def record_of(state: "Json", item: str) -> "Json":
    """What is known of a question; an untouched one has no answer."""
    return state["records"].get(item, UNTOUCHED)


def current(data: "Json", state: "Json") -> "Json | None":
    """The question on screen; None when all were gone through."""
    return data["items"][state["queue"][state["place"]]] if state["place"] < len(state["queue"]) else None


def restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    """A saved state, checked field by field; anything odd means the start and a sentence."""
    restored = _restored(data, state, raw)
    if restored is None:
        restored = again(data, state)
        restored["error"] = _BROKEN
    return restored


def _restored(data: "Json", state: "Json", raw: "Any") -> "Json | None":
    if not isinstance(raw, dict) or raw.get("version") != VERSION or raw.get("set") != data["set"]:
        return None
    queue: Any = raw.get("queue")
    place: Any = raw.get("place")
    records = raw.get("records")
    if not _queue_fits(data, queue) or not _whole(place, len(queue)) or not isinstance(records, dict):
        return None
    fresh = start(data, list(queue), int(place), state["earlier"], state["problem"])
    fresh["start"] = list(state["start"])
    for item in queue:
        if item in records:
            if not _sound(data["items"][item], records[item]):
                return None
            fresh["records"][item] = _plain(records[item])
    return fresh


def _queue_fits(data: "Json", queue: "Any") -> bool:
    if not isinstance(queue, list) or len(queue) > len(data["items"]) or (data["order"] and not queue):
        return False
    return all(isinstance(item, str) and item in data["items"] and queue.count(item) == 1 for item in queue)


def _whole(value: "Any", high: int) -> bool:
    return portable.is_number(value) and value == int(value) and 0 <= value <= high


def _sound(item: "Json", entry: "Any") -> bool:
    if not isinstance(entry, dict) or not _whole(entry.get("turn"), 1000):
        return False
    answer, sure, first = entry.get("answer"), entry.get("confidence"), entry.get("first")
    if answer is not None and not quiz.fits(item, answer):
        return False
    if sure is not None and (not _whole(sure, 2) or answer is None or answer == []):
        return False
    if first is None:
        return sure is None
    return isinstance(first, list) and len(first) == 2 and _whole(first[0], 1) and _whole(first[1], 2)


def _plain(entry: "Json") -> "Json":
    first, sure = entry.get("first"), entry.get("confidence")
    return {
        "answer": entry.get("answer"),
        "confidence": None if sure is None else int(sure),
        "turn": int(entry["turn"]),
        "first": None if first is None else [int(value) for value in first],
    }
