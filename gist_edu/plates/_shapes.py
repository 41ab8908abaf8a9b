"""The drawings of simulators as still pictures: the same shapes as SVG that follows the text colour of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from gist_edu.plates._plate import Plate

Shape = Mapping[str, Any]
# How much of the text colour fills a shape: one ink, for light, dark and print. Words carry the meaning.
_FILL = {"none": 0, "muted": 0.05, "info": 0.16, "very_low": 0.08, "good": 0.3, "warn": 0.2, "bad": 0.3}
_STROKE = {"thin": 1.0, "thick": 5.0, "none": 0.0}


def svg(figure: Mapping[str, Any]) -> str:
    """A whole ``figure`` block as one SVG, with its label and summary inside for those who cannot see it."""
    summary = figure["summary"].replace("*", "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {figure["width"]} {figure["height"]}" role="img" '
        f'font-family="system-ui, sans-serif" style="width:100%;max-width:25rem;height:auto">'
        f"<title>{escape(figure['label'])}</title><desc>{escape(summary)}</desc>"
        f"{inside(figure['shapes'], figure['chosen'])}</svg>"
    )


def still(figure: Mapping[str, Any]) -> Plate:
    """A ``figure`` block as a plate; those who cannot see it get its summary and its list."""
    said = [figure["summary"].replace("*", ""), *(f"{part['text']}." for part in figure["list"])]
    return Plate(svg(figure), " ".join(said), "a structure")


def inside(shapes: Sequence[Shape], chosen: str | None = None) -> str:
    """The shapes alone."""
    return "".join(_draw(shape, chosen is not None and shape.get("id") == chosen) for shape in shapes)


def _draw(shape: Shape, chosen: bool) -> str:
    if shape["shape"] == "text":
        weight = ' font-weight="600"' if shape.get("strong") or chosen else ""
        return (f'<text x="{shape["x"]:g}" y="{shape["y"]:g}" font-size="15" fill="currentColor" '
                f'text-anchor="{shape.get("anchor", "start")}"{weight}>{escape(shape["text"])}</text>')
    return f"<{_outline(shape)} {_look(shape, chosen)}/>"


def _outline(shape: Shape) -> str:
    kind = shape["shape"]
    if kind == "path":
        return f'path d="{escape(shape["d"])}"'
    if kind == "circle":
        return f'circle cx="{shape["x"]:g}" cy="{shape["y"]:g}" r="{shape["r"]:g}"'
    if kind == "rect":
        size = f'width="{shape["width"]:g}" height="{shape["height"]:g}" rx="{shape.get("round", 0):g}"'
        return f'rect x="{shape["x"]:g}" y="{shape["y"]:g}" {size}'
    return "line " + " ".join(f'{key}="{shape[key]:g}"' for key in ("x1", "y1", "x2", "y2"))


def _look(shape: Shape, chosen: bool) -> str:
    filled = shape["shape"] in ("rect", "circle") or shape.get("filled")
    opacity = _FILL.get(shape.get("tone", "none"), 0.08) if filled else 0
    fill = f'fill="currentColor" fill-opacity="{opacity:g}"' if opacity else 'fill="none"'
    if "shade" in shape:  # the grey of a scan stays what it is
        fill = f'fill="hsl(0 0% {shape["shade"]:g}%)"'
    width = 3.5 if chosen else _STROKE.get(shape.get("line") or "", 1.5)
    dashes = ' stroke-dasharray="5 5"' if shape.get("line") == "dashed" else ""
    return f'{fill} stroke="currentColor" stroke-width="{width:g}"{dashes}'
