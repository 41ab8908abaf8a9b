"""The board of drugs as readers use it: on a phone by touch, on a desk by mouse, and by keyboard alone."""
from __future__ import annotations

from collections.abc import Iterator

import browser
import pytest
from playwright.sync_api import Browser, Page, expect

LESSON = "notebooks/04_genotype_to_drug.html"
TABLE = "Five drugs and the classes of mutation"


@pytest.fixture(params=["phone", "desktop"])
def board(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[browser.Board]:
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{LESSON}")
    yield browser.Board(page, name="drugs").ready()
    context.close()
    assert watch.problems == []


def commit(board: browser.Board, drug: str = "Avapritinib") -> None:
    board.element.get_by_text(drug, exact=True).click()
    board.element.get_by_text("fairly sure").click()
    board.element.get_by_role("button", name="Commit and see the board").click()
    expect(board.element.locator(".gist-feedback .gist-heading")).to_be_focused()


def test_a_refused_commit_leads_to_the_boxes(board: browser.Board) -> None:
    board.element.get_by_role("button", name="Commit and see the board").click()
    expect(board.element.get_by_role("checkbox").first).to_be_focused()


def test_the_table_comes_after_the_guess_and_a_cell_opens_its_pair(board: browser.Board) -> None:
    expect(board.element.get_by_role("table", name=TABLE)).to_have_count(0)
    commit(board)
    expect(board.element.locator(".gist-feedback .gist-heading")).to_have_text("Right")
    table = board.element.get_by_role("table", name=TABLE)
    cell = table.locator('[data-gist-press="look.kit_exon9.imatinib"]')
    cell.click()
    summary = board.element.get_by_text("Imatinib in KIT exon 9:").first
    expect(summary).to_be_in_viewport()
    expect(cell).to_have_attribute("aria-pressed", "true")
    assert board.page.evaluate("() => document.activeElement.textContent").startswith("Imatinib in KIT exon 9")


def test_the_name_of_the_class_stays_in_sight_while_the_table_scrolls_sideways(board: browser.Board) -> None:
    commit(board)
    scroller = board.element.get_by_role("region", name=TABLE)
    name = scroller.get_by_role("rowheader", name="KIT exon 9")
    before = name.bounding_box()
    wider = scroller.evaluate("part => { part.scrollLeft = 1000; return part.scrollLeft; }")
    after = name.bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) <= 1
    phone = board.page.viewport_size == browser.PHONE
    assert (wider > 0) == phone, "on a desk all five drugs are in sight"
    assert board.page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_filter_says_what_is_left(board: browser.Board) -> None:
    commit(board)
    board.element.get_by_label("Kind of evidence").select_option("randomised")
    left = board.element.locator(".gist-live")
    expect(left).to_contain_text("pairs hold something")
    table = board.element.get_by_role("table", name=TABLE)
    expect(table.get_by_text("nothing of this kind").first).to_be_visible()
    rows = table.get_by_role("row").count()
    board.element.get_by_label("Group of classes").select_option("pdgfra")
    expect(table.get_by_role("row")).not_to_have_count(rows)


def test_a_pair_is_found_by_keyboard_alone(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{LESSON}")
    board, keys = browser.Board(page, name="drugs").ready(), page.keyboard
    board.element.get_by_label("Avapritinib", exact=True).focus()
    keys.press("Space")
    board.wait_for("guess", values=["avapritinib"])
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    board.wait_for("confidence", value="guess")
    keys.press("Tab")
    keys.press("Enter")
    expect(board.element.locator(".gist-feedback .gist-heading")).to_be_focused()
    for _ in range(12):  # fold, another question, three filters, the table, class: no stop at a hundred cells
        if page.evaluate("() => document.activeElement.dataset.gistSet") == "class":
            break
        keys.press("Tab")
    assert page.evaluate("() => document.activeElement.dataset.gistSet") == "class"
    keys.press("ArrowDown")
    expect(board.element.locator(".gist-live")).to_contain_text(" in ")


def test_a_link_brings_the_same_pair(page: Page, origin: str) -> None:
    page.goto(f"{origin}/{LESSON}")
    board = browser.Board(page, name="drugs").ready()
    commit(board)
    board.send({"type": "press", "id": "look.kit_loop.regorafenib"})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    board.element.get_by_role("button", name="Copy a link to this state").click()
    expect(board.element.get_by_text("Link copied")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    again = browser.Board(other, name="drugs").ready()
    again.wait_for("class", value="kit_loop")
    again.wait_for("drug", value="regorafenib")
