"""The checker of lessons: each keeps the shape of a lesson, and each abbreviation is spelt out and explained.

Reads the notebooks named in ``data/lessons.yaml`` and the pages of ``book/``. A problem names lesson, cell and remedy.
A check that read nothing fails.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gist_edu import _glossary, _lessons, _yaml
from gist_edu._ledger import DATA
from gist_edu._site.lesson_parts import Cell, Paragraph, Part, paragraphs, parts
from gist_edu._site.lint import Report

CORE_WORDS, LESSON_WORDS = 900, 2500
MEAN_SENTENCE, LONGEST_SENTENCE = 18, 40
VISIBLE_CELLS, CELL_LINES, COMPARED_CELLS = 6, 10, 3
KEY_POINTS, QUIZ_ITEMS = 5, 6
TITLE = "GIST & Imatinib"  # of the book: a name, not a use of the word
END_OF_CORE, OPEN_END = "You may stop here", "What would change this"
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')”’]*\s+(?=[\"'(“‘]?[A-Z0-9])")
_TOKEN = re.compile(r"(?<![\w-])[A-Za-z]\w*")
_ROMAN = re.compile(r"[IVX]+\Z")
_CHANGE = re.compile(r"[A-Z]\d{2,4}[A-Z]\Z")  # a substitution such as V654A is a name, not a short form
_SIMULATOR = re.compile(r"\bsimulator\(")
_QUIZ = re.compile(r"simulator\(\s*[\"']quiz[\"'],\s*set=[\"'](\w+)[\"']")
_INTERACT = re.compile(r"from ipywidgets import .*\binteract\b.*?(?:@interact|\binteract\s*\()", re.S)
Problems = Iterator[tuple[str, str]]  # (where, what is wrong and what to do)


@dataclass(frozen=True)
class Reading:
    """A lesson as it was read."""

    lesson: _lessons.Lesson
    parts: Sequence[Part]
    sets: Mapping[str, Sequence[str]]

    def cells(self) -> list[Cell]:
        return [cell for part in self.parts for cell in part.cells]

    def text(self) -> list[Paragraph]:
        """Running text: no headings, no tables."""
        return [paragraph for part in self.parts for paragraph in part.body if paragraph.kind != "cell"]

    def core(self) -> list[Paragraph]:
        """The text up to the place where one may stop; all of it when there is none."""
        text = self.text()
        ends = [n for n, paragraph in enumerate(text) if END_OF_CORE in paragraph.text]
        return text[: ends[0]] if ends else text

    def part(self, title: str) -> Part | None:
        return next((part for part in self.parts if part.title == title), None)


# ---------------------------------------------------------------- the shape of a lesson


def _frame(reading: Reading) -> Problems:
    number = reading.lesson.number
    for call, place in ((f'gist_edu.lesson("{number}")', "first"), (f'gist_edu.sources("{number}")', "last")):
        if not any(call in cell.source for cell in reading.cells()):
            yield "notebook", f"no cell calls {call}; add it as the {place} code cell"
    said = [paragraph.text for paragraph in reading.text()]
    for phrase, remedy in ((END_OF_CORE, "end the Core with it"), (OPEN_END, "name what would overturn the lesson")):
        if not any(phrase in text for text in said):
            yield "notebook", f'nowhere says "{phrase}"; {remedy}'


def _length(reading: Reading) -> Problems:
    for name, text, most in (("Core", reading.core(), CORE_WORDS), ("lesson", reading.text(), LESSON_WORDS)):
        count = sum(_words(paragraph.text) for paragraph in text)
        if count > most:
            yield "notebook", f"the {name} has {count} words of running text; at most {most}: cut, or fold into Deeper"


def _sentences(reading: Reading) -> Problems:
    lengths = []
    for paragraph in reading.core():
        for sentence in filter(None, _SENTENCE_END.split(paragraph.text)):
            lengths.append(_words(sentence))
            if lengths[-1] > LONGEST_SENTENCE:
                yield paragraph.where, (f"a sentence of {lengths[-1]} words ({sentence[:40]!r} ...); at most "
                                        f"{LONGEST_SENTENCE}: split it")
    mean = sum(lengths) / max(len(lengths), 1)
    if mean > MEAN_SENTENCE:
        yield "notebook", f"sentences of the Core have {mean:.1f} words on average; at most {MEAN_SENTENCE}: split some"


def _words(text: str) -> int:
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def _code(reading: Reading) -> Problems:
    shown = [cell for cell in reading.cells() if cell.visible]
    computing = sum(not _SIMULATOR.search(cell.source) for cell in shown)
    if computing < VISIBLE_CELLS:
        yield "notebook", (f"{computing} visible code cells beside the simulators; at least {VISIBLE_CELLS}: "
                           "let readers compute more")
    for cell in shown:
        if cell.lines > CELL_LINES:
            yield cell.id, f"{cell.lines} lines of code; at most {CELL_LINES}: move work into the package"
    if not any(_INTERACT.search(cell.source) for cell in shown):
        yield "notebook", "no plain interact; add one that the reader can edit: from ipywidgets import interact"
    compared = sum(cell.compared for cell in reading.cells() if "sources(" not in cell.source)
    if compared < COMPARED_CELLS:
        yield "notebook", (f"{compared} cells whose stored table or text nbval compares; at least {COMPARED_CELLS}: "
                           "store outputs with gist-edu execute, or take tags away")


def _simulators(reading: Reading) -> Problems:
    for part in reading.parts:
        cells = [cell for cell in part.cells if _SIMULATOR.search(cell.source)]
        if cells and len(part.cells) == len(cells) and not part.body:
            yield cells[0].id, f'a simulator is all that "{part.title}" holds; say before it what to look for'


def _exercises(reading: Reading) -> Problems:
    count = sum(part.title == "Your turn" for part in reading.parts)
    turn = reading.part("Your turn")
    if count != 1 or turn is None:
        yield "notebook", f'{count} sections "Your turn"; exactly one, with a cell that checks the answer'
    elif not any(cell.visible for cell in turn.cells):
        yield turn.where, '"Your turn" has no code cell; add one that checks the answer'
    check = reading.part("Check yourself")
    names = [name for cell in (check.cells if check else ()) for name in _QUIZ.findall(cell.source)]
    if not names:
        yield "notebook", (f'no "Check yourself" with its questions; add gist_edu.simulator("quiz", '
                           f'set="{reading.lesson.number}")')
    for name in names:
        asked = len(reading.sets.get(name) or ())
        if asked < QUIZ_ITEMS:
            yield "Check yourself", f"set '{name}' has {asked} questions; at least {QUIZ_ITEMS}: add some to sets.yaml"


def _key_points(reading: Reading) -> Problems:
    part = reading.part("Key points")
    count = sum(paragraph.kind == "item" for paragraph in part.body) if part else 0
    if count != KEY_POINTS:
        where = part.where if part else "notebook"
        yield where, f"{count} numbered key points; exactly {KEY_POINTS}, below the heading Key points"


RULES = (_frame, _length, _sentences, _code, _simulators, _exercises, _key_points)


# ---------------------------------------------------------------- abbreviations


def abbreviations(text: Iterable[Paragraph], terms: Sequence[_glossary.Term]) -> Problems:
    """Each is in the glossary, and at its first use on the page the same paragraph spells it out."""
    forms = _glossary.by_form(terms)
    known = _glossary.pattern(forms)
    met: set[str] = set()
    for paragraph in text:
        said = paragraph.text.replace(TITLE, " ")
        for form in known.findall(said):
            entry = forms[form]
            if entry.expand and _is_short(form) and entry.term not in met:
                met.add(entry.term)
                if entry.full.lower() not in said.lower():
                    yield paragraph.where, f"{form} is not spelt out at its first use; write: {entry.full} ({form})"
        for token in _TOKEN.findall(known.sub(" ", said)):
            if _is_short(token) and token not in met:
                met.add(token)
                yield paragraph.where, f"{token} is not in the glossary; add it to data/glossary.yaml, or use words"


def _is_short(token: str) -> bool:
    """Two capitals or more, and mostly capitals: GIST, MetaGIST; not JavaScript, V654A or a Roman number."""
    letters = [char for char in token if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return capitals >= 2 and 2 * capitals >= len(letters) and not (_ROMAN.match(token) or _CHANGE.match(token))


# ---------------------------------------------------------------- all together


def problems_of(reading: Reading, terms: Sequence[_glossary.Term]) -> Problems:
    """Everything that is wrong with one lesson."""
    for rule in RULES:
        yield from rule(reading)
    lesson = reading.lesson
    header = [lesson.before, *(objective.text for objective in lesson.objectives)]
    text = [Paragraph("text", line, "header in data/lessons.yaml") for line in header]
    yield from abbreviations([*text, *(paragraph for part in reading.parts for paragraph in part.body)], terms)


def check(root: Path, data: Path = DATA) -> Report:
    """Every lesson whose notebook exists, and every page of the book."""
    report, terms = Report(), _glossary.glossary(data / "glossary.yaml")
    sets = _yaml.load((data / "questions" / "sets.yaml").read_text(encoding="utf-8")) or {}
    for lesson in _lessons.lessons(data / "lessons.yaml"):
        path = root / f"{lesson.file}.ipynb"
        if path.is_file():
            report.files += 1
            for where, problem in problems_of(Reading(lesson, parts(path), sets), terms):
                report.add(f"lesson {lesson.number}, {where}", problem)
    if not report.files:
        report.add(str(root), "checked nothing: no notebook of data/lessons.yaml is there; run this in the book")
    for path in sorted(root.glob("book/*.md")):
        name = path.relative_to(root).as_posix()
        for _, problem in abbreviations(_body(path, name), terms):
            report.add(name, problem)
    return report


def _body(path: Path, name: str) -> list[Paragraph]:
    found = paragraphs(path.read_text(encoding="utf-8"), name)
    return [paragraph for paragraph in found if paragraph.kind != "heading"]


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong; 1 when anything is."""
    try:
        report = check(Path((argv or ["."])[0]))
    except (_lessons.LessonError, _glossary.GlossaryError) as error:
        print(error)
        return 1
    for problem in report.problems:
        print(problem)
    print(f"lessons: {report.files}, {len(report.problems)} problems")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
