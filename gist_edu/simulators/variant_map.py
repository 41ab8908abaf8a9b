"""Where a finding lies: exons, domains and hot spots of *KIT* and *PDGFRA* on rulers, in windows to choose from."""

from gist_edu.models import genes, portable
from gist_edu.simulators import variant_read
from gist_edu.simulators.blocks import cell, group, select, track

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

BESIDE = 15  # codons shown on either side of a finding
ZOOMS = [
    {"value": "whole", "label": "whole receptor"},
    {"value": "around", "label": "around the finding"},
    {"value": "membrane", "label": "membrane to kinase"},
    {"value": "atp", "label": "ATP pocket"},
    {"value": "loop", "label": "activation loop"},
]
# window: (domain it begins at, codons before, domain it ends with, codons after)
WINDOWS = {
    "membrane": ("transmembrane", 25, "juxtamembrane", 15),
    "atp": ("glycine-rich loop", 5, "hinge", 8),
    "loop": ("catalytic loop", 5, "activation loop", 5),
}
_bare: "Json" = {"genes": None}  # rulers without a finding: the same at every keystroke, so they are drawn up once
COLUMNS = [{"label": "Part"}, {"label": "Codons"}, {"label": "What is there"}]


def places(parsed: "Json | None") -> "list[Json]":
    """The parts of a line that have a place: changes with residues, and classes with an exon."""
    if parsed is None:
        return []
    parts = parsed["parts"] if parsed["status"] == "compound" else [parsed]
    return [part for part in parts if part["gene"] in genes.SYMBOLS and (part["start"] is not None or part["exon"])]


def codons(data: "Json", part: "Json") -> list[int]:
    """[first, last] codon of a change, or of the exon a class names."""
    if part["start"] is not None:
        return [part["start"], part["end"]]
    return _exon(genes.model(data["genes"], part["gene"]), part["exon"])


def _exon(entry: "Json", exon: int) -> list[int]:
    """[first, last] codon of an exon; the parser and the data name only exons that hold one."""
    return genes.exon_codons(entry, exon) or [1, 1]


def zooms(data: "Json", state: "Json") -> list[str]:
    """The windows that can be chosen for this line."""
    around = places(variant_read.read(data, state)["parsed"])
    return [zoom["value"] for zoom in ZOOMS if zoom["value"] != "around" or around]


def pressed(data: "Json", state: "Json", key: str) -> str:
    """The line that a pressed mark stands for; empty for a mark that is not there."""
    for entry in data["genes"]["genes"]:
        for spot in entry["hot_spots"]:
            exon = portable.fmt(spot["exon"])
            if key == "track." + entry["gene"] + "." + exon:
                return entry["gene"] + " exon " + exon + " mutation"
    return ""


def blocks(data: "Json", state: "Json", parsed: "Json | None", frequency: "Json | None" = None) -> "list[Json]":
    """The choice of a window and the rulers: first that of the finding, the other receptor folded below it."""
    found = places(parsed)
    first = found[0]["gene"] if found else "KIT"
    second = "PDGFRA" if first == "KIT" else "KIT"
    options = [zoom for zoom in ZOOMS if zoom["value"] != "around" or found]
    zoom = state["zoom"] if found or state["zoom"] != "around" else "whole"
    if not found and not frequency:
        return [select("zoom", "Window of the map", options, zoom)] + _bare_rulers(data, zoom)
    rulers = [_ruler(data, symbol, zoom, found, frequency) for symbol in (first, second)]
    if found and second not in [part["gene"] for part in found]:
        rulers = [rulers[0], group("other", "The other receptor, " + second, "fold", [rulers[1]])]
    return [select("zoom", "Window of the map", options, zoom)] + rulers


def _bare_rulers(data: "Json", zoom: str) -> "list[Json]":
    if _bare["genes"] is not data["genes"]:
        _bare.clear()
        _bare["genes"] = data["genes"]
    if zoom not in _bare:
        _bare[zoom] = [_ruler(data, symbol, zoom, [], None) for symbol in genes.SYMBOLS]
    return _bare[zoom]


def _window(data: "Json", entry: "Json", zoom: str, found: "list[Json]") -> "tuple[int, int]":
    last = len(entry["sequence"])
    if zoom == "around":
        here = [codons(data, part) for part in found if part["gene"] == entry["gene"]]
        if not here:
            return _same_place(data, entry, codons(data, found[0]))
        return max(1, min([one[0] for one in here]) - BESIDE), min(last, max([one[1] for one in here]) + BESIDE)
    if zoom not in WINDOWS:
        return 1, last
    begin, before, end, after = WINDOWS[zoom]
    return _domain(entry, begin)["start"] - before, _domain(entry, end)["end"] + after


def _same_place(data: "Json", entry: "Json", here: list[int]) -> "tuple[int, int]":
    """The window of the other receptor around the residue that stands at the same place; all of it where none does."""
    other = "PDGFRA" if entry["gene"] == "KIT" else "KIT"
    there = genes.equivalent(data["genes"], other, here[0])
    if there is None:
        return 1, len(entry["sequence"])
    return there["codon"] - BESIDE, min(len(entry["sequence"]), there["codon"] + here[1] - here[0] + BESIDE)


def _domain(entry: "Json", name: str) -> "Json":
    return [row for row in entry["domains"] if row["name"] == name].pop()


# ---------------------------------------------------------------- one ruler


