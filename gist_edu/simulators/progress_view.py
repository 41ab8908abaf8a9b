"""What the progress page and the welcome page show of a reader's store."""

from gist_edu.models import portable, progress, progress_cases
from gist_edu.simulators.blocks import button, cell, download, group, table, text, upload

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

SURE = ("a guess", "fairly sure", "very sure")
FILE, ASIDE = "gist-progress.json", "gist-progress-aside.txt"
ENOUGH = 5  # answers given with one degree of sureness, before its share means anything
PROBLEMS = {
    "unreadable": "What was kept here could not be read. A copy was put aside; you start anew.",
    "foreign": "Something else had written where this book keeps its progress. A copy was put aside; you start anew.",
    "damaged": "Parts of what was kept here could not be read. A copy of all of it was put aside.",
    "newer": "What is kept here was saved by a newer edition of this book. It was left as it is, so nothing of today "
    "is kept. Open the newer edition, or reload this page.",
    "stuck": "What was kept here could not be read, and there was no room to put a copy aside. It was left as it is, "
    "so nothing of today is kept. Save the copy, then delete everything.",
    "denied": "This browser does not let the page keep anything. Your progress lasts until you close the page; "
    "you can save it as a file.",
    "kernel": "A notebook keeps nothing: your progress lasts until the kernel stops. You can save it as a file.",
}
_ASIDE = "Earlier progress could not be read. A copy of it was put aside."
_KEPT = "It is kept in this browser, on this device only. Nothing is sent. Private windows forget it when they close."


def buttons(state: "Json") -> list[str]:
    """Ids of the buttons on the screen."""
    if state["show"] != "full":
        return []
    return ["keep", "forget"] if state["asking"] else ["ask"]


def _problem(state: "Json") -> "list[Json]":
    problem = PROBLEMS[state["problem"]] if state["problem"] else _ASIDE if state["aside"] else ""
    found = [text("problem", problem, "warning")] if problem else []
    if state["aside"]:
        found.append(download("aside", "Save the copy that could not be read", ASIDE, state["aside"]))
    return found


# ---------------------------------------------------------------- the welcome page


def welcome(data: "Json", state: "Json") -> "list[Json]":
    """Continue, come back, and what is new; no block at all for somebody who was never here."""
    if state["store"] == progress.empty() and state["problem"] in ("",) + progress.HOSTS_OWN:
        return []
    lines = [_continue(data, state), _waiting(data, state, "Under [Your progress](book:book/progress.html)."),
             _case_to_finish(data, state)]
    blocks = _problem(state) + [text("line." + portable.fmt(place), line) for place, line in enumerate(lines) if line]
    news = _news(data, state)
    return blocks + ([group("news", "New since your last visit", "fold", [text("news.list", news)])] if news else [])


def clinic(data: "Json", state: "Json") -> "list[Json]":
    """On the page of the clinic: the cases that were begun; no block at all for somebody who played none."""
    line = _case_to_finish(data, state)
    return ([text("line.0", line)] if line else []) + _cases(data, state)


def _continue(data: "Json", state: "Json") -> str:
    found = progress.last_lesson(state["store"])
    lessons = {lesson["number"]: lesson for lesson in data["lessons"]}
    if found is None or found[0] not in lessons:
        return _next(data, state)
    number, part, of = found
    lesson = lessons[number]
    place = "part " + portable.fmt(part) + " of " + portable.fmt(of)
    href, sections = lesson["href"], lesson["sections"]
    if part <= len(sections):
        place = place + ", " + sections[part - 1]["title"]
        href = href + "#" + sections[part - 1]["anchor"]
    return "**Continue:** [lesson " + number + ", " + lesson["title"] + "](book:" + href + "), " + place + "."


def _next(data: "Json", state: "Json") -> str:
    """The first lesson that was not opened yet, for somebody who did something else; nothing when all were."""
    for lesson in data["lessons"]:
        if lesson["number"] not in state["store"]["lessons"] and state["store"] != progress.empty():
            link = "[lesson " + lesson["number"] + ", " + lesson["title"] + "](book:" + lesson["href"] + ")"
            return "**Next:** " + link + ", " + portable.fmt(lesson["minutes"]) + " minutes."
    return ""


def _case_to_finish(data: "Json", state: "Json") -> str:
    """The case that was begun last and not finished."""
    plays, rows = state["store"]["cases"], []
    for place, case in enumerate(data.get("cases", [])):
        play = progress_cases.kept(plays.get(case["id"]))
        if play and not play["done"] and play["moves"]:
            rows.append((-play["day"], place))
    if not rows:
        return ""
    case = data["cases"][portable.ordered(rows)[0][1]]
    return "**Go on with case " + case["code"] + ":** " + _case_link(case) + "."


def _case_link(case: "Json") -> str:
    return "[" + case["title"] + "](book:book/cases/" + case["id"] + ".html)"


def _cases(data: "Json", state: "Json") -> "list[Json]":
    """The cases that were begun, and how far they came."""
    rows = []
    for case in data.get("cases", []):
        play = progress_cases.kept(state["store"]["cases"].get(case["id"]))
        if play and play["moves"]:
            share = portable.fmt(play["good"]) + " of " + portable.fmt(play["met"])
            rows.append([cell(case["code"] + " · " + _case_link(case)), cell("finished" if play["done"] else "begun"),
                         cell(share)])
    if not rows:
        return []
    return [table("cases", "Cases", ["Case", "State", "First answers that can be defended"], rows)]


