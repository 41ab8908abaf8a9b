"""The receptor: its parts, and whether a drug still fits after a mutation. Portable; draws nothing itself.

State: which receptor and part are looked at, which drug and change are asked about, the guess, and what was answered.
Before an answer no verdict on that pair is in the view.
"""

from gist_edu.models import portable
from gist_edu.simulators import receptor_map, receptor_pocket
from gist_edu.simulators.blocks import button, cell, choice, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VERSION = 1
GENES = ("KIT", "PDGFRA")
SHOWS = ("all", "parts", "drugs")
VERDICTS = ("fits", "weaker", "lost", "unknown")
SURE = ("A guess", "Fairly sure", "Very sure")
START = {"gene": "KIT", "part": None, "drug": "imatinib", "change": "none", "guess": None, "show": "all"}
_BROKEN = "The link or file could not be read as a state of this drawing, so it starts from the beginning."


def init(data: "Json", options: "Json") -> "Json":
    """The start state; ``show`` may be "parts" or "drugs", for one half of it."""
    answers: list[object] = []
    state = {"version": VERSION, "error": None, "announce": "", "missing": None, "fresh": False, "answers": answers}
    state.update(START)
    if options.get("show") in SHOWS:
        state["show"] = options["show"]
    if options.get("gene") in GENES:
        state["gene"] = options["gene"]
    state["start"] = [state["gene"], state["show"]]
    return state


def update(data: "Json", state: "Json", event: "Any") -> "Json":
    """The state after an event; one that does not fit changes nothing but ``error``."""
    state = dict(state)
    state["answers"] = list(state["answers"])
    state["error"], state["announce"], state["missing"], state["fresh"] = None, "", None, False
    kind = event.get("type") if isinstance(event, dict) else None
    key = _id(event)
    if kind == "reset":
        return _again(data, state)
    if kind == "restore":
        return _restore(data, state, event.get("state"))
    if kind == "set" and _offered(data, state, key, event.get("value")):
        return _set(data, state, key, event.get("value"))
    if kind == "press" and key.startswith("anatomy.") and key[8:] in _ids(data, "parts"):
        state["part"] = key[8:]
        state["announce"] = "Shown: " + receptor_map.part(data, state["part"])["name"] + "."
        return state
    if kind == "press" and key in ("sure.0", "sure.1", "sure.2") and not _answer(state):
        return _commit(data, state, "012".find(key[5]))
    state["error"] = "That is not on the screen now, so nothing was changed. Please pick something that is shown."
    return state


def _id(event: "Any") -> str:
    key = event.get("id") if isinstance(event, dict) else None
    return key if isinstance(key, str) else ""


def _ids(data: "Json", kind: str) -> list[str]:
    return [one["id"] for one in data["receptor"][kind]]


def _choices(data: "Json", key: str) -> "Any":
    if key == "gene":
        return GENES
    if key == "guess":
        return VERDICTS
    return _ids(data, {"drug": "drugs", "change": "changes", "part": "parts"}[key])


def _offered(data: "Json", state: "Json", key: str, value: object) -> bool:
    """True when this choice is on the screen; a guess cannot be changed once it is answered."""
    if key not in ("gene", "drug", "change", "guess") or (key == "guess" and _answer(state)):
        return False
    return isinstance(value, str) and value in _choices(data, key)


def _set(data: "Json", state: "Json", key: str, value: str) -> "Json":
    state[key] = value
    if key == "gene":
        state["announce"] = value + " is shown."
    elif key != "guess":
        state["guess"] = None
        answer = _answer(state)
        state["announce"] = _told(data, state) if answer else "Now: does " + _pair(data, state) + "?"
    return state


def _answer(state: "Json") -> "Json | None":
    """What the learner answered about the drug and change on the screen."""
    for one in state["answers"]:
        if one["drug"] == state["drug"] and one["change"] == state["change"]:
            return one
    return None


def _commit(data: "Json", state: "Json", sure: int) -> "Json":
    if state["guess"] is None:
        state["missing"] = "Please choose an answer first. A guess is fine."
        state["announce"] = state["missing"]
        return state
    answer = {"drug": state["drug"], "change": state["change"], "guess": state["guess"], "sure": sure}
    state["answers"].append(answer)
    state["fresh"] = True
    state["announce"] = _told(data, state)
    return state


def _told(data: "Json", state: "Json") -> str:
    found = receptor_pocket.fit(data, state["drug"], state["change"])
    return data["receptor"]["verdicts"][found["verdict"]] + "."


def _pair(data: "Json", state: "Json") -> str:
    drug = receptor_pocket.entry(data, "drugs", state["drug"])["name"]
    change = receptor_pocket.entry(data, "changes", state["change"])
    return drug + " fit " + ("the normal receptor" if change["id"] == "none" else change["name"])


# ---------------------------------------------------------------- start again, restore


def _again(data: "Json", state: "Json") -> "Json":
    return init(data, {"gene": state["start"][0], "show": state["start"][1]})


def _restore(data: "Json", state: "Json", raw: "Any") -> "Json":
    """Take over a saved state field by field; anything odd means the start state and a sentence."""
    fresh = _again(data, state)
    if not isinstance(raw, dict) or raw.get("version") != VERSION or not _take(data, fresh, raw):
        fresh = _again(data, state)
        fresh["error"] = _BROKEN
    return fresh


