"""Numbers of a case that the models of the book compute, once, when the case is read."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from gist_edu._cases import Case, CaseFileError
from gist_edu._types import Json
from gist_edu.models import portable

# name in a case file -> (module, function) of the public API
MODELS: Mapping[str, tuple[str, str]] = {
    "risk": ("gist_edu.risk", "assess"),
    "survival": ("gist_edu.survival", "difference"),
    "pk": ("gist_edu.pk", "exposure"),
    "recist": ("gist_edu.response", "recist"),
    "choi": ("gist_edu.response", "choi"),
    "toxicity": ("gist_edu.toxicity", "advise"),
    "resistance": ("gist_edu.resistance", "simulate"),
}
UNNAMED = "_"  # a list of arguments that have no name, such as the scans of recist


def computed(case: Case) -> dict[str, Json]:
    """Name -> ``{"value", "text"}``; a model or an answer that does not exist raises ``CaseFileError``."""
    return {name: _number(case, name, asked) for name, asked in case.raw["computed"].items()}


def _number(case: Case, name: str, asked: Json) -> Json:
    at = ("computed", name)
    if asked["model"] not in MODELS:
        raise CaseFileError(case.fault((*at, "model"), f"there is no model '{asked['model']}'",
                                       f"choose one of: {', '.join(MODELS)}"))
    module, function = MODELS[asked["model"]]
    try:
        named = {key: value for key, value in asked["args"].items() if key != UNNAMED}
        answer = getattr(import_module(module), function)(*asked["args"].get(UNNAMED, []), **named)
        found = _taken(answer, asked["take"])
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise CaseFileError(case.fault(at, f"{asked['model']} could not answer: {error}",
                                       "correct args or take")) from error
    if not portable.is_number(found) and not isinstance(found, str):
        raise CaseFileError(case.fault((*at, "take"), f"{asked['take']} is {found!r:.40}, neither number nor text",
                                       "name the way to a single number"))
    if not isinstance(found, str):
        found = found * asked.get("times", 1)
    return {"value": found, "text": _text(found, asked)}


def _taken(answer: Any, way: str) -> Any:
    """Follow ``afip_2006.pct``: keys, attributes, or places of a list."""
    for step in way.split("."):
        if isinstance(answer, (list, tuple)):
            answer = answer[int(step)]
        elif isinstance(answer, Mapping):
            answer = answer[step]
        else:
            answer = getattr(answer, step)
    return answer


def _text(found: Any, asked: Json) -> str:
    if isinstance(found, str):
        return found
    unit = asked.get("unit", "")
    return portable.fmt(found, asked.get("digits", 0)) + (f" {unit}" if unit and unit != "%" else unit)
