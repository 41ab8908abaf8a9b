"""The figures of shares show each source by itself, with its denominator."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from gist_edu import charts, evidence
from gist_edu.charts import _shares


@pytest.fixture(scope="module", params=["genotype_shares", "stomach_share"])
def figure(request: pytest.FixtureRequest) -> charts.Figure:
    made: charts.Figure = getattr(charts, request.param)()
    return made


def test_the_figure_holds_no_colour_that_stays_in_the_dark(figure: charts.Figure) -> None:
    body = figure.svg.split("</style>")[1]
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', body)) == set()
    assert len(figure.svg.encode()) < 25_000


def test_the_words_of_each_row_stand_in_the_picture_and_in_its_description(figure: charts.Figure) -> None:
    for row in figure.frame().to_dict("records"):
        said = row.get("share") or row["printed"]
        assert said in figure.description
        assert said in figure.svg.split("</desc>")[1]


def test_no_two_lines_of_words_touch(figure: charts.Figure) -> None:
    places = re.findall(r'text-anchor="start" transform="translate\([\d.]+,([\d.]+)\)"', figure.svg)
    gaps = [below - above for above, below in pairwise(sorted(map(float, places)))]
    assert len(gaps) >= 4
    assert min(gaps) >= 14


def test_sources_are_shown_side_by_side_and_not_averaged() -> None:
    table = charts.genotype_shares().frame()
    assert table.groupby("genotype")["source"].nunique().min() >= 4
    assert not table.duplicated(["genotype", "source"]).any()
    exon11 = table.query("genotype == 'KIT exon 11'").set_index("source")
    assert exon11.loc["Corless 2011", "from"] == evidence.value("genotype_corless.share.exon11")
    assert tuple(exon11.loc["Gastric Cancer 2016", ["from", "to"]]) == (60, 70)
    assert exon11.loc["Kim 2004", "from"] == pytest.approx(100 * 61 / 86, abs=0.05)
    assert table["denominator"].str.len().min() > 0


def test_the_stomach_figure_gives_small_counts_more_room() -> None:
    table = charts.stomach_share().frame().set_index("genotype")
    assert table.loc["KIT exon 9", "share"] == "22 of 105"
    assert table.loc["all GISTs", "share"] == "55.6% of 9,747"
    width = table["to"] - table["from"]
    assert width["SDH-deficient"] > width["KIT exon 9"] > width["all GISTs"]
    assert ((table["from"] <= table["percent"]) & (table["percent"] <= table["to"])).all()


def test_a_text_is_no_share() -> None:
    with pytest.raises(ValueError, match=r"'epi_sites\.rounded' is no share"):
        _shares._value("epi_sites.rounded")
