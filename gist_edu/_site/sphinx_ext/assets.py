"""Scripts and styles of the site, out of the package.

They must not lie in ``book/_static``: Jupyter Book puts each script it finds there on each page. Few
files go on every page (a small script and the styles); the script loads the rest when a page needs it.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from gist_edu._ledger import DATA
from gist_edu._site import bundle, bundle_terms, slimming

SITE = Path(__file__).resolve().parents[1]
PACKAGE = SITE.parent
STATIC = SITE / "static"
DIST = SITE / "web" / "dist"
SERVED = (
    "gist-static.js",
    "gist-runtime.js",
    "gist.css",
)  # of dist; the others are for JupyterLab and the build
ASSET_SOURCES = ("models/*.py", "simulators/*.py", "data/**/*.yaml", "_site/static/*", "_site/web/dist/*")
PAGE_STYLES = ("gist.css", "gist-theme.css")
LEDGER_FILES = sorted((DATA / "evidence").glob("*.yaml"))


def generated(app: Sphinx) -> Path:
    """Build-time folder with what is copied or made for this build."""
    return Path(app.doctreedir) / "gist_static"


def _write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def prepare(app: Sphinx) -> None:
    """Fill the build-time folder and register it; a missing bundle names the command that makes it."""
    folder = generated(app)
    folder.mkdir(parents=True, exist_ok=True)
    for name in SERVED:
        if not (DIST / name).is_file():
            raise FileNotFoundError(f"{DIST / name} is missing; make it with: make web")
        shutil.copy2(DIST / name, folder / name)
    for name, script in bundle.scripts().items():
        _write_if_changed(folder / name, script)
    _write_if_changed(folder / "gist-cards.js", bundle.cards())
    _write_if_changed(folder / "gist-terms.js", bundle_terms.terms())
    app.config.html_static_path += [str(STATIC), str(folder)]
    app.add_js_file("gist-static.js", loading_method="defer")
    for style in PAGE_STYLES:
        app.add_css_file(style, priority=900)


def depend_on_ledger(env: Any) -> None:
    """A page that shows evidence is read again when the ledger changes."""
    for path in LEDGER_FILES:
        env.note_dependency(str(path))


def digest(*patterns: str) -> str:
    """Fingerprint of files of the package."""
    files = sorted(path for pattern in patterns for path in PACKAGE.glob(pattern) if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def slim(app: Sphinx, error: Exception | None) -> None:
    """Drop from the written site what no page loads."""
    if error is None and app.builder.format == "html":
        slimming.slim_static(Path(app.outdir) / "_static")


def setup(app: Sphinx) -> None:
    """Assets, and the option of an extension that is switched off but still asked for."""
    app.add_config_value("comments_config", {}, "")
    # Sphinx copies static files only when it writes a page: what feeds them must count as a change
    app.add_config_value("gist_code", digest("_site/*.py", "_site/sphinx_ext/*.py"), "env")
    app.add_config_value("gist_assets", digest("*.py", *ASSET_SOURCES), "html")
    app.connect("builder-inited", prepare)
    app.connect("build-finished", slim)
