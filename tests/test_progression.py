"""The work-up of a progression: its order, and what a step needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gist_edu import progression
from gist_edu._site import lint_drug_cards

STEP = {"id": "growth", "ask": "Is it growth?", "why": "[Bleeding](ev:pseudo_progression).", "then": "Scan again."}


def read(tmp_path: Path, *raw: Any) -> tuple[progression.Step, ...]:
    path = tmp_path / "work_up.yaml"
    path.write_text(yaml.safe_dump(list(raw)), encoding="utf-8")
    return progression.steps.__wrapped__(path)


def test_the_scan_is_doubted_first_and_the_drug_is_changed_last() -> None:
    order = [step.id for step in progression.steps()]
    assert order == ["growth", "places", "tablets", "cupboard", "level", "genes", "person", "drug"]


def test_what_esmo_wants_excluded_comes_before_any_change_of_drug() -> None:
    order = [step.id for step in progression.steps()]
    assert all(order.index(name) < order.index("drug") for name in ("growth", "tablets", "cupboard"))


def test_the_table_counts_from_one_and_asks_questions() -> None:
    table = progression.work_up()
    assert list(table.index) == list(range(1, 9))
    assert all(asked.endswith("?") for asked in table["ask"])


def test_no_step_holds_a_loose_number() -> None:
    report = lint_drug_cards.check((), progression.steps())
    assert report.problems == []
    assert report.links >= 8


@pytest.mark.parametrize(("change", "words"), [
    ({"why": "It bleeds."}, "an evidence link"),
    ({"why": "[9 of 9](ev:nodule_clonal.new_mutation)"}, "the ledger says '8 of 10'"),
    ({"ask": "Growth."}, "field ask: expected a question"),
    ({"dose": "800"}, "the fields id, ask, why, then"),
])
def test_a_step_that_does_not_fit_is_refused(tmp_path: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(progression.WorkUpError, match=re.escape(words)):
        read(tmp_path, {**STEP, **change})


def test_two_steps_of_one_name_no_steps_and_no_yaml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(progression.WorkUpError, match="each id once"):
        read(tmp_path, STEP, STEP)
    with pytest.raises(progression.WorkUpError, match="a list of steps"):
        read(tmp_path)
    path = tmp_path / "bad.yaml"
    path.write_text("- [", encoding="utf-8")
    with pytest.raises(progression.WorkUpError, match="not readable as YAML"):
        progression.steps.__wrapped__(path)
