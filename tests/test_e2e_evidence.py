"""Every number opens its source: by mouse, keyboard, touch, and without a script."""
from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gist_edu import evidence

ADDRESS = "afip_jejunum_ileum.g5"
CARD = evidence.card(ADDRESS).fields()


@pytest.fixture
def lesson(page: Page, origin: str) -> Page:
    page.goto(f"{origin}/{browser.LESSON}")
    return page


def link(page: Page) -> Locator:
    return page.locator(f'a.gist-ev[data-ev="{ADDRESS}"]').first


def card(page: Page) -> Locator:
    return page.get_by_role("dialog")


def shows_the_record(page: Page) -> None:
    shown = card(page)
    expect(shown).to_be_visible()
    for name in ("text", "short", "population", "how_seen", "checked_on"):
        expect(shown).to_contain_text(str(CARD[name]))
    source = shown.locator(f'a[href="{CARD["url"]}"]')
    expect(source).to_have_attribute("rel", "noreferrer")


def test_a_link_says_its_number_and_source(lesson: Page) -> None:
    expect(link(lesson)).to_have_accessible_name(f"{CARD['text']}, evidence: {CARD['short']}")


def test_hovering_opens_the_card_and_leaving_closes_it(lesson: Page) -> None:
    link(lesson).hover()
    shows_the_record(lesson)
    card(lesson).hover()  # the card can be read with the mouse on it
    lesson.wait_for_timeout(400)
    expect(card(lesson)).to_be_visible()
    lesson.mouse.move(2, 2)
    expect(card(lesson)).to_be_hidden()


def test_focus_opens_the_card_and_escape_closes_it_where_the_reader_was(lesson: Page) -> None:
    link(lesson).focus()
    shows_the_record(lesson)
    lesson.keyboard.press("Escape")
    expect(card(lesson)).to_be_hidden()
    expect(link(lesson)).to_be_focused()


def test_a_click_opens_the_card_and_does_not_leave_the_page(lesson: Page) -> None:
    address = lesson.url
    link(lesson).click()
    shows_the_record(lesson)
    assert lesson.url.partition("#")[0] == address.partition("#")[0]
    ledger = card(lesson).get_by_role("link", name="Open in the evidence ledger")
    ledger.click()
    lesson.wait_for_url("**/book/evidence/risk.html#*")
    assert lesson.url.endswith(f"#ev-{ADDRESS}")


@pytest.fixture
def phone(chromium: Browser, origin: str) -> Iterator[Page]:
    context = chromium.new_context(viewport=browser.PHONE, has_touch=True, is_mobile=True)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{browser.WELCOME}")
    page.goto(f"{origin}/{browser.LESSON}")
    yield page
    context.close()
    assert watch.problems == []


def test_a_tap_opens_a_sheet_at_the_bottom(phone: Page) -> None:
    link(phone).tap()
    shows_the_record(phone)
    phone.wait_for_timeout(400)  # it may slide in
    box = card(phone).bounding_box()
    assert box
    assert box["width"] >= browser.PHONE["width"] - 2
    assert abs(box["y"] + box["height"] - browser.PHONE["height"]) <= 2
    close = card(phone).get_by_role("button", name="Close")
    assert close.bounding_box()["height"] >= 44
    close.tap()
    expect(card(phone)).to_be_hidden()
    expect(link(phone)).to_be_focused()


def test_back_closes_the_sheet_and_stays_on_the_page(phone: Page) -> None:
    address = phone.url
    link(phone).tap()
    expect(card(phone)).to_be_visible()
    phone.go_back()
    expect(card(phone)).to_be_hidden()
    assert phone.url == address


def test_after_closing_the_sheet_back_leaves_the_page_as_usual(phone: Page, origin: str) -> None:
    link(phone).tap()
    card(phone).get_by_role("button", name="Close").tap()
    expect(card(phone)).to_be_hidden()
    phone.go_back()
    phone.wait_for_url(f"{origin}/{browser.WELCOME}")


def test_a_number_in_the_simulator_opens_its_card_too(board: browser.Board) -> None:
    board.predict()
    board.element.locator('a.gist-ev[data-ev="afip_gastric.g5"]').first.click()
    expect(board.page.get_by_role("dialog")).to_contain_text("AFIP")


def test_without_a_script_the_link_leads_to_the_record(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/{browser.LESSON}")
    link(page).click()
    page.wait_for_url(f"**/book/evidence/risk.html#ev-{ADDRESS}")
    context.close()


def test_the_evidence_table_can_be_filtered(page: Page, origin: str) -> None:
    page.goto(f"{origin}/book/evidence/index.html")
    table = page.locator("table.gist-filter")
    rows = table.locator("tbody tr:visible")
    before = rows.count()
    assert before >= 100
    page.get_by_role("searchbox").first.fill("rupture")
    browser.until(lambda: 0 < rows.count() < before, "fewer rows")
    expect(page.get_by_role("status").filter(has_text=str(rows.count())).first).to_be_attached()
