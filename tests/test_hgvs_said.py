"""What a line says besides its names: fusions, joined exons, uncertain and germline findings, families of wild type."""

from __future__ import annotations

import pytest

from gist_edu import VariantError, variants
from gist_edu.models import hgvs
from gist_edu.simulators import variant_read
from gist_edu.variants import gene_models


def parse(line: str) -> dict[str, object]:
    return hgvs.parse(gene_models(), line)


def understood(line: str) -> str:
    return variant_read.understood(hgvs.parse(gene_models(), line))


# ---------------------------------------------------------------- fusions


@pytest.mark.parametrize(("line", "kinase", "row"), [
    ("ETV6-NTRK3", "NTRK3", "ntrk"), ("ETV6::NTRK3 fusion", "NTRK3", "ntrk"), ("NTRK3 - ETV6 fusion", "NTRK3", "ntrk"),
    ("ETV6/NTRK3 fusion", "NTRK3", "ntrk"), ("fusion of ETV6 and NTRK3", "NTRK3", "ntrk"),
    ("TPM3-NTRK1", "NTRK1", "ntrk"), ("NTRK fusion", "NTRK", "ntrk"), ("KANK1-FGFR1", "FGFR1", "kinase_fusion"),
    ("FGFR1-TACC1 fusion", "FGFR1", "kinase_fusion"), ("STRN-ALK", "ALK", "kinase_fusion"),
    ("AGK-BRAF", "BRAF", "kinase_fusion"), ("BRAF fusion", "BRAF", "kinase_fusion"),
])
def test_a_fusion_is_filed_under_its_kinase_and_said_to_be_one(line: str, kinase: str, row: str) -> None:
    found = parse(line)
    assert (found["gene"], found["change"], found["hgvs_p"]) == (kinase, "fusion", None)
    assert understood(line).startswith(f"{kinase}, fusion")
    assert variants.interpret(line).class_id == row


def test_a_residue_beside_a_fusion_is_not_taken_over() -> None:
    assert parse("ETV6-NTRK3 p.G623R")["hgvs_p"] is None
    assert parse("BRAF p.V600E")["hgvs_p"] == "p.V600E"


def test_a_fusion_of_a_receptor_has_no_class_and_is_not_asked_for_a_residue() -> None:
    for line in ("FIP1L1-PDGFRA", "PDGFRA exon 12 fusion"):
        found = variants.interpret(line)
        assert found.class_id is None
        assert not any("p. name" in ask for ask in found.ask)
        assert "Which partner" in found.ask[0]


@pytest.mark.parametrize("line", ["SDHB-deficient", "SDHB-IHC lost", "KIT-WT", "KIT-Mutation in Exon 11"])
def test_a_hyphen_alone_makes_no_fusion(line: str) -> None:
    assert parse(line)["change"] != "fusion"


def test_a_fusion_that_was_not_found_is_not_answered_as_one() -> None:
    for line in ("no NTRK fusion", "KIT wild type, no NTRK fusion"):
        assert parse(line)["status"] == "no_change"
    assert parse("KIT V559D, no NTRK fusion")["hgvs_p"] == "p.V559D"


# ---------------------------------------------------------------- an exon and a name


@pytest.mark.parametrize("line", [
    "KIT exon 11 + V654A", "KIT exon 11 and V654A", "KIT exon 11/V654A", "KIT exon 11 with V654A", "exon 11 + V654A",
    "KIT exon 11 with secondary V654A", "KIT exon 11 mutation, secondary exon 13 V654A", "V654A and exon 11",
])
def test_a_first_class_and_a_second_change_are_both_named_and_the_second_one_decides(line: str) -> None:
    found = variants.interpret(line)
    assert sorted((part.exon, part.hgvs_p) for part in found.variant.parts) == [(11, None), (13, "p.V654A")]
    assert {"KIT exon 11", "KIT ATP pocket, V654 or T670"} == set(found.class_name.split(" + "))
    alone = variants.interpret("KIT V654A").drugs
    assert [call.call for call in found.drugs.values()] == [call.call for call in alone.values()]
    first_and_second = "Taken as the first change: KIT exon 11; as the second: KIT ATP pocket"
    assert any(said.startswith(first_and_second) for said in found.meaning)


