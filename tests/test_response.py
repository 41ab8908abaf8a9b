"""The rulers call a scan as their published tables do, at the edge and on either side of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gist_edu import evidence, response
from gist_edu.models import response as model
from gist_edu.models import response_scans

Json = dict[str, Any]


def scan(
    *sizes: float | None, hu: list[float | None] | None = None, organs: list[str] | None = None, **found: Any
) -> Json:
    lesions = [
        {
            "name": f"Lesion {place}",
            "mm": size,
            "hu": (hu or [None] * 9)[place],
            "organ": (organs or [f"organ {place}" for place in range(9)])[place],
        }
        for place, size in enumerate(sizes)
    ]
    return {"lesions": lesions, **found}


# ---------------------------------------------------------------- RECIST 1.1

# Eisenhauer 2009, as table 2 of PMC5658474 prints it: PR "at least a 30% decrease" from baseline; PD "at least a 20%
# increase" over the smallest sum "and at least 5 mm absolute increase".
EDGES = [
    ([50], [35.0], "PR"),
    ([50], [35.1], "SD"),  # 30%
    ([50], [60.0], "PD"),
    ([50], [59.9], "SD"),  # 20%
    ([20], [24.9], "SD"),
    ([20], [25.0], "PD"),
    ([24], [28.9], "SD"),  # 5 mm besides
    ([25], [30.0], "PD"),
    ([25], [29.9], "SD"),  # 20% and 5 mm together
    ([100], [105], "SD"),  # 5 mm alone
    ([33.3, 33.3], [23.3, 23.3], "PR"),
    ([33.3, 33.3], [23.4, 23.3], "SD"),  # 66.6 mm: 46.62 is the limit
    ([50], [0], "CR"),
    ([50], [50], "SD"),
]


@pytest.mark.parametrize(("baseline", "now", "call"), EDGES)
def test_recist_calls_the_edge_exactly(baseline: list[float], now: list[float], call: str) -> None:
    assert model.recist([scan(*baseline), scan(*now)])["call"] == call


def test_growth_is_measured_from_the_smallest_sum_and_shrinkage_from_the_baseline() -> None:
    found = model.recist([scan(100), scan(50), scan(60)])
    assert (found["call"], found["change_pct"], found["from_smallest_pct"]) == ("PD", -40.0, 20.0)
    assert found["sums_mm"] == [100, 50, 60]
    assert model.recist([scan(100), scan(50), scan(59.9)])["call"] == "PR"


@pytest.mark.parametrize(
    ("found", "call"),
    [
        ({"new": True}, "PD"),
        ({"new": "unclear"}, "PR"),
        ({"nontarget": "growing"}, "PD"),
        ({"nontarget": "present"}, "PR"),
        ({"nodule": "new"}, "PR"),
        ({"nodule": "growing"}, "PR"),
    ],
)
def test_recist_sees_new_lesions_and_other_disease_but_no_nodule_inside(found: Json, call: str) -> None:
    assert model.recist([scan(50), scan(30, **found)])["call"] == call


def test_a_lymph_node_counts_by_its_short_axis_and_is_normal_below_ten() -> None:
    node = ["lymph node"]
    assert model.recist([scan(15, organs=node), scan(9.9, organs=node)])["call"] == "CR"
    assert model.recist([scan(15, organs=node), scan(10, organs=node)])["call"] == "PR"
    small = model.recist([scan(14.9, organs=node), scan(9, organs=node)])
    assert small["call"] == "not_evaluable"
    assert "14.9 mm at baseline is too small for a target" in small["why"][0]
    assert model.recist([scan(10), scan(10)])["call"] == "SD"
    assert model.recist([scan(9.9), scan(5)])["call"] == "not_evaluable"


def test_other_disease_that_stays_keeps_a_response_from_being_complete() -> None:
    assert model.recist([scan(50), scan(0, nontarget="present")])["call"] == "PR"
    assert model.recist([scan(50), scan(0, nontarget="gone")])["call"] == "CR"


def test_what_comes_back_after_everything_had_gone_is_progression_at_any_size() -> None:
    assert model.recist([scan(50), scan(0), scan(4)])["call"] == "PD"
    assert model.recist([scan(50), scan(0, nontarget="present"), scan(4)])["call"] == "PR"


def test_an_unmeasured_target_leaves_no_call_unless_something_else_is_progression() -> None:
    assert model.recist([scan(50, 30), scan(50, None)])["call"] == "not_evaluable"
    assert model.recist([scan(50, 30), scan(50, None, new=True)])["call"] == "PD"
    assert model.recist([scan(50, 30), scan(40, None), scan(40, 30)])["sums_mm"] == [80, None, 70]


def test_gist_trials_leave_nodes_and_bones_out_and_count_a_growing_nodule() -> None:
    organs = ["stomach", "lymph node", "bone"]
    scans = [scan(48, 21, 30, organs=organs), scan(35, 9, 0, organs=organs)]
    assert (model.recist(scans)["call"], model.modified(scans)["call"]) == ("PR", "SD")
    assert model.modified([scan(50), scan(50, nodule="growing")])["call"] == "PD"
    assert model.modified([scan(50), scan(50, nodule="new")])["call"] == "SD"
    assert model.modified([scan(20, organs=["bone"]), scan(20, organs=["bone"])])["call"] == "not_evaluable"


# ---------------------------------------------------------------- Choi

# Choi 2007, as table 2 of PMC5658474 prints it: a decrease in size of >=10% or in density of >=15%; PD an increase of
# >=10% that is no response by density.
CHOI = [
    (40, 36.0, 70, 70, "PR"),
    (40, 36.1, 70, 70, "SD"),  # 10% smaller
    (40, 40, 100, 85.0, "PR"),
    (40, 40, 100, 85.1, "SD"),  # 15% darker
    (40, 44.0, 100, 100, "PD"),
    (40, 43.9, 100, 100, "SD"),  # 10% larger
    (40, 50, 75, 40, "PR"),
    (40, 44, 100, 85, "PR"),
    (40, 44, 100, 85.1, "PD"),  # density outweighs growth
    (40, 36, 70, 90, "PR"),  # or, not and
    (40, 0, 70, None, "CR"),
]


@pytest.mark.parametrize(("base", "now", "hu_base", "hu_now", "call"), CHOI)
def test_choi_calls_the_edge_exactly(base: float, now: float, hu_base: float, hu_now: float | None, call: str) -> None:
    assert model.choi([scan(base, hu=[hu_base]), scan(now, hu=[hu_now])])["call"] == call


@pytest.mark.parametrize("found", [{"new": True}, {"nodule": "new"}, {"nodule": "growing"}, {"nontarget": "growing"}])
def test_choi_calls_progression_whatever_the_density_says(found: Json) -> None:
    assert model.choi([scan(40, hu=[75]), scan(30, hu=[40], **found)])["call"] == "PD"


def test_without_a_comparable_density_choi_makes_no_call_but_a_response_by_size() -> None:
    assert model.choi([scan(40, hu=[75]), scan(40, hu=[40], phase="none")])["call"] == "not_evaluable"
    assert model.choi([scan(40, hu=[75]), scan(50, hu=[40], phase="arterial")])["call"] == "not_evaluable"
    assert model.choi([scan(40, hu=[75]), scan(36, hu=[75], phase="none")])["call"] == "PR"
    assert model.choi([scan(40), scan(40)])["call"] == "not_evaluable"
    assert "no percentage" in " ".join(model.choi([scan(40, hu=[-5]), scan(40, hu=[-20])])["why"])


def test_a_lesion_that_has_gone_leaves_the_mean_density() -> None:
    found = model.choi([scan(40, 40, hu=[100, 20]), scan(40, 0, hu=[100, None])])
    assert (found["call"], found["density_pct"]) == ("PR", 0.0)


def test_late_growth_with_rising_density_is_progression_though_smaller_than_at_the_start() -> None:
    scans = [scan(100, hu=[80]), scan(60, hu=[38]), scan(80, hu=[58])]
    assert model.choi(scans)["call"] == "PD"
    assert model.choi([scans[0], scans[2]])["call"] == "PR"


def test_a_new_or_growing_nodule_is_progression_and_no_nodule_says_nothing() -> None:
    calls = [model.nodule([scan(50), scan(40, nodule=name)])["call"] for name in response_scans.NODULES]
    assert calls == ["none", "none", "PD", "PD"]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("scans", "said"),
    [
        ([scan(50)], "a baseline and the one to be judged"),
        ([scan(), scan()], "at least one target lesion"),
        ([scan(50, 40), scan(50)], "0 mm when it has gone"),
        ([scan(50), scan(50, 20)], "has no baseline"),
        ([scan(None), scan(20)], "has no size at baseline"),
        ([scan(0), scan(20)], "from 0.1 to 500 mm"),
        ([scan(900), scan(20)], "from 0.1 to 500 mm"),
        ([scan(50, hu=[-2000]), scan(20)], "from −150 to 400 HU"),
        ([scan(50), scan("50 cm")], "as a number"),  # type: ignore[arg-type]
        ([scan(50, nodule="big"), scan(20)], "Choose one of: none, unchanged, new, growing"),
        ([scan(50), scan(20, new="maybe")], "Choose one of: no, unclear, yes"),
        ([scan(*[20] * 6), scan(*[20] * 6)], "at most 5"),
        ([scan(*[20] * 3, organs=["liver"] * 3), scan(*[20] * 3, organs=["liver"] * 3)], "at most 2"),
    ],
)
def test_a_scan_that_does_not_fit_is_refused_with_what_is_expected(scans: list[Json], said: str) -> None:
    for ruler in (model.recist, model.choi, model.nodule, model.modified):
        with pytest.raises(ValueError, match=said):
            ruler(scans)


# ---------------------------------------------------------------- properties

sizes = st.integers(100, 2000).map(lambda tenths: tenths / 10)
densities = st.integers(10, 1500).map(lambda tenths: tenths / 10)


@given(base=sizes, now=sizes)
def test_recist_agrees_with_its_words_in_exact_fractions(base: float, now: float) -> None:
    whole, later = round(base * 10), round(now * 10)
    expected = "PR" if later * 100 <= whole * 70 else "SD"
    if later * 100 >= whole * 120 and later - whole >= 50:
        expected = "PD"
    assert model.recist([scan(base), scan(now)])["call"] == expected


@given(base=sizes, now=sizes, dark=densities, bright=densities)
def test_a_choi_response_never_turns_worse_when_the_mass_gets_darker(
    base: float, now: float, dark: float, bright: float
) -> None:
    rank = {"PR": 0, "SD": 1, "PD": 2}
    low, high = sorted([dark, bright])
    calls = [model.choi([scan(base, hu=[100]), scan(now, hu=[hu])])["call"] for hu in (low, high)]
    assert rank[calls[0]] <= rank[calls[1]]


@given(st.lists(sizes, min_size=1, max_size=5), st.data())
def test_the_order_of_the_lesions_changes_no_call(base: list[float], data: st.DataObject) -> None:
    now = data.draw(st.lists(sizes, min_size=len(base), max_size=len(base)))
    order = data.draw(st.permutations(range(len(base))))
    turned = [scan(*[some[place] for place in order]) for some in (base, now)]
    for ruler in (model.recist, model.choi):
        assert ruler([scan(*base), scan(*now)])["call"] == ruler(turned)["call"]


@given(base=sizes, now=sizes)
def test_progression_by_size_alone_in_recist_is_never_a_response_by_size_in_choi(base: float, now: float) -> None:
    if model.recist([scan(base), scan(now)])["call"] == "PD":
        assert model.choi([scan(base, hu=[70]), scan(now, hu=[70])])["call"] == "PD"


# ---------------------------------------------------------------- the ledger, the scenarios, the public API


def test_the_limits_of_the_model_are_those_of_the_ledger() -> None:
    def value(address: str) -> Any:
        return evidence.value(address)

    assert value("recist11_rules.targets") == response_scans.MOST
    assert value("recist11_rules.targets_per_organ") == response_scans.MOST_PER_ORGAN
    assert value("recist11_rules.smallest_target") * 10 == model.SMALLEST
    assert value("recist11_rules.smallest_node") * 10 == model.SMALLEST_NODE
    assert value("recist11_rules.normal_node") * 10 == model.NORMAL_NODE
    assert value("recist11_rules.rise_mm.pd") * 10 == model.GROWTH_MM
    assert value("recist11_rules.fall.pr") == model.RECIST_FALL
    assert value("recist11_rules.rise.pd") == model.RECIST_RISE
    assert value("choi_table.size_fall.pr") == model.CHOI_FALL
    assert value("choi_table.size_rise.pd") == model.CHOI_RISE
    assert value("choi_table.density_fall.pr") == model.CHOI_DARKER


@pytest.mark.parametrize("name", list(response.scenarios()["scenario"]))
def test_each_scenario_says_what_its_story_says(name: str) -> None:
    one = next(one for one in response._scenarios() if one["id"] == name)
    calls = response.compare(response.scenario(name)).set_index("ruler")["call"]
    assert {"recist": calls["RECIST 1.1"], "choi": calls["Choi"]} == one["says"]


def test_the_public_rulers_take_plain_lists() -> None:
    assert repr(response.recist([50], [60])) == "RECIST 1.1: PD (progression), +20.0% from baseline"
    assert response.choi([40], [50], [75], [40]).call == "PR"
    assert response.recist([48, 21], [35, 9], organs=["stomach", "lymph node"], gist_trial=True).call == "SD"
    assert response.nodule([50], [40], "new").call == "PD"
    assert list(response.recist([50], [60]).frame()["call"]) == ["PD", "PD"]
    for wrong in ({"sizes": 3}, {"organs": ["liver", "liver"]}):
        with pytest.raises(ValueError, match=r"choose from|Give one for each"):
            response.recist([50], [60], **wrong)
    with pytest.raises(ValueError, match="choose one of: falling_density"):
        response.scenario("nobody")
