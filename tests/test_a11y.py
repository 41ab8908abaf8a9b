"""What automated checks can say about accessibility: axe, the accessibility tree, reflow at 320 px.

Axe sees neither whether words make sense nor whether focus moves well; those are in the tests of use.
"""
from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
from playwright.sync_api import Browser, Page, expect

from gist_edu import _questions

AXE = browser.ROOT / "gist_edu" / "_site" / "web" / "node_modules" / "axe-core" / "axe.min.js"
SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = "GIST_UPDATE_SNAPSHOTS"  # set to 1 to accept what is on the screen now; read the difference before you commit
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """async ([tags, colourOnly, within]) => {
  const colour = axe.getRules(tags).filter(rule => rule.tags.includes("cat.color")).map(rule => rule.ruleId);
  const runOnly = colourOnly ? { type: "rule", values: colour } : { type: "tag", values: tags };
  const found = await axe.run(within || document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`));
}"""


# Generated pages repeat one template hundreds of times; axe on all of it takes minutes and says nothing new.
SHORTEN = """keep => {
  for (const repeated of ["section.gist-record", "table.gist-filter tbody tr"])
    [...document.querySelectorAll(repeated)].slice(keep).forEach(node => node.remove());
  for (const list of document.querySelectorAll("ul.gist-sources"))
    [...list.children].slice(keep).forEach(node => node.remove());
  document.querySelectorAll(".bd-sidebar-secondary li").forEach(entry => {
    const target = entry.querySelector("a")?.hash;
    if (target && !document.getElementById(decodeURIComponent(target.slice(1)))) entry.remove(); });
}"""


# ---------------------------------------------------------------- axe

@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        missing = "axe-core is not installed: run `npm ci` in gist_edu/_site/web (needs Node)."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, axe: str, within: str = "") -> list[str]:
    """All rules in the light theme; in the dark one again those that depend on colour. ``within``: a part only."""
    found = []
    page.evaluate(axe)
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        found += [f"{theme}: {problem}" for problem in page.evaluate(RUN_AXE, [TAGS, theme == "dark", within])]
    return found


@pytest.fixture
def still(chromium: Browser) -> Iterator[Page]:
    """A page without animations, which axe would catch half-way."""
    context = chromium.new_context(viewport=browser.DESKTOP, reduced_motion="reduce")
    context.set_default_timeout(browser.WAIT_MS)
    yield context.new_page()
    context.close()


def test_no_page_breaks_a_rule_in_light_or_dark(still: Page, site: Path, origin: str, axe: str) -> None:
    found = {}
    for name in browser.telling_pages(site):
        still.goto(f"{origin}/{name}", wait_until="load")
        still.evaluate(SHORTEN, 8)
        if problems := violations(still, axe):
            found[name] = problems[:5]
    assert found == {}


def test_axe_would_see_a_fault(still: Page, axe: str) -> None:
    still.set_content("<html lang=en><title>x</title><main><img src='data:,'><p style='color:#ccc'>pale</p></main>")
    found = violations(still, axe)
    assert any("image-alt" in problem for problem in found)
    assert any(problem.startswith("dark: color-contrast") for problem in found)


def test_the_skip_link_can_be_read_when_it_is_shown(still: Page, origin: str, axe: str) -> None:
    """Axe passes over what stands outside the window, so the link is brought in by the key that brings it in."""
    still.goto(f"{origin}/{browser.LESSON}")
    still.keyboard.press("Tab")
    link = still.locator("#pst-skip-link a")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    still.wait_for_function("document.querySelector('#pst-skip-link').getAnimations().length === 0")
    assert violations(still, axe, "#pst-skip-link") == []


def _after_the_commit(board: browser.Board) -> None:
    board.predict()
    board.send({"type": "set", "id": "size_cm", "value": 5})


def _with_errors(board: browser.Board) -> None:
    board.send({"type": "set", "id": "size_cm", "value": "abc"})
    board.send({"type": "press", "id": "commit"})


