"""Drawn plates show what they say they show."""

from __future__ import annotations

import math
import re

import pytest

from gist_edu import plates

FIGURE = re.compile(r'<g transform="translate\(([\d.]+) ([\d.]+)\) rotate\([^)]*\)" fill="currentColor">')


def figures(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in FIGURE.findall(svg)]


@pytest.mark.parametrize("n", [0, 3, 8, 15])
def test_the_frame_holds_exactly_the_mitoses_asked_for(n: int) -> None:
    inside = [(x, y) for x, y in figures(plates.mitosis_field(n, outside=3).svg) if 170 < x < 470 and 28 < y < 328]
    assert len(inside) == n


def test_figures_can_be_told_apart() -> None:
    spots = figures(plates.mitosis_field(8).svg)
    assert min(math.dist(a, b) for i, a in enumerate(spots) for b in spots[:i]) > 20


def test_a_plate_is_deterministic_and_says_it_is_a_drawing() -> None:
    plate = plates.mitosis_field(8)
    assert plate.svg == plates.mitosis_field(8).svg
    assert "drawing, not a patient" in plate.svg
    assert repr(plate).startswith("[Drawing, not a patient]")


def test_too_many_mitoses_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="up to 20 mitoses"):
        plates.mitosis_field(50)
