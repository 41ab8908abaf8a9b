"""The time machine asks first, shows the record of a year, and says where nothing was seen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gist_edu._data import simulator_data
from gist_edu._ledger import link_problem
from gist_edu.models import timeline as model
from gist_edu.simulators import timeline as machine

DATA = simulator_data("timeline")
PATIENTS = {one["id"]: one for one in DATA["timeline"]["patients"]}
ENTRIES = {one["id"]: one for one in DATA["timeline"]["entries"]}
YEARS = range(DATA["timeline"]["first_year"], DATA["timeline"]["last_year"] + 1)
LINK = re.compile(r"\[([^\]]*)\]\(ev:([^ )]+)")
PRESSED = ("commit", "skip", "ahead", "go")


def play(*events: tuple[str, Any], **options: Any) -> dict[str, Any]:
    """Names of buttons press, everything else sets."""
    state = machine.init(DATA, options)
    for key, value in events:
        event = {"type": "press", "id": key} if key in PRESSED else {"type": "set", "id": key, "value": value}
        state = machine.update(DATA, state, event)
    return state


def blocks(state: dict[str, Any]) -> dict[str, Any]:
    def walk(some: list[dict[str, Any]]) -> Any:
        for one in some:
            yield one
            yield from walk(one.get("blocks", []))

    return {one["id"]: one for one in walk(machine.view(DATA, state)["blocks"])}


def shown(state: dict[str, Any]) -> str:
    return json.dumps(machine.view(DATA, state), ensure_ascii=False)


def on_boards(state: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands on the boards of the record."""
    found = [block["items"] for key, block in blocks(state).items() if key.startswith("items_") and key != "items_next"]
    return [item for items in found for item in items]


def answered(offer: str, **options: Any) -> dict[str, Any]:
    return play(("offer", offer), ("confidence", "sure"), ("commit", None), **options)


@pytest.mark.parametrize("patient", PATIENTS)
@pytest.mark.parametrize("year", [1998, 2008, 2026])
def test_nothing_of_the_record_is_in_the_view_before_the_commit(patient: str, year: int) -> None:
    text = shown(play(patient=patient, year=year))
    assert "(ev:" not in text
    for entry in ENTRIES.values():
        assert entry["title"] not in text
    for offer in PATIENTS[patient]["offers"]:
        assert offer["md"] not in text


@pytest.mark.parametrize("patient", PATIENTS)
def test_every_year_has_an_answer_and_no_offer_is_right_in_all_of_them_but_watching_at_low_risk(patient: str) -> None:
    rights = [{offer["id"] for offer in model.right_offers(PATIENTS[patient], year)} for year in YEARS]
    assert all(rights)
    assert set.intersection(*rights) == ({"watch"} if patient == "resected_low" else set())


@pytest.mark.parametrize(("patient", "year"), [
    (one["id"], year) for one in PATIENTS.values() for year in YEARS if year >= one["first_year"]
])
def test_no_board_shows_what_came_later(patient: str, year: int) -> None:
    items = [(item["title"], item["when"]) for item in on_boards(play(("skip", None), patient=patient, year=year))]
    later = [(entry["title"], entry["when"]) for entry in ENTRIES.values() if entry["year"] > year]
    assert not set(items) & set(later)
    assert all(int(when[-4:]) <= year for _, when in items)


@pytest.mark.parametrize("patient", PATIENTS)
def test_every_link_says_what_the_ledger_says(patient: str) -> None:
    said = " ".join(item["md"] for item in on_boards(play(("skip", None), patient=patient, year=2026)))
    found = LINK.findall(said)
    assert len(found) == said.count("](ev:") > 5
    assert [problem for text, address in found if (problem := link_problem(address, text))] == []


def test_the_claim_fda_approved_adjuvant_in_2008_is_true_for_the_us_only() -> None:
    at = blocks(play(("skip", None), patient="resected_high", year=2008))
    assert [item["when"] for item in at["items_approved_us"]["items"]] == ["19 December 2008"]
    assert "No EU approval" in at["empty_approved_eu"]["md"]
    assert "no proof" in at["empty_approved_eu"]["md"]
    later = blocks(play(("skip", None), patient="resected_high", year=2009))
    assert [item["when"] for item in later["items_approved_eu"]["items"]] == ["7 May 2009"]


