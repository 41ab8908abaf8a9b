"""The board after the commit: verdict on the guess, how much rests on what, the table, and one pair in detail."""

from gist_edu.models import portable
from gist_edu.simulators import drugs_ask, drugs_cells, drugs_detail
from gist_edu.simulators.blocks import button, cell, feedback, group, select, table, text, verdicts

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

KIND_FILTERS = [
    {"value": "all", "label": "all"},
    {"value": "randomised", "label": "randomised comparison"},
    {"value": "single_arm", "label": "at least a trial without a control arm"},
    {"value": "clinical", "label": "patients, however they were found"},
    {"value": "laboratory", "label": "laboratory only"},
]
LEFT_OUT = {"kind": "nothing of this kind", "line": "nothing in this line"}
BENEATH = "laboratory work beneath evidence from patients"
# (works in this class and line, ticked) -> mark and tone
_MARKS = {
    (True, True): ("Evidence that it works: you ticked it", "good"),
    (True, False): ("Evidence that it works: you missed it", "warn"),
    (False, True): ("No such evidence: you ticked it", "warn"),
    (False, False): ("No such evidence", "none"),
}


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """Everything that stands behind the commit."""
    another = button("another", "Another question", "plain")
    return (
        [_feedback(data, state), _why(data, state), group("ways", None, "row", [another])]
        + [text("count", count(data), "lead"), _filters(data, state), text("left", left(data, state), "note")]
        + [_table(data, state), group("detail", "One pair in detail", "stack", _detail(data, state)), _limits(data)]
    )


# ---------------------------------------------------------------- the guess


def verdict(data: "Json", state: "Json") -> "tuple[str, str]":
    """(heading, tone): all boxes right, some, or none of those that matter."""
    right = drugs_ask.answer(data, state["question"])
    hits = [one for one in state["guess"] if one in right]
    if len(hits) == len(right) == len(state["guess"]):
        return "Right", "good"
    return ("Partly right" if hits else "Not this time"), "warn"


def _feedback(data: "Json", state: "Json") -> "Json":
    heading, tone = verdict(data, state)
    row, line = drugs_ask.asked(data, state["question"])
    names = [drugs_cells.drug_of(data, one)["name"].lower() for one in drugs_cells.works(data, row, line)]
    said = "With " + row["name"] + " in " + line + " line, "
    if names:
        md = said + "evidence from patients that a drug works, fully or in part, was found for "
        md = md + portable.listed(names) + "."
    else:
        md = said + "no evidence from patients that one of the five works was found. An empty row is an answer, too."
    key = "feedback." + portable.fmt(state["question"])
    return feedback(key, tone, heading, md + _sure(state, heading == "Right"), state["fresh"] == "feedback")


def _sure(state: "Json", right: bool) -> str:
    if state["confidence"] == "sure" and not right:
        return " You were very sure: worth remembering."
    if state["confidence"] == "guess" and right:
        return " You called it a guess. It was a good one."
    return ""


def _why(data: "Json", state: "Json") -> "Json":
    """Drug by drug, what the answer rests on."""
    row, line = drugs_ask.asked(data, state["question"])
    right, items = drugs_cells.works(data, row, line), []
    for drug in drugs_cells.drugs(data):
        mark, tone = _MARKS[(drug["id"] in right, drug["id"] in state["guess"])]
        entry = drugs_cells.known(data, row, drug["id"])
        items.append({"text": drug["name"], "mark": mark, "tone": tone, "md": portable.linked(data, entry["md"])})
    return group("why", "Why, drug by drug", "fold", [verdicts("why_list", row["name"] + ", drug by drug", items)])


# ---------------------------------------------------------------- the table


def count(data: "Json") -> str:
    """The lesson of the board in one sentence: on how little most of it rests."""
    tally = drugs_cells.counts(data)
    said = (
        ("The board has **", "all", " pairs** of class and drug. "),
        ("**", "randomised", "** rest on a randomised comparison, mostly as a subgroup of it; "),
        ("", "exploratory", " more on a part of a randomised trial that was only exploratory. "),
        ("On **", "none", "** nothing was found. "),
        ("Evidence from patients of any kind stands behind ", "patients", "; "),
        ("the others are inferred (", "inferred", ") "),
        ("or come from the laboratory (", "laboratory", ")."),
    )
    return "".join([before + portable.fmt(tally[key]) + after for before, key, after in said])


