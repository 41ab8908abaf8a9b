"""Where a codon of *KIT* or *PDGFRA* lies: exon, domain, role, and the same place in the other receptor.

Portable and pure. ``genes`` is ``data/genes.yaml``; codons and split codons are worked out from the coding ranges.
"""

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

SYMBOLS = ("KIT", "PDGFRA")
CODONS = (
    "TTTFTTCFTTALTTGLCTTLCTCLCTALCTGLATTIATCIATAIATGMGTTVGTCVGTAVGTGVTCTSTCCSTCASTCGSCCTPCCCPCCAPCCGP"
    "ACTTACCTACATACGTGCTAGCCAGCAAGCGATATYTACYTAA*TAG*CATHCACHCAAQCAGQAATNAACNAAAKAAGKGATDGACDGAAEGAGE"
    "TGTCTGCCTGA*TGGWCGTRCGCRCGARCGGRAGTSAGCSAGARAGGRGGTGGGCGGGAGGGGG"
)


def model(genes: "Json", symbol: str) -> "Json":
    """The gene model with this symbol."""
    for entry in genes["genes"]:
        if entry["gene"] == symbol:
            return entry
    raise ValueError("There is no model of " + symbol + "; choose KIT or PDGFRA.")


def residue(entry: "Json", codon: int) -> str:
    """The amino acid at a codon, one letter; empty outside the protein."""
    return entry["sequence"][codon - 1] if 1 <= codon <= len(entry["sequence"]) else ""


def exon_codons(entry: "Json", exon: int) -> "list[int] | None":
    """[first, last] codon with a base in this exon; None where the exon holds none."""
    for row in entry["exons"]:
        if row["exon"] == exon:
            first, last = row["cds"]
            return [(first + 2) // 3, min((last + 2) // 3, len(entry["sequence"]))]
    return None


def exons_of(entry: "Json", codon: int) -> list[int]:
    """The exon of a codon; two for a split codon, the one that holds two of its bases first."""
    found: list[int] = []
    for row in entry["exons"]:
        first, last = row["cds"]
        if first <= 3 * codon and 3 * codon - 2 <= last:
            two = first <= 3 * codon - 1 <= last
            found.insert(0 if two else len(found), row["exon"])
    return found


def exons_between(entry: "Json", first: int, last: int) -> list[int]:
    """All exons that hold a base of the codons from ``first`` to ``last``."""
    return [
        row["exon"] for row in entry["exons"] if row["cds"][0] <= 3 * last and 3 * first - 2 <= row["cds"][1]
    ]


def split_codons(entry: "Json") -> list[int]:
    """Codons that an intron cuts in two."""
    return [(row["cds"][1] + 2) // 3 for row in entry["exons"] if row["cds"][1] % 3]


def domain_of(entry: "Json", codon: int) -> str | None:
    """The most exact name of the part of the receptor that holds this codon."""
    for row in entry["domains"]:
        if row["start"] <= codon <= row["end"]:
            return row["name"]
    return None


def role_of(entry: "Json", codon: int) -> "Json | None":
    """What this residue is known to do: {codon, role} or None."""
    for row in entry["residues"]:
        if row["codon"] == codon:
            return row
    return None


def equivalent(genes: "Json", symbol: str, codon: int) -> "Json | None":
    """The same place in the other receptor: {gene, codon, residue}; None where the two do not align."""
    for block in genes["equivalent"]:
        first, last = block["kit"]
        place = codon if symbol == "KIT" else codon - block["offset"]
        if first <= place <= last:
            other = "PDGFRA" if symbol == "KIT" else "KIT"
            there = place + block["offset"] if symbol == "KIT" else place
            return {"gene": other, "codon": there, "residue": residue(model(genes, other), there)}
    return None


def base_at(entry: "Json", base: int) -> str:
    """The base at this c. position; empty where the coding sequence is not in the data."""
    for row in entry["exons"]:
        first, last = row["cds"]
        if first <= base <= last:
            for known in entry["bases"]:
                if known["exon"] == row["exon"]:
                    return known["sequence"][base - first]
    return ""


def bases_between(entry: "Json", first: int, last: int) -> str:
    """The coding sequence from ``first`` to ``last``; empty if any of it is not in the data."""
    found = ""
    for row in entry["exons"]:
        start, end = max(first, row["cds"][0]), min(last, row["cds"][1])
        if start > end:
            continue
        known = [part["sequence"] for part in entry["bases"] if part["exon"] == row["exon"]]
        if not known:
            return ""
        found += known[0][start - row["cds"][0] : end - row["cds"][0] + 1]
    return found if len(found) == last - first + 1 else ""


def protein_of(bases: str) -> str:
    """One letter a codon, ``*`` for stop, X for unknown bases; an unfinished codon at the end is left out."""
    protein = ""
    for start in range(0, len(bases) - 2, 3):
        protein += _amino_acid(bases[start : start + 3])
    return protein


def _amino_acid(codon: str) -> str:
    place = CODONS.find(codon)
    while place >= 0 and place % 4:  # the text also holds codons across two entries
        place = CODONS.find(codon, place + 1)
    return CODONS[place + 3] if place >= 0 else "X"


def genomic(entry: "Json", build: str, place: int) -> "tuple[int, int] | None":
    """(c. position, bases into the intron: below 0 before the exon, above 0 after it) of a place on the chromosome.

    The nearer exon counts; None more than 100 bases from any exon. ``build`` is "grch37" or "grch38".
    """
    nearest = None
    for row in entry["exons"]:
        first, last = row["cds"]
        before, after = row[build] - place, place - row[build] - (last - first)
        if before <= 0 and after <= 0:
            return first - before, 0
        found = (first, -before) if before > 0 else (last, after)
        if abs(found[1]) <= 100 and (nearest is None or abs(found[1]) < abs(nearest[1])):
            nearest = found
    return nearest
