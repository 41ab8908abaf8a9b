"""The dose board as readers use it: on a phone by touch and on a desk by keyboard."""
from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, expect

LESSON = "notebooks/10_dose_and_exposure.html"


@pytest.fixture(params=["phone", "desktop"])
def board(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[browser.Board]:
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{LESSON}")
    yield browser.Board(page, name="pk").ready()
    context.close()
    assert watch.problems == []


def test_levels_come_after_the_prediction_and_thresholds_open_their_source(board: browser.Board) -> None:
    board.element.get_by_role("combobox", name="Scene").select_option("carbamazepine")
    assert (board.block("curve"), board.block("numbers")) == (None, None)
    board.element.get_by_role("textbox", name="The new trough").fill("60")
    board.element.get_by_text("fairly sure").click()
    board.element.get_by_role("button", name="Commit and see the curve").click()
    expect(board.element.locator(".gist-feedback .gist-heading")).to_be_focused()
    expect(board.element.locator(".gist-feedback")).to_contain_text("6% of what it was")
    board.element.get_by_role("link", name="1,110 ng/mL").first.click()
    expect(board.page.locator(".gist-card")).to_contain_text("Demetri 2009")


def test_a_commit_without_a_number_asks_for_it(board: browser.Board) -> None:
    board.element.get_by_role("button", name="Commit and see the curve").click()
    expect(board.element).to_contain_text("Please give a number first")
    assert board.block("curve") is None


def test_a_typed_unit_is_converted_and_a_wrong_dose_is_refused_where_it_stands(board: browser.Board) -> None:
    for name in ("Show without a guess", "Try doses, tablets and a sample yourself"):
        button = board.element.get_by_role("button", name=name)
        button.focus()
        board.page.keyboard.press("Enter")
    level = board.element.get_by_role("textbox", name="Level of the sample")
    level.fill("0.9 mg/L")
    level.blur()
    hours = board.element.get_by_role("textbox", name="Hours since the last tablet")
    hours.fill("24")
    hours.blur()
    expect(board.element).to_contain_text("about 900 ng/mL")
    dose = board.element.get_by_role("textbox", name="Each intake")
    dose.fill("10000")
    dose.blur()
    expect(board.element).to_contain_text("Please give the dose of one intake from 25 to 1000 mg")
    assert board.page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_no_word_of_the_curves_lies_on_another_or_is_cut(board: browser.Board) -> None:
    found = {}
    for scene in board.element.get_by_role("combobox", name="Scene").locator("option").all():
        value = scene.get_attribute("value") or ""
        board.send({"type": "set", "id": "scenario", "value": value})
        board.send({"type": "press", "id": "skip"})
        if touching := browser.words_that_touch(board):
            found[value] = touching
    assert found == {}
