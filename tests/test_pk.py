"""The level models agree with a numerical solution, with the printed figures, and refuse what they cannot know."""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.stats import norm

from gist_edu import _pk, pk
from gist_edu.models import pk as model
from gist_edu.models import pk_people, pk_tablets

DATA = _pk.pk()
MODELS = {one["id"]: one for one in DATA["models"]}
SPREAD = [name for name, one in MODELS.items() if one["variability"]]
# Typical values at 400 mg once (trough, peak, AUC) and twice a day (trough, peak), from a superposition of 60 doses
# that was programmed apart from this one; 1% is asked for.
VECTORS: list[tuple[str, dict[str, Any], tuple[float, ...]]] = [
    ("demetri2009_b2222", {}, (1320, 2954, 48.9, 3357, 4870)),
    ("demetri2009_b2222", {"albumin_g_l": 30}, (1981, 4431, 73.3, 5035, 7304)),
    ("widmer2006", {"disease": "mixed"}, (732, 1561, 28.0, 1932, 2602)),
    ("widmer2006", {"sex": "man"}, (726, 1460, 26.7, 1871, 2463)),
    ("widmer2006", {"sex": "woman", "age_y": 60, "weight_kg": 60}, (1141, 2106, 39.7, 2846, 3622)),
    ("delbaldo2006", {}, (1192, 3298, 50.2, 3298, 5167)),
    ("delbaldo2006", {"agp_g_l": 2}, (1847, 3962, 66.9, 4678, 6551)),
    ("petain2008", {}, (1489, 3087, 54.9, 3786, 5181)),
    ("petain2008", {"weight_kg": 70}, (1323, 2626, 47.4, 3311, 4449)),
    ("judson2005_abstract", {}, (943, 2986, 42.9, 2688, 4603)),
    ("judson2005_extension", {}, (754, 2792, 37.7, 2271, 4183)),
    ("schmidli2005_cml", {}, (920, 2448, 37.7, 2470, 3900)),
    ("menon_andersen2009", {}, (975, 2280, 37.0, 2515, 3724)),
    ("gotta2014_cml", {}, (609, 1412, 23.1, 1596, 2284)),
    ("gotta2014_cml", {"sex": "woman", "age_y": 60}, (914, 1720, 30.7, 2228, 2916)),
    ("golabchifar2014_cml", {}, (968, 2306, 37.0, 2510, 3755)),
    ("wang2019_cml", {}, (1200, 2258, 43.2, 3140, 3874)),
    ("yamakawa2011_cml", {}, (1503, 2332, 46.0, 3419, 4185)),
]


@pytest.mark.parametrize(("name", "who", "expected"), VECTORS)
def test_typical_levels_agree_with_an_independent_superposition(
    name: str, who: dict[str, Any], expected: tuple[float, ...]
) -> None:
    once, twice = pk.exposure(400, model=name, **who), pk.exposure(400, 12, model=name, **who)
    found = (once.trough_ng_ml, once.cmax_ng_ml, once.auc24_mg_h_l, twice.trough_ng_ml, twice.cmax_ng_ml)
    assert found == pytest.approx(expected, rel=0.01)


# ---------------------------------------------------------------- numerical solution


def solved(one: Any, person: dict[str, float], doses: list[tuple[float, float]], times: list[float],
           fade: Any = None) -> np.ndarray:
    """ng/mL by integrating the compartments; ``fade(t)`` gives (ka, f) where they change with time."""
    chain = int(person["steps"]) if one["absorption"] == "chain" else 0
    two = one["structure"] == "two_compartment"
    depots = chain + (one["absorption"] != "zero_order")
    state = np.zeros(depots + 1 + two)
    lag, hours, f = person.get("lag", 0.0), person.get("duration", 0.0), person.get("f", 1.0)
    starts = [at + lag for at, _ in doses]
    edges = sorted({0.0, *starts, *(start + hours for start in starts), *times})

    def slope(t: float, y: np.ndarray, rate: float) -> np.ndarray:
        ka = fade(t)[0] if fade else person.get("ka", 0.0)
        dy = np.zeros_like(y)
        for n in range(chain):
            dy[n] = (person["ktr"] * y[n - 1] if n else 0.0) - person["ktr"] * y[n]
        if depots:
            dy[depots - 1] = (person["ktr"] * y[chain - 1] if chain else 0.0) - ka * y[depots - 1]
        central = depots
        dy[central] = rate + (ka * y[depots - 1] if depots else 0.0) - person["cl"] / person["v"] * y[central]
        if two:
            out, back = person["q"] / person["v"] * y[central], person["q"] / person["vp"] * y[central + 1]
            dy[central] += back - out
            dy[central + 1] = out - back
        return dy

    levels = {}
    for place, start in enumerate(edges):
        levels[start] = state[depots] / person["v"] * 1000
        if depots:
            taken = sum(mg for (_, mg), at in zip(doses, starts, strict=True) if at == start)
            state[0] += taken * (fade(start)[1] if fade else f)
        if place + 1 == len(edges):
            break
        end = edges[place + 1]
        running = [mg for (_, mg), at in zip(doses, starts, strict=True) if at <= start < at + hours - 1e-12]
        rate = f * sum(running) / hours if hours else 0.0
        done = solve_ivp(slope, (start, end), state, args=(rate,), method="DOP853", rtol=1e-11, atol=1e-13)
        state = done.y[:, -1].copy()
    return np.array([levels[t] for t in times])


