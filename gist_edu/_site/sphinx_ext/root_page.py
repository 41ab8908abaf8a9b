"""The page at the root of the site: it forwards to the welcome page, under the same policy as all others."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from gist_edu._site import bridge

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="refresh" content="0; url={target}" />
<link rel="icon" href="_static/gist-mark.svg" /><title>{title}</title></head>
<body><main><h1>{title}</h1><p><a href="{target}">Open the book</a></p></main></body></html>
"""


def write(app: Sphinx, error: Exception | None) -> None:
    """Write ``index.html`` unless the book's own first page already is the root."""
    if error is not None or app.builder.format != "html" or app.config.root_doc == "index":
        return
    target = app.builder.get_target_uri(app.config.root_doc)
    page = _PAGE.format(target=target, title=bridge.escape(app.config.html_title))
    Path(app.outdir, "index.html").write_text(bridge.with_policy(page), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Before the table-of-contents extension, which would write a page without a policy."""
    app.connect("build-finished", write, priority=100)
