"""Names on coding DNA and places on chromosome 4, as they are written.

Portable and pure. A place is [base, offset]: ``c.1648-5`` is [1648, -5]. What it means is asked in ``hgvs_coding``.
"""

from gist_edu.models import genes as models
from gist_edu.models import hgvs_words as words

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

EXAMPLE = "An example that works: KIT c.1676T>A."


def read(token: str) -> "Json | None":
    """{start, end, op, ref, alt, given} of a name after ``c.``; None if it has not that form."""
    text = token[2:] if token[:2].lower() == "c." else token
    text = text.upper()
    letter = text[0] if text[:1] in ("A", "C", "G", "T") and text[:1] else ""
    old = text[len(letter) :] if letter else text  # T1676A, as it was written before the arrow
    start, rest = _place(old)
    if start is None:
        return None
    end = start
    if rest[:1] in ("_", "-"):
        second, after = _place(rest[1:])
        if second is not None:
            end, rest = second, after
    found = {"start": start, "end": end, "op": "", "ref": "", "alt": "", "given": token}
    if letter:
        rest = letter + ">" + rest
    return found if _op(found, rest) else None


def _place(text: str) -> "tuple[list[int] | None, str]":
    """[base, offset] and what follows; an unknown offset counts as 999."""
    digits, rest = _digits(text)
    if not digits:
        return None, text
    base = words.number(digits)
    if rest[:1] in ("+", "-"):
        more, after = _digits(rest[1:])
        sign = 1 if rest[0] == "+" else -1
        if rest[1:2] == "?":
            return [base, 999 * sign], rest[2:]
        if more and not (sign < 0 and words.number(more) > base and len(more) == len(digits)):
            return [base, words.number(more) * sign], after
    return [base, 0], rest


def _digits(text: str) -> "tuple[str, str]":
    count = 0
    while count < len(text) and text[count] in "0123456789":
        count += 1
    return text[:count], text[count:]


def _op(found: "Json", rest: str) -> bool:
    if ">" in rest:
        found["op"], found["ref"], found["alt"] = "delins", rest[: rest.find(">")], rest[rest.find(">") + 1 :]
        return found["alt"] != "" and _bases(found["ref"]) and _bases(found["alt"])
    if rest in ("", "="):
        found["op"] = "none" if rest == "" else "same"
        return True
    for op in ("DELINS", "DEL", "DUP", "INS", "INV"):
        if rest.startswith(op):
            return _letters(found, op, rest[len(op) :])
    return False


def _letters(found: "Json", op: str, rest: str) -> bool:
    found["op"] = op.lower()
    if op == "DEL" and "INS" in rest:
        place = rest.find("INS")
        found["op"], found["ref"], found["alt"] = "delins", rest[:place], rest[place + 3 :]
    elif op in ("DELINS", "INS"):
        found["alt"] = rest
    elif not words.is_digits(rest):
        found["ref"] = rest
    return _bases(found["ref"]) and _bases(found["alt"])


def _bases(letters: str) -> bool:
    return all(letter in "ACGTN" for letter in letters)


# ---------------------------------------------------------------- chromosome


def on_chromosome(genes: "Json", place: int, asked: str) -> "tuple[Json, str] | None":
    """(gene model, build) of a place on chromosome 4; the two builds do not overlap at these genes."""
    for build in ("grch37", "grch38"):
        if asked in ("", build):
            for entry in genes["genes"]:
                rows = entry["exons"]
                last = rows[-1]["cds"][1] - rows[-1]["cds"][0] + rows[-1][build]
                if rows[0][build] - 1000 <= place <= last + 3000:
                    return entry, build
    return None


def from_chromosome(entry: "Json", build: str, start: int, end: int, ref: str, alt: str, op: str) -> "Json | None":
    """The same change as a c. name; None if an end lies deep in an intron."""
    skip = 0
    while skip < len(ref) and skip < len(alt) and ref[skip] == alt[skip]:
        skip += 1
    ref, alt, start = ref[skip:], alt[skip:], start + skip
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt, end = ref[:-1], alt[:-1], end - 1
    if ref == "" and alt and op == "delins":
        op, start, end = "ins", start - 1, start
    first, last = models.genomic(entry, build, start), models.genomic(entry, build, end)
    if first is None or last is None:
        return None
    if alt == "" and op == "delins":
        op = "del"
    return {"start": list(first), "end": list(last), "op": op, "ref": ref, "alt": alt, "given": ""}
