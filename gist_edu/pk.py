"""How much imatinib is in the blood: published population models for trying out dose, interval, tablets, interactions.

>>> from gist_edu import pk
>>> round(pk.exposure(400).trough_ng_ml)
1320
>>> round(pk.exposure(400, interval_h=12).trough_ng_ml)
3357

A teaching model, not for dosing: the typical trough at 400 mg differs twofold between the published models alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gist_edu import _pk
from gist_edu._ledger import resolve
from gist_edu._types import Json
from gist_edu.models import pk as model
from gist_edu.models import pk_people

if TYPE_CHECKING:
    import pandas as pd

DEFAULT = model.DEFAULT
POOL = 400  # people in whom a published quartile is looked for
__all__ = ["Exposure", "convert", "covariates", "exposure", "interactions", "labels", "models", "observed",
           "population", "profile", "published", "terms", "thresholds", "to_trough"]


@dataclass(frozen=True)
class Exposure:
    """Levels at steady state of a typical person of one model; prints as a sentence."""

    model: str
    name: str
    dose_mg: float
    interval_h: float
    trough_ng_ml: float
    cmax_ng_ml: float
    tmax_h: float
    auc24_mg_h_l: float
    half_life_h: float
    cl_l_h: float

    def __repr__(self) -> str:
        return (f"{self.dose_mg:g} mg every {self.interval_h:g} h, {self.name}: trough {self.trough_ng_ml:,.0f} ng/mL, "
                f"peak {self.cmax_ng_ml:,.0f} ng/mL, AUC {self.auc24_mg_h_l:.1f} mg·h/L in 24 h, half-life "
                f"{self.half_life_h:.1f} h. Teaching model, not for dosing.")

    def frame(self) -> pd.DataFrame:
        """The same as a table of one row."""
        import pandas as pd

        return pd.DataFrame([{key: value for key, value in vars(self).items() if key != "name"}]).round(1)


def _factors(interaction: str | Iterable[str] | None, covariates: Mapping[str, Any]) -> Json:
    """Covariates that are given, and what is taken along under ``with``."""
    taken = [interaction] if isinstance(interaction, str) else list(interaction or [])
    return {**covariates, "with": taken}


def exposure(
    dose_mg: float, interval_h: float = 24, model: str = DEFAULT, interaction: str | Iterable[str] | None = None,
    **covariates: Any,
) -> Exposure:
    """Trough, peak, AUC and half-life at steady state: ``dose_mg`` taken every ``interval_h`` hours.

    ``interaction`` is an id, or several, of ``interactions()``; covariates such as ``weight_kg=60`` or ``sex="woman"``
    are those of the model (``covariates(model)``). ``split=True`` takes the published change of the peak as absorption
    and not as clearance. Raises ``ValueError`` with what is expected and what to do.
    """
    return Exposure(**_exposure(dose_mg, interval_h, model, _factors(interaction, covariates)))


def _exposure(dose_mg: float, interval_h: float, name: str, factors: Json) -> Json:
    return model.exposure(_pk.pk(), name, dose_mg, interval_h, factors)


def profile(
    doses: Sequence[tuple[float, float]], times_h: Iterable[float], model: str = DEFAULT,
    interaction: str | Iterable[str] | None = None, before: tuple[float, float] | None = None, **covariates: Any,
) -> pd.DataFrame:
    """Levels over time after any tablets ``[(hour, mg), ...]``; ``before=(400, 24)`` starts from steady state.

    With ``before`` the next regular tablet would be due at hour 0; leave it out of ``doses`` and it is missed.
    """
    import pandas as pd

    hours = [float(t) for t in times_h]
    given = [{"t_h": at, "mg": mg} for at, mg in doses]
    regular = {"mg": before[0], "interval_h": before[1]} if before else None
    levels = _profile(model, given, hours, _factors(interaction, covariates), regular)
    return pd.DataFrame({"hour": hours, "ng_ml": levels})


def _profile(name: str, doses: list[Json], hours: list[float], factors: Json, before: Json | None) -> list[float]:
    return model.profile(_pk.pk(), name, doses, hours, factors, before)


def population(
    dose_mg: float, interval_h: float = 24, model: str = DEFAULT, interaction: str | Iterable[str] | None = None,
    n: int = 1000, seed: int = pk_people.SEED, **covariates: Any,
) -> pd.Series[float]:
    """Troughs in ng/mL of ``n`` invented people, lowest first; the same for the same seed.

    ``(population(400) < 1110).mean()`` is the share below a threshold.
    """
    import pandas as pd

    rows = pk_people.troughs(_pk.pk(), model, dose_mg, interval_h, _factors(interaction, covariates), n, seed)
    return pd.Series(rows, name="trough_ng_ml")


def to_trough(
    level_ng_ml: float, hours: float, dose_mg: float = 400, interval_h: float = 24, model: str = DEFAULT,
    **covariates: Any,
) -> Json:
    """The trough behind a level drawn at another hour: ``typical``; ``low`` to ``high`` holds the middle 90%."""
    return pk_people.to_trough(_pk.pk(), model, level_ng_ml, hours, dose_mg, interval_h, _factors(None, covariates))


def convert(value: float, unit: str, to: str = "ng/mL") -> float:
    """A level in another unit: ng/mL, µg/L, mg/L or µmol/L."""
    units = model.level_units(_pk.pk())
    for given in (unit, to):
        if given not in units:
            raise ValueError(f"{given!r} is no unit of a level here; give one of: {', '.join(units)}.")
    return float(value * units[unit] / units[to])


# ---------------------------------------------------------------- tables


def models() -> pd.DataFrame:
    """Every published model: its people, shape, clearance, typical trough at 400 mg daily, and how it was seen."""
    import pandas as pd

    rows = []
    for one in _pk.pk()["models"]:
        found, record = exposure(400, model=one["id"]), resolve(one["record"]).record
        rows.append({
            "model": one["id"], "name": one["name"], "disease": one["disease"], "n": one["n"],
            "structure": one["structure"].replace("_", " "), "absorption": one["absorption"].replace("_", " "),
            "cl_l_h": one["parameters"]["cl"]["base"], "v_l": one["parameters"]["v"]["base"],
            "trough_400": round(found.trough_ng_ml), "half_life_h": round(found.half_life_h, 1),
            "covariates": ", ".join(model.covariates(one)), "seen": record.verified, "evidence": record.id,
        })
    return pd.DataFrame(rows).set_index("model").astype({"n": "Int64"})


def covariates(name: str = DEFAULT) -> pd.DataFrame:
    """What a model asks about a patient: unit, range or options, and where it starts."""
    import pandas as pd

    data = _pk.pk()
    known = {one["id"]: one for one in data["covariates"]}
    rows = []
    for use in model.found(data, name)["uses"]:
        one = known[use["of"]]
        options = [option["value"] for option in one.get("options", [])]
        span = " or ".join(options) if options else f"{use['low']:g} to {use['high']:g}"
        rows.append({"covariate": one["id"], "label": one["label"], "unit": one.get("unit", ""), "allowed": span,
                     "start": use["start"]})
    return pd.DataFrame(rows, columns=["covariate", "label", "unit", "allowed", "start"])


def terms(name: str = DEFAULT) -> pd.DataFrame:
    """The formula of a model as a table: one row per parameter, in the order in which it is computed."""
    import pandas as pd

    rows = [
        {"parameter": key, "typical": one["base"], "evidence": one.get("base_from"),
         "formula": " · ".join([f"{one['base']:g}", *map(_term, one["terms"])])}
        for key, one in model.found(_pk.pk(), name)["parameters"].items()
    ]
    return pd.DataFrame(rows)


def _term(one: Json) -> str:
    of = one["of"]
    if one["kind"] == "power":
        return f"({of}/{one['at']:g})^{one['exponent']:g}"
    if one["kind"] == "additive":
        return f"[added: {one['size']:+g}·({of} − {one['at']:g})/{one['at']:g}]"
    if one["kind"] == "linear":
        return f"(1 {one['slope']:+g}·({of} − {one['at']:g}))"
    return f"(1 + {one['excess']:g}·e^(−{one['rate']:g}·{of}))"


def interactions(dose_mg: float = 400, model: str = DEFAULT) -> pd.DataFrame:
    """What is taken along or brought along: the published size, and what it does to a model's trough, peak and AUC.

    ``trough_ratio`` puts the whole change on clearance; ``trough_ratio_split`` takes the published change of the peak
    as absorption. The truth is not known; the two show how much hangs on it.
    """
    import pandas as pd

    alone = exposure(dose_mg, model=model)
    rows: list[Json] = []
    for one in _pk.pk()["factors"]:
        found = exposure(dose_mg, model=model, interaction=one["id"])
        known = one["size"] != "unknown"
        rows.append({
            "id": one["id"], "what": one["label"], "kind": one["group"], "size": one["size"],
            "auc_ratio": round(found.auc24_mg_h_l / alone.auc24_mg_h_l, 2) if known else None,
            "peak_ratio": round(found.cmax_ng_ml / alone.cmax_ng_ml, 2) if known else None,
            "trough_ratio": round(found.trough_ng_ml / alone.trough_ng_ml, 2) if known else None,
            "trough_ratio_split": _split_ratio(one, dose_mg, model, alone),
            "evidence": one["record"], "seen": _seen(one),
        })
    return pd.DataFrame(rows).set_index("id")


def _split_ratio(one: Json, dose_mg: float, name: str, alone: Exposure) -> float | None:
    """The trough ratio if the published change of the peak happens on the way into the blood."""
    if not one["split"]:
        return None
    found = _exposure(dose_mg, 24, name, {"with": [one["id"]], "split": True})
    return float(round(found["trough_ng_ml"] / alone.trough_ng_ml, 2))


def _seen(factor: Json) -> str:
    """How the weakest number behind a factor was seen."""
    value = factor["effect"].get("value_from")
    link = resolve(value) if value else resolve(factor["record"])
    return link.value.verified if link.value else link.record.verified


def labels() -> pd.DataFrame:
    """What the US and the EU label say for kidney, liver and inducers, with the date of the text that was seen."""
    import pandas as pd

    rows = []
    for one in _pk.pk()["labels"]:
        record = resolve(one["record"]).record
        rows.append({"organ": one["organ"], "region": one["region"], "says": record.statement,
                     "text_of": record.source.get("date"), "seen": record.verified, "evidence": record.id})
    return pd.DataFrame(rows)


def thresholds() -> pd.DataFrame:
    """The trough thresholds that were proposed: value, where each comes from."""
    import pandas as pd

    rows = [{"threshold": one["label"], "ng_ml": one["value"], "statement": resolve(one["record"]).record.statement,
             "evidence": one["value_from"]} for one in _pk.pk()["thresholds"]]
    return pd.DataFrame(rows).set_index("threshold")


def observed(model: str = DEFAULT) -> pd.DataFrame:
    """Troughs seen in cohorts beside the typical trough of a model, with the gap in percent of what was seen."""
    import pandas as pd

    rows = []
    for one in _pk.pk()["observed"]:
        computed = exposure(one["dose_mg"], one["interval_h"], model=model).trough_ng_ml
        rows.append({"cohort": one["label"], "seen_ng_ml": one["value"], "model_ng_ml": round(computed),
                     "gap_pct": _gap(computed, one["value"]), "evidence": one["value_from"]})
    return pd.DataFrame(rows)


def published() -> pd.DataFrame:
    """Each figure a paper prints beside what its model computes; ``gap_pct`` is the difference, large gaps included."""
    import pandas as pd

    rows = []
    for one in _pk.pk()["published"]:
        value, unit = _printed(one)
        computed = _computed(one) / (1000 if one.get("unit") == "mg/L" else 1)
        rows.append({"model": one["model"], "what": one["what"], "published": value, "computed": round(computed, 2),
                     "unit": unit, "gap_pct": _gap(computed, value), "evidence": one["value_from"]})
    return pd.DataFrame(rows)


def _gap(computed: float, printed: float) -> float:
    return round(100 * (computed - printed) / printed, 1)


def _printed(one: Json) -> tuple[float, str]:
    """The figure as the paper prints it."""
    value = resolve(one["value_from"]).value
    assert value is not None
    return float(value.value), value.unit  # type: ignore[arg-type]


def _computed(one: Json) -> float:
    """The same figure from the model; a change in percent where there is something to compare with."""
    here = _measure(one, one["at"])
    if "against" not in one:
        return here
    return abs(100 * (here / _measure(one, one["against"]) - 1))


def _measure(one: Json, at: Json) -> float:
    name, measure, factors = one["model"], one["measure"], at.get("factors", {})
    if measure == "quartile":
        pooled = sorted(level for dose in at["doses"] for level in population(dose, model=name, n=POOL))
        return pk_people.quantile(pooled, 0.25)
    if measure in ("single_peak", "single_auc24"):
        hours = [0.01 * step for step in range(1, 2401)]
        levels = _profile(name, [{"t_h": 0, "mg": at.get("dose_mg", 400)}], hours, factors, None)
        return max(levels) if measure == "single_peak" else sum(levels)
    return float(_exposure(at.get("dose_mg", 400), at.get("interval_h", 24), name, factors)[measure])
