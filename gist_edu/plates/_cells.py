"""The two faces of a GIST under the microscope: spindle cells in bundles, epithelioid cells in sheets."""

from __future__ import annotations

import math
import random

from gist_edu.plates._plate import Plate, drawing

_WIDTH, _HEIGHT, _TOP = 360, 250, 30
_SEED = 11
_TOLD = {
    "spindle": "Long narrow cells with long nuclei, side by side in bundles that sweep in waves.",
    "epithelioid": "Round to many-sided cells with round nuclei in the middle, packed in a sheet like paving stones.",
    "mixed": "Left: long narrow cells in bundles. Right: round to many-sided cells with round nuclei.",
}


def cells(kind: str = "spindle") -> Plate:
    """Cells of a GIST: ``"spindle"``, ``"epithelioid"`` or ``"mixed"``. Not to scale."""
    if kind not in _TOLD:
        raise ValueError(f"cells draws {', '.join(_TOLD)}; got {kind!r}.")
    rng = random.Random(_SEED)
    middle = _WIDTH / 2
    drawn = {
        "spindle": lambda: _spindle(rng, 0, _WIDTH),
        "epithelioid": lambda: _epithelioid(rng, 0, _WIDTH),
        "mixed": lambda: _spindle(rng, 0, middle) + _epithelioid(rng, middle, _WIDTH),
    }[kind]()
    label = f'<text x="4" y="18" font-size="13" fill="currentColor">{kind} cells (drawing, not a patient)</text>'
    ink = 'fill="currentColor" fill-opacity=".08" stroke="currentColor" stroke-opacity=".35"'
    body = f'{label}<g {ink}>{"".join(drawn)}</g>'
    return drawing(f"GIST, {kind} cells", _TOLD[kind], body, width=_WIDTH, height=_HEIGHT)


def _spindle(rng: random.Random, left: float, right: float) -> list[str]:
    """Nuclei and bodies that follow a wave, so that bundles seem to cross."""
    found = []
    for row in range(11):
        for column in range(int((right - left) // 33)):
            x = left + 17 + column * 33 + rng.uniform(-6, 6)
            y = _TOP + 12 + row * 19 + rng.uniform(-4, 4)
            turn = 34 * math.sin(x / 60 + y / 48) + rng.uniform(-7, 7)
            found.append(_one(x, y, turn, body=(18, 4.6), nucleus=(8.5, 2.5)))
    return found


def _epithelioid(rng: random.Random, left: float, right: float) -> list[str]:
    """Cells in staggered rows, each with a clear rim around a round nucleus."""
    found = []
    for row in range(8):
        for column in range(int((right - left) // 29)):
            x = left + 16 + column * 29 + (row % 2) * 8 + rng.uniform(-3, 3)
            y = _TOP + 15 + row * 26 + rng.uniform(-3, 3)
            found.append(_one(x, y, rng.uniform(-30, 30), body=(14, 12), nucleus=(5.2, 4.6)))
    return found


def _one(x: float, y: float, turn: float, *, body: tuple[float, float], nucleus: tuple[float, float]) -> str:
    return (f'<g transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})"><ellipse rx="{body[0]}" ry="{body[1]}"/>'
            f'<ellipse rx="{nucleus[0]}" ry="{nucleus[1]}" fill-opacity=".55" stroke="none"/></g>')  # fmt: skip
