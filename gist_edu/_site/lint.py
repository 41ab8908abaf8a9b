"""The checker of prose: every clinical number is a link to the ledger and says what the ledger says.

Reads the Markdown of ``book/`` and of the notebooks. A number in running text is accepted when it stands in an
``ev:`` link whose text equals the formatted value, repeats such a link of the same section, or matches a written
exception of ``data/lint.yaml``. A check that checked nothing fails.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from gist_edu import _yaml
from gist_edu._ledger import DATA, link_problem

NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
MAX_LINKS_IN_A_PARAGRAPH = 4
_PROSE_DIRECTIVE = re.compile(r"\{(admonition|note|tip|warning|important|dropdown|figure|epigraph|margin)\}")


@dataclass(frozen=True)
class Exceptions:
    """Written exceptions: patterns that hold everywhere, and phrases that hold in one file. Each has a reason."""

    patterns: tuple[re.Pattern[str], ...]
    phrases: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path = DATA / "lint.yaml") -> Exceptions:
        raw = _yaml.load(path.read_text(encoding="utf-8"))
        for entry in [*raw["patterns"], *raw["files"]]:
            if not entry.get("reason"):
                raise ValueError(f"{path.name}: exception {entry} has no reason; every exception needs one")
        phrases: dict[str, tuple[str, ...]] = {}
        for entry in raw["files"]:
            phrases[entry["file"]] = phrases.get(entry["file"], ()) + tuple(entry["phrases"])
        return cls(tuple(re.compile(entry["pattern"]) for entry in raw["patterns"]), phrases)


@dataclass
class Report:
    """What was found and how much was looked at."""

    problems: list[str] = field(default_factory=list)
    files: int = 0
    links: int = 0
    numbers: int = 0

    def add(self, where: str, problem: str) -> None:
        self.problems.append(f"{where}: {problem}")


@dataclass(frozen=True)
class Piece:
    """A stretch of running text, or one ev: link, in reading order."""

    line: int
    text: str
    address: str | None = None


Paragraph = list[Piece]


def _pieces(token: Token, line: int) -> Paragraph:
    pieces: Paragraph = []
    address: str | None = None
    text = ""
    for child in token.children or []:
        if child.type == "link_open":
            pieces.append(Piece(line, text))
            text, address = "", str(child.attrGet("href") or "")
        elif child.type == "link_close":
            evidence = address is not None and address.startswith("ev:")
            pieces.append(Piece(line, text, address if evidence else None))
            text, address = "", None
        elif child.type in ("softbreak", "hardbreak"):
            text += " "
        elif child.type == "text":
            text += child.content
        else:
            text += " " if child.type == "code_inline" else ""
    return [*pieces, Piece(line, text)]


def _paragraphs(markdown: str, offset: int = 0) -> Iterator[tuple[bool, Paragraph]]:
    """(is heading, pieces) for every inline run, prose directives included."""
    heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        line = offset + (token.map[0] + 1 if token.map else 1)
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "fence" and _PROSE_DIRECTIVE.search(token.info):
            yield from _paragraphs(token.content, line)
        elif token.type == "inline":
            yield heading, _pieces(token, line)


def _check_link(piece: Piece, where: str, report: Report) -> str:
    """The text of a link to a value, whose numbers may be repeated in the section; a problem where it is wrong."""
    report.links += 1
    problem = link_problem(str(piece.address), piece.text)
    if problem:
        report.add(where, problem)
        return ""
    return piece.text if "." in str(piece.address) else ""


def _loose_numbers(text: str, phrases: Sequence[str], exceptions: Exceptions) -> list[str]:
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, " ")
    for pattern in exceptions.patterns:
        text = pattern.sub(" ", text)
    return NUMBER.findall(text)


def _numbers_in(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def check_text(markdown: str, name: str, exceptions: Exceptions, report: Report, offset: int = 0) -> None:
    """Check one Markdown text; problems land in ``report``."""
    linked: set[str] = set()
    phrases = exceptions.phrases.get(name, ())
    for heading, pieces in _paragraphs(_without_front_matter(markdown), offset):
        if heading:
            linked = set()
        where = f"{name}:{pieces[0].line}"
        evidence = [piece for piece in pieces if piece.address]
        if len(evidence) > MAX_LINKS_IN_A_PARAGRAPH:
            report.add(
                where,
                f"{len(evidence)} evidence links in one paragraph; at most {MAX_LINKS_IN_A_PARAGRAPH}: "
                "split it or let repeats stand plain",
            )
        for piece in pieces:
            if piece.address:
                linked |= _numbers_in(_check_link(piece, where, report))
        for number in (
            n for piece in pieces if not piece.address for n in _loose_numbers(piece.text, phrases, exceptions)
        ):
            report.numbers += 1
            if number not in linked:
                report.add(
                    where,
                    f"the number '{number}' has no evidence link in this section; link it as "
                    "[text](ev:record.value), or add an exception with a reason to data/lint.yaml",
                )


def _without_front_matter(markdown: str) -> str:
    match = re.match(r"---\n.*?\n---\n", markdown, re.S)
    return "\n" * match.group().count("\n") + markdown[match.end() :] if match else markdown


def sources(root: Path) -> Iterable[tuple[str, str]]:
    """(name, Markdown) of every page and notebook; a cell is named ``file, cell n``."""
    for path in sorted(root.glob("book/**/*.md")):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
    for path in sorted(root.glob("notebooks/*.ipynb")):
        cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        yield path.relative_to(root).as_posix(), text


def check(root: Path, exceptions: Exceptions | None = None) -> Report:
    """Check all prose below ``root``; unused phrase exceptions are problems too."""
    exceptions = exceptions or Exceptions.load()
    report = Report()
    seen: dict[str, str] = {}
    for name, markdown in sources(root):
        report.files += 1
        seen[name] = markdown
        check_text(markdown, name, exceptions, report)
    for name, phrases in exceptions.phrases.items():
        for phrase in phrases:
            if phrase not in " ".join(seen.get(name, "").split()):
                report.add("data/lint.yaml", f"the exception '{phrase}' for {name} is not used any more; delete it")
    if report.links == 0:
        report.add(str(root), "checked nothing: no evidence link found below book/ or notebooks/")
    return report


def main(argv: Sequence[str] | None = None) -> int:
    root = Path((argv or ["."])[0])
    report = check(root)
    for problem in report.problems:
        print(problem)
    print(
        f"prose: {report.files} files, {report.links} evidence links, {report.numbers} plain numbers, "
        f"{len(report.problems)} problems"
    )
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
