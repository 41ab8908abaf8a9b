"""The trial theatre asks first, shows only what was published, and says why where nothing was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gist_edu._data import simulator_data
from gist_edu.simulators import trials as theatre
from gist_edu.simulators import trials_ask, trials_beside, trials_stop

DATA = simulator_data("trials")
ALL = [(trial["id"], endpoint["id"]) for trial in DATA["trials"] for endpoint in trial["endpoints"]]


def play(*events: tuple[str, Any], **options: Any) -> dict[str, Any]:
    """``("commit", None)`` presses, everything else sets."""
    state = theatre.init(DATA, options)
    for key, value in events:
        press = key in ("commit", "skip")
        event = {"type": "press", "id": key} if press else {"type": "set", "id": key, "value": value}
        state = theatre.update(DATA, state, event)
    return state


def shown(state: dict[str, Any]) -> str:
    return json.dumps(theatre.view(DATA, state), ensure_ascii=False)


def block(state: dict[str, Any], key: str) -> dict[str, Any]:
    def walk(blocks: list[dict[str, Any]]) -> Any:
        for one in blocks:
            yield one
            yield from walk(one.get("blocks", []))

    return next(one for one in walk(theatre.view(DATA, state)["blocks"]) if one["id"] == key)


GUESSED = [("guess.arm_12m", 60), ("guess.arm_36m", 80), ("confidence", "sure"), ("commit", None)]


@pytest.mark.parametrize(("trial", "endpoint"), ALL)
def test_no_result_is_in_the_view_before_the_commit(trial: str, endpoint: str) -> None:
    text = shown(play(trial=trial, endpoint=endpoint))
    found = trials_ask.endpoint_of(trials_ask.found(DATA, trial), endpoint)
    assert found is not None
    for cut in found["cuts"]:
        for number in [mark for marks in cut["curves"].values() for mark in marks] + list(cut["medians"].values()):
            assert number["address"] not in text
        assert cut["hr"] is None or cut["hr"]["address"] not in text


@pytest.mark.parametrize(("trial", "endpoint"), ALL)
def test_after_a_look_every_published_number_of_the_cut_is_linked(trial: str, endpoint: str) -> None:
    state = play(("skip", None), trial=trial, endpoint=endpoint)
    found = trials_ask.endpoint_of(trials_ask.found(DATA, trial), endpoint)
    assert found is not None
    for cut in found["cuts"]:
        at = theatre.update(DATA, state, {"type": "set", "id": "cut", "value": cut["id"]})
        text = shown(at)
        arms = [arm["id"] for arm in trials_ask.arms_shown(trials_ask.found(DATA, trial), cut)]
        for arm in arms:
            for mark in cut["curves"].get(arm, []):
                assert f"(ev:{mark['address']} " in text


def test_the_guess_stands_beside_what_was_published() -> None:
    said = block(play(*GUESSED), "feedback")
    assert "[47.9%](ev:ssgxviii_rfs.rfs_60m.arm_12m@54m" in said["md"]
    assert "You expected a difference of 20; it was 17.7" in said["md"]
    assert "You were very sure" in said["md"]


def test_readings_give_difference_number_needed_to_treat_months_and_ratio_with_its_source() -> None:
    rows = {row["cells"][0]["md"]: row["cells"][1]["md"] for row in block(play(*GUESSED), "readings")["rows"]}
    assert rows["Absolute difference at 5 years"].startswith("17.7 of 100 (about 5.5 to 29.9)")
    assert rows["Number needed to treat at 5 years"].startswith("about 6 people")
    assert "(ev:ssgxviii_rfs.hr_rfs@54m" in rows["Hazard ratio, as published"]
    assert "up to month 60" in rows["Months gained (restricted mean)"]


def test_a_number_needed_to_treat_is_doubted_where_the_ratio_may_be_one() -> None:
    state = play(("skip", None), ("cut", "2021"), trial="eortc62024", endpoint="os")
    assert "there may be no difference at all" in shown(state)


@pytest.mark.parametrize(("trial", "endpoint", "words"), [
    ("grid", "os", "there is no curve to draw"),
    ("z9001", "os", "no landmark and no median was published"),
    ("s0033", "pfs", "not published at this data cut, or not seen by us"),
    ("persist5", "rfs", "not comparable: nobody was randomised between them"),
    ("surgery_residual", "os", "not published for both groups"),
])
def test_what_was_not_published_is_said_and_not_drawn(trial: str, endpoint: str, words: str) -> None:
    asked = shown(play(trial=trial, endpoint=endpoint))
    assert words in asked + shown(play(("skip", None), trial=trial, endpoint=endpoint))


def test_curves_end_at_the_last_published_month() -> None:
    chart = block(play(("skip", None)), "curves")
    assert chart["x"]["max"] == 60
    assert all(series["points"][-1][0] == 60 for series in chart["series"])
    assert "Reconstructed from published landmarks" in chart["summary"]


def test_switching_the_data_cut_says_which_look_it_is() -> None:
    state = play(*GUESSED, ("cut", "119m"))
    assert "119 months median follow-up" in state["announce"]
    assert "(ev:ssgxviii_rfs.rfs_120m.arm_36m@119m" in shown(state)
    assert "(ev:ssgxviii_rfs.rfs_48m.arm_36m@54m" not in shown(state)


def test_after_a_change_of_cut_the_answer_names_the_cut_it_belongs_to() -> None:
    first, second = play(*GUESSED), play(*GUESSED, ("cut", "119m"))
    assert "asked about this data cut: 54 months median follow-up." in block(first, "feedback")["md"]
    assert "another one" not in block(first, "feedback")["md"]
    assert "54 months median follow-up. The numbers below are of another one." in block(second, "feedback")["md"]
    labels = [[mark["label"] for mark in block(state, "curves")["marks"] if "you" in mark["label"]]
              for state in (first, second)]
    assert [len(some) for some in labels] == [2, 0]
    assert "data cut" not in block(play(("skip", None), trial="b2222"), "feedback")["md"]


def test_each_cut_of_two_has_a_name_and_names_the_other() -> None:
    digitised = block(play(("skip", None), ("cut", "digitised"), trial="enestg1"), "cut_says")["md"]
    assert "Also in print: as published." in digitised
    for trial in DATA["trials"]:
        for endpoint in trial["endpoints"]:
            for cut in endpoint["cuts"]:
                state = play(("skip", None), ("cut", cut["id"]), trial=trial["id"], endpoint=endpoint["id"])
                assert "the only one" not in shown(state)
                if len(endpoint["cuts"]) > 1:
                    assert block(state, "cut_says")["md"].split("Also in print: ")[1].count(";") == len(
                        endpoint["cuts"]) - 2


def test_what_was_said_about_the_stop_is_repeated_and_asked_again_at_another_cut() -> None:
    state = play(("skip", None), ("cut", "2015"), ("belief", "cure"), trial="eortc62024", endpoint="rfs")
    assert "You said: it mostly prevents them." in block(state, "stop_answer")["md"]
    again = theatre.update(DATA, state, {"type": "set", "id": "cut", "value": "2021"})
    assert (again["belief"], block(again, "belief")["disabled"]) == (None, False)
    assert "asked again" in again["announce"]
    assert "Mostly put off" not in shown(again)
    assert play(("skip", None), ("belief", "cure"), trial="grid")["error"]  # nothing stops there: nothing is asked
    same = theatre.update(DATA, state, {"type": "set", "id": "cut", "value": "2015"})
    assert same["belief"] == "cure"


def test_a_refused_commit_announces_the_problem_of_the_field() -> None:
    state = play(("guess.arm_12m", "abc"), ("guess.arm_36m", 70), ("confidence", "sure"), ("commit", None))
    assert state["announce"].startswith("“abc” is not a number.")
    missing = "Please give a number first. A guess is fine. Please say how sure you are."
    assert play(("commit", None))["announce"] == missing


def test_another_trial_says_whether_there_is_anything_to_expect() -> None:
    assert play(("trial", "grid"))["announce"].endswith("say what you expect.")
    nothing = play(("trial", "grid"), ("endpoint", "os"))
    assert "nothing to guess at" in nothing["announce"]
    assert "say what you expect" not in nothing["announce"]


def test_guesses_are_not_cleared_without_a_word() -> None:
    state = play(("guess.arm_12m", 60), ("trial", "grid"))
    assert "What you said about SSGXVIII/AIO, recurrence-free survival is cleared." in state["announce"]
    assert "SSGXVIII/AIO" in block(state, "cleared")["md"]
    assert '"cleared"' not in shown(play(("trial", "grid")))
    assert '"cleared"' not in shown(play(*GUESSED, ("trial", "grid"), ("skip", None)))


def test_units_are_read_as_words_and_sentences_open_with_a_capital() -> None:
    assert "of 100 of 100" not in block(play(("guess.arm_12m", 400)), "guess.arm_12m")["error"]
    assert block(play(("guess.arm_12m", 400)), "guess.arm_12m")["error"].endswith("from 0 to 100.")
    assert [trials_ask.counted(months) for months in (1, 1.0, 1.04, 2.5, 0)] == [
        "1 month", "1 month", "1 month", "2.5 months", "0 months"]
    for trial, endpoint in ALL:
        state = play(("skip", None), trial=trial, endpoint=endpoint)
        assert " 1 months" not in shown(state)
        if '"curves"' in shown(state):
            assert block(state, "curves")["summary"].split("** ")[1][0] not in "abcdefghijklmnopqrstuvwxyz"
    assert "**One year:**" in block(play(*GUESSED), "feedback")["md"]


def test_another_endpoint_asks_again() -> None:
    state = play(*GUESSED, ("endpoint", "os"))
    assert not state["committed"]
    assert state["guess"] == {}


def test_after_the_stop_the_gap_is_read_and_not_believed() -> None:
    closing = play(("skip", None), ("cut", "2021"), ("belief", "cure"), trial="eortc62024", endpoint="rfs")
    assert block(closing, "stop_answer")["heading"] == "Mostly put off"
    early = play(("skip", None), ("belief", "delay"), trial="ssgxviii")
    assert block(early, "stop_answer")["heading"] == "Some of it holds"
    open_ = play(("skip", None), ("belief", "open"), trial="ssgxviii", endpoint="os")
    assert trials_stop.reading(*_cut(open_))[0] == "holds"


def _cut(state: dict[str, Any]) -> tuple[Any, Any]:
    trial, _, cut = theatre.now(DATA, state)
    return trial, cut


def test_a_second_trial_comes_with_every_reason_and_no_ratio() -> None:
    state = play(("skip", None), ("beside", "imadgist"))
    warning = block(state, "beside_warning")["md"]
    for reason in ("other people", "another month 0", "another endpoint", "No hazard ratio across two trials"):
        assert reason in warning
    one, other = trials_ask.found(DATA, "persist5"), trials_ask.found(DATA, "z9000")
    assert one is not None
    assert other is not None
    assert "nobody was randomised" in trials_beside.warning(one, one["endpoints"][0], other, other["endpoints"][0])


@pytest.mark.parametrize(("value", "words"), [
    ("abc", "is not a number"), (101, "outside"), (-1, "outside"),
    ("", "There is no number yet"), ("９", "is not a number"),
])
def test_a_guess_that_cannot_be_is_answered_in_the_field(value: Any, words: str) -> None:
    state = play(("guess.arm_12m", value))
    assert words in block(state, "guess.arm_12m")["error"]
    assert not play(("guess.arm_12m", value), *GUESSED[1:])["committed"]


def test_a_state_comes_back_as_it_was_saved_and_a_tampered_one_does_not() -> None:
    state = play(*GUESSED, ("cut", "119m"), ("belief", "delay"), ("beside", "imadgist"))
    again = theatre.update(DATA, play(), {"type": "restore", "state": json.loads(json.dumps(state))})
    assert shown({**again, "announce": "", "fresh": False}) == shown({**state, "announce": "", "fresh": False})
    for key, value in [("trial", "x"), ("guess", {"arm_12m": 400}), ("cut", "9m"), ("beside", "ssgxviii"),
                       ("confidence", "certain"), ("committed", 1), ("guess", {"nobody": 4}), ("version", 2)]:
        broken = theatre.update(DATA, play(), {"type": "restore", "state": {**state, key: value}})
        assert broken["error"], key
        assert not broken["committed"]
