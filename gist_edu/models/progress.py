"""What a reader has done, and when a question comes back. Portable; the host keeps the text and tells the day.

The store is JSON: ``{"book", "version", "items": {question: [[day, right, confidence], ...]}, "lessons": {number:
[day, part, of]}, "cases": {case: see progress_cases}, "visits": [the visit before, the last one]}``. A day is a whole
number (days since 1 January 1970, local); right is 1 or 0; confidence 0 a guess, 1 fairly sure, 2 very sure.
"""

import json

from gist_edu.models import portable, progress_cases

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

BOOK, VERSION = "gist-edu", 2
INTERVALS = (1, 7, 30)  # days until a missed question comes back, each after the one before was answered rightly
GUESS, SURE = 0, 2
LARGEST = 300000  # characters; a reader who answers everything many times stays far below
HOSTS_OWN = ("denied", "kernel")  # problems of the host, which stay whatever is kept
KEEPS_NOTHING = ("denied", "kernel", "newer", "stuck")  # with these nothing of today is kept
MAX_ATTEMPTS, MAX_ITEMS, MAX_DAY = 30, 2000, 100000


def empty() -> "Json":
    """The store of somebody new."""
    return {"book": BOOK, "version": VERSION, "items": {}, "lessons": {}, "cases": {}, "visits": [0, 0]}


def dump(store: "Json") -> str:
    """The store as text, to keep or to save as a file."""
    return json.dumps(store)


# ---------------------------------------------------------------- reading


def read(text: "Any") -> "tuple[Json, str]":
    """(store, problem): problem is "", "unreadable", "foreign", "newer" or "damaged" (what could be read was kept)."""
    if text is None or text == "":
        return empty(), ""
    raw = _parsed(text)
    if raw is None:
        return empty(), "unreadable"
    if not isinstance(raw, dict) or raw.get("book") != BOOK:
        return empty(), "foreign"
    if not _whole(raw.get("version"), 0, 1000000):
        return empty(), "unreadable"
    if raw["version"] > VERSION:
        return empty(), "newer"
    raw = _migrated(raw)
    return (empty(), "unreadable") if raw is None else _clean(raw)


def _parsed(text: "Any") -> "Any":
    if not isinstance(text, str) or len(text) > LARGEST:
        return None
    try:
        return json.loads(text)
    except (ValueError, RuntimeError):  # RuntimeError: nested deeper than the parser can go
        return None


def _with_cases(raw: "Json") -> "Json":
    """Version 1 knew no cases."""
    copy = dict(raw)
    copy["version"], copy["cases"] = 2, {}
    return copy


# version -> function that makes the next version's store
MIGRATIONS: "dict[int, Any]" = {1: _with_cases}


def _migrated(raw: "Json") -> "Any":
    """The store in today's form, step by step; None when a step is not known."""
    while raw["version"] < VERSION:
        before = raw["version"]
        step = MIGRATIONS.get(before)
        if step is None:
            return None
        raw = step(raw)
        if raw["version"] <= before:
            return None  # a step that leads nowhere would be taken for ever
    return raw


def _whole(value: "Any", low: int, high: int) -> bool:
    return portable.is_number(value) and value == int(value) and low <= value <= high


def _word(value: "Any") -> bool:
    """True for a short plain id, so that nothing odd from a file reaches the screen."""
    if not isinstance(value, str) or not 0 < len(value) <= 60:
        return False
    return all(character in "abcdefghijklmnopqrstuvwxyz0123456789_" for character in value)


def _clean(raw: "Json") -> "tuple[Json, str]":
    """Only what has the right form; "damaged" when something had not."""
    store = empty()
    parts = (("items", _attempts_fit, _attempts), ("lessons", _place_fits, _ints),
             ("cases", progress_cases.fits, progress_cases.clean))
    for part, fits_form, take in parts:
        found = raw.get(part)
        entries = found if isinstance(found, dict) else {}
        for key in portable.ordered([key for key in entries if _word(key)])[:MAX_ITEMS]:
            if fits_form(entries[key]):
                store[part][key] = take(entries[key])
    visits = raw.get("visits")
    if isinstance(visits, list) and len(visits) == 2 and all(_whole(day, 0, MAX_DAY) for day in visits):
        store["visits"] = _ints(visits)
    return store, "" if _same_size(store, raw) else "damaged"


