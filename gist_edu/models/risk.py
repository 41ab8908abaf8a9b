"""Risk after surgery for localised GIST: NIH 2002, modified NIH, AFIP 2006, AJCC 8, mitoses per area, rupture scenes.

Portable and pure. ``data["risk"]`` is ``data/risk.yaml``; ``data["ev"]`` holds the ledger values it points to.
All schemes describe the course without adjuvant drug. Every step is closed above (5 cm belongs to the lower step).
"""

import math

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from gist_edu._types import Json

WORDS = {
    "none": "none",
    "very_low": "very low",
    "low": "low",
    "moderate": "moderate",
    "intermediate": "intermediate",
    "high": "high",
}
# One scale on which schemes can be compared: 0 low, 1 in between, 2 high.
LEVEL = {"none": 0, "very_low": 0, "low": 0, "moderate": 1, "intermediate": 1, "high": 2}
AREA_MM2 = 5.0
SOURCES_DIFFER = " Sources differ here: look at a second scheme."
CANNOT_SEE_RUPTURE = "This scheme cannot see the rupture."


def step(value: float, edges: "list[float]") -> int:
    """Index of the step that holds ``value``; an edge belongs to the step below it."""
    for place, edge in enumerate(edges):
        if value <= edge:
            return place
    return len(edges)


def scheme(data: "Json", name: str) -> "Json":
    """The scheme with this id."""
    for entry in data["risk"]["schemes"]:
        if entry["id"] == name:
            return entry
    raise ValueError("unknown scheme " + name)


def assess(
    data: "Json", size_cm: float, mitoses: float | None, site: str, rupture: bool = False, context: "Sequence[str]" = ()
) -> "list[Json]":
    """A list of answers, one per scheme in the order of the data; ``mitoses`` per 5 mm², None if not known.

    Each answer: id, applicable, reason, risk or stage, group, pct (ledger address), possible, boundary, cautions.
    """
    return [_answer(data, entry, size_cm, mitoses, site, rupture, context) for entry in data["risk"]["schemes"]]


def _answer(
    data: "Json",
    entry: "Json",
    size_cm: float,
    mitoses: float | None,
    site: str,
    rupture: bool,
    context: "Sequence[str]",
) -> "Json":
    answer = {
        "id": entry["id"],
        "name": entry["name"],
        "applicable": True,
        "reason": None,
        "risk": None,
        "stage": None,
        "group": None,
        "pct": None,
        "flag": None,
        "possible": [],
        "boundary": None,
        "cautions": [],
    }
    reason = _excluded(data, context) or _no_column(entry, site)
    if reason:
        answer["applicable"] = False
        answer["reason"] = reason
        return answer
    answer["cautions"] = _cautions(data, entry, rupture, context)
    outcomes = _outcomes(data, entry, size_cm, mitoses, site, rupture)
    _settle(answer, outcomes, mitoses, site)
    answer["boundary"] = boundary(data, entry, size_cm, mitoses, site, rupture)
    return answer


def _excluded(data: "Json", context: "Sequence[str]") -> str | None:
    for entry in data["risk"]["contexts"]:
        if entry["value"] in context and entry.get("excludes"):
            return entry["excludes"]
    return None


def _no_column(entry: "Json", site: str) -> str | None:
    if entry["id"] == "afip_2006" and site not in entry["cells"]:
        return (
            "The site is not known, and AFIP gives its shares by site."
            if site == "unknown"
            else "AFIP has no column for this site; using the small-bowel numbers would be convention, not data."
        )
    if entry["id"] == "ajcc8" and site == "unknown":
        return "The site is not known, and AJCC stages the stomach and the bowel by different tables."
    return None


def _cautions(data: "Json", entry: "Json", rupture: bool, context: "Sequence[str]") -> list[str]:
    cautions = [c["caution"] for c in data["risk"]["contexts"] if c["value"] in context and c.get("caution")]
    if rupture and "rupture" in entry["blind"]:
        cautions.append(CANNOT_SEE_RUPTURE)
    return cautions


def _outcomes(
    data: "Json", entry: "Json", size_cm: float, mitoses: float | None, site: str, rupture: bool
) -> "list[tuple[str | None, ...]]":
    """All outcomes that fit what is known, as (risk, stage, group, pct, flag), without repeats, lowest first."""
    rows = range(len(entry["mitosis_edges"]) + 1) if mitoses is None else [step(mitoses, entry["mitosis_edges"])]
    column = step(size_cm, data["risk"]["size_edges_cm"])
    found = []
    for table in _tables(entry, site):
        for row in rows:
            outcome = _cell(entry, table, row, column, rupture)
            if outcome not in found:
                found.append(outcome)
    return found


def _tables(entry: "Json", site: str) -> "list[Any]":
    if entry["id"] == "nih_2002":
        return [entry["classes"]]
    if entry["id"] == "afip_2006":
        return [entry["cells"][site]]
    if entry["id"] == "modified_nih":
        if site == "unknown":
            return [entry["gastric"], entry["other"]]
        return [entry["gastric"] if site == "gastric" else entry["other"]]
    return [entry["gastric"] if site in ("gastric", "omentum") else entry["other"]]


