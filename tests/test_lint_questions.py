"""The checker of questions finds each planted fault, and accepts good questions."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from gist_edu._questions import Answer, Item, Option, QuestionError, Questions
from gist_edu._site import lint_questions
from gist_edu._site.lint import Exceptions

LINK = "[16%](ev:afip_gastric.g5)"
NONE = Exceptions((), {})
WHY = f"Because the table says {LINK}."


def option(key: str, text: str, verdict: str, feedback: str = WHY) -> Option:
    return Option(key, text, verdict, feedback)


def item(name: str = "one", **change: Any) -> Item:
    """A good single question, with something changed."""
    options = (
        option("a", "Operate at once", "best"),
        option("b", "Take a biopsy first", "wrong"),
        option("c", "Wait for a month", "wrong"),
    )
    made = Item(
        id=name, objective="O07.1", family="family", level="S", kind="single", stem="What comes next?",
        checked_on="2026-11-20", options=options, file="some.yaml",
    )  # fmt: skip
    return replace(made, **change)


def number(name: str = "number", close: str = WHY, low: str = WHY, **change: Any) -> Item:
    reports = {"close": close, "low": low, "high": WHY}
    answer = Answer("afip_jejunum_ileum.g3a", 8, 0, 100, 1, "of 100")
    return item(name, kind="number", options=(), answer=answer, feedback=reports, **change)


@pytest.fixture(autouse=True)
def one_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book of one lesson with one objective and two parts."""
    lesson = SimpleNamespace(number="07", objectives=(SimpleNamespace(id="O07.1"),))
    monkeypatch.setattr(lint_questions._lessons, "lessons", lambda: (lesson,))
    monkeypatch.setattr(lint_questions._lessons, "sections", lambda _: [("First", "first"), ("Second", "second")])


def problems(*items: Item, exceptions: Exceptions = NONE) -> list[str]:
    return lint_questions.problems(Questions({one.id: one for one in items}, {}), exceptions)


def with_option(**change: Any) -> Item:
    """The good question, with its second option changed."""
    good = item()
    return replace(good, options=(good.options[0], replace(good.options[1], **change), good.options[2]))


# ---------------------------------------------------------------- what is good


def test_good_questions_of_all_kinds_pass() -> None:
    order = tuple(replace(one, verdict="") for one in item().options)
    several = (*item().options[:2], replace(item().options[2], verdict="best"))
    assert problems(
        item(),
        item("two", kind="order", options=order),
        item("three", kind="several", options=several, more={"lesson": "07", "anchor": "second"}),
        number(more={"lesson": "07"}),
    ) == []  # fmt: skip


def test_numbers_of_the_invented_patient_and_repeated_links_pass() -> None:
    one = item(
        stem="A tumour of 3 cm with 8 mitoses: what is next?",
        givens=("3 cm", "8 mitoses", "58 years"),
        cards=({"title": "A", "lines": ["58 years"]},),
        why=f"The share is {LINK}, so 16% of them.",
    )
    assert problems(one, item("two")) == []


def test_a_wrong_option_may_hold_a_wrong_number() -> None:
    assert problems(with_option(text="Wait for 6 weeks"), item("two")) == []


def test_written_exceptions_are_honoured() -> None:
    one = item(stem="The tumour has exon 11: what comes next?")
    assert problems(one, item("two"), exceptions=Exceptions((re.compile(r"exon \d+"),), {})) == []
    assert "the number '11'" in problems(one, item("two"))[0]


@pytest.mark.parametrize("text", ["Wait twenty-four letters", "Take a biopsy and wait"])
def test_short_options_may_differ_in_length(text: str) -> None:
    options = (option("a", "Yes", "best"), option("b", text, "wrong"), option("c", "Scan", "wrong"))
    assert problems(item(options=options), item("two")) == []


# ---------------------------------------------------------------- one question alone

