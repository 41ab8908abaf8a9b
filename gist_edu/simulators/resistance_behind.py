"""What the clone race rests on: published results beside the model, its numbers, the chance of early resistance."""

from gist_edu.models import portable, resistance, resistance_case
from gist_edu.simulators.blocks import cell, table

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

GUESSES = [  # mutations per base and division, cells per cm³
    ["ev:mutation_rate.rate_low", "ev:mutation_rate.cells_low"],
    ["ev:mutation_rate.rate_high", "ev:mutation_rate.cells_high"],
]


def blocks(data: "Json") -> "list[Json]":
    rows = []
    for listed in ("targets", "checks"):
        for one in data["resistance"]["calibration"][listed]:
            unit = " months" if one["unit"] == "months" else portable.PERCENT[0]
            used = "used to fit" if listed == "targets" else "not used. " + one["mind"]
            rows.append(
                [
                    cell(one["name"]),
                    cell(portable.ev(data, one["address"])),
                    cell(portable.shortest(one["model"], 1) + unit),
                    cell(used),
                ]
            )
    fits = table(
        "fits",
        "Published and model",
        ["Result", "Published", "Model", "What for"],
        rows,
        "Where it was fitted the model agrees because it was made to. That proves nothing: a clone that grows "
        "twice as fast from a smaller start gives the same medians.",
    )
    return [fits, _numbers(data), _chance(data)]


def _numbers(data: "Json") -> "Json":
    values = resistance_case.parameters(data)
    kinds = {"data": "from data", "assumption": "assumed", "fitted": "fitted"}
    rows = [
        [
            cell(one["name"]),
            cell(_digits(values[one["id"]])),
            cell(kinds[one["kind"]]),
            cell(portable.linked(data, one["md"])),
        ]
        for one in data["resistance"]["parameters"]
    ]
    return table("numbers", "The numbers of the model", ["Number", "Value", "Where from", "What it means"], rows)


def _digits(value: float) -> str:
    """Enough digits to tell a small number from nothing."""
    if value >= 100:
        return portable.fmt(value)
    return portable.shortest(value, 2 if value >= 1 else 3) if value >= 0.001 else portable.shortest(value, 6)


def _chance(data: "Json") -> "Json":
    """How likely one given change is there before any drug, for a small and a large tumour."""
    rows = []
    for across in (1, 3, 10):
        row = [cell(portable.fmt(across) + " cm")]
        for rate, cells in GUESSES:
            number = resistance.volume(across) * (portable.ev_number(data, cells) or 0)
            chance = resistance.chance_of_resistance(portable.ev_number(data, rate) or 0, number)
            row.append(cell("over 99 of 100" if chance > 0.99 else portable.fmt(chance * 100) + " of 100"))
        rows.append(row)
    borrowed = [[portable.linked(data, "[](" + address + "?as=unverified)") for address in pair] for pair in GUESSES]
    note = (
        "By the zero term of Luria and Delbrück, when no cell dies. No rate was measured in GIST: "
        + " and ".join([rate + " per base and division with " + cells + " cells per cm³" for rate, cells in borrowed])
        + " are borrowed numbers."
    )
    return table(
        "chance",
        "Chance that one given change is there before any drug",
        ["Diameter", "Low guess", "High guess"],
        rows,
        note,
    )