def _after_an_event(board: browser.Board) -> None:
    board.send({"type": "set", "id": "site", "value": "rectum"})


def _restored_in_vain(board: browser.Board) -> None:
    board.send({"type": "restore", "state": None})


def _as_it_comes(_: browser.Board) -> None:
    """Nothing done yet."""


def _unanswered(quiz: browser.Board) -> None:
    quiz.send({"type": "press", "id": "sure.2"})


def _missed(quiz: browser.Board) -> None:
    wrong = next(option.id for option in BET.options if option.verdict == "wrong")
    quiz.send({"type": "set", "id": "answer", "value": wrong})
    quiz.send({"type": "press", "id": "sure.2"})
    quiz.wait_for(f"feedback.{BET.id}.0")


def _at(kind: str) -> Callable[[browser.Board], None]:
    """The first question of this kind in the lesson's set."""
    def go(quiz: browser.Board) -> None:
        while (quiz.block("answer") or {"kind": kind})["kind"] != kind:
            quiz.send({"type": "press", "id": "skip"})
        assert quiz.block("answer"), f"no question of kind {kind} in the set"
    return go


def _all_skipped(quiz: browser.Board) -> None:
    while quiz.block("answer"):
        quiz.send({"type": "press", "id": "skip"})


def _with_progress(board: browser.Board) -> None:
    items = {BET.id: [[1, 0, 2]], **{f"other{place}": [[1, place % 2, place % 3]] for place in range(9)}}
    store = {"book": "gist-edu", "version": 1, "items": items, "lessons": {"07": [1, 4, 11]}, "visits": [1, 2]}
    board.send({"type": "set", "id": "file", "value": json.dumps(store)})
    board.send({"type": "press", "id": "ask"})


def _loop_pressed(board: browser.Board) -> None:
    board.send({"type": "press", "id": "anatomy.loop"})


def _fit_answered(board: browser.Board) -> None:
    for key, value in (("change", "t670i"), ("guess", "lost")):
        board.send({"type": "set", "id": key, "value": value})
    board.send({"type": "press", "id": "sure.1"})
    board.page.evaluate("scrollTo(0, 0)")  # the sticky header half over a control would count as a target too small


def _year_on_record(board: browser.Board) -> None:
    for key, value in (("offer", "watch"), ("confidence", "sure")):
        board.send({"type": "set", "id": key, "value": value})
    board.send({"type": "press", "id": "commit"})
    board.send({"type": "press", "id": "ahead"})


def _line_committed(reader: browser.Board) -> None:
    for key, value in (("line", "two_changes"), ("expect", "usually"), ("confidence", "sure")):
        reader.send({"type": "set", "id": key, "value": value})
    reader.send({"type": "press", "id": "commit"})
    reader.page.evaluate("scrollTo(0, 0)")


def _line_refused(reader: browser.Board) -> None:
    reader.send({"type": "set", "id": "line", "value": "isoform"})


REPORT = "notebooks/03_reading_a_mutation_report.html"
def _drugs_unanswered(board: browser.Board) -> None:
    board.send({"type": "press", "id": "commit"})


def _drugs_shown(board: browser.Board) -> None:
    for key, value in (("guess.imatinib", True), ("confidence", "sure")):
        board.send({"type": "set", "id": key, "value": value})
    board.send({"type": "press", "id": "commit"})
    board.send({"type": "set", "id": "kind", "value": "clinical"})
    board.send({"type": "set", "id": "group", "value": "pdgfra"})


def _trial_shown(board: browser.Board) -> None:
    for arm, value in (("arm_12m", 60), ("arm_36m", 80)):
        board.send({"type": "set", "id": f"guess.{arm}", "value": value})
    board.send({"type": "set", "id": "confidence", "value": "sure"})
    board.send({"type": "press", "id": "commit"})
    board.send({"type": "set", "id": "belief", "value": "cure"})
    board.send({"type": "set", "id": "beside", "value": "imadgist"})
    board.page.evaluate("scrollTo(0, 0)")


