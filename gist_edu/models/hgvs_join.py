"""The names in a line brought together: a c. name and a p. name must agree; a gene that was left out is inferred.

Portable and pure.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_apply as results
from gist_edu.models import hgvs_coding as coding
from gist_edu.models import hgvs_dna as dna
from gist_edu.models import hgvs_faults as faults
from gist_edu.models import hgvs_read as reading
from gist_edu.models import hgvs_words as words
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from gist_edu._types import Json

OTHER = "This book has models of KIT and PDGFRA only; the name is kept as it was given."
WHOLE = {
    "=": ("no_change", "The name says that the protein is unchanged."),
    "?": ("unknown_effect", "The name says that the effect on the protein is not known."),
    "0": ("unknown_effect", "The name says that no protein is made."),
}


def variants(genes: "Json", state: "Json", chosen: str) -> "list[Any]":
    """(clause, variant) for each variant of a scanned line, once; what the line says was not found is left out."""
    read: list[Any] = []
    for group in _groups(state):
        result = _group(genes, group, chosen, state["build"])
        if not [other for _, other in read if _same(other, result)]:
            read.append((group[0]["clause"], result))
    return read


def denied(state: "Json") -> list[str]:
    """Names that the line says were not found."""
    return [item["found"]["given"] for clause in state["clauses"] if clause["no"] for item in clause["items"]]


def _same(one: "Json", other: "Json") -> bool:
    return one["gene"] == other["gene"] and one["status"] == other["status"] and one["hgvs_p"] == other["hgvs_p"]


def _groups(state: "Json") -> "list[list[Json]]":
    """Names of different kinds that stand side by side describe one change."""
    groups: list[list[Json]] = []
    fresh = True
    for clause in state["clauses"]:
        fresh = fresh or clause["plus"]
        if clause["wild"] and clause["items"]:
            words.refuse("The line names a change and says “wild type” beside it. Give one of the two.")
        for item in clause["items"] if not clause["no"] else []:
            kinds = [other["kind"] for other in groups[-1]] if groups else []
            if fresh or not kinds or item["kind"] in kinds:
                groups.append([])
            groups[-1].append(item)
            fresh = False
    return groups


def _group(genes: "Json", group: "list[Json]", chosen: str, build: str) -> "Json":
    given = [item["gene"] for item in group if item["gene"]]
    symbol = given[0] if given else chosen
    result: Any = None
    for kind in ("g", "c", "p"):
        for item in group:
            if item["kind"] == kind:
                symbol = symbol or (result["gene"] if result else "")
                one = _item(genes, item, symbol, build)
                _note_exon(item, one)
                result = one if result is None else _agreed(result, one, item)
    return result


def _note_exon(item: "Json", result: "Json") -> None:
    wrong = [exon for exon in item["exons"] if exon not in result["exons"]]
    if wrong and result["exon"] and len(item["exons"]) == 1:
        sentence = "The line says exon " + portable.fmt(wrong[0]) + "; codon " + portable.fmt(result["start"])
        result["notes"].append(sentence + " lies in exon " + portable.fmt(result["exon"]) + ".")


def _item(genes: "Json", item: "Json", symbol: str, build: str) -> "Json":
    if symbol and symbol not in models.SYMBOLS:
        return _other(symbol, item)
    if item["kind"] == "g":
        return _on_chromosome(genes, item, symbol, build)
    if item["kind"] == "c":
        return _coding(genes, item, symbol)
    if item["found"]["op"] == "whole":
        status, note = WHOLE[item["found"]["given"][2:3]]
        result = results.blank(status, symbol or None)
        result["notes"].append(note)
        return result
    return _protein(genes, item, symbol)


def other_gene(symbol: str, change: str = "") -> "Json":
    """A gene without a model here."""
    result = results.blank("other_gene", symbol)
    result["change"] = change if change in ("fusion", "loss") else None
    result["notes"].append(OTHER)
    return result


def _other(symbol: str, item: "Json") -> "Json":
    result = other_gene(symbol, "fusion" if item["fused"] else "")
    if item["kind"] == "p" and not item["fused"]:  # which residue of which partner nobody can tell
        given = item["found"]["given"]
        result["hgvs_p"] = given if given[:2] == "p." else "p." + given
    return result


# ---------------------------------------------------------------- each kind


def _protein(genes: "Json", item: "Json", symbol: str) -> "Json":
    found = item["found"]
    if item["isoform"] and symbol:
        entry = models.model(genes, symbol)
        return _short_isoform(genes, entry, item)
    if symbol:
        return results.resolve(genes, models.model(genes, symbol), found)
    return _by_fit(genes, found)


def _short_isoform(genes: "Json", entry: "Json", item: "Json") -> "Json":
    """The numbers of the short isoform raised to the usual ones."""
    found = dict(item["found"])
    first, last = entry["isoforms"][0]["missing"]
    for end in ("start", "end"):
        if found[end] >= first:
            found[end] += last - first + 1
    result = results.resolve(genes, entry, found)
    result["notes"].insert(0, "The line counts in the short isoform without GNNK; here in the usual numbering.")
    return result


def _by_fit(genes: "Json", found: "Json") -> "Json":
    """No gene was named: the residues tell which one it is."""
    if not (found["first"] or found["last"] or found["ref"] or found.get("again")):
        words.refuse("Understood: a change at " + reading.written_range(found) + ". The gene is missing.")
    read, problems, candidates = [], [], []
    for symbol in models.SYMBOLS:
        try:
            read.append(results.resolve(genes, models.model(genes, symbol), dict(found)))
        except words.VariantError as error:
            problems.append(error.args[0])
            candidates += [_with_gene(symbol, name) for name in words.candidates(error)]
    if len(read) == 1:
        result = read[0]
        at = portable.fmt(found["start"])
        result["notes"].insert(0, "No gene was named; at " + at + " the name fits " + result["gene"] + " only.")
        return result
    if len(read) == 2:
        names = [one["gene"] + " " + one["hgvs_p"] for one in read if one["hgvs_p"]]
        words.refuse("The name fits KIT and PDGFRA. The gene is missing.", names)
    words.refuse("No gene was named, and the name fits neither. " + " ".join(problems), _once(candidates), "")


def _with_gene(symbol: str, name: str) -> str:
    return name if " " in name else symbol + " " + name


def _once(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        if name not in found:
            found.append(name)
    return found[: faults.MOST_CANDIDATES]


def _coding(genes: "Json", item: "Json", symbol: str) -> "Json":
    if symbol:
        return coding.resolve(models.model(genes, symbol), _copied(item["found"]), item["isoform"])
    missing = "Understood: " + words.quoted(item["found"]["given"]) + ". The gene is missing."
    if not item["found"]["ref"]:
        words.refuse(missing, None, dna.EXAMPLE)
    read = []
    for one in models.SYMBOLS:
        entry = models.model(genes, one)
        first = item["found"]["start"][0]
        if models.bases_between(entry, first, first + len(item["found"]["ref"]) - 1) == item["found"]["ref"]:
            read.append(entry)
    if len(read) != 1:
        words.refuse(missing, None, dna.EXAMPLE)
    result = coding.resolve(read[0], _copied(item["found"]))
    result["notes"].insert(0, "No gene was named; the bases were looked for in " + read[0]["gene"] + " and fit.")
    return result


def _copied(found: "Json") -> "Json":
    copy = dict(found)
    copy["start"], copy["end"] = list(found["start"]), list(found["end"])
    return copy


def _on_chromosome(genes: "Json", item: "Json", symbol: str, build: str) -> "Json":
    found = item["found"]
    start, end = found["start"][0], found["end"][0]
    if found["ref"]:
        end = start + len(found["ref"]) - 1
    where = dna.on_chromosome(genes, start, build) if item["chromosome"] in ("", "4") else None
    if where is None:
        sentence = "The place " + portable.fmt(start) + " does not lie in KIT or PDGFRA, which are on chromosome 4"
        words.refuse(sentence + (", on this build." if build else ", neither on GRCh37 nor on GRCh38."))
    entry, used = where
    if symbol and symbol != entry["gene"]:
        words.refuse("The place " + portable.fmt(start) + " lies in " + entry["gene"] + ", not in " + symbol + ".")
    spelled = "GRCh37" if used == "grch37" else "GRCh38"
    coded = dna.from_chromosome(entry, used, start, end, found["ref"], found["alt"], found["op"])
    if coded is None:
        sentence = "On " + spelled + " this lies in " + entry["gene"] + ", more than 100 bases from any coding exon."
        words.refuse(sentence + " Its effect cannot be read from the place.")
    coded["given"] = found["given"]
    result = coding.resolve(entry, coded)
    result["notes"].insert(0, "Read as " + spelled + ("." if build else "; the line does not name the build."))
    return result


# ---------------------------------------------------------------- agreement


def _agreed(first: "Json", second: "Json", item: "Json") -> "Json":
    """One result from two names of the same change; refuses, showing both, where they differ."""
    if first["status"] == "other_gene":
        return second if second["hgvs_p"] else first
    if first["gene"] != second["gene"] and second["gene"]:
        words.refuse("The names side by side are in two genes, " + first["gene"] + " and " + second["gene"] + ".")
    if first["status"] == "splice":
        return _predicted(first, second)
    if second["hgvs_p"] is None:
        if second["status"] == "no_change" and first["status"] == "variant":
            _refuse_both(first, "p.=")
        return first if second["start"] is None or first["hgvs_p"] else second
    if first["hgvs_p"] is None:
        near = first["start"] - 1 <= second["end"] and second["start"] <= first["end"] + 1
        if not near:
            _refuse_codons(first, second)
        return second
    if first["hgvs_p"] == second["hgvs_p"] or _same_stop(first, second):
        second["notes"].append("The DNA name and the protein name agree.")
        return second
    return _refuse_both(first, second["hgvs_p"])


def _same_stop(first: "Json", second: "Json") -> bool:
    """Frameshifts are named by the first residue that changes, which laboratories place a little differently."""
    both = first["kind"] == "frameshift" and second["kind"] == "frameshift"
    return both and abs(first["start"] - second["start"]) <= 2


def _predicted(first: "Json", second: "Json") -> "Json":
    if second["hgvs_p"] and not first["hgvs_p"]:
        for key in ("hgvs_p", "hgvs_p3", "kind", "start", "end", "domain"):
            first[key] = second[key]
        first["notes"].append("The protein name is a prediction of the laboratory. " + results.RNA)
    return first


def _refuse_both(first: "Json", second: str) -> "NoReturn":
    sentence = "The two names do not agree: the DNA name gives " + first["hgvs_p"] + ", and the line says " + second
    names = [first["hgvs_p"]] + ([second] if second != "p.=" else [])
    words.refuse(sentence + ". If these are two variants, join them with +.", names, "")


def _refuse_codons(first: "Json", second: "Json") -> None:
    sentence = "The two names do not agree: the DNA name hits codon " + portable.fmt(first["start"])
    words.refuse(sentence + ", and " + second["hgvs_p"] + " lies elsewhere.", [second["hgvs_p"]], "")


def refuse_pieces(genes: "Json", clause: "Json", chosen: str) -> None:
    """A place without a change: say what was understood."""
    places = [text for kind, text in clause["pieces"] if kind == "place"]
    found: Any = reading.read(places[0]) if places else None
    if not found:
        return
    symbol = clause["gene"] or chosen
    if symbol in models.SYMBOLS:
        results.resolve(genes, models.model(genes, symbol), found)
    words.refuse("Understood: a place, " + words.quoted(places[0]) + ". The gene and the change are missing.")
