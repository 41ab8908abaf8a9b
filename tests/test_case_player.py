"""The player of the clinic, event by event."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gist_edu._site import bundle, ssr
from gist_edu.models import case_result, progress
from gist_edu.simulators import cases as player
from gist_edu.simulators import session

EXAMPLE = "a2_one_letter"


@pytest.fixture
def data() -> dict[str, Any]:
    return bundle.data(f"cases.{EXAMPLE}")


def press(key: str) -> dict[str, Any]:
    return {"type": "press", "id": key}


def answer(value: Any, key: str = "answer") -> dict[str, Any]:
    return {"type": "set", "id": key, "value": value}


FIRST = [answer(50), press("sure.1"), press("on")]
DECIDED = [*FIRST, answer("call"), press("sure.2"), press("on")]
AT_THE_SENTENCE = [*DECIDED, answer("observe"), press("sure.0"), press("on")]
WHOLE = [*AT_THE_SENTENCE, answer("We will watch closely.", "sentence"), press("say"), press("on")]


def after(data: dict[str, Any], events: list[Any], **options: Any) -> dict[str, Any]:
    state = player.init(data, options)
    for event in events:
        state = player.update(data, state, event)
        assert state["error"] is None, (event, state["error"])
    return state


def flat(blocks: list[Any]) -> list[Any]:
    return [inner for block in blocks for inner in (block, *flat(block.get("blocks", [])))]


def shown(data: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    return {block["id"].split(".")[0]: block for block in flat(player.view(data, state)["blocks"])}


def words(data: dict[str, Any], state: dict[str, Any]) -> str:
    return json.dumps(player.view(data, state), ensure_ascii=False)


def test_nothing_is_told_before_it_was_decided(data: dict[str, Any]) -> None:
    text = words(data, after(data, FIRST))
    assert "Well chosen" not in text
    assert "D842_H845del" not in text
    assert "0 of 31" not in text
    assert "PDGFRA p.D842V" not in text


def test_saying_how_sure_hands_in_and_the_reason_takes_the_focus(data: dict[str, Any]) -> None:
    state = after(data, [*FIRST, answer("start"), press("sure.2")])
    block = shown(data, state)["feedback"]
    assert (block["heading"], block["focus"]) == ("Better not", True)
    assert "65.6%" in block["md"]
    assert shown(data, state)["on"]["label"] == "Choose again"
    assert state["announce"] == "Better not."


def test_without_an_answer_the_sure_buttons_ask_for_one(data: dict[str, Any]) -> None:
    state = after(data, [*FIRST, press("sure.1")])
    assert shown(data, state)["answer"]["error"] == "Choose an answer first. A guess is fine."
    assert state["moves"] == after(data, FIRST)["moves"]


@pytest.mark.parametrize("value", ["many", 101, "", None])
def test_a_number_that_cannot_be_read_is_said_and_not_handed_in(data: dict[str, Any], value: Any) -> None:
    state = after(data, [answer(value)])
    assert shown(data, state)["answer"]["error"]
    assert after(data, [answer(value), press("sure.1")])["moves"] == []


def test_a_request_shows_its_result_and_a_hidden_fact(data: dict[str, Any]) -> None:
    state = after(data, [*FIRST, press("ask.full_report")])
    known = shown(data, state)["known"]["items"]
    assert known == [{"when": "Day 1", "title": "The exact change in the gene",
                      "md": "The laboratory reads it out: PDGFRA p.D842V."}]
    assert "PDGFRA p.D842V" in json.dumps(shown(data, state)["facts"])


def test_the_options_stand_in_the_same_order_however_often_they_are_shown(data: dict[str, Any]) -> None:
    first = [one["value"] for one in shown(data, after(data, FIRST))["answer"]["options"]]
    again = [one["value"] for one in shown(data, after(data, [*FIRST, answer("start"), press("sure.0"), press("on")]))
             ["answer"]["options"]]
    assert again == [one for one in first if one != "start"]


def test_the_sentence_is_compared_and_what_was_typed_cannot_become_a_link(data: dict[str, Any]) -> None:
    state = after(data, [*AT_THE_SENTENCE, answer("Click [here](https://example.org) *now*", "sentence"), press("say")])
    md = shown(data, state)["feedback"]["md"]
    assert "\\[here\\](https" in md
    assert "We would say: *Your tumour has a change" in md
    assert "https://example.org" not in ssr.render(player.view(data, state)).split('href="')[1:]


def test_the_end_puts_the_record_beside_the_reference_path(data: dict[str, Any]) -> None:
    state = after(data, WHOLE)
    blocks = shown(data, state)
    assert blocks["end"]["heading"] == "A good end"
    assert blocks["badges"]["md"].startswith("**2 of 2** first answers can be defended. Badges kept: safe")
    rows = [[cell["md"] for cell in row["cells"]] for row in blocks["beside"]["rows"]]
    assert rows[1] == ["None now; scans at agreed intervals (a guess)", "Well chosen",
                       "None now; scans at agreed intervals"]
    transcript = blocks["transcript"]["text"]
    assert "Day 0: Decided: Ask the laboratory which change it is (very sure)" in transcript
    assert "We will watch closely." in transcript
    assert "](" not in transcript


def test_a_step_back_costs_what_the_desk_says(data: dict[str, Any]) -> None:
    state = after(data, [*DECIDED, answer("imatinib"), press("sure.2"), press("back")])
    assert "stay on the clock" in state["announce"]
    assert any(item["md"] == "Taken back." for item in shown(data, state)["done"]["items"])
    done = after(data, [*DECIDED, answer("imatinib"), press("sure.2"), press("back"), answer("observe"),
                        press("sure.1"), press("on"), press("blank"), press("on")])
    text = shown(data, done)["badges"]["md"]
    assert "**1 of 2**" in text
    assert "No badge was kept" in text
    assert "An error" not in text
    assert "an error held firmly" in text
    assert "You went back once." in text


@pytest.mark.parametrize("event", [None, 3, "press", {}, {"type": "press"}, press("sure.9"), press("on"), press("back"),
                                   press("ask.full_report"), press("say"), answer("call"), answer("hello", "sentence"),
                                   answer(5, "jotted"), answer("x" * 1001, "jotted"), {"type": "fly"}])
def test_an_event_that_does_not_fit_changes_nothing(data: dict[str, Any], event: Any) -> None:
    before = player.init(data, {})
    state = player.update(data, before, event)
    assert state["moves"] == []
    assert state["error"] or state["bad"]


# ---------------------------------------------------------------- keeping and sharing


def store(data: dict[str, Any], state: dict[str, Any], day: int = 20_000) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(progress.noted(progress.empty(), state["notes"][0], day)))
    return found


def test_a_case_goes_on_where_it_was_left(data: dict[str, Any]) -> None:
    left = after(data, [*DECIDED, answer("imatinib"), press("sure.2"), answer("Ask again.", "jotted")])
    back = player.init(data, {"progress": {"store": store(data, left), "day": 20_001}})
    assert back["moves"] == left["moves"]
    assert (back["resumed"], back["jotted"]) == ("whole", "Ask again.")
    assert "You are back where you left this case" in words(data, back)
    assert shown(data, back)["feedback"]["heading"] == "Not safe", "the last answer is shown once more"


def test_a_finished_case_begins_anew_and_stays_finished_with_its_notes(data: dict[str, Any]) -> None:
    done = after(data, [answer("Mine.", "jotted"), *WHOLE[:-1]])
    assert done["notes"][0]["done"]
    again = player.init(data, {"progress": {"store": store(data, done), "day": 20_001}})
    assert (again["moves"], again["jotted"], again["resumed"]) == ([], "Mine.", "")
    for event in (answer("Mine, too.", "jotted"), {"type": "reset"}, press("skip")):
        again = player.update(data, again, event)
        kept = store(data, again)["cases"][EXAMPLE]
        assert kept[1:4] == [1, 2, 2], "what was finished once stays finished"
        assert kept[5].startswith("Mine")


def test_notes_before_the_first_move_come_back(data: dict[str, Any]) -> None:
    state = after(data, [answer("First thoughts.", "jotted")])
    assert player.init(data, {"progress": {"store": store(data, state), "day": 1}})["jotted"] == "First thoughts."


def test_a_play_that_came_by_a_link_is_not_kept(data: dict[str, Any]) -> None:
    lent = player.update(data, player.init(data, {}), {"type": "restore", "state": after(data, DECIDED)})
    assert "came by a link" in words(data, lent)
    for event in (answer("observe"), press("sure.1"), press("on"), answer("Notes.", "jotted")):
        lent = player.update(data, lent, event)
        assert lent["error"] is None
        assert lent["notes"] == []
    own = player.update(data, lent, {"type": "reset"})
    assert own["borrowed"] is False
    assert player.update(data, own, press("skip"))["notes"]


def progress_event(kept: dict[str, Any], problem: str = "") -> dict[str, Any]:
    return {"type": "progress", "progress": {"store": kept, "day": 20_000, "problem": problem, "aside": ""}}


def test_what_another_tab_did_is_followed(data: dict[str, Any]) -> None:
    here = after(data, DECIDED)
    assert player.update(data, here, progress_event(progress.empty()))["moves"] == [], "deleted in another tab"
    further = after(data, AT_THE_SENTENCE[:-1])
    assert player.update(data, here, progress_event(store(data, further)))["moves"] == further["moves"]
    same = player.update(data, here, progress_event(store(data, after(data, DECIDED[:-1]))))
    assert same["moves"] == here["moves"]
    assert same["seen"] == here["seen"], "what is read stays read"
    told = after(data, DECIDED[:-1])
    again = player.update(data, told, progress_event(store(data, told)))
    assert player.view(data, again) == player.view(data, told), "the page hears of its own note: nothing moves"


def test_where_nothing_is_kept_the_notes_say_so(data: dict[str, Any]) -> None:
    kept = player.init(data, {})
    lost = player.init(data, {"progress": {"store": progress.empty(), "day": 1, "problem": "denied"}})
    assert "stays on this device" in shown(data, kept)["jotted"]["help"]
    assert "Nothing is kept here" in shown(data, lost)["jotted"]["help"]


def test_a_result_stands_beside_the_question_and_takes_the_focus(data: dict[str, Any]) -> None:
    state = after(data, [*FIRST, press("ask.ct")])
    block = shown(data, state)["got"]
    assert block["md"] == "**CT of abdomen and pelvis** (day 5): No tumour is left to be seen."
    assert block["focus"] is True
    inside = [one["id"].split(".")[0] for one in flat(player.view(data, state)["blocks"])]
    assert inside.index("stem") < inside.index("requests") < inside.index("answer")


def test_a_name_that_ends_with_a_stop_does_not_make_two() -> None:
    case = {"patient": {"name": {"value": "Ms K."}}, "computed": {}}
    play = {"values": {"name": "Ms K."}, "days": 0}
    assert case_result.filled(case, play, "Ask {name}. Then {name} waits") == "Ask Ms K. Then Ms K. waits"


def test_a_kept_play_that_does_not_fit_this_edition_goes_as_far_as_it_fits(data: dict[str, Any]) -> None:
    left = after(data, DECIDED[:-1])
    kept = store(data, left)
    kept["cases"][EXAMPLE][4].append(["choose", "an_option_of_old", 1])
    back = player.init(data, {"progress": {"store": kept, "day": 20_001}})
    assert back["moves"] == left["moves"]
    assert back["resumed"] == "part"
    assert "what no longer fits was left out" in words(data, back)


def test_beginning_anew_forgets_the_play_and_keeps_the_notes(data: dict[str, Any]) -> None:
    state = after(data, [*FIRST, answer("Mine.", "jotted"), {"type": "reset"}])
    assert (state["moves"], state["jotted"]) == ([], "Mine.")
    assert store(data, state)["cases"][EXAMPLE][4] == []


def test_a_copied_link_holds_nothing_that_was_typed(data: dict[str, Any]) -> None:
    state = after(data, [*WHOLE, answer("My notes", "jotted")])
    text = json.dumps(player.shared(data, state))
    assert "watch closely" not in text
    assert "My notes" not in text
    again = player.update(data, player.init(data, {}), {"type": "restore", "state": player.shared(data, state)})
    assert again["error"] is None
    assert shown(data, again)["end"]["heading"] == "A good end"


@pytest.mark.parametrize("raw", [None, 3, [], {}, {"version": 2}, {"version": 1, "case": "other", "moves": []},
                                 {"version": 1, "case": EXAMPLE, "moves": "all"},
                                 {"version": 1, "case": EXAMPLE, "moves": [["back"]] * 500}])
def test_a_tampered_link_starts_the_case_anew_and_says_so(data: dict[str, Any], raw: Any) -> None:
    state = player.update(data, after(data, DECIDED), {"type": "restore", "state": raw})
    assert state["moves"] == []
    assert "starts anew" in state["error"]


def test_a_link_that_fits_in_part_is_taken_over_as_far_as_it_fits(data: dict[str, Any]) -> None:
    state = after(data, DECIDED)
    state["moves"] = [*state["moves"], ["choose", "__class__", 1], ["back"]]
    again = player.update(data, player.init(data, {}), {"type": "restore", "state": state})
    assert again["moves"] == state["moves"][:2]
    assert "as far as it fits" in again["error"]


def test_the_door_keeps_a_play_and_hands_it_on() -> None:
    session.load(f"cases.{EXAMPLE}", json.dumps(bundle.data(f"cases.{EXAMPLE}")))
    session.open_progress(None, 20_000, None, "")
    number = json.loads(session.start("cases", json.dumps({"case": EXAMPLE})))["session"]
    for event in DECIDED:
        session.send(number, json.dumps(event))
    kept = json.loads(session.keep())
    assert kept["cases"][EXAMPLE][:2] == [20_000, 0]
    session.open_progress(None, 0, None, "")
