"""Lesson 08: the exercise accepts right answers only, and what its prose says of its tables is what they show."""
from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from gist_edu import _questions, evidence, survival

LESSON = Path(__file__).parent.parent / "notebooks" / "08_adjuvant_imatinib.ipynb"
CUTS = ("54m", "90m", "119m")


def cell(start: str) -> str:
    """The code cell that holds these words."""
    cells = [cell for cell in json.loads(LESSON.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    return next(text for text in ("".join(cell["source"]) for cell in cells) if start in text)


def share(address: str) -> float:
    """People with an event as a share of all in the group."""
    found = evidence.get(address)
    assert isinstance(found.value, int | float)
    assert found.of
    return found.value / found.of


def interval(address: str, field: str = "ci") -> tuple[float, float]:
    """Both ends of a published interval."""
    low, high = getattr(evidence.get(address), field)
    return float(low), float(high)


def said(amara: str, bruno: str, chiara: str, life: str, more_alive: str) -> list[str]:
    """What the exercise prints to a learner who wrote these answers."""
    code = cell("more_alive = 0")
    for blank, answer in (('"Amara": "?"', f'"Amara": "{amara}"'), ('"Bruno": "?"', f'"Bruno": "{bruno}"'),
                          ('"Chiara": "?"', f'"Chiara": "{chiara}"'), ("life = 1.0", f"life = {life}"),
                          ("more_alive = 0", f"more_alive = {more_alive}")):
        assert blank in code
        code = code.replace(blank, answer)
    names: dict[str, Any] = {"evidence": evidence, "survival": survival}
    exec(cell("def two_answers"), names)
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, names)
    return [line.partition(": ")[2] for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("more_alive", ["14", "13.7"])
def test_the_exercise_accepts_risk_and_gene_no_ratio_and_the_people_alive(more_alive: str) -> None:
    assert said("yes", "no", "no", "None", more_alive) == ["right"] * 5


@pytest.mark.parametrize(("life", "more_alive"), [("1.0", "0"), ("0.40", "32"), ("0.55", "10.7"), ("0", "20")])
def test_the_exercise_refuses_treating_all_three_a_ratio_for_relapse_and_other_differences(
    life: str, more_alive: str
) -> None:
    answers = said("no", "yes", "yes", life, more_alive)
    assert len(answers) == 5
    assert all(line.startswith("not yet") for line in answers)


def test_nobody_has_published_a_ratio_for_death_with_six_years() -> None:
    assert evidence.get("imadgist_dfs.os").value == "immature"
    assert "os" not in survival.trial("imadgist").endpoints


@pytest.mark.parametrize(("trial", "below_one"), [("z9001", False), ("eortc62024", False), ("ssgxviii", True)])
def test_for_death_only_three_years_against_one_has_an_interval_below_one(trial: str, below_one: bool) -> None:
    cut = "119m" if trial == "ssgxviii" else None
    assert (survival.hazard_ratio(trial, "os", cut)["high"] < 1) is below_one


@pytest.mark.parametrize(("trial", "cut"), [("z9001", "74m"), ("eortc62024", "2021"), ("ssgxviii", "119m")])
def test_all_three_trials_put_relapse_off(trial: str, cut: str) -> None:
    assert survival.hazard_ratio(trial, "rfs", cut)["high"] < 1


def test_the_gap_is_widest_when_the_longer_group_stops_and_shrinks_afterwards() -> None:
    months = (12, 24, 36, 48, 60)
    gap = {month: survival.difference("ssgxviii", "rfs", month, "54m")["value"] for month in months}
    assert max(gap, key=lambda month: gap[month]) == 36
    assert gap[36] > gap[48] > gap[60] > 0


def test_part_of_the_gap_holds_at_ten_years() -> None:
    ten, five = (survival.difference("ssgxviii", "rfs", *look)["value"] for look in ((120, "119m"), (60, "54m")))
    assert 0 < ten < five


def test_the_ratio_of_ssgxviii_fades_from_cut_to_cut() -> None:
    ratios = [survival.hazard_ratio("ssgxviii", "rfs", cut)["value"] for cut in CUTS]
    assert ratios == sorted(ratios)
    assert len(set(ratios)) == len(CUTS)


def test_at_low_risk_hardly_anybody_relapsed_with_or_without_tablets() -> None:
    for arm in ("imatinib", "placebo"):
        low, high = (share(f"z9001_nih_subgroups.events.{risk}_{arm}") for risk in ("low", "high"))
        assert low < 0.03 < 0.1 < high


def test_two_tables_give_two_answers_in_the_middle_of_one_trial() -> None:
    nih = interval("z9001_nih_subgroups.hr_rfs.intermediate")
    afip = interval("z9001_afip_subgroups.hr_rfs.moderate")
    assert nih[1] > 1 > afip[1]


def test_two_years_neither_wore_imatinib_out_nor_spared_people_another_drug_clearly() -> None:
    low, high = interval("eortc62024_iffs.hr_iffs_interval@2021", "value")
    assert low < 1 < high


def test_each_question_of_the_set_has_a_sibling_outside_it() -> None:
    questions = _questions.load()
    asked = questions.sets["08"]
    families = [questions.items[name].family for name in asked]
    spare = {item.family for item in questions.items.values() if item.id not in asked}
    assert len(set(families)) == len(families)
    assert set(families) <= spare
