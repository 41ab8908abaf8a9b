"""The data bundles of the simulators: their YAML, questions, and the ledger values they point to, as plain JSON.

A bundle has the name of its simulator; the question player has one for each set, such as ``quiz.07``, so that a page
loads its own questions only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gist_edu import _lessons, _timeline, _trials
from gist_edu._ledger import DATA, LedgerError, resolve
from gist_edu._questions import REVISIT, Item, Questions, load
from gist_edu._words import date_in_words, titled

PACKAGE = Path(__file__).parent
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Parts:
    """What a simulator is made of, below ``gist_edu/``."""

    files: tuple[str, ...] = ()  # data files, below data/
    modules: tuple[str, ...] = ()  # portable modules of its own, the one with init, update and view first


PARTS: dict[str, Parts] = {
    "risk": Parts(
        ("risk.yaml",),
        (
            "simulators/risk.py",
            "simulators/risk_inputs.py",
            "simulators/risk_answer.py",
            "simulators/risk_advice.py",
            "simulators/risk_map.py",
            "models/risk.py",
        ),
    ),
    "quiz": Parts(
        modules=(
            "simulators/quiz.py",
            "simulators/quiz_state.py",
            "simulators/quiz_ask.py",
            "simulators/quiz_answer.py",
            "models/quiz.py",
        )
    ),
    "progress": Parts(("changes.yaml",), ("simulators/progress.py", "simulators/progress_view.py")),
    "trials": Parts(
        modules=(
            "simulators/trials.py",
            "simulators/trials_ask.py",
            "simulators/trials_answer.py",
            "simulators/trials_curves.py",
            "simulators/trials_stop.py",
            "simulators/trials_beside.py",
            "models/survival.py",
        )
    ),
    "receptor": Parts(
        ("receptor.yaml", "genes.yaml"),
        (
            "simulators/receptor.py",
            "simulators/receptor_map.py",
            "simulators/receptor_pocket.py",
            "simulators/shapes.py",
            "models/genes.py",
        ),
    ),
    "variant": Parts(
        ("variant.yaml", "genes.yaml", "variants.yaml", "drugs.yaml"),
        (
            "simulators/variant.py",
            "simulators/variant_read.py",
            "simulators/variant_map.py",
            "simulators/variant_answer.py",
            "models/interpret.py",
            "models/genes.py",
            "models/hgvs.py",
            "models/hgvs_apply.py",
            "models/hgvs_coding.py",
            "models/hgvs_dna.py",
            "models/hgvs_faults.py",
            "models/hgvs_doubt.py",
            "models/hgvs_join.py",
            "models/hgvs_line.py",
            "models/hgvs_protein.py",
            "models/hgvs_read.py",
            "models/hgvs_scan.py",
            "models/hgvs_words.py",
        ),
    ),
    "drugs": Parts(
        ("drugs.yaml",),
        (
            "simulators/drugs.py",
            "simulators/drugs_ask.py",
            "simulators/drugs_answer.py",
            "simulators/drugs_detail.py",
            "simulators/drugs_cells.py",
        ),
    ),
    "timeline": Parts(
        ("timeline.yaml",),
        (
            "simulators/timeline.py",
            "simulators/timeline_ask.py",
            "simulators/timeline_answer.py",
            "models/timeline.py",
        ),
    ),
    "resistance": Parts(
        ("resistance.yaml", "drugs.yaml", "variants.yaml"),
        (
            "simulators/resistance.py",
            "simulators/resistance_ask.py",
            "simulators/resistance_answer.py",
            "models/resistance.py",
            "models/resistance_case.py",
            "models/interpret.py",
        ),
    ),
}
# Loaded with every simulator; the door needs the progress of the reader.
CORE = (
    "simulators/__init__.py",
    "simulators/blocks.py",
    "simulators/form.py",
    "simulators/session.py",
    "models/__init__.py",
    "models/portable.py",
    "models/progress.py",
)
_ADDRESS = re.compile(r"ev:([a-z][a-z0-9_.]*[a-z0-9](?:@[a-z0-9_]+)?)")
SET_TITLES = {"bet": "The bet", "taster": "Twelve questions", REVISIT: "Questions to revisit"}
SET_PAGES = {"bet": "book/index", "taster": "book/taster"}
NOTHING = {REVISIT: "Nothing to revisit today. What you miss comes back here after one day, a week and a month."}


def bundles() -> list[str]:
    """Names of all bundles."""
    names = [name for name in PARTS if name != "quiz"]
    return [*names, *(f"quiz.{name}" for name in load().sets), f"quiz.{REVISIT}"]


def addresses(bundle: str) -> dict[str, str]:
    """Every ``ev:`` address a bundle or its code names -> the file that names it first."""
    name = bundle.partition(".")[0]
    parts = _parts(bundle)
    found: dict[str, str] = {}
    for path in [*(DATA / file for file in parts.files), *(PACKAGE / module for module in parts.modules)]:
        for address in _ADDRESS.findall(path.read_text(encoding="utf-8")):
            found.setdefault(address, path.name)
    if name == "quiz":
        for item in _items(bundle):
            for address in item.addresses():
                found.setdefault(address.partition("?")[0], item.file)
    if name == "trials":
        for address in re.findall(r'"address": "([^"]+)"|"n": "([^"]+)"', json.dumps(_trials.for_the_stage())):
            found.setdefault("".join(address), "data/trials")
    return found


def entry(address: str, named_in: str) -> dict[str, Any]:
    """Text, short source name and bare number of an address; a wrong address names the file that holds it."""
    try:
        link = resolve(address)
    except LedgerError as error:
        raise LedgerError(f"{named_in}: {error}") from error
    value = link.value
    if value is not None and value.verified == "memory":
        return {"text": value.format("unverified"), "short": link.record.short, "value": _bare(value.value)}
    return {"text": link.text or "", "short": link.record.short, "value": _bare(value.value) if value else None}


def _bare(value: object) -> float | int | None:
    return value if isinstance(value, (int, float)) else None


def _parts(bundle: str) -> Parts:
    name, _, part = bundle.partition(".")
    if bundle in bundles():
        return PARTS[name]
    if name == "quiz":
        given = f"knows no set '{part}'" if part else "needs a set"
        raise ValueError(f"The question player {given}; give set=... one of: {', '.join([*load().sets, REVISIT])}.")
    raise ValueError(f"There is no simulator {bundle!r}; choose one of: {', '.join(PARTS)}.")


@cache
def _json(bundle: str) -> str:
    data: dict[str, Any] = {
        Path(file).stem: yaml.safe_load((DATA / file).read_text(encoding="utf-8")) for file in _parts(bundle).files
    }
    name, _, part = bundle.partition(".")
    if name == "quiz":
        data = _quiz(part)
    elif name == "progress":
        data = _progress(data["changes"])
    else:
        if name == "trials":
            data["trials"] = _with_sources(_trials.for_the_stage())
        elif name == "timeline":
            data["timeline"] = _timeline.timeline()
        data["ev"] = {address: entry(address, source) for address, source in sorted(addresses(bundle).items())}
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def simulator_data(bundle: str) -> dict[str, Any]:
    """A fresh copy of a bundle; an unknown name lists the known ones."""
    _parts(bundle)
    data: dict[str, Any] = json.loads(_json(bundle))
    return data


# ---------------------------------------------------------------- questions


def _items(bundle: str) -> list[Item]:
    """The questions of a set, and their siblings."""
    questions, name = load(), bundle.partition(".")[2]
    if name == REVISIT:
        return list(questions.items.values())
    chosen = questions.of_set(name)
    more = {other.id: other for item in chosen for other in questions.siblings(item)}
    return list({**{item.id: item for item in chosen}, **more}.values())


def _quiz(name: str) -> dict[str, Any]:
    questions = load()
    return {
        "set": name,
        "title": set_title(name),
        "nothing": NOTHING.get(name, "There is no question here yet."),
        "order": [] if name == REVISIT else list(questions.sets[name]),
        "items": {item.id: _item(item, questions) for item in _items(f"quiz.{name}")},
    }


def set_title(name: str) -> str:
    """What a set is called on the screen."""
    return SET_TITLES.get(name) or "Check yourself"


def _item(item: Item, questions: Questions) -> dict[str, Any]:
    """A question as plain data; evidence links carry the name of their source."""
    found: dict[str, Any] = {
        "id": item.id,
        "kind": item.kind,
        "stem": item.stem,
        "cards": [dict(card) for card in item.cards],
        "options": [
            {"id": o.id, "text": o.text, "verdict": o.verdict, "feedback": titled(o.feedback)} for o in item.options
        ],
        "why": titled(item.why) if item.why else None,
        "more": _more(item),
        "siblings": [other.id for other in questions.siblings(item)],
    }
    if item.answer and item.feedback:
        answer = item.answer
        limits = {"min": answer.min, "max": answer.max, "step": answer.step, "unit": answer.unit}
        found["answer"] = {**limits, "tolerance": answer.tolerance, "value": answer.value, "link": titled(answer.link)}
        found["feedback"] = {name: titled(text) for name, text in item.feedback.items()}
    return found


def _with_sources(trials: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sentences of each trial, their links with the names of the sources."""
    return [
        {**trial, "population": titled(trial["population"]), "time_zero": titled(trial["time_zero"]),
         "mind": [titled(said) for said in trial["mind"]]}
        for trial in trials
    ]


