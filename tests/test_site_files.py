"""Files for hosts: one policy that fits all pages, checksums that hold, and no kind of file that nobody named."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import browser
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from gist_edu._site import bridge
from gist_edu._site.sphinx_ext import site_files
from gist_edu._site.sphinx_ext.site_files import HEADER, SIZES, SUMS

ROOT = Path(__file__).resolve().parents[1]
NEVER_WRITTEN = {"pst_banner_pref", "pst_announcement_banner_pref"}  # the book shows no banner
CONF = """
extensions = ["myst_nb", "gist_edu._site.sphinx_ext.site_files"]
template_bridge = "gist_edu._site.bridge.Bridge"
html_theme = "alabaster"
html_permalinks = False
"""


def page(*scripts: str) -> str:
    inline = "".join(f"<script>{script}</script>" for script in scripts)
    return bridge.with_policy(f"<!DOCTYPE html><head>{bridge.CHARSET}</head><body>{inline}</body>")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two pages with different scripts, a template that is no page, and a file for the machine only."""
    files = {
        "index.html": page("one()", "both()"),
        "book/a.html": page("two()", "both()"),
        "_static/macros.html": "<p>no policy: no page</p>",
        "_static/a.js": "let a;",
        ".buildinfo": "of this machine",
    }
    for name, text in files.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "site"


def app_of(site: Path) -> Any:
    class App:
        outdir = str(site)

        class builder:
            format = "html"

    return App()


def accepted(header: str, policy: str) -> bool:
    """Whether all that a page's own policy allows is allowed by the header."""
    allowed = site_files.rules(header)
    return all(sources <= allowed[name] for name, sources in site_files.rules(policy).items())


def check_sums(site: Path) -> subprocess.CompletedProcess[str]:
    command = ["sha256sum", "-c", "--strict", "--quiet", SUMS]
    return subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)


needs_sha256sum = pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not on this machine")


# ---------------------------------------------------------------- policy


def test_one_header_accepts_every_page_and_no_other_script(site: Path) -> None:
    site_files.write(app_of(site), None)
    line = (site / HEADER).read_text(encoding="utf-8")
    name, _, header = line.rstrip("\n").partition(": ")
    assert name == "Content-Security-Policy"
    assert line.count("\n") == 1
    policies = list(site_files.policies(site))
    assert len(policies) == 2
    assert all(accepted(header, policy) for policy in policies)
    scripts = site_files.rules(header)["script-src"]
    assert scripts == {"'self'", "'wasm-unsafe-eval'", *map(bridge.script_hash, ("one()", "two()", "both()"))}
    assert header.endswith("; frame-ancestors 'self'")


def test_neither_page_accepts_the_scripts_of_the_other(site: Path) -> None:
    first, second = site_files.policies(site)
    assert not accepted(first, second)  # so the test above can fail


def test_nothing_is_allowed_beside_none_and_self_comes_first() -> None:
    found = site_files.united(["object-src 'none'; img-src 'self'", "object-src 'self'; img-src data: 'self'"])
    assert found == "object-src 'self'; img-src 'self' data:; frame-ancestors 'self'"
    assert site_files.united(["object-src 'none'"]).startswith("object-src 'none';")


def test_a_page_without_a_policy_is_named(site: Path) -> None:
    (site / "book/bare.html").write_text("<p>bare</p>", encoding="utf-8")
    with pytest.raises(ValueError, match=r"book/bare\.html has no Content-Security-Policy"):
        site_files.write(app_of(site), None)


def test_pages_whose_policies_have_different_rules_have_no_common_header() -> None:
    with pytest.raises(ValueError, match="the same rules on all pages"):
        site_files.united(["img-src 'self'", "font-src 'self'"])
    with pytest.raises(ValueError, match="the same rules on all pages"):
        site_files.united([])


# ---------------------------------------------------------------- checksums, kinds and sizes


@needs_sha256sum
def test_checksums_hold_until_a_file_changes(site: Path) -> None:
    site_files.write(app_of(site), None)
    assert check_sums(site).returncode == 0
    (site / "_static/a.js").write_text("let b;", encoding="utf-8")
    changed = check_sums(site)
    assert changed.returncode == 1
    assert "_static/a.js: FAILED" in changed.stdout


