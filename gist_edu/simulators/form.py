"""The start that simulators share: fields as data, their values in the state, and a guard for what comes in.

A field is a dict with ``key``, ``kind`` and ``label``. Kind ``number`` has ``low``, ``high``, ``step``, ``unit``,
``what`` (its name in a sentence) and may have ``units``, other units as ``{"unit", "factor", "step"}``: one of them is
``factor`` of the field's own unit, in which the value is kept. Kinds ``choice`` and ``select`` have ``options``;
``toggle`` needs no more. All may have ``start`` and ``help``.
"""

from gist_edu.models import portable
from gist_edu.simulators import blocks

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

UNIT = ".unit"  # the list of units of a number field has the key of the field and this
AMOUNT = "0123456789.,+-− "  # what a typed amount is made of
LONGEST_UNIT = 12  # letters; what is longer is a sentence


def fresh(fields: "list[Json]") -> "Json":
    """The part of a state that holds fields: ``values`` at their start, nothing refused, first units."""
    values = {}
    for field in fields:
        values[field["key"]] = field.get("start", False if field["kind"] == "toggle" else None)
    return {"values": values, "bad": {}, "units": {}}


def begin(
    state: "Json", event: "Any", parts: "tuple[str, ...]" = ("values", "bad", "units")
) -> "tuple[Json, str, str, Any]":
    """(copy of the state with nothing announced, kind of the event, its id, its value); kind "" is no event.

    ``parts`` are the dicts in the state; they are copied too.
    """
    copy = dict(state)
    for part in parts:
        copy[part] = dict(state[part])
    copy["error"], copy["announce"], copy["fresh"] = None, "", False
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return copy, "", "", None
    key = event["id"] if isinstance(event.get("id"), str) else ""
    return copy, event["type"], key, event.get("state") if event["type"] == "restore" else event.get("value")


def refused(state: "Json") -> "Json":
    """The state with the sentence for an event that does not fit."""
    state["error"] = "That is not on the board now, so nothing was changed. Please use what is shown."
    return state


def shared(state: "Json") -> "Json":
    """The state as it may stand in an address: without what was typed and could not be read."""
    copy = dict(state)
    copy["bad"], copy["announce"], copy["error"] = {}, "", None
    return copy


def clear(state: "Json", what: str) -> None:
    """Remember and say that the answer to ``what`` is gone; arrow keys on a list change it before one notices."""
    state["cleared"] = what
    state["announce"] = (state["announce"] + " " + cleared(what)).strip()


def cleared(what: str) -> str:
    """The sentence for an answer that is gone."""
    return "Your answer to " + what + " before was cleared."


def field_of(fields: "list[Json]", key: str) -> "Json | None":
    """The field of a key."""
    for field in fields:
        if field["key"] == key:
            return field
    return None


# ---------------------------------------------------------------- taking values over


def put(state: "Json", fields: "list[Json]", key: str, value: "Any") -> bool:
    """Take a value over, or refuse it with the field's own sentence; False when there is no such field or option."""
    if key.endswith(UNIT):
        return _put_unit(state, field_of(fields, key[: -len(UNIT)]), value)
    field = field_of(fields, key)
    if field is None:
        return False
    if field["kind"] == "number":
        _put_number(state, field, value)
        return True
    if not _fits(field, value):
        return False
    state["values"][key] = value
    state["bad"].pop(key, None)
    return True


def _fits(field: "Json", value: "Any") -> bool:
    """True for an option of the field, or for true and false of a toggle."""
    if field["kind"] == "toggle":
        return value is True or value is False
    return isinstance(value, str) and value in [option["value"] for option in field["options"]]


def _put_number(state: "Json", field: "Json", raw: "Any") -> None:
    key, unit = field["key"], _unit(state, field)
    amount, typed = _typed_unit(field, raw)
    used = typed or unit
    strange = "" if typed else _strange(field, raw)
    found, problem = (None, strange) if strange else _read(field, used, amount)
    if found is None:
        problem = (problem or "") + ("" if strange else _other_unit(field, used, amount))
        state["bad"][key] = {"text": portable.shown(raw), "error": problem}
        state["announce"] = problem
        return
    state["values"][key] = found
    state["bad"].pop(key, None)
    if typed and typed["unit"] != unit["unit"]:
        state["announce"] = _said(found, typed) + " is " + _said(found, unit) + "."


