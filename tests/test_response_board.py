"""The response reader asks first, shows both rulers line by line, and never teaches that larger is progression."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gist_edu._data import simulator_data
from gist_edu._ledger import link_problem
from gist_edu.simulators import response as reader
from gist_edu.simulators import response_answer, response_ask, response_picture

DATA = simulator_data("response")
SCANS = {one["id"]: one for one in DATA["response"]["scenarios"]}
LINK = re.compile(r"\[([^\[\]]*)\]\(ev:([^ )]+)")


def play(*events: tuple[str, Any], **options: Any) -> dict[str, Any]:
    """Names of buttons press, everything else sets."""
    state = reader.init(DATA, options)
    for key, value in events:
        kind = {"type": "press", "id": key} if key in ("commit", "skip") else {"type": "set", "id": key, "value": value}
        state = reader.update(DATA, state, kind)
    return state


def blocks(state: dict[str, Any]) -> dict[str, Any]:
    def walk(some: list[dict[str, Any]]) -> Any:
        for one in some:
            yield one
            yield from walk(one.get("blocks", []))

    return {one["id"]: one for one in walk(reader.view(DATA, state)["blocks"])}


def called(recist: str, choi: str, sure: str = "sure", **options: Any) -> dict[str, Any]:
    return play(("recist", recist), ("choi", choi), ("confidence", sure), ("commit", None), **options)


@pytest.mark.parametrize("scenario", SCANS)
def test_no_call_and_no_truth_is_in_the_view_before_the_commit(scenario: str) -> None:
    text = json.dumps(reader.view(DATA, play(scenario=scenario)), ensure_ascii=False)
    assert "(ev:" not in text
    assert "%" not in text
    for said in (SCANS[scenario]["truth"][:30], "Why, line by line", "At least", *SCANS[scenario]["ask"]):
        assert said not in text
    assert "editor" not in blocks(play(scenario=scenario)), "the fields wait for the commit"


@pytest.mark.parametrize("scenario", SCANS)
def test_the_right_calls_are_those_of_the_scenario(scenario: str) -> None:
    says = SCANS[scenario]["says"]
    shown = blocks(called(says["recist"], says["choi"], scenario=scenario))
    assert shown["feedback"]["heading"] == "Both right"
    assert shown["came_out"]["md"].startswith(SCANS[scenario]["truth"].split("[")[0][:40])
    assert [shown[f"ask.{place}"]["md"] for place in range(len(SCANS[scenario]["ask"]))] == SCANS[scenario]["ask"]


def test_a_miss_says_which_call_it_was_and_how_sure_it_had_been() -> None:
    said = blocks(called("PD", "PD"))["feedback"]
    assert said["heading"] == "One of two"
    assert "By Choi you said: PD, progression." in said["md"]
    assert "You were very sure" in said["md"]
    assert "contradict each other" in said["md"]
    assert "a good one" in blocks(called("PD", "PR", "guess"))["feedback"]["md"]


def test_a_look_without_a_guess_is_not_judged() -> None:
    assert blocks(play(("skip", None)))["feedback"]["heading"] == "What the rulers say"


def test_a_commit_without_an_answer_asks_for_it() -> None:
    shown = blocks(play(("recist", "PD"), ("commit", None)))
    assert "feedback" not in shown
    assert shown["choi"]["error"]
    assert shown["confidence"]["error"]


@pytest.mark.parametrize("scenario", [*SCANS, "own"])
def test_every_link_says_what_the_ledger_says(scenario: str) -> None:
    text = json.dumps(reader.view(DATA, play(("skip", None), scenario=scenario)), ensure_ascii=False).replace(
        '\\"', "'"
    )
    found = LINK.findall(text)
    assert len(found) == text.count("](ev:") > 15
    assert [problem for words, address in found if (problem := link_problem(address, words))] == []


def test_changing_the_scan_moves_the_calls_and_takes_the_story_away() -> None:
    state = play(("skip", None), ("now_hu.0", 70))
    assert state["announce"] == "RECIST 1.1: PD, progression. Choi: PD, progression."
    shown = blocks(state)
    assert shown["feedback"]["heading"] == "The calls for the changed scan"
    assert "truth" not in shown
    cysts = blocks(play(("skip", None), ("new", "yes"), scenario="cysts"))
    assert cysts["ruler.choi"]["heading"] == "Choi: PD, progression"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("base.0", 0, "from 1 to 500 mm"),
        ("now.0", 900, "It would fit"),
        ("now.0", 9000, "from 0 to 500 mm"),
        ("now_hu.0", -2000, "from −150 to 400 HU"),
        ("now_hu.0", "dark", "as a number"),
        ("now.0", "90 cm", "from 0 to 50 cm"),
    ],
)
def test_a_measure_out_of_range_is_refused_with_unit_and_range(key: str, value: Any, said: str) -> None:
    state = play(("skip", None), (key, value))
    if said == "It would fit":
        said = "from 0 to 500 mm"
    assert said in state["bad"][key]["error"]
    assert (
        state["values"][key]
        == SCANS["falling_density"]["lesions"][0][{"base.0": "base_mm", "now.0": "now_mm"}.get(key, "now_hu")]
    )
    assert blocks(state)[key]["error"] == state["bad"][key]["error"]


def test_centimetres_are_converted_and_said() -> None:
    state = play(("skip", None), ("size_unit", "cm"))
    assert state["announce"] == "All sizes are in cm now. 40 mm is 4 cm."
    assert (blocks(state)["now.0"]["value"], blocks(state)["now.0"]["unit"]) == (5, "cm")
    assert state["values"]["now.0"] == 50
    more = reader.update(DATA, state, {"type": "set", "id": "count", "value": "2"})
    assert blocks(more)["now.1"]["unit"] == "cm"
    typed = play(("skip", None), ("now.0", "3.6 cm"))
    assert typed["values"]["now.0"] == 36
    assert "3.6 cm is 36 mm" in typed["announce"]


def test_three_targets_in_one_organ_are_refused_by_the_rulers_in_words() -> None:
    events = [("count", "3"), *[(f"organ.{place}", "liver") for place in range(3)]]
    state = play(("skip", None), *events)
    assert "at most 2" in state["announce"]
    assert blocks(state)["ruler.recist"]["heading"] == "RECIST 1.1: cannot be used"
    own = play(*events, ("recist", "SD"), ("choi", "SD"), ("confidence", "guess"), ("commit", None), scenario="own")
    assert not own["committed"]
    assert "at most 2" in own["error"]


def test_the_drawing_is_to_scale_and_darker_where_the_density_is_lower() -> None:
    assert [response_picture.shade(hu) for hu in (-150, -25, 50, 125, 400)] == [4, 4, 50, 96, 96]
    picture = blocks(play())["picture"]
    before, now = [shape for shape in picture["shapes"] if shape["shape"] == "circle"]
    assert now["r"] / before["r"] == pytest.approx(50 / 40)
    assert now["shade"] < before["shade"]
    assert picture["summary"].startswith("Lesion 1 (liver): 40 mm, 75 HU at baseline, 50 mm, 40 HU now")


@pytest.mark.parametrize("count", ["1", "5"])
def test_nothing_is_drawn_outside_the_picture(count: str) -> None:
    events: list[tuple[str, Any]] = [("skip", None), ("count", count), ("between", True), ("base.0", 500), ("now.0", 1)]
    picture = blocks(play(*events, ("nodule", "new"), ("new", "yes")))["picture"]
    for shape in picture["shapes"]:
        if shape["shape"] == "circle":
            assert shape["r"] <= shape["cx" if "cx" in shape else "x"] <= picture["width"] - shape["r"]
            assert shape["y"] + shape["r"] <= picture["height"]


def test_the_evidence_tells_numbers_and_limits_and_where_choi_did_not_help() -> None:
    table = blocks(play(("skip", None)))["outcome"]
    text = json.dumps(table, ensure_ascii=False)
    for said in (
        "[97%]",
        "[52%]",
        "[40]",
        "only [7 of 40]",
        "Choi's response added nothing here",
        "[21 of 39]",
    ):
        assert said in text, said
    assert "treating team" in response_answer.LIMITS


@pytest.mark.parametrize(
    "state",
    [
        play(),
        play(("skip", None), scenario="nodule"),
        called("PD", "PR"),
        play(("count", "2"), ("between", True), scenario="own"),
        play(("skip", None), ("size_unit", "cm"), ("now.0", 2), ("nodule", "growing")),
    ],
)
def test_a_state_comes_back_whole(state: dict[str, Any]) -> None:
    again = reader.update(DATA, reader.init(DATA, {}), {"type": "restore", "state": json.loads(json.dumps(state))})
    assert again == {**state, "announce": "", "fresh": False, "bad": {}, "start": again["start"]}


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"scenario": "nobody"},
        {"committed": 1},
        {"guessed": True},
        {"count": 9},
        {"between": "no"},
        {"values": {}},
        {"values": None},
        {"units": []},
    ],
)
def test_a_tampered_state_starts_anew_with_a_sentence(change: dict[str, Any]) -> None:
    state = json.loads(json.dumps({**play(), **change}))
    again = reader.update(DATA, reader.init(DATA, {}), {"type": "restore", "state": state})
    assert again == {**reader.init(DATA, {}), "error": reader.UNREADABLE}


def test_a_saved_scan_cannot_be_changed_ahead_of_the_commit() -> None:
    state = play()
    state["values"]["now.0"] = 45
    again = reader.update(DATA, reader.init(DATA, {}), {"type": "restore", "state": state})
    assert again["error"] == reader.UNREADABLE


@pytest.mark.parametrize(
    "event",
    [
        None,
        {},
        {"type": "set", "id": "recist", "value": "XX"},
        {"type": "press", "id": "editor"},
        {"type": "set", "id": "now.0", "value": 3},
        {"type": "set", "id": "scenario", "value": ["own"]},
    ],
)
def test_an_event_that_does_not_fit_changes_nothing_but_the_error(event: Any) -> None:
    before = play()
    after = reader.update(DATA, before, event)
    assert after["error"]
    assert {**after, "error": None} == before


def test_reset_brings_the_scan_of_the_options_back() -> None:
    state = play(("skip", None), ("scenario", "nodes"), scenario="bleed")
    assert reader.update(DATA, state, {"type": "reset"}) == play(scenario="bleed")
    assert len(response_ask.scenarios(DATA)) == len(SCANS) + 1


@pytest.mark.parametrize("last", ["commit", "skip"])
def test_a_scan_of_your_own_with_a_refused_size_is_not_judged(last: str) -> None:
    state = play(("now.0", "abc"), ("recist", "SD"), ("choi", "SD"), ("confidence", "sure"), (last, None),
                 scenario="own")
    assert not state["committed"]
    assert state["announce"].startswith("Size now: “abc” is not a number.")
    assert blocks(state)["now.0"]["error"].startswith("“abc” is not a number.")
    assert "feedback" not in blocks(state)
    mended = reader.update(DATA, state, {"type": "set", "id": "now.0", "value": "50"})
    assert reader.update(DATA, mended, {"type": "press", "id": last})["committed"]


def test_the_table_and_the_drawing_follow_the_unit_of_the_sizes() -> None:
    at = blocks(play(("skip", None), ("size_unit", "cm")))
    assert [cell["md"] for cell in at["measured"]["rows"][0]["cells"]] == [
        "Lesion 1 (liver)", "4 cm", "75 HU", "5 cm", "40 HU"]
    assert "4 cm, 75 HU at baseline, 5 cm, 40 HU now" in at["picture"]["summary"]
    assert {"4 cm", "5 cm"} <= {shape.get("text") for shape in at["picture"]["shapes"]}
    fine = blocks(play(("skip", None), ("size_unit", "cm"), ("now.0", "4.45")))
    assert fine["measured"]["rows"][0]["cells"][3]["md"] == "4.45 cm"


def test_calls_lost_by_another_scan_are_said() -> None:
    said = "Your answer to the scene before was cleared."
    state = play(("recist", "PD"), ("choi", "PR"), ("confidence", "sure"), ("commit", None), ("scenario", "nodes"))
    assert state["announce"].endswith(said)
    assert blocks(state)["cleared"]["md"] == said
    assert "cleared" not in blocks(reader.update(DATA, state, {"type": "press", "id": "skip"}))
    assert "cleared" not in blocks(play(("scenario", "nodes")))
