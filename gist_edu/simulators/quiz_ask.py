"""The open question: stem, patients side by side, the answer, and the three buttons that commit it."""

from gist_edu.models import portable, quiz
from gist_edu.simulators.blocks import button, choice, group, number, order, several, text
from gist_edu.simulators.quiz_state import current, record, record_of

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

SURE = ("A guess", "Fairly sure", "Very sure")
LABELS = {
    "single": "Your answer",
    "several": "Tick each one that fits",
    "order": "Put them in order, the first at the top",
    "number": "Your number",
}
MISSING = {
    "single": "Choose an answer first. A guess is fine.",
    "several": "Tick at least one. A guess is fine.",
    "order": "Put them in order first. A guess is fine.",
    "number": "Give a number first. A guess is fine.",
}


def offered(item: "Json", entry: "Json") -> list[str]:
    """Option ids in the order they are shown: the same on each device, another one on top after each new try."""
    line = quiz.shuffled(quiz.ids(item), item["id"])
    turn = entry["turn"] % len(line)
    line = line[turn:] + line[:turn]
    if item["kind"] == "order" and line == quiz.best(item):
        line = line[1:] + line[:1]  # it must not come solved
    return line


def sibling(data: "Json", state: "Json") -> "Any":
    """Id of a question that tests the same point and is not yet in the queue; None when there is none."""
    for other in data["items"][state["queue"][state["place"]]]["siblings"]:
        if other not in state["queue"]:
            return other
    return None


def buttons(data: "Json", state: "Json") -> list[str]:
    """Ids of all buttons on the screen."""
    item = current(data, state)
    if item is None:
        return ["first"] if state["queue"] else []
    found = ["back"] if state["place"] else []
    entry = record(state)
    if entry["confidence"] is None:
        found = found + ["sure.0", "sure.1", "sure.2"] + (["skip"] if len(state["queue"]) > 1 else [])
        if item["kind"] == "order":
            found = found + ["answer." + way + "." + one for way in ("up", "down") for one in quiz.ids(item)]
        return found
    if not quiz.counts(quiz.judge(item, entry["answer"])):
        found.append("sibling" if sibling(data, state) else "again")
    return found + (["next"] if len(state["queue"]) > 1 else [])


def blocks(data: "Json", state: "Json", item: "Json") -> "list[Json]":
    """The question on screen, before the commit."""
    return head(data, state, item) + [_answer(state, item), _commit(), _ways(data, state)]


def head(data: "Json", state: "Json", item: "Json") -> "list[Json]":
    """Where we are, the stem, and the patients; the same before and after the commit."""
    found = [text("where", _where(data, state), "note")] if len(state["queue"]) > 1 else []
    turn = record(state)["turn"]  # another try is a new stem, so that the focus can go there
    stem = text("stem." + item["id"] + ("." + portable.fmt(turn) if turn else ""), item["stem"], "lead")
    stem["focus"] = state["fresh"] == "question"
    found.append(stem)
    if item["cards"]:
        cards = [
            group("card." + portable.fmt(place), card["title"], "stack", [_lines(place, card)])
            for place, card in enumerate(item["cards"])
        ]
        found.append(group("cards", None, "cards", cards))
    return found


def _lines(place: int, card: "Json") -> "Json":
    return text("lines." + portable.fmt(place), "\n\n".join(card["lines"]))


def _where(data: "Json", state: "Json") -> str:
    total, answered = len(state["queue"]), 0
    for item in state["queue"]:
        answered += 0 if record_of(state, item)["confidence"] is None else 1
    said = "Question " + portable.fmt(state["place"] + 1) + " of " + portable.fmt(total)
    if answered:
        return said + " · " + portable.fmt(answered) + " answered"
    before = len(state["earlier"])
    if before == total:
        return said + " · you have answered all of these before"
    if before:
        return said + " · " + portable.fmt(before) + " answered on an earlier visit"
    return said


def _answer(state: "Json", item: "Json") -> "Json":
    entry, kind = record(state), item["kind"]
    block = _MAKERS[kind](item, entry)
    if state["bad"]:
        block["error"] = state["bad"]["error"]
        if kind == "number":
            block["text"] = state["bad"]["text"]
    return block


def _options(item: "Json", line: "list[str]") -> "list[Json]":
    texts = {option["id"]: option["text"] for option in item["options"]}
    return [{"value": one, "label": texts[one]} for one in line]


def _single(item: "Json", entry: "Json") -> "Json":
    return choice("answer", LABELS["single"], _options(item, offered(item, entry)), entry["answer"])


def _several(item: "Json", entry: "Json") -> "Json":
    return several("answer", LABELS["several"], _options(item, offered(item, entry)), entry["answer"] or [])


def _order(item: "Json", entry: "Json") -> "Json":
    return order("answer", LABELS["order"], _options(item, entry["answer"] or offered(item, entry)))


def _number(item: "Json", entry: "Json") -> "Json":
    limits = item["answer"]
    return number(
        "answer", LABELS["number"], entry["answer"], limits["min"], limits["max"], limits["step"], limits["unit"]
    )


_MAKERS = {"single": _single, "several": _several, "order": _order, "number": _number}


def _commit() -> "Json":
    rows = [button("sure." + portable.fmt(place), label, "primary") for place, label in enumerate(SURE)]
    return group("sure", "How sure are you? Saying so hands in your answer.", "row", rows)


def _ways(data: "Json", state: "Json") -> "Json":
    shown = buttons(data, state)
    labels = (("back", "Back"), ("skip", "Skip for now"))
    return group("ways", None, "row", [button(key, label, "plain") for key, label in labels if key in shown])
