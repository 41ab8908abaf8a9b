"""A ledger record as a section of a page: statement, values with one anchor each, source, how it was seen."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from gist_edu._ledger import Record, Value, ledger
from gist_edu._site import links
from gist_edu._site.sphinx_ext import words


def section(record: Record, cards: Sequence[nodes.Node] = ()) -> nodes.section:
    """The record as a section whose id is its anchor; ``cards`` lead to the trials that use it."""
    block = nodes.section(ids=[links.anchor(record.id)], names=[], classes=["gist-record"])
    block += nodes.title("", words.title(record))
    block += nodes.paragraph("", record.statement, classes=["gist-statement"])
    if record.disagreement:
        block += _disagreement(record)
    if record.values:
        block += _values(record)
    block += words.facts([*_facts(record), ("Trial card", joined(cards))])
    return block


def claim(record_id: str) -> nodes.reference:
    """A link to another record under its own title, resolved like every ``ev:`` link of the book."""
    shown = words.title(ledger()[record_id])
    return nodes.reference("", shown, refuri=f"ev:{record_id}", gist_generated=True)


def joined(items: Sequence[nodes.Node], separator: str = ", ") -> list[nodes.Node]:
    """Nodes with a separator between them."""
    found: list[nodes.Node] = []
    for item in items:
        found += [nodes.Text(separator), item] if found else [item]
    return found


def _disagreement(record: Record) -> nodes.paragraph:
    others = joined([claim(other) for other in record.disagrees_with])
    return nodes.paragraph(
        "",
        "",
        nodes.strong("", "Sources disagree. "),
        nodes.Text(f"{record.disagreement} Compare: "),
        *others,
        nodes.Text("."),
        classes=["gist-disagree"],
    )


def _facts(record: Record) -> list[tuple[str, Sequence[nodes.Node]]]:
    kind = f"{words.KINDS[record.kind]}; {words.DESIGNS[record.design]}"
    cuts = "; ".join(f"{name}: {meaning}" for name, meaning in record.cuts.items())
    return [
        ("Who", words.text(record.population)),
        ("Measured", words.text(record.endpoint)),
        ("Trial", words.text(record.trial)),
        ("Data cuts", words.text(f"{cuts}. Without a cut, {record.default_cut} is meant." if cuts else None)),
        ("Source", words.source_line(record.source)),
        ("Kind", words.text(kind)),
        ("Certainty", words.text(words.CERTAINTY[record.certainty])),
        ("How seen", words.how_seen(record.verified, record.via)),
        ("Checked on", words.text(record.checked_on)),
        ("Note", words.text(record.note)),
        ("Replaces", joined([claim(other) for other in record.supersedes])),
        ("Replaced by", joined([claim(other) for other in record.superseded_by])),
        ("Address", [nodes.literal("", f"ev:{record.id}")]),
    ]


def _values(record: Record) -> nodes.table:
    columns = ("Measure", "Value", "Who, when, how seen")
    rows = [_row(record, value) for value in record.values.values()]
    return words.table(columns, rows, ["gist-values"])


def _row(record: Record, value: Value) -> nodes.row:
    measure = nodes.paragraph("", "", *_aliases(record, value), nodes.Text(value.label))
    key = nodes.paragraph("", "", nodes.literal("", f".{value.key}"), classes=["gist-key"])
    return nodes.row(
        "",
        nodes.entry("", measure, key),
        nodes.entry("", *_shown(value)),
        nodes.entry("", *_details(record, value)),
        ids=[links.anchor(value.address)],
    )


def _aliases(record: Record, value: Value) -> list[nodes.Node]:
    """The address without ``@cut`` is an anchor too, at the value of the default cut."""
    key, _, cut = value.key.partition("@")
    if not cut or cut != record.default_cut or key in record.values:
        return []
    return [nodes.inline(ids=[links.anchor(f"{record.id}.{key}")])]


def _shown(value: Value) -> list[nodes.paragraph]:
    if value.verified == "memory":
        return [nodes.paragraph("", value.format("unverified"), classes=["gist-unverified"])]
    found = [nodes.paragraph("", value.format(), classes=["gist-number"])]
    if value.ci is not None:
        interval = value.format("ci").partition(" (")[2].removesuffix(")")
        found.append(nodes.paragraph("", interval))
    if value.p is not None:
        found.append(nodes.paragraph("", f"p {value.p}" if value.p[:1] in "<>=≤≥" else f"p = {value.p}"))
    return found


def _details(record: Record, value: Value) -> list[nodes.paragraph]:
    cut = value.key.partition("@")[2]
    follow_up = f"follow-up {value.follow_up}" if value.follow_up else None
    sample = f"n = {value.of}" if value.of is not None and value.text is not None else None
    lines = [value.population, sample, follow_up, record.cuts.get(cut) if not follow_up else None, value.note]
    found = [nodes.paragraph("", str(line)) for line in lines if line]
    same = (value.verified, value.via) == (record.verified, record.via)
    seen = [nodes.Text(words.SEEN[value.verified])] if same else words.how_seen(value.verified, value.via)
    return [*found, nodes.paragraph("", "", *seen, classes=["gist-seen"])]