def _waiting(data: "Json", state: "Json", where: str) -> str:
    count = len(progress.due(state["store"], state["day"], data["items"]))
    if count:
        return "**" + portable.fmt(count) + (" item" if count == 1 else " items") + " to revisit today.** " + where
    later = progress.next_due(state["store"], state["day"], data["items"])
    return "" if later is None else "Nothing to revisit today; the next item comes " + _in(later - state["day"]) + "."


def _in(days: int) -> str:
    return "tomorrow" if days == 1 else "in " + portable.fmt(days) + " days"


def _news(data: "Json", state: "Json") -> str:
    """Changes of the book after the day of the visit before this one."""
    since = state["store"]["visits"][0]
    if not since:
        return ""
    new = [change for change in data["changes"] if change["day"] > since]
    return "\n\n".join([change["date"] + ": " + change["text"] for change in new])


# ---------------------------------------------------------------- the progress page


def full(data: "Json", state: "Json") -> "list[Json]":
    """All of it, then the file in and out, then the way to delete it."""
    blocks = _problem(state)
    if state["told"]:
        blocks.append(text("told", state["told"], "note"))
    lines = [_continue(data, state), _waiting(data, state, "You find it below."), _case_to_finish(data, state)]
    blocks = blocks + [text("line." + portable.fmt(place), line) for place, line in enumerate(lines) if line]
    blocks = blocks + [_lessons(data, state)] + _cases(data, state) + _calibration(state)
    return blocks + [text("kept", _KEPT, "note"), _file(state), _delete(state)]


def _lessons(data: "Json", state: "Json") -> "Json":
    items, rows = state["store"]["items"], []
    for entry in data["sets"]:
        seen = [item for item in entry["items"] if item in items]
        right = [item for item in seen if items[item][-1][1]]
        place = state["store"]["lessons"].get(entry["name"])
        read = "–" if place is None else portable.fmt(place[1]) + " of " + portable.fmt(place[2])
        rows.append([
            cell("[" + entry["title"] + "](book:" + entry["href"] + ")"),
            cell(read),
            cell(portable.fmt(len(seen)) + " of " + portable.fmt(len(entry["items"]))),
            cell(portable.fmt(len(right))),
        ])
    note = "“Right” counts your last answer to each question."
    return table("lessons", "What you have done", ["Where", "Parts read", "Questions answered", "Right"], rows, note)


def _calibration(state: "Json") -> "list[Json]":
    """Share right at first sight for each degree of sureness; empty while nothing was answered."""
    found = progress.calibration(state["store"])
    if not sum_of([asked for asked, _ in found]):
        return []
    shares = [100.0 * right / asked if asked else 0.0 for asked, right in found]
    rows = []
    for place in range(3):
        asked, right = found[place]
        shown = portable.fmt(shares[place]) + " of 100" if asked else "–"
        rows.append({"cells": [cell(SURE[place]), cell(portable.fmt(asked)), cell(portable.fmt(right)), cell(shown)]})
    return [
        {
            "kind": "chart",
            "form": "xy",
            "id": "calibration",
            "title": "How sure, and how often right",
            "summary": _counts(found) + " " + _fit(found),
            "x": {"label": "You said", "names": list(SURE)},
            "y": {"label": "Right at first sight", "unit": "of 100", "min": 0, "max": 100},
            "series": [
                {
                    "shape": "bar",
                    "label": "right at first sight",
                    "tone": "info",
                    "points": [[place, float(portable.fmt(shares[place]))] for place in range(3) if found[place][0]],
                }
            ],
            "legend": [],
            "table": {
                "columns": [{"label": label} for label in ("You said", "Answers", "Right", "Share")],
                "rows": rows,
            },
        }
    ]


def _counts(found: "list[tuple[int, int]]") -> str:
    """Very sure: right in 2 of 3; and so on, for what was used."""
    parts = []
    for place in (2, 1, 0):
        asked, right = found[place]
        if asked:
            parts.append(SURE[place] + ": right in " + portable.fmt(right) + " of " + portable.fmt(asked))
    return "You said " + "; ".join(parts) + "."


def sum_of(values: "list[int]") -> int:
    """The sum of whole numbers."""
    total = 0
    for value in values:
        total += value
    return total


def _fit(found: "list[tuple[int, int]]") -> str:
    """The result in a sentence. Small counts say nothing, and the sentence says so."""
    asked, right = found[progress.SURE]
    if sum_of([count for count, _ in found]) < ENOUGH:
        return "Too few answers yet to tell. The bars should rise from left to right."
    if asked < ENOUGH:
        return "The bars should rise from left to right. You were very sure too seldom to tell more."
    if right * 10 >= asked * 9:
        return "When you were very sure, you were right nearly every time. Your sureness can be trusted here."
    if right * 10 >= asked * 7:
        return "When you were very sure, you were mostly right. The misses among these are worth a second look."
    return "When you were very sure, you were often wrong. Slow down where you feel certain; these items come first."


def _file(state: "Json") -> "Json":
    return group("file.in.out", "Take it with you", "stack", [
        download("save", "Save as a file", FILE, progress.dump(state["store"])),
        _upload(state),
    ])


def _upload(state: "Json") -> "Json":
    block = upload("file", "Open a saved file", "application/json,.json", progress.LARGEST,
                   "It is added to what is here; nothing is lost.")
    block["error"] = state["bad"]
    return block


def _delete(state: "Json") -> "Json":
    if not state["asking"]:
        return group("delete", "Delete it", "stack", [button("ask", "Delete everything kept here", "plain")])
    return group("delete", "Delete it", "stack", [
        text("sure", "This deletes your answers, places and visits on this device. It cannot be undone.", "warning"),
        group("which", None, "row", [
            button("forget", "Yes, delete everything", "primary"),
            button("keep", "No, keep it", "plain"),
        ]),
    ])
