"""After the commit: what was right and why, for each option; and the result when all questions were gone through."""

from gist_edu.models import portable, progress, quiz
from gist_edu.simulators import quiz_ask
from gist_edu.simulators.blocks import button, cell, feedback, group, table, text, verdicts
from gist_edu.simulators.quiz_state import record, record_of

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

HEADINGS = {
    "right": "Right",
    "also": "Defensible, though not the best",
    "partly": "Partly right",
    "wrong": "Not this time",
}
TONES = {"right": "good", "also": "good", "partly": "warn", "wrong": "warn"}
_PROGRESS = "[Your progress](book:book/progress.html)"
_REMARKS = {
    (False, 2): "You were very sure. An error held firmly is worth finding.",
    (False, 1): "",
    (False, 0): "You said it was a guess.",
    (True, 0): "You called it a guess.",
    (True, 1): "",
    (True, 2): "You were sure, and you were right to be.",
}
_TOMORROW = "It comes back tomorrow, under " + _PROGRESS + "."
_LATER = "It comes back later, to see whether it stays: " + _PROGRESS + "."
# why nothing is kept (see models/progress and the door) -> what that means for a question that should come back
_NOT_KEPT = {
    "kernel": "A notebook keeps nothing, so it comes back only while the kernel runs.",
    "": "Nothing is kept here, so it does not come back by itself: " + _PROGRESS + " says why.",
}


def verdict(data: "Json", state: "Json") -> str:
    """right, also, partly or wrong, for the question on screen."""
    return quiz.judge(data["items"][state["queue"][state["place"]]], record(state)["answer"])


def announcement(data: "Json", state: "Json") -> str:
    """One sentence for the live region; the heading, which gets the focus, says the rest."""
    return HEADINGS[verdict(data, state)] + "."


def blocks(data: "Json", state: "Json", item: "Json") -> "list[Json]":
    """The question on screen, after the commit."""
    found = quiz_ask.head(data, state, item) + [_feedback(data, state, item)]
    if item["kind"] != "number":
        rows = _order_rows(item, record(state)) if item["kind"] == "order" else _rows(item, record(state))
        found.append(verdicts("options", "Why, option by option", rows))
    if item["why"]:
        found.append(text("why", item["why"], "body"))
    if item["more"]:
        link = "[" + item["more"]["title"] + "](" + item["more"]["href"] + ")"
        found.append(text("more", "Where the book explains it: " + link + ".", "note"))
    return found + [_ways(data, state)]


def _feedback(data: "Json", state: "Json", item: "Json") -> "Json":
    entry, judged = record(state), verdict(data, state)
    md = "" if judged == quiz.ALSO else _remark(state, quiz.counts(judged), entry["confidence"])
    if item["kind"] == "number":
        said = "You said " + portable.shortest(entry["answer"]) + " " + item["answer"]["unit"]
        said = said + "; it was " + item["answer"]["link"] + ". "
        md = said + item["feedback"][quiz.where(item, entry["answer"])] + ("\n\n" + md if md else "")
    key = "feedback." + item["id"] + "." + portable.fmt(entry["turn"])
    return feedback(key, TONES[judged], HEADINGS[judged], md, state["fresh"] == "feedback")


def _remark(state: "Json", right: bool, confidence: int) -> str:
    """How sureness and verdict fit, and when the question comes back, where it does."""
    coming = "" if right and confidence else _coming(state, _LATER if right else _TOMORROW)
    return " ".join([part for part in (_REMARKS[(right, confidence)], coming) if part])


def _coming(state: "Json", kept: str) -> str:
    """``kept``, unless this page keeps nothing."""
    if state["problem"] not in progress.KEEPS_NOTHING:
        return kept
    return _NOT_KEPT.get(state["problem"], _NOT_KEPT[""])


# ---------------------------------------------------------------- option by option

_SINGLE = {
    ("best", True): ("Right: your answer", "good"),
    ("best", False): ("The best answer", "good"),
    ("acceptable", True): ("Defensible: your answer", "good"),
    ("acceptable", False): ("Defensible", "info"),
    ("wrong", True): ("Not right: your answer", "warn"),
    ("wrong", False): ("Not right", "none"),
}
_SEVERAL = {
    ("best", True): ("Fits: you ticked it", "good"),
    ("best", False): ("Fits: you missed it", "warn"),
    ("wrong", True): ("Does not fit: you ticked it", "warn"),
    ("wrong", False): ("Does not fit", "none"),
}


