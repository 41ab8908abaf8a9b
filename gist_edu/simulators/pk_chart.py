"""The picture of the dose board: levels over four days, the crowd around them, and where thresholds were proposed."""

from gist_edu.models import pk as model
from gist_edu.models import pk_people, pk_tablets, portable
from gist_edu.simulators import pk_ask
from gist_edu.simulators.blocks import cell

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

DAYS = 4
CROWD_LABEL = "90 of 100 people"
FINE = {24.0: (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 12.0, 16.0, 20.0), 12.0: (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0)}
COARSE = {24.0: (0.0, 3.0, 10.0), 12.0: (0.0, 3.0)}


def hours(interval_h: float, offsets: "dict[float, tuple[float, ...]]") -> "list[float]":
    """The hours that are drawn: the same offsets after each due tablet, and the end."""
    found = []
    for n in range(int(DAYS * 24 / interval_h)):
        for offset in offsets[interval_h]:
            found.append(n * interval_h + offset)
    return found + [DAYS * 24.0]


def chart(data: "Json", state: "Json", key: str, title: str, plans: "list[Json]") -> "Json":
    """Lines of one or two plans ``{"label", "tone"}``; the crowd around the last; the zone of proposed thresholds."""
    series, legend = [_zone(data, state)], [{"tone": "muted", "label": "between the lowest and the highest threshold"}]
    band, top = _band(data, state, plans[-1])
    if band:
        series.append(band)
        legend.append({"tone": band["tone"], "label": CROWD_LABEL + (", after" if len(plans) > 1 else "")})
    for plan in plans:
        points = [[t, pk_ask.in_unit(data, state, pk_tablets.level(plan, t))] for t in hours(plan["interval_h"], FINE)]
        top = max([top] + [point[1] for point in points])
        series.append({"shape": "line", "label": plan["label"], "tone": plan["tone"], "points": _rounded(points)})
    unit = state["values"]["shown"]
    return {
        "kind": "chart", "id": key, "form": "xy", "title": title, "summary": summary(data, state, plans),
        "legend": legend, "series": series, "marks": [],
        "x": {"label": "hours", "min": 0, "max": DAYS * 24}, "y": {"label": "imatinib", "unit": unit, "min": 0},
        "table": {"columns": [{"label": "Line"}, {"label": "Trough"}, {"label": "Peak"}],
                  "rows": [_row(data, state, plan) for plan in plans]},
    }


def _rounded(points: "list[list[float]]") -> "list[list[float]]":
    """Two decimals are enough for a picture, and the same on every runtime."""
    return [[float(portable.fmt(number, 2)) for number in point] for point in points]


def _zone(data: "Json", state: "Json") -> "Json":
    """From the lowest to the highest threshold proposed for effect."""
    values = [one["value"] for one in data["pk"]["thresholds"] if one["about"] == "effect"]
    low, high = pk_ask.in_unit(data, state, min(values)), pk_ask.in_unit(data, state, max(values))
    return {"shape": "band", "label": "", "tone": "muted",
            "points": _rounded([[0.0, low, high], [DAYS * 24.0, low, high]])}


def _band(data: "Json", state: "Json", plan: "Json") -> "tuple[Json | None, float]":
    """(the middle 90 of 100 of the crowd, its upper edge); none where a model prints no spread."""
    if not model.found(data["pk"], plan["model"])["variability"]:
        return None, 0.0
    times = hours(plan["interval_h"], COARSE)
    shown = []
    for place, row in enumerate(crowd_levels(data, plan, times)):
        shown.append([times[place], pk_ask.in_unit(data, state, row[0]), pk_ask.in_unit(data, state, row[4])])
    band = {"shape": "band", "label": "", "tone": plan["tone"], "points": _rounded(shown)}
    return band, max([point[2] for point in shown])


def crowd_levels(data: "Json", plan: "Json", times: "list[float]") -> "list[list[float]]":
    """The 5, 25, 50, 75 and 95 percentiles of the crowd at each hour; a regular intake needs one interval only."""
    interval, pattern = plan["interval_h"], plan["pattern"]
    people = pk_people.crowd(data["pk"], plan["model"], plan["factors"])
    scale = plan["mg"] * model.NG_PER_MG
    known: Json = {}
    rows = []
    for t in times:
        place = portable.fmt(t - interval * int(t / interval), 3) if pattern == "none" else portable.fmt(t, 3)
        if place not in known:
            levels = [pk_tablets.unit_level(kin, t, interval, pattern) * scale for kin in people]
            known[place] = pk_people.spread_of(levels)
        rows.append(known[place])
    return rows


def _row(data: "Json", state: "Json", plan: "Json") -> "Json":
    return {"cells": [cell(plan["label"]), cell(pk_ask.level(data, state, pk_tablets.trough(plan))),
                      cell(pk_ask.level(data, state, pk_tablets.peak(plan)))]}


def summary(data: "Json", state: "Json", plans: "list[Json]") -> str:
    """What the picture shows, in a sentence with its result."""
    said = [plan["label"] + ": lowest before a tablet " + pk_ask.level(data, state, pk_tablets.trough(plan))
            for plan in plans]
    return "**" + model.found(data["pk"], plans[-1]["model"])["name"] + ".** " + "; ".join(said) + "."
