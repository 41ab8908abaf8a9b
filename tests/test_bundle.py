"""The static files made from the package hold what the page needs, and nothing that cannot be resolved."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from gist_edu import _data, _ledger, evidence
from gist_edu._site import bundle


def parsed(script: str, name: str) -> dict:
    assert script.startswith(f"globalThis.{name}=")
    return json.loads(script.removeprefix(f"globalThis.{name}=").rstrip(";\n"))


def evaluated(script: str, name: str) -> dict:
    """What the browser makes of the script: run in bare V8."""
    context = MiniRacer()
    context.eval(script)
    return json.loads(context.eval(f"JSON.stringify(globalThis.{name})"))


def test_the_python_bundle_holds_all_portable_modules_and_their_data() -> None:
    content = parsed(bundle.script(), "GIST_PYTHON")
    assert content["files"]["gist_edu/__init__.py"] == ""
    assert "gist_edu/simulators/session.py" in content["files"]
    assert "import pandas" not in "".join(content["files"].values())
    data = json.loads(content["data"]["risk"])
    assert data["ev"]["afip_gastric.g5"] == {"text": "16%", "short": "AFIP", "value": 16}
    assert set(data["ev"]) == set(content["hrefs"])
    assert content["hrefs"]["afip_gastric.g5"].endswith("evidence/risk.html#ev-afip_gastric.g5")


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
    assert bundle.script() == bundle.script()
    assert bundle.cards() == bundle.cards()


def test_a_wrong_address_names_its_file() -> None:
    with pytest.raises(_ledger.LedgerError, match=r"risk\.yaml.*no evidence record 'afip_moon'"):
        _data.entry("afip_moon.g5", "risk.yaml")


def test_an_unknown_simulator_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="choose one of: risk"):
        bundle.data("moon")


def test_simulators_type_no_percentages() -> None:
    """Numbers with a per cent sign reach the screen through the ledger only."""
    for name, (files, modules) in _data.PARTS.items():
        for path in [*(_ledger.DATA / f for f in files), *(_data.PACKAGE / m for m in modules)]:
            text = Path(path).read_text(encoding="utf-8")
            assert "%" not in text.replace("%s", ""), (name, path)
