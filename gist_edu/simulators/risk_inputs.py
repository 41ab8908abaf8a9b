"""What the reader sets on the risk board: the tumour, the microscope, and the number to commit to."""

from gist_edu.models import portable, risk
from gist_edu.simulators.blocks import button, group, how_sure, number, select, text, toggle

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

# id: (low, high, step, unit, what it is called in a sentence)
NUMBERS = {
    "size_cm": (0.1, 50.0, 0.1, "cm", "largest dimension of the tumour"),
    "mitoses": (0.0, 200.0, 1, "per 5 mm²", "number of mitoses"),
    "prediction": (0.0, 100.0, 1, "of 100", "number of people"),
    "count": (0.0, 500.0, 1, "mitoses", "number of mitoses you counted"),
    "fields": (1.0, 500.0, 1, "fields", "number of high-power fields"),
}
SLIDER_TOP = {"size_cm": 20.0, "mitoses": 30.0, "count": 60.0, "fields": 100.0}
LABELS = {
    "size_cm": "Size",
    "mitoses": "Mitoses",
    "prediction": "Your number, of 100 people like this",
    "count": "Mitoses counted",
    "fields": "High-power fields looked at",
}


def _number(
    state: "Json", key: str, slider: bool = True, help_text: str | None = None, disabled: bool = False
) -> "Json":
    low, high, step, unit, _ = NUMBERS[key]
    bad = state["bad"].get(key)
    block = number(key, LABELS[key], state[key], low, min(high, SLIDER_TOP.get(key, high)), step, unit)
    block["text"] = bad["text"] if bad else None
    block["error"] = bad["error"] if bad else None
    block["slider"], block["help"], block["disabled"] = slider, help_text, disabled
    return block


def tumour(data: "Json", state: "Json") -> "list[Json]":
    """Size, mitoses, site, rupture; folded: situations and the microscope."""
    risks = data["risk"]
    mitoses = _number(state, "mitoses", help_text="counted in an area of 5 mm²", disabled=not state["mitoses_known"])
    scenes = [{"value": "none", "label": "no rupture"}]
    for scene in risks["rupture_scenes"]:
        scenes.append({"value": scene["id"], "label": scene["text"]})
    contexts = [{"value": "none", "label": "none of these"}]
    for entry in risks["contexts"]:
        contexts.append({"value": entry["value"], "label": entry["label"]})
    blocks = [
        group(
            "inputs",
            None,
            "columns",
            [
                _number(state, "size_cm", help_text="largest dimension"),
                mitoses,
                select("site", "Site", risks["sites"], state["site"]),
                select("rupture", "Rupture", scenes, state["rupture"]),
            ],
        ),
        group(
            "more",
            "Microscope, special situations",
            "fold",
            [
                toggle(
                    "mitoses_known",
                    "Mitoses are known",
                    state["mitoses_known"],
                    "Switch off before resection: a biopsy cannot tell the count.",
                ),
                select("context", "Special situation", contexts, state["context"]),
                group("microscope", "From fields to an area", "stack", _microscope(data, state)),
            ],
        ),
    ]
    return blocks


def _microscope(data: "Json", state: "Json") -> "list[Json]":
    eyepiece = float(state["eyepiece"])
    rate = risk.mitoses_per_5mm2(state["count"], state["fields"], eyepiece, 40.0)
    needed = risk.fields_for_5mm2(eyepiece, 40.0)
    sentence = (
        "**"
        + portable.fmt(rate, 1)
        + " per 5 mm².** With this eyepiece and a 40× lens, 5 mm² are about "
        + portable.fmt(needed)
        + " fields."
    )
    return [
        _number(state, "count", slider=False),
        _number(state, "fields", slider=False),
        select("eyepiece", "Eyepiece (field number)", data["risk"]["eyepieces"], state["eyepiece"]),
        text("rate", sentence, "body"),
        button("use_count", "Use this count", "plain"),
    ]


def question(state: "Json") -> "list[Json]":
    """The prediction, asked before any scheme is shown."""
    lead = (
        "Think of 100 people with this tumour, operated on, with no drug afterwards. In how many will it spread "
        "or kill, at any time?"
    )
    return [
        text("lead", lead, "lead"),
        _number(state, "prediction"),
        how_sure(state["confidence"], state["bad"].get("confidence", {}).get("error")),
        button("commit", "Commit and see the tables", "primary"),
    ]
