"""What the variant reader shows after the commit: verdict on the guess, name, place, meaning, drugs, next questions."""

from gist_edu.models import interpret, portable
from gist_edu.simulators import variant_map, variant_read
from gist_edu.simulators.blocks import cell, feedback, group, table, text, verdicts

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

EXPECTED = {"sensitive": "usually", "reduced": "less", "resistant": "not", "conflicting": "open", "unknown": "open"}
BUT = ", but sources disagree"
AGAINST = "**Against it:** "
ROLES = {
    "primary": "Found before treatment, as the driver.",
    "secondary": "Found after treatment, as a way round the drug.",
    "primary_or_secondary": "Found before and after treatment: the date of the sample decides.",
    "germline_possible": "May be inherited: ask whether blood was tested too.",
    "polymorphism": "A harmless variant that many healthy people carry.",
    "not_activating": "A change like this does not switch the kinase on.",
    "unknown": "Its role is not known.",
}
LIMITS = (
    "This reader knows names, exons and what was published for them. It does not know the tumour, the sample, the "
    "quality of the test or the person. It gives no dose and chooses no drug. Ask the laboratory and the tumour board."
)


def blocks(data: "Json", state: "Json", parsed: "Json") -> "list[Json]":
    """All blocks below the report."""
    found = interpret.interpret(data, parsed)
    shown = [_feedback(state, found)] if state["committed"] else []
    return [block for block in shown + _all(data, state, parsed, found) if block]


def _all(data: "Json", state: "Json", parsed: "Json", found: "Json") -> "list[Json | None]":
    return [
        group("name", "The name", "stack", _name(parsed)),
        group("map", "Where it lies", "stack", variant_map.blocks(data, state, parsed, _frequencies(data))),
        group("meaning", "What it is", "stack", _meaning(found)),
        group("seen", "Drug by drug", "stack", _drugs(data, found)),
        _labels(data, found),
        group("next", "What to ask the laboratory next", "stack", _texts("next", found["ask"])),
        group("unsaid", "What the line does not say", "stack", _texts("unsaid", found["not_said"])),
        text("limits", LIMITS, "limits"),
    ]


def _texts(key: str, sentences: list[str]) -> "list[Json]":
    return [text(key + "." + portable.fmt(place), said, "body") for place, said in enumerate(sentences)]


def imatinib(found: "Json") -> "Json":
    """The entry of the drug the learner was asked about."""
    return [entry for entry in found["drugs"] if entry["drug"] == "imatinib"].pop()


def _feedback(state: "Json", found: "Json") -> "Json":
    entry = imatinib(found)
    right = EXPECTED[entry["call"]] == state["expect"]
    said = [option["label"] for option in variant_read.EXPECT if option["value"] == state["expect"]].pop()
    heading = "As it was seen" if right else "Not what was seen"
    if EXPECTED[entry["call"]] == "open":
        heading = "Right: this cannot be told" if right else "This line cannot tell"
    against = entry.get("disagreement")
    if entry["call"] == "conflicting":
        heading = "The studies disagree"
    elif against:
        heading = heading + (", but the time point decides" if interpret.SEEN_FIRST in against else BUT)
    md = "You said: “" + said + "”. " + entry["md"] + (" " + AGAINST + against if against else "") + _sure(state, right)
    return feedback("feedback", "good" if right else "warn", heading, md, state["fresh"])


def _sure(state: "Json", right: bool) -> str:
    if state["confidence"] == "sure" and not right:
        return " You were very sure: worth remembering what in the line misled you."
    if state["confidence"] == "guess" and right:
        return " You called it a guess. It was a good one."
    return ""


# ---------------------------------------------------------------- name


def _name(parsed: "Json") -> "list[Json]":
    parts = parsed["parts"] if parsed["status"] == "compound" else [parsed]
    rows = [_name_row(part) for part in parts]
    notes = list(parsed["notes"])
    for part in parsed["parts"]:
        notes = notes + [note for note in part["notes"] if note not in notes]
    columns = ["Gene", "One letter", "Three letters", "Exon"]
    return [table("names", "One name for it", columns, rows)] + _texts("note", notes)


