"""The static files made from the package hold what the page needs, and nothing that cannot be resolved."""

from __future__ import annotations

import ast
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from gist_edu import _data, _ledger, evidence
from gist_edu._site import bundle
from gist_edu._site.portable_lint import FOLDERS


def evaluated(script: str, name: str) -> dict:
    """What the browser makes of the script: run in bare V8."""
    context = MiniRacer()
    context.eval(script)
    return json.loads(context.eval(f"JSON.stringify(globalThis.{name})"))


def loaded(*names: str) -> dict:
    """What the scripts of these names leave in the page, in this order."""
    return evaluated("".join(bundle.scripts()[name] for name in names), "GIST_PYTHON")


def test_a_page_gets_the_core_and_what_its_simulators_add() -> None:
    page = loaded("gist-data-risk.js", "gist-python.js", "gist-sim-risk.js")
    assert page["files"]["gist_edu/__init__.py"] == ""
    assert {"gist_edu/simulators/session.py", "gist_edu/simulators/risk.py"} <= set(page["files"])
    assert "gist_edu/simulators/quiz.py" not in page["files"]
    assert "import pandas" not in "".join(page["files"].values())
    data = json.loads(page["data"]["risk"])
    assert data["ev"]["afip_gastric.g5"] == {"text": "16%", "short": "AFIP", "value": 16}
    assert set(data["ev"]) == set(page["hrefs"])
    assert page["hrefs"]["afip_gastric.g5"].endswith("evidence/risk.html#ev-afip_gastric.g5")


def test_every_portable_module_reaches_the_page_and_none_twice_with_one_simulator() -> None:
    named = {*_data.CORE, *(module for parts in _data.PARTS.values() for module in parts.modules)}
    there = [f"{folder}/{path.name}" for folder in FOLDERS for path in (_data.PACKAGE / folder).glob("*.py")]
    assert sorted(named) == sorted(there)
    for name, parts in _data.PARTS.items():
        modules = [*_data.CORE, *parts.modules]
        assert len(modules) == len(set(modules)), name


def test_the_page_gets_the_program_without_what_only_people_read() -> None:
    source = '''"""A docstring."""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
kept: "dict[str, Any]" = {"a": 1}


def f(x: "Any", *, y: int = 2) -> "Any":
    """Another."""
    return "kept" + x  # a comment


class Problem(ValueError):
    """Only words."""
'''
    slim = bundle.slim(source)
    for gone in ("docstring", "Another", "comment", "Any", "typing", "int", "Only"):
        assert gone not in slim, gone
    found: dict[str, Any] = {}
    exec(slim, found)
    assert found["f"]("!") == "kept!"
    assert found["kept"] == {"a": 1}
    assert issubclass(found["Problem"], ValueError)


def test_there_is_a_script_for_each_bundle_and_no_other() -> None:
    names = {name.removeprefix("gist-data-").removesuffix(".js") for name in bundle.scripts() if "-data-" in name}
    assert names == set(_data.bundles())
    assert {"risk", "progress", "quiz.bet", "quiz.07", "quiz.revisit"} <= names


def test_a_lesson_loads_its_own_questions_only() -> None:
    seven, all_of_them = (json.loads(loaded(f"gist-data-quiz.{s}.js")["data"][f"quiz.{s}"]) for s in ("07", "revisit"))
    assert 6 <= len(seven["items"]) < len(all_of_them["items"])
    assert set(seven["order"]) <= set(seven["items"])


def test_every_value_and_record_has_a_card() -> None:
    cards = evaluated(bundle.cards(), "GIST_CARDS")
    records = _ledger.ledger()
    assert set(records) <= set(cards)
    for record, value in _ledger.walk_values(records.values()):
        assert cards[value.address]["how_seen"] == _ledger.HOW_SEEN[value.verified], record.id
        assert cards[value.address] == evidence.card(value.address).fields()
        if record.default_cut and value.key.endswith("@" + record.default_cut):
            assert cards[value.address.partition("@")[0]] == cards[value.address]
    assert cards["afip_gastric.g5"]["text"] == "16%"


def test_the_cards_are_small_enough_to_load_on_a_phone() -> None:
    assert len(gzip.compress(bundle.cards().encode())) < 250_000


def test_the_bundles_are_deterministic() -> None:
    assert bundle.scripts() == bundle.scripts()
    assert bundle.cards() == bundle.cards()


def test_a_wrong_address_names_its_file() -> None:
    with pytest.raises(_ledger.LedgerError, match=r"risk\.yaml.*no evidence record 'afip_moon'"):
        _data.entry("afip_moon.g5", "risk.yaml")


def test_an_unknown_simulator_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="choose one of: risk, quiz, cases, progress"):
        bundle.data("moon")


def _texts(path: Path) -> str:
    """What a module may print (its string constants), or a data file as it is."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    return "\n".join(str(node.value) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))


def test_simulators_type_no_percentages() -> None:
    """Numbers with a per cent sign reach the screen through the ledger only."""
    for name, parts in _data.PARTS.items():
        reads = [module for module in parts.modules if module.startswith("models/hgvs")]  # reads "34%" in a report
        modules = [module for module in parts.modules if module not in reads]
        for path in [*(_ledger.DATA / f for f in parts.files), *(_data.PACKAGE / m for m in modules)]:
            assert "%" not in _texts(path), (name, path)