def _trial_unanswered(board: browser.Board) -> None:
    board.send({"type": "set", "id": "guess.arm_12m", "value": "many"})
    board.send({"type": "press", "id": "commit"})


def _toxicity_unanswered(desk: browser.Board) -> None:
    desk.send({"type": "press", "id": "commit"})


def _toxicity_shown(desk: browser.Board) -> None:
    desk.send({"type": "set", "id": "case", "value": "rash"})
    desk.send({"type": "set", "id": "offer", "value": "forbidden"})
    desk.send({"type": "set", "id": "confidence", "value": "sure"})
    desk.send({"type": "press", "id": "commit"})
    desk.wait_for("feedback")


def _toxicity_own(desk: browser.Board) -> None:
    desk.send({"type": "set", "id": "case", "value": "own"})
    desk.send({"type": "set", "id": "platelets", "value": -4})
    desk.send({"type": "set", "id": "neutrophils", "value": 0.8})
    desk.send({"type": "set", "id": "platelets", "value": 140})
    desk.send({"type": "set", "id": "fever", "value": True})
    desk.send({"type": "press", "id": "look"})
    desk.wait_for("feedback")


def _race_shown(board: browser.Board) -> None:
    for key, value in (("largest", "v654a"), ("when", "24"), ("confidence", "sure")):
        board.send({"type": "set", "id": key, "value": value})
    board.send({"type": "press", "id": "commit"})
    board.page.evaluate("scrollTo(0, 0)")


def _race_refused(board: browser.Board) -> None:
    board.send({"type": "set", "id": "drug3", "value": "regorafenib"})
    board.send({"type": "set", "id": "from3", "value": 10})
    board.send({"type": "press", "id": "commit"})


RACE = "notebooks/12_resistance_and_what_follows.html"
def _scan_called(board: browser.Board) -> None:
    for key, value in (("recist", "PD"), ("choi", "SD"), ("confidence", "sure")):
        board.send({"type": "set", "id": key, "value": value})
    board.send({"type": "press", "id": "commit"})
    board.send({"type": "set", "id": "now_hu.0", "value": -2000})
    board.page.evaluate("scrollTo(0, 0)")


def _plan_shown(board: browser.Board) -> None:
    board.send({"type": "press", "id": "skip"})
    board.send({"type": "set", "id": "setting", "value": "advanced"})
    board.send({"type": "set", "id": "day", "value": "soon"})
    board.page.evaluate("scrollTo(0, 0)")


def _dose_answered(board: browser.Board) -> None:
    for key, value in (("scenario", "carbamazepine"), ("share", 60), ("confidence", "sure")):
        board.send({"type": "set", "id": key, "value": value})
    board.send({"type": "press", "id": "commit"})
    board.send({"type": "press", "id": "models"})
    board.page.evaluate("scrollTo(0, 0)")


def _dose_refused(board: browser.Board) -> None:
    for key in ("skip", "free"):
        board.send({"type": "press", "id": key})
    for key, value in (("dose_mg", 10000), ("level", 620), ("hours", 10)):
        board.send({"type": "set", "id": key, "value": value})
    board.page.evaluate("scrollTo(0, 0)")


def _case_asked(player: browser.Board) -> None:
    for key in ("skip", "on", "ask.full_report"):
        player.send({"type": "press", "id": key})
    player.page.evaluate("scrollTo(0, 0)")


def _case_answered(player: browser.Board) -> None:
    for key in ("skip", "on"):
        player.send({"type": "press", "id": key})
    player.send({"type": "set", "id": "answer", "value": "start"})
    player.send({"type": "press", "id": "sure.2"})
    player.page.evaluate("scrollTo(0, 0)")


def _case_unanswered(player: browser.Board) -> None:
    player.send({"type": "set", "id": "answer", "value": "many"})
    player.send({"type": "press", "id": "sure.1"})


