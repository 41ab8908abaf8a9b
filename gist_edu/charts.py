"""The figures of the book: drawn by Altair when a lesson runs, stored as SVG that follows light and dark.

Each figure carries its description and its numbers: ``charts.afip_map().frame()`` is the table behind it.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import yaml

from gist_edu import evidence
from gist_edu._ledger import DATA
from gist_edu.models import risk as risk_model

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

Rows = Sequence[Mapping[str, Any]]
# Four series that stay apart for colour-blind readers (Okabe and Ito); each has its own marker as well.
SERIES = ("#0072b2", "#d55e00", "#009e73", "#b0508a")
ON_DARK = ("#56b4e9", "#f0a04b", "#2ec4a0", "#e6a3c9")
SHAPES = ("circle", "square", "triangle-up", "diamond")
INK = "#010101"  # stands for the text colour of the page until the SVG is finished
FONT = "system-ui, -apple-system, Segoe UI, Roboto, sans-serif"
PAPER = "#fefefe"  # stands for the background of the page
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 192, 200, 42, 146, 62, 62  # px; still readable on a 360 px phone


@dataclass(frozen=True)
class Figure:
    """A finished figure: an SVG with its description, and the numbers it was drawn from."""

    svg: str
    title: str
    description: str
    numbers: tuple[Mapping[str, Any], ...]

    def frame(self) -> pd.DataFrame:
        """The numbers behind the picture."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.numbers])

    def __repr__(self) -> str:
        return f"[Figure] {self.title}. {self.description}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": repr(self)}


@dataclass(frozen=True)
class Axes:
    """Titles, ranges and ticks of a panel; ``ticks`` maps a place on the x axis to its label."""

    x_title: str
    y_title: str
    x: tuple[float, float]
    y: tuple[float, float]
    ticks: Mapping[int, str]
    y_ticks: tuple[float, ...]


@dataclass(frozen=True)
class Panel:
    """An Altair chart without titles, and the titles to set around it."""

    title: str
    axes: Axes
    chart: alt.LayerChart


def show(panels: Sequence[Panel], title: str, description: str, numbers: Rows) -> Figure:
    """Panels as one figure of the book; ``description`` says what it shows and what comes out."""
    if not panels or not description.strip() or not numbers:
        raise ValueError("A figure needs panels, a description (what it shows, with its result) and numbers.")
    return Figure(_assemble(panels, title, description), title, description, tuple(numbers))


