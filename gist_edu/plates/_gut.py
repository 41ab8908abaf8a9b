"""The gut from oesophagus to rectum, with the share of GISTs that each part holds."""

from __future__ import annotations

import math

from gist_edu import evidence
from gist_edu._ledger import LedgerError, Record
from gist_edu.plates._plate import Plate, drawing

_OUTLINES = {  # drawn by hand in a box of 360 by 400; not to scale
    "oesophagus": "M118 26 V92",
    "stomach": "M118 92 C88 84 74 118 82 150 C90 186 132 198 154 182 C168 172 170 156 160 148 C146 150 134 142 134 116 "
               "C134 104 128 94 118 92 Z",
    "small_intestine": "M160 160 C190 158 186 196 160 200 C120 208 66 206 70 226 C74 246 150 222 156 244 "
                       "C160 264 78 246 76 268 C76 288 146 270 148 292 C148 308 100 306 84 312",
    "large_intestine": "M58 316 C36 318 34 300 36 280 V222 C36 204 48 206 70 210 M160 210 C186 206 196 212 194 236 "
                       "V300 C194 330 140 322 128 340 C122 350 124 362 124 384",
}  # fmt: skip
_PLACES = {  # id of a share: what to call it, where its disc sits, height of its label
    "oesophagus": ("oesophagus", (118, 52), 52),
    "stomach": ("stomach", (116, 142), 122),
    "small_intestine": ("small intestine", (112, 246), 214),
    "large_intestine": ("colon and rectum", (172, 312), 300),
    "other": ("elsewhere", (184, 366), 354),
}
_WIDTH, _HEIGHT, _LABELS = 360, 410, 222


def gut_map(record: str = "epi_sites") -> Plate:
    """Where GISTs sit: one disc for each part of the gut, its area in proportion to the share in that study.

    ``record`` is an evidence record with shares by site, such as ``epi_sites`` or ``epi_korea_sites``.
    """
    study = evidence.get(record)
    shares = _shares(study) if isinstance(study, Record) else {}
    if not isinstance(study, Record) or not shares:
        raise LedgerError(f"'{record}' holds no shares by site. Try epi_sites, epi_norway or epi_korea_sites.")
    number = study.values["n"]
    count = f"{number.format()} {number.unit}"
    told = ", ".join(f"{_PLACES[site][0]} {text}" for site, (_, text) in shares.items())
    description = f"The gut from oesophagus to rectum, with a disc on each part. {count}, {study.short}: {told}."
    body = "".join([*map(_outline, _OUTLINES), *(_disc(site, *share) for site, share in shares.items())])
    return drawing(f"Where GISTs sit ({study.short})", description, body + _foot(f"{count} ({study.short})"),
                   width=_WIDTH, height=_HEIGHT)  # fmt: skip


def _shares(study: Record) -> dict[str, tuple[float, str]]:
    """Number and printed text of each share that is one number."""
    found = {site: study.values.get(f"share.{site}") for site in _PLACES}
    return {site: (float(value.value), value.format()) for site, value in found.items()
            if value is not None and isinstance(value.value, (int, float))}  # fmt: skip


def _outline(part: str) -> str:
    width = 14 if part != "stomach" else 2.5
    opacity = ".16" if part != "stomach" else ".7"
    return (f'<path d="{_OUTLINES[part]}" fill="none" stroke="currentColor" stroke-linecap="round" '
            f'stroke-linejoin="round" stroke-width="{width}" stroke-opacity="{opacity}"/>')  # fmt: skip


def _disc(site: str, share: float, text: str) -> str:
    name, (x, y), label = _PLACES[site]
    radius = max(3.0, 5.2 * math.sqrt(share))
    line = f'<path d="M{x} {y} L{_LABELS - 6} {label + 7}" stroke="currentColor" stroke-opacity=".45" fill="none"/>'
    disc = (f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="currentColor" fill-opacity=".28" stroke="currentColor" '
            f'data-site="{site}"/>')  # fmt: skip
    words = f'<text x="{_LABELS}" y="{label + 6}" font-size="14">{name}</text>'
    number = f'<text x="{_LABELS}" y="{label + 25}" font-size="17" font-weight="600">{text}</text>'
    return f'{line}{disc}<g fill="currentColor">{words}{number}</g>'


def _foot(count: str) -> str:
    return (f'<text x="4" y="16" font-size="12.5" fill="currentColor">drawing, not a patient; {count}</text>')