@pytest.mark.parametrize("line", [
    "KIT exons 9 and 11: V559D", "KIT exon 9 and 11: V559D", "KIT exon 9 and exon 11 sequenced: V559D found",
    "KIT exon 11, V559D", "KIT exon 11 with deletion of codons 557-558", "KIT c.1676T>A with p.V559D",
])
def test_exons_that_were_read_and_the_exon_of_the_name_are_no_second_finding(line: str) -> None:
    assert parse(line)["status"] == "variant"


def test_an_exon_beside_a_name_is_never_dropped_in_silence() -> None:
    assert "The line names exon 11, too" in " ".join(parse("KIT exon 11, V654A")["notes"])  # type: ignore[arg-type]


@pytest.mark.parametrize(("exon", "name"), [(17, "D820A"), (13, "V654A")])
def test_a_second_exon_without_a_name_has_the_calls_of_second_changes_there(exon: int, name: str) -> None:
    found, second = variants.interpret(f"KIT exon 11 + exon {exon}"), variants.interpret(f"KIT exon 11 + {name}")
    assert [call.call for call in found.drugs.values()] == [call.call for call in second.drugs.values()]


# ---------------------------------------------------------------- uncertain, germline

UNCERTAIN = ["KIT p.V560F VUS", "KIT V560F, variant of uncertain significance", "KIT V560F (class 3)", "VUS: KIT V560F",
             "KIT V560F, tier III", "KIT V560F; variant of unknown significance"]
GERMLINE = ["KIT p.V559A germline", "KIT V559A, constitutional", "KIT V559A in blood", "KIT V559A; inherited",
            "KIT p.V559A, found in blood and tumour"]


@pytest.mark.parametrize("line", UNCERTAIN)
def test_on_an_uncertain_change_no_drug_is_decided(line: str) -> None:
    found = variants.interpret(line)
    assert found.variant.hgvs_p == "p.V560F"
    assert any("uncertain" in note for note in found.variant.notes)
    assert "No decision on a drug rests on it" in found.meaning[0]
    assert {call.call for call in found.drugs.values()} == {"unknown"}
    assert found.role == "unknown"


@pytest.mark.parametrize("line", GERMLINE)
def test_a_germline_change_is_a_matter_for_genetics_and_its_calls_stay(line: str) -> None:
    found, plain = variants.interpret(line), variants.interpret("KIT V559A")
    assert any("germline or in blood" in note for note in found.variant.notes)
    assert "a matter for genetics" in found.meaning[0]
    assert not any("in the blood too" in ask for ask in found.ask)
    assert [call.call for call in found.drugs.values()] == [call.call for call in plain.drugs.values()]


@pytest.mark.parametrize("line", [
    "KIT V559A, germline not detected", "KIT V559A, germline testing recommended", "KIT V654A in blood (ctDNA)",
    "KIT V559A class 4", "KIT V559A; no VUS detected", "KIT V559A, pathogenic",
])
def test_a_denied_or_open_germline_changes_nothing(line: str) -> None:
    said = " ".join(variants.interpret(line).meaning)
    assert "a matter for genetics" not in said
    assert "uncertain" not in said


def test_a_known_driver_called_uncertain_asks_why() -> None:
    assert any("seen in GIST" in ask for ask in variants.interpret("KIT V559D VUS").ask)


def test_an_uncertain_second_change_leaves_the_calls_open_and_never_sensitive() -> None:
    found = variants.interpret("KIT V559D + V654A VUS")
    assert {call.call for call in found.drugs.values()} == {"unknown"}
    beside = variants.interpret("KIT V559D pathogenic, PDGFRA V824L VUS")
    assert beside.drugs["imatinib"].call == "sensitive"


def test_a_harmless_change_in_the_germline_alarms_no_family() -> None:
    found = variants.interpret("KIT M541L germline")
    assert "a matter for genetics" not in " ".join(found.meaning)
    assert "No work-up of a family" in found.meaning[0]


