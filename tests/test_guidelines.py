"""Guidelines side by side: every statement dated by its records, who was not seen is named, faults stop the build."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gist_edu import _guidelines, cli
from gist_edu._site import lint_guidelines
from gist_edu._site.sphinx_ext import guidelines as page_of

CONF = """
parts = ("ev_links", "guidelines")
extensions = ["myst_nb", *("gist_edu._site.sphinx_ext." + part for part in parts)]
html_theme = "alabaster"
myst_url_schemes = {"http": None, "https": None, "ev": None}
nb_execution_mode = "off"
"""
FILE: dict[str, Any] = {
    "sources": [{"id": "esmo", "name": "ESMO", "where": "Europe", "full": "a society"},
                {"id": "uk", "name": "NICE", "where": "UK", "full": "an institute"},
                {"id": "pdq", "name": "NCI PDQ", "where": "US", "full": "a summary"}],
    "topics": [
        {"id": "length", "title": "How long", "asks": "For how long?",
         "says": {"uk": "Up to [3 years](ev:nice_ta326.duration).", "esmo": "[3 years](ev:esmo_adjuvant_3y.duration)."},
         "differ": "One is [a refusal undone](ev:nice_ta326)."},
        {"id": "margin", "title": "Margin", "asks": "Is R1 a reason?", "says": {"pdq": "[Maybe](ev:r1_pdq)."}},
    ],
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with two topics; ``topic`` changes fields of the first, ``whole`` replaces what it is given."""

    def written(*, topic: dict[str, Any] | None = None, **whole: Any) -> Path:
        content = {**deepcopy(FILE), **whole}
        if topic:
            content["topics"][0].update(topic)
        path = tmp_path / f"guidelines_{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        return path

    return written


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# ---------------------------------------------------------------- reading

def test_statements_stand_in_the_order_of_the_sources_and_the_rest_was_not_seen(write: Write) -> None:
    first, second = _guidelines.guidelines(write()).topics
    assert [said.source.id for said in first.says] == ["esmo", "uk"]
    assert [source.id for source in first.unseen] == ["pdq"]
    assert [source.name for source in second.unseen] == ["ESMO", "NICE"]


def test_year_day_and_how_it_was_seen_come_from_the_records(write: Write) -> None:
    esmo, nice = _guidelines.guidelines(write()).topics[0].says
    assert (esmo.years, esmo.seen) == (("2022",), "secondary")
    assert (nice.years, nice.seen) == (("2014",), "primary")
    assert page_of.dated(esmo) == "2022; seen on a secondary page; checked on 23 November 2026."


def test_a_statement_that_links_two_records_tells_both_years_and_the_weaker_sight(write: Write) -> None:
    both = "[3 years](ev:nice_ta326.duration), formerly [no](ev:nice_ta196); ESMO [agrees](ev:esmo_adjuvant_3y)."
    (said,) = _guidelines.guidelines(write(topic={"says": {"uk": both}},
                                           sources=[FILE["sources"][1], FILE["sources"][2]])).topics[0].says
    assert said.years == ("2010", "2014", "2022")
    assert said.seen == "secondary"


@pytest.mark.parametrize(("says", "expectation"), [
    ({"uk": "Up to three years."}, "topic length, uk: expected an evidence link"),
    ({"uk": "Up to [4 years](ev:nice_ta326.duration)."}, "the ledger says '3 years'"),
    ({"uk": "[Yes](ev:nice_ta999)."}, "no evidence record 'nice_ta999'"),
    ({"uk": "[Yes](ev:nice_ta326), see [NICE](https://nice.org.uk)."}, "evidence links only"),
    ({"esmo": "[By the book](ev:nccn_adjuvant)."}, "nobody has seen nccn_adjuvant"),
    ({"who": "[3 years](ev:nice_ta326.duration)."}, "sources out of esmo, uk, pdq; got who"),
    ({}, "a value for says: write it"),
])
def test_a_statement_that_does_not_fit_is_refused_with_its_place(write: Write, says: Any, expectation: str) -> None:
    with pytest.raises(_guidelines.GuidelineError) as refused:
        _guidelines.guidelines(write(topic={"says": says}))
    assert expectation in str(refused.value)


