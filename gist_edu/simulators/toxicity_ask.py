"""What the toxicity desk asks: a patient and what the label says, or the values of a patient of the reader's own."""

from gist_edu.models import toxicity as model
from gist_edu.models import toxicity_values
from gist_edu.simulators import blocks, form

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

OWN, BY_VALUES = "own", "values"
HISTORY = ("dose_mg", "again", "held")
DOSE = {
    "key": "dose_mg", "kind": "number", "label": "Present daily dose", "low": model.DOSES[0], "high": model.DOSES[1],
    "step": 100, "unit": "mg/day", "what": "present daily dose", "slider": False,
}
AGAIN = {"key": "again", "kind": "toggle", "label": "It is not the first time"}
HELD = {"key": "held", "kind": "toggle", "label": "Imatinib is on hold now"}


def case_of(data: "Json", name: object) -> "Json | None":
    """The invented patient of an id."""
    for case in data["toxicity"]["cases"]:
        if case["id"] == name:
            return case
    return None


def all_fields(data: "Json", case: str) -> "list[Json]":
    """Every field that the state holds, whichever is on the board."""
    return [case_field(data, case)] + _question(data, case) + own_fields(data)


def on_board(data: "Json", state: "Json") -> "list[Json]":
    """The fields that can be set now."""
    case = state["values"]["case"]
    if case == OWN:
        return [case_field(data, case)] + own_fields(data)
    return [case_field(data, case)] + ([] if state["committed"] else _question(data, case))


def case_field(data: "Json", start: str) -> "Json":
    """Who is on the board; the last entry is the reader's own."""
    options = [{"value": case["id"], "label": case["name"]} for case in data["toxicity"]["cases"]]
    options = options + [{"value": OWN, "label": "Enter an invented patient of your own"}]
    return {"key": "case", "kind": "select", "label": "Patient", "options": options, "start": start}


def _question(data: "Json", name: str) -> "list[Json]":
    """What the label says, and how sure."""
    case = case_of(data, name)
    options = [{"value": one["id"], "label": one["text"]} for one in case["options"]] if case else []
    sure = blocks.how_sure(None)
    return [{"key": "offer", "kind": "choice", "label": "What does the label say?", "options": options},
            {"key": "confidence", "kind": "choice", "label": sure["label"], "options": sure["options"]}]


def own_fields(data: "Json") -> "list[Json]":
    """Values, signs and history of a patient of one's own; all but the dose may stay empty."""
    about = [{"value": BY_VALUES, "label": "What the values below say"}]
    for entry in data["toxicity"]["findings"]:
        if not entry.get("needs"):
            about.append({"value": entry["id"], "label": entry["name"]})
    found: list[Json] = [{"key": "about", "kind": "select", "label": "Ask about", "options": about, "start": BY_VALUES},
                           DOSE, AGAIN, HELD]
    for value in data["toxicity"]["values"]:
        found.append(_value_field(value))
    for value in data["toxicity"]["values"]:
        if value.get("report"):
            found = found + _report_fields(value)
    return found


def _value_field(value: "Json") -> "Json":
    if value.get("flag"):
        return {"key": value["id"], "kind": "toggle", "label": value["name"]}
    return {"key": value["id"], "kind": "number", "label": value["name"], "low": value["low"], "high": value["high"],
            "step": value["step"], "unit": value["unit"], "what": value["what"], "slider": False,
            "units": value.get("units", [])}


def _report_fields(value: "Json") -> "list[Json]":
    """A value as a report gives it, and its upper limit of normal."""
    found = []
    for tail, label in ((toxicity_values.REPORTED, ", as reported"), (toxicity_values.LIMIT, ", its upper limit")):
        low = 0 if tail == toxicity_values.REPORTED else 0.01
        found.append({"key": value["id"] + tail, "kind": "number", "label": value["name"] + label, "low": low,
                      "high": 10000, "step": 0.1, "unit": "", "what": "number of the report", "slider": False})
    return found


def _of_report(key: str) -> bool:
    return key.endswith(toxicity_values.REPORTED) or key.endswith(toxicity_values.LIMIT)


def own_values(data: "Json", state: "Json") -> "Json":
    """What was entered, as the model takes it; an open toggle is not an entry."""
    found = {}
    for field in own_fields(data):
        value = state["values"][field["key"]]
        if field["key"] not in HISTORY and field["key"] != "about" and value is not None and value is not False:
            found[field["key"]] = value
    return found


# ---------------------------------------------------------------- blocks


def scene(data: "Json", state: "Json") -> "list[Json]":
    """Who is on the board, and the question while it is open."""
    case = case_of(data, state["values"]["case"])
    if case is None:
        return _own(data, state)
    shown = [blocks.text("scene", case["scene"] + " (An invented patient.)")]
    if not state["committed"]:
        shown = shown + form.blocks_of(state, _question(data, case["id"]))
        commit = blocks.button("commit", "Commit and open the labels", "primary")
        skip = blocks.button("skip", "Show without a guess", "plain")
        shown.append(blocks.group("go_on", None, "row", [commit, skip]))
    return shown


def _own(data: "Json", state: "Json") -> "list[Json]":
    fields = own_fields(data)
    past = [field for field in fields if field["key"] in HISTORY or field["key"] == "about"]
    entered = [field for field in fields if field["key"] not in HISTORY and field["key"] != "about"]
    signs = [field for field in entered if field["kind"] == "toggle"]
    reports = [field for field in entered if _of_report(field["key"])]
    numbers = [field for field in entered if field["kind"] == "number" and not _of_report(field["key"])]
    look = blocks.button("look", "Look it up", "primary")
    return [
        blocks.text("own", "Enter what you like, for an invented patient. Leave the rest empty.", "note"),
        blocks.group("past", "History", "columns", form.blocks_of(state, past)),
        blocks.group("numbers", "Values", "columns", form.blocks_of(state, numbers)),
        blocks.group("reports", "Liver tests as value and upper limit", "fold", form.blocks_of(state, reports)),
        blocks.group("signs", "Signs", "columns", form.blocks_of(state, signs)),
        blocks.group("go_on", None, "row", [look, blocks.button("clear", "Clear the values", "plain")]),
    ]
