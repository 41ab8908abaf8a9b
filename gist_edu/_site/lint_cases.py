"""The checker of cases: all paths are walked, each ends, each option has its reason, and no option betrays itself.

What one file must be alone is checked when it is read (``gist_edu._cases``) and stops the build. A check that checked
nothing fails.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

from gist_edu import _claims, _lessons
from gist_edu._case_paths import Walk, walk
from gist_edu._cases import LINK, PLACE, Case, CaseFileError, load, read
from gist_edu._cases_bundle import at, playable, reference_steps
from gist_edu._site.lint import NUMBER, Exceptions
from gist_edu._site.lint_questions import ABSOLUTE, ABSOLUTE_GAP, BEST_IS_LONGEST_AT_MOST
from gist_edu._types import Json
from gist_edu.models.cases import CaseError

MOST_DECISIONS, MAX_WORDS, MAX_LINKS = 12, 80, 3
LONGEST_TO_MEDIAN, SHORT_ENOUGH = 1.5, 30
VIGNETTE_WORDS = 120
_EASY_WAY_OUT = re.compile(r"\b(all|none|both|either) of (the above|these|them)\b", re.I)


def problems(cases: Sequence[Case], exceptions: Exceptions | None = None, *, all_cases: bool = True) -> list[str]:
    """Every rule that is broken, in words; ``all_cases`` adds the rules that need the whole clinic."""
    exceptions = exceptions or Exceptions.load()
    if not cases:
        return ["cases: checked nothing: there is no case in data/cases/"]
    found = [text for case in cases for text in _alone(case, exceptions)]
    return [*found, *_together(cases), *(_in_the_book(cases) if all_cases else [])]


def _alone(case: Case, exceptions: Exceptions) -> Iterator[str]:
    try:
        found = walk(playable(case))
    except (CaseFileError, CaseError) as error:
        yield str(error) if str(error).startswith(case.file) else case.fault(("nodes",), str(error), "correct the case")
        return
    yield from _paths(case, found)
    yield from _reference(case, found)
    yield from _options(case)
    yield from _texts(case, exceptions)
    yield from _requests(case)
    if case.raw["twin"]:
        yield from _twins(case, load()[case.raw["twin"]["of"]])


# ---------------------------------------------------------------- paths


def _paths(case: Case, found: Walk) -> Iterator[str]:
    for problem in found.problems:
        yield case.fault(("nodes", problem.node), problem.text, problem.remedy)
    for name in case.raw["nodes"]:
        if name not in found.met:
            yield case.fault(("nodes", name), "no path leads here", "lead one here, or delete it")
    for node, option in sorted(_written(case) - found.chosen):
        yield case.fault(("nodes", node), f"option '{option}' is never offered", "correct its conditions, or delete it")
    if found.longest > MOST_DECISIONS:
        yield case.fault(("nodes",), f"a path has {found.longest} decisions", f"at most {MOST_DECISIONS}")
    if found.best == found.worst and not found.problems:
        yield case.fault(("nodes",), "the best and the worst play come to the same", "let a wrong choice cost")


def _written(case: Case) -> set[tuple[str, str]]:
    return {(name, option["id"]) for name, node in case.raw["nodes"].items() for option in node.get("options", [])}


def _reference(case: Case, found: Walk) -> Iterator[str]:
    """The reference path is one of the best there are."""
    path = ("reference", "choices")
    try:
        steps = reference_steps(case)
    except CaseError as error:
        yield case.fault(path, str(error), "name the options in the order they are met")
        return
    worse = [option["id"] for _, option in steps if option["verdict"] != "best"]
    if worse:
        yield case.fault(path, f"{', '.join(worse)} is not best", "the reference path holds best options only")
    if not LINK.search(case.raw["reference"]["why"]):
        yield case.fault(("reference", "why"), "no evidence link", "link the guideline and the trials it rests on")
    if found.best[0] <= 0:
        yield case.fault(("nodes",), "no ending is good", "let the best play come to a good or mixed outcome")


# ---------------------------------------------------------------- options and texts


def _options(case: Case) -> Iterator[str]:
    for name, node in case.raw["nodes"].items():
        if "options" not in node:
            continue
        if not any(option["verdict"] == "best" for option in node["options"]):
            yield case.fault(("nodes", name), "no option is best", "mark at least one with `verdict: best`")
        if all(option["verdict"] == "best" for option in node["options"]):
            yield case.fault(("nodes", name), "every option is best", "a decision needs something to decide")
        for place, option in enumerate(node["options"]):
            where = ("nodes", name, "options", place)
            if option.get("retry") and option["verdict"] in ("best", "acceptable"):
                yield case.fault(where, "it holds, and yet sends the learner back", "lead on with `next`")
            if _EASY_WAY_OUT.search(option["text"]):
                yield case.fault(where, "it points at other options", "name what it means")
            yield from _reason(case, (*where, "feedback"), option["feedback"])
        lengths = sorted(len(option["text"]) for option in node["options"])
        if lengths[-1] > max(SHORT_ENOUGH, LONGEST_TO_MEDIAN * median(lengths)):
            yield case.fault(("nodes", name), f"its longest option has {lengths[-1]} letters, the median is "
                             f"{median(lengths):g}", f"at most {LONGEST_TO_MEDIAN} times the median")


def _reason(case: Case, where: tuple[str | int, ...], text: str) -> Iterator[str]:
    links, words = len(LINK.findall(text)), len(text.split())
    if not 1 <= links <= MAX_LINKS:
        yield case.fault(where, f"{links} evidence links", f"each reason has 1 to {MAX_LINKS}")
    if words > MAX_WORDS:
        yield case.fault(where, f"{words} words", f"at most {MAX_WORDS}")


def _texts(case: Case, exceptions: Exceptions) -> Iterator[str]:
    raw = case.raw
    if len(raw["vignette"].split()) > VIGNETTE_WORDS:
        yield case.fault(("vignette",), f"{len(raw['vignette'].split())} words", f"at most {VIGNETTE_WORDS}")
    for name, node in raw["nodes"].items():
        for place, text in (node["feedback"] if "number" in node else {}).items():
            yield from _reason(case, ("nodes", name, "feedback", place), text)
    linked = {n for _, text in case.texts() for shown, _ in LINK.findall(text) for n in NUMBER.findall(shown)}
    for where, text in case.texts():
        if _is_wrong_option(case, where):
            continue
        for number in _loose(text, raw["givens"], exceptions):
            if number not in linked:
                yield case.fault(where, f"the number '{number}' has no evidence link",
                                 "link it, name it under givens, or put it in by {name}")
    everything = " ".join(text for _, text in case.texts())
    for given in raw["givens"]:
        if given not in everything:
            yield case.fault(("givens",), f"'{given}' is not used", "delete it")


def _is_wrong_option(case: Case, where: tuple[str | int, ...]) -> bool:
    """The text of a wrong option may hold a wrong number."""
    if len(where) != 5 or where[2] != "options" or where[4] != "text":
        return False
    verdict: str = case.raw["nodes"][where[1]]["options"][where[3]]["verdict"]
    return verdict in ("avoid", "unsafe")


def _loose(text: str, givens: Iterable[str], exceptions: Exceptions) -> list[str]:
    text = PLACE.sub(" ", LINK.sub(" ", text))
    for given in sorted(givens, key=len, reverse=True):
        text = text.replace(given, " ")
    for pattern in exceptions.patterns:
        text = pattern.sub(" ", text)
    return NUMBER.findall(text)


def _requests(case: Case) -> Iterator[str]:
    wanted = case.raw["on_request"]
    for name in case.raw["reference"].get("asks", []):
        if wanted[name]["worth"] == "wasted":
            yield case.fault(("reference", "asks"), f"'{name}' is wasted", "the reference path asks for nothing wasted")
    shown = {one for step in _steps(case) for one in step.get("shows", [])}
    for name, fact in case.raw["patient"].items():
        if fact.get("hidden") and name not in shown:
            yield case.fault(("patient", name), "it is hidden, and nothing ever shows it", "show it by a request")


def _steps(case: Case) -> Iterator[Json]:
    yield from case.raw["on_request"].values()
    for node in case.raw["nodes"].values():
        yield from node.get("options", [])


# ---------------------------------------------------------------- twins


def _twins(case: Case, other: Case) -> Iterator[str]:
    """Twins differ where they say, and nowhere else that a learner can see before deciding."""
    told = case.raw["twin"]["differs_only_in"]
    found = sorted(_differences(case, other))
    for field in told:
        if at(case.raw, field) == at(other.raw, field):
            yield case.fault(("twin", "differs_only_in"), f"{field} is the same in {other.id}", "take it off the list")
    for field in found:
        if not any(field == one or field.startswith(f"{one}.") for one in told):
            yield case.fault(tuple(field.split(".")), f"it differs from the twin {other.id}, and is not on the list",
                             "make it the same, or name it in differs_only_in")


def _differences(case: Case, other: Case) -> set[str]:
    one, two = dict(_seen(case)), dict(_seen(other))
    return {field for field in one.keys() | two.keys() if one.get(field) != two.get(field)}


def _seen(case: Case) -> Iterator[tuple[str, object]]:
    """What a learner reads before deciding: patient, vignette, requests, questions and options that both have."""
    yield "vignette", case.raw["vignette"]
    for name, fact in case.raw["patient"].items():
        yield from ((f"patient.{name}.{field}", value) for field, value in fact.items())
    for name, request in case.raw["on_request"].items():
        seen = {field: value for field, value in request.items() if field not in ("why", "worth")}
        yield from ((f"on_request.{name}.{field}", value) for field, value in seen.items())
    first = case.raw["nodes"][case.raw["start"]]
    yield f"nodes.{case.raw['start']}.ask", first["ask"]


# ---------------------------------------------------------------- all cases together


def _together(cases: Sequence[Case]) -> Iterator[str]:
    nodes = [(case, name, node) for case in cases for name, node in case.raw["nodes"].items() if "options" in node]
    telling = [f"{case.id}.{name}" for case, name, node in nodes if _best_is_longest(node["options"])]
    if len(nodes) >= 6 and len(telling) > len(nodes) * BEST_IS_LONGEST_AT_MOST:
        yield (f"cases: the best option is the longest in {len(telling)} of {len(nodes)} decisions; at most a third "
               f"may be: {', '.join(telling)}")
    options = [option for _, _, node in nodes for option in node["options"]]
    wrong = _share([one["text"] for one in options if one["verdict"] in ("avoid", "unsafe")])
    right = _share([one["text"] for one in options if one["verdict"] not in ("avoid", "unsafe")])
    if len(nodes) >= 6 and wrong - right > ABSOLUTE_GAP:
        yield f"cases: absolute words stand in {wrong:.0%} of wrong and {right:.0%} of right options; take some out"


def _best_is_longest(options: Sequence[dict[str, str]]) -> bool:
    lengths = [(len(option["text"]), option["verdict"]) for option in options]
    return [verdict for length, verdict in lengths if length == max(lengths)[0]] == ["best"]


def _share(texts: Sequence[str]) -> float:
    return sum(bool(ABSOLUTE.search(text)) for text in texts) / len(texts) if texts else 0.0


def _in_the_book(cases: Sequence[Case]) -> Iterator[str]:
    objectives = {one.id for lesson in _lessons.lessons() for one in lesson.objectives}
    claims, reviews = set(_claims.load().claims), {one.name for one in _lessons.reviews()}
    codes = [case.raw["code"] for case in cases]
    idle = sorted(claims - {name for case in cases for name in case.raw["claims"]})
    if idle:
        yield f"cases: no case exercises {', '.join(idle)}; name it under `claims` of a case that does, or write one"
    for case in cases:
        for field, known in (("objectives", objectives), ("claims", claims)):
            for name in sorted(set(case.raw[field]) - known):
                yield case.fault((field,), f"there is no '{name}'", "take one that exists")
        if case.raw["review"] and case.raw["review"] not in reviews:
            yield case.fault(("review",), f"nobody called '{case.raw['review']}' reviewed", "add a review, or say null")
        if codes.count(case.raw["code"]) > 1:
            yield case.fault(("code",), f"'{case.raw['code']}' stands in two cases", "give one of them another code")


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong with all cases, or with the files named; 1 when anything is."""
    files = [Path(name) for name in argv or []]
    try:
        cases = [read(path) for path in files] if files else list(load().values())
        found = problems(cases, all_cases=not files)
    except CaseFileError as error:
        print(error)
        return 1
    for problem in found:
        print(problem)
    decisions = sum("options" in node for case in cases for node in case.raw["nodes"].values())
    print(f"cases: {len(cases)} with {decisions} decisions, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
