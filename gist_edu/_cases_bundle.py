"""A case as the player gets it: links with the names of their sources, computed numbers, truths, the twin's side."""

from __future__ import annotations

import copy
from typing import Any

from gist_edu._case_numbers import computed
from gist_edu._cases import Case, CaseFileError, load
from gist_edu._ledger import resolve
from gist_edu._types import Json
from gist_edu._words import date_in_words, titled
from gist_edu.models import case_result
from gist_edu.models import cases as engine
from gist_edu.models.cases import CaseError

PLAYED = ("id", "code", "title", "level", "minutes", "patient", "vignette", "on_request", "start", "nodes", "reference",
          "disagreement", "learn")


def prepared(case: Case) -> Json:
    """Plain data for the player: what the engine needs, what is advised, and the twin."""
    found = playable(case)
    try:
        steps = reference_steps(case)
        found["twin"] = _twin(case)
    except CaseError as error:
        said = case.fault(("reference", "choices"), str(error), "name the choices in their order")
        raise CaseFileError(said) from error
    found["advised"] = [{"node": node, "text": titled(option["text"])} for node, option in steps]
    return found


def playable(case: Case) -> Json:
    """Plain data for ``models/cases.py``."""
    raw = _titled(copy.deepcopy(case.raw))
    found = {name: raw[name] for name in PLAYED}
    found["computed"] = computed(case)
    found["requests"] = list(case.raw["on_request"])
    found["facts"] = [name for name, fact in case.raw["patient"].items() if fact.get("label")]
    found["checked_on"] = date_in_words(case.raw["checked_on"])
    for node in found["nodes"].values():
        if "number" in node:
            node["number"]["truth"] = _truth(node["number"]["truth"], found["computed"])
    return found


def _titled(value: Any) -> Any:
    if isinstance(value, str):
        return titled(value)
    if isinstance(value, dict):
        return {key: _titled(inner) for key, inner in value.items()}
    return [_titled(inner) for inner in value] if isinstance(value, list) else value


def _truth(written: str, numbers: dict[str, Json]) -> Json:
    kind, _, name = written.partition(":")
    if kind == "computed":
        return {"value": numbers[name]["value"], "md": numbers[name]["text"] + " (our teaching model)"}
    link = resolve(name)
    return {"value": link.value.value if link.value else None, "md": titled(f"[{link.text}](ev:{name})")}


# ---------------------------------------------------------------- twins


def _twin(case: Case) -> Json | None:
    """The changed fields side by side, and what is advised in each; for both twins, whichever names the other."""
    cases = load()
    named = case.raw["twin"]
    others = [one for one in cases.values() if one.raw["twin"] and one.raw["twin"]["of"] == case.id]
    if not named and not others:
        return None
    other = cases[named["of"]] if named else others[0]
    told = named or other.raw["twin"]
    rows = [[_field_name(case, field), _shown(case, field), _shown(other, field)] for field in told["differs_only_in"]]
    return {"of": other.id, "code": other.raw["code"], "title": other.raw["title"], "claim": titled(told["claim"]),
            "rows": rows, "advised": [reference_words(case), reference_words(other)]}


def at(raw: Json, field: str) -> Any:
    """The value at ``patient.genotype.value``; a number steps into a list; None where there is nothing."""
    value: Any = raw
    for step in field.split("."):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return None
    return value


def _field_name(case: Case, field: str) -> str:
    """"Genotype" for patient.genotype.value; else the words of the place."""
    steps = field.split(".")
    if steps[0] in ("patient", "on_request"):
        label = (at(case.raw, ".".join(steps[:2])) or {}).get("label")
        return label or steps[1].replace("_", " ").capitalize()
    return steps[0].replace("_", " ").capitalize()


def _shown(case: Case, field: str) -> str:
    value, steps = at(case.raw, field), field.split(".")
    unit = (at(case.raw, ".".join(steps[:2])) or {}).get("unit", "") if steps[0] == "patient" else ""
    text = "not given" if value is None else engine_text(case, str(value) if isinstance(value, str) else value)
    return f"{text} {unit}".strip()


def engine_text(case: Case, value: Any) -> str:
    """A value as the reader sees it, with the places of a text filled in."""
    if not isinstance(value, str):
        return str(case_result.written(value))
    shown: Json = {"patient": case.raw["patient"], "computed": computed(case), "start": case.raw["start"]}
    return titled(case_result.filled(shown, engine.start(shown), value))


def reference_words(case: Case) -> list[str]:
    """The texts of the reference options, in order."""
    return [engine_text(case, option["text"]) for _, option in reference_steps(case)]


def reference_steps(case: Case) -> list[tuple[str, Json]]:
    """(node, option) along the reference path."""
    shown = _bare(case)
    play = engine.run(shown, reference_moves(case))
    return [(entry["node"], case_result.option_of(shown, entry)) for entry in case_result.decisions(play)]


def reference_moves(case: Case) -> list[list[Any]]:
    """The moves of the reference path: what it asks for as soon as that is offered, then its choices in order."""
    shown, moves = _bare(case), list[list[Any]]()
    asks, choices = list(case.raw["reference"].get("asks", [])), list(case.raw["reference"]["choices"])
    play = engine.start(shown)
    while not engine.ended(shown, play):
        moves.append(_next_move(shown, play, asks, choices))
        play = engine.moved(shown, play, moves[-1])
    if choices or asks:
        raise CaseError(f"The case has ended before {', '.join(choices + asks)} could be chosen or asked for.")
    return moves


def _next_move(shown: Json, play: Json, asks: list[str], choices: list[str]) -> list[Any]:
    kind = engine.kind(engine.node_of(shown, play))
    if kind != "choose":
        return ["number", None, None] if kind == "number" else ["say", "", None]
    for name in asks:
        if name in engine.requests(shown, play):
            asks.remove(name)
            return ["ask", name]
    if not choices:
        raise CaseError(f"The reference path stops at '{play['node']}', before the case ends.")
    return ["choose", choices.pop(0), None]


def _bare(case: Case) -> Json:
    """What the engine needs to walk the case."""
    return {**case.raw, "computed": {}, "requests": list(case.raw["on_request"])}
