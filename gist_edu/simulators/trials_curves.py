"""The chart of one trial: curves through the published landmarks, the guesses, and where the drug is planned to end."""

from gist_edu.models import portable, survival
from gist_edu.simulators import trials_ask
from gist_edu.simulators.blocks import cell

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

TONES = ["good", "warn", "info", "muted"]
PIECES = 6  # straight pieces in which a bent stretch is drawn


def curve(cut: "Json", arm: str) -> "list[list[float]]":
    """Knots of an arm at a cut: through its landmarks and, where it fits, its median."""
    median = cut["medians"].get(arm)
    return survival.knots(cut["curves"].get(arm, []), median["months"] if median else None)


def assumed(cut: "Json", arm: str) -> bool:
    """True when one published point carries the whole curve, so that its shape is assumed."""
    return len(curve(cut, arm)) == 2


def chart(data: "Json", key: str, trial: "Json", endpoint: "Json", cut: "Json", guess: "Json") -> "Json":
    """Curves in percent over months; ``guess`` holds what the reader said, by arm."""
    arms = trials_ask.arms_shown(trial, cut)
    series: list[Json] = []
    marks: list[Json] = []
    top = 0.0
    for n, arm in enumerate(arms):
        line = curve(cut, arm["id"])
        top = max(top, survival.last(line))
        series.append({"shape": "line", "label": arm["name"], "tone": TONES[n], "points": _points(line)})
        marks = marks + _landmarks(cut, arm)
    marks = marks + _guesses(trial, endpoint, guess) + _ends(cut, arms)
    return {
        "kind": "chart", "id": key, "form": "xy", "title": trial["name"] + ": " + endpoint["name"],
        "summary": summary(data, trial, endpoint, cut), "legend": [], "series": series, "marks": marks,
        "x": {"label": "month", "min": 0, "max": top}, "y": {"label": "of 100 people", "min": 0, "max": 100},
        "table": {"columns": [{"label": "Group"}, {"label": "Month"}, {"label": "Of 100"}], "rows": _rows(cut, arms)},
    }


def _points(line: "list[list[float]]") -> "list[list[float]]":
    points = [[0.0, 100.0]]
    for n in range(len(line) - 1):
        for piece in range(1, PIECES + 1):
            months = line[n][0] + (line[n + 1][0] - line[n][0]) * piece / PIECES
            months = line[n + 1][0] if piece == PIECES else months
            points.append([_rounded(months), _rounded(survival.share(line, months) * 100)])
    return points


def _rounded(value: float) -> float:
    """Two decimals are enough for a picture, and the same on every runtime."""
    return float(portable.fmt(value, 2))


def _landmarks(cut: "Json", arm: "Json") -> "list[Json]":
    return [{"x": mark["t"], "y": _rounded(mark["s"] * 100), "label": ""} for mark in cut["curves"].get(arm["id"], [])]


def _guesses(trial: "Json", endpoint: "Json", guess: "Json") -> "list[Json]":
    asked = trials_ask.question(trial, endpoint)
    marks = []
    for arm in asked["arms"]:
        if arm["id"] in guess:
            at, of = (asked["t"], guess[arm["id"]]) if asked["what"] == "share" else (guess[arm["id"]], 50.0)
            marks.append({"x": at, "y": of, "label": "you: " + arm["name"]})
    return marks


def _ends(cut: "Json", arms: "list[Json]") -> "list[Json]":
    """Where the drug of an arm is planned to end, as a point on its curve."""
    ends: list[Json] = []
    for arm in arms:
        line = curve(cut, arm["id"])
        if arm["months"] and arm["months"] < survival.last(line):
            y = _rounded(survival.share(line, arm["months"]) * 100)
            ends.append({"x": arm["months"], "y": y, "label": "drug ends"})
    return ends


def _rows(cut: "Json", arms: "list[Json]") -> "list[Json]":
    rows = []
    for arm in arms:
        for months, of_one in curve(cut, arm["id"]):
            row = [cell(arm["name"]), cell(portable.shortest(months, 1)), cell(portable.shortest(of_one * 100, 1))]
            rows.append({"cells": row})
    return rows


def summary(data: "Json", trial: "Json", endpoint: "Json", cut: "Json") -> str:
    """What the picture shows, in a sentence with its result."""
    parts: list[str] = []
    for arm in trials_ask.arms_shown(trial, cut):
        line, name = curve(cut, arm["id"]), arm["name"]
        parts.append((name if parts else trials_ask.opened(name)) + " falls to " + portable.fmt(line[-1][1] * 100)
                     + " of 100 at month " + portable.shortest(line[-1][0], 1))
    shape = [arm for arm in trials_ask.arms_shown(trial, cut) if assumed(cut, arm["id"])]
    note = " One published point carries a whole curve here: its shape is assumed." if shape else ""
    return "**Reconstructed from published landmarks.** " + "; ".join(parts) + "." + note
