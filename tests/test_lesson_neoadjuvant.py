"""Lesson 09: the exercise accepts right answers only, prose and ledger agree, and the drawing keeps its scale."""
from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from gist_edu import evidence, plates, variants

LESSON = Path(__file__).parent.parent / "notebooks" / "09_neoadjuvant_imatinib.ipynb"


def cell(start: str) -> str:
    """The code cell that holds these words."""
    cells = [cell for cell in json.loads(LESSON.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    return next(text for text in ("".join(cell["source"]) for cell in cells) if start in text)


def said(months: str, plan: str, share: str) -> list[str]:
    """What the exercise prints to a learner who wrote these three answers."""
    code = cell("my_months").replace("my_months = 0", f"my_months = {months}")
    code = code.replace('my_plan = "?"', f'my_plan = "{plan}"').replace("my_share = 0", f"my_share = {share}")
    out = io.StringIO()
    with redirect_stdout(out):
        exec(code, {"evidence": evidence, "total": evidence.value("neoadj_counts_in_36.total")})
    return [line.partition(": ")[2] for line in out.getvalue().splitlines()]


def test_the_exercise_accepts_the_months_left_the_operation_and_the_share() -> None:
    assert said("27", "operate", "57") == ["right", "right", "right"]


@pytest.mark.parametrize(("months", "plan", "share"), [("36", "go on", "4"), ("0", "?", "0"), ("45", "", "95")])
def test_the_exercise_refuses_a_new_clock_a_drug_that_cannot_work_and_the_wrong_denominator(
    months: str, plan: str, share: str
) -> None:
    assert all(line.startswith("not yet") for line in said(months, plan, share))


def test_the_three_reports_get_three_different_calls_and_d842v_is_the_resistant_one() -> None:
    lines = dict(re.findall(r'"(\w+)": "((?:KIT|PDGFRA) p\.\w+)"', cell("reports =")))
    calls = {name: variants.interpret(line).drugs["imatinib"].call for name, line in lines.items()}
    assert calls == {"Tomasz": "sensitive", "Ada": "resistant", "Bo": "reduced"}


def test_the_example_of_the_guideline_adds_up_to_its_total() -> None:
    parts = [evidence.value(f"neoadj_counts_in_36.example_{when}") for when in ("before", "after")]
    assert sum(parts) == evidence.value("neoadj_counts_in_36.total")


def test_the_share_of_stomachs_kept_follows_from_its_two_denominators() -> None:
    kept = evidence.value("kurokawa_2017.half_stomach")
    free_margin, analysed = evidence.value("kurokawa_2017.r0_count"), evidence.value("kurokawa_2017.n")
    assert round(100 * kept / free_margin) == evidence.value("kurokawa_2017.half_stomach_share")
    assert round(100 * kept / analysed) == evidence.value("kurokawa_2017.half_stomach_share.pdq")


def test_the_registry_leans_both_ways_once_both_ratios_compare_the_same_groups() -> None:
    turned = 1 / evidence.value("ncdb_bennett_2025.hr_os.surgery_first")
    assert evidence.value("ncdb_marqueen_2021.hr_os") < 1 < turned


def test_the_volume_of_a_ball_fits_the_volume_that_was_measured() -> None:
    left = (1 - evidence.value("best_response_28w.diameter_fall") / 100) ** 3
    assert abs(100 * (1 - left) - evidence.value("best_response_28w.volume_fall")) < 3


def radii(size_cm: float) -> list[float]:
    found = re.findall(r'<circle data-tumour="[^"]+"[^>]* r="([\d.]+)"', plates.low_rectum(size_cm).svg)
    return [float(radius) for radius in found]


@pytest.mark.parametrize("size_cm", [1, 4.2, 7, 8])
def test_the_drawn_tumour_shrinks_as_far_as_the_series_says(size_cm: float) -> None:
    before, after = radii(size_cm)
    assert round(100 * (1 - after / before)) == evidence.value("best_response_28w.diameter_fall")


def test_the_drawing_tells_in_words_that_seven_centimetres_reach_the_sphincter_and_four_do_not() -> None:
    words = repr(plates.low_rectum(7))
    assert "before 7.0 cm, at the sphincter" in words
    assert "at best 4.0 cm, clear of the sphincter" in words


@pytest.mark.parametrize("size_cm", [0, -3, 40, float("nan")])
def test_a_tumour_without_room_in_the_drawing_is_refused_with_a_size_that_works(size_cm: float) -> None:
    with pytest.raises(ValueError, match="Try 7"):
        plates.low_rectum(size_cm)
