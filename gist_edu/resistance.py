"""Resistance as a race of clones, for lessons: a teaching model, its calibration, and what it assumes.

>>> from gist_edu import resistance
>>> course = resistance.simulate([("imatinib", 0), ("sunitinib", 24)], clones=["v654a"])
>>> course.largest
'kit_exon11'

The model foretells nobody. What a drug does to a clone comes from the book's drug data; ``assumptions()`` has the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gist_edu import _resistance
from gist_edu._data import simulator_data
from gist_edu._ledger import resolve
from gist_edu._types import Json
from gist_edu.models import portable
from gist_edu.models import resistance as model
from gist_edu.models import resistance_case as case
from gist_edu.models import resistance_plan as plan

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Course",
    "activity",
    "alternatives",
    "assumptions",
    "calibration",
    "checks",
    "fit",
    "population",
    "preexisting",
    "simulate",
]


@dataclass(frozen=True)
class Course:
    """The course of one invented tumour; ``raw`` is everything, the methods are tables of it."""

    raw: Json

    @property
    def progression_month(self) -> float | None:
        """Month of the first progression under any drug or none; None if there was none."""
        found: float | None = self.raw["progression_month"]
        return found

    @property
    def largest(self) -> str:
        """Id of the clone that is the largest at the end; the genotype's id means cells without a second change."""
        return str(self.raw["largest"])

    def frame(self) -> pd.DataFrame:
        """One row per month and clone: volume in cm³, for a chart with a logarithmic scale."""
        import pandas as pd

        rows = [
            {"month": month, "clone": one["name"], "cm3": size}
            for one in self.raw["clones"]
            for month, size in one["points"]
        ]
        return pd.DataFrame(rows)

    def tumour(self) -> pd.DataFrame:
        """Month and diameter in cm of the whole."""
        import pandas as pd

        return pd.DataFrame(self.raw["tumour"], columns=["month", "cm"])

    def lines(self) -> pd.DataFrame:
        """One row per drug: start, smallest diameter, progression."""
        import pandas as pd

        names = plan.drugs(simulator_data("resistance"))
        rows = [
            {
                "drug": names[one["drug"]],
                "from month": one["start"],
                "to month": round(one["stop"], 1),
                "smallest, cm": round(one["nadir_cm"], 1),
                "at month": round(one["nadir_month"], 1),
                "progression, month": _rounded(one["progression_month"], 1),
            }
            for one in self.raw["lines"]
        ]
        return pd.DataFrame(rows)

    def clones(self) -> pd.DataFrame:
        """One row per clone: share at the start, cm³ at the end, when it could be measured and when found in blood."""
        import pandas as pd

        rows = [
            {
                "clone": one["name"],
                "share at start": one["share"],
                "cm³ at the end": float(f"{one['end_cm3']:.3g}"),
                "a nodule from month": one["nodule_month"],
                "in blood from month": one["in_blood"],
                "assumed": ", ".join(f"{drug}: {call}" for drug, call in one["assumed"].items()) or "–",
            }
            for one in self.raw["clones"]
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        when = self.progression_month
        said = "none" if when is None else f"month {when:.1f}"
        return f"{self.raw['label']} Progression: {said}; largest: {self.largest}"


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def simulate(
    schedule: Iterable[Any],
    primary: str = "kit_exon11",
    clones: Iterable[str] | Mapping[str, float] = (),
    *,
    months: float = 36,
    assume: Mapping[str, str] | None = None,
    size_cm: float | None = None,
    **params: float,
) -> Course:
    """One invented tumour under a plan of drugs such as ``[("imatinib", 0), ("none", 24), ("imatinib", 30)]``.

    A step is (drug, start) or (drug, start, stop), in months. ``clones`` are ids, at the share of the calibration, or
    {id: share of the living tumour}. ``assume={"d816h.regorafenib": "resistant"}`` answers what is not known; other
    names change a parameter of ``assumptions()``. Raises ``ValueError`` that says what was expected.
    """
    data = simulator_data("resistance")
    known = case.parameters(data)
    strange = sorted(set(params) - set(known))
    if strange:
        raise ValueError(f"There is no parameter {strange[0]!r}; choose from: {', '.join(sorted(known))}.")
    for name, value in params.items():
        if not portable.is_number(value) or value <= 0:
            raise ValueError(f"The parameter {name} is {value!r}; give a number above 0.")
    if size_cm is not None and (not portable.is_number(size_cm) or not 0.1 <= size_cm <= known["largest_cm"]):
        raise ValueError(f"The tumour is {size_cm!r} cm; give a diameter from 0.1 to {known['largest_cm']} cm.")
    chosen = dict(clones) if isinstance(clones, Mapping) else dict.fromkeys(clones, known["beyond_imatinib"])
    options = {
        "primary": primary,
        "clones": chosen,
        "months": months,
        "assume": dict(assume or {}),
        "size_cm": size_cm,
        "params": params,
    }
    return Course(case.simulate(data, [_step(one) for one in schedule], options))


def _step(raw: Any) -> Any:
    if isinstance(raw, (tuple, list)) and 2 <= len(raw) <= 3:
        return dict(zip(("drug", "start", "stop"), raw, strict=False))
    return raw


# ---------------------------------------------------------------- what stands behind it


def calibration() -> pd.DataFrame:
    """Published results that were used to fit, the model beside them, and the gap."""
    return _compared("targets", ["published", "model", "gap", "unit", "fits", "source"])


def checks() -> pd.DataFrame:
    """Published results that were not used: how far the model is off."""
    return _compared("checks", ["published", "model", "gap", "unit", "mind", "source"])


def _compared(listed: str, columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    found = simulator_data("resistance")["resistance"]["calibration"][listed]
    rows = [
        {"result": one["name"], **one, "source": resolve(one["address"].removeprefix("ev:")).record.short}
        for one in found
    ]
    return pd.DataFrame(rows).set_index("result")[columns]


def assumptions() -> pd.DataFrame:
    """Every number of the model: from data, assumed, or fitted."""
    import pandas as pd

    data = simulator_data("resistance")
    values = case.parameters(data)
    rows = [
        {"parameter": one["id"], "value": float(f"{values[one['id']]:.4g}"), "kind": one["kind"], "what": one["name"]}
        for one in data["resistance"]["parameters"]
    ]
    return pd.DataFrame(rows).set_index("parameter")


def alternatives(drug: str = "imatinib") -> pd.DataFrame:
    """Other rates of growth, the share beyond the drug fitted anew: which of them meet the same published median?"""
    import pandas as pd

    data = simulator_data("resistance")
    found = _resistance.alternatives(data, case.parameters(data), drug)
    rows = [
        {
            "doubling, months": round(one["doubling_months"], 1),
            "share beyond the drug": float(f"{one['share']:.2g}"),
            "published median": one["published"],
            "model": round(one["model"], 1),
        }
        for one in found
    ]
    return pd.DataFrame(rows)


def population(drug: str = "imatinib", seed: int | None = None) -> pd.DataFrame:
    """Months to progression in the virtual population of a drug's trial, shortest first, with the share still free."""
    import pandas as pd

    data = simulator_data("resistance")
    row = next((one for one in data["resistance"]["targets"] if one["id"] == drug), None)
    if row is None:
        raise ValueError(f"There is no population for {drug!r}; choose one of: {', '.join(_FITTED)}.")
    crowd = list(_resistance.persons(data, case.parameters(data), row, seed=seed))
    held = sorted(_resistance.times(crowd, row["drug"]))
    return pd.DataFrame({"months": held, "share free": [1 - (n + 1) / len(held) for n in range(len(held))]})


_FITTED = ("imatinib", "sunitinib", "regorafenib", "ripretinib")


def fit() -> pd.DataFrame:
    """The fitted parameters as they stand and as a new fit finds them; takes about a minute."""
    import pandas as pd

    data = simulator_data("resistance")
    before = case.parameters(data)
    after = _resistance.fit(data, before)
    names = [one["id"] for one in data["resistance"]["parameters"] if one["kind"] == "fitted"]
    return pd.DataFrame([{"parameter": name, "stored": before[name], "fitted anew": after[name]} for name in names])


def activity(primary: str = "kit_exon11") -> pd.DataFrame:
    """What each drug does to each clone, in the words of the book's drug data; a question mark must be assumed."""
    import pandas as pd

    data = simulator_data("resistance")
    first = case.named(data, "primaries", primary, "genotype")
    seconds = [one for one in data["resistance"]["clones"] if one["gene"] in (first["gene"], None)]
    names = {key: name for key, name in plan.drugs(data).items() if key != model.NO_DRUG}
    rows = [
        {
            "clone": one["name"] if one else first["name"] + " alone",
            **{name: _call(case.cell(data, first, one, drug)["call"]) for drug, name in names.items()},
        }
        for one in [None, *seconds]
    ]
    return pd.DataFrame(rows).set_index("clone")


def _call(call: str) -> str:
    return call if call in case.KNOWN else call + "?"


def preexisting(size_cm: Iterable[float] = (1, 3, 10)) -> pd.DataFrame:
    """Chance that a cell with one given change is there before any drug, for low and high borrowed numbers.

    No rate was measured in GIST: rate and cells per cm³ are general values held from memory (ev:mutation_rate).
    """
    import pandas as pd

    ends = {
        name: (_number(f"mutation_rate.rate_{name}"), _number(f"mutation_rate.cells_{name}"))
        for name in ("low", "high")
    }
    rows = [
        {
            "diameter, cm": size,
            **{
                f"chance, {name} (unverified)": float(
                    f"{model.chance_of_resistance(rate, model.volume(size) * cells):.2g}"
                )
                for name, (rate, cells) in ends.items()
            },
        }
        for size in size_cm
    ]
    return pd.DataFrame(rows)


def _number(address: str) -> float:
    value = resolve(address).value
    if value is None or not isinstance(value.value, (int, float)):
        raise ValueError(f"{address} holds no number.")
    return float(value.value)
