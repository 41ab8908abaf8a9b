"""Blocks that are read, not operated, as plain HTML for ``ipywidgets.HTML``."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from gist_edu import evidence
from gist_edu.plates._shapes import svg as shapes_svg

Block = Mapping[str, Any]
_LINK = re.compile(r'\[([^\]]+)\]\(([^)\s]+)(?: &quot;[^)]*&quot;)?\)')
_MARKS = ((re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"), (re.compile(r"\*(.+?)\*"), r"<em>\1</em>"),
          (re.compile(r"`(.+?)`"), r"<code>\1</code>"))
_BAD = 'role="alert" style="border-left:4px solid;padding-left:.6em;font-weight:600"'
_NOTE = 'style="border-left:4px solid;padding-left:.6em"'


def md(text: str | None) -> str:
    """The inline Markdown of a view as HTML; an evidence link becomes its text with the source behind it."""
    html = _LINK.sub(_link, escape(text or ""))
    for mark, replacement in _MARKS:
        html = mark.sub(replacement, html)
    return html


def _link(found: re.Match[str]) -> str:
    text, href = found[1], found[2]
    if href.startswith("ev:"):
        card = evidence.card(href.replace("&amp;", "&")).fields()
        return f'<abbr title="{escape(card["short"])}: {escape(card["statement"])}">{text}</abbr>'
    safe = href.startswith(("http://", "https://", "#"))
    return f'<a href="{href}" target="_blank" rel="noreferrer">{text}</a>' if safe else text


def head(view: Mapping[str, Any]) -> str:
    """Title, whole-simulator problem, and the sentence that says what the last event did."""
    problem = f'<p {_BAD}>{escape(view["error"])}</p>' if view["error"] else ""
    said = f'<p role="status"><em>{escape(view["announce"])}</em></p>' if view["announce"] else ""
    return f"<h3>{escape(view['title'])}</h3>{problem}{said}"


def field_notes(block: Block) -> str:
    """Help and error of a field, to stand beneath its control."""
    help_text = f"<small>{md(block['help'])}</small>" if block.get("help") else ""
    problem = f'<p {_BAD}>{escape(block["error"])}</p>' if block.get("error") else ""
    return help_text + problem


def block(tree: Block) -> str:
    """HTML of one block without controls."""
    if tree["kind"] not in _DRAW:
        raise ValueError(f"Cannot draw a block of kind {tree['kind']!r}; known: {', '.join(sorted(_DRAW))}.")
    return _DRAW[tree["kind"]](tree)


def _text(tree: Block) -> str:
    stressed = tree.get("role") in ("warning", "limits")
    return f"<div {_NOTE if stressed else ''}>{_paragraphs(tree['md'])}</div>"


def _paragraphs(text: str) -> str:
    """One or more paragraphs; an empty line parts them."""
    return "".join(f"<p>{md(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _grid(caption: str, columns: Sequence[Block], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(column["label"])}</th>' for column in columns)
    body = "".join(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
                   for first, *rest in rows)
    return (f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead>"
            f"<tbody>{body}</tbody></table>")


def _rows(table: Block) -> list[list[str]]:
    return [[md(cell["md"]) for cell in row["cells"]] for row in table["rows"]]


def _table(tree: Block) -> str:
    note = f"<p><small>{md(tree['note'])}</small></p>" if tree.get("note") else ""
    return _grid(tree["caption"], tree["columns"], _rows(tree)) + note


def _chart(tree: Block) -> str:
    """A chart in words and numbers: its sentence, then its table."""
    numbers = tree["table"]
    return f"<p>{md(tree['summary'])}</p>{_grid(tree['title'], numbers['columns'], _rows(numbers))}"


def _meter(tree: Block) -> str:
    gauge = f'<meter min="{tree["min"]}" max="{tree["max"]}" value="{tree["value"]}"></meter>'
    return f"<p>{escape(tree['label'])}: {gauge} {escape(tree['text'])}</p>"


def _timeline(tree: Block) -> str:
    heads = [f"{item['when']}: {item['title']}" for item in tree["items"]]
    items = "".join(f"<li><strong>{escape(head)}</strong> {md(item['md'])}</li>"
                    for head, item in zip(heads, tree["items"], strict=True))
    return f"<p>{escape(tree['label'])}</p><ol>{items}</ol>"


def _feedback(tree: Block) -> str:
    return f"<div {_NOTE}><h4>{escape(tree['heading'])}</h4>{_paragraphs(tree['md'])}</div>"


def _verdicts(tree: Block) -> str:
    return f"<p>{escape(tree['label'])}</p><ul>{''.join(map(_verdict, tree['items']))}</ul>"


def _verdict(item: Block) -> str:
    return f"<li><strong>{md(item['text'])}</strong><br><em>{escape(item['mark'])}</em>{_paragraphs(item['md'])}</li>"


def _download(tree: Block) -> str:
    """A link that holds the file itself, because a widget without a script of its own cannot make one."""
    href = "data:text/plain;charset=utf-8," + quote(tree["text"])
    return f'<a download="{escape(tree["filename"])}" href="{href}">{escape(tree["label"])}</a>'


def _track(tree: Block) -> str:
    """A ruler in words and numbers: its sentence, then its table."""
    rows = tree["table"]
    return f"<p>{md(tree['summary'])}</p>{_grid(tree['label'], rows['columns'], _rows(rows))}"


def drawing(tree: Block) -> str:
    """A figure without its list: what it shows, in words and as a picture."""
    words = f"<p><strong>{escape(tree['label'])}</strong></p><p>{md(tree['summary'])}</p>"
    return words + shapes_svg(tree)


def _figure(tree: Block) -> str:
    parts = "".join(f"<li>{part_words(part)}</li>" for part in tree["list"])
    return f"{drawing(tree)}<ol>{parts}</ol>"


def part_words(part: Block) -> str:
    """One part of a figure in its list."""
    return escape(part["text"]) + _paragraphs(part.get("md") or "")


def _evidence(tree: Block) -> str:
    items = "".join(f"<li>{md(item['text'])} ({escape(item['source'])})</li>" for item in tree["items"])
    return f"<h4>{escape(tree['heading'])}</h4><ul>{items}</ul>"


_DRAW: dict[str, Callable[[Block], str]] = {
    "text": _text, "table": _table, "chart": _chart, "meter": _meter, "timeline": _timeline,
    "feedback": _feedback, "evidence": _evidence, "verdicts": _verdicts, "download": _download,
    "figure": _figure, "track": _track,
}
