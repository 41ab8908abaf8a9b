"""What the response reader shows after the commit: both rulers line by line, what came out, and who foresaw outcome."""

from gist_edu.models import portable
from gist_edu.models import response as model
from gist_edu.simulators import response_ask
from gist_edu.simulators.blocks import cell, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

WORDS = {"CR": "CR, complete response", "PR": "PR, partial response", "SD": "SD, stable disease",
         "PD": "PD, progression", "not_evaluable": "not evaluable", "none": "says nothing"}
LIMITS = (
    "**Limits of this reader.** The scans are invented, and measuring is harder than comparing numbers. A "
    "limit is met when it is reached exactly, as the tables of criteria say; the abstract of Choi 2007 says "
    "\"more than\". Choi compared one scan with the baseline; for later scans we look for growth from the "
    "smallest sum, and that is our extension. The density is the mean of the targets' means. Many trials "
    "confirm a response on a second scan; this reader does not. A call is a word for a paper. What to do is "
    "decided with the treating team."
)


def rulers(state: "Json") -> "list[Json]":
    """What each ruler says of the scan on the board: key, name, call, reasons; one that takes no such scan says why."""
    found = []
    for key, name, judge in (("recist", "RECIST 1.1", model.recist), ("choi", "Choi", model.choi),
                             ("nodule", "Nodule in a mass", model.nodule),
                             ("modified", "RECIST as modified for GIST trials", model.modified)):
        try:
            said = judge(response_ask.scans(state))
        except ValueError as problem:
            said = {"call": None, "why": [problem.args[0]]}
        found.append({"key": key, "name": name, "call": said["call"], "why": said["why"]})
    return found


def announcement(state: "Json") -> str:
    """Both calls, in a sentence."""
    return both(rulers(state))


def both(found: "list[Json]") -> str:
    """The calls of both rulers, or why there is none."""
    if found[0]["call"] is None:
        return found[0]["why"][0]
    return "RECIST 1.1: " + WORDS[found[0]["call"]] + ". Choi: " + WORDS[found[1]["call"]] + "."


def blocks_of(data: "Json", state: "Json", found: "list[Json]") -> "list[Json]":
    """All blocks behind the question; ``found`` is what the rulers say."""
    shown = [_feedback(state, found), _cards(data, found)]
    one = response_ask.scenario_of(data, state["scenario"])
    if "truth" in one and not state["edited"]:
        shown.append(group("truth", "What it was", "stack", [text("came_out", portable.linked(data, one["truth"]))]))
        asked = [text("ask." + portable.fmt(place), said) for place, said in enumerate(one["ask"])]
        shown.append(group("next", "What to do next: ask", "stack", asked))
    return shown + [_outcome(data), group("pet", "And PET?", "fold", [text("pet_said", _pet(data))])]


# ---------------------------------------------------------------- the calls


def _feedback(state: "Json", found: "list[Json]") -> "Json":
    told = "**" + both(found) + "**"
    if state["edited"] or not state["guessed"]:
        heading = "The calls for the changed scan" if state["edited"] else "What the rulers say"
        return feedback("feedback", "info", heading, told + _apart(found), state["fresh"])
    right = [one["call"] == state["values"][one["key"]] for one in found[:2]]
    all_right = right[0] and right[1]
    heading = "Both right" if all_right else ("One of two" if right[0] or right[1] else "Not this time")
    for place, one in enumerate(found[:2]):
        if not right[place]:
            told = told + " By " + one["name"] + " you said: " + WORDS[state["values"][one["key"]]] + "."
    told = told + _apart(found) + _sure(state, all_right)
    return feedback("feedback", "good" if all_right else "warn", heading, told, state["fresh"])


def _apart(found: "list[Json]") -> str:
    """One sentence on where the rulers part."""
    recist, choi = found[0]["call"], found[1]["call"]
    if recist is None or recist == choi:
        return ""
    if recist == "PD" and choi in ("PR", "CR"):
        return " The rulers contradict each other: the size says worse, the density says better."
    if choi == "PD":
        return " Choi sees a progression that RECIST does not."
    return " The rulers differ."


def _sure(state: "Json", all_right: bool) -> str:
    if state["values"]["confidence"] == "sure" and not all_right:
        return " You were very sure: worth remembering what misled you."
    if state["values"]["confidence"] == "guess" and all_right:
        return " You called it a guess. It was a good one."
    return ""


