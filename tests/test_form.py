"""Fields of simulators: what is taken over, what is refused and how, and units."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gist_edu.simulators import form

LEVEL = {"key": "level", "kind": "number", "label": "Trough", "low": 10, "high": 10000, "step": 10, "unit": "ng/mL",
         "what": "trough", "start": None, "units": [{"unit": "mg/L", "factor": 1000, "step": 0.01}]}
DRUG = {"key": "drug", "kind": "choice", "label": "Drug", "options": [{"value": "a", "label": "A"}], "start": None}
TWICE = {"key": "twice", "kind": "toggle", "label": "Twice daily"}
FIELDS = [LEVEL, DRUG, TWICE]


def state(**values: Any) -> dict[str, Any]:
    made = {"version": 1, "error": None, "announce": "", "fresh": False, **form.fresh(FIELDS)}
    made["values"].update(values)
    return made


def put(made: dict[str, Any], key: str, value: Any) -> bool:
    return form.put(made, FIELDS, key, value)


def test_a_number_is_kept_in_the_unit_of_the_field() -> None:
    made = state()
    assert put(made, "level", "900")
    assert made["values"]["level"] == 900


def test_a_number_typed_with_another_unit_is_converted_and_that_is_said() -> None:
    made = state()
    assert put(made, "level", "0.9 mg/L")
    assert made["values"]["level"] == 900
    assert made["announce"] == "0.9 mg/L is 900 ng/mL."


def test_a_number_that_fits_only_the_other_unit_is_refused_with_that_hint() -> None:
    made = state(level=1200)
    assert put(made, "level", "1.1")
    assert made["values"]["level"] == 1200
    assert "It would fit mg/L" in made["bad"]["level"]["error"]


def test_another_unit_shows_the_same_value_and_says_both() -> None:
    made = state(level=1100)
    assert put(made, "level.unit", "mg/L")
    assert made["announce"] == "1100 ng/mL is 1.1 mg/L."
    number, units = form.block(made, LEVEL)
    assert (number["value"], number["unit"], number["min"], number["max"]) == (1.1, "mg/L", 0.01, 10)
    assert units["value"] == "mg/L"
    assert put(made, "level", "2.2")
    assert made["values"]["level"] == 2200


@pytest.mark.parametrize("value", [None, "", "two", True, "−5", 10_001, [], {}])
def test_what_is_no_number_in_range_changes_nothing_and_gets_a_sentence(value: Any) -> None:
    made = state(level=500)
    assert put(made, "level", value)
    assert made["values"]["level"] == 500
    assert made["bad"]["level"]["error"].endswith((".", "first."))


@pytest.mark.parametrize(("key", "value"), [("drug", "b"), ("drug", None), ("twice", 1), ("twice", "yes"),
                                            ("nothing", 1), ("level.unit", "g"), ("drug.unit", "mg/L")])
def test_an_unknown_field_or_option_is_not_taken(key: str, value: Any) -> None:
    made = state()
    before = {part: dict(made[part]) for part in ("values", "bad", "units")}
    assert not put(made, key, value)
    assert {part: made[part] for part in before} == before


def test_missing_fields_are_asked_for_by_name() -> None:
    made = state()
    assert form.missing(made, [DRUG])
    assert made["announce"] == "Drug: Please give one of the answers first. A guess is fine."
    assert form.block(made, DRUG)[0]["error"]
    assert put(made, "drug", "a")
    assert not form.missing(made, [DRUG])


@given(value=st.floats(10, 10_000), unit=st.sampled_from(["ng/mL", "mg/L"]))
def test_a_saved_state_comes_back_as_it_was(value: float, unit: str) -> None:
    made = state(level=value, drug="a", twice=True)
    made["units"]["level"] = unit
    again = state()
    assert form.taken(again, FIELDS, made)
    assert again["values"]["level"] == pytest.approx(value, rel=1e-9)
    assert again["units"] == made["units"]
    assert again["announce"] == ""
    assert again["bad"] == {}


@pytest.mark.parametrize("raw", [{}, {"values": []}, {"values": {"level": "9"}, "units": {}},
                                 {"values": {"level": 1e9}, "units": {}}, {"values": {}, "units": {"level": "g"}},
                                 {"values": {"drug": "z"}, "units": {}}])
def test_a_saved_state_with_something_odd_is_not_taken(raw: dict[str, Any]) -> None:
    assert not form.taken(state(), FIELDS, raw)


@pytest.mark.parametrize("event", [None, 7, "set", [], {}, {"type": 3}])
def test_what_is_no_event_has_no_kind(event: Any) -> None:
    assert form.begin(state(), event)[1] == ""


def test_begin_leaves_the_old_state_alone() -> None:
    old = state(level=500)
    new, kind, key, value = form.begin(old, {"type": "set", "id": "level", "value": "700"})
    assert (kind, key, value) == ("set", "level", "700")
    assert put(new, key, value)
    assert old["values"]["level"] == 500


MICRO = {**LEVEL, "units": [*LEVEL["units"], {"unit": "µmol/L", "factor": 493.6, "step": 0.01}]}


@pytest.mark.parametrize("typed", ["2 µmol/L", "2 umol/L", "2 \u03bcmol/L", "2UMOL/L"])
def test_both_signs_of_micro_and_a_plain_u_are_the_same_unit(typed: str) -> None:
    made = state()
    assert form.put(made, [MICRO], "level", typed)
    assert made["values"]["level"] == pytest.approx(987.2)
    assert made["announce"] == "2 µmol/L is 987.2 ng/mL."


@pytest.mark.parametrize(("typed", "unit"), [
    ("1100 µg/L", "µg/L"), ("0.4 g", "g"), ("0.9 G/L", "G/L"), ("1.0 x10^9/L", "x10^9/L"), ("900 /uL", "/uL"),
    ("5 kg", "kg"), ("50 %", "%"),
])
def test_a_unit_that_is_not_known_is_named_with_those_that_are(typed: str, unit: str) -> None:
    made = state(level=500)
    assert form.put(made, [MICRO], "level", typed)
    said = f"The unit “{unit}” is not known here; use one of: ng/mL, mg/L, µmol/L."
    assert made["bad"]["level"] == {"text": typed, "error": said}
    assert made["values"]["level"] == 500


def test_a_field_with_one_unit_or_none_says_which() -> None:
    alone = {**LEVEL, "units": []}
    made = state()
    form.put(made, [alone], "level", "0.4 g")
    assert made["bad"]["level"]["error"] == "The unit “g” is not known here; please give the trough in ng/mL."
    form.put(made, [{**alone, "unit": ""}], "level", "12 months")
    assert made["bad"]["level"]["error"] == "The unit “months” is not known here; please give the number alone."


@pytest.mark.parametrize("typed", ["1e5", "12 to 14", "two mg/L", "1/2", "0x10", "12 and quite a lot of words"])
def test_what_only_begins_like_a_number_is_not_taken_for_a_unit(typed: str) -> None:
    made = state()
    form.put(made, FIELDS, "level", typed)
    assert "is not a number" in made["bad"]["level"]["error"]


def test_the_lowest_number_of_another_unit_is_never_shown_as_0() -> None:
    low = {**MICRO, "low": 1}
    for unit, lowest in (("mg/L", "0.001"), ("µmol/L", "0.0021")):
        made = state()
        form.put(made, [low], "level.unit", unit)
        form.put(made, [low], "level", "abc")
        assert f"from {lowest} to " in made["bad"]["level"]["error"]
        form.put(made, [low], "level", lowest)
        assert made["bad"] == {}
        assert form.block(made, low)[0]["min"] == float(lowest)