# ---------------------------------------------------------------- families of wild type

FAMILIES = [
    ("KIT and PDGFRA wild-type; SDHB lost", "sdh", "SDHB"), ("KIT WT, PDGFRA WT, BRAF V600E", "braf", "BRAF"),
    ("KIT-WT, PDGFRA-WT, BRAF V600E", "braf", "BRAF"), ("KIT/PDGFRA WT, SDH-deficient", "sdh", "SDH"),
    ("no KIT or PDGFRA mutation, SDHB lost", "sdh", "SDHB"),
    ("no KIT and PDGFRA mutations, BRAF V600E", "braf", "BRAF"),
    ("KIT/PDGFRA wild type, NF1 mutation", "nf1", "NF1"), ("KIT and PDGFRA wild type, NTRK fusion", "ntrk", "NTRK"),
    ("KIT/PDGFRA wild type, SDHB IHC negative", "sdh", "SDHB"),
    ("No mutation in KIT exons 9, 11, 13, 17 and PDGFRA exons 12, 18; SDHB lost", "sdh", "SDHB"),
]


@pytest.mark.parametrize(("line", "row", "gene"), FAMILIES)
def test_both_halves_of_a_family_of_wild_type_are_said(line: str, row: str, gene: str) -> None:
    found = variants.interpret(line)
    assert (found.class_id, found.variant.gene) == (row, gene)
    assert "The line says that nothing was found in KIT and PDGFRA." in found.variant.notes
    assert "one of the families" in found.meaning[0]
    assert "nothing found in KIT and PDGFRA" in understood(line)


def test_a_kept_stain_rules_out_sdh_and_leaves_the_other_families() -> None:
    found = variants.interpret("KIT/PDGFRA wild type, SDHB retained")
    assert found.class_id == "wild_type"
    assert understood("KIT/PDGFRA wild type, SDHB retained") == "no mutation found in KIT and PDGFRA; SDHB kept"
    assert "SDH deficiency" in " ".join(found.meaning)
    assert not any("SDHB" in ask for ask in found.ask)
    assert parse("KIT V559D, SDHB retained")["kept"] == ["SDHB"]


@pytest.mark.parametrize(("line", "said"), [
    ("KIT/PDGFRA wild type, SDHB negative", "can mean that the stain is lost"), ("SDHB intact", "names no driver"),
    ("KIT/PDGFRA wild type, SDHB not lost", "can mean that the stain is lost"),
    ("KIT and PDGFRA wild type, XYZ fusion", "whose gene is not known here"),
    ("Mutations of KIT exon 9, exon 11, PDGFRA exon 18: not detected", "if it was found"),
])
def test_what_can_mean_two_things_is_refused_with_a_sentence(line: str, said: str) -> None:
    with pytest.raises(VariantError, match=said):
        parse(line)


@pytest.mark.parametrize(("line", "gene", "exon"), [
    ("KIT wild type, PDGFRA exon 18 mutation", "PDGFRA", 18), ("KIT exon 11 mutation, PDGFRA wild type", "KIT", 11),
    ("no PDGFRA mutation; KIT exon 11 mutation", "KIT", 11),
])
def test_a_mutation_beside_a_wild_type_gene_is_not_lost(line: str, gene: str, exon: int) -> None:
    found = parse(line)
    assert (found["status"], found["gene"], found["exon"]) == ("class", gene, exon)


@pytest.mark.parametrize("line", ["KIT wild type, PDGFRA not tested", "KIT wild type, PDGFRA exon 18"])
def test_a_gene_of_which_nothing_is_said_is_not_called_wild_type(line: str) -> None:
    found = parse(line)
    assert (found["change"], found["wild"]) == (None, ["KIT"])
    assert "does not say what was found in PDGFRA" in " ".join(found["notes"])  # type: ignore[arg-type]


def test_a_further_gene_beside_a_receptor_is_told() -> None:
    assert "TP53" in " ".join(parse("KIT V559D, TP53 mutation")["notes"])  # type: ignore[arg-type]
