"""Sphinx extension of the book: evidence and glossary, simulators, pages for courses, assets, formulas.

Each part lives in its own module with a ``setup(app)``; this one only joins them.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from gist_edu._site.sphinx_ext import (
    anchors,
    assets,
    bibliography,
    cases,
    changes,
    course,
    discussion,
    drug_cards,
    ev_links,
    evidence_pages,
    formulas,
    glossary,
    guidelines,
    paths,
    root_page,
    simulator,
    site_files,
    trial_cards,
)

PARTS = (
    anchors,
    assets,
    bibliography,
    cases,
    changes,
    course,
    discussion,
    drug_cards,
    ev_links,
    evidence_pages,
    formulas,
    glossary,
    guidelines,
    paths,
    root_page,
    simulator,
    site_files,
    trial_cards,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register all parts."""
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
