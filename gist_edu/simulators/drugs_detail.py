"""One pair of class and drug in full: sentence, what speaks against it, weaker evidence, labels, limits, sources."""

from gist_edu.models import portable
from gist_edu.simulators import drugs_cells
from gist_edu.simulators.blocks import cell, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """What is known of the pair that is looked at."""
    row = drugs_cells.row_of(data, state["class"])
    drug = drugs_cells.drug_of(data, state["drug"])
    entry = drugs_cells.known(data, row, drug["id"])
    parts = [text("kind_means", _rests_on(data, entry), "note"), text("known", portable.linked(data, entry["md"]))]
    if entry.get("disagreement"):
        md = "**What speaks against it.** " + portable.linked(data, entry["disagreement"])
        parts.append(text("against", md, "warning"))
    for place, weaker in enumerate(entry.get("weaker", [])):
        name = drugs_cells.named(data["drugs"]["kinds"], weaker["kind"])["name"]
        md = "**Weaker, " + name + ":** " + portable.linked(data, weaker["md"])
        parts.append(text("weaker." + portable.fmt(place), md))
    parts.append(_labels(data, entry, drug))
    parts.append(text("not_said", _not_said(data, row), "limits"))
    used = [entry["md"], entry.get("disagreement", "")] + [one["md"] for one in entry.get("weaker", [])]
    found = addresses(used + list(_label(entry, drug)[1]) + row["not_said"])
    return parts + ([_sources(data, found)] if found else [])


def _rests_on(data: "Json", entry: "Json") -> str:
    """The kind of evidence in a sentence, and the lines in which it was seen."""
    means = drugs_cells.named(data["drugs"]["kinds"], entry["kind"])["means"]
    if entry["kind"] == "none":
        return means
    if not entry["lines"]:
        return means + " It belongs to no line of treatment."
    many = " lines" if len(entry["lines"]) > 1 else " line"
    return means + " Seen in " + portable.listed(entry["lines"]) + many + "."


def _label(entry: "Json", drug: "Json") -> "tuple[bool, tuple[str, str]]":
    """(True when the labels speak of this class, (US, EU))."""
    own = entry.get("label")
    words = own or drug["labels"]
    return bool(own), (words["us"], words["eu"])


def _labels(data: "Json", entry: "Json", drug: "Json") -> "Json":
    own, (us, eu) = _label(entry, drug)
    rows = [[cell("US"), cell(portable.linked(data, us))], [cell("EU"), cell(portable.linked(data, eu))]]
    caption = "What the labels say" + ("" if own else " of the drug as a whole")
    note = "As seen up to " + in_words(data["drugs"]["as_of"]) + ". A label is no evidence, and evidence is no label."
    return table("labels", caption, ["Label", "Words"], rows, note)


def _not_said(data: "Json", row: "Json") -> str:
    said = ["**What this does not say.**"] + [portable.linked(data, one) for one in row["not_said"]]
    return " ".join(said + [data["drugs"]["rule"]])


def in_words(day: str) -> str:
    """2026-11-26 -> 26 November 2026."""
    year, month, date = day.split("-")
    return portable.fmt(int(date)) + " " + MONTHS[int(month) - 1] + " " + year


# ---------------------------------------------------------------- sources


def addresses(sentences: "list[str]") -> "list[str]":
    """Ledger addresses in the order of their first mention, each once."""
    found: list[str] = []
    for sentence in sentences:
        for piece in sentence.split("](ev:")[1:]:
            address = piece[: piece.find(")")].split("?")[0]
            if address not in found:
                found.append(address)
    return found


def _sources(data: "Json", found: "list[str]") -> "Json":
    """One line for each record: its short name, and the values taken from it."""
    items = []
    records: list[str] = []
    for address in found:
        record = address.split(".")[0]
        if record not in records:
            records.append(record)
            short = data["ev"][address]["short"]
            items.append({"address": address, "text": short, "source": _values(data, found, record)})
    return {"kind": "evidence", "id": "sources", "heading": "Sources of this pair", "items": items}


def _values(data: "Json", found: "list[str]", record: str) -> str:
    """The values taken from a record."""
    values = [data["ev"][one]["text"] for one in found if one.startswith(record + ".")]
    return ", ".join([value for value in values if value])
