"""The notebook hosts draw what the simulator says and hand back what the learner does."""
from __future__ import annotations

import copy
import datetime
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
import traitlets
from bs4 import BeautifulSoup

import gist_edu
from gist_edu.widgets import _session

LABELS = {"a": "Apple", "b": "Pear"}


class Toy:
    """A session door with one simulator that uses every kind of block; it knows nothing about GIST."""

    def __init__(self) -> None:
        self.sessions: list[dict[str, Any]] = []

    def load(self, name: str, data: str) -> None:
        assert (name, json.loads(data)) == ("toy", {"fruit": 1})

    def bundle(self, name: str, options: dict[str, Any]) -> str:
        return name

    def start(self, name: str, options: str) -> str:
        fresh = {"n": 3, "text": None, "fruit": None, "sure": False, "error": None, "told": False, "line": "ab"}
        self.sessions.append({**fresh, **json.loads(options)})
        number = len(self.sessions)
        return json.dumps({"session": number, "view": view(self.sessions[-1])})

    def send(self, number: int, event: str) -> str:
        state = self.sessions[number - 1]
        update(state, json.loads(event))
        return json.dumps(view(state))

    def state(self, number: int) -> str:
        return json.dumps(self.sessions[number - 1])


def update(state: dict[str, Any], event: dict[str, Any]) -> None:
    state["error"] = None
    if event["type"] == "reset":
        state.update(n=3, text=None, fruit=None, told=False)
    elif event["type"] == "restore":
        fits = isinstance(event["state"].get("n"), (int, float)) and 0 <= event["state"]["n"] <= 9
        state.update(event["state"] if fits else {"n": 3, "error": "The link was damaged: n must be 0 to 9."})
    elif event["type"] == "press" and event["id"].startswith("line."):
        _, way, fruit = event["id"].split(".")
        state["line"] = fruit + "ab".replace(fruit, "") if way == "up" else "ab".replace(fruit, "") + fruit
    elif event["type"] == "press":
        state["told"] = True
    elif event["id"] == "n":
        fits = isinstance(event["value"], (int, float)) and 0 <= event["value"] <= 9
        state.update({"n": event["value"], "text": None} if fits else {"text": str(event["value"])})
    else:
        state[event["id"]] = event["value"]


def view(state: dict[str, Any]) -> dict[str, Any]:
    options = [{"value": key, "label": label} for key, label in LABELS.items()]
    wrong = "Give a number from 0 to 9." if state["text"] else None
    columns, rows = [{"label": "x"}, {"label": "y"}], [{"cells": [{"md": "one"}, {"md": "**2**"}]}]
    blocks: list[dict[str, Any]] = [
        {"kind": "text", "id": "lead", "md": '[65.6%](ev:trial_rfs.rfs.long "Trial") *was* <seen>'},
        {"kind": "group", "id": "fields", "layout": "columns", "heading": "Fields", "blocks": [
            {"kind": "number", "id": "n", "label": "N", "value": state["n"], "text": state["text"],
             "min": 0, "max": 9, "step": 1, "unit": "cm", "error": wrong, "help": "how *many*"},
            {"kind": "choice", "id": "fruit", "label": "Fruit", "options": options,
             "value": state["fruit"]},
            {"kind": "toggle", "id": "sure", "label": "Sure", "value": state["sure"]}]},
        {"kind": "group", "id": "more", "layout": "fold", "heading": "More", "blocks": [
            {"kind": "select", "id": "again", "label": "Again", "options": options, "value": "b"}]},
        {"kind": "button", "id": "tell", "label": "Tell", "variant": "primary",
         "disabled": state["fruit"] is None},
        {"kind": "table", "id": "table", "caption": "Table", "columns": columns, "rows": rows, "note": "n"},
        {"kind": "chart", "id": "chart", "title": "Chart", "summary": "It **rises**.", "form": "xy",
         "table": {"columns": columns, "rows": rows}},
        {"kind": "meter", "id": "meter", "label": "Meter", "value": 2, "min": 0, "max": 9, "text": "2 of 9"},
        {"kind": "timeline", "id": "time", "label": "Time",
         "items": [{"when": "day 1", "title": "A", "md": "b"}]},
        {"kind": "evidence", "id": "ev", "heading": "Sources",
         "items": [{"address": "old_rule", "text": "No threshold", "source": "Agency"}]},
    ]
    blocks += question(state, options)
    if state["told"]:
        blocks.append({"kind": "feedback", "id": "answer", "heading": "Answer", "md": "yes", "tone": "good"})
    return {"simulator": "toy", "title": "Toy", "announce": f"N is {state['n']}.",
            "error": state["error"], "blocks": blocks}


