"""Teaching model of resistance: clones of one tumour grow, shrink or stand under a sequence of drugs, in closed form.

A clone that a drug holds shrinks towards the cells that survive it; one that it does not hold grows exponentially; a
part of the mass is scar and does neither. The tumour is drawn as one sphere. Progression is read as RECIST 1.1 reads
it: the diameter has grown over its smallest value since the drug began. No patient grows by a formula: this shows
consequences of assumptions, it foretells nobody.
"""

import math

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

STEPS = 32  # halvings of a stretch of months: far below a day
BEYOND = 80.0  # e to this power times a cell is beyond any tumour, and still a number
NO_DRUG = "none"


def diameter(volume: float) -> float:
    """Diameter in cm of a sphere of so many cm³."""
    return float((6.0 * volume / math.pi) ** (1.0 / 3.0))


def volume(across: float) -> float:
    """cm³ of a sphere of that diameter in cm."""
    return float(math.pi / 6.0 * across**3)


def chance_of_resistance(rate: float, cells: float) -> float:
    """Chance that at least one resistant cell is there before any drug, by the zero term of Luria and Delbrück.

    ``rate`` is per division; a tumour of n cells took about n divisions when none of them died.
    """
    return float(1.0 - math.exp(-rate * cells))


def doubling(rate: float) -> float:
    """Months in which a clone that grows at this rate per month doubles."""
    return float(math.log(2.0) / rate)


# ---------------------------------------------------------------- one stretch under one drug


def added(numbers: "list[float]") -> float:
    """The sum, added one by one, so that all runtimes agree."""
    whole = 0.0
    for number in numbers:
        whole = whole + number
    return whole


def part(call: str, size: float, peak: float, params: "Json") -> "list[float]":
    """[size now, size it moves to or from, rate]: how a clone goes on while a drug with this call is taken."""
    if call == "sensitive":
        left = params["persist"] * peak
        return [size, left, -params["shrink"]] if size > left else [size, size, 0.0]
    return [size, 0.0, params["grow"] * (params["slow"] if call == "reduced" else 1.0)]


def size_at(one: "list[float]", months: float) -> float:
    """Volume of a clone so many months into the stretch."""
    return float(one[1] + (one[0] - one[1]) * math.exp(min(one[2] * months, BEYOND)))


def total(parts: "list[list[float]]", scar: float, months: float) -> float:
    """Volume of the whole tumour so many months into the stretch."""
    return scar + added([size_at(one, months) for one in parts])


def slope(parts: "list[list[float]]", months: float) -> float:
    """How fast the tumour grows, in cm³ per month; it only ever rises, so there is one smallest size."""
    return float(added([(one[0] - one[1]) * one[2] * math.exp(min(one[2] * months, BEYOND)) for one in parts]))


def lowest(parts: "list[list[float]]", length: float) -> float:
    """Months into the stretch at which the tumour is smallest."""
    if slope(parts, 0.0) >= 0:
        return 0.0
    if slope(parts, length) <= 0:
        return length
    low, high = 0.0, length
    for _ in range(STEPS):
        middle = (low + high) / 2
        if slope(parts, middle) < 0:
            low = middle
        else:
            high = middle
    return high


def reaches(parts: "list[list[float]]", scar: float, limit: float, first: float, length: float) -> "float | None":
    """Months at which a growing tumour reaches a volume, looked for from ``first`` on; None if not in the stretch."""
    if total(parts, scar, length) < limit:
        return None
    low, high = first, length
    for _ in range(STEPS):
        middle = (low + high) / 2
        if total(parts, scar, middle) < limit:
            low = middle
        else:
            high = middle
    return high


def limit_of(nadir: float, params: "Json") -> float:
    """The volume that counts as progression after this smallest diameter: both the share and the centimetres."""
    return volume(nadir + max(nadir * params["rise"], params["rise_cm"]))


# ---------------------------------------------------------------- a whole course


