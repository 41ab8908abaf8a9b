"""The free board behind the commit: any dose, interval, model, tablets left out, and a sample drawn at another hour."""

from gist_edu.models import pk as model
from gist_edu.models import pk_people, pk_tablets, portable
from gist_edu.simulators import form, pk_answer, pk_ask, pk_chart
from gist_edu.simulators.blocks import button, cell, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json


def _factors(data: "Json", state: "Json") -> "Json":
    values = state["values"]
    factors: Json = {field["key"][3:]: values[field["key"]] for field in pk_ask.patient(data, values["model"])}
    factors["with"] = [] if values["along"] == "nothing" else [values["along"]]
    return factors


def plan(data: "Json", state: "Json") -> "Json":
    """What is set on the board, as a regimen."""
    values = state["values"]
    found = pk_tablets.regimen(data["pk"], values["model"], values["dose_mg"], float(values["times"]),
                               _factors(data, state), values["missed"])
    found["label"], found["tone"] = "this person", "info"
    return found


def announcement(data: "Json", state: "Json") -> str:
    """The trough of the board, in a sentence."""
    return "Lowest level before a tablet: " + pk_ask.level(data, state, pk_tablets.trough(plan(data, state))) + "."


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """The fields, the curve, the numbers, thresholds, the same in each model, the sample."""
    one, name = plan(data, state), state["values"]["model"]
    fields = pk_ask.intake(data)
    who = pk_ask.patient(data, name)
    setting = [group("intake", "What is taken", "columns", form.blocks_of(state, fields + [pk_ask.SHOWN]))]
    if who:
        setting.append(group("patient", "The invented patient", "columns", form.blocks_of(state, who)))
    return setting + [
        pk_chart.chart(data, state, "free_curve", "Four days", [one]),
        _numbers(data, state, one),
        _sample(data, state),
        pk_answer.thresholds(data, state, [one]),
        _models(data, state),
        _labels(data),
        pk_answer.seen(data),
        group("go_back", None, "row", [button("back", "Back to the scenes", "plain")]),
        pk_answer.limits(data, name),
    ]


def _numbers(data: "Json", state: "Json", one: "Json") -> "Json":
    rows = [
        [cell("Lowest level before a tablet"), cell(pk_ask.level(data, state, pk_tablets.trough(one)))],
        [cell("Peak, all tablets taken"), cell(pk_ask.level(data, state, pk_tablets.peak(one)))],
        [cell("AUC in an average day"), cell(portable.fmt(pk_tablets.auc24(one), 1) + " mg·h/L")],
        [cell("Half-life"), cell(portable.fmt(model.half_life(one["kin"]), 1) + " hours")],
    ]
    return table("numbers", "A typical person of this model", ["", "Level"], rows, _note(data, state, one))


def _note(data: "Json", state: "Json", one: "Json") -> str | None:
    """What is behind the factor, and what the label does not know."""
    told = [portable.linked(data, factor["says"]) for factor in model.taken_along(data["pk"], one["factors"])]
    if one["interval_h"] == 24 and one["mg"] >= (portable.ev_number(data, "ev:administration.dose_high") or 0):
        told.append("This is not the label's way: " + portable.ev(data, "ev:administration.dose_high") + " is taken as "
                    "two intakes of " + portable.ev(data, "ev:administration.dose_split") + ".")
    return " ".join(told) if told else None


# ---------------------------------------------------------------- a sample


def _sample(data: "Json", state: "Json") -> "Json":
    fields = [pk_ask.level_field(data), pk_ask.HOURS]
    lead = ("A trough is drawn just before the next tablet, after at least a week on the same dose. Drawn at another "
            "hour, a level can be carried to the trough along the curve of the model, with the interval above.")
    shown = [text("sample_lead", lead), group("sample_fields", None, "columns", form.blocks_of(state, fields))]
    if state["values"]["level"] is not None and state["values"]["hours"] is not None:
        shown.append(text("sample_answer", _not_carried(state) or carried(data, state), "body"))
    return group("sample", "A sample drawn at another hour", "stack", shown)


def _not_carried(state: "Json") -> str:
    """Why this sample is not carried anywhere, or "": a refused field, or drawn after the next tablet was due."""
    values = state["values"]
    if state["bad"]:
        return "No trough is given until the field above with a message is put right."
    if values["hours"] > float(values["times"]):
        return ("No trough is given: the next tablet was due at " + values["times"] + " hours, so one was late or left "
                "out, or the hours are wrong. Give 0.5 to " + values["times"] + " hours for a sample between two "
                "tablets.")
    return ""


def carried(data: "Json", state: "Json") -> str:
    """The trough behind the sample, and how uncertain it is."""
    values = state["values"]
    if not model.found(data["pk"], values["model"])["variability"]:
        return "For this model no spread between patients was seen, so the uncertainty is unknown. Choose another."
    found = pk_people.to_trough(data["pk"], values["model"], values["level"], values["hours"], values["dose_mg"],
                                float(values["times"]), _factors(data, state))
    if found["far"]:
        return ("This level is far " + found["far"] + " than any of the invented people of this model has at that hour "
                "on this dose, so no trough is given. First ask about the unit, the hour, the dose and tablets left "
                "out.")
    error = "and" if found["with_error"] else "but not"
    low, high = pk_ask.bare(data, state, found["low"]), pk_ask.level(data, state, found["high"])
    return ("Trough, carried to " + values["times"] + " hours: about **" + pk_ask.level(data, state, found["typical"])
            + "**; for 90 of 100 people of this model between " + low + " and " + high + " (spread between people, "
            + error + " the unexplained error of one measurement). A new sample at the right hour is better than a "
            "long way along a curve.")


# ---------------------------------------------------------------- models and labels


def _models(data: "Json", state: "Json") -> "Json":
    """The same tablets in each model, at its own reference patient."""
    if not state["models"]:
        return group("models", None, "row", [button("models", "The same dose in every model", "plain")])
    values, rows = state["values"], []
    for one in data["pk"]["models"]:
        kin = model.kinetics(one, model.parameters(data["pk"], one, {}))
        interval = float(values["times"])
        found = model.steady(kin, interval, interval) * values["dose_mg"] * model.NG_PER_MG
        rows.append([cell(portable.claim(data, "ev:" + one["record"], one["name"])), cell(one["disease"]),
                     cell(pk_ask.level(data, state, found))])
    note = "The model's own reference patient, every tablet taken, nothing along with it."
    return group("models", "The same dose in every model", "stack",
                 [table("by_model", "Typical trough by model", ["Model", "Patients", "Trough"], rows, note)])


def _labels(data: "Json") -> "Json":
    rows = []
    for one in data["pk"]["labels"]:
        said = portable.linked(data, one["says"]) + " (" + portable.claim(data, "ev:" + one["record"], "source") + ")"
        rows.append([cell(one["organ"]), cell(one["region"]), cell(said)])
    note = "Read on copies of older labels: look at the current one. No label replaces the treating team."
    return group("labels", "Kidney, liver, inducers: what the labels say", "fold",
                 [table("label_rows", "US and EU", ["", "Region", "Says"], rows, note)])
