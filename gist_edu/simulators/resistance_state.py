"""The fields of the clone race and what they make: the tumour, the plan, what must be assumed, the guess, a course."""

from gist_edu.models import portable, resistance_case, resistance_plan
from gist_edu.simulators.blocks import CONFIDENCE

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

OWN = "own"
STEPS = 4  # drugs in a row that can be planned
NOTHING = "end"
MONTHLY = 36  # a longer course is drawn every two months
ASSUME = "assume."
CLONE = "clone."
GUESSES = ("largest", "when", "confidence")
NEVER = "never"
DOUBT = "For these pairs nothing is known, or the sources disagree. The model needs an answer, so you have to give one."
LATE = "late"
BANDS = (("6", 6), ("12", 12), ("24", 24))  # answers to when, with the month that ends each


def scene_of(data: "Json", key: object) -> "Json":
    """The ready tumour of an id; the first one for any other id."""
    for scene in data["resistance"]["scenes"]:
        if scene["id"] == key:
            return scene
    return data["resistance"]["scenes"][0]


# ---------------------------------------------------------------- fields


def setup(data: "Json") -> "list[Json]":
    """Scene, tumour and plan."""
    settings = data["resistance"]
    scenes = [{"value": one["id"], "label": one["name"]} for one in settings["scenes"]]
    scenes.append({"value": OWN, "label": "Your own tumour and plan"})
    found = [
        _select("scene", "Scene", scenes, scenes[0]["value"]),
        _select("primary", "First mutation", _options(settings["primaries"]), settings["primaries"][0]["id"]),
    ]
    for one in settings["clones"]:
        found.append({"key": CLONE + one["id"], "kind": "toggle", "label": _clone_label(one), "start": False})
    found.append(_select("share", "How many hidden cells at the start", _options(settings["starts"]), "fitted"))
    for step in range(STEPS):
        found = found + _step(data, step)
    found.append(
        {
            "key": "months",
            "kind": "number",
            "label": "Length of the course",
            "low": 6,
            "high": 72,
            "step": 1,
            "unit": "months",
            "what": "length",
            "start": 36,
            "slider": False,
        }
    )
    return found


def shown(data: "Json", state: "Json") -> "list[Json]":
    """The fields of ``setup`` that are on the board: no clone of the other gene, no step behind the first empty one."""
    gene = resistance_case.named(data, "primaries", state["values"]["primary"], "genotype")["gene"]
    strange = [CLONE + one["id"] for one in data["resistance"]["clones"] if one["gene"] not in (None, gene)]
    found, going = [], True
    for field in setup(data):
        key = field["key"]
        if key in strange or (is_plan(field) and not going and key != "months"):
            continue
        found.append(field)
        if key.startswith("drug") and state["values"][key] == NOTHING:
            going = False
    return found


def is_plan(field: "Json") -> bool:
    """True for drugs, their months, and the length of the course."""
    return field["key"] == "months" or field["key"].startswith("drug") or field["key"].startswith("from")


def _select(key: str, label: str, options: "list[Json]", start: str) -> "Json":
    return {"key": key, "kind": "select", "label": label, "options": options, "start": start}


def _options(listed: "list[Json]") -> "list[Json]":
    return [{"value": one["id"], "label": one["name"]} for one in listed]


def _clone_label(one: "Json") -> str:
    return "Hidden clone: " + one["name"] + " (" + one["where"] + ")"


def _step(data: "Json", step: int) -> "list[Json]":
    """A drug and the month it starts; the first one starts at month 0."""
    names = resistance_plan.drugs(data)
    options = [{"value": key, "label": names[key]} for key in portable.ordered(list(names))]
    number = portable.fmt(step + 1)
    if step == 0:
        return [_select("drug1", "Drug 1, from month 0", options, "imatinib")]
    start = {
        "key": "from" + number,
        "kind": "number",
        "label": "Drug " + number + ": from month",
        "low": 0,
        "high": 72,
        "step": 1,
        "unit": "",
        "what": "month",
        "start": 0,
        "slider": False,
    }
    return [
        _select("drug" + number, "Drug " + number, [{"value": NOTHING, "label": "Nothing more"}] + options, NOTHING),
        start,
    ]


def doubts(data: "Json", state: "Json") -> "list[Json]":
    """One field for each clone and drug of the plan whose effect is not known or disputed."""
    primary = resistance_case.named(data, "primaries", state["values"]["primary"], "genotype")
    clones = resistance_case.clones_of(data, primary, chosen(data, state))
    options = [
        {"value": "sensitive", "label": "the drug holds it"},
        {"value": "reduced", "label": "it works less"},
        {"value": "resistant", "label": "it does not hold it"},
    ]
    names, found = resistance_plan.drugs(data), []
    for one in resistance_case.open_calls(data, primary, clones, [drug for drug, _ in planned(state)]):
        word = "not known" if one["call"] == "unknown" else "disputed"
        found.append(
            {
                "key": ASSUME + one["key"],
                "kind": "choice",
                "options": options,
                "start": None,
                "label": names[one["drug"]] + " in " + one["clone"] + " is " + word + ". What do you assume?",
            }
        )
    return found


