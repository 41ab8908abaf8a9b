"""The trial theatre as readers use it: on a phone by touch and on a desk by keyboard."""
from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, expect

LESSON = "notebooks/05_reading_survival_evidence.html"


@pytest.fixture(params=["phone", "desktop"])
def stage(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[browser.Board]:
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{LESSON}")
    yield browser.Board(page, name="trials").ready()
    context.close()
    assert watch.problems == []


def test_numbers_come_after_the_guess_and_each_opens_its_source(stage: browser.Board) -> None:
    expect(stage.element.get_by_role("table", name="Published numbers")).to_have_count(0)
    assert "65.6%" not in stage.element.inner_text()
    for name, value in (("one year", "60"), ("three years", "80")):
        stage.element.get_by_role("textbox", name=name).fill(value)
    stage.element.get_by_text("fairly sure").click()
    stage.element.get_by_role("button", name="Commit and see the curves").click()
    expect(stage.element.locator(".gist-feedback .gist-heading")).to_be_focused()
    link = stage.element.get_by_role("table", name="Published numbers").get_by_role("link", name="65.6%").first
    link.click()
    expect(stage.page.locator(".gist-card")).to_contain_text("SSGXVIII")


def test_a_guess_that_is_no_number_is_said_in_its_field(stage: browser.Board) -> None:
    stage.element.get_by_role("textbox", name="one year").fill("many")
    stage.element.get_by_role("button", name="Commit and see the curves").click()
    expect(stage.element).to_contain_text("is not a number")
    expect(stage.element.get_by_role("table", name="Published numbers")).to_have_count(0)


def test_another_trial_is_reached_by_keyboard_and_shown_without_a_guess(stage: browser.Board) -> None:
    stage.element.get_by_role("combobox", name="Trial").select_option("imadgist")
    button = stage.element.get_by_role("button", name="Show without a guess")
    button.focus()
    stage.page.keyboard.press("Enter")
    expect(stage.element.get_by_role("table", name="What is read off")).to_contain_text("0.40")
    assert stage.page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