def left(data: "Json", state: "Json") -> str:
    """What the filters leave, as a sentence."""
    held, total = drugs_cells.left(data, state)
    return "As filtered now, " + portable.fmt(held) + " of " + portable.fmt(total) + " pairs hold something."


def _filters(data: "Json", state: "Json") -> "Json":
    lines = [{"value": "any", "label": "any"}] + [{"value": one, "label": one} for one in drugs_cells.LINES]
    groups = [{"value": "all", "label": "all"}]
    used = [row["group"] for row in drugs_cells.rows(data)]
    for one in data["drugs"]["groups"]:
        if one["id"] in used:
            groups.append({"value": one["id"], "label": one["name"]})
    return group(
        "filters",
        "The board",
        "columns",
        [
            select("kind", "Kind of evidence", KIND_FILTERS, state["kind"]),
            select("line", "Line of treatment", lines, state["line"]),
            select("group", "Group of classes", groups, state["group"]),
        ],
    )


def _table(data: "Json", state: "Json") -> "Json":
    columns = ["Class"] + [drug["name"] for drug in drugs_cells.drugs(data)]
    rows = [_row(data, state, row) for row in drugs_cells.shown(data, state)]
    shown = table("board", "Five drugs and the classes of mutation", columns, rows, data["drugs"]["rule"])
    shown["pinned"] = True
    return shown


def _row(data: "Json", state: "Json", row: "Json") -> "list[Json]":
    return [cell(row["name"])] + [_cell(data, state, row, drug["id"]) for drug in drugs_cells.drugs(data)]


def _cell(data: "Json", state: "Json", row: "Json", drug: str) -> "Json":
    """Call and kind in words, the tone besides; a cell that is filtered out says so and stays where it is."""
    entry = drugs_cells.known(data, row, drug)
    why = drugs_cells.left_out(entry, state["kind"], state["line"])
    if why:
        shown = cell(LEFT_OUT[why])
    elif state["kind"] == "laboratory" and entry["kind"] not in drugs_cells.LABORATORY:
        shown = cell(BENEATH)
    else:
        shown = cell(in_words(data, entry), tone(data, entry))
    shown["press"] = "look." + row["id"] + "." + drug
    shown["chosen"] = row["id"] == state["class"] and drug == state["drug"]
    return shown


def in_words(data: "Json", entry: "Json") -> str:
    """The call and what it rests on."""
    kind = drugs_cells.named(data["drugs"]["kinds"], entry["kind"])["name"]
    if entry["kind"] == "none":
        return kind
    return "**" + drugs_cells.named(data["drugs"]["calls"], entry["call"])["name"] + "**: " + kind


def tone(data: "Json", entry: "Json") -> str:
    """The colour of a call; none where nothing was found."""
    if entry["kind"] == "none":
        return "none"
    call = drugs_cells.named(data["drugs"]["calls"], entry["call"])
    found: str = call["tone"]
    return "muted" if found == "plain" else found  # the view layer's word for it


# ---------------------------------------------------------------- one pair


def in_short(data: "Json", state: "Json") -> str:
    """The pair that is looked at, for the live region."""
    row = drugs_cells.row_of(data, state["class"])
    said: str = drugs_cells.drug_of(data, state["drug"])["name"] + " in " + row["name"] + ": "
    return said + in_words(data, drugs_cells.known(data, row, state["drug"])).replace("**", "") + "."


def _detail(data: "Json", state: "Json") -> "list[Json]":
    classes = [{"value": row["id"], "label": row["name"]} for row in drugs_cells.rows(data)]
    names = [{"value": drug["id"], "label": drug["name"]} for drug in drugs_cells.drugs(data)]
    chosen = [select("class", "Class", classes, state["class"]), select("drug", "Drug", names, state["drug"])]
    summary = text("in_short." + state["class"] + "." + state["drug"], in_short(data, state), "lead")
    summary["focus"] = state["fresh"] == "detail"
    return [group("pair", None, "columns", chosen), summary] + drugs_detail.blocks(data, state)


def _limits(data: "Json") -> "Json":
    said = (
        "A row joins mutations that were seldom followed one by one. Trials in later lines asked for progression on "
        "earlier drugs, so those who did well for long are missing there. Several clones with different changes can "
        "grow in one person. How tightly a drug binds, or how much of it stops a cell, is given one test at a time; it "
        "does not rank drugs and is no dose. The calls are our words for what the linked sources say. This board is a "
        "teaching model and not a medical device."
    )
    return text("limits", said, "limits")
