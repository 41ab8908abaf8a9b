"""The one door between a host (kernel, browser, test) and the simulators: JSON in, JSON out, numbered sessions.

State stays in here, so a host sends an event and gets a view; it asks for the state only to save or share it.
"""

import json

from gist_edu.simulators import names, risk

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

MODULES = {"risk": risk}
_data: "dict[str, Json]" = {}
_sessions: "list[Json]" = []


def load(name: str, data_json: str) -> None:
    """Give a simulator its data bundle; later calls replace it."""
    _known(name)
    _data[name] = json.loads(data_json)


def start(name: str, options_json: str) -> str:
    """A new session: ``{"session": number, "view": view}``."""
    module = _known(name)
    if name not in _data:
        raise ValueError("The simulator '" + name + "' has no data yet; call load(name, data_json) first.")
    state = module.init(_data[name], json.loads(options_json))
    _sessions.append({"name": name, "state": state})
    return json.dumps({"session": len(_sessions) - 1, "view": module.view(_data[name], state)})


def send(number: int, event_json: str) -> str:
    """The view after an event; an event that cannot be read leaves the state as it was."""
    session = _session(number)
    module, data = MODULES[session["name"]], _data[session["name"]]
    try:
        event = json.loads(event_json)
    except ValueError:
        event = None
    session["state"] = module.update(data, session["state"], event)
    return json.dumps(module.view(data, session["state"]))


def state(number: int) -> str:
    """The state as JSON, to save or to share."""
    return json.dumps(_session(number)["state"])


def _known(name: str) -> "Any":
    if name not in MODULES:
        raise ValueError("There is no simulator '" + name + "'; choose one of: " + ", ".join(names()) + ".")
    return MODULES[name]


def _session(number: int) -> "Json":
    if not 0 <= number < len(_sessions):
        raise ValueError("There is no session with this number; start(name, options_json) gives one.")
    return _sessions[number]
