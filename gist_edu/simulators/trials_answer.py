"""What the trial theatre shows after the commit: the guess beside the truth, the curves, and what is read off them."""

from gist_edu.models import portable, survival
from gist_edu.simulators import trials_ask, trials_curves
from gist_edu.simulators.blocks import cell, choice, feedback, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

NEAR_SHARE, NEAR_MONTHS = 8, 6  # a guess this close is called close


def _now(data: "Json", state: "Json") -> "tuple[Json, Json, Json]":
    trial = trials_ask.found(data, state["trial"]) or data["trials"][0]
    endpoint = trials_ask.endpoint_of(trial, state["endpoint"]) or trial["endpoints"][0]
    return trial, endpoint, trials_ask.cut_of(endpoint, state["cut"]) or endpoint["cuts"][0]


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """All blocks between the question and what follows it."""
    trial, endpoint, cut = _now(data, state)
    shown = [_feedback(data, state, trial, endpoint)] + _cuts(data, state, endpoint)
    if not trials_ask.arms_shown(trial, cut):
        shown.append(text("no_curve", "No landmark and no median of this data cut was published, or none was seen by "
                          "us: there is no curve to draw.", "warning"))
    else:
        guess = state["guess"] if cut["id"] == trials_ask.question(trial, endpoint)["cut"] else {}
        shown.append(trials_curves.chart(data, "curves", trial, endpoint, cut, guess))
        shown.append(_published(data, trial, cut))
    return shown + [_readings(data, trial, endpoint, cut)]


# ---------------------------------------------------------------- guess and truth


def announcement(data: "Json", state: "Json") -> str:
    """The published numbers that were asked for, in a sentence."""
    trial, endpoint, _ = _now(data, state)
    asked = trials_ask.question(trial, endpoint)
    cut = trials_ask.cut_of(endpoint, asked["cut"]) or endpoint["cuts"][0]
    said = []
    for arm in asked["arms"]:
        said.append(arm["name"] + " " + data["ev"][trials_ask.truth(cut, asked, arm)["address"]]["text"])
    return ("Published: " + "; ".join(said) + ".") if said else "No number was published for this endpoint."


def _feedback(data: "Json", state: "Json", trial: "Json", endpoint: "Json") -> "Json":
    asked = trials_ask.question(trial, endpoint)
    cut = trials_ask.cut_of(endpoint, asked["cut"]) or endpoint["cuts"][0]
    lines, close = [], True
    for arm in asked["arms"]:
        true = trials_ask.truth(cut, asked, arm)
        guess = state["guess"].get(arm["id"]) if state["guessed"] else None
        said = "" if guess is None else " You said " + portable.shortest(guess) + "."
        lines.append("**" + trials_ask.opened(arm["name"]) + ":** " + portable.ev(data, true["address"]) + "." + said)
        near = NEAR_SHARE if asked["what"] == "share" else NEAR_MONTHS
        close = close and (guess is None or abs(guess - true["value"]) <= near)
    if not lines:
        return feedback("feedback", "info", "No number to compare with", "None was published, or none was seen by us.",
                        state["fresh"])
    when = "Median, in months. " if asked["what"] == "median" else (
        "After " + trials_ask.months_in_words(asked["t"]) + ", " + trials_ask.FREE_OF[endpoint["id"]] + ". ")
    heading = "What was published" if not state["guessed"] else ("Close" if close else "Further off than you thought")
    tone = "info" if not state["guessed"] else ("good" if close else "warn")
    said = when + " ".join(lines) + _gap_said(cut, asked, state) + _sure(state, close)
    said = said + _cut_asked(endpoint, cut, state)
    return feedback("feedback", tone, heading, said, state["fresh"])


def _cut_asked(endpoint: "Json", cut: "Json", state: "Json") -> str:
    """To which data cut question and answer belong, where there are several."""
    if len(endpoint["cuts"]) < 2:
        return ""
    other = "" if state["cut"] == cut["id"] else " The numbers below are of another one."
    return "\n\nYou were asked about this data cut: " + _short(cut) + "." + other


