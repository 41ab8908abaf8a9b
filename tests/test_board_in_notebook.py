"""The risk board in a notebook, without a browser: both renderers drive the same simulator."""
from __future__ import annotations

from typing import Any

import pytest
import traitlets

import gist_edu
from gist_edu import evidence

RENDERERS = ("anywidget", "ipywidgets")


def blocks(board: Any) -> dict[str, Any]:
    def walk(found: list[dict[str, Any]]) -> dict[str, Any]:
        return {b["id"]: b for block in found for b in (block, *walk(block.get("blocks", [])).values())}
    return walk(board.view["blocks"])


def play(board: Any) -> None:
    for block, value in (("prediction", 20), ("confidence", "guess"), ("size_cm", 3)):
        board.send_event({"type": "set", "id": block, "value": value})
    board.send_event({"type": "press", "id": "commit"})


@pytest.mark.parametrize("renderer", RENDERERS)
def test_the_answer_comes_after_the_commitment_and_from_the_ledger(renderer: str) -> None:
    board = gist_edu.simulator("risk", renderer, site="jejunum_ileum")
    assert not {"feedback", "schemes", "map"} & set(blocks(board))
    play(board)
    number = evidence.get("afip_jejunum_ileum.g5")
    assert f"[{number.format()}](ev:{number.address}" in blocks(board)["feedback"]["md"]


def test_both_renderers_and_a_restored_board_show_the_same() -> None:
    live, plain = (gist_edu.simulator("risk", renderer) for renderer in RENDERERS)
    for board in (live, plain):
        play(board)
    assert live.view == plain.view
    again = gist_edu.simulator("risk")
    again.state = live.state
    assert blocks(again)["schemes"] == blocks(live)["schemes"]


def test_plain_controls_follow_the_hand_and_the_state() -> None:
    board = gist_edu.simulator("risk", renderer="ipywidgets")
    board["size_cm"].value = "7,5"
    assert board.state["size_cm"] == 7.5
    board["size_cm"].value = "huge"
    assert board.state["size_cm"] == 7.5
    board.state = {**board.state, "site": "rectum"}
    assert board["site"].value == "rectum"


@pytest.mark.parametrize("field", [{"size_cm": -1}, {"size_cm": "7"}, {"site": "liver"}, {"version": 0}])
def test_a_state_with_one_wrong_field_is_refused(field: dict[str, Any]) -> None:
    board = gist_edu.simulator("risk")
    before = board.state
    with pytest.raises(traitlets.TraitError, match="does not fit the simulator 'risk'"):
        board.state = {**before, **field}
    assert board.state == before


def test_the_stored_output_is_small_and_gives_nothing_away() -> None:
    data, _ = gist_edu.simulator("risk")._repr_mimebundle_()
    assert data["text/plain"] == "Simulator('risk')"
    assert data["text/html"].startswith('<gist-sim name="risk"')
    assert 'data-options="{}"' in data["text/html"]
    assert len(data["text/html"].encode()) < 30_000
    assert "%" not in data["text/html"]


def test_an_unknown_simulator_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no simulator 'risks'; choose one of: risk"):
        gist_edu.simulator("risks")