def _name_row(part: "Json") -> "list[Json]":
    exons = portable.listed([portable.fmt(exon) for exon in part["exons"]]) if part["exons"] else "–"
    gene = "*" + part["gene"] + "*" if part["gene"] else "–"
    whole = part["hgvs_p"] or (part["change"] if part["status"] in ("class", "other_gene") else None) or "–"
    return [cell(gene), cell(whole), cell(part["hgvs_p3"] or "–"), cell(exons)]


# ---------------------------------------------------------------- meaning and drugs


def _meaning(found: "Json") -> "list[Json]":
    head = "**" + found["class_name"] + ".** " + ROLES[found["role"]]
    frequency = [found["frequency"]] if found["frequency"] else []
    return [text("class", head, "lead")] + _texts("meaning", found["meaning"] + frequency)


def _drugs(data: "Json", found: "Json") -> "list[Json]":
    """The calls at a glance, then what each rests on."""
    rows, seen = [], []
    for entry in found["drugs"]:
        call, kind = _of(data, "calls", entry["call"]), _of(data, "kinds", entry["evidence"])
        name = _of(data, "drugs", entry["drug"])["name"]
        tone = "muted" if call["tone"] == "plain" else call["tone"]
        rows.append([cell(name), cell(call["name"], tone), cell(kind["name"])])
        whose = "this very change" if entry["level"] == "variant" else "its class"
        mark = _capital(call["name"]) + " · " + kind["name"] + (", " + whose if entry["evidence"] != "none" else "")
        sign = "info" if tone == "warn" else tone  # neither a tick nor a cross
        seen.append({"text": name, "mark": mark, "tone": sign, "md": _seen(data, entry)})
    note = data["drugs"]["rule"] + " It is no dose and no prescription."
    return [
        table("drugs", "What was seen with this finding", ["Drug", "Call", "Best evidence"], rows, note),
        verdicts("evidence", "What each call rests on", seen),
    ]


def _seen(data: "Json", entry: "Json") -> str:
    said = [entry["md"]]
    if entry["disagreement"]:
        said.append(AGAINST + entry["disagreement"])
    for weaker in entry["weaker"]:
        said.append("*Weaker, " + _of(data, "kinds", weaker["kind"])["name"] + ":* " + weaker["md"])
    return "\n\n".join(said)


def _labels(data: "Json", found: "Json") -> "Json | None":
    """What the labels of the United States and of the European Union say of this class, where one names it."""
    named = [entry for entry in found["drugs"] if entry["label"]]
    if not named:
        return None
    rows = []
    for entry in named:
        name = _of(data, "drugs", entry["drug"])["name"]
        rows.append([cell(name), cell(entry["label"]["us"]), cell(entry["label"]["eu"])])
    caption = "Labels of this class, as of " + data["drugs"]["as_of"]
    columns = ["Drug", "United States", "European Union"]
    return group("labels", "What the labels say, US and EU", "fold", [table("label_table", caption, columns, rows)])


def _of(data: "Json", kind: str, key: str) -> "Json":
    """The entry of the drug data with this id."""
    return [entry for entry in data["drugs"][kind] if entry["id"] == key].pop()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _frequencies(data: "Json") -> "Json":
    """How often each hot spot is met: gene and exon -> sentence with its source."""
    found = {}
    for entry in data["genes"]["genes"]:
        for spot in entry["hot_spots"]:
            row = interpret.class_of(data, _class(entry["gene"], spot["exon"]))
            if row and row.get("frequency"):
                found[entry["gene"] + "." + portable.fmt(spot["exon"])] = portable.linked(data, row["frequency"])
    return found


def _class(symbol: str, exon: int) -> "Json":
    """The finding “a mutation in this exon”, as far as its class depends on it."""
    return {
        "status": "class",
        "gene": symbol,
        "hgvs_p": None,
        "kind": None,
        "start": None,
        "end": None,
        "exon": exon,
        "change": "mutation",
    }
