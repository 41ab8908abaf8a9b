"""How much imatinib is in the blood: published population models in closed form, for one dose and for many.

A model is data (``data/pk.yaml``, checked by ``gist_edu._pk``): parameters with covariate terms, a structure and a kind
of absorption. The answer to one milligram is a sum of exponentials once absorption has settled, so all earlier doses
of a regular intake add up as geometric series, and any list of doses adds up one by one (superposition).
Units: mg, L, L/h, h, ng/mL. For teaching, not for dosing.
"""

import math

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

DEFAULT = "demetri2009_b2222"  # the model a learner meets first: of patients with GIST, and the origin of 1,110 ng/mL
NOT_COVARIATES = ("with", "split")
NG_PER_MG = 1000.0  # mg/L to ng/mL
INTERVAL_H = (6.0, 72.0)
CHAIN_SETTLED = 60.0  # an Erlang chain has passed all but e-15 of a dose after this many of its mean steps
CLOSEST = 1e-5  # two rates closer than this share of one another are held apart by it: the formula divides by the gap
NARROWINGS = 60  # steps of the golden section that finds the peak; each leaves 62% of the width
_GOLDEN = (math.sqrt(5) - 1) / 2


def level_units(pk: "Json") -> "Json":
    """{unit: ng/mL in one of it} for the units in which laboratories report a level."""
    return {"ng/mL": 1.0, "µg/L": 1.0, "mg/L": NG_PER_MG, "µmol/L": pk["molar_mass"]}


# ---------------------------------------------------------------- models and covariates


def found(pk: "Json", name: "Any") -> "Json":
    """The model of an id; raises ``ValueError`` with the known ids."""
    for model in pk["models"]:
        if model["id"] == name:
            return model
    known = portable.listed([model["id"] for model in pk["models"]])
    raise ValueError("There is no model '" + portable.shown(name) + "'. Please choose one of: " + known + ".")


def covariates(model: "Json") -> "list[str]":
    """Ids of the covariates a model uses, in its own order."""
    return [use["of"] for use in model["uses"]]


def covariates_in(factors: "Json") -> "list[str]":
    """Ids of the covariates among factors."""
    return [key for key in portable.ordered(factors) if key not in NOT_COVARIATES]


def _number_of(pk: "Json", use: "Json", value: "Any") -> "Json":
    """{name: number} of one covariate: itself, or what an option such as "woman" stands for."""
    covariate = next(one for one in pk["covariates"] if one["id"] == use["of"])
    if "options" in covariate:
        for option in covariate["options"]:
            if option["value"] == value:
                return dict(option["numbers"])
        known = portable.listed([option["value"] for option in covariate["options"]])
        said = covariate["id"] + " " + portable.shown(value) + " is not known."
        raise ValueError(said + " Please give one of: " + known + ".")
    what = covariate["label"][0].lower() + covariate["label"][1:]
    number, problem = portable.read_number(value, use["low"], use["high"], covariate["unit"], what)
    if number is None:
        raise ValueError(covariate["id"] + ": " + (problem or ""))
    return {use["of"]: number}


def values(pk: "Json", model: "Json", factors: "Json") -> "Json":
    """{name: number} for the terms of a model: what is given, else the model's own reference."""
    known = covariates(model)
    for key in covariates_in(factors):
        if key not in known:
            uses = portable.listed(known) if known else "no covariate"
            raise ValueError("The model " + model["name"] + " does not know '" + portable.shown(key) + "'; it uses "
                             + uses + ". Please leave it out or choose another model.")
    numbers: Json = {}
    for use in model["uses"]:
        numbers.update(_number_of(pk, use, factors.get(use["of"], use["start"])))
    return numbers


def term(value: float, one: "Json", numbers: "Json") -> float:
    """A parameter after one covariate term."""
    x = numbers[one["of"]]
    if one["kind"] == "power":
        return float(value * math.pow(x / one["at"], one["exponent"]))
    if one["kind"] == "additive":
        return float(value + one["size"] * (x - one["at"]) / one["at"])
    if one["kind"] == "linear":
        slope = one["slope_below"] if x < one["at"] and "slope_below" in one else one["slope"]
        return float(value * (1 + slope * (x - one["at"])))
    return float(value * (1 + one["excess"] * math.exp(-one["rate"] * x)))  # fading


def parameters(pk: "Json", model: "Json", factors: "Json") -> "Json":
    """cl, v and the others for one set of covariates, after what is taken along with the drug."""
    numbers = values(pk, model, factors)
    person: Json = {}
    for key in model["parameters"]:
        value = model["parameters"][key]["base"]
        for one in model["parameters"][key]["terms"]:
            value = term(value, one, numbers)
        person[key] = value
    for one in taken_along(pk, factors):
        change = one["split"] if factors.get("split") and one["split"] else one
        person["cl"] = person["cl"] * change["clearance"]
        person["f"] = person.get("f", 1.0) * change["bioavailability"]
    return person


