"""Monitoring planner: say when the first tests fall due, then see the plan of a setting and what each test rests on.

State: the setting, how far the calendar reaches, a start day (invented), two guesses, how sure, and whether it is
committed. Before the commit no interval is in the view.
"""

from gist_edu.models import monitoring as model
from gist_edu.simulators import form, monitoring_answer
from gist_edu.simulators.blocks import CONFIDENCE, button, group, how_sure, line, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
LONGEST = 20  # letters of a typed day
UNREADABLE = "The link or file could not be read as a state of this planner, so it starts anew."
QUESTIONS = ("first_count", "imaging", "confidence")
REACHES = (("3", "the first 3 months"), ("12", "the first year"), ("120", "all of it"))
# The answers offered; the right one is found in the rules, never typed here.
COUNT_AFTER = (("1", "after one week"), ("4", "after four weeks"), ("13", "after three months"), ("0", "only when ill"))
IMAGE_EVERY = (("1", "every month"), ("6", "every 3 to 6 months"), ("12", "once a year"), ("0", "only with symptoms"))


def init(data: "Json", options: "Json") -> "Json":
    """The start state; options may set ``setting``."""
    known = [one["id"] for one in data["monitoring"]["settings"]]
    asked = options.get("setting")
    start = asked if isinstance(asked, str) and asked in known else known[0]
    state = {"version": VERSION, "error": None, "announce": "", "fresh": False, "start": start, "day": "",
             "committed": False, "guessed": False}
    held = form.fresh(_fields(data, start))
    for part in ("values", "bad", "units"):
        state[part] = held[part]
    return state


def _fields(data: "Json", start: str) -> "list[Json]":
    settings = [{"value": one["id"], "label": one["name"]} for one in data["monitoring"]["settings"]]
    return [
        {"key": "setting", "kind": "select", "label": "Setting", "options": settings, "start": start},
        {"key": "reach", "kind": "select", "label": "The calendar shows", "options": _options(REACHES), "start": "12"},
        {"key": "first_count", "kind": "choice", "options": _options(COUNT_AFTER),
         "label": "Imatinib starts today. By the US label, when is the first blood count?"},
        {"key": "imaging", "kind": "choice", "options": _options(IMAGE_EVERY),
         "label": "Imatinib after surgery for high risk. By ESMO's example, how often is the abdomen imaged?"},
        {"key": "confidence", "kind": "choice", "label": "How sure are you?",
         "options": [{"value": one, "label": one} for one in CONFIDENCE]},
    ]


def _options(pairs: "tuple[tuple[str, str], ...]") -> "list[Json]":
    return [{"value": value, "label": words} for value, words in pairs]


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error`` or the field's own sentence."""
    state, kind, key, value = form.begin(state, event)
    if kind == "reset":
        return init(data, {"setting": state["start"]})
    if kind == "restore":
        return _restore(data, value, state["start"])
    if kind == "set" and _set(data, state, key, value):
        return state
    if kind == "press" and _press(data, state, key):
        return state
    return form.refused(state)


def _set(data: "Json", state: "Json", key: str, value: "Any") -> bool:
    if key in ("day", "reach") and not _has_calendar(data, state):
        return False
    if key == "day":
        return state["committed"] and _set_day(state, value)
    if (key in QUESTIONS) is state["committed"]:
        return False  # guesses before the commit, the plan after it
    if not form.put(state, _fields(data, state["start"]), key, value):
        return False
    if key == "setting":
        if "day" in state["bad"] and not _has_calendar(data, state):
            state["day"], state["bad"] = "", {}
        state["announce"] = monitoring_answer.announcement(data, state)
    return True


def _has_calendar(data: "Json", state: "Json") -> bool:
    """False for a setting in which nothing is spread over time, so that days and months would do nothing."""
    setting = model.setting_of(monitoring_answer.rules_of(data), state["values"]["setting"])
    return bool(setting["months"])


