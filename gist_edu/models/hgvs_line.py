"""A line of a report taken apart: genes, exons, names, words for a kind of change, and what says “not found”.

Portable and pure. Names may be written in pieces (``del WK 557-558``, ``codon 557_558 deletion``); pieces are put
together here and read by the grammar afterwards.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_read as reading
from gist_edu.models import hgvs_words as words

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

KEYS = {
    "DEL": "DEL", "DELETION": "DEL", "DELETIONS": "DEL", "DELETED": "DEL", "LOST": "DEL",
    "DUP": "DUP", "DUPLICATION": "DUP", "DUPLICATIONS": "DUP", "DUPLICATED": "DUP", "ITD": "DUP",
    "INS": "INS", "INSERTION": "INS", "INSERTIONS": "INS", "INSERTED": "INS",
    "DELINS": "DELINS", "INDEL": "DELINS", "INDELS": "DELINS", "DELETION-INSERTION": "DELINS", "INSDEL": "DELINS",
}  # fmt: skip
CHANGES = {
    "DEL": "deletion", "DUP": "duplication", "INS": "insertion", "DELINS": "deletion-insertion",
    "MUTATION": "mutation", "MUTATIONS": "mutation", "MUTATED": "mutation", "MUTANT": "mutation", "VARIANT": "mutation",
    "MUT": "mutation", "ALTERATION": "mutation", "SUBSTITUTION": "substitution", "MISSENSE": "substitution",
    "POINT": "substitution", "SNV": "substitution", "FRAMESHIFT": "frameshift", "NONSENSE": "nonsense",
    "SPLICE": "splice", "SPLICING": "splice", "AMPLIFICATION": "amplification", "AMPLIFIED": "amplification",
    "FUSION": "fusion", "FUSIONS": "fusion", "REARRANGEMENT": "fusion", "TRANSLOCATION": "fusion",
    "EXPRESSION": "expression", "OVEREXPRESSION": "expression",
}  # fmt: skip
_CODON_WORDS = (
    "CODON", "CODONS", "RESIDUE", "RESIDUES", "POSITION", "POSITIONS", "ACID", "ACIDS", "AA", "BETWEEN", "AT", "POS",
)  # fmt: skip
_UNITS = (
    "BP", "NT", "AA", "BASE", "BASES", "PAIRS", "NUCLEOTIDE", "NUCLEOTIDES", "AMINO", "%", "X", "READS", "CM",
    "MM", "YEARS", "PERCENT", "KB",
)  # fmt: skip
_NEGATIVE = ["NEGATIVE", "WITHOUT", "NEITHER", "ABSENT", "ABSENCE", "UNDETECTED", "UNMUTATED", "NEG"]
_WILD = ["WILDTYPE", "WILD-TYPE", "WT", "WILD"]
_FOUND = ["DETECTED", "FOUND", "IDENTIFIED", "PRESENT", "SEEN", "OBSERVED", "DEMONSTRATED"]
_JOINERS = ["AND", "TO", "THROUGH"]
MUTATED = ("MUTATED", "MUTANT")
_LOOKED_FOR = ("ANALYSIS", "ANALYSES", "TESTING", "TEST", "SCREENING", "STATUS", "PROFILE", "REPORT")
_MARKERS = (
    "S100", "DOG1", "KI67", "KI-67", "CD34", "HER2", "H3K27", "MIB1", "PT1", "PT2", "PT3", "PT4", "PN0", "PM0",
    "PN1", "PM1", "T790",
)  # fmt: skip
_BRACKETS = "()[]{}:#"
_PARTS = (";", " ; "), ("|", " ; "), ("/", " / "), ("&", " + ")
_PAIRS = (" >", ">"), ("> ", ">"), (" _", "_"), ("_ ", "_")


def tokens(line: str) -> list[str]:
    """Words and names; brackets and colons part them, commas and semicolons stand as ``;``."""
    text = line.replace("::", "-")  # ETV6::NTRK3
    for mark in _BRACKETS:
        text = text.replace(mark, " ")
    if "," in text or "+" in text:
        text = "".join([_spread(text, at, character) for at, character in enumerate(text)])
    for mark, plain in _PARTS:
        text = text.replace(mark, plain)
    while "  " in text:
        text = text.replace("  ", " ")
    for given, plain in _PAIRS:
        text = text.replace(given, plain)
    return _joined([_stripped(word) for word in text.split(" ") if _stripped(word)])


def _spread(line: str, at: int, character: str) -> str:
    if character not in ",+":
        return character
    before, after = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
    if character == ",":
        decimal = words.is_digits(before) and words.is_digits(after)
        return "." if decimal else " ; "
    offset = words.is_digits(before) and (words.is_digits(after) or after == "?")
    return "+" if offset else " + "  # c.1774+1 is one place


def _stripped(word: str) -> str:
    if word in ("p.", "P.", "c.", "C.", "g."):
        return word
    while word and word[-1] in ".!-":
        word = word[:-1]
    while word and word[0] in "-.!_":
        word = word[1:]
    return word


def _joined(parts: list[str]) -> list[str]:
    """Pieces of one name put together: ``p. V559D``, ``Val 559 Asp``, ``557 and 558``, ``557 - 558``."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        word, rest = parts[at], parts[at + 1 : at + 3]
        upper = word.upper()
        if upper in ("P.", "C.", "G.", "P", "C") and rest and _starts_name(rest[0], len(word) == 1):
            found.append(word[0].lower() + "." + rest[0])
            at += 2
        elif len(rest) == 2 and _is_place(word) and rest[0].upper() in _JOINERS and _is_place(rest[1]):
            found.append(word + "_" + rest[1])
            at += 3
        elif len(rest) == 2 and _is_residue(word) and words.is_digits(rest[0]) and _is_residue(rest[1]):
            found.append(word + rest[0] + rest[1])
            at += 3
        else:
            found.append(word)
            at += 1
    return found


