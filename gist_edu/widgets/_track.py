"""A track block as ipywidgets: its table, and below it a button for each mark that can be pressed."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from gist_edu.widgets import _markup as markup
from gist_edu.widgets._controls import fill, presser

if TYPE_CHECKING:
    from gist_edu.widgets.plain import PlainSimulator

Block = Mapping[str, Any]


def pour_track(board: PlainSimulator, widget: Any, block: Block) -> None:
    """The ruler as its table, and a button for each mark that can be pressed."""
    words = board.part(f"words of {block['id']}", w.HTML)
    words.value = markup.block(block)
    shown = [mark for mark in block["marks"] if mark.get("id") and block["from"] <= mark["at"] <= block["to"]]
    fill(widget, [words, *(_mark(board, block, mark) for mark in shown)])


def _mark(board: PlainSimulator, block: Block, mark: Block) -> Any:
    key = f"{block['id']}.{mark['id']}"
    button = board.part(key, lambda: presser(board, key, layout=w.Layout(width="auto")))
    button.description = mark["text"]
    return button
