"""One running simulator on CPython: events in, views out, through the same door as the browser's runtime."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import traitlets


class StateError(traitlets.TraitError):
    """A state that the simulator does not accept; its own sentence says why."""


class Session:
    """A numbered session of ``simulators.session`` with its JSON border taken care of."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        from gist_edu import simulators
        from gist_edu._data import simulator_data
        from gist_edu.simulators import session

        known = list(simulators.names())
        if name not in known:
            raise ValueError(f"There is no simulator {name!r}; choose one of: {', '.join(known)}.")
        self._door = session
        self.name, self.options = name, dict(options)
        _open_progress()
        bundle = session.bundle(name, self.options)
        session.load(bundle, json.dumps(simulator_data(bundle)))
        started = json.loads(session.start(name, _json(options, "options")))
        self._number: int = started["session"]
        self.view: dict[str, Any] = started["view"]

    def send(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The view after an event of the learner; one that does not fit leaves the state as it was."""
        self.view = json.loads(self._door.send(self._number, _json(event, "event")))
        return self.view

    def shown(self) -> list[str]:
        """The ids of all blocks on the screen now, and of the controls inside them."""
        return sorted(_ids(self.view["blocks"]))

    def state(self) -> dict[str, Any]:
        return dict(json.loads(self._door.state(self._number)))

    def restore(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """The view after taking over a saved state; one that does not fit is refused, changing nothing."""
        before = self.state()
        view = self.send({"type": "restore", "state": dict(state)})
        if view["error"]:
            self.send({"type": "restore", "state": before})
            raise StateError(f"This state does not fit the simulator {self.name!r}: {view['error']}")
        return view

    def __repr__(self) -> str:
        options = "".join(f", {key}={value!r}" for key, value in sorted(self.options.items()))
        return f"Simulator({self.name!r}{options})"


@cache
def _open_progress() -> None:
    """A kernel has a reader's progress of its own, which nobody keeps: it starts empty, once, today."""
    from gist_edu.simulators import session

    session.open_progress("", (date.today() - date(1970, 1, 1)).days, "", "kernel")


def _ids(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield block["id"]
        yield from (f"{block['id']}.{part}" for part in _parts(block))
        yield from _ids(block.get("blocks", ()))


def _parts(block: Mapping[str, Any]) -> list[str]:
    """What comes after the block's id in the id of an event from one of its controls."""
    if block["kind"] == "several":
        return [option["value"] for option in block["options"]]
    if block["kind"] == "order":
        return [f"{way}.{item['value']}" for item in block["items"] for way in ("up", "down")]
    if block["kind"] == "track":
        return [mark["id"] for mark in block["marks"] if "id" in mark]
    return []


def _json(value: Mapping[str, Any], what: str) -> str:
    try:
        return json.dumps(dict(value), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"A simulator's {what} must be plain data: {error}") from error
