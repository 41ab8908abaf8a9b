"""Survival in a trial as a picture: curves through the published landmarks."""
from __future__ import annotations

from typing import Any

from gist_edu import survival
from gist_edu.charts._theme import Axes, Figure, lines, show

PIECES = 60  # points in which a curve is drawn
STEPS = ((12, 3), (30, 6), (72, 12), (144, 24), (1000, 60))  # (longest axis, months between ticks)
ROOM = 18  # characters that fit beside the plot


def survival_curves(trial: str, endpoint: str, cut: str | None = None) -> Figure:
    """The curves of a trial's arms at one data cut, with a mark at each published landmark."""
    about = survival.trial(trial)
    curves = [(_short(arm), survival.curve(trial, arm["id"], endpoint, cut)) for arm in about.arms_with(endpoint, cut)]
    end = max(curve.t_max for _, curve in curves)
    step = next(months for most, months in STEPS if end <= most)
    axes = Axes("month", "of 100 people", (0, end), (0, 100),
                {n: str(n) for n in range(0, int(end) + 1, step)}, (0, 25, 50, 75, 100))
    points = [point for name, curve in curves for point in _points(name, curve)]
    name = next(one["name"] for one in about.raw["endpoints"] if one["id"] == endpoint)
    last = "; ".join(f"{arm} {100 * curve(curve.t_max):.0f} of 100 at month {curve.t_max:g}" for arm, curve in curves)
    rows = [{"arm": arm, "month": month, "share, %": round(100 * share, 1)}
            for arm, curve in curves for month, share in curve.landmarks]
    title = f"{about.raw['name']}: {name}"
    return show([lines(points, axes, title, dots=True)], f"{title}, {survival.LABEL}", (
        f"Curves {survival.LABEL}, which are the marks; between them a constant rate is assumed, and nothing is drawn "
        f"beyond the last. They end at: {last}."), rows or [{"arm": arm, "month": c.median} for arm, c in curves])


def _short(arm: dict[str, Any]) -> str:
    """The name of an arm, cut to what fits beside the plot."""
    name = str(arm["name"]).partition(" for ")[0]
    return name if len(name) <= ROOM else str(arm["id"]).replace("_", " ")


def _points(name: str, curve: survival.Curve) -> list[dict[str, Any]]:
    marked = {month for month, _ in curve.landmarks}
    months = sorted(marked | {curve.t_max * n / PIECES for n in range(PIECES + 1)})
    return [{"x": month, "y": round(100 * curve(month), 2), "series": name, "hollow": False, "dot": month in marked}
            for month in months]
