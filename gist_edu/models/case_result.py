"""What came of a play: how many first answers can be defended, which badges are left, and texts with values put in."""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

GOOD = ("best", "acceptable", "contested")  # what can be defended
BADGES = ("safe", "effective", "thrifty")



def option_of(case: "Json", entry: "Json") -> "Json":
    """The option that an entry of the log chose."""
    return next(one for one in case["nodes"][entry["node"]]["options"] if one["id"] == entry["id"])


def decisions(play: "Json") -> "list[Json]":
    """The entries of the log that chose an option, also those taken back."""
    return [entry for entry in play["log"] if entry["kind"] == "choose"]


def score(play: "Json") -> "tuple[int, int]":
    """(decisions whose first answer can be defended, decisions met)."""
    met: list[str] = []
    good = 0
    for entry in decisions(play):
        if entry["node"] not in met:
            met.append(entry["node"])
            good += 1 if entry["verdict"] in GOOD else 0
    return good, len(met)


def badges(case: "Json", play: "Json") -> "list[str]":
    """The badges that no step took away, steps taken back included; an unsafe step takes at least "safe"."""
    lost = [badge for entry in decisions(play) for badge in BADGES
            if option_of(case, entry).get("effects", {}).get(badge, 0) < 0]
    if any(entry["verdict"] == "unsafe" for entry in decisions(play)):
        lost.append("safe")
    if any(case["on_request"][name]["worth"] == "wasted" for name in play["asked"]):
        lost.append("thrifty")
    return [badge for badge in BADGES if badge not in lost]


def filled(case: "Json", play: "Json", md: str) -> str:
    """Text with the patient's values and computed numbers put in for ``{name}``."""
    pieces = md.split("{")
    whole = pieces[0]
    for piece in pieces[1:]:
        shown, rest = _value_text(case, play, piece.split("}")[0]), piece[piece.find("}") + 1 :]
        if shown.endswith(".") and rest.startswith("."):
            rest = rest[1:]  # "Ms K." at the end of a sentence
        whole = whole + shown + rest
    return whole


def _value_text(case: "Json", play: "Json", name: str) -> str:
    if name in case["computed"]:
        return case["computed"][name]["text"]
    if name == "days":
        return portable.fmt(play["days"])
    fact, value = case["patient"].get(name, {}), play["values"][name]
    return written(value) + (" " + fact["unit"] if fact.get("unit") else "")


def written(value: "Any") -> str:
    """A value of the patient's state as text."""
    if value is True or value is False:
        return "yes" if value else "no"
    return portable.shortest(value) if portable.is_number(value) else value
