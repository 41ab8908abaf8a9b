"""Risk after surgery as pictures: the AFIP table by site, and what a mitotic count means per area."""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from gist_edu import _yaml, evidence
from gist_edu._ledger import DATA
from gist_edu.charts._theme import Axes, Figure, lines, show
from gist_edu.models import risk as risk_model

SIZES = ("≤2", ">2 to 5", ">5 to 10", ">10")
MITOSES = ("5 or fewer mitoses per 5 mm²", "more than 5 mitoses per 5 mm²")
EYEPIECES_MM, OBJECTIVE = (18, 22, 25), 40


def afip_map() -> Figure:
    """Spread or death from tumour in the AFIP series, by size, mitoses and site."""
    rows = afip_rows()
    ticks = dict(enumerate(SIZES))
    axes = Axes("size, cm", "spread or death, %", (0, 3), (0, 100), ticks, (0, 25, 50, 75, 100))
    points = [{**row, "x": SIZES.index(row["size, cm"]), "y": row["percent"], "series": row["site"],
               "hollow": bool(row["note"])} for row in rows if row["percent"] is not None]
    panels = [lines([point for point in points if point["mitoses"] == title], axes, title, dots=True)
              for title in MITOSES]
    return show(panels, "AFIP: spread or death from tumour", (
        "Two panels, for 5 or fewer and for more than 5 mitoses per 5 mm², each with one line per site over "
        "four size groups. In both the stomach lies lowest up to 10 cm; the bowel lines climb earlier and "
        "higher. Hollow marks: few tumours, pooled with the neighbouring size, or sources disagree."), rows)


def afip_rows() -> list[dict[str, Any]]:
    """One row per cell of the AFIP table, with its share from the ledger; a cell without tumours has none."""
    scheme = next(entry for entry in _risk_data()["schemes"] if entry["id"] == "afip_2006")
    labels = {site["value"]: site["label"] for site in _risk_data()["sites"]}
    return [{"site": labels[site], "mitoses": panel, "size, cm": size, "group": group, **_cell(cells[group])}
            for site, cells in scheme["cells"].items()
            for panel, groups in zip(MITOSES, scheme["groups"], strict=True)
            for size, group in zip(SIZES, groups, strict=True)]


def _cell(cell: Mapping[str, str]) -> dict[str, Any]:
    note = cell.get("flag", "").replace("_", " ")
    if "pct" not in cell:
        return {"percent": None, "note": note, "how seen": ""}
    fields = evidence.card(cell["pct"]).fields()
    percent = evidence.value(cell["pct"], unverified=True)
    return {"percent": percent, "note": note, "how seen": fields["how_seen"]}


@cache
def _risk_data() -> dict[str, Any]:
    data: dict[str, Any] = _yaml.load((DATA / "risk.yaml").read_text(encoding="utf-8"))
    return data


def microscope_fields(count: int = 8) -> Figure:
    """What one count of mitoses means per 5 mm², by the number of fields and the eyepiece."""
    rows = [{"eyepiece, mm": mm, "fields": fields,
             "mitoses per 5 mm²": round(risk_model.mitoses_per_5mm2(count, fields, mm, OBJECTIVE), 2)}
            for mm in EYEPIECES_MM for fields in range(10, 61)]
    axes = Axes("high-power fields looked at (40×)", "mitoses per 5 mm²", (10, 60), (0, 20),
                {n: str(n) for n in range(10, 61, 10)}, (0, 5, 10, 15, 20))
    points = [{"x": row["fields"], "y": row["mitoses per 5 mm²"], "series": f"{row['eyepiece, mm']} mm",
               "hollow": False} for row in rows if row["mitoses per 5 mm²"] <= axes.y[1]]
    flips = ", ".join(f"{risk_model.mitoses_per_5mm2(count, 1, mm, OBJECTIVE) / 5:.0f} with {mm} mm"
                      for mm in EYEPIECES_MM)
    title = f"{count} mitoses counted: how many per 5 mm²"
    return show([lines(points, axes, title, dots=False, guide=5)], title, (
        f"A count of {count} mitoses, converted to 5 mm². Each curve is one eyepiece: the more fields, and "
        f"the wider the eyepiece, the lower the rate. It falls to 5 (dashed line) after so many fields: "
        f"{flips}."), rows)
