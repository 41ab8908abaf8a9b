"""Static files of the site made from the package: the portable Python with its data, and the evidence cards.

Classic scripts that set one global each, so that a copy opened from a folder works without a server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gist_edu import evidence, simulators
from gist_edu._data import PACKAGE, addresses, simulator_data
from gist_edu._ledger import ledger, walk_values
from gist_edu._site import links

PORTABLE = ("models", "simulators")
_JOIN = '((r,v)=>{const c={...r};for(const a in v)c[a]={...r[a.split(".")[0]],...v[a]};return c})'


def data(name: str) -> dict[str, Any]:
    """The data bundle of a simulator (see ``gist_edu._data``)."""
    return simulator_data(name)


def python_files(root: Path = PACKAGE) -> dict[str, str]:
    """Path -> source of everything the browser's Python needs; the package's own ``__init__`` is empty there."""
    files = {"gist_edu/__init__.py": ""}
    for folder in PORTABLE:
        for path in sorted((root / folder).glob("*.py")):
            files[f"gist_edu/{folder}/{path.name}"] = path.read_text(encoding="utf-8")
    return files


def script() -> str:
    """``gist-python.js``: sources, data and evidence links of all simulators."""
    names = simulators.names()
    hrefs = {address: links.href(address) for name in names for address in sorted(addresses(name))}
    return _assign(
        "GIST_PYTHON", {"files": python_files(), "data": {n: _compact(data(n)) for n in names}, "hrefs": hrefs}
    )


def cards() -> str:
    """``gist-cards.js``: one card for each address that can be linked, with and without its default data cut.

    A value's card repeats most of its record's, so the file holds what differs and a line of script puts them together.
    """
    records = ledger()
    of_records = {record_id: evidence.card(record_id).fields() for record_id in records}
    of_values: dict[str, dict[str, Any]] = {}
    for record, value in walk_values(records.values()):
        common, card = of_records[record.id], evidence.card(value.address).fields()
        of_values[value.address] = {key: text for key, text in card.items() if text != common[key]}
        if record.default_cut and value.key.endswith("@" + record.default_cut):
            of_values[value.address.partition("@")[0]] = of_values[value.address]
    return f"globalThis.GIST_CARDS={_JOIN}({_compact(of_records)},{_compact(of_values)});\n"


def _compact(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _assign(name: str, content: Mapping[str, Any]) -> str:
    return f"globalThis.{name}={_compact(content)};\n"
