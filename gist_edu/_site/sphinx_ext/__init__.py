"""Sphinx extension of the book: evidence links and pages, simulators, assets, formulas.

Each part lives in its own module with a ``setup(app)``; this one only joins them.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from gist_edu._site.sphinx_ext import (
    assets,
    bibliography,
    ev_links,
    evidence_pages,
    formulas,
    root_page,
    simulator,
)

PARTS = (assets, bibliography, ev_links, evidence_pages, formulas, root_page, simulator)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all parts."""
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
