"""The plates of lesson 01 draw what the ledger and the table of stains say, and say what they draw."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from gist_edu import plates
from gist_edu._ledger import LedgerError, resolve
from gist_edu.plates import _stain_data
from gist_edu.plates._stain_data import DISAGREE, UNKNOWN, cells_of, names, stain_names

MADE: dict[str, Callable[[], plates.Plate]] = {
    "gut": plates.gut_map,
    "korea": lambda: plates.gut_map("epi_korea_sites"),
    "spindle": plates.cells,
    "epithelioid": lambda: plates.cells("epithelioid"),
    "mixed": lambda: plates.cells("mixed"),
    "stains": lambda: plates.stain_strip("gist", "gist_pdgfra", "gist_sdh", "desmoid"),
}


@pytest.fixture(params=list(MADE))
def plate(request: pytest.FixtureRequest) -> plates.Plate:
    return MADE[request.param]()


def test_a_plate_says_it_is_a_drawing_and_describes_itself(plate: plates.Plate) -> None:
    root = ElementTree.fromstring(plate.svg)
    assert [root[0].tag[-5:], root[1].tag[-4:]] == ["title", "desc"]
    assert root[1].text == plate.description
    assert "drawing, not a patient" in plate.svg


def test_a_plate_follows_the_text_colour_and_fits_in_a_notebook(plate: plates.Plate) -> None:
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', plate.svg)) <= {"none", "currentColor"}
    assert len(plate.svg.encode()) < 25_000


def test_a_plate_can_be_read_on_a_small_phone(plate: plates.Plate) -> None:
    width = float(re.search(r'viewBox="0 0 (\d+)', plate.svg)[1])  # type: ignore[index]
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', plate.svg)]
    assert min(sizes) * min(1, 340 / width) >= 11


def test_a_plate_is_the_same_each_time() -> None:
    assert all(make().svg == make().svg for make in MADE.values())


# ---------------------------------------------------------------- the gut


def test_the_map_prints_each_share_of_the_study_and_its_denominator() -> None:
    svg = plates.gut_map().svg
    study = resolve("epi_sites").record
    for site in ("stomach", "small_intestine", "large_intestine", "oesophagus", "other"):
        assert f">{study.values[f'share.{site}'].format()}<" in svg
    assert "9,747 patients" in svg


def test_the_area_of_a_disc_is_in_proportion_to_the_share() -> None:
    discs = dict(re.findall(r'r="([\d.]+)" [^>]*data-site="(\w+)"', plates.gut_map().svg))
    radius = {site: float(r) for r, site in discs.items()}
    ratio = (radius["stomach"] / radius["small_intestine"]) ** 2
    assert ratio == pytest.approx(55.6 / 31.8, rel=0.02)


@pytest.mark.parametrize("record", ["icc_kindblom", "epi_sites.n"])
def test_a_record_without_sites_is_refused_in_words(record: str) -> None:
    with pytest.raises(LedgerError, match=r"holds no shares by site\. Try epi_sites"):
        plates.gut_map(record)


# ---------------------------------------------------------------- stains


def test_each_cell_of_the_table_names_evidence_or_says_that_it_was_not_seen() -> None:
    cells = [cell for tumour in names() for cell in cells_of(tumour)]
    assert len(cells) == len(names()) * len(stain_names()) >= 40
    for cell in cells:
        assert bool(cell.addresses) == (cell.call != UNKNOWN), cell
        assert all(resolve(address) for address in cell.addresses)
    html = plates.stain_table()._repr_html_()
    assert html.count("ev:") == sum(len(cell.addresses) for cell in cells)


def test_no_cell_rests_on_memory_alone() -> None:
    for cell in plates.stain_table().cells:
        for address in cell.addresses:
            link = resolve(address)
            assert (link.value or link.record).verified != "memory", cell


def test_the_table_of_stains_has_no_tumour_or_stain_it_does_not_know() -> None:
    raw = _stain_data._data()
    for tumour in raw["tumours"]:
        assert set(tumour["cells"]) <= {stain["id"] for stain in raw["stains"]}
        for cell in tumour["cells"].values():
            assert set(cell) <= {"address", "call", "against"}
            assert ("call" in cell) == (resolve(cell["address"]).value is None), "a call is typed where no share is"


@pytest.mark.parametrize(
    ("tumour", "stain", "call"),
    [
        ("gist", "KIT", "positive"),  # 643 of 668
        ("gist", "CD34", "varies"),  # 254 of 430
        ("gist_pdgfra", "KIT", "negative"),  # 3 of 32
        ("gist_pdgfra", "DOG1", "positive"),  # 23 of 29
        ("gist_pdgfra", "SDHB", "kept"),  # lost in 0 of 32
        ("gist_sdh", "SDHB", "lost"),
        ("gist_sdh", "KIT", "positive"),  # without a KIT mutation
        ("gist_nf1", "KIT", "positive"),  # 47 of 50
        ("leiomyoma", "desmin", "positive"),
        ("schwannoma", "S100", "positive"),
        ("desmoid", "KIT", DISAGREE),  # 0 of 31 and 6 of 10
        ("gist_sdh", "S100", UNKNOWN),
    ],
)
def test_the_call_follows_from_the_evidence(tumour: str, stain: str, call: str) -> None:
    assert plates.stain_calls().loc[tumour, stain] == call


def test_only_one_tumour_fits_the_report_of_the_exercise() -> None:
    calls = plates.stain_calls()
    fits = calls.query("KIT == 'positive' and DOG1 == 'positive' and SDHB == 'lost'")
    assert list(fits.index) == ["gist_sdh"]


def test_stained_and_unstained_cells_are_drawn_as_the_call_says() -> None:
    svg = plates.stain_strip("gist_sdh").svg
    tiles = dict(re.findall(r'data-stain="(\w+)">(.*?)</text></g>', svg))
    drawn = {stain: set(re.findall(r'data-stained="(\w+)"', tile)) for stain, tile in tiles.items()}
    assert [drawn[stain] for stain in ("KIT", "SDHB", "S100")] == [{"yes"}, {"no"}, set()]
    assert "<circle" in tiles["SDHB"], "the vessel shows that the stain worked"
    assert ">?<" in tiles["S100"]


@pytest.mark.parametrize("tumours", [(), ("gist",) * 5])
def test_a_strip_compares_one_to_four_tumours(tumours: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"compares 1 to 4 tumours; got \d. Choose from: gist"):
        plates.stain_strip(*tumours)


def test_an_unknown_tumour_or_kind_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"No stains are known for 'lipoma'\. Choose from: gist, gist_pdgfra"):
        plates.stain_strip("lipoma")
    with pytest.raises(ValueError, match="cells draws spindle, epithelioid, mixed; got 'round'"):
        plates.cells("round")
