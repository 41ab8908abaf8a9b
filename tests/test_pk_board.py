"""The dose board asks first, names its model, converts units and says so, and is never a dosing tool."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gist_edu import pk
from gist_edu._data import simulator_data
from gist_edu._ledger import link_problem
from gist_edu.models import pk as model
from gist_edu.simulators import pk as board
from gist_edu.simulators import pk_ask

DATA = simulator_data("pk")
SCENES = {one["id"]: one for one in DATA["pk"]["scenarios"]}
LINK = re.compile(r"\[([^\[\]]*)\]\(ev:([^ )]+)")
PRESSED = ("commit", "skip", "free", "back", "models")
# The trough in percent of what it was. Regimens and inducers: Demetri 2009 at its reference, 60 doses superposed by
# another program (400 mg 1,320; twice a day 3,357; inducer 83; rifampicin and 600 mg 115; 48 h after the last 555).
PERCENT = {"carbamazepine": 100 * 83 / 1320, "inducer_more": 100 * 115 / 1320, "missed_one": 100 * 555 / 1320,
           "twice_daily": 100 * 3357 / 1320, "woman": 100 * 1141 / 726, "inflammation": 100 * 1847 / 1192,
           "gastrectomy": 100 * 942 / 1393, "omeprazole": 100}


def play(*events: tuple[str, Any], **options: Any) -> dict[str, Any]:
    """Names of buttons press, everything else sets."""
    state = board.init(DATA, options)
    for key, value in events:
        event = {"type": "press", "id": key} if key in PRESSED else {"type": "set", "id": key, "value": value}
        state = board.update(DATA, state, event)
    return state


def blocks(state: dict[str, Any]) -> dict[str, Any]:
    def walk(some: list[dict[str, Any]]) -> Any:
        for one in some:
            yield one
            yield from walk(one.get("blocks", []))

    return {one["id"]: one for one in walk(board.view(DATA, state)["blocks"])}


def shown(state: dict[str, Any]) -> str:
    return json.dumps(board.view(DATA, state), ensure_ascii=False)


def answered(share: float, sure: str = "sure", **options: Any) -> dict[str, Any]:
    return play(("share", share), ("confidence", sure), ("commit", None), **options)


def on_free(*events: tuple[str, Any]) -> dict[str, Any]:
    return play(("skip", None), ("free", None), *events)


def rows(state: dict[str, Any], key: str) -> list[list[str]]:
    return [[cell["md"] for cell in row["cells"]] for row in blocks(state)[key]["rows"]]


@pytest.mark.parametrize("scene", SCENES)
def test_no_level_is_in_the_view_before_the_commit(scene: str) -> None:
    text = shown(play(scenario=scene))
    assert "(ev:" not in text
    assert "chart" not in blocks(play(scenario=scene))
    for hidden in (SCENES[scene]["why"], SCENES[scene]["careful"]):
        assert hidden not in text


@pytest.mark.parametrize(("scene", "percent"), PERCENT.items())
def test_the_answer_is_that_of_an_independent_superposition(scene: str, percent: float) -> None:
    said = play(("skip", None), scenario=scene)["announce"]
    found = re.search(r"the trough is (\d+)% of what it was", said)
    assert found
    assert int(found[1]) == pytest.approx(percent, abs=1.5)


def test_a_prediction_between_the_two_readings_of_an_inducer_is_near() -> None:
    assert blocks(answered(12, scenario="carbamazepine"))["feedback"]["heading"] == "Near"
    assert blocks(answered(27, scenario="carbamazepine"))["feedback"]["heading"] == "Near"
    assert blocks(answered(60, scenario="carbamazepine"))["feedback"]["heading"] == "Lower than you thought"
    assert blocks(answered(100, scenario="twice_daily"))["feedback"]["heading"] == "Higher than you thought"
    assert "You were very sure" in blocks(answered(60, scenario="carbamazepine"))["feedback"]["md"]
    assert "It was a good one" in blocks(answered(12, "guess", scenario="carbamazepine"))["feedback"]["md"]


@pytest.mark.parametrize("scene", SCENES)
def test_every_answer_names_its_model_its_source_and_that_it_is_no_dosing_tool(scene: str) -> None:
    state = play(("skip", None), scenario=scene)
    at, name = blocks(state), model.found(DATA["pk"], SCENES[scene]["model"])["name"]
    assert name in at["limits"]["md"]
    assert name in at["curve"]["summary"]
    assert "not for dosing" in at["not_for_dosing"]["md"]
    assert "None of these is a proven target" in at["thresholds_lead"]["md"]


@pytest.mark.parametrize("state", [
    *(play(("skip", None), ("models", None), scenario=scene) for scene in SCENES),
    on_free(("models", None), ("level", 900), ("hours", 10)),
    *(on_free(("along", one["id"])) for one in DATA["pk"]["factors"]),
    *(on_free(("model", one["id"])) for one in DATA["pk"]["models"]),
])
def test_every_link_says_what_the_ledger_says(state: dict[str, Any]) -> None:
    found = LINK.findall(shown(state))
    assert found
    problems = [link_problem(address, text) for text, address in found]
    assert [problem for problem in problems if problem] == []


def test_an_unseen_number_is_called_unverified() -> None:
    assert "942 ng/mL (unverified)" in blocks(play(("skip", None), scenario="gastrectomy"))["numbers"]["note"]


def test_after_a_missed_tablet_the_way_back_is_shown() -> None:
    table = rows(play(("skip", None), scenario="missed_one"), "numbers")
    assert [row[2] for row in table] == ["100%", "42%", "76%", "90%"]


def test_the_share_below_a_threshold_hangs_on_the_model() -> None:
    def below(name: str) -> int:
        line = next(row for row in rows(on_free(("model", name)), "below") if "tdm_demetri" in row[0])
        return int(line[1].split()[0])

    assert below("demetri2009_b2222") == pytest.approx(31, abs=3)
    assert below("judson2005_extension") > 60
    assert below("gotta2014_cml") > 85
    assert "spread not seen" in shown(on_free(("model", "wang2019_cml")))


def test_the_free_board_computes_what_the_public_function_does() -> None:
    who = (("of.sex", "woman"), ("of.age_y", 60), ("of.weight_kg", 60))
    state = on_free(("model", "widmer2006"), *who, ("dose_mg", 300))
    expected = pk.exposure(300, model="widmer2006", sex="woman", age_y=60, weight_kg=60)
    table = dict(rows(state, "numbers"))
    assert table["Lowest level before a tablet"] == f"{expected.trough_ng_ml:,.0f} ng/mL"
    assert table["Peak, all tablets taken"] == f"{expected.cmax_ng_ml:,.0f} ng/mL"
    assert table["AUC in an average day"] == f"{expected.auc24_mg_h_l:.1f} mg·h/L"


def test_another_model_brings_its_own_covariates() -> None:
    at = blocks(on_free(("of.albumin_g_l", 30), ("model", "delbaldo2006")))
    assert "of.agp_g_l" in at
    assert "of.albumin_g_l" not in at


@pytest.mark.parametrize(("key", "value", "said"), [
    ("dose_mg", 0, "25 to 1,000 mg"), ("dose_mg", 10000, "25 to 1,000 mg"), ("dose_mg", "a lot", "not a number"),
    ("level", 0.9, "It would fit mg/L"), ("hours", 80, "0.5 to 72 h"), ("of.albumin_g_l", 10, "28 to 50 g/L"),
])
def test_a_number_that_cannot_be_is_answered_at_its_field(key: str, value: Any, said: str) -> None:
    state = on_free((key, value))
    assert state["error"] is None
    assert said.replace(",", "") in blocks(state)[key]["error"]
    assert blocks(state)["numbers"]


def test_units_convert_and_the_board_says_so() -> None:
    assert on_free(("level", "0.9 mg/L"))["announce"] == "0.9 mg/L is 900 ng/mL."
    state = on_free(("shown", "µmol/L"))
    assert state["announce"] == "Levels are shown in µmol/L now: 1,000 ng/mL is 2.026 µmol/L."
    assert dict(rows(state, "numbers"))["Lowest level before a tablet"] == "2.67 µmol/L"  # 1,320 / 493.6
    assert blocks(state)["free_curve"]["y"]["unit"] == "µmol/L"
    assert play(("skip", None), ("shown", "mg/L"), ("scenario", "omeprazole"))["values"]["shown"] == "mg/L"


def test_800_mg_at_once_is_not_the_labels_way_and_is_said() -> None:
    assert "not the label's way" in blocks(on_free(("dose_mg", 800)))["numbers"]["note"]
    assert blocks(on_free(("dose_mg", 400), ("times", "12")))["numbers"]["note"] is None


def test_a_size_nobody_knows_is_not_computed() -> None:
    at = on_free(("along", "grapefruit"))
    assert "nothing is computed" in blocks(at)["numbers"]["note"]
    assert rows(at, "numbers") == rows(on_free(), "numbers")


def test_a_sample_at_another_hour_is_carried_with_its_uncertainty() -> None:
    said = blocks(on_free(("level", 900), ("hours", 10)))["sample_answer"]["md"]
    found = pk.to_trough(900, 10)
    assert f"about **{found['typical']:,.0f} ng/mL**" in said
    assert "between" in said
    assert "sample_answer" not in blocks(on_free(("level", 900)))


@pytest.mark.parametrize("pattern", ["none", "one", "two", "fourth"])
def test_lines_stay_inside_the_picture_and_the_crowd_around_them(pattern: str) -> None:
    chart = blocks(on_free(("missed", pattern)))["free_curve"]
    band = chart["series"][1]["points"]
    line = dict(chart["series"][-1]["points"])
    inside = [low <= line[t] <= high for t, low, high in band if t in line]
    assert len(inside) > 8
    assert all(inside)


@pytest.mark.parametrize("event", [
    None, {}, {"type": "press", "id": "free"}, {"type": "press", "id": "back"}, {"type": "press", "id": "models"},
    {"type": "set", "id": "dose_mg", "value": 400}, {"type": "set", "id": "scenario", "value": "nobody"},
    {"type": "set", "id": "confidence", "value": 3}, {"type": "set", "id": "of.albumin_g_l", "value": 30},
])
def test_an_event_that_does_not_fit_changes_nothing_and_says_so(event: Any) -> None:
    before = board.init(DATA, {})
    after = board.update(DATA, before, event)
    assert after["error"]
    assert {**after, "error": None} == before


def test_a_commit_without_an_answer_asks_for_it() -> None:
    at = blocks(play(("commit", None)))
    assert at["share"]["error"]
    assert at["confidence"]["error"]
    assert "feedback" not in at


def test_a_saved_state_comes_back_whole() -> None:
    state = play(("share", 12), ("confidence", "guess"), ("commit", None), ("free", None), ("models", None),
                 ("model", "widmer2006"), ("of.sex", "woman"), ("level", 620), ("level.unit", "mg/L"), ("hours", 10),
                 ("shown", "mg/L"), scenario="woman")
    saved = json.loads(json.dumps(board.shared(DATA, state)))
    back = board.update(DATA, board.init(DATA, {}), {"type": "restore", "state": saved})
    now = {"start": None, "announce": "", "fresh": False}
    assert {**back, **now} == {**state, **now}


@pytest.mark.parametrize("change", [
    {"version": 9}, {"scenario": "nobody"}, {"committed": 1}, {"guessed": True}, {"free": True}, {"models": True},
    {"values": {}}, {"values": {"model": "nobody"}}, {"units": None},
])
def test_a_saved_state_that_was_tampered_with_starts_anew(change: dict[str, Any]) -> None:
    back = board.update(DATA, board.init(DATA, {}), {"type": "restore", "state": {**play(), **change}})
    assert back["error"]
    assert (back["scenario"], back["committed"]) == (DATA["pk"]["scenarios"][0]["id"], False)


@pytest.mark.parametrize(
    ("key", "value"), [("dose_mg", 10000), ("dose_mg", None), ("of.albumin_g_l", "x"), ("times", "8")]
)
def test_a_saved_value_that_cannot_be_starts_anew(key: str, value: Any) -> None:
    state = on_free()
    state["values"][key] = value
    assert board.update(DATA, board.init(DATA, {}), {"type": "restore", "state": state})["error"]


def test_the_zone_of_thresholds_leaves_out_those_about_side_effects() -> None:
    zone = blocks(on_free())["free_curve"]["series"][0]["points"]
    assert zone[0] == [0.0, 760.0, 1110.0]


def test_the_units_of_the_board_are_those_of_the_model() -> None:
    assert {option["value"] for option in pk_ask.SHOWN["options"]} < set(model.level_units(DATA["pk"]))


@pytest.mark.parametrize(("key", "value"), [("level", ""), ("level", "abc"), ("hours", "ten"), ("of.age_y", "old")])
def test_no_trough_is_shown_while_a_field_it_rests_on_is_refused(key: str, value: Any) -> None:
    model_with_age = [("model", "widmer2006")] if key.startswith("of.") else []
    state = on_free(*model_with_age, ("level", 900), ("hours", 10), (key, value))
    at = blocks(state)
    assert at[key]["error"]
    assert "Trough, carried" not in shown(state)
    assert "put right" in at["sample_answer"]["md"]


@pytest.mark.parametrize(("times", "hours", "interval"), [("24", 72, "24"), ("24", 24.5, "24"), ("12", 13, "12")])
def test_a_sample_later_than_the_next_tablet_gets_a_sentence(times: str, hours: float, interval: str) -> None:
    state = on_free(("times", times), ("level", 900), ("hours", hours))
    said = blocks(state)["sample_answer"]["md"]
    assert f"the next tablet was due at {interval} hours" in said
    assert f"0.5 to {interval} hours" in said
    assert "Trough, carried" not in shown(state)


@pytest.mark.parametrize(("level", "word"), [(20000, "higher"), (11000, "higher"), (20, "lower")])
def test_a_level_far_outside_the_crowd_of_the_model_gets_no_number(level: float, word: str) -> None:
    state = on_free(("level", level), ("hours", 10))
    said = blocks(state)["sample_answer"]["md"]
    assert f"far {word} than" in said
    assert "no trough is given" in said
    assert "Trough, carried" not in shown(state)
    assert "Trough, carried" in shown(on_free(("level", 5000), ("hours", 10)))


def test_a_lost_prediction_is_said() -> None:
    said = "Your answer to the scene before was cleared."
    state = play(("share", 12), ("confidence", "sure"), ("commit", None), ("scenario", "omeprazole"),
                 scenario="carbamazepine")
    assert state["announce"].endswith(said)
    assert blocks(state)["cleared"]["md"] == said
    assert "cleared" not in blocks(board.update(DATA, state, {"type": "press", "id": "skip"}))
    assert "cleared" not in blocks(play(("skip", None), ("scenario", "omeprazole"), scenario="carbamazepine"))


def test_half_a_per_cent_is_asked_about() -> None:
    state = play(("share", "0.5"))
    assert "0.5 of 100?" in state["announce"]
    assert "0.5 of 100?" in blocks(state)["share_hint"]["md"]
    assert "share_hint" not in blocks(play(("share", "50")))
