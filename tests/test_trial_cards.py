"""Trial cards: a table of months and groups for each data cut, every number a link, nothing shown that nobody saw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gist_edu import _trials
from gist_edu._ledger import link_problem
from gist_edu._site.sphinx_ext import trial_cards
from gist_edu._types import Json

CONF = """
parts = ("ev_links", "course", "trial_cards")
extensions = ["myst_nb", *("gist_edu._site.sphinx_ext." + part for part in parts)]
html_theme = "alabaster"
myst_url_schemes = {"http": None, "https": None, "ev": None}
nb_execution_mode = "off"
"""
DIRECTIVE = "# Cards\n\n```{gist-trials}\n```"
LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)]+)\)")
Build = Callable[..., tuple[str, str]]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build a tiny book with the cards at a place; returns the page and the warnings."""

    def run(place: str = "book/trials") -> tuple[str, str]:
        root = tmp_path_factory.mktemp("book")
        (root / "conf.py").write_text(CONF, encoding="utf-8")
        for name, text in {"index": "# Start", place: DIRECTIVE}.items():
            path = root / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\norphan: true\n---\n{text}", encoding="utf-8")
        warnings, out = StringIO(), root / "out"
        with patch_docutils(), docutils_namespace():
            Sphinx(root, root, out, root / "tree", "html", status=None, warning=warnings).build()
        page = (out / f"{place}.html").read_text(encoding="utf-8")
        return page, re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())

    return run


@pytest.fixture(scope="module")
def built(build: Build) -> tuple[str, str]:
    """The page of all cards, and the warnings."""
    return build()


def cut_of(trial: str, endpoint: str, cut: str) -> tuple[Json, Json]:
    found = _trials.trials()[trial]
    (named,) = [one for one in found["endpoints"] if one["id"] == endpoint]
    (chosen,) = [one for one in named["cuts"] if (one["label"] or "").startswith(cut)]
    return found, chosen


def cuts() -> Iterator[tuple[Json, Json]]:
    for trial in _trials.trials().values():
        for endpoint in trial["endpoints"]:
            yield from ((trial, cut) for cut in endpoint["cuts"])


def plain(markdown: str) -> str:
    return LINK.sub(r"\1", markdown)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def card(html: str, trial: str) -> str:
    """One card, from its anchor to the next one."""
    found = re.search(rf'id="{trial_cards.anchor(trial)}".*?(?=<section|</body>)', html, re.S)
    assert found, f"no card of {trial}"
    return found[0]


# ---------------------------------------------------------------- one data cut

def test_landmarks_stand_in_a_table_months_down_and_groups_across() -> None:
    columns, rows = trial_cards.landmarks(*cut_of("ssgxviii", "rfs", "54 months"))
    assert columns == ["Month", "one year", "three years"]
    assert [row[0] for row in rows] == ["12", "24", "36", "48", "60"]
    assert plain(rows[-1][1]).startswith("47.9%")
    assert plain(rows[-1][2]).startswith("65.6%")


def test_the_months_of_all_groups_are_put_in_order_and_a_gap_stays_empty() -> None:
    columns, rows = trial_cards.landmarks(*cut_of("z9001", "rfs", "analysis of the US label"))
    assert columns == ["Month", "imatinib for one year", "placebo"]
    assert [row[0] for row in rows] == ["12", "20", "38"]
    assert [bool(cell) for cell in rows[1]] == [True, False, True]
    assert [bool(cell) for cell in rows[2]] == [True, True, False]


def test_medians_are_the_last_row_and_a_group_without_any_number_has_no_column() -> None:
    _, rows = trial_cards.landmarks(*cut_of("invictus", "pfs", ""))
    assert [row[0] for row in rows] == ["6", "median"]
    assert [plain(cell).partition(" (")[0] for cell in rows[-1][1:]] == ["6.3 months", "1.0 months"]
    columns, _ = trial_cards.landmarks(*cut_of("surgery_residual", "os", ""))
    assert columns == ["Month", "imatinib alone"]


