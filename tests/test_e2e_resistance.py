"""The clone race as readers use it: on a phone by touch and on a desk by keyboard."""
from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, expect

LESSON = "notebooks/12_resistance_and_what_follows.html"


@pytest.fixture(params=["phone", "desktop"])
def race(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[browser.Board]:
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{LESSON}")
    yield browser.Board(page, name="resistance").ready()
    context.close()
    assert watch.problems == []


def test_the_course_comes_after_the_guess_and_each_number_opens_its_source(race: browser.Board) -> None:
    expect(race.element.get_by_role("table", name="Drug by drug")).to_have_count(0)
    for choice in ("V654A", "Between 12 and 24 months", "fairly sure"):
        race.element.get_by_text(choice, exact=True).first.click()
    race.element.get_by_role("button", name="Commit and see the race").click()
    expect(race.element.locator(".gist-feedback .gist-heading")).to_be_focused()
    expect(race.element).to_contain_text("Teaching model")
    race.element.get_by_role("link", name="27.3 weeks").first.click()
    expect(race.page.locator(".gist-card")).to_contain_text("Demetri 2006")
    assert race.page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_another_scene_is_reached_by_keyboard_and_shown_without_a_guess(race: browser.Board) -> None:
    race.element.get_by_role("combobox", name="Scene").select_option("holiday")
    button = race.element.get_by_role("button", name="Show without a guess")
    button.focus()
    race.page.keyboard.press("Enter")
    expect(race.element.get_by_role("table", name="Drug by drug")).to_contain_text("No drug")
    expect(race.element.get_by_role("link", name="16%").first).to_be_visible()


def test_two_drugs_at_once_are_refused_with_a_sentence(race: browser.Board) -> None:
    race.element.get_by_text("Change the tumour or the plan").click()
    race.element.get_by_role("combobox", name="Drug 3").select_option("regorafenib")
    race.element.get_by_role("textbox", name="Drug 3: from month").fill("10")
    race.element.get_by_role("button", name="Show without a guess").click()
    expect(race.element).to_contain_text("one drug at a time")
    expect(race.element.get_by_role("table", name="Drug by drug")).to_have_count(0)


def test_no_word_of_the_race_lies_on_another_or_is_cut(race: browser.Board) -> None:
    found = {}
    for scene in race.element.get_by_role("combobox", name="Scene").locator("option").all():
        value = scene.get_attribute("value") or ""
        race.send({"type": "set", "id": "scene", "value": value})
        race.send({"type": "press", "id": "skip"})
        if touching := browser.words_that_touch(race):
            found[value] = touching
    assert found == {}
