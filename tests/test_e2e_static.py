"""The static page keeps its promises: from a folder, below a path, without WASM, storage or scripts."""
from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import browser
import pytest
from playwright.sync_api import Browser, Page, Route, expect

VOID = {"input", "br", "img", "hr", "meta", "link"}


# ---------------------------------------------------------------- where the book may lie

def test_a_copy_in_a_folder_works_by_double_click(chromium: Browser, site: Path) -> None:
    page, watch = browser.watched_page(chromium.new_context(), "file://")
    page.goto((site / browser.LESSON).as_uri())
    board = browser.Board(page).ready()
    board.predict()
    board.element.locator("a.gist-ev").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert watch.problems == []
    page.context.close()


def test_the_book_works_below_a_path_of_a_shared_host(chromium: Browser, site: Path) -> None:
    with browser.serving(browser.server_below(site, "/some/group/book/")) as address:
        page, watch = browser.watched_page(chromium.new_context(), address)
        page.goto(f"{address}/some/group/book/index.html")
        page.wait_for_url("**/some/group/book/book/index.html")
        page.goto(f"{address}/some/group/book/{browser.LESSON}")
        browser.Board(page).ready().predict()
        page.locator("a.gist-ev").first.click()
        page.get_by_role("dialog").get_by_role("link", name="Open in the evidence ledger").click()
        page.wait_for_url("**/some/group/book/book/evidence/*.html#ev-*")
        assert watch.problems == []
        page.context.close()


# ---------------------------------------------------------------- what a browser may deny

NO_WASM = "Object.defineProperty(globalThis, 'WebAssembly', {value: undefined})"
NO_STORAGE = """for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name,
  {get() { throw new DOMException('denied', 'SecurityError'); }})"""


def test_without_webassembly_one_sentence_says_so_and_the_question_stays(page: Page, origin: str) -> None:
    page.add_init_script(NO_WASM)
    page.goto(f"{origin}/{browser.LESSON}")
    sim = page.locator('gist-sim[name="risk"]')
    sim.scroll_into_view_if_needed()
    expect(sim.get_by_role("status").filter(has_text="WebAssembly")).to_contain_text("cannot run here")
    expect(sim.get_by_text("Think of 100 people with this tumour")).to_be_visible()
    expect(sim.get_by_role("button", name="Commit and see the tables")).to_be_disabled()


def test_without_storage_the_simulator_still_answers(chromium: Browser, origin: str) -> None:
    page = chromium.new_context().new_page()
    page.add_init_script(NO_STORAGE)
    page.goto(f"{origin}/{browser.LESSON}")
    browser.Board(page).ready().predict()
    page.context.close()


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [browser.LESSON])
def test_without_scripts_the_question_is_readable_and_the_answer_is_not_there(
    scriptless: Page, origin: str, name: str
) -> None:
    scriptless.goto(f"{origin}/{name}")
    sim = scriptless.locator("gist-sim").first
    expect(sim.get_by_text("Think of 100 people with this tumour")).to_be_visible()
    expect(sim.get_by_label("Size", exact=True)).to_have_value("3")
    for answer in ("%", "One tumour, all schemes", "schemes differ", "gist-feedback", "very low"):
        assert answer not in sim.inner_html(), f"a spoiler: {answer}"


def test_without_scripts_the_first_question_is_readable_and_leads_to_all_of_them(scriptless: Page, origin: str) -> None:
    scriptless.goto(f"{origin}/{browser.WELCOME}")
    bet = scriptless.locator('gist-sim[name="quiz"]')
    expect(bet.get_by_label("Only A")).to_be_visible()
    assert "The best answer" not in bet.inner_html(), "a spoiler"
    bet.get_by_role("link", name="Questions and answers").click()
    fold = scriptless.locator("#q-bet_one_line details")
    expect(fold.get_by_text("The best answer")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.get_by_text("The best answer")).to_be_visible()


def test_without_scripts_the_text_of_the_lesson_is_all_there(scriptless: Page, page: Page, origin: str) -> None:
    for reader in (scriptless, page):
        reader.goto(f"{origin}/{browser.LESSON}")
    heads = [reader.locator("article h2").all_inner_texts() for reader in (scriptless, page)]
    assert heads[0] == heads[1]
    assert len(heads[0]) >= 8


# ---------------------------------------------------------------- one interpreter, one first view

COUNT_STARTS = """globalThis.starts = 0; for (const name of ['instantiate', 'instantiateStreaming']) {
  const real = WebAssembly[name]; WebAssembly[name] = (...all) => { globalThis.starts += 1; return real(...all); }; }
  const Real = WebAssembly.Instance;
  WebAssembly.Instance = function (...all) { globalThis.starts += 1; return new Real(...all); };"""


def test_two_simulators_share_one_interpreter_and_keep_their_own_states(page: Page, origin: str) -> None:
    page.add_init_script(COUNT_STARTS)
    page.goto(f"{origin}/{browser.LESSON}", wait_until="commit")
    page.locator('gist-sim[name="risk"]').evaluate("sim => sim.after(sim.cloneNode(true))")
    left, right = (browser.Board(page, place).ready() for place in (0, 1))
    left.send({"type": "set", "id": "size_cm", "value": 7})
    right.send({"type": "set", "id": "size_cm", "value": 12})
    left.wait_for("size_cm", value=7)
    right.wait_for("size_cm", value=12)
    assert page.evaluate("globalThis.starts") == 1
    doubles = page.evaluate("""() => { const ids = [...document.querySelectorAll('gist-sim [id]')].map(e => e.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at); }""")
    assert doubles == []


class Shape(HTMLParser):
    """Elements, attributes and text of a view, without what may differ: where evidence links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: value or "" for name, value in attrs if name != "href"}
        self.parts.append(f"<{tag} {sorted(kept.items())}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append(" ".join(data.split()))


VIEW = "element => element.querySelector('.gist-view').outerHTML"


@pytest.mark.parametrize(("name", "simulator"), [
    (browser.WELCOME, "quiz"), (browser.LESSON, "risk"), (browser.LESSON, "quiz"), (browser.PROGRESS, "progress"),
])
def test_the_live_first_view_equals_the_built_one(
    scriptless: Page, page: Page, origin: str, name: str, simulator: str
) -> None:
    html = scriptless.request.get(f"{origin}/{name}").text()
    found = re.search(rf'<gist-sim name="{simulator}"[^>]*>(.*?)</gist-sim>', html, re.S)
    assert found
    page.goto(f"{origin}/{name}")
    live = Shape(browser.Board(page, name=simulator).ready().element.evaluate(VIEW))
    built = Shape(page.evaluate("html => { const box = new DOMParser().parseFromString(html, 'text/html');"
                                " return box.querySelector('.gist-view').outerHTML; }", found[1]))
    assert live.parts == built.parts
    assert len(live.parts) > 40


def test_what_a_reader_does_before_the_runtime_is_up_is_not_lost(page: Page, origin: str) -> None:
    held: list[Route] = []
    page.route("**/gist-runtime.js*", lambda route: held.append(route))
    page.goto(f"{origin}/{browser.LESSON}")
    board = browser.Board(page)
    board.element.get_by_label("Site").select_option("rectum")
    board.element.get_by_text("very sure").click()
    browser.until(lambda: (page.wait_for_timeout(20), held)[1], "the runtime to be asked for")
    assert board.element.get_attribute("data-gist-ready") is None
    held[0].continue_()
    board.ready()
    board.wait_for("site", value="rectum")
    board.wait_for("confidence", value="sure")
    expect(board.element.get_by_label("Site")).to_have_value("rectum")
