"""Pages for teachers on a tiny book: what the data say stands there; each planted fault stops the build."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gist_edu import _lessons
from gist_edu._ledger import ledger
from gist_edu._questions import Answer, Item, Option, Questions
from gist_edu._site.sphinx_ext import assets, course, discussion, paths

ROOT = Path(__file__).resolve().parents[1]
CONF = """
parts = ("ev_links", "course", "paths", "discussion")
extensions = ["myst_nb", *("gist_edu._site.sphinx_ext." + part for part in parts)]
html_theme = "alabaster"
myst_url_schemes = {"http": None, "https": None, "ev": None}
nb_execution_mode = "off"
"""
PAGES = {
    "index": "# Start\n\n```{gist-matrix}\n```",
    "book__discussion": "# Answers\n\n```{gist-discussion}\n```",
    "notebooks__07_risk": "# Risk\n\n## Rupture",
}
Build = Callable[..., tuple[Path, str]]
Plant = Callable[..., None]


def lesson(**changed: Any) -> _lessons.Lesson:
    aims = (_lessons.Objective("O07.1", "read a report"), _lessons.Objective("O07.2", "spot a rupture"))
    given = _lessons.Lesson("07", "Risk", "notebooks/07_risk", 10, 20, "S", "nothing", date(2026, 11, 23), aims)
    return replace(given, **changed)


def options(*verdicts: str) -> tuple[Option, ...]:
    return tuple(
        Option(name, f"Choice {name}", verdict, f"Because {name}: [16%](ev:afip_gastric.g5).")
        for name, verdict in zip("abcd", verdicts, strict=False)
    )


def item(name: str, **changed: Any) -> Item:
    given = Item(name, "O07.1", "reading", "S", "single", f"What of {name}?", "2026-11-26",
                 options=options("best", "acceptable", "wrong"), file="test.yaml")
    return replace(given, **changed)


def number(name: str) -> Item:
    answer = Answer("afip_gastric.g5", 8, 0, 100, 1, "of 100")
    said = {"close": "Near [16%](ev:afip_gastric.g5).", "low": "Higher.", "high": "Lower."}
    return item(name, kind="number", options=(), answer=answer, feedback=said, objective="O07.2", family="shares")


ITEMS = (
    item("first", cards=({"title": "Patient A", "lines": ["Stomach", "*KIT* exon 11"]},), why="It is in *the* report."),
    item("odd_one", objective="O07.2", family="rupture", kind="several", options=options("best", "best", "wrong")),
    item("second", level="R", more={"lesson": "07", "anchor": "rupture"}),
    item("in_line", objective="O07.2", family="rupture", kind="order", options=options("", "", "")),
    number("share"),
)


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Put questions and one lesson in place of the book's own."""

    def put(*items: Item, of: _lessons.Lesson | None = None) -> None:
        for module in (course, discussion):
            monkeypatch.setattr(module, "load", lambda: Questions({one.id: one for one in items}, {}))
        monkeypatch.setattr(_lessons, "lessons", lambda: (of or lesson(),))
        monkeypatch.setattr(_lessons, "sections", lambda of: [("Rupture", "rupture")])

    put(*ITEMS)
    return put


@pytest.fixture
def build(tmp_path: Path, plant: object) -> Build:
    """Build pages ``{name: text}``; returns the output folder and all warnings."""

    def run(**pages: str) -> tuple[Path, str]:
        (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
        for name, text in {**PAGES, **pages}.items():
            path = tmp_path / f"{name.replace('__', '/')}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            written = f"---\norphan: true\n---\n{text}"
            if not path.exists() or path.read_text(encoding="utf-8") != written:
                path.write_text(written, encoding="utf-8")
        warnings, out = StringIO(), tmp_path / "out"
        with patch_docutils(), docutils_namespace():
            Sphinx(tmp_path, tmp_path, out, tmp_path / "tree", "html", status=None, warning=warnings).build()
        return out, re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())

    return run


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def page(out: Path, name: str) -> str:
    return (out / f"{name}.html").read_text(encoding="utf-8")


