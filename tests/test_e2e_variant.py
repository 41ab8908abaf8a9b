"""The variant reader as readers use it: typed, picked and pressed, by mouse, keyboard and touch, desk and phone."""
from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import browser
import pytest
from playwright.sync_api import Browser, Page, expect

REPORT = "notebooks/03_reading_a_mutation_report.html"
FIELD = "A line of the report"


@pytest.fixture(params=["phone", "desktop"])
def reader(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[browser.Board]:
    """The variant reader of lesson 03, answering."""
    phone = request.param == "phone"
    viewport = browser.PHONE if phone else browser.DESKTOP
    context = chromium.new_context(viewport=viewport, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(browser.WAIT_MS)
    page, watch = browser.watched_page(context, origin)
    page.goto(f"{origin}/{REPORT}")
    yield browser.Board(page, name="variant").ready()
    context.close()
    assert watch.problems == []


def guess(board: browser.Board, how: str = "click") -> None:
    for label in ("It does not work", "very sure"):
        getattr(board.element.get_by_text(label, exact=True), how)()
    getattr(board.element.get_by_role("button", name="Commit and see the reading"), how)()


def said(board: browser.Board) -> list[str]:
    """What the polite regions hold now."""
    return [text for text in board.element.get_by_role("status").all_inner_texts() if text.strip()]


def test_a_typed_line_is_understood_while_it_is_typed_and_announced_when_the_typing_pauses(
    reader: browser.Board,
) -> None:
    field = reader.element.get_by_label(FIELD)
    field.fill("")
    field.press_sequentially("PDGFRA p.D842V")
    expect(reader.element).to_contain_text("Understood: PDGFRA, substitution at residue 842, exon 18")
    assert reader.view()["announce"] == ""
    browser.until(lambda: any("Understood: PDGFRA" in text for text in said(reader)), "the announcement")
    expect(field).to_have_value("PDGFRA p.D842V")
    expect(field).to_be_focused()


def test_a_guess_brings_name_place_drugs_and_the_next_question(reader: browser.Board) -> None:
    reader.element.get_by_label("Pick a line of an invented report").select_option("loop")
    guess(reader)
    expect(reader.page.locator(".gist-feedback .gist-heading")).to_be_focused()
    expect(reader.element.get_by_role("table", name="One name for it")).to_contain_text("p.Asp842Val")
    expect(reader.element.get_by_role("table", name="What was seen with this finding")).to_contain_text("Avapritinib")
    expect(reader.element.get_by_role("heading", name="What to ask the laboratory next")).to_be_visible()
    reader.element.get_by_label("Window of the map").select_option("loop")
    expect(reader.element.locator(".gist-ruler").first).to_be_visible()


def test_a_line_that_cannot_be_read_is_answered_beside_its_field(reader: browser.Board) -> None:
    field = reader.element.get_by_label(FIELD)
    for typed, answer in (("KIT p.Val556Asp", "short isoform"), ("😀", "No variant name"), ("", "Nothing was given")):
        field.fill(typed)
        field.press("Enter")
        expect(field).to_have_attribute("aria-invalid", "true")
        error = next(i for i in str(field.get_attribute("aria-describedby")).split() if i.endswith("-error"))
        expect(reader.page.locator(f"#{error}")).to_contain_text(answer)
        expect(reader.element.get_by_role("button", name="Commit and see the reading")).to_have_count(0)
    field.fill("KIT p.Val556Asp")
    reader.element.get_by_role("button", name="Read it as KIT p.V560D").click()
    expect(field).to_have_value("KIT p.V560D")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_ten_thousand_letters_are_answered(reader: browser.Board) -> None:
    field = reader.element.get_by_label(FIELD)
    field.fill("KIT " * 2_500)
    field.press("Enter")
    expect(reader.element).to_contain_text("10000 characters")
    assert len(field.input_value()) == 300


def test_a_mark_of_the_map_is_pressed_with_keyboard_and_finger(reader: browser.Board) -> None:
    reader.element.get_by_text("Or pick a place on the receptor").click()
    mark = reader.element.get_by_role("button", name="exon 9", exact=True)
    mark.focus()
    reader.page.keyboard.press("Enter")
    reader.wait_for("text", value="KIT exon 9 mutation")
    expect(mark).to_be_focused()
    reader.element.get_by_role("button", name="exon 12", exact=True).click()
    reader.wait_for("text", value="PDGFRA exon 12 mutation")


def test_the_ruler_fills_its_place_and_its_marks_can_be_hit(reader: browser.Board) -> None:
    reader.element.get_by_text("Or pick a place on the receptor").click()

    def fits() -> bool:
        return bool(reader.page.evaluate("""() => [...document.querySelectorAll(".gist-track")].every(track => {
          const [ruler, place] = [track.querySelector("svg").getBoundingClientRect().width, track.clientWidth];
          return Math.abs(ruler - Math.min(place, 900)) <= 1; })"""))

    browser.until(fits, "rulers as wide as their places")
    small = reader.page.evaluate("""() => [...document.querySelectorAll(".gist-ruler-press")]
      .map(mark => mark.getBoundingClientRect()).filter(box => box.width < 24 || box.height < 24).length""")
    sizes = reader.page.evaluate("""() => [...document.querySelectorAll(".gist-ruler text")]
      .map(text => parseFloat(getComputedStyle(text).fontSize))""")
    assert small == 0
    assert min(sizes) >= 12


def test_the_whole_reader_can_be_used_without_a_pointer(reader: browser.Board) -> None:
    keys = reader.page.keyboard
    reader.element.get_by_label(FIELD).focus()
    keys.press("Control+A")
    keys.type("KIT K642E")
    keys.press("Enter")
    for _ in range(2):  # past the fold with gene and looking up
        keys.press("Tab")
    keys.press("Space")
    reader.wait_for("expect", value="usually")
    keys.press("Tab")
    keys.press("Space")
    reader.wait_for("confidence", value="guess")
    keys.press("Tab")
    keys.press("Enter")
    expect(reader.page.locator(".gist-feedback .gist-heading")).to_be_focused()


# ---------------------------------------------------------------- state in the address


def _fragment(state: Any) -> str:
    return "#gist.variant=" + base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")


def copied(reader: browser.Board) -> str:
    """The link the reader has copied."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.element.get_by_role("button", name="Copy a link to this state").click()
    expect(reader.element.get_by_text("Link copied")).to_be_visible()
    return str(reader.page.evaluate("navigator.clipboard.readText()"))


def test_a_copied_link_never_holds_what_was_typed(reader: browser.Board) -> None:
    field = reader.element.get_by_label(FIELD)
    field.fill("KIT p.L576P Jane Doe")
    field.press("Enter")
    reader.wait_for("text", value="KIT p.L576P Jane Doe")
    tail = copied(reader).partition("#gist.variant=")[2]
    state = json.loads(base64.urlsafe_b64decode(tail + "=" * (-len(tail) % 4)))
    assert state["text"]
    assert "Jane" not in json.dumps(state)
    assert "L576P" not in json.dumps(state)


def test_a_copied_link_brings_a_picked_line_back(reader: browser.Board) -> None:
    reader.element.get_by_label("Pick a line of an invented report").select_option("exon_18")
    guess(reader)
    other = reader.page.context.new_page()
    other.goto(copied(reader))
    again = browser.Board(other, name="variant").ready()
    again.wait_for("line", value="exon_18")
    expect(other.locator(".gist-feedback")).to_be_visible()


@pytest.mark.parametrize("tail", [
    "#gist.variant=%%%", "#gist.variant=bm90IGpzb24", _fragment({"version": 1, "text": 7}), _fragment([]),
    _fragment({"version": 1, "text": "<img src=x onerror=alert(1)>", "committed": True}),
])
def test_a_tampered_link_starts_from_the_beginning_and_says_so(page: Page, origin: str, tail: str) -> None:
    page.goto(f"{origin}/{REPORT}{tail}")
    board = browser.Board(page, name="variant").ready()
    expect(board.element.get_by_role("alert")).to_contain_text("starts from the beginning")
    assert board.block("line")["value"] == "two_labs_a"
    assert board.block("feedback") is None


def test_without_a_script_the_report_and_the_question_can_be_read_and_no_answer(
    chromium: Browser, origin: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/{REPORT}")
    reader = page.locator('gist-sim[name="variant"]')
    expect(reader).to_contain_text("Do not enter real patients")
    expect(reader.get_by_label(FIELD)).to_have_value(re.compile("PDGFRA exon 18: p.D842_H845del"))
    expect(reader).to_contain_text("What do you expect of imatinib")
    assert "Avapritinib" not in reader.inner_text()
    context.close()