def _cell(entry: "Json", table: "Any", row: int, column: int, rupture: bool) -> "tuple[str | None, ...]":
    if entry["id"] == "afip_2006":
        group = entry["groups"][row][column]
        cell = table[group]
        return (cell.get("label"), None, group, cell.get("pct"), cell.get("flag"))
    if entry["id"] == "ajcc8":
        return (None, table[row][column], None, None, None)
    if entry["id"] == "modified_nih" and rupture:
        return ("high", None, None, None, None)
    return (table[row][column], None, None, None, None)


def _settle(answer: "Json", outcomes: "list[tuple[str | None, ...]]", mitoses: float | None, site: str) -> None:
    """One outcome is the answer; several are a range, with the reason why it is open."""
    if len(outcomes) == 1:
        answer["risk"], answer["stage"], answer["group"], answer["pct"], answer["flag"] = outcomes[0]
        if mitoses is None:
            answer["reason"] = "Mitoses are not known before resection, but they would not change this answer."
        return
    answer["possible"] = outcomes
    if len([outcome for outcome in outcomes if outcome[0] == outcomes[0][0]]) == len(outcomes):
        answer["risk"] = outcomes[0][0]  # the shares differ, the class does not; None for stages
    missing = [] if mitoses is not None else ["mitoses are not known before resection"]
    if site == "unknown" and answer["id"] == "modified_nih":
        missing.append("the site is not known")
    answer["reason"] = "Open: " + " and ".join(missing) + "."


def boundary(
    data: "Json", entry: "Json", size_cm: float, mitoses: float | None, site: str, rupture: bool
) -> str | None:
    """What to say when the tumour stands on an edge, or between two printed rows, of this scheme; else None.

    Silent where the step on the other side gives the same answer (any count above 10 cm is high in NIH 2002).
    """
    sizes, counts = data["risk"]["size_edges_cm"], entry["mitosis_edges"]
    column = step(size_cm, sizes)
    rows = range(len(counts) + 1) if mitoses is None else [step(mitoses, counts)]
    keys = []
    for place, edge in enumerate(sizes):
        key = _edge_key("size", size_cm, edge, 0.1)
        if key and _differs(entry, site, rupture, [(row, place) for row in rows], [(row, place + 1) for row in rows]):
            keys.append(key)
    for place, edge in enumerate(counts):
        key = None if mitoses is None else _edge_key("mitoses", mitoses, edge, 1.0)
        if key == "mitoses_gap_5" and size_cm > sizes[1]:
            key = None  # the printed row for larger tumours is plainly "more than 5"
        if key and _differs(entry, site, rupture, [(place, column)], [(place + 1, column)]):
            keys.append(key)
    found = [entry["boundary"][key] for key in keys if key in entry["boundary"]]
    return " ".join(found) + SOURCES_DIFFER if found else None


def _edge_key(what: str, value: float, edge: float, printed_step: float) -> str | None:
    """``size_5`` on the edge, ``size_gap_5`` above it but below the first number of the next printed row."""
    if value == edge:
        return what + "_" + portable.fmt(edge)
    return what + "_gap_" + portable.fmt(edge) if edge < value < edge + printed_step - 1e-9 else None


def _differs(entry: "Json", site: str, rupture: bool, here: "list[Any]", beyond: "list[Any]") -> bool:
    """True when the step beyond an edge gives another answer; AJCC always speaks, because T itself changes."""
    if entry["id"] == "ajcc8":
        return True
    for table in _tables(entry, site):
        for place, cell in enumerate(here):
            if _cell(entry, table, cell[0], cell[1], rupture) != _cell(
                entry, table, beyond[place][0], beyond[place][1], rupture
            ):
                return True
    return False


def level(answer: "Json") -> int | None:
    """0 low, 1 in between, 2 high; None for a stage, a range or no answer."""
    return LEVEL[answer["risk"]] if answer["applicable"] and answer["risk"] else None


def differ(answers: "list[Json]") -> bool:
    """True when the risk schemes that answer do not agree on low, in between or high."""
    levels = [level(a) for a in answers]
    known = [x for x in levels if x is not None]
    return len(known) > 1 and min(known) != max(known)


def field_area_mm2(field_number_mm: float, objective: float) -> float:
    """Area of one high-power field: π (d/2)², with d = field number / objective magnification."""
    diameter = field_number_mm / objective
    return math.pi * diameter * diameter / 4.0


def mitoses_per_5mm2(count: float, fields: float, field_number_mm: float, objective: float) -> float:
    """Mitoses per 5 mm² from a count over ``fields`` high-power fields."""
    return count * AREA_MM2 / (fields * field_area_mm2(field_number_mm, objective))


def fields_for_5mm2(field_number_mm: float, objective: float) -> float:
    """How many high-power fields make 5 mm²."""
    return AREA_MM2 / field_area_mm2(field_number_mm, objective)


def rupture_scene(data: "Json", scene: str) -> "Json | None":
    """The scene with its verdict: counts, does_not_count or not_addressed (Nishida 2019); None if unknown."""
    for entry in data["risk"]["rupture_scenes"]:
        if entry["id"] == scene:
            return entry
    return None
