"""Directives of the evidence pages: one topic, the table of all records, and the disagreements.

``{gist-evidence} risk`` prints every record of a topic; ``{gist-evidence-table}`` one filterable table;
``{gist-disagreements}`` the pairs of records that do not agree.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from gist_edu._ledger import TOPICS, Record, ledger
from gist_edu._site import links
from gist_edu._site.sphinx_ext import assets, records, trial_cards, words


class EvidenceTopic(SphinxDirective):
    """All records of one topic, each with its anchors."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        topic = self.arguments[0]
        assets.depend_on_ledger(self.env)
        if topic not in TOPICS:
            raise self.error(f"unknown topic '{topic}'; expected one of {', '.join(TOPICS)}")
        if self.env.docname != links.docname(topic):
            raise self.error(
                f"records of '{topic}' belong on the page {links.docname(topic)}, where links point to"
            )
        found = of_topic(topic)
        if not found:
            raise self.error(f"no record of the ledger has the topic '{topic}'")
        cards = trial_cards.of_records(self.env)
        return [_count(found), *(records.section(record, cards.get(record.id, ())) for record in found)]


def of_topic(topic: str) -> list[Record]:
    """Records of a topic in the order of the files."""
    return [record for record in ledger().values() if record.topic == topic]


def _count(found: list[Record]) -> nodes.paragraph:
    values = sum(len(record.values) for record in found)
    return nodes.paragraph(
        "",
        f"{len(found)} records with {values} values. Each value has its own address.",
        classes=["gist-count"],
    )


class EvidenceTable(SphinxDirective):
    """One table of all records; the page's script adds filters, without it the table stands as it is."""

    def run(self) -> list[nodes.Node]:
        assets.depend_on_ledger(self.env)
        page = self.env.app.builder.get_target_uri(self.env.docname)
        return [nodes.raw("", table_html(ledger().values(), page), format="html")]


_HEAD = (
    ("Record", False),
    ("What it says", False),
    ("Topic", True),
    ("Kind", True),
    ("Design", True),
    ("How seen", True),
)


def table_html(found: Iterable[Record], page: str) -> str:
    """The table as HTML for the page with URL ``page``."""
    head = "".join(
        f'<th role="columnheader" scope="col"{" data-facet" if facet else ""}>{name}</th>'
        for name, facet in _HEAD
    )
    rows = "".join(_table_row(record, page) for record in found)
    return (
        '<table class="gist-filter" role="table" data-filter-label="Search the records">'
        "<caption>All records of the ledger</caption>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _table_row(record: Record, page: str) -> str:
    """One row; roles are written out because phones show rows as cards, which drops the built-in ones."""
    target, _, fragment = links.href(record.id).partition("#")
    uri = html.escape(f"{relative_uri(page, target)}#{fragment}")
    link = f'<a href="{uri}">{html.escape(words.title(record))}</a>'
    facets = (
        words.TOPICS[record.topic],
        words.KINDS[record.kind],
        words.DESIGNS[record.design],
        words.SEEN[record.verified],
    )
    cells = "".join(
        f'<td role="cell" data-name="{name}">{html.escape(cell)}</td>'
        for (name, _), cell in zip(_HEAD[2:], facets, strict=True)
    )
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{link}</th>'
        f'<td role="cell">{html.escape(record.statement)}</td>{cells}</tr>'
    )


class Disagreements(SphinxDirective):
    """Each disagreement once, with the two sides next to each other."""

    def run(self) -> list[nodes.Node]:
        assets.depend_on_ledger(self.env)
        found = disagreements(ledger().values())
        if not found:
            raise self.error(
                "no record of the ledger disagrees with another; delete this page or check the ledger"
            )
        return [_disagreement(group) for group in found]


def disagreements(found: Iterable[Record]) -> list[tuple[Record, ...]]:
    """Groups of records that disagree: the one that says how comes first; no group is listed twice."""
    groups: list[tuple[Record, ...]] = []
    seen: set[frozenset[str]] = set()
    for record in found:
        group = (record, *(ledger()[other] for other in record.disagrees_with))
        key = frozenset(member.id for member in group)
        if len(group) > 1 and key not in seen:
            seen.add(key)
            groups.append(group)
    return groups


def _disagreement(group: tuple[Record, ...]) -> nodes.section:
    first = group[0]
    block = nodes.section(ids=[f"disagree-{first.id}"], names=[], classes=["gist-record"])
    block += nodes.title("", words.title(first))
    block += nodes.paragraph("", first.disagreement or "", classes=["gist-statement"])
    sides = nodes.bullet_list()
    for member in group:
        said_there = nodes.Text(f". {member.statement}")
        sides += nodes.list_item("", nodes.paragraph("", "", records.claim(member.id), said_there))
    block += sides
    return block


def setup(app: Sphinx) -> None:
    """The three directives."""
    app.add_directive("gist-evidence", EvidenceTopic)
    app.add_directive("gist-evidence-table", EvidenceTable)
    app.add_directive("gist-disagreements", Disagreements)
