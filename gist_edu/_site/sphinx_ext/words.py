"""The ledger's codes in words, and small docutils builders that the generated pages share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from docutils import nodes

from gist_edu._ledger import HOW_SEEN, Record, ledger

TOPICS = {
    "risk": "Risk after surgery",
    "adjuvant": "Adjuvant treatment",
    "neoadjuvant": "Treatment before surgery",
    "advanced": "Advanced disease",
    "genotype": "Genotype and drug",
    "biology": "Biology",
    "diagnosis": "Diagnosis",
    "resistance": "Resistance",
    "later_lines": "Later lines",
    "pharmacology": "Pharmacology",
    "toxicity": "Toxicity",
    "monitoring": "Monitoring and response",
    "guideline": "Guidelines",
    "regulatory": "Labels and approvals",
}
KINDS = {
    "trial_result": "trial result",
    "cohort_result": "cohort result",
    "guideline": "guideline",
    "label": "label",
    "epidemiology": "epidemiology",
    "mechanism": "mechanism",
    "method": "method",
    "model_parameter": "model parameter",
    "misprint": "misprint in a source",
}
DESIGNS = {
    "randomised": "randomised trial",
    "meta_analysis": "meta-analysis or pooled analysis",
    "single_arm": "single-arm study",
    "observational": "observational study",
    "case_series": "case series",
    "in_vitro": "laboratory study",
    "document": "document",
    "expert": "expert opinion",
    "modelling": "modelling",
    "derived": "computed by us from other records",
}
CERTAINTY = {
    "high": "high",
    "moderate": "moderate",
    "low": "low",
    "very low": "very low",
    "document": "document: tells what a text says, not what is true",
    "unverified": "unverified: from memory",
}
SEEN = {"primary": "in the source itself", "secondary": "on a secondary page", "memory": "unverified"}


def title(record: Record) -> str:
    """Heading of a record: who, and what was looked at; unlike every other heading of the ledger."""
    plain = _plain_title(record)
    return plain if _titles()[plain] == 1 else f"{plain} ({_id_in_words(record)})"


def _plain_title(record: Record) -> str:
    return f"{record.short}: {record.endpoint or _id_in_words(record)}"


def _id_in_words(record: Record) -> str:
    return record.id.replace("_", " ")


@cache
def _titles() -> Counter[str]:
    return Counter(_plain_title(record) for record in ledger().values())


def citation(source: Mapping[str, Any]) -> str:
    """One line: authors or agency, title, journal, year, pages."""
    who = source.get("authors") or source.get("agency")
    when = source.get("year") or source.get("date")
    where = " ".join(str(part) for part in (source.get("journal"), when) if part)
    parts = (who, source.get("title"), where, source.get("pages"))
    return ". ".join(str(part).rstrip(".") for part in parts if part) + "."


def source_links(source: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(text, URL) of each way to the source."""
    found = []
    if source.get("doi"):
        found.append((f"doi:{source['doi']}", f"https://doi.org/{source['doi']}"))
    if source.get("pmid"):
        found.append((f"PMID {source['pmid']}", f"https://pubmed.ncbi.nlm.nih.gov/{source['pmid']}/"))
    if source.get("pmcid"):
        found.append((str(source["pmcid"]), f"https://pmc.ncbi.nlm.nih.gov/articles/{source['pmcid']}/"))
    if source.get("url"):
        found.append(("web page", str(source["url"])))
    return found


def external(text: str, uri: str) -> nodes.reference:
    """Link to another site; it tells that site nothing about where the reader came from."""
    return nodes.reference("", text, refuri=uri, rel="noreferrer", internal=False)


def how_seen(verified: str, via: str | None) -> list[nodes.Node]:
    """How we saw it, with the page where."""
    words = nodes.inline("", HOW_SEEN[verified], classes=["gist-unverified"] if verified == "memory" else [])
    if not via:
        return [words]
    return [words, nodes.Text(": "), *linked(via)]


def linked(text: str) -> list[nodes.Node]:
    """Text whose web addresses are links, shown short."""
    found: list[nodes.Node] = []
    for part in re.split(r"(https?://[^\s,;]*[^\s,;.)])", text):
        if part:
            found.append(external(_short(part), part) if part.startswith("http") else nodes.Text(part))
    return found


def _short(url: str) -> str:
    bare = re.sub(r"^https?://(www\.)?|/$", "", url)
    return bare if len(bare) <= 44 else bare.partition("/")[0]


def source_line(source: Mapping[str, Any]) -> list[nodes.Node]:
    """Citation followed by its links."""
    line: list[nodes.Node] = [nodes.Text(citation(source))]
    for text, uri in source_links(source):
        line += [nodes.Text(" "), external(text, uri)]
    return line


def facts(rows: Iterable[tuple[str, Sequence[nodes.Node]]]) -> nodes.definition_list:
    """Name and value pairs; pairs without a value are left out."""
    block = nodes.definition_list(classes=["gist-facts"])
    for name, content in rows:
        if content:
            body = nodes.definition("", nodes.paragraph("", "", *content))
            block += nodes.definition_list_item("", nodes.term("", name), body)
    return block


def text(value: str | None) -> list[nodes.Node]:
    """A text node, or nothing."""
    return [nodes.Text(str(value))] if value else []


def table(columns: Sequence[str], rows: Iterable[nodes.row], classes: Sequence[str]) -> nodes.table:
    """A docutils table with a head row."""
    group = nodes.tgroup(cols=len(columns))
    group += [nodes.colspec(colwidth=100 // len(columns)) for _ in columns]
    head = nodes.row("", *(nodes.entry("", nodes.paragraph("", column)) for column in columns))
    group += [nodes.thead("", head), nodes.tbody("", *rows)]
    return nodes.table("", group, classes=list(classes))