def test_checksums_name_every_file_but_their_own_list_sorted_and_the_same_again(site: Path) -> None:
    site_files.write(app_of(site), None)
    first = (site / SUMS).read_bytes()
    names = [line.partition("  ")[2] for line in first.decode().splitlines()]
    assert names == ["_static/a.js", "_static/macros.html", "book/a.html", HEADER, "index.html", SIZES]
    site_files.write(app_of(site), None)
    assert (site / SUMS).read_bytes() == first


def test_sizes_add_up(site: Path) -> None:
    site_files.write(app_of(site), None)
    lines = [line.split() for line in (site / SIZES).read_text(encoding="utf-8").splitlines()]
    counts = {line[0]: int(line[-2]) for line in lines[1:]}
    assert counts == {"html": 3, "js": 1, "txt": 1, "all": 5}


def test_a_kind_of_file_that_nobody_named_is_a_warning(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "_static/film.mp4").write_bytes(b"film")
    said: list[str] = []
    monkeypatch.setattr(site_files.log, "warning", lambda text, *args: said.append(text % args))
    site_files.write(app_of(site), None)
    assert said == ["_static/film.mp4: add its ending to TYPES in site_files.py, so that hosts know it"]


def test_a_failed_build_writes_nothing(site: Path) -> None:
    site_files.write(app_of(site), ValueError("the build failed"))
    assert not any((site / name).exists() for name in (HEADER, SIZES, SUMS))


@needs_sha256sum
def test_the_files_are_written_after_all_others_of_a_build(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(
        CONF + "def setup(app):\n    from pathlib import Path\n"
        "    late = lambda app, error: Path(app.outdir, 'late.txt').write_text('late')\n"
        "    app.connect('build-finished', late)\n", encoding="utf-8")  # registered after ours, as themes do
    (tmp_path / "index.md").write_text("# T\n\n```{gist-file-types}\n```\n", encoding="utf-8")
    warnings = StringIO()
    with patch_docutils(), docutils_namespace():
        Sphinx(tmp_path, tmp_path, tmp_path / "out", tmp_path / "tree", "html", status=None, warning=warnings).build()
    assert warnings.getvalue() == ""
    assert "late.txt" in (tmp_path / "out" / SUMS).read_text(encoding="utf-8")
    assert check_sums(tmp_path / "out").returncode == 0
    assert "text/javascript" in (tmp_path / "out/index.html").read_text(encoding="utf-8")


# ---------------------------------------------------------------- what IT is told


def test_every_storage_key_of_the_sources_is_on_the_page_for_it() -> None:
    told = (ROOT / "book/it.md").read_text(encoding="utf-8")
    store = (ROOT / "gist_edu/_site/web/src/store.ts").read_text(encoding="utf-8")
    keys = re.findall(r'"(gist-edu\.[\w.-]+)"', store)
    assert len(keys) == 3
    assert [key for key in keys if f"`{key}`" not in told] == []


class TestBuiltSite:
    """The same on the book itself."""

    @pytest.fixture
    def book(self) -> Path:
        return browser.built_site()

    def test_the_header_accepts_every_page(self, book: Path) -> None:
        header = (book / HEADER).read_text(encoding="utf-8").strip().removeprefix("Content-Security-Policy: ")
        policies = list(site_files.policies(book))
        assert len(policies) > 20
        assert all(accepted(header, policy) for policy in policies)
        assert "unsafe-inline" not in " ".join(site_files.rules(header)["script-src"])

    @needs_sha256sum
    def test_the_checksums_hold(self, book: Path) -> None:
        assert check_sums(book).returncode == 0

    def test_scripts_keep_nothing_that_the_page_for_it_does_not_name(self, book: Path) -> None:
        told = (ROOT / "book/it.md").read_text(encoding="utf-8")
        pattern = re.compile(r"""(?:local|session)Storage\.setItem\(\s*["']([^"']+)["']""")
        code = [path.read_text(encoding="utf-8") for path in book.rglob("*.js")]
        keys = {key for text in code for key in pattern.findall(text)}
        assert {"mode", "theme"} <= keys
        assert [key for key in sorted(keys - NEVER_WRITTEN) if f"`{key}`" not in told] == []
