"""A marked word opens its meaning in place: by mouse, keyboard and touch; without a script it leads to the glossary."""

from __future__ import annotations

import re

import browser
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gist_edu import _glossary

WORD = next(entry for entry in _glossary.glossary() if entry.term == "AFIP")


@pytest.fixture
def lesson(page: Page, origin: str) -> Page:
    page.goto(f"{origin}/{browser.LESSON}")
    return page


def mark(page: Page) -> Locator:
    return page.locator(f'a.gist-term[data-term="{WORD.term}"]').first


def card(page: Page) -> Locator:
    return page.get_by_role("dialog", name=f"Glossary {WORD.term}")


def test_focus_opens_the_meaning_and_escape_closes_it_where_the_reader_was(lesson: Page) -> None:
    mark(lesson).focus()
    expect(card(lesson)).to_contain_text(WORD.full)
    expect(card(lesson)).to_contain_text(WORD.meaning)
    lesson.keyboard.press("Escape")
    expect(card(lesson)).to_be_hidden()
    expect(mark(lesson)).to_be_focused()


def test_hovering_opens_it_and_leaving_closes_it(lesson: Page) -> None:
    mark(lesson).hover()
    expect(card(lesson)).to_be_visible()
    lesson.mouse.move(2, 2)
    expect(card(lesson)).to_be_hidden()


def test_a_click_stays_on_the_page_and_the_card_leads_to_the_glossary(lesson: Page) -> None:
    mark(lesson).click()
    expect(card(lesson)).to_be_focused()
    assert browser.LESSON in lesson.url
    card(lesson).get_by_role("link", name="Open in the glossary").click()
    lesson.wait_for_url(f"**/book/glossary.html#{WORD.anchor}")
    expect(lesson.locator(f"#{WORD.anchor}")).to_be_in_viewport()


def test_a_tap_opens_a_sheet_and_back_closes_it(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(viewport=browser.PHONE, has_touch=True, is_mobile=True)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{browser.LESSON}")
    mark(page).tap()
    expect(card(page)).to_have_class(re.compile("gist-sheet"))
    page.go_back()
    expect(card(page)).to_be_hidden()
    assert browser.LESSON in page.url
    context.close()
    assert watch.problems == []


def test_without_a_script_the_mark_leads_to_the_glossary(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/{browser.LESSON}")
    mark(page).click()
    page.wait_for_url(f"**/book/glossary.html#{WORD.anchor}")
    context.close()


def test_the_header_of_a_lesson_needs_no_sideways_scrolling_on_a_small_phone(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{origin}/{browser.LESSON}")
    header = page.locator("header.gist-lesson")
    expect(header).to_contain_text("You will be able to")
    assert header.evaluate("box => box.scrollWidth <= box.clientWidth")
    context.close()
