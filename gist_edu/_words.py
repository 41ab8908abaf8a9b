"""Small things said the same way everywhere."""

from __future__ import annotations

from datetime import date


def date_in_words(day: date | str) -> str:
    """26 November 2026, from a date or its ISO form."""
    found = day if isinstance(day, date) else date.fromisoformat(day)
    return f"{found.day} {found:%B} {found.year}"
