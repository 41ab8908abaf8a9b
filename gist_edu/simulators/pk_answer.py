"""What the dose board shows after the commit: prediction and model, the curve, the numbers, thresholds, people."""

from gist_edu.models import pk as model
from gist_edu.models import pk_people, pk_tablets, portable
from gist_edu.simulators import pk_ask, pk_chart
from gist_edu.simulators.blocks import button, cell, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

NEAR, NEAR_PART = 0.1, 0.15  # a prediction this near the share, or this near as a part of the answer, is called near


def plans(data: "Json", state: "Json", split: bool = False) -> "list[Json]":
    """Before and after, as regimens with a name and a colour."""
    scene, found = pk_ask.of_state(data, state), []
    for side, tone in (("before", "info"), ("after", "warn")):
        one, pattern = scene[side], "one" if scene.get("missed") and side == "after" else "none"
        factors = dict(one.get("factors", {}))
        if split:
            factors["split"] = True
        plan = pk_tablets.regimen(data["pk"], scene["model"], one["mg"], one["interval_h"], factors, pattern)
        plan["label"], plan["tone"] = side, tone
        found.append(plan)
    return found


def _of_before(both: "list[Json]") -> float:
    """The trough after, as a part of the trough before."""
    return pk_tablets.trough(both[1]) / pk_tablets.trough(both[0])


def _other_reading(data: "Json", state: "Json") -> "Json | None":
    """The factor of the scene whose published peak allows a second reading."""
    for one in model.taken_along(data["pk"], pk_ask.of_state(data, state)["after"].get("factors", {})):
        if one["split"]:
            return one
    return None


def announcement(data: "Json", state: "Json") -> str:
    """The answer in a sentence."""
    return _said(data, state, plans(data, state))


def _said(data: "Json", state: "Json", both: "list[Json]") -> str:
    before, after = [pk_ask.level(data, state, pk_tablets.trough(plan)) for plan in both]
    share = pk_ask.percent(_of_before(both))
    return "In this model the trough is " + share + " of what it was: from " + before + " to " + after + "."


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """All blocks behind the question."""
    both, scene = plans(data, state), pk_ask.of_state(data, state)
    return [
        _feedback(data, state, both),
        pk_chart.chart(data, state, "curve", "Before and after, over four days", both),
        _numbers(data, state, both),
        group("careful", "Before anybody acts", "stack", [text("care", portable.linked(data, scene["careful"]))]),
        thresholds(data, state, both),
        _other_models(data, state),
        seen(data),
        group("more", None, "row", [button("free", "Try doses, tablets and a sample yourself", "primary")]),
        limits(data, scene["model"]),
    ]


# ---------------------------------------------------------------- the prediction


def _feedback(data: "Json", state: "Json", both: "list[Json]") -> "Json":
    told = "**" + _said(data, state, both) + "** " + portable.linked(data, pk_ask.of_state(data, state)["why"])
    other, low = _other_reading(data, state), _of_before(both)
    high = low
    if other:
        high = _of_before(plans(data, state, True))
        told = told + _second(data, other, high)
    if not state["guessed"]:
        return feedback("feedback", "info", "What the model says", told, state["fresh"])
    guess = state["values"]["share"] / 100
    near = _gap(guess, low, high) <= max(NEAR, NEAR_PART * max(low, high))
    told = told + "\n\nYou said " + pk_ask.percent(guess) + "." + _sure(state, near)
    heading = "Near" if near else ("Lower than you thought" if guess > max(low, high) else "Higher than you thought")
    return feedback("feedback", "good" if near else "warn", heading, told, state["fresh"])


def _gap(guess: float, one: float, other: float) -> float:
    """What lies between a prediction and the nearer edge of what both readings span."""
    low, high = min(one, other), max(one, other)
    return max(low - guess, guess - high, 0.0)


def _second(data: "Json", other: "Json", high: float) -> str:
    borrowed = other["peak"].get("borrowed")
    whose = "the peak under " + borrowed if borrowed else "the published peak"
    return ("\n\nThat puts the whole effect on clearance. If part of it happens on the way into the blood, as " + whose
            + " suggests, the trough is " + pk_ask.percent(high) + " of what it was. We know of no study that tells "
            "which it is at steady state.")


def _sure(state: "Json", near: bool) -> str:
    sure = state["values"]["confidence"]
    if sure == "sure" and not near:
        return " You were very sure: worth remembering what misled you."
    if sure == "guess" and near:
        return " You called it a guess. It was a good one."
    return ""


# ---------------------------------------------------------------- the numbers


def _numbers(data: "Json", state: "Json", both: "list[Json]") -> "Json":
    """Trough, peak, AUC and half-life before and after; after a missed tablet, the way back."""
    before, after = both
    if after["pattern"] != "none":
        return _way_back(data, state, before, after)
    rows = [
        _pair(data, state, "Trough", pk_tablets.trough(before), pk_tablets.trough(after)),
        _pair(data, state, "Peak", pk_tablets.peak(before), pk_tablets.peak(after)),
        _plain("AUC in 24 hours, mg·h/L", pk_tablets.auc24(before), pk_tablets.auc24(after)),
        _plain("Half-life, hours", model.half_life(before["kin"]), model.half_life(after["kin"])),
    ]
    return table("numbers", "Before and after", ["", "Before", "After", "Of before"], rows, _says(data, state))


