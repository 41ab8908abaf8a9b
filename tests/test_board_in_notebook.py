"""The simulators in a notebook, without a browser: both renderers drive the same one."""
from __future__ import annotations

from typing import Any

import pytest
import traitlets

import gist_edu
from gist_edu import _questions, evidence
from gist_edu.simulators import session

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


# ---------------------------------------------------------------- questions and progress

BET = _questions.load().of_set("bet")[0]


@pytest.fixture
def fresh_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel in which nothing was answered yet."""
    monkeypatch.setattr(session, "_kept", dict(session._kept))
    session.open_progress("", 20783, "", "kernel")
    monkeypatch.setattr("gist_edu.widgets._session._open_progress", lambda: None)


@pytest.mark.usefixtures("fresh_kernel")
def test_a_question_is_answered_with_plain_controls() -> None:
    quiz = gist_edu.simulator("quiz", renderer="ipywidgets", set="bet")
    assert BET.options[0].feedback[:30] not in str(quiz.view)
    quiz["answer"].value = next(option.id for option in BET.options if option.verdict == "best")
    quiz["sure.2"].click()
    assert blocks(quiz)[f"feedback.{BET.id}.0"]["heading"] == "Right"
    assert BET.options[0].text in quiz["options"].value


@pytest.mark.usefixtures("fresh_kernel")
@pytest.mark.parametrize("renderer", RENDERERS)
def test_every_question_can_be_played_through_in_a_notebook(renderer: str) -> None:
    for name in _questions.load().sets:
        quiz = gist_edu.simulator("quiz", renderer, set=name)
        for _ in range(30):
            if "answer" not in blocks(quiz):
                break
            quiz.send_event({"type": "press", "id": "skip" if "ways" in blocks(quiz) else "sure.0"})
            if name == "bet":
                break
        assert name == "bet" or "result" in blocks(quiz)


@pytest.mark.usefixtures("fresh_kernel")
def test_what_was_answered_shows_in_the_progress_of_the_kernel_which_says_that_it_forgets() -> None:
    quiz = gist_edu.simulator("quiz", set="bet")
    quiz.send_event({"type": "set", "id": "answer", "value": BET.options[0].id})
    quiz.send_event({"type": "press", "id": "sure.1"})
    shown = gist_edu.simulator("progress", renderer="ipywidgets")
    assert "until the kernel stops" in shown["problem"].value
    assert "1 of 1" in shown["lessons"].value
    assert "chart" in {block["kind"] for block in blocks(shown).values()}


@pytest.mark.parametrize(("options", "said"), [({}, "needs a set"), ({"set": "moon"}, "knows no set 'moon'")])
def test_a_set_that_does_not_exist_is_refused_with_those_that_do(options: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=f"{said}; give set=... one of: bet, 00, 01, .*, 14, taster, revisit"):
        gist_edu.simulator("quiz", **options)