def _more(item: Item) -> dict[str, str] | None:
    if item.more is None:
        return None
    lesson = _lessons.lesson(item.more["lesson"])
    anchor = f"#{item.more['anchor']}" if item.more.get("anchor") else ""
    return {"title": f"lesson {lesson.number}, {lesson.title}", "href": f"book:{lesson.file}.html{anchor}"}


# ---------------------------------------------------------------- progress


def _progress(changes: list[Mapping[str, Any]]) -> dict[str, Any]:
    lessons = _lessons.lessons()
    sets = load().sets
    known = {lesson.number: lesson for lesson in lessons}
    return {
        "lessons": [
            {
                "number": lesson.number,
                "title": lesson.title,
                "minutes": lesson.core_minutes,
                "href": f"{lesson.file}.html",
                "sections": [{"title": title, "anchor": anchor} for title, anchor in _lessons.sections(lesson)],
            }
            for lesson in lessons
        ],
        "sets": [
            {"name": name, "items": list(items), **_place(name, known.get(name))} for name, items in sets.items()
        ],
        "items": list(load().items),
        "changes": [_change(change) for change in changes],
    }


def _place(name: str, lesson: _lessons.Lesson | None) -> dict[str, str]:
    if lesson is None:
        return {"title": set_title(name), "href": f"{SET_PAGES[name]}.html"}
    return {"title": f"{lesson.number} · {lesson.title}", "href": f"{lesson.file}.html"}


def _change(change: Mapping[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(str(change["date"]))
    return {"date": date_in_words(day), "day": (day - EPOCH).days, "text": change["text"]}
