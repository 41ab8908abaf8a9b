"""Board of five drugs and the classes of mutation: what is known of each pair, and on what it rests. Portable.

State: the question on screen, the guess and how sure; after the commit the filters and the pair that is looked at.
Before the commit nothing of the table is in the view. Options: ``question`` is the id of the class to begin with.
"""

from gist_edu.models import portable
from gist_edu.simulators import drugs_answer, drugs_ask, drugs_cells, form
from gist_edu.simulators.blocks import CONFIDENCE, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
_BROKEN = "The link or file could not be read as a state of this board, so the board starts from the beginning."
_FILTERS = {"kind": "all", "line": "any", "group": "all"}


def init(data: "Json", options: "Json") -> "Json":
    """The start: the first question, or the one about the class in the options."""
    numbers = [n for n, pair in enumerate(drugs_ask.QUESTIONS) if pair[0] == options.get("question")]
    return _start(data, numbers[0] if numbers else 0)


def _start(data: "Json", number: int) -> "Json":
    state = {"version": VERSION, "start": number, "error": None, "announce": ""}
    state.update(_FILTERS)
    _ask(data, state, number)
    state["fresh"] = ""
    return state


def _ask(data: "Json", state: "Json", number: int) -> None:
    """Put a question on the screen; the board looks at its class first."""
    row, _ = drugs_ask.asked(data, number)
    state["question"], state["guess"], state["confidence"], state["committed"] = number, [], None, False
    state["class"], state["drug"] = row["id"], drugs_cells.drugs(data)[0]["id"]
    state["bad"], state["fresh"] = {}, "question"


# ---------------------------------------------------------------- events


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event, ("bad",))
    state["fresh"] = ""
    if kind == "reset":
        return _start(data, state["start"])
    if kind == "restore":
        return _restore(data, state, value)
    if kind == "set" and _set(data, state, key, value):
        return state
    if kind == "press" and _press(data, state, key):
        return state
    return form.refused(state)


def choices(data: "Json") -> "dict[str, list[str]]":
    """What each list and filter may be set to."""
    return {
        "kind": portable.ordered(drugs_cells.KINDS),
        "line": ["any"] + list(drugs_cells.LINES),
        "group": ["all"] + [group["id"] for group in data["drugs"]["groups"]],
        "class": [row["id"] for row in drugs_cells.rows(data)],
        "drug": [drug["id"] for drug in drugs_cells.drugs(data)],
    }


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    """True when the event was meant for something on the screen."""
    if not state["committed"]:
        return _guess(data, state, key, value)
    if key not in choices(data) or not isinstance(value, str) or value not in choices(data)[key]:
        return False
    state[key] = value
    if key in _FILTERS:
        state["announce"] = drugs_answer.left(data, state)
    else:
        state["announce"] = drugs_answer.in_short(data, state)
    return True


def _guess(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    if key == "confidence" and isinstance(value, str) and value in CONFIDENCE:
        state["confidence"] = value
        state["bad"].pop("confidence", None)
        return True
    option = key[len("guess.") :]
    if not key.startswith("guess.") or option not in drugs_ask.offered(data) or not _switch(value):
        return False
    ticked = state["guess"]
    state["guess"] = [one for one in drugs_ask.offered(data) if (value if one == option else one in ticked)]
    state["bad"].pop("guess", None)
    return True


def _switch(value: "Any") -> bool:
    """True for a real true or false; 1 equals True on every runtime, but no box sends it."""
    return value is True or value is False


def _press(data: "Json", state: "Json", key: str) -> bool:
    if key == "commit" and not state["committed"]:
        _commit(data, state)
        return True
    if key == "another" and state["committed"]:
        _ask(data, state, (state["question"] + 1) % len(drugs_ask.QUESTIONS))
        return True
    if key.startswith("look.") and state["committed"]:
        return _look(data, state, key)
    return False


def _look(data: "Json", state: "Json", key: str) -> bool:
    """A cell of the table was chosen: ``look.class.drug``."""
    parts = key.split(".")
    if len(parts) != 3 or parts[1] not in choices(data)["class"] or parts[2] not in choices(data)["drug"]:
        return False
    state["class"], state["drug"], state["fresh"] = parts[1], parts[2], "detail"
    state["announce"] = drugs_answer.in_short(data, state)
    return True


def _commit(data: "Json", state: "Json") -> None:
    wrong = drugs_ask.problem(state)
    if wrong:
        state["bad"]["guess"] = wrong
    if state["confidence"] is None:
        state["bad"]["confidence"] = drugs_ask.NOT_SURE
    if state["bad"]:
        state["announce"] = wrong or drugs_ask.NOT_SURE
        return
    state["committed"], state["fresh"] = True, "feedback"
    right = drugs_ask.answer(data, state["question"])
    state["drug"] = right[0] if right[0] != drugs_ask.NONE else state["drug"]
    state["announce"] = drugs_answer.verdict(data, state)[0] + "."


# ---------------------------------------------------------------- a saved state


def _restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    restored = _restored(data, _start(data, state["start"]), raw)
    if restored is None:
        restored = _start(data, state["start"])
        restored["error"] = _BROKEN
    return restored


def _restored(data: "Json", fresh: "Json", raw: "Any") -> "Json | None":
    """A saved state, checked field by field; None when anything is odd."""
    if not isinstance(raw, dict) or raw.get("version") != VERSION or raw["version"] is True:
        return None
    allowed = choices(data)
    for key in portable.ordered(allowed):
        if not isinstance(raw.get(key), str) or raw[key] not in allowed[key]:
            return None
        fresh[key] = raw[key]
    number: Any = raw.get("question")
    sure: Any = raw.get("confidence")
    if not portable.is_number(number) or number != int(number) or not 0 <= number < len(drugs_ask.QUESTIONS):
        return None
    if not _guess_fits(data, raw.get("guess")) or not (sure is None or (isinstance(sure, str) and sure in CONFIDENCE)):
        return None
    if not _switch(raw.get("committed")):
        return None
    fresh["question"], fresh["guess"], fresh["confidence"] = int(number), list(raw["guess"]), sure
    fresh["committed"] = raw["committed"]
    return None if fresh["committed"] and (drugs_ask.problem(fresh) or sure is None) else fresh


def _guess_fits(data: "Json", guess: "Any") -> bool:
    if not isinstance(guess, list):
        return False
    offered = drugs_ask.offered(data)
    return all(isinstance(one, str) and one in offered and guess.count(one) == 1 for one in guess)


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The question, or after the commit the board."""
    shown = drugs_answer.blocks(data, state) if state["committed"] else drugs_ask.blocks(data, state)
    about = "Education, not advice: no dose and no choice of drug follows from this board."
    return {
        "simulator": "drugs",
        "title": "Drugs and variant classes",
        "announce": state["announce"],
        "error": state["error"],
        "blocks": [text("about", about, "note")] + shown,
    }
