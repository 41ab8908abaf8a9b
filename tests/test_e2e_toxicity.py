"""The toxicity desk as readers use it: on a phone by touch and on a desk by keyboard."""
from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, expect

LESSON = "notebooks/11_monitoring_and_side_effects.html"


@pytest.fixture(params=["phone", "desktop"])
def desk(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[browser.Board]:
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{LESSON}")
    yield browser.Board(page, name="toxicity").ready()
    context.close()
    assert watch.problems == []


def test_the_labels_come_after_the_answer_and_each_number_opens_its_source(desk: browser.Board) -> None:
    labels = desk.element.get_by_role("table", name="Neutrophils or platelets low")
    expect(labels).to_have_count(0)
    desk.element.get_by_text("Go on: the limit is 0.5").click()
    desk.element.get_by_text("very sure").click()
    desk.element.get_by_role("button", name="Commit and open the labels").click()
    expect(desk.element.locator(".gist-feedback .gist-heading")).to_be_focused()
    expect(desk.element).to_contain_text("That is not in the label")
    expect(desk.element).to_contain_text("blast crisis of CML")
    labels.get_by_role("link", name="75 × 10⁹/L").last.click()
    expect(desk.page.locator(".gist-card")).to_contain_text("Glivec")


def test_a_commit_without_an_answer_asks_for_it(desk: browser.Board) -> None:
    desk.element.get_by_role("button", name="Commit and open the labels").click()
    expect(desk.element).to_contain_text("A guess is fine")
    expect(desk.element.get_by_role("table", name="Neutrophils or platelets low")).to_have_count(0)


def test_own_values_in_the_units_of_a_report_are_converted_looked_up_and_fit_the_screen(desk: browser.Board) -> None:
    desk.element.get_by_role("combobox", name="Patient", exact=True).select_option("own")
    count = desk.element.get_by_role("textbox", name="Neutrophils")
    count.fill("-1")
    count.press("Tab")
    expect(desk.element).to_contain_text("is outside what is expected")
    count.fill("800 /µL")
    count.press("Tab")
    expect(desk.element).not_to_contain_text("is outside what is expected")
    button = desk.element.get_by_role("button", name="Look it up")
    button.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.element.get_by_role("table", name="Neutrophils or platelets low")).to_contain_text("the previous dose")
    expect(desk.element).to_contain_text("It is no dosing tool")
    assert desk.page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
