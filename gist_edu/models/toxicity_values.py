"""Blood values, weights and signs of a patient read in the units of a report, or refused with a sentence.

Counts come per litre or per microlitre, liver tests as multiples of the upper limit or as a value with its limit. What
was converted is said. Portable and pure; ``rules`` is ``data/toxicity.yaml``.
"""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

REPORTED, LIMIT = "_reported", "_limit"  # bilirubin_reported and bilirubin_limit: the value and its upper limit
HIGHEST_REPORT = 100000
DIGITS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")  # what stands before a unit; "0.8 m" before "g/L" does not


def read(rules: "Json", raw: "Json") -> "tuple[Json, list[str]]":
    """(values in their first units, sentences on what was converted); ``ValueError`` for what does not fit."""
    if not isinstance(raw, dict):
        raise ValueError("The values did not come by name. Give them as name and number, such as neutrophils 0.8.")
    _known(rules, raw)
    found: Json = {}
    said: list[str] = []
    for field in rules["values"]:
        value = _flag(field, raw) if field.get("flag") else _number(field, raw, said)
        if value is not None:
            found[field["id"]] = value
    return found, said


def _known(rules: "Json", raw: "Json") -> None:
    """Refuse a name that no value has."""
    names = [field["id"] for field in rules["values"]]
    reports = [field["id"] for field in rules["values"] if field.get("report")]
    for name in portable.ordered(raw):
        stem = name
        for tail in (REPORTED, LIMIT):
            if name.endswith(tail):
                stem = name[: -len(tail)]
        if name not in names and not (stem != name and stem in reports):
            raise ValueError("There is no value '" + portable.shown(name) + "'. Give one of: " + ", ".join(names) + ".")


def _flag(field: "Json", raw: "Json") -> "bool | None":
    value = raw.get(field["id"])
    if value is not None and value is not True and value is not False:
        given = portable.shown(value)
        raise ValueError(field["name"] + " is yes or no. Please give true or false, not “" + given + "”.")
    return value


def _number(field: "Json", raw: "Json", said: "list[str]") -> "float | None":
    """A number in the field's own unit."""
    value = raw.get(field["id"])
    reported, limit = raw.get(field["id"] + REPORTED), raw.get(field["id"] + LIMIT)
    if reported is not None or limit is not None:
        if value is not None:
            raise ValueError(field["name"] + " was given twice, as a multiple and as a value with its limit. Give one.")
        return _multiple(field, reported, limit, said)
    return None if value is None else _in_own_unit(field, value, said)


def _in_own_unit(field: "Json", raw: "Any", said: "list[str]") -> float:
    amount, unit = _split(field, raw)
    factor = unit["factor"]
    low, high = field["low"] / factor, field["high"] / factor
    found, problem = portable.read_number(amount, low, high, unit["unit"], field["what"])
    if found is None:
        raise ValueError((problem or "") + _negative(amount) + _fits_another(field, amount, unit))
    value = _clean(found * factor)
    if unit["unit"] != field["unit"]:
        said.append(portable.shortest(found) + " " + unit["unit"] + " is " + portable.shortest(value) + " "
                    + field["unit"] + ".")
    return value


def _negative(amount: "Any") -> str:
    """A hint for a number below zero."""
    text = amount.strip() if isinstance(amount, str) else portable.shown(amount)
    return " A count or a level cannot be negative." if text[:1] in ("-", "−") else ""


def _fits_another(field: "Json", amount: "Any", used: "Json") -> str:
    """A hint when the number would be believed in another unit."""
    for unit in units(field):
        low, high = field["low"] / unit["factor"], field["high"] / unit["factor"]
        if unit["unit"] != used["unit"]:
            found, problem = portable.read_number(amount, low, high, unit["unit"], field["what"])
            if found is not None and problem is None:
                return " It would fit " + unit["unit"] + ": if that is the unit, write it behind the number."
    return ""


def units(field: "Json") -> "list[Json]":
    """All units of a value, its own first."""
    own = {"unit": field["unit"], "factor": 1, "step": field["step"], "also": field.get("also", [])}
    return [own] + list(field.get("units", []))


def _split(field: "Json", raw: "Any") -> "tuple[Any, Json]":
    """("800", per microlitre) for "800 /µL"; a unit that the value does not have is refused."""
    if not isinstance(raw, str):
        return raw, units(field)[0]
    text = raw.strip()
    for unit in units(field):
        for name in [unit["unit"]] + list(unit.get("also", [])):
            amount = text[: -len(name)].strip()
            if text.lower().endswith(name.lower()) and amount[-1:] in DIGITS:
                return amount, unit
    tail = text
    while tail and tail[0] in "0123456789.,-+− ":
        tail = tail[1:]
    if tail and tail != text:
        names = " or ".join([unit["unit"] for unit in units(field)])
        raise ValueError("“" + portable.shown(raw) + "”: the " + field["what"] + " does not come in “"
                         + portable.shown(tail) + "” here. Please give it in " + names + ".")
    return text, units(field)[0]


def _multiple(field: "Json", reported: "Any", limit: "Any", said: "list[str]") -> float:
    """A value and its upper limit as a multiple; both in the same unit, whichever it is."""
    name = field["name"]
    if reported is None or limit is None:
        raise ValueError(name + ": a reported value needs its upper limit of normal, in the same unit. Give both.")
    value, first = _bare(reported)
    top, second = _bare(limit)
    if first and second and first.lower() != second.lower():
        raise ValueError(name + ": the value is in " + portable.shown(first) + " and its limit in "
                         + portable.shown(second) + ". Please give both in one unit.")
    numbers = []
    for amount, what, low in ((value, "value", 0), (top, "upper limit", 0.01)):
        found, problem = portable.read_number(amount, low, HIGHEST_REPORT, first, what + " of " + name)
        if found is None:
            raise ValueError((problem or "") + _negative(amount))
        numbers.append(found)
    ratio = numbers[0] / numbers[1]
    if ratio > field["high"]:
        raise ValueError(name + " would be " + portable.shortest(ratio, 1) + " × ULN, more than is believed. Are value "
                         "and limit in the same unit?")
    said.append(name + ": " + portable.shortest(numbers[0]) + " with an upper limit of " + portable.shortest(numbers[1])
                + " is " + portable.shortest(ratio) + " × ULN.")
    return _clean(ratio)


def _bare(raw: "Any") -> "tuple[Any, str]":
    """("68", "µmol/L") for "68 µmol/L"."""
    if not isinstance(raw, str):
        return raw, ""
    text = raw.strip()
    place = 0
    while place < len(text) and text[place] in "0123456789.,-+−":
        place = place + 1
    return (text[:place], text[place:].strip()) if place else (text, "")


def _clean(value: float) -> float:
    """Nine digits are kept, so that 1000 per microlitre is 1 and not a hair less."""
    return float(int(abs(value) * 1e9 + 0.5)) / 1e9 * (-1 if value < 0 else 1) if abs(value) < 1e5 else value
