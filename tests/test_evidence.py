"""The evidence API says what the ledger says, and never more than was seen."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import gist_edu
from gist_edu import _ledger, evidence

pytestmark = pytest.mark.usefixtures("small_ledger")


def test_get_returns_a_record_or_one_of_its_values() -> None:
    record, number = evidence.get("trial_rfs"), evidence.get("ev:trial_rfs.rfs.long@119m")
    assert isinstance(record, _ledger.Record)
    assert isinstance(number, _ledger.Value)
    assert number.format() == "71.4%"


def test_value_gives_the_number_to_compute_with() -> None:
    assert evidence.value("trial_rfs.rfs.long") == 65.6
    assert evidence.value("trial_rfs.guess", unverified=True) == 12


@pytest.mark.parametrize(("address", "expected"), [
    ("trial_rfs", "is a record, not a number. Add one of its values: guess, range, "),
    ("trial_rfs.range", "is '30% to 50%', not one number"),
    ("trial_rfs.guess", "never seen on a page"),
    ("trial_rf.guess", "Did you mean trial_rfs"),
    ("trial_rfs.rfs.short", "It has: guess"),
    ("Trial RFS", "is not an evidence address"),
])
def test_what_cannot_be_computed_with_is_refused_in_words(address: str, expected: str) -> None:
    with pytest.raises(_ledger.LedgerError, match=expected):
        evidence.value(address)


def test_a_card_prints_number_source_and_how_it_was_seen() -> None:
    text = repr(evidence.card("trial_rfs.rfs.long"))
    for part in ("65.6%, Trial", "56.1% to 73.4%", "p: <0.001", "397 patients", "54 months", "10.1/x", "high",
                 "seen in the source itself", "2026-11-23", "also: 71.4% (119 months)",
                 "Doe J et al. Long or short. J Trials. 2012."):
        assert part in text
    assert text == repr(evidence.card("ev:trial_rfs.rfs.long"))


def test_each_value_carries_its_own_verification() -> None:
    assert evidence.card("trial_rfs.rfs.long@119m").fields()["certainty"] == "moderate"
    fields = evidence.card("trial_rfs.guess").fields()
    assert (fields["text"], fields["certainty"]) == ("12% (unverified)", "unverified")
    assert (fields["how_seen"], fields["population"]) == ("not seen by us: unverified", "nobody")


def test_a_number_nobody_has_seen_is_linked_as_unverified() -> None:
    html = evidence.card("trial_rfs.guess")._repr_html_()
    assert 'href="ev:trial_rfs.guess?as=unverified">12% (unverified)</a>' in html


def test_a_card_without_a_number_shows_the_claim_and_its_page() -> None:
    fields = evidence.card("old_rule").fields()
    assert (fields["text"], fields["cuts"]) == (None, [])
    assert fields["url"] == "https://example.org/label"
    assert repr(evidence.card("old_rule")).startswith("Agency\n")


def test_a_card_escapes_what_it_draws() -> None:
    html = evidence.card("trial_rfs.rfs.long")._repr_html_()
    assert "Three years &lt;beat&gt; one &amp; held." in html
    assert 'href="ev:trial_rfs.rfs.long"' in html


@pytest.mark.parametrize(("text", "ids"), [
    ("RUPTURE", ["old_rule"]), ("65.6%", ["trial_rfs"]), ("years doe", ["trial_rfs"]), ("years rupture", []),
])
def test_search_finds_records_by_all_words_anywhere(text: str, ids: list[str]) -> None:
    assert [record.id for record in evidence.search(text)] == ids


def test_search_prints_its_hits_and_says_when_there_are_none() -> None:
    assert repr(evidence.search("rupture")).startswith("old_rule: The label")
    assert repr(evidence.search("zebra")) == "No record mentions that."
    assert "<td>old_rule</td>" in evidence.search("rupture")._repr_html_()
    with pytest.raises(ValueError, match="at least one word"):
        evidence.search("  ")


def test_the_frame_has_typed_columns_and_one_row_per_value() -> None:
    table = evidence.frame().set_index("address")
    assert len(table) == 5
    assert table["number"].dtype == "float64"
    assert table.loc["trial_rfs.rfs.long@54m", ["low", "high"]].tolist() == [56.1, 73.4]
    assert table.loc["trial_rfs.range", "high"] == 50
    assert pd.isna(table.loc["trial_rfs.range", "number"])
    assert table.loc["trial_rfs.guess", "text"] == "12% (unverified)"
    assert table["year"].dtype == "Int64"


LESSON = [
    {"cell_type": "markdown",
     "source": ["[66 of 100](ev:trial_rfs.rfs.long?as=per100), [no threshold](ev:old_rule), ",
                "[65.6%](ev:trial_rfs.rfs.long)"]},
    {"cell_type": "code", "source": ["'[12%](ev:trial_rfs.guess)'"]},
]


def test_sources_lists_every_link_of_a_lesson_once_in_reading_order(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "98_toy.ipynb").write_text(json.dumps({"cells": LESSON}))
    monkeypatch.chdir(tmp_path)
    found = evidence.sources("98")
    assert [row["address"] for row in found.rows()] == ["trial_rfs.rfs.long", "old_rule"]
    assert repr(found).splitlines()[1:] == ["65.6% | Trial | ev:trial_rfs.rfs.long",
                                            "claim | Agency | ev:old_rule"]
    assert '<a class="gist-ev" href="ev:old_rule">claim</a>' in found._repr_html_()
    assert found.frame()["95% CI"].tolist() == ["56.1% to 73.4%", ""]


def test_an_unknown_lesson_is_refused_with_what_is_there(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "98_toy.ipynb").write_text("{}")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"no lesson '7'.*98_toy.ipynb"):
        evidence.sources("7")


def test_the_package_offers_few_names_and_says_them() -> None:
    assert len(dir(gist_edu)) <= 15
    with pytest.raises(AttributeError, match="It offers: VariantError, cases, charts, evidence, lesson"):
        _ = gist_edu.riks


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = ("import sys, gist_edu, gist_edu.evidence; "
            "print([m for m in ('pandas', 'altair', 'anywidget', 'ipywidgets') if m in sys.modules])")
    root = Path(gist_edu.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


def test_records_and_values_print_as_a_sentence() -> None:
    record = _ledger.ledger()["afip_gastric"]
    assert repr(record).startswith("AFIP: ")
    assert repr(record.values["g5"]).startswith("16%, ")
    assert "(unverified)" in repr(_ledger.ledger()["afip_duodenum"].values["g3a"])
