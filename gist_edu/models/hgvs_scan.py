"""One walk over the words of a line: each clause with its gene, exon, change and names, in order.

Portable and pure. A clause ends at a comma, a plus sign or “and”; “not found” counts for its clause only.
"""

from gist_edu.models import hgvs_dna as dna
from gist_edu.models import hgvs_line as lines
from gist_edu.models import hgvs_read as reading
from gist_edu.models import hgvs_said as saying
from gist_edu.models import hgvs_words as words

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

_BUILDS = {"HG19": "grch37", "GRCH37": "grch37", "B37": "grch37", "HG38": "grch38", "GRCH38": "grch38",
           "NC_000004.11": "grch37", "NC_000004.12": "grch38"}  # fmt: skip
_STAINS = ["POSITIVE", "NEGATIVE", "POS", "NEG", "WEAK", "STRONG", "IHC", "+", "DIFFUSE"]


def scan(genes: "Json", line: str) -> "Json":
    """{clauses, genes, build, strange, unread}; a clause holds gene, exons, change, names (items), denials."""
    parts = lines.tokens(line)
    state: Json = {"clauses": [], "genes": [], "build": "", "strange": "", "unread": [], "parts": parts}
    state["known"], state["chromosome"], state["at"] = genes["report_words"], "", 0
    _clause(state, False)
    while state["at"] < len(parts):
        state["at"] += _step(genes, state, state["at"])
    for place, clause in enumerate(state["clauses"]):
        _compose(clause, place)
    return state


def _clause(state: "Json", plus: bool) -> None:
    clauses = state["clauses"]
    clause = {"gene": "", "isoform": "", "exons": [], "change": "", "no": False, "wild": False, "found": False}
    clause["items"], clause["pieces"], clause["plus"] = [], [], plus
    clause["from"], clause["named"], clause["ahead"], clause["carried"] = state["at"], False, False, False
    if clauses:
        last = clauses[-1]
        saying.carry(state, last, clause)
        clause["gene"], clause["isoform"] = last["gene"], last["isoform"]
        if not plus and last["pieces"] and not lines.composed(last["pieces"]):
            clause["pieces"], last["pieces"] = last["pieces"], []  # “deletion, codons 557-558”
            clause["exons"] = list(last["exons"])
    clauses.append(clause)


def _step(genes: "Json", state: "Json", at: int) -> int:
    """Use the word at ``at``; gives how many words were used."""
    word = state["parts"][at]
    upper = word.upper()
    now = state["clauses"][-1]
    if word in (";", "+", "/") or upper in ("AND", "BUT") or saying.leads_on(state, at):
        _clause(state, word == "+" or upper == "PLUS")
        return 1
    if lines.is_marker(word) and at + 1 < len(state["parts"]) and state["parts"][at + 1].upper() in _STAINS:
        return 2  # a stain
    said = lines.negation(state["parts"], at)
    if said == "absent" and upper in ("NO", "NONE") and now["items"]:
        return 1  # “V559D, no known resistance”
    if said:
        now["ahead"] = now["ahead"] or not now["named"]
        now["no"], now["wild"] = now["no"] or said == "absent", now["wild"] or said == "wild"
        return 1
    exon, used = lines.exon_in(state["parts"], at)
    if used:
        now["exons"].append(exon)
        return used
    if upper in _BUILDS:
        state["build"] = _BUILDS[upper]
        return 1
    return _gene(genes, state, at) or _chromosome(state, at) or _name(genes, state, at) or _word(state, at)


def _gene(genes: "Json", state: "Json", at: int) -> int:
    word = state["parts"][at]
    following = state["parts"][at + 1].upper() if at + 1 < len(state["parts"]) else ""
    if word.upper() == "CD117" and following in _STAINS:
        return 2
    named = lines.gene_of(genes, word)
    if named is None or lines.without_gene(genes, word):  # PDGFRA-D842V is no pair of genes
        return 0
    now = state["clauses"][-1]
    if now["items"] and not now["gene"]:
        _late_gene(state, named)  # “V559D in KIT”
    elif now["gene"] and now["gene"] != named[0] and (now["items"] or (now["named"] and (now["no"] or now["wild"]))):
        _clause(state, False)  # “KIT V559D PDGFRA wild type”
        now = state["clauses"][-1]
    now["gene"], now["isoform"], now["named"] = named[0], named[1], True
    if lines.is_fusion(genes, word):
        now["change"] = "fusion"
    state["genes"].append(named[0])
    return 1


