"""The clone race: its closed forms against an independent solution, its fit against published medians, its refusals."""

from __future__ import annotations

import re
from math import exp, log
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from gist_edu import _resistance, resistance
from gist_edu._data import simulator_data
from gist_edu.models import hgvs, interpret
from gist_edu.models import resistance as model
from gist_edu.models import resistance_case as case

DATA = simulator_data("resistance")
VARIANT = simulator_data("variant")
PARAMS = case.parameters(DATA)
KIT_CLONES = [one for one in DATA["resistance"]["clones"] if one["gene"] == "KIT"]
TWO_DRUGS = [("imatinib", 0), ("sunitinib", 20)]


def clone(size: float, **calls: str) -> dict[str, Any]:
    return {"size": size, "calls": calls}


def course(clones: list[dict[str, Any]], *plan: tuple[str, float, float], **params: float) -> Any:
    stretches = [{"drug": drug, "start": start, "stop": stop} for drug, start, stop in plan]
    return model.run({**PARAMS, **params}, clones, stretches)


# ---------------------------------------------------------------- closed forms


def test_a_clone_that_nothing_holds_doubles_in_its_doubling_time() -> None:
    months = model.doubling(PARAMS["grow"])
    assert model.size_at(model.part("resistant", 3.0, 3.0, PARAMS), months) == pytest.approx(6.0)


def test_a_rise_of_a_fifth_in_diameter_is_a_rise_of_73_per_cent_in_volume() -> None:
    """recist.eortc.org equates the two."""
    assert model.volume(1.2 * 10) / model.volume(10) == pytest.approx(1.73, abs=0.003)
    assert model.limit_of(10.0, PARAMS) == pytest.approx(model.volume(12.0))


def test_a_small_tumour_has_to_grow_by_half_a_centimetre() -> None:
    """RECIST 1.1: 5 mm as well as 20%."""
    assert model.limit_of(1.0, PARAMS) == pytest.approx(model.volume(1.5))


def test_the_course_agrees_with_a_numerical_solution() -> None:
    clones = [clone(400.0, a="sensitive", b="reduced"), clone(0.5, a="resistant", b="sensitive"), clone(0.1)]
    found = course(clones, ("a", 0, 14), ("b", 14, 20), ("none", 20, 23))
    grow, slow, shrink, persist = (PARAMS[name] for name in ("grow", "slow", "shrink", "persist"))

    def solved(sizes: list[float], rates: list[float], left: list[float], months: float) -> list[float]:
        def change(_: float, now: Any) -> list[float]:
            return [rate * (size - low) for rate, size, low in zip(rates, now, left, strict=True)]
        return [float(x) for x in solve_ivp(change, (0, months), sizes, rtol=1e-10, atol=1e-12).y[:, -1]]

    first = solved([400.0, 0.5, 0.1], [-shrink, grow, grow], [400 * persist, 0, 0], 14)
    second = solved(first, [slow * grow, -shrink, grow], [0, first[1] * persist, 0], 6)
    third = solved(second, [grow] * 3, [0, 0, 0], 3)
    assert found["sizes"] == pytest.approx(third, rel=1e-6)


def test_progression_is_at_the_very_month_of_the_closed_form() -> None:
    """Scar stays, so the living part has to make up for it: no drug, one clone."""
    living = model.volume(10) * (1 - PARAMS["scar"])
    month = course([clone(living)], ("none", 0, 24))["lines"][0]["progression_month"]
    wanted = log(1 + (1.2**3 - 1) / (1 - PARAMS["scar"])) / PARAMS["grow"]
    assert month == pytest.approx(wanted, rel=1e-6)


CELLS = st.tuples(st.floats(1e-4, 500), st.sampled_from(["sensitive", "reduced", "resistant"]))


