"""Risk after surgery, for lessons: the schemes of the risk board as plain Python.

>>> from gist_edu import risk
>>> risk.assess(size_cm=3, mitoses_per_5mm2=8, site="jejunum_ileum")["modified_nih"].risk
'high'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gist_edu._data import simulator_data
from gist_edu._ledger import VERIFIED, resolve
from gist_edu._types import Json
from gist_edu.models import portable
from gist_edu.models import risk as model

if TYPE_CHECKING:
    import pandas as pd

SIZE_CM = (0.1, 50.0)
MITOSES = (0.0, 200.0)


@dataclass(frozen=True)
class Answer:
    """What one scheme says of one tumour.

    ``pct`` is the AFIP share of people with spread or tumour death, in percent; ``pct_range`` the lowest and highest
    share that is possible while mitoses are not known; ``verified`` says how we saw it (the weakest, for a range).
    """

    scheme: str
    applicable: bool
    risk: str | None
    stage: str | None
    group: str | None
    pct: float | None
    boundary: str | None
    reason: str | None
    possible: tuple[str, ...]
    cautions: tuple[str, ...]
    evidence: str | None
    verified: str | None
    pct_range: tuple[float, float] | None = None


class Assessment(Mapping[str, Answer]):
    """The answers of all schemes, by name; ``frame()`` gives them as a table."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = dict(answers)

    def __getitem__(self, scheme: str) -> Answer:
        return self._answers[scheme]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {_words(answer)}" for name, answer in self.items())

    def frame(self) -> pd.DataFrame:
        """One row per scheme: answer, AFIP group and share, and what to mind."""
        import pandas as pd

        rows = [
            {
                "scheme": answer.scheme,
                "answer": _words(answer),
                "group": answer.group or "–",
                "spread or death, %": _share(answer),
                "mind": " ".join(filter(None, [answer.boundary, *answer.cautions, answer.reason])) or "–",
            }
            for answer in self.values()
        ]
        return pd.DataFrame(rows).set_index("scheme").rename_axis(index=None, columns="scheme")


def _share(answer: Answer) -> str:
    low, high = answer.pct_range or (answer.pct, answer.pct)
    if low is None or high is None:
        return "–"
    text = portable.shortest(low) + (f" to {portable.shortest(high)}" if high != low else "")
    return text + (" (unverified)" if answer.verified == "memory" else "")


def _words(answer: Answer) -> str:
    if not answer.applicable:
        return "not applicable"
    return " or ".join(answer.possible) or answer.stage or (answer.risk or "no data").replace("_", " ")


def assess(
    size_cm: float, mitoses_per_5mm2: float | None, site: str, rupture: bool = False, *, context: Iterable[str] = ()
) -> Assessment:
    """One tumour on NIH 2002, modified NIH, AFIP 2006 and AJCC 8, without adjuvant drug.

    ``size_cm`` is the largest dimension; ``mitoses_per_5mm2=None`` means not known before resection and gives the range
    that is possible. ``site`` and ``context`` take the names listed in the error messages. Raises ``ValueError``.
    Sources: ev:nih_2002, ev:modified_nih, ev:afip_cohort_sizes, ev:ajcc8_gastric, ev:ajcc8_nongastric.
    """
    data = simulator_data("risk")
    context = tuple(context)
    size = _number(size_cm, *SIZE_CM, "cm", "largest dimension of the tumour")
    mitoses = (
        None if mitoses_per_5mm2 is None else _number(mitoses_per_5mm2, *MITOSES, "per 5 mm²", "number of mitoses")
    )
    _known(site, [entry["value"] for entry in data["risk"]["sites"]], "site")
    for name in context:
        _known(name, [entry["value"] for entry in data["risk"]["contexts"]], "context")
    found = model.assess(data, size, mitoses, site, bool(rupture), context)
    return Assessment({raw["id"]: _answer(data, raw) for raw in found})