def _starts_name(word: str, needs_digit: bool) -> bool:
    if word in (";", "+", "/"):
        return False
    return not needs_digit or _has_digit(word)


def _has_digit(word: str) -> bool:
    return any(character in "0123456789" for character in word)


def _is_place(word: str) -> bool:
    """``557`` or ``W557``, and no more."""
    digits = word
    while digits and digits[0] not in "0123456789":
        digits = digits[1:]
    letters = word[: len(word) - len(digits)].upper()
    return len(digits) == 3 and words.is_digits(digits) and (letters == "" or len(words.residues(letters, True)) == 1)


def _is_residue(word: str) -> bool:
    return word.upper() in words.LETTER or (len(word) == 1 and word in words.ONE)


# ---------------------------------------------------------------- genes


def gene_of(genes: "Json", word: str) -> "tuple[str, str] | None":
    """(symbol, isoform) that a word names; the isoform is empty for the usual one. Other genes come as they are."""
    upper = word.upper()
    bare = upper[: upper.find(".")] if "." in upper else upper
    for entry in genes["genes"]:
        if bare == entry["gene"] or bare in entry["aliases"] or bare in entry["accessions"] or bare == entry["uniprot"]:
            return entry["gene"], ""
        for isoform in entry["isoforms"]:
            if bare in (isoform["transcript"], isoform["protein"], isoform["uniprot"]):
                return entry["gene"], isoform["name"]
    return _in_pair(genes, bare)


def _in_pair(genes: "Json", word: str) -> "tuple[str, str] | None":
    """The gene in ``FIP1L1-PDGFRA``, ``ETV6-NTRK3`` or ``SDHB-deficient``: one with a model, else the kinase."""
    pair = word.split("-")
    for known in (models.SYMBOLS, genes["kinases"], genes["other_genes"]):
        for part in pair:
            if part in known:
                return part, ""
    return None


def is_fusion(genes: "Json", word: str) -> bool:
    """``ETV6-NTRK3``, and not ``SDHB-deficient`` or ``KIT-IHC``: every part is written like a gene."""
    pair = word.upper().split("-")
    if len(pair) < 2 or word.upper() in [alias for entry in genes["genes"] for alias in entry["aliases"]]:
        return False
    for part in pair:
        known = part in models.SYMBOLS or part in genes["other_genes"]
        plain = len(part) > 1 and word == word.upper() and words.is_alphanumeric(part) and not words.is_digits(part)
        if not known and (not plain or part in genes["report_words"] or part in KEYS or part in CHANGES):
            return False
    return True


def without_gene(genes: "Json", word: str) -> "tuple[str, str] | None":
    """(symbol, name) of ``KIT-V559D`` or ``PDGFRAD842V``; None if the word does not begin with a gene and a name."""
    upper = word.upper()
    if len(word) < 5 or not _has_digit(word):
        return None
    starts = [symbol for symbol in models.SYMBOLS if upper.startswith(symbol)]
    for symbol in starts or [symbol for symbol in genes["other_genes"] if upper.startswith(symbol)]:
        if len(upper) > len(symbol):
            rest = word[len(symbol) :]
            rest = rest[1:] if rest[0] in "-_." else rest
            read = reading.read(rest)
            if rest[:1] not in "0123456789" and read and read["op"] not in ("none", "unread"):
                return symbol, rest
    return None


