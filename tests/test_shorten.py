"""Programs with shorter names do the same, and what others can see keeps its name."""

from __future__ import annotations

import ast
from typing import Any

from gist_edu._data import PACKAGE, PARTS
from gist_edu._site import bundle, shorten

SOURCE = '''
_LIMIT = 2
shown = "public"

def public(amount, named=1):
    total = [amount + item for item in range(_LIMIT)]
    try:
        return _private(total, named)
    except ValueError as problem:
        return str(problem)

def _private(values, factor):
    return sum([value * factor for value in values]), [shown for shown in values], (lambda one: one + factor)(1)
'''


def ran(source: str) -> dict[str, Any]:
    space: dict[str, Any] = {}
    exec(source, space)
    return space


def short(source: str, shared: frozenset[str] = frozenset({"named"})) -> str:
    return ast.unparse(shorten.shorten(ast.parse(source), shared))


def test_locals_and_private_names_get_shorter_and_the_answers_stay() -> None:
    made = short(SOURCE)
    assert "total" not in made
    assert "_private" not in made
    assert "_LIMIT" not in made
    assert ran(made)["public"](3, named=2) == ran(SOURCE)["public"](3, named=2)


def test_public_names_and_arguments_that_a_call_names_stay() -> None:
    made = short(SOURCE)
    assert "def public" in made
    assert "named=1" in made
    assert ran(made)["shown"] == "public"


def test_a_private_name_that_another_module_reaches_stays() -> None:
    assert "_private" in short(SOURCE, frozenset({"named", "_private"}))


def test_a_step_of_indentation_is_one_blank_and_strings_keep_theirs() -> None:
    made = shorten.program('def public():\n    if True:\n        return "a    b"\n')
    assert made == 'def public():\n if True:\n  return "a    b"\n'.replace('"', "'")


def test_the_program_of_the_reader_is_at_least_a_twelfth_lighter() -> None:
    plain = sum(len(bundle.slim((PACKAGE / path).read_text(encoding="utf-8"))) for path in PARTS["variant"].modules)
    assert sum(map(len, bundle.python_files("variant").values())) < plain * 11 / 12
