"""What a variant means for five drugs: class, role, calls and their evidence, and a sentence for what is not known."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gist_edu import variants
from gist_edu._ledger import resolve
from gist_edu._types import Json
from gist_edu.models import genes, hgvs, interpret

DRUGS = ["imatinib", "sunitinib", "regorafenib", "ripretinib", "avapritinib"]
AMINO = "ACDEFGHIKLMNPQRSTVWY"
# CIViC (civicdb.org), CC0 1.0, nightly dump of 1 August 2021; open data outside the project
CIVIC = Path(__file__).resolve().parents[2] / "shared" / "data" / "civic_gist_evidence.tsv"
EXONS = {"kit_exon8": [8], "kit_exon9": [9], "kit_exon11": [11], "kit_exon13": [13],
         "kit_exon13_other": [13], "kit_pocket": [13, 14],
         "kit_loop": [17, 18], "pdgfra_exon12": [12], "pdgfra_exon14": [14], "pdgfra_exon18": [18],
         "pdgfra_842_843": [18], "pdgfra_d842v": [18], "pdgfra_secondary": [13, 14, 15], "polymorphism": [10]}


@pytest.fixture(scope="module")
def data() -> Json:
    return variants._data()


def names() -> list[tuple[str, str]]:
    files = variants._data()["variants"]
    return [(gene, name) for key in ("seen", "remembered") for gene in ("KIT", "PDGFRA") for name in files[key][gene]]


# ---------------------------------------------------------------- every variant, every drug


@pytest.mark.parametrize(("gene", "name"), names())
def test_every_variant_has_a_call_and_a_kind_for_every_drug(data: Json, gene: str, name: str) -> None:
    found = variants.interpret(name, gene)
    assert list(found.drugs) == DRUGS
    known = {key: {entry["id"]: entry for entry in data["drugs"][key]} for key in ("calls", "kinds")}
    for call in found.drugs.values():
        assert call.call in known["calls"]
        assert call.md
        fits = known["kinds"][call.evidence]["fits"]
        designs = [resolve(record).record.design for record in call.records]
        assert any(design in fits for design in designs) or call.evidence == "none", f"{call!r} rests on {designs}"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["KIT", "PDGFRA"]), st.data())
def test_any_substitution_gets_a_class_of_its_exon(gene: str, draw: Any) -> None:
    model = genes.model(variants.gene_models(), gene)
    codon = draw.draw(st.integers(2, len(model["sequence"])))
    old = model["sequence"][codon - 1]
    new = draw.draw(st.sampled_from(AMINO.replace(old, "")))
    parsed = hgvs.parse(variants.gene_models(), f"p.{old}{codon}{new}", gene)
    found = interpret.interpret(variants._data(), parsed)
    assert [cell["drug"] for cell in found["drugs"]] == DRUGS
    allowed = EXONS.get(found["class"])
    assert allowed is None or parsed["exon"] in allowed, (found["class"], parsed["exon"])
    json.dumps(found)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["KIT", "PDGFRA"]), st.sampled_from(["del", "dup", "fs", "*", "="]), st.data())
def test_interpretation_never_raises_for_what_the_parser_reads(gene: str, change: str, draw: Any) -> None:
    model = genes.model(variants.gene_models(), gene)
    first = draw.draw(st.integers(2, len(model["sequence"]) - 12))
    last = first + draw.draw(st.integers(0, 10))
    span = f"{model['sequence'][first - 1]}{first}"
    if change in ("del", "dup") and last > first:
        span += f"_{model['sequence'][last - 1]}{last}"
    found = variants.interpret(f"p.{span}{change}", gene)
    assert found.class_name
    assert found.ask
    assert found.not_said
    assert len(found.drugs) == 5
    if change in ("fs", "*", "="):
        assert found.class_id == "not_activating"


def test_the_answer_is_the_same_when_asked_twice_and_leaves_the_data_alone(data: Json) -> None:
    before = json.dumps(data["drugs"], sort_keys=True)
    first = variants.interpret("KIT V559D + V654A")
    assert variants.interpret("KIT V559D + V654A") == first
    assert json.dumps(data["drugs"], sort_keys=True) == before


# ---------------------------------------------------------------- what must not be got wrong


@pytest.mark.parametrize(("line", "drug", "call"), [
    ("PDGFRA D842V", "imatinib", "resistant"),
    ("PDGFRA D842V", "avapritinib", "sensitive"),
    ("PDGFRA D842Y", "imatinib", "conflicting"),
    ("PDGFRA D842I", "imatinib", "resistant"),
    ("PDGFRA DI842-843IM", "imatinib", "resistant"),
    ("PDGFRA I843del", "imatinib", "conflicting"),
    ("PDGFRA D842_H845del", "imatinib", "sensitive"),
    ("PDGFRA I843_D846del", "imatinib", "sensitive"),
    ("PDGFRA R841_D842delinsKI", "imatinib", "unknown"),
    ("PDGFRA exon 18 mutation", "imatinib", "conflicting"),
    ("KIT exon 11 deletion", "imatinib", "sensitive"),
    ("KIT A502_Y503dup", "imatinib", "reduced"),
    ("KIT K642E", "imatinib", "sensitive"),
    ("KIT V654A", "imatinib", "resistant"),
    ("KIT exon 13 mutation", "imatinib", "conflicting"),
    ("KIT N655K", "imatinib", "unknown"),
    ("KIT L800P", "imatinib", "unknown"),
    ("PDGFRA G853D", "avapritinib", "unknown"),
    ("KIT T670I", "sunitinib", "sensitive"),
    ("KIT N822K", "imatinib", "conflicting"),
    ("KIT D820G", "sunitinib", "resistant"),
    ("KIT A829P", "imatinib", "conflicting"),
    ("KIT V559I", "imatinib", "unknown"),
    ("KIT M541L", "imatinib", "unknown"),
    ("KIT W557*", "imatinib", "unknown"),
    ("SDHB mutation", "imatinib", "resistant"),
    ("BRAF V600E", "avapritinib", "unknown"),
    ("KIT p.?", "imatinib", "unknown"),
])
def test_the_calls_that_people_get_wrong(line: str, drug: str, call: str) -> None:
    assert variants.interpret(line).drugs[drug].call == call


def test_two_names_of_one_protein_get_one_answer() -> None:
    pairs = [("PDGFRA D842_H845del", "PDGFRA I843_D846del"), ("KIT V559del", "KIT V560del"),
             ("KIT S501_A502insAY", "KIT A502_Y503dup")]
    for one, other in pairs:
        assert variants.interpret(one).drugs == variants.interpret(other).drugs


def test_exon_17_alone_asks_for_the_time_point_and_tells_both_meanings() -> None:
    found = variants.interpret("KIT D820G")
    assert found.role == "primary_or_secondary"
    assert any("before any drug" in ask for ask in found.ask)
    assert "If it was there before any drug" in (found.drugs["imatinib"].disagreement or "")


def test_beside_exon_11_a_loop_change_is_the_second_one() -> None:
    found = variants.interpret("KIT V560D + D820A")
    assert found.role == "secondary"
    assert found.drugs["imatinib"].call == "resistant"
    assert found.drugs["imatinib"].disagreement is None
    assert any("same copy of the gene" in said for said in found.not_said)


def test_pocket_and_loop_together_leave_no_clean_answer() -> None:
    found = variants.interpret("KIT V559D + V654A + D820G")
    assert found.drugs["imatinib"].call == "resistant"
    assert [found.drugs[drug].call for drug in ("sunitinib", "regorafenib", "ripretinib")] == ["conflicting"] * 3


def test_a_second_change_does_not_make_d842v_sensitive() -> None:
    found = variants.interpret("PDGFRA D842V + N659K")
    assert found.drugs["imatinib"].call == "resistant"
    assert found.drugs["avapritinib"].call == "resistant"


def test_a_driver_beside_a_polymorphism_is_judged_by_the_driver() -> None:
    alone, beside = variants.interpret("KIT V559D"), variants.interpret("KIT V559D, M541L")
    assert beside.drugs["imatinib"].call == alone.drugs["imatinib"].call == "sensitive"


def test_the_bare_exon_18_of_pdgfra_is_answered_with_which_one() -> None:
    assert "which one?" in variants.interpret("PDGFRA exon 18 mutation").ask[0]


def test_wild_type_asks_for_the_test_before_anything_else() -> None:
    found = variants.interpret("KIT and PDGFRA wild type")
    assert found.class_id == "wild_type"
    assert "Which exons and which method" in found.ask[0]


def test_a_name_from_memory_and_a_name_nobody_listed_are_told_apart() -> None:
    assert interpret.REMEMBERED in variants.interpret("KIT V560A").not_said
    assert interpret.NOT_LISTED in variants.interpret("KIT V560F").not_said
    seen = variants.interpret("KIT V559D").not_said
    assert interpret.REMEMBERED not in seen
    assert interpret.NOT_LISTED not in seen


def test_a_changed_splice_site_is_not_taken_for_exon_11() -> None:
    found = variants.interpret("KIT c.1648-2A>G")
    assert found.class_id is None
    assert {call.call for call in found.drugs.values()} == {"unknown"}


def test_the_frame_has_one_row_for_each_drug_with_its_sources() -> None:
    frame = variants.interpret("PDGFRA D842V").frame()
    assert list(frame.index) == DRUGS
    assert str(frame.loc["imatinib", "sources"]).startswith("Cassier")


# ---------------------------------------------------------------- against a curated database

EXPECTED = {
    ("Supports", "Sensitivity/Response"): {"sensitive"},
    ("Supports", "Resistance"): {"resistant"},
    ("Supports", "Reduced Sensitivity"): {"reduced"},
    ("Does Not Support", "Sensitivity/Response"): {"reduced", "resistant"},
    ("Does Not Support", "Resistance"): {"sensitive", "reduced"},
}
NO_VARIANT = {"7289"}  # K550_K559del: residue 559 is a valine


def civic() -> list[dict[str, str]]:
    """Predictive items on GIST and the five drugs; skips where the open data are not beside the project."""
    if not CIVIC.is_file():
        pytest.skip(f"{CIVIC} is not here")
    lines = [line for line in CIVIC.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [one for one in csv.DictReader(lines, delimiter="\t")
            if one["evidence_type"] == "Predictive" and "Stromal" in one["disease"]
            and set(one["drugs"].lower().split(",")) & set(DRUGS) and one["evidence_id"] not in NO_VARIANT]


def test_where_we_differ_from_civic_the_data_say_why() -> None:
    checked, unexplained = 0, []
    for item in civic():
        for drug in set(item["drugs"].lower().split(",")) & set(DRUGS):
            call = variants.interpret(f"{item['gene']} {item['variant']}").drugs[drug]
            checked += 1
            agree = call.call in EXPECTED[item["evidence_direction"], item["clinical_significance"]]
            if not (agree or call.disagreement or call.call == "unknown"):  # unknown claims less, which needs no reason
                unexplained.append((item["evidence_id"], item["variant"], call))
    assert checked > 60
    assert not unexplained


def test_the_three_items_on_exon_9_and_imatinib_are_told_with_their_papers() -> None:
    items = {one["evidence_id"]: one for one in civic()}
    assert {items[key]["clinical_significance"] for key in ("1221", "2466")} == {"Sensitivity/Response"}
    assert items["2477"]["clinical_significance"] == "Reduced Sensitivity"
    told = variants.interpret("KIT exon 9 mutation").drugs["imatinib"].disagreement or ""
    assert "civic_exon9_imatinib" in told
    assert "eortc62005_genotype_dose" in told
    assert "calgb150105_dose_os" in told
