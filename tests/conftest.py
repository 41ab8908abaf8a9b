"""What several tests need: a small ledger of known content, and a browser."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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


# ---------------------------------------------------------------- a browser, for the tests that need one

@pytest.fixture(scope="session")
def site() -> Path:
    return browser.built_site()


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    """The address of the site, served as ``gist-edu serve`` does."""
    with browser.serving(browser.site_server(site)) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = browser.launch(playwright)
        yield started
        started.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(viewport=browser.DESKTOP)
    opened.set_default_timeout(browser.WAIT_MS)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, origin: str) -> Iterator[Page]:
    """A page of the book; whatever the test did on it, it must not have asked other hosts or logged errors."""
    opened, watch = browser.watched_page(context, origin)
    yield opened
    assert watch.problems == []


@pytest.fixture
def board(page: Page, origin: str) -> browser.Board:
    """The risk board of lesson 07, answering."""
    page.goto(f"{origin}/{browser.LESSON}")
    return browser.Board(page).ready()
