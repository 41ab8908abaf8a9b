"""What the clone race shows after the commit: verdict, course, what each drug does, trials, calibration, limits."""

from gist_edu.models import portable, resistance, resistance_case, resistance_plan
from gist_edu.simulators import resistance_behind, resistance_charts, resistance_state
from gist_edu.simulators.blocks import button, cell, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

CALLS = {"sensitive": ["shrinks", "good"], "reduced": ["grows slowly", "warn"], "resistant": ["grows", "bad"]}
DOUBTS = {"unknown": "not known", "conflicting": "disputed"}


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """All blocks behind the question."""
    course = resistance_state.course(data, state)
    names = resistance_plan.drugs(data)
    return [
        _feedback(data, state, course),
        resistance_charts.clones(course, names),
        resistance_charts.tumour(course, names),
        _lines(course, names),
        text("signs", _signs(course)),
        _calls(course, names),
        group("known", "How this is known", "fold", _known(data, state, course, names)),
        text("why", data["resistance"]["why"]),
        group("seen", "What trials saw", "stack", _seen(data, course)),
        group("behind", "What the model rests on", "fold", resistance_behind.blocks(data)),
        group("start_again", None, "row", [button("again", "Guess again", "plain")]),
    ]


# ---------------------------------------------------------------- the answer


def _feedback(data: "Json", state: "Json", course: "Json") -> "Json":
    told = "**" + resistance_charts.result(course, resistance_plan.drugs(data)) + "** " + _ended(course)
    told = told + data["resistance"]["label"]
    if not state["guessed"]:
        return feedback("feedback", "info", "The race", told, state["fresh"])
    cells = len(course["clones"]) == 1 or state["values"]["largest"] == course["largest"]
    when = state["values"]["when"] == band(course["progression_month"])
    heading, tone = "Not this time", "warn"
    if cells and when:
        heading, tone = "As the model has it", "good"
    elif len(course["clones"]) > 1 and (cells or when):
        heading, tone = "Half of it", "info"
        told = told + (" You saw which cells, not when." if cells else " You saw when, not which cells.")
    return feedback(
        "feedback", tone, heading, told + _sure(state["values"]["confidence"], cells and when), state["fresh"]
    )


def _ended(course: "Json") -> str:
    if course["ended"] is None:
        return ""
    return (
        "The course is cut at month "
        + resistance_charts.month(course["ended"])
        + ": beyond that size nothing the model says has a meaning. "
    )


def _sure(confidence: "str | None", right: bool) -> str:
    if confidence == "sure" and not right:
        return " You were very sure: worth looking at what misled you."
    if confidence == "guess" and right:
        return " You called it a guess. It was a good one."
    return ""


def band(month: "float | None") -> str:
    """The answer to when that fits a month."""
    if month is None:
        return resistance_state.NEVER
    for name, high in resistance_state.BANDS:
        if month < high:
            return name
    return resistance_state.LATE


# ---------------------------------------------------------------- tables


def _signs(course: "Json") -> str:
    """When each hidden clone could have been noticed, as a nodule and in blood."""
    told = []
    for one in course["clones"][1:]:
        nodule, mark = one["nodule_month"], one["in_blood"]
        seen = "too small to measure" if nodule is None else "measurable from month " + portable.shortest(nodule, 1)
        found = "not found in blood" if mark is None else "in blood from month " + portable.shortest(mark, 1)
        told.append(one["name"] + ": " + seen + ", if it lies in one place; " + found)
    if not told:
        return "**Signs of a hidden clone.** There was none."
    return "**Signs of a hidden clone**, with a test as good as the one assumed. " + ". ".join(told) + "."


def _lines(course: "Json", names: "Json") -> "Json":
    rows = []
    for line in course["lines"]:
        held = line["months_held"]
        span = ", months " + portable.shortest(line["start"], 1) + " to " + portable.shortest(line["stop"], 1)
        said = "not in this time" if held is None else "after " + resistance_charts.month(held) + " months"
        smallest = portable.fmt(line["nadir_cm"], 1) + " cm" + _change(line["change_pct"])
        rows.append([cell(names[line["drug"]] + span), cell(smallest), cell(said, "none" if held is None else "warn")])
    note = "Each drug is judged from the day it starts."
    return table("lines", "Drug by drug", ["Drug", "Smallest diameter", "Progression"], rows, note)


def _change(pct: float) -> str:
    if pct > -0.5:
        return ", as at its start"
    return ", " + portable.fmt(-pct) + portable.PERCENT[0] + " less than at its start"


def _taken(course: "Json") -> list[str]:
    """The drugs of the course in their order, each once."""
    found: list[str] = []
    for line in course["lines"]:
        if line["drug"] not in found and line["drug"] != resistance.NO_DRUG:
            found.append(line["drug"])
    return found


def _calls(course: "Json", names: "Json") -> "Json":
    """What each drug of the plan does to each clone, in a word, and what was assumed."""
    taken = _taken(course)
    rows = []
    for one in course["clones"]:
        row = [cell(one["name"])]
        for drug in taken:
            said, tone = CALLS[one["calls"][drug]]
            doubt = one["assumed"].get(drug)
            row.append(cell(said if doubt is None else said + " (your assumption; " + DOUBTS[doubt] + ")", tone))
        rows.append(row)
    columns = ["Clone"] + [names[drug] for drug in taken]
    return table("calls", "What the drugs do to the clones in this model", columns, rows)


def _known(data: "Json", state: "Json", course: "Json", names: "Json") -> "list[Json]":
    """How each of these pairs is known, in the words of the board of drugs."""
    primary = resistance_case.named(data, "primaries", state["values"]["primary"], "genotype")
    found = []
    for n, one in enumerate(course["clones"]):
        entry = resistance_case.named(data, "clones", one["id"], "clone") if n else None
        for drug in _taken(course):
            md = portable.linked(data, resistance_case.cell(data, primary, entry, drug)["md"])
            key = "known_" + one["id"] + "_" + drug
            found.append(text(key, "**" + one["name"] + ", " + names[drug].lower() + ".** " + md))
    return found


def _seen(data: "Json", course: "Json") -> "list[Json]":
    """What trials saw of the drugs in the plan."""
    taken = [line["drug"] for line in course["lines"]]
    again = any(drug in taken[:n] and drug != resistance.NO_DRUG for n, drug in enumerate(taken))
    wanted = taken + ["all"] + (["again"] if again else [])
    return [
        text("seen" + portable.fmt(n), portable.linked(data, one["md"]))
        for n, one in enumerate(data["resistance"]["seen"])
        if one["for"] in wanted
    ]
