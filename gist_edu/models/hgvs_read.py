"""Grammar of one protein name without spaces: ``p.Trp557_Lys558del``, ``K558>NP``, ``DI842-843IM``, ``delWK557-558``.

Portable and pure. What is read here is what was written; whether the residues are right is asked later.
"""

from gist_edu.models import hgvs_words as words
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

_KEYS = ("DELINS", "INDEL", "DELETION", "INSERTION", "DUPLICATION", "DEL", "INS", "DUP")
_SHORT = {"DELETION": "DEL", "INSERTION": "INS", "DUPLICATION": "DUP", "INDEL": "DELINS"}


def read(token: str) -> "Json | None":
    """What a token says, or None if it has not the form of a protein name.

    {start, end, first, last, ref, op, alt, given, notes}: ``first`` and ``last`` are the residues written beside the
    numbers, ``ref`` a row of reference residues; ``op`` is sub, del, dup, ins, delins, fs, same, unknown, splice, none
    or unread.
    """
    text, notes = _without_prefix(token)
    key, text = _leading_key(text)
    letters, text = _letters(text)
    digits, text = _digits(text)
    if not digits:
        return None
    found = {"first": "", "last": "", "ref": "", "alt": "", "given": token, "notes": notes, "range": False}
    found["start"] = found["end"] = words.number(digits)
    if not _head(found, letters, text):
        return None
    text = _range(found, text)
    found["three"] = len(letters) == 3 and bool(words.LETTER.get(letters))
    _tail(found, _short(key + text) if key else _short(text))
    return found


def _without_prefix(token: str) -> "tuple[str, list[str]]":
    """Without ``p.``; a small p right before a capital is the prefix, too, and not proline."""
    if token[:2] in ("p.", "P."):
        return token[2:].upper(), []
    if token[:1] == "p" and token[1:2] in words.ONE and token[1:2] and token != token.lower():
        return token[1:].upper(), ["Read as p." + token[1:] + ": the point after p is missing."]
    return token.upper(), []


def _leading_key(text: str) -> "tuple[str, str]":
    for key in _KEYS:
        if text.startswith(key) and len(text) > len(key):
            return key, text[len(key) :]
    return "", text


def _short(text: str) -> str:
    """DELETION to DEL and so on, at the start."""
    for key in _KEYS:
        if text.startswith(key):
            return _SHORT.get(key, key) + text[len(key) :]
    return text


def _letters(text: str) -> "tuple[str, str]":
    count = 0
    while count < len(text) and "A" <= text[count] <= "Z":
        count += 1
    return text[:count], text[count:]


def _digits(text: str) -> "tuple[str, str]":
    count = 0
    while count < len(text) and text[count] in "0123456789":
        count += 1
    return text[:count], text[count:]


def _head(found: "Json", letters: str, text: str) -> bool:
    """The residues before the first number: one, or a row of them in older names."""
    if not letters or (letters == "X" and text.endswith("SPLICE")):
        return True
    row = words.LETTER.get(letters, "") or words.residues(letters)
    if len(row) == 1:
        found["first"] = row
    else:
        found["ref"] = row
    return row != ""


def _range(found: "Json", text: str) -> str:
    """The second place of a range, if there is one; gives what follows."""
    if text[:1] not in ("_", "-"):
        return text
    letters, rest = _letters(text[1:])
    digits, rest = _digits(rest)
    last = (words.LETTER.get(letters, "") or words.residues(letters)) if letters else ""
    if not digits or (letters and len(last) != 1):
        return text
    found["last"], found["end"], found["range"] = last, words.number(digits), True
    return rest


def _tail(found: "Json", text: str) -> None:
    """What happens at that place."""
    three = found["three"]
    if text in ("", "_"):
        found["op"] = "none"
    elif text in ("=", "?"):
        found["op"] = "same" if text == "=" else "unknown"
    elif text in ("*", "X", "TER", "STOP"):
        found["op"], found["alt"] = "sub", "*"
    elif text in ("_SPLICE", "-SPLICE", "SPLICE"):
        found["op"] = "splice"
    elif ("FS" in text and text[:3] not in ("DEL", "INS", "DUP")) or text.startswith("FRAMESHIFT"):
        found["op"] = "fs" if _is_frameshift(text, three) else "unread"
    else:
        _change(found, text, three)


def _is_frameshift(text: str, three: bool) -> bool:
    """``fs``, ``Valfs*12``, ``DfsX3``, ``fsTer5``, ``frameshift``."""
    if text == "FRAMESHIFT":
        return True
    place = text.find("FS")
    before, after = text[:place], text[place + 2 :]
    for mark in ("TER", "*", "X"):
        if after.startswith(mark):
            after = after[len(mark) :]
            break
    return (before == "" or len(words.residues(before, three)) == 1) and (after in ("", "?") or words.is_digits(after))


def _change(found: "Json", text: str, three: bool) -> None:
    op, alt = "unread", ""
    if text.startswith("DELINS"):
        op, alt = "delins", words.residues(text[6:], three)
        op = op if alt else ("short" if text[6:] == "" or words.is_digits(text[6:]) else "unread")
    elif text.startswith("DEL"):
        op, alt = _deletion(found, text[3:], three)
    elif text.startswith("DUP") or text.startswith("INS"):
        op, alt = _gain(found, text, three)
    else:
        written = text[1:] if text[0] == ">" else text
        alt = words.residues(written, three)
        op = "replaced" if alt else "unread"
    found["op"], found["alt"] = op, alt


def _deletion(found: "Json", rest: str, three: bool) -> "tuple[str, str]":
    if "INS" in rest:
        place = rest.find("INS")
        gone, come = rest[:place], rest[place + 3 :]
        if not come and words.residues(gone, three):
            found["notes"].append("Read as delins" + gone + ": the letters of an insertion stand after “ins”.")
            return "delins", words.residues(gone, three)
        alt = words.residues(come, three)
        return ("delins" if alt and _gone(found, gone, three) else "unread"), alt
    return ("del" if _gone(found, rest, three) else "unread"), ""


def _gone(found: "Json", letters: str, three: bool) -> bool:
    """The residues that are named again after del or dup; numbers count them."""
    if letters == "":
        return True
    if words.is_digits(letters):
        found["count"] = words.number(letters)
        return True
    row = words.residues(letters, three)
    found["again"] = row
    return row != ""


def _gain(found: "Json", text: str, three: bool) -> "tuple[str, str]":
    rest = text[3:]
    if text.startswith("DUP"):
        return ("dup" if _gone(found, rest, three) else "unread"), ""
    if rest == "" or words.is_digits(rest):
        return "short", ""
    alt = words.residues(rest, three)
    return ("ins" if alt else "unread"), alt


def written_range(found: "Json") -> str:
    """The place as it was written: ``557`` or ``557_558``."""
    start = portable.fmt(found["start"])
    return start + "_" + portable.fmt(found["end"]) if found["end"] != found["start"] else start