def run(params: "Json", clones: "list[Json]", stretches: "list[Json]", step: float = 1.0) -> "Json":
    """The course of a tumour: clones with ``size`` in cm³ and ``calls`` by drug, stretches with drug, start and stop.

    Every clone grows without a drug. The course ends early where the tumour would be larger than ``largest_cm``.
    """
    sizes = [one["size"] for one in clones]
    peaks = list(sizes)
    scar = params["scar"] / (1.0 - params["scar"]) * added(sizes)
    course: Json = {"lines": [], "points": [[] for _ in clones], "tumour": [], "ended": None}
    for stretch in stretches:
        calls = [one["calls"].get(stretch["drug"], "resistant") for one in clones]
        parts = [part(call, sizes[n], peaks[n], params) for n, call in enumerate(calls)]
        length = _length(parts, scar, stretch, params, course)
        course["lines"].append(_line(parts, scar, stretch, length, params))
        _draw(course, parts, scar, stretch, length, step)
        sizes = [size_at(one, length) for one in parts]
        peaks = [max(peak, sizes[n]) for n, peak in enumerate(peaks)]
        if course["ended"] is not None:
            break
    course["sizes"], course["scar"] = sizes, scar
    return course


def _length(parts: "list[list[float]]", scar: float, stretch: "Json", params: "Json", course: "Json") -> float:
    """Months of a stretch that are drawn; a tumour beyond all sense ends the course."""
    whole = float(stretch["stop"] - stretch["start"])
    end = reaches(parts, scar, volume(params["largest_cm"]), 0.0, whole)
    if end is None:
        return whole
    course["ended"] = stretch["start"] + end
    return end


def _line(parts: "list[list[float]]", scar: float, stretch: "Json", length: float, params: "Json") -> "Json":
    """One drug: smallest size, and when the tumour has grown enough over it to count as progression."""
    at = lowest(parts, length)
    nadir, began = diameter(total(parts, scar, at)), diameter(total(parts, scar, 0.0))
    found = reaches(parts, scar, limit_of(nadir, params), at, length)
    return {
        "drug": stretch["drug"],
        "start": stretch["start"],
        "stop": stretch["start"] + length,
        "start_cm": began,
        "nadir_cm": nadir,
        "nadir_month": stretch["start"] + at,
        "change_pct": (nadir / began - 1.0) * 100.0,
        "progression_month": None if found is None else stretch["start"] + found,
        "months_held": found,
    }


def _draw(course: "Json", parts: "list[list[float]]", scar: float, stretch: "Json", length: float, step: float) -> None:
    """Points of every clone and of the tumour at each step, and at both ends."""
    times, at = [], 0.0
    while at < length:
        times.append(at)
        at = at + step
    times.append(length)
    for months in times:
        sizes = [size_at(one, months) for one in parts]
        month = stretch["start"] + months
        for n, size in enumerate(sizes):
            course["points"][n].append([month, size])
        course["tumour"].append([month, diameter(scar + added(sizes))])


def months_held(params: "Json", clones: "list[Json]", drug: str, longest: float) -> "float | None":
    """Months from the start of one drug to progression; None beyond ``longest``. ``run`` without its drawing."""
    scar = params["scar"] / (1.0 - params["scar"]) * added([one["size"] for one in clones])
    parts = [part(one["calls"].get(drug, "resistant"), one["size"], one["size"], params) for one in clones]
    at = lowest(parts, longest)
    nadir = diameter(total(parts, scar, at))
    return reaches(parts, scar, limit_of(nadir, params), at, longest)


# ---------------------------------------------------------------- blood


def allele_share(size: float, living: float, params: "Json") -> float:
    """Share of the gene's copies in plasma DNA that carry a change held by ``size`` of ``living`` cm³ tumour.

    One of two copies is changed; the DNA of normal cells counts like ``plasma_cm3`` of tumour.
    """
    return float(0.5 * size / (living + params["plasma_cm3"]))
