"""A question, its answer, and what is right about it. Portable; knows nothing of screens or sources.

An item is a dict as ``gist_edu._data`` makes it from ``data/questions/``: kind single, several, order or number.
An answer is an option id (single), a list of ids (several, order) or a number; None while nothing was answered.
"""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

RIGHT, ALSO, PARTLY, WRONG = "right", "also", "partly", "wrong"


def shuffled(values: "list[Any]", seed: str) -> "list[Any]":
    """The same values in an order that depends on ``seed`` alone, equal on every runtime."""
    state = 7
    for character in seed:
        state = (state * 31 + ord(character)) % 1000003
    rest = list(values)
    found = []
    while rest:
        state = (state * 8121 + 28411) % 134456  # a linear congruential generator whose period is the modulus
        found.append(rest.pop(state * len(rest) // 134456))
    return found


def ids(item: "Json") -> list[str]:
    """Option ids as written."""
    return [option["id"] for option in item["options"]]


def best(item: "Json") -> list[str]:
    """Ids of the options that are right; for an order, all of them in the right order."""
    if item["kind"] == "order":
        return ids(item)
    return [option["id"] for option in item["options"] if option["verdict"] == "best"]


def fits(item: "Json", answer: "Any") -> bool:
    """True when ``answer`` is one that could be given to ``item``."""
    if item["kind"] == "number":
        return portable.is_number(answer) and item["answer"]["min"] <= answer <= item["answer"]["max"]
    known = ids(item)
    if item["kind"] == "single":
        return isinstance(answer, str) and answer in known
    if not isinstance(answer, list):
        return False
    for place, value in enumerate(answer):
        if not isinstance(value, str) or value not in known or value in answer[:place]:
            return False
    return len(answer) == len(known) if item["kind"] == "order" else True


def judge(item: "Json", answer: "Any") -> str:
    """right, also (defensible, not the best), partly or wrong."""
    if item["kind"] == "number":
        return RIGHT if where(item, answer) == "close" else WRONG
    if item["kind"] == "single":
        verdict = [option["verdict"] for option in item["options"] if option["id"] == answer].pop()
        return {"best": RIGHT, "acceptable": ALSO, "wrong": WRONG}[verdict]
    hits, total = _hits(item, answer)
    return RIGHT if hits == total else PARTLY if hits * 2 >= total else WRONG


def where(item: "Json", answer: float) -> str:
    """close, low or high: how a number lies to the right one."""
    gap = answer - item["answer"]["value"]
    if abs(gap) <= item["answer"]["tolerance"] + 1e-9:  # 65.7 - 65.6 is a little more than 0.1
        return "close"
    return "low" if gap < 0 else "high"


def _hits(item: "Json", answer: "list[str]") -> "tuple[int, int]":
    """(boxes set rightly, all boxes), or (neighbours in the right order, all pairs of neighbours)."""
    right = best(item)
    if item["kind"] == "several":
        known = ids(item)
        return len([value for value in known if (value in right) == (value in answer)]), len(known)
    pairs = [answer.index(right[place]) < answer.index(right[place + 1]) for place in range(len(right) - 1)]
    return len([pair for pair in pairs if pair]), len(pairs)


def counts(verdict: str) -> bool:
    """True when the answer counts as right: the best one, or one that can be defended."""
    return verdict in (RIGHT, ALSO)
