"""What the variant reader takes along of the data files: the fields it shows or reads, and no more.

The files hold more for other readers of theirs: the board of drugs, the receptor, the checkers.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from gist_edu._types import Json

# (path to a list of entries, fields that only others read)
NOT_SHOWN: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("drugs", "kinds"), ("means", "fits")),
    (("drugs", "drugs"), ("labels",)),
    (("drugs", "classes"), ("group", "board")),
    (("genes", "genes"), ("sequence_sha256",)),
    (("genes", "genes", "bases"), ("checked",)),
    (("genes", "genes", "domains"), ("edges",)),
)


def slimmed(data: Json) -> Json:
    """A copy of the reader's files without the fields it never looks at."""
    found = copy.deepcopy(data)
    found["drugs"].pop("groups")
    for path, fields in NOT_SHOWN:
        for entry in _entries(found, path):
            for field in fields:
                entry.pop(field, None)
    return found


def _entries(data: Any, path: tuple[str, ...]) -> list[dict[str, Any]]:
    entries = [data]
    for key in path:
        entries = [one for entry in entries for one in (entry[key] if isinstance(entry[key], list) else [entry[key]])]
    return entries


def links_used(data: Json, named: Mapping[str, str]) -> Json:
    """Text and source of the addresses that are still named in data or code; the reader reckons with no number."""
    texts = json.dumps({key: data[key] for key in data if key != "ev"})
    return {
        address: {"text": entry["text"], "short": entry["short"]}
        for address, entry in data["ev"].items()
        if f"ev:{address})" in texts or f"ev:{address}?" in texts or named[address].endswith(".py")
    }