def _ruler(data: "Json", symbol: str, zoom: str, found: "list[Json]", frequency: "Json | None") -> "Json":
    entry = genes.model(data["genes"], symbol)
    window = _window(data, entry, zoom, found)
    here = [part for part in found if part["gene"] == symbol]
    ruler = track("track." + symbol, symbol, _summary(data, symbol, window, here), window, "codon")
    domains, motifs = _domains(entry, window, "domain"), _domains(entry, window, "motif")
    ruler["lanes"] = [
        {"label": "Exons", "items": _exons(entry, window)},
        {"label": "Domains", "items": domains},
    ]
    if motifs and zoom != "whole":
        ruler["lanes"].append({"label": "Motifs", "items": motifs})
    ruler["marks"] = _marks(entry, window, zoom, here)
    if here:
        first, last = codons(data, here[0])
        ruler["here"] = {"from": first, "to": last, "text": name(here[0])}
    ruler["table"] = {"columns": COLUMNS, "rows": _rows(data, entry, window, here, frequency, zoom != "whole")}
    return ruler


def name(part: "Json") -> str:
    """What stands beside a finding on the map."""
    return part["hgvs_p"] or "exon " + portable.fmt(part["exon"])


def _summary(data: "Json", symbol: str, window: "tuple[int, int]", here: "list[Json]") -> str:
    shown = "Codons " + portable.fmt(window[0]) + " to " + portable.fmt(window[1]) + " of " + symbol + "."
    if not here:
        return shown
    first, last = codons(data, here[0])
    seen = first <= window[1] and last >= window[0]
    words = " **" + name(here[0]) + "** lies " + ("here: " if seen else "outside this window: ")
    return shown + words + _span(first, last) + (", " + here[0]["domain"] if here[0]["domain"] else "") + "."


def _span(first: int, last: int) -> str:
    if first == last:
        return "codon " + portable.fmt(first)
    return "codons " + portable.fmt(first) + " to " + portable.fmt(last)


def _inside(window: "tuple[int, int]", first: int, last: int) -> bool:
    return first <= window[1] and last >= window[0]


def _item(first: int, last: int, label: str, tone: str) -> "Json":
    return {"from": first, "to": last, "text": label, "tone": tone}


def _exons(entry: "Json", window: "tuple[int, int]") -> "list[Json]":
    hot = [spot["exon"] for spot in entry["hot_spots"]]
    found = []
    for row in entry["exons"]:
        first, last = _exon(entry, row["exon"])
        if _inside(window, first, last):
            found.append(_item(first, last, portable.fmt(row["exon"]), "info" if row["exon"] in hot else "muted"))
    return found


def _domains(entry: "Json", window: "tuple[int, int]", kind: str) -> "list[Json]":
    rows = [row for row in entry["domains"] if row["kind"] == kind and _inside(window, row["start"], row["end"])]
    tone = "info" if kind == "motif" else "none"
    return [_item(row["start"], row["end"], row["name"], tone) for row in rows]


def _marks(entry: "Json", window: "tuple[int, int]", zoom: str, here: "list[Json]") -> "list[Json]":
    """Hot spots to press on the whole receptor; in a window the residues with a role, and further findings."""
    if zoom == "whole":
        marks = []
        for spot in entry["hot_spots"]:
            first, last = _exon(entry, spot["exon"])
            exon = portable.fmt(spot["exon"])
            marks.append(_mark((first + last) // 2, "exon " + exon, "info", 2, exon))
        return marks
    marks = []
    for row in entry["residues"]:
        if window[0] <= row["codon"] <= window[1] and row.get("verified") != "memory":
            marks.append(_mark(row["codon"], _residue(entry, row["codon"]), "none", 1))
    for part in here[1:]:
        if part["start"] is not None and _inside(window, part["start"], part["end"]):
            marks.append(_mark(part["start"], part["hgvs_p"], "bad", 3))
    return marks


def _mark(at: int, label: str, tone: str, size: int, key: str | None = None) -> "Json":
    mark = {"at": at, "text": label, "tone": tone, "size": size}
    if key:
        mark["id"], mark["inside"] = key, key
    return mark


def _residue(entry: "Json", codon: int) -> str:
    return genes.residue(entry, codon) + portable.fmt(codon)


def _rows(
    data: "Json", entry: "Json", window: "tuple[int, int]", here: "list[Json]", frequency: "Json | None", zoomed: bool
) -> "list[Json]":
    """The ruler as text: findings, hot spots with how often they are met, domains; zoomed, motifs and residues too."""
    rows: list[Any] = []
    for part in here:
        first, last = codons(data, part)
        rows.append(["**" + name(part) + "**", first, last, "the finding"])
    for spot in entry["hot_spots"]:
        first, last = _exon(entry, spot["exon"])
        exon, said = portable.fmt(spot["exon"]), spot["what"]
        known = (frequency or {}).get(entry["gene"] + "." + exon)
        rows.append(["exon " + exon + ", hot spot", first, last, said + (". " + known if known else "")])
    for item in _domains(entry, window, "domain") + (_domains(entry, window, "motif") if zoomed else []):
        rows.append([item["text"], item["from"], item["to"], "domain" if item["tone"] == "none" else "motif"])
    for row in entry["residues"] if zoomed else []:
        if row.get("verified") != "memory":
            rows.append([_residue(entry, row["codon"]), row["codon"], row["codon"], row["role"]])
    shown = [row for row in rows if _inside(window, row[1], row[2])]
    return [{"cells": [cell(row[0]), cell(_span(row[1], row[2])), cell(row[3])]} for row in shown]
