"""Drug cards: label, dose, line, evidence, harm and doubt of each drug of the book, read and checked at the border.

``data/drug_cards.yaml`` is written by people, so a misfit names file, card, field, what is expected and what to do. A
drug of ``data/drugs.yaml`` has its US and EU label there, and here no second time. Empty links, ``[](ev:...)``, are
filled with the ledger's own text; a number that nobody saw stays out, unless it is marked as unverified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gist_edu import _variants, _yaml
from gist_edu._ledger import DATA, LedgerError, link_problem, resolve

FILE = DATA / "drug_cards.yaml"
STATUSES = {
    "approved": "approved in the US and the EU",
    "regional": "approved in one part of the world",
    "off_label": "no label for GIST: off-label",
    "investigational": "investigational: trials only",
}
FIELDS = {
    "kind": "What it is",
    "line": "Line",
    "dose": "What the label prints",
    "evidence": "What was shown",
    "harm": "Main harm",
    "monitor": "What is watched",
    "interactions": "Interactions",
    "pregnancy": "Pregnancy",
    "not_for": "Who should not get it",
    "unknown": "What is not known",
}
REGIONS = {"us": "US label", "eu": "EU label", "japan": "Japanese label"}
MAX_LINKS = 4
_NEEDED = ("id", "name", "status", "kind", "line", "evidence", "harm", "not_for", "unknown")
_EMPTY = re.compile(r"\[\]\(ev:([^)\s]+)\)")
_LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)\s]+)\)")
_ANY_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+\)")


class DrugCardError(ValueError):
    """A card that does not fit; the text names file, card, field, expectation and remedy."""


@dataclass(frozen=True)
class Card:
    """A drug: Markdown lines by field, with every number as an evidence link."""

    id: str
    name: str
    status: str
    labels: dict[str, str]
    labels_elsewhere: bool  # taken from drugs.yaml, where they are checked
    lines: dict[str, tuple[str, ...]]

    @property
    def anchor(self) -> str:
        """Where the card stands on its page."""
        return f"drug-{self.id}"

    def texts(self) -> Iterator[tuple[str, str]]:
        """(field, Markdown) of every line, labels first."""
        yield from ((f"labels.{region}", text) for region, text in self.labels.items())
        yield from ((field, text) for field, texts in self.lines.items() for text in texts)


@cache
def cards(path: Path = FILE) -> tuple[Card, ...]:
    """All cards in the order of the file; the first misfit raises ``DrugCardError``."""
    try:
        raw = _yaml.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise DrugCardError(f"{path.name}: not readable as YAML: {error}") from error
    _expect(isinstance(raw, list) and bool(raw), path.name, "a list of cards; begin each with '- id: ...'")
    found = tuple(_card(one, path.name) for one in raw)
    names = [card.id for card in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    _expect(not twice, path.name, f"each drug once; join the cards of {', '.join(twice)}")
    return found


def plain(markdown: str) -> str:
    """The words of a line without its links, for tables."""
    return _ANY_LINK.sub(r"\1", markdown).replace("*", "")


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise DrugCardError(f"{where}: expected {expectation}.")


def _card(raw: Any, file: str) -> Card:
    name = raw.get("id", "?") if isinstance(raw, Mapping) else raw
    where = f"{file}: card {name!s:.20}"
    _expect(isinstance(raw, Mapping), where, f"fields; got {raw!r:.60}")
    _expect(raw.get("status") in STATUSES, f"{where}, field status", f"one of {', '.join(STATUSES)}")
    needed = {*_NEEDED, *(FIELDS if raw["status"] == "approved" else ())}
    missing = sorted(field for field in needed if not raw.get(field))
    _expect(not missing, where, f"a value for {', '.join(missing)}: write it, or say what was not seen")
    known = ("id", "name", "status", "labels", *FIELDS)
    extra = [str(field) for field in raw if field not in known]
    _expect(not extra, where, f"only the fields {', '.join(known)}; delete {', '.join(extra)}")
    lines = {field: _lines(raw[field], f"{where}, field {field}") for field in FIELDS if raw.get(field)}
    for field in ("dose", "evidence"):
        for text in lines.get(field, ()):
            _expect(bool(_LINK.search(text)), f"{where}, field {field}", "an evidence link in each line")
    return Card(str(raw["id"]), str(raw["name"]), str(raw["status"]), _labels(raw, where), not raw.get("labels"), lines)


def _lines(raw: Any, where: str) -> tuple[str, ...]:
    texts = [raw] if isinstance(raw, str) else raw
    fits = isinstance(texts, list) and all(isinstance(text, str) for text in texts)
    _expect(fits, where, "a text or a list of texts")
    return tuple(_filled(text, where) for text in texts)


def _labels(raw: Mapping[str, Any], where: str) -> dict[str, str]:
    """The labels of the board of drugs, or the card's own: never both."""
    known = {drug["id"]: drug["labels"] for drug in _variants.load()["drugs"]["drugs"]}
    own, taken = raw.get("labels"), known.get(raw["id"])
    _expect(bool(own) != bool(taken), f"{where}, field labels",
            "labels in one place: for a drug of drugs.yaml there, for any other here")
    labels: dict[str, str] = own or taken or {}
    strange = [str(region) for region in labels if region not in REGIONS]
    _expect(not strange, f"{where}, field labels", f"regions out of {', '.join(REGIONS)}; got {', '.join(strange)}")
    return {region: _filled(text, f"{where}, label {region}") for region, text in labels.items()}


def _filled(text: str, where: str) -> str:
    """Each empty link gets the ledger's text; each link is right; a line holds few links."""
    try:
        text = _EMPTY.sub(lambda link: f"[{resolve(link[1]).text}](ev:{link[1]})", text.strip())
    except LedgerError as error:
        raise DrugCardError(f"{where}: {error}") from error
    found = _LINK.findall(text)
    _expect(len(found) <= MAX_LINKS, where, f"at most {MAX_LINKS} links in one line; got {len(found)}: split it")
    for shown, address in found:
        problem = link_problem(address, shown)
        _expect(problem is None, where, f"a link that agrees with the ledger: {problem}")
    return text
