"""The simulator in ipywidgets alone: a hundred-odd lines that show how a view tree becomes controls.

Each block of the view becomes one widget, as ``_kinds`` says. After an event the new view is poured into the same
widgets, found by block id, so that the one under the cursor stays where it is.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as w

from gist_edu.widgets import _markup as markup
from gist_edu.widgets._controls import fill
from gist_edu.widgets._kinds import KINDS, READ, Block, NumberBox, has_slider, slider
from gist_edu.widgets._session import Session

_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


class PlainSimulator(w.VBox):  # type: ignore[misc]  # ipywidgets ships no types
    """A live simulator: drive it with ``board["size_cm"].value = 7``; ``state`` can be read and set."""

    def __init__(self, name: str, **options: Any) -> None:
        self._session = Session(name, options)
        self._made: dict[str, Any] = {}
        self._shapes: dict[str, Any] = {}
        self._pouring = False
        self._head = w.HTML()
        self._again = w.Button(description="Start again")
        self._again.on_click(lambda _: self.send_event({"type": "reset"}))
        super().__init__()
        self._draw()

    def __getitem__(self, block_id: str) -> Any:
        """The control of a block, such as ``board["site"]``: set its ``value``, or ``click()`` a button."""
        if block_id not in (shown := self._session.shown()):
            raise KeyError(f"No block {block_id!r} on the screen now; there are: {', '.join(shown)}.")
        return self._made[block_id]

    view = property(lambda self: self._session.view)

    @property
    def state(self) -> dict[str, Any]:
        return self._session.state()

    @state.setter
    def state(self, value: Mapping[str, Any]) -> None:
        self._session.restore(value)
        self._draw()

    def send_event(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The view after what a learner would do."""
        view = self._session.send(event)
        self._draw()
        return view

    def __repr__(self) -> str:
        return repr(self._session)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {**(super()._repr_mimebundle_(**kwargs) or {}), "text/plain": repr(self)}

    def _draw(self) -> None:
        self._pouring = True  # values set while drawing are not the learner's
        try:
            self._head.value = markup.head(self.view)
            fill(self, [self._head, *map(self.draw, self.view["blocks"]), self._again])
        finally:
            self._pouring = False

    def draw(self, block: Block) -> Any:
        """The widget of a block, showing what the block says now."""
        kind = KINDS.get(block["kind"], READ)
        self._drop_another(block)
        widget = self.part(block["id"], lambda: kind.make(self, block))
        kind.pour(self, widget, block)
        return self._frame(block, widget) if "label" in block and kind is not READ else widget

    def _drop_another(self, block: Block) -> None:
        """An id can come back as another kind of control, or with other limits: then its widgets are made anew."""
        key, shape = block["id"], tuple(block.get(name) for name in ("kind", "min", "max", "step", "layout"))
        if self._shapes.setdefault(key, shape) != shape:
            self._shapes[key] = shape
            gone = [name for name in self._made if name == key or name.endswith(f" of {key}")]
            for name in gone:
                del self._made[name]

    def part(self, key: str, make: Callable[[], Any]) -> Any:
        """The widget kept under a key, made when it is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _frame(self, block: Block, widget: Any) -> Any:
        """A field with its slider, help and error around it."""
        notes = self.part(f"notes of {block['id']}", w.HTML)
        notes.value = markup.field_notes(block)
        above = [slider(self, block)] if has_slider(block) else []
        frame = self.part(f"frame of {block['id']}", w.VBox)
        fill(frame, [*above, widget, notes])
        return frame

    def listen(self, widget: Any, block_id: str) -> Any:
        """The widget, whose value is from now on sent under this id."""
        widget.observe(lambda change: self._set(block_id, change["new"]), "value")
        return widget

    def _set(self, block_id: str, value: Any) -> None:
        if self._pouring:
            return
        if isinstance(self._made[block_id], NumberBox) and isinstance(value, str):
            value = float(value) if _PLAIN_NUMBER.match(value) else value or None
        self.send_event({"type": "set", "id": block_id, "value": value})
