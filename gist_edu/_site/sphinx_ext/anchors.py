"""Prose may link to a card: ``[the trial card](../book/trials.md#trial-ssgxviii)``.

MyST knows the anchors of headings that stand in a file. Cards and topics are made by directives, so their anchors are
told to it here; a link to one that does not exist stays a warning.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx


def tell(app: Sphinx, document: nodes.document) -> None:
    """Add the anchors of made sections to those that MyST found on the page."""
    made = [one for one in document.findall(nodes.section) if "gist-record" in one["classes"] and one["ids"]]
    if not made or app.env is None:
        return
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for section in made:
        title = section.next_node(nodes.title)
        known.setdefault(section["ids"][0], (0, section["ids"][0], title.astext() if title else ""))


def setup(app: Sphinx) -> None:
    """After each page is read."""
    app.connect("doctree-read", tell)
