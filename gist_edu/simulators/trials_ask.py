"""What the trial theatre asks before it shows anything: which trial, which endpoint, and the reader's own numbers."""

from gist_edu.models import portable
from gist_edu.simulators.blocks import button, choice, group, how_sure, number, select, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

SETTINGS = [["adjuvant", "After surgery"], ["neoadjuvant", "Before surgery"], ["advanced", "Advanced disease"],
            ["later_lines", "After imatinib"]]
FREE_OF = {
    "rfs": "alive and free of relapse",
    "pfs": "alive without progression",
    "dfs": "alive and free of disease",
    "ttp": "without progression",
    "iffs": "alive and in no need of another drug of this kind",
    "os": "alive",
}
LONGEST = 240.0  # months a median may be guessed


def found(data: "Json", name: object) -> "Json | None":
    """The trial of an id."""
    for trial in data["trials"]:
        if trial["id"] == name:
            return trial
    return None


def endpoint_of(trial: "Json", name: object) -> "Json | None":
    """The endpoint of an id."""
    for endpoint in trial["endpoints"]:
        if endpoint["id"] == name:
            return endpoint
    return None


def cut_of(endpoint: "Json", name: object) -> "Json | None":
    """The data cut of an id."""
    for cut in endpoint["cuts"]:
        if cut["id"] == name:
            return cut
    return None


def arms_shown(trial: "Json", cut: "Json") -> "list[Json]":
    """Arms with something to show at a cut; those of the comparison first."""
    drawn = [arm for arm in trial["arms"] if arm["id"] in cut["curves"] or arm["id"] in cut["medians"]]
    compared = [arm for arm in drawn if arm["id"] in trial["compare"]]
    return compared if len(compared) == 2 else drawn[:4]


def question(trial: "Json", endpoint: "Json") -> "Json":
    """What is asked: a share at the last month that all shown arms have in common, else the median; per arm."""
    for cut in endpoint["cuts"]:
        arms = arms_shown(trial, cut)[:2]
        months = _common(cut, arms)
        if arms and months:
            return {"cut": cut["id"], "what": "share", "t": months[-1], "arms": arms}
        halves = [arm for arm in arms if arm["id"] in cut["medians"]]
        if halves:
            return {"cut": cut["id"], "what": "median", "t": None, "arms": halves}
    return {"cut": endpoint["cuts"][0]["id"], "what": "none", "t": None, "arms": []}


def _common(cut: "Json", arms: "list[Json]") -> "list[float]":
    """Months at which every one of the arms has a landmark."""
    months: list[float] = []
    for n, arm in enumerate(arms):
        own = [mark["t"] for mark in cut["curves"].get(arm["id"], [])]
        months = own if n == 0 else [t for t in months if t in own]
    return months


def truth(cut: "Json", asked: "Json", arm: "Json") -> "Json":
    """The published number that answers the question for one arm: ``value`` in the unit of the guess, ``address``."""
    if asked["what"] == "median":
        median = cut["medians"][arm["id"]]
        return {"value": median["months"], "address": median["address"]}
    marks = [mark for mark in cut["curves"][arm["id"]] if mark["t"] == asked["t"]]
    return {"value": marks[0]["s"] * 100, "address": marks[0]["address"]}


def months_in_words(months: float) -> str:
    """12 -> "1 year", 36 -> "3 years", 38 -> "38 months"."""
    if months % 12 == 0 and months > 0:
        return "1 year" if months == 12 else portable.shortest(months / 12) + " years"
    return counted(months)


def counted(months: float) -> str:
    """1 -> "1 month", 2.5 -> "2.5 months"."""
    said = portable.shortest(months, 1)
    return said + (" month" if said == "1" else " months")


def opened(words: str) -> str:
    """Words fit to open a sentence."""
    return words[:1].upper() + words[1:]


# ---------------------------------------------------------------- blocks


