"""The plays of cases in the reader's store: ``{case: [day, done, good, met, moves, notes]}``.

``done`` is 1 when the case was finished once; ``good`` of ``met`` decisions could be defended at the first answer (of
the last finished play, else of this one); ``moves`` are those of
``models/cases.py``. Whether a case allows them is seen when they are replayed; here only their form is checked.
"""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

KINDS = ("ask", "number", "choose", "say", "back")
MOST_MOVES, LONGEST_TEXT, LONGEST_NOTES, MAX_DAY, MOST_DECISIONS = 200, 600, 1000, 100000, 200
MOST_TEXT = 3000  # letters of all sentences of one play


def fits(value: "Any") -> bool:
    """True for a play that has the right form."""
    if not isinstance(value, list) or len(value) != 6:
        return False
    day, done, good, met, moves, notes = value
    if not (_whole(day, MAX_DAY) and _whole(done, 1) and _whole(met, MOST_DECISIONS) and _whole(good, met)):
        return False
    if not isinstance(notes, str) or len(notes) > LONGEST_NOTES or not isinstance(moves, list):
        return False
    return len(moves) <= MOST_MOVES and all(_move_fits(move) for move in moves)


def _whole(value: "Any", high: int) -> bool:
    return portable.is_number(value) and value == int(value) and 0 <= value <= high


def _move_fits(move: "Any") -> bool:
    if not isinstance(move, list) or not 1 <= len(move) <= 3 or move[0] not in KINDS:
        return False
    for part in move[1:]:
        text = isinstance(part, str) and len(part) <= LONGEST_TEXT
        if not (text or part is None or portable.is_number(part)):
            return False
    return True


def clean(value: "list[Any]") -> "list[Any]":
    """The same play with whole numbers as whole numbers."""
    return [int(part) for part in value[:4]] + [[list(move) for move in value[4]], value[5]]


def entry(note: "Json", day: int) -> "list[Any]":
    """What is kept of a play; sentences only as far as there is room, so that all plays together can be read again."""
    room, moves = MOST_TEXT, []
    for move in note["moves"]:
        if move[0] == "say" and len(move) > 1 and isinstance(move[1], str):
            room -= len(move[1])
            move = move if room >= 0 else ["say", "", None]
        moves.append(move)
    return [day, 1 if note["done"] else 0, note["good"], note["met"], moves, note["jotted"]]


def later(mine: "list[Any]", theirs: "list[Any]") -> "list[Any]":
    """Of the same case on two devices: the later play; on the same day the finished one, then the longer one."""
    for place in (0, 1):
        if mine[place] != theirs[place]:
            return mine if mine[place] > theirs[place] else theirs
    return mine if len(mine[4]) >= len(theirs[4]) else theirs


def kept(play: "list[Any] | None") -> "Json | None":
    """A kept play as the player reads it."""
    if play is None:
        return None
    return {"day": play[0], "done": play[1] == 1, "good": play[2], "met": play[3], "moves": play[4], "jotted": play[5]}