def question(state: dict[str, Any], options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks that a question and the reader's file use."""
    picked = [key for key in LABELS if state.get(f"picks.{key}")]
    line = [{"value": key, "label": LABELS[key]} for key in state["line"]]
    wrong = {"error": None if picked else "Tick at least one."}
    cards = [{"kind": "group", "id": f"pair.{key}", "heading": f"Patient {key}", "layout": "stack",
              "blocks": [{"kind": "text", "id": f"lines.{key}", "md": "one\n\ntwo"}]} for key in "xy"]
    return [
        {"kind": "group", "id": "pair", "layout": "cards", "blocks": cards},
        {"kind": "several", "id": "picks", "label": "Pick <some>", "options": options, "values": picked, **wrong},
        {"kind": "order", "id": "line", "label": "Line up", "items": line, "help": "by *weight*",
         "disabled": state["told"]},
        {"kind": "verdicts", "id": "whys", "label": "Why", "items": [
            {"text": "Apple & co", "mark": "Right: your answer", "tone": "good", "md": "It **is**.\n\nSo there."}]},
        {"kind": "download", "id": "save", "label": "Save", "filename": "a.json", "text": '{"a": "é&<"}'},
        {"kind": "upload", "id": "open", "label": "Open", "accept": ".json", "max_bytes": 12,
         "help": "A saved file."},
    ]


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch, small_ledger: object) -> Toy:
    """The toy in place of the book's simulators."""
    import gist_edu._site
    door = Toy()
    simulators = SimpleNamespace(names=lambda: ["toy"], session=door)
    data = SimpleNamespace(simulator_data=lambda _: {"fruit": 1})
    ssr = SimpleNamespace(element=lambda name, _, first: f"<gist-sim name={name}>{first['announce']}<")
    for name, module in (("simulators", simulators), ("_data", data), ("_site.ssr", ssr)):
        monkeypatch.setitem(sys.modules, f"gist_edu.{name}", module)
        owner = gist_edu._site if name.startswith("_site") else gist_edu
        monkeypatch.setattr(owner, name.split(".")[-1], module, raising=False)
    monkeypatch.setitem(sys.modules, "gist_edu.simulators.session", door)
    monkeypatch.setattr(_session, "_open_progress", lambda: None)  # once per process, so not with a toy
    return door


@pytest.fixture(params=["anywidget", "ipywidgets"])
def board(request: pytest.FixtureRequest) -> Any:
    return gist_edu.simulator("toy", renderer=request.param)


# ---------------------------------------------------------------- what both hosts promise

def test_a_host_prints_the_same_in_every_run(board: Any) -> None:
    assert repr(board) == "Simulator('toy')"
    assert repr(gist_edu.simulator("toy", n=4, fruit="a")) == "Simulator('toy', fruit='a', n=4)"


def test_events_change_state_and_view(board: Any) -> None:
    board.send_event({"type": "set", "id": "n", "value": 7})
    assert board.state["n"] == 7
    assert board.view["announce"] == "N is 7."


def test_a_saved_state_can_be_put_back(board: Any) -> None:
    board.send_event({"type": "set", "id": "fruit", "value": "b"})
    saved = copy.deepcopy(board.state)
    board.send_event({"type": "reset"})
    assert board.state["fruit"] is None
    board.state = saved
    assert board.state == saved


@pytest.mark.parametrize("wrong", [{"n": 1e9}, {"n": "many"}, {}])
def test_a_state_that_does_not_fit_is_refused_and_changes_nothing(board: Any, wrong: dict[str, Any]) -> None:
    board.send_event({"type": "set", "id": "n", "value": 7})
    with pytest.raises(traitlets.TraitError, match="does not fit the simulator 'toy': The link was damaged"):
        board.state = wrong
    assert board.state["n"] == 7
    assert board.view["error"] is None


def test_two_boards_do_not_mix(board: Any) -> None:
    other = gist_edu.simulator("toy")
    other.send_event({"type": "set", "id": "n", "value": 9})
    assert (board.state["n"], other.state["n"]) == (3, 9)


