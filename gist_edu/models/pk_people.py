"""A seeded crowd of invented people around a model: how wide levels scatter, and what one sample can tell.

The crowd is a Latin hypercube: each spread is cut into equal slices, each slice is used once, and the pairing is
shuffled with a small generator that is the same on every runtime. So a few dozen people already show the spread.
"""

import math

from gist_edu.models import pk as model
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

SEED, CROWD = 20261126, 60
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
SPREADS = ("cl", "v", "absorption", "vp", "residual")  # one column of draws each
_MODULUS, _MULTIPLIER, _STEP = 2147483648, 1103515245, 12345
# Kept because a board asks for the same again and again; the same question always has the same answer.
_drawn: "dict[tuple[int, int], list[list[float]]]" = {}
_crowds: "list[Any]" = []
REMEMBERED = 4
FAR = 2  # times the highest, or the lowest divided by it: beyond that the model has nothing to say about a level
LEAST = 1e-12  # no level is divided by less


def normal_at(share: float) -> float:
    """The standard normal value below which ``share`` of people lie (Acklam's rational approximation, 1e-9)."""
    if share < 0.02425:
        return _far(math.sqrt(-2 * math.log(share)))
    if share > 1 - 0.02425:
        return -_far(math.sqrt(-2 * math.log(1 - share)))
    q = share - 0.5
    r = q * q
    over = ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r
            - 30.66479806614716) * r + 2.506628277459239
    under = ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r
             - 13.28068155288572) * r + 1
    return q * over / under


