"""The virtual population of the clone race, and the fit of its free parameters to published results.

A person has a diameter, a rate of growth, and a share of the tumour that the drug does not reach. The three are drawn
independently of each other from one seed. ``fit()`` finds the parameters marked ``fitted`` in ``data/resistance.yaml``;
``rows()`` sets model beside publication.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from math import exp
from statistics import NormalDist

from gist_edu._types import Json
from gist_edu.models import portable, resistance, resistance_case

LONGEST = 600.0  # months that are looked at; whoever is held longer counts as held
ROUNDS = 4
HALVINGS = 22
Person = tuple[Json, list[Json]]  # parameters of their own, clones


@cache
def _draws(people: int, seed: int) -> list[tuple[float, float, float]]:
    """Evenly spread normal deviates for growth, diameter and share, each in an order of its own."""
    deviates = [NormalDist().inv_cdf((n + 0.5) / people) for n in range(people)]
    rng = random.Random(seed)
    return list(zip(*[rng.sample(deviates, people) for _ in range(3)], strict=True))


def persons(
    data: Json, params: Json, row: Json, people: int | None = None, seed: int | None = None
) -> Iterator[Person]:
    """The people of a trial: ``row`` names the drug and what it does to the greater part of their tumours."""
    settings, drug = data["resistance"], row["drug"]
    for grow, size, beyond in _draws(people or settings["people"], seed or settings["seed"]):
        own = {**params, "grow": params["grow"] * exp(params["spread"] * grow)}
        living = resistance.volume(params["size_cm"] * exp(params["size_spread"] * size)) * (1 - params["scar"])
        share = 0.0 if drug == resistance.NO_DRUG else _share(params[f"beyond_{drug}"], params["share_spread"] * beyond)
        yield own, [{"size": living * (1 - share), "calls": {drug: row["main"]}}, {"size": living * share, "calls": {}}]


def _share(median: float, shift: float) -> float:
    """A share whose odds are shifted, so that it stays between none and all."""
    odds = median / (1 - median) * exp(shift)
    return odds / (1 + odds)


# ---------------------------------------------------------------- what a trial would report


def result(data: Json, params: Json, row: Json, people: int | None = None, seed: int | None = None) -> float:
    """The model's counterpart of a published result, in its unit: months or percent."""
    crowd = list(persons(data, params, row, people, seed))
    if row["what"] == "in_blood":
        return 100 * _part([living >= _least(params) for living in _at_failure(crowd, row["drug"])])
    if row["what"] == "stopped_free_at":
        return 100 * _part([held > row["month"] for held in _after_stop(crowd, row)])
    held = times(crowd, row["drug"])
    if row["what"] == "free_at":
        return 100 * _part([months > row["month"] for months in held])
    if row["what"] == "continued_free_at":
        return 100 * _part([months > row["after"] + row["month"] for months in held if months > row["after"]])
    return sorted(held)[len(held) // 2]


def _part(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def times(crowd: list[Person], drug: str) -> list[float]:
    """Months to progression of each person."""
    return [resistance.months_held(own, clones, drug, LONGEST) or LONGEST for own, clones in crowd]


def _after_stop(crowd: list[Person], row: Json) -> list[float]:
    """Months to progression after the stop, of those who were free of it until then."""
    found = []
    for own, clones in crowd:
        plan = [
            {"drug": row["drug"], "start": 0, "stop": row["after"]},
            {"drug": resistance.NO_DRUG, "start": row["after"], "stop": row["after"] + LONGEST},
        ]
        lines = resistance.run(own, clones, plan, step=LONGEST)["lines"]
        if len(lines) == 2 and lines[0]["progression_month"] is None:
            found.append(lines[1]["months_held"] or LONGEST)
    return found


def _at_failure(crowd: list[Person], drug: str) -> list[float]:
    """cm³ of living tumour on the day of progression."""
    found: list[float] = []
    for own, clones in crowd:
        held = resistance.months_held(own, clones, drug, LONGEST)
        if held is not None:
            course = resistance.run(own, clones, [{"drug": drug, "start": 0, "stop": held}], step=LONGEST)
            found.append(sum(course["sizes"]))
    return found


def _least(params: Json) -> float:
    """cm³ of living tumour from which its first change is found in blood."""
    threshold: float = params["threshold"]
    return threshold * float(params["plasma_cm3"]) / (0.5 - threshold)


# ---------------------------------------------------------------- fitting


def fit(data: Json, params: Json) -> Json:
    """The parameters with the fitted ones found anew: one after another, in rounds, as they lean on each other."""
    found = dict(params)
    for _ in range(ROUNDS):
        for row in data["resistance"]["targets"]:
            found[row["fits"]] = fit_one(data, found, row, row["fits"])
    return found


def fit_one(data: Json, params: Json, row: Json, name: str) -> float:
    """The value of one parameter with which the model meets one published result; all else is kept."""
    wanted = portable.ev_number(data, row["address"]) or 0.0
    low, high = LIMITS[name.split("_")[0]]

    def short(value: float) -> bool:
        return result(data, {**params, name: value}, row) > wanted

    return _halved(short, low, high)


LIMITS = {
    "grow": (0.01, 5.0),
    "spread": (0.1, 4.0),
    "slow": (0.001, 1.0),
    "persist": (0.0005, 0.9),
    "beyond": (1e-9, 0.999),
    "plasma": (10.0, 1e6),
}


def _halved(too_good: Callable[[float], bool], low: float, high: float) -> float:
    """Where a result crosses what is wanted, on a logarithmic scale; its direction is found at the ends."""
    falls = too_good(low)
    for _ in range(HALVINGS):
        middle = (low * high) ** 0.5
        if too_good(middle) is falls:
            low = middle
        else:
            high = middle
    return float((low * high) ** 0.5)


def rows(data: Json, params: Json, listed: str) -> list[Json]:
    """``targets`` or ``checks``: what was published, what the model gives, and the gap."""
    found = []
    for row in data["resistance"][listed]:
        published = portable.ev_number(data, row["address"]) or 0.0
        model = result(data, params, row)
        unit = "months" if row["what"] == "median" else "%"
        found.append(
            {
                "id": row["id"],
                "name": row["name"],
                "address": row["address"],
                "unit": unit,
                "published": published,
                "model": round(model, 1),
                "gap": round(model - published, 1) + 0.0,
                "fits": row.get("fits"),
                "mind": row.get("mind", ""),
            }
        )
    return found


def alternatives(data: Json, params: Json, drug: str) -> list[Json]:
    """Other rates of growth, with the share beyond the drug fitted anew: do they meet the same median?"""
    row = next((one for one in data["resistance"]["targets"] if one["fits"] == f"beyond_{drug}"), None)
    if row is None:
        names = [one["drug"] for one in data["resistance"]["targets"] if one["fits"].startswith("beyond_")]
        raise ValueError(f"Nothing was fitted for {drug!r}; choose one of: {', '.join(names)}.")
    found = []
    for grow in sorted([*data["resistance"]["alternatives"], params["grow"]]):
        other = {**params, "grow": grow}
        share = fit_one(data, other, row, row["fits"])
        found.append(
            {
                "doubling_months": resistance.doubling(grow),
                "share": share,
                "published": portable.ev_number(data, row["address"]),
                "model": result(data, {**other, row["fits"]: share}, row),
            }
        )
    return found


def calibration(data: Json) -> Json:
    """Targets and checks beside the model, for the bundle; made anew at each build, never typed."""
    params = resistance_case.parameters(data)
    found: Json = {name: rows(data, params, name) for name in ("targets", "checks")}
    return found
