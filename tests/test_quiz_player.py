"""The question player: no spoilers before the commit, one note for each commit, ways on, bad input, restore."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parity.bundles import BUNDLES, ITEMS, RIGHT, WRONG
from parity.bundles import quiz as bundle_of

from gist_edu.models import progress
from gist_edu.simulators import quiz as player
from gist_edu.simulators import quiz_ask, session

Json = dict[str, Any]
DAY = 20783
KINDS = list(ITEMS)  # the questions have one kind each
SMALL, WHOLE = BUNDLES["quiz.small"], BUNDLES["quiz.whole"]


class Play:
    """One player with what it noted; ``press`` and ``set`` give the view that answers."""

    def __init__(self, data: Json, **known: Any) -> None:
        self.data = copy.deepcopy(data)
        self.state = player.init(self.data, {"progress": known} if known else {})
        self.notes: list[Json] = []

    def send(self, event: Any) -> Json:
        before = copy.deepcopy(self.state)
        after = player.update(self.data, self.state, event)
        assert self.state == before, "update must not change the state it was given"
        self.notes += after.pop("notes")
        self.state = json.loads(json.dumps(after))
        return self.view

    @property
    def view(self) -> Json:
        tree = player.view(self.data, self.state)
        assert len(set(ids(tree))) == len(ids(tree)), ids(tree)
        return json.loads(json.dumps(tree))

    def press(self, key: str) -> Json:
        return self.send({"type": "press", "id": key})

    def set(self, key: str, value: Any) -> Json:
        return self.send({"type": "set", "id": key, "value": value})

    def answer(self, answer: Any) -> Json:
        """What a reader does to give this answer, without saying how sure."""
        item = self.data["items"][self.state["queue"][self.state["place"]]]
        if item["kind"] == "several":
            for option in item["options"]:
                self.set("answer." + option["id"], option["id"] in answer)
        elif item["kind"] == "order":
            for place, option in enumerate(answer):
                while [entry["value"] for entry in block(self.view, "answer")["items"]].index(option) > place:
                    self.press("answer.up." + option)
        else:
            self.set("answer", answer)
        return self.view

    def commit(self, answer: Any, sure: int = 1) -> Json:
        self.answer(answer)
        return self.press(f"sure.{sure}")


def blocks(tree: Json) -> Iterator[Json]:
    for entry in tree["blocks"]:
        yield entry
        yield from blocks({"blocks": entry.get("blocks", [])})


def ids(tree: Json) -> list[str]:
    return [entry["id"] for entry in blocks(tree)]


def block(tree: Json, key: str) -> Json:
    return next(entry for entry in blocks(tree) if entry["id"] == key)


def ways(tree: Json) -> list[str]:
    return [entry["id"] for entry in block(tree, "ways")["blocks"]]


def one(key: str) -> Play:
    """The question alone in its set."""
    return Play(bundle_of("one", [key]))


def feedback(tree: Json) -> Json:
    return next(entry for entry in blocks(tree) if entry["kind"] == "feedback")


# ---------------------------------------------------------------- before the commit


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("how", ["untouched", "answered", "no answer", "tried again"])
def test_before_the_commit_nothing_of_the_answer_is_in_the_view(key: str, how: str) -> None:
    play = one(key)
    if how == "answered":
        play.answer(RIGHT[key])
    elif how == "no answer" and key != "steps_order":
        play.press("sure.2")
    elif how == "tried again":
        play.data["items"][key]["siblings"] = []
        play.commit(WRONG[key])
        play.press("again")
    text = json.dumps(play.view, ensure_ascii=False)
    assert ITEMS[key]["stem"] in text
    for spoiler in ("secret", "ev:", "verdict", "best", "acceptable", "wrong", "65.6", "book:", "feedback"):
        assert spoiler not in text, spoiler


@pytest.mark.parametrize("key", KINDS)
def test_after_the_commit_the_same_words_are_there(key: str) -> None:
    """What the test above forbids exists: otherwise it would forbid nothing."""
    text = json.dumps(one(key).press("sure.1") if key == "steps_order" else one(key).commit(WRONG[key]))
    assert "secret" in text
    assert "ev:" in text


@pytest.mark.parametrize("key", [key for key in KINDS if key != "steps_order"])
def test_a_commit_without_an_answer_says_so_at_the_field_and_notes_nothing(key: str) -> None:
    play = one(key)
    tree = play.press("sure.2")
    assert block(tree, "answer")["error"] == tree["announce"] == quiz_ask.MISSING[ITEMS[key]["kind"]]
    assert play.notes == []
    assert "sure.2" in ids(tree)
    assert block(play.answer(RIGHT[key]), "answer")["error"] is None


def test_boxes_that_were_ticked_and_unticked_are_no_answer() -> None:
    play = one("site_several")
    play.set("answer.size", True)
    assert block(play.set("answer.size", False), "answer")["values"] == []
    assert block(play.press("sure.0"), "answer")["error"]


def test_an_order_that_was_left_as_it_came_is_an_answer_and_never_the_right_one() -> None:
    for number in range(60):
        item = {**ITEMS["steps_order"], "id": f"order_{number}"}
        for turn in range(5):
            line = quiz_ask.offered(item, {"turn": turn})
            assert sorted(line) == sorted(RIGHT["steps_order"])
            assert line != RIGHT["steps_order"]
    play = one("steps_order")
    play.press("sure.1")
    assert [note["right"] for note in play.notes] == [False]


def test_patients_stand_side_by_side_before_and_after() -> None:
    play = one("site_single")
    before = block(play.view, "cards")
    assert before["layout"] == "cards"
    assert [card["heading"] for card in before["blocks"]] == ["Patient A", "Patient B"]
    assert block(play.commit("a"), "cards") == before
    assert "cards" not in ids(one("steps_order").view)


# ---------------------------------------------------------------- the commit


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize(("answers", "right"), [(RIGHT, True), (WRONG, False)])
@pytest.mark.parametrize("sure", [0, 1, 2])
def test_a_commit_leaves_exactly_one_note(key: str, answers: Json, right: bool, sure: int) -> None:
    play = one(key)
    tree = play.commit(answers[key], sure)
    assert play.notes == [{"kind": "answer", "item": key, "right": right, "confidence": sure}]
    assert feedback(tree)["focus"] is True
    assert feedback(tree)["tone"] == ("good" if right else "warn")
    assert tree["announce"] == feedback(tree)["heading"] + "."
    play.press(f"sure.{sure}")
    assert len(play.notes) == 1, "a second press finds no button"
    assert play.state["error"]


@pytest.mark.parametrize("key", ["site_single", "site_several", "steps_order"])
@pytest.mark.parametrize("answers", [RIGHT, WRONG])
def test_every_option_says_in_words_what_it_was_and_why(key: str, answers: Json) -> None:
    rows = block(one(key).commit(answers[key]), "options")["items"]
    options = {option["text"]: option["feedback"] for option in ITEMS[key]["options"]}
    assert {row["text"]: row["md"] for row in rows} == options
    assert all(len(row["mark"]) >= 5 for row in rows)


def marks(tree: Json) -> dict[str, tuple[str, str]]:
    return {row["text"]: (row["mark"], row["tone"]) for row in block(tree, "options")["items"]}


def test_marks_of_a_single_choice() -> None:
    assert marks(one("site_single").commit("c")) == {
        "The first table": ("The best answer", "good"),
        "The other table": ("Defensible", "info"),
        "No such table": ("Not right: your answer", "warn"),
        "One for bones": ("Not right", "none"),
    }
    assert marks(one("site_single").commit("a"))["The first table"] == ("Right: your answer", "good")
    tree = one("site_single").commit("b")
    assert marks(tree)["The other table"] == ("Defensible: your answer", "good")
    assert feedback(tree)["heading"] == "Defensible, though not the best"


def test_marks_of_several_boxes() -> None:
    tree = one("site_several").commit(["size", "sound"])
    assert marks(tree) == {
        "The size": ("Fits: you ticked it", "good"),
        "The mitoses": ("Fits: you missed it", "warn"),
        "The colour": ("Does not fit", "none"),
        "The sound": ("Does not fit: you ticked it", "warn"),
    }
    assert feedback(tree)["heading"] == "Partly right"


def test_marks_of_an_order_stand_in_the_right_order() -> None:
    tree = one("steps_order").commit(["two", "one", "three", "four"])
    assert list(marks(tree).values()) == [
        ("Place 1; you had it at place 2", "warn"),
        ("Place 2; you had it at place 1", "warn"),
        ("Place 3, as you had it", "good"),
        ("Place 4, as you had it", "good"),
    ]


@pytest.mark.parametrize(("said", "lies"), [(65.7, "close"), (12, "low"), ("90,5", "high")])
def test_a_number_is_told_the_right_one_its_source_and_how_it_lies(said: Any, lies: str) -> None:
    tree = one("steps_number").commit(said)
    md = feedback(tree)["md"]
    assert md.startswith("You said " + str(said).replace(",", ".") + " of 100; it was [65.6%](ev:trial.rfs")
    assert "secret " + lies in md
    assert "options" not in ids(tree)


def test_why_and_the_place_in_the_book_close_the_question() -> None:
    tree = one("site_single").commit("a")
    assert block(tree, "why")["md"] == "secret closing sentence é😀."
    assert "(book:notebooks/07.html#secret-heading)" in block(tree, "more")["md"]
    assert {"why", "more"}.isdisjoint(ids(one("site_several").commit(["size"])))


@pytest.mark.parametrize("key", KINDS)
def test_the_answer_cannot_be_changed_after_the_commit(key: str) -> None:
    play = one(key)
    play.commit(WRONG[key])
    before = copy.deepcopy(play.state["records"])
    for event in (
        {"type": "set", "id": "answer", "value": "a"},
        {"type": "set", "id": "answer", "value": 65.6},
        {"type": "set", "id": "answer.size", "value": True},
        {"type": "press", "id": "answer.up.two"},
    ):
        assert play.send(event)["error"]
    assert play.state["records"] == before
    assert len(play.notes) == 1


# ---------------------------------------------------------------- ways on


@pytest.mark.parametrize("key", KINDS)
def test_a_miss_offers_a_sibling_and_then_the_same_again(key: str) -> None:
    play, sibling = one(key), ITEMS[key]["siblings"][0]
    tree = play.commit(WRONG[key])
    assert "sibling" in ways(tree)
    assert "again" not in ways(tree)
    asked = play.press("sibling")
    assert block(asked, "stem." + sibling)["focus"] is True
    assert play.state["queue"] == [key, sibling]
    missed = play.commit(WRONG[sibling])
    assert "sibling" not in ways(missed)
    again = play.press("again")
    stem = block(again, f"stem.{sibling}.1")
    assert stem["focus"] is True
    assert stem["id"] not in ids(missed), "a stem that was there already would not take the focus"
    assert block(again, "answer").get("value") is None
    assert block(again, "answer").get("values", []) == []
    assert "sibling" not in ways(play.commit(RIGHT[sibling]))
    assert [note["right"] for note in play.notes] == [False, False, True]


def test_a_right_answer_offers_neither_sibling_nor_again() -> None:
    for answer in ("a", "b"):
        tree = Play(SMALL).commit(answer)
        assert ways(tree) == ["next"]
        assert Play(SMALL).press("sibling")["error"]


def test_a_new_try_shows_another_option_on_top() -> None:
    for key in ("site_single", "site_several"):
        tops = [quiz_ask.offered(ITEMS[key], {"turn": turn})[0] for turn in range(4)]
        assert len(set(tops)) == 4


def test_several_boxes_keep_their_place_from_the_question_to_the_answer() -> None:
    play = one("site_several")
    asked = [entry["label"] for entry in block(play.view, "answer")["options"]]
    assert [row["text"] for row in block(play.commit(["size"]), "options")["items"]] == asked
    assert asked != [option["text"] for option in ITEMS["site_several"]["options"]]


@pytest.mark.parametrize(("answer", "first"), [("c", ["c", "a"]), ("a", ["a"]), ("b", ["b", "a"]), ("d", ["d", "a"])])
def test_of_a_single_choice_ones_own_answer_comes_first_and_then_the_best(answer: str, first: list[str]) -> None:
    play = one("site_single")
    asked = [entry["value"] for entry in block(play.view, "answer")["options"]]
    texts = {option["text"]: option["id"] for option in ITEMS["site_single"]["options"]}
    rows = [texts[row["text"]] for row in block(play.commit(answer), "options")["items"]]
    assert rows == [*first, *(option for option in asked if option not in first)]


def test_skip_back_next_and_the_result() -> None:
    play = Play(SMALL)
    assert ways(play.view) == ["skip"]
    assert block(play.view, "where")["md"] == "Question 1 of 2"
    assert block(play.press("skip"), "where")["md"] == "Question 2 of 2"
    assert ways(play.view) == ["back", "skip"]
    assert ways(play.press("back")) == ["skip"]
    play.commit("a", 2)
    assert block(play.view, "where")["md"] == "Question 1 of 2 · 1 answered"
    assert block(play.view, "next")["label"] == "Next question"
    play.press("next")
    tree = play.commit(WRONG["steps_order"], 2)
    assert block(tree, "next")["label"] == "See your result"
    result = play.press("next")
    assert block(result, "result")["heading"] == "1 of 2 right at first try"
    assert block(result, "result")["md"] == "Very sure: right in 1 of 2."
    assert block(result, "result")["focus"] is True
    assert [[cell["md"] for cell in row["cells"][1:]] for row in block(result, "answers")["rows"]] == [
        ["right", "very sure"],
        ["missed", "very sure"],
    ]
    again = play.press("first")
    assert "stem.site_single" in ids(again)
    assert feedback(again)["focus"] is False


def test_the_result_counts_first_tries_and_names_what_was_skipped() -> None:
    play = Play(bundle_of("x", ["site_single", "site_several", "steps_number"]))
    play.commit("c", 0)
    play.press("again")
    play.commit("a", 2)
    play.press("next")
    play.press("skip")
    result = play.press("skip")
    assert block(result, "result")["heading"] == "0 of 1 right at first try"
    assert block(result, "result")["md"] == "A guess: right in 0 of 1. Skipped: 2."
    assert [row["cells"][1]["md"] for row in block(result, "answers")["rows"]] == ["missed", "skipped", "skipped"]


def test_a_result_of_nothing_says_so() -> None:
    play = Play(SMALL)
    play.press("skip")
    result = play.press("skip")
    assert block(result, "result")["heading"] == "Nothing answered yet"
    assert block(result, "result")["md"] == "Skipped: 2."
    assert "secret" not in json.dumps(result)


@pytest.mark.parametrize("key", KINDS)
def test_a_question_alone_has_no_navigation_and_no_tools(key: str) -> None:
    play = one(key)
    assert ways(play.view) == []
    assert "where" not in ids(play.view)
    assert play.view["tools"] == "none"
    for press in ("skip", "next", "back", "first"):
        assert play.press(press)["error"]
    assert ways(play.commit(RIGHT[key])) == []
    assert play.press("next")["error"]
    assert "tools" not in Play(SMALL).view


def test_a_set_without_questions_says_what_stands_there() -> None:
    play = Play(BUNDLES["quiz.revisit"])
    assert [entry["md"] for entry in play.view["blocks"]] == ["Nothing here today."]
    assert play.press("first")["error"]
    assert play.send({"type": "reset"})["error"] is None


# ---------------------------------------------------------------- moving, typing, and what does not fit


def line(tree: Json) -> list[str]:
    return [entry["value"] for entry in block(tree, "answer")["items"]]


def test_an_entry_moves_one_place_and_the_live_region_says_where() -> None:
    play = one("steps_order")
    before = line(play.view)
    tree = play.press("answer.down." + before[0])
    assert line(tree) == [before[1], before[0], *before[2:]]
    assert tree["announce"] == "Moved to place 2 of 4."
    assert line(play.press("answer.up." + before[0])) == before


def test_at_the_ends_nothing_moves_and_nothing_is_wrong() -> None:
    play = one("steps_order")
    before = line(play.view)
    for key in ("answer.up." + before[0], "answer.down." + before[-1]):
        tree = play.press(key)
        assert line(tree) == before
        assert (tree["announce"], tree["error"]) == ("", None)


@pytest.mark.parametrize("bad", ["", "abc", "1e2", -1, 100.1, 1e9, None, True, [], {}, "nan"])
def test_a_number_that_cannot_be_accepted_says_why_and_is_not_handed_in_as_an_earlier_one(bad: Any) -> None:
    play = one("steps_number")
    play.set("answer", 40)
    tree = play.set("answer", bad)
    field = block(tree, "answer")
    assert field["value"] is None
    assert "from 0 to 100." in field["error"]
    assert tree["announce"] == field["error"]
    assert tree["error"] is None
    still = play.press("sure.1")
    assert (block(still, "answer")["text"] or "") == field["text"], "what was typed stays on the screen"
    said = field["error"] if field["text"] else "Give a number first. A guess is fine."
    assert block(still, "answer")["error"] == still["announce"] == said
    assert "Give a number first" in block(one("steps_number").press("sure.1"), "answer")["error"]
    fixed = block(play.set("answer", "41,5"), "answer")
    assert (fixed["value"], fixed["error"], fixed["text"]) == (41.5, None, None)


EVENTS: list[Any] = [
    None, 7, "x", [], {}, {"type": None}, {"type": "explode"}, {"type": "set"}, {"type": "press"},
    {"type": "press", "id": None}, {"type": "press", "id": ["next"]}, {"type": "press", "id": "nothing"},
    {"type": "press", "id": "next"}, {"type": "press", "id": "back"}, {"type": "press", "id": "again"},
    {"type": "press", "id": "sibling"}, {"type": "press", "id": "first"}, {"type": "press", "id": "sure.3"},
    {"type": "press", "id": "sure."}, {"type": "press", "id": "answer.up.a"}, {"type": "press", "id": "answer.up."},
    {"type": "press", "id": "answer.sideways.one"}, {"type": "set", "id": "answer", "value": "z"},
    {"type": "set", "id": "answer", "value": ["a"]}, {"type": "set", "id": "answer", "value": None},
    {"type": "set", "id": "answer.a", "value": True}, {"type": "set", "id": "answer.", "value": True},
    {"type": "set", "id": "sure.1", "value": True}, {"type": "set", "id": {}, "value": 1},
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_what_is_not_on_the_screen_changes_nothing_but_the_error(event: Any) -> None:
    play = Play(SMALL)
    play.answer("b")
    before = play.state
    tree = play.send(event)
    assert tree["error"]
    assert play.notes == []
    assert {**play.state, "error": None} == before


@pytest.mark.parametrize(
    ("key", "event"),
    [
        ("site_several", {"type": "set", "id": "answer.size", "value": 1}),
        ("site_several", {"type": "set", "id": "answer.size", "value": "true"}),
        ("site_several", {"type": "set", "id": "answer.moon", "value": True}),
        ("site_several", {"type": "set", "id": "answer", "value": ["size"]}),
        ("steps_order", {"type": "set", "id": "answer", "value": ["one", "two", "three", "four"]}),
        ("steps_order", {"type": "press", "id": "answer.up.five"}),
        ("steps_number", {"type": "press", "id": "answer.up.one"}),
        ("steps_number", {"type": "set", "id": "answer.x", "value": 3}),
    ],
)
def test_answers_of_another_form_are_not_taken(key: str, event: Json) -> None:
    play = one(key)
    assert play.send(event)["error"]
    assert play.state["records"] == {}


# ---------------------------------------------------------------- reset and restore


def played() -> Play:
    play = Play(SMALL)
    play.commit("c", 2)
    play.press("sibling")
    play.commit(["size", "colour"], 0)
    play.press("again")
    play.answer(["mitoses"])
    return play


def test_reset_starts_from_the_first_question_with_nothing_answered() -> None:
    play = played()
    tree = play.send({"type": "reset"})
    fresh = Play(SMALL)
    assert tree == fresh.view
    assert {key: play.state[key] for key in ("queue", "place", "records")} == {
        "queue": ["site_single", "steps_order"],
        "place": 0,
        "records": {},
    }


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_saved_state_shows_the_same_again_and_leaves_no_note(place: int) -> None:
    play = played()
    play.state["place"] = place
    saved = json.loads(json.dumps(play.state))
    other = Play(SMALL)
    tree = other.send({"type": "restore", "state": saved})
    assert other.notes == []
    assert tree["error"] is None
    assert tree == {**play.view, "announce": ""}
    assert other.send({"type": "reset"}) == Play(SMALL).view


def test_whole_floats_of_another_runtime_are_taken() -> None:
    saved = json.loads(json.dumps(played().state), parse_int=float)
    play = Play(SMALL)
    assert play.send({"type": "restore", "state": saved})["error"] is None
    assert play.view == {**played().view, "announce": ""}


ODD: list[Any] = [None, 7, -1, 1.5, 99, True, "x", [], ["x"], [[]], {}, {"site_single": 1}]


TAMPERED = [
    (field, odd)
    for field in ("version", "set", "queue", "place", "records")
    for odd in [*ODD, "missing"]
    if (field, odd) not in (("records", {}), ("version", True))  # nothing was answered, and True equals 1: sound
]


@pytest.mark.parametrize(("field", "odd"), TAMPERED, ids=repr)
def test_a_tampered_state_falls_back_to_the_start_and_says_so(field: str, odd: Any) -> None:
    raw = {**played().state, field: odd}
    if odd == "missing":
        del raw[field]
    play = played()
    tree = play.send({"type": "restore", "state": raw})
    assert "start from the beginning" in str(tree["error"])
    assert {**tree, "error": None} == Play(SMALL).view
    assert play.notes[2:] == []


@pytest.mark.parametrize("raw", [*ODD, {"version": 1}, {"version": 1, "set": "small"}], ids=repr)
def test_what_is_no_state_at_all_falls_back_to_the_start(raw: Any) -> None:
    play = Play(SMALL)
    assert "start from the beginning" in str(play.send({"type": "restore", "state": raw})["error"])


@pytest.mark.parametrize("field", ["start", "before", "fresh", "bad", "error", "announce", "notes", "colour"])
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_fields_that_belong_to_the_moment_are_never_taken_over(field: str, odd: Any) -> None:
    play = Play(SMALL)
    tree = play.send({"type": "restore", "state": {**played().state, field: odd}})
    assert tree == {**played().view, "announce": ""}


@pytest.mark.parametrize(
    "queue",
    [
        ["site_single", "site_single"],
        ["site_single", "moon"],
        ["site_single", None],
        "site_single",
        ["site_single"] * 9,
        [],
    ],
    ids=repr,
)
def test_a_queue_of_unknown_or_repeated_questions_is_refused(queue: Any) -> None:
    tree = Play(SMALL).send({"type": "restore", "state": {**Play(SMALL).state, "queue": queue}})
    assert tree["error"]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        7,
        [],
        {},
        {"answer": "z"},
        {"answer": ["a"]},
        {"answer": 1},
        {"answer": None},
        {"confidence": 3},
        {"confidence": 0.5},
        {"confidence": True},
        {"confidence": "2"},
        {"turn": -1},
        {"turn": None},
        {"turn": 10**9},
        {"turn": "0"},
        {"first": None},
        {"first": []},
        {"first": [1]},
        {"first": [2, 1]},
        {"first": [1, 3]},
        {"first": [True, 1]},
        {"first": "11"},
        {"first": {"0": 1}},
    ],
    ids=repr,
)
def test_a_tampered_answer_is_refused(entry: Any) -> None:
    sound = {"answer": "a", "confidence": 1, "turn": 0, "first": [1, 1]}
    odd = {**sound, **entry} if isinstance(entry, dict) and entry else entry
    state = Play(SMALL).state
    good, bad = ({**state, "records": {"site_single": record}} for record in (sound, odd))
    assert Play(SMALL).send({"type": "restore", "state": good})["error"] is None
    assert Play(SMALL).send({"type": "restore", "state": bad})["error"]


def test_an_empty_tick_list_cannot_be_restored_as_an_answer() -> None:
    record = {"answer": [], "confidence": 1, "turn": 0, "first": [1, 1]}
    state = {**one("site_several").state, "records": {"site_several": record}}
    assert one("site_several").send({"type": "restore", "state": state})["error"]


# ---------------------------------------------------------------- the reader's progress


def known(**items: list[list[int]]) -> Json:
    return {"store": {**progress.empty(), "items": items}, "day": DAY, "problem": "", "aside": ""}


def test_it_begins_with_the_first_question_that_was_never_answered() -> None:
    play = Play(WHOLE, **known(site_single=[[DAY, 0, 1]], steps_order=[[DAY, 1, 1]]))
    assert play.state["place"] == 1
    assert block(play.view, "where")["md"] == "Question 2 of 4 · 2 answered on an earlier visit"
    assert "stem.steps_number" in ids(play.view)


def test_who_has_answered_all_begins_at_the_first_and_is_told() -> None:
    play = Play(WHOLE, **known(**{key: [[DAY, 1, 1]] for key in KINDS}))
    assert play.state["place"] == 0
    assert block(play.view, "where")["md"] == "Question 1 of 4 · you have answered all of these before"


def test_the_set_revisit_asks_what_is_due_firm_errors_first() -> None:
    store = known(
        steps_order=[[DAY - 5, 0, 1]],
        site_single=[[DAY - 1, 0, 2]],
        site_several=[[DAY, 0, 2]],
        steps_number=[[DAY - 9, 1, 2]],
        gone_from_the_book=[[DAY - 9, 0, 2]],
    )
    play = Play(BUNDLES["quiz.revisit"], **store)
    assert play.state["queue"] == ["site_single", "steps_order"]
    tomorrow = Play(BUNDLES["quiz.revisit"], **{**store, "day": DAY + 1})
    assert tomorrow.state["queue"] == ["site_single", "site_several", "steps_order"]


def test_what_is_due_follows_the_progress_of_the_page_until_a_question_is_begun() -> None:
    due = {"type": "progress", "progress": known(site_single=[[DAY - 1, 0, 2]])}
    play = Play(BUNDLES["quiz.revisit"], **known())
    assert play.state["queue"] == []
    assert block(play.send(due), "stem.site_single")
    begun = block(play.set("answer", "a"), "answer")
    more = {"type": "progress", "progress": known(site_single=[[DAY - 1, 0, 2]], steps_order=[[DAY - 1, 0, 2]])}
    assert block(play.send(more), "answer") == begun
    assert play.state["queue"] == ["site_single", "steps_order"], "what fell due comes behind it"
    other = Play(SMALL)
    assert other.send(due) == other.view, "an ordinary set asks its own questions, whatever is due"


def changed(**items: list[list[int]]) -> Json:
    return {"type": "progress", "progress": known(**items)}


def test_a_question_that_is_being_read_stays_when_another_tab_changes_what_is_due() -> None:
    missed = [[DAY - 1, 0, 1]]
    play = Play(BUNDLES["quiz.revisit"], **known(site_single=missed, steps_order=missed))
    assert "stem.site_single" in ids(play.view)
    play.send(changed(site_single=[*missed, [DAY, 1, 1]], steps_number=missed))
    assert "stem.site_single" in ids(play.view), "nothing was chosen yet, but it was read"
    assert play.state["queue"] == ["site_single", "steps_number"], "what was answered elsewhere is not asked again"
    play.commit("a")
    play.press("next")
    assert "stem.steps_number" in ids(play.view)
    play.send({"type": "reset"})
    assert "stem.site_single" in ids(play.view)
    gone = Play(BUNDLES["quiz.revisit"], **known(site_single=missed))
    gone.send(changed())
    assert gone.state["queue"] == [], "everything was deleted: there is nothing to revisit"


def test_the_result_stays_when_another_tab_changes_what_is_due() -> None:
    play = Play(BUNDLES["quiz.revisit"], **known(site_single=[[DAY - 1, 0, 1]]))
    play.commit("a")
    play.press("skip")
    play.state["place"] = 1
    before = play.view
    assert play.send(changed(site_single=[[DAY - 1, 0, 1], [DAY, 1, 1]], steps_order=[[DAY - 1, 0, 1]])) == before


@pytest.mark.parametrize("problem", ["denied", "newer", "stuck", "kernel"])
@pytest.mark.parametrize(("answer", "sure"), [("c", 2), ("c", 1), ("c", 0), ("a", 0)])
def test_where_nothing_is_kept_no_return_is_promised(problem: str, answer: str, sure: int) -> None:
    play = Play(SMALL, **{**known(), "problem": problem})
    tree = play.commit(answer, sure)
    assert "keeps nothing" in feedback(tree)["md"] or "Nothing is kept here" in feedback(tree)["md"]
    assert "It comes back" not in feedback(tree)["md"]
    play.press("next")
    assert "after one day" not in block(play.press("skip"), "kept")["md"]


def test_a_promise_is_taken_back_when_the_page_turns_out_to_keep_nothing() -> None:
    play = Play(SMALL, **known())
    assert "comes back tomorrow" in feedback(play.commit("c", 2))["md"]
    full = {"type": "progress", "progress": {**known(site_single=[[DAY, 0, 2]]), "problem": "denied"}}
    assert "Nothing is kept here" in feedback(play.send(full))["md"]
    assert play.send(full) == play.view
    play.send({"type": "reset"})
    assert "Nothing is kept here" in feedback(play.commit("c", 2))["md"], "also after a new start"


def test_what_was_answered_on_an_earlier_visit_is_not_called_skipped() -> None:
    play = Play(WHOLE, **known(site_single=[[DAY - 3, 0, 1]], steps_order=[[DAY - 3, 1, 1]]))
    play.commit(65.6, 2)
    for _ in range(2):
        play.press("next" if "next" in ways(play.view) else "skip")
    result = play.press("skip")
    assert block(result, "result")["heading"] == "1 of 1 right at first try"
    assert block(result, "result")["md"] == (
        "Very sure: right in 1 of 1. Answered on an earlier visit: 2. Skipped: 1."
    )
    firsts = [row["cells"][1]["md"] for row in block(result, "answers")["rows"]]
    assert firsts == ["on an earlier visit", "right", "on an earlier visit", "skipped"]
    all_before = Play(SMALL, **known(site_single=[[DAY - 3, 0, 1]], steps_order=[[DAY - 3, 1, 1]]))
    all_before.press("skip")
    assert block(all_before.press("skip"), "result")["heading"] == "Nothing answered on this visit"


def test_a_commit_reaches_the_store_through_the_door_and_a_restore_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_kept", dict(session._kept))
    session.load("quiz.small", json.dumps(SMALL))
    session.open_progress("", DAY, "", "")
    number = json.loads(session.start("quiz", '{"set": "small"}'))["session"]
    for event in ({"type": "set", "id": "answer", "value": "c"}, {"type": "press", "id": "sure.2"}):
        session.send(number, json.dumps(event))
    kept = json.loads(session.keep())
    assert kept["items"] == {"site_single": [[DAY, 0, 2]]}
    saved = session.state(number)
    session.open_progress("", DAY, "", "")
    other = json.loads(session.start("quiz", '{"set": "small"}'))["session"]
    view = json.loads(session.send(other, json.dumps({"type": "restore", "state": json.loads(saved)})))
    assert feedback(view)["heading"] == "Not this time"
    assert session.keep() == ""


# ---------------------------------------------------------------- anything at all

buttons = ["next", "back", "skip", "again", "sibling", "first", "sure.0", "sure.1", "sure.2", "answer.up.two"]
values = st.sampled_from([None, True, False, 0, 12, 65.6, "65,7", "", "a", "b", "c", "z", ["a"], {}])
events = st.one_of(
    st.builds(lambda key: {"type": "press", "id": key}, st.sampled_from([*buttons, "answer.down.one"])),
    st.builds(
        lambda key, value: {"type": "set", "id": key, "value": value},
        st.sampled_from(["answer", "answer.size", "answer.sound", "x"]),
        values,
    ),
    st.sampled_from([*EVENTS, {"type": "reset"}, {"type": "restore", "state": played().state}]),
)


@settings(max_examples=150)
@given(st.sampled_from(sorted(key for key in BUNDLES if key.startswith("quiz."))), st.lists(events, max_size=25))
def test_whatever_comes_in_the_view_is_sound_and_only_commits_leave_notes(name: str, sent: list[Any]) -> None:
    play = Play(BUNDLES[name])
    for event in sent:
        noted = len(play.notes)
        tree = play.send(event)
        assert tree["blocks"]
        if len(play.notes) > noted:
            assert len(play.notes) == noted + 1
            assert str(event["id"]).startswith("sure.")
            assert feedback(tree)["focus"]
        open_question = any(entry["id"] == "sure" for entry in tree["blocks"])
        assert open_question == ("secret" not in json.dumps(tree) and "answer" in ids(tree))
