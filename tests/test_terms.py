"""Words of the glossary in the text: marked once in each part, quietly, and only where a reader needs it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from conftest import TRIAL
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gist_edu import _glossary, _ledger, _ledger_load
from gist_edu._site import bundle_terms

CONF = """
extensions = ["myst_nb", "gist_edu._site.sphinx_ext.ev_links", "gist_edu._site.sphinx_ext.glossary"]
html_theme = "basic"
myst_url_schemes = {"http": None, "https": None, "ev": None}
nb_execution_mode = "off"
"""
TERMS = """
- {term: RFS, full: recurrence-free survival, kind: abbreviation, expand: true, meaning: Time alive without relapse.}
- {term: KIT, kind: gene, meaning: A receptor & its gene.}
- {term: exon, kind: word, also: [exons], meaning: A stretch of a gene.}
- {term: SSG XXII, kind: name, meaning: A trial.}
- {term: JSON, full: JavaScript object notation, kind: computing, meaning: A text format.}
"""
Build = Callable[..., tuple[Path, str]]


@pytest.fixture(autouse=True)
def terms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[_glossary.Term, ...]:
    """A small glossary, and one known record, wherever the builder's tools look them up."""
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    found = _glossary.glossary(tmp_path / "terms.yaml")
    monkeypatch.setattr(_glossary, "glossary", lambda: found)
    monkeypatch.setattr(bundle_terms, "glossary", lambda: found)
    records = {"trial_rfs": _ledger_load.parse_record(TRIAL, "test.yaml")}
    monkeypatch.setattr(_ledger, "ledger", lambda: records)
    return found


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build pages ``{name: text}``, beside a glossary unless that is False: the output folder, and all warnings."""

    def run(glossary: bool = True, **pages: str) -> tuple[Path, str]:
        root = tmp_path / "src"
        root.mkdir(exist_ok=True)
        (root / "conf.py").write_text(CONF, encoding="utf-8")
        defaults = {"index": "# Start"}
        if glossary:
            defaults["book__glossary"] = "# Glossary\n\n```{gist-glossary}\n```"
        for name, text in {**defaults, **pages}.items():
            path = root / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".md").write_text("---\norphan: true\n---\n" + text, encoding="utf-8")
        warnings = StringIO()
        with patch_docutils(), docutils_namespace():
            Sphinx(root, root, tmp_path / "out", tmp_path / "tree", "html", status=None, warning=warnings).build()
        return tmp_path / "out", warnings.getvalue()

    return run


def page(build: Build, text: str, name: str = "book__page") -> str:
    out, warnings = build(**{name: text})
    assert warnings == ""
    return (out / f"{name.replace('__', '/')}.html").read_text(encoding="utf-8")


def marks(html: str) -> list[str]:
    return re.findall(r'<a class="gist-term"[^>]*>(.*?)</a>', html)


def test_a_mark_leads_to_the_glossary_without_a_script(build: Build) -> None:
    html = page(build, "# T\n\nThe KIT receptor.", "notebooks__deep")
    assert '<a class="gist-term" data-term="KIT" href="../book/glossary.html#term-kit">KIT</a>' in html


def test_the_first_use_in_each_part_is_marked(build: Build) -> None:
    html = page(build, "# T\n\nKIT, again KIT.\n\n## A\n\nHere KIT.\n\n### B\n\nStill KIT.\n\n## C\n\nAgain KIT.")
    assert marks(html) == ["KIT"] * 3
    assert "Here <a " in html
    assert "Still KIT" in html


def test_other_forms_and_the_beginning_of_a_sentence_count_as_the_same_word(build: Build) -> None:
    html = page(build, "# T\n\nExons are numbered. An exon is a stretch.")
    assert marks(html) == ["Exons"]
    assert 'data-term="exon"' in html


def test_parts_of_other_words_are_not_marked(build: Build) -> None:
    html = page(build, "# T\n\nKITTEN, anti-KIT, KIT-mutant tumours, SSG XXIII.\n\n## B\n\nThe SSG XXII trial.")
    assert marks(html) == ["KIT", "SSG XXII"]
    assert "KIT</a>-mutant" in html


@pytest.mark.parametrize(
    "text",
    [
        "## The KIT receptor",
        "See [KIT here](https://example.org).",
        "Type `KIT` or\n\n```\nKIT\n```",
        '<p class="raw">KIT</p>',
        "[KIT mutants](ev:trial_rfs) did well.",
        "```{admonition} KIT\nText.\n```",
        "Recurrence-free survival (RFS) is counted in years.",
        "RFS (recurrence-free survival) is counted in years.",
        "Data are JSON.",
        "| KIT |\n|---|\n| x |",
    ],
)
def test_where_a_mark_would_disturb_there_is_none(build: Build, text: str) -> None:
    assert marks(page(build, f"# KIT\n\n{text}")) == []


def test_two_marks_never_stand_side_by_side(build: Build) -> None:
    assert marks(page(build, "# T\n\nA KIT exon, and then another exon.")) == ["KIT", "exon"]
    assert marks(page(build, "# T\n\n*KIT* exon.\n\nExon KIT.")) == ["KIT", "Exon"]
    assert marks(page(build, "# T\n\nA KIT.\n\nExon eleven.")) == ["KIT", "Exon"]  # two paragraphs are no neighbours


def test_the_expansion_is_passed_over_and_the_next_use_is_marked(build: Build) -> None:
    html = page(build, "# T\n\nRecurrence-free survival (RFS) is counted. Later RFS fell.")
    assert "(RFS)" in html
    assert marks(html) == ["RFS"]


@pytest.mark.parametrize("name", ["book__evidence__risk", "book__bibliography", "book__changes", "index", "course"])
def test_generated_pages_and_pages_outside_the_book_have_no_marks(build: Build, name: str) -> None:
    assert marks(page(build, "# T\n\nThe KIT receptor.", name)) == []


def test_lessons_are_marked_too_and_stored_outputs_are_not(build: Build, tmp_path: Path) -> None:
    output = nbformat.v4.new_output("execute_result", {"text/plain": "KIT", "text/html": "<p>KIT</p>"})
    cells = [
        nbformat.v4.new_markdown_cell("# T\n\nText."),
        nbformat.v4.new_code_cell("KIT", outputs=[output]),
        nbformat.v4.new_markdown_cell("The KIT receptor."),
    ]
    folder = tmp_path / "src" / "notebooks"
    folder.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "lesson.ipynb")
    out, _ = build()
    html = (out / "notebooks/lesson.html").read_text(encoding="utf-8")
    assert marks(html) == ["KIT"]
    assert "<p>KIT</p>" in html


def test_the_glossary_lists_all_words_with_anchors_and_marks_none(build: Build) -> None:
    out, warnings = build()
    html = (out / "book/glossary.html").read_text(encoding="utf-8")
    assert warnings == ""
    anchors = re.findall(r'<dt id="term-([^"]+)">', html)
    assert anchors == ["exon", "json", "kit", "rfs", "ssg-xxii"]
    assert "recurrence-free survival" in html
    assert "A receptor &amp; its gene." in html
    assert marks(html) == []


def test_without_a_glossary_page_nothing_is_marked(build: Build) -> None:
    out, _ = build(glossary=False, book__page="# T\n\nThe KIT receptor.")
    assert marks((out / "book/page.html").read_text(encoding="utf-8")) == []


def test_the_script_holds_what_each_marked_word_means() -> None:
    script = bundle_terms.terms()
    assert script.startswith("globalThis.GIST_TERMS={")
    found = json.loads(script.removeprefix("globalThis.GIST_TERMS=").rstrip().removesuffix(";"))
    assert found["RFS"] == {"full": "recurrence-free survival", "meaning": "Time alive without relapse."}
    assert found["KIT"]["full"] == ""
    assert "JSON" not in found
