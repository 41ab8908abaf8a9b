"""Formatting, ordering and reading of numbers; and the linter that keeps the portable subset."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gist_edu._site import portable_lint
from gist_edu.models import portable


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (65.6, 1, "65.6"),
        (2.5, 0, "3"),
        (0.125, 2, "0.13"),
        (3.0, 1, "3.0"),
        (-0.04, 1, "0.0"),
        (-2.5, 0, "−3"),
        (99.95, 0, "100"),
    ],
)
def test_fmt_rounds_half_up_and_never_prints_minus_zero(value: float, digits: int, text: str) -> None:
    assert portable.fmt(value, digits) == text


@given(st.integers(-(10**6), 10**6), st.integers(0, 2))
def test_fmt_agrees_with_decimal_on_short_numbers(thousandths: int, digits: int) -> None:
    value = thousandths / 8  # exact in binary, so ties are real ties
    exact = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert Decimal(portable.fmt(value, digits).replace("−", "-")) == exact


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (2.5, "2.5"), (0.0, "0"), (100.0, "100"), (0.25, "0.25")])
def test_shortest_drops_zeros(value: float, text: str) -> None:
    assert portable.shortest(value) == text


@given(st.lists(st.tuples(st.integers(0, 3), st.integers())))
def test_ordered_is_stable(rows: list[tuple[int, int]]) -> None:
    assert portable.ordered(rows, lambda row: row[0]) == sorted(rows, key=lambda row: row[0])


@pytest.mark.parametrize(("raw", "value"), [("7,5", 7.5), (" 3 ", 3.0), ("0.5", 0.5), (4, 4.0), ("+2", 2.0)])
def test_numbers_are_read_as_people_write_them(raw: object, value: float) -> None:
    assert portable.read_number(raw, 0, 10, "cm", "size") == (value, None)


@pytest.mark.parametrize(("raw", "unit"), [("39%", "%"), ("39 %", "of 100"), (" 39% ", "of 100")])
def test_a_per_cent_sign_belongs_to_a_number_of_a_hundred(raw: str, unit: str) -> None:
    assert portable.read_number(raw, 0, 100, unit, "number") == (39.0, None)
    assert portable.read_number(raw, 0, 100, "cm", "size")[0] is None


@pytest.mark.parametrize("raw", ["1,000", "12,345", "+1,000", "−1,000", "1,000,000", "3,125"])
def test_a_comma_before_three_digits_is_asked_about_and_never_made_a_small_number(raw: str) -> None:
    value, problem = portable.read_number(raw, 0, 20000, "", "number")
    assert value is None
    assert problem == f"“{raw}” can be read in two ways. Please give a number without a comma, from 0 to 20000."


@pytest.mark.parametrize(("raw", "value"), [("0,125", 0.125), ("7,25", 7.25), ("1234,5", 1234.5), ("1000", 1000.0)])
def test_a_comma_that_can_only_be_a_decimal_one_is_read(raw: str, value: float) -> None:
    assert portable.read_number(raw, 0, 20000, "", "number") == (value, None)


@pytest.mark.parametrize("raw", ["", "  ", None])
def test_an_empty_box_is_told_what_belongs_there(raw: object) -> None:
    _, problem = portable.read_number(raw, 0, 100, "of 100", "number")
    assert problem == "There is no number yet. Please give a number from 0 to 100."


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "abc",
        "1e3",
        "nan",
        "inf",
        "1.2.3",
        ".",
        "5 cm",
        "１",
        "1_0",
        None,
        True,
        [],
        float("nan"),
        float("inf"),
        "9" * 400,
        "😀",
    ],
)
def test_what_is_not_a_number_gets_a_sentence(raw: object) -> None:
    value, problem = portable.read_number(raw, 0, 10, "cm", "size")
    assert value is None
    assert "0 to 10 cm" in problem


@given(st.text())
def test_reading_never_raises(raw: str) -> None:
    value, problem = portable.read_number(raw, 0, 10, "cm", "size")
    assert (value is None) != (problem is None)


FAULTS = {
    "import re": "only math, json",
    "from typing import Any": "only math, json",
    "x = f'{1}'": "f-strings",
    "x = '%.1f' % 2": "%-formatting",
    "x = '{}'.format(2.5)": "str.format",
    "x = sorted([1])": "not stable",
    "x = [1].sort()": "not stable",
    "x = round(2.5)": "ties",
    "x = {1, 2}": "sets",
    "x = set([1])": "sets",
    "x = {i for i in [1]}": "sets",
    "x = {**{}}": "{**d}",
    "x = [*[1], 2]": "(*a, b)",
    "x = 'abc'[::-1]": "slices with a step",
    "x = 'ab'.removeprefix('a')": "removeprefix",
    "x = 'a'.zfill(2)": "zfill",
    "for k in {}.items(): pass": "dicts have no common order",
    "x = [k for k in d.values()]": "dicts have no common order",
    "match x:\n    case 1: pass": "match is missing",
    "if (y := 1): pass": "keep := out",
    "class A: pass": "no classes",
    'class A(ValueError):\n    """A refusal."""\n    limit = 3': "no classes",
    'class A:\n    """A thing."""': "no classes",
    "def f(a, /): pass": "positional-only",
    "@g\ndef f(): pass": "no decorators",
    "x = isinstance(y, int)": "bool is an int",
    "x = zip([1], [2], strict=True)": "zip(strict=)",
    "x = math.fsum([1])": "math.fsum",
    "print(1)": "print nothing",
    "x = repr(0.1)": "floats print differently",
    "def f():\n    yield 1": "list instead of a generator",
    "def f():\n    global x": "no module state",
    "open('x')": "read no files",
    "x = str(0.1)": "floats print differently",
    "x = sum([0.1, 0.2])": "in a loop",
    "x = ascii('é')": "missing in MicroPython",
    "x = 'a'.isalnum()": ".isalnum() is missing",
    "x = (1.5).is_integer()": ".is_integer() is missing",
    "x = math.log1p(1)": "math.log1p",
    "from math import fsum": "write import math",
    "import math as m": "write import math",
    "D = {'a': 1}\nfor k in D: pass": "loop over the dict D",
    "d = dict(x)\ny = [k for k in d]": "loop over the dict d",
    "d = {'a': 1}\ny = list(d)": "loop over the dict d",
    "d = {'a': 1}\ny = ', '.join(d)": "loop over the dict d",
    "def f(n):\n    return f(n - 1)": "calls itself",
    "def is_number(value):\n    return isinstance(value, int)": "bool is an int",
}


@pytest.mark.parametrize(("source", "expected"), FAULTS.items(), ids=list(FAULTS))
def test_each_planted_fault_is_found(source: str, expected: str) -> None:
    faults = portable_lint.check_source(source, "models/x.py")
    assert any(expected in fault.what for fault in faults), faults


def test_safe_code_passes_and_annotations_are_fine() -> None:
    assert (
        portable_lint.check_source("import math\ndef f(x: float) -> float:\n    return math.exp(x)\n", "models/x.py")
        == []
    )


def test_our_own_modules_pass_and_were_looked_at() -> None:
    faults, looked = portable_lint.check()
    assert faults == []
    assert looked >= 8


def test_only_the_one_place_that_deals_with_a_difference_is_exempt() -> None:
    for name, body in (("ordered", "sorted(x)"), ("fmt", "str(x)"), ("is_number", "isinstance(x, int)")):
        source = f"def {name}(x):\n    return {body}\n"
        assert portable_lint.check_source(source, "models/portable.py") == []
        assert portable_lint.check_source(source, "models/other.py") != []
        assert portable_lint.check_source(source.replace(name, "other"), "models/portable.py") != []


def test_main_prints_file_line_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "bad.py").write_text("x = 1\ny = round(2.5)\n", encoding="utf-8")
    assert portable_lint.main([str(tmp_path)]) == 1
    assert "models/bad.py:2: round(): ties break differently; use portable.fmt" in capsys.readouterr().out


def test_checking_nothing_fails(tmp_path: Path) -> None:
    assert portable_lint.main([str(tmp_path)]) == 1