@pytest.mark.parametrize(("changed", "expectation"), [
    ({"topics": [FILE["topics"][0], FILE["topics"][0], FILE["topics"][1]]}, "each id once; rename one length"),
    ({"topics": FILE["topics"][:1]}, "each source to say something; delete pdq"),
    ({"topics": [{**FILE["topics"][0], "source": "x"}]}, "delete source"),
    ({"sources": []}, "a value for sources"),
])
def test_a_file_that_does_not_fit_is_refused(write: Write, changed: Any, expectation: str) -> None:
    with pytest.raises(_guidelines.GuidelineError) as refused:
        _guidelines.guidelines(write(**changed))
    assert expectation in str(refused.value)


# ---------------------------------------------------------------- the checker

def test_the_topics_of_the_book_have_no_loose_number() -> None:
    report = lint_guidelines.check(_guidelines.guidelines())
    assert report.problems == []
    assert report.links > 100


def test_a_number_without_a_link_in_its_topic_is_found() -> None:
    known = _guidelines.guidelines()
    topic = replace(known.topics[0], differ="Half of the panel, 47 of 94, left.")
    problems = " ".join(lint_guidelines.check(replace(known, topics=(topic,))).problems)
    assert "'47' has no evidence link" in problems
    assert f"topic {topic.id}" in problems


def test_a_check_that_checked_nothing_fails() -> None:
    assert "checked nothing" in lint_guidelines.check(_guidelines.Guidelines((), ())).problems[0]


def test_the_check_is_one_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "guidelines"]) == 0
    assert re.search(r"guidelines: \d+ topics, \d+ statements, \d+ evidence links, 0 problems", capsys.readouterr().out)


# ---------------------------------------------------------------- what the book says

def test_us_and_eu_labels_are_never_told_in_one_statement() -> None:
    for topic in _guidelines.guidelines().topics:
        for said in topic.says:
            for record in said.records:
                if said.source.id == "us_label":
                    assert not record.id.startswith("ema_"), (topic.id, record.id)
                if said.source.id == "eu_label":
                    assert not record.id.startswith("fda_") or "European" in record.statement, (topic.id, record.id)


def test_three_readings_of_exon_9_stand_side_by_side() -> None:
    (topic,) = [one for one in _guidelines.guidelines().topics if one.id == "exon-9"]
    assert {"esmo", "pdq", "asia"} <= {said.source.id for said in topic.says}
    assert topic.differ


# ---------------------------------------------------------------- the page

@pytest.fixture
def build(tmp_path: Path) -> Callable[[], tuple[str, str]]:
    def run() -> tuple[str, str]:
        (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
        (tmp_path / "book").mkdir()
        (tmp_path / "index.md").write_text("# Start", encoding="utf-8")
        text = "---\norphan: true\n---\n# Side by side\n\n```{gist-guidelines}\n```"
        (tmp_path / "book" / "guidelines.md").write_text(text, encoding="utf-8")
        warnings, out = StringIO(), tmp_path / "out"
        with patch_docutils(), docutils_namespace():
            Sphinx(tmp_path, tmp_path, out, tmp_path / "tree", "html", status=None, warning=warnings).build()
        page = (out / "book" / "guidelines.html").read_text(encoding="utf-8")
        return page, re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())

    return run


def test_the_page_has_a_section_for_each_question_and_names_who_was_not_seen(build: Any) -> None:
    html, warnings = build()
    assert warnings == ""
    known = _guidelines.guidelines()
    for topic in known.topics:
        found = re.search(rf'<section[^>]*id="{topic.id}".*?</section>', html, re.S)
        assert found, topic.id
        told = words(found[0])
        assert topic.asks in told
        for said in topic.says:
            assert f"{said.source.name} ({said.source.where}):" in told
        missing = re.search(r"Not seen by us: (.*?)\.( |$)", told)
        assert bool(missing) == bool(topic.unseen)
        assert all(source.name in told for source in topic.unseen)
    speaks = re.search(r'<section[^>]*id="who-speaks".*?</section>', html, re.S)
    assert speaks
    assert words(speaks[0]).count(f"of {len(known.topics)} questions") == len(known.sources)


def test_numbers_of_the_page_lead_to_their_records(build: Any) -> None:
    html, _ = build()
    link = re.search(r'<a class="gist-ev"[^>]*data-ev="esmo_advanced\.dose\.exon9"[^>]*>800 mg/day</a>', html)
    assert link
    assert 'href="evidence/guideline.html#ev-esmo_advanced.dose.exon9"' in link[0]


def test_a_file_that_does_not_fit_stops_the_build(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise _guidelines.GuidelineError("guidelines.yaml: topic x: expected a link.")

    monkeypatch.setattr(_guidelines, "guidelines", broken)
    assert "guidelines.yaml: topic x: expected a link." in build()[1]
