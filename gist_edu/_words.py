"""Small things said the same way everywhere."""

from __future__ import annotations

import re
from datetime import date

from gist_edu._ledger import resolve

_LINK = re.compile(r"\]\(ev:([^)\s]+)\)")


def date_in_words(day: date | str) -> str:
    """26 November 2026, from a date or its ISO form."""
    found = day if isinstance(day, date) else date.fromisoformat(day)
    return f"{found.day} {found:%B} {found.year}"


def titled(markdown: str) -> str:
    """Evidence links with the short name of their source, which a screen reader says after the number."""
    return _LINK.sub(lambda match: f'](ev:{match[1]} "{resolve(match[1]).record.short}")', markdown)
