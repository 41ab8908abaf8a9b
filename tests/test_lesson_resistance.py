"""Lesson 12: its exercise accepts the right answers only, and what its prose says of its tables is what they show."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from gist_edu import evidence, survival

LESSON = Path(__file__).parent.parent / "notebooks" / "12_resistance_and_what_follows.ipynb"


def source(start: str) -> str:
    """The code cell that holds these words."""
    cells = [cell for cell in json.loads(LESSON.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    return next(text for text in ("".join(cell["source"]) for cell in cells) if start in text)


def run(*starts: str) -> dict[str, Any]:
    names: dict[str, Any] = {"evidence": evidence}
    for start in starts:
        exec(source(start), names)
    return names


def said(months: str, people: str) -> list[str]:
    """What the exercise prints to a learner who wrote these two answers."""
    code = source("my_months").replace("my_months = 0.0", f"my_months = {months}")
    code = code.replace("my_people = 0", f"my_people = {people}")
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, {"evidence": evidence})
    return [line.partition(": ")[2] for line in out.getvalue().splitlines()]


def test_the_exercise_accepts_months_made_of_weeks_and_the_silent_blood_tests() -> None:
    assert said("6.3", "82") == ["right", "right"]


@pytest.mark.parametrize(("months", "people"), [("27.3", "280"), ("6.8", "362"), ("0.0", "0"), ("5.5", "80")])
def test_the_exercise_refuses_weeks_read_as_months_and_the_number_found(months: str, people: str) -> None:
    assert all(line.startswith("not yet") for line in said(months, people))


def test_sunitinib_holds_the_pocket_that_imatinib_lost_and_loses_the_loop() -> None:
    binding = run("import pandas as pd", "changes = ")["binding"]
    first, v654a, t670i, d816h, d816v = range(5)
    assert binding["imatinib"][v654a] > 5 * binding["imatinib"][first]
    assert max(binding["sunitinib"][v654a], binding["sunitinib"][t670i]) <= binding["sunitinib"][first]
    assert min(binding["sunitinib"][d816h], binding["sunitinib"][d816v]) > 100 * binding["sunitinib"][first]


def test_everyone_who_stepped_up_is_counted_once() -> None:
    people = run("import pandas as pd", "step = ")["people"]
    assert sum(people.values()) == evidence.value("zalcberg_2005.n") == 133


def test_each_of_the_three_drugs_beat_placebo_and_intrigue_left_both_ways_open() -> None:
    rows = run("import pandas as pd", "lines = ")["rows"]
    assert all(drug > placebo and ratio < 1 for drug, placebo, ratio in rows.values())
    for endpoint in ("pfs", "os"):
        found = survival.hazard_ratio("intrigue", endpoint)
        assert found["low"] < 1 < found["high"]


def test_the_race_holds_the_pocket_clone_under_sunitinib_and_not_the_loop_clone() -> None:
    race = run("plan = ")["race"]
    imatinib, sunitinib = race.raw["lines"]
    assert imatinib["progression_month"] is not None
    assert sunitinib["progression_month"] is not None
    assert race.largest == "d820y"
