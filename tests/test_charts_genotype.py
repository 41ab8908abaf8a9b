"""The picture of response by genotype: counts from the ledger, ranges that a textbook also gives."""
from __future__ import annotations

import re

import pytest

from gist_edu import charts, evidence
from gist_edu.charts._genotype import COUNTS, response_rows
from gist_edu.charts._theme import HEIGHT


def test_each_row_is_a_count_of_the_ledger() -> None:
    for row, (_, _, address) in zip(response_rows(), COUNTS, strict=True):
        assert f"{row['responses']} of {row['patients']}" == evidence.card(address).fields()["text"]


def test_the_range_is_the_one_of_wilson() -> None:
    # Newcombe 1998 (Stat Med 17:857-872), table I, method 3: 81/263, 15/148, 0/20 and 1/29
    for events, total, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605),
                                     (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
        assert charts.proportion_range(events, total) == pytest.approx((low, high), abs=1e-4)


def test_none_of_five_leaves_more_room_than_none_of_thirty_one() -> None:
    assert charts.proportion_range(0, 5)[1] > 0.4 > 0.12 > charts.proportion_range(0, 31)[1]


@pytest.mark.parametrize(("events", "total"), [(3, 2), (-1, 4), (0, 0)])
def test_an_impossible_count_is_refused_with_a_sentence(events: int, total: int) -> None:
    with pytest.raises(ValueError, match=f"{events} of {total} is not a share; expected"):
        charts.proportion_range(events, total)


def test_the_picture_says_every_row_in_words_and_follows_the_page() -> None:
    figure = charts.response_by_genotype()
    for row in figure.frame().to_dict("records"):
        words = f"{row['genotype']}: {row['responses']} of {row['patients']}"
        assert words in figure.svg
        assert words.replace(":", "") in figure.description
    body = figure.svg.split("</style>")[1]
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', body)) == set()
    assert len(figure.svg.encode()) < 30_000


def test_marks_and_words_stay_inside_their_panel() -> None:
    body = charts.response_by_genotype().svg.split("</style>")[1]
    heights = [float(y) for y in re.findall(r'<text[^>]*translate\([^,]+,([\d.-]+)\)"[^>]*>[^<]*: \d+ of', body)]
    assert len(heights) == len(COUNTS)
    assert all(0 < height < HEIGHT for height in heights)
