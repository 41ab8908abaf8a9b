"""Small data bundles, as ``gist_edu._data`` makes them, so that tests do not hang on the book's questions.

Two families of two questions, all four kinds. What must not be seen before the commit holds the word "secret".
"""

from __future__ import annotations

import copy
from typing import Any

Json = dict[str, Any]


def _option(key: str, text: str, verdict: str) -> Json:
    link = '[16%](ev:afip_gastric.g5 "AFIP")'
    return {"id": key, "text": text, "verdict": verdict, "feedback": f"secret {key}: {text} → {link}"}


ITEMS: dict[str, Json] = {
    "site_single": {
        "id": "site_single",
        "kind": "single",
        "stem": "A tumour of the stomach. Which table has a column for it?",
        "cards": [
            {"title": "Patient A", "lines": ["58 years", "3 cm"]},
            {"title": "Patient B", "lines": ["71 years"]},
        ],
        "options": [
            _option("a", "The first table", "best"),
            _option("b", "The other table", "acceptable"),
            _option("c", "No such table", "wrong"),
            _option("d", "One for bones", "wrong"),
        ],
        "why": "secret closing sentence é😀.",
        "more": {"title": "lesson 07, Risk", "href": "book:notebooks/07.html#secret-heading"},
        "siblings": ["site_several"],
    },
    "site_several": {
        "id": "site_several",
        "kind": "several",
        "stem": "Which of these does a table need?",
        "cards": [],
        "options": [
            _option("size", "The size", "best"),
            _option("mitoses", "The mitoses", "best"),
            _option("colour", "The colour", "wrong"),
            _option("sound", "The sound", "wrong"),
        ],
        "why": None,
        "more": None,
        "siblings": ["site_single"],
    },
    "steps_order": {
        "id": "steps_order",
        "kind": "order",
        "stem": "What comes first?",
        "cards": [],
        "options": [
            _option("one", "Biopsy", ""),
            _option("two", "Report", ""),
            _option("three", "Board", ""),
            _option("four", "Talk", ""),
        ],
        "why": "secret order.",
        "more": None,
        "siblings": ["steps_number"],
    },
    "steps_number": {
        "id": "steps_number",
        "kind": "number",
        "stem": "Of 100 such patients, how many?",
        "cards": [],
        "options": [],
        "why": "secret number.",
        "more": None,
        "siblings": ["steps_order"],
        "answer": {
            "min": 0,
            "max": 100,
            "step": 1,
            "unit": "of 100",
            "tolerance": 0.1,
            "value": 65.6,
            "link": '[65.6%](ev:trial.rfs "secret trial")',
        },
        "feedback": {"close": "secret close", "low": "secret low", "high": "secret high"},
    },
}
# What answers each question rightly, partly or wrongly; ``None`` leaves it as it came.
RIGHT: Json = {
    "site_single": "a",
    "site_several": ["size", "mitoses"],
    "steps_order": ["one", "two", "three", "four"],
    "steps_number": 65.7,
}
WRONG: Json = {
    "site_single": "c",
    "site_several": ["colour", "sound"],
    "steps_order": ["four", "three", "two", "one"],
    "steps_number": 12.0,
}


def quiz(name: str, order: list[str]) -> Json:
    """A bundle of the question player; every question is in it, those in ``order`` are asked."""
    data = {
        "set": name,
        "title": "Check yourself",
        "nothing": "Nothing here today.",
        "order": order,
        "items": ITEMS,
    }
    return copy.deepcopy(data)


PROGRESS: Json = {
    "lessons": [
        {
            "number": "07",
            "title": "Risk after surgery",
            "minutes": 10,
            "href": "notebooks/07.html",
            "sections": [{"title": "First part", "anchor": "first-part"}, {"title": "Second", "anchor": "second"}],
        }
    ],
    "sets": [
        {"name": "07", "title": "07 · Risk", "href": "notebooks/07.html", "items": ["site_single", "steps_order"]},
        {"name": "bet", "title": "The bet", "href": "book/index.html", "items": ["steps_number"]},
    ],
    "items": list(ITEMS),
    "changes": [
        {"date": "1 October 2026", "day": 20727, "text": "An old change."},
        {"date": "20 November 2026", "day": 20777, "text": "A new change, with [16%](ev:afip_gastric.g5)."},
    ],
}
BUNDLES: dict[str, Json] = {
    "quiz.small": quiz("small", ["site_single", "steps_order"]),
    "quiz.whole": quiz("whole", ["site_single", "steps_number", "steps_order", "site_several"]),
    "quiz.one": quiz("one", ["site_several"]),
    "quiz.revisit": quiz("revisit", []),
    "progress": PROGRESS,
}
