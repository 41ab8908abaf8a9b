"""A second trial beside the first: its numbers, and every reason why the two must not be compared as if randomised."""

from gist_edu.models import portable
from gist_edu.simulators import trials_ask, trials_curves
from gist_edu.simulators.blocks import cell, group, select, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

SETTING = {"adjuvant": "after surgery", "neoadjuvant": "before surgery", "advanced": "advanced disease",
           "later_lines": "after imatinib"}
DESIGN = {"randomised": "randomised", "pooled": "two trials pooled", "single_arm": "one arm, no control",
          "cohort": "cohort, not randomised"}


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """The choice of a second trial and, once chosen, the two side by side."""
    trial = trials_ask.found(data, state["trial"]) or data["trials"][0]
    endpoint = trials_ask.endpoint_of(trial, state["endpoint"]) or trial["endpoints"][0]
    options = [{"value": "none", "label": "no second trial"}]
    for other in data["trials"]:
        if other["id"] != trial["id"]:
            options.append({"value": other["id"], "label": other["name"]})
    shown = [select("beside", "Put a second trial beside it", options, state["beside"])]
    other = trials_ask.found(data, state["beside"])
    if other is not None:
        twin = trials_ask.endpoint_of(other, endpoint["id"]) or other["endpoints"][0]
        cut = trials_ask.cut_of(twin, trials_ask.question(other, twin)["cut"]) or twin["cuts"][0]
        shown.append(_table(trial, endpoint, other, twin))
        shown.append(text("beside_warning", warning(trial, endpoint, other, twin), "warning"))
        if cut["curves"] or cut["medians"]:
            shown.append(trials_curves.chart(data, "beside_chart", other, twin, cut, {}))
    return [group("two", "Beside another trial", "fold", shown, state["beside"] != "none")]


def _table(trial: "Json", endpoint: "Json", other: "Json", twin: "Json") -> "Json":
    rows = [
        [cell("Setting"), cell(SETTING[trial["setting"]]), cell(SETTING[other["setting"]])],
        [cell("Month 0"), cell(trial["time_zero"]), cell(other["time_zero"])],
        [cell("People"), cell(trial["population"]), cell(other["population"])],
        [cell("Endpoint"), cell(endpoint["name"]), cell(twin["name"])],
        [cell("Design"), cell(DESIGN[trial["design"]]), cell(DESIGN[other["design"]])],
    ]
    return table("beside_table", "What differs", ["", trial["name"], other["name"]], rows)


def warning(trial: "Json", endpoint: "Json", other: "Json", twin: "Json") -> str:
    """Not comparable, because ...: made from the fields in which the trials differ."""
    reasons = ["other people"]
    if trial["setting"] != other["setting"]:
        reasons.append("another stage of the disease")
    if trial["time_zero"] != other["time_zero"]:
        reasons.append("another month 0")
    if endpoint["id"] != twin["id"]:
        reasons.append("another endpoint")
    if "randomised" not in (trial["design"], other["design"]):
        reasons.append("nobody was randomised in either")
    elif trial["design"] != other["design"]:
        reasons.append("only one of them randomised")
    return ("**Not comparable as if randomised:** " + portable.listed(reasons) + ". No hazard ratio across two trials "
            "is given here, because none can be had.")
