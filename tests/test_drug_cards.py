"""Drug cards: no bare dose, no number without a link, labels in one place, and a page on which every card stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gist_edu import _drug_cards, _variants, drug_cards
from gist_edu._ledger import link_problem, resolve
from gist_edu._site import lint_drug_cards
from gist_edu._site.sphinx_ext import drug_cards as page

CONF = """
parts = ("ev_links", "course", "drug_cards")
extensions = ["myst_nb", *("gist_edu._site.sphinx_ext." + part for part in parts)]
html_theme = "alabaster"
myst_url_schemes = {"http": None, "https": None, "ev": None}
nb_execution_mode = "off"
"""
LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)]+)\)")
CARD = {
    "id": "sorafenib", "name": "Sorafenib", "status": "off_label", "kind": "A drug.", "line": "Late.",
    "labels": {"us": "None.", "eu": "None."}, "evidence": ["[series](ev:sorafenib_turkey)"], "harm": ["Unknown."],
    "not_for": ["Others."], "unknown": ["Much."],
}


def read(tmp_path: Path, *raw: Any) -> tuple[_drug_cards.Card, ...]:
    path = tmp_path / "drug_cards.yaml"
    path.write_text(yaml.safe_dump(list(raw)), encoding="utf-8")
    return _drug_cards.cards.__wrapped__(path)


def known(drug: str) -> _drug_cards.Card:
    (found,) = [card for card in _drug_cards.cards() if card.id == drug]
    return found


# ---------------------------------------------------------------- what stands on the cards


def test_every_drug_of_the_board_has_a_full_card_and_three_more_have_a_short_one() -> None:
    board = [drug["id"] for drug in _variants.load()["drugs"]["drugs"]]
    approved = [card.id for card in _drug_cards.cards() if card.status == "approved"]
    assert approved == board
    assert {card.id: card.status for card in _drug_cards.cards() if card.status != "approved"} == {
        "pimitespib": "regional", "sorafenib": "off_label", "bezuclastinib": "investigational"}
    assert all(set(card.lines) == set(_drug_cards.FIELDS) for card in _drug_cards.cards() if card.status == "approved")


def test_no_card_prints_a_bare_dose() -> None:
    """A dose stands in an evidence link, in a line that names label, trial, guideline or reference."""
    for card in _drug_cards.cards():
        for field, text in card.texts():
            for shown, address in LINK.findall(text):
                value = resolve(address).value
                if value is None or value.unit not in ("mg", "mg/day"):
                    continue
                whole = " ".join(card.lines.get(field, (text,)))
                assert re.search(r"label|trial|guideline|Steps|step|inhibitor|text", whole), (card.id, text, shown)
            assert not re.search(r"\d+ ?mg", LINK.sub(" ", text)), (card.id, text)


def test_every_link_of_every_card_says_what_the_ledger_says() -> None:
    found = [link for card in _drug_cards.cards() for _, text in card.texts() for link in LINK.findall(text)]
    assert len(found) > 150
    assert [link_problem(address, shown) for shown, address in found if link_problem(address, shown)] == []


def test_approved_cards_give_the_section_and_the_edition_of_the_label_they_quote() -> None:
    for drug in ("sunitinib", "regorafenib", "ripretinib", "avapritinib"):
        first = known(drug).lines["dose"][0]
        assert re.search(r"^US label(,| of) .*section \[2\.[12]\]", first), first
        assert re.search(r"\[(\w+ )?20\d\d\]", first), first


@pytest.mark.parametrize(("drug", "words"), [
    ("imatinib", "D842V"), ("sunitinib", "D842V"), ("regorafenib", "bleeding"), ("ripretinib", "NICE"),
    ("avapritinib", "KIT mutations"), ("sorafenib", "labelled drug"), ("bezuclastinib", "outside a trial")])
def test_each_card_says_who_should_not_get_the_drug(drug: str, words: str) -> None:
    assert words in _drug_cards.plain(" ".join(known(drug).lines["not_for"]))


def test_the_us_and_the_eu_label_of_avapritinib_differ_on_the_card() -> None:
    labels = {region: _drug_cards.plain(text) for region, text in known("avapritinib").labels.items()}
    assert "exon 18" in labels["us"]
    assert "D842V only" in labels["eu"]


def test_an_undecided_drug_is_called_undecided_with_the_day_of_the_decision() -> None:
    label = _drug_cards.plain(known("bezuclastinib").labels["us"])
    assert label.startswith("Not approved when we looked")
    assert "30 November 2026" in label


def test_the_check_finds_no_loose_number_in_what_stands_there() -> None:
    report = lint_drug_cards.check(_drug_cards.cards())
    assert report.problems == []
    assert report.links > 150


def test_the_check_finds_a_number_without_a_link(tmp_path: Path) -> None:
    found = read(tmp_path, {**CARD, "harm": ["It harms 17 of 100."]})
    assert any("'17'" in problem for problem in lint_drug_cards.check(found).problems)


def test_a_check_of_nothing_is_a_problem() -> None:
    assert "checked nothing" in lint_drug_cards.check(()).problems[0]


# ---------------------------------------------------------------- what does not fit is refused


@pytest.mark.parametrize(("change", "words"), [
    ({"status": "maybe"}, "field status: expected one of approved, regional, off_label, investigational"),
    ({"harm": None}, "expected a value for harm"),
    ({"colour": "red"}, "delete colour"),
    ({"labels": {"mars": "Yes."}}, "regions out of us, eu, japan; got mars"),
    ({"labels": None}, "labels in one place"),
    ({"id": "imatinib", "status": "off_label"}, "labels in one place"),
    ({"evidence": ["It works."]}, "an evidence link in each line"),
    ({"evidence": ["[](ev:no_such_record.x)"]}, "no evidence record 'no_such_record'"),
    ({"evidence": ["[9 months](ev:sorafenib_turkey.median_pfs)"]}, "the ledger says '7.2 months'"),
    ({"harm": [7]}, "a text or a list of texts"),
    ({"harm": ["[a](ev:sorafenib_turkey)" * 5]}, "at most 4 links in one line; got 5"),
    ({"status": "approved"}, "expected a value for dose, interactions, monitor, pregnancy"),
])
def test_a_card_that_does_not_fit_is_refused_with_a_remedy(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(_drug_cards.DrugCardError, match=re.escape(words)):
        read(tmp_path, {**CARD, **change})


def test_two_cards_of_one_drug_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(_drug_cards.DrugCardError, match="each drug once; join the cards of sorafenib"):
        read(tmp_path, CARD, CARD)
    with pytest.raises(_drug_cards.DrugCardError, match="a list of cards"):
        read(tmp_path)


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "drug_cards.yaml"
    path.write_text("- [", encoding="utf-8")
    with pytest.raises(_drug_cards.DrugCardError, match="not readable as YAML"):
        _drug_cards.cards.__wrapped__(path)


def test_an_empty_link_takes_the_words_of_the_ledger(tmp_path: Path) -> None:
    (card,) = read(tmp_path, {**CARD, "evidence": ["For [](ev:sorafenib_turkey.median_pfs)."]})
    assert card.lines["evidence"] == ("For [7.2 months](ev:sorafenib_turkey.median_pfs).",)
    assert _drug_cards.plain("*PDGFRA* [7.2 months](ev:x.y) and [a page](z.md)") == "PDGFRA 7.2 months and a page"


# ---------------------------------------------------------------- the table for lessons


def test_the_table_has_a_row_for_each_drug_and_no_links() -> None:
    table = drug_cards.frame()
    assert list(table.index) == [card.name for card in _drug_cards.cards()]
    assert list(table.columns) == list(drug_cards.COLUMNS)
    assert not any("](" in str(cell) for cell in table.to_numpy().ravel())
    assert str(table.loc["Ripretinib", "line"]).startswith("Fourth")
    assert table.loc["Sorafenib", "dose"] == ""


def test_chosen_columns_come_alone_and_an_unknown_one_is_refused() -> None:
    assert list(drug_cards.frame("line", "pregnancy").columns) == ["line", "pregnancy"]
    with pytest.raises(ValueError, match="no column 'price'; choose out of: status, US label"):
        drug_cards.frame("price")


def test_one_card_is_a_table_of_its_lines() -> None:
    table = drug_cards.card(" Pimitespib ")
    assert list(table.index[:3]) == ["US label", "EU label", "Japanese label"]
    assert "HSP90" in str(table.loc["What it is", "says"])
    with pytest.raises(ValueError, match="There is no card of 'aspirin'; choose one of: imatinib"):
        drug_cards.card("aspirin")


# ---------------------------------------------------------------- the page

Build = Callable[..., tuple[str, str]]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a tiny book with cards and work-up at a place; returns the page and the warnings."""

    def run(place: str = page.PAGE) -> tuple[str, str]:
        root = tmp_path_factory.mktemp("book")
        (root / "conf.py").write_text(CONF, encoding="utf-8")
        text = "# Cards\n\n```{gist-work-up}\n```\n\n```{gist-drugs}\n```"
        for name, body in {"index": "# Start", place: text}.items():
            path = root / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\norphan: true\n---\n{body}", encoding="utf-8")
        warnings, out = StringIO(), root / "out"
        with patch_docutils(), docutils_namespace():
            Sphinx(root, root, out, root / "tree", "html", status=None, warning=warnings).build()
        html = (out / f"{place}.html").read_text(encoding="utf-8")
        return html, re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())

    return run


