"""The clinic as readers use it: a case played to its end by keyboard on a phone, left and found again, on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

CASE = "book/cases/a2_one_letter.html"
DISCUSSION = "book/cases/a2_one_letter_discussion.html"


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=browser.PHONE, has_touch=True, is_mobile=True)
    context.set_default_timeout(browser.WAIT_MS)
    yield context
    context.close()


@pytest.fixture
def player(phone: BrowserContext, origin: str) -> Iterator[browser.Board]:
    page, watch = browser.watched_page(phone, origin)
    page.goto(f"{origin}/{CASE}")
    yield browser.Board(page, name="cases").ready()
    assert watch.problems == []


def by_key(page: Page, target: Locator, key: str) -> None:
    """Reach a control as the keyboard does, and press a key there."""
    target.focus()
    expect(target).to_be_focused()
    page.keyboard.press(key)


def decide(board: browser.Board, option: str, sure: str = "Fairly sure") -> None:
    by_key(board.page, board.element.get_by_role("radio", name=option), "Space")
    by_key(board.page, board.element.get_by_role("button", name=sure), "Enter")
    expect(board.element.locator(".gist-feedback .gist-heading")).to_be_focused()


def go_on(board: browser.Board, label: str = "Go on") -> None:
    by_key(board.page, board.element.get_by_role("button", name=label), "Enter")


def to_the_end(board: browser.Board) -> None:
    box = board.element.get_by_role("textbox", name="Your number")
    box.fill("80")
    by_key(board.page, box, "Enter")
    by_key(board.page, board.element.get_by_role("button", name="A guess", exact=True), "Enter")
    go_on(board)
    decide(board, "Start 400 mg daily", "Very sure")
    go_on(board, "Choose again")
    decide(board, "Ask the laboratory")
    go_on(board)
    decide(board, "None now; scans")
    go_on(board)
    sentence = board.element.get_by_role("textbox", name="Your sentence")
    sentence.fill("We will watch closely.\nBoth of us.")
    by_key(board.page, board.element.get_by_role("button", name="Compare", exact=True), "Enter")
    expect(board.element.locator(".gist-feedback")).to_contain_text("Both of us.")
    go_on(board)


def test_a_case_is_played_to_its_end_by_keyboard(player: browser.Board, tmp_path: Path) -> None:
    assert "Well chosen" not in player.element.inner_text()
    to_the_end(player)
    expect(player.element).to_contain_text("1 of 2 first answers can be defended")
    record = player.element.get_by_role("table", name="Your decisions and the reference path")
    expect(record).to_contain_text("Better not")
    player.element.get_by_role("link", name="D842V").first.focus()
    with player.page.expect_download() as saving:
        player.element.get_by_role("button", name="Save a transcript").click()
    saving.value.save_as(tmp_path / "play.txt")
    saved = (tmp_path / "play.txt").read_text(encoding="utf-8")
    assert "Decided: Start 400 mg daily, for three years (very sure)" in saved
    assert "We will watch closely." in saved
    assert player.page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_case_goes_on_after_the_page_was_closed(phone: BrowserContext, player: browser.Board, origin: str) -> None:
    player.element.get_by_role("button", name="Show it without a guess").click()
    go_on(player)
    player.element.get_by_role("button", name="The exact change in the gene").click()
    expect(player.element).to_contain_text("PDGFRA p.D842V")
    player.page.close()
    page, watch = browser.watched_page(phone, origin)
    page.goto(f"{origin}/{CASE}")
    again = browser.Board(page, name="cases").ready()
    expect(again.element).to_contain_text("You are back where you left this case")
    expect(again.element).to_contain_text("PDGFRA p.D842V")
    page.goto(f"{origin}/{browser.PROGRESS}")
    board = browser.Board(page, name="progress").ready()
    expect(board.element).to_contain_text("Go on with case A2")
    assert watch.problems == []


AS_SHOWN = """element => [...element.querySelectorAll("input[type=radio]")].map(one =>
  [one.value, element.querySelector(`label[for="${one.id}"]`).textContent.trim()]).concat(
  [...element.querySelectorAll("button[data-gist-press]")].map(
    one => [one.dataset.gistPress, one.textContent.trim()]))"""


def in_the_view(board: browser.Board) -> list[list[str]]:
    """(value, label) of options, then (id, label) of buttons, as Python gave them."""
    blocks = list(browser.walk(board.view()["blocks"]))
    choices = [one for block in blocks if block["kind"] == "choice" for one in block["options"]]
    buttons = [[block["id"], block["label"]] for block in blocks if block["kind"] == "button"]
    return [[one["value"], one["label"]] for one in choices] + buttons


@pytest.mark.parametrize("steps", [["skip"], ["skip", "on", "ask.ct"], ["skip", "on", "start", "sure.2", "on"],
                                   ["skip", "on", "call", "sure.2", "on", "observe", "sure.0"]])
def test_after_a_reload_each_control_does_what_its_label_says(player: browser.Board, steps: list[str]) -> None:
    for step in steps:
        option = step in ("start", "call", "observe")
        player.send({"type": "set", "id": "answer", "value": step} if option else {"type": "press", "id": step})
    player.page.reload()
    again = browser.Board(player.page, name="cases").ready()
    assert sorted(again.element.evaluate(AS_SHOWN)) == sorted(in_the_view(again))
    ids = again.page.evaluate("() => [...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_a_double_click_does_not_press_what_comes_under_the_pointer(player: browser.Board) -> None:
    player.element.get_by_role("button", name="Show it without a guess").click()
    player.element.get_by_role("button", name="Go on").dblclick()
    expect(player.element).to_contain_text("What do you advise today?")
    assert player.element.evaluate("element => element.view.blocks.some(block => block.id === 'known')") is False


def test_a_copied_link_leaves_the_readers_own_play_alone(player: browser.Board, origin: str) -> None:
    player.send({"type": "press", "id": "skip"})
    player.send({"type": "set", "id": "jotted", "value": "My own notes"})
    lent = {"version": 1, "case": "a2_one_letter", "moves": [["number", 80, 1], ["choose", "call", 1]], "seen": 2}
    player.send({"type": "restore", "state": lent})
    expect(player.element).to_contain_text("This play came by a link")
    player.send({"type": "set", "id": "answer", "value": "observe"})
    player.send({"type": "press", "id": "sure.1"})
    kept = json.loads(player.page.evaluate("() => localStorage.getItem('gist-edu.progress')"))
    assert kept["cases"]["a2_one_letter"][4:] == [[["number", None, None]], "My own notes"]


def test_a_kept_play_that_was_tampered_with_does_no_harm(phone: BrowserContext, origin: str) -> None:
    page, watch = browser.watched_page(phone, origin)
    page.goto(f"{origin}/{CASE}")
    moves = [["number", 50, 1], ["choose", "<img src=x onerror=alert(1)>", 1]]
    store = {"book": "gist-edu", "version": 2, "items": {}, "lessons": {}, "visits": [0, 0],
             "cases": {"a2_one_letter": [1, 0, 0, 0, moves, "<script>alert(1)</script>"]}}
    page.evaluate("text => localStorage.setItem('gist-edu.progress', text)", json.dumps(store))
    page.reload()
    player = browser.Board(page, name="cases").ready()
    expect(player.element).to_contain_text("what no longer fits was left out")
    assert player.element.locator("script").count() == 0
    assert watch.problems == []


def test_without_scripts_the_whole_case_can_be_read_and_its_answers_stand_elsewhere(
    chromium: Browser, origin: str
) -> None:
    context = chromium.new_context(viewport=browser.PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/{CASE}")
    page.get_by_text("The whole case on paper").click()
    expect(page.locator("main")).to_contain_text("It is D842V.")
    expect(page.locator("main")).to_contain_text("Avapritinib, which was made for D842V")
    assert "0 of 31" not in page.locator("main").inner_text()
    assert "Not safe" not in page.content()
    page.get_by_role("link", name="All answers and their reasons").click()
    expect(page.locator("main")).to_contain_text("Not safe")
    expect(page.get_by_role("link", name="21 of 31")).to_be_visible()
    assert page.url.endswith(DISCUSSION)
    context.close()


def test_the_clinic_leads_to_each_case_and_its_discussion(phone: BrowserContext, origin: str) -> None:
    page, watch = browser.watched_page(phone, origin)
    page.goto(f"{origin}/book/clinic.html")
    page.get_by_role("link", name="A2 · One line of the report").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A2 · One line of the report")
    page.get_by_role("link", name="All cases").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case clinic")
    assert watch.problems == []