def taken_along(pk: "Json", factors: "Json") -> "list[Json]":
    """The interactions and conditions named under ``with``."""
    named = factors.get("with", [])
    if not isinstance(named, list):
        raise ValueError("'with' is a list of ids, such as [\"rifampicin\"]; got " + portable.shown(named) + ".")
    rows = []
    for name in named:
        fits = [one for one in pk["factors"] if one["id"] == name]
        if not fits:
            known = portable.listed([one["id"] for one in pk["factors"]])
            raise ValueError("'" + portable.shown(name) + "' is not on the list. Please choose one of: " + known + ".")
        rows.append(fits[0])
    return rows


# ---------------------------------------------------------------- one dose of one milligram


def kinetics(model: "Json", person: "Json") -> "Json":
    """What one milligram does: ``terms`` [[mg/L, 1/h]] that hold once absorption has ``settled``, and the way there."""
    kind = model["absorption"]
    f, lag = person.get("f", 1.0), person.get("lag", 0.0)
    if kind == "zero_order":
        k, hours = person["cl"] / person["v"], person["duration"]
        height = f / (hours * person["cl"])
        terms = [[height * (math.exp(k * hours) - 1), k]]
        return {"kind": kind, "terms": terms, "settled": lag + hours, "lag": lag, "height": height}
    poles = _poles(model["structure"], person)
    terms = [[f * poles[rate], rate] for rate in poles]
    if kind == "first_order":
        return {"kind": kind, "terms": terms, "settled": lag, "lag": lag}
    ktr, steps = person["ktr"], int(person["steps"])
    terms = [[size * math.pow(ktr / (ktr - rate), steps), rate] for size, rate in terms]
    fastest = max([rate for _, rate in terms])
    return {"kind": kind, "terms": terms, "settled": CHAIN_SETTLED / (ktr - fastest), "lag": 0.0, "ktr": ktr,
            "steps": steps}


def _poles(structure: str, person: "Json") -> "Json":
    """{rate: mg/L per mg} of first-order absorption into one or two compartments (partial fractions)."""
    ka, cl, v = person["ka"], person["cl"], person["v"]
    if structure == "one_compartment":
        k = cl / v
        ka = _apart(ka, k)
        return {k: ka / (v * (ka - k)), ka: -ka / (v * (ka - k))}
    k10, k12, k21 = cl / v, person["q"] / v, person["q"] / person["vp"]
    half = (k10 + k12 + k21) / 2
    alpha = half + math.sqrt(half * half - k10 * k21)
    beta = k10 * k21 / alpha
    ka = _apart(_apart(ka, alpha), beta)
    return {
        alpha: ka / v * (k21 - alpha) / ((ka - alpha) * (beta - alpha)),
        beta: ka / v * (k21 - beta) / ((ka - beta) * (alpha - beta)),
        ka: ka / v * (k21 - ka) / ((alpha - ka) * (beta - ka)),
    }


def _apart(rate: float, other: float) -> float:
    """The rate, moved a little if it all but equals the other."""
    return other * (1 + CLOSEST) if abs(rate - other) < other * CLOSEST else rate


def _tail(kin: "Json", t: float) -> float:
    """mg/L per mg once absorption has settled."""
    total = 0.0
    for size, rate in kin["terms"]:
        total += size * math.exp(-rate * (t - kin["lag"]))
    return total


def single(kin: "Json", t: float) -> float:
    """mg/L at ``t`` hours after one dose of one milligram."""
    if t >= kin["settled"]:
        return _tail(kin, t)
    since = t - kin["lag"]
    if since <= 0:
        return 0.0
    if kin["kind"] == "zero_order":
        return float(kin["height"] * (1 - math.exp(-kin["terms"][0][1] * since)))
    total = 0.0
    for size, rate in kin["terms"]:
        total += size * math.exp(-rate * since) * _passed(kin["steps"], (kin["ktr"] - rate) * since)
    return total


def _passed(steps: int, x: float) -> float:
    """Share of a dose that has left a chain of equal steps (Erlang) after ``x`` of its mean steps."""
    total, one = 1.0, 1.0
    for n in range(1, steps):
        one = one * x / n
        total += one
    return 1 - math.exp(-x) * total


# ---------------------------------------------------------------- many doses


def steady(kin: "Json", t: float, interval_h: float) -> float:
    """mg/L per mg at ``t`` hours after the last of endlessly many doses taken every ``interval_h``."""
    total, since = 0.0, t
    while since < kin["settled"]:
        total += single(kin, since)
        since += interval_h
    for size, rate in kin["terms"]:
        total += size * math.exp(-rate * (since - kin["lag"])) / (1 - math.exp(-rate * interval_h))
    return total


