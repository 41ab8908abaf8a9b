"""Reading a CT of a GIST under treatment: RECIST 1.1, the modified RECIST of GIST trials, Choi, nodule within a mass.

Scans are dicts, the baseline first and the one to be judged last::

    {"lesions": [{"name": "Liver 1", "organ": "liver", "mm": 50, "hu": 75}, ...],
     "new": False, "nontarget": "none", "nodule": "none", "phase": "portal"}

The lesions are the targets, the same ones in the same order on each scan. ``mm`` is the longest diameter, of a lymph
node the short axis, and 0 when the lesion has gone; None means that it was not measured. ``hu`` is the mean density.
All comparing is done in whole tenths of a millimetre and of a Hounsfield unit, so that a limit is met or not met.
Sources of the limits: ev:recist11_rules, ev:choi_definition, ev:mrecist_gist, ev:nodule_in_mass.
"""

from gist_edu.models import portable
from gist_edu.models.response_scans import BONE, NODE, checked

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

SMALLEST, SMALLEST_NODE, NORMAL_NODE = 100, 150, 100  # tenths of a millimetre: a target, a target node, a normal node
GROWTH_MM = 50  # tenths of a millimetre that RECIST 1.1 wants besides the percentage
# Per cent, met when reached; a test holds them against the ledger.
RECIST_FALL, RECIST_RISE, CHOI_FALL, CHOI_RISE, CHOI_DARKER = 30, 20, 10, 10, 15


# ---------------------------------------------------------------- RECIST 1.1


def recist(scans: "list[Json]") -> "Json":
    """RECIST 1.1: {"call", "why", "change_pct", "from_smallest_pct", "sums_mm"}; ValueError for what does not fit."""
    return _by_size(checked(scans), "RECIST 1.1")


def modified(scans: "list[Json]") -> "Json":
    """The modified RECIST of GIST trials: no nodes or bones as targets; a growing nodule in a mass is progression."""
    scans = checked(scans)
    kept = [place for place, one in enumerate(scans[0]["lesions"]) if one["organ"] not in (NODE, BONE)]
    left = [one["name"] for one in scans[0]["lesions"] if one["organ"] in (NODE, BONE)]
    if not kept:
        return _answer("not_evaluable", ["No target is left: in GIST trials lymph nodes and bones are not targets."])
    narrowed = []
    for scan in scans:
        copy = dict(scan)
        copy["lesions"] = [scan["lesions"][place] for place in kept]
        narrowed.append(copy)
    told = ["Not a target in GIST trials: " + portable.listed(left) + "."] if left else []
    found = _by_size(narrowed, "the modified RECIST")
    if scans[-1]["nodule"] == "growing":
        found["call"] = "PD"
        told.append("A nodule that keeps growing inside a mass counts as progression in GIST trials.")
    elif scans[-1]["nodule"] == "new":
        told.append("A nodule seen for the first time is not enough here: the trials wanted strict proof of growth.")
    found["why"] = told + found["why"]
    return found


def _by_size(scans: "list[Json]", ruler: str) -> "Json":
    places, told = _measurable(scans[0]["lesions"])
    if not places:
        return _answer("not_evaluable", told + ["No measurable target at baseline, so there is no sum to follow."])
    last = scans[-1]
    now = [last["lesions"][place] for place in places]
    missing = [one["name"] for one in now if one["mm"] is None]
    known = [_sum([scan["lesions"][place] for place in places]) for scan in scans[:-1]]
    smallest = min([total for total in known if total is not None])
    told = told + _unclear(last)
    found = _answer("SD", told)
    found["sums_mm"] = [None if total is None else total / 10 for total in known]
    reasons = _worse(last)
    if missing:
        told.append("Not measured on this scan: " + portable.listed(missing) + ".")
        found["sums_mm"].append(None)
        found["call"] = "PD" if reasons else "not_evaluable"
        found["why"] = told + (reasons or ["With a target unmeasured and no sign of progression there is no call."])
        return found
    total = _sum(now) or 0
    found["sums_mm"].append(total / 10)
    found["change_pct"], found["from_smallest_pct"] = _pct(total, known[0]), _pct(total, smallest)
    back = _all_gone([scans[-2]["lesions"][place] for place in places]) and scans[-2]["nontarget"] in ("none", "gone")
    call, why = _sized(total, known[0] or 0, smallest, now, back)
    return _overall(found, call, told + why, reasons, last, ruler)


