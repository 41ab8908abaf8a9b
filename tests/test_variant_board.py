"""The variant reader: contract, no answer before the guess, every kind of bad line, restore, privacy and the map."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gist_edu._site import bundle
from gist_edu.models import genes, hgvs
from gist_edu.simulators import session, variant_answer, variant_map, variant_read
from gist_edu.simulators import variant as reader

DATA = bundle.data("variant")
LINES = {entry["id"]: entry["text"] for entry in DATA["variant"]["lines"]}
OWN = "KIT p.L576P"


def put(key: str, value: object) -> dict[str, Any]:
    return {"type": "set", "id": key, "value": value}


def press(key: str) -> dict[str, Any]:
    return {"type": "press", "id": key}


COMMIT = [put("expect", "usually"), put("confidence", "sure"), press("commit")]


def play(events: list[Any], options: dict[str, Any] | None = None) -> dict[str, Any]:
    state = reader.init(DATA, options or {})
    for event in events:
        before = copy.deepcopy(state)
        after = reader.update(DATA, state, event)
        assert state == before, "update changed the state it was given"
        state = after
    return state


def shown(state: dict[str, Any]) -> dict[str, Any]:
    return reader.view(DATA, state)


def blocks(tree: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in tree["blocks"]:
        found[one["id"]] = one
        found.update(blocks(one) if "blocks" in one else {})
    return found


def words(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False)


# ---------------------------------------------------------------- start and guess


def test_the_start_is_an_invented_report_with_a_warning() -> None:
    seen = blocks(shown(play([])))
    assert "Do not enter real patients. Nothing typed leaves this page." in seen["about"]["md"]
    assert seen["text"]["value"] == LINES["two_labs_a"]
    assert "deletion of residues 843 to 846, exon 18" in seen["understood"]["md"]


def test_before_the_guess_no_class_drug_or_source_is_in_the_view() -> None:
    for text in LINES.values():
        said = words(shown(play([put("text", text)])))
        for spoiler in ("ev:", "sunitinib", "avapritinib", "sensitive", "resistant", "%"):
            assert spoiler not in said, (text, spoiler)


def test_committing_needs_an_expectation_and_how_sure() -> None:
    tree = shown(play([press("commit")]))
    seen = blocks(tree)
    assert "what you expect" in seen["expect"]["error"]
    assert "how sure" in seen["confidence"]["error"]
    assert "drugs" not in seen
    assert tree["announce"] == f"{seen['expect']['error']} {seen['confidence']['error']}"


def test_the_reveal_names_the_variant_in_both_spellings_and_every_drug_with_its_evidence() -> None:
    seen = blocks(shown(play([put("line", "loop"), *COMMIT])))
    row = [cell["md"] for cell in seen["names"]["rows"][0]["cells"]]
    assert row == ["*PDGFRA*", "p.D842V", "p.Asp842Val", "18"]
    drugs = [row["cells"][0]["md"] for row in seen["drugs"]["rows"]]
    assert drugs == ["Imatinib", "Sunitinib", "Regorafenib", "Ripretinib", "Avapritinib"]
    assert [item["text"] for item in seen["evidence"]["items"]] == drugs
    assert "](ev:" in seen["evidence"]["items"][0]["md"]
    assert seen["evidence"]["items"][0]["mark"].endswith(("this very change", "its class"))
    assert seen["feedback"]["tone"] == "warn"
    assert "You were very sure" in seen["feedback"]["md"]
    assert seen["feedback"]["focus"] is True
    assert "unsaid.0" in seen
    assert "next.0" in seen


def test_two_names_of_one_protein_get_one_name() -> None:
    named = [
        blocks(shown(play([put("line", key), *COMMIT])))["names"]["rows"] for key in ("two_labs_a", "two_labs_b")
    ]
    assert named[0] == named[1]


@pytest.mark.parametrize("call", ["sensitive", "reduced", "resistant", "conflicting", "unknown"])
def test_each_call_has_the_expectation_that_fits_it(call: str) -> None:
    assert call in variant_answer.EXPECTED
    entry = {"drug": "imatinib", "call": call, "md": "This was seen."}
    tones = set()
    for option in variant_read.EXPECT:
        state = {"expect": option["value"], "confidence": "guess", "fresh": False}
        block = variant_answer._feedback(state, {"drugs": [entry]})
        right = option["value"] == variant_answer.EXPECTED[call]
        assert (block["tone"] == "good") == right
        tones.add(block["tone"])
    assert tones == {"good", "warn"}


@pytest.mark.parametrize(("line", "heading"), [
    ("KIT p.K642E", "As it was seen, but sources disagree"), ("KIT p.V559D", "As it was seen"),
    ("KIT p.V560F VUS", "This line cannot tell"),
])
def test_the_verdict_says_when_sources_disagree_or_the_change_is_uncertain(line: str, heading: str) -> None:
    found = blocks(shown(play([put("text", line), *COMMIT])))["feedback"]
    assert found["heading"] == heading
    assert ("**Against it:**" in found["md"]) == ("disagree" in heading)


def test_a_fusion_stands_in_the_table_of_names_without_a_residue() -> None:
    seen = blocks(shown(play([put("text", "ETV6-NTRK3"), *COMMIT])))
    assert [cell["md"] for cell in seen["names"]["rows"][0]["cells"]] == ["*NTRK3*", "fusion", "–", "–"]
    assert not [key for key in seen if key.startswith("offer.")]


def test_all_calls_of_the_data_are_known_here() -> None:
    assert {entry["id"] for entry in DATA["drugs"]["calls"]} == set(variant_answer.EXPECTED)
    assert {entry["role"] for entry in DATA["drugs"]["classes"]} <= set(variant_answer.ROLES)


def test_a_committed_guess_cannot_be_changed() -> None:
    state = play([*COMMIT, put("expect", "not")])
    assert state["expect"] == "usually"
    assert "not on the screen" in state["error"]


def test_a_new_line_asks_for_a_new_guess_unless_the_reader_looks_up() -> None:
    again = blocks(shown(play([*COMMIT, put("line", "loop")])))
    assert "drugs" not in again
    assert again["expect"]["value"] is None
    looked = blocks(shown(play([put("look_up", True), put("line", "loop")])))
    assert "drugs" in looked
    assert "feedback" not in looked
    assert "expect" not in looked


def test_the_same_line_again_keeps_the_answer() -> None:
    assert play([*COMMIT, put("text", LINES["two_labs_a"])])["committed"] is True


# ---------------------------------------------------------------- lines that cannot be read


BAD = {
    "": "Nothing was given",
    "   ": "Nothing was given",
    "😀😀": "No variant name was found",
    "KIT r.1669del": "a name on RNA",
    "EGFRX p.L858R": "no gene this book knows",
    "<b>KIT</b> p.V559D": "markup",
    "KIT": "The change is missing",
    "KIT p.Val556Asp": "short isoform",
    "KIT p.D842V": "PDGFRA p.D842V",
}


@pytest.mark.parametrize(("typed", "said"), BAD.items())
def test_a_line_that_cannot_be_read_is_answered_with_the_sentence_of_the_parser(typed: str, said: str) -> None:
    with pytest.raises(hgvs.VariantError) as refused:
        hgvs.parse(DATA["genes"], typed)
    typing = play([put("text", "x"), put("text", typed)])
    assert said in blocks(shown(typing))["understood"]["md"], "shown calmly while it is typed"
    assert blocks(shown(typing))["text"]["error"] is None
    assert typing["announce"] == ""
    paused = reader.update(DATA, typing, put("text", typed))
    assert blocks(shown(paused))["text"]["error"] == str(refused.value)
    assert paused["announce"] == str(refused.value)
    assert "expect" not in blocks(shown(paused))


def test_ten_thousand_letters_are_answered_and_not_kept() -> None:
    state = play([put("text", "x" * 10_000), put("text", "x" * 10_000)])
    with pytest.raises(hgvs.VariantError, match="10000 characters") as refused:
        hgvs.parse(DATA["genes"], "x" * 10_000)
    assert blocks(shown(state))["text"]["error"] == str(refused.value)
    assert len(state["text"]) == variant_read.LONGEST
    assert blocks(shown(reader.update(DATA, state, put("text", OWN))))["text"]["error"] is None


def test_typing_is_not_announced_until_it_pauses() -> None:
    typing = [play([put("text", OWN[:length]) for length in range(1, end)]) for end in range(2, len(OWN) + 2)]
    assert {state["announce"] for state in typing} == {""}
    paused = reader.update(DATA, typing[-1], put("text", OWN))
    assert paused["announce"] == "Understood: KIT, substitution at residue 576, exon 11, juxtamembrane."


def test_a_name_that_was_meant_can_be_taken_over() -> None:
    seen = blocks(shown(play([put("line", "isoform")])))
    assert seen["offer.0"]["label"] == "Read it as KIT p.V560D"
    state = play([put("line", "isoform"), press("offer.0")])
    assert state["text"] == "KIT p.V560D"
    assert play([put("line", "wrong_gene"), press("offer.0")])["text"] == "PDGFRA p.D842V"


def test_every_offer_of_every_line_can_be_read() -> None:
    offers = 0
    for text in [*LINES.values(), *BAD]:
        state = play([put("text", text)])
        for key, block in blocks(shown(state)).items():
            if key.startswith("offer."):
                offers += 1
                after = reader.update(DATA, state, press(key))
                assert variant_read.read(DATA, after)["parsed"], block["label"]
    assert offers >= 4


@pytest.mark.parametrize("entry", DATA["variant"]["lines"], ids=lambda entry: entry["id"])
def test_each_invented_line_teaches_what_it_is_there_for(entry: dict[str, str]) -> None:
    found = variant_read.read(DATA, play([put("line", entry["id"])]))
    status = {
        "exon_18": "class", "splice": "splice", "two_changes": "compound", "nothing": "no_change",
        "isoform": None, "wrong_gene": None,
    }.get(entry["id"], "variant")  # fmt: skip
    assert (found["parsed"] or {"status": None})["status"] == status
    if status:
        tree = shown(play([put("line", entry["id"]), *COMMIT]))
        assert {"feedback", "drugs", "next.0", "unsaid.0"} <= set(blocks(tree))


# ---------------------------------------------------------------- the map


def test_the_map_shows_both_receptors_and_its_marks_can_be_pressed() -> None:
    state = play([])
    seen = blocks(shown(state))
    pressable = [
        f"{key}.{mark['id']}" for key in ("track.KIT", "track.PDGFRA") for mark in seen[key]["marks"] if "id" in mark
    ]
    assert len(pressable) == sum(len(entry["hot_spots"]) for entry in DATA["genes"]["genes"])
    for key in pressable:
        after = reader.update(DATA, state, press(key))
        parsed = variant_read.read(DATA, after)["parsed"]
        assert parsed["status"] == "class", key
        assert parsed["gene"] == key.split(".")[1]


def test_a_mark_that_is_not_there_changes_nothing() -> None:
    state = play([press("track.KIT.2")])
    assert state["error"]
    assert state["text"] == LINES["two_labs_a"]


def test_the_frequency_of_a_hot_spot_comes_with_its_source_after_the_guess() -> None:
    rows = blocks(shown(play([put("line", "common"), *COMMIT, put("zoom", "whole")])))["track.KIT"]["table"]["rows"]
    exon11 = next(row for row in rows if row["cells"][0]["md"].startswith("exon 11"))
    assert "](ev:" in exon11["cells"][2]["md"]


@pytest.mark.parametrize("zoom", [zoom["value"] for zoom in variant_map.ZOOMS])
@pytest.mark.parametrize("line", list(LINES))
def test_each_window_holds_whole_codons_and_every_part_stands_in_the_table(zoom: str, line: str) -> None:
    state = play([put("line", line), *COMMIT])
    if not state["committed"] or zoom not in variant_map.zooms(DATA, state):
        return
    seen = blocks(shown(reader.update(DATA, state, put("zoom", zoom))))
    for symbol in genes.SYMBOLS:
        track = seen[f"track.{symbol}"]
        assert 1 <= track["from"] < track["to"] <= len(genes.model(DATA["genes"], symbol)["sequence"])
        told = words(track["table"])
        for item in [item for lane in track["lanes"][1:] for item in lane["items"]]:
            assert item["text"] in told
        for mark in track["marks"]:
            if track["from"] <= mark["at"] <= track["to"]:
                assert mark["text"] in told


def test_the_windows_show_what_they_are_called() -> None:
    ranges = {
        "membrane": ("transmembrane", "juxtamembrane"), "atp": ("glycine-rich loop", "hinge"),
        "loop": ("catalytic loop", "activation loop"),
    }  # fmt: skip
    for zoom, names in ranges.items():
        seen = blocks(shown(play([put("zoom", zoom)])))
        for symbol in genes.SYMBOLS:
            track = seen[f"track.{symbol}"]
            for name in names:
                row = next(r for r in genes.model(DATA["genes"], symbol)["domains"] if r["name"] == name)
                assert track["from"] <= row["start"]
                assert row["end"] <= track["to"]


def test_the_finding_is_in_the_window_around_it() -> None:
    seen = blocks(shown(play([put("line", "two_changes"), *COMMIT])))
    track = seen["track.KIT"]
    assert track["here"] == {"from": 559, "to": 559, "text": "p.V559D"}
    assert track["from"] <= 559
    assert track["to"] >= 654
    assert any(mark["at"] == 654 and mark["text"] == "p.V654A" for mark in track["marks"])


def test_residues_known_from_memory_only_are_not_on_the_map() -> None:
    rows = genes.model(DATA["genes"], "KIT")["residues"]
    remembered = [row["codon"] for row in rows if row.get("verified") == "memory"]
    told = words(shown(play([put("zoom", "whole")])))
    assert remembered
    assert not [codon for codon in remembered if f'"codon {codon}"' in told]


# ---------------------------------------------------------------- odd events, saved states, privacy


ODD: list[Any] = [None, True, 7, 1.5, "", "abc", [], {}, ["KIT"], "x" * 400, "😀"]


@pytest.mark.parametrize("event", [None, 7, {}, [], {"type": "explode"}, {"type": "press"}, press("nothing")])
def test_unknown_events_change_nothing_but_the_error(event: object) -> None:
    before, after = play([]), play([event])
    assert after["error"]
    assert {**after, "error": None} == {**before, "announce": ""}


@pytest.mark.parametrize("key", ["text", "line", "gene", "zoom", "expect", "confidence", "look_up", "nothing"])
@pytest.mark.parametrize("value", ODD)
def test_odd_values_leave_a_state_that_can_be_shown(key: str, value: object) -> None:
    assert shown(play([put(key, value)]))["blocks"]


def test_options_set_line_and_gene_and_odd_ones_are_ignored() -> None:
    assert play([], {"text": OWN, "gene": "KIT"})["text"] == OWN
    assert play([], {"text": OWN})["start"] == [OWN, ""]
    assert play([put("line", "loop"), {"type": "reset"}], {"text": OWN})["text"] == OWN
    for odd in ODD:
        taken = isinstance(odd, str) and 0 < len(odd) <= variant_read.LONGEST
        assert play([], {"text": odd, "gene": odd})["text"] == (odd if taken else LINES["two_labs_a"])
        assert play([], {"text": odd, "gene": odd})["gene"] == ""


@pytest.mark.parametrize("line", list(LINES))
def test_a_saved_state_comes_back_as_it_was(line: str) -> None:
    state = play([put("line", line), *COMMIT, put("look_up", False)])
    again = reader.update(DATA, play([]), {"type": "restore", "state": json.loads(json.dumps(state))})
    assert again["error"] is None
    for key in ("text", "gene", "zoom", "look_up", "expect", "confidence", "committed"):
        assert again[key] == state[key], key
    assert again["fresh"] is False


@pytest.mark.parametrize("key", ["version", "text", "gene", "zoom", "look_up", "expect", "confidence", "committed"])
@pytest.mark.parametrize("odd", [*ODD, "moon"])
def test_a_tampered_state_starts_from_the_beginning_and_says_so(key: str, odd: object) -> None:
    state = json.loads(json.dumps(play(COMMIT)))
    fine = (key, odd) in [("gene", ""), ("look_up", True), ("committed", True)]
    again = reader.update(DATA, play([]), {"type": "restore", "state": {**state, key: odd}})
    shown(again)
    if key == "text" and odd in ("abc", "", "😀", "moon"):  # a committed guess needs a line that can be read
        fine = False
    assert (again["error"] is None) == fine
    assert fine or again["text"] == LINES["two_labs_a"]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_state_starts_from_the_beginning(odd: object) -> None:
    assert "starts from the beginning" in reader.update(DATA, play([]), {"type": "restore", "state": odd})["error"]


def test_what_a_reader_typed_is_never_in_a_link() -> None:
    secret = "KIT p.V559D Jane Doe 12.3.1970"
    session.load("variant", json.dumps(DATA))
    number = json.loads(session.start("variant", json.dumps({})))["session"]
    for event in [put("text", secret), put("text", secret), *COMMIT]:
        session.send(number, json.dumps(event))
    assert json.loads(session.state(number))["text"] == secret
    shared = session.share(number)
    assert "Jane" not in shared
    assert "V559D" not in shared
    again = reader.update(DATA, play([]), {"type": "restore", "state": json.loads(shared)})
    assert again["error"] is None
    assert again["committed"] is False
    assert "never put into it" in blocks(shown(play([])))["text"]["help"]


def test_a_link_keeps_a_line_that_was_picked() -> None:
    state = play([put("line", "loop"), *COMMIT])
    again = reader.update(DATA, play([]), {"type": "restore", "state": reader.shared(DATA, state)})
    assert again["text"] == LINES["loop"]
    assert again["committed"] is True


def test_a_text_given_as_an_option_does_not_leak_into_a_link_either() -> None:
    assert "L576P" not in words(reader.shared(DATA, play([put("line", "loop")], {"text": OWN})))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["text", "line", "gene", "zoom", "look_up", "expect", "confidence"]),
                          st.sampled_from([*ODD, *LINES.values(), *LINES, "KIT", "whole", "around", "usually", "sure"])
                          | st.text(max_size=40)), max_size=6))  # fmt: skip
def test_whatever_is_set_the_view_can_be_drawn_and_the_state_comes_back(steps: list[tuple[str, Any]]) -> None:
    state = play([*(put(key, value) for key, value in steps), *COMMIT])
    assert json.loads(json.dumps(shown(state))) == shown(state)
    again = reader.update(DATA, play([]), {"type": "restore", "state": json.loads(json.dumps(state))})
    assert again["error"] is None
    assert (again["text"], again["committed"]) == (state["text"], state["committed"])
