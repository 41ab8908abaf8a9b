"""What a change of coding DNA does: the codon and exon it hits, and the protein where that is certain.

Portable and pure. ``found`` comes from ``hgvs_dna``. Where the coding sequence of an exon is not in the data only what
is certain without it is said.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_apply as results
from gist_edu.models import hgvs_protein as proteins
from gist_edu.models import hgvs_words as words
from gist_edu.models import portable
from gist_edu.models.hgvs_dna import EXAMPLE

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

BORDER = "The change touches the border of intron {} and exon {}. {}"
TEN = (
    "Deletions that take the end of intron 10 with them switch KIT on, though software may call them “splice, loss of "
    "function”. The protein is often p.K550_K558del."
)


def resolve(entry: "Json", found: "Json", isoform: str = "") -> "Json":
    """The variant a c. name describes."""
    for row in entry["isoforms"]:
        if row["name"] == isoform:
            _shift(row, found)
    start, end = found["start"], found["end"]
    length = entry["exons"][-1]["cds"][1]
    given = words.quoted(found["given"])
    if end[0] < start[0] or (end[0] == start[0] and end[1] < start[1]):
        words.refuse("The range in " + given + " runs backwards.", None, EXAMPLE)
    if start[0] < 1 or end[0] > length:
        sentence = "The coding sequence of " + entry["gene"] + " has " + portable.fmt(length) + " bases; "
        words.refuse(sentence + given + " lies outside.", None, EXAMPLE)
    if start[1] or end[1]:
        return _splice(entry, found)
    if found["op"] == "inv":
        words.refuse("An inversion was read in " + given + "; this book has no model for it.", None, EXAMPLE)
    return _coding(entry, found)


def _shift(isoform: "Json", found: "Json") -> None:
    """From the numbers of the short isoform to the usual ones: the missing codons are 12 bases."""
    first, last = isoform["missing"]
    for place in (found["start"], found["end"]) if found["end"] is not found["start"] else (found["start"],):
        if place[0] > 3 * first - 2:
            place[0] += 3 * (last - first + 1)


def _splice(entry: "Json", found: "Json") -> "Json":
    start, end = found["start"], found["end"]
    result = results.blank("splice", entry["gene"])
    made = _rolled(entry, found)
    if made:
        result["hgvs_p"], result["hgvs_p3"], result["kind"] = made["hgvs_p"], made["hgvs_p3"], made["kind"]
        results.place(entry, result, made["start"], made["end"])
        same = "Moved to the end of its repeat it lies in the exon and gives " + made["hgvs_p"] + "."
        result["notes"].append(same + " Moved to the start it touches the splice site. It is one and the same change.")
    else:
        inside = start if start[1] == 0 else end
        results.place(entry, result, (inside[0] + 2) // 3, (inside[0] + 2) // 3)
        result["exon"] = _exon_at(entry, inside[0])
        result["exons"] = [result["exon"]]
        result["notes"] = []
    result["notes"].append(_border_words(entry, found, result["exon"]))
    return result


def _exon_at(entry: "Json", base: int) -> int:
    for row in entry["exons"]:
        if row["cds"][0] <= base <= row["cds"][1]:
            return row["exon"]
    return 0


def _border_words(entry: "Json", found: "Json", exon: int) -> str:
    start, end = found["start"], found["end"]
    deep = min(abs(start[1]), abs(end[1])) > 2 and (start[1] > 0) == (end[1] > 0) and start[1] and end[1]
    if deep and abs(start[1]) < 999:
        sentence = "The change lies in an intron, " + portable.fmt(min(abs(start[1]), abs(end[1])))
        return sentence + " bases or more from the exon. Its effect cannot be read from the name. " + results.RNA
    before = start[1] < 0 or (start[1] == 0 and end[1] < 0)
    intron = exon - 1 if before else exon
    known = entry["gene"] == "KIT" and exon == 11 and before and found["op"] in ("del", "delins") and start != end
    return results.fill(BORDER, [portable.fmt(intron), portable.fmt(exon), TEN if known else results.RNA])


def _rolled(entry: "Json", found: "Json") -> "Json | None":
    """A deletion across the start of an exon that can be moved into it whole, because a few bases repeat."""
    start, end = found["start"], found["end"]
    into = -start[1]
    if found["op"] != "del" or into <= 0 or end[1] or into > 30:
        return None
    for row in entry["before_exon"]:
        if row["exon"] == _exon_at(entry, start[0]):
            after = models.bases_between(entry, end[0] + 1, end[0] + into)
            if after and row["sequence"][len(row["sequence"]) - into :] == after:
                return _deleted(entry, start[0], end[0] + into)
    return None


def _deleted(entry: "Json", first: int, last: int) -> "Json | None":
    if first % 3 != 1 or (last - first + 1) % 3:
        return None
    return proteins.normalise(entry["sequence"], (first + 2) // 3, last // 3, "")


def _coding(entry: "Json", found: "Json") -> "Json":
    first, last = found["start"][0], found["end"][0]
    _check_reference(entry, found)
    if found["op"] == "ins" and last != first + 1:
        words.refuse("An insertion stands between two neighbours.", None, "For example KIT c.1509_1510insGCTTAT.")
    if found["op"] == "none" or (found["op"] in ("ins", "delins") and not found["alt"]):
        words.refuse(_where(entry, found) + "The new bases are missing.", None, EXAMPLE)
    start, end = (first + 2) // 3, (last + 2) // 3
    if found["op"] == "same":
        return _silent(entry, start)
    if _change_of_length(found) % 3:
        return _frameshift(entry, found)
    new = _new_protein(entry, found)
    if new is None:
        return _codon_only(entry, found)
    notes = [_translated(entry, found)]
    return results.named(entry, proteins.normalise(entry["sequence"], start, end, new), notes)


def _silent(entry: "Json", codon: int) -> "Json":
    made = proteins.normalise(entry["sequence"], codon, codon, models.residue(entry, codon))
    return results.named(entry, made, [])


def _translated(entry: "Json", found: "Json") -> str:
    base = found["start"][0]
    codon = portable.fmt((base + 2) // 3)
    return "c." + portable.fmt(base) + " lies in codon " + codon + "; numbers of " + entry["transcript"] + "."


def _where(entry: "Json", found: "Json") -> str:
    codon = (found["start"][0] + 2) // 3
    sentence = "Understood: codon " + portable.fmt(codon) + " of " + entry["gene"] + " ("
    return sentence + models.residue(entry, codon) + "), exon " + portable.fmt(models.exons_of(entry, codon)[0]) + ". "


def _check_reference(entry: "Json", found: "Json") -> None:
    first, last = found["start"][0], found["end"][0]
    if not found["ref"]:
        return
    if found["end"] is found["start"] or last == first:
        last = first + len(found["ref"]) - 1
        found["end"] = [last, 0]
    if len(found["ref"]) != last - first + 1:
        sentence = "The name counts " + portable.fmt(last - first + 1) + " bases and writes "
        words.refuse(sentence + portable.fmt(len(found["ref"])) + ". One of the two is wrong.", None, EXAMPLE)
    have = models.bases_between(entry, first, last)
    if have and have != found["ref"]:
        sentence = "At c." + portable.fmt(first) + " " + entry["transcript"] + " has " + have + ", not " + found["ref"]
        words.refuse(sentence + ". Check the number, the gene and the strand.", None, EXAMPLE)


def _change_of_length(found: "Json") -> int:
    gone = found["end"][0] - found["start"][0] + 1
    if found["op"] == "dup":
        return gone
    if found["op"] == "ins":
        return len(found["alt"])
    return len(found["alt"]) - gone


def _frameshift(entry: "Json", found: "Json") -> "Json":
    """Named by the first residue that changes, as far as the bases of the exon tell."""
    codon = (found["start"][0] + 2) // 3
    exon = _exon_at(entry, found["end"][0])
    last = max([row["cds"][1] for row in entry["exons"] if row["exon"] == exon])
    old = models.bases_between(entry, 3 * codon - 2, last)
    if old:
        new = models.protein_of(_edited(old, found, 3 * codon - 2))
        while new and new[0] == models.residue(entry, codon):
            codon, new = codon + 1, new[1:]
    if codon > len(entry["sequence"]):
        words.refuse("The change lies in the stop codon; this book has no model for it.", None, EXAMPLE)
    texts = [proteins.name(entry["sequence"], "frameshift", codon, codon, "", three) for three in (False, True)]
    made = {"kind": "frameshift", "start": codon, "end": codon, "alt": "", "hgvs_p": texts[0], "hgvs_p3": texts[1]}
    return results.named(entry, made, [_translated(entry, found)])


def _edited(bases: str, found: "Json", offset: int) -> str:
    """``bases``, which begin at c. ``offset``, with the change made."""
    first, last = found["start"][0] - offset, found["end"][0] - offset + 1
    if found["op"] == "dup":
        return bases[:last] + bases[first:last] + bases[last:]
    if found["op"] == "ins":
        return bases[: first + 1] + found["alt"] + bases[first + 1 :]
    return bases[:first] + found["alt"] + bases[last:]


def _new_protein(entry: "Json", found: "Json") -> str | None:
    """The residues that take the place of the codons hit; None where that is not certain."""
    first, last = found["start"][0], found["end"][0]
    start, end = (first + 2) // 3, (last + 2) // 3
    if end > len(entry["sequence"]):
        words.refuse("The change reaches the stop codon; this book has no model for it.", None, EXAMPLE)
    aligned = first % 3 == 1 and last % 3 == 0
    if found["op"] == "del" and aligned:
        return ""
    if found["op"] == "dup" and aligned:
        return entry["sequence"][start - 1 : end] * 2
    if "N" in found["alt"]:
        return None
    old = models.bases_between(entry, 3 * start - 2, 3 * end)
    return models.protein_of(_edited(old, found, 3 * start - 2)) if old else None


def _codon_only(entry: "Json", found: "Json") -> "Json":
    start, end = (found["start"][0] + 2) // 3, (found["end"][0] + 2) // 3
    result = results.blank("unknown_effect", entry["gene"])
    results.place(entry, result, start, end)
    sentence = _where(entry, found) + "The bases of this exon are not in this book, so the protein change "
    result["notes"].append(sentence + "is not worked out. Add the p. name.")
    return result