@pytest.mark.parametrize(("patient", "year", "us_only"), [
    ("resected_high", 2008, True), ("resected_high", 2009, False), ("d842v", 2020, False), ("progressed", 2006, False),
])
def test_an_offer_of_one_region_is_called_so(patient: str, year: int, us_only: bool) -> None:
    said = blocks(play(("skip", None), patient=patient, year=year))["feedback"]["md"]
    assert ("approved in the US only" in said) is us_only


@pytest.mark.parametrize(("patient", "year", "offer", "heading"), [
    ("resected_high", 2008, "one_year", "This fits the record"),
    ("resected_high", 2008, "three_years", "Not yet"),
    ("resected_high", 2008, "watch", "No longer"),
    ("resected_low", 2010, "one_year", "A label allowed it; no advice for it was seen"),
    ("progressed", 2026, "combination", "Not up to this edition"),
    ("d842v", 2019, "none", "This fits the record"),
    ("d842v", 2005, "imatinib", "This fits the record"),
    ("d842v", 2005, "none", "That is hindsight"),
    ("d842v", 2012, "imatinib", "A label allowed it; no advice for it was seen"),
    ("d842v", 2000, "imatinib", "Not yet"),
    ("d842v", 2021, "none", "No longer"),
    ("d842v", 2020, "avapritinib", "This fits the record"),
])
def test_the_answer_is_judged_by_the_dates(patient: str, year: int, offer: str, heading: str) -> None:
    assert blocks(answered(offer, patient=patient, year=year))["feedback"]["heading"] == heading


def test_a_miss_names_the_entry_that_opened_or_closed_the_offer() -> None:
    early = blocks(answered("three_years", patient="resected_high", year=2008))["feedback"]["md"]
    assert "It came with: Imatinib after surgery, regular, with 36 months, 31 January 2012." in early
    assert "You were very sure" in early
    late = blocks(answered("watch", patient="resected_high", year=2008))["feedback"]["md"]
    assert "It ended with: Imatinib after surgery, accelerated, 19 December 2008." in late


@pytest.mark.parametrize(("year", "words"), [
    (2002, "Nobody could look"), (2003, "from cells only"), (2011, "from cells only"), (2012, None), (2026, None),
])
def test_d842v_is_judged_by_what_was_known_and_the_machine_says_what_was_not(year: int, words: str | None) -> None:
    said = blocks(play(("skip", None), patient="d842v", year=year))["feedback"]["md"]
    assert ("Not known yet." in said) is (words is not None)
    assert (words or "") in said
    assert ("Imatinib 400 mg, approved" in said) is (2002 <= year < 2012)


def test_hindsight_names_the_entry_that_brought_the_answer_back() -> None:
    said = blocks(answered("none", patient="d842v", year=2005))["feedback"]["md"]
    assert "It came back with: D842V resists imatinib, in patients, 2012." in said


def test_nobody_is_met_progressing_on_imatinib_before_its_first_trial() -> None:
    state = play(patient="progressed", year=1999)
    year = blocks(state)["year"]
    assert (state["year"], year["min"]) == (2008, 2000)
    assert "first trial" in year["help"]
    refused = blocks(play(("year", 1999), patient="progressed"))["year"]
    assert "from 2000 to 2026. Nobody progressed on imatinib" in refused["error"]
    assert "Nobody progressed" not in blocks(play(("year", "abc"), patient="progressed"))["year"]["error"]
    tampered = {**play(patient="progressed"), "year": 1999}
    assert machine.update(DATA, play(), {"type": "restore", "state": tampered})["error"]


def test_a_patient_who_cannot_be_met_that_early_moves_the_year_and_says_so() -> None:
    state = play(("patient", "progressed"), patient="resected_high", year=1998)
    assert (state["year"], state["patient"]) == (2000, "progressed")
    assert "The year is now 2000. Nobody progressed on imatinib" in state["announce"]
    assert blocks(play(patient="resected_high", year=1998))["year"]["help"] is None


def test_a_commit_says_everything_that_is_missing() -> None:
    assert play(("commit", None))["announce"].count("Please") == 2
    assert play(("offer", "watch"), ("commit", None))["announce"] == "Please say how sure you are."


