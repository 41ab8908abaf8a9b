"""What each stain shows in GIST and its look-alikes: the call, the share behind it, and where that was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gist_edu import _yaml, evidence
from gist_edu._ledger import DATA, resolve

if TYPE_CHECKING:
    import pandas as pd

MOSTLY, RARELY = 0.75, 0.25  # of tumours: from here on a stain counts as positive, up to here as negative
UNKNOWN, DISAGREE = "not seen by us", "sources disagree"
_SDHB_CALLS = {"positive": "lost", "negative": "kept"}  # its share counts the tumours that have lost it


@dataclass(frozen=True)
class Cell:
    """One stain of one tumour: what to expect, and the evidence for it."""

    tumour: str
    stain: str
    call: str
    addresses: tuple[str, ...]

    def shown(self) -> str:
        """The share behind the call; empty where the source gives words only."""
        return ", ".join(evidence.card(address).fields()["text"] or "" for address in self.addresses)


@dataclass(frozen=True)
class StainTable:
    """Stains by tumour, each cell with its evidence: it prints as text and draws itself with links."""

    cells: tuple[Cell, ...]

    def rows(self) -> list[dict[str, str]]:
        return [_row(cell) for cell in self.cells]

    def frame(self) -> pd.DataFrame:
        """One row for each tumour and stain."""
        import pandas as pd

        return pd.DataFrame(self.rows(), dtype="string")

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row.values()) for row in self.rows())

    def _repr_html_(self) -> str:
        rows = [(*list(row.values())[:3], _links(cell)) for row, cell in zip(self.rows(), self.cells, strict=True)]
        columns = ("tumour", "stain", "what to expect", "evidence")
        return evidence.html_table("Stains, and what they rest on", columns, rows, markup=True)


def _row(cell: Cell) -> dict[str, str]:
    sources = [resolve(address).record.short for address in cell.addresses]
    return {"tumour": names()[cell.tumour], "stain": cell.stain, "what to expect": cell.call,
            "share": cell.shown(), "source": "; ".join(sources)}


def _links(cell: Cell) -> str:
    found = [f"{evidence.card(address).anchor()}, {resolve(address).record.short}" for address in cell.addresses]
    return "; ".join(found) or "evidence: none"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = _yaml.load((DATA / "stains.yaml").read_text(encoding="utf-8"))
    return data


def names() -> dict[str, str]:
    """Name of each tumour, by the word to ask for it."""
    return {tumour["id"]: tumour["name"] for tumour in _data()["tumours"]}


def stain_names() -> dict[str, str]:
    """Full name of each stain, in the order in which they are shown."""
    return {stain["id"]: stain["name"] for stain in _data()["stains"]}


def cells_of(tumour: str) -> list[Cell]:
    """All stains of one tumour, those without evidence included; an unknown tumour lists the known ones."""
    entry = next((one for one in _data()["tumours"] if one["id"] == tumour), None)
    if entry is None:
        raise ValueError(f"No stains are known for {tumour!r}. Choose from: {', '.join(names())}.")
    return [_cell(tumour, stain, entry["cells"].get(stain, {})) for stain in stain_names()]


def _cell(tumour: str, stain: str, raw: Mapping[str, str]) -> Cell:
    addresses = tuple(raw[key] for key in ("address", "against") if key in raw)
    return Cell(tumour, stain, raw.get("call") or _call(stain, addresses), addresses)


def _call(stain: str, addresses: Sequence[str]) -> str:
    """The call that the shares give: two that differ are left as they are, never averaged."""
    found = {_reading(_share(address)) for address in addresses}
    if not found:
        return UNKNOWN
    call = found.pop() if len(found) == 1 else DISAGREE
    return _SDHB_CALLS.get(call, call) if stain == "SDHB" else call


def _share(address: str) -> float:
    value = resolve(address).value
    if value is None:
        raise ValueError(f"stains.yaml: '{address}' is no share; name a value, or type the call.")
    return evidence.value(address) / (value.of or 100)


def _reading(share: float) -> str:
    return "positive" if share >= MOSTLY else "negative" if share <= RARELY else "varies"


def stain_table(*tumours: str) -> StainTable:
    """The stains of these tumours with their evidence; without a name, of all that the book knows."""
    chosen = tumours or tuple(names())
    return StainTable(tuple(cell for tumour in chosen for cell in cells_of(tumour)))


def stain_calls(*tumours: str) -> pd.DataFrame:
    """What to expect, tumours down and stains across: the table to reason with."""
    import pandas as pd

    chosen = tumours or tuple(names())
    rows = {tumour: {cell.stain: cell.call for cell in cells_of(tumour)} for tumour in chosen}
    return pd.DataFrame.from_dict(rows, orient="index")