def _rows(item: "Json", entry: "Json") -> "list[Json]":
    options = {option["id"]: option for option in item["options"]}
    chosen = [entry["answer"]] if item["kind"] == "single" else entry["answer"]
    marks = _SINGLE if item["kind"] == "single" else _SEVERAL
    found = []
    for one in _line(item, entry, options):
        mark, tone = marks[(options[one]["verdict"], one in chosen)]
        found.append({"text": options[one]["text"], "mark": mark, "tone": tone, "md": options[one]["feedback"]})
    return found


def _line(item: "Json", entry: "Json", options: "Json") -> "list[str]":
    """Of a single choice the reader's own answer first, then the best; the rest as it was shown."""
    line = quiz_ask.offered(item, entry)
    if item["kind"] == "several":
        return line
    return portable.ordered(line, lambda one: (one != entry["answer"], options[one]["verdict"] != "best"))


def _order_rows(item: "Json", entry: "Json") -> "list[Json]":
    found = []
    for place, option in enumerate(item["options"]):
        had = entry["answer"].index(option["id"])
        mark = "Place " + portable.fmt(place + 1)
        mark = mark + (", as you had it" if had == place else "; you had it at place " + portable.fmt(had + 1))
        tone = "good" if had == place else "warn"
        found.append({"text": option["text"], "mark": mark, "tone": tone, "md": option["feedback"]})
    return found


def _ways(data: "Json", state: "Json") -> "Json":
    shown = quiz_ask.buttons(data, state)
    last = state["place"] + 1 == len(state["queue"])
    rows = []
    if "sibling" in shown:
        rows.append(button("sibling", "Try a similar question", "primary"))
    if "again" in shown:
        rows.append(button("again", "Try this one again", "primary"))
    if "next" in shown:
        label = "See your result" if last else "Next question"
        rows.append(button("next", label, "plain" if rows else "primary"))
    if "back" in shown:
        rows.append(button("back", "Back", "plain"))
    return group("ways", None, "row", rows)


# ---------------------------------------------------------------- the end

_BACK = "What you missed comes back after one day, a week and a month, under " + _PROGRESS + "."


def result(data: "Json", state: "Json") -> "list[Json]":
    """What was right at first try, and how that fits with how sure the reader was."""
    if not state["queue"]:
        return [text("nothing", data["nothing"], "body")]
    answered = [item for item in state["queue"] if record_of(state, item)["first"] is not None]
    right = [item for item in answered if record_of(state, item)["first"][0]]
    heading = portable.fmt(len(right)) + " of " + portable.fmt(len(answered)) + " right at first try"
    earlier = [item for item in state["queue"] if item not in answered and item in state["earlier"]]
    if not answered:
        heading = "Nothing answered on this visit" if earlier else "Nothing answered yet"
    skipped = len(state["queue"]) - len(answered) - len(earlier)
    parts = [_calibration(state, answered)]
    parts.append("Answered on an earlier visit: " + portable.fmt(len(earlier)) + "." if earlier else "")
    parts.append("Skipped: " + portable.fmt(skipped) + "." if skipped else "")
    md = " ".join([part for part in parts if part])
    rows = [_result_row(data, state, place, item) for place, item in enumerate(state["queue"])]
    return [
        feedback("result", "info", heading, md, state["fresh"] == "question"),
        table("answers", "Your answers", ["Question", "First try", "How sure"], rows),
        text("kept", _coming(state, _BACK), "note"),
        group("ways", None, "row", [button("first", "Look at them again", "plain")]),
    ]


def _calibration(state: "Json", answered: "list[str]") -> str:
    parts = []
    for sure in (2, 1, 0):
        firsts = [record_of(state, item)["first"] for item in answered if record_of(state, item)["first"][1] == sure]
        if firsts:
            right = len([first for first in firsts if first[0]])
            share = portable.fmt(right) + " of " + portable.fmt(len(firsts))
            parts.append(quiz_ask.SURE[sure] + ": right in " + share + ".")
    return " ".join(parts)


def _result_row(data: "Json", state: "Json", place: int, item: str) -> "list[Json]":
    first = record_of(state, item)["first"]
    shown = cell(portable.fmt(place + 1) + ". " + portable.cut(data["items"][item]["stem"], 44))
    if first is None:
        return [shown, cell("on an earlier visit" if item in state["earlier"] else "skipped", "muted"), cell("–")]
    return [shown, cell("right", "good") if first[0] else cell("missed", "warn"), cell(quiz_ask.SURE[first[1]].lower())]
