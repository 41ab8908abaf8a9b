"""What happens after the drug stops: the reader says delay or cure, then the gap between the arms is read off."""

from gist_edu.models import portable
from gist_edu.simulators import trials_ask
from gist_edu.simulators.blocks import choice, feedback, group, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

BELIEFS = [
    {"value": "delay", "label": "it mostly puts events off"},
    {"value": "cure", "label": "it mostly prevents them"},
    {"value": "open", "label": "this trial cannot tell"},
]
CLOSED = 0.5  # the gap has closed when less than half of the widest is left
WIDE = 0.03  # a gap below three points is no gap to speak of


def gaps(trial: "Json", cut: "Json") -> "list[list[float]]":
    """``[month, treatment minus control]`` at every month at which both arms have a landmark."""
    if len(trial["compare"]) != 2:
        return []
    treatment, control = [cut["curves"].get(arm, []) for arm in trial["compare"]]
    return [[a["t"], a["s"] - b["s"]] for a in treatment for b in control if a["t"] == b["t"]]


def stops(trial: "Json", cut: "Json") -> "list[Json]":
    """Arms whose drug is planned to end before the last published month."""
    ends = []
    for arm in trial["arms"]:
        marks = cut["curves"].get(arm["id"], [])
        if arm["months"] and marks and marks[-1]["t"] > arm["months"]:
            ends.append(arm)
    return ends


def asked(trial: "Json", cut: "Json") -> bool:
    """True when the question can be asked: two arms are compared, and one stops within the published months."""
    return len(trial["compare"]) == 2 and len(stops(trial, cut)) > 0


def reading(trial: "Json", cut: "Json") -> "tuple[str, str]":
    """What the gaps let one say: ``delay``, ``holds`` or ``open``, and the sentence."""
    found = gaps(trial, cut)
    ends = stops(trial, cut)
    latest = max([arm["months"] for arm in ends]) if ends else 0
    after = [gap for gap in found if gap[0] > latest]
    widest = max([gap[1] for gap in found]) if found else 0
    if len(found) < 2 or not after or widest < WIDE:
        return "open", "The published months are too few, or the gap too small, to see what the end of the drug does."
    last = after[-1]
    told = ("The widest published gap is " + _points(widest) + "; at month " + portable.shortest(last[0]) + ", "
            + trials_ask.counted(last[0] - latest) + " after the longer drug was to end, it is "
            + _points(last[1]) + ".")
    if last[1] < CLOSED * widest:
        return "delay", told + " Most of the gap has closed: events were put off more than prevented."
    return "holds", told + (" Part of the gap has stayed so far. Whether it stays for good, the published months "
                            "do not say.")


def _points(share: float) -> str:
    return portable.shortest(share * 100, 1) + " of 100"


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """The question and, once answered, the reading; nothing where no arm stops within the published months."""
    trial = trials_ask.found(data, state["trial"]) or data["trials"][0]
    endpoint = trials_ask.endpoint_of(trial, state["endpoint"]) or trial["endpoints"][0]
    cut = trials_ask.cut_of(endpoint, state["cut"]) or endpoint["cuts"][0]
    if not asked(trial, cut):
        return []
    ends = stops(trial, cut)
    planned = [arm["name"] + ": month " + portable.shortest(arm["months"]) for arm in ends]
    lead = text("stop_lead", "The drug is planned to end here: " + "; ".join(planned) + ".", "body")
    said = choice("belief", "What does the drug do to those events?", BELIEFS, state["belief"])
    said["disabled"] = state["belief"] is not None
    shown = [lead, said]
    if state["belief"] is not None:
        verdict, told = reading(trial, cut)
        heading = {"delay": "Mostly put off", "holds": "Some of it holds", "open": "Cannot be told"}[verdict]
        chosen = [one["label"] for one in BELIEFS if one["value"] == state["belief"]].pop()
        told = "You said: " + chosen + ". " + told + " This is our reading of the landmarks of this data cut."
        shown.append(feedback("stop_answer", "info", heading, told, False))
    return [group("stop", "After the drug stops", "stack", shown)]