def _same_size(store: "Json", raw: "Json") -> bool:
    for part in ("items", "lessons", "cases"):
        if not isinstance(raw.get(part), dict) or len(raw[part]) != len(store[part]):
            return False
    return isinstance(raw.get("visits"), list) and store["visits"] == raw["visits"]


def _ints(values: "list[Any]") -> list[int]:
    return [int(value) for value in values]


def _attempts(values: "list[Any]") -> "list[list[int]]":
    return _capped([_ints(attempt) for attempt in values])


def _capped(attempts: "list[list[int]]") -> "list[list[int]]":
    """The latest attempts, and the first one, which tells how sureness fits."""
    return attempts if len(attempts) <= MAX_ATTEMPTS else attempts[:1] + attempts[1 - MAX_ATTEMPTS :]


def _attempts_fit(values: "Any") -> bool:
    if not isinstance(values, list) or not values:
        return False
    for attempt in values:
        if not isinstance(attempt, list) or len(attempt) != 3 or not _whole(attempt[0], 0, MAX_DAY):
            return False
        if not _whole(attempt[1], 0, 1) or not _whole(attempt[2], GUESS, SURE):
            return False
    return True


def _place_fits(value: "Any") -> bool:
    if not isinstance(value, list) or len(value) != 3:
        return False
    return _whole(value[0], 0, MAX_DAY) and _whole(value[2], 1, 1000) and _whole(value[1], 1, value[2])


# ---------------------------------------------------------------- writing


def noted(store: "Json", note: "Json", day: int) -> "Json":
    """The store after a note: an answer, a place in a lesson, a visit, a file taken over, or everything forgotten."""
    return NOTES[note["kind"]](store, note, min(max(day, 0), MAX_DAY))


def _answer(store: "Json", note: "Json", day: int) -> "Json":
    """Attempts stay in the order of their days. What a clock that ran ahead had put into the future is of today."""
    before = store["items"].get(note["item"], [])
    attempts = [[min(attempt[0], day)] + attempt[1:] for attempt in before]
    attempts.append([day, 1 if note["right"] else 0, note["confidence"]])
    return _visited(_with(store, "items", note["item"], _capped(attempts)), day)


def _place(store: "Json", note: "Json", day: int) -> "Json":
    """The furthest part a reader came to; reading an earlier part again does not lose it. Lessons grow and shrink."""
    if not (_word(note.get("lesson")) and _place_fits([day, note.get("part"), note.get("of")])):
        return store
    before = store["lessons"].get(note["lesson"], [0, 0, 0])
    place = [day, min(max(before[1], note["part"]), note["of"]), note["of"]]
    return _visited(_with(store, "lessons", note["lesson"], place), day)


def _case(store: "Json", note: "Json", day: int) -> "Json":
    """A play as far as it has come; that it was finished once stays, when it is begun anew."""
    if not _word(note.get("case")) or not progress_cases.fits(progress_cases.entry(note, day)):
        return store
    if not note["moves"] and not note["jotted"] and not note["done"]:
        return _without_case(store, note["case"])
    return _visited(_with(store, "cases", note["case"], progress_cases.entry(note, day)), day)


def _without_case(store: "Json", case: str) -> "Json":
    copy = dict(store)
    copy["cases"] = dict(store["cases"])
    copy["cases"].pop(case, None)
    return copy


def _visit(store: "Json", _: "Json", day: int) -> "Json":
    """Somebody who only looked in leaves nothing on the device."""
    return store if store == empty() else _visited(store, day)


def _visited(store: "Json", day: int) -> "Json":
    """Two days are kept: the last visit, and the day of the visit before."""
    copy = dict(store)
    if store["visits"][1] < day:
        copy["visits"] = [store["visits"][1], day]
    return copy


def _take_over(store: "Json", note: "Json", _: int) -> "Json":
    return merged(store, note["store"])


def _forget(_: "Json", __: "Json", ___: int) -> "Json":
    return empty()


NOTES = {"answer": _answer, "place": _place, "case": _case, "visit": _visit, "merge": _take_over, "forget": _forget}


def _with(store: "Json", part: str, key: str, value: "Any") -> "Json":
    copy = dict(store)
    copy[part] = dict(store[part])
    copy[part][key] = value
    return copy


