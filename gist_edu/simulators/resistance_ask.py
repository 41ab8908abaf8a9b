"""What the clone race shows before the course: scene, tumour, plan, what must be assumed, and the guess."""

from gist_edu.models import portable, resistance_case, resistance_plan
from gist_edu.simulators import form, resistance_state
from gist_edu.simulators.blocks import button, group, how_sure, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """Scene, plan in words, and folded the fields to change both."""
    fields = resistance_state.shown(data, state)
    scene = form.block(state, fields[0])
    if state["values"]["scene"] != resistance_state.OWN:
        who = resistance_state.scene_of(data, state["values"]["scene"])["who"]
        scene.append(text("who", who + " (An invented patient.)"))
    scene.append(text("plan", in_words(data, state)))
    said = resistance_state.problem(data, state)
    if said:
        scene.append(text("problem", said, "warning"))
    fold = group("change", "Change the tumour or the plan", "fold", _fields(state, fields[1:]))
    refused = any(field["key"] in state["bad"] for field in fields[1:])
    fold["open"] = refused or state["values"]["scene"] == resistance_state.OWN
    return [group("scene_box", None, "stack", scene), fold]


def _fields(state: "Json", fields: "list[Json]") -> "list[Json]":
    """Tumour and plan side by side."""
    tumour = [field for field in fields if not resistance_state.is_plan(field)]
    plan = [field for field in fields if resistance_state.is_plan(field)]
    return [
        group("set_tumour", "Tumour", "stack", form.blocks_of(state, tumour)),
        group("set_plan", "Plan", "stack", form.blocks_of(state, plan)),
    ]


def in_words(data: "Json", state: "Json") -> str:
    """Tumour and plan in a sentence."""
    primary = resistance_case.named(data, "primaries", state["values"]["primary"], "genotype")
    hidden = [
        resistance_case.named(data, "clones", key, "clone")["name"]
        for key in portable.ordered(list(resistance_state.chosen(data, state)))
    ]
    names = resistance_plan.drugs(data)
    steps = resistance_state.planned(state)
    plan = [names[drug].lower() + " from month " + portable.fmt(start) for drug, start in steps]
    tumour = primary["name"] + (", with hidden cells: " + portable.listed(hidden) if hidden else ", no hidden clone")
    until = portable.fmt(state["values"]["months"])
    return "**Tumour:** " + tumour + ". **Plan:** " + ", then ".join(plan) + "; seen until month " + until + "."


def ask(data: "Json", state: "Json") -> "list[Json]":
    """What must be assumed, then the guess."""
    found = form.blocks_of(state, resistance_state.doubts(data, state))
    if found:
        found = [text("doubt", resistance_state.DOUBT, "note")] + found
    if state["cleared"]:
        found = [text("cleared", form.cleared(state["cleared"]), "note")] + found
    fields = resistance_state.guess(data, state)
    found = found + form.blocks_of(state, fields[:-1])
    bad = state["bad"].get("confidence")
    found.append(how_sure(state["values"]["confidence"], bad["error"] if bad else None))
    commit = button("commit", "Commit and see the race", "primary")
    return found + [group("go_on", None, "row", [commit, button("skip", "Show without a guess", "plain")])]
