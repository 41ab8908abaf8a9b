"""The plan of drugs for the teaching model of resistance: one drug or none at a time, from month 0, without a gap."""

from gist_edu.models import portable, resistance

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json


def drugs(data: "Json") -> "Json":
    """Names of the drugs by id, and of the time without one."""
    found = {one["id"]: one["name"] for one in data["drugs"]["drugs"]}
    found[resistance.NO_DRUG] = "No drug"
    return found


def plan(data: "Json", schedule: "Any", months: "Any") -> "list[Json]":
    """Stretches of one drug or none, from month 0 to ``months`` without a gap; drugs do not overlap."""
    longest = data["resistance"]["months"]
    if not portable.is_number(months) or not 1 <= months <= longest:
        raise ValueError(
            "The course is to last "
            + portable.shown(months)
            + " months. Please give 1 to "
            + portable.fmt(longest)
            + "."
        )
    if not isinstance(schedule, (list, tuple)) or not schedule:
        raise ValueError('No drug is planned. Please give a list such as [{"drug": "imatinib", "start": 0}].')
    rows = [_row(data, raw, months) for raw in schedule]
    found: list[Json] = []
    at = 0.0
    for place, row in enumerate(rows):
        following = rows[place + 1]["start"] if place + 1 < len(rows) else months
        _no_overlap(data, rows, place)
        stop = row["stop"] if row["stop"] is not None else following
        if row["start"] > at:
            _add(found, resistance.NO_DRUG, at, row["start"])
        _add(found, row["drug"], row["start"], stop)
        at = stop
    if at < months:
        _add(found, resistance.NO_DRUG, at, months)
    return found


def _row(data: "Json", raw: "Any", months: float) -> "Json":
    given: Json = raw if isinstance(raw, dict) else {}
    drug: Any = given.get("drug")
    start: Any = given.get("start")
    stop: Any = given.get("stop")
    names = drugs(data)
    if not isinstance(drug, str) or drug not in names:
        raise ValueError(
            "The plan names "
            + (portable.shown(drug) or "no drug")
            + ". Please choose one of: "
            + ", ".join(portable.ordered(list(names)))
            + "."
        )
    if not portable.is_number(start) or not 0 <= start < months:
        raise ValueError(
            names[drug]
            + " starts at month "
            + (portable.shown(start) or "–")
            + ". Please give a month from 0 to less than "
            + portable.shortest(months)
            + ", the end of the course."
        )
    if stop is not None and (not portable.is_number(stop) or not start < stop <= months):
        raise ValueError(
            names[drug]
            + " stops at month "
            + portable.shown(stop)
            + ". Please give a month after its start, "
            + portable.shortest(start)
            + ", and not beyond the end, "
            + portable.shortest(months)
            + "."
        )
    return {"drug": drug, "start": float(start), "stop": None if stop is None else float(stop)}


def _no_overlap(data: "Json", rows: "list[Json]", place: int) -> None:
    if place == 0:
        return
    before, row, names = rows[place - 1], rows[place], drugs(data)
    if row["start"] <= before["start"] or (before["stop"] is not None and row["start"] < before["stop"]):
        until = before["stop"] if before["stop"] is not None else before["start"]
        raise ValueError(
            names[row["drug"]]
            + " starts at month "
            + portable.shortest(row["start"])
            + ", but "
            + names[before["drug"]].lower()
            + " goes beyond month "
            + portable.shortest(until)
            + ". This model gives one drug at a time: please let the later one start later."
        )


def _add(found: "list[Json]", drug: str, start: float, stop: float) -> None:
    """A stretch; the same drug going on is one stretch, so that its smallest size is looked for in the whole."""
    if found and found[-1]["drug"] == drug:
        found[-1]["stop"] = stop
    else:
        found.append({"drug": drug, "start": start, "stop": stop})