def _cards(data: "Json", found: "list[Json]") -> "Json":
    cards, rules = [], _rules(data)
    for one in found:
        call = WORDS[one["call"]] if one["call"] else "cannot be used"
        lines = [text("rule." + one["key"], rules[one["key"]], "note"),
                 text("why." + one["key"], "\n\n".join(one["why"]))]
        cards.append(group("ruler." + one["key"], one["name"] + ": " + call, "stack", lines))
    return group("rulers", "Why, line by line", "columns", cards)


def _rules(data: "Json") -> "Json":
    """Each rule in a sentence, its limits from the ledger."""

    def ev(address: str) -> str:
        return portable.ev(data, address)

    return {
        "recist": "Rule: the sum of diameters. Response: at least " + ev("ev:recist11_rules.fall.pr")
        + " below baseline. Progression: at least " + ev("ev:recist11_rules.rise.pd") + " and "
        + ev("ev:recist11_rules.rise_mm.pd") + " above the smallest sum, or a new lesion.",
        "choi": "Rule: size or density. Response: at least " + ev("ev:choi_table.size_fall.pr") + " smaller or "
        + ev("ev:choi_table.density_fall.pr") + " less dense. Progression: at least " + ev("ev:choi_table.size_rise.pd")
        + " larger without that, a new lesion, or a nodule.",
        "nodule": "Rule: " + portable.claim(data, "ev:nodule_in_mass", "a new or growing nodule inside a mass")
        + " is progression.",
        "modified": "Rule: as RECIST 1.1, but "
        + portable.claim(data, "ev:mrecist_gist", "no nodes or bones as targets")
        + ", and a growing nodule counts by strict criteria.",
    }


# ---------------------------------------------------------------- the evidence


def _outcome(data: "Json") -> "Json":
    """Which ruler foresaw what happened, with numbers and limits."""

    def ev(address: str) -> str:
        return portable.ev(data, address)

    rows = [
        ["Choi 2007, first imatinib", ev("ev:choi_2007.n"),
         "PET responders found: Choi " + ev("ev:choi_2007.sensitivity.choi") + ", RECIST "
         + ev("ev:choi_2007.sensitivity.recist") + ". Choi responders progressed later.",
         "One centre. The rule was made from these patients; only " + ev("ev:choi_2007.pet_nonresponders")
         + " had no PET response."],
        ["Benjamin 2007, first imatinib",
         ev("ev:benjamin_2007.n") + " new, " + ev("ev:benjamin_2007.n.combined") + " in all",
         "Choi at two months went with time to progression (p=" + ev("ev:benjamin_2007.p_ttp")
         + ") and, in all, with survival (p=" + ev("ev:benjamin_2007.p_dss") + "). RECIST did not.",
         "The same centre. Nobody was treated by Choi and compared with somebody treated by RECIST."],
        ["Dudeck 2011, sunitinib", ev("ev:choi_sunitinib_2011.n"),
         "Choi response or stable: " + ev("ev:choi_sunitinib_2011.pfs.pr_choi") + " and "
         + ev("ev:choi_sunitinib_2011.pfs.sd_choi") + " without progression. After progression: "
         + ev("ev:choi_sunitinib_2011.pfs.pd") + ".",
         "Second line. Choi's response added nothing here."],
        ["Shankar 2005, imatinib", ev("ev:nodule_in_mass.progressed"),
         "A nodule in a mass in " + ev("ev:nodule_in_mass.nodule") + " who progressed; first sign in "
         + ev("ev:nodule_in_mass.first_sign") + ".",
         "One trial, before second lines."],
    ]
    cells = [[cell(words) for words in row] for row in rows]
    shown = table("outcome", "Which ruler foresaw what happened", ["Study", "Patients", "Found", "Limits"], cells)
    return group("evidence", "Which ruler foresaw the outcome?", "stack", [shown])


def _pet(data: "Json") -> str:
    """PET in one paragraph."""
    return (
        "FDG-PET can show an effect [early](ev:pet_24h): after " + portable.ev(data, "ev:pet_24h.earliest")
        + " at the earliest. In a small series it judged "
        + portable.ev(data, "ev:antoch_2004_petct.accuracy_1m.petct") + " right at one month with CT, size alone "
        + portable.ev(data, "ev:antoch_2004_petct.accuracy_1m.ct")
        + ". It needs a baseline PET, and some GISTs take up no sugar. Use it where the answer is urgent, such as "
        "before an operation, or where CT stays unclear."
    )