def _pair(data: "Json", state: "Json", label: str, before: float, after: float) -> "list[Json]":
    return [cell(label), cell(pk_ask.level(data, state, before)), cell(pk_ask.level(data, state, after)),
            cell(pk_ask.percent(after / before))]


def _plain(label: str, before: float, after: float) -> "list[Json]":
    return [cell(label), cell(portable.fmt(before, 1)), cell(portable.fmt(after, 1)),
            cell(pk_ask.percent(after / before))]


def _way_back(data: "Json", state: "Json", before: "Json", after: "Json") -> "Json":
    usual, interval, rows = pk_tablets.trough(before), after["interval_h"], []
    names = ("Usual trough", "After the missed tablet", "One tablet later", "Two tablets later")
    for n, name in enumerate(names):
        found = pk_tablets.level(after, pk_tablets.FIRST_H + n * interval)
        rows.append([cell(name), cell(pk_ask.level(data, state, found)), cell(pk_ask.percent(found / usual))])
    return table("numbers", "The way back", ["", "Before the next tablet", "Of the usual trough"], rows, None)


def _says(data: "Json", state: "Json") -> str | None:
    """What was published on the factor of the scene."""
    factors = pk_ask.of_state(data, state)["after"].get("factors", {})
    found = [portable.linked(data, one["says"]) for one in model.taken_along(data["pk"], factors)]
    return " ".join(found) if found else None


# ---------------------------------------------------------------- thresholds and people


def thresholds(data: "Json", state: "Json", both: "list[Json]") -> "Json":
    """Of the crowd of the model, how many of 100 lie below each proposed threshold; what speaks for and against it."""
    crowds = [_crowd(data, plan) for plan in both]
    below = ["Below it, " + plan["label"] for plan in both] if len(both) > 1 else ["Below it"]
    columns = ["Threshold"] + below + ["For it", "Against it"]
    rows = []
    for one in data["pk"]["thresholds"]:
        shown = "" if state["values"]["shown"] == "ng/mL" else ", " + pk_ask.level(data, state, one["value"])
        row = [cell(portable.ev(data, one["value_from"]) + shown + " (" + one["label"] + ")")]
        for levels in crowds:
            row.append(cell(portable.fmt(100 * pk_people.share_below(levels, one["value"])) + " of 100" if levels else
                            "spread not seen"))
        rows.append(row + [cell(portable.linked(data, one["pro"])), cell(portable.linked(data, one["con"]))])
    trial = portable.claim(data, "ev:tdm_randomised", "no randomised trial") + " (from memory)"
    lead = ("None of these is a proven target: " + trial + " has shown that steering by a level helps. The share below "
            "a threshold says as much about the model as about people.")
    caption = "Of 100 people of this model, computed with " + portable.fmt(pk_people.CROWD) + " invented ones"
    return group("thresholds", "Thresholds that were proposed", "stack",
                 [text("thresholds_lead", lead), table("below", caption, columns, rows, None)])


def _crowd(data: "Json", plan: "Json") -> "list[float]":
    if not model.found(data["pk"], plan["model"])["variability"]:
        return []
    people = pk_people.crowd(data["pk"], plan["model"], plan["factors"])
    scale = plan["mg"] * model.NG_PER_MG
    return portable.ordered([pk_tablets.lowest(kin, plan["interval_h"], plan["pattern"]) * scale for kin in people])


def _other_models(data: "Json", state: "Json") -> "Json":
    """The same change in every model, each at its own reference patient; scenes about a covariate have one model."""
    if not state["models"]:
        return group("models", None, "row", [button("models", "The same in every model", "plain")])
    scene, rows = pk_ask.of_state(data, state), []
    for one in data["pk"]["models"]:
        found = []
        for side in ("before", "after"):
            factors = scene[side].get("factors", {})
            if not model.covariates_in(factors):
                found.append(pk_tablets.trough(pk_tablets.regimen(
                    data["pk"], one["id"], scene[side]["mg"], scene[side]["interval_h"], factors,
                    "one" if scene.get("missed") and side == "after" else "none")))
        if len(found) == 2:
            name = portable.claim(data, "ev:" + one["record"], one["name"])
            rows.append(_pair(data, state, name, found[0], found[1]))
    if not rows:
        return text("one_model", "Other models here do not ask about this, so they would call both the same.", "note")
    caption, columns = "Trough before and after, by model", ["Model", "Before", "After", "Of before"]
    return group("models", "The same in every model", "stack", [table("by_model", caption, columns, rows)])


def seen(data: "Json") -> "Json":
    """Troughs that were measured in people."""
    rows = [[cell(one["label"]), cell(portable.ev(data, one["value_from"]))] for one in data["pk"]["observed"]]
    return group("seen", "What was measured in people with GIST", "fold",
                 [table("cohorts", "Troughs in cohorts", ["Cohort", "Trough"], rows, None)])


def limits(data: "Json", name: str) -> "Json":
    """What the model leaves out."""
    one = model.found(data["pk"], name)
    told = " ".join([portable.linked(data, caveat) for caveat in one["caveats"]])
    return text(
        "limits",
        "**Limits.** " + portable.claim(data, "ev:" + one["record"], one["name"]) + ": " + told + " Effects of other "
        "drugs are shown once they are settled, not as they come. The crowd has the published spread between patients, "
        "not the scatter from day to day. A prediction for one patient can be "
        + portable.claim(data, "ev:ppk_external_yang", "off by half") + ": measure, and ask.",
        "limits",
    )