def _answer(data: Json, raw: Json) -> Answer:
    shares = [raw["pct"]] if raw["pct"] else [outcome[3] for outcome in raw["possible"] if outcome[3]]
    numbers = [share for share in (portable.ev_number(data, address) for address in shares) if share is not None]
    possible = dict.fromkeys(outcome[1] or (outcome[0] or "no data").replace("_", " ") for outcome in raw["possible"])
    reason = raw["reason"] or (model.scheme(data, raw["id"])["flags"][raw["flag"]] if raw["flag"] else None)
    return Answer(
        scheme=raw["name"],
        applicable=raw["applicable"],
        risk=raw["risk"],
        stage=raw["stage"],
        group=raw["group"],
        pct=numbers[0] if raw["pct"] else None,
        boundary=raw["boundary"],
        reason=reason,
        possible=tuple(possible),
        cautions=tuple(raw["cautions"]),
        evidence=(raw["pct"] or model.scheme(data, raw["id"])["claim"])[3:],
        verified=_verified(shares),
        pct_range=(min(numbers), max(numbers)) if raw["possible"] and numbers else None,
    )


def _verified(addresses: list[str]) -> str | None:
    """How the weakest of these values was seen: primary, secondary or memory; None without values."""
    seen = [value.verified for value in (resolve(address).value for address in addresses) if value]
    return max(seen, key=VERIFIED.index) if seen else None


def mitoses_per_5mm2(
    count: float,
    fields: float,
    field_number_mm: float = 22,
    objective: float = 40,
    *,
    field_diameter_mm: float | None = None,
) -> float:
    """Mitoses per 5 mm² from a count over high-power fields.

    The diameter of a field is field number / objective, or ``field_diameter_mm`` where it was measured. Raises
    ``ValueError``.
    """
    counted = _number(count, 0, 500, "mitoses", "number of mitoses counted")
    looked_at = _number(fields, 1, 500, "fields", "number of fields")
    if field_diameter_mm is not None:
        diameter = _number(field_diameter_mm, 0.1, 2, "mm", "diameter of a field")
        return float(model.mitoses_per_5mm2(counted, looked_at, diameter, 1.0))
    return float(model.mitoses_per_5mm2(counted, looked_at, *_optics(field_number_mm, objective)))


def _optics(field_number_mm: float, objective: float) -> tuple[float, float]:
    return (
        _number(field_number_mm, 10, 30, "mm", "field number of the eyepiece"),
        _number(objective, 10, 100, "×", "magnification of the objective"),
    )


def fields_for_5mm2(field_number_mm: float = 22, objective: float = 40) -> float:
    """How many high-power fields make 5 mm²."""
    return float(model.fields_for_5mm2(*_optics(field_number_mm, objective)))


def rupture_scenes() -> pd.DataFrame:
    """Thirteen scenes, and whether each counts as rupture (ev:rupture_six_criteria, ev:rupture_not_counted)."""
    import pandas as pd

    data = simulator_data("risk")["risk"]
    words = {"counts": "yes", "does_not_count": "no", "not_addressed": "not settled"}
    table = pd.DataFrame(
        [{"scene": scene["text"], "counts as rupture": words[scene["verdict"]]} for scene in data["rupture_scenes"]]
    )
    return table.set_index("scene").rename_axis(index=None, columns="scene")


def rupture(scene: str) -> str:
    """``counts``, ``does_not_count`` or ``not_addressed`` for a scene by its id; ValueError lists the ids."""
    data = simulator_data("risk")
    _known(scene, [entry["id"] for entry in data["risk"]["rupture_scenes"]], "rupture scene")
    found = model.rupture_scene(data, scene)
    return str(found["verdict"]) if found else "not_addressed"


def _number(raw: float, low: float, high: float, unit: str, what: str) -> float:
    value, problem = portable.read_number(raw, float(low), float(high), unit, what)
    if problem:
        raise ValueError(problem)
    assert value is not None  # either a value or a problem
    return value


def _known(name: str, known: list[str], what: str) -> None:
    if name not in known:
        raise ValueError(f"{name!r} is not a known {what}. Please use one of: {', '.join(known)}.")
