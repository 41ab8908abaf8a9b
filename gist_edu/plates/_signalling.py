"""From the receptor into the cell: each branch as thick as its evidence in GIST."""

from __future__ import annotations

from typing import Any

from gist_edu.plates._plate import Plate
from gist_edu.plates._shapes import still
from gist_edu.simulators import shapes
from gist_edu.simulators.blocks import figure

# Branch: what follows what, and how strong the evidence is that GIST cells need it. Sources stand in lesson 02.
BRANCHES = (
    ("PI3K", ("PI3K", "AKT", "survival"), "thick", "needed: blocking it stopped all lines tested"),
    ("MAPK", ("RAS", "MEK", "ETV1"), "thick", "needed: ETV1 keeps the cell in its line"),
    ("STAT", ("JAK", "STAT", "no effect"), "thin", "switched on; blocking it changed no growth"),
)
_LEFT, _STEP, _HEIGHT = 58, 112, 372
_BOX = 92


def signalling() -> Plate:
    """KIT or PDGFRA and three branches below: PI3K and MAPK thick, JAK/STAT thin."""
    drawn = _receptor()
    for place, (_, steps, weight, _) in enumerate(BRANCHES):
        drawn += _branch(_LEFT + place * _STEP, steps, weight)
    drawn += [shapes.label(170, 348, "ETV1 raises KIT:", None, "middle")]
    drawn += [shapes.label(170, 366, "a loop", None, "middle")]
    words = "; ".join(f"{' to '.join(steps)}: {told}" for _, steps, _, told in BRANCHES)
    summary = f"Three branches below the receptor, as thick as their evidence in GIST cells. {words}. ETV1 raises KIT."
    return still(figure("signalling", "From the receptor into the cell", summary, (shapes.WIDTH, _HEIGHT), drawn, []))


def _receptor() -> list[dict[str, Any]]:
    return [
        shapes.segment((6, 50, 334, 50), None, "muted"),
        shapes.label(8, 42, "outside"),
        shapes.label(8, 68, "inside"),
        shapes.rect((92, 14, 156, 66), None, "info"),
        shapes.label(170, 42, "KIT or PDGFRA", None, "middle", True),
        shapes.label(170, 64, "always on", None, "middle"),
    ]


def _branch(x: int, steps: tuple[str, ...], weight: str) -> list[dict[str, Any]]:
    """One column: an arrow of the branch's weight before each step."""
    drawn: list[dict[str, Any]] = []
    for place, step in enumerate(steps):
        top = 116 + place * 76
        start = 86 if place == 0 else top - 40
        drawn += shapes.arrow((x, start, x, top - 6), "none", weight)
        drawn.append(shapes.rect((x - _BOX / 2, top, _BOX, 34), None, "warn" if weight == "thick" else "none"))
        drawn.append(shapes.label(x, top + 23, step, None, "middle", weight == "thick"))
    return drawn
