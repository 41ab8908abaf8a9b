"""The shipped runtime and CPython must show the same: plays under Node, view tree by view tree.

The same plays run in the browser too; Node is the quick check that needs no page. Where Node or the package of the
web layer is missing it is skipped with the command that brings it; on CI it fails instead.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gist_edu._data import PACKAGE, PARTS
from gist_edu._site import bundle
from gist_edu.simulators import progress as simulator
from gist_edu.simulators import progress_view, session
from parity.reader_plays import text_plays
from parity.sequences import BUNDLES, MAKERS, Play, first_difference, sequences, views

HERE = Path(__file__).parent
RUNTIME = PACKAGE / "_site/web/node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs"
SEED, PLAYS = 20261126, 100 * len(MAKERS)
Played = list[tuple[dict[str, Any], list[Any]]]
NUMBER = re.compile(r"[\d.,]+")


def _node() -> str:
    node = shutil.which("node")
    if node and RUNTIME.is_file():
        return node
    problem = f"Node or {RUNTIME.name} is missing; install Node 20 and run: cd gist_edu/_site/web && npm ci"
    if os.environ.get("CI"):
        pytest.fail(problem)
    pytest.skip(problem)


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    """Each play with what CPython shows."""
    before = dict(session._kept)
    yield [(play, views(play)) for play in [*sequences(SEED, PLAYS), *text_plays()]]
    session._kept.update(before)


def telling(played: Played) -> Played:
    """The plays that show a text which no play before has shown, numbers apart: the others would tell nothing new."""
    seen: dict[str, set[str]] = {}
    found = []
    for play, shown in played:
        known, texts = seen.setdefault(play["simulator"], set()), {NUMBER.sub("#", one) for one in _texts(shown)}
        if texts - known:
            known |= texts
            found.append((play, shown))
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _begun(node: str, folder: Path, files: dict[str, str], plays: list[Play]) -> subprocess.Popen[str]:
    """A process that plays, with only the data bundles it needs, raw, as the page has them."""
    folder.mkdir()
    named = {play["bundle"] for play in plays}
    bundles = {name: json.dumps(BUNDLES[name], ensure_ascii=False) for name in sorted(named)}
    job = {"files": files, "bundles": bundles, "plays": plays}
    (folder / "in.json").write_text(json.dumps(job), encoding="utf-8")
    command = [node, str(HERE / "micropython.mjs"), str(RUNTIME), str(folder / "in.json"), str(folder / "out.jsonl")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _answers(folder: Path) -> list[Any]:
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[:-1]]


def test_micropython_and_cpython_show_the_same_views(played: Played, tmp_path: Path) -> None:
    """Two processes share the work."""
    node, chosen = _node(), telling(played)
    assert len(chosen) > len(played) / 3
    files = {path: text for name in (None, *PARTS) for path, text in bundle.python_files(name).items()}
    parts = [chosen[part::2] for part in range(2)]
    running = [_begun(node, tmp_path / str(place), files, [one for one, _ in part]) for place, part in enumerate(parts)]
    differences = []
    for place, (process, part) in enumerate(zip(running, parts, strict=True)):
        _, problem = process.communicate(timeout=400)
        assert process.returncode == 0, problem[-2000:]
        for (play, shown), other in zip(part, _answers(tmp_path / str(place)), strict=True):
            differences.append(first_difference(shown, other, f"a play of {play['bundle']}"))
    assert [one for one in differences if one][:5] == []


def trees_of(played: Played, simulator: str) -> list[Any]:
    """All views of a simulator."""
    return [tree for play, shown in played if play["simulator"] == simulator for tree in shown[:-2] if tree]


def test_the_plays_of_the_risk_board_reach_what_stands_behind_the_commit(played: Played) -> None:
    trees = trees_of(played, "risk")
    committed = [view for view in trees if any(block["id"] == "schemes" for block in view["blocks"])]
    text = json.dumps(trees, ensure_ascii=False)
    assert len(trees) > 1000
    assert len(committed) > 500
    for seen in (
        "not applicable",
        "On an edge",
        "(unverified)",
        "counts as rupture",
        "could not be read",
        "is not a number",
        "Too low",
        "Too high",
        "Close",
        "It depends",
        "No number for this tumour",
    ):
        assert seen in text, seen


def test_the_plays_of_the_questions_reach_all_kinds_all_verdicts_and_the_result(played: Played) -> None:
    trees = trees_of(played, "quiz")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["kind"] == "feedback" for block in view["blocks"])]
    assert len(trees) > 1000
    assert len(committed) > 300
    for seen in (
        '"heading": "Right"',
        "Defensible, though not the best",
        "Partly right",
        "Not this time",
        "Fits: you missed it",
        "as you had it",
        "secret close",
        "secret low",
        "secret high",
        "is not a number",
        "is outside what is expected",
        "Choose an answer first",
        "Tick at least one",
        "Moved to place",
        "Try a similar question",
        "Try this one again",
        "on an earlier visit",
        "right at first try",
        "Nothing answered yet",
        "Answered on an earlier visit: ",
        "Nothing here today",
        "start from the beginning",
    ):
        assert seen in text, seen
    kept = [text for play, shown in played if play["simulator"] == "quiz" for text in shown[-1][1:] if text]
    assert len(kept) > 150, "commits are kept"


def test_the_plays_of_the_progress_page_reach_every_problem_and_every_file(played: Played) -> None:
    text = json.dumps(trees_of(played, "progress"), ensure_ascii=False)
    for seen in (
        *progress_view.PROBLEMS.values(),
        *simulator.UNREADABLE.values(),
        "too large",
        "**Continue:**",
        "to revisit today",
        "New since your last visit",
        "How sure, and how often right",
        "was taken over",
        "were left out",
        "cannot be undone",
        "is deleted",
    ):
        assert json.dumps(seen, ensure_ascii=False)[1:-1] in text, seen
    kept = [entry for play, shown in played if play["simulator"] == "progress" for entry in shown[-1]]
    assert {True, False, "", "forget"} <= {entry for entry in kept if entry in (True, False, "", "forget")}
    assert any(str(entry).startswith("{") for entry in kept)


def test_a_planted_difference_is_found() -> None:
    tree = {"blocks": [{"value": 1, "on": True}]}
    assert first_difference(tree, {"blocks": [{"value": 1, "on": True}]}) is None
    assert "blocks[0].value: 1 against 2" in str(first_difference(tree, {"blocks": [{"value": 2, "on": True}]}))
    assert "True against 1" in str(first_difference(tree, {"blocks": [{"value": 1, "on": 1}]}))
    assert "keys differ" in str(first_difference(tree, {"blocks": [{"value": 1}]}))
    assert "1 entries against 0" in str(first_difference(tree, {"blocks": []}))
    assert first_difference('{"a": 1, "b": [2]}', '{"b": [2], "a": 1}') is None
    assert "view.b[0]: 2 against 3" in str(first_difference('{"a": 1, "b": [2]}', '{"b": [3], "a": 1}'))
    assert "'{' against ''" in str(first_difference("{", ""))


def test_the_same_seed_gives_the_same_plays() -> None:
    assert sequences(3, 5) == sequences(3, 5) != sequences(4, 5)


def test_the_plays_of_the_theatre_reach_what_stands_behind_the_commit(played: Played) -> None:
    text = json.dumps(trees_of(played, "trials"), ensure_ascii=False)
    for seen in (
        "Further off than you thought",
        "What was published",
        "You expected a difference",
        "Not comparable as if randomised",
        "Some of it holds",
        "for one more without the event",
        "there is no curve to draw",
        "could not be read as a state of this theatre",
        "Please say how sure you are.",
        "The numbers below are of another one",
        "What you said about ",
        "is asked again",
        "You said: it mostly prevents them.",
    ):
        assert seen in text, f"no play of the theatre ever showed: {seen}"


def test_the_plays_of_the_receptor_reach_every_verdict_and_every_problem(played: Played) -> None:
    trees = trees_of(played, "receptor")
    text = json.dumps(trees, ensure_ascii=False)
    assert len(trees) > 500
    for seen in (
        "It fits",
        "It holds less well",
        "It no longer fits",
        "Not known",
        "That is right",
        "same place in PDGFRA",
        "same place in KIT",
        "choose an answer first",
        "What you have tried",
        "could not be read",
        "nothing was changed",
    ):
        assert seen in text, seen


def test_the_plays_of_the_board_of_drugs_reach_every_verdict_and_every_filter(played: Played) -> None:
    trees = trees_of(played, "drugs")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["id"] == "board" for block in view["blocks"])]
    assert len(committed) > 200
    for seen in (
        '"heading": "Right"',
        "Partly right",
        "Not this time",
        "An empty row is an answer, too",
        "nothing of this kind",
        "nothing in this line",
        "laboratory work beneath",
        "What speaks against it",
        "of the drug as a whole",
        "(unverified)",
        "Please keep one or the other",
        "Tick at least one drug",
        "not on the board now",
        "starts from the beginning",
    ):
        assert seen in text, seen


def test_the_plays_of_the_variant_reader_reach_every_verdict_and_every_bad_line(played: Played) -> None:
    trees = trees_of(played, "variant")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["id"] == "feedback" for block in view["blocks"])]
    assert len(committed) > 200
    for seen in (
        "As it was seen",
        "Not what was seen",
        "This line cannot tell",
        "Right: this cannot be told",
        "The studies disagree",
        "Against it:",
        "What the labels say",
        "The other receptor",
        "outside this window",
        "Read it as KIT p.V560D",
        "Nothing was given",
        "holds markup",
        "a name on RNA",
        "900 characters",
        "cannot be read as it stands",
        "Please say what you expect",
        "could not be read as a state of this reader",
        "an event it does not know",
        "not on the screen",
    ):
        assert seen in text, seen


def test_the_plays_of_the_toxicity_desk_reach_both_labels_every_verdict_and_every_refusal(played: Played) -> None:
    trees = trees_of(played, "toxicity")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["id"] == "feedback" for block in view["blocks"])]
    assert len(committed) > 150
    for seen in (
        "So says the label",
        "Part of it",
        "That is not in the label",
        "What the label says",
        "What the labels say on this",
        "You were very sure",
        "It was a good one",
        "Urgent: ",
        "Severe belly pain.",
        "Chest pain.",
        "No row of a label hangs on these signs alone",
        "What is urgent comes first",
        "Not written for this dose",
        "is not applicable to this dose",
        "The texts pull apart",
        "the original starting dose (unverified)",
        "the text names",
        "names no step",
        "Still on hold",
        "We have not seen the US text",
        "needs its upper limit",
        "There is nothing to look up yet",
        "is 0.8 × 10⁹/L",
        "It would fit /µL",
        "is outside what is expected",
        "starts anew",
        "not on the board now",
    ):
        assert seen in text, seen


def test_the_plays_of_the_dose_board_reach_both_boards_and_every_answer(played: Played) -> None:
    trees = trees_of(played, "pk")
    text = json.dumps(trees, ensure_ascii=False)
    assert len([view for view in trees if any(block["id"] == "feedback" for block in view["blocks"])]) > 80
    assert len([view for view in trees if any(block["id"] == "sample" for block in view["blocks"])]) > 100
    for seen in (
        '"heading": "Near"',
        "Lower than you thought",
        "Higher than you thought",
        "What the model says",
        "on the way into the blood",
        "You were very sure",
        "It was a good one",
        "The way back",
        "Trough before and after, by model",
        "Typical trough by model",
        "do not ask about this",
        "This is not the label's way",
        "Trough, carried to 24 hours",
        "Trough, carried to 12 hours",
        "no spread between patients was seen",
        "spread not seen",
        "0.9 mg/L is 900 ng/mL",
        "2 µmol/L is 987.2 ng/mL",
        "The unit “µg/L” is not known here; use one of",
        "the next tablet was due at",
        "a message is put right",
        "This level is far higher",
        "This level is far lower",
        "0.5 of 100?",
        "Your answer to the scene before was cleared",
        "Levels are shown in µmol/L now",
        "outside what is expected",
        "nothing is computed",
        "could not be read as a state of this board",
        "not on the board now",
    ):
        assert seen in text, seen


def test_the_plays_of_the_time_machine_reach_every_verdict_and_every_board(played: Played) -> None:
    trees = trees_of(played, "timeline")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["id"] == "feedback" for block in view["blocks"])]
    assert len(committed) > 200
    for seen in (
        "This fits the record",
        "A label allowed it; no advice for it was seen",
        '"heading": "Not yet"',
        '"heading": "No longer"',
        "Not up to this edition",
        "What the record holds",
        "approved in the US only",
        "You were very sure",
        "It was a good one",
        "That is no proof that there was none",
        "Said wrongly",
        "Go to 20",
        "Nothing later that changed practice",
        "is not a whole year",
        "Please choose what would be offered",
        "Your answer to the year and patient before was cleared",
        "could not be read as a state of this time machine",
        "not on the board now",
        "That is hindsight",
        "Not known yet.",
        "The year is now 2000. Nobody progressed",
    ):
        assert seen in text, seen


def test_the_plays_of_the_response_reader_reach_every_call_and_every_refusal(played: Played) -> None:
    trees = trees_of(played, "response")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["id"] == "feedback" for block in view["blocks"])]
    assert len(committed) > 200
    for seen in (
        "Both right",
        "One of two",
        "Not this time",
        "What the rulers say",
        "The calls for the changed scan",
        "contradict each other",
        "Choi sees a progression",
        "RECIST 1.1: CR, complete response",
        "Choi: not evaluable",
        "5 mm are needed as well",
        "too small for a target",
        "cannot be compared",
        "does not see the nodule",
        "Not a target in GIST trials",
        "cannot be used",
        "is outside what is expected",
        "All sizes are in cm now",
        "2 cm is 20 mm",
        "The unit “in” is not known here",
        "Your answer to the scene before was cleared",
        "Size now: ",
        "could not be read as a state of this reader",
        "not on the board now",
    ):
        assert json.dumps(seen, ensure_ascii=False)[1:-1] in text, seen


def _ids(block: Any) -> set[str]:
    """Ids of all blocks of a view."""
    found = {block["id"]} if "id" in block else set()
    return found.union(*(_ids(one) for one in block.get("blocks", [])))


def test_the_plays_of_the_monitoring_planner_reach_every_setting_and_every_bad_day(played: Played) -> None:
    trees = trees_of(played, "monitoring")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["id"] == "feedback" for block in view["blocks"])]
    assert len(committed) > 200
    for seen in (
        "Both right",
        "One of two",
        "What the sources say",
        "Hepatitis B serology",
        "Where sources differ",
        "On regorafenib",
        "(unverified)",
        "29 February 2024",
        "is not a date",
        "is not in the calendar",
        "The first 40 of",
        "could not be read as a state of this planner",
        "not on the board now",
    ):
        assert json.dumps(seen, ensure_ascii=False)[1:-1] in text, seen
    assert any("day" not in shown for shown in map(_ids, committed)), "what does nothing is hidden"


def test_the_plays_of_the_clone_race_reach_every_verdict_and_every_refusal(played: Played) -> None:
    trees = trees_of(played, "resistance")
    text = json.dumps(trees, ensure_ascii=False)
    committed = [view for view in trees if any(block["id"] == "feedback" for block in view["blocks"])]
    assert len(committed) > 100
    for seen in (
        "As the model has it",
        "Half of it",
        "Not this time",
        '"heading": "The race"',
        "You were very sure",
        "It was a good one",
        "your assumption; disputed",
        "your assumption; not known",
        "The course is cut at month",
        "without a drug",
        "not in this time",
        "one drug at a time",
        "Please give one of the answers",
        "Your answer to the scene before was cleared",
        "Your answer to the tumour and plan before was cleared",
        "is not a number",
        "could not be read as a state of this race",
        "not on the board now",
    ):
        assert seen in text, seen


def test_the_plays_of_the_clinic_reach_every_verdict_and_every_end(played: Played) -> None:
    trees = trees_of(played, "cases")
    text = json.dumps(trees, ensure_ascii=False)
    assert len(trees) > 1500
    for seen in (
        '"heading": "Well chosen"',
        '"heading": "Defensible"',
        '"heading": "Contested: good people disagree"',
        '"heading": "Better not"',
        '"heading": "Not safe"',
        '"heading": "A good end"',
        '"heading": "A mixed end"',
        '"heading": "A bad end"',
        "Choose again",
        "Already tried here",
        "Taken back",
        "One step back",
        "We would say",
        "What came back",
        "first answers can be defended",
        "No badge was kept",
        "What differs, and nothing else",
        "is not a number",
        "so the case starts anew",
        "It was taken over as far as it fits",
        "not on the screen now",
    ):
        assert seen in text, seen
