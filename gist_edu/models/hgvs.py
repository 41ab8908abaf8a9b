"""What a line of a report says about *KIT* or *PDGFRA*: one variant, a class such as “exon 11 deletion”, or several.

Portable and pure. ``genes`` is ``data/genes.yaml``. Reading goes line, names, residues, one HGVS name; what cannot be
read is refused with a sentence for people.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_apply as results
from gist_edu.models import hgvs_doubt as doubt
from gist_edu.models import hgvs_join as joining
from gist_edu.models import hgvs_line as lines
from gist_edu.models import hgvs_scan as scanning
from gist_edu.models import hgvs_words as words
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VariantError = words.VariantError
candidates = words.candidates
MOST_UNREAD = 5
NOT_FOUND = "The line says what was not found. It tells what was looked for, not what the tumour has."


def parse(genes: "Json", text: "Any", gene: str | None = None) -> "Json":
    """The meaning of a line: {status, gene, hgvs_p, hgvs_p3, kind, start, end, exon, exons, domain, ...}.

    Raises ``VariantError``; ``candidates(error)`` gives names that may have been meant. The gene in the line counts
    more than ``gene``.
    """
    line = doubt.loosened(words.fold(text))
    chosen = _chosen(genes, gene)
    line, known = _published(genes, line, chosen)
    state = scanning.scan(genes, line)
    _refuse_strange(state, chosen)
    found = joining.variants(genes, state, chosen)
    found += _classes(genes, state, chosen, [part for _, part in found])
    parts = [part for _, part in portable.ordered(found, lambda pair: pair[0])]
    for part in parts:
        part["notes"] = [entry["note"] for entry in known if entry["means"] == part["hgvs_p"]] + part["notes"]
    result = _one(parts) if parts else _without_variant(genes, state, chosen, line)
    doubt.refuse(line, state, result)
    if len(parts) != 1 or parts[0]["status"] != "other_gene":
        _note_unread(state, result)
    if joining.denied(state):
        result["notes"].append("The line says that this was not found: " + ", ".join(joining.denied(state)) + ".")
    if chosen and chosen not in state["genes"] and [name for name in state["genes"] if name in models.SYMBOLS]:
        result["notes"].append("The line names " + state["genes"][0] + "; " + chosen + " was chosen.")
    return result


def _chosen(genes: "Json", gene: "Any") -> str:
    if gene is None or gene == "":
        return ""
    named = lines.gene_of(genes, gene) if isinstance(gene, str) else None
    if named is None:
        asked = words.quoted(portable.shown(gene))
        words.refuse("The gene " + asked + " is not known. Choose KIT or PDGFRA.", None, "")
    return named[0]


def _published(genes: "Json", line: str, chosen: str) -> "tuple[str, list[Json]]":
    """The line with names of papers that the rules would misread replaced, and what the data say of each."""
    used = []
    for entry in genes["published_names"]:
        other = [symbol for symbol in models.SYMBOLS if symbol != entry["gene"] and symbol in line.upper()]
        place = _find(line, entry["text"])
        if place and chosen in ("", entry["gene"]) and not other:
            line = line[: place[0]] + " " + entry["means"] + " " + line[place[1] :]
            used.append(entry)
    return line, used


def _find(line: str, text: str) -> "tuple[int, int] | None":
    """Where ``text`` stands in the line, blanks and capitals aside; not inside a longer name."""
    squeezed = line.replace(" ", "").upper()
    at = squeezed.find(text.upper())
    if at < 0 or squeezed[at + len(text) : at + len(text) + 1] in tuple("0123456789_"):
        return None
    if squeezed[:at].endswith("P.") or squeezed[:at].endswith("P.("):
        at, text = at - 2, "p." + text
    places = [place for place, character in enumerate(line) if character != " "]
    return places[at], places[at + len(text) - 1] + 1


def _refuse_strange(state: "Json", chosen: str) -> None:
    if state["strange"] and not state["genes"]:
        sentence = words.quoted(state["strange"]) + " stands where the gene stands, and it is no gene this book knows."
        if not all(ord(letter) < 128 for letter in state["strange"]):
            sentence += " It holds a letter that only looks like a Latin one."
        words.refuse(sentence + " KIT and PDGFRA have a model here." + (" Leave the word out." if chosen else ""))


def _one(parts: "list[Json]") -> "Json":
    if len(parts) == 1:
        return parts[0]
    same = [part for part in parts if part["gene"] == parts[0]["gene"]]
    result = results.blank("compound", parts[0]["gene"] if len(same) == len(parts) else None)
    result["parts"] = parts
    result["notes"] = [portable.fmt(len(parts)) + " changes in one line, in the order given."]
    return result


def _note_unread(state: "Json", result: "Json") -> None:
    if state["unread"]:
        result["notes"].append("Not read: " + ", ".join([words.quoted(w) for w in state["unread"][:MOST_UNREAD]]) + ".")


# ---------------------------------------------------------------- classes and what is no variant


def _classes(genes: "Json", state: "Json", chosen: str, parts: "list[Json]") -> "list[Any]":
    """(clause, class) of classes such as “exon 11 deletion”; beside a variant only those of another exon."""
    found = []
    denied = [clause for clause in state["clauses"] if clause["no"] or clause["wild"]]
    taken = [exon for part in parts for exon in part["exons"]]
    for place, clause in enumerate(state["clauses"]):
        usable = not (clause["items"] or clause["no"] or clause["wild"]) and (clause["exons"] or clause["change"])
        only = [exon for exon in clause["exons"] if exon not in taken]
        if not usable or (parts and not (only and clause["change"])):
            continue
        if denied and not clause["found"] and clause["change"] in ("", "mutation"):
            continue  # “KIT exons 9, 11, 13, 17: wild type”
        symbol = clause["gene"] or chosen
        for exon in only or [0]:
            found.append((place, _class(genes, symbol, exon, clause["change"] or "mutation")))
    exact = [pair for pair in found if pair[1]["exon"]] or found[:1]
    places = [(one["gene"], one["exon"]) for _, one in exact]
    return [pair for at, pair in enumerate(exact) if places[at] not in places[:at]]


def _class(genes: "Json", symbol: str, exon: int, change: str) -> "Json":
    notes = []
    if not symbol and exon:
        fits = [entry["gene"] for entry in genes["genes"] if exon in [spot["exon"] for spot in entry["hot_spots"]]]
        if len(fits) == 1:
            symbol = fits[0]
            notes.append("No gene was named; exon " + portable.fmt(exon) + " is a hot spot in " + symbol + " only.")
    if not symbol:
        words.refuse("Understood: a class of variants. The gene is missing.", None, "For example KIT exon 11 deletion.")
    if symbol not in models.SYMBOLS:
        return joining.other_gene(symbol)
    if exon and models.exon_codons(models.model(genes, symbol), exon) is None:
        last = portable.fmt(models.model(genes, symbol)["exons"][-1]["exon"])
        words.refuse(symbol + " has no exon " + portable.fmt(exon) + " with codons; its last is exon " + last + ".")
    result = results.blank("class", symbol)
    result["change"], result["notes"] = change, notes
    if exon:
        result["exon"], result["exons"] = exon, [exon]
    result["notes"].append("A class, not a variant: the report may hold the exact name.")
    return result


def _nothing_found(state: "Json", symbols: list[str]) -> "Json":
    """“Wild type” only if both receptors were negative; one variant that is absent says nothing of the others."""
    named = [symbol for at, symbol in enumerate(symbols) if symbol not in symbols[:at]]
    result = results.blank("no_change", named[0] if len(named) == 1 else None)
    result["notes"].append(NOT_FOUND)
    missing = [symbol for symbol in models.SYMBOLS if symbol not in named]
    if named and missing:
        result["notes"].append("The line does not say what was found in " + " or ".join(missing) + ".")
    elif not joining.denied(state):
        result["change"] = "wild_type"
    return result


def _without_variant(genes: "Json", state: "Json", chosen: str, line: str) -> "Json":
    symbols = state["genes"] or ([chosen] if chosen else [])
    said = [clause for clause in state["clauses"] if clause["no"] or clause["wild"]]
    if said:
        return _nothing_found(state, symbols)
    for clause in state["clauses"]:
        joining.refuse_pieces(genes, clause, chosen)
    others = [name for name in state["genes"] if name not in models.SYMBOLS]
    if others:
        return joining.other_gene(others[0])
    if state["genes"]:
        words.refuse("Understood: the gene " + state["genes"][0] + ". The change is missing.")
    words.refuse("No variant name was found in " + words.quoted(line) + ".")
