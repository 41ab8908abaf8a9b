"""Reading a scan of a GIST under treatment: RECIST 1.1, the modified RECIST of GIST trials, Choi, the nodule rule.

>>> from gist_edu import response
>>> response.recist([50], [60])
RECIST 1.1: PD (progression), +20.0% from baseline
>>> response.choi([40], [50], hu_baseline=[75], hu_followup=[40])
Choi: PR (partial response), +25.0% from baseline, density −46.7%

Sizes are in mm: the longest diameter, of a lymph node the short axis, 0 for a lesion that has gone. Limits are met when
they are reached exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gist_edu import _yaml
from gist_edu._ledger import DATA
from gist_edu._types import Json
from gist_edu.models import portable
from gist_edu.models import response as model
from gist_edu.models.response_scans import scans_of

if TYPE_CHECKING:
    import pandas as pd

FILE = DATA / "response.yaml"
CALLS = {
    "CR": "complete response",
    "PR": "partial response",
    "SD": "stable disease",
    "PD": "progression",
    "not_evaluable": "not evaluable",
    "none": "the rule is silent",
}
RULERS = {
    "RECIST 1.1": model.recist,
    "RECIST, GIST trials": model.modified,
    "Choi": model.choi,
    "nodule in a mass": model.nodule,
}
__all__ = ["CALLS", "Reading", "choi", "compare", "nodule", "recist", "scenario", "scenarios"]


@dataclass(frozen=True)
class Reading:
    """What one ruler says of a scan: ``call`` (CR, PR, SD, PD, not_evaluable, none) and ``why``, line by line."""

    ruler: str
    call: str
    why: tuple[str, ...]
    change_pct: float | None
    from_smallest_pct: float | None
    density_pct: float | None

    def __repr__(self) -> str:
        told = [f"{self.ruler}: {_said(self.call)}"]
        if self.change_pct is not None:
            told.append(f"{signed(self.change_pct)} from baseline")
        if self.density_pct is not None:
            told.append(f"density {signed(self.density_pct)}")
        return ", ".join(told)

    def frame(self) -> pd.DataFrame:
        """The reasons as a table, one row each."""
        import pandas as pd

        return pd.DataFrame({"ruler": self.ruler, "call": self.call, "why": list(self.why)})


def _said(call: str) -> str:
    return CALLS[call] if call in ("none", "not_evaluable") else f"{call} ({CALLS[call]})"


def signed(value: float) -> str:
    """+20.0%, −30.0%, 0.0%."""
    return ("+" if value > 0 else "") + portable.fmt(value, 1) + "%"


def recist(baseline_mm: Sequence[float], *followups_mm: Sequence[float | None], gist_trial: bool = False,
           **found: Any) -> Reading:
    """RECIST 1.1 of the last scan; scans in between count for the smallest sum. ``gist_trial``: the modified form.

    Also, of the last scan: ``new_lesions`` (bool), ``nontarget`` (none, gone, present, growing), ``nodule`` (none,
    unchanged, new, growing); and ``organs``, one name per lesion, such as "lymph node".
    """
    ruler = "RECIST, GIST trials" if gist_trial else "RECIST 1.1"
    return _read(ruler, _scans([baseline_mm, *followups_mm], found))


def choi(baseline_mm: Sequence[float], followup_mm: Sequence[float | None],
         hu_baseline: Sequence[float | None] | None = None, hu_followup: Sequence[float | None] | None = None,
         **found: Any) -> Reading:
    """Choi: size or density. Densities are means in HU; ``phase`` (portal, arterial, none) is that of the follow-up."""
    return _read("Choi", _scans([baseline_mm, followup_mm], {**found, "hu": [hu_baseline, hu_followup]}))


def nodule(baseline_mm: Sequence[float], followup_mm: Sequence[float | None], nodule: str) -> Reading:
    """The nodule within a mass: none, unchanged, new or growing."""
    return _read("nodule in a mass", _scans([baseline_mm, followup_mm], {"nodule": nodule}))


def compare(scans: Sequence[Json]) -> pd.DataFrame:
    """All rulers on the same scans (see ``models/response.py`` for their form, ``scenario`` for examples)."""
    import pandas as pd

    readings = [_read(ruler, list(scans)) for ruler in RULERS]
    rows = [{"ruler": one.ruler, "call": one.call, "in words": CALLS[one.call],
             "size": signed(one.change_pct) if one.change_pct is not None else "–",
             "density": signed(one.density_pct) if one.density_pct is not None else "–",
             "because": one.why[-1]} for one in readings]
    return pd.DataFrame(rows)


def scenarios() -> pd.DataFrame:
    """The invented scans of the reader, by the name that ``scenario`` takes."""
    import pandas as pd

    return pd.DataFrame([{"scenario": one["id"], "title": one["title"]} for one in _scenarios()])


def scenario(name: str) -> list[Json]:
    """The scans of an invented patient, the baseline first."""
    known = {str(one["id"]): one for one in _scenarios()}
    if name not in known:
        raise ValueError(f"There is no scenario {name!r}; choose one of: {', '.join(known)}.")
    return scans_of(known[name])


# ---------------------------------------------------------------- scans from plain lists


def _scenarios() -> list[Json]:
    return list(_yaml.load(FILE.read_text(encoding="utf-8"))["scenarios"])


def _read(ruler: str, scans: list[Json]) -> Reading:
    found = RULERS[ruler](scans)
    return Reading(ruler, found["call"], tuple(found["why"]), found["change_pct"], found["from_smallest_pct"],
                   found["density_pct"])


def _scans(sizes: Sequence[Sequence[float | None]], found: Json) -> list[Json]:
    known = {"organs", "hu", "phase", "new_lesions", "nontarget", "nodule"}
    strangers = sorted(set(found) - known)
    if strangers:
        raise ValueError(f"There is no {strangers[0]!r} to be given here; choose from: {', '.join(sorted(known))}.")
    if len(sizes) < 2:
        raise ValueError("At least two scans are needed: a baseline and a follow-up. Give one list of sizes for each.")
    count = len(sizes[0])
    organs = found.get("organs") or [""] * count
    densities = found.get("hu") or [None] * len(sizes)
    scans = [_scan(one, organs, hu, count) for one, hu in zip(sizes, densities, strict=True)]
    scans[-1] |= {"new": found.get("new_lesions", False), "nontarget": found.get("nontarget", "none"),
                  "nodule": found.get("nodule", "none"), "phase": found.get("phase", "portal")}
    return scans


def _scan(sizes: Sequence[float | None], organs: Sequence[str], hu: Sequence[float | None] | None, count: int) -> Json:
    for what, given in (("sizes", sizes), ("organs", organs), ("densities", hu if hu is not None else sizes)):
        if len(given) != count:
            raise ValueError(f"{len(given)} {what} were given for {count} lesions at baseline. Give one for each "
                             "lesion; 0 mm when it has gone, None when it was not measured.")
    densities = hu if hu is not None else [None] * count
    return {"lesions": [{"name": f"Lesion {place + 1}", "organ": organ, "mm": mm, "hu": density}
                        for place, (organ, mm, density) in enumerate(zip(organs, sizes, densities, strict=True))]}
