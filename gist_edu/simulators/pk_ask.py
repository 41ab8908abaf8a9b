"""What the dose board asks: a scene, the reader's prediction, and behind it the fields of the free board."""

from gist_edu.models import pk as model
from gist_edu.models import portable
from gist_edu.simulators import blocks, form
from gist_edu.simulators.blocks import button, group, select, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

SHARE = {"key": "share", "kind": "number", "label": "The new trough, in percent of the old one", "low": 0, "high": 400,
         "step": 1, "unit": portable.PERCENT[0], "what": "new trough in percent of the old", "start": None,
         "help": "100 is unchanged, 50 is half, 200 is twice"}
CONFIDENCE = {"key": "confidence", "kind": "choice", "label": "How sure are you?", "start": None,
              "options": blocks.how_sure(None)["options"]}
ASK = [SHARE, CONFIDENCE]
SHOWN = {"key": "shown", "kind": "select", "label": "Levels in", "start": "ng/mL",
         "options": [{"value": unit, "label": unit} for unit in ("ng/mL", "mg/L", "µmol/L")]}
TIMES = {"key": "times", "kind": "choice", "label": "Taken", "start": "24",
         "options": [{"value": "24", "label": "once a day"}, {"value": "12", "label": "twice a day"}]}
MISSED = {"key": "missed", "kind": "select", "label": "Tablets left out", "start": "none",
          "options": [{"value": "none", "label": "none"}, {"value": "one", "label": "one, after a day"},
                      {"value": "two", "label": "two in a row, after a day"},
                      {"value": "fourth", "label": "every fourth, for long"}]}
HOURS = {"key": "hours", "kind": "number", "label": "Hours since the last tablet", "low": 0.5, "high": 72, "step": 0.5,
         "unit": "h", "what": "time since the last tablet", "start": None, "slider": False}


def scenario(data: "Json", name: "Any") -> "Json | None":
    """The scene of an id."""
    for one in data["pk"]["scenarios"]:
        if one["id"] == name:
            return one
    return None


def of_state(data: "Json", state: "Json") -> "Json":
    """The scene on the board."""
    return scenario(data, state["scenario"]) or data["pk"]["scenarios"][0]


# ---------------------------------------------------------------- fields of the free board


def level_field(data: "Json") -> "Json":
    """The level of a sample, in any unit a laboratory reports."""
    units = model.level_units(data["pk"])
    others = [{"unit": unit, "factor": units[unit], "step": 0.01} for unit in ("mg/L", "µmol/L")]
    return {"key": "level", "kind": "number", "label": "Level of the sample", "low": 1, "high": 20000, "step": 1,
            "unit": "ng/mL", "what": "level", "start": None, "slider": False, "units": others}


def intake(data: "Json") -> "list[Json]":
    """Model, dose, times, tablets left out, and what is taken along."""
    pk = data["pk"]
    low, high = pk["limits"]["dose_mg"]
    models = [{"value": one["id"], "label": one["name"]} for one in pk["models"]]
    along = [{"value": "nothing", "label": "nothing"}]
    for one in pk["factors"]:
        along.append({"value": one["id"], "label": one["label"]})
    return [
        {"key": "model", "kind": "select", "label": "Model", "options": models, "start": model.DEFAULT},
        {"key": "dose_mg", "kind": "number", "label": "Each intake", "low": low, "high": high, "step": 25, "unit": "mg",
         "what": "dose of one intake", "start": 400},
        TIMES,
        MISSED,
        {"key": "along", "kind": "select", "label": "Along with it", "options": along, "start": "nothing"},
    ]


def patient(data: "Json", name: str) -> "list[Json]":
    """The covariates of a model as fields."""
    found = []
    for use in model.found(data["pk"], name)["uses"]:
        one = next(c for c in data["pk"]["covariates"] if c["id"] == use["of"])
        field = {"key": "of." + use["of"], "label": one["label"], "start": use["start"]}
        if "options" in one:
            options = [{"value": option["value"], "label": option["label"]} for option in one["options"]]
            field.update({"kind": "select", "options": options})
        else:
            low, high = use["low"], use["high"]
            what = one["label"][0].lower() + one["label"][1:]
            field.update({"kind": "number", "low": low, "high": high, "unit": one["unit"], "what": what,
                          "step": 1 if high - low > 20 else 0.1})
        found.append(field)
    return found


def free(data: "Json", state: "Json") -> "list[Json]":
    """All fields of the free board."""
    return intake(data) + patient(data, state["values"]["model"]) + [level_field(data), HOURS]


def fields(data: "Json", state: "Json") -> "list[Json]":
    """The fields that can be set now."""
    if not state["committed"]:
        return ASK + [SHOWN]
    return [SHOWN] + (free(data, state) if state["free"] else [])


# ---------------------------------------------------------------- blocks


def pick(data: "Json", state: "Json") -> "list[Json]":
    """Scene and unit."""
    options = [{"value": one["id"], "label": one["title"]} for one in data["pk"]["scenarios"]]
    return [select("scenario", "Scene", options, state["scenario"])] + form.block(state, SHOWN)


def scene(data: "Json", state: "Json") -> "list[Json]":
    """Who sits there; invented, like all patients of the book."""
    return [text("who", of_state(data, state)["scene"] + " (Invented.)")]


def ask(data: "Json", state: "Json") -> "list[Json]":
    """The prediction, before any level is shown."""
    lead = "How high is the trough now, compared with before? The trough is the level just before the next tablet."
    go_on = group("go_on", None, "row", [button("commit", "Commit and see the curve", "primary"),
                                         button("skip", "Show without a guess", "plain")])
    gone = [text("cleared", form.cleared(state["cleared"]), "note")] if state["cleared"] else []
    hint = [text("share_hint", share_hint(state), "note")] if share_hint(state) else []
    return gone + [text("ask_lead", lead, "lead")] + form.block(state, SHARE) + hint + form.block(
        state, CONFIDENCE) + [go_on]


def share_hint(state: "Json") -> str:
    """A question when a share was probably typed as a part of 1."""
    share = state["values"]["share"]
    if share is None or not 0 < share < 1 or "share" in state["bad"]:
        return ""
    typed = portable.shortest(share)
    return typed + " of 100? " + typed + " of the old trough would be " + percent(share) + "."


# ---------------------------------------------------------------- levels as text


def level(data: "Json", state: "Json", ng_ml: float) -> str:
    """A level in the unit that is shown: "1,320 ng/mL"."""
    return bare(data, state, ng_ml) + " " + state["values"]["shown"]


def bare(data: "Json", state: "Json", ng_ml: float) -> str:
    """The same without its unit."""
    shown = in_unit(data, state, ng_ml)
    return thousands(portable.fmt(shown)) if state["values"]["shown"] == "ng/mL" else portable.fmt(shown, 2)


def in_unit(data: "Json", state: "Json", ng_ml: float) -> float:
    """The number in the unit that is shown."""
    return float(ng_ml / model.level_units(data["pk"])[state["values"]["shown"]])


def percent(part: float) -> str:
    """A computed share as text; only the ledger's shares are typed."""
    return portable.fmt(100 * part) + portable.PERCENT[0]


def thousands(digits: str) -> str:
    """1320 -> "1,320"."""
    return digits if len(digits) < 4 else digits[:-3] + "," + digits[-3:]
