"""A question and its answer: the shuffle, what can be an answer, and what is right about it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parity.bundles import ITEMS, RIGHT, WRONG

from gist_edu.models import quiz

SINGLE, SEVERAL, ORDER, NUMBER = (ITEMS[key] for key in ("site_single", "site_several", "steps_order", "steps_number"))
words = st.text(max_size=5) | st.sampled_from(["a", "one", "size"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)


# ---------------------------------------------------------------- the shuffle


@given(st.lists(st.integers()), st.text())
def test_a_shuffle_keeps_every_value_and_depends_on_the_seed_alone(values: list[int], seed: str) -> None:
    before = list(values)
    assert sorted(quiz.shuffled(values, seed)) == sorted(values)
    assert quiz.shuffled(values, seed) == quiz.shuffled(values, seed)
    assert values == before, "the list that was given stays as it was"


def test_the_shuffle_is_the_one_that_was_published() -> None:
    """Another order would change what readers see; it must be meant."""
    assert quiz.shuffled(["a", "b", "c", "d"], "site_single") == ["c", "d", "b", "a"]
    assert quiz.shuffled([], "x") == []


@pytest.mark.parametrize("count", [3, 4, 5])
def test_every_value_comes_to_every_place_about_equally_often(count: int) -> None:
    seeds = [f"rupture_item_{number}" for number in range(3000)]
    lines = [quiz.shuffled(range(count), seed) for seed in seeds]  # type: ignore[arg-type]
    for place in range(count):
        found = Counter(line[place] for line in lines)
        assert all(abs(found[value] / len(seeds) - 1 / count) < 0.04 for value in range(count)), (place, found)


def test_different_seeds_reach_every_order() -> None:
    assert len({tuple(quiz.shuffled([1, 2, 3], f"item_{number}")) for number in range(200)}) == 6


# ---------------------------------------------------------------- what can be an answer


@pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))
def test_right_and_wrong_answers_both_fit(item: dict[str, Any]) -> None:
    assert quiz.fits(item, RIGHT[item["id"]])
    assert quiz.fits(item, WRONG[item["id"]])


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        *((SINGLE, bad) for bad in (None, "", "z", 0, 1.5, True, ["a"], {}, "A", "a ")),
        *((SEVERAL, bad) for bad in (None, "size", {}, True, ["size", "size"], ["size", "z"], [None], [["size"]], [1])),
        *((ORDER, bad) for bad in (None, [], ["one"], ["one", "two", "three", "three"], "one", {"one": 1})),
        (ORDER, ["one", "two", "three", "four", "one"]),
        (ORDER, ["one", "two", "three", True]),
        *((NUMBER, bad) for bad in (None, True, False, "50", [], -0.01, 100.01, float("nan"), float("inf"), 10**400)),
    ],
)
def test_what_could_not_be_given_does_not_fit(item: dict[str, Any], answer: Any) -> None:
    assert not quiz.fits(item, answer)


@pytest.mark.parametrize(("item", "answer"), [(SEVERAL, []), (NUMBER, 0), (NUMBER, 100), (NUMBER, 0.5), (SINGLE, "b")])
def test_edges_that_fit(item: dict[str, Any], answer: Any) -> None:
    assert quiz.fits(item, answer)


@given(st.sampled_from(list(ITEMS.values())), anything)
def test_fits_never_raises_and_what_fits_can_be_judged(item: dict[str, Any], answer: Any) -> None:
    if quiz.fits(item, answer):
        assert quiz.judge(item, answer) in (quiz.RIGHT, quiz.ALSO, quiz.PARTLY, quiz.WRONG)


# ---------------------------------------------------------------- what is right about it


@pytest.mark.parametrize("key", ITEMS)
def test_the_right_answer_is_right_and_the_wrong_one_is_not(key: str) -> None:
    assert quiz.judge(ITEMS[key], RIGHT[key]) == quiz.RIGHT
    assert quiz.judge(ITEMS[key], WRONG[key]) == quiz.WRONG


def test_an_acceptable_option_counts_though_it_is_not_the_best() -> None:
    assert quiz.judge(SINGLE, "b") == quiz.ALSO
    assert [quiz.counts(verdict) for verdict in (quiz.RIGHT, quiz.ALSO, quiz.PARTLY, quiz.WRONG)] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (["mitoses", "size"], "right"),
        (["size"], "partly"),
        (["size", "mitoses", "sound"], "partly"),
        (["size", "colour"], "partly"),
        (["size", "mitoses", "colour", "sound"], "partly"),
        ([], "partly"),
        (["colour"], "wrong"),
        (["size", "colour", "sound"], "wrong"),
    ],
)
def test_boxes_are_counted_one_by_one(answer: list[str], verdict: str) -> None:
    assert quiz.judge(SEVERAL, answer) == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (["two", "one", "three", "four"], "partly"),
        (["four", "one", "two", "three"], "partly"),
        (["three", "four", "one", "two"], "partly"),
        (["two", "one", "four", "three"], "wrong"),
    ],
)
def test_an_order_is_judged_by_its_neighbours(answer: list[str], verdict: str) -> None:
    assert quiz.judge(ORDER, answer) == verdict


@given(st.permutations(["one", "two", "three", "four"]))
def test_only_one_order_is_right(line: list[str]) -> None:
    assert (quiz.judge(ORDER, line) == quiz.RIGHT) == (line == RIGHT["steps_order"])


@given(st.lists(st.sampled_from(["size", "mitoses", "colour", "sound"]), unique=True))
def test_only_one_set_of_boxes_is_right_in_whatever_order_it_was_ticked(ticked: list[str]) -> None:
    assert (quiz.judge(SEVERAL, ticked) == quiz.RIGHT) == (sorted(ticked) == ["mitoses", "size"])


@pytest.mark.parametrize(
    ("answer", "lies"),
    [(65.6, "close"), (65.7, "close"), (65.5, "close"), (65.71, "high"), (65.49, "low"), (0, "low"), (100, "high")],
)
def test_the_edge_of_the_tolerance_is_still_close(answer: float, lies: str) -> None:
    assert quiz.where(NUMBER, answer) == lies
    assert quiz.judge(NUMBER, answer) == ("right" if lies == "close" else "wrong")


def test_best_is_all_of_an_order_and_the_best_options_of_the_others() -> None:
    assert quiz.best(ORDER) == ["one", "two", "three", "four"]
    assert quiz.best(SEVERAL) == ["size", "mitoses"]
    assert quiz.best(SINGLE) == ["a"]
