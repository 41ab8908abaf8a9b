"""The claims of lesson 00, read and checked at the border, and how sure each verdict is.

``data/claims.yaml`` holds what is commonly said and what the book makes of it. How thin the evidence is stands nowhere
in that file: it is derived here from the ledger records that a claim links.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from gist_edu import _lessons, _yaml, evidence
from gist_edu._ledger import DATA, VERIFIED, Record, link_problem, resolve
from gist_edu._lessons import Lesson
from gist_edu._words import date_in_words

VERDICTS = {"confirmed": "●", "nuanced": "◐", "corrected": "▲", "outdated": "◇"}  # told apart by shape, not by colour
COLUMNS = ("yes", "ask_first", "no")
_REQUIRED = ("id", "theme", "claim", "verdict", "short", "because", "evidence_until")
_LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)\s]+)\)")
_CONTROLLED, _NOT_PEOPLE = {"randomised", "meta_analysis"}, {"in_vitro", "expert", "modelling", "derived"}
_TEXTS = {"guideline", "label", "document"}
_DESIGNS = {  # what one record of a design is called, and what several are
    "randomised": ("result of a randomised trial", "results of randomised trials"),
    "meta_analysis": ("pooled analysis", "pooled analyses"),
    "single_arm": ("trial result without a control group", "trial results without a control group"),
    "observational": ("observational result", "observational results"),
    "case_series": ("case series", "case series"),
    "in_vitro": ("laboratory result", "laboratory results"),
    "expert": ("expert statement", "expert statements"),
    "modelling": ("model", "models"),
    "derived": ("calculation from other records", "calculations from other records"),
    "guideline": ("guideline statement", "guideline statements"),
    "label": ("label or agency text", "label or agency texts"),
    "document": ("document", "documents"),
}
_SEEN = {"primary": "seen in the source itself", "secondary": "seen on secondary pages only",
         "memory": "not seen by us (unverified)"}


class ClaimError(ValueError):
    """A claim that does not fit; the text names file, claim, field, expectation and remedy."""


@dataclass(frozen=True)
class Claim:
    """One claim as it is commonly said, with the verdict of the book."""

    id: str
    theme: str
    claim: str
    verdict: str
    short: str
    because: str
    evidence_until: str
    us_eu: str = ""
    more: tuple[str, ...] = ()  # numbers of the lessons that take it further

    def addresses(self) -> list[str]:
        """The evidence addresses it links, each once."""
        return evidence.addresses(f"{self.because} {self.us_eu}")

    def support(self) -> list[tuple[Record, str]]:
        """Each linked record, and how we saw what is linked of it (the weakest, where values differ)."""
        found: dict[str, tuple[Record, str]] = {}
        for link in map(resolve, self.addresses()):
            seen = (link.value or link.record).verified
            before = found.get(link.record.id, (link.record, seen))[1]
            found[link.record.id] = (link.record, max(seen, before, key=VERIFIED.index))
        return list(found.values())

    @property
    def rests_on(self) -> str:
        """How thin or thick the evidence is, derived from the linked records."""
        return rests_on(self.support())

    def __repr__(self) -> str:
        told = [self.short, self.because, self.us_eu and f"US and EU: {self.us_eu}", self._dated(), self._further()]
        head = f"{self.id} {VERDICTS[self.verdict]} {self.verdict}: {self.claim}"
        return "\n   ".join([head, *(plain(text) for text in told if text)])

    def _repr_html_(self) -> str:
        """A fold: the claim and its verdict outside, the reasons inside."""
        mark = f'<strong><span aria-hidden="true">{VERDICTS[self.verdict]}</span>&nbsp;{self.verdict}</strong>'
        told = [f"<strong>{html(self.short)}</strong>", *map(html, self.because.split("\n\n"))]
        told += [f"<strong>US and EU:</strong> {html(self.us_eu)}"] if self.us_eu else []
        told += [f"<small>{escape(self._dated())}</small>", *filter(None, [self._further(_page_link)])]
        inside = "".join(f"<p>{text}</p>" for text in told)
        return (f'<details class="gist-claim"><summary>{self.id} · {escape(self.claim)} {mark}</summary>'
                f"{inside}</details>")

    def _dated(self) -> str:
        until = self.evidence_until
        return f"Evidence until {date_in_words(until) if '-' in until else until}. {self.rests_on}"

    def _further(self, shown: Callable[[Lesson], str] = lambda lesson: f"lesson {lesson.number}") -> str:
        known = [lesson for lesson in _lessons.lessons() if lesson.number in self.more]
        return f"More in {_listed([shown(lesson) for lesson in known])}." if known else ""


@dataclass(frozen=True)
class Claims:
    """Everything in the file: themes by title, claims by id, and the lines of the traffic line by column."""

    themes: Mapping[str, str]
    claims: Mapping[str, Claim]
    traffic: Mapping[str, tuple[str, ...]]


def _page_link(lesson: Lesson) -> str:
    """A link that the site resolves: ``book:`` is a page given from its root."""
    return f'<a href="book:{lesson.file}.html">lesson {lesson.number}, {escape(lesson.title)}</a>'


# ---------------------------------------------------------------- how sure

def rests_on(support: Sequence[tuple[Record, str]]) -> str:
    """What kind of evidence this is, how it was seen, and in plain words where it is thin."""
    designs, seen = Counter(_design(record) for record, _ in support), Counter(how for _, how in support)
    kinds = [f"{designs[name]} {words[designs[name] > 1]}" for name, words in _DESIGNS.items() if designs[name]]
    how = [f"{seen[name]} {words}" for name, words in _SEEN.items() if seen[name]]
    records = "1 record" if len(support) == 1 else f"{len(support)} records"
    return " ".join([f"Rests on {records}: {_listed(kinds)}; {_listed(how)}.", *_thin(set(designs), seen)])


def _thin(designs: set[str], seen: Mapping[str, int]) -> Iterator[str]:
    if not seen["primary"]:
        yield "So all of it is second-hand."
    studies = designs - _TEXTS
    if not studies:
        yield "Only the text of guidelines, labels or agencies supports it."
    elif studies <= _NOT_PEOPLE:
        yield "No study of patients is among them: only laboratory data, calculations or opinion."
    elif not studies & _CONTROLLED:
        yield "No randomised trial is among them: only small or uncontrolled studies."


def _design(record: Record) -> str:
    return record.kind if record.design == "document" and record.kind in _TEXTS else record.design


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


# ---------------------------------------------------------------- text

def plain(markdown: str) -> str:
    """The text without its links and italics, on one line."""
    return " ".join(_LINK.sub(r"\1", markdown).replace("*", "").split())


def html(markdown: str) -> str:
    """Italics and evidence links, in the form that the site checks and resolves."""
    linked = _LINK.sub(r'<a class="gist-ev" href="ev:\2">\1</a>', escape(" ".join(markdown.split()), quote=False))
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", linked)


# ---------------------------------------------------------------- reading

@cache
def load(path: Path = DATA / "claims.yaml") -> Claims:
    """The claims of a file, checked; the first misfit raises ``ClaimError``."""
    raw = _yaml.load(path.read_text(encoding="utf-8"))
    _expect(isinstance(raw, dict) and set(raw) == {"themes", "claims", "traffic"}, path.name,
            "the parts themes, claims and traffic; add or rename them")
    themes = {theme["id"]: theme["title"] for theme in raw["themes"]}
    claims: dict[str, Claim] = {}
    for one in raw["claims"]:
        claim = _claim(one, themes, path.name)
        _expect(claim.id not in claims, f"{path.name}: claim {claim.id}, field id", "each claim once; rename it")
        claims[claim.id] = claim
    return Claims(themes, claims, _traffic(raw["traffic"], path.name))


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise ClaimError(f"{where}: expected {expectation}.")


def _claim(raw: Any, themes: Mapping[str, str], file: str) -> Claim:
    _expect(isinstance(raw, dict), f"{file}: claim {raw!r:.40}", "fields; write '- id: S1' and the others below it")
    where = f"{file}: claim {raw.get('id', '?')}"
    for name in _REQUIRED:
        _expect(bool(raw.get(name)), f"{where}, field {name}", "a value; it is missing or empty: write it")
    extra = sorted(set(raw) - {*_REQUIRED, "us_eu", "more"})
    _expect(not extra, where, f"only the fields {', '.join(_REQUIRED)}, us_eu and more; delete {', '.join(extra)}")
    texts = {name: str(text).strip() for name, text in raw.items() if name != "more"}
    claim = Claim(**texts, more=_more(raw.get("more") or [], f"{where}, field more"))
    _check_words(claim, themes, where)
    _check_links(claim.because, f"{where}, field because", needed=True)
    _check_links(claim.us_eu, f"{where}, field us_eu", needed=False)
    return claim


def _more(numbers: Any, where: str) -> tuple[str, ...]:
    known = [lesson.number for lesson in _lessons.lessons() if lesson.number != "00"]
    fits = isinstance(numbers, list) and all(number in known for number in numbers)
    _expect(fits, where, f"a list of lessons out of {', '.join(known)}, in quotes; got {numbers!r}")
    return tuple(numbers)


def _check_words(claim: Claim, themes: Mapping[str, str], where: str) -> None:
    _expect(bool(re.fullmatch(r"S\d+", claim.id)), f"{where}, field id", f"a name such as S4; got {claim.id!r}")
    _expect(claim.theme in themes, f"{where}, field theme", f"one of {', '.join(themes)}; got {claim.theme!r}")
    _expect(claim.verdict in VERDICTS, f"{where}, field verdict",
            f"one of {', '.join(VERDICTS)}; got {claim.verdict!r}")
    _expect(bool(re.fullmatch(r"\d{4}(-\d\d-\d\d)?", claim.evidence_until)), f"{where}, field evidence_until",
            f"a year or a day such as 2024-12-13; got {claim.evidence_until!r}")


def _traffic(raw: Any, file: str) -> dict[str, tuple[str, ...]]:
    _expect(isinstance(raw, dict) and tuple(raw) == COLUMNS, f"{file}: traffic",
            f'the columns {", ".join(COLUMNS)} in this order; write "yes" and "no" in quotes')
    for name, lines in raw.items():
        for text in lines:
            _check_links(text, f"{file}: traffic, {name}, {text[:40]!r}", needed=True)
    return {name: tuple(lines) for name, lines in raw.items()}


def _check_links(text: str, where: str, *, needed: bool) -> None:
    links = _LINK.findall(text)
    _expect(bool(links) or not needed, where, "at least one evidence link: write [words](ev:record.value)")
    _expect(len(links) == text.count("]("), where, "evidence links only: write [words](ev:record.value)")
    for shown, address in links:
        problem = link_problem(address, shown)
        if problem:
            raise ClaimError(f"{where}: {problem}.")
