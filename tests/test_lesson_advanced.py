"""Lesson 06: its exercise accepts the right answers only, and what its prose says of its tables is what they show."""
from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from gist_edu import evidence, survival

LESSON = Path(__file__).parent.parent / "notebooks" / "06_advanced_disease.ipynb"


def source(start: str) -> str:
    """The code cell that holds these words."""
    cells = [cell for cell in json.loads(LESSON.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    return next(text for text in ("".join(cell["source"]) for cell in cells) if start in text)


def said(ratio: str, people: str) -> list[str]:
    """What the exercise prints to a learner who wrote these two answers."""
    code = source("my_ratio").replace("my_ratio = 0.0", f"my_ratio = {ratio}")
    code = code.replace("my_people = 0", f"my_people = {people}")
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, {"evidence": evidence})
    return [line.partition(": ")[2] for line in out.getvalue().splitlines()]


def test_the_exercise_accepts_the_ratio_that_fits_its_interval_and_the_people_left() -> None:
    assert said("0.39", "16") == ["right", "right"]


@pytest.mark.parametrize(("ratio", "people"), [("0.329", "23"), ("0.46", "7"), ("0.0", "0"), ("0.41", "17")])
def test_the_exercise_refuses_the_misprint_and_the_shares_themselves(ratio: str, people: str) -> None:
    assert all(line.startswith("not yet") for line in said(ratio, people))


def test_for_every_three_who_stop_about_two_more_progress() -> None:
    assert round(3 * survival.difference("bfr14_stop", "pfs", 24)["value"]) == 2


@pytest.mark.parametrize("trial", ["eortc62005", "s0033"])
def test_at_three_years_pfs_leans_to_the_double_dose_in_both_trials(trial: str) -> None:
    assert 0 < survival.difference(trial, "pfs", 36)["value"] < 0.05


def test_survival_at_three_years_goes_either_way() -> None:
    assert survival.difference("eortc62005", "os", 36)["value"] > 0 > survival.difference("s0033", "os", 36)["value"]


def test_the_four_best_results_add_up_to_everyone() -> None:
    names: dict[str, Any] = {}
    exec(source("charts, evidence, survival") + "\n" + source("kinds = "), names)
    assert sum(names["counts"].values()) == evidence.value("eortc62005_pfs.n")