def question(html: str, name: str) -> str:
    """One question, from its anchor to the next."""
    found = re.search(rf'id="q-{name}">.*?</section>', html, re.S)
    assert found, f"no anchor q-{name}"
    return found[0]


# ---------------------------------------------------------------- matrix


def test_the_matrix_counts_questions_and_leads_to_lesson_and_question(build: Build) -> None:
    out, warnings = build()
    html = page(out, "index")
    assert warnings == ""
    assert "2 objectives, 5 questions; each objective has at least 2." in words(html)
    assert "O07.1 read a report 07 2 on O07.1" in words(html)
    assert 'href="book/discussion.html#q-first"' in html
    assert 'href="notebooks/07_risk.html"' in html


def test_an_objective_that_nobody_asks_about_stops_the_build(build: Build, plant: Plant) -> None:
    plant(*(one for one in ITEMS if one.objective == "O07.1"))
    assert "no question asks about O07.2" in build()[1]


def test_a_lesson_that_is_not_in_the_book_stops_the_build(build: Build, plant: Plant) -> None:
    plant(*ITEMS, of=lesson(file="notebooks/07_lost"))
    assert "no page 'notebooks/07_lost' in this book" in build()[1]


# ---------------------------------------------------------------- questions and answers


def test_every_question_stands_at_its_anchor_with_its_answer_folded(build: Build) -> None:
    out, warnings = build()
    html = page(out, "book/discussion")
    assert warnings == ""
    assert set(re.findall(r'id="q-(\w+)"', html)) == {one.id for one in ITEMS}
    for one in ITEMS:
        before, _, answer = question(html, one.id).partition("<summary>Answer and reasons</summary>")
        assert one.stem in words(before)
        for option in one.options:
            assert option.text in words(before)
            assert f"Because {option.id}:" in words(answer)
            assert f"Because {option.id}:" not in words(before)


def test_reasons_carry_evidence_links_like_the_rest_of_the_book(build: Build) -> None:
    html = page(build()[0], "book/discussion")
    link = re.search(r'<a class="gist-ev"[^>]*>16%</a>', question(html, "first"))
    assert link
    assert 'href="evidence/risk.html#ev-afip_gastric.g5"' in link[0]
    assert "evidence: " in link[0]


def test_a_wrong_number_in_a_reason_is_a_warning(build: Build, plant: Plant) -> None:
    plant(*ITEMS[1:], item("first", why="It was [17%](ev:afip_gastric.g5)."))
    assert "the ledger says '16%'" in build()[1]


def test_verdicts_are_words_and_letters_are_those_of_the_screen(build: Build) -> None:
    html = page(build()[0], "book/discussion")
    for one in ITEMS[:1]:
        before, _, answer = question(html, one.id).partition("<summary>")
        shown = re.findall(r"Choice (\w)", before)
        assert shown == discussion.offered(one)
        letters = dict(zip(shown, "ABC", strict=True))
        for name, verdict in (("a", "The best answer"), ("b", "Defensible"), ("c", "Not right")):
            assert f"{letters[name]}. {verdict}. Because {name}" in words(answer)
    assert words(question(html, "odd_one")).count("Does not fit") == 1
    assert 'class="upperalpha' in html


def test_an_order_is_not_printed_solved_and_its_answer_is(build: Build) -> None:
    before, _, answer = question(page(build()[0], "book/discussion"), "in_line").partition("<summary>")
    assert re.findall(r"Choice (\w)", before) != ["a", "b", "c"]
    assert re.findall(r"Place \d: \w\. Because (\w)", words(answer)) == ["a", "b", "c"]