def _late_gene(state: "Json", named: "tuple[str, str]") -> None:
    for clause in state["clauses"]:
        for item in clause["items"]:
            if not item["gene"]:
                item["gene"], item["isoform"] = named


# ---------------------------------------------------------------- names


def _add(state: "Json", kind: str, found: "Json") -> None:
    now = state["clauses"][-1]
    item = {"kind": kind, "found": found, "gene": now["gene"], "isoform": now["isoform"], "exons": now["exons"]}
    item["clause"], item["chromosome"] = len(state["clauses"]) - 1, state["chromosome"]
    now["items"].append(item)


def _name(genes: "Json", state: "Json", at: int) -> int:
    word = state["parts"][at]
    head = word[:2].lower()
    if head in ("r.", "n.", "m.") and len(word) > 2 and (lines.is_number(word[2:3]) or word[2:3] in "?=("):
        _refuse_kind(head, word)
    if head == "c." and len(word) > 2:
        return _coding(state, at)
    bare = _bare_dna(word) if head != "p." else None
    if bare:
        _add(state, "c", bare)
        return 1
    attached = lines.without_gene(genes, word)
    if attached:
        now = state["clauses"][-1]
        now["gene"], now["isoform"], now["named"] = attached[0], "", True
        state["genes"].append(attached[0])
        word = attached[1]
    return _protein(state, at, word)


def _refuse_kind(head: str, word: str) -> None:
    what = {"r.": "RNA", "n.": "non-coding DNA", "m.": "mitochondrial DNA"}[head]
    sentence = "Understood: a name on " + what + ", " + words.quoted(word) + ". This book reads names of the "
    words.refuse(sentence + "protein (p.) and of coding DNA (c.).")


def _bare_dna(word: str) -> "Json | None":
    """``1676T>A`` or ``c1676T>A`` without the point; None for what may be codons."""
    text = word[1:] if word[:1] == "c" else word
    if text[:1] not in "0123456789" or not text:
        return None
    found = dna.read(text)
    if not found or found["op"] in ("none", "same", "inv"):
        return None
    sure = found["start"][0] > 1089 or (found["op"] == "delins" and ">" in text) or found["start"][1] != 0
    return found if sure else None


def _coding(state: "Json", at: int) -> int:
    word, used = state["parts"][at], 1
    found = dna.read(word)
    following = state["parts"][at + 1].upper() if at + 1 < len(state["parts"]) else ""
    if found and found["op"] == "none" and following in lines.KEYS:
        word, used = word + lines.KEYS[following], 2
        found = dna.read(word)
    if found and found["op"] in ("ins", "delins", "none") and not found["alt"]:
        letters = state["parts"][at + used].upper() if at + used < len(state["parts"]) else ""
        longer = dna.read(word + letters) if letters and letters not in ("+", ";", "/") else None
        if longer and longer["alt"]:
            found, used = longer, used + 1
    if found is None:
        sentence = "Understood: a name on coding DNA. " + words.quoted(word) + " cannot be read as one."
        words.refuse(sentence, None, dna.EXAMPLE)
    found["given"] = word
    _add(state, "c", found)
    return used


def _protein(state: "Json", at: int, word: str) -> int:
    prefixed = word[:2].lower() == "p." and len(word) > 2
    bare = word[2:] if prefixed else ""
    if bare in ("?", "=", "0", "0?"):
        _add(state, "p", {"op": "whole", "given": word})
        return 1
    found = None if lines.is_marker(word) else reading.read(word)
    if found is None:
        if prefixed:
            words.refuse("Understood: a name of a protein change. " + words.quoted(word) + " cannot be read as one.")
        return 0
    if word[:1] in "0123456789" and lines.is_number(word):
        return _number(state, at, word)
    meant = prefixed or (found["start"] >= 100 and (found["first"] or found["range"]))
    if found["op"] == "none" and not prefixed:
        return _place(state, word, bool(meant))
    if found["op"] == "unread" and not meant:
        return 0
    _strange(state, at)
    _add(state, "p", found)
    return 1


