"""``{gist-bibliography}``: every source of the ledger once, with the records that rest on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gist_edu._ledger import Record, ledger
from gist_edu._site.sphinx_ext import assets, records, words


@dataclass
class Entry:
    """One source and its records."""

    source: Mapping[str, Any]
    records: list[Record] = field(default_factory=list)

    @property
    def sort_key(self) -> tuple[str, str, str]:
        who = str(self.source.get("authors") or self.source.get("agency") or words.citation(self.source))
        when = str(self.source.get("year") or self.source.get("date") or "")
        return _plain(who.split(",")[0]), when, _plain(words.citation(self.source))

    @property
    def letter(self) -> str:
        first = self.sort_key[0][:1].upper()
        return first if first.isalpha() else "0-9"


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"^[^a-z0-9]+", "", bare)


def _identity(source: Mapping[str, Any]) -> str:
    return str(source.get("pmid") or source.get("doi") or _plain(words.citation(source)))


def entries(found: Iterable[Record]) -> list[Entry]:
    """Sources sorted by first author and year; records of one paper share an entry."""
    by_source: dict[str, Entry] = {}
    for record in found:
        entry = by_source.setdefault(_identity(record.source), Entry(record.source))
        entry.records.append(record)
        if len(record.source) > len(entry.source):
            entry.source = record.source
    return sorted(by_source.values(), key=lambda entry: entry.sort_key)


class Bibliography(SphinxDirective):
    """All sources, one section per letter."""

    def run(self) -> list[nodes.Node]:
        assets.depend_on_ledger(self.env)
        found = entries(ledger().values())
        count = nodes.paragraph("", f"{len(found)} sources.", classes=["gist-count"])
        return [
            count,
            *(_letter(letter, list(group)) for letter, group in groupby(found, lambda e: e.letter)),
        ]


def _letter(letter: str, found: list[Entry]) -> nodes.section:
    items = [
        nodes.list_item("", nodes.paragraph("", "", *words.source_line(entry.source)), _used_by(entry))
        for entry in found
    ]
    return nodes.section(
        "",
        nodes.title("", letter),
        nodes.bullet_list("", *items, classes=["gist-sources"]),
        ids=[f"sources-{letter.lower()}"],
        names=[],
    )


def _used_by(entry: Entry) -> nodes.paragraph:
    return nodes.paragraph(
        "",
        "",
        nodes.Text("In the ledger: "),
        *records.joined([records.claim(record.id) for record in entry.records], "; "),
        classes=["gist-seen"],
    )


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("gist-bibliography", Bibliography)
