"""What a line of a report says about *KIT* or *PDGFRA*: one variant, a class such as “exon 11 deletion”, or several.

Portable and pure. ``genes`` is ``data/genes.yaml``. Reading goes line, names, residues, one HGVS name; what cannot be
read is refused with a sentence for people.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_apply as results
from gist_edu.models import hgvs_doubt as doubt
from gist_edu.models import hgvs_join as joining
from gist_edu.models import hgvs_line as lines
from gist_edu.models import hgvs_said as saying
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
WITHOUT = "The line says that nothing was found in "
ALSO = "Also named, and not taken as the driver here: "


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
    wild, kept = saying.without(genes, state), saying.kept(genes, state)
    found = joining.variants(genes, state, chosen)
    found += _classes(genes, state, chosen, [part for _, part in found], wild)
    found = portable.ordered(found, lambda pair: pair[0])
    parts = [part for _, part in found]
    for part in parts:
        part["notes"] = [entry["note"] for entry in known if entry["means"] == part["hgvs_p"]] + part["notes"]
    result = _one(parts) if parts else _without_variant(genes, state, chosen, line, wild)
    if not parts:
        found = [] if result["status"] == "no_change" else [(0, result)]
    result["notes"] += saying.mark(state, found)
    _beside(genes, state, result, wild, kept)
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


def _beside(genes: "Json", state: "Json", result: "Json", wild: list[str], kept: list[str]) -> None:
    """What stands beside the finding: genes without a mutation, a stain that is kept, further genes, an exon."""
    parts = result["parts"] or [result]
    mine = [part["gene"] for part in parts]
    result["wild"] = [name for name in wild if name not in mine or result["status"] == "no_change"]
    result["kept"] = kept
    if result["wild"] and result["status"] != "no_change":
        result["notes"].append(WITHOUT + portable.listed(result["wild"]) + ".")
    result["notes"] += [saying.kept_note(name) for name in kept]
    other = [name for name in state["genes"] if name not in models.SYMBOLS and name not in mine + wild + kept]
    other = [name for at, name in enumerate(other) if name not in other[:at]]
    if other and (result["status"] == "no_change" or [name for name in mine if name in models.SYMBOLS]):
        result["notes"].append(ALSO + portable.listed(other) + ".")
    taken = [exon for part in parts for exon in part["exons"]]
    if [part for part in parts if part["hgvs_p"] and part["gene"] in models.SYMBOLS]:
        for exon in _loose_exons(state):
            if exon not in taken:
                result["notes"].append(saying.BESIDE.replace("{}", portable.fmt(exon)))


def _loose_exons(state: "Json") -> list[int]:
    """Exons that stand in a clause of their own, without a change and not in a list."""
    clauses = [one for one in state["clauses"] if one["exons"] and not (one["items"] or one["no"] or one["wild"])]
    return [] if saying.lists_exons(state) else [exon for one in clauses if not one["change"] for exon in one["exons"]]


def _note_unread(state: "Json", result: "Json") -> None:
    unread = [word for word in state["unread"] if word.upper() not in saying.UNDERSTOOD]
    if unread:
        result["notes"].append("Not read: " + ", ".join([words.quoted(w) for w in unread[:MOST_UNREAD]]) + ".")


# ---------------------------------------------------------------- classes and what is no variant


def _classes(genes: "Json", state: "Json", chosen: str, parts: "list[Json]", wild: list[str]) -> "list[Any]":
    """(clause, class) of classes such as “exon 11 deletion”; beside a variant only those of another exon."""
    found: list[Any] = []
    others: list[Any] = []
    taken = [exon for part in parts for exon in part["exons"]]
    for place, clause in enumerate(state["clauses"]):
        finding = saying.other_finding(genes, state, place)
        if finding:
            others.append((place, joining.other_gene(saying.other_named(genes, state, place), finding)))
        elif _is_class(state, place, wild):
            only = [exon for exon in clause["exons"] if exon not in taken]
            if parts and not (only and (clause["change"] or saying.is_joined(state, place))):
                continue
            symbol = clause["gene"] or chosen or _only_gene(parts)
            for exon in only or [0]:
                found.append((place, _class(genes, symbol, exon, clause["change"] or "mutation")))
    exact = [pair for pair in found if pair[1]["exon"]] or found[:1]
    if not exact and not [part for part in parts if part["gene"] in models.SYMBOLS]:
        exact = others
    places = [(one["gene"], one["exon"]) for _, one in exact]
    known = [(part["gene"], None) for part in parts]
    return [pair for at, pair in enumerate(exact) if places[at] not in places[:at] + known]


def _is_class(state: "Json", place: int, wild: list[str]) -> bool:
    """Does a clause hold a class? Beside a denial a bare exon is none, and a mutation listed before it is open."""
    clause = state["clauses"][place]
    if clause["items"] or clause["no"] or clause["wild"] or not (clause["exons"] or clause["change"]):
        return False
    if clause["gene"] and clause["gene"] not in models.SYMBOLS:
        return False
    denied = [at for at, one in enumerate(state["clauses"]) if (one["no"] or one["wild"]) and not one["items"]]
    sure = saying.is_mutated(state, place) or clause["change"] not in ("", "mutation")
    if sure and clause["gene"] in wild and not (clause["named"] or clause["exons"]):
        sentence = "The line says that " + clause["gene"] + " is wild type, and then names a " + clause["change"]
        words.refuse(sentence + " whose gene is not known here.", None, "")
    if sure or not denied:
        return True
    if clause["change"] == "" or (clause["gene"] in wild and not (clause["exons"] and max(denied) < place)):
        return False  # “KIT exons 9, 11, 13, 17: wild type”
    later = [one for one in state["clauses"][place + 1 :] if one["no"] and not one["ahead"]]
    if later and clause["named"]:
        sentence = "The line names a mutation of " + clause["gene"] + " and says of something after it “not found” or "
        words.refuse(sentence + "“negative”. Write “" + clause["gene"] + " mutated” if it was found.", None, "")
    return bool(clause["exons"] or clause["named"])


def _only_gene(parts: "list[Json]") -> str:
    """The gene that all variants of the line share; empty where they do not."""
    named = [part["gene"] for part in parts]
    return named[0] if named and named.count(named[0]) == len(named) and named[0] in models.SYMBOLS else ""


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


def _other(genes: "Json", state: "Json", others: list[str]) -> "Json":
    """A gene without a model; of the two halves of a fusion the kinase."""
    lost = [place for place in range(len(state["clauses"])) if saying.stain(genes, state, place)]
    if not [clause for clause in state["clauses"] if clause["change"] == "fusion"]:
        return joining.other_gene(others[0], "loss" if lost else "")
    kinases = [name for name in others if name in genes["kinases"]]
    return joining.other_gene((kinases or others)[0], "fusion")


def _nothing_found(state: "Json", symbols: list[str], wild: list[str]) -> "Json":
    """“Wild type” only if both receptors were negative; one variant that is absent says nothing of the others."""
    named = [symbol for at, symbol in enumerate(symbols) if symbol not in symbols[:at]]
    named = [symbol for symbol in named if symbol in models.SYMBOLS] or named
    sure = named if joining.denied(state) or not wild else [symbol for symbol in wild if symbol in named] or named
    result = results.blank("no_change", sure[0] if len(sure) == 1 else None)
    result["notes"].append(NOT_FOUND)
    missing = [symbol for symbol in models.SYMBOLS if symbol not in sure]
    if named and missing:
        result["notes"].append("The line does not say what was found in " + " or ".join(missing) + ".")
    elif not joining.denied(state):
        result["change"] = "wild_type"
    return result


def _without_variant(genes: "Json", state: "Json", chosen: str, line: str, wild: list[str]) -> "Json":
    symbols = state["genes"] or ([chosen] if chosen else [])
    said = [clause for clause in state["clauses"] if clause["no"] or clause["wild"]]
    if said:
        return _nothing_found(state, symbols, wild)
    for clause in state["clauses"]:
        joining.refuse_pieces(genes, clause, chosen)
    kept = saying.kept(genes, state)
    others = [name for name in state["genes"] if name not in models.SYMBOLS and name not in kept]
    if others:
        return _other(genes, state, others)
    if kept:
        words.refuse(saying.kept_note(kept[0]) + " Say what was found in KIT and PDGFRA, too.", None, "")
    if state["genes"]:
        words.refuse("Understood: the gene " + state["genes"][0] + ". The change is missing.")
    words.refuse("No variant name was found in " + words.quoted(line) + ".")