def pick(data: "Json", state: "Json", trial: "Json", endpoint: "Json") -> "list[Json]":
    """Trial and endpoint."""
    options = []
    for setting, words in SETTINGS:
        for one in data["trials"]:
            if one["setting"] == setting:
                options.append({"value": one["id"], "label": words + ": " + one["name"]})
    blocks = [select("trial", "Trial", options, trial["id"])]
    if len(trial["endpoints"]) > 1:
        ends = [{"value": one["id"], "label": one["name"]} for one in trial["endpoints"]]
        blocks.append(choice("endpoint", "Endpoint", ends, endpoint["id"]))
    return blocks


def scene(data: "Json", trial: "Json") -> "list[Json]":
    """The question of the trial, who took part, and what month 0 is."""
    arms = []
    for arm in trial["arms"]:
        arms.append(arm["name"] + (" (" + portable.ev(data, arm["n"]) + ")" if arm["n"] else ""))
    design = {"randomised": "Randomised.", "pooled": "Two trials pooled.", "single_arm": "One arm, no control.",
              "cohort": "A cohort, nobody randomised."}[trial["design"]]
    return [
        text("question", trial["question"], "lead"),
        text("who", trial["population"] + " " + design + " Groups: " + ", ".join(arms) + "."),
        text("zero", "**Month 0** is " + trial["time_zero"] + ".", "note"),
    ]


def ask(state: "Json", endpoint: "Json", asked: "Json") -> "list[Json]":
    """The reader's numbers, asked before any curve is shown."""
    gone = [text("cleared", cleared(state), "note")] if state["cleared"] else []
    if asked["what"] == "none":
        return gone + [
            text("nothing", "For this endpoint no landmark and no median was published, or none was seen by us: "
                 "there is nothing to guess at.", "note"), button("skip", "Show what there is", "primary")]
    lead, fields = _lead(endpoint, asked), []
    for arm in asked["arms"]:
        fields.append(_field(state, asked, arm))
    confidence = how_sure(state["confidence"], state["bad"].get("confidence", {}).get("error"))
    return gone + [text("lead", lead, "lead"), group("guesses", None, "columns", fields), confidence,
                   group("go", None, "row", [button("commit", "Commit and see the curves", "primary"),
                                             button("skip", "Show without a guess", "plain")])]


def cleared(state: "Json") -> str:
    """That the answers to another question are gone; "" when there were none."""
    return "What you said about " + state["cleared"] + " is cleared." if state["cleared"] else ""


def problems(state: "Json", asked: "Json") -> str:
    """What keeps the commit from being taken, each sentence once, in the order of the fields."""
    said: list[str] = []
    for key in ["guess." + arm["id"] for arm in asked["arms"]] + ["confidence"]:
        sentence = state["bad"].get(key, {}).get("error")
        if sentence and sentence not in said:
            said.append(sentence)
    return " ".join(said)


def _lead(endpoint: "Json", asked: "Json") -> str:
    if asked["what"] == "median":
        return "After how many months will half of them no longer be " + FREE_OF[endpoint["id"]] + "?"
    return ("Of 100 people, how many will be " + FREE_OF[endpoint["id"]] + " after "
            + months_in_words(asked["t"]) + "?")


def limits_of(asked: "Json") -> "tuple[float, float, str, str]":
    """Lowest, highest, unit and name of the numbers asked for."""
    if asked["what"] == "median":
        return 0.0, LONGEST, "months", "number of months"
    return 0.0, 100.0, "of 100", "number of people"


def _field(state: "Json", asked: "Json", arm: "Json") -> "Json":
    low, high, unit, _ = limits_of(asked)
    key = "guess." + arm["id"]
    bad = state["bad"].get(key)
    top = high if asked["what"] == "share" else 120.0
    block = number(key, arm["name"], state["guess"].get(arm["id"]), low, top, 1, unit)
    block["text"], block["error"] = (bad["text"], bad["error"]) if bad else (None, None)
    return block