@settings(max_examples=60)
@given(st.lists(CELLS, min_size=1, max_size=4), st.floats(1, 30))
def test_the_smallest_size_is_below_every_drawn_one_and_progression_comes_after_it(
    drawn: list[tuple[float, str]], months: float
) -> None:
    found = course([clone(size, a=call) for size, call in drawn], ("a", 0, months), largest_cm=1e6)
    line = found["lines"][0]
    assert line["nadir_cm"] <= min(across for _, across in found["tumour"]) * (1 + 1e-9)
    if line["progression_month"] is not None:
        assert line["nadir_month"] <= line["progression_month"] <= months + 1e-9
    else:
        last = found["tumour"][-1][1]
        assert last < line["nadir_cm"] * (1 + PARAMS["rise"]) or last < line["nadir_cm"] + PARAMS["rise_cm"]


@settings(max_examples=60)
@given(st.floats(1e-6, 0.5), st.floats(1.05, 50))
def test_more_resistant_cells_at_the_start_mean_earlier_progression(share: float, factor: float) -> None:
    def held(part: float) -> float:
        living = 400.0
        clones = [clone(living * (1 - part), a="sensitive"), clone(living * part, a="resistant")]
        return model.months_held(PARAMS, clones, "a", 600) or 600

    assert held(min(share * factor, 0.9)) <= held(share) + 1e-9


@settings(max_examples=40)
@given(st.floats(1, 35))
def test_a_stretch_cut_in_two_gives_the_same_cells(cut: float) -> None:
    clones = [clone(300.0, a="sensitive"), clone(0.2, a="resistant"), clone(5.0, a="reduced")]
    whole = course(clones, ("a", 0, 36), largest_cm=1e6)["sizes"]
    parts = course(clones, ("a", 0, cut), ("a", cut, 36), largest_cm=1e6)["sizes"]
    assert parts == pytest.approx(whole, rel=1e-9)


def test_the_chance_of_resistance_is_the_zero_term_of_luria_and_delbrueck() -> None:
    assert model.chance_of_resistance(1e-8, 1e8) == pytest.approx(1 - exp(-1))
    assert model.chance_of_resistance(0, 1e9) == 0
    assert list(resistance.preexisting([3])["chance, low (unverified)"]) == [0.76]


# ---------------------------------------------------------------- calls


@pytest.mark.parametrize("primary", ["p.V560D", "p.K642E"])
@pytest.mark.parametrize("second", KIT_CLONES, ids=lambda one: one["id"])
def test_what_a_drug_does_to_a_clone_is_what_the_variant_reader_says(primary: str, second: dict[str, Any]) -> None:
    rows = {"p.V560D": "kit_exon11", "p.K642E": "kit_exon13"}
    read = interpret.interpret(VARIANT, hgvs.parse(VARIANT["genes"], f"KIT {primary} and KIT {second['variant']}"))
    first = case.named(DATA, "primaries", rows[primary], "genotype")
    for told in read["drugs"]:
        assert case.cell(DATA, first, second, told["drug"])["call"] == told["call"], told["drug"]


def test_a_second_change_does_not_make_d842v_sensitive_to_imatinib() -> None:
    table = resistance.activity("pdgfra_d842v")
    assert set(table["Imatinib"]) == {"resistant"}
    assert table.loc["PDGFRA D842V alone", "Avapritinib"] == "sensitive"


def test_what_is_not_known_must_be_assumed_and_is_marked() -> None:
    plan = [("imatinib", 0), ("regorafenib", 20)]
    with pytest.raises(ValueError, match=r"What regorafenib does to D816H is unknown.*assume"):
        resistance.simulate(plan, clones=["d816h"])
    held = resistance.simulate(plan, clones=["d816h"], assume={"d816h.regorafenib": "sensitive"})
    lost = resistance.simulate(plan, clones=["d816h"], assume={"d816h.regorafenib": "resistant"})
    assert "regorafenib: unknown" in list(held.clones()["assumed"])[1]
    assert (held.raw["lines"][1]["months_held"], lost.largest) == (None, "d816h")


