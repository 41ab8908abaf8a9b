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

from gist_edu import _cases, _lessons, _monitoring, _pk, _reader, _resistance, _timeline, _toxicity, _trials, _yaml
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
    "cases": Parts(
        modules=(
            "simulators/cases.py",
            "simulators/cases_ask.py",
            "simulators/cases_end.py",
            "models/cases.py",
            "models/case_result.py",
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
            "models/interpret_said.py",
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
            "models/hgvs_said.py",
            "models/hgvs_scan.py",
            "models/hgvs_words.py",
        ),
    ),
    "pk": Parts(
        ("pk.yaml",),
        (
            "simulators/pk.py",
            "simulators/pk_ask.py",
            "simulators/pk_answer.py",
            "simulators/pk_chart.py",
            "simulators/pk_free.py",
            "models/pk.py",
            "models/pk_people.py",
            "models/pk_tablets.py",
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
    "toxicity": Parts(
        ("toxicity.yaml",),
        (
            "simulators/toxicity.py",
            "simulators/toxicity_ask.py",
            "simulators/toxicity_answer.py",
            "models/toxicity.py",
            "models/toxicity_values.py",
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
            "simulators/resistance_state.py",
            "simulators/resistance_ask.py",
            "simulators/resistance_answer.py",
            "simulators/resistance_charts.py",
            "simulators/resistance_behind.py",
            "models/resistance.py",
            "models/resistance_case.py",
            "models/resistance_plan.py",
            "models/interpret.py",
            "models/interpret_said.py",
        ),
    ),
    "response": Parts(
        ("response.yaml",),
        (
            "simulators/response.py",
            "simulators/response_ask.py",
            "simulators/response_picture.py",
            "simulators/response_answer.py",
            "simulators/shapes.py",
            "models/response.py",
            "models/response_scans.py",
        ),
    ),
    "monitoring": Parts(
        ("monitoring.yaml",),
        ("simulators/monitoring.py", "simulators/monitoring_answer.py", "models/monitoring.py"),
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
    "models/progress_cases.py",
)
_ADDRESS = re.compile(r"ev:([a-z][a-z0-9_.]*[a-z0-9](?:@[a-z0-9_]+)?)")
SET_TITLES = {"bet": "The bet", "taster": "Twelve questions", REVISIT: "Questions to revisit"}
SET_PAGES = {"bet": "book/index", "taster": "book/taster"}
NOTHING = {REVISIT: "Nothing to revisit today. What you miss comes back here after one day, a week and a month."}


def bundles() -> list[str]:
    """Names of all bundles."""
    names = [name for name in PARTS if name not in ("quiz", "cases")]
    sets = [*(f"quiz.{name}" for name in load().sets), f"quiz.{REVISIT}"]
    return [*names, *sets, *(f"cases.{name}" for name in _cases.load())]


def addresses(bundle: str) -> dict[str, str]:
    """Every ``ev:`` address a bundle or its code names -> the file that names it first."""
    name = bundle.partition(".")[0]
    parts = _parts(bundle)
    found: dict[str, str] = {}
    for path in [*(DATA / file for file in parts.files), *(PACKAGE / module for module in parts.modules)]:
        for address in _ADDRESS.findall(path.read_text(encoding="utf-8")):
            found.setdefault(address, path.name)
    if name == "cases":
        case = _cases.load()[bundle.partition(".")[2]]
        return {address.partition("?")[0]: case.file for address in case.addresses()}
    if name == "quiz":
        for item in _items(bundle):
            for address in item.addresses():
                found.setdefault(address.partition("?")[0], item.file)
    if name == "monitoring":  # intervals stand in the file as bare addresses
        for address in _ADDRESS.findall(json.dumps(_monitoring.rules())):
            found.setdefault(address, "monitoring.yaml")
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
    found = {"text": link.text or "", "short": link.record.short, "value": _bare(value.value) if value else None}
    if value is None and link.record.nobody_has_seen:
        found["form"] = "?as=unverified"
    return found


def _bare(value: object) -> float | int | None:
    return value if isinstance(value, (int, float)) else None


def _parts(bundle: str) -> Parts:
    """What a bundle is made of; a fault in one case or question set stops no other bundle."""
    name, _, part = bundle.partition(".")
    if name not in PARTS:
        raise ValueError(f"There is no simulator {bundle!r}; choose one of: {', '.join(PARTS)}.")
    if name == "quiz":
        _known(part, [*load().sets, REVISIT], "The question player", "set")
    elif name == "cases":
        _known(part, list(_cases.load()), "The clinic", "case")
    elif part:
        raise ValueError(f"There is no simulator {bundle!r}; choose one of: {', '.join(PARTS)}.")
    return PARTS[name]


def _known(part: str, known: list[str], who: str, what: str) -> None:
    if part not in known:
        given = f"knows no {what} '{part}'" if part else f"needs a {what}"
        raise ValueError(f"{who} {given}; give {what}=... one of: {', '.join(known)}.")


@cache
def _json(bundle: str) -> str:
    data: dict[str, Any] = {
        Path(file).stem: _yaml.load((DATA / file).read_text(encoding="utf-8")) for file in _parts(bundle).files
    }
    name, _, part = bundle.partition(".")
    if name == "quiz":
        data = _quiz(part)
    elif name == "cases":
        from gist_edu._cases_bundle import prepared  # here, because it asks the models, which ask this module

        data = {"case": prepared(_cases.load()[part])}
    elif name == "progress":
        data = _progress(data["changes"])
    else:
        if name == "trials":
            data["trials"] = _with_sources(_trials.for_the_stage())
        elif name == "pk":
            data["pk"] = {part: value for part, value in _pk.pk().items() if part != "published"}
        elif name == "timeline":
            data["timeline"] = _timeline.timeline()
        elif name == "toxicity":
            data["toxicity"] = _toxicity.toxicity()
        elif name == "variant":
            data = _reader.slimmed(data)
        elif name == "monitoring":
            data["monitoring"] = _monitoring.rules()
        data["ev"] = {address: entry(address, source) for address, source in sorted(addresses(bundle).items())}
        if name == "variant":
            data["ev"] = _reader.links_used(data, addresses(bundle))
        if name == "resistance":
            data["resistance"]["calibration"] = _resistance.calibration(data)
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
        "cases": [{"id": case.id, "code": case.raw["code"], "title": case.raw["title"]}
                  for case in _cases.load().values()],
        "changes": [_change(change) for change in changes],
    }


def _place(name: str, lesson: _lessons.Lesson | None) -> dict[str, str]:
    if lesson is None:
        return {"title": set_title(name), "href": f"{SET_PAGES[name]}.html"}
    return {"title": f"{lesson.number} · {lesson.title}", "href": f"{lesson.file}.html"}


def _change(change: Mapping[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(str(change["date"]))
    return {"date": date_in_words(day), "day": (day - EPOCH).days, "text": change["text"]}