def test_three_groups_do_not_fit_a_phone_so_each_number_has_its_own_row() -> None:
    columns, rows = trial_cards.landmarks(*cut_of("s0033", "pfs", ""))
    assert columns == ["Group", "Month", "Published"]
    assert [(group, month, plain(cell).partition(" (")[0]) for group, month, cell in rows] == [
        ("400 mg a day", "36", "29%"), ("400 mg a day", "median", "18 months"),
        ("800 mg a day", "36", "33%"), ("800 mg a day", "median", "20 months"), ("both doses", "120", "7%")]


def test_a_cut_that_printed_only_a_hazard_ratio_has_no_table() -> None:
    trial, cut = cut_of("z9001", "rfs", "74 months")
    _, rows = trial_cards.landmarks(trial, cut)
    _, after = trial_cards.said(trial, cut)
    assert rows == []
    assert [lead for lead, _ in after] == ["Hazard ratio"]


def test_the_hazard_ratio_says_which_group_is_compared_with_which() -> None:
    _, after = trial_cards.said(*cut_of("ssgxviii", "rfs", "54 months"))
    told = plain(dict(after)["Hazard ratio"])
    assert told.startswith("0.46 (95% CI 0.32 to 0.65)")
    assert told.endswith(", three years against one year.")


def test_a_data_cut_says_when_it_was_before_its_numbers() -> None:
    before, _ = trial_cards.said(*cut_of("ssgxviii", "rfs", "119 months"))
    assert [lead for lead, _ in before] == ["Data cut"]
    assert plain(before[0][1]).startswith("119 months median follow-up")
    assert plain(before[0][1]).count("follow-up") == 1, "the follow-up is said once, as a link"
    assert LINK.match(before[0][1])


def test_numbers_held_from_memory_are_counted_and_not_printed() -> None:
    trial, cut = cut_of("ssgxviii", "rfs", "119 months")
    _, after = trial_cards.said(trial, cut)
    _, rows = trial_cards.landmarks(trial, cut)
    assert dict(after)["Not printed"] == "numbers held from memory only (two)."
    assert [row[0] for row in rows] == ["120"], "the landmark at month 60 of this cut was never seen"


def test_a_link_carries_the_interval_where_it_was_printed_and_only_there() -> None:
    _, cut = cut_of("ssgxviii", "rfs", "54 months")
    assert trial_cards.link(cut["hr"]) == "[0.46 (95% CI 0.32 to 0.65)](ev:ssgxviii_rfs.hr_rfs@54m?as=ci)"
    bare = {"text": "50%", "address": "some.value", "low": None}
    assert trial_cards.link(bare) == "[50%](ev:some.value)"


def test_every_number_on_every_card_is_a_right_link() -> None:
    seen = 0
    for trial, cut in cuts():
        before, after = trial_cards.said(trial, cut)
        cells = [cell for row in trial_cards.landmarks(trial, cut)[1] for cell in row if "ev:" in cell]
        for text in [*cells, *(text for _, text in (*before, *after))]:
            for shown, address in LINK.findall(text):
                seen += 1
                assert link_problem(address, shown) is None, address
        assert all(LINK.fullmatch(cell) for cell in cells), "a cell holds one link and nothing else"
    assert seen > 100


def test_no_landmark_of_any_trial_is_lost_between_data_and_table() -> None:
    for trial, cut in cuts():
        marks = sum(len(found) for found in cut["curves"].values()) + len(cut["medians"])
        shown = [cell for row in trial_cards.landmarks(trial, cut)[1] for cell in row if "ev:" in cell]
        assert len(shown) == marks, (trial["id"], cut["label"])


# ---------------------------------------------------------------- the page

def test_the_page_has_one_card_for_each_trial_under_its_setting(built: tuple[str, str]) -> None:
    html, warnings = built
    assert warnings == ""
    known = _trials.trials()
    assert set(re.findall(r'id="(trial-[a-z0-9-]+)"', html)) == {trial_cards.anchor(name) for name in known}
    places = [html.index(f">{title}<") for title in trial_cards.SETTINGS.values()]
    assert places == sorted(places)
    first = html.index(f'id="{trial_cards.anchor("b2222")}"')
    assert places[2] < first < places[3], "B2222 is a trial of advanced disease"


