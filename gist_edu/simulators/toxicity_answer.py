"""What the toxicity desk shows after the commit: red flags, both labels side by side, where they end, and how often."""

from gist_edu.models import portable, toxicity_values
from gist_edu.models import toxicity as model
from gist_edu.simulators import toxicity_ask
from gist_edu.simulators.blocks import cell, feedback, group, table, text, verdicts

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

HEADINGS = {
    "right": ["good", "So says the label"],
    "partly": ["warn", "Part of it"],
    "wrong": ["warn", "That is not in the label"],
}
SIGNS_ALONE = "No row of a label hangs on these signs alone. They are urgent without one."
MARKS = {"right": ["says so", "good"], "partly": ["part of it", "warn"], "wrong": ["not in the label", "none"]}


def option_of(case: "Json", name: object) -> "Json | None":
    """The option of an id."""
    for option in case["options"]:
        if option["id"] == name:
            return option
    return None


def announcement(data: "Json", state: "Json") -> str:
    """The answer to a patient in a sentence."""
    case = toxicity_ask.case_of(data, state["values"]["case"]) or data["toxicity"]["cases"][0]
    return "What fits best: " + _right(case)["text"] + "."


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """All blocks behind the question."""
    case = toxicity_ask.case_of(data, state["values"]["case"])
    if case is None:
        return _own(data, state)
    answers = [model.advise(data["toxicity"], case["finding"], case["values"], _history(case["history"], region))
               for region in model.REGIONS]
    found = [_feedback(data, state, case)] + _urgent(data, answers[0]["urgent"])
    found.append(verdicts("options", "Why, option by option", [_verdict(data, one) for one in case["options"]]))
    found.append(_side_by_side(data, answers, "labels", _name(data, case["finding"])))
    found.append(_ends(data, answers, "ends", "Where the label ends"))
    return found + _rates(data, case["effect"])


def _history(given: "Json", region: str) -> "Json":
    past = dict(given)
    past["region"] = region
    return past


def _name(data: "Json", finding: str) -> str:
    return model.found(data["toxicity"], finding)["name"]


def _right(case: "Json") -> "Json":
    for option in case["options"]:
        if option["verdict"] == "right":
            return option
    raise ValueError("The patient " + case["id"] + " has no right option.")


# ---------------------------------------------------------------- the answer


def _feedback(data: "Json", state: "Json", case: "Json") -> "Json":
    told = "**" + announcement(data, state) + "** " + portable.linked(data, _right(case)["md"])
    chosen = option_of(case, state["values"]["offer"]) if state["guessed"] else None
    if chosen is None:
        return feedback("feedback", "info", "What the label says", told, state["fresh"])
    tone, heading = HEADINGS[chosen["verdict"]]
    if chosen["verdict"] != "right":
        told = told + "\n\nYou chose: " + chosen["text"] + ". " + portable.linked(data, chosen["md"])
    return feedback("feedback", tone, heading, told + _sure(state, chosen["verdict"]), state["fresh"])


def _sure(state: "Json", verdict: str) -> str:
    if state["values"]["confidence"] == "sure" and verdict == "wrong":
        return " You were very sure: worth remembering what misled you."
    if state["values"]["confidence"] == "guess" and verdict == "right":
        return " You called it a guess. It was a good one."
    return ""


def _verdict(data: "Json", option: "Json") -> "Json":
    mark, tone = MARKS[option["verdict"]]
    return {"text": option["text"], "mark": mark, "tone": tone, "md": portable.linked(data, option["md"])}


# ---------------------------------------------------------------- the labels


def _urgent(data: "Json", said: "list[str]") -> "list[Json]":
    """Red flags come before any label."""
    if not said:
        return []
    told = [portable.linked(data, one) for one in said]
    shown = [text("urgent" + portable.fmt(place), one) for place, one in enumerate(told)]
    return [group("urgent", "First of all", "stack", shown)]


def _side_by_side(data: "Json", answers: "list[Json]", key: str, caption: str) -> "Json":
    rows = []
    for answer in answers:
        where = "–"
        if answer["applies"]:
            where = portable.claim(data, answer["address"], "section") + " " + answer["section"]
            where = where + "; " + answer["label_date"]
        said = portable.linked(data, answer["says"] if answer["applies"] else answer["reason"])
        rows.append([cell(answer["region"]), cell(said), cell(where)])
    note = "In our words. Copies of labels can be old: read the edition in force where you work."
    return table(key, caption, ["Label", "What it says", "Where, and which edition we read"], rows, note)


def _ends(data: "Json", answers: "list[Json]", key: str, heading: str) -> "Json":
    """Where the texts end; said once when both end alike."""
    said: list[str] = []
    for answer in answers:
        if answer["beyond"] not in said:
            said.append(answer["beyond"])
    shown = [text(key + portable.fmt(place), portable.linked(data, one)) for place, one in enumerate(said)]
    if answers[0]["trap"]:
        shown.append(text(key + "_trap", "**Easily mixed up.** " + portable.linked(data, answers[0]["trap"])))
    return group(key, heading, "stack", shown)


# ---------------------------------------------------------------- a patient of one's own


def _own(data: "Json", state: "Json") -> "list[Json]":
    rules = data["toxicity"]
    try:
        return _looked_up(data, rules, state)
    except ValueError as problem:
        return [feedback("feedback", "warn", "Not looked up", problem.args[0], state["fresh"])]


def _looked_up(data: "Json", rules: "Json", state: "Json") -> "list[Json]":
    raw = toxicity_ask.own_values(data, state)
    about = state["values"]["about"]
    known, said = toxicity_values.read(rules, raw)
    findings = model.touched(rules, known) if about == toxicity_ask.BY_VALUES else [about]
    urgent = model.urgent(rules, known)
    if not findings and not urgent:
        raise ValueError("There is nothing to look up yet. Please give a value or a sign, or choose what to ask about.")
    past = {key: state["values"][key] for key in toxicity_ask.HISTORY}
    desks = [model.desk(rules, findings, raw, _history(past, region)) for region in model.REGIONS]
    told = " ".join(said + ([] if findings else [SIGNS_ALONE]) + [rules["tool"]])
    found = [feedback("feedback", "info", "What the labels say on this", told, state["fresh"])] + _urgent(data, urgent)
    for place, finding in enumerate(findings):
        answers, name = [desk["answers"][place] for desk in desks], _name(data, finding)
        found.append(_side_by_side(data, answers, "labels_" + finding, name))
        found.append(_ends(data, answers, "ends_" + finding, "Where the label ends: " + name))
    if [desk for desk in desks if desk["conflict"]]:
        found.append(text("conflict", "**The texts pull apart.** " + rules["conflict"]))
    return found


# ---------------------------------------------------------------- how often


def _rates(data: "Json", effect: str) -> "list[Json]":
    """Rates of the same effect, with who was counted."""
    rows = []
    for rate in data["toxicity"]["rates"]:
        if rate["effect"] == effect:
            counted = data["toxicity"]["counted"][rate["counted"]]
            rows.append([cell(rate["name"]), cell(portable.linked(data, rate["md"])), cell(rate["dose"]),
                         cell(counted), cell(rate["who"])])
    if not rows:
        return []
    columns = ["Effect", "How often", "Dose", "Counted", "Who"]
    note = "Who was asked, and how, makes the number. Do not compare rows that were counted differently."
    return [group("how_often", "How often", "fold", [table("rates", "How often, by source", columns, rows, note)])]
