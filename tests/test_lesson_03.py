"""What lesson 03 and its questions say about names agrees with the parser, the gene models and the ledger."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from gist_edu import VariantError, _questions, evidence, receptor, variants
from gist_edu._ledger import DATA, ledger, resolve
from gist_edu.models import genes

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "03_reading_a_mutation_report.ipynb"
PANELS = ("panel_leeds", "panel_michigan", "panel_mayo")
GENES = yaml.safe_load((DATA / "genes.yaml").read_text(encoding="utf-8"))
ANSWERS = {
    "KIT p.K550_W557del": "p.P551_K558del",
    "KIT p.S501_A502insAY": "p.A502_Y503dup",
    "KIT p.V555_V559del": "p.Q556_V560del",
    "KIT V560delinsE": "p.V560E",
    "PDGFRA Asp842_His845del": "p.I843_D846del",
}


def source(cell_id: str) -> str:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["id"] == cell_id))


def without(first: int, last: int | None = None) -> str:
    """KIT without these residues: the instruction of a name, followed by hand."""
    whole = receptor.sequence("KIT")
    return whole[: first - 1] + whole[(last or first) :]


def exercise(**replaced: str) -> str:
    """What the checker of "Your turn" prints for these answers, in the words of the cell."""
    code = source("report-26")
    for line, name in replaced.items():
        code = re.sub(rf'("{re.escape(line)}"): "\?"', rf'\1: "{name}"', code)
    return code


# ---------------------------------------------------------------- the exercise


def test_the_exercise_asks_for_exactly_these_five_names() -> None:
    assert re.findall(r'"([^"]+)": "\?"', source("report-26")) == list(ANSWERS)


def test_each_line_of_the_exercise_has_the_name_we_expect_and_it_is_not_the_given_one() -> None:
    for line, name in ANSWERS.items():
        assert variants.parse(line).hgvs_p == name
        assert name.removeprefix("p.") not in line


def test_the_checker_says_right_only_to_right_answers(capsys: pytest.CaptureFixture[str]) -> None:
    exec(exercise(), {"variants": variants})
    assert capsys.readouterr().out.count(": not yet") == len(ANSWERS)
    exec(exercise(**ANSWERS), {"variants": variants})
    assert capsys.readouterr().out.count(": right") == len(ANSWERS)


# ---------------------------------------------------------------- ledger and parser


def test_names_that_the_ledger_calls_equal_are_one_name_to_the_parser() -> None:
    pairs = ledger()["hgvs_equivalents"].values.values()
    assert len(pairs) >= 6
    for pair in pairs:
        gene, names = str(pair.value).split(" ", 1)
        found = {variants.parse(f"{gene} {name}").hgvs_p for name in names.split(" = ")}
        assert len(found) == 1, pair.value


def test_the_exons_of_the_ledger_are_those_of_the_gene_models() -> None:
    for key, value in ledger()["exon_map"].values.items():
        gene, exon = re.findall(r"codons\.(kit|pdgfra)(\d+)", key)[0]
        first, last = map(int, value.format().split(" to "))
        for codon in (first + 1, last - 1):  # the outer codons may be split
            assert genes.exons_of(genes.model(GENES, gene.upper()), codon) == [int(exon)], f"{key}: codon {codon}"


@pytest.mark.parametrize("line", ["KIT p.V556D", "KIT p.D812V", "PDGFRA p.D816V", "PDGFRA p.G860R"])
def test_the_four_wrong_lines_of_the_lesson_are_refused_with_the_name_that_was_meant(line: str) -> None:
    meant = {"V556D": "V560D", "D812V": "D816V", "D816V": "D842V", "G860R": "G680R"}[line.split("p.")[1]]
    with pytest.raises(VariantError, match=meant):
        variants.parse(line)


def test_no_panel_of_the_lesson_reads_every_place_it_asks_about() -> None:
    for name in PANELS:
        kit = str(resolve(f"{name}.exons.kit").text).split(", ")
        pdgfra = str(resolve(f"{name}.exons.pdgfra").text).split(", ")
        assert {"9", "11", "13", "17"} <= set(kit)
        assert {"12", "14", "18"} <= set(pdgfra)
        assert "8" not in kit or "14" not in kit
        assert all(1 <= int(exon) <= 23 for exon in kit + pdgfra)


# ---------------------------------------------------------------- the questions


@pytest.mark.parametrize(
    ("question", "line", "exon"),
    [
        ("exon_of_a829p", "KIT p.A829P", 18),
        ("exon_of_h687y", "PDGFRA p.H687Y", 15),
        ("panel_misses_t670i", "KIT p.T670I", 14),
    ],
)
def test_the_best_option_names_the_exon_that_the_parser_finds(question: str, line: str, exon: int) -> None:
    item = _questions.load().items[question]
    best = [option.text for option in item.options if option.verdict == "best"]
    assert line.split("p.")[1] in item.stem + best[0]
    assert variants.parse(line).exon == exon
    assert f"exon {exon}" in best[0].lower()


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("two_names_k550", ("KIT K550_W557del", "KIT P551_K558del")),
        ("two_names_v560del", ("KIT p.V559del", "KIT p.V560del")),
    ],
)
def test_pairs_that_a_question_calls_one_variant_are_one(question: str, lines: tuple[str, str]) -> None:
    stem = _questions.load().items[question].stem
    assert all(line.split(" ")[1] in stem for line in lines)
    assert len({variants.parse(line).hgvs_p for line in lines}) == 1
    left = {without(*map(int, re.findall(r"\d+", line))) for line in lines}
    assert len(left) == 1


def test_the_two_writings_of_the_border_deletion_are_one_change_of_one_length() -> None:
    first, second = variants.parse("KIT c.1648-2_1672del"), variants.parse("KIT p.K550_K558del")
    assert first.hgvs_p == second.hgvs_p
    assert 3 * (second.end - second.start + 1) == evidence.value("splice_alignment.nucleotides_lost")


def test_the_insertion_with_one_neighbour_is_refused_with_both_candidates() -> None:
    with pytest.raises(VariantError, match=r"T574_D579dup.*T574_Q575insTQLPYD"):
        variants.parse("KIT p.T574insTQLPYD")
