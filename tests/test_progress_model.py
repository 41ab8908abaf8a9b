"""The reader's store: reading whatever stands there, adding to it, putting two together, and what comes back when."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gist_edu.models import progress

DAY = 20783
GUESS, FAIRLY, SURE = 0, 1, 2
Json = dict[str, Any]

days = st.integers(0, progress.MAX_DAY)
attempt = st.tuples(st.integers(DAY - 3, DAY + 3), st.integers(0, 1), st.integers(0, 2)).map(list)
attempts = st.lists(attempt, min_size=1, max_size=8).map(lambda rows: sorted(rows, key=lambda row: row[0]))
keys = st.sampled_from(["one", "two", "three_3", "x" * 60])
places = st.tuples(days, st.integers(1, 9), st.integers(0, 9)).map(lambda p: [p[0], p[1], p[1] + p[2]])


@st.composite
def stores(draw: st.DrawFn) -> Json:
    store = progress.empty()
    store["items"] = draw(st.dictionaries(keys, attempts, max_size=4))
    store["lessons"] = draw(st.dictionaries(st.sampled_from(["00", "07", "12"]), places, max_size=3))
    store["visits"] = draw(st.lists(days, min_size=2, max_size=2))
    return store


def full() -> Json:
    return {
        "book": "gist-edu",
        "version": progress.VERSION,
        "items": {"one": [[DAY - 9, 0, 2], [DAY - 8, 1, 1]], "two": [[DAY, 1, 0]]},
        "lessons": {"07": [DAY, 2, 5]},
        "cases": {"a2_one_letter": [DAY, 0, 1, 1, [["number", 50, 1], ["choose", "call", 2]], "Ask again."]},
        "visits": [DAY - 9, DAY],
    }


def answered(store: Json, item: str, right: bool, confidence: int, day: int) -> Json:
    return progress.noted(store, {"kind": "answer", "item": item, "right": right, "confidence": confidence}, day)


def planned(*rows: tuple[int, int, int]) -> tuple[int, int] | None:
    return progress.schedule([list(row) for row in rows])


# ---------------------------------------------------------------- reading


@given(stores())
def test_what_is_written_is_read_again_unchanged(store: Json) -> None:
    assert progress.read(progress.dump(store)) == (store, "")


@pytest.mark.parametrize("text", ["", None])
def test_nothing_kept_is_somebody_new_and_no_problem(text: str | None) -> None:
    assert progress.read(text) == (progress.empty(), "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("not json", "unreadable"),
        ("{", "unreadable"),
        (json.dumps(full())[:-1], "unreadable"),
        (json.dumps(full())[:40], "unreadable"),
        ("\x00" * 10, "unreadable"),
        (" ", "unreadable"),
        ('{"book": "gist-edu"}', "unreadable"),
        ('{"book": "gist-edu", "version": "1"}', "unreadable"),
        ('{"book": "gist-edu", "version": true}', "unreadable"),
        ('{"book": "gist-edu", "version": 1.5}', "unreadable"),
        ('{"book": "gist-edu", "version": -1}', "unreadable"),
        ('{"book": "gist-edu", "version": null}', "unreadable"),
        ('{"book": "gist-edu", "version": 0}', "unreadable"),
        ("[" * 100_000, "unreadable"),
        ("[" * 100_000 + "]" * 100_000, "unreadable"),
        ("9" * 20_000, "unreadable"),
        (json.dumps(full()) + " " * progress.LARGEST, "unreadable"),
        ("[]", "foreign"),
        ("[1, 2]", "foreign"),
        ("7", "foreign"),
        ('"gist-edu"', "foreign"),
        ("true", "foreign"),
        ("{}", "foreign"),
        ('{"theme": "dark", "version": 1}', "foreign"),
        ('{"book": "another-book", "version": 1, "items": {}}', "foreign"),
        ('{"book": ["gist-edu"], "version": 1}', "foreign"),
        ('{"book": "gist-edu", "version": 3}', "newer"),
        ('{"book": "gist-edu", "version": 999999, "everything": "else"}', "newer"),
    ],
)
def test_each_kind_of_bad_text_is_told_apart_and_leaves_an_empty_store(text: str, problem: str) -> None:
    assert progress.read(text) == (progress.empty(), problem)


@pytest.mark.parametrize("text", [7, True, [], {}, 1.5, b"{}"])
def test_what_is_no_text_is_unreadable(text: object) -> None:
    assert progress.read(text) == (progress.empty(), "unreadable")


def test_json_null_is_not_taken_for_nothing_kept() -> None:
    """The text is there, though it says nothing; it is put aside like any other that cannot be read."""
    assert progress.read("null") == (progress.empty(), "unreadable")


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_reading_never_raises(text: str) -> None:
    store, problem = progress.read(text)
    assert (problem == "") == (text == "")
    assert store == progress.empty()


DAMAGE: dict[str, tuple[Json, Json]] = {
    "items is a list": ({"items": []}, {"items": {}}),
    "items is missing": ({"items": None}, {"items": {}}),
    "lessons is text": ({"lessons": "07"}, {"lessons": {}}),
    "visits is a number": ({"visits": 3}, {"visits": [0, 0]}),
    "visits are three": ({"visits": [1, 2, 3]}, {"visits": [0, 0]}),
    "a visit is text": ({"visits": [1, "2"]}, {"visits": [0, 0]}),
    "a visit is a truth value": ({"visits": [1, True]}, {"visits": [0, 0]}),
    "a visit lies in the far future": ({"visits": [1, 10**9]}, {"visits": [0, 0]}),
}
BAD_ATTEMPTS: list[Any] = [
    None, 7, "x", {}, [], [7], [[]], [[DAY, 1]], [[DAY, 1, 1, 1]], [[DAY, 2, 1]], [[DAY, 1, 3]], [[DAY, 1, -1]],
    [[-1, 1, 1]], [[DAY + 0.5, 1, 1]], [["x", 1, 1]], [[DAY, True, 1]], [[DAY, 1, None]], [[10**9, 1, 1]],
    [[1e300, 1, 1]], [[DAY, 1, 1], None], [{"day": 1}],
]  # fmt: skip
BAD_PLACES: list[Any] = [None, 7, "x", {}, [], [1, 2], [1, 0, 3], [1, 4, 3], [1, 1, 0], [1, 1, 1001], [1, 1.5, 3],
                         [True, 1, 2], [-1, 1, 2], ["1", "1", "2"]]  # fmt: skip
BAD_KEYS = ["", "x" * 61, "<script>", "A", "ev:x", "a b", "é", "../x", "one\n", "[one](x)"]


@pytest.mark.parametrize(("change", "kept"), DAMAGE.values(), ids=list(DAMAGE))
def test_a_damaged_part_is_left_out_and_the_rest_is_kept(change: Json, kept: Json) -> None:
    assert progress.read(json.dumps({**full(), **change})) == ({**full(), **kept}, "damaged")


@pytest.mark.parametrize("bad", BAD_ATTEMPTS, ids=repr)
def test_a_question_with_odd_attempts_is_left_out_alone(bad: Any) -> None:
    raw = full()
    raw["items"]["bad"] = bad
    assert progress.read(json.dumps(raw)) == (full(), "damaged")


@pytest.mark.parametrize("bad", BAD_PLACES, ids=repr)
def test_an_odd_place_is_left_out_alone(bad: Any) -> None:
    raw = full()
    raw["lessons"]["12"] = bad
    assert progress.read(json.dumps(raw)) == (full(), "damaged")


@pytest.mark.parametrize("key", BAD_KEYS)
def test_odd_names_never_come_in(key: str) -> None:
    raw = full()
    raw["items"][key], raw["lessons"][key] = [[DAY, 1, 1]], [DAY, 1, 2]
    assert progress.read(json.dumps(raw)) == (full(), "damaged")


def test_whole_floats_of_another_runtime_are_taken_as_whole_numbers() -> None:
    text = json.dumps(full()).replace(str(DAY), f"{DAY}.0").replace('"version": 2', '"version": 2.0')
    store, problem = progress.read(text)
    assert (store, problem) == (full(), "")
    assert isinstance(store["items"]["two"][0][0], int)


def test_more_questions_than_any_book_holds_are_cut() -> None:
    raw = full()
    raw["items"] = {f"q{number}": [[1, 1, 1]] for number in range(progress.MAX_ITEMS + 5)}
    store, problem = progress.read(json.dumps(raw))
    assert (len(store["items"]), problem) == (progress.MAX_ITEMS, "damaged")


def test_unknown_fields_of_the_same_version_are_dropped_without_a_word() -> None:
    assert progress.read(json.dumps({**full(), "colour": "blue"})) == (full(), "")


# ---------------------------------------------------------------- older versions


def older() -> str:
    """A store of an edition that never was: version 1 had one attempt for each question."""
    return json.dumps({**full(), "version": 1, "items": {"one": [DAY, 1, 2]}})


def test_a_store_of_the_edition_without_cases_is_taken_over_whole() -> None:
    before = {key: value for key, value in full().items() if key != "cases"} | {"version": 1}
    assert progress.read(json.dumps(before)) == ({**full(), "cases": {}}, "")


def test_an_older_store_is_brought_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def to_2(raw: Json) -> Json:
        return {**raw, "version": 2, "items": {key: [raw["items"][key]] for key in raw["items"]}}

    def to_3(raw: Json) -> Json:
        return {**raw, "version": 3, "visits": [raw["visits"][0], DAY + 1]}

    monkeypatch.setattr(progress, "VERSION", 3)
    monkeypatch.setattr(progress, "MIGRATIONS", {1: to_2, 2: to_3})
    store, problem = progress.read(older())
    assert problem == ""
    assert {**store, "version": 3} == {
        **full(), "version": 3, "items": {"one": [[DAY, 1, 2]]}, "visits": [DAY - 9, DAY + 1]}


@pytest.mark.parametrize("steps", [{}, {2: lambda raw: {**raw, "version": 3}}, {1: lambda raw: {**raw, "version": 2}}])
def test_a_missing_step_is_refused_rather_than_guessed(steps: Json, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "VERSION", 3)
    monkeypatch.setattr(progress, "MIGRATIONS", steps)
    assert progress.read(older()) == (progress.empty(), "unreadable")


def test_what_comes_out_of_a_step_is_checked_like_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MIGRATIONS", {1: lambda raw: {**raw, "version": 2}})
    store, problem = progress.read(older())
    assert (store["items"], problem) == ({}, "damaged")


# ---------------------------------------------------------------- cases


PLAY = [DAY, 0, 1, 1, [["choose", "call", 2], ["say", "Well.", None], ["back"]], ""]
BAD_PLAYS: list[Any] = [
    None, 7, "x", {}, [], PLAY[:5], [*PLAY, 1], [-1, *PLAY[1:]], [DAY, 2, *PLAY[2:]], [DAY, 0, 2, 1, *PLAY[4:]],
    [*PLAY[:4], "moves", ""], [*PLAY[:4], [["fly"]], ""], [*PLAY[:4], [[]], ""], [*PLAY[:4], ["choose"], ""],
    [*PLAY[:4], [["choose", {}, 1]], ""], [*PLAY[:4], [["say", "x" * 601]], ""], [*PLAY[:4], [["back"]] * 201, ""],
    [*PLAY[:5], None], [*PLAY[:5], "x" * 1001], [*PLAY[:4], [["choose", "a", 1, 1]], ""],
]


@pytest.mark.parametrize("bad", BAD_PLAYS, ids=lambda bad: f"{bad!r:.40}")
def test_a_play_of_an_odd_form_is_left_out_alone(bad: Any) -> None:
    raw = full()
    raw["cases"]["b1"] = bad
    assert progress.read(json.dumps(raw)) == (full(), "damaged")


def case_note(moves: list[Any], done: bool = False, jotted: str = "") -> Json:
    return {"kind": "case", "case": "b1", "done": done, "good": 0, "met": 1, "moves": moves, "jotted": jotted}


def test_a_play_is_kept_as_far_as_it_came_and_forgotten_when_nothing_is_left_of_it() -> None:
    store = progress.noted(progress.empty(), case_note([["choose", "call", 2]]), DAY)
    assert store["cases"]["b1"] == [DAY, 0, 0, 1, [["choose", "call", 2]], ""]
    assert store["visits"] == [0, DAY]
    assert progress.read(progress.dump(store)) == (store, "")
    assert progress.noted(store, case_note([]), DAY)["cases"] == {}
    assert progress.noted(store, case_note([], jotted="Mine."), DAY)["cases"]["b1"][5] == "Mine."


def test_a_play_that_could_not_be_read_again_is_not_kept() -> None:
    assert progress.noted(progress.empty(), case_note([["fly"]]), DAY) == progress.empty()


def test_sentences_beyond_the_room_of_a_play_are_left_out_so_that_all_plays_can_be_read_again() -> None:
    moves = [["say", "x" * 600, None]] * 12
    store = progress.empty()
    for number in range(60):
        store = progress.noted(store, {**case_note(moves, jotted="y" * 1000), "case": f"c{number}"}, DAY)
    assert progress.read(progress.dump(store)) == (store, "")
    assert [len(move[1]) for move in store["cases"]["c1"][4]] == [600] * 5 + [0] * 7


@pytest.mark.parametrize(("mine", "theirs", "kept"), [
    ([DAY, 0, 0, 0, [["back"]], ""], [DAY + 1, 0, 0, 0, [], ""], "theirs"),
    ([DAY, 1, 1, 1, [], ""], [DAY, 0, 0, 0, [["back"]], ""], "mine"),
    ([DAY, 0, 0, 0, [["back"]], ""], [DAY, 0, 0, 0, [], ""], "mine"),
])
def test_of_two_devices_the_later_or_longer_play_is_kept(mine: Any, theirs: Any, kept: str) -> None:
    one, two = {**progress.empty(), "cases": {"b1": mine}}, {**progress.empty(), "cases": {"b1": theirs, "c1": PLAY}}
    wanted = mine if kept == "mine" else theirs
    assert progress.merged(one, two)["cases"] == {"b1": wanted, "c1": PLAY}
    assert progress.merged(two, one)["cases"] == {"b1": wanted, "c1": PLAY}


# ---------------------------------------------------------------- adding


def test_an_answer_is_added_with_its_day_and_the_store_before_is_untouched() -> None:
    before = full()
    after = answered(before, "one", True, SURE, DAY + 1)
    assert before == full()
    assert after["items"]["one"] == [*full()["items"]["one"], [DAY + 1, 1, 2]]
    assert after["visits"] == [DAY, DAY + 1]
    assert progress.read(progress.dump(after)) == (after, "")


def test_the_first_answer_of_all_is_a_first_visit() -> None:
    assert answered(progress.empty(), "one", False, GUESS, DAY) == {
        **progress.empty(),
        "items": {"one": [[DAY, 0, 0]]},
        "visits": [0, DAY],
    }


def test_a_clock_that_was_set_back_does_not_disorder_the_attempts() -> None:
    store = answered(full(), "two", False, SURE, DAY - 100)
    assert store["items"]["two"] == [[DAY - 100, 1, 0], [DAY - 100, 0, 2]]
    assert store["visits"] == full()["visits"]


@pytest.mark.parametrize("ahead", [2, 400, 10**6])
def test_a_clock_that_ran_ahead_postpones_nothing_once_it_is_right_again(ahead: int) -> None:
    store = answered(progress.empty(), "one", False, SURE, DAY + ahead)
    assert progress.read(progress.dump(store)) == (store, ""), "even a day beyond all calendars can be read again"
    assert progress.due(store, DAY) == ["one"]
    assert progress.next_due(store, DAY) is None
    store = answered(store, "one", False, SURE, DAY)
    assert store["items"]["one"] == [[DAY, 0, 2], [DAY, 0, 2]]
    assert progress.due(store, DAY + 1) == ["one"]
    assert progress.next_due(store, DAY) == DAY + 1


def test_a_day_lived_twice_on_a_journey_west_is_no_clock_that_ran_ahead() -> None:
    store = answered(progress.empty(), "one", False, SURE, DAY + 1)
    assert progress.due(store, DAY) == []
    assert progress.next_due(store, DAY) == DAY + 2


def test_a_day_before_the_calendar_began_is_its_first_day() -> None:
    store = answered(progress.empty(), "one", False, SURE, -7)
    assert store["items"]["one"] == [[0, 0, 2]]
    assert progress.read(progress.dump(store)) == (store, "")


def test_only_the_latest_attempts_and_the_first_one_are_kept() -> None:
    store = answered(progress.empty(), "one", True, GUESS, DAY)
    for number in range(1, 41):
        store = answered(store, "one", True, SURE, DAY + number)
    kept = store["items"]["one"]
    assert len(kept) == progress.MAX_ATTEMPTS
    assert kept[0] == [DAY, 1, GUESS], "first sight, for the calibration"
    assert [row[0] - DAY for row in kept[1:]] == list(range(12, 41))
    raw = {**full(), "items": {"one": [[DAY, 0, 1]] * 20 + [[DAY + 1, 1, 1]] * 20}}
    assert progress.read(json.dumps(raw))[0]["items"]["one"] == [[DAY, 0, 1]] * 10 + [[DAY + 1, 1, 1]] * 20


def test_the_place_is_the_furthest_that_was_read() -> None:
    def at(store: Json, part: Any, of: Any, day: int = DAY, lesson: Any = "07") -> Json:
        return progress.noted(store, {"kind": "place", "lesson": lesson, "part": part, "of": of}, day)

    store = at(progress.empty(), 3, 5)
    assert store["lessons"] == {"07": [DAY, 3, 5]}
    assert at(store, 1, 5, DAY + 2)["lessons"] == {"07": [DAY + 2, 3, 5]}
    assert at(store, 5, 5, DAY + 2)["lessons"] == {"07": [DAY + 2, 5, 5]}
    assert at(store, 5, 5, DAY + 2)["visits"] == [DAY, DAY + 2]
    for part, of, lesson in ((0, 5, "07"), (6, 5, "07"), (1, 0, "07"), ("1", "5", "07"), (1.5, 5, "07"), (1, 5, "../")):
        assert at(store, part, of, lesson=lesson) == store
    for part, of, lesson in ((None, 5, "07"), (True, 5, "07"), (1, 5, None), (1, 5, ["07"])):
        assert at(store, part, of, lesson=lesson) == store


def test_a_visit_leaves_nothing_of_somebody_who_only_looked_in() -> None:
    assert progress.noted(progress.empty(), {"kind": "visit"}, DAY) == progress.empty()


def test_two_days_are_kept_of_the_visits() -> None:
    store = answered(progress.empty(), "one", True, SURE, DAY)
    for wait, before in ((0, 0), (4, DAY), (4, DAY), (9, DAY + 4)):
        store = progress.noted(store, {"kind": "visit"}, DAY + wait)
        assert store["visits"] == [before, DAY + wait]


def test_forgetting_leaves_the_store_of_somebody_new() -> None:
    assert progress.noted(full(), {"kind": "forget"}, DAY) == progress.empty()


def test_a_file_that_is_taken_over_is_put_together_with_what_is_there() -> None:
    other = answered(progress.empty(), "three", True, SURE, DAY)
    store = progress.noted(full(), {"kind": "merge", "store": other}, DAY + 5)
    assert set(store["items"]) == {"one", "two", "three"}
    assert store["lessons"] == full()["lessons"]


# ---------------------------------------------------------------- putting two together


def content(store: Json) -> Json:
    """Without the order of attempts made on one day."""
    return {**store, "items": {key: sorted(store["items"][key]) for key in store["items"]}}


@given(stores())
def test_taking_over_ones_own_file_changes_nothing(store: Json) -> None:
    assert progress.merged(store, store) == store
    assert progress.merged(store, progress.empty()) == store
    assert progress.merged(progress.empty(), store) == store


@given(stores(), stores())
def test_taking_over_a_file_twice_is_taking_it_over_once(one: Json, other: Json) -> None:
    both = progress.merged(one, other)
    assert progress.merged(both, other) == both
    assert progress.merged(both, one) == both


@given(stores(), stores())
def test_it_does_not_matter_which_device_takes_over_the_file_of_the_other(one: Json, other: Json) -> None:
    assert content(progress.merged(one, other)) == content(progress.merged(other, one))


@given(stores(), stores(), stores())
def test_three_devices_come_to_the_same_whichever_is_joined_first(one: Json, two: Json, three: Json) -> None:
    left = progress.merged(progress.merged(one, two), three)
    assert content(left) == content(progress.merged(one, progress.merged(two, three)))


@given(stores(), stores())
def test_nothing_is_lost_and_the_result_can_be_kept(one: Json, other: Json) -> None:
    before = copy.deepcopy((one, other))
    both = progress.merged(one, other)
    assert (one, other) == before
    for store in (one, other):
        for key in store["items"]:
            for row in store["items"][key]:
                assert both["items"][key].count(row) >= store["items"][key].count(row)
        for key in store["lessons"]:
            assert all(mine >= theirs for mine, theirs in zip(both["lessons"][key], store["lessons"][key], strict=True))
    for key in both["items"]:
        found = [row[0] for row in both["items"][key]]
        assert found == sorted(found)
        assert len(found) <= sum(len(store["items"].get(key, [])) for store in (one, other))
    assert progress.read(progress.dump(both)) == (both, "")


def test_two_devices_with_many_attempts_stay_within_the_limit() -> None:
    one, other = progress.empty(), progress.empty()
    one["items"]["x"] = [[DAY + number, 1, 1] for number in range(0, 50, 2)]
    other["items"]["x"] = [[DAY + number, 1, 1] for number in range(1, 50, 2)]
    both = progress.merged(one, other)
    assert [row[0] - DAY for row in both["items"]["x"]] == [0, *range(21, 50)]
    assert progress.merged(both, other) == both


# ---------------------------------------------------------------- what comes back when


def test_a_question_answered_rightly_and_with_some_certainty_does_not_come_back() -> None:
    assert planned((DAY, 1, FAIRLY)) is None
    assert planned((DAY, 1, SURE)) is None
    assert planned() is None


def test_a_miss_comes_back_after_one_then_seven_then_thirty_days_and_then_no_more() -> None:
    rows = [(DAY, 0, FAIRLY)]
    for step, wait in enumerate((1, 7, 30)):
        due = rows[-1][0] + wait
        assert planned(*rows) == (step, due)
        store = {**progress.empty(), "items": {"x": [list(row) for row in rows]}}
        assert progress.due(store, due - 1) == []
        assert progress.due(store, due) == ["x"]
        assert progress.due(store, due + 365) == ["x"], "what was not done stays due"
        assert progress.next_due(store, due - 1) == due
        rows.append((due, 1, SURE))
    assert planned(*rows) is None


def test_the_next_wait_counts_from_the_day_it_was_done() -> None:
    assert planned((DAY, 0, 1), (DAY + 20, 1, 1)) == (1, DAY + 27)


def test_a_miss_on_any_step_starts_again() -> None:
    rows = [(DAY, 0, 1), (DAY + 1, 1, 1), (DAY + 8, 1, 1)]
    assert planned(*rows) == (2, DAY + 38)
    assert planned(*rows, (DAY + 38, 0, 1)) == (0, DAY + 39)
    assert planned(*rows, (DAY + 9, 0, 1)) == (0, DAY + 10), "before it was due, too"


def test_a_right_guess_repeats_the_step() -> None:
    assert planned((DAY, 0, 1), (DAY + 1, 1, GUESS)) == (0, DAY + 2)
    assert planned((DAY, 0, 1), (DAY + 1, 1, 1), (DAY + 8, 1, GUESS)) == (1, DAY + 15)
    assert planned((DAY, 0, 1), (DAY + 1, 1, 1), (DAY + 8, 1, 1), (DAY + 38, 1, GUESS)) == (2, DAY + 68)


def test_practising_before_the_day_does_not_advance() -> None:
    assert planned((DAY, 0, 1), (DAY, 1, SURE), (DAY, 1, SURE)) == (0, DAY + 1)
    assert planned((DAY, 0, 1), (DAY + 1, 1, 1), (DAY + 7, 1, SURE)) == (1, DAY + 8)


def test_a_lucky_guess_at_first_sight_comes_back_after_seven_days() -> None:
    assert planned((DAY, 1, GUESS)) == (1, DAY + 7)
    assert planned((DAY, 1, GUESS), (DAY + 7, 1, SURE)) == (2, DAY + 37)
    assert planned((DAY, 1, GUESS), (DAY + 7, 1, SURE), (DAY + 37, 1, SURE)) is None


@given(attempts)
def test_a_plan_lies_after_an_attempt_and_on_a_known_step(rows: list[list[int]]) -> None:
    plan = progress.schedule(rows)
    if not rows[-1][1]:
        assert plan == (0, rows[-1][0] + 1)
    if plan is not None:
        step, due = plan
        assert due - progress.INTERVALS[step] in [row[0] for row in rows]


def store_of(**items: list[list[int]]) -> Json:
    return {**progress.empty(), "items": items}


def test_errors_that_were_held_firmly_come_first_then_what_waits_longest() -> None:
    store = store_of(
        late=[[DAY - 5, 0, FAIRLY]],
        b_same=[[DAY - 3, 0, GUESS]],
        a_same=[[DAY - 3, 0, FAIRLY]],
        firm=[[DAY - 1, 0, SURE]],
        not_yet=[[DAY, 0, SURE]],
        known=[[DAY - 9, 1, SURE]],
        old_firm=[[DAY - 9, 0, SURE], [DAY - 7, 0, FAIRLY]],
    )
    assert progress.due(store, DAY) == ["firm", "old_firm", "late", "a_same", "b_same"]


def test_the_last_miss_says_whether_an_error_was_held_firmly() -> None:
    assert progress.overconfident([[DAY, 0, SURE], [DAY + 1, 1, GUESS]])
    assert not progress.overconfident([[DAY, 0, SURE], [DAY + 1, 0, FAIRLY]])
    assert not progress.overconfident([[DAY, 1, SURE]])
    assert not progress.overconfident([])


def test_the_next_day_is_the_nearest_one_to_come() -> None:
    store = store_of(a=[[DAY, 0, 1]], b=[[DAY, 1, GUESS]], c=[[DAY, 1, SURE]])
    assert [progress.next_due(store, DAY + wait) for wait in (0, 1, 6, 7)] == [DAY + 1, DAY + 7, DAY + 7, None]
    assert progress.next_due(progress.empty(), DAY) is None


def test_calibration_counts_first_sights_only() -> None:
    store = store_of(
        a=[[DAY, 0, SURE], [DAY, 1, SURE], [DAY, 1, SURE]],
        b=[[DAY, 1, SURE]],
        c=[[DAY, 1, GUESS], [DAY, 0, FAIRLY]],
        d=[[DAY, 0, FAIRLY]],
    )
    assert progress.calibration(store) == [(1, 1), (1, 0), (2, 1)]
    assert progress.calibration(progress.empty()) == [(0, 0)] * 3


def test_the_lesson_to_go_on_with_is_the_last_one_not_read_to_its_end() -> None:
    store = progress.empty()
    assert progress.last_lesson(store) is None
    store["lessons"] = {"00": [DAY - 1, 2, 6], "07": [DAY, 5, 5], "12": [DAY - 2, 1, 3], "13": [DAY - 1, 1, 3]}
    assert progress.last_lesson(store) == ("00", 2, 6)
    store["lessons"] = {"07": [DAY, 5, 5]}
    assert progress.last_lesson(store) is None