def _take(data: "Json", fresh: "Json", raw: "Json") -> bool:
    for key in ("gene", "drug", "change", "part", "guess"):
        value = raw.get(key)
        known = isinstance(value, str) and value in _choices(data, key)
        if not known and not (value is None and key in ("part", "guess")):
            return False
        fresh[key] = value
    answers = raw.get("answers")
    if not isinstance(answers, list):
        return False
    for one in answers:
        if not _is_answer(data, one) or _met(fresh["answers"], one):
            return False
        fresh["answers"].append({key: one[key] for key in ("drug", "change", "guess", "sure")})
    return True


def _met(answers: "list[Json]", one: "Json") -> bool:
    return [one["drug"], one["change"]] in [[other["drug"], other["change"]] for other in answers]


def _is_answer(data: "Json", one: "Any") -> bool:
    if not isinstance(one, dict) or not portable.is_number(one.get("sure")) or one["sure"] not in (0, 1, 2):
        return False
    for key in ("drug", "change", "guess"):
        if not isinstance(one.get(key), str) or one[key] not in _choices(data, key):
            return False
    return True


# ---------------------------------------------------------------- view


def view(data: "Json", state: "Json") -> "Json":
    """The view tree: the parts, then the drugs."""
    blocks = []
    if state["show"] != "drugs":
        blocks.append(group("parts", "The parts", "stack", _parts(data, state)))
    if state["show"] != "parts":
        blocks.append(group("drugs", "Does the drug still fit?", "stack", _drugs(data, state)))
    return {
        "simulator": "receptor",
        "title": "The receptor",
        "announce": state["announce"],
        "error": state["error"],
        "blocks": blocks,
    }


def _parts(data: "Json", state: "Json") -> "list[Json]":
    options = [{"value": name, "label": name} for name in GENES]
    drawing = receptor_map.block(data, state["gene"], state["part"])
    hint = text("hint", "Press a part, in the drawing or in the list, to read what it does.", "note")
    return [choice("gene", "Receptor", options, state["gene"]), hint, drawing]


def _options(data: "Json", kind: str) -> "list[Json]":
    return [{"value": one["id"], "label": one["name"]} for one in data["receptor"][kind]]


def _drugs(data: "Json", state: "Json") -> "list[Json]":
    medicine = receptor_pocket.entry(data, "drugs", state["drug"])
    found = [
        choice("drug", "Drug", _options(data, "drugs"), state["drug"]),
        choice("change", "Change in the receptor", _options(data, "changes"), state["change"]),
        text("how", portable.linked(data, medicine["how"]), "note"),
    ]
    answer = _answer(state)
    found = found + (_result(data, state, answer) if answer else _question(data, state))
    return found + _tried(data, state) + [_limits()]


def _question(data: "Json", state: "Json") -> "list[Json]":
    asked = "Does " + _pair(data, state) + "?"
    words = data["receptor"]["verdicts"]
    guess = choice("guess", asked, [{"value": one, "label": words[one]} for one in VERDICTS], state["guess"])
    guess["error"] = state["missing"]
    sure = [button("sure." + portable.fmt(place), word, "plain") for place, word in enumerate(SURE)]
    hand_in = text("hand_in", "How sure are you? Saying so hands in the answer.", "body")
    return [guess, hand_in, group("sure", None, "row", sure), receptor_pocket.resting(data)]


def _result(data: "Json", state: "Json", answer: "Json") -> "list[Json]":
    found = receptor_pocket.fit(data, state["drug"], state["change"])
    words = data["receptor"]["verdicts"]
    right = answer["guess"] == found["verdict"]
    said = "You said “" + words[answer["guess"]] + "”" + (", very sure" if answer["sure"] == 2 else "") + ". "
    judged = "That is right. " if right else "The drawing says: **" + words[found["verdict"]] + "**. "
    md = said + judged + portable.linked(data, found["md"]) + "\n\n*" + data["receptor"]["seen"][found["seen"]] + "*"
    tone = "good" if right else "warn"
    picture = receptor_pocket.block(data, state["drug"], state["change"])
    return [feedback("result", tone, words[found["verdict"]], md, state["fresh"]), picture]


def _tried(data: "Json", state: "Json") -> "list[Json]":
    """The pairs answered so far."""
    rows = []
    words = data["receptor"]["verdicts"]
    for one in state["answers"]:
        found = receptor_pocket.fit(data, one["drug"], one["change"])
        names = [receptor_pocket.entry(data, kind + "s", one[kind])["name"] for kind in ("drug", "change")]
        tone = "good" if one["guess"] == found["verdict"] else "warn"
        rows.append([cell(names[0]), cell(names[1]), cell(words[found["verdict"]]), cell(words[one["guess"]], tone)])
    if not rows:
        return []
    return [table("tried", "What you have tried", ["Drug", "Change", "The drawing", "You"], rows)]


def _limits() -> "Json":
    md = (
        "**Limits.** A drawing has four answers; binding has degrees. A Kd says how tightly a drug binds to the bare "
        "kinase: the smaller, the tighter. It is no dose and no forecast for a patient. Kd values of one assay can be "
        "compared with each other, never with those of another. Which drug a person gets is told by label and "
        "guideline, not by this picture."
    )
    return text("limits", md, "limits")
