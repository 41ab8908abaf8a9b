"""The Sphinx extension on a tiny book: right links resolve, each planted fault is a warning at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from conftest import RULE, TRIAL
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gist_edu import _ledger, _ledger_load
from gist_edu._site import bridge, links
from gist_edu._site.sphinx_ext import (
    assets,
    bibliography,
    ev_links,
    evidence_pages,
    outputs,
    root_page,
    words,
)

CONF = """
extensions = ["myst_nb", "gist_edu._site.sphinx_ext"]
html_theme = "basic"
html_math_renderer = "mathml"
myst_enable_extensions = ["dollarmath"]
template_bridge = "gist_edu._site.bridge.Bridge"
myst_url_schemes = {"http": None, "https": None, "ev": None}
nb_execution_mode = "off"
"""
Build = Callable[..., tuple[Path, str]]


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> dict[str, _ledger.Record]:
    """Two known records wherever the builder's tools look up the ledger."""
    other = {**RULE, "disagrees_with": ["trial_rfs"], "disagreement": "The label is stricter than the trial."}
    found = {raw["id"]: _ledger_load.parse_record(raw, "test.yaml") for raw in (TRIAL, other)}
    for module in (evidence_pages, bibliography, words, _ledger):
        monkeypatch.setattr(module, "ledger", lambda: found)
    monkeypatch.setattr("gist_edu._site.sphinx_ext.records.ledger", lambda: found)
    words._titles.cache_clear()
    return found


