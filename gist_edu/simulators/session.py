"""The one door between a host (kernel, browser, test) and the simulators: JSON in, JSON out, numbered sessions.

State stays in here, so a host sends an event and gets a view; it asks for the state only to save or share it. The
reader's progress stays in here, too: the host hands over the text it keeps and the day, and asks what to keep now.
"""

import json

from gist_edu.models import progress
from gist_edu.simulators import names

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

_data: "dict[str, Json]" = {}
_sessions: "list[Json]" = []
_kept: "Json" = {"store": progress.empty(), "day": 0, "problem": "", "aside": "", "waiting": "", "unkept": False}
LOCKED = ("newer", "stuck")  # what is kept must not be written over
SET_ASIDE = ("unreadable", "foreign", "damaged")  # the host keeps a copy of the text
FORGET = "forget"  # what keep() says when everything is to be deleted


def bundle(name: str, options: "Json") -> str:
    """Name of the data bundle a simulator needs: its own name, and the question set or the case where it has one."""
    part = options.get({"quiz": "set", "cases": "case"}.get(name, ""))
    return name + "." + part if isinstance(part, str) else name


def load(bundle_name: str, data_json: str) -> None:
    """Give simulators a data bundle; later calls replace it."""
    _module(bundle_name.split(".")[0])
    _data[bundle_name] = json.loads(data_json)


def start(name: str, options_json: str) -> str:
    """A new session: ``{"session": number, "view": view}``."""
    module, options = _module(name), json.loads(options_json)
    needed = bundle(name, options)
    if needed not in _data:
        raise ValueError("The simulator '" + needed + "' has no data yet; call load(bundle, data_json) first.")
    options["progress"] = _known()
    state = module.init(_data[needed], options)
    _sessions.append({"name": name, "bundle": needed, "state": state})
    return json.dumps({"session": len(_sessions) - 1, "view": module.view(_data[needed], state)})


def send(number: int, event_json: str) -> str:
    """The view after an event; an event that cannot be read leaves the state as it was."""
    session = _session(number)
    module, data = _module(session["name"]), _data[session["bundle"]]
    try:
        event = json.loads(event_json)
    except (ValueError, RuntimeError):  # RuntimeError: nested deeper than the parser can go
        event = None
    if isinstance(event, dict) and event.get("type") == "progress":
        event = {"type": "progress", "progress": _known()}
    state = module.update(data, session["state"], event)
    for entry in state.pop("notes", []):
        _note(entry)
    session["state"] = state
    return json.dumps(module.view(data, state))


def state(number: int) -> str:
    """The state as JSON, to save or to share; without what the host keeps apart from it."""
    found = dict(_session(number)["state"])
    for key in ("store", "aside", "earlier"):
        found.pop(key, None)
    return json.dumps(found)


def share(number: int) -> str:
    """The state as JSON for an address that others may see: a simulator's ``shared`` leaves out what a reader typed."""
    session, found = _session(number), json.loads(state(number))
    module = _module(session["name"])
    return json.dumps(module.shared(_data[session["bundle"]], found) if hasattr(module, "shared") else found)


# ---------------------------------------------------------------- the reader's progress


def open_progress(text: str | None, day: int, aside: str | None, problem: str) -> bool:
    """Take over what the host keeps; True when the host must set a copy of ``text`` aside before it writes again.

    ``problem`` is the host's own: "denied" (storage is switched off), "kernel" (a notebook keeps nothing) or "".
    """
    store, found = progress.read(text)
    waiting = ""
    if _kept["unkept"] and text and not problem:  # another tab could write: what this one could not is added
        store = progress.merged(store, _kept["store"])
        waiting = progress.dump(store)
    _kept.update({"store": store, "day": day, "problem": problem or found, "aside": aside or "", "waiting": waiting})
    _kept["unkept"] = False
    if found in SET_ASIDE or found in LOCKED:
        _kept["aside"] = text or ""
    return found in SET_ASIDE


def no_room() -> None:
    """The host could not set a copy aside: what is there stays as it is, and nothing is written over it."""
    _kept["problem"] = "stuck"


def new_day(day: int) -> None:
    """The day has changed while the page was open."""
    _kept["day"] = day


def note(note_json: str) -> None:
    """Something the page itself saw: a visit, or a place in a lesson."""
    _note(json.loads(note_json))


def keep() -> str:
    """The text to keep now; "" when nothing changed or nothing may be written; "forget" to delete all copies."""
    waiting = _kept["waiting"]
    _kept["waiting"] = ""
    return "" if _kept["problem"] in LOCKED else waiting


def not_kept() -> None:
    """The host could not write: say so from now on, and hold what was to be written until it can."""
    _kept["problem"], _kept["unkept"] = "denied", True


def _note(entry: "Json") -> None:
    before = _kept["store"]
    _kept["store"] = progress.noted(before, entry, _kept["day"])
    if entry["kind"] == "forget":
        _kept["aside"], _kept["waiting"], _kept["unkept"] = "", FORGET, False
        _kept["problem"] = _kept["problem"] if _kept["problem"] in progress.HOSTS_OWN else ""
    elif _kept["store"] != before:
        _kept["waiting"] = progress.dump(_kept["store"])


def _known() -> "Json":
    return {key: _kept[key] for key in ("store", "day", "problem", "aside")}


# ---------------------------------------------------------------- modules and sessions


def _module(name: str) -> "Any":
    """The simulator's module, loaded when it is first asked for."""
    if name not in names():
        raise ValueError("There is no simulator '" + name + "'; choose one of: " + ", ".join(names()) + ".")
    return getattr(__import__("gist_edu.simulators." + name).simulators, name)


def _session(number: int) -> "Json":
    if not 0 <= number < len(_sessions):
        raise ValueError("There is no session with this number; start(name, options_json) gives one.")
    return _sessions[number]