def _set_day(state: "Json", value: "Any") -> bool:
    """The invented first day; empty for none."""
    if not isinstance(value, str) or len(value) > LONGEST:
        return False
    state["day"] = value
    state["bad"].pop("day", None)
    if value.strip() == "":
        return True
    try:
        model.read_date(value)
    except ValueError as problem:
        state["bad"]["day"] = {"text": value, "error": problem.args[0]}
        state["announce"] = problem.args[0]
    return True


def _press(data: "Json", state: "Json", key: str) -> bool:
    """Commit, or look without a guess."""
    if key not in ("commit", "skip") or state["committed"]:
        return False
    if key == "commit" and form.missing(state, _asked(data, state)):
        return True
    if key == "skip":
        for name in QUESTIONS:
            state["values"][name] = None
    state["bad"], state["committed"], state["guessed"], state["fresh"] = {}, True, key == "commit", True
    state["announce"] = "The plan is shown: " + monitoring_answer.announcement(data, state)
    return True


def _asked(data: "Json", state: "Json") -> "list[Json]":
    return [field for field in _fields(data, state["start"]) if field["key"] in QUESTIONS]


def _restore(data: "Json", raw: "Any", start: str) -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    fresh = init(data, {"setting": start})
    if isinstance(raw, dict) and raw.get("version") == VERSION and _taken(data, fresh, raw):
        fresh["committed"], fresh["guessed"], fresh["announce"] = raw["committed"], raw["guessed"], ""
        return fresh
    fresh = init(data, {"setting": start})
    fresh["error"] = UNREADABLE
    return fresh


def _taken(data: "Json", fresh: "Json", raw: "Json") -> bool:
    for flag in (raw.get("committed"), raw.get("guessed")):
        if flag is not True and flag is not False:
            return False
    if not form.taken(fresh, _fields(data, fresh["start"]), raw) or not _set_day(fresh, raw.get("day")):
        return False
    guesses = [fresh["values"][key] for key in QUESTIONS]
    if fresh["bad"] or None in (fresh["values"]["setting"], fresh["values"]["reach"]):
        return False
    if raw["committed"]:
        return None not in guesses if raw["guessed"] else guesses == [None, None, None]
    plain = fresh["values"]["setting"] == fresh["start"] and fresh["values"]["reach"] == "12" and fresh["day"] == ""
    return plain and not raw["guessed"]


# ---------------------------------------------------------------- view


def shared(data: "Json", state: "Json") -> "Json":
    """The state as it may stand in an address: without a typed day, and without what could not be read."""
    copy = form.shared(state)
    copy["day"] = ""
    return copy


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: two questions, then the plan of a setting, its calendar, and what each test rests on."""
    if not state["committed"]:
        scene = text("scene", "One person starts imatinib, one stops it, one changes the drug. Which test, when, and "
                     "because of what? Two guesses first. (All people here are invented.)")
        shown = [group("ask", "Your guesses first", "stack", [scene] + _ask(data, state))]
    else:
        fields = _fields(data, state["start"])
        picked = form.block(state, fields[0])
        if _has_calendar(data, state):
            picked = picked + form.block(state, fields[1]) + [_day(state)]
        shown = [monitoring_answer.verdict(data, state), group("pick", "Another setting", "columns", picked)]
        shown = shown + monitoring_answer.blocks_of(data, state)
    return {"simulator": "monitoring", "title": "Monitoring planner", "announce": state["announce"],
            "error": state["error"], "blocks": shown}


def _ask(data: "Json", state: "Json") -> "list[Json]":
    asked = _asked(data, state)
    sure = how_sure(state["values"]["confidence"], state["bad"].get("confidence", {}).get("error"))
    buttons = [button("commit", "Commit and see the plan", "primary"), button("skip", "Show without a guess", "plain")]
    return form.blocks_of(state, asked[:2]) + [sure, group("go_on", None, "row", buttons)]


def _day(state: "Json") -> "Json":
    hint = "Year, month, day, such as 2026-11-26. It adds dates."
    drawn = line("day", "First day, invented", state["day"], LONGEST, hint)
    drawn["error"] = state["bad"].get("day", {}).get("error")
    return drawn