def test_a_card_tells_design_people_groups_and_where_the_clock_starts(built: tuple[str, str]) -> None:
    told = words(card(built[0], "ssgxviii"))
    trial = _trials.trials()["ssgxviii"]
    for expected in ("Design: Randomised", "Groups: one year (", "Month 0:", trial["question"],
                     "What goes wrong when it is quoted"):
        assert expected in told
    table = re.search(r'<table class="[^"]*gist-landmarks.*?</table>', card(built[0], "ssgxviii"), re.S)
    assert table, "no table of landmarks"
    assert words(table[0]).startswith("Month one year three years 12 93.7%")


def test_numbers_of_a_card_lead_to_their_records(built: tuple[str, str]) -> None:
    links = re.findall(r'<a class="gist-ev"[^>]*>', card(built[0], "ssgxviii"))
    found = [link for link in links if "#ev-ssgxviii_rfs.hr_rfs@54m" in link.replace("%40", "@").replace("&#64;", "@")]
    assert found, "the hazard ratio is no evidence link"
    assert 'href="evidence/adjuvant.html#' in found[0]


def test_a_trial_whose_registry_number_nobody_saw_says_so(built: tuple[str, str]) -> None:
    silent = [trial for trial in _trials.trials().values() if not trial["registry"]]
    assert silent
    for trial in silent:
        assert "Registry number not seen by us" in words(card(built[0], trial["id"]))


def test_cards_on_another_page_stop_the_build(build: Build) -> None:
    assert "the trial cards belong on the page book/trials" in build("elsewhere")[1]


def test_a_trial_that_does_not_fit_stops_the_build(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise _trials.TrialError("adjuvant.yaml: trial x: expected a name.")

    monkeypatch.setattr(_trials, "trials", broken)
    assert "adjuvant.yaml: trial x: expected a name." in build()[1]


# ---------------------------------------------------------------- links to a card

@pytest.mark.parametrize(("anchor", "complaint"), [
    ("trial-ssgxviii", ""), ("trial-nowhere", "local id not found in doc 'book/trials': 'trial-nowhere'")])
def test_prose_may_link_to_a_card_and_to_nothing_else(tmp_path: Path, anchor: str, complaint: str) -> None:
    (tmp_path / "conf.py").write_text(CONF.replace('"trial_cards"', '"trial_cards", "anchors"'), encoding="utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book/trials.md").write_text(f"---\norphan: true\n---\n{DIRECTIVE}", encoding="utf-8")
    (tmp_path / "index.md").write_text(f"# Start\n\n[The card](book/trials.md#{anchor})", encoding="utf-8")
    warnings = StringIO()
    with patch_docutils(), docutils_namespace():
        Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "tree", "html", status=None, warning=warnings).build()
    assert complaint in warnings.getvalue()
    assert bool(warnings.getvalue()) == bool(complaint)
    assert f'href="book/trials.html#{anchor}"' in (tmp_path / "out/index.html").read_text(encoding="utf-8")


def test_a_record_of_a_trial_leads_to_its_card(tmp_path: Path) -> None:
    conf = CONF.replace('"trial_cards"', '"trial_cards", "evidence_pages"')
    (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    pages = {"index": "# Start", "book/trials": DIRECTIVE,
             "book/evidence/adjuvant": "# Adjuvant\n\n```{gist-evidence} adjuvant\n```"}
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.md").write_text(f"---\norphan: true\n---\n{text}", encoding="utf-8")
    with patch_docutils(), docutils_namespace():
        Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "tree", "html", status=None, warning=StringIO()).build()
    html = (tmp_path / "out/book/evidence/adjuvant.html").read_text(encoding="utf-8")
    record = re.search(r'id="ev-ssgxviii_rfs".*?(?=<section|</body>)', html, re.S)
    assert record
    assert 'href="../trials.html#trial-ssgxviii"' in record[0]
    assert html.count("Trial card") < html.count('class="gist-record'), "records that no trial uses have no such line"
