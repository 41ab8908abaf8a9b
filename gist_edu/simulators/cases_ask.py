"""What the player shows while a case goes on: the patient, what is known, the decision, its answer, and the desk."""

from gist_edu.models import case_result, portable, progress, quiz
from gist_edu.models import cases as engine
from gist_edu.simulators.blocks import button, cell, choice, feedback, group, line, number, table, text, timeline

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

SURE = ("A guess", "Fairly sure", "Very sure")
STEPS = ("choose", "number", "say")
_ANEW = " “Start again”, below, begins it anew."
RESUMED = {
    "whole": "You are back where you left this case." + _ANEW,
    "part": "You are back in this case. It has changed since, so what no longer fits was left out." + _ANEW,
}
BORROWED = "This play came by a link. It is not kept, and your own play is left as it was." + _ANEW
STAYS = "stays on this device. Please write nothing about a real person."
NOT_KEPT = "Nothing is kept here, so what you do is gone when the page closes."
VERDICTS = {
    "best": ("Well chosen", "good"),
    "acceptable": ("Defensible", "good"),
    "contested": ("Contested: good people disagree", "info"),
    "avoid": ("Better not", "warn"),
    "unsafe": ("Not safe", "bad"),
}
GUESSED = {"close": ("Close", "good"), "low": ("It was more", "info"), "high": ("It was less", "info"),
           None: ("What the record says", "info")}


def steps(play: "Json") -> "list[Json]":
    """The entries of the log that answer a question, also those taken back."""
    return [entry for entry in play["log"] if entry["kind"] in STEPS]


def unread(state: "Json", play: "Json") -> bool:
    """True while the answer to the last step waits to be read."""
    return len(steps(play)) > state["seen"]


def buttons(case: "Json", state: "Json", play: "Json") -> list[str]:
    """Ids of all buttons on the screen."""
    found = ["back"] if play["before"] else []
    if unread(state, play):
        return found + ["on"]
    kind = engine.kind(engine.node_of(case, play))
    if kind == "say":
        return found + ["say", "blank"]
    if kind == "end":
        return found
    sure = ["sure.0", "sure.1", "sure.2"]
    if kind == "number":
        return found + sure + ["skip"]
    return found + sure + ["ask." + name for name in engine.requests(case, play)]


def announcement(case: "Json", play: "Json", move: "list[Any]") -> str:
    """One sentence for the live region."""
    if move[0] == "ask":
        return case["on_request"][move[1]]["label"] + ": the result is there."
    if move[0] == "back":
        return "One step back. The days that passed stay on the clock: day " + portable.fmt(play["days"]) + "."
    return heading(steps(play)[-1])[0] + "."


def heading(entry: "Json") -> "tuple[str, str]":
    """(words, tone) for a step."""
    if entry["kind"] == "choose":
        return VERDICTS[entry["verdict"]]
    return GUESSED[entry["id"]] if entry["kind"] == "number" else ("How we would say it", "info")


# ---------------------------------------------------------------- the scene


def scene(case: "Json", state: "Json", play: "Json") -> "list[Json]":
    """Vignette, the patient's facts, and what came back so far."""
    found = []
    if state["resumed"] or state["borrowed"]:
        found.append(text("resumed", BORROWED if state["borrowed"] else RESUMED[state["resumed"]], "note"))
    told = case_result.filled(case, play, case["vignette"])
    found.append(text("vignette", told + " (An invented patient.)", "lead"))
    rows = [[cell(case["patient"][name]["label"]), cell(fact(case, play, name))] for name in case["facts"]
            if not case["patient"][name].get("hidden") or name in play["shown"]]
    if rows:
        found.append(table("facts", "The patient, day " + portable.fmt(play["days"]), ["What", "Known"], rows))
    if play["asked"]:
        found.append(timeline("known", "What came back", [_result(case, play, entry) for entry in play["log"]
                                                          if entry["kind"] == "ask"]))
    return found


