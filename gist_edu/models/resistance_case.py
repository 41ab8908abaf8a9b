"""One invented tumour for the teaching model: its clones, what each drug does to them, and the plan of drugs.

What a drug does to a clone is looked up in the drug data, the variant's own entry before its class. Where the sources
disagree or nothing was found, the reader must assume, and the assumption is shown as one.
"""

from gist_edu.models import interpret, portable, resistance, resistance_plan

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

KNOWN = ("sensitive", "reduced", "resistant")
LEAST, MOST = 1e-9, 0.9  # share of the living tumour that a clone may have at the start


def parameters(data: "Json") -> "Json":
    """Numbers of the model by name: from the ledger, assumed, or fitted."""
    found = {}
    for one in data["resistance"]["parameters"]:
        value = one.get("value")
        if value is None:
            less = portable.ev_number(data, one["less"]) if "less" in one else 0
            value = ((portable.ev_number(data, one["ev"]) or 0) - (less or 0)) * one["factor"]
        found[one["id"]] = value
    return found


def named(data: "Json", listed: str, key: "Any", what: str) -> "Json":
    """The primary or clone of an id; an unknown one lists those there are."""
    known = data["resistance"][listed]
    for one in known:
        if one["id"] == key:
            return one
    raise ValueError(
        "There is no "
        + what
        + " "
        + portable.shown(key)
        + " here. Please choose one of: "
        + ", ".join([one["id"] for one in known])
        + "."
    )


# ---------------------------------------------------------------- what a drug does to a clone


def cell(data: "Json", primary: "Json", clone: "Json | None", drug: str) -> "Json":
    """The entry of the drug data for a clone; a second change does not make a resistant first one sensitive."""
    nothing = {"call": "unknown", "md": data["drugs"]["nothing"]}
    first: Json = interpret.row(data, primary["id"]).get("drugs", {}).get(drug, nothing)
    if clone is None or first["call"] == "resistant":
        return first
    if clone["class"] is None:
        return {"call": "resistant", "md": "Assumed: a clone whose cause is not known resists every drug."}
    own = interpret.known(data, {"hgvs_p": clone["variant"], "gene": clone["gene"]}).get("drugs", {}).get(drug, {})
    return own if "call" in own else interpret.row(data, clone["class"]).get("drugs", {}).get(drug, nothing)


def clones_of(data: "Json", primary: "Json", chosen: "Json") -> "list[Json]":
    """The first clone and the chosen ones, each with its share of the living tumour at the start."""
    seconds = []
    for key in portable.ordered(list(chosen)):
        one, share = named(data, "clones", key, "clone"), chosen[key]
        if one["gene"] not in (None, primary["gene"]):
            raise ValueError(
                one["name"]
                + " is a change of "
                + one["gene"]
                + " and does not stand beside "
                + primary["name"]
                + ". Please choose a clone of "
                + primary["gene"]
                + "."
            )
        if not portable.is_number(share) or share < LEAST or share > MOST:
            raise ValueError(
                "The share of "
                + one["name"]
                + " at the start is "
                + portable.shown(share)
                + ". Please give a part of the living tumour from 0.000000001 to 0.9, such as 0.0001."
            )
        seconds.append({"id": key, "name": one["name"], "entry": one, "share": share})
    left = 1.0 - resistance.added([one["share"] for one in seconds])
    if left <= 0:
        raise ValueError(
            "The shares of the clones add up to "
            + portable.shortest(1.0 - left, 3)
            + ". Please leave something for the first clone: less than 1 in all."
        )
    return [{"id": primary["id"], "name": primary["name"] + " alone", "entry": None, "share": left}] + seconds


def open_calls(data: "Json", primary: "Json", clones: "list[Json]", taken: "list[str]") -> "list[Json]":
    """Pairs of clone and drug whose effect is not known or disputed: what the reader has to assume."""
    found = []
    for drug in taken:
        for one in clones:
            entry = cell(data, primary, one["entry"], drug)
            if drug != resistance.NO_DRUG and entry["call"] not in KNOWN:
                found.append(
                    {
                        "key": one["id"] + "." + drug,
                        "clone": one["name"],
                        "drug": drug,
                        "call": entry["call"],
                        "md": entry["md"],
                    }
                )
    return found


