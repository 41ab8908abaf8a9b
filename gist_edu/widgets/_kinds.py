"""Kinds of block as ipywidgets: each is made once and poured into at every view."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as w
import traitlets

from gist_edu.widgets import _markup as markup
from gist_edu.widgets._controls import fill, presser
from gist_edu.widgets._figure import pour_figure
from gist_edu.widgets._track import pour_track

if TYPE_CHECKING:
    from gist_edu.widgets.plain import PlainSimulator

Block = Mapping[str, Any]
_STYLE = {"description_width": "initial"}


class NumberBox(w.Text):  # type: ignore[misc]  # ipywidgets ships no types
    """A text box that also takes numbers: what cannot be accepted can still be typed, and is answered."""

    value = traitlets.CUnicode().tag(sync=True)


@dataclass(frozen=True)
class Kind:
    """How a block becomes a widget, and how a later view gets into it."""

    make: Callable[[PlainSimulator, Block], Any]
    pour: Callable[[PlainSimulator, Any, Block], None]


def _pour_read(_: PlainSimulator, widget: Any, block: Block) -> None:
    widget.value = markup.block(block)


def _pour_field(widget: Any, block: Block, value: Any) -> None:
    widget.description, widget.disabled = block["label"], bool(block.get("disabled"))
    if widget.value != value:
        widget.value = value


def _label(board: PlainSimulator, block: Block) -> Any:
    """The label of a group of controls, which have labels of their own."""
    label = board.part(f"label of {block['id']}", w.HTML)
    label.value = f"<strong>{escape(block['label'])}</strong>"
    return label


# ---------------------------------------------------------------- numbers

def _pour_number(_: PlainSimulator, widget: Any, block: Block) -> None:
    typed, number = block.get("text"), block["value"]
    widget.placeholder = f"{block['min']:g} to {block['max']:g} {block['unit']}"
    _pour_field(widget, block, typed if typed is not None else "" if number is None else f"{number:g}")
    widget.description = f"{block['label']} ({block['unit']})" if block["unit"] else block["label"]


def has_slider(block: Block) -> bool:
    """True for a number that is drawn with a slider above its box."""
    return block["kind"] == "number" and block.get("slider") is not False


def slider(board: PlainSimulator, block: Block) -> Any:
    """The slider of a number; it sends what the box sends. Without a number it rests where it is."""
    ends = {name: block[name] for name in ("min", "max", "step")}
    handle = board.part(f"slider of {block['id']}", lambda: board.listen(
        w.FloatSlider(**ends, readout=False, tooltip=block["label"]), block["id"]))
    handle.disabled = bool(block.get("disabled"))
    handle.value = handle.value if block["value"] is None else block["value"]  # it clips by itself
    return handle


# ---------------------------------------------------------------- options

def _wording(option: Block) -> str:
    return f"{option['label']}: {option['hint']}" if option.get("hint") else str(option["label"])


def _pour_options(_: PlainSimulator, widget: Any, block: Block) -> None:
    options = tuple((_wording(option), option["value"]) for option in block["options"])
    if widget.options != options:
        widget.options = options
    _pour_field(widget, block, block["value"])


def _pour_several(board: PlainSimulator, widget: Any, block: Block) -> None:
    fill(widget, [_label(board, block), *(_tick(board, block, option) for option in block["options"])])


def _tick(board: PlainSimulator, block: Block, option: Block) -> Any:
    key = f"{block['id']}.{option['value']}"
    box = board.part(key, lambda: board.listen(_checkbox(), key))
    field = {"label": _wording(option), "disabled": block.get("disabled")}
    _pour_field(box, field, option["value"] in block["values"])
    return box


def _checkbox() -> Any:
    return w.Checkbox(indent=False, layout=w.Layout(width="auto"))


def _pour_order(board: PlainSimulator, widget: Any, block: Block) -> None:
    rows = [_row(board, block, place) for place in range(len(block["items"]))]
    fill(widget, [_label(board, block), *rows])


def _row(board: PlainSimulator, block: Block, place: int) -> Any:
    """One item with its two buttons; a button that would move it out of the list is off."""
    item = block["items"][place]
    ends = {"up": place == 0, "down": place == len(block["items"]) - 1}
    moves = [_move(board, block, item, way) for way in ends]
    for button, at_end in zip(moves, ends.values(), strict=True):
        button.disabled = at_end or bool(block.get("disabled"))
    row = board.part(f"row of {block['id']}.{item['value']}", lambda: w.HBox([*moves, w.HTML()]))
    row.children[-1].value = f"{place + 1}. {escape(_wording(item))}"
    return row


def _move(board: PlainSimulator, block: Block, item: Block, way: str) -> Any:
    key = f"{block['id']}.{way}.{item['value']}"
    button = board.part(key, lambda: presser(board, key, layout=w.Layout(width="5em")))
    button.description, button.tooltip = way, f"Move {way}: {item['label']}"
    return button


# ---------------------------------------------------------------- buttons and files

def _make_button(board: PlainSimulator, block: Block) -> Any:
    return presser(board, block["id"], button_style="primary" if block["variant"] == "primary" else "")


def _pour_button(_: PlainSimulator, widget: Any, block: Block) -> None:
    widget.description, widget.disabled = block["label"], bool(block.get("disabled"))


def _make_upload(board: PlainSimulator, block: Block) -> Any:
    chooser = w.FileUpload(multiple=False, layout=w.Layout(width="auto"))
    chooser.observe(lambda _: _send_file(board, chooser, block), "value")
    return chooser


def _send_file(board: PlainSimulator, chooser: Any, block: Block) -> None:
    """The text of the chosen file, None if it is too large; then emptied, so that the same file can be chosen again."""
    if not chooser.value:
        return
    content = bytes(chooser.value[0]["content"])
    chooser.value = ()
    text = content.decode("utf-8-sig", errors="replace") if len(content) <= block["max_bytes"] else None
    board.send_event({"type": "set", "id": block["id"], "value": text})


def _pour_upload(_: PlainSimulator, widget: Any, block: Block) -> None:
    widget.accept = block["accept"]
    widget.description, widget.disabled = block["label"], bool(block.get("disabled"))


# ---------------------------------------------------------------- groups

_ROW = ("columns", "cards", "row")


def _make_group(_: PlainSimulator, block: Block) -> Any:
    if block["layout"] == "fold":
        return w.Accordion([w.VBox()], selected_index=0 if block.get("open") else None)
    return w.HBox(layout=w.Layout(flex_flow="row wrap")) if block["layout"] in _ROW else w.VBox()


def _pour_group(board: PlainSimulator, widget: Any, block: Block) -> None:
    inner = [board.draw(child) for child in block["blocks"]]
    if block["layout"] == "fold":
        widget.titles = (block.get("heading") or "",)
        fill(widget.children[0], inner)
        return
    if block["layout"] == "cards":
        for card in inner:
            card.layout.flex, card.layout.border, card.layout.padding = "1 1 13em", "1px solid", "0 1em"
    fill(widget, _heading(board, block) + inner)


def _heading(board: PlainSimulator, block: Block) -> list[Any]:
    if not block.get("heading"):
        return []
    heading = board.part(f"heading of {block['id']}", lambda: w.HTML(layout=w.Layout(width="100%")))
    heading.value = f"<h4>{markup.md(block['heading'])}</h4>"
    return [heading]


READ = Kind(lambda _, __: w.HTML(), _pour_read)
KINDS = {
    "number": Kind(lambda b, x: b.listen(NumberBox(continuous_update=False, style=_STYLE), x["id"]), _pour_number),
    "choice": Kind(lambda b, x: b.listen(w.RadioButtons(value=None, style=_STYLE), x["id"]), _pour_options),
    "several": Kind(lambda _, __: w.VBox(), _pour_several),
    "order": Kind(lambda _, __: w.VBox(), _pour_order),
    "select": Kind(lambda b, x: b.listen(w.Dropdown(style=_STYLE), x["id"]), _pour_options),
    "toggle": Kind(lambda b, x: b.listen(w.Checkbox(indent=False), x["id"]),
                   lambda _, widget, block: _pour_field(widget, block, block["value"])),
    "button": Kind(_make_button, _pour_button),
    "upload": Kind(_make_upload, _pour_upload),
    "line": Kind(lambda b, x: b.listen((w.Textarea if x.get("rows") else w.Text)(continuous_update=False, style=_STYLE),
                                       x["id"]),
                 lambda _, widget, block: _pour_field(widget, block, block["value"])),
    "track": Kind(lambda _, __: w.VBox(), pour_track),
    "figure": Kind(lambda _, __: w.VBox(), pour_figure),
    "group": Kind(_make_group, _pour_group),
}