@pytest.fixture(scope="module")
def built(build: Build) -> tuple[str, str]:
    return build()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_page_holds_every_card_at_its_anchor_and_builds_without_a_warning(built: tuple[str, str]) -> None:
    html, warnings = built
    assert warnings == ""
    assert re.findall(r'id="(drug-[a-z]+)"', html) == [card.anchor for card in _drug_cards.cards()]


def test_the_work_up_stands_above_the_cards_as_a_numbered_list(built: tuple[str, str]) -> None:
    listed = re.search(r"<ol.*?</ol>", built[0], re.S)
    assert listed
    assert listed.start() < built[0].index('id="drug-imatinib"')
    assert "Is it growth at all?" in words(listed[0])
    assert listed[0].count("gist-ev") >= 8


def test_a_card_shows_labels_dose_with_its_edition_and_who_should_not_get_it(built: tuple[str, str]) -> None:
    found = re.search(r'id="drug-sunitinib".*?(?=<section|</body>)', built[0], re.S)
    assert found
    said = words(found[0])
    order = ["What it is:", "US label:", "EU label:", "Line:", "What the label prints:", "Who should not get it:"]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert "section 2.1 , copy of August 2021" in said


def test_cards_on_another_page_stop_the_build(build: Build) -> None:
    assert "the drug cards belong on the page book/drug_cards" in build("elsewhere")[1]


def test_a_card_that_does_not_fit_stops_the_build(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise _drug_cards.DrugCardError("drug_cards.yaml: card x: expected a name.")

    monkeypatch.setattr(_drug_cards, "cards", broken)
    assert "drug_cards.yaml: card x: expected a name." in build()[1]