def _gap_said(cut: "Json", asked: "Json", state: "Json") -> str:
    """The difference the reader expected beside the published one."""
    if not state["guessed"] or len(asked["arms"]) != 2:
        return ""
    one, two = asked["arms"]
    truth = trials_ask.truth(cut, asked, two)["value"] - trials_ask.truth(cut, asked, one)["value"]
    guess = state["guess"][two["id"]] - state["guess"][one["id"]]
    return (" You expected a difference of " + portable.shortest(abs(guess), 1) + "; it was "
            + portable.shortest(abs(truth), 1) + (", the other way round." if guess * truth < 0 else "."))


def _sure(state: "Json", close: bool) -> str:
    if state["confidence"] == "sure" and not close:
        return " You were very sure: worth remembering what misled you."
    if state["confidence"] == "guess" and close:
        return " You called it a guess. It was a good one."
    return ""


# ---------------------------------------------------------------- data cuts


def _cuts(data: "Json", state: "Json", endpoint: "Json") -> "list[Json]":
    if len(endpoint["cuts"]) < 2:
        return []
    options = [{"value": cut["id"], "label": _short(cut)} for cut in endpoint["cuts"]]
    return [choice("cut", "Data cut", options, state["cut"]), text("cut_says", cut_in_words(data, state), "note")]


def _short(cut: "Json") -> str:
    """The name of a data cut without where it was printed."""
    label = cut["label"] or cut["id"] or "as published"
    return label.split(" (")[0]


def cut_in_words(data: "Json", state: "Json") -> str:
    """Which look at the data this is, and why numbers differ between looks."""
    _, endpoint, cut = _now(data, state)
    others = [_short(one) for one in endpoint["cuts"] if one["id"] != cut["id"]]
    told = "Shown: " + (cut["label"] or _short(cut)) + "."
    if cut["follow_up"]:
        told = told + " Median follow-up: " + cut["follow_up"]["text"] + "."
    return told + (" Also in print: " + "; ".join(others) + ". Never mix numbers of two cuts." if others else "")


# ---------------------------------------------------------------- tables


def _link(data: "Json", shown: "Json") -> str:
    """A published number with its interval, opened by one tap."""
    link = portable.ev(data, shown["address"])
    low, high = shown.get("low"), shown.get("high")
    if low is None or high is None:
        return link
    scale = 100 if "s" in shown else 1
    digits = 1 if "s" in shown else 2
    return (link + " (" + portable.shortest(low * scale, digits) + " to " + portable.shortest(high * scale, digits)
            + ")")


def _published(data: "Json", trial: "Json", cut: "Json") -> "Json":
    """Every landmark behind the curves, each with its source."""
    arms = trials_ask.arms_shown(trial, cut)
    months: list[float] = []
    for arm in arms:
        for mark in cut["curves"].get(arm["id"], []):
            if mark["t"] not in months:
                months.append(mark["t"])
    rows = []
    for month in portable.ordered(months):
        row = [cell("month " + portable.shortest(month))]
        for arm in arms:
            marks = [mark for mark in cut["curves"].get(arm["id"], []) if mark["t"] == month]
            row.append(cell(_link(data, marks[0]) if marks else "not published"))
        rows.append(row)
    halves = [cut["medians"].get(arm["id"]) for arm in arms]
    if [half for half in halves if half]:
        rows.append([cell("median")] + [cell(_link(data, half) if half else "not published") for half in halves])
    note = "Intervals in brackets are the confidence intervals that were printed."
    if cut["unverified"]:
        note = note + " " + portable.fmt(len(cut["unverified"])) + " more are held from memory and are not drawn."
    return table("published", "Published numbers", ["At"] + [arm["name"] for arm in arms], rows, note)


def _readings(data: "Json", trial: "Json", endpoint: "Json", cut: "Json") -> "Json":
    """Absolute difference, number needed to treat, months gained, hazard ratio: each, or why not."""
    rows = [_ratio_row(data, cut)]
    pair = [arm for name in trial["compare"] for arm in trial["arms"] if arm["id"] == name]
    if len(pair) == 2:
        rows = _difference_rows(trial, cut, pair) + [_rmst_row(cut, pair)] + rows
    else:
        rows.append([cell("Difference between groups"), cell("not comparable: nobody was randomised between them")])
    if cut["follow_up"]:
        rows.append([cell("Median follow-up"), cell(portable.ev(data, cut["follow_up"]["address"]))])
    return table("readings", "What is read off", ["Reading", "Result"], rows)


