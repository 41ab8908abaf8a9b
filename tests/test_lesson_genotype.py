"""Lesson 04: its exercise accepts the right answers only, and its tables hold what the ledger holds."""
from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from gist_edu import evidence
from gist_edu._ledger import ledger

LESSON = Path(__file__).parent.parent / "notebooks" / "04_genotype_to_drug.ipynb"
NEEDED = ("drug-02", "drug-11", "drug-20")  # imports, and the tables that the exercise reads


def source(cell_id: str) -> str:
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["id"] == cell_id))


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    names: dict[str, Any] = {}
    for cell_id in NEEDED:
        exec(source(cell_id), names)
    return names


def said(tables: dict[str, Any], comparison: str, dose: str) -> list[str]:
    """What the exercise prints to a learner who wrote these two answers."""
    code = source("drug-22").replace('same_comparison = "?"', f'same_comparison = "{comparison}"')
    code = code.replace('more_drug_won_on = "?"', f'more_drug_won_on = "{dose}"')
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, dict(tables))
    return out.getvalue().splitlines()


def test_the_right_answers_are_accepted(tables: dict[str, Any]) -> None:
    assert said(tables, "no", "response") == ["comparison: right", "dose: right"]


@pytest.mark.parametrize(("comparison", "dose"), [("?", "?"), ("yes", "survival"), ("yes", "both")])
def test_other_answers_are_sent_back_to_the_table(tables: dict[str, Any], comparison: str, dose: str) -> None:
    assert all("not yet" in line for line in said(tables, comparison, dose))


def test_the_table_of_labels_names_one_item_per_trial_and_two_labels(tables: dict[str, Any]) -> None:
    civic = tables["civic"]
    assert civic["trial"].is_unique
    assert civic["label"].nunique() == 2
    assert civic.loc["eid2477", "label"] == evidence.card("civic_exon9_imatinib.label.eid2477").fields()["text"]


def test_disagreements_on_neighbours_of_d842v_are_named_from_both_sides() -> None:
    records = ledger()
    for earlier in ("i843del_heinrich_2003", "pdgfra_beyond_d842v"):
        assert earlier in records["crenolanib_d842v"].disagrees_with
        assert "crenolanib_d842v" in records[earlier].disagrees_with
