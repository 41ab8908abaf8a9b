"""Approvals in the US and the EU as pairs of dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gist_edu import timeline
from gist_edu._types import Json
from gist_edu.charts._theme import SERIES, SHAPES, WIDTH, Axes, Figure, Panel, show

ROW = 26  # px between two decisions
YEARS = (2000, 2024)
REGIONS = ("US", "EU")


def us_and_eu() -> Figure:
    """When each decision was taken in the US and in the EU."""
    rows = timeline.pairs()
    title = "Approvals in the US and the EU"
    axes = Axes("year", "", YEARS, (0, len(rows)), {year: str(year) for year in range(2000, 2025, 6)}, ())
    first = sum(row["US at"] < row["EU at"] for row in rows)
    lags = [f"{row['decision']} {row['months between']}" for row in rows if row["months between"] is not None]
    return show([_pairs(rows, axes, "circle: US, square: EU")], title, (
        "One row per decision, the circle for the US and the square for the EU. The US came first in "
        f"{first} of {len(rows)}. Months between the two, where both days are known: {'; '.join(lags)}."), rows)


def _pairs(rows: Sequence[Json], axes: Axes, title: str) -> Panel:
    import altair as alt

    points = [{"x": _year(row[region]), "y": len(rows) - place - 0.5, "region": region}
              for place, row in enumerate(rows) for region in REGIONS]
    names = [{"y": len(rows) - place - 0.5, "text": row["decision"]} for place, row in enumerate(rows)]
    spans = [{"y": one["y"], "x": one["x"], "x2": two["x"]} for one, two in zip(points[::2], points[1::2], strict=True)]
    x = alt.X("x:Q", title=None, scale=alt.Scale(domain=axes.x), axis=alt.Axis(
        values=list(axes.ticks), grid=True, format="d"))
    y = alt.Y("y:Q", title=None, scale=alt.Scale(domain=axes.y), axis=None)
    ink = alt.Scale(domain=list(REGIONS), range=SERIES[:2])
    form = alt.Scale(domain=list(REGIONS), range=SHAPES[:2])
    layers: list[Any] = [
        _chart(spans).mark_rule().encode(x=x, x2="x2:Q", y=y),
        _chart(points).mark_point().encode(
            x=x, y=y, shape=alt.Shape("region:N", scale=form, legend=None),
            stroke=alt.Color("region:N", scale=ink, legend=None), fill=alt.Color("region:N", scale=ink, legend=None)),
        _chart(names).mark_text(align="left", baseline="middle").encode(
            x=alt.value(WIDTH + 7), y=y, text="text:N")]
    height = ROW * len(rows)
    return Panel(title, axes, alt.layer(*layers).properties(width=WIDTH, height=height), height)


def _chart(rows: Sequence[Json]) -> Any:
    import altair as alt

    return alt.Chart(alt.InlineData(values=list(rows)))


def _year(when: str) -> float:
    """A date in words as a place on the axis; a year alone stands in its middle."""
    words = when.split()
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")
    return int(words[-1]) + ((months.index(words[-2]) + 0.5) / 12 if len(words) > 1 else 0.5)
