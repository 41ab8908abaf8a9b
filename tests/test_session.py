"""The one door between hosts and simulators: JSON in, JSON out, numbered sessions that do not mix."""

from __future__ import annotations

import json
from typing import Any

import pytest
from parity.bundles import BUNDLES

from gist_edu import simulators
from gist_edu._site import bundle
from gist_edu.models import progress
from gist_edu.simulators import session

DAY = 20783
CASE = "a2_one_letter"


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data for all simulators, and somebody new; what the tests keep is gone after them."""
    monkeypatch.setattr(session, "_kept", dict(session._kept))
    session.load("risk", json.dumps(bundle.data("risk")))
    session.load("quiz.small", json.dumps(BUNDLES["quiz.small"]))
    session.load("progress", json.dumps(BUNDLES["progress"]))
    session.open_progress("", DAY, "", "")


def started(options: dict[str, Any] | None = None) -> dict[str, Any]:
    return json.loads(session.start("risk", json.dumps(options or {})))


def field(view: dict[str, Any], key: str) -> dict[str, Any]:
    found = [entry for entry in _flat(view["blocks"]) if entry["id"] == key]
    return found[0]


def _flat(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for block in blocks for entry in [block, *_flat(block.get("blocks", []))]]


def test_every_named_simulator_opens_behind_the_door() -> None:
    for name in simulators.names():
        bundle_name = {"quiz": "quiz.small", "cases": f"cases.{CASE}"}.get(name, name)
        session.load(bundle_name, json.dumps(BUNDLES.get(bundle_name) or bundle.data(bundle_name)))
        view = json.loads(session.start(name, json.dumps({"set": "small", "case": CASE})))["view"]
        assert view["simulator"] == name


def test_start_gives_a_number_and_the_first_view() -> None:
    one, two = started(), started({"site": "rectum"})
    assert one["session"] != two["session"]
    assert field(one["view"], "site")["value"] == "gastric"
    assert field(two["view"], "site")["value"] == "rectum"


def test_sessions_do_not_mix() -> None:
    one, two = started(), started()
    session.send(one["session"], '{"type": "set", "id": "size_cm", "value": 9}')
    assert json.loads(session.state(one["session"]))["size_cm"] == 9
    assert json.loads(session.state(two["session"]))["size_cm"] == 3


@pytest.mark.parametrize(
    "event", ["not json", "", "{", "[" * 100_000, "null", "[]", '"x"', '{"type": "set", "id": [], "value": {}}']
)
def test_an_unreadable_event_changes_nothing_and_says_so(event: str) -> None:
    number = started()["session"]
    session.send(number, '{"type": "set", "id": "size_cm", "value": 9}')
    view = json.loads(session.send(number, event))
    assert view["error"]
    assert field(view, "size_cm")["value"] == 9


def test_a_state_moves_from_one_session_to_another() -> None:
    one, two = started()["session"], started()["session"]
    for event in (
        {"type": "set", "id": "prediction", "value": "40"},
        {"type": "set", "id": "confidence", "value": "sure"},
        {"type": "press", "id": "commit"},
        {"type": "set", "id": "site", "value": "duodenum"},
    ):
        shown = json.loads(session.send(one, json.dumps(event)))
    event = {"type": "restore", "state": json.loads(session.state(one))}
    moved = json.loads(session.send(two, json.dumps(event)))
    assert moved["error"] is None
    assert field(moved, "schemes") == field(shown, "schemes")


@pytest.mark.parametrize("name", ["moon", ""])
def test_an_unknown_simulator_lists_the_known_ones(name: str) -> None:
    with pytest.raises(ValueError, match=r"choose one of: risk"):
        session.start(name, "{}")
    with pytest.raises(ValueError, match=r"choose one of: risk"):
        session.load(name, "{}")


def test_starting_before_loading_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_data", {})
    with pytest.raises(ValueError, match="load"):
        session.start("risk", "{}")


@pytest.mark.parametrize("number", [-1, 10**6])
def test_a_session_that_was_never_started_is_named(number: int) -> None:
    with pytest.raises(ValueError, match="no session"):
        session.send(number, "{}")
    with pytest.raises(ValueError, match="no session"):
        session.state(number)


# ---------------------------------------------------------------- the reader's progress

KEPT = {
    "book": "gist-edu",
    "version": progress.VERSION,
    "cases": {},
    "items": {"steps_order": [[DAY - 3, 0, 2]]},
    "lessons": {"07": [DAY - 3, 2, 5]},
    "visits": [DAY - 9, DAY - 3],
}
DAMAGED = json.dumps({**KEPT, "items": {**KEPT["items"], "<b>": 1}})
NEWER = json.dumps({**KEPT, "version": 99, "future": True})


def opened(name: str, **options: Any) -> int:
    return json.loads(session.start(name, json.dumps(options)))["session"]


def sent(number: int, *events: dict[str, Any]) -> dict[str, Any]:
    view: dict[str, Any] = {}
    for event in events:
        view = json.loads(session.send(number, json.dumps(event)))
    return view


def press(key: str) -> dict[str, Any]:
    return {"type": "press", "id": key}


def answer() -> None:
    sent(opened("quiz", set="small"), press("skip"), press("sure.2"))


def problem(view: dict[str, Any]) -> str:
    return " ".join(entry["md"] for entry in _flat(view["blocks"]) if entry["id"] == "problem")


@pytest.mark.parametrize(
    ("name", "options", "needed"),
    [
        ("risk", {}, "risk"),
        ("risk", {"set": "07"}, "risk"),
        ("progress", {"show": "welcome"}, "progress"),
        ("quiz", {"set": "07"}, "quiz.07"),
        ("quiz", {}, "quiz"),
        ("quiz", {"set": 7}, "quiz"),
    ],
)
def test_a_bundle_has_the_name_of_the_simulator_and_of_its_set(name: str, options: Any, needed: str) -> None:
    assert session.bundle(name, options) == needed


@pytest.mark.parametrize("options", ["{}", '{"set": "moon"}', '{"set": 7}'])
def test_a_set_that_was_not_loaded_is_named(options: str) -> None:
    with pytest.raises(ValueError, match=r"'quiz.*' has no data yet"):
        session.start("quiz", options)


def test_at_the_start_there_is_nothing_to_keep() -> None:
    assert session.keep() == ""
    session.note('{"kind": "visit"}')
    assert session.keep() == "", "somebody who only looked in leaves nothing"


def test_a_commit_is_to_be_kept_once() -> None:
    answer()
    assert json.loads(session.keep())["items"] == {"steps_order": [[DAY, 0, 2]]}
    assert session.keep() == ""


def test_what_changes_nothing_is_not_kept_again() -> None:
    session.open_progress(json.dumps({**KEPT, "visits": [DAY - 3, DAY]}), DAY, "", "")
    session.note('{"kind": "visit"}')
    session.note('{"kind": "place", "lesson": "07", "part": 9, "of": 5}')
    number = opened("progress")
    sent(number, {"type": "set", "id": "file", "value": json.dumps(KEPT)}, press("ask"), press("keep"))
    assert session.keep() == ""


def test_a_visit_and_a_place_of_a_returning_reader_are_kept() -> None:
    session.open_progress(json.dumps(KEPT), DAY, "", "")
    session.note('{"kind": "visit"}')
    session.note('{"kind": "place", "lesson": "07", "part": 4, "of": 5}')
    kept = json.loads(session.keep())
    assert kept == {**KEPT, "visits": [DAY - 3, DAY], "lessons": {"07": [DAY, 4, 5]}}


@pytest.mark.parametrize(
    ("text", "copy", "problem_is"),
    [
        ("", False, ""),
        (None, False, ""),
        (json.dumps(KEPT), False, ""),
        ("half a fi", True, "unreadable"),
        (json.dumps(KEPT)[:60], True, "unreadable"),
        ("[1]", True, "foreign"),
        ('{"theme": "dark"}', True, "foreign"),
        (DAMAGED, True, "damaged"),
        (NEWER, False, "newer"),
    ],
)
def test_a_copy_is_put_aside_exactly_when_something_would_be_lost(
    text: str | None, copy: bool, problem_is: str
) -> None:
    assert session.open_progress(text, DAY, "", "") is copy
    view = json.loads(session.start("progress", "{}"))["view"]
    assert bool(problem(view)) == bool(problem_is)
    aside = [entry["text"] for entry in _flat(view["blocks"]) if entry["id"] == "aside"]
    assert aside == ([text] if problem_is else [])
    assert session.keep() == "", "reading alone writes nothing"


@pytest.mark.parametrize("text", ["half a fi", "[1]", DAMAGED])
def test_after_the_copy_the_reader_starts_anew_with_what_could_be_read(text: str) -> None:
    session.open_progress(text, DAY, "", "")
    answer()
    kept = json.loads(session.keep())
    assert progress.read(json.dumps(kept))[1] == ""
    assert (kept["lessons"] == KEPT["lessons"]) == (text == DAMAGED)


def test_an_earlier_copy_stays_on_offer() -> None:
    assert session.open_progress(json.dumps(KEPT), DAY, "the copy of last week", "") is False
    view = json.loads(session.start("progress", "{}"))["view"]
    assert field(view, "aside")["text"] == "the copy of last week"
    assert problem(view) == "Earlier progress could not be read. A copy of it was put aside."


def test_the_day_can_change_while_the_page_is_open() -> None:
    session.open_progress(json.dumps(KEPT), DAY, "", "")
    session.new_day(DAY + 1)
    session.note('{"kind": "visit"}')
    assert json.loads(session.keep())["visits"][1] == DAY + 1


def test_what_a_newer_edition_kept_is_never_written_over() -> None:
    session.open_progress(NEWER, DAY, "", "")
    answer()
    session.note('{"kind": "visit"}')
    session.note('{"kind": "place", "lesson": "07", "part": 4, "of": 5}')
    number = opened("progress")
    sent(number, {"type": "set", "id": "file", "value": json.dumps(KEPT)})
    assert session.keep() == ""
    assert session.keep() == ""
    assert "newer edition" in problem(sent(number, {"type": "progress"}))
    session.open_progress(json.dumps(KEPT), DAY, "", "")
    assert session.keep() == "", "what was not to be written then is not written later"


def test_forgetting_deletes_everything_and_what_comes_after_is_kept_anew() -> None:
    session.open_progress(json.dumps(KEPT), DAY, "a copy", "")
    number = opened("progress")
    view = sent(number, press("ask"), press("forget"))
    assert session.keep() == session.FORGET
    assert session.keep() == ""
    assert "aside" not in [entry["id"] for entry in _flat(view["blocks"])]
    session.note('{"kind": "visit"}')
    assert session.keep() == ""
    answer()
    assert json.loads(session.keep())["items"] == {"steps_order": [[DAY, 0, 2]]}


def test_forgetting_is_the_readers_own_decision_over_a_newer_edition_too() -> None:
    session.open_progress(NEWER, DAY, "", "")
    sent(opened("progress"), press("ask"), press("forget"))
    assert session.keep() == session.FORGET
    answer()
    assert session.keep().startswith("{")


def test_an_answer_before_the_host_has_deleted_does_not_bring_anything_back() -> None:
    session.open_progress(json.dumps(KEPT), DAY, "", "")
    sent(opened("progress"), press("ask"), press("forget"))
    session.keep()
    answer()
    assert set(json.loads(session.keep())["items"]) == {"steps_order"}


def test_a_host_that_cannot_write_says_so_from_then_on() -> None:
    answer()
    session.keep()
    session.not_kept()
    view = json.loads(session.start("progress", "{}"))["view"]
    assert "does not let the page keep anything" in problem(view)
    sent(opened("progress"), press("ask"), press("forget"))
    assert "does not let the page keep anything" in problem(json.loads(session.start("progress", "{}"))["view"])


def test_what_could_not_be_written_is_joined_with_what_another_tab_wrote() -> None:
    answer()
    session.keep()
    session.not_kept()
    theirs = {**KEPT, "items": {"site_single": [[DAY - 3, 0, 2]]}}
    session.open_progress(json.dumps(theirs), DAY, "", "")
    assert set(json.loads(session.keep())["items"]) == {"site_single", "steps_order"}, "it is written now"
    session.open_progress(json.dumps(theirs), DAY, "", "")
    assert session.keep() == "", "what was written once is not written again"


@pytest.mark.parametrize("way", ["here", "in another tab"])
def test_what_could_not_be_written_does_not_come_back_after_everything_was_deleted(way: str) -> None:
    answer()
    session.keep()
    session.not_kept()
    if way == "here":
        sent(opened("progress"), press("ask"), press("forget"))
        assert session.keep() == session.FORGET
    session.open_progress("" if way == "in another tab" else json.dumps(KEPT), DAY, "", "")
    board = opened("progress")
    kept = json.loads(field(sent(board, {"type": "progress"}), "save")["text"])["items"] if way == "here" else {}
    assert kept == (KEPT["items"] if way == "here" else {})
    assert session.keep() == ""


@pytest.mark.parametrize("own", ["denied", "kernel"])
def test_the_hosts_own_problem_is_said_before_that_of_the_text(own: str) -> None:
    session.open_progress("", DAY, "", own)
    assert problem(json.loads(session.start("progress", "{}"))["view"])
    answer()
    assert json.loads(session.keep())["items"], "the host decides what it can do"


def test_all_simulators_of_a_page_see_the_same_progress() -> None:
    board = opened("progress")
    answer()
    assert field(sent(board, {"type": "progress"}), "save")["text"] == session.keep()
    known = json.dumps({"type": "progress", "progress": {"store": "from outside"}})
    assert field(json.loads(session.send(board, known)), "save")["text"].startswith('{"book"')
    later = json.loads(session.start("quiz", '{"set": "small"}'))["view"]
    assert "answered on an earlier visit" in field(later, "where")["md"]


def test_a_saved_or_shared_state_holds_nothing_of_the_reader() -> None:
    session.open_progress(json.dumps(KEPT), DAY, "a copy", "")
    for name in ("progress", "quiz"):
        number = opened(name, set="small")
        sent(number, press("skip"))
        saved = session.state(number)
        assert {"store", "aside", "notes", "earlier"}.isdisjoint(json.loads(saved)), name
        assert "a copy" not in saved


def test_a_shared_state_is_the_whole_state_where_a_reader_types_nothing() -> None:
    number = started({"size_cm": 7})["session"]
    assert json.loads(session.share(number)) == json.loads(session.state(number))


def test_a_loaded_bundle_of_an_unknown_simulator_is_refused() -> None:
    with pytest.raises(ValueError, match="no simulator 'moon'"):
        session.load("moon.07", "{}")


def test_without_room_for_a_copy_nothing_is_written_over() -> None:
    assert session.open_progress("{cut off", DAY, "", "") is True
    session.no_room()
    session.note('{"kind": "place", "lesson": "07", "part": 4, "of": 5}')
    assert session.keep() == ""
    view = json.loads(session.start("progress", "{}"))["view"]
    assert "no room" in problem(view)


@pytest.mark.parametrize(("name", "key"), [("trials", "guess.arm_12m"), ("timeline", "year"), ("risk", "size_cm")])
def test_a_shared_state_holds_nothing_that_was_typed_and_not_read(name: str, key: str) -> None:
    session.load(name, json.dumps(bundle.data(name)))
    number = json.loads(session.start(name, "{}"))["session"]
    session.send(number, json.dumps({"type": "set", "id": key, "value": "Mary Smith"}))
    assert "Mary" in session.state(number)
    assert "Mary" not in session.share(number)
