"""The board of drugs: no answer before the commit, what the cells say, filters, one pair in detail, saved states."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from parity.drugs_plays import FREE_EVENTS, ODD

from gist_edu import widgets
from gist_edu._site import bundle, ssr
from gist_edu.simulators import drugs as board
from gist_edu.simulators import drugs_answer, drugs_ask, drugs_cells, drugs_detail

Json = dict[str, Any]
DATA = bundle.data("drugs")
PATIENTS = ("randomised", "exploratory", "single_arm", "series")
NUMBERS = range(len(drugs_ask.QUESTIONS))
ROWS = {row["id"]: row for row in drugs_cells.rows(DATA)}
DRUGS = [drug["id"] for drug in drugs_cells.drugs(DATA)]
PAIRS = [(row, drug) for row in ROWS for drug in DRUGS]


def play(events: list[Any], options: Json | None = None) -> Json:
    state = board.init(DATA, options or {})
    for event in events:
        before = copy.deepcopy(state)
        after = board.update(DATA, state, event)
        assert state == before, "update must not change the state it was given"
        state = after
    return json.loads(json.dumps(state))


def tick(*drugs: str) -> list[Json]:
    return [{"type": "set", "id": f"guess.{drug}", "value": True} for drug in drugs]


def change(key: str, value: Any) -> Json:
    return {"type": "set", "id": key, "value": value}


def press(key: str) -> Json:
    return {"type": "press", "id": key}


def committed(*drugs: str, sure: str = "fairly") -> list[Json]:
    return [*tick(*(drugs or ("imatinib",))), change("confidence", sure), press("commit")]


def shown(state: Json) -> Json:
    tree = board.view(DATA, state)
    keys = [block["id"] for block in walk(tree["blocks"])]
    assert len(keys) == len(set(keys)), keys
    return tree


def walk(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        yield from walk(block.get("blocks", []))


def block(tree: Json, key: str) -> Json:
    return next(entry for entry in walk(tree["blocks"]) if entry["id"] == key)


def cells(state: Json) -> list[Json]:
    """The cells of the table, without the names of the classes."""
    return [cell for row in block(shown(state), "board")["rows"] for cell in row["cells"][1:]]


# ---------------------------------------------------------------- the question


@pytest.mark.parametrize("number", NUMBERS)
def test_before_the_commit_nothing_of_the_table_is_in_the_view(number: int) -> None:
    state = play([*tick("imatinib", "sunitinib"), press("commit")], {"question": drugs_ask.QUESTIONS[number][0]})
    text = json.dumps(shown(state), ensure_ascii=False)
    assert ROWS[drugs_ask.QUESTIONS[number][0]]["name"] in text
    for spoiler in ["ev:", "%", "look.", '"kind": "table"', *(call["name"] for call in DATA["drugs"]["calls"][:3])]:
        assert spoiler not in text, spoiler
    after = json.dumps(shown(play(committed())), ensure_ascii=False)
    assert "ev:" in after
    assert "look." in after


@pytest.mark.parametrize("number", NUMBERS)
def test_each_question_is_about_a_row_of_the_board_and_is_answered_by_the_data(number: int) -> None:
    key, line = drugs_ask.QUESTIONS[number]
    right = drugs_ask.answer(DATA, number)
    assert key in ROWS
    for drug in DRUGS:
        entry = (ROWS[key].get("drugs") or {}).get(drug, {"call": "unknown", "kind": "none", "lines": []})
        seen = entry["kind"] in PATIENTS and line in entry["lines"]
        assert (drug in right) == (seen and entry["call"] in ("sensitive", "reduced")), drug
    assert (right == [drugs_ask.NONE]) == (not drugs_cells.works(DATA, ROWS[key], line))


def test_the_questions_have_different_kinds_of_answers() -> None:
    answers = [drugs_ask.answer(DATA, number) for number in NUMBERS]
    assert answers[0] == ["avapritinib"], "D842V in first line"
    assert any(answer == [drugs_ask.NONE] for answer in answers)
    assert any(len(answer) > 1 for answer in answers)


@pytest.mark.parametrize(
    ("ticks", "heading", "tone"),
    [
        (["avapritinib"], "Right", "good"),
        (["avapritinib", "imatinib"], "Partly right", "warn"),
        (["imatinib"], "Not this time", "warn"),
        ([drugs_ask.NONE], "Not this time", "warn"),
    ],
)
def test_the_guess_is_judged_and_the_answer_named(ticks: list[str], heading: str, tone: str) -> None:
    state = play(committed(*ticks, sure="sure"))
    found = block(shown(state), "feedback.0")
    assert (found["heading"], found["tone"], found["focus"]) == (heading, tone, True)
    assert "found for avapritinib." in found["md"]
    assert ("You were very sure" in found["md"]) == (heading != "Right")
    assert state["announce"] == heading + "."
    assert block(shown(play([*committed(*ticks), change("line", "first")])), "feedback.0")["focus"] is False


def test_none_of_the_five_can_be_right_and_is_said_so() -> None:
    state = play(committed(drugs_ask.NONE, sure="guess"), {"question": "sdh"})
    found = next(entry for entry in walk(shown(state)["blocks"]) if entry["kind"] == "feedback")
    assert found["heading"] == "Right"
    assert "no evidence from patients" in found["md"]
    assert "It was a good one" in found["md"]


def test_a_commit_says_at_its_field_what_is_missing() -> None:
    tree = shown(play([press("commit")]))
    assert block(tree, "guess")["error"] == drugs_ask.NO_GUESS
    assert block(tree, "confidence")["error"] == drugs_ask.NOT_SURE
    both = play(committed("imatinib", drugs_ask.NONE))
    assert block(shown(both), "guess")["error"] == both["announce"] == drugs_ask.BOTH
    assert not both["committed"]
    fixed = play([*committed("imatinib", drugs_ask.NONE), change("guess.none_of_them", False), press("commit")])
    assert fixed["committed"]


def test_another_question_hides_the_table_again_and_takes_the_focus() -> None:
    state = play([*committed(), change("kind", "randomised"), press("another")])
    tree = shown(state)
    assert "ev:" not in json.dumps(tree)
    assert block(tree, "stem.1")["focus"] is True
    assert block(tree, "guess")["values"] == []
    assert state["class"] == drugs_ask.QUESTIONS[1][0]
    events: list[Json] = []
    for _ in NUMBERS:
        events += [*committed(), press("another")]
    assert play(events)["question"] == 0, "after the last comes the first"


# ---------------------------------------------------------------- the table


def test_every_cell_says_call_and_kind_in_words() -> None:
    found = cells(play(committed()))
    assert len(found) == len(PAIRS)
    for (row, drug), cell in zip(PAIRS, found, strict=True):
        entry = drugs_cells.known(DATA, ROWS[row], drug)
        kind = next(one["name"] for one in DATA["drugs"]["kinds"] if one["id"] == entry["kind"])
        assert kind in cell["md"]
        assert cell["press"] == f"look.{row}.{drug}"
        if entry["kind"] == "none":
            assert (cell["md"], cell["tone"]) == (kind, "none")
        else:
            assert next(c["name"] for c in DATA["drugs"]["calls"] if c["id"] == entry["call"]) in cell["md"]
            assert cell["tone"] in ("good", "warn", "bad", "muted")


def test_no_number_stands_in_the_table_so_no_two_assays_stand_side_by_side() -> None:
    table = block(shown(play(committed())), "board")
    for row in table["rows"]:
        assert not any(re.search(r"\d|ev:", cell["md"]) for cell in row["cells"][1:])


def test_the_count_is_counted() -> None:
    known = [(row.get("drugs") or {}).get(drug) for row in ROWS.values() for drug in DRUGS]
    kinds = [entry["kind"] if entry else "none" for entry in known]
    said = block(shown(play(committed())), "count")["md"]
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    patients = sum(kind in PATIENTS for kind in kinds)
    laboratory = sum(kind in ("in_vitro_cell", "kd") for kind in kinds)
    randomised, explored, inferred, none = map(kinds.count, ("randomised", "exploratory", "class", "none"))
    assert numbers == [len(kinds), randomised, explored, none, patients, inferred, laboratory]
    assert patients + inferred + laboratory + none == len(kinds)


@pytest.mark.parametrize("kind", [key for key in drugs_cells.KINDS if key != "all"])
@pytest.mark.parametrize("line", ["any", *drugs_cells.LINES])
def test_a_filtered_cell_says_so_and_stays_where_it_is(kind: str, line: str) -> None:
    state = play([*committed(), change("kind", kind), change("line", line)])
    found, held = cells(state), 0
    assert len(found) == len(PAIRS)
    for (row, drug), cell in zip(PAIRS, found, strict=True):
        entry = drugs_cells.known(DATA, ROWS[row], drug)
        kinds = [entry["kind"], *(one["kind"] for one in entry.get("weaker", []) if kind == "laboratory")]
        fits = any(one in drugs_cells.KINDS[kind] for one in kinds)
        stays = fits and line in ("any", *entry["lines"])
        held += stays
        assert (cell["md"] in drugs_answer.LEFT_OUT.values()) == (not stays), (row, drug, cell)
    assert state["announce"] == block(shown(state), "left")["md"]
    assert f" {held} of {len(PAIRS)} pairs" in state["announce"]


def test_an_exploratory_part_of_a_trial_says_so_and_is_no_randomised_comparison() -> None:
    found = dict(zip(PAIRS, cells(play(committed())), strict=True))
    only = dict(zip(PAIRS, cells(play([*committed(), change("kind", "randomised")])), strict=True))
    for pair in [(row, drug) for row in ("kit_pocket", "kit_loop") for drug in ("sunitinib", "ripretinib")]:
        assert found[pair]["md"].endswith("exploratory part of a randomised trial")
        assert only[pair]["md"] == drugs_answer.LEFT_OUT["kind"]


def test_the_filters_build_on_each_other() -> None:
    held = [
        drugs_cells.left(DATA, play([*committed(), change("kind", kind)]))[0]
        for kind in ("randomised", "single_arm", "clinical", "all")
    ]
    assert held == sorted(held)
    assert held[0] == drugs_cells.counts(DATA)["randomised"] > 0


def test_laboratory_work_beneath_better_evidence_carries_no_call() -> None:
    state = play([*committed(), change("kind", "laboratory")])
    found = dict(zip(PAIRS, cells(state), strict=True))
    cell = found["pdgfra_d842v", "imatinib"]
    assert cell["md"] == drugs_answer.BENEATH
    assert cell["tone"] == "none"


def test_a_group_leaves_its_own_rows() -> None:
    for group in {row["group"] for row in ROWS.values()}:
        table = block(shown(play([*committed(), change("group", group)])), "board")
        names = [row["cells"][0]["md"] for row in table["rows"]]
        assert names == [row["name"] for row in ROWS.values() if row["group"] == group]


# ---------------------------------------------------------------- one pair


@pytest.mark.parametrize(("row", "drug"), PAIRS)
def test_a_pair_is_shown_in_full_whichever_way_it_was_chosen(row: str, drug: str) -> None:
    looked = play([*committed(), press(f"look.{row}.{drug}")])
    listed = play([*committed(), change("class", row), change("drug", drug)])
    tree, entry = shown(looked), drugs_cells.known(DATA, ROWS[row], drug)
    summary = block(tree, f"in_short.{row}.{drug}")
    assert summary["focus"] is True
    assert looked["announce"] == listed["announce"] == summary["md"]
    assert block(shown(listed), f"in_short.{row}.{drug}")["focus"] is False
    ours = [one for one in walk(block(tree, "detail")["blocks"]) if one["id"] != summary["id"]]
    theirs = [one for one in walk(block(shown(listed), "detail")["blocks"]) if one["id"] != summary["id"]]
    assert ours == theirs
    keys = [one["id"] for one in ours]
    assert ("against" in keys) == bool(entry.get("disagreement"))
    assert len([key for key in keys if key.startswith("weaker.")]) == len(entry.get("weaker", []))
    assert "[](" not in json.dumps(ours), "every link to a value carries the ledger's text"
    chosen = [cell["press"] for cell in cells(looked) if cell["chosen"]]
    assert chosen == [f"look.{row}.{drug}"]


@pytest.mark.parametrize(("row", "drug"), PAIRS)
def test_labels_are_dated_and_tell_whether_they_name_the_class(row: str, drug: str) -> None:
    entry = drugs_cells.known(DATA, ROWS[row], drug)
    labels = block(shown(play([*committed(), press(f"look.{row}.{drug}")])), "labels")
    assert [line["cells"][0]["md"] for line in labels["rows"]] == ["US", "EU"]
    assert ("of the drug as a whole" in labels["caption"]) == (not entry.get("label"))
    assert drugs_detail.in_words(DATA["drugs"]["as_of"]) in labels["note"]


@pytest.mark.parametrize(("row", "drug"), PAIRS)
def test_every_source_of_a_pair_is_listed_once_and_known(row: str, drug: str) -> None:
    tree = shown(play([*committed(), press(f"look.{row}.{drug}")]))
    linked = re.findall(r"\]\(ev:([a-z0-9_]+)", json.dumps(block(tree, "detail")["blocks"]))
    sources = next((one["items"] for one in walk(tree["blocks"]) if one["kind"] == "evidence"), [])
    records = [item["address"].split(".")[0] for item in sources]
    assert len(records) == len(set(records))
    assert set(linked) == set(records)
    assert all(item["address"] in DATA["ev"] for item in sources)


def test_a_date_is_written_as_in_the_rest_of_the_book() -> None:
    assert drugs_detail.in_words("2026-11-06") == "6 November 2026"


# ---------------------------------------------------------------- events and states


EVENTS: list[Any] = [
    *FREE_EVENTS,
    press("look.moon.imatinib"),
    press("look.kit_exon9"),
    press("look."),
    change("class", "moon"),
    change("class", ["kit_exon9"]),
    change("class", "not_activating"),
    change("kind", "rumour"),
    change("guess.imatinib", True),
    change("confidence", "sure"),
    press("commit"),
]


@pytest.mark.parametrize("event", [event for event in EVENTS if event != {"type": "restore"}], ids=str)
def test_what_is_not_on_the_board_changes_nothing_but_the_error(event: Any) -> None:
    before = play(committed())
    after = board.update(DATA, before, event)
    assert after["error"]
    moment = ("error", "announce", "fresh")
    assert {k: v for k, v in after.items() if k not in moment} == {k: v for k, v in before.items() if k not in moment}


@pytest.mark.parametrize("event", [change("kind", "all"), press("another"), press("look.kit_exon9.imatinib"),
                                   change("guess.imatinib", 1), change("guess.moon", True)], ids=str)
def test_before_the_commit_there_is_no_board_to_change(event: Any) -> None:
    assert board.update(DATA, board.init(DATA, {}), event)["error"]


def test_reset_returns_to_the_question_it_began_with() -> None:
    for options in ({}, {"question": "sdh"}, {"question": "moon"}, {"question": []}):
        state = play([*committed(), press("another"), {"type": "reset"}], options)
        assert state == board.init(DATA, options)


def saved() -> Json:
    return play([*committed("avapritinib"), change("kind", "clinical"), press("look.kit_exon9.imatinib")])


def test_a_state_survives_a_round_trip() -> None:
    state = saved()
    restored = play([{"type": "restore", "state": state}])
    assert restored["error"] is None
    assert {**restored, "fresh": "detail", "announce": state["announce"]} == state
    assert "focus\": true" not in json.dumps(shown(restored)), "a restored state moves no focus"
    floats = json.loads(json.dumps(state), parse_int=float)
    assert play([{"type": "restore", "state": floats}])["error"] is None


TAMPERED = [
    (key, odd)
    for key in ("version", "question", "guess", "confidence", "committed", "kind", "line", "group", "class", "drug")
    for odd in [*ODD, "missing", "moon", -1, 99, 0.5, ["imatinib", "imatinib"], ["moon"]]
    if (key, odd) not in (("committed", True), ("version", 1))
]


@pytest.mark.parametrize(("key", "odd"), TAMPERED)
def test_a_tampered_state_falls_back_to_the_start_and_says_so(key: str, odd: Any) -> None:
    state = saved()
    state[key] = odd
    if odd == "missing":
        del state[key]
    if key == "committed" and odd is False:
        return  # sound: the guess is there, the answer not yet
    after = play([{"type": "restore", "state": state}])
    assert "starts from the beginning" in after["error"]
    assert {**after, "error": None} == board.init(DATA, {})


@pytest.mark.parametrize("raw", ODD)
def test_what_is_no_state_falls_back_to_the_start(raw: Any) -> None:
    assert play([{"type": "restore", "state": raw}])["error"]


# ---------------------------------------------------------------- on the page and in a notebook


def test_a_cell_is_a_shortcut_that_the_tab_key_passes_by() -> None:
    page = BeautifulSoup(ssr.render(shown(saved())), "html.parser")
    buttons = page.select("td button[data-gist-press]")
    assert len(buttons) == len(PAIRS)
    assert {button["tabindex"] for button in buttons} == {"-1"}
    assert [b["data-gist-press"] for b in buttons if b["aria-pressed"] == "true"] == ["look.kit_exon9.imatinib"]
    assert [label.get_text() for label in page.select("label")][-2:] == ["Class", "Drug"], "the same by keyboard"


def test_the_plain_controls_of_a_notebook_lead_through_it() -> None:
    plain = widgets.simulator("drugs", renderer="ipywidgets")
    plain["guess.avapritinib"].value = True
    plain["confidence"].value = "sure"
    plain["commit"].click()
    plain["class"].value = "kit_exon9"
    plain["drug"].value = "imatinib"
    assert plain.state["class"] == "kit_exon9"
    assert plain.view["announce"].startswith("Imatinib in KIT exon 9")
