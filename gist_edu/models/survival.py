"""Survival curves through published landmarks, and what can be read off them.

A curve is a list of knots ``[months, share]`` that starts at ``[0, 1]`` and falls. Between knots the hazard is
constant, so a curve is monotone, meets every landmark, and ends at the last published time: nothing is extrapolated.
It is a reconstruction for teaching ("reconstructed from published landmarks"), not the Kaplan-Meier curve of the trial.
"""

import math

from gist_edu.models import portable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gist_edu._types import Json

Z95 = 1.959964  # two-sided, of a normal distribution
GRID = 400  # steps in which a hazard ratio is read off two curves
_MODULUS, _MULTIPLIER, _STEP = 2147483648, 1103515245, 12345  # a small generator, the same on every runtime


class NotPublished(ValueError):
    """A question the published numbers do not answer; the text says what was asked and what there is."""


# ---------------------------------------------------------------- curves


def knots(landmarks: "list[Json]", median: float | None = None) -> "list[list[float]]":
    """``[months, share]`` through all landmarks ``{"t", "s"}`` in order of time; the median joins where it fits.

    With no landmark the median alone is the curve.

    Raises ``ValueError`` when a later landmark stands higher than an earlier one: no survival curve can do that.
    """
    points = portable.ordered([[float(mark["t"]), float(mark["s"])] for mark in landmarks])
    line = [[0.0, 1.0]] + [point for point in points if point[0] > 0]
    for before, after in _steps(line):
        if after[1] > before[1] or after[0] == before[0] or not 0 <= after[1] <= 1:
            shown = _shown(before) + " and then " + _shown(after)
            raise ValueError("landmarks must fall from 1 to 0 at rising times; got " + shown + ".")
    return line if median is None else _with_median(line, median)


def _with_median(line: "list[list[float]]", median: float) -> "list[list[float]]":
    """The median is one more point of the curve, if the landmarks around it allow it."""
    if len(line) == 1:
        return line + [[median, 0.5]]
    before = [point for point in line if point[0] < median]
    after = [point for point in line if point[0] > median]
    if len(before) + len(after) < len(line) or before[-1][1] < 0.5 or (after and after[0][1] > 0.5):
        return line
    return before + [[median, 0.5]] + after


def _steps(curve: "list[list[float]]") -> "list[tuple[list[float], list[float]]]":
    """Each pair of neighbouring knots."""
    return [(curve[n], curve[n + 1]) for n in range(len(curve) - 1)]


def last(curve: "list[list[float]]") -> float:
    """The last published time, in months."""
    return curve[-1][0]


def share(curve: "list[list[float]]", months: float) -> float:
    """Share without the event at ``months``; raises ``NotPublished`` beyond the last landmark."""
    within(curve, months)
    for left, right in _steps(curve):
        if months <= right[0]:
            return _between(left, right, months)
    return curve[-1][1]


def within(curve: "list[list[float]]", months: float) -> None:
    """Refuse a time the curve does not cover."""
    if not 0 <= months <= last(curve):
        raise NotPublished(
            "Asked for month " + _short(months) + "; the last published time is month " + _short(last(curve))
            + ". Nothing is extrapolated: ask for a time from 0 to " + _short(last(curve)) + "."
        )


def _between(left: "list[float]", right: "list[float]", months: float) -> float:
    part = (months - left[0]) / (right[0] - left[0])
    if right[1] <= 0:  # a constant hazard never reaches zero
        return left[1] * (1 - part)
    return float(left[1] * math.pow(right[1] / left[1], part))


def time_at(curve: "list[list[float]]", level: float) -> float | None:
    """The month at which the curve falls to ``level``; None if it never does before its end."""
    for left, right in _steps(curve):
        if right[1] <= level < left[1]:
            if right[1] <= 0:
                return left[0] + (right[0] - left[0]) * (left[1] - level) / left[1]
            return left[0] + (right[0] - left[0]) * math.log(level / left[1]) / math.log(right[1] / left[1])
    return None


def median(curve: "list[list[float]]") -> float | None:
    """The month at which half are left; None if more than half are left at the last published time."""
    return time_at(curve, 0.5)


def with_hazard_ratio(curve: "list[list[float]]", ratio: float) -> "list[list[float]]":
    """What a treatment with this hazard ratio would make of a control curve, if hazards were proportional."""
    if not ratio > 0:
        raise ValueError("a hazard ratio is above 0; got " + portable.shortest(ratio) + ".")
    return [[months, math.pow(s, ratio) if s > 0 else 0.0] for months, s in curve]


