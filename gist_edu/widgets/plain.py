"""The simulator in ipywidgets alone: a hundred-odd lines that show how a view tree becomes controls.

Each block of the view becomes one widget. After an event the new view is poured into the same widgets,
found by block id, so that the one under the cursor stays where it is.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ipywidgets as w
import traitlets

from gist_edu.widgets import _markup as markup
from gist_edu.widgets._session import Session

Block = Mapping[str, Any]
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
_STYLE = {"description_width": "initial"}


class NumberBox(w.Text):  # type: ignore[misc]  # ipywidgets ships no types
    """A text box that also takes numbers: what cannot be accepted can still be typed, and is answered."""

    value = traitlets.CUnicode().tag(sync=True)


class PlainSimulator(w.VBox):  # type: ignore[misc]
    """A live simulator: drive it with ``board["size_cm"].value = 7``; ``state`` can be read and set."""

    def __init__(self, name: str, **options: Any) -> None:
        self._session = Session(name, options)
        self._made: dict[str, Any] = {}
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
            _fill(self, [self._head, *map(self._draw_block, self.view["blocks"]), self._again])
        finally:
            self._pouring = False

    def _draw_block(self, block: Block) -> Any:
        kind = _KINDS.get(block["kind"], _READ)
        key = block["id"]
        if key not in self._made:
            self._made[key] = kind.make(self, block)
        kind.pour(self, self._made[key], block)
        return self._frame(block) if "label" in block and kind is not _READ else self._made[key]

    def _frame(self, block: Block) -> Any:
        """A field with its slider, help and error around it."""
        key = f"frame of {block['id']}"
        if key not in self._made:
            parts = [self._made[block["id"]], w.HTML()]
            self._made[key] = w.VBox([_slider(self, block), *parts] if _has_slider(block) else parts)
        *_, notes = self._made[key].children
        notes.value = markup.field_notes(block)
        if _has_slider(block):
            slider = self._made[key].children[0]
            slider.disabled = bool(block.get("disabled"))
            slider.value = slider.value if block["value"] is None else block["value"]  # it clips by itself
        return self._made[key]

    def listen(self, widget: Any, block_id: str) -> Any:
        widget.observe(lambda change: self._set(block_id, change["new"]), "value")
        return widget

    def _set(self, block_id: str, value: Any) -> None:
        if self._pouring:
            return
        if isinstance(self._made[block_id], NumberBox) and isinstance(value, str):
            value = float(value) if _PLAIN_NUMBER.match(value) else value or None
        self.send_event({"type": "set", "id": block_id, "value": value})


def _fill(box: Any, children: list[Any]) -> None:
    if list(box.children) != children:
        box.children = children


# kinds of block: make once, pour at each view

@dataclass(frozen=True)
class _Kind:
    make: Callable[[PlainSimulator, Block], Any]
    pour: Callable[[PlainSimulator, Any, Block], None]


def _pour_read(_: PlainSimulator, widget: Any, block: Block) -> None:
    widget.value = markup.block(block)


def _pour_field(widget: Any, block: Block, value: Any) -> None:
    widget.description, widget.disabled = block["label"], bool(block.get("disabled"))
    if widget.value != value:
        widget.value = value


def _pour_number(_: PlainSimulator, widget: Any, block: Block) -> None:
    typed, number = block.get("text"), block["value"]
    widget.placeholder = f"{block['min']:g} to {block['max']:g} {block['unit']}"
    _pour_field(widget, block, typed if typed is not None else "" if number is None else f"{number:g}")
    widget.description = f"{block['label']} ({block['unit']})" if block["unit"] else block["label"]


def _has_slider(block: Block) -> bool:
    return block["kind"] == "number" and block.get("slider") is not False


def _slider(board: PlainSimulator, block: Block) -> Any:
    ends = {name: block[name] for name in ("min", "max", "step")}
    return board.listen(w.FloatSlider(**ends, readout=False, tooltip=block["label"]), block["id"])


def _pour_options(_: PlainSimulator, widget: Any, block: Block) -> None:
    options = tuple((f"{o['label']}: {o['hint']}" if o.get("hint") else o["label"], o["value"])
                    for o in block["options"])
    if widget.options != options:
        widget.options = options
    _pour_field(widget, block, block["value"])


def _make_button(board: PlainSimulator, block: Block) -> Any:
    button = w.Button(button_style="primary" if block["variant"] == "primary" else "")
    button.on_click(lambda _: board.send_event({"type": "press", "id": block["id"]}))
    return button


def _pour_button(_: PlainSimulator, widget: Any, block: Block) -> None:
    widget.description, widget.disabled = block["label"], bool(block.get("disabled"))


def _make_group(_: PlainSimulator, block: Block) -> Any:
    if block["layout"] == "fold":
        return w.Accordion([w.VBox()], selected_index=0 if block.get("open") else None)
    return w.HBox(layout=w.Layout(flex_flow="row wrap")) if block["layout"] == "columns" else w.VBox()


def _pour_group(board: PlainSimulator, widget: Any, block: Block) -> None:
    inner = [board._draw_block(child) for child in block["blocks"]]
    if block["layout"] == "fold":
        widget.titles = (block.get("heading") or "",)
        _fill(widget.children[0], inner)
        return
    if block.get("heading"):
        key = f"heading of {block['id']}"
        board._made.setdefault(key, w.HTML(f"<h4>{markup.md(block['heading'])}</h4>"))
        inner = [board._made[key], *inner]
    _fill(widget, inner)


_READ = _Kind(lambda _, __: w.HTML(), _pour_read)
_KINDS = {
    "number": _Kind(lambda b, x: b.listen(NumberBox(continuous_update=False, style=_STYLE), x["id"]),
                    _pour_number),
    "choice": _Kind(lambda b, x: b.listen(w.RadioButtons(value=None, style=_STYLE), x["id"]), _pour_options),
    "select": _Kind(lambda b, x: b.listen(w.Dropdown(style=_STYLE), x["id"]), _pour_options),
    "toggle": _Kind(lambda b, x: b.listen(w.Checkbox(indent=False), x["id"]),
                    lambda _, widget, block: _pour_field(widget, block, block["value"])),
    "button": _Kind(_make_button, _pour_button),
    "group": _Kind(_make_group, _pour_group),
}
