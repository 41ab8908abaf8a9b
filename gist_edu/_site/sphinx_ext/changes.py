"""``{gist-changes}``: what changed for readers, by date; the welcome page shows the same to those who come back."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gist_edu import _yaml
from gist_edu._ledger import DATA
from gist_edu._words import date_in_words

FILE = DATA / "changes.yaml"


class Changes(SphinxDirective):
    """A list of dates, each with its changes."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(FILE))
        changes: list[dict[str, Any]] = _yaml.load(FILE.read_text(encoding="utf-8"))
        found = nodes.definition_list()
        for day, group in groupby(changes, key=lambda change: change["date"]):
            items = [nodes.list_item("", nodes.paragraph("", str(change["text"]))) for change in group]
            term = nodes.term("", date_in_words(day))
            found += nodes.definition_list_item("", term, nodes.definition("", nodes.bullet_list("", *items)))
        return [found]


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("gist-changes", Changes)