# ---------------------------------------------------------------- readings


def rmst(curve: "list[list[float]]", months: float) -> float:
    """Restricted mean survival time: months lived without the event up to ``months`` (area under the curve)."""
    within(curve, months)
    area = 0.0
    for left, right in _steps(curve):
        if left[0] >= months:
            break
        end = right if right[0] <= months else [months, _between(left, right, months)]
        area += _area(left, end)
    return area


def _area(left: "list[float]", right: "list[float]") -> float:
    width, fall = right[0] - left[0], left[1] - right[1]
    if right[1] <= 0 or fall < 1e-12:
        return width * (left[1] + right[1]) / 2
    return width * fall / math.log(left[1] / right[1])


def difference(treatment: "Json", control: "Json") -> "Json":
    """Treatment minus control at one landmark, as shares; with a confidence interval where both landmarks have one.

    Each argument is a landmark ``{"t", "s", "low", "high"}``. The interval takes the standard error of each arm from
    its published interval and adds the variances: an approximation, good enough to see whether zero is inside.
    """
    if treatment["t"] != control["t"]:
        raise NotPublished("The two landmarks are of month " + _short(treatment["t"]) + " and month "
                           + _short(control["t"]) + ". A difference needs one time.")
    found = {"t": treatment["t"], "value": treatment["s"] - control["s"], "low": None, "high": None}
    errors = [_error(treatment), _error(control)]
    if None not in errors:
        wide = Z95 * math.sqrt((errors[0] or 0.0) ** 2 + (errors[1] or 0.0) ** 2)
        found["low"], found["high"] = found["value"] - wide, found["value"] + wide
    return found


def _error(mark: "Json") -> float | None:
    low, high = mark.get("low"), mark.get("high")
    return None if low is None or high is None else (high - low) / (2 * Z95)


def nnt(gap: "Json") -> "Json":
    """Number needed to treat for one more person without the event at that time, from a ``difference``.

    ``value`` is None when the difference is not above zero. ``low`` and ``high`` turn the interval over; when the
    interval of the difference holds zero, ``high`` is None: the number has no upper end.
    """
    value = 1 / gap["value"] if gap["value"] > 1e-9 else None
    low = 1 / gap["high"] if gap["high"] is not None and gap["high"] > 1e-9 else None
    high = 1 / gap["low"] if gap["low"] is not None and gap["low"] > 1e-9 else None
    return {"t": gap["t"], "value": value, "low": low, "high": high, "bounded": high is not None}


def hazard_ratio(treatment: "list[list[float]]", control: "list[list[float]]", months: float) -> float:
    """The hazard ratio two curves imply up to ``months``: a Mantel-Haenszel reading with everybody followed.

    It equals the published one only if the landmarks caught the shape and censoring did not matter.
    """
    within(treatment, months)
    within(control, months)
    above = below = 0.0
    s1, s0 = 1.0, 1.0
    for step in range(1, GRID + 1):
        t = months * step / GRID
        n1, n0 = share(treatment, t), share(control, t)
        d1, d0 = s1 - n1, s0 - n0
        if s1 + s0 > 0:
            above += d1 * s0 / (s1 + s0)
            below += d0 * s1 / (s1 + s0)
        s1, s0 = n1, n0
    if below <= 0:
        raise NotPublished("No event in the control arm up to month " + _short(months) + ": there is no ratio to read.")
    return above / below


# ---------------------------------------------------------------- simulated patients


def patients(curve: "list[list[float]]", n: int, seed: int) -> "list[Json]":
    """``n`` invented patients who follow the curve: ``months`` and ``event``; those past its end are censored there."""
    found: list[Json] = []
    state = seed % _MODULUS
    for _ in range(n):
        state = (_MULTIPLIER * state + _STEP) % _MODULUS
        months = time_at(curve, (state + 1) / (_MODULUS + 1))
        found.append({"months": last(curve) if months is None else months, "event": months is not None})
    return found


def _short(months: float) -> str:
    return portable.shortest(months, 1)


def _shown(knot: "list[float]") -> str:
    return portable.shortest(knot[1] * 100, 1) + " of 100 at month " + _short(knot[0])
