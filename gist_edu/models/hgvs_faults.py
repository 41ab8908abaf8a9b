"""Why a name cannot be right: the residue in it is not in the receptor at that place, and what may have been meant.

Portable and pure. Each sentence says what was understood, what is not so, and which names would fit.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_words as words
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from gist_edu._types import Json

MOST_CANDIDATES = 4


def fits(entry: "Json", claims: "list[Any]", shift: int = 0) -> bool:
    """True if every (codon, residue) of the name is what the receptor has there, ``shift`` codons on."""
    return all(models.residue(entry, codon + shift) == letter for codon, letter in claims)


def wrong_residue(genes: "Json", entry: "Json", claims: "list[Any]", rename: "Any") -> "NoReturn":
    """Refuse with the reasons that fit: the short isoform, the other gene, a neighbour, turned digits.

    ``rename(entry, shift)`` writes the name ``shift`` codons on, or for the other gene.
    """
    symbol = entry["gene"]
    wrong = [claim for claim in claims if models.residue(entry, claim[0]) != claim[1]]
    codon, letter = wrong[0]
    have = models.residue(entry, codon)
    sentence = "Residue " + portable.fmt(codon) + " of " + symbol + " is " + words.named(have) + ", not "
    sentence += words.named(letter) + ". " if letter != "*" else "a stop. "
    reasons, candidates = _reasons(genes, entry, claims, rename)
    if not candidates:
        reasons = "Check the letters, the number and the gene in the report."
    words.refuse(sentence + reasons, candidates, "" if candidates else words.EXAMPLE)


def _reasons(genes: "Json", entry: "Json", claims: "list[Any]", rename: "Any") -> "tuple[str, list[str]]":
    reasons, candidates = "", []
    for find in (_isoform, _other_gene, _neighbour, _turned):
        text, names = find(genes, entry, claims, rename)
        fresh = [name for name in names if name not in candidates]
        if fresh:
            reasons += (" " if reasons else "") + text
            candidates += fresh
    return reasons, candidates[:MOST_CANDIDATES]


def _isoform(genes: "Json", entry: "Json", claims: "list[Any]", rename: "Any") -> "tuple[str, list[str]]":
    for isoform in entry["isoforms"]:
        first, last = isoform["missing"]
        shift = last - first + 1
        if claims[0][0] >= first and fits(entry, claims, shift):
            name = rename(entry, shift)
            text = "It fits the short isoform without GNNK, whose numbers are " + portable.fmt(shift)
            return text + " lower: in the usual numbering this is " + name + ".", [name]
    return "", []


def _other_gene(genes: "Json", entry: "Json", claims: "list[Any]", rename: "Any") -> "tuple[str, list[str]]":
    other = models.model(genes, "PDGFRA" if entry["gene"] == "KIT" else "KIT")
    if not fits(other, claims):
        return "", []
    name = other["gene"] + " " + rename(other, 0)
    text = "It fits " + name + "."
    place = models.equivalent(genes, other["gene"], claims[0][0])
    if place and fits(entry, claims, place["codon"] - claims[0][0]):
        same = rename(entry, place["codon"] - claims[0][0])
        return text + " The same place in " + entry["gene"] + " is " + same + ".", [name, same]
    return text, [name]


def _neighbour(genes: "Json", entry: "Json", claims: "list[Any]", rename: "Any") -> "tuple[str, list[str]]":
    for distance in (1, 2):
        names = [rename(entry, shift) for shift in (distance, -distance) if fits(entry, claims, shift)]
        if names:
            return "A neighbour would fit: " + " or ".join(names) + ".", names
    return "", []


def _turned(genes: "Json", entry: "Json", claims: "list[Any]", rename: "Any") -> "tuple[str, list[str]]":
    digits = portable.fmt(claims[0][0])
    names = []
    for place in range(len(digits) - 1):
        turned = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        shift = int(turned) - claims[0][0]
        if shift and turned[0] != "0" and fits(entry, claims, shift):
            names.append(rename(entry, shift))
    return ("With two digits turned round, " + " or ".join(names) + " would fit.") if names else "", names


def outside(entry: "Json", found: "Json") -> "NoReturn":
    """The number is larger than the receptor."""
    length = len(entry["sequence"])
    sentence = entry["gene"] + " has " + portable.fmt(length) + " residues, so there is no residue "
    sentence += portable.fmt(max(found["start"], found["end"])) + "."
    if length < found["start"] <= 3 * length:
        codon = (found["start"] + 2) // 3
        sentence += " As a c. number it would lie in codon " + portable.fmt(codon) + "; then write c. before it."
    words.refuse(sentence)
