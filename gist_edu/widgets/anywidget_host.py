"""The simulator in JupyterLab: the browser draws, the Python kernel answers."""
from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from gist_edu import evidence
from gist_edu.widgets._session import Session

_DIST = Path(__file__).parent.parent / "_site" / "web" / "dist"
_ADDRESS = re.compile(r'\(ev:([^)\s?]+)|"address": "(?:ev:)?([^"?]+)')


class Simulator(anywidget.AnyWidget):
    """A live simulator; ``board.state`` can be read, set, observed and linked; misfits are refused."""

    _esm = _DIST / "gist-widget.js"
    _css = _DIST / "gist.css"
    view = traitlets.Dict().tag(sync=True)
    cards = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict()

    def __init__(self, name: str, **options: Any) -> None:
        self._session = Session(name, options)
        first = self._session.view
        self._first_view = first
        super().__init__(view=first, cards=cards(first), state=self._session.state())
        self.on_msg(self._on_message)

    def send_event(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The view after an event such as ``{"type": "set", "id": "size_cm", "value": 7}``."""
        self._show(self._session.send(event))
        self.state = self._session.state()
        return self._session.view

    def _on_message(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        self.send_event(content["event"])

    def _show(self, view: dict[str, Any]) -> None:
        self.cards = cards(view)  # before the view, whose links open them
        self.view = view

    @traitlets.validate("state")
    def _take_over(self, proposal: Mapping[str, Any]) -> dict[str, Any]:
        """A state set from outside goes through ``restore``; the session's own needs no check."""
        wanted: dict[str, Any] = proposal["value"]
        if wanted != self._session.state():
            self._show(self._session.restore(wanted))
        return self._session.state()

    def __repr__(self) -> str:
        return repr(self._session)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The live view for JupyterLab, and the first view as HTML for the static page, GitHub and print."""
        from gist_edu._site import ssr

        data, metadata = _pair(super()._repr_mimebundle_(**kwargs))
        html = ssr.element(self._session.name, self._session.options, self._first_view)
        return {**data, "text/html": html, "text/plain": repr(self)}, metadata


def cards(view: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The evidence cards of every address linked in a view."""
    found = _ADDRESS.findall(json.dumps(view, ensure_ascii=False))
    return {address: evidence.card(address).fields() for address in sorted({a or b for a, b in found})}


def _pair(bundle: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    if isinstance(bundle, tuple):
        return bundle
    return (bundle or {}), {}
