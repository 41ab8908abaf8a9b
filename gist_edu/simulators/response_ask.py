"""What the response reader asks: which scan, its measures as fields, and the calls by two rulers."""

from gist_edu.models import portable
from gist_edu.models.response_scans import BONE, HU_RANGE, LARGEST_MM, NODE
from gist_edu.simulators import form
from gist_edu.simulators.blocks import CONFIDENCE, button, cell, group, how_sure, select, table, text, toggle

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

OWN = "own"
QUESTIONS = ("recist", "choi", "confidence")
CALLS = (("CR", "CR, complete response"), ("PR", "PR, partial response"), ("SD", "SD, stable disease"),
         ("PD", "PD, progression"), ("not_evaluable", "not evaluable"))
ORGANS = ("liver", "peritoneum", "stomach", NODE, BONE, "lung", "other")
COUNTS = ("1", "2", "3", "4", "5")
MM, CM = "mm", "cm"
NEW_SIZE = {"base": 40, "mid": 40, "now": 40, "base_hu": 70, "mid_hu": 70, "now_hu": 70}
BLANK = {"id": OWN, "title": "A scan of your own", "new": False, "nontarget": "none", "nodule": "none",
         "phase": "portal", "scene": "Make up a scan. Please enter no real patient's.",
         "lesions": [{"name": "Lesion 1", "organ": "liver", "base_mm": 40, "base_hu": 70, "now_mm": 40, "now_hu": 70}]}
FOUND = (
    ("new", "New lesions on this scan", (("no", "none"), ("unclear", "perhaps there before"), ("yes", "yes"))),
    ("nodule", "A nodule inside a mass", (("none", "none"), ("unchanged", "there, unchanged"),
                                          ("new", "new, taking up contrast"), ("growing", "there, and growing"))),
    ("nontarget", "Other disease, not measured", (("none", "none"), ("gone", "gone"), ("present", "still there"),
                                                  ("growing", "grown beyond doubt"))),
    ("phase", "Contrast on this scan", (("portal", "portal venous, as before"), ("arterial", "arterial only"),
                                        ("none", "no contrast"))),
)
NEWNESS = {"no": False, "unclear": "unclear", "yes": True}


def scenarios(data: "Json") -> "list[Json]":
    """All scans that can be chosen."""
    found = [{"value": one["id"], "label": one["title"]} for one in data["response"]["scenarios"]]
    return found + [{"value": OWN, "label": BLANK["title"]}]


def scenario_of(data: "Json", name: str) -> "Json":
    """The scenario of an id."""
    for one in data["response"]["scenarios"]:
        if one["id"] == name:
            return one
    return BLANK


# ---------------------------------------------------------------- fields


def question_fields() -> "list[Json]":
    """The two calls, and how sure."""
    calls = [{"value": call[0], "label": call[1]} for call in CALLS]
    return [
        {"key": "recist", "kind": "choice", "label": "By RECIST 1.1 this scan shows", "options": calls},
        {"key": "choi", "kind": "choice", "label": "By Choi this scan shows", "options": calls},
        {"key": "confidence", "kind": "choice", "label": "How sure are you?",
         "options": [{"value": one, "label": one} for one in CONFIDENCE]},
    ]


def parts(state: "Json") -> "list[str]":
    """The scans of the board, by their part in a key."""
    return ["base", "mid", "now"] if state["between"] else ["base", "now"]


def scan_fields(state: "Json") -> "list[Json]":
    """The fields of the scan: each lesion's organ, sizes and densities, then what else was found."""
    found: list[Json] = []
    for place in range(state["count"]):
        found = found + lesion_fields(state, place)
    for key, label, options in FOUND:
        listed = [{"value": value, "label": words} for value, words in options]
        found.append({"key": key, "kind": "select", "label": label, "options": listed})
    return found


