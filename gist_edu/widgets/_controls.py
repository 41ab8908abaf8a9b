"""What the kinds of block share: children set only when they changed, and buttons that send a press."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as w

if TYPE_CHECKING:
    from gist_edu.widgets.plain import PlainSimulator


def fill(box: Any, children: list[Any]) -> None:
    """Children of a box, set only when they changed."""
    if list(box.children) != children:
        box.children = children


def presser(board: PlainSimulator, key: str, **looks: Any) -> Any:
    """A button that sends a press under this id."""
    button = w.Button(**looks)
    button.on_click(lambda _: board.send_event({"type": "press", "id": key}))
    return button
