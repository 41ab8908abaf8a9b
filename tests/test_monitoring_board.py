"""The monitoring planner asks two things first, then shows a plan, its calendar, and what each test rests on."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gist_edu import monitoring
from gist_edu._data import simulator_data
from gist_edu._ledger import link_problem
from gist_edu.simulators import monitoring as planner
from gist_edu.simulators import monitoring_answer

DATA = simulator_data("monitoring")
SETTINGS = [one["id"] for one in DATA["monitoring"]["settings"]]
LINK = re.compile(r"\[([^\[\]]*)\]\(ev:([^ )]+)")


def play(*events: tuple[str, Any], **options: Any) -> dict[str, Any]:
    """Names of buttons press, everything else sets."""
    state = planner.init(DATA, options)
    for key, value in events:
        kind = {"type": "press", "id": key} if key in ("commit", "skip") else {"type": "set", "id": key, "value": value}
        state = planner.update(DATA, state, kind)
    return state


def blocks(state: dict[str, Any]) -> dict[str, Any]:
    def walk(some: list[dict[str, Any]]) -> Any:
        for one in some:
            yield one
            yield from walk(one.get("blocks", []))

    return {one["id"]: one for one in walk(planner.view(DATA, state)["blocks"])}


def guessed(count: str, imaging: str, sure: str = "sure") -> dict[str, Any]:
    return play(("first_count", count), ("imaging", imaging), ("confidence", sure), ("commit", None))


def test_no_interval_and_no_source_is_in_the_view_before_the_commit() -> None:
    text = json.dumps(planner.view(DATA, play()), ensure_ascii=False)
    assert "(ev:" not in text
    for said in ("weekly", "Hepatitis", "section", "Gleevec"):
        assert said not in text


def test_the_right_answers_are_found_in_the_rules_and_are_among_those_offered() -> None:
    assert monitoring_answer.first_count(DATA) in [value for value, _ in planner.COUNT_AFTER]
    assert monitoring_answer.imaging(DATA) in [value for value, _ in planner.IMAGE_EVERY]
    right = dict(planner.IMAGE_EVERY)[monitoring_answer.imaging(DATA)]
    plan = monitoring.plan("adjuvant").set_index("source")
    assert right in plan.loc["ESMO 2022, an example", "how often"]


@pytest.mark.parametrize(
    ("count", "imaging", "heading"),
    [
        ("1", "6", "Both right"),
        ("1", "12", "One of two"),
        ("13", "6", "One of two"),
        ("0", "0", "Not this time"),
    ],
)
def test_both_guesses_are_judged(count: str, imaging: str, heading: str) -> None:
    said = blocks(guessed(count, imaging))["feedback"]
    assert said["heading"] == heading
    assert ("You were very sure" in said["md"]) is (heading != "Both right")
    assert "[weekly](ev:mon_counts.interval.month1" in said["md"]


def test_a_guess_that_was_right_is_praised_and_a_look_is_not_judged() -> None:
    assert "a good one" in blocks(guessed("1", "6", "guess"))["feedback"]["md"]
    assert blocks(play(("skip", None)))["feedback"]["heading"] == "What the sources say"


def test_a_commit_without_an_answer_asks_for_it() -> None:
    shown = blocks(play(("first_count", "1"), ("commit", None)))
    assert shown["imaging"]["error"]
    assert shown["confidence"]["error"]
    assert "feedback" not in shown


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_shows_its_plan_with_true_links_and_its_clock(setting: str) -> None:
    state = play(("skip", None), ("setting", setting))
    shown = blocks(state)
    text = json.dumps(planner.view(DATA, state), ensure_ascii=False).replace('\\"', "'")
    found = LINK.findall(text)
    assert len(found) == text.count("](ev:") >= 4
    assert [problem for words, address in found if (problem := link_problem(address, words))] == []
    assert "count from **the " in shown["clock"]["md"]
    assert len(shown["tests"]["rows"]) == (~monitoring.plan(setting)["in the calendar"]).eq(False).sum()
    assert ("days" in shown) is (setting != "before_start")


def test_sources_that_differ_stand_beside_each_other_with_their_clocks() -> None:
    text = json.dumps(blocks(play(("skip", None), ("setting", "after_adjuvant")))["beside"], ensure_ascii=False)
    assert "Joensuu 2015" in text
    assert "clock: the operation" in text


def test_a_first_day_adds_dates_to_the_calendar() -> None:
    state = play(("skip", None), ("setting", "advanced"), ("day", "2026-11-26"), ("reach", "3"))
    table = blocks(state)["days"]
    assert [column["label"] for column in table["columns"]] == ["When", "Date", "What"]
    assert [cell["md"] for cell in table["rows"][0]["cells"]] == ["week 1", "3 December 2026", "Blood count"]
    assert table["caption"] == "Calendar, month 0 to 3"
    none = blocks(play(("skip", None), ("setting", "advanced")))["days"]
    assert [column["label"] for column in none["columns"]] == ["When", "What"]


@pytest.mark.parametrize("day", ["26.11.2026", "2026-02-30", "soon"])
def test_a_day_that_is_none_is_refused_and_leaves_the_calendar_without_dates(day: str) -> None:
    state = play(("skip", None), ("setting", "advanced"), ("day", day))
    shown = blocks(state)
    assert shown["day"]["error"] == state["announce"] != ""
    assert shown["day"]["value"] == day
    assert len(shown["days"]["columns"]) == 2


def test_a_long_calendar_says_how_much_it_leaves_out() -> None:
    table = blocks(play(("skip", None), ("setting", "adjuvant"), ("reach", "120")))["days"]
    assert len(table["rows"]) == monitoring_answer.MOST_ROWS
    assert table["note"].startswith("The first 40 of ")


@pytest.mark.parametrize(
    "state",
    [
        play(),
        play(("skip", None), ("setting", "sunitinib"), ("day", "2026-11-26")),
        guessed("1", "12"),
    ],
)
def test_a_state_comes_back_whole_and_a_shared_one_without_the_day(state: dict[str, Any]) -> None:
    again = planner.update(DATA, planner.init(DATA, {}), {"type": "restore", "state": json.loads(json.dumps(state))})
    assert again == {**state, "announce": "", "fresh": False}
    assert planner.shared(DATA, state)["day"] == ""


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"committed": 1},
        {"guessed": True},
        {"values": {}},
        {"day": 5},
        {"day": "soon"},
        {"units": None},
    ],
)
def test_a_tampered_state_starts_anew_with_a_sentence(change: dict[str, Any]) -> None:
    state = {**play(("skip", None)), **change}
    again = planner.update(DATA, planner.init(DATA, {}), {"type": "restore", "state": state})
    assert again == {**planner.init(DATA, {}), "error": planner.UNREADABLE}


@pytest.mark.parametrize(
    "event",
    [
        None,
        {"type": "press", "id": "go"},
        {"type": "set", "id": "setting", "value": "advanced"},
        {"type": "set", "id": "day", "value": "2026-11-26"},
        {"type": "set", "id": "imaging", "value": "2"},
    ],
)
def test_an_event_that_does_not_fit_changes_nothing_but_the_error(event: Any) -> None:
    before = play()
    after = planner.update(DATA, before, event)
    assert after["error"]
    assert {**after, "error": None} == before


def test_reset_brings_the_setting_of_the_options_back() -> None:
    state = play(("skip", None), ("setting", "advanced"), setting="regorafenib")
    assert planner.update(DATA, state, {"type": "reset"}) == play(setting="regorafenib")


def test_what_does_nothing_before_the_first_tablet_is_not_shown() -> None:
    before = play(("skip", None), ("setting", "advanced"), ("day", "soon"), ("setting", "before_start"))
    assert not {"day", "reach", "calendar"} & set(blocks(before))
    assert before["bad"] == {}
    for key, value in (("day", "2026-11-26"), ("reach", "3")):
        assert planner.update(DATA, before, {"type": "set", "id": key, "value": value})["error"]
    after = blocks(planner.update(DATA, before, {"type": "set", "id": "setting", "value": "advanced"}))
    assert {"day", "reach", "calendar"} <= set(after)
