"""The glossary page, and the quiet marks that lead there from the text.

``{gist-glossary}`` prints all entries. In each part (``##``) of a page the first use of a word is marked; the page's
script opens its meaning in place. Without a script the mark is a link to the glossary.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from gist_edu import _glossary
from gist_edu._site.sphinx_ext.ev_links import ev_link

PAGE = "book/glossary"
MARKED, UNMARKED = ("book/", "notebooks/"), (PAGE, "book/evidence/", "book/bibliography", "book/changes")
_OUTSIDE = (nodes.title, nodes.reference, ev_link, nodes.literal, nodes.FixedTextElement, nodes.math, nodes.thead,
            nodes.term)  # a fixed text is code, raw HTML or a comment


class gist_term(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """A marked word: ``term`` and ``refuri``."""


class Glossary(SphinxDirective):
    """All entries in the order of the alphabet, each with its anchor."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(_glossary.FILE))
        found = nodes.definition_list(classes=["gist-glossary"])
        found += [_entry(entry) for entry in _glossary.glossary()]
        return [found]


def _entry(entry: _glossary.Term) -> nodes.definition_list_item:
    full = [nodes.inline("", f" {entry.full}", classes=["gist-full"])] if entry.full else []
    term = nodes.term("", "", nodes.Text(entry.term), *full, ids=[entry.anchor])
    return nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", entry.meaning)))


class MarkTerms(SphinxPostTransform):
    """Mark the first use of each word in each part of a page."""

    default_priority = 20  # after evidence links, which must stay whole
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        page = self.env.docname
        if page.startswith(MARKED) and not page.startswith(UNMARKED) and PAGE in self.env.found_docs:
            target = self.app.builder.get_relative_uri(page, PAGE)
            for part in parts(self.document):
                _Marker(target).mark(part)


def parts(document: nodes.document) -> Iterator[list[nodes.Text]]:
    """The running text of each part of a page: each ``##`` section, and what stands before the first."""
    found: dict[int, list[nodes.Text]] = {}
    for text in document.findall(nodes.Text):
        above = list(_ancestors(text))
        if not any(isinstance(node, _OUTSIDE) for node in above):
            sections = [node for node in above if isinstance(node, nodes.section)]
            found.setdefault(id(sections[-2]) if len(sections) > 1 else 0, []).append(text)
    yield from found.values()


def _ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


class _Marker:
    """Marks one part; remembers which words it has marked."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.terms = _glossary.by_form(entry for entry in _glossary.glossary() if entry.marked)
        self.pattern = _glossary.pattern(self.terms)
        self.done: set[str] = set()
        self.block: nodes.Node | None = None
        self.since = "start"  # what stands between the last mark of this paragraph and here

    def mark(self, texts: Sequence[nodes.Text]) -> None:
        for text in texts:
            block = next(node for node in _ancestors(text) if not isinstance(node, nodes.Inline))
            if block is not self.block:
                self.block, self.since = block, "start"
            pieces = list(self._pieces(text.astext()))
            if len(pieces) > 1:
                text.parent.replace(text, pieces)

    def _pieces(self, text: str) -> Iterator[nodes.Node]:
        at = 0
        for match in self.pattern.finditer(text):
            entry, between = self.terms[match[0]], text[at : match.start()]
            side_by_side = not re.search(r"\w", self.since + between)
            if entry.term in self.done or side_by_side or _explained(text, match, entry):
                continue
            self.done.add(entry.term)
            yield nodes.Text(between)
            yield gist_term("", match[0], term=entry.term, refuri=f"{self.target}#{entry.anchor}")
            at, self.since = match.end(), ""
        self.since += text[at:]
        yield nodes.Text(text[at:])


def _explained(text: str, match: re.Match[str], entry: _glossary.Term) -> bool:
    """Whether the text itself spells the letters out here: "full words (ABC)" or "ABC (full words)"."""
    before, after = text[: match.start()], text[match.end() :].lower()
    return (before.endswith("(") and after.startswith(")")) or bool(
        entry.full and after.startswith(f" ({entry.full.lower()}")
    )


def _visit(writer: HTML5Translator, node: nodes.Element) -> None:
    term, uri = html.escape(node["term"]), html.escape(node["refuri"])
    writer.body.append(f'<a class="gist-term" data-term="{term}" href="{uri}">')


def _depart(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append("</a>")


def setup(app: Sphinx) -> None:
    """The directive, the node and the marks."""
    app.add_node(gist_term, html=(_visit, _depart))
    app.add_directive("gist-glossary", Glossary)
    app.add_post_transform(MarkTerms)