def _read(field: "Json", unit: "Json", raw: "Any") -> "tuple[float | None, str | None]":
    """The number in the field's own unit, or a sentence in the unit it was given in."""
    if unit["factor"] == 1:
        return portable.read_number(raw, field["low"], field["high"], unit["unit"], field["what"])
    high = field["high"] / unit["factor"]
    found, problem = portable.read_number(raw, _lowest(field, unit), high, unit["unit"], field["what"])
    return (None, problem) if found is None else (_clean(found * unit["factor"]), None)


def _clean(value: float) -> float:
    """Nine digits are kept, so that 1.1 mg/L is 1,100 ng/mL and not a hair less."""
    return float(int(value * 1e9 + 0.5)) / 1e9 if 0 <= value < 1e5 else value


def _lowest(field: "Json", unit: "Json") -> float:
    """The lowest number in a unit; a small one has two digits, rounded up, so that it is taken when typed as shown."""
    low = float(field["low"] / unit["factor"])
    if not 0 < low < 0.005:
        return low
    scale = 10
    while low * scale < 10:
        scale = scale * 10
    return float(int(low * scale + 1 - 1e-9)) / scale


def _typed_unit(field: "Json", raw: "Any") -> "tuple[Any, Json | None]":
    """("0.9", mg/L) for "0.9 mg/L": the amount, and the unit that was typed behind it."""
    text = raw.strip() if isinstance(raw, str) else ""
    longest = portable.ordered(units(field), lambda unit: -len(unit["unit"]))  # mg/L before g/L
    for unit in longest:
        name = unit["unit"]
        amount = text[: -len(name)].strip() if name else ""
        if _is_amount(amount) and _plain(text[-len(name) :]) == _plain(name):
            return amount, unit
    return raw, None


def _is_amount(text: str) -> bool:
    return any(one in "0123456789" for one in text) and all(one in AMOUNT for one in text)


def _plain(name: str) -> str:
    """A unit as it is compared: in small letters, with u for both signs of micro."""
    small = "".join([one.lower() if "A" <= one <= "Z" else one for one in name])
    return small.replace("\u00b5", "u").replace("\u03bc", "u")


def _strange(field: "Json", raw: "Any") -> str:
    """The sentence for a number with a unit that the field does not have, or "" ."""
    text = raw.strip() if isinstance(raw, str) else ""
    place = 0
    while place < len(text) and text[place] in AMOUNT:
        place += 1
    tail = text[place:]
    percent = tail == "%" and field["unit"] in portable.PERCENT
    if percent or not _is_amount(text[:place]) or not _looks_like_unit(tail):
        return ""
    said = "The unit “" + portable.shown(tail) + "” is not known here; "
    names = [unit["unit"] for unit in units(field)]
    if len(names) > 1:
        return said + "use one of: " + ", ".join(names) + "."
    return said + ("please give the " + field["what"] + " in " + names[0] + "." if names[0] else
                   "please give the number alone.")


def _looks_like_unit(tail: str) -> bool:
    """Letters, and digits only behind or before a stroke (x10^9/L); "12 to 14" and "1e5" are no numbers with units."""
    lettered = any("a" <= one <= "z" or one in "\u00b5\u03bc%" for one in _plain(tail))
    return lettered and len(tail) <= LONGEST_UNIT and ("/" in tail or not any(one in "0123456789" for one in tail))


def _other_unit(field: "Json", used: "Json", raw: "Any") -> str:
    """A hint when the number would fit another unit of the field."""
    for unit in units(field):
        if unit["unit"] != used["unit"] and _read(field, unit, raw)[1] is None:
            return " It would fit " + unit["unit"] + ": if that is the unit of the report, choose it first."
    return ""


def units(field: "Json") -> "list[Json]":
    """All units of a number field, its own first."""
    own = {"unit": field["unit"], "factor": 1, "step": field["step"]}
    return [own] + list(field.get("units", []))


