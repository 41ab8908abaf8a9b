"""The end of a case: what became of it, the record beside what the evidence advises, the twin, and a transcript."""

from gist_edu.models import case_result, portable
from gist_edu.models import cases as engine
from gist_edu.simulators import cases_ask
from gist_edu.simulators.blocks import cell, download, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

OUTCOMES = {"good": ("A good end", "good"), "mixed": ("A mixed end", "info"), "bad": ("A bad end", "warn")}
BADGES = {"safe": "safe: nothing put the patient at risk", "effective": "effective: nothing that could work was missed",
          "thrifty": "thrifty: nothing was spent in vain"}
SURE = ("a guess", "fairly sure", "very sure")


def blocks(case: "Json", state: "Json", play: "Json") -> "list[Json]":
    """Everything that stands at the end."""
    node = engine.node_of(case, play)
    heading, tone = OUTCOMES[node["outcome"]]
    ended = feedback("end." + play["node"], tone, heading, case_result.filled(case, play, node["end"]),
                     state["fresh"] == "question")
    record = [text("badges", _badges(case, play)), _table(case, play)]
    found = [ended, group("record", "Your record", "stack", record)]
    found.append(group("advised", "What the evidence advises", "stack", _reference(case, play)))
    if case["twin"]:
        found.append(group("twin", "The twin: " + case["twin"]["code"] + ", " + case["twin"]["title"], "stack",
                           _twin(case)))
    lessons = "\n\n".join(["**" + portable.fmt(place + 1) + ".** " + case_result.filled(case, play, said)
                           for place, said in enumerate(case["learn"])])
    found.append(group("learn", "To take home", "stack", [text("points", lessons)]))
    name = "gist-edu-case-" + case["id"] + ".txt"
    found.append(download("transcript", "Save a transcript", name, transcript(case, state, play)))
    discussion = "[All answers and their reasons](book:book/cases/" + case["id"] + "_discussion.html)"
    clinic = "[all cases](book:book/clinic.html)"
    return found + [text("where_next", discussion + ". Back to " + clinic + ". Education, not advice about anyone's "
                         "care. Facts checked on " + case["checked_on"] + ".", "limits")]


def _badges(case: "Json", play: "Json") -> str:
    good, met = case_result.score(play)
    kept = [BADGES[badge] for badge in case_result.badges(case, play)]
    said = "**" + portable.fmt(good) + " of " + portable.fmt(met) + "** first answers can be defended. "
    said = said + ("Badges kept: " + "; ".join(kept) + "." if kept else "No badge was kept this time.")
    firm = [entry for entry in case_result.decisions(play)
            if entry["sure"] == 2 and entry["verdict"] not in case_result.GOOD]
    if firm:
        said = said + " You were very sure of an answer that does not hold: an error held firmly is worth finding."
    if play["backs"]:
        times = "once" if play["backs"] == 1 else portable.fmt(play["backs"]) + " times"
        said = said + " You went back " + times + "."
    return said


def _table(case: "Json", play: "Json") -> "Json":
    """Your decisions, in order, beside what guideline and trials support."""
    rows = []
    advised = {step["node"]: step["text"] for step in case["advised"]}
    for entry in case_result.decisions(play):
        words, tone = cases_ask.VERDICTS[entry["verdict"]]
        sure = "" if entry["sure"] is None else " (" + SURE[entry["sure"]] + ")"
        mine = case_result.filled(case, play, case_result.option_of(case, entry)["text"]) + sure
        beside = case_result.filled(case, play, advised.get(entry["node"], "Not on the reference path"))
        rows.append([cell(mine), cell(words, tone), cell(beside)])
    asked = [name for name in play["asked"] if case["on_request"][name]["worth"] == "wasted"]
    note = None
    if asked:
        note = "In vain: " + " ".join([case["on_request"][name]["label"] + ": " + case["on_request"][name]["why"]
                                       for name in asked])
    return table("beside", "Your decisions and the reference path, day " + portable.fmt(play["days"]) + " at the end",
                 ["You", "What it is", "Reference path"], rows, note)


def _reference(case: "Json", play: "Json") -> "list[Json]":
    asks = case["reference"].get("asks", [])
    first = "Ask first: " + portable.listed([case["on_request"][name]["label"] for name in asks]) + ". " if asks else ""
    path = "; then ".join([case_result.filled(case, play, step["text"]) for step in case["advised"]])
    found = [text("path", first + "Then: " + path + "." if first else path + "."),
             text("because", case_result.filled(case, play, case["reference"]["why"]))]
    if case["disagreement"]:
        found.append(text("disagreement", "**Where sources disagree.** "
                          + case_result.filled(case, play, case["disagreement"])))
    return found


def _twin(case: "Json") -> "list[Json]":
    twin = case["twin"]
    rows = [[cell(name), cell(mine), cell(theirs)] for name, mine, theirs in twin["rows"]]
    advised = [cell("Advised")] + [cell("; ".join(words)) for words in twin["advised"]]
    link = "[Play the twin](book:book/cases/" + twin["of"] + ".html)"
    return [text("claim", twin["claim"]),
            table("differs", "What differs, and nothing else", ["Field", case["code"], twin["code"]], rows + [advised]),
            text("go", link + ".")]


def transcript(case: "Json", state: "Json", play: "Json") -> str:
    """The play as plain text, to print or to hand in."""
    lines = [case["code"] + " " + case["title"], "An invented patient. Education, not advice.", "",
             bare(case_result.filled(case, play, case["vignette"])), ""]
    for entry in play["log"]:
        sure = entry.get("sure")
        said = "Day " + portable.fmt(entry["day"]) + ": " + cases_ask.did(case, play, entry)
        said = said + (" (" + SURE[sure] + ")" if sure is not None else "")
        said = said + (", taken back" if entry["undone"] else "")
        lines.append(bare(said))
        if entry["kind"] == "choose":
            lines.append("   " + cases_ask.VERDICTS[entry["verdict"]][0] + ".")
        if entry["kind"] == "say" and entry["id"]:
            lines.append("   " + entry["text"])
    good, met = case_result.score(play)
    lines = lines + ["", portable.fmt(good) + " of " + portable.fmt(met) + " first answers can be defended."]
    lines.append("Badges kept: " + (", ".join(case_result.badges(case, play)) or "none") + ".")
    if state["jotted"].strip():
        lines = lines + ["", "Notes", state["jotted"]]
    return "\n".join(lines) + "\n"


def bare(md: str) -> str:
    """Markdown as plain text: link texts stay, their addresses go, and with them bold and italic marks."""
    pieces = md.split("](")
    found = pieces[0]
    for piece in pieces[1:]:
        found = found + piece[piece.find(")") + 1 :]
    return "".join([character for character in found if character not in "*[]`"])
