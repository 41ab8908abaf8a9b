"""The first minute and the day after: the bet, the way on, and being met where one left, on a phone and by keyboard."""
from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import browser
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from gist_edu import _questions

KEY, ASIDE = "gist-edu.progress", "gist-edu.progress.set-aside"
BET = _questions.load().of_set("bet")[0]
RIGHT = next(option for option in BET.options if option.verdict == "best")
WRONG = next(option for option in BET.options if option.verdict == "wrong")


@pytest.fixture
def phone(chromium: Browser, origin: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=browser.PHONE, has_touch=True, is_mobile=True)
    context.set_default_timeout(browser.WAIT_MS)
    yield context
    context.close()


def kept(page: Page, key: str = KEY) -> Any:
    text = page.evaluate("key => localStorage.getItem(key)", key)
    return json.loads(text) if text and text.startswith("{") else text


def quiz(page: Page) -> browser.Board:
    return browser.Board(page, name="quiz").ready()


def welcome_back(page: Page) -> Locator:
    return page.locator('gist-sim[name="progress"]')


# ---------------------------------------------------------------- the bet

def test_two_taps_give_the_answer_with_its_sources(phone: BrowserContext, origin: str) -> None:
    page, watch = browser.watched_page(phone, origin)
    page.goto(f"{origin}/{browser.WELCOME}")
    bet = quiz(page)
    assert RIGHT.feedback[:30] not in page.content(), "the answer is on the page before the bet"
    bet.element.get_by_text(RIGHT.text, exact=True).tap()
    bet.element.get_by_role("button", name="Fairly sure").tap()
    heading = bet.element.locator(".gist-feedback .gist-heading")
    expect(heading).to_have_text("Right")
    expect(heading).to_be_focused()
    for option in BET.options:
        expect(bet.element.locator(".gist-verdicts")).to_contain_text(option.text)
    bet.element.locator("a.gist-ev").first.tap()
    expect(page.get_by_role("dialog")).to_contain_text("checked on")
    page.get_by_role("dialog").get_by_role("button", name="Close").tap()
    doors = page.locator(".gist-doors a")
    assert doors.count() == 3
    assert watch.problems == []


def test_the_bet_is_the_first_thing_on_a_phone(phone: BrowserContext, origin: str) -> None:
    page, _ = browser.watched_page(phone, origin)
    page.goto(f"{origin}/{browser.WELCOME}")
    box = quiz(page).element.bounding_box()
    assert box
    assert box["y"] < browser.PHONE["height"] / 2
    assert page.locator("dialog[open], [role=dialog]:visible, [aria-modal]:visible").count() == 0


