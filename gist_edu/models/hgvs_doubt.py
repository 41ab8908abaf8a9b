"""Words that deny or doubt a finding: a line with one that was not understood is refused, as a guess could be wrong.

Portable and pure. What the scanner understands (“no … mutation”, “not detected”, “negative”, “wild type”) is not judged
here again.
"""

from gist_edu.models import hgvs_words as words

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

WHOLE = ("NICHT", "NEGATIV", "LACK", "LACKS", "LACKING", "PENDING", "WILDTYP", "RETAINED", "ERHALTEN", "EXCEPT",
         "UNCONFIRMED", "NACHWEISBAR", "OHNE", "AWAITED", "OUTSTANDING", "QUERY", "INCONCLUSIVE", "EQUIVOCAL")
BEGINS = ("KEIN", "EXCLUD", "AUSGESCHLOSS", "AUSSTEH", "FAIL", "UNAUFF", "ARTEFA", "ARTIFA", "SUSPECT", "VERDACHT")
PAIRS = (("RULE", "OUT"), ("RULED", "OUT"), ("OTHER", "THAN"))
DENIALS = ("NO", "NOT", "NONE")  # understood in most places; refused where the scanner made nothing of them
LOOSENED = ("MUTATION", "MUTATIONS", "MUTATED", "MUTANT", "POSITIVE", "NEGATIVE", "DELETION", "DUPLICATION", "WT",
            "WILD", "DEFICIENT", "RETAINED")
REMEDY = " Give what was found alone, such as KIT p.V559D, or what was not found, such as “no KIT mutation”."


def loosened(line: str) -> str:
    """“KIT-mutated” as two words, so that the hyphen is not taken for a fusion."""
    for word in LOOSENED:
        at = line.upper().find("-" + word)
        while at > 0:
            line = line[:at] + " " + line[at + 1 :]
            at = line.upper().find("-" + word)
    return line


def refuse(line: str, state: "Json", result: "Json") -> None:
    """Refuse a line that denies or doubts something in words this reader does not follow."""
    if result["status"] == "no_change":
        return
    said = _words(line)
    stained = ("RETAINED", "ERHALTEN") if result["kept"] else ()
    said = [word for word in said if word not in stained]
    doubts = [word for word in said if word in WHOLE or [1 for start in BEGINS if word.startswith(start)]]
    doubts += [one + " " + two for one, two in PAIRS for at in range(len(said) - 1) if said[at : at + 2] == [one, two]]
    understood = [clause for clause in state["clauses"] if clause["no"] or clause["wild"]]
    if not understood:
        doubts += [word for word in said if word in DENIALS]
    if result["status"] == "other_gene" and "VUS" in said:
        doubts.append("VUS")
    if "?" in line.split() or line.split()[-1:] == ["-"] or "(0%)" in line.replace(" ", ""):
        doubts.append("?" if "?" in line.split() else "nothing was found")
    if doubts:
        said_there = "The line says " + words.quoted(doubts[0].lower()) + ". That can turn a finding round, "
        words.refuse(said_there + "and this reader does not judge it." + REMEDY, None, "")


def _words(line: str) -> "list[str]":
    """The words of a line in capitals; everything but letters parts them."""
    found, word = [], ""
    for character in line.upper() + " ":
        if "A" <= character <= "Z" or ord(character) > 127:
            word += character
        elif word:
            found.append(word)
            word = ""
    return found
