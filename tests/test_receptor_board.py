"""The receptor: parts and exons from the gene models, no verdict before the answer, drawings that tell the same."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

import gist_edu
from gist_edu import plates, receptor
from gist_edu._ledger import DATA as FOLDER
from gist_edu._ledger import link_problem
from gist_edu._site import bundle
from gist_edu.models import genes
from gist_edu.simulators import receptor as board
from gist_edu.simulators import receptor_map, receptor_pocket

DATA = bundle.data("receptor")
TOLD = DATA["receptor"]
PAIRS = [(drug["id"], change["id"]) for drug in TOLD["drugs"] for change in TOLD["changes"]]
BROKEN: list[Any] = [None, 7, [], {}, {"version": 2}]


def give(key: str, value: Any) -> dict[str, Any]:
    return {"type": "set", "id": key, "value": value}


def press(key: str) -> dict[str, Any]:
    return {"type": "press", "id": key}


def play(*events: Any, **options: Any) -> dict[str, Any]:
    state = board.init(DATA, options)
    for event in events:
        state = board.update(DATA, state, event)
    return state


def asked(drug: str, change: str, guess: str = "fits") -> list[Any]:
    return [give("drug", drug), give("change", change), give("guess", guess), press("sure.1")]


def blocks(state: dict[str, Any]) -> dict[str, Any]:
    found, waiting = {}, list(board.view(DATA, state)["blocks"])
    while waiting:
        block = waiting.pop()
        found[block["id"]] = block
        waiting += block.get("blocks", [])
    return found


def told(state: dict[str, Any]) -> str:
    figure = blocks(state)["anatomy"]
    return next(part["md"] for part in figure["list"] if part["id"] == figure["chosen"])


# ---------------------------------------------------------------- parts

def test_parts_name_domains_that_the_gene_models_have_in_both_receptors() -> None:
    for symbol in genes.SYMBOLS:
        ends = [receptor_map.codons(DATA, symbol, part) for part in TOLD["parts"]]
        assert all(first < last for first, last in ends)


def test_every_site_lies_in_its_part_and_its_letters_stand_in_the_sequence() -> None:
    for site in TOLD["sites"]:
        first, last = receptor_map.codons(DATA, site["gene"], receptor_map.part(DATA, site["part"]))
        assert first <= site["codon"] <= last, site["name"]
        letter, codon = re.match(r"([A-Z])(\d+)", site["name"]).groups()  # type: ignore[union-attr]
        assert int(codon) == site["codon"]
        assert genes.residue(genes.model(DATA["genes"], site["gene"]), site["codon"]) == letter, site["name"]


def test_a829p_is_shown_in_exon_18_and_d842v_at_the_place_of_d816() -> None:
    loop = told(play(press("anatomy.loop")))
    assert "**A829P** (exon 18" in loop
    assert "same place in PDGFRA: D842" in loop
    assert "same place in KIT: D816" in told(play(give("gene", "PDGFRA"), press("anatomy.loop")))


def test_a_harmless_difference_is_not_drawn_as_an_exon_of_mutations() -> None:
    assert receptor_map.changed_exons(DATA, "KIT", "membrane") == []
    assert receptor_map.changed_exons(DATA, "KIT", "n_lobe") == [13, 14]


@pytest.mark.parametrize("part", [part["id"] for part in TOLD["parts"]])
@pytest.mark.parametrize("gene", genes.SYMBOLS)
def test_each_part_can_be_pressed_and_is_told_in_words(gene: str, part: str) -> None:
    state = play(give("gene", gene), press(f"anatomy.{part}"))
    shown = blocks(state)
    assert shown["anatomy"]["chosen"] == part
    assert part in {shape.get("id") for shape in shown["anatomy"]["shapes"]}
    assert part in {entry["id"] for entry in shown["anatomy"]["list"]}
    assert told(state).startswith("Codons ")
    assert [entry["id"] for entry in shown["anatomy"]["list"] if entry["md"]] == [part]


def test_drawings_stay_inside_their_frame() -> None:
    figures = [receptor_map.block(DATA, gene, None) for gene in genes.SYMBOLS]
    figures += [receptor_pocket.block(DATA, *pair) for pair in PAIRS] + [receptor_pocket.resting(DATA)]
    for figure in figures:
        for shape in figure["shapes"]:
            left, top = shape.get("x", shape.get("x1", 0)), shape.get("y", shape.get("y1", 0))
            right, bottom = left + shape.get("width", 0), top + shape.get("height", 0)
            assert 0 <= left <= right <= figure["width"], shape
            assert 0 <= top <= bottom <= figure["height"], shape


def test_each_exon_is_written_beside_its_own_part() -> None:
    """The nearest part to the left, at the height of the words, is the one they belong to."""
    for gene in genes.SYMBOLS:
        rects = [shape for shape in receptor_map.drawing(DATA, gene) if shape["shape"] == "rect" and shape.get("id")]
        for key in ("juxtamembrane", "n_lobe", "hinge", "loop"):
            x, y = receptor_map._BESIDE[key]
            level = [one for one in rects if one["y"] - 6 <= y - 5 <= one["y"] + one["height"] + 6 and one["x"] < x]
            assert max(level, key=lambda one: one["x"] + one["width"])["id"] == key


# ---------------------------------------------------------------- drugs

CLASSES = {"exon11": "kit_exon11", "v654a": "kit_pocket", "t670i": "kit_pocket", "d816v": "kit_loop",
           "d842v": "pdgfra_d842v"}
MAY_SAY = {"sensitive": {"fits", "weaker"}, "reduced": {"fits", "weaker"}, "resistant": {"weaker", "lost"}}
TAGS = {"randomised": "patients", "exploratory": "patients", "single_arm": "patients", "series": "patients",
        "in_vitro_cell": "in_vitro", "kd": "in_vitro", "class": "inferred"}


def cell_of(fit: dict[str, Any]) -> dict[str, Any]:
    """What the board of drugs holds on this pair; empty when nothing."""
    rows = {row["id"]: row for row in yaml.safe_load((FOLDER / "drugs.yaml").read_text(encoding="utf-8"))["classes"]}
    return dict(rows[CLASSES[fit["change"]]].get("drugs", {}).get(fit["drug"], {}))


def records_of(some: Any) -> set[str]:
    return set(re.findall(r"\]\(ev:([a-z0-9_]+)", json.dumps(some)))


@pytest.mark.parametrize("fit", [fit for fit in TOLD["fits"] if fit["change"] != "none"], ids=str)
def test_drawing_and_board_of_drugs_tell_one_truth(fit: dict[str, Any]) -> None:
    cell = cell_of(fit)
    tags = {TAGS[kind] for kind in [cell.get("kind"), *(one["kind"] for one in cell.get("weaker", []))] if kind in TAGS}
    if fit["seen"] == "patients":
        assert TAGS[cell["kind"]] == "patients"
        assert fit["verdict"] in MAY_SAY[cell["call"]]
        assert records_of(fit) & records_of(cell)
    elif fit["seen"] != "none" and cell.get("kind") in ("class", "in_vitro_cell", "kd"):
        assert fit["seen"] in tags
    if fit["change"] == "d842v":
        assert records_of(fit) <= records_of(cell) | {"avapritinib_cns_pdq"}
    if fit["verdict"] == "fits":
        assert cell.get("call") != "resistant"


@pytest.mark.parametrize(("drug", "change"), PAIRS)
def test_every_drug_and_change_has_one_answer_that_is_hidden_until_it_is_guessed(drug: str, change: str) -> None:
    matching = [entry for entry in TOLD["fits"] if (entry["drug"], entry["change"]) == (drug, change)]
    assert len(matching) == 1
    before = blocks(play(*asked(drug, change)[:3]))
    assert "result" not in before
    assert before["pocket"] == receptor_pocket.resting(DATA)
    shown = json.dumps(before, ensure_ascii=False)
    for address in re.findall(r"ev:([\w.]+)", matching[0]["md"]):
        told_anyway = json.dumps([entry["how"] for entry in TOLD["drugs"]] + TOLD["parts"] + TOLD["sites"])
        assert f"ev:{address} " not in shown or address in told_anyway
    after = blocks(play(*asked(drug, change)))
    assert after["result"]["heading"] == TOLD["verdicts"][matching[0]["verdict"]]
    assert TOLD["seen"][matching[0]["seen"]] in after["result"]["md"]


def test_imatinib_does_not_fit_d842v_and_the_picture_leaves_it_outside() -> None:
    shown = blocks(play(*asked("imatinib", "d842v", "fits")))
    assert shown["result"]["tone"] == "warn"
    assert "0 of 31" in shown["result"]["md"]
    assert "Drug, imatinib: stays outside" in [entry["text"] for entry in shown["pocket"]["list"]]


def test_residues_of_the_pocket_are_named_in_the_numbering_of_their_receptor() -> None:
    words = [shape["text"] for shape in receptor_pocket.block(DATA, "imatinib", "d842v")["shapes"] if "text" in shape]
    assert {"E644", "T674", "V658", "D842V"} <= set(words)


def test_a_lost_contact_is_not_drawn() -> None:
    def dashes(change: str) -> int:
        shapes = receptor_pocket.block(DATA, "imatinib", change)["shapes"]
        return sum(shape["shape"] == "line" and shape.get("line") == "dashed" for shape in shapes)

    assert dashes("v654a") == dashes("exon11") - 1


def test_an_answer_needs_a_guess_and_is_given_once() -> None:
    missing = blocks(play(press("sure.2")))
    assert missing["guess"]["error"] == "Please choose an answer first. A guess is fine."
    state = play(*asked("sunitinib", "t670i"), press("sure.0"), give("guess", "lost"))
    assert state["error"]
    assert state["answers"] == [{"drug": "sunitinib", "change": "t670i", "guess": "fits", "sure": 1}]


def test_another_pair_asks_again_and_an_old_one_is_remembered() -> None:
    state = play(*asked("imatinib", "none"), give("change", "d816v"))
    assert "result" not in blocks(state)
    assert blocks(board.update(DATA, state, give("change", "none")))["result"]["focus"] is False


@pytest.mark.parametrize("raw", BROKEN)
def test_a_state_that_is_none_starts_again_with_a_sentence(raw: Any) -> None:
    state = play(*asked("imatinib", "none"), {"type": "restore", "state": raw}, show="drugs")
    assert "could not be read" in state["error"]
    assert state["answers"] == []
    assert state["show"] == "drugs"


def test_a_saved_state_comes_back_and_a_tampered_one_does_not() -> None:
    state = play(*asked("imatinib", "v654a", "weaker"), press("anatomy.hinge"), give("gene", "PDGFRA"))
    back = play({"type": "restore", "state": json.loads(json.dumps(state))})
    assert board.view(DATA, back)["blocks"][1]["blocks"][-2:] == board.view(DATA, state)["blocks"][1]["blocks"][-2:]
    assert (back["gene"], back["part"]) == ("PDGFRA", "hinge")
    for key, wrong in (("gene", "ABL1"), ("part", "tail"), ("answers", [{}]), ("answers", state["answers"] * 2)):
        assert play({"type": "restore", "state": {**state, key: wrong}})["error"], key


ODD = [None, 7, {}, {"type": "press"}, press("anatomy.x"), give("drug", []), give("drug", "x")]


@pytest.mark.parametrize("event", ODD)
def test_an_event_that_does_not_fit_changes_nothing_but_the_error(event: Any) -> None:
    before, after = play(), play(event)
    assert after.pop("error")
    assert before.pop("error") is None
    assert after == before


# ---------------------------------------------------------------- data and tables

def test_numbers_and_links_of_the_data_are_those_of_the_ledger() -> None:
    raw = (FOLDER / "receptor.yaml").read_text(encoding="utf-8")
    links = re.findall(r"\[([^\]]*)\]\(ev:([^)]+)\)", raw)
    assert len(links) > 60
    for text, address in links:
        if text:  # an empty text is filled in from the ledger
            assert link_problem(address, text) is None, (text, address)
    assert yaml.safe_load(raw)["fits"]


def test_tables_are_worked_out_from_the_gene_models() -> None:
    assert receptor.exons("KIT").loc[11, "codons"] == "550-592"
    assert receptor.exons("KIT").loc[11, "reaches"] == "clamp, N-lobe"
    assert receptor.residues(829).loc["A829", "exon"] == "18"
    assert receptor.residues(670).loc["T670", "same place"] == "PDGFRA T674"
    assert receptor.parts("PDGFRA").index[0] == "Ig-like domains 1 to 3"
    assert "unverified" in receptor.residues(703).loc["Y703", "role"]
    assert receptor.fits().loc["PDGFRA D842V", "imatinib"] == "it no longer fits"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: receptor.exons("ABL1"), "KIT and PDGFRA"),
        (lambda: receptor.residues(2000), "codons 1 to 976"),
        (lambda: receptor.fit("aspirin", "d842v"), "choose one of: imatinib"),
        (lambda: plates.receptor("KIT", "knee"), "juxtamembrane"),
        (lambda: plates.pocket("imatinib", "x"), "d842v"),
    ],
)
def test_what_cannot_be_drawn_or_tabled_is_refused_in_words(call: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()


def test_plates_say_that_they_are_no_structure_and_thin_is_thinner() -> None:
    plate = plates.signalling()
    assert repr(plate).startswith("[Drawing, not a structure]")
    assert plate.svg.count('stroke-width="5"') > plate.svg.count('stroke-width="1"') > 0
    assert "loop" in plates.receptor("KIT", "loop").svg


# ---------------------------------------------------------------- in a notebook

def test_the_plain_renderer_draws_the_parts_and_a_button_for_each() -> None:
    plain = gist_edu.simulator("receptor", renderer="ipywidgets", show="parts")
    drawing, loop = plain._made["drawing of anatomy"], plain._made["anatomy.loop"]
    assert "<svg" in drawing.value
    loop.click()
    assert plain.state["part"] == "loop"
    assert loop.description == "Activation loop, shown"
    assert "A829P" in plain._made["words of anatomy.loop"].value
    assert plain._made["words of anatomy.hinge"].value == ""