def _with_calls(data: "Json", primary: "Json", clones: "list[Json]", taken: "list[str]", assume: "Json") -> None:
    """Give each clone its ``calls``, and say in ``assumed`` which of them the reader made up."""
    asked = open_calls(data, primary, clones, taken)
    doubts = {one["key"]: one["call"] for one in asked}
    names = resistance_plan.drugs(data)
    for key in portable.ordered(list(assume)):
        if key not in doubts or assume[key] not in KNOWN:
            raise ValueError(
                portable.shown(key) + " cannot be assumed to be " + portable.shown(assume[key]) + ". Please assume "
                "sensitive, reduced or resistant, for: " + (", ".join([one["key"] for one in asked]) or "nothing") + "."
            )
    for one in asked:
        if one["key"] not in assume:
            raise ValueError(
                "What " + names[one["drug"]].lower() + " does to " + one["clone"] + " is " + one["call"]
                + '. Please assume something: assume={"' + one["key"] + '": "sensitive", "reduced" or "resistant"}.'
            )
    for one in clones:
        one["calls"], one["assumed"] = {}, {}
        for drug in [drug for drug in taken if drug != resistance.NO_DRUG]:
            key = one["id"] + "." + drug
            if key in doubts:
                one["calls"][drug], one["assumed"][drug] = assume[key], doubts[key]
            else:
                one["calls"][drug] = cell(data, primary, one["entry"], drug)["call"]


# ---------------------------------------------------------------- the course


def simulate(data: "Json", schedule: "Any", options: "Json") -> "Json":
    """The course of one tumour, drawn every ``step`` months.

    Options: primary, clones {id: share}, months, assume {"clone.drug": call}, size_cm, step, params (numbers by name).
    Raises ``ValueError`` with a sentence for a plan, clone or share that cannot be.
    """
    params = parameters(data)
    params.update(options.get("params") or {})
    primary = named(data, "primaries", options.get("primary", "kit_exon11"), "genotype")
    clones = clones_of(data, primary, options.get("clones") or {})
    stretches = resistance_plan.plan(data, schedule, options.get("months", 36))
    taken: list[str] = []
    for stretch in stretches:
        if stretch["drug"] not in taken:
            taken.append(stretch["drug"])
    _with_calls(data, primary, clones, taken, options.get("assume") or {})
    living = resistance.volume(options.get("size_cm") or params["size_cm"]) * (1.0 - params["scar"])
    for one in clones:
        one["size"] = living * one["share"]
    course = resistance.run(params, clones, stretches, options.get("step") or 1.0)
    return _told(data, params, clones, course)


def _told(data: "Json", params: "Json", clones: "list[Json]", course: "Json") -> "Json":
    """The course as lessons and the simulator read it."""
    largest = 0
    for n, one in enumerate(clones):
        one["points"], one["end_cm3"] = course["points"][n], course["sizes"][n]
        one["nodule_month"] = _first(one["points"], resistance.volume(params["nodule_cm"])) if n else None
        if one["end_cm3"] > clones[largest]["end_cm3"]:
            largest = n
        one.pop("entry")
    seen = [line["progression_month"] for line in course["lines"] if line["progression_month"] is not None]
    smallest = course["tumour"][0]
    for point in course["tumour"]:
        smallest = point if point[1] < smallest[1] else smallest
    blood(params, clones)
    return {
        "label": data["resistance"]["label"],
        "clones": clones,
        "tumour": course["tumour"],
        "lines": course["lines"],
        "progression_month": seen[0] if seen else None,
        "nadir": smallest,
        "largest": clones[largest]["id"],
        "ended": course["ended"],
        "scar_cm3": course["scar"],
        "rise": params["rise"],
        "rise_cm": params["rise_cm"],
    }


def _first(points: "list[list[float]]", limit: float) -> "float | None":
    """The first drawn month at which a clone has this volume; None if it never has it."""
    for month, size in points:
        if size >= limit:
            return month
    return None


def blood(params: "Json", clones: "list[Json]") -> None:
    """Give each clone ``in_blood``: the first drawn month at which its change would be found in plasma, or None.

    The first change stands in every cell; a second one in its own clone only; without a second change there is no mark.
    """
    living = [
        resistance.added([one["points"][place][1] for one in clones]) for place in range(len(clones[0]["points"]))
    ]
    for n, one in enumerate(clones):
        one["in_blood"] = None
        for place, whole in enumerate(living if one["id"] != "other" else []):
            month, size = one["points"][place]
            if resistance.allele_share(size if n else whole, whole, params) >= params["threshold"]:
                one["in_blood"] = month
                break
