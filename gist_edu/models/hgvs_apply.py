"""What a name means in the receptor: the residues are compared, gaps filled, and the protein gets its one name.

Portable and pure. ``found`` comes from ``hgvs_read``; the result has the keys that ``hgvs.parse`` documents.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_faults as faults
from gist_edu.models import hgvs_protein as proteins
from gist_edu.models import hgvs_read as reading
from gist_edu.models import hgvs_words as words
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

SPLICE = (
    "The change touches codon 550, the first of exon 11. Deletions that take the end of intron 10 with them make the "
    "same protein; software may call those “splice, loss of function”, though they switch KIT on."
)
RNA = "What the protein becomes can only be seen in RNA."
FRAMESHIFT = "A frameshift or a stop breaks the kinase. It does not switch {} on; look at the call again."
SPLIT = "Codon {} is cut by an intron: its bases lie in exons {}."


def blank(status: str, gene: str | None) -> "Json":
    """A result with every key."""
    return {
        "status": status,
        "gene": gene,
        "hgvs_p": None,
        "hgvs_p3": None,
        "kind": None,
        "start": None,
        "end": None,
        "exon": None,
        "exons": [],
        "domain": None,
        "change": None,
        "parts": [],
        "notes": [],
        "said": [],
        "wild": [],
        "kept": [],
        "candidates": [],
    }


def place(entry: "Json", result: "Json", start: int, end: int) -> None:
    """Fill codons, exons and domain, and say what is special about the place."""
    result["start"], result["end"] = start, end
    own = models.exons_of(entry, start)
    result["exon"] = own[0]
    result["exons"] = own if start == end else models.exons_between(entry, start, end)
    result["domain"] = models.domain_of(entry, start)
    for codon in [start] if start == end else [start, end]:
        both = portable.ordered(models.exons_of(entry, codon))
        if len(both) > 1:
            exons = portable.fmt(both[0]) + " and " + portable.fmt(both[1])
            result["notes"].append(fill(SPLIT, [portable.fmt(codon), exons]))


def fill(text: str, values: list[str]) -> str:
    """Each ``{}`` replaced by the next value."""
    for value in values:
        text = text.replace("{}", value, 1)
    return text


def named(entry: "Json", made: "Json", notes: list[str]) -> "Json":
    """The result for an edit that has been normalised."""
    result = blank("no_change" if made["kind"] == "synonymous" else "variant", entry["gene"])
    result["hgvs_p"], result["hgvs_p3"], result["kind"] = made["hgvs_p"], made["hgvs_p3"], made["kind"]
    result["notes"] = list(notes)
    place(entry, result, made["start"], made["end"])
    if made["kind"] in ("nonsense", "frameshift"):
        result["notes"].append(fill(FRAMESHIFT, [entry["gene"]]))
    if made["kind"] == "synonymous":
        result["notes"].append("A silent change: the protein stays the same.")
    if made["start"] == 1:
        result["notes"].append("The start codon is hit; the protein may not be made at all.")
    at_border = entry["gene"] == "KIT" and made["start"] == 550 and made["kind"] in ("deletion", "delins")
    if at_border:
        result["notes"].append(SPLICE)
    said = " ".join(notes)
    others = [other for other in proteins.other_names(entry["sequence"], made) if other not in said]
    if others:
        result["notes"].append("Other names of the same protein: " + ", ".join(others) + ".")
    return result


def resolve(genes: "Json", entry: "Json", found: "Json") -> "Json":
    """The variant that a readable name describes in this gene; refuses with a reason."""
    notes = list(found["notes"])
    start, end = _span(entry, found, notes)
    claims = _claims(entry, found, start, end)
    if not faults.fits(entry, claims):
        faults.wrong_residue(genes, entry, claims, _renamer(found, start, end))
    if found["op"] not in ("none", "unread", "unknown", "same", "splice"):
        _note_filled(entry, found, start, end, claims, notes)
    return _by_op(entry, found, start, end, notes)


def _span(entry: "Json", found: "Json", notes: list[str]) -> "tuple[int, int]":
    start, end = found["start"], found["end"]
    row = found["ref"] or found.get("again", "")
    if end < start:
        words.refuse("The range " + reading.written_range(found) + " runs backwards.")
    if not found["range"] and len(row) > 1:
        end = start + len(row) - 1
    if start < 1 or end > len(entry["sequence"]):
        faults.outside(entry, found)
    if found["range"] and len(row) and len(row) != end - start + 1:
        return _searched(entry, found, row, notes)
    return start, end


def _searched(entry: "Json", found: "Json", row: str, notes: list[str]) -> "tuple[int, int]":
    """The row of residues inside a range of another length, if there is just one place for it."""
    start, end = found["start"], found["end"]
    inside = entry["sequence"][start - 1 : end]
    at = inside.find(row)
    if at < 0 or inside.find(row, at + 1) >= 0 or found["first"]:
        sentence = "The name counts " + portable.fmt(end - start + 1) + " residues (" + reading.written_range(found)
        words.refuse(sentence + ") and writes " + portable.fmt(len(row)) + " (" + row + "). One of the two is wrong.")
    first, last = start + at, start + at + len(row) - 1
    notes.append("The letters " + row + " stand at " + portable.fmt(first) + " to " + portable.fmt(last) + ".")
    return first, last


def _claims(entry: "Json", found: "Json", start: int, end: int) -> "list[Any]":
    """(codon, residue) pairs that the name asserts."""
    claims = [(start + at, letter) for at, letter in enumerate(found["ref"])]
    claims += [(start + at, letter) for at, letter in enumerate(found.get("again", ""))]
    if found["first"]:
        claims.append((start, found["first"]))
    if found["last"]:
        claims.append((end, found["last"]))
    return portable.ordered(claims)


def _renamer(found: "Json", start: int, end: int) -> "Any":
    def rename(entry: "Json", shift: int) -> str:
        if end + shift > len(entry["sequence"]):
            return "p." + portable.fmt(start + shift)
        kind, alt = _kind(found)
        if kind == "insertion" and start == end:
            kind = "delins"
        return proteins.name(entry["sequence"], kind, start + shift, end + shift, alt, False)

    return rename


def _kind(found: "Json") -> "tuple[str, str]":
    """Kind and letters for writing the name as it was given."""
    plain = {"del": "deletion", "dup": "duplication", "ins": "insertion", "fs": "frameshift", "same": "synonymous"}
    if found["op"] in plain:
        return plain[found["op"]], found["alt"]
    single = found["op"] in ("sub", "replaced") and len(found["alt"]) == 1
    return ("substitution" if single else "delins"), found["alt"]


def _note_filled(
    entry: "Json", found: "Json", start: int, end: int, claims: "list[Any]", notes: list[str]
) -> None:
    known = [claim[0] for claim in claims]
    missing = [codon for codon in ([start] if start == end else [start, end]) if codon not in known]
    if missing:
        letters = " and ".join([models.residue(entry, codon) + portable.fmt(codon) for codon in missing])
        notes.append("The name leaves out the residues; they are " + letters + " in " + entry["gene"] + ".")


def _by_op(entry: "Json", found: "Json", start: int, end: int, notes: list[str]) -> "Json":
    op = _repeated(found, notes)
    if op in ("none", "unread", "short"):
        _refuse_unfinished(entry, found, start, end)
    if op == "unknown":
        return _unknown(entry, start, end, notes)
    if op == "splice":
        result = blank("splice", entry["gene"])
        result["notes"] = notes + [RNA]
        place(entry, result, start, end)
        return result
    if op == "same":
        return named(entry, _same(entry, start), notes)
    if op == "fs":
        sequence = entry["sequence"]
        texts = [proteins.name(sequence, "frameshift", start, start, "", three) for three in (False, True)]
        made = {"kind": "frameshift", "start": start, "end": start, "alt": "", "hgvs_p": texts[0], "hgvs_p3": texts[1]}
        return named(entry, made, notes)
    return _edited(entry, found, start, end, notes)


def _repeated(found: "Json", notes: list[str]) -> str:
    """“Insertion AY502-503” names residues that are there already: it repeats them."""
    written = found["given"].upper()
    if found["op"] != "short" or not found["ref"] or "INS" not in written or "DELINS" in written:
        return found["op"]
    notes.append("The residues " + found["ref"] + " stand there already, so the insertion repeats them: a duplication.")
    found["op"] = "dup"
    return "dup"


def _same(entry: "Json", codon: int) -> "Json":
    return proteins.normalise(entry["sequence"], codon, codon, models.residue(entry, codon))


def _unknown(entry: "Json", start: int, end: int, notes: list[str]) -> "Json":
    result = blank("unknown_effect", entry["gene"])
    result["notes"] = notes + ["The name says where, and that the effect on the protein is not known."]
    place(entry, result, start, end)
    return result


def _edited(entry: "Json", found: "Json", start: int, end: int, notes: list[str]) -> "Json":
    op, alt, sequence = found["op"], found["alt"], entry["sequence"]
    if "count" in found and found["count"] != end - start + 1:
        words.refuse("The range " + reading.written_range(found) + " and the number after it do not agree.")
    if op == "ins":
        if end != start + 1:
            _refuse_insertion(entry, found, start, end)
        made = proteins.normalise(sequence, end, start, alt)
    elif op == "dup":
        made = proteins.normalise(sequence, end + 1, end, sequence[start - 1 : end])
    else:
        made = proteins.normalise(sequence, start, end, "" if op == "del" else alt)
    if op == "replaced" and made["kind"] != "substitution":
        notes.append("HGVS writes delins where residues are replaced by a row of others.")
    _note_renamed(entry, found, start, end, made, notes)
    return named(entry, made, notes)


def _note_renamed(entry: "Json", found: "Json", start: int, end: int, made: "Json", notes: list[str]) -> None:
    kind, alt = _kind(found)
    given = proteins.name(entry["sequence"], kind, start, end, alt, False)
    if given == made["hgvs_p"]:
        return
    moved = made["kind"] == kind and kind in ("deletion", "duplication", "insertion")
    why = "the 3′ rule puts the change as late as it can go" if moved else "HGVS takes the shortest description"
    notes.append(given + " is the same protein as " + made["hgvs_p"] + "; " + why + ".")


def _refuse_insertion(entry: "Json", found: "Json", start: int, end: int) -> None:
    """An insertion stands between two neighbours; with one number it can be meant in two ways."""
    sequence, alt = entry["sequence"], found["alt"]
    if start == end:
        both = [proteins.normalise(sequence, after, after - 1, alt) for after in (start, start + 1)]
        both = portable.ordered(both, lambda one: 0 if one["kind"] == "duplication" else 1)
        names = [one["hgvs_p"] for one in both]
        here = models.residue(entry, start) + portable.fmt(start)
        sentence = "An insertion needs the two residues it stands between; only " + here + " is named. "
        words.refuse(sentence + "It may be " + " or ".join(names) + ".", names, "")
    name = proteins.normalise(sequence, start, end, alt)["hgvs_p"]
    sentence = portable.fmt(start) + " and " + portable.fmt(end) + " are not neighbours, so nothing can be inserted "
    words.refuse(sentence + "between them. If these residues are replaced, it is " + name + ".", [name], "")


def _refuse_unfinished(entry: "Json", found: "Json", start: int, end: int) -> None:
    here = models.residue(entry, start) + portable.fmt(start)
    where = here if start == end else here + " to " + models.residue(entry, end) + portable.fmt(end)
    exon = models.exons_of(entry, start)[0]
    sentence = "Understood: " + where + " of " + entry["gene"] + ", exon " + portable.fmt(exon) + ". "
    if found["op"] == "short":
        words.refuse(sentence + "The letters of the new residues are missing.", None, "For example p.A502_Y503insAY.")
    if found["op"] == "none":
        words.refuse(sentence + "What becomes of it is missing.", None, "For example p." + where.split(" ")[0] + "del.")
    words.refuse(sentence + "What follows in " + words.quoted(found["given"]) + " cannot be read.")