def _case_ended(player: browser.Board) -> None:
    _case_answered(player)
    for answer in ("call", "observe"):
        player.send({"type": "press", "id": "on"})
        player.send({"type": "set", "id": "answer", "value": answer})
        player.send({"type": "press", "id": "sure.1"})
    for key in ("on", "blank", "on"):
        player.send({"type": "press", "id": key})
    player.wait_for("end.watched")
    player.page.evaluate("scrollTo(0, 0)")


CASE = "book/cases/a2_one_letter.html"
SURVIVAL = "notebooks/05_reading_survival_evidence.html"
SIDE_EFFECTS = "notebooks/11_monitoring_and_side_effects.html"
DRUGS = "notebooks/04_genotype_to_drug.html"
TIMELINE = "notebooks/14_evidence_time_machine.html"
RECEPTOR = "notebooks/02_kit_and_pdgfra.html"
DOSE = "notebooks/10_dose_and_exposure.html"
BET = _questions.load().of_set("bet")[0]
# simulator and state -> the page it stands on, and what is done there
STATES: dict[str, tuple[str, Callable[[browser.Board], None]]] = {
    "risk_start": (browser.LESSON, _as_it_comes),
    "risk_event": (browser.LESSON, _after_an_event),
    "risk_feedback": (browser.LESSON, _after_the_commit),
    "risk_field_error": (browser.LESSON, _with_errors),
    "risk_tampered": (browser.LESSON, _restored_in_vain),
    "quiz_start": (browser.WELCOME, _as_it_comes),
    "quiz_unanswered": (browser.WELCOME, _unanswered),
    "quiz_missed": (browser.WELCOME, _missed),
    "quiz_several": (browser.LESSON, _at("several")),
    "quiz_order": (browser.LESSON, _at("order")),
    "quiz_number": (browser.LESSON, _at("number")),
    "quiz_result": (browser.LESSON, _all_skipped),
    "receptor_start": (RECEPTOR, _as_it_comes),
    "receptor_parts": (RECEPTOR, _loop_pressed),
    "receptor_fit": (RECEPTOR, _fit_answered),
    "variant_start": (REPORT, _as_it_comes),
    "variant_reading": (REPORT, _line_committed),
    "variant_refused": (REPORT, _line_refused),
    "toxicity_start": (SIDE_EFFECTS, _as_it_comes),
    "toxicity_unanswered": (SIDE_EFFECTS, _toxicity_unanswered),
    "toxicity_labels": (SIDE_EFFECTS, _toxicity_shown),
    "toxicity_own": (SIDE_EFFECTS, _toxicity_own),
    "timeline_start": (TIMELINE, _as_it_comes),
    "timeline_record": (TIMELINE, _year_on_record),
    "response_start": (SIDE_EFFECTS, _as_it_comes),
    "response_called": (SIDE_EFFECTS, _scan_called),
    "monitoring_start": (SIDE_EFFECTS, _as_it_comes),
    "monitoring_plan": (SIDE_EFFECTS, _plan_shown),
    "pk_start": (DOSE, _as_it_comes),
    "pk_answer": (DOSE, _dose_answered),
    "pk_refused": (DOSE, _dose_refused),
    "drugs_start": (DRUGS, _as_it_comes),
    "drugs_unanswered": (DRUGS, _drugs_unanswered),
    "drugs_shown": (DRUGS, _drugs_shown),
    "trials_start": (SURVIVAL, _as_it_comes),
    "trials_unanswered": (SURVIVAL, _trial_unanswered),
    "trials_shown": (SURVIVAL, _trial_shown),
    "resistance_start": (RACE, _as_it_comes),
    "resistance_shown": (RACE, _race_shown),
    "resistance_refused": (RACE, _race_refused),
    "cases_start": (CASE, _as_it_comes),
    "cases_asked": (CASE, _case_asked),
    "cases_unanswered": (CASE, _case_unanswered),
    "cases_answered": (CASE, _case_answered),
    "cases_end": (CASE, _case_ended),
    "progress_start": (browser.PROGRESS, _as_it_comes),
    "progress_kept": (browser.PROGRESS, _with_progress),
}


