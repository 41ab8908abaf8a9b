"""What a line says besides its names: uncertain, germline, wild type, a lost or kept stain, an exon that is joined on.

Portable and pure. It works on the clauses of ``hgvs_scan``; what it finds changes how a name may be used, not the name.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_line as lines
from gist_edu.models import hgvs_read as reading
from gist_edu.models import hgvs_words as words

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

VUS = "The line calls this change uncertain (VUS or class 3): no decision on a drug rests on it."
GERMLINE = "The line says that this change is in the germline or in blood."
OPEN = "The line speaks of the germline, but does not say that the change is in it."
LIQUID = "Blood stands beside plasma or circulating DNA: taken as DNA of the tumour, not as germline."
NO_TUMOUR = "The line speaks of the germline. It does not say what the tumour has."
NEAREST = "“{}” was taken as said of the change nearest to it."
KEPT = " is kept: that speaks against SDH deficiency and names no driver."
KEPT_OTHER = " is kept. Only the stain of SDHB stands for the whole of SDH."
BESIDE = "The line names exon {}, too, without a change there. If one was found, join the two with +."
_UNCERTAIN = ("UNCERTAIN", "UNKNOWN", "UNCLEAR", "UNDETERMINED", "INDETERMINATE", "UNKLARER")
_CLASSES = ("CLASS", "TIER", "ACMG", "KLASSE")
_GERMLINE = (
    "GERMLINE", "GERM-LINE", "CONSTITUTIONAL", "CONSTITUTIONALLY", "INHERITED", "HEREDITARY", "FAMILIAL", "KEIMBAHN",
    "KEIMBAHNVARIANTE", "KEIMBAHNMUTATION",
)  # fmt: skip
_NORMAL = ("BLOOD", "LEUKOCYTES", "LEUCOCYTES", "LYMPHOCYTES", "SALIVA", "BUCCAL")
_LIQUID = ("PLASMA", "CTDNA", "CFDNA", "LIQUID", "CIRCULATING")
_NOT_YET = (
    "RECOMMENDED", "ADVISED", "SUGGESTED", "SUGGEST", "RECOMMEND", "CONSIDER", "CONSIDERED", "POSSIBLE", "POSSIBLY",
    "PROBABLE", "PROBABLY", "UNKNOWN", "INDICATED", "PLANNED", "WHETHER", "NOT", "IF", "MAY", "REFERRAL",
)  # fmt: skip
_LOST = ("LOST", "LOSS", "DEFICIENT", "DEFICIENCY")
_KEPT = (
    "RETAINED", "INTACT", "PRESERVED", "KEPT", "MAINTAINED", "ERHALTEN", "NORMAL", "POSITIVE", "PROFICIENT",
    "COMPETENT", "PRESENT",
)  # fmt: skip
_STAIN = ("IHC", "STAIN", "STAINING", "EXPRESSION", "IMMUNOHISTOCHEMISTRY", "IMMUNOSTAIN", "IMMUNOSTAINING", "PROTEIN")
_READ = (
    "TESTED", "SEQUENCED", "ANALYSED", "ANALYZED", "EXAMINED", "SCREENED", "ANALYSIS", "SEQUENCING", "TESTING",
    "COVERED", "PANEL", "INVESTIGATED", "ASSESSED",
)  # fmt: skip
_UNTESTED = _READ + ("DONE", "EVALUABLE", "AVAILABLE", "KNOWN", "PERFORMED", "REPORTED", "INTERPRETABLE")
_LEADS_ON = ("WITH", "PLUS", "SECONDARY", "ACQUIRED")
_JOINS = ("+", "/", "AND") + _LEADS_ON
UNDERSTOOD = _GERMLINE + _NORMAL + ("CFDNA", "LIQUID", "CIRCULATING") + _KEPT


def said_in(state: "Json", place: int) -> list[str]:
    """The words of one clause in capitals; the first may be what joins it to the clause before."""
    clauses = state["clauses"]
    last = clauses[place + 1]["from"] if place + 1 < len(clauses) else len(state["parts"])
    return [word.upper() for word in state["parts"][clauses[place]["from"] : last]]


def _has(said: list[str], wanted: "tuple[str, ...]") -> bool:
    return bool([word for word in said if word in wanted])


def _pair(said: list[str], firsts: "tuple[str, ...]", seconds: "tuple[str, ...]") -> bool:
    return bool([at for at in range(len(said) - 1) if said[at] in firsts and said[at + 1] in seconds])


# ---------------------------------------------------------------- where a clause begins, and what it takes over


def carry(state: "Json", last: "Json", clause: "Json") -> None:
    """“no KIT or PDGFRA mutation”: what is denied ahead of the genes is denied for all of them."""
    before = state["parts"][state["at"] - 1].upper() if state["at"] else ""
    open_still = last["named"] and not last["change"] and not last["items"]
    if last["no"] and last["ahead"] and (open_still or before in ("OR", "NOR")):
        clause["no"], clause["ahead"], clause["carried"] = True, True, True


def leads_on(state: "Json", at: int) -> bool:
    """“exon 11 with V654A”, “exon 11, secondary V654A”: a second finding begins here."""
    now = state["clauses"][-1]
    if state["parts"][at].upper() not in _LEADS_ON or not (now["exons"] or now["items"]) or now["no"]:
        return False
    for place in range(at + 1, min(at + 4, len(state["parts"]))):
        found = reading.read(state["parts"][place])
        if lines.exon_in(state["parts"], place)[1] or (found and found["first"] and found["op"] != "unread"):
            return True
    return False


# ---------------------------------------------------------------- uncertain, germline


def mark(state: "Json", found: "list[Any]") -> list[str]:
    """Put “vus” and “germline” on the changes they are said of; gives notes on the line as a whole."""
    notes = []
    whole = [word.upper() for word in state["parts"]]
    for place, clause in enumerate(state["clauses"]):
        said = said_in(state, place)
        if clause["no"]:
            continue
        if _is_uncertain(said):
            notes += _put(found, place, "vus", VUS)
        sure = _has(said, _GERMLINE) or (_has(said, _NORMAL) and not _has(whole, _LIQUID))
        if not sure:
            notes += [LIQUID] if _has(said, _NORMAL) else []
        elif _has(said, _NOT_YET):
            notes.append(OPEN)
        else:
            notes += _put(found, place, "germline", GERMLINE)
    return notes


def _is_uncertain(said: list[str]) -> bool:
    if _has(said, ("VUS", "VOUS")) or _pair(said, _CLASSES, ("3", "III", "CLASS-3")):
        return True
    return _has(said, ("SIGNIFICANCE", "SIGNIFIKANZ")) and _has(said, _UNCERTAIN)


def _put(found: "list[Any]", place: int, flag: str, note: str) -> list[str]:
    """On the changes of this clause, else on the nearest before it, else on the nearest after it."""
    own = [part for at, part in found if at == place]
    before = [at for at, _ in found if at < place]
    after = [at for at, _ in found if at > place]
    if not own and (before or after):
        nearest = max(before) if before else min(after)
        own = [part for at, part in found if at == nearest][-1:]
        for part in own if len(found) > 1 else []:
            part["notes"].append(NEAREST.replace("{}", "VUS" if flag == "vus" else "germline"))
    for part in own:
        if flag not in part["said"]:
            part["said"].append(flag)
            part["notes"].insert(0, note)
    return [] if own else [NO_TUMOUR] if flag == "germline" else []


# ---------------------------------------------------------------- wild type, and what was found beside it


def without(genes: "Json", state: "Json") -> list[str]:
    """Genes in which nothing was found, as the line says: “KIT and PDGFRA: wild type”, “no mutation in KIT, PDGFRA”."""
    found: list[str] = []
    count = len(state["clauses"])
    for place, clause in enumerate(state["clauses"]):
        if clause["items"] or not (clause["no"] or clause["wild"]) or stain(genes, state, place):
            continue
        places = [place]
        step = 1 if clause["ahead"] else -1
        at = place + step
        while 0 <= at < count and _is_bare(genes, state, at):
            places.append(at)
            at += step
        for at in places:
            named = _named(genes, state, at) or ([clause["gene"]] if at == place and clause["gene"] else [])
            found += [name for name in named if name not in found]
    order = list(models.SYMBOLS) + genes["other_genes"]
    return [name for name in order if name in found]


def _named(genes: "Json", state: "Json", place: int) -> list[str]:
    named = [lines.gene_of(genes, word) for word in said_in(state, place)]
    return [one[0] for one in named if one]


def _is_bare(genes: "Json", state: "Json", place: int) -> bool:
    """A clause that names genes and exons, and says nothing of them."""
    clause = state["clauses"][place]
    if clause["items"] or clause["change"] or clause["no"] or clause["wild"] or clause["found"] or clause["pieces"]:
        return False
    return not (is_untested(state, place) or stain(genes, state, place) or is_kept(genes, state, place))


def is_untested(state: "Json", place: int) -> bool:
    """“not tested”, “not done”: nothing is known of this gene."""
    return _pair(said_in(state, place), ("NOT",), _UNTESTED)


def stain(genes: "Json", state: "Json", place: int) -> bool:
    """Does the clause say that an SDH stain is lost? Refuses what can mean a stain or a gene test."""
    said = said_in(state, place)
    named = [name for name in _named(genes, state, place) if name[:3] == "SDH"]
    if not named:
        return False
    if _has(said, _LOST):
        if state["clauses"][place]["no"] or "NOT" in said:
            _refuse_stain(named[0])
        return True
    clause = state["clauses"][place]
    if "NOT" in said and not clause["no"]:
        _refuse_stain(named[0])
    if not clause["no"] or _has(said, ("MUTATION", "MUTATIONS", "VARIANT", "VARIANTS", "CHANGE")):
        return False
    if not _has(said, _STAIN):
        _refuse_stain(named[0])
    return True


def _refuse_stain(name: str) -> None:
    sentence = "What the line says of " + name + " can mean that the stain is lost, or that no mutation was found."
    words.refuse(sentence, None, "Write “" + name + " lost”, “" + name + " retained” or “no " + name + " mutation”.")


def is_kept(genes: "Json", state: "Json", place: int) -> bool:
    """Does the clause say that an SDH stain is there as it should be?"""
    named = [name for name in _named(genes, state, place) if name[:3] == "SDH"]
    said = said_in(state, place)
    clause = state["clauses"][place]
    gone = clause["no"] or _has(said, _LOST) or _has(said, ("MUTATION", "VARIANT", "NOT")) or clause["items"]
    return bool(named) and _has(said, _KEPT) and not gone


def kept_note(name: str) -> str:
    """What a kept stain says; SDHB is lost whichever of the genes is hit, so it speaks for all of them."""
    return name + (KEPT if name in ("SDHB", "SDH") else KEPT_OTHER)


def kept(genes: "Json", state: "Json") -> list[str]:
    """SDH genes whose stain the line calls kept."""
    found: list[str] = []
    for place in range(len(state["clauses"])):
        if is_kept(genes, state, place):
            found += [name for name in _named(genes, state, place) if name[:3] == "SDH" and name not in found]
    return found


def other_finding(genes: "Json", state: "Json", place: int) -> str:
    """What was found in a gene without a model that the clause names itself; empty if it names none or denies it."""
    clause = state["clauses"][place]
    if not clause["named"] or clause["gene"] in models.SYMBOLS or clause["items"] or clause["wild"]:
        return ""
    if stain(genes, state, place):
        return "loss"
    if clause["no"] or is_kept(genes, state, place):
        return ""
    change: str = clause["change"]
    return change


def other_named(genes: "Json", state: "Json", place: int) -> str:
    """The gene of such a finding: of the two halves of a fusion the kinase, wherever it stands."""
    clause = state["clauses"][place]
    beside = [at for at in (place - 1, place + 1) if 0 <= at < len(state["clauses"]) and _is_bare(genes, state, at)]
    if clause["change"] == "fusion" and clause["gene"] not in genes["kinases"]:
        for at in [place] + beside:
            for name in _named(genes, state, at):
                if name in genes["kinases"]:
                    return name
    symbol: str = clause["gene"]
    return symbol


def is_mutated(state: "Json", place: int) -> bool:
    """“found”, “mutated”: the clause says so itself."""
    return bool(state["clauses"][place]["found"]) or _has(said_in(state, place), lines.MUTATED)


def lists_exons(state: "Json") -> bool:
    """Does the line list exons that were read?"""
    said = [word.upper() for word in state["parts"]]
    return "EXONS" in said or _has(said, _READ)


# ---------------------------------------------------------------- an exon beside a name


def is_joined(state: "Json", place: int) -> bool:
    """“exon 11 + V654A”: the exon stands as a finding of its own, and not in a list of exons that were read."""
    if lists_exons(state):
        return False
    return _joint(state, place) or (place + 1 < len(state["clauses"]) and _joint(state, place + 1))


def _joint(state: "Json", place: int) -> bool:
    said = said_in(state, place)
    return bool(said) and said[0] in _JOINS and not (len(said) > 1 and words.is_digits(said[1]))
