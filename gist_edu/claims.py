"""What is commonly said about imatinib in GIST, judged: what holds, what does not, and what each verdict rests on.

    claims.get("S4")             one claim with its verdict and evidence
    claims.by_theme("genotype")  the claims of one theme, folded
    claims.frame()               all claims as a table
    claims.traffic_line()        yes, ask first, no
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from gist_edu import evidence
from gist_edu._claims import Claim, ClaimError, html, load, plain

if TYPE_CHECKING:
    import pandas as pd

# column -> shape, title and border: three ways to tell them apart without colour
COLUMNS = {"yes": ("✓", "Yes", "solid"), "ask_first": ("?", "Ask first", "dashed"), "no": ("×", "No", "double")}


@dataclass(frozen=True)
class Theme:
    """The claims of one theme: they print as text and fold as HTML."""

    id: str
    title: str
    claims: tuple[Claim, ...]

    def __repr__(self) -> str:
        return "\n".join([self.title, *map(repr, self.claims)])

    def _repr_html_(self) -> str:
        folds = "".join(claim._repr_html_() for claim in self.claims)
        return f'<section class="gist-claims" aria-label="Claims: {escape(self.title)}">{folds}</section>'


@dataclass(frozen=True)
class TrafficLine:
    """Situations in three columns: yes, ask first, no. Education, never advice."""

    columns: Mapping[str, tuple[str, ...]]

    def __repr__(self) -> str:
        heads = {name: f"{shape} {title}" for name, (shape, title, _) in COLUMNS.items()}
        return "\n".join("\n   ".join([heads[name], *map(plain, lines)]) for name, lines in self.columns.items())

    def _repr_html_(self) -> str:
        grid = "display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr))"
        columns = "".join(_column(name, lines) for name, lines in self.columns.items())
        return f'<section class="gist-traffic" aria-label="Yes, ask first, no" style="{grid}">{columns}</section>'


def _column(name: str, lines: Sequence[str]) -> str:
    shape, title, border = COLUMNS[name]
    head = f'<p><strong><span aria-hidden="true">{shape}</span> {title}</strong></p>'
    items = "".join(f"<li>{html(text)}</li>" for text in lines)
    return (f'<div style="border-top:6px {border};padding-top:.6rem">{head}'
            f'<ul aria-label="{title}" style="padding-left:1.1rem">{items}</ul></div>')


def ids() -> list[str]:
    """S1 to S17, in the order of their numbers."""
    return sorted(load().claims, key=lambda name: int(name[1:]))


def get(name: str) -> Claim:
    """One claim, such as ``get("S4")``."""
    return load().claims[_known(name, ids(), "claim")]


def themes() -> dict[str, str]:
    """Theme -> its title, in the order of reading."""
    return dict(load().themes)


def by_theme(name: str) -> Theme:
    """The claims of one theme, such as ``by_theme("genotype")``."""
    title = themes()[_known(name, list(themes()), "theme")]
    return Theme(name, title, tuple(claim for claim in map(get, ids()) if claim.theme == name))


def traffic_line() -> TrafficLine:
    """Situations in three columns: yes, ask first, no."""
    return TrafficLine(load().traffic)


def addresses() -> list[str]:
    """Every evidence address that the claims and the traffic line link, each once."""
    reasons = [address for claim in map(get, ids()) for address in claim.addresses()]
    lines = " ".join(text for column in load().traffic.values() for text in column)
    return list(dict.fromkeys([*reasons, *evidence.addresses(lines)]))


def frame() -> pd.DataFrame:
    """One row per claim: theme, verdict, date, how many records it rests on, and what kind they are."""
    import pandas as pd

    rows = [{"id": claim.id, "theme": claim.theme, "claim": claim.claim, "verdict": claim.verdict,
             "evidence until": claim.evidence_until, "records": len(claim.support()),
             "seen in the source": sum(seen == "primary" for _, seen in claim.support()),
             "rests on": claim.rests_on} for claim in map(get, ids())]
    return pd.DataFrame(rows).set_index("id")


def _known(name: str, known: Sequence[str], what: str) -> str:
    if name not in known:
        raise ClaimError(f"There is no {what} '{name}'; choose one of: {', '.join(known)}.")
    return name