@pytest.fixture(params=list(STATES), scope="module")
def in_state(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> Iterator[tuple[str, browser.Board]]:
    """Opened once for all tests of a state; the last of them makes the window small."""
    name: str = request.param
    page, steps = STATES[name]
    context = chromium.new_context(viewport=browser.DESKTOP, reduced_motion="reduce")
    context.set_default_timeout(browser.WAIT_MS)
    opened = context.new_page()
    opened.goto(f"{origin}/{page}")
    place = 1 if name == "receptor_fit" else 0  # the lesson shows the receptor in two halves
    board = browser.Board(opened, place, name=name.partition("_")[0]).ready()
    steps(board)
    for fold in board.element.locator("details").all():
        fold.evaluate("fold => { fold.open = true; }")
    yield name, board
    context.close()


def test_no_state_of_a_simulator_breaks_a_rule(in_state: tuple[str, browser.Board], axe: str) -> None:
    name, board = in_state
    assert violations(board.page, axe) == [], name


def test_an_open_evidence_card_breaks_no_rule(still: Page, origin: str, axe: str) -> None:
    for viewport in (browser.PHONE, browser.DESKTOP):
        still.set_viewport_size(viewport)
        still.goto(f"{origin}/{browser.LESSON}")
        still.locator("a.gist-ev").first.click()
        still.get_by_role("dialog").wait_for()
        # The card alone: what it covers for a moment would count as a target too small.
        assert violations(still, axe, ".gist-card") == []


# ---------------------------------------------------------------- what a screen reader is told

def test_the_accessibility_tree_is_as_agreed(in_state: tuple[str, browser.Board]) -> None:
    name, board = in_state
    told = board.element.aria_snapshot() + "\n"
    path = SNAPSHOTS / f"{name}.yaml"
    if os.environ.get(UPDATE):
        path.parent.mkdir(exist_ok=True)
        path.write_text(told, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing; make it with {UPDATE}=1 and read it"
    assert told == path.read_text(encoding="utf-8"), f"if the new tree is right, accept it with {UPDATE}=1"


# ---------------------------------------------------------------- reflow

WIDER = """() => { const page = document.documentElement; if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.querySelectorAll("main *")].filter(part => !part.closest(".gist-scroll, pre")
    && part.getBoundingClientRect().right > page.clientWidth + 1);
  return [`${page.scrollWidth} px`, ...wide.slice(0, 3).map(part => part.outerHTML.slice(0, 120))]; }"""


def too_wide(page: Page) -> Any:
    return page.evaluate(WIDER)


def test_no_page_scrolls_sideways_at_320_px_which_is_400_percent_zoom(still: Page, site: Path, origin: str) -> None:
    still.set_viewport_size({"width": 320, "height": 256})  # 1280 x 1024 at 400%
    found = {}
    for name in browser.telling_pages(site):
        still.goto(f"{origin}/{name}", wait_until="load")
        still.evaluate(SHORTEN, 8)
        if problems := too_wide(still):
            found[name] = problems
    assert found == {}


def test_no_state_of_a_simulator_scrolls_sideways_at_320_px(in_state: tuple[str, browser.Board]) -> None:
    name, board = in_state
    board.page.set_viewport_size({"width": 320, "height": 256})
    assert too_wide(board.page) == [], name


def test_no_page_scrolls_sideways_with_text_at_200_percent(still: Page, site: Path, origin: str) -> None:
    """The reader's own text size, in a small window: words wrap, and nothing is cut off."""
    still.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for name in browser.telling_pages(site):
        still.goto(f"{origin}/{name}", wait_until="load")
        still.evaluate(SHORTEN, 8)
        still.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        if problems := too_wide(still):
            found[name] = problems
    assert found == {}
