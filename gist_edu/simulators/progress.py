"""Your progress: where a reader left off, what comes back today, how well sureness fits, and the file in and out.

The store itself is kept by the host (``session``); this shows it. Options: ``show`` is "full", "welcome" or "cases".
The event ``progress`` hands over a store that changed elsewhere on the page.
"""

from gist_edu.models import progress
from gist_edu.simulators import progress_view

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

UNREADABLE = {
    "unreadable": "This file is not a progress file, or it was cut off. Nothing was changed.",
    "foreign": "This file belongs to something else, not to this book. Nothing was changed.",
    "newer": "This file was saved by a newer edition of the book. Open it there; nothing was changed here.",
    "": "This file holds no progress. Nothing was changed.",
}
_TAKEN = "The file was taken over. What was here before is still here, too."
_DAMAGED = "Parts of the file could not be read and were left out; the rest was taken over."
_NOT_A_LINK = "Progress is not shared by a link. Save it as a file on one device and open that file on the other."


def init(data: "Json", options: "Json") -> "Json":
    """What the host knows of the reader; somebody new without one."""
    show = options["show"] if options.get("show") in ("welcome", "cases") else "full"
    state = {"show": show, "asking": False, "told": "", "error": None, "announce": "", "bad": None}
    _with(state, options.get("progress") or {"store": progress.empty(), "day": 0, "problem": "", "aside": ""})
    state["still"] = show != "full" and not SHOW[show](data, state)
    return state


def _with(state: "Json", known: "Json") -> "Json":
    for key in ("store", "day", "problem", "aside"):
        state[key] = known[key]
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; what is to be kept goes to the host as notes."""
    kind = event.get("type") if isinstance(event, dict) else None
    state, before = dict(state), state
    state["error"], state["announce"], state["told"], state["bad"], state["notes"] = None, "", "", None, []
    if kind == "progress" and isinstance(event.get("progress"), dict):
        return _follow(state, before, event["progress"])
    key = event.get("id") if isinstance(event, dict) and isinstance(event.get("id"), str) else ""
    if kind == "set" and key == "file" and state["show"] == "full":
        return _take_over(state, event.get("value"))
    if kind == "press" and key in progress_view.buttons(state):
        return PRESS[key](state)
    if kind == "reset":
        state["asking"] = False
    elif kind == "restore":
        state["error"] = _NOT_A_LINK
    else:
        state["error"] = "That is not on the screen now, so nothing was changed."
    return state


def _follow(state: "Json", before: "Json", known: "Json") -> "Json":
    """What changed elsewhere. Where nothing did, what was just said stays on the screen.

    What was empty when the page opened stays so: a box that appears would push away what is being read.
    """
    if not before["still"]:
        _with(state, known)
    if all(state[key] == before[key] for key in ("store", "day", "problem", "aside")):
        state = dict(before)
        state["notes"] = []
    return state


def _take_over(state: "Json", raw: "Any") -> "Json":
    if raw is None:
        return _refuse(state, "This file is too large to be a progress file. Nothing was changed.")
    store, problem = progress.read(raw)
    if problem in UNREADABLE and (problem or store == progress.empty()):
        return _refuse(state, UNREADABLE[problem])
    both = progress.merged(state["store"], store)
    if len(both["items"]) > progress.MAX_ITEMS or len(progress.dump(both)) > progress.LARGEST:
        return _refuse(state, "With this file there would be more than this book can keep. Nothing was changed.")
    state["store"] = both
    state["notes"] = [{"kind": "merge", "store": store}]
    state["told"] = state["announce"] = _DAMAGED if problem else _TAKEN
    return state


def _refuse(state: "Json", why: str) -> "Json":
    state["bad"] = state["announce"] = why
    return state


def _ask(state: "Json") -> "Json":
    state["asking"] = True
    state["announce"] = "Delete everything? Please confirm."
    return state


def _keep(state: "Json") -> "Json":
    state["asking"] = False
    state["announce"] = "Nothing was deleted."
    return state


def _forget(state: "Json") -> "Json":
    state["asking"], state["store"], state["aside"] = False, progress.empty(), ""
    if state["problem"] not in progress.HOSTS_OWN:
        state["problem"] = ""
    state["notes"] = [{"kind": "forget"}]
    state["told"] = state["announce"] = "Everything this book kept on this device is deleted."
    return state


PRESS = {"ask": _ask, "keep": _keep, "forget": _forget}


SHOW = {"full": progress_view.full, "welcome": progress_view.welcome, "cases": progress_view.clinic}
TITLES = {"full": "Your progress", "welcome": "Where you left off", "cases": "Your cases"}


def view(data: "Json", state: "Json") -> "Json":
    """Everything, or on the welcome page what a returning reader needs; nothing there for somebody new."""
    return {
        "simulator": "progress",
        "title": TITLES[state["show"]],
        "announce": state["announce"],
        "error": state["error"],
        "tools": "none",
        "blocks": SHOW[state["show"]](data, state),
    }
