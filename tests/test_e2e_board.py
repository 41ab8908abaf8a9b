"""The risk board as readers use it: by mouse, keyboard and touch, on a desk and on a phone."""
from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import browser
import pytest
from playwright.sync_api import Browser, Page, expect

from gist_edu import evidence

AFIP = evidence.value("afip_gastric.g5")  # the invented patient of lesson 07: stomach, 3 cm, 8 mitoses


@pytest.fixture(params=["phone", "desktop"])
def by_size(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[Page]:
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{browser.LESSON}")
    yield page
    context.close()
    assert watch.problems == []


def answered(page: Page) -> None:
    """The answer is on the screen, has the focus, and gives the ledger's number."""
    heading = page.locator(".gist-feedback .gist-heading")
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()
    expect(page.locator(".gist-feedback")).to_contain_text(f"{AFIP:g}%")
    expect(page.get_by_role("table", name="One tumour, all schemes")).to_be_visible()


def test_predict_and_change_with_the_mouse(by_size: Page) -> None:
    board = browser.Board(by_size).ready()
    slider = board.element.get_by_label("Your number, of 100 people like this, slider")
    box = slider.bounding_box()
    assert box
    slider.click(position={"x": box["width"] * 0.3, "y": box["height"] / 2})
    assert 20 <= browser.until(lambda: board.block("prediction")["value"], "a prediction") <= 40
    board.element.get_by_text("fairly sure").click()
    board.element.get_by_role("button", name="Commit and see the tables").click()
    answered(by_size)
    board.element.get_by_label("Site").select_option("jejunum_ileum")
    jejunum = evidence.get("afip_jejunum_ileum.g5")
    expect(board.element.get_by_role("table", name="One tumour, all schemes")).to_contain_text(jejunum.format())


def test_predict_and_change_with_the_keyboard_alone(by_size: Page) -> None:
    board, keys = browser.Board(by_size).ready(), by_size.keyboard
    board.element.get_by_label("Size, slider").focus()
    keys.press("ArrowRight")
    board.wait_for("size_cm", value=3.1)
    keys.press("ArrowLeft")
    board.wait_for("size_cm", value=3)
    board.element.get_by_label("Your number, of 100 people like this", exact=True).focus()
    keys.type("30")
    keys.press("Tab")
    board.wait_for("prediction", value=30)
    keys.press("Space")
    assert board.wait_for("confidence")["value"] == "guess"
    keys.press("ArrowDown")
    board.wait_for("confidence", value="fairly")
    keys.press("Tab")
    expect(board.element.get_by_role("button", name="Commit and see the tables")).to_be_focused()
    keys.press("Enter")
    answered(by_size)


def test_predict_and_change_by_touch(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(viewport=browser.PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{browser.LESSON}")
    board = browser.Board(page).ready()
    field = board.element.get_by_label("Your number, of 100 people like this", exact=True)
    field.tap()
    field.fill("16")
    board.element.get_by_text("a guess").tap()
    board.element.get_by_role("button", name="Commit and see the tables").tap()
    answered(page)
    assert watch.problems == []
    context.close()


def test_thumbs_can_hit_every_control(chromium: Browser, origin: str) -> None:
    context = chromium.new_context(viewport=browser.PHONE, has_touch=True, is_mobile=True)
    page, _ = browser.watched_page(context, origin)
    page.goto(f"{origin}/{browser.LESSON}")
    browser.Board(page).ready()
    small = page.locator('gist-sim[name="risk"]').evaluate("""sim => [...sim.querySelectorAll(
        "button, select, summary, .gist-number-box, .gist-option label, .gist-toggle-row label")]
        .filter(control => control.offsetParent).map(control => [control.getBoundingClientRect(), control.textContent])
        .filter(([box]) => box.height < 44).map(([box, text]) => `${Math.round(box.height)} px: ${text}`)""")
    context.close()
    assert small == []


# ---------------------------------------------------------------- bad input

@pytest.mark.parametrize(("typed", "said"), [
    ("-3", "outside what is expected"), ("0", "outside what is expected"), ("a lot", "is not a number"),
    ("NaN", "is not a number"), ("1e9", "is not a number"), ("1000000000", "outside what is expected"),
])
def test_an_impossible_size_is_answered_beside_its_field(board: browser.Board, typed: str, said: str) -> None:
    field = board.element.get_by_label("Size", exact=True)
    field.fill(typed)
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(typed)
    error_id = next(i for i in str(field.get_attribute("aria-describedby")).split() if i.endswith("-error"))
    error = board.page.locator(f"#{error_id}")
    expect(error).to_contain_text(said)
    expect(error).to_contain_text("0.1 to 50 cm")
    expect(board.element.get_by_role("status").filter(has_text=said)).to_have_count(1)
    assert board.block("size_cm")["value"] == 3, "the last good value is lost"
    field.fill("4,5")
    field.press("Enter")
    board.wait_for("size_cm", value=4.5, error=None)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_committing_without_a_number_says_what_is_missing_and_keeps_the_rest(board: browser.Board) -> None:
    board.element.get_by_label("Site").select_option("rectum")
    board.element.get_by_role("button", name="Commit and see the tables").click()
    expect(board.element.get_by_text("Please give a number from 0 to 100 first")).to_be_visible()
    expect(board.element.get_by_text("Please say how sure you are")).to_be_visible()
    assert board.block("site")["value"] == "rectum"
    assert board.block("feedback") is None


# ---------------------------------------------------------------- state in the address

def fragment(state: Any) -> str:
    text = json.dumps(state).encode()
    return "#gist.risk=" + base64.urlsafe_b64encode(text).decode().rstrip("=")


def test_a_copied_link_brings_the_board_back(board: browser.Board, origin: str) -> None:
    board.send({"type": "set", "id": "size_cm", "value": 7})
    board.predict(42)
    board.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    board.element.get_by_role("button", name="Copy a link to this state").click()
    expect(board.element.get_by_text("Link copied")).to_be_visible()
    copied = board.page.evaluate("navigator.clipboard.readText()")
    assert "#gist.risk=" in copied
    assert copied.split("#")[0] == board.page.url, "the page's own address holds no state for Back to return to"
    other = board.page.context.new_page()
    other.goto(copied)
    again = browser.Board(other).ready()
    again.wait_for("size_cm", value=7)
    expect(other.locator(".gist-feedback")).to_contain_text("You said 42 of 100")


@pytest.mark.parametrize("tail", [
    "#gist.risk=%%%", "#gist.risk=", "#gist.risk=bm90IGpzb24", fragment({"version": 1, "size_cm": -4}),
    fragment({"size_cm": "<img src=x onerror=alert(1)>"}), fragment([]), fragment(None), "#gist.risk=" + "A" * 5000,
])
def test_a_tampered_link_starts_from_the_beginning_and_says_so(page: Page, origin: str, tail: str) -> None:
    page.goto(f"{origin}/{browser.LESSON}{tail}")
    board = browser.Board(page).ready()
    expect(board.element.get_by_role("alert")).to_contain_text("starts from the beginning")
    assert board.block("size_cm")["value"] == 3
    assert board.block("feedback") is None
    board.send({"type": "set", "id": "size_cm", "value": 6})
    board.wait_for("size_cm", value=6)


def test_start_again_forgets_everything(board: browser.Board) -> None:
    board.send({"type": "set", "id": "size_cm", "value": 9})
    board.predict()
    board.element.get_by_role("button", name="Start again").click()
    board.wait_for("prediction", value=None)
    assert board.block("size_cm")["value"] == 3
    assert board.block("feedback") is None
    expect(board.element.get_by_role("status").filter(has_text="Back at the beginning.")).to_have_count(1)
    board.send({"type": "set", "id": "size_cm", "value": 4})
    expect(board.element.get_by_text("Back at the beginning.")).to_have_count(0)