def peak(kin: "Json", interval_h: float) -> "tuple[float, float]":
    """(hours after the tablet, mg/L per mg) of the highest level at steady state."""
    if kin["kind"] == "zero_order" and kin["settled"] <= interval_h:
        return kin["settled"], steady(kin, kin["settled"], interval_h)
    low, high = kin["lag"], interval_h
    for _ in range(NARROWINGS):
        one, other = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if steady(kin, one, interval_h) < steady(kin, other, interval_h):
            low = one
        else:
            high = other
    return (low + high) / 2, steady(kin, (low + high) / 2, interval_h)


def half_life(kin: "Json") -> float:
    """Hours in which the level halves in the end."""
    return math.log(2) / min([rate for _, rate in kin["terms"]])


def read_dose(pk: "Json", dose_mg: "Any") -> float:
    """A dose the models were made for; raises ``ValueError`` with the range."""
    low, high = pk["limits"]["dose_mg"]
    value, problem = portable.read_number(dose_mg, low, high, "mg", "dose of one intake")
    if value is None:
        said = (problem or "") + " Beyond it the label does not say that the level follows the dose."
        raise ValueError(said)
    return value


def read_interval(interval_h: "Any") -> float:
    """Hours between two intakes; raises ``ValueError`` with the range."""
    value, problem = portable.read_number(interval_h, INTERVAL_H[0], INTERVAL_H[1], "h", "interval")
    if value is None:
        raise ValueError(problem or "")
    return value


def exposure(pk: "Json", name: str, dose_mg: float, interval_h: float, factors: "Json") -> "Json":
    """Trough, peak and AUC at steady state of a typical person: ``dose_mg`` every ``interval_h`` hours.

    ``factors`` holds covariates by id (``weight_kg``, ``sex`` ...) and under ``with`` ids of interactions. These act on
    clearance alone unless ``split`` is true: then the published change of the peak is taken as lost or won on the way
    into the blood, and clearance gets the rest of the change of the AUC.
    Raises ``ValueError`` with what was given, what is expected and what to do.
    """
    model, dose, interval = found(pk, name), read_dose(pk, dose_mg), read_interval(interval_h)
    person = parameters(pk, model, factors)
    kin = kinetics(model, person)
    tmax, top = peak(kin, interval)
    return {
        "model": model["id"],
        "name": model["name"],
        "dose_mg": dose,
        "interval_h": interval,
        "trough_ng_ml": steady(kin, interval, interval) * dose * NG_PER_MG,
        "cmax_ng_ml": top * dose * NG_PER_MG,
        "tmax_h": tmax,
        "auc24_mg_h_l": person.get("f", 1.0) * dose * 24 / interval / person["cl"],
        "half_life_h": half_life(kin),
        "cl_l_h": person["cl"],
    }


def profile(
    pk: "Json", name: str, doses: "list[Json]", times_h: "list[float]", factors: "Json", before: "Json | None" = None
) -> "list[float]":
    """ng/mL at each time after any list of doses ``{"t_h", "mg"}``: missed tablets, dose changes, a first dose.

    ``before`` ``{"mg", "interval_h"}`` is a regular intake that went on for long; its next dose would be at time 0.
    In a model that changes with time on the drug, ``day`` in ``factors`` is the day of time 0.
    """
    model = found(pk, name)
    ready = [(read_time(dose["t_h"]), read_dose(pk, dose["mg"])) for dose in doses]
    levels = [0.0 for _ in times_h]
    if before is not None:
        mg, interval = read_dose(pk, before["mg"]), read_interval(before["interval_h"])
        kin = kinetics(model, parameters(pk, model, factors))
        levels = [mg * steady(kin, read_time(t) + interval, interval) for t in times_h]
    for day, group in by_day(pk, model, ready, factors):
        kin = kinetics(model, parameters(pk, model, day))
        for place, t in enumerate(times_h):
            for at, mg in group:
                if t > at:
                    levels[place] += mg * single(kin, t - at)
    return [level * NG_PER_MG for level in levels]


def read_time(hours: "Any") -> float:
    """Hours from the start of a profile; raises ``ValueError``."""
    value, problem = portable.read_number(hours, 0, 100000, "h", "time")
    if value is None:
        raise ValueError(problem or "")
    return value


def by_day(
    pk: "Json", model: "Json", doses: "list[tuple[float, float]]", factors: "Json"
) -> "list[tuple[Json, list[tuple[float, float]]]]":
    """Doses that share their covariates: all of them, or those of one day where a model changes with time."""
    if "day" not in covariates(model):
        return [(factors, doses)]
    use = next(one for one in model["uses"] if one["of"] == "day")
    start = factors.get("day", use["start"])
    groups: list[tuple[Json, list[tuple[float, float]]]] = []
    for at, mg in portable.ordered(doses):
        shifted = dict(factors)
        shifted["day"] = start + at / 24
        groups.append((shifted, [(at, mg)]))
    return groups
