"""What the board of drugs asks before it shows its table: one class, one line of treatment, which of the five drugs."""

from gist_edu.models import portable
from gist_edu.simulators import drugs_cells
from gist_edu.simulators.blocks import button, how_sure, several, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

# (class, line of treatment); the answers are worked out from the data
QUESTIONS = (
    ("pdgfra_d842v", "first"),
    ("kit_loop", "second"),
    ("sdh", "second"),
    ("kit_pocket", "second"),
    ("pdgfra_842_843", "first"),
    ("kit_exon9", "third"),
)
NONE = "none_of_them"
NO_GUESS = "Tick at least one drug, or “None of the five”. A guess is fine."
BOTH = "You ticked a drug and “None of the five”. Please keep one or the other."
NOT_SURE = "Please say how sure you are."


def asked(data: "Json", number: int) -> "tuple[Json, str]":
    """(class, line) of a question."""
    key, line = QUESTIONS[number]
    return drugs_cells.row_of(data, key), line


def offered(data: "Json") -> "list[str]":
    """What can be ticked: the drugs, and none of them."""
    return [drug["id"] for drug in drugs_cells.drugs(data)] + [NONE]


def answer(data: "Json", number: int) -> "list[str]":
    """What is right: the drugs that work, or none of them."""
    row, line = asked(data, number)
    return drugs_cells.works(data, row, line) or [NONE]


def problem(state: "Json") -> str:
    """What is wrong with the ticks, as a sentence; "" when nothing is."""
    if not state["guess"]:
        return NO_GUESS
    return BOTH if NONE in state["guess"] and len(state["guess"]) > 1 else ""


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """The question; nothing of the table."""
    row, line = asked(data, state["question"])
    lead = (
        "A tumour board discusses an invented patient. The report says: **"
        + row["name"]
        + "**. The question is about "
        + line
        + "-line treatment of advanced disease."
    )
    what = "For which of the five drugs is there evidence from patients, in this line, that it works, fully or in part?"
    options = [{"value": drug["id"], "label": drug["name"]} for drug in drugs_cells.drugs(data)]
    boxes = several("guess", "Tick each one that fits", options + [{"value": NONE, "label": "None of the five"}], [])
    boxes["values"], boxes["error"] = list(state["guess"]), state["bad"].get("guess")
    where = "Question " + portable.fmt(state["question"] + 1) + " of " + portable.fmt(len(QUESTIONS))
    stem = text("stem." + portable.fmt(state["question"]), lead, "lead")
    stem["focus"] = state["fresh"] == "question"
    return [
        text("where", where, "note"),
        stem,
        text("what", what),
        boxes,
        how_sure(state["confidence"], state["bad"].get("confidence")),
        button("commit", "Commit and see the board", "primary"),
    ]