def lesion_fields(state: "Json", place: int) -> "list[Json]":
    """The fields of one lesion."""
    end = "." + portable.fmt(place)
    name = "Lesion " + portable.fmt(place + 1)
    organs = [{"value": organ, "label": organ} for organ in ORGANS]
    found: list[Json] = [{"key": "organ" + end, "kind": "select", "label": name + ": where", "options": organs}]
    words = {"base": "at baseline", "mid": "in between", "now": "now"}
    for part in parts(state):
        found.append(_number(part + end, "Size " + words[part], (1 if part == "base" else 0, LARGEST_MM), MM, "size"))
        found[-1]["units"] = [{"unit": CM, "factor": 10, "step": 0.1}]
        found.append(_number(part + "_hu" + end, "Density " + words[part], HU_RANGE, "HU", "mean density"))
    return found


def _number(key: str, label: str, span: "tuple[float, float]", unit: str, what: str) -> "Json":
    return {"key": key, "kind": "number", "label": label, "low": span[0], "high": span[1], "step": 1, "unit": unit,
            "what": what, "slider": False}


def fields(state: "Json") -> "list[Json]":
    """All fields of the board."""
    return scan_fields(state) + question_fields()


def given(data: "Json", scenario: str) -> "Json":
    """The values of a scenario, by the keys of the fields."""
    one = scenario_of(data, scenario)
    found = {"new": "unclear" if one["new"] == "unclear" else ("yes" if one["new"] else "no")}
    for key in ("nodule", "nontarget", "phase"):
        found[key] = one[key]
    for place, lesion in enumerate(one["lesions"]):
        end = "." + portable.fmt(place)
        found["organ" + end] = lesion["organ"]
        for part in ("base", "mid", "now"):
            if part + "_mm" in lesion:
                found[part + end] = lesion[part + "_mm"]
                found[part + "_hu" + end] = lesion[part + "_hu"]
    return found


def fill(data: "Json", state: "Json") -> None:
    """Put the scenario's scan on the board."""
    found = given(data, state["scenario"])
    for key in portable.ordered(found):
        state["values"][key] = found[key]


def as_given(data: "Json", state: "Json") -> bool:
    """True while the scan is the scenario's own."""
    found = given(data, state["scenario"])
    same = len(scan_fields(state)) == len(found)
    for key in portable.ordered(found):
        same = same and state["values"].get(key) == found[key]
    return same


def resize(state: "Json", value: "Any") -> bool:
    """Another number of targets; new ones start as a lesion of the liver."""
    wanted = portable.fmt(value) if portable.is_number(value) and value == int(value) else value
    if not isinstance(wanted, str) or wanted not in COUNTS:
        return False
    _reshape(state, int(wanted), state["between"])
    return True


def insert(state: "Json", value: "Any") -> bool:
    """With a scan in between or without it; a new one starts like the baseline."""
    if value is not True and value is not False:
        return False
    _reshape(state, state["count"], value)
    return True


def _reshape(state: "Json", count: int, between: bool) -> None:
    before, state["count"], state["between"] = state["values"], count, between
    values = {}
    for field in fields(state):
        key = field["key"]
        head, end = key.split(".")[0], key[key.find(".") :]
        if key in before:
            values[key] = before[key]
        elif head == "organ":
            values[key] = "other"
        elif head in ("mid", "mid_hu"):
            values[key] = values.get(head.replace("mid", "base") + end)
        else:
            values[key] = NEW_SIZE.get(head)
    state["values"] = values
    for part in ("bad", "units"):
        held = state[part]
        state[part] = {}
        for key in held:
            if key in values:
                state[part][key] = held[key]
    for key in _size_keys(state):
        if _in_cm(state):
            state["units"][key] = CM


def _in_cm(state: "Json") -> bool:
    return bool(state["units"].get("base.0") == CM)


def _size_keys(state: "Json") -> "list[str]":
    return [part + "." + portable.fmt(place) for place in range(state["count"]) for part in parts(state)]


def switch(state: "Json", unit: "Any") -> bool:
    """All sizes in another unit; the sizes stay what they are."""
    if unit != MM and unit != CM:
        return False
    first, known = "", scan_fields(state)
    for key in _size_keys(state):
        form.put(state, known, key + form.UNIT, unit)
        first = first or state["announce"]
    state["announce"] = "All sizes are in " + unit + " now. " + first
    return True