def test_the_bet_by_keyboard_alone(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    bet, keys = quiz(page), page.keyboard
    bet.element.get_by_role("radio").first.focus()
    keys.press("Space")
    for _ in range(4):
        if bet.block("answer")["value"] == WRONG.id:
            break
        keys.press("ArrowDown")
    bet.wait_for("answer", value=WRONG.id)
    keys.press("Tab")
    expect(bet.element.get_by_role("button", name="A guess")).to_be_focused()
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    heading = bet.element.locator(".gist-feedback .gist-heading")
    expect(heading).to_have_text("Not this time")
    expect(heading).to_be_focused()
    expect(bet.element.get_by_role("status")).to_have_text("Not this time.")
    bet.element.get_by_role("button", name="Try a similar question").press("Enter")
    stem = bet.element.locator(".gist-lead").first
    expect(stem).to_be_focused()


def test_saying_how_sure_without_an_answer_asks_for_one(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    bet = quiz(page)
    bet.element.get_by_role("button", name="Very sure").click()
    expect(bet.element.get_by_text("Choose an answer first").first).to_be_visible()
    assert kept(page) is None


# ---------------------------------------------------------------- the day after

def answer(page: Page, option: _questions.Option, sure: str = "Very sure") -> None:
    bet = quiz(page)
    bet.send({"type": "set", "id": "answer", "value": option.id})
    bet.element.get_by_role("button", name=sure).click()
    expect(bet.element.locator(".gist-feedback")).to_be_visible()


def on_day(context: BrowserContext, day: int) -> None:
    context.clock.set_fixed_time(datetime(2026, 11, 26, 12) + timedelta(days=day))


def test_somebody_new_sees_no_empty_box_and_leaves_nothing_behind(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    browser.Board(page, name="progress").ready()
    expect(welcome_back(page)).to_be_hidden()
    quiz(page)
    assert kept(page) is None


def test_a_missed_bet_comes_back_tomorrow_in_a_week_and_in_a_month(phone: BrowserContext, origin: str) -> None:
    page, watch = browser.watched_page(phone, origin)
    on_day(phone, 0)
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, WRONG)
    expect(welcome_back(page)).to_be_hidden()  # nothing pushes away what is being read
    page.goto(f"{origin}/{browser.WELCOME}")
    expect(welcome_back(page)).to_contain_text("comes tomorrow")
    for day in (1, 8, 38):
        on_day(phone, day)
        page.goto(f"{origin}/{browser.WELCOME}")
        expect(welcome_back(page)).to_contain_text("1 item to revisit today")
        page.goto(f"{origin}/{browser.PROGRESS}")
        answer(page, RIGHT)
        expect(page.locator('gist-sim[name="progress"]')).not_to_contain_text("to revisit today.")
    on_day(phone, 400)
    page.goto(f"{origin}/{browser.WELCOME}")
    browser.Board(page, name="progress").ready()
    expect(page.get_by_text("to revisit today")).to_have_count(0)
    assert watch.problems == []


def test_a_lesson_left_half_way_is_offered_again_at_its_place(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{browser.LESSON}")
    part = page.locator("article h2").nth(3)
    part.scroll_into_view_if_needed()
    part.evaluate("heading => heading.scrollIntoView()")
    browser.until(lambda: (page.wait_for_timeout(50), kept(page))[1], "the place to be kept", 15)
    place = kept(page)["lessons"]["07"]
    assert 4 <= place[1] <= 6
    assert place[2] == page.locator("article h2").count()
    page.goto(f"{origin}/{browser.WELCOME}")
    offer = f"Continue: lesson 07, Risk after surgery, part {place[1]} of {place[2]}"
    expect(welcome_back(page)).to_contain_text(offer)
    welcome_back(page).get_by_role("link", name="lesson 07").click()
    page.wait_for_url("**/07_risk_after_surgery.html#*")
    expect(page.locator("article h2").nth(place[1] - 1)).to_be_in_viewport()


def test_the_box_of_a_returning_reader_takes_the_room_that_was_kept_for_it(phone: BrowserContext, origin: str) -> None:
    page, watch = browser.watched_page(phone, origin)
    store = {"book": "gist-edu", "version": 1, "items": {BET.id: [[1, 0, 2]]}, "lessons": {"07": [1, 4, 11]},
             "visits": [1, 2]}
    page.goto(f"{origin}/{browser.PROGRESS}")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(store)])
    page.goto(f"{origin}/{browser.WELCOME}")
    browser.Board(page, name="progress").ready()
    seen = height(page)
    held: list[Any] = []
    page.route("**/gist-sim-progress.js*", lambda route: held.append(route))
    page.goto(f"{origin}/{browser.WELCOME}", wait_until="commit")
    browser.until(lambda: (page.wait_for_timeout(20), held)[1], "the box to be asked for")
    assert abs(height(page) - seen) <= 1, "the room before Python has answered"
    held[0].continue_()
    page.unroute("**/gist-sim-progress.js*")
    browser.Board(page, name="progress").ready()
    assert abs(height(page) - seen) <= 1
    page.goto(f"{origin}/{browser.PROGRESS}")
    board = browser.Board(page, name="progress").ready()
    for name in ("Delete everything kept here", "Yes, delete everything"):
        board.element.get_by_role("button", name=name).click()
    assert page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('gist-edu'))") == []
    assert watch.problems == []


def height(page: Page) -> float:
    box = welcome_back(page).bounding_box()
    return box["height"] if box else 0


# ---------------------------------------------------------------- storage that is full, and a day that passes

FULL = """{ const keep = Storage.prototype.setItem; window.gistFull = true;
  Storage.prototype.setItem = function (...entry) {
    if (window.gistFull && entry[0].startsWith("gist-edu")) throw new DOMException("full", "QuotaExceededError");
    keep.apply(this, entry); }; }"""


def test_with_full_storage_no_return_is_promised_and_nothing_is_lost_once_there_is_room(
    page: Page, context: BrowserContext, origin: str
) -> None:
    page.add_init_script(FULL)
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, WRONG)
    expect(quiz(page).element.locator(".gist-feedback")).to_contain_text("Nothing is kept here")
    expect(quiz(page).element.locator(".gist-feedback")).not_to_contain_text("comes back tomorrow")
    assert kept(page) is None
    page.evaluate("() => { window.gistFull = false; }")
    other = context.new_page()
    other.goto(f"{origin}/{browser.TASTER}")
    taster = quiz(other)
    first = taster.view()["blocks"][1]["id"].removeprefix("stem.")
    taster.send({"type": "set", "id": "answer", "value": _questions.load().items[first].options[0].id})
    taster.element.get_by_role("button", name="A guess").click()
    browser.until(lambda: (page.wait_for_timeout(20), set((kept(page) or {}).get("items", {})))[1] == {BET.id, first},
                  "both answers to be kept")
    other.close()


