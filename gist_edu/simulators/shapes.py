"""Shapes of a ``figure`` block, in the units of the drawing. The types stand in the view layer (``view.ts``)."""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

WIDTH = 340  # an upright drawing of this width has type of 13 px or more on a phone


def _with(shape: "Json", part: str | None, tone: str, line: str | None) -> "Json":
    shape["tone"] = tone
    if part:
        shape["id"] = part
    if line:
        shape["line"] = line
    return shape


def path(d: str, part: str | None = None, tone: str = "none", line: str | None = None, filled: bool = False) -> "Json":
    """A free line; filled, an area."""
    return _with({"shape": "path", "d": d, "filled": filled}, part, tone, line)


def rect(
    box: "tuple[float, float, float, float]", part: str | None = None, tone: str = "none", line: str | None = None
) -> "Json":
    """A box with soft corners: left, top, width, height."""
    x, y, width, height = box
    shape = {"shape": "rect", "x": x, "y": y, "width": width, "height": height, "round": min(12, height / 2)}
    return _with(shape, part, tone, line)


def circle(x: float, y: float, r: float, part: str | None = None, tone: str = "none") -> "Json":
    """A disc."""
    return _with({"shape": "circle", "x": x, "y": y, "r": r}, part, tone, None)


def segment(
    ends: "tuple[float, float, float, float]", part: str | None = None, tone: str = "none", line: str | None = None
) -> "Json":
    """A straight line from the first point to the second."""
    x1, y1, x2, y2 = ends
    return _with({"shape": "line", "x1": x1, "y1": y1, "x2": x2, "y2": y2}, part, tone, line)


def label(
    x: float, y: float, words: str, part: str | None = None, anchor: str = "start", strong: bool = False
) -> "Json":
    """A line of text."""
    shape = {"shape": "text", "x": x, "y": y, "text": words, "anchor": anchor, "strong": strong}
    return _with(shape, part, "none", None)


def arrow(
    ends: "tuple[float, float, float, float]", tone: str = "none", line: str | None = None, part: str | None = None
) -> "list[Json]":
    """A line straight down or across with a head at its end."""
    x1, y1, x2, y2 = ends
    back, side = 9, 6
    if x1 == x2:
        up = back if y1 < y2 else -back
        points = [(x2 - side, y2 - up), (x2, y2), (x2 + side, y2 - up)]
    else:
        up = back if x1 < x2 else -back
        points = [(x2 - up, y2 - side), (x2, y2), (x2 - up, y2 + side)]
    d = ""
    for place, point in enumerate(points):
        d = d + ("L" if place else "M") + _number(point[0]) + " " + _number(point[1])
    return [segment(ends, part, tone, line), path(d, part, tone, line)]


def _number(value: float) -> str:
    return portable.shortest(value).replace("−", "-")