def _difference_rows(trial: "Json", cut: "Json", pair: "list[Json]") -> "list[list[Json]]":
    treatment, control = [cut["curves"].get(arm["id"], []) for arm in pair]
    both = [[a, b] for a in treatment for b in control if a["t"] == b["t"]]
    if not both:
        return [[cell("Absolute difference"), cell("not published: the two groups have no month in common")]]
    gap = survival.difference(both[-1][0], both[-1][1])
    when = " at " + trials_ask.months_in_words(gap["t"])
    said = portable.shortest(gap["value"] * 100, 1) + " of 100"
    if gap["low"] is not None:
        low, high = portable.shortest(gap["low"] * 100, 1), portable.shortest(gap["high"] * 100, 1)
        said = said + " (about " + low + " to " + high + ")"
    name = pair[0]["name"] + " against " + pair[1]["name"]
    return [[cell("Absolute difference" + when), cell(said + ": " + name)],
            [cell("Number needed to treat" + when), cell(_nnt(survival.nnt(gap), gap) + _may_be_nothing(cut))]]


def _nnt(found: "Json", gap: "Json") -> str:
    if found["value"] is None:
        return "none: the difference is not above zero"
    said = "about " + portable.fmt(found["value"]) + " people for one more without the event"
    if gap["low"] is None:
        return said + "; no interval can be had from what was published"
    low = portable.fmt(found["low"]) if found["low"] is not None else "?"
    if not found["bounded"]:
        return said + " (from " + low + ", with no upper end: the difference may be nothing)"
    return said + " (" + low + " to " + portable.fmt(found["high"]) + ")"


def _may_be_nothing(cut: "Json") -> str:
    """A number needed to treat says nothing when the hazard ratio may be 1."""
    ratio = cut["hr"]
    if not ratio or ratio.get("low") is None or not ratio["low"] < 1 < ratio["high"]:
        return ""
    return ". Mind: the interval of the hazard ratio holds 1, so there may be no difference at all"


def _rmst_row(cut: "Json", pair: "list[Json]") -> "list[Json]":
    label = "Months gained (restricted mean)"
    if len([arm for arm in pair if arm["id"] in cut["curves"] or arm["id"] in cut["medians"]]) < 2:
        return [cell(label), cell("not published for both groups")]
    lines = [trials_curves.curve(cut, arm["id"]) for arm in pair]
    until = min(survival.last(lines[0]), survival.last(lines[1]))
    means = [survival.rmst(line, until) for line in lines]
    ends = " The shorter curve ends there; what came later is not counted." if _unequal(lines) else ""
    assumed = ends + " The shape is assumed." if len(lines[0]) == 2 or len(lines[1]) == 2 else ends
    return [cell(label), cell(trials_ask.counted(means[0] - means[1]) + " up to month "
            + portable.shortest(until, 1) + " (" + portable.shortest(means[0], 1) + " against "
            + portable.shortest(means[1], 1) + "), from the reconstructed curves." + assumed)]


def _unequal(lines: "list[list[list[float]]]") -> bool:
    return survival.last(lines[0]) != survival.last(lines[1])


def _ratio_row(data: "Json", cut: "Json") -> "list[Json]":
    label, ratio = "Hazard ratio, as published", cut["hr"]
    if not ratio:
        return [cell(label), cell("not published at this data cut, or not seen by us")]
    said = _link(data, ratio)
    lines = [cut["curves"].get(ratio[arm], []) for arm in ("treatment", "control")]
    if len(lines[0]) < 2 or len(lines[1]) < 2:
        return [cell(label), cell(said)]
    curves = [trials_curves.curve(cut, ratio[arm]) for arm in ("treatment", "control")]
    until = min(survival.last(curves[0]), survival.last(curves[1]))
    implied = survival.hazard_ratio(curves[0], curves[1], until)
    return [cell(label), cell(said + ". Our curves imply " + portable.fmt(implied, 2) + " up to month "
                              + portable.shortest(until, 1) + ": few landmarks, or rates that change, set them apart.")]