def test_a_number_question_tells_its_limits_first_and_the_number_after(build: Build) -> None:
    before, _, answer = question(page(build()[0], "book/discussion"), "share").partition("<summary>")
    assert "of 100, from 0 to 100" in words(before)
    assert "16%" not in words(before)
    assert "The number: 16% . Close enough. Near 16% . Too low. Higher. Too high. Lower." in words(answer)


def test_questions_of_a_family_stand_together_under_lesson_and_objective(build: Build) -> None:
    html = page(build()[0], "book/discussion")
    assert re.findall(r'id="q-(\w+)"', html) == ["first", "second", "odd_one", "in_line", "share"]
    assert "resident · the same point again" in words(question(html, "second"))
    assert html.index('id="lesson-07"') < html.index('id="objective-o07-1"') < html.index('id="q-first"')
    assert 'href="../notebooks/07_risk.html#rupture"' in question(html, "second")


def test_cards_and_closing_words_are_shown_with_their_markup(build: Build) -> None:
    html = question(page(build()[0], "book/discussion"), "first")
    assert "<strong>Patient A</strong>" in html
    assert "<em>KIT</em> exon 11" in html
    assert "It is in <em>the</em> report." in html.partition("<summary>")[2]
    assert "Checked on 26 November 2026." in words(html)


def test_a_question_without_a_lesson_or_on_another_page_stops_the_build(build: Build, plant: Plant) -> None:
    plant(*ITEMS, item("stray", objective="O99.1"))
    assert "no lesson has the objective of stray" in build()[1]
    assert "belong on the page book/discussion" in build(index="# T\n\n```{gist-discussion}\n```")[1]


def test_answers_are_open_on_paper(chromium: Browser) -> None:
    style = (assets.STATIC / "gist-theme.css").read_text(encoding="utf-8")
    fold = '<details class="gist-fold"><summary>Answer</summary><p>Because</p></details>'
    opened = chromium.new_page()
    opened.set_content(f"<style>{style}</style><article class='bd-article'>{fold}</article>")
    shown = opened.get_by_text("Because")
    expect(shown).to_be_hidden()
    opened.emulate_media(media="print")
    expect(shown).to_be_visible()
    assert (shown.bounding_box() or {"height": 0})["height"] > 5
    opened.close()


# ---------------------------------------------------------------- paths

STEPS: dict[str, dict[str, Any]] = {
    "here": {"title": "Bet", "href": "index", "minutes": 5, "note": "Alone, then together."},
    "core": {"title": "Lesson, Core", "href": "notebooks/07_risk", "part": "core", "minutes": 10},
    "place": {"title": "Scenes", "href": "notebooks/07_risk#rupture", "minutes": 30},
    "later": {"title": "Cases", "planned": True, "minutes": 75},
}


READ = paths.paths.__wrapped__  # without its memory


def ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> Path:
    """A file with one path, its ``core`` step changed as given."""
    steps = [{**step, **changed} if name == "core" else step for name, step in STEPS.items()]
    file = tmp_path / "paths.yaml"
    file.write_text(yaml.safe_dump([{"id": "student", "title": "Student", "steps": steps}]), encoding="utf-8")
    monkeypatch.setattr(paths, "FILE", file)
    monkeypatch.setattr(paths, "paths", lambda: READ(file))
    return file


