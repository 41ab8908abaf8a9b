"""The glossary: every entry can be used as it is, and each planted fault is named with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from gist_edu import _glossary
from gist_edu._site import lint

ENTRY = "{term: RFS, full: recurrence-free survival, kind: abbreviation, expand: true, meaning: Time alive.}"


def load(tmp_path: Path, *entries: str) -> tuple[_glossary.Term, ...]:
    path = tmp_path / "glossary.yaml"
    path.write_text("".join(f"- {entry}\n" for entry in entries), encoding="utf-8")
    return _glossary.glossary(path)


def test_the_glossary_of_the_book_can_be_read() -> None:
    terms = {entry.term: entry for entry in _glossary.glossary()}
    assert len(terms) >= 80
    assert terms["RFS"].full == "recurrence-free survival"
    assert terms["RFS"].anchor == "term-rfs"
    assert not terms["US"].expand


def test_no_meaning_holds_a_clinical_number() -> None:
    report, exceptions = lint.Report(), lint.Exceptions.load()
    for entry in _glossary.glossary():
        lint.check_text(entry.meaning, entry.term, exceptions, report)
    assert report.problems == []


def test_entries_are_sorted_without_regard_to_capitals(tmp_path: Path) -> None:
    found = load(tmp_path, "{term: Zeta, kind: word, meaning: Z.}", "{term: beta, kind: word, meaning: B.}", ENTRY)
    assert [entry.term for entry in found] == ["beta", "RFS", "Zeta"]


def test_a_word_may_begin_a_sentence_and_an_abbreviation_stays_as_it_is(tmp_path: Path) -> None:
    word, short = load(tmp_path, "{term: exon, also: [exons], kind: word, meaning: A stretch.}", ENTRY)
    assert word.forms == ("exon", "exons", "Exon", "Exons")
    assert short.forms == ("RFS",)


def test_the_longest_form_wins_and_only_whole_words_are_found() -> None:
    pattern = _glossary.pattern(["NIH", "NIH 2002", "SDH", "PERSIST"])
    assert pattern.findall("NIH 2002, NIHIL, SDH-deficient, PERSIST-5, anti-SDH") == ["NIH 2002", "SDH"]


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ([ENTRY, ENTRY], "'RFS': expected each word and form once"),
        ([ENTRY, "{term: other, also: [RFS], kind: word, meaning: X.}"], "'RFS': expected each word and form once"),
        (["{term: a b, kind: word, meaning: X.}", "{term: a-b, kind: word, meaning: X.}"], "'term-a-b': expected each"),
        (["{term: OS, kind: abbreviation, expand: true, meaning: Time alive.}"], "field full: expected what the"),
        (["{term: OS, full: overall survival, kind: abbreviation, meaning: X.}"], "field expand: expected true or"),
        (["{term: exon, kind: word, expand: true, meaning: X.}"], "field expand: expected true or false for an abbrev"),
        (["{term: exon, kind: noun, meaning: X.}"], "field kind: expected one of abbreviation, gene"),
        (["{term: exon, kind: word}"], "field meaning: expected a text; write it"),
        (["{term: exon, kind: word, meaning: X., see: gene}"], "delete see"),
        (["{term: exon, kind: word, meaning: 'One. Two.'}"], "expected one sentence"),
        (["{term: exon, kind: word, meaning: no stop}"], "expected one sentence"),
        (["{term: exon, kind: word, meaning: 'See [it](ev:x.y).'}"], "expected plain words without a link"),
        (["{term: exon, kind: word, meaning: X., also: exons}"], "field also: expected a list"),
        (["exon"], "expected fields"),
    ],
)
def test_each_planted_fault_is_named(tmp_path: Path, entries: list[str], complaint: str) -> None:
    with pytest.raises(_glossary.GlossaryError) as error:
        load(tmp_path, *entries)
    assert complaint in str(error.value)
    assert str(error.value).startswith("glossary.yaml")


def test_an_empty_glossary_is_refused(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text("# nothing yet\n", encoding="utf-8")
    with pytest.raises(_glossary.GlossaryError, match="a list of entries"):
        _glossary.glossary(tmp_path / "glossary.yaml")
