"""Small builders of view blocks, so that simulators read like a list of what is on the screen.

The types stand in the view layer (``view.ts``).
"""


def text(key, md, role="body"):
    """A paragraph of inline Markdown."""
    return {"kind": "text", "id": key, "md": md, "role": role}


def group(key, heading, layout, blocks, opened=False):
    """Blocks that belong together; layout stack, columns or fold."""
    block = {"kind": "group", "id": key, "layout": layout, "blocks": blocks, "open": opened}
    if heading:
        block["heading"] = heading
    return block


def number(key, label, value, low, high, step, unit):
    """Slider with a number box and a unit."""
    return {"kind": "number", "id": key, "label": label, "value": value, "min": low, "max": high, "step": step,
            "unit": unit, "text": None, "error": None, "help": None, "disabled": False, "slider": True}


def choice(key, label, options, value):
    """One of a few options, all visible."""
    return {"kind": "choice", "id": key, "label": label, "options": options, "value": value, "error": None}


def select(key, label, options, value):
    """One of many options, in a list."""
    return {"kind": "select", "id": key, "label": label, "options": options, "value": value, "error": None}


def toggle(key, label, value, help_text=None):
    """On or off."""
    return {"kind": "toggle", "id": key, "label": label, "value": value, "help": help_text, "error": None}


def button(key, label, variant):
    """Something to press; variant primary or plain."""
    return {"kind": "button", "id": key, "label": label, "variant": variant}


def cell(md, tone="none"):
    """A table cell."""
    return {"md": md, "tone": tone}


def table(key, caption, columns, rows, note=None):
    """Rows are lists of cells; the first cell of each is its header."""
    return {"kind": "table", "id": key, "caption": caption, "columns": [{"label": label} for label in columns],
            "rows": [{"cells": row} for row in rows], "note": note}


def feedback(key, tone, heading, md, focus):
    """The answer to a commitment."""
    return {"kind": "feedback", "id": key, "tone": tone, "heading": heading, "md": md, "focus": focus}
