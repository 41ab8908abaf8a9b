"""The glossary, read and checked at the border (``data/glossary.yaml``): a misfit names entry, field and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gist_edu import _yaml
from gist_edu._ledger import DATA

FILE = DATA / "glossary.yaml"
KINDS = ("abbreviation", "gene", "name", "word", "computing")
_REQUIRED, _OPTIONAL = ("term", "kind", "meaning"), ("full", "expand", "also")


class GlossaryError(ValueError):
    """An entry that does not fit; the text names file, entry, field, expectation and remedy."""


@dataclass(frozen=True)
class Term:
    """One word of the book. ``expand``: written out at its first use on each page."""

    term: str
    kind: str
    meaning: str
    full: str = ""
    expand: bool = False
    also: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """How the word stands in the text; an ordinary word may begin a sentence."""
        given = (self.term, *self.also)
        begin = (form[0].upper() + form[1:] for form in given) if self.kind in ("word", "name") else ()
        return tuple(dict.fromkeys((*given, *begin)))

    @property
    def anchor(self) -> str:
        """The id on the glossary page: ``term-rfs``."""
        return "term-" + re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")

    @property
    def marked(self) -> bool:
        """Whether it gets a mark in running text; words of computing do not."""
        return self.kind != "computing"


@cache
def glossary(path: Path = FILE) -> tuple[Term, ...]:
    """All entries, sorted as on the page; the first misfit raises ``GlossaryError``."""
    raw = _yaml.load(path.read_text(encoding="utf-8"))
    _expect(isinstance(raw, list) and bool(raw), path.name, "a list of entries; begin each with '- {term: ...'")
    found = [_term(entry, path.name) for entry in raw]
    _each_once((form for entry in found for form in entry.forms), path.name)
    _each_once((entry.anchor for entry in found), path.name)
    return tuple(sorted(found, key=lambda entry: (entry.term.casefold(), entry.term)))


def by_form(terms: Iterable[Term]) -> dict[str, Term]:
    """Each form of each word -> the word."""
    return {form: entry for entry in terms for form in entry.forms}


def pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Finds the forms as whole words, the longest first. "SDH-deficient" holds SDH; "PERSIST-5" is not PERSIST."""
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w|-[A-Z0-9])")


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise GlossaryError(f"{where}: expected {expectation}.")


def _each_once(names: Iterable[str], file: str) -> None:
    seen: set[str] = set()
    for name in names:
        _expect(name not in seen, f"{file}, '{name}'", "each word and form once; it stands twice: join the entries")
        seen.add(name)


def _term(raw: Any, file: str) -> Term:
    _expect(isinstance(raw, dict), f"{file}, {raw!r:.40}", "fields; write '- {term: ..., kind: ..., meaning: ...}'")
    where = f"{file}, '{raw.get('term', '?')}'"
    for name in _REQUIRED:
        given = isinstance(raw.get(name), str) and bool(raw[name].strip())
        _expect(given, f"{where}, field {name}", "a text; write it")
    extra = sorted(set(raw) - {*_REQUIRED, *_OPTIONAL})
    _expect(not extra, where, f"only the fields {', '.join(_REQUIRED + _OPTIONAL)}; delete {', '.join(extra)}")
    _expect(raw["kind"] in KINDS, f"{where}, field kind", f"one of {', '.join(KINDS)}; got {raw['kind']!r}")
    _check_full(raw, where)
    _check_meaning(raw["meaning"].strip(), where)
    return Term(raw["term"], raw["kind"], raw["meaning"].strip(), raw.get("full", ""), raw.get("expand", False),
                tuple(_forms(raw.get("also", ()), where)))


def _check_full(raw: Mapping[str, Any], where: str) -> None:
    short = raw["kind"] == "abbreviation"
    spelt = isinstance(raw.get("full", ""), str) and bool(raw.get("full") or not short)
    _expect(spelt, f"{where}, field full", "what the letters stand for; add it")
    _expect(isinstance(raw.get("expand", False), bool) and ("expand" in raw) == short, f"{where}, field expand",
            "true or false for an abbreviation, and nothing for other kinds")


def _check_meaning(meaning: str, where: str) -> None:
    sentence = meaning[:1].isupper() and meaning.endswith(".") and not re.search(r"[.!?]\s", meaning)
    _expect(sentence, f"{where}, field meaning", "one sentence with a capital and a full stop; shorten it")
    _expect("](" not in meaning, f"{where}, field meaning", "plain words without a link; say it without a number")


def _forms(raw: Any, where: str) -> Sequence[str]:
    ok = isinstance(raw, (list, tuple)) and all(isinstance(form, str) and form for form in raw)
    _expect(ok, f"{where}, field also", f"a list of other forms; got {raw!r}")
    return list(raw)
