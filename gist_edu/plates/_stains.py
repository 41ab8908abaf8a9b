"""A strip of stained tiles for each tumour: what KIT, DOG1, CD34, SDHB, S100 and desmin show."""

from __future__ import annotations

from html import escape

from gist_edu.plates._plate import Plate, drawing
from gist_edu.plates._stain_data import DISAGREE, UNKNOWN, Cell, cells_of, names, stain_names

MOST = 4  # strips on one plate; more would not be compared at a glance
_WIDTH, _TILE, _HIGH, _STRIP, _TOP = 360, 60, 46, 102, 34  # units of the drawing; one is a pixel on a small phone
_SHORT = {UNKNOWN: "not seen", DISAGREE: "disagree"}
_SPOTS = ((12, 11), (28, 9), (43, 13), (20, 23), (37, 25), (12, 36), (29, 38), (44, 37))
_VESSEL = (44, 37)  # the last spot: its lining keeps SDHB and shows that the stain worked


def stain_strip(*tumours: str) -> Plate:
    """Six stains for up to four tumours, one strip each, drawn from the book's table of stains.

    Filled cells took the stain, empty ones did not. ``plates.stain_table`` holds the evidence of each tile.
    """
    if not 1 <= len(tumours) <= MOST:
        known = ", ".join(names())
        raise ValueError(f"stain_strip compares 1 to {MOST} tumours; got {len(tumours)}. Choose from: {known}.")
    strips = [cells_of(tumour) for tumour in tumours]
    body = "".join(_strip(cells, _TOP + place * _STRIP) for place, cells in enumerate(strips))
    height = _TOP + len(strips) * _STRIP + 8
    title = "Stains: " + ", ".join(names()[tumour] for tumour in tumours)
    return drawing(title, " ".join(_told(cells) for cells in strips), _head() + body, width=_WIDTH, height=height)


def _told(cells: list[Cell]) -> str:
    """The strip in words, for readers who cannot see it."""
    tiles = ", ".join(f"{stain_names()[cell.stain]} {cell.call}" for cell in cells)
    return f"{names()[cells[0].tumour]}: {tiles}."


def _head() -> str:
    return _text(_WIDTH / 2, 16, "drawing, not a patient; filled = stained", size=13)


def _strip(cells: list[Cell], top: int) -> str:
    name = _text(4, top + 14, names()[cells[0].tumour], anchor="start", weight=600, size=14)
    return name + "".join(_tile(cell, place * _TILE, top + 22) for place, cell in enumerate(cells))


def _tile(cell: Cell, left: int, top: int) -> str:
    dashed = ' stroke-dasharray="4 3"' if cell.call in (UNKNOWN, DISAGREE) else ""
    frame = (f'<rect x="3" y="0" width="{_TILE - 6}" height="{_HIGH}" rx="4" fill="none" stroke="currentColor" '
             f'stroke-opacity=".6"{dashed}/>')  # fmt: skip
    label = _text(_TILE / 2, _HIGH + 14, cell.stain, size=12, weight=600)
    call = _text(_TILE / 2, _HIGH + 28, _SHORT.get(cell.call, cell.call), size=12)
    return f'<g transform="translate({left} {top})" data-stain="{cell.stain}">{frame}{_inside(cell)}{label}{call}</g>'


def _inside(cell: Cell) -> str:
    if cell.call == UNKNOWN:
        return _text(_TILE / 2, _HIGH / 2 + 6, "?", size=18)
    spots = _SPOTS[:-1] if cell.stain == "SDHB" else _SPOTS
    where = {True: "", False: ""}
    for place, (x, y) in enumerate(spots):
        where[_takes(cell.call, place)] += f'<ellipse cx="{x + 2}" cy="{y}" rx="7.5" ry="4.6"/>'
    vessel = _vessel() if cell.stain == "SDHB" else ""
    return _cells(where[True], "yes") + _cells(where[False], "no") + vessel


def _takes(call: str, place: int) -> bool:
    """Whether this cell took the stain; where findings vary or disagree every second one does."""
    return call in ("positive", "kept") or (call in ("varies", DISAGREE) and place % 2 == 0)


def _cells(ellipses: str, stained: str) -> str:
    look = 'fill="currentColor" fill-opacity=".72"' if stained == "yes" else 'fill="none" stroke-opacity=".55"'
    return f'<g stroke="currentColor" {look} data-stained="{stained}">{ellipses}</g>' if ellipses else ""


def _vessel() -> str:
    """A small vessel, whose lining stains when the method worked."""
    x, y = _VESSEL
    return f'<circle cx="{x + 2}" cy="{y - 1}" r="5" fill="none" stroke="currentColor" stroke-width="3"/>'


def _text(x: float, y: float, text: str, *, size: int, anchor: str = "middle", weight: int = 400) -> str:
    return (f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
            f'fill="currentColor">{escape(text)}</text>')  # fmt: skip
