"""Lesson 10: its exercise accepts the right answers only, and what its prose says of its tables is what they show."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from gist_edu import evidence, pk
from gist_edu._ledger import ledger

LESSON = Path(__file__).parent.parent / "notebooks" / "10_dose_and_exposure.ipynb"
CELLS = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]


def source(start: str) -> str:
    """The code cell that holds these words."""
    code = ["".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"]
    return next(text for text in code if start in text)


def prose() -> str:
    """All running text of the lesson, in one line."""
    return " ".join(" ".join("".join(cell["source"]).split()) for cell in CELLS if cell["cell_type"] == "markdown")


def ran(start: str) -> dict[str, Any]:
    """The names that a cell leaves behind."""
    names: dict[str, Any] = {}
    exec("import pandas as pd\nfrom gist_edu import evidence, pk\n" + source(start), names)
    return names


def said(dose: str, factor: str) -> list[str]:
    """What the exercise prints to a learner who wrote these two answers."""
    code = source("my_dose").replace('my_dose = "?"', f'my_dose = "{dose}"')
    code = code.replace("my_factor = 0.0", f"my_factor = {factor}")
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, {"pk": pk})
    return [line.partition(": ")[2] for line in out.getvalue().splitlines()]


def test_the_exercise_accepts_the_same_dose_and_the_factor_of_two_and_a_half() -> None:
    assert said("s", "2.5") == ["right", "right"]


@pytest.mark.parametrize(("dose", "factor"), [("u", "2.0"), ("d", "3.0"), ("?", "0.0")])
def test_the_exercise_refuses_more_or_less_drug_and_plain_doubling(dose: str, factor: str) -> None:
    assert all(line.startswith("not yet") for line in said(dose, factor))


def test_one_forgotten_tablet_more_than_halves_the_level_and_days_pass_until_it_is_back() -> None:
    table = ran("none forgotten")["table"]
    usual = table["none forgotten"].iloc[0]
    assert table["one"].iloc[0] < usual / 2
    assert table["one"].iloc[1] < 0.9 * usual < 0.95 * usual < table["one"].iloc[3]
    assert table["two"].min() < table["one"].min() / 2


def test_half_as_much_again_leaves_the_exposure_below_half_and_the_trough_lower_still() -> None:
    runs = ran("600 mg, carbamazepine")["runs"]
    usual, more = runs["400 mg"], runs["600 mg, carbamazepine"]
    assert more.auc24_mg_h_l < usual.auc24_mg_h_l / 2
    assert more.trough_ng_ml / usual.trough_ng_ml < more.auc24_mg_h_l / usual.auc24_mg_h_l


def test_the_level_of_the_referral_fits_an_inducer_at_ten_hours_and_no_trough() -> None:
    names = ran("other reading")
    ten, day = names["hours"].index(10), names["hours"].index(24)
    for reading in ("carbamazepine", "carbamazepine, other reading"):
        assert names["levels"][reading][ten] == pytest.approx(620, rel=0.15)
        assert names["levels"][reading][day] < 620 / 2
    assert names["levels"]["no inducer"][ten] > 3 * 620


def test_the_model_moves_the_share_below_the_quartile_edge_from_three_to_more_than_eight_in_ten() -> None:
    line = evidence.value("tdm_demetri.quartile_edge")
    shares = [(crowd < line).mean() for crowd in ran("crowds = ")["crowds"].values()]
    assert round(10 * min(shares)) == 3
    assert max(shares) > 0.8


def test_no_bare_dose_is_given_as_an_answer_and_nothing_is_promised() -> None:
    text = prose()
    assert "has not been shown to help in a randomised trial in GIST" in text
    assert "not for dosing" in text
    assert "enter no real person" in text
    assert "Her team decides" in text


def test_what_was_never_seen_is_marked_where_the_lesson_prints_it() -> None:
    assert ledger()["ddi_inducer_dose"].verified == "memory"
    assert "[50% (unverified)](ev:ddi_inducer_dose.increase?as=unverified)" in prose()
    assert "942" not in prose()


def test_the_four_cohorts_and_trials_behind_raising_the_dose_are_all_named() -> None:
    for record in ("tdm_randomised", "tdm_ijzerman", "escalation_yoo", "tdm_optim_cml", "tdm_nci_trial"):
        assert f"ev:{record}" in prose()
