"""Variant names of *KIT* and *PDGFRA*, for lessons: what a line of a report says.

>>> from gist_edu import variants
>>> variants.parse("KIT p.V559del").hgvs_p
'p.V560del'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gist_edu import _variants, _yaml
from gist_edu._ledger import DATA, ledger
from gist_edu._types import Json
from gist_edu.models import hgvs
from gist_edu.models import interpret as models

if TYPE_CHECKING:
    import pandas as pd

VariantError = hgvs.VariantError


@dataclass(frozen=True)
class Variant:
    """What a name means: the one HGVS name of the changed protein, where it lies, and notes in plain sentences.

    ``status`` is variant, class, compound, splice, no_change, unknown_effect or other_gene; ``parts`` has the variants
    of a compound line. What is not known is None.
    """

    status: str
    gene: str | None
    hgvs_p: str | None
    hgvs_p3: str | None
    kind: str | None
    start: int | None
    end: int | None
    exon: int | None
    exons: tuple[int, ...]
    domain: str | None
    change: str | None
    notes: tuple[str, ...]
    parts: tuple[Variant, ...]

    def __repr__(self) -> str:
        if self.parts:
            return " + ".join(map(repr, self.parts))
        exon = f"exon {self.exon}" if self.exon else ""
        name = self.hgvs_p or self.change or self.status.replace("_", " ")
        if self.status == "class":
            return " ".join(filter(None, [self.gene, exon, self.change]))
        return ", ".join(filter(None, [" ".join(filter(None, [self.gene, name])), exon, self.domain]))


@cache
def gene_models() -> Json:
    """``data/genes.yaml``: sequences, exons, domains."""
    models: Json = _yaml.load((DATA / "genes.yaml").read_text(encoding="utf-8"))
    return models


def parse(text: str, gene: str | None = None) -> Variant:
    """Read a variant as reports and papers write it; ``gene`` is used where the line names none.

    Raises ``VariantError`` with a sentence that says what was understood, what was not, and what may have been meant.
    """
    return _variant(hgvs.parse(gene_models(), text, gene))


def _variant(parsed: Json) -> Variant:
    return Variant(
        status=parsed["status"],
        gene=parsed["gene"],
        hgvs_p=parsed["hgvs_p"],
        hgvs_p3=parsed["hgvs_p3"],
        kind=parsed["kind"],
        start=parsed["start"],
        end=parsed["end"],
        exon=parsed["exon"],
        exons=tuple(parsed["exons"]),
        domain=parsed["domain"],
        change=parsed["change"],
        notes=tuple(parsed["notes"]),
        parts=tuple(map(_variant, parsed["parts"])),
    )


# ---------------------------------------------------------------- what it means for five drugs


@dataclass(frozen=True)
class Call:
    """What is known of one drug for this variant: the call, the best kind of evidence, and whose evidence it is.

    ``level`` is "variant" when this very variant was studied, "class" when its exon was. ``md`` is a sentence with
    evidence links, ``records`` names the ledger records behind it. A call never compares drugs, and is no advice.
    """

    drug: str
    call: str
    evidence: str
    level: str
    lines: tuple[str, ...]
    md: str
    disagreement: str | None
    records: tuple[str, ...]

    def __repr__(self) -> str:
        return f"{self.drug}: {self.call} ({self.evidence.replace('_', ' ')}, {self.level})"


@dataclass(frozen=True)
class Interpretation:
    """What a line of a report means: class and role, five drugs, what to ask next, and what the name does not tell."""

    variant: Variant
    class_id: str | None
    class_name: str
    role: str
    drugs: Mapping[str, Call]
    meaning: tuple[str, ...]
    ask: tuple[str, ...]
    not_said: tuple[str, ...]
    frequency: str | None
    addresses: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """How the name was read, then what it means."""
        return self.variant.notes + self.meaning

    def __repr__(self) -> str:
        calls = "; ".join(map(repr, self.drugs.values()))
        return f"{self.variant!r}: {self.class_name}, {self.role.replace('_', ' ')}. {calls}"

    def frame(self) -> pd.DataFrame:
        """One row for each drug: call, kind of evidence, level, line of treatment, sources."""
        import pandas as pd

        records = ledger()
        rows = [
            {
                "drug": call.drug,
                "call": call.call,
                "evidence": call.evidence.replace("_", " "),
                "level": call.level,
                "line": ", ".join(call.lines),
                "sources": "; ".join(dict.fromkeys(records[name].short for name in call.records)),
            }
            for call in self.drugs.values()
        ]
        return pd.DataFrame(rows).set_index("drug")


def interpret(text: str, gene: str | None = None) -> Interpretation:
    """What the variant means for five drugs by published evidence; unknown is an answer. Never a dose, never advice."""
    parsed = hgvs.parse(gene_models(), text, gene)
    found = models.interpret(_data(), parsed)
    return Interpretation(
        variant=_variant(parsed),
        class_id=found["class"],
        class_name=found["class_name"],
        role=found["role"],
        drugs={cell["drug"]: _call(cell) for cell in found["drugs"]},
        meaning=tuple(found["meaning"]),
        ask=tuple(found["ask"]),
        not_said=tuple(found["not_said"]),
        frequency=found["frequency"],
        addresses=tuple(found["addresses"]),
    )


def _call(cell: Json) -> Call:
    return Call(
        drug=cell["drug"],
        call=cell["call"],
        evidence=cell["evidence"],
        level=cell["level"],
        lines=tuple(cell["lines"]),
        md=cell["md"],
        disagreement=cell["disagreement"],
        records=tuple(dict.fromkeys(address.partition(".")[0] for address in models.addresses([cell["md"]]))),
    )


@cache
def _data() -> Json:
    """The checked files, with the ledger's text for every address they name."""
    from gist_edu._data import entry  # the bundles read the question bank, which a parser does not need

    files = _variants.load()
    named = models.addresses(list(_variants.texts(files)))
    return {**files, "genes": gene_models(), "ev": {address: entry(address, "drugs.yaml") for address in named}}
