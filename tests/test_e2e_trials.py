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


def test_a_refused_commit_leads_to_the_first_field_with_a_problem(stage: browser.Board) -> None:
    commit = stage.element.get_by_role("button", name="Commit and see the curves")
    first, second = (stage.element.get_by_role("textbox", name=name) for name in ("one year", "three years"))
    commit.focus()
    stage.page.keyboard.press("Enter")
    expect(first).to_be_focused()
    expect(stage.element.get_by_role("status")).to_contain_text("Please give a number first.")
    first.fill("60")
    second.fill("80")
    commit.click()
    expect(stage.element.get_by_role("radio", name="a guess")).to_be_focused()
    second.fill("many")
    second.press("Tab")  # only a press leads back: typing does not hold the reader fast
    expect(second).not_to_be_focused()
    commit.press("Enter")
    expect(second).to_be_focused()
    expect(stage.element.get_by_role("status")).to_contain_text("“many” is not a number")


def test_a_link_that_cannot_be_read_is_said_and_leaves_the_address(stage: browser.Board) -> None:
    for part in ("no-state", "eyJ2ZXJzaW9uIjo5fQ"):
        stage.page.evaluate("part => { location.hash = `gist.trials=${part}&other=1`; }", part)
        expect(stage.element.get_by_role("alert")).to_contain_text("could not be read")
        stage.page.wait_for_function("() => location.hash === '#other=1'")


def test_a_wide_table_shows_where_it_goes_on(stage: browser.Board) -> None:
    stage.element.get_by_role("button", name="Show without a guess").click()
    table = stage.element.get_by_role("region", name="Published numbers")
    table.evaluate("one => { one.style.width = '160px'; }")
    assert table.evaluate("one => one.scrollWidth > one.clientWidth")
    background = table.evaluate("one => getComputedStyle(one).backgroundAttachment")
    assert sorted(background.split(", ")) == ["local", "local", "scroll", "scroll"]
    table.focus()
    stage.page.keyboard.press("ArrowRight")
    stage.page.wait_for_function("one => one.scrollLeft > 0", arg=table.element_handle())


def test_another_trial_is_reached_by_keyboard_and_shown_without_a_guess(stage: browser.Board) -> None:
    stage.element.get_by_role("combobox", name="Trial").select_option("imadgist")
    button = stage.element.get_by_role("button", name="Show without a guess")
    button.focus()
    stage.page.keyboard.press("Enter")
    expect(stage.element.get_by_role("table", name="What is read off")).to_contain_text("0.40")
    assert stage.page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