def _unit(state: "Json", field: "Json") -> "Json":
    """The unit in which a field is shown."""
    for unit in units(field):
        if unit["unit"] == state["units"].get(field["key"]):
            return unit
    return units(field)[0]


def _put_unit(state: "Json", field: "Json | None", name: "Any") -> bool:
    """Show a field in another unit; the value stays what it was, and that is said."""
    if field is None or field["kind"] != "number" or name not in [unit["unit"] for unit in units(field)]:
        return False
    before, value = _unit(state, field), state["values"][field["key"]]
    state["units"][field["key"]] = name
    state["bad"].pop(field["key"], None)
    after = _unit(state, field)
    if value is not None and before["unit"] != after["unit"]:
        state["announce"] = _said(value, before) + " is " + _said(value, after) + "."
    return True


def _said(value: float, unit: "Json") -> str:
    return portable.shortest(value / unit["factor"], 3) + " " + unit["unit"]


def missing(state: "Json", fields: "list[Json]") -> bool:
    """Ask for each field that has no value yet; True when there is one, or when a typed number was not understood."""
    for field in fields:
        key = field["key"]
        if state["values"][key] is None and key not in state["bad"]:
            wanted = "a number" if field["kind"] == "number" else "one of the answers"
            state["bad"][key] = {"text": "", "error": "Please give " + wanted + " first. A guess is fine."}
    first = [field for field in fields if field["key"] in state["bad"]]
    if first:
        state["announce"] = first[0]["label"] + ": " + state["bad"][first[0]["key"]]["error"]
    return len(first) > 0


def taken(state: "Json", fields: "list[Json]", raw: "Json") -> bool:
    """Take over values and units of a saved state, each checked; False when anything is odd."""
    values, chosen = raw.get("values"), raw.get("units")
    if not isinstance(values, dict) or not isinstance(chosen, dict):
        return False
    for field in fields:
        value = values.get(field["key"])
        typed = field["kind"] == "number" and value is not None and not portable.is_number(value)
        if typed or (value is not None and not (put(state, fields, field["key"], value) and not state["bad"])):
            return False
        if value is None:
            state["values"][field["key"]] = None
        unit = chosen.get(field["key"])
        if unit is not None and not put(state, fields, field["key"] + UNIT, unit):
            return False
    state["announce"] = ""
    return True


# ---------------------------------------------------------------- drawing


def block(state: "Json", field: "Json") -> "list[Json]":
    """The control of a field with its value, what was typed, and its sentence; then its list of units."""
    key, kind = field["key"], field["kind"]
    value, bad = state["values"][key], state["bad"].get(key)
    if kind == "number":
        drawn = [_number(state, field, value)]
        if len(units(field)) > 1:
            options = [{"value": unit["unit"], "label": unit["unit"]} for unit in units(field)]
            drawn.append(blocks.select(key + UNIT, field["label"] + ": unit", options, _unit(state, field)["unit"]))
    elif kind == "toggle":
        drawn = [blocks.toggle(key, field["label"], value)]
    else:
        build = blocks.select if kind == "select" else blocks.choice
        drawn = [build(key, field["label"], field["options"], value)]
    drawn[0]["help"] = field.get("help")
    if bad:
        drawn[0]["error"] = bad["error"]
        if kind == "number":
            drawn[0]["text"] = bad["text"]
    return drawn


def _number(state: "Json", field: "Json", value: "float | None") -> "Json":
    unit = _unit(state, field)
    factor = unit["factor"]
    low, high = (field["low"], field["high"]) if factor == 1 else (
        _clean(_lowest(field, unit)), _clean(field["high"] / factor))
    shown = value if value is None or factor == 1 else _clean(value / factor)
    drawn = blocks.number(field["key"], field["label"], shown, low, high, unit["step"], unit["unit"])
    drawn["slider"] = field.get("slider", True)
    return drawn


def blocks_of(state: "Json", fields: "list[Json]") -> "list[Json]":
    """The controls of several fields, one after another."""
    found: list[Json] = []
    for field in fields:
        found = found + block(state, field)
    return found
