"""Cases: what the border refuses, the engine plays, the walk finds, and the linter reports when a fault is planted."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gist_edu import _cases, cases
from gist_edu._case_paths import walk
from gist_edu._cases import CaseFileError
from gist_edu._cases_bundle import prepared, reference_steps
from gist_edu._site import case_desk, lint_cases
from gist_edu.models import case_result
from gist_edu.models import cases as engine

EXAMPLE = "a2_one_letter"
SOURCE = (_cases.FOLDER / f"{EXAMPLE}.yaml").read_text(encoding="utf-8")
ALL = list(_cases.load())


def raw() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(SOURCE)
    found.pop("twin", None)
    return found


def written(tmp_path: Path, content: Any, name: str = EXAMPLE) -> Path:
    path = tmp_path / f"{name}.yaml"
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    path.write_text(text)
    return path


def option(content: dict[str, Any], node: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in content["nodes"][node]["options"] if one["id"] == name)
    return found


def changed(path: str, value: Any) -> dict[str, Any]:
    """The example with one field changed, or removed where the value is None."""
    content = raw()
    *way, last = path.split(".")
    place: Any = content
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return content


# ---------------------------------------------------------------- the border


@pytest.mark.parametrize(("path", "value", "words"), [
    ("title", None, "'title' is missing"),
    ("minutes", 20, "expected 8 or less"),
    ("theme", "surgery", "choose one of: adjuvant"),
    ("colour", "red", "this field is not known here"),
    ("id", "other_name", "the file is called"),
    ("checked_on", "2099-01-01", "give the day it was checked"),
    ("start", "nowhere", "there is no node 'nowhere'"),
    ("nodes.decide.options.0.verdict", "perfect", "choose one of: best, acceptable"),
    ("nodes.decide.options.0.next", "confirmed", "'next' and 'retry' exclude each other"),
    ("nodes.decide.options.0.retry", None, "give `next: node` or `retry: true`"),
    ("nodes.decide.options.0.id", "call", "two options have the same id"),
    ("nodes.decide.options.1.does", ["mri"], "there is no request 'mri'"),
    ("nodes.tell.next", "lost", "there is no node 'lost'"),
    ("nodes.tell.colour", "red", "this field is not known here"),
    ("nodes.tell", {"ask": "What now?"}, "give it one of: options, number, sentence, end"),
    ("nodes.predict.number.truth", "computed:weight", "there is no computed number 'computed:weight'"),
    ("nodes.predict.number.step", 0, "got 0"),
    ("vignette", "{name} weighs {weight}.", "{weight} is not known; use one of: name"),
    ("nodes.watched.end", "It was [66%](ev:ssgxviii_rfs.rfs_60m.arm_36m@54m).", "the ledger says '65.6%'"),
    ("on_request.ct.effort", "none", "choose one of: low, medium, high"),
    ("on_request.ct.shows", ["weight"], "there is no value 'weight'"),
])
def test_a_case_that_does_not_fit_is_refused_with_line_field_and_remedy(
    tmp_path: Path, path: str, value: Any, words: str
) -> None:
    with pytest.raises(CaseFileError) as caught:
        _cases.read(written(tmp_path, changed(path, value)))
    said = str(caught.value)
    assert words in said
    assert said.startswith(f"{EXAMPLE}.yaml, line ")


def test_the_line_is_the_line_of_the_fault(tmp_path: Path) -> None:
    lines = SOURCE.splitlines()
    at = next(place for place, line in enumerate(lines) if "verdict: unsafe" in line)
    lines[at] = lines[at].replace("unsafe", "dangerous")
    with pytest.raises(CaseFileError, match=f"line {at + 1}, nodes.confirmed.options.1.verdict"):
        _cases.read(written(tmp_path, "\n".join(lines)))


@pytest.mark.parametrize(("text", "words"), [
    ("id: [", "not readable as YAML"), ("", "expected object"), ("- a\n- b", "expected object"),
    (SOURCE + "\ntitle: Again\n", "stands here twice"),
])
def test_what_is_no_case_at_all_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CaseFileError, match=words):
        _cases.read(written(tmp_path, text))


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(CaseFileError, match="cannot be read"):
        _cases.read(Path("no_such_case.yaml"))


@pytest.mark.parametrize(("computed", "words"), [
    ({"model": "crystal_ball", "args": {}, "take": "x"}, "there is no model 'crystal_ball'"),
    ({"model": "risk", "args": {"size_cm": -3, "mitoses_per_5mm2": 1, "site": "gastric"}, "take": "x"},
     "risk could not answer"),
    ({"model": "risk", "args": {"size_cm": 3, "mitoses_per_5mm2": 1, "site": "gastric"}, "take": "nih_1066.pct"},
     "risk could not answer"),
    ({"model": "risk", "args": {"size_cm": 3, "mitoses_per_5mm2": 1, "site": "gastric"}, "take": "afip_2006"},
     "neither number nor text"),
])
def test_an_unknown_model_or_answer_is_refused(tmp_path: Path, computed: dict[str, Any], words: str) -> None:
    with pytest.raises(CaseFileError, match=words):
        prepared(_cases.read(written(tmp_path, changed("computed.risk", computed))))


# ---------------------------------------------------------------- the engine


def ready() -> dict[str, Any]:
    return prepared(_cases.load()[EXAMPLE])


def test_a_wrong_option_is_closed_and_another_can_be_chosen() -> None:
    case = ready()
    play = engine.run(case, [["number", 50, 1], ["choose", "start", 2]])
    assert play["node"] == "decide"
    assert "start" not in [one["id"] for one in engine.offered(case, play)]
    with pytest.raises(engine.CaseError, match="'start' is not offered at this decision; choose one of"):
        engine.moved(case, play, ["choose", "start", 2])


def test_a_request_takes_time_shows_what_it_finds_and_changes_what_is_offered() -> None:
    case = ready()
    before = engine.run(case, [["number", None, None]])
    after = engine.moved(case, before, ["ask", "full_report"])
    assert (before["days"], after["days"]) == (0, 1)
    assert after["shown"] == ["genotype"]
    assert [one["id"] for one in engine.offered(case, before)] != [one["id"] for one in engine.offered(case, after)]
    with pytest.raises(engine.CaseError, match="cannot be asked for now"):
        engine.moved(case, after, ["ask", "full_report"])


def test_one_step_back_keeps_days_requests_and_the_record() -> None:
    case = ready()
    play = engine.run(case, [["number", 80, 1], ["choose", "call", 1], ["choose", "imatinib", 2], ["back"], ["back"]])
    assert play["node"] == "decide"
    assert play["days"] == 1
    assert play["asked"] == ["full_report"]
    assert [entry["undone"] for entry in case_result.decisions(play)] == [True, True]
    assert case_result.badges(case, play) == []
    assert case_result.score(play) == (1, 2)
    with pytest.raises(engine.CaseError, match="beginning of the case"):
        engine.run(case, [["back"]])


def test_a_wasted_request_takes_the_thrifty_badge_and_no_other_does() -> None:
    case = ready()
    right = [["choose", "call", 1], ["choose", "observe", 1]]
    for name, kept in (("pet", ["safe", "effective"]), ("ct", ["safe", "effective", "thrifty"])):
        play = engine.run(case, [["number", None, None], ["ask", name], *right])
        assert case_result.badges(case, play) == kept, name


def test_an_unsafe_step_takes_the_safe_badge_even_if_the_author_forgot_its_effect() -> None:
    case = ready()
    option(case, "confirmed", "imatinib").pop("effects")
    play = engine.run(case, [["number", None, None], ["choose", "call", 1], ["choose", "imatinib", 1]])
    assert case_result.badges(case, play) == ["effective", "thrifty"]


@pytest.mark.parametrize("move", [None, 3, "choose", [], ["fly"], ["choose"], ["choose", ["call"]], ["number", True, 0],
                                  ["number", 101, 0], ["number", "50", 0], ["say", "hello"], ["ask", "full_report"],
                                  ["ask", {}], ["back"]])
def test_a_move_that_does_not_fit_is_refused_and_leaves_the_play_as_it_was(move: Any) -> None:
    case = ready()
    play = engine.start(case)
    before = repr(play)
    with pytest.raises(engine.CaseError):
        engine.moved(case, play, move)
    assert repr(play) == before


def random_play(case: dict[str, Any], rng: random.Random) -> list[Any]:
    """Moves of a learner who clicks anything that is offered, until the case ends."""
    moves: list[Any] = []
    play = engine.start(case)
    while not engine.ended(case, play) and len(moves) < 120:
        kind = engine.kind(engine.node_of(case, play))
        asks = engine.requests(case, play)
        if play["before"] and rng.random() < 0.1:
            move: list[Any] = ["back"]
        elif asks and rng.random() < 0.4:
            move = ["ask", rng.choice(asks)]
        elif kind == "choose":
            move = ["choose", rng.choice(engine.offered(case, play))["id"], rng.choice([0, 1, 2])]
        elif kind == "number":
            limits = case["nodes"][play["node"]]["number"]
            move = ["number", rng.choice([None, limits["low"], limits["high"]]), rng.choice([0, 1, 2])]
        else:
            move = ["say", rng.choice(["", "We will look together."]), None]
        moves.append(move)
        play = engine.moved(case, play, move)
    return moves


@given(name=st.sampled_from(ALL), seed=st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_every_random_play_comes_to_an_end_and_can_be_replayed(name: str, seed: int) -> None:
    case = prepared(_cases.load()[name])
    moves = random_play(case, random.Random(seed))
    play = engine.run(case, moves)
    assert engine.ended(case, play)
    assert engine.run(case, moves) == play
    good, met = case_result.score(play)
    assert 0 <= good <= met


@pytest.mark.parametrize("name", ALL)
def test_the_reference_path_of_each_case_keeps_all_badges_and_ends_as_well_as_any(name: str) -> None:
    case = cases.load(name)
    found = walk(prepared(case))
    played = cases.reference(name)
    assert played.badges == case_result.BADGES
    assert set(played.verdicts) == {"best"}
    assert {"good": 1, "mixed": 0, "bad": -1}[str(played.outcome)] == found.best[0]
    assert [one["id"] for _, one in reference_steps(case)] == list(played.path)


def test_a_play_in_code_gives_score_path_feedback_and_evidence() -> None:
    played = cases.play(EXAMPLE, [86, "start", "call", "imatinib", "observe"])
    assert played.score == (0, 2)
    assert played.path == ("start", "call", "imatinib", "observe")
    assert "cassier_2012.progression.d842v" in played.evidence
    assert "86 of 100" not in played.feedback[0]
    assert repr(played) == f"{EXAMPLE}: 0 of 2 first answers can be defended; good end on day 1; badges: none"


def test_an_unknown_case_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=f"no case 'zz'; choose one of: .*{EXAMPLE}"):
        cases.load("zz")


# ---------------------------------------------------------------- the linter


def test_all_cases_of_the_book_pass() -> None:
    assert lint_cases.problems(list(_cases.load().values())) == []


def test_a_linter_without_cases_fails() -> None:
    assert lint_cases.problems([]) == ["cases: checked nothing: there is no case in data/cases/"]


def _cycle(content: dict[str, Any]) -> None:
    content["nodes"]["tell"]["next"] = "decide"


def _dead_end(content: dict[str, Any]) -> None:
    for one in content["nodes"]["confirmed"]["options"]:
        one.pop("next", None)
        one["retry"] = True


def _closed(content: dict[str, Any]) -> None:
    for one in content["nodes"]["confirmed"]["options"]:
        one["when"] = {"asked": ["ct"]}


def _unreachable(content: dict[str, Any]) -> None:
    content["nodes"]["attic"] = {"end": "Nobody comes here.", "outcome": "bad"}


def _no_link(content: dict[str, Any]) -> None:
    option(content, "decide", "start")["feedback"] = "No."


def _loose(content: dict[str, Any]) -> None:
    content["vignette"] += " She weighs 61 kg."


def _no_best(content: dict[str, Any]) -> None:
    option(content, "confirmed", "observe")["verdict"] = "acceptable"


def _all_best(content: dict[str, Any]) -> None:
    for one in content["nodes"]["confirmed"]["options"]:
        one["verdict"] = "best"


def _long(content: dict[str, Any]) -> None:
    option(content, "confirmed", "observe")["text"] = "None now, and scans at intervals, because imatinib cannot work"


def _points(content: dict[str, Any]) -> None:
    option(content, "confirmed", "imatinib")["text"] = "None of the above"


def _wrong_path(content: dict[str, Any]) -> None:
    content["reference"]["choices"] = ["start", "none_known", "observe"]


def _short_path(content: dict[str, Any]) -> None:
    content["reference"]["choices"] = ["none_known"]


def _long_path(content: dict[str, Any]) -> None:
    content["reference"]["choices"] = ["none_known", "observe", "observe"]


def _no_cost(content: dict[str, Any]) -> None:
    for node in content["nodes"].values():
        for one in node.get("options", []):
            one.pop("effects", None)


def _held_back(content: dict[str, Any]) -> None:
    option(content, "decide", "start")["verdict"] = "acceptable"


def _hidden(content: dict[str, Any]) -> None:
    content["patient"]["secret"] = {"label": "Secret", "value": "x", "hidden": True}


def _given(content: dict[str, Any]) -> None:
    content["givens"].append("99 bottles")


def _wasted(content: dict[str, Any]) -> None:
    content["reference"]["asks"].append("pet")


@pytest.mark.parametrize(("plant", "words"), [
    (_cycle, "a path comes back here"), (_dead_end, "no way leads on"), (_closed, "fewer than two options"),
    (_unreachable, "no path leads here"), (_no_link, "0 evidence links"), (_loose, "the number '61'"),
    (_no_best, "no option is best"), (_all_best, "every option is best"), (_long, "the median is"),
    (_points, "points at other options"), (_wrong_path, "start is not best"),
    (_short_path, "before the case ends"), (_long_path, "The case has ended before"),
    (_no_cost, "come to the same"), (_held_back, "it holds, and yet sends the learner back"),
    (_hidden, "nothing ever shows it"), (_given, "'99 bottles' is not used"),
    (_wasted, "asks for nothing wasted"),
])
def test_the_linter_finds_a_planted_fault(tmp_path: Path, plant: Any, words: str) -> None:
    content = raw()
    plant(content)
    found = lint_cases.problems([_cases.read(written(tmp_path, content))], all_cases=False)
    assert any(words in problem for problem in found), found


def test_twins_must_differ_exactly_where_they_say(tmp_path: Path) -> None:
    one, two = raw(), raw()
    two["id"], two["patient"]["genotype"]["value"] = "twin_two", "KIT p.W557_K558del"
    two["vignette"] += " She plays the cello."
    two["twin"] = {"of": EXAMPLE, "differs_only_in": ["patient.genotype.value", "patient.size.value"], "claim": "C."}
    first, second = _cases.read(written(tmp_path, one)), _cases.read(written(tmp_path, two, "twin_two"))
    found = list(lint_cases._twins(second, first))
    assert len(found) == 2
    assert "patient.size.value is the same" in found[0]
    assert "vignette: it differs from the twin" in found[1]


@pytest.mark.parametrize(("field", "value", "words"), [
    ("claims", ["S99"], "there is no 'S99'"), ("objectives", ["O99.9"], "there is no 'O99.9'"),
    ("review", "Dr Nobody", "nobody called 'Dr Nobody'"),
])
def test_names_outside_the_case_must_exist(tmp_path: Path, field: str, value: Any, words: str) -> None:
    found = list(lint_cases._in_the_book([_cases.read(written(tmp_path, changed(field, value)))]))
    assert any(words in problem for problem in found)


def test_a_claim_without_a_case_is_reported() -> None:
    found = list(lint_cases._in_the_book([cases.load(EXAMPLE)]))
    assert any("no case exercises" in problem and "S17" in problem for problem in found)


# ---------------------------------------------------------------- the author's desk


def test_each_case_has_its_two_pages_and_no_page_is_without_a_case() -> None:
    wanted = {f"{name}{suffix}.md" for name in ALL for suffix in ("", "_discussion")}
    assert {path.name for path in case_desk.PAGES.glob("*.md")} == wanted


def test_a_new_case_is_a_complete_case_under_another_name(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / f"{EXAMPLE}.yaml").write_text(SOURCE)
    made = case_desk.new("my_case", folder, tmp_path / "pages")
    assert [path.name for path in made] == ["my_case.yaml", "my_case.md", "my_case_discussion.md"]
    case = _cases.read(made[0])
    assert (case.id, case.raw["code"]) == ("my_case", "X1")
    assert lint_cases.problems([case], all_cases=False) == []
    with pytest.raises(ValueError, match="exists already"):
        case_desk.new("my_case", folder, tmp_path / "pages")
    with pytest.raises(ValueError, match="lower case letters"):
        case_desk.new("My Case", folder, tmp_path / "pages")


def test_the_desk_shows_the_case_or_what_is_wrong_with_it(tmp_path: Path) -> None:
    good = written(tmp_path, raw())
    shown = case_desk.page(good)
    assert "No problem found." in shown
    assert '<gist-sim name="cases"' in shown
    assert "verdict" not in shown
    assert f"cases.{EXAMPLE}" in str(case_desk.asset(f"gist-data-cases.{EXAMPLE}.js", good))
    assert case_desk.asset("passwd", good) is None
    broken = case_desk.page(written(tmp_path, changed("start", "nowhere")))
    assert "there is no node &#x27;nowhere&#x27;" in broken
    assert "<gist-sim" not in broken