def fact(case: "Json", play: "Json", name: str) -> str:
    """A value of the patient's state, with its unit."""
    unit = case["patient"][name].get("unit")
    return case_result.written(play["values"][name]) + (" " + unit if unit else "")


def _result(case: "Json", play: "Json", entry: "Json") -> "Json":
    request = case["on_request"][entry["id"]]
    return {"when": "Day " + portable.fmt(entry["day"]), "title": request["label"],
            "md": case_result.filled(case, play, request["result"])}


# ---------------------------------------------------------------- the open question


def open_node(case: "Json", state: "Json", play: "Json") -> "list[Json]":
    """The question, the ways to answer it, and what can be asked for first."""
    node = engine.node_of(case, play)
    kind = engine.kind(node)
    closed = play["closed"].get(play["node"], [])
    stem = text("stem." + play["node"] + "." + portable.fmt(len(play["log"])),
                case_result.filled(case, play, node["ask"]), "lead")
    stem["focus"] = state["fresh"] == "question"
    inside: list[Json] = _just_known(case, state, play) + [stem]
    if kind == "choose" and engine.requests(case, play):
        inside.append(_requests(case, play))
    if closed:
        tried = portable.listed(_tried(case, play, closed))
        inside.append(text("closed", "Already tried here: " + tried + ".", "note"))
    if kind == "say":
        inside.append(_sentence(state))
        inside.append(group("compare", None, "row", [button("say", "Compare", "primary"),
                                                     button("blank", "Show it without mine", "plain")]))
    else:
        inside.append(_field(case, state, play, node))
        inside.append(_commit(kind))
    return [group("question", "Decide" if kind == "choose" else "Before you go on", "stack", inside)]


def _just_known(case: "Json", state: "Json", play: "Json") -> "list[Json]":
    """The result that came back last, beside the question it was asked for; focus goes here."""
    if not play["log"] or play["log"][-1]["kind"] != "ask" or not state["moves"] or state["moves"][-1][0] != "ask":
        return []
    last = _result(case, play, play["log"][-1])
    found = text("got." + portable.fmt(len(play["log"])), "**" + last["title"] + "** (" + last["when"].lower() + "): "
                 + last["md"])
    found["focus"] = state["fresh"] == "known"
    return [found]


def _tried(case: "Json", play: "Json", closed: "list[str]") -> "list[str]":
    node = engine.node_of(case, play)
    return [case_result.filled(case, play, option["text"]) for option in node["options"] if option["id"] in closed]


def _field(case: "Json", state: "Json", play: "Json", node: "Json") -> "Json":
    if "number" in node:
        limits = node["number"]
        block = number("answer", "Your number", state["answer"], limits["low"], limits["high"], limits["step"],
                       limits["unit"])
    else:
        offered = engine.offered(case, play)
        labels = {option["id"]: case_result.filled(case, play, option["text"]) for option in offered}
        order = quiz.shuffled([option["id"] for option in node["options"]], play["node"])
        options = [{"value": one, "label": labels[one]} for one in order if one in labels]
        block = choice("answer", "Your decision", options, state["answer"])
    if state["bad"]:
        block["error"] = state["bad"]["error"]
        if "number" in node:
            block["text"] = state["bad"]["text"]
    return block


def _commit(kind: str) -> "Json":
    rows = [button("sure." + portable.fmt(place), label, "primary") for place, label in enumerate(SURE)]
    if kind == "number":
        rows.append(button("skip", "Show it without a guess", "plain"))
    return group("sure", "How sure are you? Saying so hands in your answer.", "row", rows)


def _sentence(state: "Json") -> "Json":
    block = line("sentence", "Your sentence", state["sentence"], engine.LONGEST_TEXT,
                 "It is compared, never scored, and " + STAYS)
    block["rows"] = 3
    return block


def _requests(case: "Json", play: "Json") -> "Json":
    rows = []
    for name in engine.requests(case, play):
        one = case["on_request"][name]
        rows.append(button("ask." + name, one["label"] + " (" + cost(one) + ")", "plain"))
    return group("requests", "Is there something you want to know first?", "stack", rows)