def _sized(total: int, base: int, smallest: int, now: "list[Json]", back: bool) -> "tuple[str, list[str]]":
    """The call of the targets alone, compared as whole numbers: 100 x the sum against 120 x the smallest."""
    told = ["Sum of diameters: " + _mm(base) + " at baseline, " + _mm(total) + " now, " + _mm(smallest)
            + " at its smallest before."]
    more, limit = total - smallest, smallest * (100 + RECIST_RISE) / 100
    grown = 100 * total >= (100 + RECIST_RISE) * smallest
    least = _pc(RECIST_RISE) + " above the smallest sum"
    if _all_gone(now):
        return "CR", told + ["All targets have gone; a lymph node below 10 mm counts as normal."]
    if more > 0 and back:
        return "PD", told + ["On the scan before, all disease had gone; what comes back after that is progression."]
    if grown and more >= GROWTH_MM:
        return "PD", told + ["At least " + least + " would be " + _mm(limit) + " or more, and at least "
                             + _mm(GROWTH_MM) + ": it is " + _mm(more) + " more. Both are met."]
    if grown and more > 0:
        told.append("At least " + least + ", but only " + _mm(more) + " more; "
                    + _mm(GROWTH_MM) + " are needed as well.")
    elif more >= GROWTH_MM:
        told.append(_mm(more) + " more than the smallest sum, but " + least + " would be " + _mm(limit) + ".")
    met = 100 * total <= (100 - RECIST_FALL) * base
    told.append("At least " + _pc(RECIST_FALL) + " below baseline means " + _mm(base * (100 - RECIST_FALL) / 100)
                + " or less. That is " + ("met." if met else "not met."))
    return ("PR" if met else "SD"), told


def _overall(found: "Json", call: str, told: "list[str]", reasons: "list[str]", last: "Json", ruler: str) -> "Json":
    if reasons:
        call = "PD"
        told = told + reasons
    elif call == "CR" and last["nontarget"] == "present":
        call = "PR"
        told.append("Other disease is still there, so this is not complete.")
    if last["nodule"] in ("new", "growing") and ruler == "RECIST 1.1" and call != "PD":
        told.append("RECIST 1.1 measures the whole mass: it does not see the nodule inside.")
    found["call"], found["why"] = call, told
    return found


def _worse(last: "Json") -> "list[str]":
    """What makes a scan progression whatever the sizes say."""
    told = []
    if last["new"] is True:
        told.append("A new lesion is progression, whatever the sizes say.")
    if last["nontarget"] == "growing":
        told.append("Other disease has grown beyond doubt, and that is progression.")
    return told


def _unclear(last: "Json") -> "list[str]":
    if last["new"] != "unclear":
        return []
    return ["What may have been there before is not called new: the next scan will tell."]


def _smallest(scans: "list[Json]") -> "Json":
    """The scan with the smallest sum; the earlier of two that are alike."""
    found = scans[0]
    for scan in scans[1:]:
        total = _sum(scan["lesions"])
        if total is not None and total < (_sum(found["lesions"]) or 0):
            found = scan
    return found


def _measurable(lesions: "list[Json]") -> "tuple[list[int], list[str]]":
    """The places of the lesions that may be targets, and a sentence for each that may not."""
    places, told = [], []
    for place, one in enumerate(lesions):
        limit = SMALLEST_NODE if one["organ"] == NODE else SMALLEST
        if one["mm"] >= limit:
            places.append(place)
        else:
            told.append(one["name"] + ": " + _mm(one["mm"]) + " at baseline is too small for a target; at least "
                        + _mm(limit) + (", across the short axis," if limit == SMALLEST_NODE else "")
                        + " would be needed. It counts as other disease.")
    return places, told


# ---------------------------------------------------------------- Choi


def choi(scans: "list[Json]") -> "Json":
    """Choi: {"call", "why", "change_pct", "density_pct"}. Size OR density makes a response.

    The density is the mean of the targets that have one on both scans. The published criteria compare one scan with the
    baseline; for later scans we look for growth from the scan with the smallest sum, in size and in density.
    """
    scans = checked(scans)
    first, last = scans[0], scans[-1]
    total, base = _sum(last["lesions"]), _sum(first["lesions"]) or 0
    reasons = _worse(last)
    if last["nodule"] in ("new", "growing"):
        reasons.append("A new or growing nodule inside a mass is progression by Choi.")
    if last["nontarget"] == "growing":
        reasons.append("Choi lists growth of other disease only as a bar to response; we call it progression.")
    if total is None:
        missing = portable.listed([one["name"] for one in last["lesions"] if one["mm"] is None])
        return _answer("PD" if reasons else "not_evaluable", reasons + ["Not measured on this scan: " + missing + "."])
    falls, density, told = _density(first, last)
    found = _answer("PD", told)
    found["change_pct"], found["density_pct"] = _pct(total, base), density
    found["sums_mm"] = [base / 10, total / 10]
    if reasons:
        found["why"] = told + reasons
    else:
        found["call"], why = _choi_call(scans, total, base, falls)
        found["why"] = _unclear(last) + _choi_limits(total, base) + told + why
    return found