LONG = " ".join(["word"] * 70)
FAULTS: dict[str, tuple[Item, str]] = {
    "a long stem": (item(stem=" ".join(["word"] * 60) + " now?"), "the stem has 61 words; at most 60"),
    "a stem that asks nothing": (item(stem="Say what comes next."), "it ends with a question"),
    "feedback without a link": (with_option(feedback="So it is."), "option b: 0 evidence links"),
    "feedback with four links": (with_option(feedback=" ".join([LINK] * 4)), "option b: 4 evidence links"),
    "long feedback": (with_option(feedback=f"{LONG} {LINK}"), "option b: 71 words; at most 70"),
    "all of the above": (with_option(text="All of the above"), "option b points at other options"),
    "none of these": (with_option(text="None of these fits"), "option b points at other options"),
    "both of these": (with_option(text="Both of these"), "option b points at other options"),
    "a report without a link": (number(low="Too low."), "feedback low: 0 evidence links"),
    "an option that stands out": (with_option(text="Take a biopsy first, and wait for it"), "its longest option has"),
    "a number in the stem": (item(stem="A tumour of 3 cm: what is next?"), "the number '3' in 'A tumour of 3 cm"),
    "a number on a card": (item(cards=({"title": "A", "lines": ["58 years"]},)), "the number '58' in '58 years'"),
    "a number in a card's title": (item(cards=({"title": "Patient 2", "lines": []},)), "the number '2'"),
    "a number in why": (item(why=f"So {LINK}, not 17%."), "the number '17%'"),
    "a number in feedback": (with_option(feedback=f"{LINK}, not 17%."), "the number '17%'"),
    "a number in a right option": (
        item(options=(option("a", "Wait for 3 weeks", "best"), *item().options[1:])), "the number '3'",
    ),
    "a number in an option of an order": (
        item(kind="order", options=tuple(option(key, f"Step {key} 4", "") for key in "abc")), "the number '4'",
    ),
    "a number in a report": (number(close=WHY + " 9 of ten."), "the number '9'"),
    "a given that is not used": (item(givens=("5 cm",)), "the given '5 cm' is not used; delete it"),
    "an unknown objective": (item(objective="O99.1"), "no objective 'O99.1' in data/lessons.yaml"),
    "an unknown lesson": (item(more={"lesson": "99"}), "'more' names lesson '99', which does not exist"),
    "an unknown part": (item(more={"lesson": "07", "anchor": "x"}), "'more' names 'x', which is no part of the lesson; "
                        "choose one of: first, second"),
}  # fmt: skip


@pytest.mark.parametrize(("planted", "says"), FAULTS.values(), ids=list(FAULTS))
def test_each_planted_fault_is_found_with_file_and_question(planted: Item, says: str) -> None:
    found = [one for one in problems(planted, item("two"), item("three")) if not one.startswith("questions: ")]
    assert found
    for problem in found:
        assert problem.startswith(f"some.yaml: question {planted.id}: ")
        assert says in problem


def test_a_part_cannot_be_checked_before_the_lesson_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lint_questions._lessons, "sections", lambda _: [])
    assert problems(item(more={"lesson": "07", "anchor": "x"}), item("two")) == []


# ---------------------------------------------------------------- all questions together


def telling(name: str) -> Item:
    """The best option is the longest."""
    options = (option("a", "Operate this week", "best"), option("b", "Wait", "wrong"), option("c", "Scan", "wrong"))
    return item(name, options=options)


def test_the_best_option_may_be_the_longest_in_a_third_of_the_questions() -> None:
    assert problems(telling("one"), item("two"), item("three")) == []
    found = problems(telling("one"), telling("two"), item("three"))
    assert found == [
        "questions: the best option is the longest in 2 of 3 single items; at most a third may be: one, two"
    ]


def test_a_best_option_that_shares_its_length_does_not_tell() -> None:
    options = (option("a", "Operate", "best"), option("b", "Do wait", "wrong"), option("c", "Scan", "wrong"))
    assert problems(item(options=options), item("two", options=options)) == []


def test_absolute_words_may_not_mark_the_wrong_options() -> None:
    options = (option("a", "Operate", "best"), option("b", "Never operate", "wrong"), option("c", "Do wait", "wrong"))
    found = problems(item(options=options), item("two"))
    assert found == [
        "questions: absolute words stand in 25% of wrong and 0% of right options; take some out of the wrong ones"
    ]
    fair = (option("a", "Operate only here", "best"), *options[1:])
    assert problems(item(options=fair), item("two"), item("three")) == []


def test_absolute_words_are_whole_words_in_any_case() -> None:
    for text in ("ALWAYS wait", "No biopsy", "Wait in every case"):
        assert lint_questions.ABSOLUTE.search(text), text
    for text in ("Nothing", "Know it", "Commonly done"):
        assert not lint_questions.ABSOLUTE.search(text), text


def test_a_question_without_a_sibling_is_found() -> None:
    found = problems(item(), item("two"), item("three", family="alone"))
    assert found == [
        "questions: family 'alone' has one question; a missed one needs a sibling: write a second"
    ]


def test_an_objective_needs_two_questions() -> None:
    found = problems(item(), item("two", objective="O07.2"))
    assert any("no objective 'O07.2'" in problem for problem in found)
    assert "questions: objective O07.1 has 1 items; write at least 2" in found


def test_checking_nothing_is_a_failure() -> None:
    assert problems() == ["questions: checked nothing: there is no question in data/questions/"]


# ---------------------------------------------------------------- the command


def test_main_prints_every_problem_and_how_much_was_looked_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = Questions({one.id: one for one in (item(), item("two"))}, {"07": ("one",)})
    monkeypatch.setattr(lint_questions, "load", lambda: good)
    assert lint_questions.main() == 0
    assert capsys.readouterr().out == "questions: 2 in 1 sets, 0 problems\n"
    monkeypatch.setattr(lint_questions, "load", lambda: Questions({}, {}))
    assert lint_questions.main() == 1
    assert "checked nothing" in capsys.readouterr().out


def test_main_says_what_could_not_be_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> Questions:
        raise QuestionError("some.yaml: question x: bad; mend it.")

    monkeypatch.setattr(lint_questions, "load", fail)
    assert lint_questions.main() == 1
    assert capsys.readouterr().out == "some.yaml: question x: bad; mend it.\n"
