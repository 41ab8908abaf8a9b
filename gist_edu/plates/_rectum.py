"""A tumour low in the rectum before and after imatinib: what a smaller one spares."""

from __future__ import annotations

from gist_edu import evidence
from gist_edu._ledger import ledger
from gist_edu.plates._plate import Plate, drawing

_WIDTH, _HEIGHT, _PANEL = 360, 268, 180
_CM = 13.0  # px; wall, sphincter and tumour are drawn to this scale
_WALL, _TOP, _SPHINCTER, _BOTTOM = 70, 62, 196, 232  # right wall; where rectum, sphincter and canal begin and end
_CENTRE = 155  # height of the tumour's centre: it shrinks towards it
_SMALLEST, _LARGEST = 1.0, 8.0  # cm: smaller is not seen, larger leaves the drawing
_FALL = "best_response_28w.diameter_fall"


def low_rectum(size_cm: float = 7.0) -> Plate:
    """What shrinking may spare: a tumour near the sphincter, before imatinib and at the median best response.

    ``size_cm`` is the diameter before; how far it falls is the median of one series, not a forecast for one person.
    """
    if not _SMALLEST <= size_cm <= _LARGEST:
        raise ValueError(f"The drawing has room for {_SMALLEST:.0f} to {_LARGEST:.0f} cm, not {size_cm}. Try 7.")
    fall = evidence.value(_FALL)
    sizes = {"before": size_cm, "at best": size_cm * (1 - fall / 100)}
    told = "; ".join(f"{when} {size:.1f} cm, {_reach(size)}" for when, size in sizes.items())
    study = ledger()[_FALL.partition(".")[0]].short
    description = f"A tumour in the wall of the low rectum, twice: {told}. The diameter falls by {fall:.0f}% ({study})."
    body = "".join(_panel(n * _PANEL, when, size) for n, (when, size) in enumerate(sizes.items()))
    return drawing("What a smaller tumour spares", description, body + _foot(study),
                   width=_WIDTH, height=_HEIGHT)  # fmt: skip


def _reach(size_cm: float) -> str:
    """Whether a tumour of this diameter comes down to the sphincter in the drawing."""
    return "at the sphincter" if _CENTRE + size_cm / 2 * _CM > _SPHINCTER else "clear of the sphincter"


def _panel(left: int, when: str, size_cm: float) -> str:
    radius = size_cm / 2 * _CM
    words = [(36, 14, 600, f"{when}: {size_cm:.1f} cm"), (_BOTTOM + 20, 13, 400, _reach(size_cm))]
    text = "".join(f'<text x="8" y="{y}" font-size="{size}" font-weight="{weight}">{said}</text>'
                   for y, size, weight, said in words)  # fmt: skip
    tumour = (f'<circle data-tumour="{when}" cx="{_WALL + 0.8 * radius:.1f}" cy="{_CENTRE}" r="{radius:.1f}" '
              f'fill-opacity=".28" stroke="currentColor"/>')  # fmt: skip
    return f'<g transform="translate({left} 0)" fill="currentColor">{_bowel()}{tumour}{text}</g>'


def _bowel() -> str:
    """Two walls that narrow to the canal, and the ring of muscle that closes it, cut lengthwise."""
    middle, canal = _WALL - 13, 4
    walls = "".join(f"M{middle + side * 13} {_TOP} V{_SPHINCTER - 14} L{middle + side * canal} {_SPHINCTER} V{_BOTTOM} "
                    for side in (-1, 1))  # fmt: skip
    ring = "".join(f'<rect x="{x}" y="{_SPHINCTER}" width="18" height="{_BOTTOM - _SPHINCTER - 6}" rx="6" '
                   f'fill-opacity=".55"/>' for x in (middle - canal - 20, middle + canal + 2))  # fmt: skip
    return f'<path d="{walls.strip()}" fill="none" stroke="currentColor" stroke-width="2.5" stroke-opacity=".7"/>{ring}'


def _foot(source: str) -> str:
    return f'<text x="8" y="14" font-size="12" fill="currentColor">drawing, not a patient; {source}</text>'
