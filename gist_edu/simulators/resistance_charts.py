"""The charts of the clone race: volume of each clone, diameter of the tumour, and the result in a sentence."""

import math

from gist_edu.models import portable, resistance
from gist_edu.simulators.blocks import cell

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

TONES = ("info", "bad", "warn", "high", "good", "low", "muted")
FOOT = -3  # power of ten at the foot of the chart; what is smaller is drawn there


def result(course: "Json", names: "Json") -> str:
    """First progression and the largest part at the end."""
    largest = [one["name"] for one in course["clones"] if one["id"] == course["largest"]].pop()
    told = "In this model the tumour has not progressed by the end"
    line = first_progression(course)
    if line:
        told = (
            "In this model the tumour has progressed by month "
            + month(line["progression_month"])
            + ", "
            + under(line["drug"], names)
        )
    return told + ". The largest part at the end is: " + largest + "."


def first_progression(course: "Json") -> "Json | None":
    for line in course["lines"]:
        if line["progression_month"] is not None:
            return line
    return None


def under(drug: str, names: "Json") -> str:
    return "without a drug" if drug == resistance.NO_DRUG else "on " + names[drug].lower()


def month(value: float) -> str:
    return portable.fmt(value, 1)


# ---------------------------------------------------------------- charts


def clones(course: "Json", names: "Json") -> "Json":
    """Volume of each clone on a logarithmic scale."""
    series: list[Json] = []
    for n, one in enumerate(course["clones"]):
        series.append(
            {
                "shape": "line",
                "label": one["name"],
                "tone": TONES[n],
                "points": [[_rounded(month), _rounded(_power(size))] for month, size in one["points"]],
            }
        )
    columns = [
        {"label": "Clone"},
        {"label": "Share of the living tumour at the start"},
        {"label": "cm³ at the end"},
        {"label": "A measurable nodule from month"},
        {"label": "In blood from month"},
    ]
    rows = [{"cells": _clone_row(one)} for one in course["clones"]]
    top = max([point[1] for one in series for point in one["points"]] + [3])
    return {
        "kind": "chart",
        "id": "clones",
        "form": "xy",
        "title": "The clones, each step tenfold",
        "legend": [],
        "summary": _starts(course, names) + " Drawn as powers of ten: 2 is a hundred cm³, −2 a hundredth.",
        "series": series,
        "marks": _drug_marks(course),
        "table": {"columns": columns, "rows": rows},
        "x": {"label": "month", "min": 0, "max": _rounded(course["tumour"][-1][0])},
        "y": {"label": "power of ten, cm³", "min": FOOT, "max": top},
    }


def _power(size: float) -> float:
    return max(FOOT, math.log10(size)) if size > 0 else FOOT


def _rounded(value: float) -> float:
    """Two decimals are enough for a picture, and the same on every runtime."""
    return int(value * 100 + (0.5 if value >= 0 else -0.5)) / 100


def _clone_row(one: "Json") -> "list[Json]":
    return [
        cell(one["name"]),
        cell(_share(one["share"])),
        cell(_volume(one["end_cm3"])),
        cell("–" if one["nodule_month"] is None else portable.shortest(one["nodule_month"], 1)),
        cell("–" if one["in_blood"] is None else portable.shortest(one["in_blood"], 1)),
    ]


def _share(share: float) -> str:
    """A share in words that a small one can be told in."""
    if share > 0.995:
        return "nearly all" if share < 1 else "all"
    if share >= 0.01:
        return portable.shortest(share * 100, 1) + " of 100"
    return portable.fmt(share * 1000000) + " of a million"


def _volume(size: float) -> str:
    return "under 0.01" if size < 0.01 else portable.shortest(size, 2 if size < 10 else 0)


def _starts(course: "Json", names: "Json") -> str:
    said = []
    for n, line in enumerate(course["lines"]):
        said.append(portable.fmt(n + 1) + " " + names[line["drug"]].lower() + " from month " + _start(line))
    return "**Teaching model.** Marks: " + ", ".join(said) + "."


def _start(line: "Json") -> str:
    return portable.shortest(line["start"], 1)


def _drug_marks(course: "Json") -> "list[Json]":
    """The number of each drug at the foot of the chart; names would run into each other."""
    lines = enumerate(course["lines"])
    return [{"x": line["start"], "y": FOOT, "label": portable.fmt(n + 1)} for n, line in lines]


def tumour(course: "Json", names: "Json") -> "Json":
    """Diameter of the whole, with smallest size and progression of each drug."""
    points = [[_rounded(month), _rounded(across)] for month, across in course["tumour"]]
    marks: list[Json] = []
    for line in course["lines"]:
        if line["progression_month"] is not None:
            limit = resistance.diameter(
                resistance.limit_of(line["nadir_cm"], {"rise": course["rise"], "rise_cm": course["rise_cm"]})
            )
            marks.append({"x": _rounded(line["progression_month"]), "y": _rounded(limit), "label": "progression"})
    return {
        "kind": "chart",
        "id": "tumour",
        "form": "xy",
        "title": "What a scan shows: the diameter",
        "legend": [],
        "summary": result(course, names)
        + " Smallest: "
        + portable.fmt(course["nadir"][1], 1)
        + " cm at month "
        + portable.shortest(course["nadir"][0], 1)
        + ".",
        "series": [{"shape": "line", "label": "diameter", "tone": "info", "points": points}],
        "marks": marks,
        "x": {"label": "month", "min": 0, "max": points[-1][0]},
        "y": {"label": "cm", "min": 0, "max": max([point[1] for point in points])},
        "table": {
            "columns": [{"label": "Month"}, {"label": "cm"}],
            "rows": [
                {"cells": [cell(portable.shortest(month, 1)), cell(portable.fmt(across, 1))]}
                for n, (month, across) in enumerate(course["tumour"])
                if n % 6 == 0
            ],
        },
    }
