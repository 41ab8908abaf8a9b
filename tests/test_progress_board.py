"""Your progress and the welcome line: what a returning reader sees, files in and out, and deleting."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parity.bundles import PROGRESS

from gist_edu.models import progress
from gist_edu.simulators import progress as board
from gist_edu.simulators import progress_view

Json = dict[str, Any]
DAY = 20783
GUESS, FAIRLY, SURE = 0, 1, 2


def store_of(lessons: Json | None = None, visits: tuple[int, int] = (0, DAY), **items: list[list[int]]) -> Json:
    return {**progress.empty(), "lessons": lessons or {}, "visits": list(visits), "items": items}


RETURNING = store_of({"07": [DAY - 6, 2, 5]}, (DAY - 6, DAY), steps_order=[[DAY - 6, 0, SURE]])


def started(store: Json | None = None, show: str = "full", problem: str = "", aside: str = "", day: int = DAY) -> Json:
    known = {"store": store or progress.empty(), "day": day, "problem": problem, "aside": aside}
    return board.init(PROGRESS, {"show": show, "progress": known})


def shown(state: Json) -> Json:
    tree = board.view(PROGRESS, state)
    found = [entry["id"] for entry in blocks(tree)]
    assert len(found) == len(set(found)), found
    return json.loads(json.dumps(tree))


def sent(state: Json, *events: Any) -> tuple[Json, list[Json]]:
    """(state, notes) after the events."""
    notes: list[Json] = []
    for event in events:
        before = copy.deepcopy(state)
        after = board.update(PROGRESS, state, event)
        assert state == before
        notes += after.pop("notes")
        state = after
    return state, notes


def press(key: str) -> Json:
    return {"type": "press", "id": key}


def file(text: Any) -> Json:
    return {"type": "set", "id": "file", "value": text}


def blocks(tree: Json) -> Iterator[Json]:
    for entry in tree["blocks"]:
        yield entry
        yield from blocks({"blocks": entry.get("blocks", [])})


def block(tree: Json, key: str) -> Json:
    return next(entry for entry in blocks(tree) if entry["id"] == key)


def ids(tree: Json) -> list[str]:
    return [entry["id"] for entry in blocks(tree)]


def words(tree: Json) -> str:
    return "\n".join(entry["md"] for entry in blocks(tree) if entry["kind"] == "text")


# ---------------------------------------------------------------- the welcome page


@pytest.mark.parametrize("problem", ["", "denied", "kernel"])
def test_somebody_new_sees_nothing_on_the_welcome_page(problem: str) -> None:
    assert shown(started(show="welcome", problem=problem))["blocks"] == []
    assert board.view(PROGRESS, board.init(PROGRESS, {"show": "welcome"}))["blocks"] == []


def test_a_returning_reader_is_led_on_and_told_what_comes_back() -> None:
    tree = shown(started(RETURNING, "welcome"))
    assert block(tree, "line.0")["md"] == (
        "**Continue:** [lesson 07, Risk after surgery](book:notebooks/07.html#second), part 2 of 5, Second."
    )
    assert block(tree, "line.1")["md"].startswith("**1 item to revisit today.** Under [Your progress](book:")
    assert tree["title"] == "Where you left off"
    assert tree["tools"] == "none"


def test_several_items_are_counted() -> None:
    store = store_of(site_single=[[DAY - 1, 0, 1]], steps_order=[[DAY - 9, 0, 1]], steps_number=[[DAY, 0, 1]])
    assert "**2 items to revisit today.**" in words(shown(started(store, "welcome")))


def test_a_question_that_this_edition_no_longer_asks_is_not_counted() -> None:
    store = store_of(site_single=[[DAY - 1, 0, 1]], retired=[[DAY - 9, 0, 1]])
    assert "**1 item to revisit today.**" in words(shown(started(store, "welcome")))
    only = words(shown(started(store_of(retired=[[DAY, 0, 1]]), "welcome")))
    assert "revisit" not in only


@pytest.mark.parametrize(("wait", "when"), [(1, "tomorrow"), (2, "in 2 days"), (7, "in 7 days")])
def test_where_nothing_is_due_the_next_day_is_named(wait: int, when: str) -> None:
    store = store_of(site_single=[[DAY - 7 + wait, 1, GUESS]])
    assert f"Nothing to revisit today; the next item comes {when}." in words(shown(started(store, "welcome")))


def test_where_nothing_will_come_back_a_lesson_is_offered_until_all_were_opened() -> None:
    answered = store_of(site_single=[[DAY, 1, SURE]])
    offer = "**Next:** [lesson 07, Risk after surgery](book:notebooks/07.html), 10 minutes."
    assert words(shown(started(answered, "welcome"))) == offer
    assert shown(started(store_of({"07": [DAY, 5, 5]}), "welcome"))["blocks"] == []


def test_nothing_appears_above_what_is_being_read() -> None:
    state = started(show="welcome")
    later = {"type": "progress", "progress": {"store": RETURNING, "day": DAY, "problem": "", "aside": ""}}
    assert shown(board.update(PROGRESS, state, later))["blocks"] == []
    back = started(RETURNING, "welcome")
    fewer = {"type": "progress", "progress": {"store": store_of(), "day": DAY, "problem": "", "aside": ""}}
    assert shown(board.update(PROGRESS, back, fewer)) != shown(back)


def test_a_lesson_read_to_its_end_or_unknown_is_not_offered() -> None:
    for lessons in ({"07": [DAY, 5, 5]}, {"99": [DAY, 1, 5]}):
        assert "Continue" not in words(shown(started(store_of(lessons), "welcome")))


def test_a_part_the_lesson_no_longer_has_leads_to_its_top() -> None:
    md = words(shown(started(store_of({"07": [DAY, 4, 5]}), "welcome")))
    assert "(book:notebooks/07.html), part 4 of 5." in md


@pytest.mark.parametrize(
    ("visits", "seen"),
    [
        ((0, DAY), []),
        ((20700, DAY), ["An old change.", "A new change"]),
        ((20728, DAY), ["A new change"]),
        ((20777, DAY), []),
        ((20778, DAY), []),
    ],
)
def test_news_are_what_changed_since_the_visit_before(visits: tuple[int, int], seen: list[str]) -> None:
    tree = shown(started(store_of({"07": [DAY, 5, 5]}, visits), "welcome"))
    assert ("news" in ids(tree)) == bool(seen)
    for text in ("An old change.", "A new change"):
        assert (text in words(tree)) == (text in seen)


def test_the_welcome_page_takes_no_files_and_deletes_nothing() -> None:
    state = started(RETURNING, "welcome")
    for event in (file(progress.dump(RETURNING)), press("ask"), press("forget"), press("keep")):
        after, notes = sent(state, event)
        assert after["error"]
        assert notes == []
        assert after["store"] == RETURNING
    assert {"save", "file", "ask", "kept"}.isdisjoint(ids(shown(state)))


# ---------------------------------------------------------------- problems in words


@pytest.mark.parametrize("problem", ["unreadable", "foreign", "damaged", "newer", "denied", "kernel"])
def test_each_problem_is_said_in_words(problem: str) -> None:
    tree = shown(started(RETURNING, problem=problem))
    assert tree["blocks"][0] == {
        "kind": "text", "id": "problem", "md": progress_view.PROBLEMS[problem], "role": "warning",
    }  # fmt: skip
    assert len(set(progress_view.PROBLEMS.values())) == len(progress_view.PROBLEMS)


@pytest.mark.parametrize("show", ["full", "welcome"])
@pytest.mark.parametrize("problem", ["unreadable", "foreign", "damaged", "newer"])
def test_the_copy_that_was_put_aside_can_be_saved(problem: str, show: str) -> None:
    tree = shown(started(show=show, problem=problem, aside="half a fi"))
    assert block(tree, "aside")["text"] == "half a fi"
    assert block(tree, "aside")["kind"] == "download"
    assert "problem" in ids(tree)


def test_without_a_problem_there_is_no_warning_and_no_copy() -> None:
    assert {"problem", "aside"}.isdisjoint(ids(shown(started(RETURNING))))


# ---------------------------------------------------------------- files in


def test_a_good_file_is_added_to_what_is_there() -> None:
    other = store_of({"07": [DAY, 4, 5]}, (0, DAY), site_single=[[DAY, 1, SURE]])
    state, notes = sent(started(RETURNING), file(progress.dump(other)))
    assert notes == [{"kind": "merge", "store": other}]
    assert set(state["store"]["items"]) == {"steps_order", "site_single"}
    assert state["store"]["lessons"] == {"07": [DAY, 4, 5]}
    tree = shown(state)
    assert "taken over" in block(tree, "told")["md"]
    assert tree["announce"] == block(tree, "told")["md"]
    assert block(tree, "file")["error"] is None
    assert "told" not in ids(shown(sent(state, press("ask"))[0])), "said once"


def test_ones_own_file_changes_nothing() -> None:
    state, _ = sent(started(RETURNING), file(block(shown(started(RETURNING)), "save")["text"]))
    assert state["store"] == RETURNING


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "holds no progress"),
        (progress.dump(progress.empty()), "holds no progress"),
        ("once upon a time", "not a progress file"),
        (progress.dump(RETURNING)[:50], "cut off"),
        ('{"book": "another", "version": 1}', "belongs to something else"),
        ("[]", "belongs to something else"),
        ('{"book": "gist-edu", "version": 9}', "newer edition"),
        (None, "too large"),
        (" " * (progress.LARGEST + 1), "not a progress file"),
        (7, "not a progress file"),
        (True, "not a progress file"),
        ({"book": "gist-edu"}, "not a progress file"),
        ("[" * 100_000, "not a progress file"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing_and_says_why_at_the_field(text: Any, says: str) -> None:
    state, notes = sent(started(RETURNING), file(text))
    assert notes == []
    assert state["store"] == RETURNING
    field = block(shown(state), "file")
    assert says in field["error"]
    assert "nothing was changed" in field["error"].lower()
    assert state["announce"] == field["error"]
    assert shown(state)["error"] is None
    assert block(shown(sent(state, press("ask"))[0]), "file")["error"] is None


def test_of_a_damaged_file_the_good_part_is_taken_over() -> None:
    raw = store_of(site_single=[[DAY, 1, SURE]])
    raw["items"]["<b>"] = [[DAY, 1, SURE]]
    state, notes = sent(started(RETURNING), file(json.dumps(raw)))
    assert set(state["store"]["items"]) == {"steps_order", "site_single"}
    assert len(notes) == 1
    assert "could not be read" in block(shown(state), "told")["md"]


def test_the_saved_file_is_the_store_and_can_be_opened_again() -> None:
    saved = block(shown(started(RETURNING)), "save")
    assert saved["filename"].endswith(".json")
    assert progress.read(saved["text"]) == (RETURNING, "")
    assert len(saved["text"]) < block(shown(started(RETURNING)), "file")["max_bytes"]


# ---------------------------------------------------------------- deleting


def test_deleting_asks_first() -> None:
    state, notes = sent(started(RETURNING), press("ask"))
    assert notes == []
    assert state["store"] == RETURNING
    assert {"forget", "keep"} <= set(ids(shown(state)))
    assert "cannot be undone" in block(shown(state), "sure")["md"]
    direct, notes = sent(started(RETURNING), press("forget"))
    assert (notes, direct["store"]) == ([], RETURNING)
    assert direct["error"]


def test_no_keeps_everything() -> None:
    state, notes = sent(started(RETURNING), press("ask"), press("keep"))
    assert (notes, state["store"]) == ([], RETURNING)
    assert "ask" in ids(shown(state))
    assert state["announce"] == "Nothing was deleted."
    state, _ = sent(started(RETURNING), press("ask"), {"type": "reset"})
    assert "forget" not in ids(shown(state))


def test_yes_deletes_everything_with_the_copy_and_says_so() -> None:
    state, notes = sent(started(RETURNING, problem="damaged", aside="x"), press("ask"), press("forget"))
    assert notes == [{"kind": "forget"}]
    assert state["store"] == progress.empty()
    tree = shown(state)
    assert "deleted" in block(tree, "told")["md"]
    assert {"aside", "problem", "forget", "calibration"}.isdisjoint(ids(tree))
    assert "**Continue" not in words(tree)


@pytest.mark.parametrize("problem", ["denied", "kernel"])
def test_deleting_does_not_hide_that_nothing_can_be_kept_here(problem: str) -> None:
    state, _ = sent(started(RETURNING, problem=problem), press("ask"), press("forget"))
    assert progress_view.PROBLEMS[problem] in words(shown(state))


# ---------------------------------------------------------------- what was done, and how sureness fits


def test_the_table_tells_parts_read_questions_answered_and_right_at_last() -> None:
    store = store_of(
        {"07": [DAY, 2, 5]},
        site_single=[[DAY, 0, 1], [DAY, 1, 1]],
        steps_order=[[DAY, 1, 1], [DAY, 0, 1]],
        elsewhere=[[DAY, 1, 1]],
    )
    table = block(shown(started(store)), "lessons")
    assert [[cell["md"] for cell in row["cells"]] for row in table["rows"]] == [
        ["[07 · Risk](book:notebooks/07.html)", "2 of 5", "2 of 2", "1"],
        ["[The bet](book:book/index.html)", "–", "0 of 1", "0"],
    ]


def test_the_chart_stands_there_only_after_answers() -> None:
    assert "calibration" not in ids(shown(started()))
    assert "calibration" not in ids(shown(started(store_of({"07": [DAY, 1, 5]}))))
    assert "calibration" in ids(shown(started(RETURNING)))


def said(*counts: tuple[int, int]) -> Json:
    """The chart after (asked, right) answers of a guess, fairly sure and very sure."""
    items = {
        f"q{sure}_{number}": [[DAY, int(number < right), sure]]
        for sure, (asked, right) in enumerate(counts)
        for number in range(asked)
    }
    return block(shown(started(store_of(**items))), "calibration")


def test_bars_and_table_tell_the_share_right_at_first_sight() -> None:
    chart = said((3, 1), (0, 0), (6, 6))
    assert chart["series"][0]["points"] == [[0, 33.0], [2, 100.0]]
    rows = [[cell["md"] for cell in row["cells"]] for row in chart["table"]["rows"]]
    assert rows == [
        ["a guess", "3", "1", "33 of 100"],
        ["fairly sure", "0", "0", "–"],
        ["very sure", "6", "6", "100 of 100"],
    ]


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        (((0, 0), (0, 0), (1, 1)), "Too few answers yet"),
        (((2, 0), (1, 1), (1, 0)), "Too few answers yet"),
        (((0, 0), (0, 0), (4, 4)), "Too few answers yet"),
        (((5, 0), (0, 0), (0, 0)), "very sure too seldom"),
        (((5, 0), (5, 5), (4, 4)), "very sure too seldom"),
        (((0, 0), (0, 0), (5, 5)), "nearly every time"),
        (((0, 0), (0, 0), (10, 9)), "nearly every time"),
        (((0, 0), (0, 0), (10, 8)), "mostly right"),
        (((0, 0), (0, 0), (10, 7)), "mostly right"),
        (((0, 0), (0, 0), (10, 6)), "often wrong"),
        (((0, 0), (0, 0), (5, 0)), "often wrong"),
    ],
)
def test_small_counts_are_called_small_and_large_ones_are_put_in_a_sentence(counts: Any, says: str) -> None:
    assert says in said(*counts)["summary"]


# ---------------------------------------------------------------- events


def test_what_changed_elsewhere_on_the_page_comes_in() -> None:
    known = {"store": RETURNING, "day": DAY + 1, "problem": "denied", "aside": "x"}
    state, notes = sent(started(), press("ask"), {"type": "progress", "progress": known})
    assert notes == []
    assert {key: state[key] for key in known} == known
    assert state["asking"], "a question that stands open stays open"


@pytest.mark.parametrize(
    "event",
    [
        None, 7, "x", [], {}, {"type": "explode"}, {"type": "press"}, {"type": "press", "id": ["ask"]}, press("keep"),
        press("nothing"), {"type": "set", "id": "save", "value": "x"}, {"type": "set"}, {"type": "progress"},
        {"type": "progress", "progress": None}, {"type": "restore", "state": {"store": {}}},
    ],
    ids=repr,
)  # fmt: skip
def test_what_does_not_fit_changes_nothing_but_the_error(event: Any) -> None:
    before = started(RETURNING)
    after, notes = sent(before, event)
    assert after["error"]
    assert notes == []
    assert {**after, "error": None} == before


def test_progress_is_not_shared_by_a_link() -> None:
    state, _ = sent(started(), {"type": "restore", "state": started(RETURNING)})
    assert "Save it as a file" in state["error"]
    assert state["store"] == progress.empty()


newer = '{"book": "gist-edu", "version": 99}'
texts = st.sampled_from(["", "x", None, progress.dump(RETURNING), newer, "[]"]) | st.text()
events = st.one_of(
    st.sampled_from(["ask", "keep", "forget", "save", "x"]).map(press),
    texts.map(file),
    st.sampled_from([None, {}, {"type": "reset"}, {"type": "restore"}, {"type": "progress"}]),
)


@settings(max_examples=100)
@given(st.sampled_from(["full", "welcome"]), st.lists(events, max_size=12))
def test_whatever_comes_in_the_view_is_sound_and_notes_are_few(show: str, sent_events: list[Any]) -> None:
    state = started(RETURNING, show)
    for event in sent_events:
        state, notes = sent(state, event)
        assert len(notes) <= 1
        shown(state)
        assert progress.read(progress.dump(state["store"])) == (state["store"], "")


# ---------------------------------------------------------------- cases


def test_cases_that_were_begun_are_shown_and_the_last_one_is_offered_again() -> None:
    titles = (("a1", "A1", "One"), ("b1", "B1", "Two"), ("c1", "C1", "Three"))
    data = {**PROGRESS, "cases": [{"id": name, "code": code, "title": title} for name, code, title in titles]}
    store = {**progress.empty(), "cases": {
        "a1": [DAY - 3, 1, 2, 3, [["choose", "x", 1]], ""], "b1": [DAY - 1, 0, 0, 1, [["choose", "x", 1]], ""],
        "c1": [DAY, 0, 0, 0, [], "Notes only."], "of_another_edition": [DAY, 0, 0, 1, [["choose", "x", 1]], ""]}}
    known = {"store": store, "day": DAY, "problem": "", "aside": ""}
    view = json.dumps(board.view(data, board.init(data, {"show": "full", "progress": known})), ensure_ascii=False)
    assert "**Go on with case B1:** [Two](book:book/cases/b1.html)." in view
    assert "A1 · [One]" in view
    assert "2 of 3" in view
    assert "Three" not in view
    clinic = board.view(data, board.init(data, {"show": "cases", "progress": known}))
    assert [block["id"] for block in clinic["blocks"]] == ["line.0", "cases"]
    assert clinic["title"] == "Your cases"
    nobody = {"store": progress.empty(), "day": DAY, "problem": "", "aside": ""}
    for show in ("welcome", "cases"):
        assert board.view(data, board.init(data, {"show": show, "progress": nobody}))["blocks"] == []
