"""What all figures share: how a panel is drawn, the colours of the page, and the finished SVG with its description."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

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
    height: int = HEIGHT  # px of the plot


def show(panels: Sequence[Panel], title: str, description: str, numbers: Rows) -> Figure:
    """Panels as one figure of the book; ``description`` says what it shows and what comes out."""
    if not panels or not description.strip() or not numbers:
        raise ValueError("A figure needs panels, a description (what it shows, with its result) and numbers.")
    return Figure(_assemble(panels, title, description), title, description, tuple(numbers))


# ---------------------------------------------------------------- drawing

def lines(points: Rows, axes: Axes, title: str, *, dots: bool,
          guide: float | None = None) -> Panel:
    """Lines with a label at the right end, and a marker at each point that does not say ``dot: False``.

    Places do not depend on a machine's fonts.
    """
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
        marks = base.transform_filter("datum.dot !== false").encode(x=x, y=y, shape=shape)
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


def config() -> dict[str, Any]:
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
    width, heights = LEFT + WIDTH + RIGHT, [TOP + panel.height + BOTTOM for panel in panels]
    tops = [TOP + sum(heights[:place]) for place in range(len(panels))]
    body = "".join(f'<g transform="translate({LEFT},{top})">{_titles(panel)}{_drawn(panel)}</g>'
                   for top, panel in zip(tops, panels, strict=True))
    size = f'width="{width}" height="{sum(heights)}" viewBox="0 0 {width} {sum(heights)}"'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" class="gist-figure" {size} role="img" '
            f'font-family="{FONT}" font-size="13"><title>{escape(title)}</title>'
            f"<desc>{escape(description)}</desc><style>{_STYLE}</style>{body}</svg>")


def _titles(panel: Panel) -> str:
    """Set by us and not by the renderer, which would place them by the fonts of the machine."""
    place = f'x="{4 - LEFT}" fill="currentColor"'
    return (f'<text {place} y="-40" font-size="14" font-weight="600">{escape(panel.title)}</text>'
            f'<text {place} y="-14">{escape(panel.axes.y_title)}</text>'
            f'<text x="{WIDTH / 2:g}" y="{panel.height + 40}" text-anchor="middle" fill="currentColor">'
            f"{escape(panel.axes.x_title)}</text>")


def _drawn(panel: Panel) -> str:
    """The drawing without the frame, roles and font of the renderer; its origin is the corner of the plot."""
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**panel.chart.to_dict(), "config": config()}, vl_version="v5.20")
    body = re.sub(r'^<svg[^>]*><g([^>]*?) transform="[^"]*">', r"<g\1>", svg).removesuffix("</svg>")
    body = re.sub(r'<path class="(?:back|fore)ground"[^>]*/>', "", body)
    body = re.sub(r' (?:class|role|aria-[a-z]+|pointer-events|font-family|font-size)="[^"]*"', "", body)
    body = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", body)
    body = body.replace(f'"{INK}"', '"currentColor"')
    for name, colour in zip(_NAMES, [*SERIES, PAPER], strict=True):
        body = body.replace(f'"{colour}"', f'"var(--gist-{name},{colour})"')
    return body
