"""Reading the scans that RECIST and Choi judge: sizes and densities in whole tenths, the rest refused in words."""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

NONTARGETS = ("none", "gone", "present", "growing")
NODULES = ("none", "unchanged", "new", "growing")
PHASES = ("portal", "arterial", "none")
NEW = (False, "unclear", True)
NODE, BONE = "lymph node", "bone"
LARGEST_MM, HU_RANGE = 500, (-150, 400)
MOST, MOST_PER_ORGAN = 5, 2


def checked(scans: "Any") -> "list[Json]":
    """The scans with sizes and densities in whole tenths; a ValueError says what was given and what is expected."""
    if not isinstance(scans, (list, tuple)) or len(scans) < 2:
        raise ValueError("At least two scans are needed: a baseline and the one to be judged. Add the missing scan.")
    known = _names(scans[0])
    if not known:
        raise ValueError("The baseline has no lesion. Give at least one target lesion with its size in mm.")
    if len(known) > MOST:
        raise ValueError(portable.fmt(len(known)) + " targets were given; RECIST 1.1 takes at most "
                         + portable.fmt(MOST) + ". Count the others as other disease.")
    _few_per_organ(scans[0]["lesions"])
    return [_scan(scan, known, place == 0) for place, scan in enumerate(scans)]


def _few_per_organ(lesions: "list[Json]") -> None:
    for organ in [one["organ"] for one in lesions if one.get("organ")]:
        count = len([one for one in lesions if one.get("organ") == organ])
        if count > MOST_PER_ORGAN:
            raise ValueError(portable.fmt(count) + " targets in one organ (" + organ + ") were given; RECIST 1.1 takes "
                             "at most " + portable.fmt(MOST_PER_ORGAN) + ". Count the others as other disease.")


def _names(scan: "Json") -> "list[str]":
    names = []
    for one in scan["lesions"]:
        if not isinstance(one.get("name"), str) or one["name"] in names:
            raise ValueError("Each lesion needs a name of its own, such as Liver 1. Name them apart.")
        names.append(one["name"])
    return names


def _scan(scan: "Json", known: "list[str]", baseline: bool) -> "Json":
    names = _names(scan)
    for name in names:
        if name not in known:
            raise ValueError(name + " has no baseline, so there is nothing to compare it with. Measure it at baseline, "
                             "or call it a new lesion.")
    if names != known:
        raise ValueError("The targets are not those of the baseline, in the same order. Expected: "
                         + portable.listed(known) + ". Give a size for each; 0 mm when it has gone.")
    return {
        "lesions": [_lesion(one, baseline) for one in scan["lesions"]],
        "new": _one_of(scan.get("new", False), NEW, "answer to whether a lesion is new"),
        "nontarget": _one_of(scan.get("nontarget", "none"), NONTARGETS, "other disease"),
        "nodule": _one_of(scan.get("nodule", "none"), NODULES, "nodule"),
        "phase": _one_of(scan.get("phase", "portal"), PHASES, "contrast phase"),
    }


def _one_of(value: "Any", known: "tuple[Any, ...]", what: str) -> "Any":
    for one in known:
        if value is one or (isinstance(value, str) and value == one):
            return one
    listed = ", ".join([one if isinstance(one, str) else ("yes" if one else "no") for one in known])
    raise ValueError(portable.shown(value) + " is no " + what + ". Choose one of: " + listed + ".")


def _lesion(one: "Json", baseline: bool) -> "Json":
    name = one["name"]
    found: Json = {"name": name, "organ": one.get("organ", ""), "mm": None, "hu": None}
    if one.get("mm") is None and baseline:
        raise ValueError(name + " has no size at baseline. Give its longest diameter in mm, of a lymph node the short "
                         "axis.")
    if one.get("mm") is not None:
        found["mm"] = _tenths(one["mm"], 0.1 if baseline else 0, LARGEST_MM, "mm", "size of " + name)
    if one.get("hu") is not None:
        found["hu"] = _tenths(one["hu"], HU_RANGE[0], HU_RANGE[1], "HU", "density of " + name)
    return found


def _tenths(raw: "Any", low: float, high: float, unit: str, what: str) -> int:
    value, problem = portable.read_number(raw, low, high, unit, what)
    if value is None:
        raise ValueError(problem)
    return int(value * 10 + 0.5) if value >= 0 else -int(0.5 - value * 10)


def scans_of(scenario: "Json") -> "list[Json]":
    """The scans of a scenario of ``data/response.yaml``: baseline, one between where there is one, and now."""
    between = [one for one in scenario["lesions"] if one.get("mid_mm") is not None]
    parts = ["base", "mid", "now"] if len(between) == len(scenario["lesions"]) else ["base", "now"]
    scans = []
    for part in parts:
        lesions = [{"name": one["name"], "organ": one["organ"], "mm": one[part + "_mm"], "hu": one[part + "_hu"]}
                   for one in scenario["lesions"]]
        scans.append({"lesions": lesions, "new": False, "nontarget": "none", "nodule": "none", "phase": "portal"})
    for name in ("new", "nontarget", "nodule", "phase"):
        scans[-1][name] = scenario[name]
    return scans
