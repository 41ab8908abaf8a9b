"""The response reader and the monitoring planner as readers use them: on a phone by touch and on a desk by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, Page, expect

LESSON = "notebooks/11_monitoring_and_side_effects.html"


@pytest.fixture(params=["phone", "desktop"])
def page(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[Page]:
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    opened, watch = browser.watched_page(context, origin)
    opened.goto(f"{origin}/{LESSON}")
    yield opened
    context.close()
    assert watch.problems == []


def test_both_calls_come_before_the_rulers_and_each_number_opens_its_source(page: Page) -> None:
    reader = browser.Board(page, name="response").ready().element
    assert "Larger is not progression" not in reader.inner_text()
    reader.get_by_role("radiogroup", name="By RECIST 1.1 this scan shows").get_by_text("PD, progression").click()
    reader.get_by_role("radiogroup", name="By Choi this scan shows").get_by_text("PR, partial response").click()
    reader.get_by_text("fairly sure").click()
    reader.get_by_role("button", name="Commit and see both rulers").click()
    expect(reader.locator(".gist-feedback .gist-heading")).to_be_focused()
    expect(reader.locator(".gist-feedback")).to_contain_text("Both right")
    expect(reader).to_contain_text("Larger is not progression")
    reader.get_by_role("link", name="97%").first.click()
    expect(page.locator(".gist-card")).to_contain_text("Choi 2007")


def test_a_changed_density_moves_the_calls_and_a_bad_one_is_said_in_its_field(page: Page) -> None:
    reader = browser.Board(page, name="response").ready().element
    reader.get_by_role("button", name="Show without a guess").click()
    reader.get_by_text("Change the scan and watch the calls").click()
    density = reader.get_by_role("textbox", name="Density now")
    density.fill("-2000")
    density.press("Tab")
    expect(reader).to_contain_text("from −150 to 400 HU")
    density.fill("70")
    density.press("Tab")
    expect(reader).to_contain_text("RECIST 1.1: PD, progression. Choi: PD, progression.")
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_plan_comes_after_two_guesses_and_a_first_day_adds_dates(page: Page) -> None:
    planner = browser.Board(page, name="monitoring").ready().element
    planner.get_by_text("after one week").click()
    planner.get_by_text("once a year").click()
    planner.get_by_text("a guess", exact=True).click()
    button = planner.get_by_role("button", name="Commit and see the plan")
    button.focus()
    page.keyboard.press("Enter")
    expect(planner.locator(".gist-feedback")).to_contain_text("One of two")
    planner.get_by_role("combobox", name="Setting").select_option("advanced")
    planner.get_by_role("textbox", name="First day, invented").fill("2026-11-26")
    expect(planner.get_by_role("table", name="Calendar, month 0 to 12")).to_contain_text("3 December 2026")