def merged(one: "Json", other: "Json") -> "Json":
    """Both stores together: nothing is lost, and taking over the same file twice changes nothing."""
    store = dict(one)
    store["items"], store["lessons"], store["cases"] = dict(one["items"]), dict(one["lessons"]), dict(one["cases"])
    for key in portable.ordered(other["items"]):
        store["items"][key] = _joined(one["items"].get(key, []), other["items"][key])
    for key in portable.ordered(other["lessons"]):
        mine, theirs = one["lessons"].get(key, [0, 0, 0]), other["lessons"][key]
        store["lessons"][key] = [max(mine[place], theirs[place]) for place in range(3)]
    for key in portable.ordered(other["cases"]):
        store["cases"][key] = progress_cases.later(one["cases"].get(key, other["cases"][key]), other["cases"][key])
    store["visits"] = [max(one["visits"][place], other["visits"][place]) for place in range(2)]
    return store


def _joined(mine: "list[list[int]]", theirs: "list[list[int]]") -> "list[list[int]]":
    """Attempts of two devices by day; an attempt that stands in both counts as often as in the one with more of it."""
    found = list(mine)
    for attempt in theirs:
        if _times(found, attempt) < _times(theirs, attempt):
            found.append(attempt)
    return _capped(portable.ordered(found, lambda attempt: attempt[0]))


def _times(attempts: "list[list[int]]", wanted: "list[int]") -> int:
    return len([attempt for attempt in attempts if attempt == wanted])


# ---------------------------------------------------------------- coming back


def schedule(attempts: "list[list[int]]") -> "tuple[int, int] | None":
    """(step, day it is due) of a question; None when it need not come back.

    A miss starts the steps of 1, 7 and 30 days; a right answer on or after the due day goes one step on, a right guess
    repeats the step, and another miss starts again. A right guess enters at 7 days where nothing was waiting.
    """
    step, due = -1, 0
    for day, right, confidence in attempts:
        if not right:
            step, due = 0, day + INTERVALS[0]
        elif step < 0:
            if confidence == GUESS:
                step, due = 1, day + INTERVALS[1]
        elif day >= due:
            step = step if confidence == GUESS else step + 1
            if step == len(INTERVALS):
                step = -1
            else:
                due = day + INTERVALS[step]
    return None if step < 0 else (step, due)


def _planned(attempts: "list[list[int]]", day: int) -> "tuple[int, int] | None":
    """The schedule; where the last answer lies in the future, a clock ran ahead, and what should come back is due now.

    One day ahead is no error: who travels west lives the same day twice.
    """
    plan = schedule(attempts)
    return (plan[0], day) if plan is not None and attempts[-1][0] > day + 1 else plan


def overconfident(attempts: "list[list[int]]") -> bool:
    """True when the last miss was made very sure: such an error is held firmly, so it comes back first."""
    misses = [confidence for _, right, confidence in attempts if not right]
    return bool(misses) and misses[-1] == SURE


def due(store: "Json", day: int, known: "Any" = None) -> list[str]:
    """Questions to come back to on ``day``: overconfident misses first, then by the day they fell due.

    ``known`` holds the questions of this edition; what the store knows from another one is left out.
    """
    rows = []
    for key in portable.ordered(store["items"]):
        plan = _planned(store["items"][key], day)
        if plan is not None and plan[1] <= day and (known is None or key in known):
            rows.append((0 if overconfident(store["items"][key]) else 1, plan[1], key))
    return [key for _, _, key in portable.ordered(rows)]


def next_due(store: "Json", day: int, known: "Any" = None) -> int | None:
    """The next day after ``day`` on which a question comes back; None when none will."""
    found = None
    for key in portable.ordered(store["items"]):
        plan = _planned(store["items"][key], day)
        if plan is None or plan[1] <= day or (known is not None and key not in known):
            continue
        found = plan[1] if found is None else min(found, plan[1])
    return found


def calibration(store: "Json") -> "list[tuple[int, int]]":
    """(asked, right) at the first sight of each question, for a guess, fairly sure and very sure.

    First sights only: a question seen before tells about memory, not about judgement.
    """
    found = [[0, 0], [0, 0], [0, 0]]
    for key in portable.ordered(store["items"]):
        _, right, confidence = store["items"][key][0]
        found[confidence][0] += 1
        found[confidence][1] += right
    return [(asked, right) for asked, right in found]


def last_lesson(store: "Json") -> "tuple[str, int, int] | None":
    """(number, part, of) of the lesson read last and not to its end; None when there is none."""
    rows = []
    for key in portable.ordered(store["lessons"]):
        day, part, of = store["lessons"][key]
        if part < of:
            rows.append((-day, key, part, of))
    if not rows:
        return None
    _, key, part, of = portable.ordered(rows)[0]
    return key, part, of