def test_what_is_known_cannot_be_assumed_otherwise() -> None:
    with pytest.raises(ValueError, match="cannot be assumed"):
        resistance.simulate(TWO_DRUGS, clones=["v654a"], assume={"v654a.sunitinib": "resistant"})


# ---------------------------------------------------------------- courses


def test_sunitinib_holds_the_pocket_and_selects_the_loop() -> None:
    pocket = resistance.simulate(TWO_DRUGS, clones=["v654a"])
    loop = resistance.simulate(TWO_DRUGS, clones=["d820y"])
    assert pocket.progression_month == pytest.approx(loop.progression_month)
    assert pocket.raw["lines"][1]["months_held"] is None
    assert loop.raw["lines"][1]["months_held"] < 3
    assert loop.largest == "d820y"


def test_a_holiday_lets_the_tumour_progress_and_the_same_drug_holds_it_again() -> None:
    lines = resistance.simulate([("imatinib", 0), ("none", 24), ("imatinib", 30)], months=48).lines()
    assert list(lines["drug"]) == ["Imatinib", "No drug", "Imatinib"]
    assert lines["progression, month"].notna().tolist() == [False, True, False]


def test_a_gap_in_the_plan_is_a_time_without_a_drug() -> None:
    gap = resistance.simulate([("imatinib", 0, 24), ("imatinib", 30)], months=48)
    said = resistance.simulate([("imatinib", 0), ("none", 24), ("imatinib", 30)], months=48)
    assert gap.raw == said.raw


def test_a_drug_given_in_two_rows_is_judged_as_one() -> None:
    once = resistance.simulate([("imatinib", 0)], clones=["v654a"])
    twice = resistance.simulate([("imatinib", 0, 12), ("imatinib", 12)], clones=["v654a"])
    assert once.raw == twice.raw


def test_blood_shows_a_clone_later_than_the_nodule_and_never_one_without_a_mark() -> None:
    found = {one["id"]: one for one in resistance.simulate([("imatinib", 0)], clones=["v654a", "other"]).raw["clones"]}
    assert found["v654a"]["in_blood"] is not None
    assert found["other"]["in_blood"] is None
    assert found["kit_exon11"]["in_blood"] == 0


def test_a_tumour_beyond_all_sense_ends_the_course() -> None:
    found = resistance.simulate([("none", 0)], months=120)
    assert found.raw["ended"] < 30
    assert found.tumour()["cm"].max() == pytest.approx(PARAMS["largest_cm"], rel=1e-6)