@pytest.fixture
def build(tmp_path: Path, records: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Build pages ``{name: text}``; returns the output folder and all warnings."""
    monkeypatch.setattr(assets, "prepare", lambda app: None)  # the web layer is not the subject here
    monkeypatch.setattr(assets, "slim", lambda app, error: None)

    def run(**pages: str) -> tuple[Path, str]:
        (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
        defaults = {
            "index": "# Start",
            "book__evidence__adjuvant": "# Adjuvant\n\n```{gist-evidence} adjuvant\n```",
        }
        for name, text in {**defaults, **pages}.items():
            path = tmp_path / f"{name.replace('__', '/')}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("---\norphan: true\n---\n" + text, encoding="utf-8")
        warnings = StringIO()
        places = (tmp_path, tmp_path, tmp_path / "out", tmp_path / "tree")
        with patch_docutils(), docutils_namespace():
            Sphinx(*places, "html", status=None, warning=warnings).build()
        return tmp_path / "out", re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue())

    yield run
    words._titles.cache_clear()


def link_of(out: Path, page: str) -> str:
    html = (out / f"{page}.html").read_text(encoding="utf-8")
    found = re.search(r'<a [^>]*class="gist-ev"[^>]*>.*?</a>', html)
    assert found, f"no evidence link on {page}"
    return found[0]


def test_a_right_link_leads_to_the_value_from_any_depth(build: Build) -> None:
    text = "# T\n\nRFS was [65.6%](ev:trial_rfs.rfs.long)."
    out, warnings = build(index=text, a__b__deep=text)
    assert warnings == ""
    assert 'href="book/evidence/adjuvant.html#ev-trial_rfs.rfs.long"' in link_of(out, "index")
    assert 'href="../../book/evidence/adjuvant.html#ev-trial_rfs.rfs.long"' in link_of(out, "a/b/deep")


def test_a_link_tells_its_source_by_name_and_keeps_its_address(build: Build) -> None:
    out, _ = build(index="# T\n\n[65.6% (95% CI 56.1% to 73.4%)](ev:trial_rfs.rfs.long@54m?as=ci)")
    link = link_of(out, "index")
    assert 'data-ev="trial_rfs.rfs.long@54m"' in link
    assert 'aria-label="65.6% (95% CI 56.1% to 73.4%), evidence: Trial"' in link


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("[65.7%](ev:trial_rfs.rfs.long)", "but the ledger says '65.6%'"),
        ("[65.6%](ev:trial_rsf.rfs.long)", "no evidence record 'trial_rsf'. Did you mean trial_rfs?"),
        ("[65.6%](ev:trial_rfs.os)", "has no value 'os'"),
        ("[12%](ev:trial_rfs.guess)", "was never seen on a page"),
        ("[3 years win](ev:trial_rfs)", "claim link '3 years win' holds a number"),
        ("[65.6%](ev:trial_rfs.rfs.long?as=bold)", "unknown format 'bold'"),
        ('<p><a href="ev:trial_rfs.rfs.long">66%</a></p>', "the ledger says '65.6%'"),
        ('Text <a href="ev:trial_rfs.rfs.long">65.6%</a>.', "write it as a Markdown link"),
    ],
)
def test_each_planted_fault_is_a_warning_at_its_line(build: Build, link: str, complaint: str) -> None:
    _, warnings = build(index=f"# T\n\nFirst.\n\n{link}")
    assert complaint in warnings
    assert re.search(r"index\.md:8: WARNING", warnings), warnings


def test_a_broken_page_is_read_again_so_that_a_second_build_is_not_silent(build: Build) -> None:
    build(index="# T\n\n[1%](ev:trial_rfs.rfs.long)")
    _, again = build(index="# T\n\n[1%](ev:trial_rfs.rfs.long)")
    assert "the ledger says '65.6%'" in again


def test_an_unseen_value_may_be_printed_when_it_says_so(build: Build) -> None:
    _, warnings = build(index="# T\n\n[12% (unverified)](ev:trial_rfs.guess?as=unverified)")
    assert warnings == ""


def test_links_in_raw_html_are_resolved_and_keep_their_attributes(build: Build) -> None:
    out, warnings = build(
        a__page='# T\n\n<p><a class="gist-ev own" href="ev:trial_rfs.responses">0 of 31</a></p>'
    )
    assert warnings == ""
    page = (out / "a/page.html").read_text(encoding="utf-8")
    assert (
        '<a class="gist-ev own" href="../book/evidence/adjuvant.html#ev-trial_rfs.responses" '
        'data-ev="trial_rfs.responses" aria-label="0 of 31, evidence: Trial">0 of 31</a>'
    ) in page


def test_each_value_has_its_anchor_and_the_default_cut_has_two(build: Build) -> None:
    out, _ = build()
    page = (out / "book/evidence/adjuvant.html").read_text(encoding="utf-8").replace("&#64;", "@")
    ids = re.findall(r'id="(ev-[^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {
        "ev-trial_rfs",
        "ev-trial_rfs.rfs.long",
        "ev-trial_rfs.rfs.long@54m",
        "ev-trial_rfs.rfs.long@119m",
        "ev-trial_rfs.guess",
    } <= set(ids)


def test_a_record_says_what_it_knows_and_how_it_was_seen(build: Build) -> None:
    page = (build()[0] / "book/evidence/adjuvant.html").read_text(encoding="utf-8")
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for part in (
        "Three years &lt;beat&gt; one &amp; held.",
        "95% CI 56.1% to 73.4%",
        "p &lt;0.001",
        "0 of 31",
        "12% (unverified)",
        "not seen by us: unverified",
        "seen on a secondary page",
        "randomised trial",
        "seen in the source itself",
        "doi:10.1/x",
        "2026-11-23",
        "397 patients",
        "30% to 50%",
    ):
        assert part in text, part
    assert 'href="https://doi.org/10.1/x"' in page


def test_records_on_the_wrong_page_or_of_no_topic_stop_the_build(build: Build) -> None:
    _, warnings = build(index="# T\n\n```{gist-evidence} adjuvant\n```\n\n```{gist-evidence} surgery\n```")
    assert "belong on the page book/evidence/adjuvant" in warnings
    assert "unknown topic 'surgery'" in warnings


def test_disagreements_are_listed_once_with_both_sides(build: Build) -> None:
    out, warnings = build(index="# T\n\n```{gist-disagreements}\n```")
    page = (out / "index.html").read_text(encoding="utf-8")
    assert warnings == ""
    assert page.count("The label is stricter than the trial.") == 1
    assert "Three years &lt;beat&gt; one" in page
    assert "names no threshold" in page


def test_the_bibliography_links_sources_and_records(build: Build) -> None:
    out, warnings = build(index="# T\n\n```{gist-bibliography}\n```")
    page = (out / "index.html").read_text(encoding="utf-8")
    assert warnings == ""
    assert page.index("Agency") < page.index("Doe J et al. Long or short. J Trials 2012.")
    assert "book/evidence/adjuvant.html#ev-trial_rfs" in page


def test_records_of_one_paper_share_an_entry(records: dict[str, _ledger.Record]) -> None:
    twin = _ledger_load.parse_record({**TRIAL, "id": "trial_os", "endpoint": "OS"}, "test.yaml")
    found = bibliography.entries([*records.values(), twin])
    assert [[record.id for record in entry.records] for entry in found] == [
        ["old_rule"],
        ["trial_rfs", "trial_os"],
    ]


def test_the_table_of_records_escapes_text_and_marks_its_facets(records: dict[str, _ledger.Record]) -> None:
    table = evidence_pages.table_html(records.values(), "book/evidence/index.html")
    assert 'href="adjuvant.html#ev-trial_rfs"' in table
    assert "Three years &lt;beat&gt; one &amp; held." in table
    assert table.count("data-facet") == 4
    assert table.count('role="row"') == 1 + len(records)


def test_headings_of_records_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    twins = {
        name: _ledger_load.parse_record({**TRIAL, "id": name}, "test.yaml") for name in ("trial_a", "trial_b")
    }
    monkeypatch.setattr(words, "ledger", lambda: twins)
    words._titles.cache_clear()
    assert {words.title(record) for record in twins.values()} == {
        "Trial: RFS (trial a)",
        "Trial: RFS (trial b)",
    }
    words._titles.cache_clear()


def test_formulas_are_mathml_without_a_script(build: Build) -> None:
    page = (build(index="# T\n\nDose $a^2$.\n\n$$c = d$$")[0] / "index.html").read_text(encoding="utf-8")
    assert page.count("<math") == 2
    assert "<msup>" in page
    assert not re.search(r"<script[^>]*mathjax", page, re.I)


def test_two_drawings_on_a_page_share_no_id() -> None:
    svg = (
        '<svg aria-labelledby="t"><title id="t">x</title><defs><g id="c"/></defs>'
        '<use href="#c"/><g clip-path="url(#c)"/></svg>'
    )
    first, second = outputs.private_ids(svg), outputs.private_ids(svg.replace(">x<", ">y<"))
    ids = [set(re.findall(r'\bid="([^"]+)"', text)) for text in (first, second)]
    assert len(ids[0]) == 2
    assert not ids[0] & ids[1]
    name = next(found for found in ids[0] if found.endswith("-c"))
    assert f'href="#{name}"' in first
    assert f"url(#{name})" in first


def test_web_addresses_in_running_text_become_links_that_end_before_the_full_stop() -> None:
    parts = words.linked("PDQ of 2024, copy of https://www.cancer.gov/types, seen.")
    assert [part["refuri"] for part in parts if isinstance(part, nodes.reference)] == [
        "https://www.cancer.gov/types"
    ]
    assert "".join(part.astext() for part in parts) == "PDQ of 2024, copy of cancer.gov/types, seen."


def test_a_claim_and_each_form_share_the_anchor_of_their_value() -> None:
    assert links.anchor("ev:trial.rfs@54m?as=ci") == "ev-trial.rfs@54m"
    assert links.anchor("trial") == "ev-trial"


def test_the_root_page_forwards_under_a_policy(build: Build, tmp_path: Path) -> None:
    page = bridge.with_policy(root_page._PAGE.format(target="book/index.html", title="T"))
    assert "url=book/index.html" in page
    assert "default-src 'self'" in page


def test_a_simulator_that_does_not_exist_is_named_with_those_that_do(build: Build) -> None:
    _, warnings = build(index="# T\n\n```{gist-simulator} risc\n```")
    assert "unknown simulator 'risc'; expected one of" in warnings


def test_labels_name_the_source(records: dict[str, _ledger.Record]) -> None:
    assert ev_links.label("trial_rfs.rfs.long", "65.6%") == "65.6%, evidence: Trial"
