"""Look up what the book knows: every number with its source, and how it was seen.

    evidence.get("afip_gastric.g5")     one value, or a whole record
    evidence.value("afip_gastric.g5")   the number alone, to compute with
    evidence.card("afip_gastric.g5")    the card that opens behind a number in the book
    evidence.search("rupture")          records that mention it
    evidence.sources("07")              everything a lesson rests on
    evidence.frame()                    the whole ledger as a table
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gist_edu._ledger import (
    HOW_SEEN,
    LedgerError,
    Link,
    Record,
    Value,
    certainty_rule,
    ledger,
    resolve,
    walk_values,
)

if TYPE_CHECKING:
    import pandas as pd

_LINK = re.compile(r"\]\(ev:([^)\s]+)")
_CUT = re.compile(r"@[a-z0-9_]+")


def get(address: str) -> Record | Value:
    """The record or value at an address such as ``afip_gastric`` or ``afip_gastric.g5``."""
    link = resolve(address)
    return link.record if link.value is None else link.value


def value(address: str, *, unverified: bool = False) -> float:
    """The number at an address, to compute with; a number nobody has seen is refused unless asked for."""
    found = get(address)
    if isinstance(found, Record):
        keys = ", ".join(sorted(found.values)) or "no values"
        raise LedgerError(f"'{address}' is a record, not a number. Add one of its values: {keys}.")
    if not isinstance(found.value, (int, float)):
        raise LedgerError(f"'{address}' is {found.format()!r}, not one number; use evidence.get(...).value.")
    if found.verified == "memory" and not unverified:
        raise LedgerError(f"'{address}' was never seen on a page. Pass unverified=True to use it all the "
                          "same, and say so beside the result.")
    return found.value


# ---------------------------------------------------------------- cards

def source_text(record: Record) -> str:
    """The source in one line, as a reader would cite it."""
    source = record.source
    parts = [source.get("authors"), source.get("title"), source.get("journal") or source.get("agency"),
             source.get("date") or source.get("year"), source.get("pages")]
    return ". ".join(str(part).rstrip(".") for part in parts if part) + "."


def source_url(record: Record) -> str | None:
    """Where the source can be read: DOI before PubMed before any other page."""
    source = record.source
    if source.get("doi"):
        return f"https://doi.org/{source['doi']}"
    if source.get("pmid"):
        return f"https://pubmed.ncbi.nlm.nih.gov/{source['pmid']}/"
    if source.get("pmcid"):
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{source['pmcid']}/"
    return source.get("url")


@dataclass(frozen=True)
class Card:
    """The evidence card of one address: what was found, in whom, by whom, and how we saw it."""

    address: str
    link: Link

    def fields(self) -> dict[str, Any]:
        """What a card shows, as text ready to print; the browser draws the same fields."""
        return {**_record_fields(self.link.record), **_value_fields(self.link)}

    def __repr__(self) -> str:
        fields = self.fields()
        rows = [f"{name:>11}: {fields[key]}" for key, name in _CARD_ROWS if fields[key]]
        cuts = [f"{'also':>11}: {cut['text']} ({cut['label']})" for cut in fields["cuts"]]
        return "\n".join([_heading(fields), *rows, *cuts])

    def _repr_html_(self) -> str:
        fields = self.fields()
        rows = [(name, str(fields[key])) for key, name in _CARD_ROWS if fields[key]]
        rows += [("also", f"{cut['text']} ({cut['label']})") for cut in fields["cuts"]]
        body = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in rows)
        head = f"<strong>{self.anchor()}</strong>, {escape(fields['short'])}"
        return f'<section class="gist-card"><p>{head}</p><dl>{body}</dl></section>'

    def anchor(self) -> str:
        """The number (or "claim") as a link to the evidence page, in the form that page expects."""
        value = self.link.value
        unseen = value.verified == "memory" if value is not None else self.link.record.nobody_has_seen
        href = self.address.partition("?")[0] + "?as=unverified" if unseen else self.address
        return f'<a class="gist-ev" href="ev:{escape(href)}">{escape(self.fields()["text"] or "claim")}</a>'


_CARD_ROWS = (("statement", "finding"), ("label", "number"), ("ci", "95% CI"), ("p", "p"),
              ("population", "population"), ("endpoint", "endpoint"), ("follow_up", "follow-up"),
              ("source", "source"), ("url", "read it"), ("design", "design"), ("certainty", "certainty"),
              ("how_seen", "how seen"), ("checked_on", "checked on"), ("note", "note"),
              ("disagreement", "disagree"))


def _record_fields(record: Record) -> dict[str, Any]:
    return {"short": record.short, "statement": record.statement, "population": record.population,
            "endpoint": record.endpoint, "source": source_text(record), "url": source_url(record),
            "design": record.design.replace("_", " "), "certainty": record.certainty,
            "how_seen": HOW_SEEN[record.verified], "checked_on": record.checked_on, "note": record.note,
            "disagreement": record.disagreement, "text": None, "label": None, "ci": None, "p": None,
            "follow_up": None, "cuts": []}


def _value_fields(link: Link) -> dict[str, Any]:
    """What a value says itself, which goes before what its record says."""
    number = link.value
    if number is None:
        return {}
    own = {"population": number.population, "note": number.note}
    return {"text": _shown(number, link.form), "label": number.label, "p": number.p,
            "ci": _interval_text(number), "follow_up": _follow_up(link.record, number),
            "how_seen": HOW_SEEN[number.verified],
            "certainty": certainty_rule(link.record.design, number.verified),
            "cuts": _other_cuts(link.record, number), **{name: text for name, text in own.items() if text}}


def card(address: str) -> Card:
    """The card of a value or record, for a notebook: it prints as text and draws itself as HTML."""
    return Card(address.removeprefix("ev:"), resolve(address))


def _heading(fields: Mapping[str, Any]) -> str:
    return f"{fields['text']}, {fields['short']}" if fields["text"] else str(fields["short"])


def _shown(number: Value, form: str = "value") -> str:
    """The printed text; what nobody has seen never prints as fact."""
    return number.format("unverified" if number.verified == "memory" else form)


def _interval_text(number: Value) -> str | None:
    return None if number.ci is None else number.format("ci").partition("95% CI ")[2].rstrip(")")


def _follow_up(record: Record, number: Value) -> str | None:
    return number.follow_up or record.cuts.get(number.key.partition("@")[2])


def _other_cuts(record: Record, number: Value) -> list[dict[str, str]]:
    """The same number at the other data cuts of its record."""
    stem = _CUT.sub("", number.key)
    others = [v for key, v in record.values.items() if _CUT.sub("", key) == stem and key != number.key]
    return [{"label": record.cuts.get(v.key.partition("@")[2]) or v.label, "text": _shown(v)} for v in others]


# ---------------------------------------------------------------- searching

class Hits(list[Record]):
    """Records found by ``search``: a list that prints one line for each."""

    def __repr__(self) -> str:
        return "\n".join(f"{r.id}: {r.statement} ({r.short})" for r in self) or "No record mentions that."

    def _repr_html_(self) -> str:
        rows = [(r.id, r.statement, r.short, r.topic) for r in self]
        return html_table("Records found", ("address", "finding", "source", "topic"), rows)


def search(text: str) -> Hits:
    """Records that mention every word of ``text``, be it in the finding, source, labels or numbers."""
    words = text.casefold().split()
    if not words:
        raise ValueError("search needs at least one word, for example evidence.search('rupture').")
    return Hits(record for record in ledger().values() if all(word in _haystack(record) for word in words))


def _haystack(record: Record) -> str:
    parts = [record.id, record.short, record.topic, record.statement, record.population, record.endpoint,
             record.trial, record.note, *record.source.values()]
    parts += [f"{v.label} {v.format()}" for v in record.values.values()]
    return " ".join(str(part) for part in parts if part).casefold()


def frame(records: Iterable[Record] | None = None) -> pd.DataFrame:
    """All values of the ledger, one typed row each; ``low`` and ``high`` hold a range or the 95% CI."""
    import pandas as pd

    chosen = ledger().values() if records is None else records
    rows = [_row(record, number) for record, number in walk_values(chosen)]
    kinds = {"number": "float64", "low": "float64", "high": "float64", "of": "Int64", "year": "Int64"}
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.astype({name: kinds.get(name, "string") for name in _COLUMNS})


_COLUMNS = ["address", "text", "number", "low", "high", "unit", "of", "label", "population", "follow_up",
            "topic", "kind", "design", "certainty", "verified", "source", "year", "url"]


def _row(record: Record, number: Value) -> dict[str, Any]:
    low, high = number.value if isinstance(number.value, tuple) else number.ci or (None, None)
    year = re.search(r"\d{4}", str(record.source.get("year") or record.source.get("date")))
    return {"address": number.address, "text": _shown(number), "low": low, "high": high, "unit": number.unit,
            "number": number.value if isinstance(number.value, (int, float)) else None, "of": number.of,
            "label": number.label, "population": number.population or record.population,
            "topic": record.topic, "follow_up": _follow_up(record, number), "kind": record.kind,
            "design": record.design,
            "certainty": certainty_rule(record.design, number.verified), "verified": number.verified,
            "source": record.short, "year": int(year.group()) if year else None, "url": source_url(record)}


# ---------------------------------------------------------------- what a lesson rests on

@dataclass(frozen=True)
class Sources:
    """The evidence behind a lesson, in the order of reading."""

    lesson: str
    links: tuple[tuple[str, Link], ...]

    def rows(self) -> list[dict[str, str]]:
        return [_source_row(address, link) for address, link in self.links]

    def frame(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame(self.rows(), dtype="string")

    def __len__(self) -> int:
        return len(self.links)

    def __repr__(self) -> str:
        rows = [f"{row['value'] or 'claim'} | {row['source']} | ev:{row['address']}" for row in self.rows()]
        head = f"Lesson {self.lesson} rests on {len(rows)} entries of the evidence ledger:"
        return "\n".join([head, *rows])

    def _repr_html_(self) -> str:
        """Four columns, so that it can be read on a page; ``frame()`` has all of them apart."""
        rows = [_shown_row(address, link, row) for (address, link), row in zip(self.links, self.rows(), strict=True)]
        columns = ("value", "what, in whom, how long", "source", "how seen")
        return html_table(f"Evidence behind lesson {self.lesson}", columns, rows, markup=True)


def _shown_row(address: str, link: Link, row: dict[str, str]) -> list[str]:
    interval = f" (95% CI {escape(row['95% CI'])})" if row["95% CI"] else ""
    told = "; ".join(filter(None, (row["what"], row["population"], row["follow-up"])))
    return [Card(address, link).anchor() + interval, escape(told), escape(row["source"]), escape(row["how seen"])]


def _source_row(address: str, link: Link) -> dict[str, str]:
    fields = Card(address, link).fields()
    return {"value": fields["text"] or "", "95% CI": fields["ci"] or "",
            "what": fields["label"] or fields["statement"], "population": fields["population"] or "",
            "follow-up": fields["follow_up"] or "",
            "source": fields["short"], "how seen": fields["how_seen"], "address": address}


def addresses(markdown: str) -> list[str]:
    """The ``ev:`` addresses linked in a text, each once, in the order of reading, without their format."""
    return list(dict.fromkeys(found.partition("?")[0] for found in _LINK.findall(markdown)))


def sources(lesson: str) -> Sources:
    """Every evidence link in the text of a lesson, such as ``sources("07")``."""
    cells = json.loads(_notebook(lesson).read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return Sources(lesson, tuple((address, resolve(address)) for address in addresses(text)))


def _notebook(lesson: str, folders: Sequence[Path] | None = None) -> Path:
    """The notebook of a lesson: beside the package in a copy of the book, else near the working folder."""
    here = Path.cwd()
    folders = folders or [Path(__file__).parent.parent / "notebooks", here, here / "notebooks"]
    for folder in folders:
        found = sorted(folder.glob(f"{lesson}_*.ipynb"))
        if found:
            return found[0]
    looked = ", ".join(sorted({path.name for folder in folders for path in folder.glob("*.ipynb")})) or "none"
    raise ValueError(f"There is no lesson '{lesson}'. Give its number as text, such as '07'. Seen: {looked}.")


def html_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *,
               markup: bool = False) -> str:
    """A plain table with a caption and header cells; cells are escaped unless they are ``markup`` already."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell if markup else escape(cell)}</td>" for cell in row) + "</tr>"
                   for row in rows)
    return (f'<table class="gist-table"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>")
