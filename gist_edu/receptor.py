"""The receptor in tables: its parts, the exons where mutations sit, its key residues, and which drug still fits.

All of it is worked out from ``data/genes.yaml`` and ``data/receptor.yaml``; the simulator ``receptor`` tells the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gist_edu import _data
from gist_edu.models import genes
from gist_edu.simulators import receptor_map, receptor_pocket

if TYPE_CHECKING:
    import pandas as pd


def _bundle() -> dict[str, Any]:
    return _data.simulator_data("receptor")


def _known(gene: str) -> str:
    symbol = gene.strip().upper()
    if symbol not in genes.SYMBOLS:
        raise ValueError(f"The book draws two receptors, {' and '.join(genes.SYMBOLS)}; got {gene!r}.")
    return symbol


def _span(first: int, last: int) -> str:
    return f"{first}-{last}"


# ---------------------------------------------------------------- maps


def sequence(gene: str = "KIT") -> str:
    """The receptor written out, one letter a residue: to follow the instruction of a variant name by hand."""
    return str(genes.model(_bundle()["genes"], _known(gene))["sequence"])


def parts(gene: str = "KIT") -> pd.DataFrame:
    """The parts of the receptor from outside to inside: codons, exons, and what is found changed there."""
    import pandas as pd

    data, symbol = _bundle(), _known(gene)
    rows = {}
    for part in data["receptor"]["parts"]:
        rows[part["name"]] = {
            "codons": _span(*receptor_map.codons(data, symbol, part)),
            "exons": ", ".join(map(str, receptor_map.exons(data, symbol, part))),
            "changes": "; ".join(site["name"] for site in receptor_map.sites(data, symbol, part["id"])),
        }
    return pd.DataFrame.from_dict(rows, orient="index", dtype="string")


def exons(gene: str = "KIT") -> pd.DataFrame:
    """The exons that a GIST panel reads: their codons, what they are known for, and all parts that they reach."""
    import pandas as pd

    data, symbol = _bundle(), _known(gene)
    model = genes.model(data["genes"], symbol)
    rows = {}
    for spot in model["hot_spots"]:
        first, last = genes.exon_codons(model, spot["exon"]) or (0, 0)
        reached = [part["short"] for part in data["receptor"]["parts"]
                   if spot["exon"] in receptor_map.exons(data, symbol, part)]
        rows[spot["exon"]] = {"codons": _span(first, last), "known for": spot["what"], "reaches": ", ".join(reached)}
    return pd.DataFrame.from_dict(rows, orient="index", dtype="string").rename_axis("exon")


def residues(*codons: int, gene: str = "KIT") -> pd.DataFrame:
    """Key residues: exon, role, and the same place in the other receptor. Without codons, all that the book knows."""
    import pandas as pd

    data, symbol = _bundle()["genes"], _known(gene)
    model = genes.model(data, symbol)
    chosen = codons or tuple(row["codon"] for row in model["residues"])
    rows = {f"{genes.residue(model, codon)}{codon}": _residue(data, symbol, codon) for codon in chosen}
    return pd.DataFrame.from_dict(rows, orient="index", dtype="string")


def _residue(data: dict[str, Any], symbol: str, codon: int) -> dict[str, str]:
    model = genes.model(data, symbol)
    if not 1 <= codon <= len(model["sequence"]):
        raise ValueError(f"{symbol} has codons 1 to {len(model['sequence'])}; got {codon}.")
    twin, role = genes.equivalent(data, symbol, codon), genes.role_of(model, codon) or {}
    doubt = " (unverified)" if role.get("verified") == "memory" else ""
    return {"exon": "/".join(map(str, genes.exons_of(model, codon))), "part": genes.domain_of(model, codon) or "",
            "role": role.get("role", "") + doubt,
            "same place": f"{twin['gene']} {twin['residue']}{twin['codon']}" if twin else "none known"}


# ---------------------------------------------------------------- drugs


@dataclass(frozen=True)
class Fit:
    """Whether a drug still fits the changed receptor, and how that was seen."""

    drug: str
    change: str
    verdict: str
    seen: str

    def __repr__(self) -> str:
        return f"{self.drug} and {self.change}: {self.verdict}. {self.seen}"


def fit(drug: str, change: str) -> Fit:
    """The model's answer for a drug (imatinib, sunitinib, ripretinib, avapritinib) and a change such as "d842v"."""
    told = _bundle()["receptor"]
    for name, given, kind in (("drug", drug, "drugs"), ("change", change, "changes")):
        known = [entry["id"] for entry in told[kind]]
        if given not in known:
            raise ValueError(f"There is no {name} {given!r} in this model; choose one of: {', '.join(known)}.")
    return _fit(told, drug, change)


def _fit(told: dict[str, Any], drug: str, change: str) -> Fit:
    found = receptor_pocket.fit({"receptor": told}, drug, change)
    name = receptor_pocket.entry({"receptor": told}, "changes", change)["name"]
    return Fit(drug, name, told["verdicts"][found["verdict"]].lower(), told["seen"][found["seen"]])


def fits() -> pd.DataFrame:
    """All drugs by all changes: a model of binding, no advice which drug to give."""
    import pandas as pd

    told = _bundle()["receptor"]
    rows = {change["name"]: {drug["name"]: _fit(told, drug["id"], change["id"]).verdict for drug in told["drugs"]}
            for change in told["changes"]}
    return pd.DataFrame.from_dict(rows, orient="index", dtype="string")