# ---------------------------------------------------------------- what a word is


def exon_in(parts: list[str], at: int) -> "tuple[int, int]":
    """(exon, words used) at this place: ``exon 11``, ``ex.11``, ``exon-11``; (0, 0) if there is none."""
    upper = parts[at].upper()
    for mark in ("EXONS", "EXON", "EX"):
        if upper.startswith(mark):
            rest = upper[len(mark) :]
            while rest and rest[0] in "-._":
                rest = rest[1:]
            if words.is_digits(rest) and len(rest) <= 2:
                return words.number(rest), 1
            following = parts[at + 1] if at + 1 < len(parts) else ""
            if rest == "" and words.is_digits(following) and len(following) <= 2:
                return words.number(following), 2
            return 0, 0
    return 0, 0


def is_number(word: str) -> bool:
    """A bare number or range that may be a codon."""
    text = word.replace("-", "_")
    place = text.find("_")
    first, last = (text[:place], text[place + 1 :]) if place >= 0 else (text, "999999")
    return words.is_digits(first) and words.is_digits(last)


def is_codon(parts: list[str], at: int) -> bool:
    """Is the bare number here a codon, and not a share, a length or a date?"""
    word = parts[at]
    before = parts[at - 1].upper() if at else ""
    after = parts[at + 1].upper() if at + 1 < len(parts) else ""
    if after in _UNITS:
        return False
    if "-" in word or "_" in word:
        first = word.replace("-", "_").split("_")[0]
        return len(first) == 3
    near = before in _CODON_WORDS or before in KEYS or after in KEYS or before.startswith("DEL")
    return near and 1 < len(word) <= 4


def is_row(parts: list[str], at: int) -> bool:
    """Is this a row of residues beside a number or a word for a change: ``AY 502-503``, ``ins AY``?"""
    word = parts[at]
    row = words.residues(word) if word == word.upper() else words.in_three(word.upper())
    if not row or word.upper() in KEYS:
        return False
    before = parts[at - 1].upper() if at else ""
    after = parts[at + 1] if at + 1 < len(parts) else ""
    return (is_number(after) and is_codon(parts, at + 1)) or (before in KEYS and len(word) > 1) or after.upper() in KEYS


def negation(parts: list[str], at: int) -> str:
    """“absent” if the word says that something was not found, “wild” for wild type, else empty."""
    upper = parts[at].upper()
    if upper in _WILD:
        return "wild"
    if upper in _NEGATIVE or upper == "NO" or upper == "NONE":
        return "absent"
    if upper == "NOT":
        following = [part.upper() for part in parts[at + 1 : at + 4]]
        return "absent" if [part for part in following if part in _FOUND or part in MUTATED] else ""
    return ""


def change(parts: list[str], at: int) -> str:
    """The kind of change a word names; “mutation analysis” names none."""
    after = parts[at + 1].upper() if at + 1 < len(parts) else ""
    return "" if after in _LOOKED_FOR else CHANGES[parts[at].upper()]


def says_found(upper: str) -> bool:
    """“detected”, “identified” and the like."""
    return upper in _FOUND


def is_marker(word: str) -> bool:
    """Stains and stages that look like a residue and a number."""
    return word.upper() in _MARKERS


def triplets(word: str) -> str:
    """``V>D`` for ``GTT>GAT``, the codon before and after; empty if the word is something else."""
    if len(word) != 7 or word[3] != ">" or not all(base in "ACGT" for base in word[:3] + word[4:]):
        return ""
    return models.protein_of(word[:3]) + ">" + models.protein_of(word[4:])


def composed(pieces: "list[tuple[str, str]]") -> str:
    """One name from its pieces (kind, text): residues, a place and a key in any order; empty if they make none."""
    keys = [text for kind, text in pieces if kind == "key"]
    places = [text for kind, text in pieces if kind == "place"]
    rows = [text for kind, text in pieces if kind == "row"]
    codons = [text for kind, text in pieces if kind == "codon"]
    if len(places) == 1 and len(codons) == 1 and not keys and words.is_digits(places[0]):
        return codons[0][0] + places[0] + codons[0][2:]
    if len(places) != 1 or len(keys) != 1 or len(rows) > 1:
        return ""
    row = rows[0] if rows else ""
    place = places[0].replace("-", "_")
    if keys[0] in ("INS", "DELINS"):
        return place + keys[0] + row
    return (row + place if place[0] in "0123456789" else place) + keys[0]