def test_a_date_that_no_page_showed_us_is_called_unverified() -> None:
    item = blocks(play(("skip", None), patient="metastatic_exon11", year=2002))["items_approved_eu"]["items"][0]
    assert item["when"] == "2002"
    assert "[May 2002 (unverified)](ev:ema_2002_approval.approval_month?as=unverified" in item["md"]


def test_a_replaced_guideline_leaves_the_board() -> None:
    def titles(year: int) -> list[str]:
        items = blocks(play(("skip", None), patient="resected_high", year=year))["items_recommended"]["items"]
        return [item["title"] for item in items]

    assert "NICE TA196 (England): not recommended" in titles(2013)
    assert "NICE TA196 (England): not recommended" not in titles(2014)


def test_what_changed_next_waits_for_its_button_and_leads_to_that_year() -> None:
    state = play(("skip", None), patient="progressed", year=2000)
    assert "go" not in blocks(state)
    state = play(("skip", None), ("ahead", None), patient="progressed", year=2001)
    assert [item["when"] for item in blocks(state)["next"]["blocks"][0]["items"]] == ["26 January 2006", "27 July 2006"]
    gone = machine.update(DATA, state, {"type": "press", "id": "go"})
    assert (gone["year"], gone["committed"]) == (2006, False)


def test_after_the_last_change_the_machine_says_so() -> None:
    at = blocks(play(("skip", None), ("ahead", None), patient="d842v", year=2026))
    assert "Nothing later" in at["ahead_none"]["md"]


@pytest.mark.parametrize("value", ["abc", 1997, 2027, 2008.5, None, True, "2,008", []])
def test_a_year_that_cannot_be_is_answered_at_the_field(value: Any) -> None:
    state = play(("year", value))
    assert (state["year"], state["error"]) == (2008, None)
    assert "1998 to 2026" in blocks(state)["year"]["error"] or "1,998" in blocks(state)["year"]["error"]


def test_a_commit_without_an_answer_asks_for_it() -> None:
    at = blocks(play(("commit", None)))
    assert at["offer"]["error"]
    assert at["confidence"]["error"]
    assert "feedback" not in at


@pytest.mark.parametrize("event", [
    None, {}, {"type": "press", "id": "ahead"}, {"type": "press", "id": "go"},
    {"type": "set", "id": "offer", "value": "x"}, {"type": "set", "id": "patient", "value": "nobody"},
    {"type": "set", "id": "confidence", "value": 3},
])
def test_an_event_that_does_not_fit_changes_nothing_and_says_so(event: Any) -> None:
    before = machine.init(DATA, {})
    after = machine.update(DATA, before, event)
    assert after["error"]
    assert {**after, "error": None} == before


def test_a_saved_state_comes_back_whole() -> None:
    said = [("offer", "none"), ("confidence", "guess"), ("commit", None), ("ahead", None)]
    state = play(*said, patient="d842v", year=2012)
    back = machine.update(DATA, machine.init(DATA, {}), {"type": "restore", "state": json.loads(json.dumps(state))})
    now = {"start": None, "announce": "", "fresh": False}
    assert {**back, **now} == {**state, **now}


@pytest.mark.parametrize("change", [
    {"version": 9}, {"year": 1700}, {"patient": "nobody"}, {"offer": "gold"}, {"committed": 1}, {"guessed": True},
    {"ahead": True}, {"confidence": "quite"},
])
def test_a_saved_state_that_was_tampered_with_starts_anew(change: dict[str, Any]) -> None:
    state = {**play(), **change}
    back = machine.update(DATA, machine.init(DATA, {}), {"type": "restore", "state": state})
    assert back["error"]
    assert (back["year"], back["committed"]) == (2008, False)


def test_an_answer_lost_by_another_year_or_patient_is_said() -> None:
    said = "Your answer to the year and patient before was cleared."
    answered = [("offer", "watch"), ("confidence", "sure"), ("commit", None)]
    state = play(*answered, ("year", 2015))
    assert state["announce"].endswith(said)
    assert blocks(state)["cleared"]["md"] == said
    assert "cleared" not in blocks(machine.update(DATA, state, {"type": "press", "id": "skip"}))
    assert "cleared" not in blocks(play(("skip", None), ("year", 2015)))
    assert "cleared" in blocks(play(*answered, ("ahead", None), ("year", 2015)))
    assert "cleared" not in blocks(play(*answered, ("ahead", None), ("go", None))), "going on was asked for"
