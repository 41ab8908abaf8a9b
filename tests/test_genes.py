"""Gene models: sequences, exons, domains, and the same place in the other receptor."""

from __future__ import annotations

import csv
import hashlib
import itertools
from pathlib import Path

import pytest

from gist_edu.models import genes
from gist_edu.variants import gene_models

OPEN_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
GENES = gene_models()
KIT, PDGFRA = genes.model(GENES, "KIT"), genes.model(GENES, "PDGFRA")
BOTH = pytest.mark.parametrize("entry", [KIT, PDGFRA], ids=genes.SYMBOLS)


@BOTH
def test_the_sequence_is_the_canonical_protein_by_its_hash(entry: dict) -> None:
    assert hashlib.sha256(entry["sequence"].encode()).hexdigest() == entry["sequence_sha256"]


@BOTH
def test_the_coding_ranges_join_without_gaps_and_make_the_protein_and_a_stop(entry: dict) -> None:
    ranges = [row["cds"] for row in entry["exons"]]
    assert ranges[0][0] == 1
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(ranges))
    assert ranges[-1][1] == 3 * (len(entry["sequence"]) + 1)


@BOTH
def test_the_bases_translate_into_the_protein(entry: dict) -> None:
    for known in entry["bases"]:
        first, last = next(row["cds"] for row in entry["exons"] if row["exon"] == known["exon"])
        assert len(known["sequence"]) == last - first + 1
        codon = (first + 4) // 3  # the first whole codon
        whole = known["sequence"][3 * codon - 2 - first :]
        protein = genes.protein_of(whole)
        assert protein == entry["sequence"][codon - 1 : codon - 1 + len(protein)]
        assert len(protein) >= (last - first - 4) // 3


def test_the_exons_of_kit_that_carry_bases_join_across_split_codons() -> None:
    first, last = KIT["bases"][0]["exon"], KIT["bases"][-1]["exon"]
    start, end = genes.exon_codons(KIT, first)[0] + 1, genes.exon_codons(KIT, last)[1] - 1
    assert genes.protein_of(genes.bases_between(KIT, 3 * start - 2, 3 * end)) == KIT["sequence"][start - 1 : end]


def test_the_genetic_code_is_the_standard_one() -> None:
    assert len(genes.CODONS) == 256
    assert genes.protein_of("ATGTGGTAATAGTGAATAAGGAGATTN") == "MW***IRRX"
    codons = [genes.CODONS[place : place + 3] for place in range(0, 256, 4)]
    assert len(set(codons)) == 64


@pytest.mark.parametrize(
    ("entry", "codon", "exons"),
    [
        (KIT, 549, [10]), (KIT, 550, [11]), (KIT, 592, [12, 11]), (KIT, 627, [13, 12]), (KIT, 664, [14, 13]),
        (KIT, 714, [14, 15]), (KIT, 828, [17]), (KIT, 829, [18]), (KIT, 976, [21]), (PDGFRA, 1, [2]),
        (PDGFRA, 596, [13, 12]), (PDGFRA, 687, [15]), (PDGFRA, 842, [18]),
    ],
)  # fmt: skip
def test_a_codon_lies_in_its_exon_and_a_split_one_in_two(entry: dict, codon: int, exons: list[int]) -> None:
    assert genes.exons_of(entry, codon) == exons
    assert (codon in genes.split_codons(entry)) == (len(exons) == 2)


def test_the_exon_map_agrees_with_the_table_made_from_the_genome() -> None:
    table = OPEN_DATA / "exon_codons.tsv"
    if not table.is_file():
        pytest.skip(f"{table} is not here")
    rows = list(csv.DictReader(table.read_text().splitlines(), delimiter="\t"))
    seen = 0
    for row in rows:
        if not row["c_start"]:
            continue
        entry = genes.model(GENES, row["gene"])
        if row["tx"] != entry["transcript"]:
            continue
        own = next(e for e in entry["exons"] if e["exon"] == int(row["exon"]))
        assert own["cds"] == [int(row["c_start"]), int(row["c_end"])]
        assert own["grch37" if row["build"] in ("hg19", "GRCh37") else "grch38"] == int(row["cds_start_1based"])
        assert genes.exon_codons(entry, int(row["exon"])) == [
            int(row["aa_first"]), min(int(row["aa_last"]), len(entry["sequence"]))
        ]  # fmt: skip
        seen += 1
    assert seen == 2 * (len(KIT["exons"]) + len(PDGFRA["exons"]))


@BOTH
def test_each_residue_with_a_role_is_in_the_protein_and_each_codon_has_a_domain_name_near_it(entry: dict) -> None:
    assert all(genes.residue(entry, row["codon"]) for row in entry["residues"])
    unnamed = [codon for codon in range(1, len(entry["sequence"]) + 1) if not genes.domain_of(entry, codon)]
    assert unnamed == []
    motifs = {"glycine-rich loop": "G.GAFGKV", "hinge": "EYC", "catalytic loop": "HRDLAARN"}
    for row in entry["domains"]:
        if row["name"] in motifs:
            found = entry["sequence"][row["start"] - 1 : row["end"]]
            assert all(want in (".", have) for want, have in zip(motifs[row["name"]], found, strict=True))


@pytest.mark.parametrize(
    ("kit", "pdgfra"), [("V559", "V561"), ("Y568", "Y572"), ("V654", "V658"), ("T670", "T674"), ("D816", "D842")]
)
def test_the_same_place_in_the_other_receptor_holds_the_same_residue_both_ways(kit: str, pdgfra: str) -> None:
    there = genes.equivalent(GENES, "KIT", int(kit[1:]))
    back = genes.equivalent(GENES, "PDGFRA", int(pdgfra[1:]))
    assert f"{there['residue']}{there['codon']}" == pdgfra
    assert f"{back['residue']}{back['codon']}" == kit


def test_places_that_do_not_align_have_no_counterpart() -> None:
    assert genes.equivalent(GENES, "KIT", 565) is None
    assert genes.equivalent(GENES, "KIT", 720) is None


def test_the_blocks_align_better_than_one_residue_aside() -> None:
    for block in GENES["equivalent"]:
        def identity(aside: int, block: dict = block) -> int:
            codons = range(block["kit"][0], block["kit"][1] + 1)
            return sum(genes.residue(KIT, c) == genes.residue(PDGFRA, c + block["offset"] + aside) for c in codons)

        assert identity(0) > 2 * max(identity(1), identity(-1))


@pytest.mark.parametrize(
    ("build", "place", "expected"),
    [
        ("grch37", 55593602, (1668, 0)), ("grch37", 55595517, (2007, 0)), ("grch37", 55592180, (1504, 0)),
        ("grch37", 55593581, (1648, -1)), ("grch38", 54727416, (1648, 0)), ("grch37", 55593491, (1647, 1)),
        ("grch37", 55593000, None),
    ],
)  # fmt: skip
def test_a_place_on_the_chromosome_has_its_c_number(build: str, place: int, expected: object) -> None:
    assert genes.genomic(KIT, build, place) == expected
