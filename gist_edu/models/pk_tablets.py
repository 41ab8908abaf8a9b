"""Regular tablets with some left out: levels over a few days, in closed form.

The regular intake has gone on for long. Tablets are due at 0, ``interval_h``, twice that, and so on; a pattern says
which are left out: none, the first one or the first two after a day, or every fourth, for long already.
"""

from gist_edu.models import pk as model

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

MISSED = {"none": 0, "one": 1, "two": 2}  # tablets left out in a row
EVERY = 4  # the pattern "fourth" leaves out every fourth tablet
FIRST_H = 24.0  # the first tablet left out is the one due after a day


def left_out(pattern: str, interval_h: float) -> "list[float]":
    """Hours of the tablets left out in a row."""
    return [FIRST_H + n * interval_h for n in range(MISSED.get(pattern, 0))]


def unit_level(kin: "Json", t: float, interval_h: float, pattern: str) -> float:
    """mg/L per mg at ``t`` hours; a tablet due at ``t`` has not been taken yet."""
    if pattern == "fourth":
        total, cycle = 0.0, EVERY * interval_h
        for n in range(EVERY - 1):
            since = t - FIRST_H - (n + 1) * interval_h  # the tablet due at FIRST_H is one of those left out
            total += model.steady(kin, _within(since, cycle), cycle)
        return total
    total = model.steady(kin, _within(t, interval_h), interval_h)
    for missed in left_out(pattern, interval_h):
        if t > missed:
            total -= model.single(kin, t - missed)
    return max(total, 0.0)


def _within(t: float, interval_h: float) -> float:
    """Hours since the last due time; a due time itself counts as the end of an interval."""
    since = t - interval_h * int(t / interval_h)
    since = since + interval_h if since <= 1e-9 else since
    return since


def lowest(kin: "Json", interval_h: float, pattern: str) -> float:
    """mg/L per mg: the lowest level before a tablet, at the end of the longest gap."""
    gap = 1 if pattern == "fourth" else MISSED[pattern]
    return unit_level(kin, FIRST_H + gap * interval_h, interval_h, pattern)


def share_taken(pattern: str) -> float:
    """Share of the tablets that are taken in the long run."""
    return 1 - 1 / EVERY if pattern == "fourth" else 1.0


# ---------------------------------------------------------------- a regimen: who takes what, and how regularly


def regimen(pk: "Json", name: str, dose_mg: float, interval_h: float, factors: "Json", pattern: str = "none") -> "Json":
    """A typical person of a model with a dose, an interval and a pattern, ready to be asked for levels."""
    one = model.found(pk, name)
    person = model.parameters(pk, one, factors)
    return {"model": name, "mg": model.read_dose(pk, dose_mg), "interval_h": model.read_interval(interval_h),
            "factors": factors, "pattern": pattern, "person": person, "kin": model.kinetics(one, person)}


def level(plan: "Json", t: float) -> float:
    """ng/mL at ``t`` hours."""
    return unit_level(plan["kin"], t, plan["interval_h"], plan["pattern"]) * plan["mg"] * model.NG_PER_MG


def trough(plan: "Json") -> float:
    """ng/mL: the lowest level before a tablet."""
    return lowest(plan["kin"], plan["interval_h"], plan["pattern"]) * plan["mg"] * model.NG_PER_MG


def peak(plan: "Json") -> float:
    """ng/mL: the highest level while all tablets are taken."""
    return model.peak(plan["kin"], plan["interval_h"])[1] * plan["mg"] * model.NG_PER_MG


def auc24(plan: "Json") -> float:
    """mg·h/L over an average day in the long run."""
    daily = plan["mg"] * 24 / plan["interval_h"] * share_taken(plan["pattern"])
    return plan["person"].get("f", 1.0) * daily / plan["person"]["cl"]
