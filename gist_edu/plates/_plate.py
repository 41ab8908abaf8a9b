"""What every plate is: a small SVG with its description. It follows the text colour of the page, light or dark."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

COLUMN = 640  # px, about the text column: a drawing made for a phone does not fill it
LARGER = 1.3  # how far such a drawing may grow where there is room


@dataclass(frozen=True)
class Plate:
    """An SVG drawing with its description; notebooks store the picture, readers of text get the words."""

    svg: str
    description: str
    instead_of: str = "a patient"  # what a reader might take the drawing for

    def __repr__(self) -> str:
        return f"[Drawing, not {self.instead_of}] {self.description}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": repr(self)}


def drawing(title: str, description: str, body: str, *, width: int = 640, height: int = 362) -> Plate:
    """A plate from the inside of its SVG; ``description`` is what a reader who cannot see it gets."""
    most = "100%" if width >= COLUMN else f"min(100%,{LARGER * width:.0f}px)"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="system-ui, sans-serif" style="max-width:{most};height:auto">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{body}</svg>"
    )
    return Plate(svg, description)
