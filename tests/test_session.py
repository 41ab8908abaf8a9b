"""The one door between hosts and simulators: JSON in, JSON out, numbered sessions that do not mix."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gist_edu import simulators
from gist_edu._site import bundle
from gist_edu.simulators import session


@pytest.fixture(autouse=True)
def loaded() -> None:
    session.load("risk", json.dumps(bundle.data("risk")))


def started(options: dict[str, Any] | None = None) -> dict[str, Any]:
    return json.loads(session.start("risk", json.dumps(options or {})))


def field(view: dict[str, Any], key: str) -> dict[str, Any]:
    found = [entry for entry in _flat(view["blocks"]) if entry["id"] == key]
    return found[0]


def _flat(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry for block in blocks for entry in [block, *_flat(block.get("blocks", []))]]


def test_every_named_simulator_has_a_module_behind_the_door() -> None:
    assert sorted(session.MODULES) == sorted(simulators.names())


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


@pytest.mark.parametrize("event", ["not json", "", "{", "null", "[]", '"x"', '{"type": "set", "id": [], "value": {}}'])
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
