"""Guidelines and labels side by side, from ``data/guidelines.yaml``: who says what on a question, and who was not seen.

A statement has no date of its own: year, day of checking and how it was seen come from the ledger records it links. A
misfit names file, topic, field, expectation and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gist_edu import _yaml
from gist_edu._ledger import DATA, VERIFIED, Record, link_problem, resolve

FILE = DATA / "guidelines.yaml"
NOT_SEEN = "Not seen by us"
_LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)]+)\)")
_SOURCE, _TOPIC, _TOPIC_MORE = ("id", "name", "where", "full"), ("id", "title", "asks", "says"), ("differ",)


class GuidelineError(ValueError):
    """A file that does not fit; the text names file, topic, field, expectation and remedy."""


@dataclass(frozen=True)
class Source:
    """Who speaks, and for which part of the world."""

    id: str
    name: str
    where: str
    full: str


@dataclass(frozen=True)
class Statement:
    """What one source says on a question: our sentence, and how its records were dated and seen."""

    source: Source
    text: str
    records: tuple[Record, ...]
    seen: str

    @property
    def years(self) -> tuple[str, ...]:
        """The years of what is linked, oldest first; ``undated`` where a source has none."""
        found = (str(record.source.get("year") or record.source.get("date") or "undated") for record in self.records)
        return tuple(sorted({text[:4] if text[:4].isdigit() else "undated" for text in found}))

    @property
    def checked(self) -> str:
        """The day on which the oldest check of these records was made."""
        return min(str(record.checked_on) for record in self.records)


@dataclass(frozen=True)
class Topic:
    """One question: the statements that we saw, and the sources that we did not see on it."""

    id: str
    title: str
    asks: str
    says: tuple[Statement, ...]
    unseen: tuple[Source, ...]
    differ: str


@dataclass(frozen=True)
class Guidelines:
    """Sources in the order of the page, and topics in the order of a patient's way."""

    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]


@cache
def guidelines(path: Path = FILE) -> Guidelines:
    """Everything in the file, checked; the first misfit raises ``GuidelineError``."""
    try:
        raw = _yaml.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise GuidelineError(f"{path.name}: not readable as YAML: {error}") from error
    top = _fields(raw, ("sources", "topics"), (), path.name)
    sources = tuple(_source(one, path.name) for one in top["sources"])
    topics = tuple(_topic(one, sources, path.name) for one in top["topics"])
    for named in ([one.id for one in sources], [one.id for one in topics]):
        twice = sorted({name for name in named if named.count(name) > 1})
        _expect(not twice, path.name, f"each id once; rename one {', '.join(twice)}")
    silent = [one.id for one in sources if not any(said.source is one for topic in topics for said in topic.says)]
    _expect(not silent, path.name, f"each source to say something; delete {', '.join(silent)}")
    return Guidelines(sources, topics)


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise GuidelineError(f"{where}: expected {expectation}.")


def _fields(raw: Any, required: Sequence[str], more: Sequence[str], where: str) -> dict[str, Any]:
    _expect(isinstance(raw, dict), where, f"fields; got {raw!r:.60}")
    missing = [name for name in required if not raw.get(name)]
    _expect(not missing, where, f"a value for {', '.join(missing)}: write it")
    extra = [str(name) for name in raw if name not in (*required, *more)]
    _expect(not extra, where, f"only the fields {', '.join((*required, *more))}; delete {', '.join(extra)}")
    return dict(raw)


def _source(raw: Any, file: str) -> Source:
    return Source(**{name: str(text) for name, text in _fields(raw, _SOURCE, (), f"{file}: sources").items()})


def _topic(raw: Any, sources: Sequence[Source], file: str) -> Topic:
    name = raw.get("id", "?") if isinstance(raw, dict) else raw
    where = f"{file}: topic {name!s:.30}"
    topic = _fields(raw, _TOPIC, _TOPIC_MORE, where)
    known = [one.id for one in sources]
    strangers = [str(one) for one in topic["says"] if one not in known]
    _expect(not strangers, f"{where}, field says", f"sources out of {', '.join(known)}; got {', '.join(strangers)}")
    said = tuple(_statement(one, topic["says"], where) for one in sources if one.id in topic["says"])
    _check_links(str(topic.get("differ") or ""), f"{where}, field differ")
    unseen = tuple(one for one in sources if one.id not in topic["says"])
    return Topic(topic["id"], topic["title"], topic["asks"], said, unseen, str(topic.get("differ") or ""))


def _statement(source: Source, says: Mapping[str, str], where: str) -> Statement:
    text, where = str(says[source.id]).strip(), f"{where}, {source.id}"
    _expect(bool(_LINK.search(text)), where,
            "an evidence link, [words](ev:record); leave the source out if it was not seen")
    _check_links(text, where)
    found = [resolve(address) for _, address in _LINK.findall(text)]
    records = tuple({link.record.id: link.record for link in found}.values())
    unseen = [record.id for record in records if record.verified == "memory"]
    _expect(not unseen, where,
            f"records that somebody saw; {', '.join(unseen)} is held from memory: verify it or leave it out")
    seen = max(((link.value or link.record).verified for link in found), key=VERIFIED.index)
    return Statement(source, text, records, seen)


def _check_links(text: str, where: str) -> None:
    for shown, address in _LINK.findall(text):
        problem = link_problem(address, shown)
        if problem:
            raise GuidelineError(f"{where}: {problem}.")
    _expect(text.count("](") == len(_LINK.findall(text)), where, "evidence links only: write [words](ev:record.value)")
