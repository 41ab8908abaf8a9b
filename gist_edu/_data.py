"""The data bundle of a simulator: its YAML and the ledger values it points to, as plain JSON."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gist_edu._ledger import DATA, LedgerError, resolve

PACKAGE = Path(__file__).parent
# simulator -> (data files below data/, portable modules that may name evidence)
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "risk": (
        ("risk.yaml",),
        ("models/risk.py", "simulators/risk.py", "simulators/risk_answer.py", "simulators/risk_advice.py"),
    ),
}
_ADDRESS = re.compile(r"ev:([a-z][a-z0-9_.]*[a-z0-9](?:@[a-z0-9_]+)?)")


def addresses(name: str) -> dict[str, str]:
    """Every ``ev:`` address a simulator names -> the file that names it first."""
    files, modules = PARTS[name]
    found: dict[str, str] = {}
    for path in [*(DATA / file for file in files), *(PACKAGE / module for module in modules)]:
        for address in _ADDRESS.findall(path.read_text(encoding="utf-8")):
            found.setdefault(address, path.name)
    return found


def entry(address: str, named_in: str) -> dict[str, Any]:
    """Text, short source name and bare number of an address; a wrong address names the file that holds it."""
    try:
        link = resolve(address)
    except LedgerError as error:
        raise LedgerError(f"{named_in}: {error}") from error
    value = link.value
    if value is not None and value.verified == "memory":
        return {"text": value.format("unverified"), "short": link.record.short, "value": _bare(value.value)}
    return {"text": link.text or "", "short": link.record.short, "value": _bare(value.value) if value else None}


def _bare(value: object) -> float | int | None:
    return value if isinstance(value, (int, float)) else None


@cache
def _json(name: str) -> str:
    files, _ = PARTS[name]
    data: dict[str, Any] = {
        Path(file).stem: yaml.safe_load((DATA / file).read_text(encoding="utf-8")) for file in files
    }
    data["ev"] = {address: entry(address, source) for address, source in sorted(addresses(name).items())}
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def simulator_data(name: str) -> dict[str, Any]:
    """A fresh copy of the bundle of simulator ``name``; an unknown name lists the known ones."""
    if name not in PARTS:
        raise ValueError(f"There is no simulator {name!r}; choose one of: {', '.join(PARTS)}.")
    data: dict[str, Any] = json.loads(_json(name))
    return data