def cost(request: "Json") -> str:
    """How long a request takes, and its effort."""
    days = request["days"]
    taken = "same day" if days == 0 else portable.fmt(days) + (" day" if days == 1 else " days")
    return taken + ", " + request["effort"] + " effort"


# ---------------------------------------------------------------- the answer


def answered(case: "Json", state: "Json", play: "Json") -> "list[Json]":
    """Why, for the step that was just taken, and the way on."""
    entry = steps(play)[-1]
    said, tone = heading(entry)
    key = "feedback." + portable.fmt(len(play["log"]))
    found = [feedback(key, tone, said, _why(case, play, entry), state["fresh"] == "feedback")]
    label = "Choose again" if entry.get("retry") else "Go on"
    return found + [button("on", label, "primary")]


def _why(case: "Json", play: "Json", entry: "Json") -> str:
    node = case["nodes"][entry["node"]]
    if entry["kind"] == "choose":
        option = case_result.option_of(case, entry)
        return ("You chose: **" + case_result.filled(case, play, option["text"]) + "**.\n\n"
                + case_result.filled(case, play, option["feedback"]))
    if entry["kind"] == "say":
        mine = "You wrote: " + entry["text"] + "\n\n" if entry["id"] else ""
        return plain(mine) + "We would say: *" + case_result.filled(case, play, node["sentence"]) + "*"
    truth = "It was " + node["number"]["truth"]["md"] + ". "
    if entry["value"] is None:
        return truth + case_result.filled(case, play, node["feedback"]["close"])
    said = "You said " + portable.shortest(entry["value"]) + " " + node["number"]["unit"] + ". "
    return said + truth + case_result.filled(case, play, node["feedback"][entry["id"]])


def plain(words: str) -> str:
    """What a reader typed, so that it cannot become a link or bold type."""
    found = ""
    for character in words:
        found += "\\" + character if character in "\\*`[]_" else character
    return found


# ---------------------------------------------------------------- the desk


def desk(case: "Json", state: "Json", play: "Json") -> "list[Json]":
    """What was done, one step back with its cost, and notes."""
    found = []
    if play["log"]:
        found.append(timeline("done", "What you did", [_done(case, play, entry) for entry in play["log"]]))
    shown = buttons(case, state, play)
    if "back" in shown:
        found.append(text("cost", "One step back costs: the days that passed stay on the clock, and the first answer "
                          "stays in your record.", "note"))
        found.append(group("ways", None, "row", [button("back", "One step back", "plain")]))
    lost = state["problem"] in progress.KEEPS_NOTHING or state["borrowed"]
    notes = line("jotted", "Notes", state["jotted"], 1000, NOT_KEPT if lost else "What you write " + STAYS)
    notes["rows"] = 4
    return found + [notes]


def _done(case: "Json", play: "Json", entry: "Json") -> "Json":
    return {"when": "Day " + portable.fmt(entry["day"]), "title": did(case, play, entry),
            "md": "Taken back." if entry["undone"] else _sure(entry)}


def did(case: "Json", play: "Json", entry: "Json") -> str:
    """One entry of the log in words."""
    kind = entry["kind"]
    if kind == "ask":
        return "Asked for: " + case["on_request"][entry["id"]]["label"]
    if kind == "choose":
        return "Decided: " + case_result.filled(case, play, case_result.option_of(case, entry)["text"])
    if kind == "number":
        unit = " " + case["nodes"][entry["node"]]["number"]["unit"]
        return "Looked without a guess" if entry["value"] is None else (
            "Guessed: " + portable.shortest(entry["value"]) + unit)
    if kind == "back":
        return "One step back"
    return "Wrote a sentence to the patient" if entry["id"] else "Looked at the sentence without one"


def _sure(entry: "Json") -> str:
    sure = entry.get("sure")
    return "" if sure is None else SURE[sure] + "."