# ---------------------------------------------------------------- the figures

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
    panels = [_panel([point for point in points if point["mitoses"] == title], axes, title, dots=True)
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
    data: dict[str, Any] = yaml.safe_load((DATA / "risk.yaml").read_text(encoding="utf-8"))
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
    return show([_panel(points, axes, title, dots=False, guide=5)], title, (
        f"A count of {count} mitoses, converted to 5 mm². Each curve is one eyepiece: the more fields, and "
        f"the wider the eyepiece, the lower the rate. It falls to 5 (dashed line) after so many fields: "
        f"{flips}."), rows)


# ---------------------------------------------------------------- drawing

def _panel(points: Rows, axes: Axes, title: str, *, dots: bool,
           guide: float | None = None) -> Panel:
    """Lines with a marker and a label at the right end; places do not depend on a machine's fonts."""
    import altair as alt

    names = list(dict.fromkeys(point["series"] for point in points))
    x = alt.X("x:Q", title=None, scale=alt.Scale(domain=axes.x), axis=alt.Axis(
        values=list(axes.ticks), grid=False, labelExpr=f"({dict(axes.ticks)})[datum.value]"))
    y = alt.Y("y:Q", title=None, scale=alt.Scale(domain=axes.y), axis=alt.Axis(values=axes.y_ticks))
    colour = alt.Color("series:N", scale=alt.Scale(domain=names, range=SERIES[:len(names)]), legend=None)
    shape = alt.Shape("series:N", scale=alt.Scale(domain=names, range=SHAPES[:len(names)]), legend=None)
    base, ends = (alt.Chart(alt.InlineData(values=rows)) for rows in (list(points), _ends(points, axes.y)))
    level = alt.Y("label_y:Q", scale=alt.Scale(domain=axes.y))
    layers: list[Any] = [base.mark_line().encode(x=x, y=y, color=colour)]
    if dots:
        marks = base.encode(x=x, y=y, shape=shape)
        layers += [marks.transform_filter(alt.datum.hollow).mark_point(fill=PAPER).encode(stroke=colour),
                   marks.transform_filter(~alt.datum.hollow).mark_point().encode(stroke=colour, fill=colour)]
    layers += [
        ends.mark_rule().encode(x=_at(7), x2=_at(13), y=y, y2="label_y:Q"),
        ends.mark_point().encode(x=_at(19), y=level, stroke=colour, fill=colour, shape=shape),
        ends.mark_text(align="left", baseline="middle").encode(x=_at(28), y=level, text="series:N")]
    if guide is not None:
        layers.append(alt.Chart(alt.InlineData(values=[{"y": guide}])).mark_rule(strokeDash=[5, 4]).encode(y=y))
    return Panel(title, axes, alt.layer(*layers).properties(width=WIDTH, height=HEIGHT))


def _at(right_of_plot: int) -> Any:
    import altair as alt

    return alt.value(WIDTH + right_of_plot)


def _ends(points: Rows, domain: tuple[float, float], gap: float = 17 / 200) -> list[dict[str, Any]]:
    """The last point of each series, with a height for its label that keeps labels apart."""
    last = {point["series"]: dict(point) for point in points}
    room = gap * (domain[1] - domain[0])
    floor = domain[0]
    ranked = sorted(last.values(), key=lambda point: (point["y"], point["series"]))
    for above, point in enumerate(ranked):
        highest = domain[1] - room * (len(ranked) - 1 - above)  # leave room for those above
        point["label_y"] = max(floor, min(point["y"], highest))
        floor = point["label_y"] + room
    return ranked


def _theme() -> dict[str, Any]:
    axis = {"labelColor": INK, "labelFontSize": 13, "domainColor": INK, "tickColor": INK, "gridColor": INK,
            "gridOpacity": 0.15, "labelPadding": 4, "labelOverlap": False, "labelFlush": False}
    return {"background": "transparent", "font": "sans-serif", "view": {"stroke": None}, "aria": False,
            "axis": axis, "text": {"fontSize": 13, "color": INK}, "line": {"strokeWidth": 2.5},
            "rule": {"color": INK}, "point": {"size": 64, "strokeWidth": 2, "opacity": 1}}


_NAMES = [*(f"series-{number}" for number in range(1, len(SERIES) + 1)), "paper"]


def _colours(values: Sequence[str], paper: str) -> str:
    """The custom properties of one colour scheme; the paper is the page's own where it says so."""
    pairs = zip(_NAMES, [*values, f"var(--pst-color-background,{paper})"], strict=True)
    return ";".join(f"--gist-{name}:{value}" for name, value in pairs)


_STYLE = (f".gist-figure{{max-width:100%;height:auto;{_colours(SERIES, '#fff')}}}"
          "html[data-theme=dark] .gist-figure,[data-jp-theme-light=false] .gist-figure"
          f"{{{_colours(ON_DARK, '#111')}}}")


def _assemble(panels: Sequence[Panel], title: str, description: str) -> str:
    """One SVG, panels stacked, that follows the colours of the page and names itself."""
    width, height = LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM
    tops = [TOP + place * height for place in range(len(panels))]
    body = "".join(f'<g transform="translate({LEFT},{top})">{_titles(panel)}{_drawn(panel)}</g>'
                   for top, panel in zip(tops, panels, strict=True))
    size = f'width="{width}" height="{height * len(panels)}" viewBox="0 0 {width} {height * len(panels)}"'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="gist-figure" {size} role="img" '
            f'font-family="{FONT}" font-size="13"><title>{escape(title)}</title>'
            f"<desc>{escape(description)}</desc><style>{_STYLE}</style>{body}</svg>")


def _titles(panel: Panel) -> str:
    """Set by us and not by the renderer, which would place them by the fonts of the machine."""
    place = f'x="{4 - LEFT}" fill="currentColor"'
    return (f'<text {place} y="-40" font-size="14" font-weight="600">{escape(panel.title)}</text>'
            f'<text {place} y="-14">{escape(panel.axes.y_title)}</text>'
            f'<text x="{WIDTH / 2:g}" y="{HEIGHT + 40}" text-anchor="middle" fill="currentColor">'
            f"{escape(panel.axes.x_title)}</text>")


def _drawn(panel: Panel) -> str:
    """The drawing without the frame, roles and font of the renderer; its origin is the corner of the plot."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**panel.chart.to_dict(), "config": _theme()}, vl_version="v5.20")
    body = re.sub(r'^<svg[^>]*><g([^>]*?) transform="[^"]*">', r"<g\1>", svg).removesuffix("</svg>")
    body = re.sub(r'<path class="(?:back|fore)ground"[^>]*/>', "", body)
    body = re.sub(r' (?:class|role|aria-[a-z]+|pointer-events|font-family|font-size)="[^"]*"', "", body)
    body = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", body)
    body = body.replace(f'"{INK}"', '"currentColor"')
    for name, colour in zip(_NAMES, [*SERIES, PAPER], strict=True):
        body = body.replace(f'"{colour}"', f'"var(--gist-{name},{colour})"')
    return body
