"""What the monitoring planner shows after the commit: the guesses, the plan of a setting, sources, a calendar."""

from gist_edu.models import monitoring as model
from gist_edu.models import portable
from gist_edu.simulators.blocks import cell, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

MOST_ROWS = 40
LIMITS = (
    "**Limits of this planner.** One source runs the calendar; where a source gives a range, the calendar "
    "takes the longer end. Label texts were read in older editions, and the table says which. No schedule "
    "here was tested against another one in a trial. The patient's state changes the plan: that is for the "
    "treating team."
)


def rules_of(data: "Json") -> "Json":
    """Settings and rules."""
    return data["monitoring"]


def _rule(data: "Json", name: str) -> "Json":
    found = [rule for rule in rules_of(data)["rules"] if rule["id"] == name]
    return found[0]


def first_count(data: "Json") -> str:
    """The week of the first blood count after the start, by the rule."""
    rows = [row for row in model.schedule(rules_of(data), "advanced", 1) if row["rule"] == "counts"]
    return portable.fmt(rows[0]["week"])


def imaging(data: "Json") -> str:
    """The longer end of the interval of imaging in months, by the rule."""
    return portable.fmt(_rule(data, "ct_adjuvant")["steps"][0]["every"]["n"])


def announcement(data: "Json", state: "Json") -> str:
    """What the setting's plan holds, in a sentence."""
    rows = model.plan(rules_of(data), state["values"]["setting"])
    main = len([row for row in rows if not row["beside"]])
    name = model.setting_of(rules_of(data), state["values"]["setting"])["name"]
    others = len(rows) - main
    return name + ": tests " + portable.fmt(main) + ", other sources beside them " + portable.fmt(others) + "."


# ---------------------------------------------------------------- the guesses


def verdict(data: "Json", state: "Json") -> "Json":
    """The two guesses against the rules."""
    values = state["values"]
    right = [values["first_count"] == first_count(data), values["imaging"] == imaging(data)]
    told = [
        "First blood count: " + portable.linked(data, model.spaced(_rule(data, "counts")["steps"])) + ". "
        + portable.linked(data, _rule(data, "counts")["why"]),
        "Imaging after surgery, high risk: " + portable.linked(data, model.spaced(_rule(data, "ct_adjuvant")["steps"]))
        + ". " + portable.linked(data, _rule(data, "ct_adjuvant")["why"]),
    ]
    if not state["guessed"]:
        return feedback("feedback", "info", "What the sources say", "\n\n".join(told), state["fresh"])
    both = right[0] and right[1]
    told = [("You had this. " if right[place] else "Not quite. ") + said for place, said in enumerate(told)]
    if values["confidence"] == "sure" and not both:
        told.append("You were very sure: worth remembering what misled you.")
    if values["confidence"] == "guess" and both:
        told.append("You called it a guess. It was a good one.")
    heading = "Both right" if both else ("One of two" if right[0] or right[1] else "Not this time")
    return feedback("feedback", "good" if both else "warn", heading, "\n\n".join(told), state["fresh"])


# ---------------------------------------------------------------- plan and calendar


def blocks_of(data: "Json", state: "Json") -> "list[Json]":
    """Plan, other sources, calendar."""
    setting = model.setting_of(rules_of(data), state["values"]["setting"])
    rows = model.plan(rules_of(data), setting["id"])
    main, others = [row for row in rows if not row["beside"]], [row for row in rows if row["beside"]]
    shown = [group("plan", setting["name"], "stack", [
        text("clock", "Weeks and months count from **" + setting["clock"] + "**."),
        _table(data, "tests", "What, how often, and what it rests on", main)])]
    if others:
        unproven = portable.claim(data, "ev:followup_pdq", "The best schedule has not been studied")
        said = text("apart", "Others say it otherwise. " + unproven + ".")
        shown.append(group("others", "Where sources differ", "stack", [
            said, _table(data, "beside", "Other sources on the same tests", others)]))
    if setting["months"]:
        shown.append(_calendar(data, state, setting))
    return shown + [text("limits", LIMITS, "limits")]


def _table(data: "Json", key: str, caption: str, rows: "list[Json]") -> "Json":
    cells = []
    for row in rows:
        who = " (" + row["for"] + ")" if row["for"] else ""
        cells.append([cell(row["what"] + who), cell(portable.linked(data, row["words"])),
                      cell(row["kind"] + ": " + row["place"]), cell(portable.linked(data, row["why"]))])
    return table(key, caption, ["Test", "When", "Rests on", "Why"], cells)


def _calendar(data: "Json", state: "Json", setting: "Json") -> "Json":
    """What falls on which day; tests of one day stand together."""
    reach = min(int(state["values"]["reach"]), setting["months"])
    due = model.schedule(rules_of(data), setting["id"], reach)
    start = None
    if state["day"].strip() and "day" not in state["bad"]:
        start = model.read_date(state["day"])
    merged: list[list[str]] = []
    for row in due:
        date = model.date_of(start, row) if start else ""
        if merged and merged[-1][0] == row["when"]:
            merged[-1][2] = merged[-1][2] + "; " + row["what"]
        else:
            merged.append([row["when"], date, row["what"]])
    note = None
    if len(merged) > MOST_ROWS:
        note = "The first " + portable.fmt(MOST_ROWS) + " of " + portable.fmt(len(merged)) + " days."
    columns = ["When", "Date", "What"] if start else ["When", "What"]
    rows = [[cell(words) for words in (one if start else [one[0], one[2]])] for one in merged[:MOST_ROWS]]
    caption = "Calendar, month 0 to " + portable.fmt(reach)
    return group("calendar", "Calendar", "stack", [table("days", caption, columns, rows, note)])