def guess(data: "Json", state: "Json") -> "list[Json]":
    """What will be the largest, where there is a choice; when the first progression comes; and how sure."""
    values = state["values"]
    primary = resistance_case.named(data, "primaries", values["primary"], "genotype")
    options = [
        {"value": one["id"], "label": one["name"]}
        for one in resistance_case.clones_of(data, primary, chosen(data, state))
    ]
    fields = [
        {
            "key": "when",
            "kind": "choice",
            "label": "When will the tumour have progressed for the first time?",
            "options": bands(),
            "start": None,
        },
        {
            "key": "confidence",
            "kind": "choice",
            "label": "How sure are you?",
            "start": None,
            "options": [{"value": one, "label": one} for one in CONFIDENCE],
        },
    ]
    largest = {
        "key": "largest",
        "kind": "choice",
        "label": "Which cells will be the largest part at the end?",
        "options": options,
        "start": None,
    }
    return [largest] + fields if len(options) > 1 else fields


def bands() -> "list[Json]":
    """Answers to when."""
    found, low = [], 0
    for name, high in BANDS:
        label = "Between " + portable.fmt(low) + " and " if low else "Within "
        found.append({"value": name, "label": label + portable.fmt(high) + " months"})
        low = high
    found.append({"value": LATE, "label": "After " + portable.fmt(low) + " months"})
    return found + [{"value": NEVER, "label": "Not in this course"}]


# ---------------------------------------------------------------- from fields to a course


def chosen(data: "Json", state: "Json") -> "Json":
    """{clone: share} of the clones that were switched on and can stand beside the first mutation."""
    settings, values = data["resistance"], state["values"]
    gene = resistance_case.named(data, "primaries", values["primary"], "genotype")["gene"]
    share = [one for one in settings["starts"] if one["id"] == values["share"]].pop().get("share")
    if share is None:
        share = resistance_case.parameters(data)["beyond_imatinib"]
    return {one["id"]: share for one in settings["clones"] if values[CLONE + one["id"]] and one["gene"] in (None, gene)}


def planned(state: "Json") -> "list[Any]":
    """[drug, month] for each step of the plan, up to the first empty one."""
    values = state["values"]
    found = [[values["drug1"], 0]]
    for step in range(1, STEPS):
        number = portable.fmt(step + 1)
        if values["drug" + number] == NOTHING:
            break
        found.append([values["drug" + number], values["from" + number]])
    return found


def course(data: "Json", state: "Json") -> "Json":
    """The course of the tumour on the board; raises ``ValueError`` for a plan that cannot be."""
    values, assume = state["values"], {}
    for field in doubts(data, state):
        assume[field["key"][len(ASSUME) :]] = values[field["key"]]
    options = {"primary": values["primary"], "clones": chosen(data, state), "assume": assume}
    options["months"], options["step"] = values["months"], 1.0 if values["months"] <= MONTHLY else 2.0
    return resistance_case.simulate(data, [{"drug": drug, "start": start} for drug, start in planned(state)], options)


def problem(data: "Json", state: "Json") -> str:
    """The sentence for a plan that cannot be, or "" ."""
    try:
        resistance_plan.plan(
            data, [{"drug": drug, "start": start} for drug, start in planned(state)], state["values"]["months"]
        )
    except ValueError as error:
        said: str = error.args[0]
        return said
    return ""


def set_scene(data: "Json", state: "Json", scene: "Json") -> None:
    """Put a ready tumour on the board; the reader's own one keeps what is there."""
    values = state["values"]
    if values["scene"] != OWN:
        values["scene"], values["primary"] = scene["id"], scene["primary"]
        values["months"], values["share"] = scene["months"], scene.get("share", "fitted")
        for one in data["resistance"]["clones"]:
            values[CLONE + one["id"]] = one["id"] in scene["clones"]
        for step in range(STEPS):
            number = portable.fmt(step + 1)
            drug, month = scene["plan"][step] if step < len(scene["plan"]) else [NOTHING, 0]
            values["drug" + number] = drug
            if step:
                values["from" + number] = month
        state["bad"] = {}
    ask_anew(data, state)


def ask_anew(data: "Json", state: "Json") -> None:
    """Nothing is guessed any more."""
    state["committed"], state["guessed"] = False, False
    state["cleared"] = ""
    for key in GUESSES:
        state["values"][key] = None
        state["bad"].pop(key, None)
    settle(data, state)


def settle(data: "Json", state: "Json") -> None:
    """A place for what must be assumed now, none for what need not be any more; a hidden field refuses nothing."""
    seen = [field["key"] for field in shown(data, state)]
    for field in setup(data) if state["bad"] else []:
        if field["key"] not in seen:
            state["bad"].pop(field["key"], None)
    wanted = [field["key"] for field in doubts(data, state)]
    for key in list(state["values"]):
        if key.startswith(ASSUME) and key not in wanted:
            state["values"].pop(key)
            state["bad"].pop(key, None)
    for key in wanted + list(GUESSES):
        if key not in state["values"]:
            state["values"][key] = None