def _far(q: float) -> float:
    over = ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q
            + 4.374664141464968) * q + 2.938163982698783
    under = (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1
    return over / under


def draws(n: int, seed: int) -> "list[list[float]]":
    """One list of ``n`` standard normal draws for each spread; the same for the same seed."""
    if (n, seed) not in _drawn:
        if len(_drawn) > 3:
            _drawn.clear()
        state = seed % _MODULUS
        columns = []
        for _ in SPREADS:
            places = list(range(n))
            for last in range(n - 1, 0, -1):
                state = (_MULTIPLIER * state + _STEP) % _MODULUS
                other = (state >> 8) % (last + 1)  # the low bits of such a generator are poor
                places[last], places[other] = places[other], places[last]
            columns.append([normal_at((place + 0.5) / n) for place in places])
        _drawn[(n, seed)] = columns
    return _drawn[(n, seed)]


def crowd(pk: "Json", name: str, factors: "Json", n: int = CROWD, seed: int = SEED) -> "list[Json]":
    """The kinetics of ``n`` invented people with the same covariates; ``ValueError`` where no spread is known."""
    for known in _crowds:
        if known[0] is pk and known[1:5] == [name, n, seed, factors]:
            return list(known[5])
    people = _made(pk, name, factors, n, seed)
    _crowds.append([pk, name, n, seed, dict(factors), people])
    if len(_crowds) > REMEMBERED:
        _crowds.pop(0)
    return people


def _made(pk: "Json", name: str, factors: "Json", n: int, seed: int) -> "list[Json]":
    one = model.found(pk, name)
    spread = one["variability"]
    if not spread:
        raise ValueError("No spread between patients was seen for " + one["name"] + ". Please choose another model.")
    typical, z = model.parameters(pk, one, factors), draws(n, seed)
    rho = spread.get("correlation", 0.0)
    rest = math.sqrt(1 - rho * rho)
    people = []
    for i in range(n):
        person = dict(typical)
        person["cl"] = typical["cl"] * math.exp(spread["cl"] * z[0][i])
        person["v"] = typical["v"] * math.exp(spread.get("v", 0.0) * (rho * z[0][i] + rest * z[1][i]))
        _spread_out(one, person, spread, i, z)
        people.append(model.kinetics(one, person))
    return people


def _spread_out(one: "Json", person: "Json", spread: "Json", i: int, z: "list[list[float]]") -> None:
    """The spreads that only some models have."""
    if "vp" in spread:
        person["vp"] = person["vp"] * math.exp(spread["vp"] * z[3][i])
    if "absorption" in spread:
        key = "duration" if one["absorption"] == "zero_order" else "ka"
        draw = z[1][i] if spread.get("shared") else z[2][i]  # Eechoute: central volume and absorption rate share one
        person[key] = person[key] * math.exp(spread["absorption"] * draw)


def quantile(rows: "list[float]", share: float) -> float:
    """The value below which ``share`` of sorted rows lie, between neighbours in a straight line."""
    place = share * (len(rows) - 1)
    low = int(place)
    high = min(low + 1, len(rows) - 1)
    return rows[low] + (rows[high] - rows[low]) * (place - low)


def spread_of(levels: "list[float]") -> "list[float]":
    """The 5, 25, 50, 75 and 95 percentiles of the levels."""
    rows = portable.ordered(levels)
    return [quantile(rows, share) for share in QUANTILES]


def troughs(
    pk: "Json", name: str, dose_mg: float, interval_h: float, factors: "Json", n: int = CROWD, seed: int = SEED
) -> "list[float]":
    """The troughs of the crowd at steady state in ng/mL, lowest first."""
    dose, interval = model.read_dose(pk, dose_mg), model.read_interval(interval_h)
    scale, people = dose * model.NG_PER_MG, crowd(pk, name, factors, n, seed)
    return portable.ordered([model.steady(kin, interval, interval) * scale for kin in people])


def share_below(rows: "list[float]", limit: float) -> float:
    """Share of sorted levels below a limit, between neighbours in a straight line."""
    n = len(rows)
    if limit <= rows[0]:
        return 0.0
    for place in range(1, n):
        if limit <= rows[place]:
            return (place - 1 + (limit - rows[place - 1]) / (rows[place] - rows[place - 1])) / (n - 1)
    return 1.0


def band(
    pk: "Json", name: str, doses: "list[Json]", times_h: "list[float]", factors: "Json", before: "Json | None" = None,
    n: int = CROWD, seed: int = SEED,
) -> "list[list[float]]":
    """The 5, 25, 50, 75 and 95 percentiles of the crowd in ng/mL at each time, after doses as for ``pk.profile``."""
    ready = [(model.read_time(dose["t_h"]), model.read_dose(pk, dose["mg"])) for dose in doses]
    columns: list[list[float]] = [[] for _ in times_h]
    for kin in crowd(pk, name, factors, n, seed):
        for place, t in enumerate(times_h):
            level = 0.0
            if before is not None:
                level = before["mg"] * model.steady(kin, t + before["interval_h"], before["interval_h"])
            for at, mg in ready:
                if t > at:
                    level += mg * model.single(kin, t - at)
            columns[place].append(level * model.NG_PER_MG)
    return [spread_of(column) for column in columns]


def to_trough(
    pk: "Json", name: str, level_ng_ml: float, hours: float, dose_mg: float, interval_h: float, factors: "Json",
    n: int = CROWD, seed: int = SEED,
) -> "Json":
    """The trough behind a level taken ``hours`` after the last tablet: typical, and the middle 90 of 100 of the crowd.

    Each person of the crowd turns the level into a trough by their own curve; the model's unexplained error of one
    measurement is added where it is known. What the level itself tells about the person is not used (no Bayes).
    ``far``: "higher" or "lower" for a level more than ``FAR`` times beyond all of the crowd on this dose, else "".
    """
    one = model.found(pk, name)
    level, problem = portable.read_number(level_ng_ml, 1, 20000, "ng/mL", "level")
    since, late = portable.read_number(hours, 0.5, 72, "h", "time since the last tablet")
    if level is None or since is None:
        raise ValueError(problem or late or "")
    scale = model.read_dose(pk, dose_mg) * model.NG_PER_MG
    interval = model.read_interval(interval_h)
    typical = model.kinetics(one, model.parameters(pk, one, factors))
    error = (one["variability"] or {}).get("residual", 0.0)
    noise = draws(n, seed)[4]
    rows, levels = [], []
    for i, kin in enumerate(crowd(pk, name, factors, n, seed)):
        at = model.steady(kin, since, interval)
        levels.append(at * scale)
        rows.append(level * model.steady(kin, interval, interval) / max(at, LEAST) * math.exp(error * noise[i]))
    rows = portable.ordered(rows)
    ratio = model.steady(typical, interval, interval) / max(model.steady(typical, since, interval), LEAST)
    return {"typical": level * ratio, "low": quantile(rows, 0.05), "high": quantile(rows, 0.95),
            "with_error": error > 0, "far": _far_off(level, levels)}


def _far_off(level: float, crowd_levels: "list[float]") -> str:
    if level > FAR * max(crowd_levels):
        return "higher"
    return "lower" if level < min(crowd_levels) / FAR else ""