def test_an_open_page_notices_midnight_when_it_is_looked_at_again(
    page: Page, context: BrowserContext, origin: str
) -> None:
    on_day(context, 0)
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, WRONG)
    open_progress(page, origin)
    sim = page.locator('gist-sim[name="progress"]')
    expect(sim).not_to_contain_text("to revisit today.")
    on_day(context, 1)
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(sim).to_contain_text("to revisit today")
    expect(page.locator('gist-sim[name="quiz"]')).to_contain_text(BET.stem[:30])


# ---------------------------------------------------------------- a number, and what moves below the finger

@pytest.fixture
def number(page: Page, origin: str) -> browser.Board:
    """The first question of the lesson that asks for a number."""
    page.goto(f"{origin}/{browser.LESSON}")
    asked = quiz(page)
    while (asked.block("answer") or {"kind": "number"})["kind"] != "number":
        asked.send({"type": "press", "id": "skip"})
    assert asked.block("answer"), "no question in this set asks for a number"
    return asked


def press_slowly(page: Page, button: Locator) -> None:
    """A press that is held for a moment, as a finger does; the button's place is measured before."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(120)
    page.mouse.up()


def test_the_first_tap_counts_although_it_corrects_an_error(number: browser.Board, page: Page) -> None:
    box = number.element.locator(".gist-number-box")
    box.fill("abc")
    box.press("Enter")
    expect(number.element.locator(".gist-field-error")).to_be_visible()
    limits = number.block("answer")
    box.fill(str(limits["max"]))
    press_slowly(page, number.element.get_by_role("button", name="Very sure"))
    expect(number.element.locator(".gist-feedback")).to_be_visible()


def test_a_tap_after_a_number_that_cannot_be_read_says_why_at_once(number: browser.Board, page: Page) -> None:
    number.element.locator(".gist-number-box").fill("abc")
    press_slowly(page, number.element.get_by_role("button", name="Very sure"))
    expect(number.element.locator(".gist-field-error")).to_contain_text("“abc” is not a number")
    expect(number.element.locator(".gist-number-box")).to_have_value("abc")
    assert number.element.locator(".gist-feedback").count() == 0


# ---------------------------------------------------------------- your progress

def open_progress(page: Page, origin: str) -> browser.Board:
    page.goto(f"{origin}/{browser.PROGRESS}")
    return browser.Board(page, name="progress").ready()


def choose_file(board: browser.Board, text: str) -> None:
    file = {"name": "progress.json", "mimeType": "application/json", "buffer": text.encode()}
    board.element.locator("input[type=file]").set_input_files(file)


def test_progress_goes_out_as_a_file_is_deleted_and_comes_in_again(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, RIGHT)
    board = open_progress(page, origin)
    with page.expect_download() as saving:
        board.element.get_by_role("button", name="Save as a file").click()
    text = saving.value.path().read_text(encoding="utf-8")
    assert json.loads(text) == kept(page)
    board.element.get_by_role("button", name="Delete everything kept here").click()
    board.element.get_by_role("button", name="No, keep it").click()
    assert kept(page) is not None
    board.element.get_by_role("button", name="Delete everything kept here").click()
    board.element.get_by_role("button", name="Yes, delete everything").click()
    expect(board.element.get_by_text("is deleted").first).to_be_visible()
    assert kept(page) is None
    choose_file(board, text)
    expect(board.element.get_by_text("The file was taken over").first).to_be_visible()
    assert kept(page)["items"] == json.loads(text)["items"]


@pytest.mark.parametrize(("text", "said"), [
    ('{"tasks": [1, 2]}', "belongs to something else"),
    ('{"book": "gist-edu", "version": 99, "items": {}}', "newer edition"),
    ('{"book": "gist-edu", "version": 1, "items": {"a', "cut off"),
    ("", "holds no progress"),
    ("x" * 400_000, "too large"),
])
def test_a_file_that_does_not_fit_changes_nothing_and_says_why(page: Page, origin: str, text: str, said: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, RIGHT)
    before = kept(page)
    board = open_progress(page, origin)
    choose_file(board, text)
    expect(board.element.locator(".gist-field-error")).to_contain_text(said)
    assert kept(page) == before


@pytest.mark.parametrize(("text", "said"), [
    ("{cut off", "could not be read"),
    ('{"tasks": []}', "Something else had written"),
    ('{"book": "gist-edu", "version": 1, "items": {"a": 3}, "lessons": {}, "visits": [0, 0]}', "Parts of what was"),
])
def test_what_cannot_be_read_is_put_aside_and_can_be_saved(page: Page, origin: str, text: str, said: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    board = open_progress(page, origin)
    expect(board.element).to_contain_text(said)
    assert page.evaluate("key => localStorage.getItem(key)", ASIDE) == text
    with page.expect_download() as saving:
        board.element.get_by_role("button", name="Save the copy").click()
    assert saving.value.path().read_text(encoding="utf-8") == text
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, RIGHT)
    assert BET.id in kept(page)["items"], "after that, progress is kept as usual"


def test_what_a_newer_edition_kept_is_never_written_over(page: Page, origin: str) -> None:
    newer = '{"book": "gist-edu", "version": 99, "items": {"a": [[1, 1, 1]]}}'
    page.goto(f"{origin}/{browser.WELCOME}")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, newer])
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, RIGHT)
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == newer
    board = open_progress(page, origin)
    expect(board.element).to_contain_text("newer edition")


def test_two_tabs_do_not_write_over_each_other(page: Page, context: BrowserContext, origin: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    quiz(page)
    other = context.new_page()
    other.goto(f"{origin}/{browser.TASTER}")
    taster = quiz(other)
    first = taster.view()["blocks"][1]["id"].removeprefix("stem.")
    assert first != BET.id
    answer(page, RIGHT)
    option = _questions.load().items[first].options[0]
    taster.send({"type": "set", "id": "answer", "value": option.id})
    taster.element.get_by_role("button", name="A guess").click()
    expect(taster.element.locator(".gist-feedback")).to_be_visible()
    assert set(kept(page)["items"]) == {BET.id, first}
    other.close()


NO_STORAGE = """for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name,
  {get() { throw new DOMException('denied', 'SecurityError'); }})"""


def test_without_storage_progress_lasts_as_long_as_the_page_and_says_so(chromium: Browser, origin: str) -> None:
    context = chromium.new_context()
    page, watch = browser.watched_page(context, origin)
    page.add_init_script(NO_STORAGE)
    page.goto(f"{origin}/{browser.PROGRESS}")
    board = browser.Board(page, name="progress").ready()
    expect(board.element).to_contain_text("does not let the page keep anything")
    expect(board.element).not_to_contain_text("comes tomorrow")
    quiz(page)
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, WRONG)
    assert watch.problems == []
    context.close()


def test_try_this_one_again_leads_to_the_question(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{browser.WELCOME}")
    answer(page, WRONG)
    bet = quiz(page)
    if bet.block("sibling"):
        bet.element.get_by_role("button", name="Try a similar question").click()
        other = _questions.load().items[bet.view()["blocks"][1]["id"].removeprefix("stem.")]
        bet.send({"type": "set", "id": "answer", "value": next(o.id for o in other.options if o.verdict == "wrong")})
        bet.element.get_by_role("button", name="Very sure").click()
    bet.element.get_by_role("button", name="Try this one again").click()
    expect(bet.element.locator(".gist-lead").first).to_be_focused()


# ---------------------------------------------------------------- before the simulator is ready

@pytest.mark.parametrize("second", ["Very sure", "A guess"])
def test_an_impatient_second_tap_is_no_error(page: Page, origin: str, second: str) -> None:
    held: list[Any] = []
    page.route("**/gist-sim-quiz.js*", lambda route: held.append(route))
    page.goto(f"{origin}/{browser.WELCOME}", wait_until="commit")
    sim = page.locator('gist-sim[name="quiz"]')
    sim.get_by_text(RIGHT.text, exact=True).click()
    for name in ("Very sure", second, "Very sure"):
        sim.get_by_role("button", name=name).click()
    browser.until(lambda: (page.wait_for_timeout(20), held)[1], "the player to be asked for")
    held[0].continue_()
    quiz(page)
    expect(sim.locator(".gist-feedback .gist-heading")).to_have_text("Right")
    expect(sim.locator(".gist-problem")).to_have_count(0)
    assert [attempt[1:] for attempt in kept(page)["items"][BET.id]] == [[1, 2]]


def test_a_tap_meant_for_another_question_is_not_handed_in(page: Page, origin: str) -> None:
    """The build wrote question 1; a reader who has answered it is at question 2 once the scripts are there."""
    taster = _questions.load().of_set("taster")
    store = {"book": "gist-edu", "version": 1, "items": {taster[0].id: [[1, 1, 1]]}, "lessons": {}, "visits": [0, 1]}
    page.goto(f"{origin}/{browser.PROGRESS}")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(store)])
    held: list[Any] = []
    page.route("**/gist-sim-quiz.js*", lambda route: held.append(route))
    page.goto(f"{origin}/{browser.TASTER}", wait_until="commit")
    sim = page.locator('gist-sim[name="quiz"]')
    sim.get_by_text(taster[0].options[0].text, exact=True).click()
    sim.get_by_role("button", name="Very sure").click()
    browser.until(lambda: (page.wait_for_timeout(20), held)[1], "the player to be asked for")
    held[0].continue_()
    quiz(page)
    expect(sim.get_by_text("Please answer the question shown now")).to_be_visible()
    assert set(kept(page)["items"]) == {taster[0].id}
    assert sim.locator(".gist-feedback").count() == 0
