"""``gist-terms.js``: what each marked word means, loaded when the first of them is opened."""

from __future__ import annotations

import json

from gist_edu._glossary import glossary


def terms() -> str:
    """Script that sets ``GIST_TERMS``: word -> what the letters stand for, and meaning."""
    found = {entry.term: {"full": entry.full, "meaning": entry.meaning} for entry in glossary() if entry.marked}
    return f"globalThis.GIST_TERMS={json.dumps(found, ensure_ascii=False, separators=(',', ':'))};\n"
