"""A figure block as ipywidgets: the drawing, and below it a button for each part that can be pressed."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from gist_edu.widgets import _markup as markup
from gist_edu.widgets._controls import fill, presser

if TYPE_CHECKING:
    from gist_edu.widgets.plain import PlainSimulator

Block = Mapping[str, Any]


def pour_figure(board: PlainSimulator, widget: Any, block: Block) -> None:
    """The drawing as it is now, and its parts in words."""
    picture = board.part(f"drawing of {block['id']}", w.HTML)
    picture.value = markup.drawing(block)
    children = [picture, *(_part(board, block, part) for part in block["list"])]
    fill(widget, children)


def _part(board: PlainSimulator, block: Block, part: Block) -> Any:
    key = f"{block['id']}.{part['id']}"
    words = board.part(f"words of {key}", w.HTML)
    pressable, chosen = part["id"] in {shape.get("id") for shape in block["shapes"]}, block["chosen"] == part["id"]
    words.value = markup.part_words(part) if chosen or not pressable else ""
    if not pressable:
        return words
    button = board.part(key, lambda: presser(board, key, layout=w.Layout(width="auto")))
    button.description = f"{part['text']}, shown" if chosen else part["text"]
    return board.part(f"row of {key}", lambda: w.VBox([button, words]))