@pytest.mark.parametrize(("wrong", "said"), [
    ({"schedule": []}, "No drug is planned"),
    ({"schedule": [("imatinib", -3)]}, "starts at month -3. Please give a month from 0"),
    ({"schedule": [("imatinib", "soon")]}, "starts at month soon"),
    ({"schedule": [("imatinib", 0), ("sunitinib", 40)]}, "less than 36"),
    ({"schedule": [("imatinib", 0, 12), ("sunitinib", 6)]}, "one drug at a time"),
    ({"schedule": [("imatinib", 6), ("sunitinib", 6)]}, "one drug at a time"),
    ({"schedule": [("imatinib", 6, 4)]}, "stops at month 4"),
    ({"schedule": [("aspirin", 0)]}, "names aspirin. Please choose one of: avapritinib"),
    ({"schedule": [("imatinib", 0)], "clones": ["x"]}, "There is no clone x here"),
    ({"schedule": [("imatinib", 0)], "clones": ["v658a"]}, "does not stand beside KIT exon 11"),
    ({"schedule": [("imatinib", 0)], "clones": {"v654a": 0}}, "from 0.000000001 to 0.9"),
    ({"schedule": [("imatinib", 0)], "clones": {"v654a": 0.9, "d820y": 0.9}}, "less than 1 in all"),
    ({"schedule": [("imatinib", 0)], "primary": "kit_exon10"}, "There is no genotype kit_exon10"),
    ({"schedule": [("imatinib", 0)], "months": 500}, "1 to 120"),
    ({"schedule": [("imatinib", 0)], "size_cm": 0}, "0.1 to 40"),
    ({"schedule": [("imatinib", 0)], "grow": -1}, "above 0"),
    ({"schedule": [("imatinib", 0)], "grwo": 1}, "no parameter 'grwo'"),
])
def test_what_cannot_be_is_refused_with_a_sentence(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as refused:
        resistance.simulate(**wrong)
    assert "Please" in str(refused.value) or "give" in str(refused.value) or "choose" in str(refused.value)


# ---------------------------------------------------------------- calibration


@pytest.mark.parametrize("row", DATA["resistance"]["targets"], ids=lambda row: row["id"])
def test_the_virtual_population_meets_the_published_result(row: dict[str, Any]) -> None:
    published = _resistance.portable.ev_number(DATA, row["address"])
    allowed = 0.05 if row["what"] == "median" else 0.6  # months; percent, of which one person in 401 is a quarter
    assert _resistance.result(DATA, PARAMS, row) == pytest.approx(published, abs=allowed)


def test_the_medians_are_the_published_ones() -> None:
    """S0033 (J Clin Oncol 2008), Demetri (Lancet 2006), GRID (Lancet 2013), INVICTUS (Lancet Oncol 2020)."""
    table = resistance.calibration()
    medians = {"imatinib, first line": 18, "sunitinib, second line": 6.3, "regorafenib, third line": 4.8,
               "ripretinib, fourth line or later": 6.3}
    assert {name: table.loc[name, "published"] for name in medians} == medians
    assert {name: table.loc[name, "model"] for name in medians} == medians


def test_every_fitted_parameter_is_what_its_target_asks_for() -> None:
    for row in DATA["resistance"]["targets"]:
        again = _resistance.fit_one(DATA, PARAMS, row, row["fits"])
        assert again == pytest.approx(PARAMS[row["fits"]], rel=0.03), row["id"]
    fitted = {one["id"] for one in DATA["resistance"]["parameters"] if one["kind"] == "fitted"}
    assert fitted == {row["fits"] for row in DATA["resistance"]["targets"]}


def test_another_seed_moves_the_medians_by_little() -> None:
    for row in DATA["resistance"]["targets"]:
        if row["what"] == "median":
            one, other = (_resistance.result(DATA, PARAMS, row, seed=seed) for seed in (1, 2))
            assert one == pytest.approx(other, rel=0.15), row["id"]


def test_several_parameter_sets_meet_the_same_median_and_some_cannot() -> None:
    same = resistance.alternatives("imatinib")
    assert len(same) >= 4
    assert same["model"].tolist() == pytest.approx(same["published median"].tolist(), abs=0.05)
    assert same["share beyond the drug"].max() / same["share beyond the drug"].min() > 1000
    late = resistance.alternatives("regorafenib")
    assert late["model"].max() > 2 * 4.8, "growth as slow as before any drug cannot fail so early"


def test_the_checks_were_not_used_and_some_of_them_miss() -> None:
    table = resistance.checks()
    assert set(table.index).isdisjoint(resistance.calibration().index)
    assert table["gap"].abs().max() > 10


def test_every_number_is_from_data_assumed_or_fitted() -> None:
    table = resistance.assumptions()
    assert set(table["kind"]) == {"data", "assumption", "fitted"}
    assert table.loc["shrink", "value"] == pytest.approx((0.0547 - 0.00861) * 365.25 / 12 / 7, rel=1e-3)
    for one in DATA["resistance"]["parameters"]:
        assert ("ev" in one) is (one["kind"] == "data"), one["id"]


def test_no_call_is_typed_in_the_data_of_the_race() -> None:
    assert all(set(one) == {"id", "gene", "variant", "class", "name", "where"} for one in DATA["resistance"]["clones"])
    assert all(set(one) == {"id", "gene", "name"} for one in DATA["resistance"]["primaries"])
