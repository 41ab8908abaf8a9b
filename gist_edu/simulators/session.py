"""The one door between a host (kernel, browser, test) and the simulators: JSON in, JSON out, numbered sessions.

State stays in here, so a host sends an event and gets a view; it asks for the state only to save or share it.
"""
import json

from gist_edu.simulators import risk

MODULES = {"risk": risk}
_data = {}
_sessions = []


def load(name, data_json):
    """Give a simulator its data bundle; later calls replace it."""
    _data[name] = json.loads(data_json)


def start(name, options_json):
    """A new session: ``{"session": number, "view": view}``."""
    module = MODULES[name]
    state = module.init(_data[name], json.loads(options_json))
    _sessions.append({"name": name, "state": state})
    return json.dumps({"session": len(_sessions) - 1, "view": module.view(_data[name], state)})


def send(number, event_json):
    """The view after an event; an event that cannot be read leaves the state as it was."""
    session = _sessions[number]
    module, data = MODULES[session["name"]], _data[session["name"]]
    try:
        event = json.loads(event_json)
    except ValueError:
        event = None
    session["state"] = module.update(data, session["state"], event)
    return json.dumps(module.view(data, session["state"]))


def state(number):
    """The state as JSON, to save or to share."""
    return json.dumps(_sessions[number]["state"])