def _place(state: "Json", word: str, meant: bool) -> int:
    if meant or word[:3].upper() in ("DEL", "INS", "DUP"):
        state["clauses"][-1]["pieces"].append(("place", word))
        return 1
    found = reading.read(word)
    if found and found["ref"] and found["start"] >= 100:
        state["clauses"][-1]["pieces"].append(("place", word))
        return 1
    return 0


def _number(state: "Json", at: int, word: str) -> int:
    if lines.is_codon(state["parts"], at):
        state["clauses"][-1]["pieces"].append(("place", word))
    return 1


def _strange(state: "Json", at: int) -> None:
    """Remember a word in capitals right before the name that is no gene we know."""
    before = state["parts"][at - 1] if at else ";"
    letters = "".join([letter for letter in before if "A" <= letter <= "Z"])
    plain = letters and len(letters) >= 2 and before == before.upper() and len(before) <= 7
    if plain and before in state["unread"]:
        state["strange"] = before


def _word(state: "Json", at: int) -> int:
    word = state["parts"][at]
    upper = word.upper()
    now = state["clauses"][-1]
    if upper in lines.KEYS:
        now["pieces"].append(("key", lines.KEYS[upper]))
        now["change"] = lines.CHANGES[lines.KEYS[upper]]
    elif upper in lines.CHANGES:
        now["change"] = now["change"] or lines.change(state["parts"], at)
    elif lines.says_found(upper):
        now["found"] = True
    elif lines.is_row(state["parts"], at):
        now["pieces"].append(("row", upper))
    elif lines.triplets(upper):
        now["pieces"].append(("codon", lines.triplets(upper)))
    elif not lines.is_marker(upper) and upper not in state["known"] and _is_text(word):
        state["unread"].append(word)
    return 1


def _is_text(word: str) -> bool:
    """A word, and not a number with its unit."""
    return word[0] not in "0123456789~≥<>=±%" and len(word) > 1


def _compose(clause: "Json", place: int) -> None:
    if clause["carried"] and (clause["found"] or (clause["items"] and not clause["plus"])):
        clause["no"] = False  # “negative for KIT exon 11, PDGFRA D842V detected”
    for item in clause["items"]:
        item["fused"] = clause["change"] == "fusion"
    name = lines.composed(clause["pieces"])
    if name:
        found = reading.read(name)
        if found:
            item = {"kind": "p", "found": found, "gene": clause["gene"], "isoform": clause["isoform"]}
            item["exons"], item["clause"], item["chromosome"], item["fused"] = clause["exons"], place, "", False
            clause["items"].append(item)
            clause["pieces"] = []


# ---------------------------------------------------------------- chromosome


def _chromosome(state: "Json", at: int) -> int:
    """``4 55593579 CAG>C``, ``chr4 g.55593602T>A``, ``4-55593602-T-A``."""
    word = state["parts"][at]
    text = word[2:] if word[:2].lower() == "g." else word
    if word.upper().startswith("CHR") and len(word) <= 5:
        state["chromosome"] = word.upper()[3:]
        return 1
    dashed = text.split("-")
    if len(dashed) == 4 and words.is_digits(dashed[1]) and len(dashed[1]) >= 7:
        state["chromosome"] = dashed[0].upper().replace("CHR", "")
        return _placed(state, dashed[1], dashed[2] + ">" + dashed[3], 1)
    count = 0
    while count < len(text) and text[count] in "0123456789":
        count += 1
    if count < 7:
        return 0
    before = state["parts"][at - 1] if at else ""
    if len(before) <= 2 and (words.is_digits(before) or before in ("X", "Y")):
        state["chromosome"] = before
    rest = text[count:]
    if rest:
        return _placed(state, text[:count], rest, 1)
    after = [part.upper() for part in state["parts"][at + 1 : at + 3]]
    if after and ">" in after[0]:
        return _placed(state, text, after[0], 2)
    if len(after) == 2 and _are_bases(after[0]) and _are_bases(after[1]):
        return _placed(state, text, after[0] + ">" + after[1], 3)
    return _placed(state, text, "", 1)


def _are_bases(word: str) -> bool:
    for letter in word:
        if letter not in "ACGT":
            return False
    return word != ""


def _placed(state: "Json", place: str, rest: str, used: int) -> int:
    found = dna.read(place + rest)
    if found is None:
        sentence = "Understood: a place on the chromosome, " + place + ". What follows cannot be read."
        words.refuse(sentence, None, "For example chr4:g.55593603T>A.")
    _add(state, "g", found)
    return used