DOSES = [(0.0, 400.0), (24.0, 400.0), (72.0, 600.0), (84.0, 300.0)]
TIMES = [0.5, 1.0, 2.5, 5.0, 12.0, 24.0, 25.0, 47.9, 72.0, 75.0, 84.0, 90.0, 120.0]


@pytest.mark.parametrize("name", MODELS)
def test_closed_forms_equal_the_integrated_compartments_to_1e_6(name: str) -> None:
    one = MODELS[name]
    person = model.parameters(DATA, one, {})
    kin = model.kinetics(one, person)
    closed = [1000 * sum(mg * model.single(kin, t - at) for at, mg in DOSES if t > at) for t in TIMES]
    assert closed == pytest.approx(solved(one, person, DOSES, TIMES), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("interval", [8.0, 12.0, 24.0, 48.0])
def test_steady_state_is_what_many_doses_come_to(name: str, interval: float) -> None:
    one = MODELS[name]
    kin = model.kinetics(one, model.parameters(DATA, one, {}))
    for t in (0.1, 1.0, 3.0, interval / 2, interval):
        many = sum(model.single(kin, t + n * interval) for n in range(400))
        assert model.steady(kin, t, interval) == pytest.approx(many, rel=1e-9)


@pytest.mark.parametrize("name", MODELS)
def test_the_peak_is_the_highest_and_the_area_is_dose_over_clearance(name: str) -> None:
    one = MODELS[name]
    kin, found = model.kinetics(one, model.parameters(DATA, one, {})), model.exposure(DATA, name, 400, 24, {})
    grid = np.linspace(0, 24, 24001)
    levels = np.array([model.steady(kin, t, 24) for t in grid]) * 400 * 1000
    assert levels.max() == pytest.approx(found["cmax_ng_ml"], rel=1e-5)
    assert np.trapezoid(levels, grid) / 1000 == pytest.approx(found["auc24_mg_h_l"], rel=1e-5)


def test_holding_absorption_for_each_tablet_moves_the_fading_model_by_less_than_half_a_percent() -> None:
    one, days = MODELS["eechoute2012"], 20
    person = model.parameters(DATA, one, {"day": 0})
    ka, f = one["parameters"]["ka"], one["parameters"]["f"]

    def at(parameter: Any, t: float) -> float:
        return model.term(parameter["base"], parameter["terms"][0], {"day": t / 24})

    def fade(t: float) -> tuple[float, float]:
        return at(ka, t), at(f, t)

    doses = [(24.0 * n, 400.0) for n in range(days)]
    times = [24.0 * n + hour for n in (0, 6, days - 1) for hour in (2.0, 4.0, 12.0, 24.0)]
    held = model.profile(DATA, "eechoute2012", [{"t_h": at, "mg": mg} for at, mg in doses], times, {"day": 0})
    assert held == pytest.approx(solved(one, person, doses, times, fade), rel=0.005)


# Trough, peak and AUC of the same published model integrated day by day (400 mg once a day).
@pytest.mark.parametrize(
    ("day", "trough", "auc"), [(1, 783, 33.1), (14, 1617, 59.4), (29, 1486, 54.5), (90, 1269, 46.1)]
)
def test_the_fading_model_has_its_early_maximum(day: int, trough: float, auc: float) -> None:
    doses = [(24.0 * n, 400.0) for n in range(day)]
    hours = [24.0 * (day - 1) + step / 20 for step in range(481)]
    levels = pk.profile(doses, hours, model="eechoute2012", day=0)["ng_ml"]
    assert levels.iloc[-1] == pytest.approx(trough, rel=0.01)
    assert np.trapezoid(levels, hours) / 1000 == pytest.approx(auc, rel=0.01)


def test_rates_that_all_but_meet_do_not_break_the_formula() -> None:
    person = {"cl": 10.0, "v": 100.0, "ka": 0.1}
    kin = model.kinetics({"absorption": "first_order", "structure": "one_compartment"}, person)
    assert model.single(kin, 10) == pytest.approx(0.1 * 10 * math.exp(-1) / 100, rel=1e-4)


# ---------------------------------------------------------------- properties

WHO = st.sampled_from(sorted(MODELS))
MG = st.floats(25, 1000)


@settings(max_examples=60, deadline=None)
@given(WHO, MG, st.sampled_from([12.0, 24.0]), st.floats(0, 96))
def test_levels_follow_the_dose_and_are_never_negative(name: str, mg: float, interval: float, t: float) -> None:
    plan, twice = (pk_tablets.regimen(DATA, name, dose, interval, {}) for dose in (mg, mg / 2 + 100))
    assert pk_tablets.level(plan, t) >= 0
    assert pk_tablets.level(twice, t) * plan["mg"] == pytest.approx(pk_tablets.level(plan, t) * twice["mg"], rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(WHO, st.sampled_from([12.0, 24.0]), st.sampled_from(["one", "two", "fourth"]), st.floats(0, 96))
def test_a_missed_tablet_never_raises_a_level_and_the_gap_is_the_lowest(
    name: str, interval: float, pattern: str, t: float
) -> None:
    kin = model.kinetics(MODELS[name], model.parameters(DATA, MODELS[name], {}))
    with_gap = pk_tablets.unit_level(kin, t, interval, pattern)
    assert with_gap <= pk_tablets.unit_level(kin, t, interval, "none") * (1 + 1e-9)
    due = [pk_tablets.unit_level(kin, n * interval, interval, pattern) for n in range(int(96 / interval) + 1)]
    assert pk_tablets.lowest(kin, interval, pattern) == pytest.approx(min(due), rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(WHO, st.sampled_from([one["id"] for one in DATA["factors"]]), st.booleans())
def test_what_lowers_exposure_lowers_the_trough_more(name: str, factor: str, split: bool) -> None:
    alone = model.exposure(DATA, name, 400, 24, {})
    found = model.exposure(DATA, name, 400, 24, {"with": [factor], "split": split})
    auc, trough = (found[key] / alone[key] for key in ("auc24_mg_h_l", "trough_ng_ml"))
    one = next(one for one in DATA["factors"] if one["id"] == factor)
    assert auc == pytest.approx(one["bioavailability"] / one["clearance"], rel=1e-9)
    assert (trough - auc) * (auc - 1) >= -1e-9


def test_missed_tablets_are_the_profile_without_them() -> None:
    plan = pk_tablets.regimen(DATA, model.DEFAULT, 400, 24, {}, "one")
    taken = [{"t_h": 0.0, "mg": 400}, {"t_h": 48.0, "mg": 400}, {"t_h": 72.0, "mg": 400}]
    hours = [6.0, 24.0, 48.0, 60.0, 72.0, 96.0]
    profile = model.profile(DATA, model.DEFAULT, taken, hours, {}, {"mg": 400, "interval_h": 24})
    assert [pk_tablets.level(plan, t) for t in hours] == pytest.approx(profile, rel=1e-9)
    assert profile[2] == pytest.approx(555, rel=0.01)  # 48 h after the last tablet, programmed apart


def test_every_fourth_tablet_missed_leaves_three_quarters_of_the_exposure() -> None:
    plan = pk_tablets.regimen(DATA, model.DEFAULT, 400, 24, {}, "fourth")
    hours = np.linspace(0, 96, 9601)
    area = np.trapezoid([pk_tablets.level(plan, t) for t in hours], hours) / 4000
    assert area == pytest.approx(pk_tablets.auc24(plan), rel=1e-3)
    assert pk_tablets.auc24(plan) == pytest.approx(0.75 * pk.exposure(400).auc24_mg_h_l)


# ---------------------------------------------------------------- people


@pytest.mark.parametrize("share", [0.001, 0.01, 0.024, 0.025, 0.3, 0.5, 0.77, 0.976, 0.999])
def test_normal_draws_stand_where_they_should(share: float) -> None:
    assert pk_people.normal_at(share) == pytest.approx(norm.ppf(share), abs=1e-8)


def test_draws_have_the_spread_and_are_not_correlated() -> None:
    z = np.array(pk_people.draws(2000, 7))
    assert z.mean(axis=1) == pytest.approx(0, abs=1e-6)
    assert z.std(axis=1) == pytest.approx(1, abs=0.01)
    assert np.abs(np.corrcoef(z) - np.eye(len(z))).max() < 0.06


# 5%, quartiles, median, 95% of 20,000 virtual patients with the published spread, and the share below three thresholds,
# drawn at random by another program.
@pytest.mark.parametrize(("name", "who", "quantiles", "below"), [
    ("demetri2009_b2222", {}, (747, 1042, 1316, 1671, 2351), (5, 22, 30)),
    ("widmer2006", {"disease": "mixed"}, (None, 552, 702, 887, None), (59, 85, 90)),
    ("delbaldo2006", {}, (None, 712, 1157, 1647, None), (28, 41, 47)),
    ("judson2005_extension", {}, (None, 430, 725, 1170, None), (52, 67, 72)),
    ("gotta2014_cml", {"age_y": 60}, (None, 535, 707, 933, None), (57, 80, 86)),
])
def test_the_crowd_scatters_as_published(
    name: str, who: dict[str, Any], quantiles: tuple[float | None, ...], below: tuple[int, ...]
) -> None:
    levels = pk.population(400, model=name, n=2000, **who)
    for share, expected in zip(pk_people.QUANTILES, quantiles, strict=True):
        assert expected is None or levels.quantile(share) == pytest.approx(expected, rel=0.04)
    for limit, of_100 in zip((760, 1000, 1100), below, strict=True):
        assert 100 * (levels < limit).mean() == pytest.approx(of_100, abs=3)


@pytest.mark.parametrize("name", SPREAD)
def test_a_few_dozen_people_already_show_the_spread(name: str) -> None:
    few, many = (pk_people.troughs(DATA, name, 400, 24, {}, n) for n in (pk_people.CROWD, 3000))
    for limit in (760, 1000, 1110):
        assert pk_people.share_below(few, limit) == pytest.approx(pk_people.share_below(many, limit), abs=0.06)


def test_the_same_seed_gives_the_same_people() -> None:
    assert pk.population(400, n=50, seed=3).equals(pk.population(400, n=50, seed=3))
    assert not pk.population(400, n=50, seed=3).equals(pk.population(400, n=50, seed=4))


def test_a_sample_at_the_right_hour_is_its_own_trough() -> None:
    found = pk.to_trough(900, 24)
    assert found["typical"] == pytest.approx(900)
    assert found["low"] < 900 < found["high"]
    assert pk.to_trough(900, 10)["typical"] < 900 < pk.to_trough(900, 30)["typical"]


def test_a_sample_of_a_typical_person_is_carried_to_the_typical_trough() -> None:
    for name in SPREAD:
        level = pk.profile([], [10.0], model=name, before=(400, 24))  # 34 hours after the last tablet
        found = pk.to_trough(float(level["ng_ml"].iloc[0]), 34, model=name)
        assert found["typical"] == pytest.approx(pk.exposure(400, model=name).trough_ng_ml, rel=1e-6)


# ---------------------------------------------------------------- published figures


def test_what_a_model_was_fitted_to_comes_back_and_gaps_are_shown() -> None:
    frame = pk.published().set_index(["model", "what"])["gap_pct"]
    close = {
        ("eechoute2012", "fall of exposure from the first day to day 90"): 1,
        ("eechoute2012", "fall of clearance with 100 cm³ of liver metastases"): 1,
        ("judson2005_abstract", "clearance at 0.77 of the typical weight"): 1,
        ("schmidli2005_cml", "rise of clearance when haemoglobin doubles"): 1,
        ("schmidli2005_cml", "rise of clearance when weight doubles"): 1,
        ("demetri2009_b2222", "edge of the lowest trough quartile, 400 and 600 mg pooled"): 12,
        ("demetri2009_b2222", "rise of the trough from 400 mg daily to 400 mg twice daily"): 5,
    }
    for key, percent in close.items():
        assert abs(frame[key]) <= percent, key
    # The two readings of one paper, and an effect on clearance alone that cannot move a single peak: shown, not hidden.
    assert frame["judson2005_extension", "clearance at 0.77 of the typical weight"] > 50
    assert frame["demetri2009_b2222", "peak of one dose, fall with rifampicin"] < -80
    assert abs(frame["demetri2009_b2222", "the same, if the peak tells of absorption"]) < 5


def test_every_number_of_a_table_has_its_evidence() -> None:
    from gist_edu._ledger import resolve

    for frame in (pk.models(), pk.interactions(), pk.published(), pk.observed(), pk.labels(), pk.thresholds()):
        assert len(frame)
        for address in frame["evidence"]:
            assert resolve(address)


def test_an_unseen_number_is_marked_and_an_unknown_size_computes_nothing() -> None:
    table = pk.interactions()
    assert table.loc["gastrectomy", "seen"] == "memory"
    assert math.isnan(table.loc["grapefruit", "trough_ratio"])
    assert table.loc["omeprazole", "auc_ratio"] == 1
    assert table.loc["rifampicin", "trough_ratio"] < table.loc["rifampicin", "trough_ratio_split"] < 0.26


def test_formulas_can_be_read_as_a_table() -> None:
    rows = pk.terms("gotta2014_cml").set_index("parameter")["formula"]
    assert rows["cl"].startswith("17.3 · (1 -0.152·(woman")
    assert set(pk.covariates("widmer2006")["covariate"]) == {"weight_kg", "sex", "age_y", "disease"}


def test_units_of_a_level_convert() -> None:
    assert pk.convert(1.11, "mg/L") == pytest.approx(1110)
    assert pk.convert(1110, "ng/mL", "µmol/L") == pytest.approx(2.249, abs=0.001)
    with pytest.raises(ValueError, match="mmol"):
        pk.convert(1, "mmol/L")


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(("call", "said"), [
    (lambda: pk.exposure(0), "25 to 1000 mg"),
    (lambda: pk.exposure(10_000), "25 to 1000 mg"),
    (lambda: pk.exposure("1,000"), "two ways"),
    (lambda: pk.exposure(400, 0), "6 to 72 h"),
    (lambda: pk.exposure(400, model="nobody"), "demetri2009_b2222"),
    (lambda: pk.exposure(400, weight_kg=70), "albumin_g_l"),
    (lambda: pk.exposure(400, model="widmer2006", weight_kg=7), "44 to 110 kg"),
    (lambda: pk.exposure(400, model="widmer2006", sex="x"), "woman"),
    (lambda: pk.exposure(400, interaction="tea"), "rifampicin"),
    (lambda: pk.population(400, model="wang2019_cml"), "spread"),
    (lambda: pk.to_trough(0, 10), "1 to 20000 ng/mL"),
    (lambda: pk.to_trough(900, 100), "0.5 to 72 h"),
    (lambda: pk.profile([(0, 0)], [1]), "25 to 1000 mg"),
    (lambda: pk.profile([(-1, 400)], [1]), "time"),
])
def test_what_cannot_be_is_refused_with_what_is_expected(call: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()


def _faults() -> list[tuple[str, Any, str]]:
    def first(key: str) -> Any:
        return lambda raw: raw["models"][0].update({key: "x"})

    return [
        ("a structure", first("structure"), "structure"),
        ("an absorption", first("absorption"), "absorption"),
        ("a lost parameter", lambda raw: raw["models"][0]["parameters"].pop("duration"), "parameters"),
        ("a wrong address", lambda raw: raw["models"][0]["parameters"].update(cl="ev:ppk_demetri.nothing"), "nothing"),
        ("an unasked covariate", lambda raw: raw["models"][0].update(uses=[]), "uses"),
        ("an unknown covariate", lambda raw: raw["models"][0]["uses"].append({"of": "shoe"}), "shoe"),
        ("a term", lambda raw: raw["models"][0]["parameters"]["cl"]["terms"][0].pop("exponent"), "exponent"),
        ("a form", lambda raw: raw["factors"][0]["effect"].update(form="big"), "form"),
        ("a group", lambda raw: raw["factors"][0].update(group="x"), "group"),
        ("an id twice", lambda raw: raw["factors"].append(raw["factors"][0]), "once"),
        ("a scene's model", lambda raw: raw["scenarios"][0].update(model="x"), "model"),
        ("a scene's covariate", lambda raw: raw["scenarios"][0]["after"].update(factors={"day": 3}), "covariates"),
        ("a record", lambda raw: raw["models"][0].update(record="ev:nobody"), "nobody"),
    ]


@pytest.mark.parametrize(("change", "said"), [pytest.param(c, s, id=n) for n, c, s in _faults()])
def test_a_file_that_does_not_fit_is_refused_and_names_the_place(change: Any, said: str, tmp_path: Path) -> None:
    raw = copy.deepcopy(yaml.safe_load(_pk.FILE.read_text(encoding="utf-8")))
    change(raw)
    path = tmp_path / "pk.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(_pk.PkError, match=said):
        _pk.pk(path)


def test_a_level_far_from_all_of_the_crowd_is_marked() -> None:
    assert pk.to_trough(900, 10)["far"] == ""
    assert pk.to_trough(20000, 10)["far"] == "higher"
    assert pk.to_trough(20000, 10, dose_mg=1000)["far"] == "", "the highest of the crowd is above 12,000 ng/mL there"
    assert pk.to_trough(20, 10)["far"] == "lower"
