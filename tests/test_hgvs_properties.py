"""Properties of names: round trips, one name for one protein, and an independent parser of the same grammar."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from mutalyzer_hgvs_parser import to_model

from gist_edu import variants
from gist_edu.models import genes, hgvs, hgvs_protein, hgvs_words

GENES = variants.gene_models()
RESIDUE = st.sampled_from(hgvs_words.ONE)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, int, str]:
    """(gene, start, end, inserted) of any small change; an empty range is an insertion."""
    symbol = draw(st.sampled_from(genes.SYMBOLS))
    length = len(genes.model(GENES, symbol)["sequence"])
    start = draw(st.integers(2, length - 40))
    end = start - 1 + draw(st.integers(0, 8))
    inserted = draw(st.text(RESIDUE, min_size=1 if end < start else 0, max_size=6))
    return symbol, start, end, inserted


def changed(symbol: str, start: int, end: int, inserted: str) -> str:
    sequence = genes.model(GENES, symbol)["sequence"]
    return sequence[: start - 1] + inserted + sequence[end:]


def read_back(name: str, symbol: str) -> str:
    """The protein that a canonical name describes, read by the other parser and applied by hand."""
    model = to_model(f"{genes.model(GENES, symbol)['protein']}.1:{name}")["variants"][0]
    place = model["location"]
    first = place.get("start", place)["position"]
    last = place.get("end", place)["position"]
    assert genes.residue(genes.model(GENES, symbol), first) == one(place.get("start", place)["amino_acid"])
    new = "".join(one(part["sequence"]) for part in model.get("inserted", []) if "sequence" in part)
    if model["type"] == "insertion":
        return changed(symbol, last, first, new)
    if model["type"] == "duplication":
        return changed(symbol, last + 1, last, genes.model(GENES, symbol)["sequence"][first - 1 : last])
    return changed(symbol, first, last, new)


def one(letters: str) -> str:
    return hgvs_words.in_three(letters.upper()) if len(letters) >= 3 and letters != letters.upper() else letters


def name_of(edit: tuple[str, int, int, str]) -> dict[str, Any]:
    symbol, start, end, inserted = edit
    return hgvs_protein.normalise(genes.model(GENES, symbol)["sequence"], start, end, inserted)


@settings(max_examples=300, deadline=None)
@given(edits())
def test_a_name_read_again_is_the_same_name_in_both_codes(edit: tuple[str, int, int, str]) -> None:
    made = name_of(edit)
    for text in (made["hgvs_p"], made["hgvs_p3"], made["hgvs_p"][2:], f"{edit[0]}:{made['hgvs_p3']}"):
        parsed = hgvs.parse(GENES, text, edit[0])
        assert (parsed["hgvs_p"], parsed["hgvs_p3"]) == (made["hgvs_p"], made["hgvs_p3"])
        assert (parsed["kind"], parsed["start"], parsed["end"]) == (made["kind"], made["start"], made["end"])


@settings(max_examples=300, deadline=None)
@given(edits())
def test_an_independent_parser_finds_the_same_protein_in_our_name(edit: tuple[str, int, int, str]) -> None:
    made = name_of(edit)
    if made["kind"] != "synonymous":
        for text in (made["hgvs_p"], made["hgvs_p3"]):
            assert read_back(text, edit[0]) == changed(*edit)


@settings(max_examples=300, deadline=None)
@given(edits(), st.integers(0, 6))
def test_descriptions_of_one_protein_get_one_name(edit: tuple[str, int, int, str], wider: int) -> None:
    symbol, start, end, inserted = edit
    sequence = genes.model(GENES, symbol)["sequence"]
    left, right = sequence[max(start - 1 - wider, 0) : start - 1], sequence[end : end + wider]
    roomy = hgvs_protein.normalise(sequence, start - len(left), end + len(right), left + inserted + right)
    if roomy["kind"] != "synonymous":
        assert roomy["hgvs_p"] == name_of(edit)["hgvs_p"]


@settings(max_examples=200, deadline=None)
@given(edits())
def test_the_other_names_that_are_listed_describe_the_same_protein(edit: tuple[str, int, int, str]) -> None:
    made = name_of(edit)
    for other in hgvs_protein.other_names(genes.model(GENES, edit[0])["sequence"], made):
        assert read_back(other, edit[0]) == changed(*edit)
        assert hgvs.parse(GENES, other, edit[0])["hgvs_p"] == made["hgvs_p"]


@settings(max_examples=200, deadline=None)
@given(st.integers(1349, 2593), st.sampled_from("ACGT"))
def test_a_c_name_changes_the_residue_that_the_genetic_code_says(base: int, new: str) -> None:
    kit = genes.model(GENES, "KIT")
    old, codon = genes.base_at(kit, base), (base + 2) // 3
    bases = genes.bases_between(kit, 3 * codon - 2, 3 * codon)
    if old != new:
        place = (base - 1) % 3
        expected = genes.protein_of(bases[:place] + new + bases[place + 1 :])
        parsed = hgvs.parse(GENES, f"KIT c.{base}{old}>{new}")
        tail = {"*": "*", genes.residue(kit, codon): "="}.get(expected, expected)
        assert parsed["hgvs_p"] == f"p.{genes.residue(kit, codon)}{codon}{tail}"
