"""The entries of the time machine take their dates from the ledger; a misfit names file, entry, field and remedy."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from gist_edu import _timeline, charts, timeline
from gist_edu._data import simulator_data
from gist_edu._site.lint import Exceptions, Report, check_text
from gist_edu.models import portable
from gist_edu.models import timeline as model

RAW: dict[str, Any] = yaml.safe_load(_timeline.FILE.read_text(encoding="utf-8"))
DATA = simulator_data("timeline")
DOSE = re.compile(r"(?<!\[)(?<!600 or )\b(400 or )?[48]00 mg\b(?!/day)")  # the dose that is what the offer or arm is


def read(tmp_path: Path, change: Any) -> Any:
    """The book's own file with one thing changed."""
    raw = copy.deepcopy(RAW)
    change(raw)
    (tmp_path / "t.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    return _timeline.timeline.__wrapped__(tmp_path / "t.yaml")


def at(kind: str, field: str, value: Any) -> Any:
    def change(raw: Any) -> None:
        raw[kind][0][field] = value

    return change


@pytest.mark.parametrize(("change", "words"), [
    (at("entries", "kind", "rumour"), "t.yaml: entry kit, field kind: expected one of discovery"),
    (at("entries", "dated", "no_such_record"), "entry kit, field dated: 'no_such_record': no evidence record"),
    (at("entries", "dated", "hirota_kit.mutated"), "expected a date such as 2002-02-01"),
    (at("entries", "dated", "mitoses_5mm2"), "gives 'undated'"),
    (at("entries", "says", ""), "a value for says: write it"),
    (at("entries", "when", "1998"), "delete when"),
    (at("entries", "for", ["nobody"]), "there is no ['nobody']"),
    (at("entries", "hides", "nothing"), "field hides: expected the id of an entry"),
    (at("entries", "id", "pdgfra"), "each id once"),
    (at("patients", "offers", [{"id": "x", "text": "x", "md": "x"}]), "at least three"),
    (lambda raw: raw["patients"][0]["offers"][0].update({"from": "gold"}), "field from"),
    (lambda raw: raw["patients"][0]["offers"][0].update({"as": "maybe"}), "field as"),
    (lambda raw: raw["patients"][0]["offers"][1].update({"from": "peak_news"}), "'from' before 'until'"),
    (lambda raw: raw["patients"][0].update({"since": "gold", "why_since": "x"}), "field since: expected the id"),
    (lambda raw: raw["patients"][0].update({"since": "kit"}), "both since (an entry) and why_since"),
    (lambda raw: raw["patients"][0].update({"not_known_yet": [{"until": "gold", "md": "x"}]}), "there is no 'gold'"),
    (lambda raw: raw["patients"][0]["offers"][2].update({"again": {"from": "kit"}}), "again: expected an 'until'"),
    (lambda raw: raw["patients"][0]["offers"][0].update({"again": {"from": "kit"}}), "a span behind the first one"),
    (lambda raw: raw.update(first_year=2000), "entry kit: expected a date from 2000"),
    (lambda raw: raw.pop("patients"), "expected first_year, last_year, patients and entries"),
])
def test_each_misfit_names_place_and_remedy(tmp_path: Path, change: Any, words: str) -> None:
    with pytest.raises(_timeline.TimelineError, match=re.escape(words)):
        read(tmp_path, change)


def test_the_books_own_file_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, lambda raw: None)["entries"]) == len(RAW["entries"])


def test_no_date_is_typed_a_second_time() -> None:
    """What the file says of an entry holds no day and no month; those come from the ledger."""
    months = r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b"
    for entry in RAW["entries"]:
        assert not re.search(months, re.sub(r"\]\([^)]*\)", "", entry["title"] + entry["says"])), entry["id"]


def test_a_date_without_a_day_sorts_behind_those_of_its_month_and_year() -> None:
    dates = [entry["at"] for entry in _timeline.timeline()["entries"]]
    assert dates == sorted(dates)
    order = [entry["id"] for entry in _timeline.timeline()["entries"]]
    assert order.index("us_advanced") < order.index("z9001_opens") < order.index("eu_advanced")


def test_no_loose_number_stands_in_the_sentences() -> None:
    report, exceptions = Report(), Exceptions.load()
    for entry in RAW["entries"]:
        said = re.sub(r" \"[^\"]*\"\)", ")", portable.linked(DATA, entry["says"]))
        title = re.sub(r"400 against 800 mg|36 months", "", entry["title"])
        check_text(f"{DOSE.sub('', said)}\n\n{title}", f"entry {entry['id']}", exceptions, report)
    for patient in RAW["patients"]:
        for offer in patient["offers"]:
            text = DOSE.sub("", f"{offer['text']}\n\n{offer['md']}")
            check_text(text, f"offer {offer['id']}", exceptions, report)
        unknown = [one["md"] for one in patient.get("not_known_yet", [])]
        for text in [*unknown, patient.get("why_since", "")]:
            check_text(text, f"patient {patient['id']}", exceptions, report)
    assert report.links > 80
    assert report.problems == []


# ---------------------------------------------------------------- the public door


def test_the_record_of_a_year_is_a_table_by_board() -> None:
    frame = timeline.at(2008, "resected_high").frame()
    us = frame[frame["board"] == "Approved in the US"]
    assert list(us["when"]) == ["19 December 2008"]
    assert "Approved in the EU" not in set(frame["board"])


def test_offers_come_with_their_standing_in_that_year() -> None:
    offers = timeline.at(2008, "resected_high").offers().set_index("offer")
    assert offers.loc["Imatinib after surgery, for one year", "standing"] == "right"


def test_us_and_eu_stand_side_by_side_and_a_lag_is_counted_only_between_days() -> None:
    frame = timeline.us_and_eu().set_index("decision")
    assert frame.loc["Imatinib, adjuvant", "months between"] == 5
    assert pd.isna(frame.loc["Imatinib, advanced", "months between"])
    assert set(frame.index) >= {"Sunitinib", "Regorafenib", "Avapritinib", "Ripretinib"}


def test_the_figure_shows_the_table_and_says_its_result() -> None:
    figure = charts.us_and_eu()
    frame = timeline.us_and_eu()
    assert list(figure.frame()["decision"]) == list(frame["decision"])
    assert f"The US came first in {len(frame)} of {len(frame)}" in figure.description
    assert all(name in figure.svg for name in frame["decision"])
    assert len(figure.svg.encode()) < 30_000


def test_the_next_change_is_the_next_year_in_which_anything_changed() -> None:
    assert set(timeline.next_change(2006, "progressed")["when"]) == {"25 February 2013"}
    assert timeline.next_change(2026, "progressed").empty


def test_entries_can_be_asked_for_by_patient_and_kind() -> None:
    frame = timeline.entries(patient="d842v", kind="approval_us")
    assert list(frame["year"]) == [2002, 2020]
    assert set(timeline.entries()["kind"]) == set(_timeline.KINDS)


@pytest.mark.parametrize("call", [
    lambda: timeline.at(1900, "d842v"), lambda: timeline.at(2008, "nobody"), lambda: timeline.entries(kind="rumour"),
    lambda: timeline.at(1999, "progressed"),
])
def test_what_is_not_there_is_named_with_what_is(call: Any) -> None:
    with pytest.raises(ValueError, match=r"choose|from 1998|from 2000"):
        call()


def test_kinds_of_the_boards_are_the_kinds_of_the_file() -> None:
    assert sorted(kind for kinds in model.KINDS.values() for kind in kinds) == sorted(_timeline.KINDS)
