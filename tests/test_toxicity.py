"""What the labels say on side effects: each row at its limit, its units and its edges, and where no row speaks.

The oracles are the label texts themselves: US section 2.13 and table 1 (medlibrary.org, generic imatinib), EU section
4.2 (copy of 2013), US sections 2.9 and 8.7 of the 2012 edition.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gist_edu import _toxicity, evidence, toxicity
from gist_edu._ledger import Record
from gist_edu.models import toxicity as model
from gist_edu.models import toxicity_values

RULES = _toxicity.toxicity()
NUMBERS = [field for field in RULES["values"] if not field.get("flag")]


def advice(finding: str, region: str = "EU", values: dict[str, Any] | None = None, **history: Any) -> dict[str, Any]:
    return model.advise(RULES, finding, values or {}, {"region": region, **history})


def rule(finding: str, values: dict[str, Any], region: str = "EU", **history: Any) -> str | None:
    found: str | None = advice(finding, region, values, **history)["rule"]
    return found


# ---------------------------------------------------------------- counts


@pytest.mark.parametrize("region", ["US", "EU"])
@pytest.mark.parametrize(
    ("values", "held", "again", "row"),
    [
        ({"neutrophils": 0.9}, False, False, "counts_first"),
        ({"neutrophils": 1.0}, False, False, None),  # the row says below 1.0
        ({"platelets": 49}, False, False, "counts_first"),
        ({"platelets": 50}, False, False, None),
        ({"neutrophils": 0.6, "platelets": 200}, False, False, "counts_first"),
        ({"neutrophils": 0.9}, False, True, "counts_again"),
        ({"neutrophils": 0.9}, True, False, "counts_first"),  # still below: hold on
        ({"neutrophils": 1.4, "platelets": 100}, True, False, "counts_wait"),
        ({"neutrophils": 1.5, "platelets": 74}, True, False, "counts_wait"),
        ({"neutrophils": 1.5}, True, False, "counts_wait"),  # both are needed
        ({"neutrophils": 1.5, "platelets": 75}, True, False, "counts_restart"),
        ({"neutrophils": 1.5, "platelets": 75}, True, True, "counts_restart_again"),
    ],
)
def test_the_count_row_of_gist_holds_below_1_and_50_and_restarts_at_one_and_a_half_and_75(
    values: dict[str, float], held: bool, again: bool, row: str | None, region: str
) -> None:
    wanted = f"{region.lower()}_{row}" if row else None
    assert rule("counts", values, region, held=held, again=again) == wanted


def test_a_first_time_goes_back_to_the_same_dose_and_a_second_to_300() -> None:
    first = toxicity.advise("counts", neutrophils=0.8, region="EU")["EU"]
    second = toxicity.advise("counts", neutrophils=0.8, again=True, region="EU")["EU"]
    assert "the previous dose" in first["says"]
    assert "300" not in first["says"]
    assert "300 mg/day" in second["says"]


def test_the_us_row_says_that_its_restart_was_not_seen() -> None:
    said = toxicity.advise("counts", neutrophils=0.8, region="US")["US"]["says"]
    assert "the original starting dose (unverified)" in said


def test_the_limits_of_blast_crisis_are_named_as_the_wrong_row() -> None:
    answer = toxicity.advise("counts", neutrophils=0.8, region="EU")["EU"]
    assert "0.5 × 10⁹/L" in answer["trap"]
    assert "not for GIST" in answer["trap"]


@pytest.mark.parametrize("region", ["US", "EU"])
@pytest.mark.parametrize(("dose", "again"), [(600, False), (600, True), (300, False), (300, True), (800, False)])
@pytest.mark.parametrize("held", [False, True])
def test_away_from_the_start_of_400_the_count_row_says_so_first_and_names_no_restart(
    dose: int, again: bool, held: bool, region: str
) -> None:
    counts: dict[str, Any] = {"neutrophils": 1.6, "platelets": 80} if held else {"neutrophils": 0.8}
    answer = toxicity.advise("counts", dose_mg=dose, again=again, held=held, region=region, **counts)[region]
    assert answer["says"].startswith("Not written for this dose. The row is for a starting dose of 400 mg/day")
    assert f"not for {dose} mg/day" in answer["says"]
    assert answer["says"].endswith("is not applicable to this dose, because it counts from 400 mg/day; "
                                   "talk to the treating team.")
    assert not re.search("resumes|previous dose|original|300", answer["says"].split("mg/day.", 1)[1])
    assert answer["ends"] == "open"  # nothing to pull apart from another text


@pytest.mark.parametrize("region", ["US", "EU"])
def test_at_400_the_count_row_needs_no_caveat_and_without_a_dose_it_says_for_which_it_is_written(region: str) -> None:
    assert "Written for" not in toxicity.advise("counts", neutrophils=0.8, dose_mg=400, region=region)[region]["says"]
    said = toxicity.advise("counts", neutrophils=0.8, region=region)[region]["says"]
    assert said.startswith("Written for a starting dose of 400 mg/day; the present dose was not given.")


def test_counts_above_the_limits_of_a_row_for_400_are_no_free_pass_at_600() -> None:
    answer = toxicity.advise("counts", neutrophils=1.2, dose_mg=600, region="EU")["EU"]
    assert answer["reason"].startswith("Not written for this dose.")


@pytest.mark.parametrize("region", ["US", "EU"])
def test_a_row_still_waiting_carries_the_caveat_too(region: str) -> None:
    answer = toxicity.advise("counts", neutrophils=1.2, held=True, dose_mg=300, region=region)[region]
    assert answer["says"].startswith("Not written for this dose.")
    assert "Still on hold" in answer["says"]


# ---------------------------------------------------------------- liver


@pytest.mark.parametrize("region", ["US", "EU"])
@pytest.mark.parametrize(
    ("values", "held", "row"),
    [
        ({"bilirubin": 3}, False, None),  # above 3, not at 3
        ({"bilirubin": 3.1}, False, "liver_hold"),
        ({"transaminases": 5}, False, None),
        ({"transaminases": 5.1}, False, "liver_hold"),
        ({"bilirubin": 1.5, "transaminases": 1}, True, "liver_wait"),  # below 1.5, not at it
        ({"bilirubin": 1.4, "transaminases": 2.5}, True, "liver_wait"),
        ({"bilirubin": 1.4, "transaminases": 2.4}, True, "liver_restart"),
        ({"bilirubin": 1.4}, True, "liver_wait"),
    ],
)
def test_the_liver_row_holds_above_3_and_5_and_resumes_below_one_and_a_half_and_two_and_a_half(
    values: dict[str, float], held: bool, row: str | None, region: str
) -> None:
    assert rule("liver", values, region, held=held) == (f"{region.lower()}_{row}" if row else None)


@pytest.mark.parametrize("region", ["US", "EU"])
@pytest.mark.parametrize(("dose", "step"), [(400, "300"), (600, "400"), (800, "600")])
def test_the_step_after_the_liver_row_is_300_400_600_and_never_200(dose: int, step: str, region: str) -> None:
    said = toxicity.advise("liver", bilirubin=4, dose_mg=dose, region=region)[region]["says"]
    assert f"the text names {step} mg/day" in said
    assert "200" not in said


def test_a_dose_without_a_step_is_said_not_guessed() -> None:
    answer = advice("liver", values={"bilirubin": 4}, dose_mg=300)
    assert "the text names" not in answer["says"]
    assert "For 300 mg a day the text names no step." in answer["beyond"]
    assert "which was not given" in advice("liver", values={"bilirubin": 4})["beyond"]


# ---------------------------------------------------------------- kidney and liver before the start


@pytest.mark.parametrize(
    ("clearance", "us", "eu"),
    [
        (60, None, None),
        (59.5, "us_kidney_mild", "eu_kidney"),  # the classes are whole numbers
        (59, "us_kidney_mild", "eu_kidney"),
        (40, "us_kidney_mild", "eu_kidney"),
        (39.9, "us_kidney_moderate", "eu_kidney"),
        (35, "us_kidney_moderate", "eu_kidney"),
        (20, "us_kidney_moderate", "eu_kidney"),
        (19, "us_kidney_severe", "eu_kidney"),
        (0, "us_kidney_severe", "eu_kidney"),
    ],
)
def test_us_and_eu_part_on_the_kidney(clearance: float, us: str | None, eu: str | None) -> None:
    assert rule("kidney", {"clearance": clearance}, "US") == us
    assert rule("kidney", {"clearance": clearance}, "EU") == eu


def test_at_35_the_us_text_halves_and_the_eu_text_starts_at_400() -> None:
    both = toxicity.advise("kidney", clearance=35)
    assert "cut by 50%" in both["US"]["says"]
    assert "400 mg/day" in both["EU"]["says"]


def test_us_and_eu_part_on_severe_liver_disease() -> None:
    assert rule("liver_disease", {"bilirubin": 3.1}, "US") == "us_liver_severe"
    assert rule("liver_disease", {"bilirubin": 3}, "US") == "us_liver_other"
    assert rule("liver_disease", {"bilirubin": 3.1}, "EU") == "eu_liver_disease"
    assert rule("liver_disease", {"bilirubin": 11}, "US") is None  # above the highest class


def test_us_and_eu_part_on_breast_feeding_by_half_a_month() -> None:
    both = toxicity.advise("breast_feeding")
    assert "1 month" in both["US"]["says"]
    assert "15 days" in both["EU"]["says"]
    both = toxicity.advise("pregnancy")
    assert "14 days" in both["US"]["says"]
    assert "15 days" in both["EU"]["says"]


# ---------------------------------------------------------------- no row


def test_cramps_have_no_row_and_that_is_said() -> None:
    for region in model.REGIONS:
        answer = advice("mild", region)
        assert not answer["applies"]
        assert answer["says"] is None
        assert "no dose rule" in answer["reason"]
        assert answer["beyond"].endswith(model.TEAM)


def test_another_disease_another_drug_and_a_child_have_no_row_here() -> None:
    values = {"neutrophils": 0.4}
    assert "blast crisis" in advice("counts", values=values, disease="CML")["reason"]
    assert "imatinib only" in advice("counts", values=values, drug="sunitinib")["reason"]
    assert "children with GIST" in advice("counts", values=values, age=14)["reason"]
    assert advice("growth", age=14)["applies"]
    assert advice("counts", values=values, drug="Glivec", disease="gist", age=18)["applies"]


def test_a_text_that_was_not_seen_is_said_to_be_not_seen() -> None:
    assert "heading only" in advice("tumour_lysis", "US")["reason"]
    assert advice("tumour_lysis", "EU")["applies"]
    assert "not seen" in advice("driving", "US")["reason"]


def test_swelling_alone_is_no_severe_fluid_retention() -> None:
    assert rule("fluid", {}) is None
    assert rule("fluid", {"weight_gain": 0}) is None
    assert rule("fluid", {"weight_gain": 3}) == "eu_fluid_gain"
    assert rule("fluid", {"weight_gain": 3, "breathless": True}) == "eu_fluid_severe"


def test_no_text_forbids_a_restart_after_a_severe_rash_and_the_desk_says_so() -> None:
    answer = advice("rash", values={"blisters": True})
    assert "neither forbid nor allow" in answer["beyond"]
    assert rule("rash", {"blisters": False}) is None


# ---------------------------------------------------------------- red flags


def test_fever_with_few_neutrophils_comes_before_every_label() -> None:
    said = advice("counts", values={"neutrophils": 0.9, "fever": True})["urgent"]
    assert len(said) == 1
    assert "emergency" in said[0]
    assert "blood count the same day" in advice("counts", values={"neutrophils": 2, "fever": True})["urgent"][0]
    assert advice("counts", values={"neutrophils": 0.9})["urgent"] == []


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("region", ["US", "EU"])
def test_with_fever_and_low_counts_the_urgent_sentence_stands_with_the_hold_alone(region: str, again: bool) -> None:
    answer = toxicity.advise("counts", neutrophils=0.4, fever=True, dose_mg=400, again=again, region=region)[region]
    assert answer["urgent"] == ["Urgent: fever with few neutrophils. This is an emergency of the same hour, before any "
                                "dose is discussed."]
    assert answer["says"].startswith(("Hold", "Stop"))
    assert not re.search(r"resume|dose|mg", answer["says"])
    assert answer["beyond"].startswith("What is urgent comes first.")
    assert "growth factor" not in answer["beyond"]
    assert answer["trap"] is None


@given(values=st.fixed_dictionaries({
           "neutrophils": st.sampled_from([0.4, 1.2, 2.0]), "platelets": st.sampled_from([30, 60, 90]),
           "bilirubin": st.sampled_from([1.0, 4.0]), "transaminases": st.sampled_from([1.0, 6.0])}),
       sign=st.sampled_from([one["flags"][0] for one in RULES["red_flags"] if one.get("first")]),
       finding=st.sampled_from(["counts", "liver", "mild"]), region=st.sampled_from(model.REGIONS),
       again=st.booleans(), held=st.booleans(), dose=st.sampled_from([None, 300, 400, 600, 800]))
@settings(max_examples=200, deadline=None)
def test_beside_an_emergency_no_row_shows_a_dose_after_the_hold(
    values: dict[str, Any], sign: str, finding: str, region: str, again: bool, held: bool, dose: int | None
) -> None:
    answer = advice(finding, region, {**values, sign: True}, again=again, held=held, dose_mg=dose)
    assert answer["urgent"]
    assert not re.search(r"first_restart|second_restart|\.step\.|resumes", json.dumps(answer))
    assert answer["ends"] in (None, "open")


def test_what_comes_after_a_hold_stands_apart_from_it_in_every_row() -> None:
    """A restart written into ``says`` would be shown beside an emergency and at another dose."""
    for one in RULES["rules"]:
        assert not re.search(r"first_restart|second_restart|\.step\.", one["says"]), one["id"]


def test_only_jaundice_leaves_the_dose_of_the_liver_row_in_place() -> None:
    assert [one["id"] for one in RULES["red_flags"] if not one.get("first")] == ["jaundice"]
    said = advice("liver", "EU", {"bilirubin": 4, "jaundice": True}, dose_mg=400)["says"]
    assert "dosemod_liver_eu.step.mg400" in said


@pytest.mark.parametrize(("sign", "told", "sources"), [
    ("belly_pain", "Severe belly pain", ["tox_rare", "gist_emergencies", "gist_haemoperitoneum", "glivec_leaflet"]),
    ("chest_pain", "Chest pain", ["glivec_leaflet"]),
])
def test_belly_and_chest_pain_are_an_emergency_with_a_source_and_our_reading_is_marked(
    sign: str, told: str, sources: list[str]
) -> None:
    said = advice("mild", values={sign: True})["urgent"]
    assert len(said) == 1
    assert said[0].startswith(f"**Urgent: today, emergency. {told}.**")
    assert re.findall(r"ev:(\w+)", said[0]) == sources
    assert "Our reading" in said[0]
    assert not re.search(r"\d", said[0])
    leaflet = evidence.get("glivec_leaflet")
    assert isinstance(leaflet, Record)
    assert {"belly_pain": "severe abdominal pain", "chest_pain": "chest pain"}[sign] in leaflet.statement


def test_an_emergency_is_not_followed_by_advice_against_pauses() -> None:
    answer = toxicity.advise("mild", chest_pain=True, region="EU")["EU"]
    assert "pauses" not in answer["beyond"]
    assert answer["trap"] is None
    assert "pauses" in toxicity.advise("mild", region="EU")["EU"]["beyond"]


@pytest.mark.parametrize("sign", ["breathless", "jaundice", "black_stool", "blisters", "belly_pain", "chest_pain"])
def test_a_red_flag_is_raised_whatever_is_asked_and_whatever_the_disease(sign: str) -> None:
    assert len(advice("mild", values={sign: True})["urgent"]) == 1
    assert len(advice("mild", values={sign: True}, disease="CML")["urgent"]) == 1


# ---------------------------------------------------------------- several findings


def test_texts_that_end_differently_are_said_to_pull_apart() -> None:
    values = {"neutrophils": 0.8, "bilirubin": 4}
    both = model.desk(RULES, ["counts", "liver"], values, {"region": "EU"})
    assert both["conflict"] is not None
    assert "Talk to the treating team" in both["conflict"]
    again = model.desk(RULES, ["counts", "liver"], values, {"region": "EU", "again": True})
    assert again["conflict"] is None  # both go a step lower


def test_values_lead_to_the_findings_that_ask_for_them() -> None:
    assert model.touched(RULES, {"neutrophils": 2, "bilirubin": 1}) == ["counts", "liver"]
    assert model.touched(RULES, {"clearance": 35}) == ["kidney"]
    assert model.touched(RULES, {"fever": True, "breathless": False}) == []


# ---------------------------------------------------------------- units and refusals


@pytest.mark.parametrize(
    ("raw", "value"),
    [(0.8, 0.8), ("0.8", 0.8), ("0,8", 0.8), ("800 /µL", 0.8), ("800/uL", 0.8), ("800 /mm³", 0.8), ("0.8 x10^9/L", 0.8),
     ("0.8 × 10⁹/L", 0.8), ("1000 /µL", 1.0), ("0.8 K/µL", 0.8), (0, 0.0)],
)
def test_counts_come_in_the_units_of_a_report(raw: Any, value: float) -> None:
    found, _ = toxicity_values.read(RULES, {"neutrophils": raw})
    assert found == {"neutrophils": value}


def test_a_conversion_is_said() -> None:
    assert toxicity_values.read(RULES, {"platelets": "140000 /µL"})[1] == ["140000 /µL is 140 × 10⁹/L."]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"neutrophils": -1}, "cannot be negative"),
        ({"neutrophils": "−0.8"}, "cannot be negative"),
        ({"neutrophils": 800}, "It would fit /µL"),
        ({"neutrophils": "0.8 mg/L"}, "does not come in “mg/L”"),
        ({"neutrophils": "few"}, "is not a number"),
        ({"neutrophils": ""}, "There is no number yet"),
        ({"neutrophils": True}, "is not a number"),
        ({"neutrophils": float("nan")}, "is not a number"),
        ({"platelets": "1,000"}, "two ways"),
        ({"neutrophil": 1}, "There is no value 'neutrophil'"),
        ({"fever": "yes"}, "yes or no"),
        ({"bilirubin": 68}, "outside what is expected"),
        ({"bilirubin_reported": 68}, "needs its upper limit"),
        ({"bilirubin": 4, "bilirubin_reported": 68, "bilirubin_limit": 17}, "given twice"),
        ({"bilirubin_reported": "4 mg/dL", "bilirubin_limit": "17 µmol/L"}, "in one unit"),
        ({"bilirubin_reported": 68, "bilirubin_limit": 1}, "in the same unit?"),
        ({"bilirubin_reported": -68, "bilirubin_limit": 17}, "cannot be negative"),
        ({"bilirubin_reported": 68, "bilirubin_limit": 0}, "outside what is expected"),
        ({"neutrophils_reported": 1, "neutrophils_limit": 2}, "There is no value"),
        ("0.8", "by name"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_is_expected(values: Any, told: str) -> None:
    with pytest.raises(ValueError, match=r"[Gg]ive|unit|believed") as problem:
        model.advise(RULES, "liver", values, {"region": "EU"})
    assert told in str(problem.value)


def test_a_value_with_its_limit_is_a_multiple() -> None:
    found, said = toxicity_values.read(RULES, {"bilirubin_reported": "68 µmol/L", "bilirubin_limit": "17 µmol/L"})
    assert found == {"bilirubin": 4.0}
    assert said == ["Bilirubin: 68 with an upper limit of 17 is 4 × ULN."]


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ({}, "US or EU"),
        ({"region": "UK"}, "US or EU"),
        ({"region": "EU", "dose_mg": 0}, "outside what is expected"),
        ({"region": "EU", "dose_mg": 10000}, "100 to 800 mg/day"),
        ({"region": "EU", "again": 1}, "yes or no"),
        ({"region": "EU", "age": -3}, "outside what is expected"),
        ({"region": "EU", "episodes": 2}, "The history has no 'episodes'"),
        ({"region": "EU", "drug": 4}, "is a word"),
        (None, "by name"),
    ],
)
def test_a_history_that_does_not_fit_is_refused(history: Any, told: str) -> None:
    with pytest.raises(ValueError) as problem:  # noqa: PT011 - the text is compared below
        model.advise(RULES, "mild", {}, history)
    assert told in str(problem.value)


def test_a_finding_needs_a_value_and_an_unknown_one_lists_the_known() -> None:
    with pytest.raises(ValueError, match="Please give neutrophils or platelets"):
        advice("counts")
    with pytest.raises(ValueError, match="Choose one of: counts, liver"):
        advice("hair")


# ---------------------------------------------------------------- properties


def _raw(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.floats(field["low"], field["high"]), st.floats(), st.integers(-10, 10**6),
                     st.text(max_size=12), st.booleans())


@given(values=st.fixed_dictionaries({field["id"]: _raw(field) for field in NUMBERS}),
       finding=st.sampled_from([one["id"] for one in RULES["findings"]]), region=st.sampled_from(model.REGIONS),
       again=st.booleans(), held=st.booleans(), dose=st.sampled_from([None, 100, 300, 400, 600, 800]))
@settings(max_examples=300, deadline=None)
def test_every_answer_is_a_text_with_section_edition_and_end_or_a_sentence_why_not(
    values: dict[str, Any], finding: str, region: str, again: bool, held: bool, dose: int | None
) -> None:
    history = {"region": region, "again": again, "held": held, "dose_mg": dose}
    try:
        answer = model.advise(RULES, finding, values, history)
    except ValueError:  # what is said then is tested above
        return
    assert answer["region"] == region
    assert answer["beyond"].endswith(model.TEAM)
    if answer["applies"]:
        assert answer["says"]
        assert answer["section"]
        assert answer["address"]
        assert answer["label_date"]
    else:
        assert answer["reason"]
        assert answer["section"] is None


@given(count=st.integers(0, 50000))
@settings(max_examples=100, deadline=None)
def test_a_count_per_microlitre_means_the_same_as_per_litre(count: int) -> None:
    one = rule("counts", {"neutrophils": f"{count} /µL"})
    assert one == rule("counts", {"neutrophils": count / 1000})
    assert (one is not None) == (count < 1000)


# ---------------------------------------------------------------- the data


def test_every_row_can_be_reached() -> None:
    """Rows behind an earlier row that always fits would be dead text."""
    tries: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for held in (False, True):
        for again in (False, True):
            past = {"held": held, "again": again}
            tries += [({}, past), ({"breathless": True}, past), ({"blisters": True}, past), ({"weight_gain": 2}, past)]
            tries += [({"neutrophils": n, "platelets": 80.0}, past) for n in (0.5, 1.2, 2.0)]
            tries += [({"bilirubin": b, "transaminases": 1.0}, past) for b in (1.0, 2.0, 4.0)]
            tries += [({"clearance": c}, past) for c in (10, 30, 50)]
    reached = set()
    for finding in RULES["findings"]:
        for region in model.REGIONS:
            for values, past in tries:
                if not model._lacks(finding, values):
                    reached.add(rule(finding["id"], values, region, **past))
    assert {one["id"] for one in RULES["rules"]} <= reached


def test_each_row_names_its_section_and_the_edition_that_was_read() -> None:
    for one in RULES["rules"]:
        assert one["section"]
        assert one["label_date"].startswith(("edition of ", "an undated copy, read on "))


def test_limits_are_the_ledgers_numbers() -> None:
    assert {one["id"]: one for one in RULES["rules"]}["eu_counts_first"]["any"] == [
        {"value": "neutrophils", "is": "below", "limit": 1.0}, {"value": "platelets", "is": "below", "limit": 50}]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda raw: raw["rules"][0].update(region="UK"), "a region"),
        (lambda raw: raw["rules"][0].update(ends="soon"), "ends, one of"),
        (lambda raw: raw["rules"][0].update(colour="red"), "delete colour"),
        (lambda raw: raw["rules"][0].update(says=""), "a value for says"),
        (lambda raw: raw["rules"][0].update(says="At [1](ev:dosemod_counts.hold.neutrophils)."), "fits the ledger"),
        (lambda raw: raw["rules"][0].update(says="Resume at [](ev:dosemod_counts_us.second_restart)."), "unverified"),
        (lambda raw: raw["rules"][0].update(says="See [](ev:no_such)."), "no evidence record"),
        (lambda raw: raw["rules"][0].update(any=[["iron", "below", "dosemod_counts.hold.neutrophils"]]), "limits as"),
        (lambda raw: raw["rules"][0].update(any=[["neutrophils", "below", "renal_us.clearance.mild"]]), "low or high"),
        (lambda raw: raw["findings"].append({"id": "x", "name": "X", "asks": [], "beyond": "y"}), "a row for US"),
        (lambda raw: raw["cases"][0]["options"].pop(0), "one right option"),
        (lambda raw: raw["rates"][0].update(source="tox_german"), "a source that holds"),
        (lambda raw: raw.pop("red_flags"), "the parts red_flags"),
        (lambda raw: raw.pop("emergency"), "the parts emergency"),
        (lambda raw: raw["red_flags"][0].update(frist=True), "delete frist"),
        (lambda raw: raw["rules"][0].pop("dose"), "as dose"),
        (lambda raw: raw["rules"].append(raw["rules"][0]), "each once"),
    ],
)
def test_a_misfit_in_the_data_is_named_with_what_is_expected(change: Any, told: str, tmp_path: Path) -> None:
    raw = copy.deepcopy(yaml.safe_load(_toxicity.FILE.read_text(encoding="utf-8")))
    change(raw)
    path = tmp_path / "toxicity.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(_toxicity.ToxicityDataError) as problem:
        _toxicity.toxicity(path)
    assert told in str(problem.value)


# ---------------------------------------------------------------- rates


def test_rates_say_who_was_counted_and_mark_what_was_not_seen() -> None:
    frame = toxicity.rates("oedema")
    assert {"effect", "dose", "rate", "counted", "source", "who", "how seen"} == set(frame.columns)
    related = frame[frame["counted"].str.startswith("suspected")]
    assert related["rate"].tolist() == ["24.2%"]  # Schlemmer 2011: 23 of 95
    for _, row in frame.iterrows():
        assert ("(unverified)" in row["rate"]) == row["how seen"].startswith("not seen")


def test_the_placebo_had_them_too() -> None:
    frame = toxicity.rates("diarrhoea").set_index("dose")
    assert frame.loc["placebo", "rate"] == "29.3% (unverified)"
    assert toxicity.rates("severe").query("dose == 'placebo'")["rate"].tolist() == ["18.3%"]  # Z9001 by the PDQ


def test_an_unknown_effect_lists_the_known() -> None:
    with pytest.raises(ValueError, match="choose one of: oedema"):
        toxicity.rates("hair")


def test_advice_reads_as_text_and_as_a_table() -> None:
    found = toxicity.advise("counts", neutrophils="800 /µL", fever=True, dose_mg=400)
    text = repr(found)
    assert text.startswith("Urgent: fever with few neutrophils.")
    assert "800 /µL is 0.8 × 10⁹/L." in text
    assert "EU label, 4.2, table of counts (edition of 2013): Stop" in text
    assert list(found.frame().index) == ["US", "EU"]
    assert "](ev:" not in text
    assert "**" not in text
    assert set(toxicity.findings().columns) == {"about", "values", "US", "EU"}
    assert len(toxicity.cases()) >= 8
    assert len(toxicity.red_flags()) >= 5
