"""The toxicity desk asks first, shows both labels with section and edition, and never a dose that stands alone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gist_edu._data import simulator_data
from gist_edu._ledger import link_problem
from gist_edu.models import toxicity as model
from gist_edu.simulators import toxicity as desk
from gist_edu.simulators import toxicity_ask

DATA = simulator_data("toxicity")
CASES = {one["id"]: one for one in DATA["toxicity"]["cases"]}
LINK = re.compile(r"\[([^\]]*)\]\(ev:([^ )]+)")
PRESSED = ("commit", "skip", "look", "clear")


def play(*events: tuple[str, Any], **options: Any) -> dict[str, Any]:
    """Names of buttons press, everything else sets."""
    state = desk.init(DATA, options)
    for key, value in events:
        event = {"type": "press", "id": key} if key in PRESSED else {"type": "set", "id": key, "value": value}
        state = desk.update(DATA, state, event)
    return state


def blocks(state: dict[str, Any]) -> dict[str, Any]:
    def walk(some: list[dict[str, Any]]) -> Any:
        for one in some:
            yield one
            yield from walk(one.get("blocks", []))

    return {one["id"]: one for one in walk(desk.view(DATA, state)["blocks"])}


def shown(state: dict[str, Any]) -> str:
    return json.dumps(desk.view(DATA, state), ensure_ascii=False)


def texts(tree: Any) -> list[str]:
    """Every text of a view."""
    if isinstance(tree, str):
        return [tree]
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else []
    return [text for one in inner for text in texts(one)]


def right(case: str) -> str:
    return next(str(one["id"]) for one in CASES[case]["options"] if one["verdict"] == "right")


def own(**values: Any) -> dict[str, Any]:
    return play(*values.items(), ("look", None), case="own")


@pytest.mark.parametrize("case", [*CASES, "own"])
def test_no_text_of_a_label_is_in_the_view_before_the_commit(case: str) -> None:
    text = shown(play(case=case))
    assert "(ev:" not in text
    for rule in DATA["toxicity"]["rules"]:
        assert rule["section"] not in text or rule["section"] in ("5.5", "5.3", "4.2", "4.4")
        assert rule["says"][:40] not in text
    for one in CASES.values():
        for option in one["options"]:
            assert option["md"] not in text


@pytest.mark.parametrize("case", CASES)
def test_both_labels_stand_side_by_side_with_section_and_edition_after_the_commit(case: str) -> None:
    table = blocks(play(("skip", None), case=case))["labels"]
    assert [row["cells"][0]["md"] for row in table["rows"]] == ["US", "EU"]
    for row, region in zip(table["rows"], model.REGIONS, strict=True):
        answer = model.advise(DATA["toxicity"], CASES[case]["finding"], CASES[case]["values"],
                              {**CASES[case]["history"], "region": region})
        where = row["cells"][2]["md"]
        assert (answer["section"] in where and answer["label_date"] in where) if answer["applies"] else where == "–"


@pytest.mark.parametrize("case", CASES)
def test_every_answer_ends_with_the_treating_team(case: str) -> None:
    assert "Talk to the treating team." in json.dumps(blocks(play(("skip", None), case=case))["ends"])


@pytest.mark.parametrize("case", CASES)
def test_every_link_says_what_the_ledger_says(case: str) -> None:
    said = "\n".join(texts(desk.view(DATA, play(("skip", None), case=case))))
    found = LINK.findall(said)
    assert len(found) == said.count("](ev:") >= 1
    assert [problem for text, address in found if (problem := link_problem(address, text))] == []


@pytest.mark.parametrize("case", CASES)
def test_the_right_option_agrees_with_the_rules(case: str) -> None:
    """What is called right must be what the row of the label says, not what the author remembers."""
    entry = CASES[case]
    eu = model.advise(DATA["toxicity"], entry["finding"], entry["values"], {**entry["history"], "region": "EU"})
    ends = {"neutropenia": "same", "neutropenia_again": "lower", "bilirubin": "lower", "fluid": "open", "rash": "open",
            "haemoglobin": "open", "family": "open", "kidney": "same", "cramps": None}
    assert eu["ends"] == ends[case]


@pytest.mark.parametrize("case", CASES)
def test_each_verdict_has_its_heading(case: str) -> None:
    headings = {"right": "So says the label", "partly": "Part of it", "wrong": "That is not in the label"}
    for option in CASES[case]["options"]:
        state = play(("offer", option["id"]), ("confidence", "sure"), ("commit", None), case=case)
        block = blocks(state)["feedback"]
        assert block["heading"] == headings[option["verdict"]]
        assert block["focus"]
        assert ("You were very sure" in block["md"]) == (option["verdict"] == "wrong")


def test_a_commit_without_answer_asks_for_it_and_shows_nothing() -> None:
    state = play(("commit", None))
    assert not state["committed"]
    assert set(state["bad"]) == {"offer", "confidence"}
    assert "(ev:" not in shown(state)
    state = play(("offer", "go_on"), ("commit", None))
    assert set(state["bad"]) == {"confidence"}


def test_an_answer_cannot_be_changed_after_the_commit() -> None:
    state = play(("skip", None), ("offer", right("neutropenia")))
    assert "not on the board" in state["error"]
    assert not state["guessed"]


def test_another_patient_begins_anew() -> None:
    state = play(("offer", "go_on"), ("confidence", "sure"), ("commit", None), ("case", "kidney"))
    assert not state["committed"]
    assert state["values"]["offer"] is None
    assert "Hugo" in state["announce"]
    assert "(ev:" not in shown(state)


def test_red_flags_stand_before_the_labels() -> None:
    ids = [block["id"] for block in desk.view(DATA, play(("skip", None), case="rash"))["blocks"]]
    assert ids.index("urgent") < ids.index("labels")


def test_rates_say_how_they_were_counted_and_what_was_not_seen() -> None:
    rows = blocks(play(("skip", None), case="fluid"))["rates"]["rows"]
    text = json.dumps(rows, ensure_ascii=False)
    assert "suspected drug effects only" in text
    assert "(unverified)" in text
    assert "placebo" in text


# ---------------------------------------------------------------- one's own values


def test_own_values_are_looked_up_in_both_labels() -> None:
    state = own(neutrophils="800 /µL", bilirubin=4)
    found = blocks(state)
    assert "labels_counts" in found
    assert "labels_liver" in found
    assert "conflict" in found
    assert "It is no dosing tool" in found["feedback"]["md"]


def test_a_converted_unit_is_announced() -> None:
    assert "800 /µL is 0.8 × 10⁹/L." in play(("neutrophils", "800 /µL"), case="own")["announce"]
    state = play(("neutrophils", 0.8), ("neutrophils.unit", "/µL"), case="own")
    assert "0.8 × 10⁹/L is 800 /µL." in state["announce"]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [("neutrophils", -1, "outside"), ("neutrophils", 800, "fit /µL"), ("bilirubin", 68, "outside"),
     ("dose_mg", 0, "outside"), ("dose_mg", 10000, "outside"), ("weight_gain", "much", "not a number"),
     ("clearance", "", "no number yet")],
)
def test_a_value_that_is_not_believed_is_refused_in_its_field(key: str, value: Any, told: str) -> None:
    state = play((key, value), ("look", None), case="own")
    assert told in state["bad"][key]["error"]
    assert not state["looked"]
    assert "(ev:" not in shown(state)


def test_nothing_entered_is_said_and_half_a_report_too() -> None:
    assert "nothing to look up" in blocks(own())["feedback"]["md"]
    assert "needs its upper limit" in blocks(own(bilirubin_reported=68))["feedback"]["md"]
    assert "given twice" in blocks(own(bilirubin_reported=68, bilirubin_limit=17, bilirubin=4))["feedback"]["md"]
    assert "is 4 × ULN" in blocks(own(bilirubin_reported=68, bilirubin_limit=17))["feedback"]["md"]


@pytest.mark.parametrize(("sign", "told"), [
    ("belly_pain", "Severe belly pain."), ("chest_pain", "Chest pain."), ("fever", "Fever on imatinib"),
    ("breathless", "Urgent: breathless."),
])
def test_a_sign_alone_is_answered_with_its_red_flag(sign: str, told: str) -> None:
    found = blocks(own(**{sign: True}))
    assert told in json.dumps(found["urgent"])
    assert "No row of a label hangs on these signs alone" in found["feedback"]["md"]


def test_the_board_shows_no_restart_for_a_dose_the_row_was_not_written_for() -> None:
    for values in ({"dose_mg": 600}, {"dose_mg": 300, "again": True}):
        for row in blocks(own(neutrophils=0.8, **values))["labels_counts"]["rows"]:
            assert row["cells"][1]["md"].startswith("**Not written for this dose.**")
            assert "not applicable to this dose" in row["cells"][1]["md"]
            assert "resumes" not in row["cells"][1]["md"]


@pytest.mark.parametrize("sign", ["fever", "belly_pain", "chest_pain"])
def test_the_board_shows_no_dose_of_any_restart_beside_an_emergency(sign: str) -> None:
    state = own(neutrophils=0.4, bilirubin=4, **{sign: True})
    assert "Urgent: " in json.dumps(blocks(state)["urgent"])
    assert not re.search(r"resumes|_restart|\.step\.", shown(state))
    assert "conflict" not in blocks(state)


def test_a_change_takes_the_old_answer_away() -> None:
    state = play(("neutrophils", 0.8), ("look", None), ("neutrophils", 2), case="own")
    assert not state["looked"]
    assert "(ev:" not in shown(state)


def test_a_finding_without_a_value_can_be_asked() -> None:
    found = blocks(own(about="driving"))
    assert "have not seen the US text" in json.dumps(found["labels_driving"])


def test_clearing_empties_every_value() -> None:
    state = play(("neutrophils", 0.8), ("fever", True), ("look", None), ("clear", None), case="own")
    assert toxicity_ask.own_values(DATA, state) == {}
    assert state["values"]["case"] == "own"


# ---------------------------------------------------------------- events and states


@pytest.mark.parametrize("event", [None, 4, {}, {"type": "set"}, {"type": "press", "id": "look"}, {"type": "fly"},
                                   {"type": "set", "id": "offer", "value": "never"},
                                   {"type": "set", "id": "case", "value": 4},
                                   {"type": "set", "id": "neutrophils", "value": 1}])
def test_an_event_that_does_not_fit_changes_nothing(event: Any) -> None:
    before = play()
    after = desk.update(DATA, before, event)
    assert "not on the board" in after["error"]
    assert {**after, "error": None} == before


def test_reset_returns_to_the_start_that_was_given() -> None:
    state = play(("skip", None), ("case", "own"), case="rash")
    assert desk.update(DATA, state, {"type": "reset"}) == play(case="rash")


@pytest.mark.parametrize("state", [
    play(("skip", None)), play(("offer", "go_on"), ("confidence", "sure"), ("commit", None)),
    own(neutrophils=0.8, fever=True),
    play(("offer", "go_on")), play(("neutrophils.unit", "/µL"), case="own"),
])
def test_a_saved_state_comes_back(state: dict[str, Any]) -> None:
    saved = json.loads(json.dumps(desk.shared(DATA, state)))
    back = desk.update(DATA, play(case="kidney"), {"type": "restore", "state": saved})
    same = {key: value for key, value in state.items() if key not in ("announce", "fresh", "start")}
    assert {key: back[key] for key in same} == same


@pytest.mark.parametrize("change", [
    {"version": 2}, {"committed": "yes"}, {"values": None}, {"values": {"case": "nobody"}}, {"guessed": True},
    {"looked": True}, {"committed": None},
])
def test_a_tampered_state_is_refused_whole(change: dict[str, Any]) -> None:
    raw = {**play(("offer", "go_on")), **change}
    back = desk.update(DATA, play(case="kidney"), {"type": "restore", "state": raw})
    assert "starts anew" in back["error"]
    assert {**back, "error": None} == play(case="kidney")


def test_an_answer_without_a_guess_cannot_be_smuggled_in() -> None:
    raw = play(("skip", None))
    raw["values"] = {**raw["values"], "offer": "go_on", "confidence": "sure"}
    assert "starts anew" in desk.update(DATA, play(), {"type": "restore", "state": raw})["error"]