def scans(state: "Json") -> "list[Json]":
    """The scans of the board, as the rulers take them."""
    values, found = state["values"], []
    for part in parts(state):
        lesions = []
        for place in range(state["count"]):
            end = "." + portable.fmt(place)
            lesions.append({"name": name_of(state, place), "organ": values["organ" + end], "mm": values[part + end],
                            "hu": values[part + "_hu" + end]})
        found.append({"lesions": lesions, "new": False, "nontarget": "none", "nodule": "none", "phase": "portal"})
    last = found[-1]
    last["new"] = NEWNESS[values["new"]]
    for key in ("nodule", "nontarget", "phase"):
        last[key] = values[key]
    return found


def name_of(state: "Json", place: int) -> str:
    """Lesion 1 (liver)."""
    return "Lesion " + portable.fmt(place + 1) + " (" + state["values"]["organ." + portable.fmt(place)] + ")"


# ---------------------------------------------------------------- blocks


def pick(data: "Json", state: "Json") -> "list[Json]":
    """Which scan."""
    return [select("scenario", "Scan", scenarios(data), state["scenario"])]


def scene(data: "Json", state: "Json") -> "list[Json]":
    """Who it is; invented, like all patients of the book."""
    one = scenario_of(data, state["scenario"])
    return [text("who", one["scene"] + (" (An invented patient.)" if one["id"] != OWN else ""))]


def measured(state: "Json") -> "Json":
    """The measures as a table, and what else the report says."""
    heads = {"base": "baseline", "mid": "in between", "now": "now"}
    columns = ["Lesion"]
    for part in parts(state):
        columns = columns + [heads[part] + ", size", heads[part] + ", density"]
    rows = []
    for place in range(state["count"]):
        end = "." + portable.fmt(place)
        row = [cell(name_of(state, place))]
        for part in parts(state):
            row.append(cell(size_of(state, part + end)))
            row.append(cell(portable.shortest(state["values"][part + "_hu" + end], 1) + " HU"))
        rows.append(row)
    told = [label + ": " + _words(options, state["values"][key]) for key, label, options in FOUND]
    return table("measured", "What was measured", columns, rows, ". ".join(told) + ".")


def size_of(state: "Json", key: str) -> str:
    """A size in the unit that all sizes are shown in."""
    if _in_cm(state):
        return portable.shortest(state["values"][key] / 10, 2) + " " + CM
    return portable.shortest(state["values"][key], 1) + " " + MM


def _words(options: "tuple[tuple[str, str], ...]", value: str) -> str:
    found = [words for name, words in options if name == value]
    return found[0]


def ask(state: "Json") -> "list[Json]":
    """The two calls, how sure, and the commit."""
    asked = question_fields()
    sure = how_sure(state["values"]["confidence"], state["bad"].get("confidence", {}).get("error"))
    commit = button("commit", "Commit and see both rulers", "primary")
    buttons = group("go_on", None, "row", [commit, button("skip", "Show without a guess", "plain")])
    gone = [text("cleared", form.cleared(state["cleared"]), "note")] if state["cleared"] else []
    return gone + form.block(state, asked[0]) + form.block(state, asked[1]) + [sure, buttons]


def editor(state: "Json", heading: str, layout: str, end: "list[Json]") -> "Json":
    """The fields of the scan; sizes share one switch of units. ``end``: what stands below them."""
    unit = CM if _in_cm(state) else MM
    counts = [{"value": one, "label": one} for one in COUNTS]
    shape = [select("count", "Targets", counts, portable.fmt(state["count"])),
             toggle("between", "There was a scan in between", state["between"]),
             select("size_unit", "Sizes in", [{"value": MM, "label": MM}, {"value": CM, "label": CM}], unit)]
    shown = [group("shape", None, "columns", shape)]
    for place in range(state["count"]):
        drawn = form.blocks_of(state, lesion_fields(state, place))
        drawn = [block for block in drawn if not block["id"].endswith(form.UNIT)]
        shown.append(group("lesion." + portable.fmt(place), "Lesion " + portable.fmt(place + 1), "columns", drawn))
    rest = form.blocks_of(state, scan_fields(state)[-len(FOUND) :])
    shown.append(group("found", "What else", "columns", rest))
    return group("editor", heading, layout, shown + end)
