"""Lesson 11: its exercise accepts the right answers only, and its prose tells scans and labels as they are."""
from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import gist_edu
from gist_edu import evidence, monitoring, response, toxicity

LESSON = Path(__file__).parent.parent / "notebooks" / "11_monitoring_and_side_effects.ipynb"
CELLS = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]


def source(start: str) -> str:
    """The cell that holds these words."""
    return next(text for text in ("".join(cell["source"]) for cell in CELLS) if start in text)


def said(recist: str, choi: str, restart: str) -> list[str]:
    """What the exercise prints to a learner who wrote these three answers."""
    code = source("my_recist").replace('"?", "?", "?"', f'"{recist}", "{choi}", "{restart}"')
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, {"gist_edu": gist_edu, "response": response})
    return [line.partition(": ")[2] for line in out.getvalue().splitlines()]


def test_the_exercise_accepts_stable_by_size_response_by_density_and_the_same_dose() -> None:
    assert said("SD", "PR", "same") == ["right", "right", "right"]


@pytest.mark.parametrize("answers", [("PR", "SD", "lower"), ("PD", "PD", "300"), ("?", "?", "?"), ("CR", "CR", "half")])
def test_the_exercise_refuses_every_other_answer(answers: tuple[str, str, str]) -> None:
    assert all(line.startswith("not yet") for line in said(*answers))


@pytest.mark.parametrize(("name", "words"), [
    ("falling_density", "grew from {base_mm} to {now_mm} mm. Its density fell from {base_hu} to {now_hu} Hounsfield"),
    ("nodule", "shrank early, from {base_mm} to {mid_mm} mm"),
])
def test_the_scans_of_the_prose_are_those_of_the_reader(name: str, words: str) -> None:
    scans = [scan["lesions"][0] for scan in response.scenario(name)]
    numbers = {"base_mm": scans[0]["mm"], "base_hu": scans[0]["hu"], "mid_mm": scans[1]["mm"],
               "now_mm": scans[-1]["mm"], "now_hu": scans[-1]["hu"]}
    assert words.format(**numbers) in source(words.partition("{")[0])


def test_larger_and_darker_is_progression_by_size_and_response_by_choi() -> None:
    calls = response.compare(response.scenario("falling_density")).set_index("ruler")["call"]
    assert (calls["RECIST 1.1"], calls["Choi"]) == ("PD", "PR")


def test_size_is_blind_to_the_nodule_and_choi_is_not() -> None:
    calls = response.compare(response.scenario("nodule")).set_index("ruler")["call"]
    assert "PD" not in (calls["RECIST 1.1"], calls["RECIST, GIST trials"])
    assert (calls["Choi"], calls["nodule in a mass"]) == ("PD", "PD")


def test_a_reader_who_says_response_to_everybody_beats_choi_in_the_early_study() -> None:
    counts = ("correct.choi", "responders", "n")
    choi, responders, everybody = (evidence.value(f"early_imaging_2021.{name}") for name in counts)
    assert choi < responders < everybody


def test_the_eu_text_goes_back_to_the_previous_dose_once_and_a_step_down_the_second_time() -> None:
    first, second = (toxicity.advise("counts", neutrophils=0.8, dose_mg=400, again=again)["EU"]["says"]
                     for again in (False, True))
    assert "previous dose" in first
    assert "300 mg" not in first
    assert "300 mg" in second


def test_for_cramps_and_eyelids_neither_label_has_a_rule() -> None:
    assert [one["applies"] for one in toxicity.advise("mild").values()] == [False, False]


def test_no_dose_is_named_after_severe_fluid() -> None:
    answers = toxicity.advise("fluid", weight_gain=6, breathless=True, dose_mg=800)
    assert answers.urgent
    assert not any(re.search(r"\d+ mg", one["says"] or "") for one in answers.values())


def test_the_plan_for_advanced_disease_rests_on_all_four_kinds() -> None:
    assert set(monitoring.plan("advanced")["rests on"]) == {"label", "guideline", "trial", "habit"}


def test_the_oedema_table_shows_only_what_was_seen_and_counts_in_three_ways() -> None:
    rows = toxicity.rates("oedema")
    seen = rows[rows["how seen"] == "seen"]
    assert not seen["rate"].str.contains("unverified").any()
    assert seen["counted"].nunique() == 3
