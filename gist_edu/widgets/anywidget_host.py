"""The simulator in JupyterLab: the browser draws, the Python kernel answers."""
from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from gist_edu import evidence
from gist_edu.widgets._session import Session

_DIST = Path(__file__).parent.parent / "_site" / "web" / "dist"
_EV = re.compile(r"\(ev:([^)\s]+)")
_ADDRESS = re.compile(r'"address": "([^"]+)"')


class Simulator(anywidget.AnyWidget):
    """A live simulator. ``board.state`` can be read, set, observed and linked; a state that does not fit is refused."""

    _esm = _DIST / "gist-widget.js"
    _css = _DIST / "gist.css"
    view = traitlets.Dict().tag(sync=True)
    cards = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict()

    def __init__(self, name: str, **options: Any) -> None:
        self._session = Session(name, options)
        self._first = self._session.view
        self._following = True  # the state trait follows the session; False while a user sets it
        super().__init__(view=self._first, cards=_cards(self._first), state=self._session.state())
        self.on_msg(self._on_message)

    def send_event(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Send what a learner would do, such as ``{"type": "set", "id": "size_cm", "value": 7}``; returns the view."""
        self._show(self._session.send(event))
        return self._session.view
