"""Questions are checked when they are read: each misfit names file, question, what is wrong, and what to do."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from gist_edu import _questions
from gist_edu._ledger import resolve
from gist_edu._questions import Item, QuestionError

Json = dict[str, Any]
LINK = "[16%](ev:afip_gastric.g5)"
RIGHT_NUMBER = "afip_jejunum_ileum.g3a"
VERDICTS = {"single": ("best", "acceptable", "wrong"), "several": ("best", "best", "wrong"), "order": ("",) * 3}
UNSEEN, SPAN = "nccn_adjuvant.duration", "ssgxviii_os.os_60m_interval.arm_12m@54m"


def _options(*verdicts: str) -> list[Json]:
    rows = [{"id": key, "text": f"Answer {key}", "feedback": f"Because of {LINK}."} for key in "abcdef"]
    return [{**row, **({"verdict": verdict} if verdict else {})} for row, verdict in zip(rows, verdicts, strict=False)]


def item(of: str = "single", **change: Any) -> Json:
    """A good question of a kind, with one thing changed; None takes the field out."""
    raw: Json = {
        "id": f"some_{of}",
        "objective": "O07.1",
        "family": "some_family",
        "level": "S",
        "kind": of,
        "stem": "Which one is it?",
        "checked_on": date(2026, 11, 20),
    }
    if of == "number":
        raw["answer"] = {
            "address": RIGHT_NUMBER, "tolerance": 8, "min": 0, "max": 100, "step": 1, "unit": "of 100",
        }  # fmt: skip
        raw["feedback"] = {"close": f"Close: {LINK}.", "low": f"Low: {LINK}.", "high": f"High: {LINK}."}
    else:
        raw["options"] = _options(*VERDICTS[of])
    raw.update(change)
    return {field: value for field, value in raw.items() if value is not None}


def load(folder: Path, *items: Any, sets: Any = None) -> _questions.Questions:
    (folder / "some.yaml").write_text(yaml.safe_dump(list(items), allow_unicode=True), encoding="utf-8")
    (folder / "sets.yaml").write_text(yaml.safe_dump(sets or {}), encoding="utf-8")
    _questions.load.cache_clear()
    return _questions.load(folder)


def refused(folder: Path, *items: Any, sets: Any = None) -> str:
    with pytest.raises(QuestionError) as caught:
        load(folder, *items, sets=sets)
    return str(caught.value)


def broken(kind: str, *path: Any, value: Any) -> Json:
    """A good question where the place at ``path`` holds ``value``."""
    raw = copy.deepcopy(item(kind))
    place: Any = raw
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return raw


GONE = object()


@pytest.fixture(autouse=True)
def _fresh_cache() -> Any:
    yield
    _questions.load.cache_clear()


# ---------------------------------------------------------------- what is good


@pytest.mark.parametrize("kind", _questions.KINDS)
def test_a_good_question_of_each_kind_is_read(kind: str, tmp_path: Path) -> None:
    found = load(tmp_path, item(kind)).items[f"some_{kind}"]
    assert (found.kind, found.file, found.checked_on) == (kind, "some.yaml", "2026-11-20")
    assert found.addresses()[0] == "afip_gastric.g5"


def test_everything_a_question_may_have_is_read(tmp_path: Path) -> None:
    raw = item(
        givens=["3 cm", 8],
        cards=[{"title": "A", "lines": ["one", "two"]}],
        why=f"So it is {LINK}.",
        more={"lesson": "07", "anchor": "here"},
    )
    found = load(tmp_path, raw).items["some_single"]
    assert found.givens == ("3 cm", "8")
    assert found.cards[0]["lines"] == ["one", "two"]
    assert found.why == f"So it is {LINK}."
    assert found.more == {"lesson": "07", "anchor": "here"}


def test_the_right_number_comes_from_the_ledger(tmp_path: Path) -> None:
    answer = load(tmp_path, item("number")).items["some_number"].answer
    link = resolve(RIGHT_NUMBER)
    assert answer is not None
    assert link.value is not None
    assert answer.value == link.value.value
    assert answer.link == f"[{link.text}](ev:{RIGHT_NUMBER})"


def test_addresses_are_named_once_with_that_of_the_number(tmp_path: Path) -> None:
    assert load(tmp_path, item("number")).items["some_number"].addresses() == ["afip_gastric.g5", RIGHT_NUMBER]


def test_siblings_are_the_others_of_the_family(tmp_path: Path) -> None:
    two, other = item(id="second_one"), item(id="third_one", family="else")
    questions = load(tmp_path, item(), two, other)
    assert [found.id for found in questions.siblings(questions.items["some_single"])] == ["second_one"]
    assert questions.siblings(questions.items["third_one"]) == []


def test_sets_keep_their_order_and_may_be_empty(tmp_path: Path) -> None:
    questions = load(
        tmp_path, item(), item("order"), sets={"07": ["some_order", "some_single"], "00": [], "bet": None}
    )
    assert [found.id for found in questions.of_set("07")] == ["some_order", "some_single"]
    assert questions.of_set("00") == questions.of_set("bet") == []
    with pytest.raises(QuestionError, match="no question set '12'; choose one of: 00, 07, bet"):
        questions.of_set("12")


def test_options_of_a_kind_are_listed_with_their_question(tmp_path: Path) -> None:
    questions = load(tmp_path, item(), item("order"))
    found = list(_questions.options_of(questions.items.values(), "order"))
    assert [(one.id, option.id) for one, option in found] == [("some_order", key) for key in "abc"]


def test_the_questions_of_the_book_are_read() -> None:
    questions = _questions.load()
    assert questions.sets["07"]
    assert all(isinstance(found, Item) for found in questions.items.values())


# ---------------------------------------------------------------- what is not

FAULTS: dict[str, tuple[Json, str, str]] = {
    # name: (question, problem, remedy)
    **{f"no {field}": (item(**{field: None}), f"'{field}' is missing", "fields are id, objective")
       for field in ("objective", "family", "level", "kind", "stem", "checked_on")},
    "empty stem": (item(stem=""), "'stem' is missing", "fields are"),
    "unknown field": (item(hint="x"), "'hint' is unknown", "fields are"),
    "id with capitals": (item(id="Some_single"), "the id is not lower case", "rename it"),
    "id of two letters": (item(id="ab"), "the id is not lower case", "rename it"),
    "id with a digit first": (item(id="7_up"), "the id is not lower case", "rename it"),
    "id too long": (item(id="x" * 61), "the id is not lower case", "rename it"),
    "id that is a number": (item(id=1234), "the id is not lower case", "rename it"),
    "unknown kind": (item(kind="essay"), "kind is 'essay'", "choose one of single, several, order, number"),
    "unknown level": (item(level="X"), "level is 'X'", "choose one of S, R, P"),
    "checked in the future": (item(checked_on=date.today() + timedelta(2)), "checked_on is", "give the day"),
    "checked some day": (item(checked_on="lately"), "checked_on is 'lately'", "give the day"),
    "cards is text": (item(cards="A"), "cards is not a list", "write cards: [...]"),
    "givens is text": (item(givens="3 cm"), "givens is not a list", "write givens: [...]"),
    "a card without lines": (item(cards=[{"title": "A"}]), "a card is not {title, lines}", "give each card"),
    "a card that is text": (item(cards=["A"]), "a card is not {title, lines}", "give each card"),
    "card lines as text": (item(cards=[{"title": "A", "lines": "one"}]), "a card is not", "a list of lines"),
    "a card line as a number": (item(cards=[{"title": "A", "lines": [3]}]), "a card is not", "all text"),
    "why is a number": (item(why=7), "'why' is not text", "write a sentence"),
    "why is empty": (item(why=" "), "'why' is not text", "leave the field out"),
    "more is text": (item(more="07"), "'more' is not {lesson, anchor}", "name the lesson"),
    "more without lesson": (item(more={"anchor": "x"}), "'more' is not {lesson, anchor}", "name the lesson"),
    "more with more": (item(more={"lesson": "07", "page": "x"}), "'more' is not {lesson, anchor}", "name the lesson"),
    "more.lesson unquoted": (item(more={"lesson": 7}), "'more' is not {lesson, anchor}", '"07"'),
    "single without options": (item(options=None), "a single question has no options", "the others 3 to 6"),
    "number with options": (item("number", options=_options("best", "wrong", "wrong")), "has options", "none"),
    "two options": (item(options=_options("best", "wrong")), "not a list of 3 to 6", "add or remove"),
    "seven options": (item(options=[*_options(*["best"] * 6), {"id": "g"}]), "not a list of 3 to 6", "add or remove"),
    "options as a mapping": (item(options={"a": 1, "b": 2, "c": 3}), "not a list of 3 to 6", "add or remove"),
    "an option that is text": (broken("single", "options", 1, value="Yes"), "'Yes' does not have", "complete it"),
    **{f"a later option without {field}": (broken("single", "options", 2, field, value=GONE),
                                           "does not have exactly the fields", "complete it")
       for field in ("id", "text", "verdict", "feedback")},
    "an option with empty text": (broken("single", "options", 1, "text", value=" "), "does not have", "complete it"),
    "an unquoted Yes": (broken("single", "options", 1, "text", value=True), "all text", "such as Yes in quotes"),
    "an unquoted 8": (broken("single", "options", 1, "text", value=8), "all text", "in quotes"),
    "feedback left open": (broken("single", "options", 0, "feedback", value=None), "all text", "complete it"),
    "a verdict in an order": (broken("order", "options", 0, "verdict", value="best"), "does not have", "complete it"),
    "an option id twice": (broken("single", "options", 1, "id", value="a"), "option id 'a'", "rename it"),
    "an option id with a dot": (broken("single", "options", 1, "id", value="a.b"), "option id 'a.b'", "rename it"),
    "an unknown verdict": (broken("single", "options", 1, "verdict", value="good"), "verdict 'good'", "takes best"),
    "acceptable among several": (broken("several", "options", 2, "verdict", value="acceptable"), "verdict 'acceptable'",
                                 "a several question takes best, wrong"),
    "nothing best": (item(options=_options("acceptable", "wrong", "wrong")), "no option is best", "verdict: best"),
    "one of several": (item("several", options=_options("best", "wrong", "wrong")), "1 of 3 options are best",
                       "mark at least two, not all"),
    "all of several": (item("several", options=_options("best", "best", "best")), "3 of 3 options are best",
                       "mark at least two, not all"),
    "a number without an answer": (item("number", answer=None), "'answer' belongs to a number", "add or remove"),
    "an answer to a choice": (item(answer=item("number")["answer"]), "'answer' belongs to a number", "add or remove"),
    "an answer without a unit": (broken("number", "answer", "unit", value=GONE), "exactly its fields", "unit"),
    "an answer that is a number": (item("number", answer=24), "exactly its fields", "address"),
    **{f"{field} {value!r}": (broken("number", "answer", field, value=value), "do not fit", "correct the answer")
       for field, value in (("tolerance", -1), ("tolerance", "8"), ("step", 0), ("min", 100), ("max", True),
                            ("unit", 3), ("address", 7))},
    "an unknown address": (broken("number", "answer", "address", value="moon.g5"), "no evidence record 'moon'", ""),
    "a record for a number": (broken("number", "answer", "address", value="rupture_six_criteria"), "is None, no number",
                              "choose another address"),
    "a span for a number": (broken("number", "answer", "address", value=SPAN), "no number from min to max", "another"),
    "a right number out of reach": (broken("number", "answer", "max", value=20), "is 24, no number from min to max",
                                    "choose another address"),
    "a number nobody saw": (broken("number", "answer", "address", value=UNSEEN), "was never seen on a page", "ask for"),
    "no reports": (item("number", feedback=None), "'feedback' of its own", "add or remove it"),
    "reports to a choice": (item(feedback=item("number")["feedback"]), "'feedback' of its own", "add or remove it"),
    "a report is missing": (broken("number", "feedback", "low", value=GONE), "not {close, low, high}", "all three"),
    "a report left open": (broken("number", "feedback", "low", value=None), "not {close, low, high}", "all three"),
    "a link that says another number": (broken("single", "options", 0, "feedback", value="[17%](ev:afip_gastric.g5)"),
                                        "the ledger says '16%'", "correct the link or the text"),
    "a wrong link in why": (item(why="[16%](ev:moon.g5)"), "no evidence record 'moon'", "correct the link"),
    "a wrong link in a report": (broken("number", "feedback", "low", value="[1%](ev:afip_gastric.g5)"),
                                 "the ledger says '16%'", "correct the link"),
    "no link at all": (item(options=[{**one, "feedback": "So it is."} for one in item()["options"]]),
                       "no evidence link", "link what the answer rests on"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "problem", "remedy"), FAULTS.values(), ids=list(FAULTS))
def test_each_planted_fault_names_file_question_problem_and_remedy(
    raw: Json, problem: str, remedy: str, tmp_path: Path
) -> None:
    message = refused(tmp_path, raw)
    assert message.startswith(f"some.yaml: question {raw['id']}: "), message
    assert problem in message
    assert remedy in message


@pytest.mark.parametrize("raw", ["text", 7, None, ["id", "x"], {1: 2}], ids=repr)
def test_what_is_no_question_is_refused(raw: Any, tmp_path: Path) -> None:
    message = refused(tmp_path, raw)
    assert message.startswith("some.yaml: question ")
    assert "not a mapping of fields; write `- id: ...`" in message


def test_a_question_without_an_id_is_named_by_its_file(tmp_path: Path) -> None:
    assert refused(tmp_path, item(id=None)).startswith("some.yaml: question ?: 'id' is missing")


def test_an_id_stands_once_in_all_files(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(yaml.safe_dump([item()]), encoding="utf-8")
    message = refused(tmp_path, item())
    assert "some.yaml: question some_single: the id stands in other.yaml too; give one" in message
    (tmp_path / "other.yaml").unlink()
    assert "the id stands in some.yaml too" in refused(tmp_path, item(), item())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- id: [", "not readable as YAML"),
        ("- checked_on: 2026-13-45", "not readable as YAML"),
        ("id: x", "expected a list of questions"),
        ("", "expected a list of questions"),
    ],
)
def test_a_file_that_is_no_list_of_questions_is_named(text: str, problem: str, tmp_path: Path) -> None:
    load(tmp_path, item())
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    _questions.load.cache_clear()
    with pytest.raises(QuestionError, match=rf"bad\.yaml: {problem}"):
        _questions.load(tmp_path)


@pytest.mark.parametrize(
    ("sets", "problem"),
    [
        ({"07": ["some_single", "moon"]}, "set '07': moon: not a question that exists"),
        ({"07": ["some_single", "some_single"]}, "set '07': a question stands twice"),
        ({7: ["some_single"]}, 'set 7: expected "name": [ids]; put names such as "07" in quotes'),
        ({"07": "some_single"}, 'expected "name": [ids]'),
        ({"07": [7]}, 'expected "name": [ids]'),
        ({"07": [{"id": "some_single"}]}, 'expected "name": [ids]'),
        (["07"], "expected a mapping of sets"),
    ],
    ids=repr,
)
def test_a_set_that_does_not_fit_is_named(sets: Any, problem: str, tmp_path: Path) -> None:
    message = refused(tmp_path, item(), sets=sets)
    assert message.startswith("sets.yaml: ")
    assert problem in message
