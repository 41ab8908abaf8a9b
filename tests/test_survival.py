"""Curves meet every published number, refuse what was not published, and read areas and ratios as formulas do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gist_edu import survival
from gist_edu.models import survival as model

SHARE_TOLERANCE, MEDIAN_TOLERANCE = 1e-9, 1e-6  # of one; months
# The hazard ratio a curve implies must lie inside the published interval, except where a reason is written here.
NOT_PROPORTIONAL = {("eortc62024", "rfs", "2021"): "the first landmark is year 5, after the curves have come together"}


def test_every_curve_meets_every_published_landmark_and_median() -> None:
    frame = survival.residuals()
    points = frame[frame["what"] != "hazard ratio"]
    assert len(points) > 150
    gap = (points["curve"] - points["published"]).abs()
    allowed = points["what"].map(lambda what: MEDIAN_TOLERANCE if what == "median" else SHARE_TOLERANCE)
    assert (gap <= allowed).all(), points[gap > allowed]


def test_the_hazard_ratio_a_curve_implies_lies_in_the_published_interval() -> None:
    frame = survival.residuals()
    ratios = frame[frame["what"] == "hazard ratio"]
    assert len(ratios) >= 6
    for row in ratios.itertuples():
        published = survival.hazard_ratio(row.trial, row.endpoint, row.cut or None)
        print(f"{row.trial} {row.endpoint} {row.cut}: published {published['text']}, curve {row.curve:.2f}")
        inside = published["low"] is None or published["low"] <= row.curve <= published["high"]
        assert inside != ((row.trial, row.endpoint, row.cut) in NOT_PROPORTIONAL), row


def test_no_landmark_was_lost_on_the_way_from_the_ledger() -> None:
    """SSGXVIII at 54 months: five years in two arms (JAMA 2012;307:1265)."""
    frame = survival.landmarks("ssgxviii")
    first = frame[(frame["endpoint"] == "rfs") & (frame["cut"] == "54m")]
    three = first[first["arm"] == "arm_36m"]
    assert list(three["months"]) == [12, 24, 36, 48, 60]
    assert list(three["share"]) == [0.959, 0.907, 0.866, 0.783, 0.656]
    assert "ssgxviii_rfs.rfs_60m.arm_36m@54m" in set(frame["evidence"])


def test_data_cuts_are_kept_apart() -> None:
    assert survival.trial("ssgxviii").cuts("rfs") == ["54m", "90m", "119m"]
    at = {cut: survival.hazard_ratio("ssgxviii", "rfs", cut)["value"] for cut in ("54m", "90m", "119m")}
    assert at == {"54m": 0.46, "90m": 0.6, "119m": 0.66}


def test_number_needed_to_treat_turns_the_difference_over() -> None:
    """65.6% against 47.9% at five years: 17.7 points, so about 5.6 people."""
    found = survival.nnt("ssgxviii", "rfs", 60)
    assert found["value"] == pytest.approx(1 / 0.177)
    assert 3 < found["low"] < found["value"] < found["high"]


def test_a_difference_that_may_be_nothing_has_no_upper_end() -> None:
    gap = model.difference({"t": 60, "s": 0.9, "low": 0.8, "high": 1.0}, {"t": 60, "s": 0.88, "low": 0.8, "high": 0.96})
    assert model.nnt(gap)["high"] is None
    assert not model.nnt(gap)["bounded"]
    worse = model.difference({"t": 60, "s": 0.8}, {"t": 60, "s": 0.9})
    assert model.nnt(worse)["value"] is None


@pytest.mark.parametrize(("ask", "words"), [
    (lambda: survival.curve("ssgxviii", "arm_36m", "rfs")(61), "Nothing is extrapolated"),
    (lambda: survival.curve("ssgxviii", "arm_36m", "rfs")(-1), "from 0 to 60"),
    (lambda: survival.curve("grid", "regorafenib", "os"), "none was seen by us"),
    (lambda: survival.curve("invictus", "arm_36m", "pfs"), "choose one of: ripretinib, placebo"),
    (lambda: survival.curve("invictus", "placebo", "rfs"), "has no endpoint"),
    (lambda: survival.curve("ssgxviii", "arm_36m", "rfs", "54"), "there is no data cut"),
    (lambda: survival.hazard_ratio("s0033", "pfs"), "no hazard ratio"),
    (lambda: survival.nnt("persist5", "rfs", 60), "not compared"),
    (lambda: survival.nnt("z9001", "rfs", 24), "Published months at this data cut: 12"),
    (lambda: survival.rmst("z9001", "placebo", "rfs", 30, "label"), "the last published time is month 20"),
    (lambda: survival.trial("ssgxix"), "There is no trial"),
    (lambda: survival.curve("b2222", "all", "os")(60), "the last published time is month 57"),
])
def test_what_was_not_published_is_refused_with_what_there_is(ask: object, words: str) -> None:
    with pytest.raises(survival.NotPublished, match=words):
        ask()  # type: ignore[operator]


def test_values_from_memory_are_not_drawn() -> None:
    """INVICTUS survival at 6 and 12 months is held from memory."""
    assert survival.curve("invictus", "ripretinib", "os").landmarks == ()
    assert "one median only" in survival.curve("invictus", "ripretinib", "os").label


def test_a_constant_hazard_has_its_textbook_mean_median_and_ratio() -> None:
    """S(t) = exp(-t/20): restricted mean 20 (1 - exp(-t/20)), median 20 ln 2."""
    line = model.knots([{"t": t, "s": math.exp(-t / 20)} for t in (6, 12, 60)])
    assert model.rmst(line, 60) == pytest.approx(20 * (1 - math.exp(-3)))
    assert model.median(line) == pytest.approx(20 * math.log(2))
    treated = model.with_hazard_ratio(line, 0.5)
    assert model.hazard_ratio(treated, line, 60) == pytest.approx(0.5, abs=0.01)


marks = st.lists(st.floats(0.01, 1.0), min_size=1, max_size=8).map(
    lambda shares: [{"t": 6.0 * (n + 1), "s": s} for n, s in enumerate(sorted(shares, reverse=True))]
)


@given(marks, st.floats(0, 1), st.floats(0, 1))
def test_curves_fall_and_meet_their_landmarks(points: list[dict[str, float]], early: float, late: float) -> None:
    line = model.knots(points)
    end = model.last(line)
    first, second = sorted((early * end, late * end))
    assert model.share(line, first) >= model.share(line, second) - 1e-12
    for point in points:
        assert model.share(line, point["t"]) == pytest.approx(point["s"], abs=1e-12)
    assert model.rmst(line, end) <= end + 1e-9


@given(marks)
def test_a_curve_that_reaches_a_level_is_at_that_level_there(points: list[dict[str, float]]) -> None:
    line = model.knots(points)
    for level in (0.9, 0.5, 0.2):
        month = model.time_at(line, level)
        assert month is None or model.share(line, month) == pytest.approx(level, abs=1e-9)
        assert (month is None) == (level < line[-1][1] or level >= 1)


def test_landmarks_that_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="60 of 100 at month 12 and then 70 of 100 at month 24"):
        model.knots([{"t": 12, "s": 0.6}, {"t": 24, "s": 0.7}])


def test_simulated_patients_follow_their_curve_and_depend_on_the_seed_alone() -> None:
    frame = survival.patients("ssgxviii", "arm_12m", "rfs", n=4000, seed=1)
    again = survival.patients("ssgxviii", "arm_12m", "rfs", n=4000, seed=1)
    assert frame.equals(again)
    assert not frame.equals(survival.patients("ssgxviii", "arm_12m", "rfs", n=4000, seed=2))
    for month, share in survival.curve("ssgxviii", "arm_12m", "rfs").landmarks[:-1]:
        assert (frame["months"] > month).mean() == pytest.approx(share, abs=0.025)  # 3 standard errors
    assert set(frame.loc[~frame["event"], "months"]) == {60.0}


def test_the_table_of_trials_names_arms_endpoints_and_month_zero() -> None:
    frame = survival.trials().frame()
    assert len(frame) == len(survival.trials()) >= 20
    assert frame.loc["imadgist", "month 0"].startswith("randomisation, about three years after")
    assert not frame.isna().any().any()