def _choi_call(scans: "list[Json]", total: int, base: int, falls: "bool | None") -> "tuple[str, list[str]]":
    if _all_gone(scans[-1]["lesions"]):
        if scans[-1]["nontarget"] == "present":
            return "PR", ["All targets have gone; other disease is still there."]
        return "CR", ["All targets have gone."]
    least = _smallest(scans[:-1])
    smallest = _sum(least["lesions"]) or 0
    if 100 * total >= (100 + CHOI_RISE) * smallest:
        return _choi_grown(scans, least, smallest, total)
    if falls:
        return "PR", ["The density alone makes it a response."]
    if 100 * total <= (100 - CHOI_FALL) * base:
        return "PR", ["The size alone makes it a response."]
    if falls is None:
        return "not_evaluable", ["The size is no response; without a density that can be compared there is no call."]
    return "SD", ["Neither size nor density moved far enough."]


def _choi_grown(scans: "list[Json]", least: "Json", smallest: int, total: int) -> "tuple[str, list[str]]":
    """Grown above the smallest sum: progression, unless the density has fallen since."""
    told = []
    if least is not scans[0]:
        told = ["It was " + _mm(smallest) + " at its smallest; at least " + _pc(CHOI_RISE) + " more is "
                + _mm(smallest * (100 + CHOI_RISE) / 100) + "."]
    falls = _density(least, scans[-1])[0]
    if falls:
        return "PR", told + ["The density alone makes it a response, although the mass has grown."]
    if falls is None:
        return "not_evaluable", told + ["It has grown; without a density that can be compared there is no call."]
    return "PD", told + ["It has grown enough, and the density does not make it a response."]


def _choi_limits(total: int, base: int) -> "list[str]":
    return ["Size: " + _mm(base) + " at baseline, " + _mm(total) + " now. At least " + _pc(CHOI_FALL)
            + " smaller means "
            + _mm(base * (100 - CHOI_FALL) / 100) + " or less, at least " + _pc(CHOI_RISE) + " larger "
            + _mm(base * (100 + CHOI_RISE) / 100) + " or more."]


def _density(first: "Json", last: "Json") -> "tuple[bool | None, float | None, list[str]]":
    """(fell enough, or None when it cannot be told; change in percent; sentences)."""
    pairs = [(one["hu"], last["lesions"][place]["hu"]) for place, one in enumerate(first["lesions"])]
    pairs = [pair for place, pair in enumerate(pairs) if None not in pair and last["lesions"][place]["mm"] != 0]
    if first["phase"] != "portal" or last["phase"] != "portal":
        return None, None, ["The densities cannot be compared: Choi wants the portal venous phase on both scans."]
    if not pairs:
        return None, None, ["No density was measured on both scans."]
    before, after = 0, 0
    for pair in pairs:
        before, after = before + pair[0], after + pair[1]
    if before <= 0:
        return None, None, ["A density of 0 HU or less at baseline has no percentage."]
    count = len(pairs)
    told = ("Mean density: " + portable.shortest(before / count / 10) + " HU at baseline, "
            + portable.shortest(after / count / 10) + " HU now. At least " + _pc(CHOI_DARKER) + " less means "
            + portable.shortest(before * (100 - CHOI_DARKER) / 100 / count / 10) + " HU or less.")
    return 100 * after <= (100 - CHOI_DARKER) * before, (after - before) * 100 / before, [told]


# ---------------------------------------------------------------- nodule within a mass


def nodule(scans: "list[Json]") -> "Json":
    """The nodule within a mass: call "PD" for a new or growing nodule, else "none": the rule is silent."""
    last = checked(scans)[-1]["nodule"]
    if last in ("new", "growing"):
        return _answer("PD", ["A " + last + " enhancing nodule inside a mass is progression, even if the mass is not "
                              "larger."])
    told = "The nodule has not changed" if last == "unchanged" else "There is no nodule inside a mass"
    return _answer("none", [told + ", so this rule says nothing."])


# ---------------------------------------------------------------- small things


def _answer(call: str, why: "list[str]") -> "Json":
    return {"call": call, "why": why, "change_pct": None, "from_smallest_pct": None, "density_pct": None, "sums_mm": []}


def _is_gone(one: "Json") -> bool:
    return one["mm"] is not None and bool(one["mm"] == 0 or (one["organ"] == NODE and one["mm"] < NORMAL_NODE))


def _all_gone(lesions: "list[Json]") -> bool:
    return len([one for one in lesions if not _is_gone(one)]) == 0


def _sum(lesions: "list[Json]") -> "int | None":
    """Sum of the diameters; None when one was not measured."""
    total = 0
    for one in lesions:
        if one["mm"] is None:
            return None
        total = total + one["mm"]
    return total


def _pct(total: int, base: "int | None") -> "float | None":
    return (total - base) * 100 / base if base else None


def _mm(tenths: float) -> str:
    """Two decimals only where a limit needs them: 61.05 mm."""
    return portable.shortest(tenths / 10, 2) + " mm"


def _pc(share: int) -> str:
    return portable.fmt(share) + " per cent"
