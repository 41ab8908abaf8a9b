"""Small builders of view blocks, so that simulators read like a list of what is on the screen.

The types stand in the view layer (``view.ts``).
"""

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json


def text(key: str, md: str, role: str = "body") -> "Json":
    """A paragraph of inline Markdown."""
    return {"kind": "text", "id": key, "md": md, "role": role}


def group(key: str, heading: str | None, layout: str, blocks: "list[Json]", opened: bool = False) -> "Json":
    """Blocks that belong together; layout stack, columns, cards, row or fold."""
    block = {"kind": "group", "id": key, "layout": layout, "blocks": blocks, "open": opened}
    if heading:
        block["heading"] = heading
    return block


def number(key: str, label: str, value: float | None, low: float, high: float, step: float, unit: str) -> "Json":
    """Slider with a number box and a unit."""
    return {
        "kind": "number",
        "id": key,
        "label": label,
        "value": value,
        "min": low,
        "max": high,
        "step": step,
        "unit": unit,
        "text": None,
        "error": None,
        "help": None,
        "disabled": False,
        "slider": True,
    }


def choice(key: str, label: str, options: "list[Json]", value: str | None) -> "Json":
    """One of a few options, all visible."""
    return {"kind": "choice", "id": key, "label": label, "options": options, "value": value, "error": None}


def select(key: str, label: str, options: "list[Json]", value: str) -> "Json":
    """One of many options, in a list."""
    return {"kind": "select", "id": key, "label": label, "options": options, "value": value, "error": None}


def toggle(key: str, label: str, value: bool, help_text: str | None = None) -> "Json":
    """On or off."""
    return {"kind": "toggle", "id": key, "label": label, "value": value, "help": help_text, "error": None}


def button(key: str, label: str, variant: str) -> "Json":
    """Something to press; variant primary or plain."""
    return {"kind": "button", "id": key, "label": label, "variant": variant}


def cell(md: str, tone: str = "none") -> "Json":
    """A table cell."""
    return {"md": md, "tone": tone}


def table(key: str, caption: str, columns: list[str], rows: "list[list[Json]]", note: str | None = None) -> "Json":
    """Rows are lists of cells; the first cell of each is its header."""
    return {
        "kind": "table",
        "id": key,
        "caption": caption,
        "columns": [{"label": label} for label in columns],
        "rows": [{"cells": row} for row in rows],
        "note": note,
    }


def feedback(key: str, tone: str, heading: str, md: str, focus: bool) -> "Json":
    """The answer to a commitment."""
    return {"kind": "feedback", "id": key, "tone": tone, "heading": heading, "md": md, "focus": focus}


def several(key: str, label: str, options: "list[Json]", values: list[str]) -> "Json":
    """Any number of options; a box sends ``set`` with the id ``key.value``."""
    return {"kind": "several", "id": key, "label": label, "options": options, "values": values, "error": None}


def order(key: str, label: str, items: "list[Json]") -> "Json":
    """A list to put in order; its buttons press ``key.up.value`` and ``key.down.value``."""
    return {"kind": "order", "id": key, "label": label, "items": items, "error": None}


def verdicts(key: str, label: str, items: "list[Json]") -> "Json":
    """Options after the commit; an item has text, mark, tone and md."""
    return {"kind": "verdicts", "id": key, "label": label, "items": items}


def download(key: str, label: str, filename: str, content: str) -> "Json":
    """A button that saves a text as a file."""
    return {"kind": "download", "id": key, "label": label, "filename": filename, "text": content}


def upload(key: str, label: str, accept: str, max_bytes: int, help_text: str | None = None) -> "Json":
    """A file of the reader; its text comes back as ``set``."""
    block = {"kind": "upload", "id": key, "label": label, "accept": accept, "max_bytes": max_bytes}
    block["error"], block["help"] = None, help_text
    return block


def timeline(key: str, label: str, items: "list[Json]") -> "Json":
    """What happened when; an item has when, title and md."""
    return {"kind": "timeline", "id": key, "label": label, "items": items}


def figure(
    key: str,
    label: str,
    summary: str,
    size: "tuple[int, int]",
    shapes: "list[Json]",
    parts: "list[Json]",
    chosen: str | None = None,
) -> "Json":
    """A drawing; a part (id, text, md) that shapes carry as their id can be pressed and sends ``key.part``."""
    return {
        "kind": "figure",
        "id": key,
        "label": label,
        "summary": summary,
        "width": size[0],
        "height": size[1],
        "shapes": shapes,
        "chosen": chosen,
        "list": parts,
    }


def line(key: str, label: str, value: str, max_length: int, help_text: str | None = None) -> "Json":
    """One line of text; ``set`` comes while it is typed, and once more with the same text when the reader pauses."""
    block = {"kind": "line", "id": key, "label": label, "value": value, "max_length": max_length}
    block["error"], block["help"] = None, help_text
    return block


def track(key: str, label: str, summary: str, window: "tuple[int, int]", unit: str) -> "Json":
    """An empty ruler that shows ``window``; the caller fills lanes, marks, ``here`` and the rows of the table."""
    return {
        "kind": "track",
        "id": key,
        "label": label,
        "summary": summary,
        "from": window[0],
        "to": window[1],
        "unit": unit,
        "lanes": [],
        "marks": [],
        "here": None,
        "table": {"columns": [], "rows": []},
    }


CONFIDENCE = ("guess", "fairly", "sure")


def how_sure(value: str | None, error: str | None = None) -> "Json":
    """How sure the learner is of a prediction, asked before the answer."""
    labels = ("a guess", "fairly sure", "very sure")
    options = [{"value": one, "label": labels[place]} for place, one in enumerate(CONFIDENCE)]
    block = choice("confidence", "How sure are you?", options, value)
    block["error"] = error
    return block
