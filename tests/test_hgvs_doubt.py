"""A line that denies or doubts a finding is never answered as if it were found."""

from __future__ import annotations

import pytest

from gist_edu import VariantError, variants

DENIED = [
    "PDGFRA exon 18 mutation, not D842V", "PDGFRA exon 18 mutation other than D842V",
    "PDGFRA: Exon 18 Mutation (nicht D842V)", "PDGFRA exon 18 (D842V excluded)", "PDGFRA D842V not tested",
    "PDGFRA D842V: not assessed", "PDGFRA D842V: negativ", "D842V excluded", "test for PDGFRA D842V pending",
    "rule out PDGFRA D842V", "? PDGFRA D842V", "PDGFRA D842V -", "PDGFRA p.D842V (0%)", "test failed PDGFRA D842V",
    "previous report PDGFRA D842V, now not confirmed", "KIT exon 9 and 11 not mutated",
    "KIT exon 9 and exon 11: not mutated", "Keine Mutation in KIT Exon 11", "KIT Exon 11: Wildtyp",
    "KIT Exon 11: unauffällig", "KIT Exon 11: keine Mutation nachweisbar; PDGFRA Exon 18: D842V",
    "Kein Nachweis einer KIT-Mutation in Exon 9, 11, 13, 17", "KIT: p.V560D nicht nachweisbar",
    "KIT p.V560D wurde ausgeschlossen", "lack of KIT p.V560D", "failed to detect KIT V559D", "SDHB IHC retained",
    "SDHB retained", "NF1 VUS p.R1947Q", "suspected KIT p.V559D", "KIT V559D artefact", "D842V-negative PDGFRA exon 18",
]
UNDERSTOOD = [
    ("KIT exon 11 p.V559D", "p.V559D"), ("no KIT exon 11 mutation; PDGFRA D842V positive", "p.D842V"),
    ("KIT wild-type, PDGFRA D842V", "p.D842V"), ("KIT p.W557_K558del detected, VAF 34%", "p.W557_K558del"),
    ("KIT-mutated GIST, p.K642E", "p.K642E"), ("KIT exon 9 (ins AY 502-503)", "p.A502_Y503dup"),
]


@pytest.mark.parametrize("line", DENIED)
def test_a_denial_is_refused_or_answered_as_not_found(line: str) -> None:
    try:
        found = variants.parse(line)
    except VariantError:
        return
    assert found.status == "no_change", f"{line}: read as {found.status} {found.hgvs_p} {found.exon}"


@pytest.mark.parametrize(("line", "name"), UNDERSTOOD)
def test_a_finding_beside_an_understood_denial_is_still_read(line: str, name: str) -> None:
    assert variants.parse(line).hgvs_p == name


def test_a_hyphen_before_mutation_is_no_fusion() -> None:
    found = variants.parse("KIT-Mutation in Exon 11")
    assert (found.status, found.exon) == ("class", 11)
    assert found.change != "fusion"


def test_the_sentence_names_the_word_and_a_line_that_works() -> None:
    with pytest.raises(VariantError, match=r"The line says “pending”.*such as KIT p\.V559D"):
        variants.parse("PDGFRA D842V pending")
