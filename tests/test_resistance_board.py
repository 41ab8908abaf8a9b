"""The clone race asks first, shows a teaching model and the trials beside it, and refuses what cannot be."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gist_edu._data import simulator_data
from gist_edu._ledger import link_problem
from gist_edu.simulators import resistance as race
from gist_edu.simulators import resistance_state

DATA = simulator_data("resistance")
SCENES = [one["id"] for one in DATA["resistance"]["scenes"]]
LINK = re.compile(r"\[([^\[\]]*)\]\(ev:([^ )]+)")
PRESSED = ("commit", "skip", "again")


def play(*events: tuple[str, Any], **options: Any) -> dict[str, Any]:
    """Names of buttons press, everything else sets."""
    state = race.init(DATA, options)
    for key, value in events:
        event = {"type": "press", "id": key} if key in PRESSED else {"type": "set", "id": key, "value": value}
        state = race.update(DATA, state, event)
    return state


def blocks(state: dict[str, Any]) -> dict[str, Any]:
    def walk(some: list[dict[str, Any]]) -> Any:
        for one in some:
            yield one
            yield from walk(one.get("blocks", []))

    return {one["id"]: one for one in walk(race.view(DATA, state)["blocks"])}


def shown(state: dict[str, Any]) -> str:
    return json.dumps(race.view(DATA, state), ensure_ascii=False)


def guessed(largest: str, when: str, confidence: str = "sure", **options: Any) -> dict[str, Any]:
    return play(("largest", largest), ("when", when), ("confidence", confidence), ("commit", None), **options)


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_of_the_course_is_in_the_view_before_the_commit(scene: str) -> None:
    state = play(scene=scene)
    text = shown(state)
    assert "(ev:" not in text
    course = resistance_state.course(DATA, state)
    month = course["progression_month"]
    assert month is None or f"month {month:.1f}" not in text
    assert not {"feedback", "clones", "tumour", "lines", "calls", "seen"} & set(blocks(state))


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_runs_and_every_link_says_what_the_ledger_says(scene: str) -> None:
    text = shown(play(("skip", None), scene=scene))
    found = LINK.findall(text)
    assert len(found) == text.count("](ev:") > 8
    assert [problem for said, address in found if (problem := link_problem(address, said))] == []
    assert "Teaching model" in text
    assert "Do not use it for a person" in text


@pytest.mark.parametrize(("largest", "when", "heading"), [
    ("kit_exon11", "24", "As the model has it"), ("v654a", "24", "Half of it"), ("kit_exon11", "never", "Half of it"),
    ("v654a", "6", "Not this time"),
])
def test_the_guess_is_judged_by_cells_and_by_time(largest: str, when: str, heading: str) -> None:
    at = blocks(guessed(largest, when, scene="pocket"))
    assert at["feedback"]["heading"] == heading
    assert ("You were very sure" in at["feedback"]["md"]) is (heading != "As the model has it")


@pytest.mark.parametrize("scene", SCENES)
def test_no_two_blocks_share_an_id(scene: str) -> None:
    ids = re.findall(r'"id": "([^"]+)"', shown(play(("skip", None), scene=scene)))
    assert len(ids) == len(set(ids))


def test_the_two_scenes_differ_in_what_sunitinib_does() -> None:
    def under_sunitinib(scene: str) -> str:
        rows = blocks(play(("skip", None), scene=scene))["lines"]["rows"]
        return str(rows[1]["cells"][2]["md"])

    assert under_sunitinib("pocket") == "not in this time"
    assert under_sunitinib("loop").startswith("after ")


def test_the_holiday_stands_beside_the_trial_of_stopping() -> None:
    at = blocks(play(("skip", None), scene="holiday"))
    text = " ".join(block["md"] for key, block in at.items() if key.startswith("seen") and "md" in block)
    assert "[80%](ev:bfr14_stop_3y.pfs_24m.continue" in text
    assert "[16%](ev:bfr14_stop_3y.pfs_24m.stop" in text
    assert "Going back to imatinib" in text


def test_a_change_of_the_plan_asks_anew_and_leaves_the_scene() -> None:
    state = play(("skip", None), ("from2", 12), scene="pocket")
    assert (state["committed"], state["values"]["scene"]) == (False, "own")
    assert "sunitinib from month 12" in blocks(state)["plan"]["md"]
    assert "who" not in blocks(state)


def test_the_same_value_again_changes_nothing() -> None:
    state = play(("skip", None), scene="pocket")
    assert race.update(DATA, state, {"type": "set", "id": "from2", "value": 20})["committed"] is True


def test_what_is_not_known_is_asked_and_marked_as_an_assumption() -> None:
    doubtful = [("clone.d816h", True), ("drug2", "regorafenib")]
    state = play(*doubtful, ("skip", None), scene="pocket")
    at = blocks(state)
    assert not state["committed"]
    assert "is not known. What do you assume?" in at["assume.d816h.regorafenib"]["label"]
    assert at["assume.d816h.regorafenib"]["error"]
    done = play(*doubtful, ("assume.d816h.regorafenib", "resistant"), ("skip", None), scene="pocket")
    rows = {row["cells"][0]["md"]: row["cells"][2]["md"] for row in blocks(done)["calls"]["rows"]}
    assert rows["D816H"] == "grows (your assumption; not known)"


def test_an_assumption_goes_when_its_pair_goes() -> None:
    state = play(("clone.d816h", True), ("drug2", "regorafenib"), ("assume.d816h.regorafenib", "resistant"),
                 ("drug2", "sunitinib"), scene="pocket")
    assert "assume.d816h.regorafenib" not in state["values"]


@pytest.mark.parametrize("value", [-3, "soon", 99, None, True])
def test_a_month_that_cannot_be_is_answered_at_the_field(value: Any) -> None:
    state = play(("from2", value), scene="pocket")
    assert (state["error"], state["values"]["from2"]) == (None, 20)
    assert "0 to 72" in blocks(state)["from2"]["error"]


def test_overlapping_drugs_are_refused_with_a_sentence() -> None:
    state = play(("drug3", "regorafenib"), ("from3", 10), ("skip", None), scene="pocket")
    assert not state["committed"]
    assert "one drug at a time" in blocks(state)["problem"]["md"]
    assert "one drug at a time" in state["announce"]


def test_a_drug_that_starts_after_the_end_is_refused() -> None:
    state = play(("months", 12), ("skip", None), scene="pocket")
    assert not state["committed"]
    assert "less than 12" in blocks(state)["problem"]["md"]


def test_a_commit_without_an_answer_asks_for_it() -> None:
    at = blocks(play(("commit", None)))
    assert at["largest"]["error"]
    assert at["when"]["error"]
    assert at["confidence"]["error"]
    assert "feedback" not in at


def test_without_hidden_clones_only_the_time_is_asked() -> None:
    state = play(("clone.v654a", False), ("when", "never"), ("confidence", "guess"), ("commit", None), scene="pocket")
    assert blocks(state)["feedback"]["heading"] in ("As the model has it", "Not this time")


def test_clones_of_the_other_gene_are_not_offered() -> None:
    at = blocks(play(scene="d842v"))
    assert "clone.v658a" in at
    assert "clone.v654a" not in at


def test_the_calibration_is_shown_with_what_was_not_used() -> None:
    table = blocks(play(("skip", None)))["fits"]["rows"]
    rows = {row["cells"][0]["md"]: [cell["md"] for cell in row["cells"]] for row in table}
    assert rows["imatinib, first line"][1].startswith("[18 months](ev:s0033_pfs.median_pfs.mg400")
    assert rows["imatinib, first line"][2:] == ["18 months", "used to fit"]
    assert rows["imatinib, exon 11"][3].startswith("not used")


def test_borrowed_numbers_are_called_unverified() -> None:
    assert "(unverified)" in blocks(play(("skip", None)))["chance"]["note"]


@pytest.mark.parametrize("event", [
    None, {}, {"type": "press", "id": "again"}, {"type": "press", "id": "x"},
    {"type": "set", "id": "when", "value": "soon"}, {"type": "set", "id": "scene", "value": "nobody"},
    {"type": "set", "id": "clone.v654a", "value": "yes"},
    {"type": "set", "id": "assume.v654a.sunitinib", "value": "resistant"},
    {"type": "set", "id": "confidence", "value": 3},
])
def test_an_event_that_does_not_fit_changes_nothing_and_says_so(event: Any) -> None:
    before = race.init(DATA, {})
    after = race.update(DATA, before, event)
    assert after["error"]
    assert {**after, "error": None} == before


def test_a_guess_cannot_be_changed_after_the_commit() -> None:
    state = guessed("v654a", "24", scene="pocket")
    assert race.update(DATA, state, {"type": "set", "id": "when", "value": "6"})["error"]


@pytest.mark.parametrize("scene", SCENES)
def test_a_saved_state_comes_back_whole(scene: str) -> None:
    state = play(("skip", None), scene=scene)
    back = race.update(DATA, race.init(DATA, {}), {"type": "restore", "state": json.loads(json.dumps(state))})
    now = {"start": None, "announce": "", "fresh": False}
    assert {**back, **now} == {**state, **now}
    assert back["committed"]


def test_a_saved_guess_comes_back_whole() -> None:
    state = guessed("v654a", "24", "guess", scene="pocket")
    back = race.update(DATA, race.init(DATA, {}), {"type": "restore", "state": json.loads(json.dumps(state))})
    assert blocks(back)["feedback"]["md"] == blocks(state)["feedback"]["md"]


@pytest.mark.parametrize("change", [
    {"version": 9}, {"committed": 1}, {"guessed": True}, {"values": []}, {"units": None},
    {"values": {"scene": "nobody"}}, {"values": {"from2": -1}}, {"values": {"from2": None}},
    {"values": {"when": "soon"}},
    {"values": {"clone.v654a": 1}}, {"values": {"months": 6}, "committed": True},
])
def test_a_saved_state_that_was_tampered_with_starts_anew(change: dict[str, Any]) -> None:
    state = play(scene="pocket")
    if isinstance(change.get("values"), dict):
        change = {**change, "values": {**state["values"], **change["values"]}}
    back = race.update(DATA, race.init(DATA, {}), {"type": "restore", "state": {**state, **change}})
    assert back["error"]
    assert (back["values"]["scene"], back["committed"]) == ("pocket", False)


def test_reset_goes_back_to_the_scene_that_was_asked_for() -> None:
    state = race.update(DATA, play(("scene", "exon9"), ("skip", None), scene="loop"), {"type": "reset"})
    assert state == race.init(DATA, {"scene": "loop"})


HIDDEN_BAD = [("scene", "own"), ("drug2", "sunitinib"), ("drug3", "regorafenib"), ("from3", "abc"), ("drug2", "end")]


@pytest.mark.parametrize("last", ["commit", "skip"])
def test_what_was_typed_in_a_field_that_is_hidden_now_refuses_nothing(last: str) -> None:
    state = play(*HIDDEN_BAD)
    assert state["bad"] == {}
    answers = [(field["key"], field["options"][0]["value"])
               for field in [*resistance_state.doubts(DATA, state), *resistance_state.guess(DATA, state)]]
    assert play(*HIDDEN_BAD, *answers, (last, None))["committed"]


def test_what_refuses_the_commit_is_always_shown() -> None:
    state = play(("drug3", "regorafenib"), ("from3", "abc"), ("skip", None), scene="pocket")
    at = blocks(state)
    assert not state["committed"]
    assert at["from3"]["error"]
    assert at["change"]["open"]
    assert {key for key in state["bad"] if key not in at} == set()


def test_a_refused_number_opens_the_fold_it_stands_in() -> None:
    assert blocks(play(("from2", "abc"), ("skip", None), scene="pocket"))["change"]["open"]


def test_a_lost_guess_is_said() -> None:
    said = "Your answer to the scene before was cleared."
    state = play(("largest", "v654a"), ("when", "24"), ("confidence", "sure"), ("commit", None), ("scene", "loop"),
                 scene="pocket")
    assert said in state["announce"]
    assert blocks(state)["cleared"]["md"] == said
    assert "cleared" not in blocks(race.update(DATA, state, {"type": "press", "id": "skip"}))
    assert "cleared" not in blocks(play(("skip", None), ("scene", "loop"), scene="pocket"))
    own = play(("when", "24"), ("months", 40), scene="pocket")
    assert blocks(own)["cleared"]["md"] == "Your answer to the tumour and plan before was cleared."
