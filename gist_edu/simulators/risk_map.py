"""The map of disagreement: in which tumours, by size and mitoses, the schemes do not say the same."""

from gist_edu.models import portable, risk
from gist_edu.simulators.blocks import cell, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

MAP_SIZES = (1.0, 2.0, 3.5, 5.0, 6.0, 8.0, 10.0, 12.0)
MAP_MITOSES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 15)
MAP_SCHEMES = ("nih_2002", "modified_nih", "afip_2006")


def ruptured(data: "Json", scene_id: str) -> bool:
    """True when the chosen scene counts as rupture."""
    scene = risk.rupture_scene(data, scene_id)
    return scene is not None and scene["verdict"] == "counts"


def disagreement(data: "Json", site: str, rupture: bool) -> "tuple[list[Any], int]":
    """(cells, differing): a row per size and a column per mitoses; a cell is (differ, answers of the schemes).

    Cells of the same step in size and in mitoses have the same answers, which are worked out once.
    """
    counts = risk.scheme(data, "nih_2002")["mitosis_edges"]  # holds the limits of the other schemes too
    known = {}
    cells = []
    differing = 0
    for size_cm in MAP_SIZES:
        row = []
        for mitoses in MAP_MITOSES:
            place = (risk.step(size_cm, data["risk"]["size_edges_cm"]), risk.step(mitoses, counts))
            if place not in known:
                found = [a for a in risk.assess(data, size_cm, mitoses, site, rupture) if a["id"] in MAP_SCHEMES]
                known[place] = (risk.differ(found), found)
            differing = differing + (1 if known[place][0] else 0)
            row.append(known[place])
        cells.append(row)
    return cells, differing


def chart(data: "Json", state: "Json") -> "Json":
    """The map for the site and rupture on the board, with the reader's tumour marked; a sentence where none fits."""
    if state["site"] == "unknown" or _excluded(state):
        summary = "For this situation the schemes cannot be compared on a map."
        return text("map", summary, "note")
    cells, differing = disagreement(data, state["site"], ruptured(data, state["rupture"]))
    names = [answer["name"] for answer in cells[0][0][1] if answer["applicable"]]
    total = len(MAP_SIZES) * len(MAP_MITOSES)
    summary = (
        "The schemes differ in "
        + portable.fmt(differing)
        + " of "
        + portable.fmt(total)
        + " cells (low, in between or high; "
        + portable.listed(names)
        + ")."
    )
    return {
        "kind": "chart",
        "form": "cells",
        "id": "map",
        "title": "Where the schemes disagree",
        "summary": summary,
        "x": {"label": "Mitoses", "unit": "per 5 mm²", "names": [portable.fmt(m) for m in MAP_MITOSES]},
        "y": {"label": "Size", "unit": "cm", "names": [portable.shortest(s) for s in MAP_SIZES]},
        "cells": [[_map_cell(split, found) for split, found in row] for row in cells],
        "here": _here(state),
        "legend": _LEGEND,
        "table": _map_table(cells),
    }


def _excluded(state: "Json") -> bool:
    return state["context"] not in ("none", "d842v")


_LEGEND = [
    {"tone": "low", "label": "agree: low"},
    {"tone": "intermediate", "label": "agree: in between"},
    {"tone": "high", "label": "agree: high"},
    {"tone": "warn", "label": "≠ differ"},
]
_LEVEL_TONE = ("low", "intermediate", "high")
_LEVEL_WORD = ("low", "in between", "high")


def _map_cell(split: bool, found: "list[Json]") -> "Json":
    if split:
        return {"tone": "warn", "label": "differ", "mark": "≠"}
    known = [x for x in [risk.level(a) for a in found] if x is not None]
    level = known[0]
    return {"tone": _LEVEL_TONE[level], "label": "agree: " + _LEVEL_WORD[level]}


def _nearest(value: float, steps: "tuple[float, ...]") -> int:
    """The map cell a value falls in: the first step that is not below it."""
    for place, edge in enumerate(steps):
        if value <= edge:
            return place
    return len(steps) - 1


def _here(state: "Json") -> "Json | None":
    if not state["mitoses_known"]:
        return None
    return {
        "row": _nearest(state["size_cm"], MAP_SIZES),
        "column": _nearest(state["mitoses"], MAP_MITOSES),
        "label": "your tumour",
    }


def _map_table(cells: "list[Any]") -> "Json":
    columns = [{"label": "Size, cm"}] + [{"label": portable.fmt(m)} for m in MAP_MITOSES]
    rows = []
    for place, row in enumerate(cells):
        shown = [cell(portable.shortest(MAP_SIZES[place]))]
        for split, found in row:
            block = _map_cell(split, found)
            shown.append(cell("differ" if split else block["label"][7:], block["tone"]))
        rows.append({"cells": shown})
    return {"columns": columns, "rows": rows}