@pytest.mark.parametrize(("call", "expected"), [
    (lambda: gist_edu.simulator("rsik"), "no simulator 'rsik'; choose one of: toy"),
    (lambda: gist_edu.simulator("toy", renderer="latex"), "no renderer 'latex'; choose one of: anyw"),
    (lambda: gist_edu.simulator("toy", n={1, 2}), "options must be plain data"),
])
def test_what_cannot_be_started_is_refused_in_words(call: Any, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        call()


def test_an_event_that_is_not_plain_data_is_refused(board: Any) -> None:
    with pytest.raises(ValueError, match="event must be plain data"):
        board.send_event({"type": "set", "id": "n", "value": float("nan")})
    assert board.state["n"] == 3


# ---------------------------------------------------------------- JupyterLab

def test_a_click_in_the_browser_reaches_python_and_observers() -> None:
    board, seen = gist_edu.simulator("toy"), []
    board.observe(lambda change: seen.append(change["new"]["n"]), "state")
    board._handle_custom_msg({"event": {"type": "set", "id": "n", "value": 8}}, [])
    assert (board.state["n"], seen) == (8, [8])


def test_linked_boards_follow_each_other() -> None:
    left, right = gist_edu.simulator("toy"), gist_edu.simulator("toy")
    traitlets.link((left, "state"), (right, "state"))
    left.send_event({"type": "set", "id": "n", "value": 5})
    assert right.view["announce"] == "N is 5."
    right.send_event({"type": "set", "id": "n", "value": 6})
    assert left.view["announce"] == "N is 6."


def test_the_cards_of_what_is_on_screen_travel_with_the_view() -> None:
    board = gist_edu.simulator("toy")
    assert sorted(board.cards) == ["old_rule", "trial_rfs.rfs.long"]
    assert board.cards["trial_rfs.rfs.long"]["text"] == "65.6%"


def test_the_notebook_stores_the_first_view_for_the_static_page() -> None:
    board = gist_edu.simulator("toy")
    board.send_event({"type": "set", "id": "n", "value": 8})
    data, _ = board._repr_mimebundle_()
    assert data["text/html"] == "<gist-sim name=toy>N is 3.<"
    assert data["text/plain"] == "Simulator('toy')"
    assert "application/vnd.jupyter.widget-view+json" in data


# ---------------------------------------------------------------- plain ipywidgets

@pytest.fixture
def plain() -> Any:
    return gist_edu.simulator("toy", renderer="ipywidgets")


@pytest.mark.parametrize(("block", "given", "kept"), [
    ("n", 7, 7), ("n", "7.5", 7.5), ("fruit", "b", "b"), ("sure", True, True),
])
def test_setting_a_control_drives_the_simulator(plain: Any, block: str, given: Any, kept: Any) -> None:
    plain[block].value = given
    assert plain.state[block] == kept


def test_the_slider_and_the_box_of_a_number_agree(plain: Any) -> None:
    slider, box, _ = plain._made["frame of n"].children
    slider.value = 6
    assert (box.value, plain.state["n"]) == ("6", 6)
    box.value = "2"
    assert slider.value == 2


def test_what_cannot_be_accepted_stays_in_the_box_beside_its_error(plain: Any) -> None:
    plain["n"].value = "a lot"
    notes = plain._made["frame of n"].children[-1].value
    assert (plain["n"].value, plain.state["n"]) == ("a lot", 3)
    assert "Give a number from 0 to 9." in notes
    assert 'role="alert"' in notes


def test_controls_keep_their_identity_when_the_view_changes(plain: Any) -> None:
    before = {block: plain[block] for block in ("n", "fruit", "tell", "fields")}
    plain["fruit"].value = "a"
    plain["tell"].click()
    assert all(plain[block] is widget for block, widget in before.items())
    assert "Answer" in plain["answer"].value


def test_blocks_that_leave_the_view_leave_the_screen(plain: Any) -> None:
    plain["tell"].click()
    answer = plain["answer"]
    plain.send_event({"type": "reset"})
    assert answer not in plain.children
    with pytest.raises(KeyError, match="No block 'answer' on the screen now; there are: again, chart"):
        plain["answer"]


def test_a_disabled_button_waits_for_its_condition(plain: Any) -> None:
    assert plain["tell"].disabled
    plain["fruit"].value = "a"
    assert not plain["tell"].disabled


def test_the_last_child_starts_again(plain: Any) -> None:
    plain["n"].value = 7
    plain.children[-1].click()
    assert (plain.state["n"], plain["n"].value) == (3, "3")


@pytest.mark.parametrize(("block", "parts"), [
    ("lead", ['<abbr title="Trial: Three years &lt;beat&gt; one &amp; held.">65.6%</abbr>', "<em>was</em>",
              "&lt;seen&gt;"]),
    ("table", ["<caption>Table</caption>", '<th scope="row">one</th>', "<td><strong>2</strong></td>"]),
    ("chart", ["It <strong>rises</strong>.", "<caption>Chart</caption>"]),
    ("meter", ['max="9" value="2"', "2 of 9"]), ("time", ["day 1: A</strong> b"]),
    ("ev", ["No threshold (Agency)"]),
])
def test_blocks_to_read_say_what_the_view_says(plain: Any, block: str, parts: list[str]) -> None:
    for part in parts:
        assert part in plain[block].value


def test_each_box_of_several_is_a_control_of_its_own(plain: Any) -> None:
    label, apple, pear = plain["picks"].children
    assert label.value == "<strong>Pick &lt;some&gt;</strong>"
    assert (apple.description, pear.description) == ("Apple", "Pear")
    plain["picks.b"].value = True
    assert (plain.state["picks.b"], plain["picks.a"].value, plain["picks.b"] is pear) == (True, False, True)


def test_the_error_of_several_leaves_when_a_box_is_ticked(plain: Any) -> None:
    notes = plain._made["frame of picks"].children[-1]
    assert "Tick at least one." in notes.value
    plain["picks.a"].value = True
    assert notes.value == ""


def _line(plain: Any) -> list[str]:
    return [row.children[-1].value for row in plain["line"].children[1:]]


def test_a_row_of_an_order_moves_with_its_buttons(plain: Any) -> None:
    rows = {row.children[-1].value[3:]: row for row in plain["line"].children[1:]}
    assert _line(plain) == ["1. Apple", "2. Pear"]
    plain["line.up.b"].click()
    assert _line(plain) == ["1. Pear", "2. Apple"]
    assert plain["line"].children[1:] == (rows["Pear"], rows["Apple"])
    plain["line.down.b"].click()
    assert _line(plain) == ["1. Apple", "2. Pear"]


def test_a_row_cannot_be_moved_out_of_its_list(plain: Any) -> None:
    moves = [f"line.{way}.{item}" for item in "ab" for way in ("up", "down")]
    assert [plain[key].disabled for key in moves] == [True, False, False, True]
    plain["tell"].click()
    assert all(plain[key].disabled for key in moves)


def test_a_move_says_which_row_it_moves(plain: Any) -> None:
    assert (plain["line.down.a"].description, plain["line.down.a"].tooltip) == ("down", "Move down: Apple")


def test_controls_inside_a_block_are_named_among_what_is_there(plain: Any) -> None:
    with pytest.raises(KeyError, match=r"No block 'picks\.c' .*line, line\.down\.a, .*picks, picks\.a, picks\.b"):
        plain["picks.c"]


@pytest.mark.parametrize(("content", "sent"), [
    (b'{"a": 1}', '{"a": 1}'), ("é".encode(), "é"), (b"\xef\xbb\xbfx", "x"), (b"\xff", "\ufffd"),
    (b"x" * 12, "x" * 12), (b"x" * 13, None),
])
def test_a_chosen_file_is_sent_as_text_and_can_be_chosen_again(plain: Any, content: bytes, sent: str | None) -> None:
    seen: list[Any] = []
    send = plain.send_event
    plain.send_event = lambda event: seen.append(event) or send(event)
    now = datetime.datetime(2026, 11, 26, tzinfo=datetime.UTC)
    chosen = {"name": "a.json", "type": "", "size": len(content), "content": content, "last_modified": now}
    for _ in range(2):
        plain["open"].value = (chosen,)
    assert seen == [{"type": "set", "id": "open", "value": sent}] * 2
    assert plain["open"].value == ()
    assert (plain["open"].accept, plain["open"].multiple) == (".json", False)


def test_a_saved_file_is_the_text_of_the_view(plain: Any) -> None:
    link = BeautifulSoup(plain["save"].value, "html.parser").a
    assert link is not None
    assert (link["download"], link.get_text()) == ("a.json", "Save")
    start, _, text = str(link["href"]).partition(",")
    assert (start, unquote(text)) == ("data:text/plain;charset=utf-8", '{"a": "é&<"}')


def test_verdicts_give_mark_and_reason_in_words(plain: Any) -> None:
    page = BeautifulSoup(plain["whys"].value, "html.parser")
    assert [part.get_text() for part in page.select("li > *")] == [
        "Apple & co", "", "Right: your answer", "It is.", "So there."]


def test_cards_stand_side_by_side_each_in_its_box(plain: Any) -> None:
    pair = plain["pair"]
    assert (type(pair).__name__, pair.layout.flex_flow) == ("HBox", "row wrap")
    assert [card.children[0].value for card in pair.children] == ["<h4>Patient x</h4>", "<h4>Patient y</h4>"]
    assert {card.layout.border_top for card in pair.children} == {"1px solid"}
    assert "<p>one</p><p>two</p>" in plain["lines.x"].value


def test_a_script_cannot_be_linked(plain: Any) -> None:
    from gist_edu.widgets._markup import md
    assert md("[x](javascript:alert(1))").count("<a") == 0
    assert md("[x](https://a.org)") == '<a href="https://a.org" target="_blank" rel="noreferrer">x</a>'


def test_an_unknown_kind_of_block_is_named() -> None:
    from gist_edu.widgets import _markup
    with pytest.raises(ValueError, match="kind 'hologram'; known: chart"):
        _markup.block({"kind": "hologram", "id": "x"})


@pytest.mark.parametrize(("module", "most"), [("plain.py", 120), ("_kinds.py", 220)])
def test_the_plain_renderer_stays_short(module: str, most: int) -> None:
    assert len((Path(_session.__file__).parent / module).read_text().splitlines()) <= most