def test_minutes_are_summed_for_what_is_here_and_what_is_planned(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways(tmp_path, monkeypatch)
    out, warnings = build(index="# T\n\n```{gist-paths}\n```")
    text = words(page(out, "index"))
    assert warnings == ""
    assert "Student · 2 hours (45 minutes of it here now)" in text
    assert "Bet , 5 minutes. Alone, then together." in text
    assert "Cases, 1 hour 15 minutes, planned." in text
    assert 'href="notebooks/07_risk.html#rupture"' in page(out, "index")


def test_one_path_can_be_printed_open(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways(tmp_path, monkeypatch)
    out, warnings = build(index="# T\n\n```{gist-paths} student\n```\n\n```{gist-paths} nurse\n```")
    assert "no path 'nurse'; expected one of student" in warnings
    assert "<details" not in page(out, "index")
    assert "Lesson, Core" in words(page(out, "index"))


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"minutes": 12}, "12 minutes, but lessons.yaml gives it 10"),
        ({"part": "both"}, "10 minutes, but lessons.yaml gives it 30"),
        ({"part": ""}, "say which part of lesson 07"),
        ({"href": "notebooks/07_risk#roof", "part": ""}, "no part '#roof' in lesson 07"),
        ({"href": "notebooks/07_risk#rupture", "part": "", "minutes": 31}, "31 minutes, but lessons.yaml gives it 30"),
        ({"href": "book/nowhere", "part": ""}, "no page 'book/nowhere' in this book"),
        ({"href": "book/discussion"}, "'part' is for lessons"),
        ({"planned": True}, "give a step a href, or mark it planned"),
        ({"href": "", "part": ""}, "give a step a href, or mark it planned"),
        ({"minutes": "ten"}, "give a whole number from 1"),
        ({"length": 3}, "fields are title, minutes"),
    ],
)
def test_each_fault_planted_in_a_path_stops_the_build(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], complaint: str
) -> None:
    ways(tmp_path, monkeypatch, **changed)
    assert complaint in build(index="# T\n\n```{gist-paths}\n```")[1]


def test_the_paths_of_the_book_keep_the_time_they_are_named_for() -> None:
    times = {way.id: way.minutes(planned=False) + way.minutes(planned=True) for way in paths.paths().values()}
    assert times == {"taster": 15, "seminar": 50, "student": 120, "resident": 180, "pharmacist": 120}
    for name in ("taster", "seminar"):
        assert paths.paths()[name].minutes(planned=True) == 0, f"{name} must be ready to use"


# ---------------------------------------------------------------- version and review


def test_version_and_age_of_the_evidence_are_read_from_the_package(build: Build) -> None:
    out, warnings = build(index="# T\n\n{gist-version}`version` {gist-version}`records` {gist-version}`checked`")
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    newest = max(record.checked_on for record in ledger().values())
    assert warnings == ""
    assert f"{cited} {len(ledger()):,} {date.fromisoformat(newest):%-d %B %Y}" in words(page(out, "index"))


def test_an_unknown_fact_or_lesson_is_named_with_those_that_exist(build: Build) -> None:
    warnings = build(index="# T\n\n{gist-version}`colour`\n\n{gist-review}`99`")[1]
    assert "knows no 'colour'; expected one of version, checked, records, values" in warnings
    assert "There is no lesson '99'" in warnings


def test_footer_and_pages_say_who_reviewed_the_book(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# T\n\nAll: {gist-review}`all`. This: {gist-review}`07`."
    assert "All: none yet. This: none yet." in words(page(build(index=text)[0], "index"))
    day = date(2026, 11, 20)
    given = _lessons.Review("07", "Ada Lovelace", "surgeon", "a hospital", day, "none", "all", "1", "accepted")
    monkeypatch.setattr(_lessons, "reviews", lambda folder=None: (given,))
    out, _ = build(index=text)  # the page itself did not change
    this = "This: Ada Lovelace, surgeon, 20 November 2026. Interests: none."
    assert f"All: 1 of 1 lessons. {this}" in words(page(out, "index"))


def test_the_place_for_the_review_in_the_footer_is_filled(plant: object) -> None:
    class Config:
        html_theme_options: dict[str, str] = {"extra_footer": "Clinical review: {review}.", "other": "{review}"}  # noqa: RUF012

    config: Any = Config()
    course.fill_footer(config, config)
    assert config.html_theme_options == {"extra_footer": "Clinical review: none yet.", "other": "{review}"}
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    assert "Clinical review: {review}." in settings["html_theme_options"]["extra_footer"]
