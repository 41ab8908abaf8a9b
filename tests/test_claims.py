"""Claims are judged from the ledger: the file is refused where it strays, and how sure we are is derived."""
from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import conftest
import pytest
import yaml

from gist_edu import _claims, claims
from gist_edu._ledger import Record, resolve
from gist_edu._ledger_load import parse_record
from gist_edu._site import lint_claims
from gist_edu._site.lint import Exceptions

CLAIM: dict[str, Any] = {
    "id": "S1", "theme": "dose", "claim": "The dose is 400 mg a day.", "verdict": "confirmed", "short": "Yes.",
    "because": "ESMO names [400 mg/day](ev:esmo_adjuvant_3y.dose) and *three* years.", "evidence_until": 2022,
}
FILE: dict[str, Any] = {
    "themes": [{"id": "dose", "title": "At what dose"}, {"id": "who", "title": "Who"}],
    "claims": [CLAIM],
    "traffic": {"yes": ["High risk: [standard](ev:esmo_adjuvant_3y)."], "ask_first": [], "no": []},
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A claims file with one claim, changed as a test asks."""
    def written(**fields: Any) -> Path:
        content = deepcopy(FILE)
        content["claims"][0].update(fields)
        content["claims"] = [{name: text for name, text in claim.items() if text != "gone"}
                             for claim in content["claims"]]
        return save(content)

    def save(content: Any) -> Path:
        path = tmp_path / "claims.yaml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        return path

    written.save = save  # type: ignore[attr-defined]
    return written


def record(design: str, kind: str = "trial_result") -> Record:
    return parse_record({**conftest.TRIAL, "id": f"{design}_{kind}", "design": design, "kind": kind}, "test.yaml")


# ---------------------------------------------------------------- reading

def test_a_sound_file_is_read(write: Write) -> None:
    read = _claims.load(write())
    assert read.claims["S1"].evidence_until == "2022"
    assert read.themes == {"dose": "At what dose", "who": "Who"}
    assert read.traffic["yes"] == ("High risk: [standard](ev:esmo_adjuvant_3y).",)


@pytest.mark.parametrize(("fields", "expected"), [
    ({"verdict": "gone"}, "claims.yaml: claim S1, field verdict: expected a value; it is missing or empty: write it"),
    ({"because": ""}, "field because: expected a value"),
    ({"verdict": "true"}, "field verdict: expected one of confirmed, nuanced, corrected, outdated; got 'true'"),
    ({"theme": "cost"}, "field theme: expected one of dose, who; got 'cost'"),
    ({"id": "four"}, "field id: expected a name such as S4; got 'four'"),
    ({"evidence_until": "lately"}, "field evidence_until: expected a year or a day such as 2024-12-13; got 'lately'"),
    ({"certainty": "high"}, "expected only the fields .*; delete certainty"),
    ({"more": ["99"]}, r"field more: expected a list of lessons out of 01, .*; got \['99'\]"),
    ({"more": "07"}, "field more: expected a list of lessons"),
    ({"because": "Everybody knows."}, "field because: expected at least one evidence link"),
    ({"because": "[x](ev:esmo_adjuvant_3y) and [y](https://x.org)"}, "field because: expected evidence links only"),
    ({"because": "[600 mg/day](ev:esmo_adjuvant_3y.dose)"}, "because: '600 mg/day' is linked .* says '400 mg/day'"),
    ({"us_eu": "[34%](ev:afip_duodenum.g3a)"}, "field us_eu: .*\\?as=unverified or leave it out"),
    ({"us_eu": "[text](ev:ema_label_adjuvants)"}, "field us_eu: .*Did you mean ema_label_adjuvant"),
])
def test_a_claim_that_does_not_fit_is_refused_with_field_and_remedy(
        write: Write, fields: dict[str, Any], expected: str) -> None:
    with pytest.raises(_claims.ClaimError, match=expected):
        _claims.load(write(**fields))


def test_a_file_without_its_parts_or_with_a_claim_twice_is_refused(write: Write) -> None:
    save = write.save  # type: ignore[attr-defined]
    with pytest.raises(_claims.ClaimError, match="expected the parts themes, claims and traffic"):
        _claims.load(save({"claims": []}))
    _claims.load.cache_clear()
    with pytest.raises(_claims.ClaimError, match="claim S1, field id: expected each claim once"):
        _claims.load(save({**FILE, "claims": [CLAIM, CLAIM]}))


def test_a_traffic_line_without_evidence_or_with_unquoted_columns_is_refused(write: Write) -> None:
    save = write.save  # type: ignore[attr-defined]
    with pytest.raises(_claims.ClaimError, match=r"traffic, no, 'Never.*at least one evidence link"):
        _claims.load(save({**FILE, "traffic": {**FILE["traffic"], "no": ["Never when old."]}}))
    _claims.load.cache_clear()
    with pytest.raises(_claims.ClaimError, match=r'the columns yes, ask_first, no .*write "yes" and "no" in quotes'):
        _claims.load(save({**FILE, "traffic": {True: [], "ask_first": [], False: []}}))


# ---------------------------------------------------------------- numbers and dates

def faults(path: Path) -> list[str]:
    return lint_claims.check(_claims.load(path), Exceptions((), {})).problems


def test_a_number_of_a_claim_may_repeat_its_link_and_nothing_else(write: Write) -> None:
    assert faults(write()) == []
    _claims.load.cache_clear()
    assert any("the number '65%' has no evidence link" in fault for fault in faults(write(short="Yes, in 65%.")))


def test_a_number_of_the_traffic_line_needs_its_own_link(write: Write) -> None:
    lines = {**FILE["traffic"], "no": ["Under 2 cm: [watched](ev:small_gastric_esmo)."]}
    assert any("traffic no:1: the number '2'" in fault for fault in faults(
        write.save({**FILE, "traffic": lines})))  # type: ignore[attr-defined]


def test_a_date_that_is_not_the_newest_of_what_is_linked_is_reported(write: Write) -> None:
    assert any("evidence_until is 2026, but the newest source linked is of 2022" in fault
               for fault in faults(write(evidence_until="2026")))


def test_the_day_a_linked_document_was_checked_is_a_date_too(write: Write) -> None:
    assert faults(write(evidence_until=resolve("esmo_adjuvant_3y").record.checked_on)) == []


def test_a_check_of_nothing_fails() -> None:
    empty = _claims.Claims({}, {}, {"yes": (), "ask_first": (), "no": ()})
    assert "checked nothing" in lint_claims.check(empty).problems[-1]


def test_the_checker_passes_the_book_and_fails_on_a_broken_file(
        monkeypatch: pytest.MonkeyPatch, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_claims.main([]) == 0
    assert "claims: 17, " in capsys.readouterr().out
    broken = write(verdict="gone")
    monkeypatch.setattr(lint_claims, "load", lambda: _claims.load(broken))
    assert lint_claims.main([]) == 1
    assert "field verdict" in capsys.readouterr().out


# ---------------------------------------------------------------- how sure

@pytest.mark.parametrize(("support", "sentence"), [
    ([("randomised", "primary")],
     "Rests on 1 record: 1 result of a randomised trial; 1 seen in the source itself."),
    ([("randomised", "primary"), ("guideline", "secondary"), ("guideline", "secondary")],
     "Rests on 3 records: 1 result of a randomised trial and 2 guideline statements; "
     "1 seen in the source itself and 2 seen on secondary pages only."),
    ([("observational", "secondary"), ("label", "secondary")],
     "Rests on 2 records: 1 observational result and 1 label or agency text; 2 seen on secondary pages only. "
     "So all of it is second-hand. No randomised trial is among them: only small or uncontrolled studies."),
    ([("in_vitro", "primary"), ("expert", "memory")],
     "Rests on 2 records: 1 laboratory result and 1 expert statement; 1 seen in the source itself and "
     "1 not seen by us (unverified). "
     "No study of patients is among them: only laboratory data, calculations or opinion."),
    ([("label", "primary")],
     "Rests on 1 record: 1 label or agency text; 1 seen in the source itself. "
     "Only the text of guidelines, labels or agencies supports it."),
])
def test_thin_evidence_is_said_in_plain_words(support: list[tuple[str, str]], sentence: str) -> None:
    found = [(record("document", kind=name) if name in ("guideline", "label") else record(name), seen)
             for name, seen in support]
    assert _claims.rests_on(found) == sentence


def test_a_record_counts_once_and_by_its_weakest_sighting() -> None:
    claim = _claims.Claim(**{**CLAIM, "because": (
        "[65.6%](ev:ssgxviii_rfs.rfs_60m.arm_36m@54m) and "
        "[71.4% (unverified)](ev:ssgxviii_rfs.rfs_60m.arm_36m@119m?as=unverified)")})
    assert [(found.id, seen) for found, seen in claim.support()] == [("ssgxviii_rfs", "memory")]


# ---------------------------------------------------------------- the book's own claims

def test_there_are_seventeen_claims_each_in_a_theme() -> None:
    assert claims.ids() == [f"S{number}" for number in range(1, 18)]
    grouped = [claim.id for theme in claims.themes() for claim in claims.by_theme(theme).claims]
    assert sorted(grouped) == sorted(claims.ids())
    assert 5 <= len(claims.themes()) <= 7


@pytest.mark.parametrize(("name", "verdict"), [
    ("S4", "nuanced"), ("S8", "confirmed"), ("S10", "nuanced"), ("S11", "confirmed"), ("S17", "corrected")])
def test_verdicts_that_must_not_drift(name: str, verdict: str) -> None:
    assert claims.get(name).verdict == verdict


def test_the_dose_for_exon_9_is_told_with_its_limits() -> None:
    text = repr(claims.get("S4"))
    assert "longer life was not shown" in text
    assert {"vincenzi_exon9", "calgb150105_dose_os.median_os_exon9.mg800"} <= set(claims.get("S4").addresses())


def test_an_unknown_claim_or_theme_lists_the_known_ones() -> None:
    with pytest.raises(_claims.ClaimError, match="no claim 'S18'; choose one of: S1, S2"):
        claims.get("S18")
    with pytest.raises(_claims.ClaimError, match="no theme 'cost'; choose one of: who, dose"):
        claims.by_theme("cost")


def test_the_table_has_a_row_for_each_claim_and_counts_its_records() -> None:
    table = claims.frame()
    assert list(table.index) == claims.ids()
    assert set(table["verdict"]) <= set(_claims.VERDICTS)
    assert (table["records"] == [len(claims.get(name).support()) for name in claims.ids()]).all()
    assert (table["seen in the source"] <= table["records"]).all()


def test_all_addresses_are_listed_once_and_resolve() -> None:
    found = claims.addresses()
    assert len(found) == len(set(found)) > 100
    assert {"ssgxviii_os.os_120m.arm_36m@119m", "rupture_esmo", "pregnancy_pye"} <= set(found)
    assert all(resolve(address) for address in found)


# ---------------------------------------------------------------- drawing

def test_a_theme_is_a_labelled_section_with_one_closed_fold_per_claim() -> None:
    html = claims.by_theme("dose")._repr_html_()
    assert html.startswith('<section class="gist-claims" aria-label="Claims: At what dose"><details ')
    assert html.count("<details") == html.count("</details>") == len(claims.by_theme("dose").claims)
    assert '<strong><span aria-hidden="true">◐</span>&nbsp;nuanced</strong></summary>' in html
    assert "<a" not in "".join(re.findall(r"<summary>.*?</summary>", html))


def test_links_have_the_form_the_site_resolves_and_no_markdown_is_left() -> None:
    for html in [*(claims.get(name)._repr_html_() for name in claims.ids()), claims.traffic_line()._repr_html_()]:
        links = re.findall(r"<a [^>]*>", html)
        assert links
        form = r'<a (class="gist-ev" href="ev:[a-z0-9_.@?=]+"|href="book:notebooks/\d\d_[a-z_]+\.html")>'
        assert all(re.fullmatch(form, link) for link in links)
        assert not re.search(r"\]\(|\*", html)


def test_every_fold_says_how_sure_and_until_when() -> None:
    for claim in map(claims.get, claims.ids()):
        assert f". Rests on {len(claim.support())} record" in claim._repr_html_()
    assert "<small>Evidence until 2022. Rests" in claims.get("S2")._repr_html_()
    assert "<small>Evidence until 13 December 2024. Rests" in claims.get("S3")._repr_html_()


def test_a_claim_leads_to_the_lessons_that_go_further() -> None:
    claim = claims.get("S8")
    assert repr(claim).endswith("More in lesson 02 and lesson 04.")
    assert '<a href="book:notebooks/04_genotype_to_drug.html">lesson 04, Genotype to drug</a>' in claim._repr_html_()
    alone = _claims.Claim(**{**CLAIM, "evidence_until": "2022"})
    assert "More in" not in repr(alone) + alone._repr_html_()


def test_every_lesson_that_a_claim_names_exists_on_disk() -> None:
    root = Path(__file__).resolve().parents[1]
    drawn = "".join(claims.get(name)._repr_html_() for name in claims.ids())
    pages = set(re.findall(r'href="book:([^"]+)', drawn))
    assert len(pages) >= 5
    assert all((root / page).with_suffix(".ipynb").is_file() for page in pages)


def test_text_is_escaped_before_it_is_drawn() -> None:
    claim = _claims.Claim(**{**CLAIM, "evidence_until": "2022", "claim": "<b>a & b</b>", "short": "1 < 2"})
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in claim._repr_html_()
    assert "1 &lt; 2" in claim._repr_html_()


def test_the_traffic_line_tells_its_columns_apart_by_word_shape_and_border() -> None:
    html = claims.traffic_line()._repr_html_()
    for shape, title, border in claims.COLUMNS.values():
        assert f'<span aria-hidden="true">{shape}</span> {title}</strong>' in html
        assert f'border-top:6px {border}' in html
        assert f'<ul aria-label="{title}"' in html
    assert not re.search(r"color|#[0-9a-f]{3}", html)


def test_the_traffic_line_holds_what_must_not_be_missed() -> None:
    expected = {"yes": ["spread", "Rupture", "exon 17"],
                "ask_first": ["Genotype pending", "exon 17", "exon 18", "Pregnancy"],
                "no": ["D842V", "Low or very low", "SDH-deficient"]}
    for column, words in expected.items():
        told = " ".join(claims.traffic_line().columns[column])
        assert [word for word in words if word not in told] == []


def test_text_for_readers_without_html_holds_everything() -> None:
    text = repr(claims.by_theme("genotype"))
    assert text.startswith("What the genotype decides\nS8 ● confirmed: Mutational analysis is critical")
    assert "0 of 31" in text
    assert "](" not in text
    assert repr(claims.traffic_line()).splitlines()[0] == "✓ Yes"
