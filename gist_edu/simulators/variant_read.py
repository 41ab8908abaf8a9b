"""A line of a report as the variant reader takes it in: read, said back in plain words, and the fields to give it."""

from gist_edu.models import genes, hgvs, portable
from gist_edu.simulators.blocks import button, choice, group, how_sure, line, select, text, toggle

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

LONGEST = 300  # letters that are kept; the parser refuses more
BOX = 20000  # letters the box takes, so that a whole report pasted by mistake is answered and not cut in silence
OWN = "own"
PRIVACY = "This report is invented. Do not enter real patients. Nothing typed leaves this page."
ADDRESS = "A copied link holds a line you picked here. What you typed yourself is never put into it."
GENES = [
    {"value": "", "label": "as the line says"},
    {"value": "KIT", "label": "KIT"},
    {"value": "PDGFRA", "label": "PDGFRA"},
]
EXPECT = [
    {"value": "usually", "label": "It usually shrinks or holds such a tumour"},
    {"value": "less", "label": "It does so less often"},
    {"value": "not", "label": "It does not work"},
    {"value": "open", "label": "This line cannot tell"},
]
KINDS = {
    "substitution": "substitution at",
    "deletion": "deletion of",
    "duplication": "duplication of",
    "delins": "replacement of",
    "frameshift": "frameshift from",
    "nonsense": "stop at",
    "synonymous": "silent change at",
}
OTHER = {"fusion": "fusion", "loss": "lost"}
SAID = {"vus": ", of uncertain significance", "germline": ", said to be in the germline"}


# ---------------------------------------------------------------- reading


def read(data: "Json", state: "Json") -> "Json":
    """{"parsed", "problem", "candidates"}: what the line means, or why it cannot be read and what may be meant."""
    if state["refused"]:
        return {"parsed": None, "problem": state["refused"], "candidates": []}
    try:
        parsed = hgvs.parse(data["genes"], state["text"], state["gene"] or None)
    except hgvs.VariantError as error:
        return {"parsed": None, "problem": error.args[0], "candidates": list(error.candidates)}  # type: ignore[attr-defined]
    return {"parsed": parsed, "problem": None, "candidates": []}


def too_long(data: "Json", raw: str) -> str:
    """The parser's own sentence about a text that is too long to keep."""
    try:
        hgvs.parse(data["genes"], raw)
    except hgvs.VariantError as error:
        return error.args[0]
    return ""


def candidate(state: "Json", found: "Json", place: int) -> str:
    """The line that an offered name stands for: with its gene, which the offer leaves out where the line has it."""
    name = found["candidates"][place]
    if name.startswith(genes.SYMBOLS):
        return name
    upper = state["text"].upper()
    named = [symbol for symbol in genes.SYMBOLS if symbol in upper]
    return ((named[0] if named else state["gene"]) + " " + name).strip()


def residues(parsed: "Json") -> str:
    """``residue 559`` or ``residues 557 to 558``."""
    first, last = portable.fmt(parsed["start"]), portable.fmt(parsed["end"])
    return "residue " + first if first == last else "residues " + first + " to " + last


def understood(parsed: "Json") -> str:
    """A line in plain words, such as ``KIT, deletion of residues 557 to 558, exon 11``."""
    parts = parsed["parts"] if parsed["status"] == "compound" else [parsed]
    said = [_understood(part) for part in parts]
    if parsed["wild"] and parsed["status"] == "no_change":
        said = ["no mutation found in " + portable.listed(parsed["wild"])]
    elif parsed["wild"]:
        said.append("nothing found in " + portable.listed(parsed["wild"]))
    return "; ".join(said + [name + " kept" for name in parsed["kept"]])


def _understood(parsed: "Json") -> str:
    return _change_in_words(parsed) + "".join([SAID[said] for said in parsed["said"]])


def _change_in_words(parsed: "Json") -> str:
    status = parsed["status"]
    words = [parsed["gene"]] if parsed["gene"] else []
    if status == "other_gene":
        changed = [OTHER[parsed["change"]]] if parsed["change"] else []
        return ", ".join(words + changed + ["a gene this book has no model of"])
    if status == "class" and parsed["change"] == "fusion":
        return ", ".join(words + [OTHER["fusion"]])
    if status == "class":
        return ", ".join(words + _place(parsed) + [parsed["change"] + ", not said which one"])
    if status == "no_change" and not parsed["kind"]:
        return "no change found"
    if status == "unknown_effect":
        words.append("effect on the protein not known")
    if status == "splice":
        words.append("change at a splice border")
    if parsed["start"] is not None:
        words.append(_change(parsed))
    return ", ".join(words + _place(parsed))


def _change(parsed: "Json") -> str:
    if parsed["kind"] == "insertion":
        return "insertion between " + residues(parsed)
    known = KINDS.get(parsed["kind"]) if parsed["kind"] else None
    return known + " " + residues(parsed) if known else residues(parsed)


def _place(parsed: "Json") -> list[str]:
    exons = [portable.fmt(exon) for exon in parsed["exons"]]
    if not exons:
        return []
    where = ("exon " if len(exons) == 1 else "exons ") + portable.listed(exons)
    return [where, parsed["domain"]] if parsed["domain"] else [where]


def announcement(data: "Json", state: "Json") -> str:
    """What a screen reader is told when the typing pauses."""
    found = read(data, state)
    return found["problem"] or "Understood: " + understood(found["parsed"]) + "."


# ---------------------------------------------------------------- fields


def report(data: "Json", state: "Json", found: "Json") -> "list[Json]":
    """The line, lines to pick from, and what was understood so far."""
    field = line("text", "A line of the report", state["text"], BOX, ADDRESS)
    if state["settled"]:
        field["error"] = found["problem"]
    blocks = [
        select("line", "Pick a line of an invented report", _lines(data), _picked(data, state)),
        field,
        text("understood", _said(state, found), "body"),
    ]
    if found["candidates"]:
        offers = [candidate(state, found, place) for place in range(len(found["candidates"]))]
        buttons = [button("offer." + portable.fmt(n), "Read it as " + o, "plain") for n, o in enumerate(offers)]
        blocks.append(group("offers", None, "row", buttons))
    return blocks


def _said(state: "Json", found: "Json") -> str:
    if found["parsed"]:
        return "**Understood:** " + understood(found["parsed"]) + "."
    return "The line cannot be read as it stands." if state["settled"] else found["problem"]


def _lines(data: "Json") -> "list[Json]":
    known = [{"value": entry["id"], "label": entry["label"]} for entry in data["variant"]["lines"]]
    return known + [{"value": OWN, "label": "a line of your own"}]


def _picked(data: "Json", state: "Json") -> str:
    for entry in data["variant"]["lines"]:
        if entry["text"] == state["text"]:
            return entry["id"]
    return OWN


def settings(state: "Json") -> "Json":
    """What is seldom needed: the gene where the line has none, and looking up without a guess."""
    ask = "Show the answer at once. To learn, leave this off: a guess first makes the answer stay."
    blocks = [
        select("gene", "Gene", GENES, state["gene"]),
        toggle("look_up", "Look up without guessing", state["look_up"], ask),
    ]
    return group("settings", "Gene, looking up", "fold", blocks)


def question(state: "Json") -> "list[Json]":
    """What the learner expects of imatinib, and how sure; asked before any answer is in the view."""
    expect = choice("expect", "What do you expect of imatinib in a tumour with this finding?", EXPECT, state["expect"])
    expect["error"] = state["bad"].get("expect")
    sure = how_sure(state["confidence"], state["bad"].get("confidence"))
    return [expect, sure, button("commit", "Commit and see the reading", "primary")]
