"""The figures show the ledger's numbers, follow the page, and are the same on every machine."""
from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from gist_edu import charts, evidence
from gist_edu.charts import _theme
from gist_edu.models import risk

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["afip_map", "microscope_fields"])
def figure(request: pytest.FixtureRequest) -> charts.Figure:
    made: charts.Figure = getattr(charts, request.param)()
    return made


def test_a_figure_names_and_describes_itself(figure: charts.Figure) -> None:
    root = ElementTree.fromstring(figure.svg)
    assert root.get("role") == "img"
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert [root[0].text, root[1].text] == [figure.title, figure.description]
    assert repr(figure) == f"[Figure] {figure.title}. {figure.description}"


def test_a_notebook_stores_the_picture_and_the_words_only(figure: charts.Figure) -> None:
    assert sorted(figure._repr_mimebundle_()) == ["image/svg+xml", "text/plain"]
    assert len(figure.svg.encode()) < 30_000


def test_a_figure_follows_the_colours_of_the_page(figure: charts.Figure) -> None:
    body = figure.svg.split("</style>")[1]
    fixed = set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', body))
    assert fixed == set(), "a colour that does not change between light and dark"
    assert "currentColor" in body


def test_a_figure_needs_no_script_font_file_or_other_host(figure: charts.Figure) -> None:
    assert not re.search(r"<script|@import|@font-face|href=|url\(", figure.svg)


def test_a_figure_is_the_same_in_each_run_and_with_other_fonts(
        monkeypatch: pytest.MonkeyPatch, figure: charts.Figure) -> None:
    make = charts.afip_map if "AFIP" in figure.title else charts.microscope_fields
    assert make().svg == figure.svg
    config = _theme.config()
    monkeypatch.setattr(_theme, "config", lambda: {**config, "font": "monospace"})
    assert make().svg == figure.svg


def test_no_label_of_a_line_lies_on_another(figure: charts.Figure) -> None:
    root = ElementTree.fromstring(figure.svg)
    names = {"stomach", "duodenum", "jejunum or ileum", "rectum", "18 mm", "22 mm", "25 mm"}
    for panel in root.findall(f"{SVG}g"):
        labels = [text for text in panel.iter(f"{SVG}text") if text.text in names]
        heights = sorted(float(label.get("transform", "").split(",")[1].rstrip(")")) for label in labels)
        assert len(heights) >= 3
        assert all(below - above >= 16 for above, below in pairwise(heights))


def test_the_afip_figure_draws_the_ledger_cell_by_cell() -> None:
    table = charts.afip_map().frame().set_index(["site", "group"])
    assert len(table) == 32
    assert table.loc[("stomach", "5"), "percent"] == evidence.value("afip_gastric.g5")
    assert table.loc[("duodenum", "3a"), "percent"] == evidence.value("afip_duodenum.g3a", unverified=True)
    assert table.loc[("duodenum", "4"), ["note"]].tolist() == ["no cases"]
    assert table["percent"].isna().sum() == 1


def test_cells_with_few_or_pooled_tumours_are_drawn_hollow() -> None:
    figure = charts.afip_map()
    hollow = figure.svg.count('fill="var(--gist-paper')
    flagged = figure.frame().dropna(subset="percent").query("note != ''")
    assert hollow == len(flagged) > 5


def test_the_microscope_figure_says_where_the_count_of_eight_falls_to_five() -> None:
    figure = charts.microscope_fields(8)
    said = re.findall(r"(\d+) with (\d+) mm", figure.description)
    assert [mm for _, mm in said] == ["18", "22", "25"]
    for fields, mm in said:
        assert risk.mitoses_per_5mm2(8, int(fields), int(mm), 40) == pytest.approx(5, rel=0.02)


def test_a_figure_without_words_or_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="needs panels, a description"):
        charts.show([], "t", "d", [{"x": 1}])
