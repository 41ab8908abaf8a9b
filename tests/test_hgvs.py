"""The parser of variant names: every case of the table, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from gist_edu import VariantError, cli, variants
from gist_edu._site import variant_fuzz
from gist_edu.models import hgvs

OPEN_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
TABLE = yaml.safe_load((Path(__file__).parent / "data" / "parser_cases.yaml").read_text(encoding="utf-8"))
CASES = TABLE["cases"] + TABLE["report_lines"]
GENES = variants.gene_models()


def name_of(parsed: dict[str, Any]) -> str:
    """Gene and name, or gene, exon and change."""
    exon = f"exon {parsed['exon']}" if parsed["exon"] else ""
    name = [parsed["hgvs_p"]] if parsed["hgvs_p"] else [exon, parsed["change"]]
    return " ".join(filter(None, [parsed["gene"], *name]))


def test_the_table_holds_what_it_claims() -> None:
    assert len(TABLE["cases"]) == 66
    assert len(TABLE["report_lines"]) >= 60
    assert sum(len(entry["spelled"]) for entry in TABLE["aliases"]) > 250
    assert all(("status" in case) != ("refused" in case) for case in CASES)


@pytest.mark.parametrize("case", [case for case in CASES if "status" in case], ids=lambda case: case["line"][:60])
def test_a_line_means_what_the_table_says(case: dict[str, Any]) -> None:
    parsed = hgvs.parse(GENES, case["line"], case.get("gene"))
    assert parsed["status"] == case["status"]
    names = [name_of(part) for part in parsed["parts"]] if parsed["parts"] else name_of(parsed)
    assert names == case.get("is", "")
    assert parsed["exon"] == case.get("exon", parsed["exon"] if parsed["parts"] else None)
    if "kind" in case:
        assert parsed["kind"] == case["kind"]


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["line"][:60])
def test_a_line_that_cannot_be_right_is_refused_with_a_reason(case: dict[str, Any]) -> None:
    with pytest.raises(VariantError) as refusal:
        hgvs.parse(GENES, case["line"], case.get("gene"))
    assert str(refusal.value).startswith(case["refused"])
    assert hgvs.candidates(refusal.value) == case.get("meant", [])


@pytest.mark.parametrize("entry", TABLE["aliases"], ids=lambda entry: f"{entry['gene']}-{entry['is']}")
def test_all_published_spellings_of_a_variant_are_one_variant(entry: dict[str, Any]) -> None:
    for text in [entry["is"], entry["three"], *entry["spelled"]]:
        parsed = hgvs.parse(GENES, text, entry["gene"])
        assert (parsed["hgvs_p"], parsed["hgvs_p3"], parsed["exon"]) == (entry["is"], entry["three"], entry["exon"])


def test_every_result_has_every_key_and_is_json() -> None:
    keys = set(hgvs.parse(GENES, "KIT p.V559D"))
    for case in CASES:
        if "status" in case:
            parsed = hgvs.parse(GENES, case["line"], case.get("gene"))
            assert json.loads(json.dumps(parsed)) == parsed
            assert all(set(one) == keys for one in [parsed, *parsed["parts"]])


# ---------------------------------------------------------------- notes and candidates


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("KIT p.V559del", "p.V559del is the same protein as p.V560del; the 3′ rule"),
        ("KIT p.A502_Y503dup", "p.S501_A502insAY"),
        ("KIT p.K550_K558del", "end of intron 10"),
        ("KIT c.1648-5_1672del", "switch KIT on"),
        ("KIT p.G592V", "Codon 592 is cut by an intron: its bases lie in exons 11 and 12."),
        ("KIT 557_558del", "they are W557 and K558"),
        ("KIT exon 9 p.V559D", "The line says exon 9; codon 559 lies in exon 11."),
        ("D842V", "the name fits PDGFRA only"),
        ("KIT p.W557*", "does not switch KIT on"),
        ("KIT p.V559D flurble", "Not read: “flurble”."),
        ("KIT V559D detected, T670I not detected", "not found: T670I"),
        ("KIT c.1676T>A (p.V559D)", "agree"),
    ],
)
def test_the_notes_say_what_was_done_with_a_name(line: str, note: str) -> None:
    assert note in " ".join(hgvs.parse(GENES, line)["notes"])


def test_inserted_residues_f_and_s_are_no_frameshift() -> None:
    assert hgvs.parse(GENES, "KIT p.V109_F110insFS")["hgvs_p"] == "p.F110_V111insSF"


def test_the_gene_in_the_line_counts_more_than_the_one_chosen() -> None:
    parsed = hgvs.parse(GENES, "PDGFRA p.D842V", "KIT")
    assert parsed["gene"] == "PDGFRA"
    assert "The line names PDGFRA; KIT was chosen." in parsed["notes"]


@pytest.mark.parametrize(
    "line",
    ["", "   ", "\n", "😀", "p.", "p.p.p.", "<script>alert(1)</script>", "A" * 10_000, "V559D" * 61, "r.1676u>a", "é",
     "٣٤٥", "KIT p.V559Ж", "559", "_", "+++", ";;;", "KIT p.V99999999999999999999D", "c.", "g.1"],
)  # fmt: skip
def test_whatever_is_typed_gets_a_whole_sentence_with_an_example(line: str) -> None:
    with pytest.raises(VariantError) as refusal:
        hgvs.parse(GENES, line)
    sentence = str(refusal.value)
    assert sentence[0].isupper() or sentence[0] in "“0123456789"
    assert sentence.endswith(".")
    assert "xample" in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize("thing", [None, 3, ["V559D"], b"V559D"])
def test_what_is_no_text_is_refused(thing: Any) -> None:
    with pytest.raises(VariantError, match="text"):
        hgvs.parse(GENES, thing)


def test_an_unknown_gene_beside_the_line_is_refused() -> None:
    with pytest.raises(VariantError, match="Choose KIT or PDGFRA"):
        hgvs.parse(GENES, "V559D", "KITT")


# ---------------------------------------------------------------- others


def test_the_public_variant_prints_its_name_its_exon_and_its_domain() -> None:
    assert repr(variants.parse("KIT V559D + T670I")) == (
        "KIT p.V559D, exon 11, juxtamembrane + KIT p.T670I, exon 14, kinase N-lobe"
    )
    assert repr(variants.parse("KIT exon 11 deletion")) == "KIT exon 11 deletion"


def test_the_command_prints_a_variant_and_tells_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["variant", "KIT", "V559del"]) == 0
    assert "KIT p.V560del, exon 11" in capsys.readouterr().out
    assert cli.main(["variant", "V558D", "--gene", "KIT"]) == 2
    assert "V559D" in capsys.readouterr().err


def test_twenty_thousand_damaged_strings_raise_nothing_but_refusals() -> None:
    surprises, read = variant_fuzz.surprises(20261126, 20_000)
    assert surprises == []
    assert read > 4_000, "many of them are names"


def test_the_names_and_c_names_of_an_open_table_agree() -> None:
    table = OPEN_DATA / "civic_kit_pdgfra_variants.tsv"
    if not table.is_file():
        pytest.skip(f"{table} is not here")
    rows = csv.DictReader([line for line in table.read_text().splitlines() if not line.startswith("#")], delimiter="\t")
    compared = 0
    for row in rows:
        coded = [text.strip() for text in row["hgvs_expressions"].split(",") if text.strip().startswith("NM_")]
        for text in coded:
            try:
                by_protein = hgvs.parse(GENES, row["variant"], row["gene"])
                by_bases = hgvs.parse(GENES, text)
            except VariantError:
                continue
            if by_protein["status"] == by_bases["status"] == "variant":
                assert by_protein["hgvs_p"] == by_bases["hgvs_p"], (row["variant"], text)
                compared += 1
    assert compared >= 25
