"""A field of cells to count mitoses in, with the 5 mm² frame."""

from __future__ import annotations

import math
import random

from gist_edu.plates._plate import Plate, drawing

FRAME_MM2 = 5.0
_SIDE_MM = math.sqrt(FRAME_MM2)
_SPINDLE = (
    '<defs><g id="gist-spindle" fill="currentColor"><ellipse rx="19" ry="5.5" opacity=".10"/>'
    '<ellipse rx="8" ry="3" opacity=".30"/></g></defs>'
)


def mitosis_field(mitoses: int = 8, *, outside: int = 3, apoptotic: int = 4, seed: int = 7) -> Plate:
    """A field of spindle cells with a 5 mm² frame: count the mitoses inside it.

    ``mitoses`` lie inside the frame, ``outside`` lie outside and do not count, and ``apoptotic`` bodies
    (small, round, with a halo) are look-alikes that never count. Cells are not drawn to scale.
    """
    if not 0 <= mitoses <= 20 or not 0 <= outside <= 10 or not 0 <= apoptotic <= 10:
        raise ValueError(
            f"mitosis_field draws up to 20 mitoses, 10 outside and 10 apoptotic bodies; "
            f"got {mitoses}, {outside}, {apoptotic}"
        )
    rng = random.Random(seed)
    frame = (170.0, 28.0, 300.0, 300.0)
    inside = _spots(rng, frame, mitoses + apoptotic // 2, margin=24)
    margins = _spots(rng, (12.0, 40.0, 145.0, 280.0), outside + apoptotic - apoptotic // 2, margin=8)
    bodies = inside[mitoses:] + margins[outside:]
    figures = [_mitosis(rng, x, y) for x, y in inside[:mitoses] + margins[:outside]]
    cells = _fascicles(rng, [*inside, *margins])
    text = (
        f"Spindle cells in bundles. A dashed frame marks 5 mm², about {_SIDE_MM:.1f} mm on each side. Mitoses are "
        "dark bars, single or in pairs. Small round bodies with a halo are dying cells and do not count."
    )
    label = (
        '<text x="320" y="352" text-anchor="middle" font-size="14" fill="currentColor">'
        "frame = 5 mm² (drawing, not a patient; cells enlarged)</text>"
    )
    x, y, w, h = frame
    outline = (
        f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" fill="none" stroke="currentColor" '
        'stroke-width="2.5" stroke-dasharray="9 5"/>'
    )
    body = "".join([*cells, *(_apoptotic(x, y) for x, y in bodies), *figures])
    return drawing("A field of spindle cells with a 5 mm² frame", text, body + outline + label)


def _spots(
    rng: random.Random, box: tuple[float, float, float, float], n: int, margin: float
) -> list[tuple[float, float]]:
    """``n`` points in the box, kept apart so that each figure can be told from its neighbour."""
    x, y, w, h = box
    spots: list[tuple[float, float]] = []
    while len(spots) < n:
        spot = (x + rng.uniform(margin, w - margin), y + rng.uniform(margin, h - margin))
        if all(math.dist(spot, other) > 34 for other in spots):
            spots.append((round(spot[0], 1), round(spot[1], 1)))
    return spots


def _fascicles(rng: random.Random, keep_clear: list[tuple[float, float]]) -> list[str]:
    """Spindle cells that flow in waves, leaving room around the figures to be counted."""
    cells = []
    for row in range(13):
        for column in range(15):
            x, y = 22 + column * 42 + rng.uniform(-9, 9), 20 + row * 27 + rng.uniform(-6, 6)
            if y > 335 or any(math.dist((x, y), spot) < 22 for spot in keep_clear):
                continue
            turn = 28 * math.sin(x / 95 + y / 70) + rng.uniform(-8, 8)
            cells.append(f'<use href="#gist-spindle" transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})"/>')
    return [_SPINDLE, *cells]


def _mitosis(rng: random.Random, x: float, y: float) -> str:
    bars = (
        '<rect x="-2" y="-9" width="4.5" height="18" rx="2"/>'
        if rng.random() < 0.5
        else '<rect x="-6.5" y="-8" width="4" height="16" rx="2"/><rect x="3" y="-8" width="4" height="16" rx="2"/>'
    )
    return (
        f'<g transform="translate({x:g} {y:g}) rotate({rng.uniform(-40, 40):.0f})" fill="currentColor">'
        f'<ellipse rx="15" ry="11" opacity=".14"/>{bars}</g>'
    )


def _apoptotic(x: float, y: float) -> str:
    return (
        f'<g transform="translate({x:g} {y:g})"><circle r="8" fill="none" stroke="currentColor" opacity=".35"/>'
        '<circle r="3.2" fill="currentColor" opacity=".8"/></g>'
    )
