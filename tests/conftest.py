"""What several tests need: a small ledger of known content."""
from __future__ import annotations

from typing import Any

import pytest

from gist_edu import _ledger, _ledger_load

TRIAL: dict[str, Any] = {
    "id": "trial_rfs", "short": "Trial", "topic": "adjuvant", "kind": "trial_result",
    "design": "randomised", "statement": "Three years <beat> one & held.", "population": "397 patients",
    "endpoint": "RFS",
    "source": {"authors": "Doe J et al.", "title": "Long or short", "journal": "J Trials", "year": 2012,
               "doi": "10.1/x"},
    "checked_on": "2026-11-23", "verified": "primary", "via": "page", "default_cut": "54m",
    "cuts": {"54m": "54 months", "119m": "119 months"},
    "values": {
        "rfs.long@54m": {"value": 65.6, "unit": "%", "label": "5-year RFS", "ci": [56.1, 73.4],
                         "p": "<0.001"},
        "rfs.long@119m": {"value": 71.4, "unit": "%", "label": "5-year RFS", "verified": "secondary"},
        "guess": {"value": 12, "unit": "%", "label": "a guess", "verified": "memory", "population": "nobody"},
        "responses": {"value": 0, "of": 31, "unit": "patients", "label": "responses"},
        "range": {"value": [30, 50], "unit": "%", "label": "a range"},
    },
}
RULE: dict[str, Any] = {
    "id": "old_rule", "short": "Agency", "topic": "regulatory", "kind": "label", "design": "document",
    "statement": "The label names no threshold for rupture.", "checked_on": "2026-11-23",
    "verified": "secondary", "via": "page",
    "source": {"agency": "Agency", "date": "undated", "url": "https://example.org/label"},
}


@pytest.fixture
def small_ledger(monkeypatch: pytest.MonkeyPatch) -> dict[str, _ledger.Record]:
    """Two known records in place of the book's ledger."""
    records = {raw["id"]: _ledger_load.parse_record(raw, "test.yaml") for raw in (TRIAL, RULE)}
    monkeypatch.setattr("gist_edu.evidence.ledger", lambda: records)
    monkeypatch.setattr("gist_edu.evidence.resolve", lambda address: _ledger.resolve(address, records))
    return records
