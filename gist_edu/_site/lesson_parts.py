"""A notebook or page as its readers meet it: parts, paragraphs and cells in the order of reading; for the checkers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PROSE_DIRECTIVE = re.compile(r"[{](admonition|note|tip|warning|important|dropdown|container)[}]")
_HIDDEN = {"remove-input", "hide-input", "remove-cell", "hide-cell"}
_UNCOMPARED = {"nbval-ignore-output", "nbval-skip"}


@dataclass(frozen=True)
class Paragraph:
    """One run of text: kind "text", "item" (of a numbered list), "cell" (of a table) or "heading"."""

    kind: str
    text: str
    where: str
    level: int = 0  # of a heading


@dataclass(frozen=True)
class Cell:
    """One code cell."""

    id: str
    source: str
    tags: frozenset[str]
    outputs: Sequence[dict[str, Any]]

    @property
    def visible(self) -> bool:
        return not self.tags & _HIDDEN

    @property
    def lines(self) -> int:
        return sum(bool(line.strip()) for line in self.source.splitlines())

    @property
    def compared(self) -> bool:
        """Whether nbval compares a stored table or text: no simulator, no drawing, no header."""
        stored = json.dumps(list(self.outputs))
        drawn = "<gist-sim" in stored or "image/svg+xml" in stored or "gist-lesson" in stored
        return bool(self.outputs) and not drawn and not self.tags & _UNCOMPARED


@dataclass
class Part:
    """What stands below one ``##`` heading; the first part of a page has no heading."""

    title: str
    where: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def body(self) -> list[Paragraph]:
        return [paragraph for paragraph in self.paragraphs if paragraph.kind != "heading"]


def paragraphs(markdown: str, where: str) -> Iterator[Paragraph]:
    """Every run of text, prose directives included; code, comments and directives that compute are left out."""
    without_matter = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.S)
    fenced = re.sub(r"^:{3,}", lambda match: "`" * len(match[0]), without_matter, flags=re.M)
    inside: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(fenced):
        if token.type.endswith("_open"):
            inside.append(token.tag)
        elif token.type.endswith("_close"):
            inside.pop()
        elif token.type == "fence" and _PROSE_DIRECTIVE.match(token.info):
            yield from paragraphs(re.sub(r"\A(:\w+:.*\n)+", "", token.content), where)
        elif token.type == "html_block":
            yield from (Paragraph("heading", text, where) for text in _summaries(token.content))
        elif token.type == "inline":
            yield Paragraph(_kind(inside), _plain(token), where, _level(inside))


def _summaries(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<summary>(.*?)</summary>", html, re.S)]


def _level(inside: Sequence[str]) -> int:
    return next((int(tag[1]) for tag in inside if re.fullmatch(r"h[1-6]", tag)), 0)


def _kind(inside: Sequence[str]) -> str:
    if _level(inside):
        return "heading"
    return "cell" if "table" in inside else "item" if "ol" in inside else "text"


def _plain(token: Token) -> str:
    """Running text; code and HTML leave a gap, links their words."""
    kept = {"text", "softbreak", "hardbreak", "code_inline"}
    pieces = [child for child in token.children or [] if child.type in kept]
    return " ".join("".join(piece.content if piece.type == "text" else " " for piece in pieces).split())


def parts(path: Path) -> list[Part]:
    """The parts of a notebook."""
    found = [Part("", "the beginning")]
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        where, source = f"cell {cell.get('id', '?')}", "".join(cell["source"])
        if cell["cell_type"] == "code":
            tags = frozenset(cell["metadata"].get("tags", ()))
            found[-1].cells.append(Cell(where, source, tags, cell.get("outputs", ())))
            continue
        for paragraph in paragraphs(source, where):
            if paragraph.level == 2:
                found.append(Part(paragraph.text, where))
            found[-1].paragraphs.append(paragraph)
    return found
