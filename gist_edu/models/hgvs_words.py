"""Letters and spellings of variant names: what a typed or copied line means before any grammar.

Portable and pure. Everything a line may hold besides the name itself (dashes of every kind, full-width letters, markup)
is folded or refused here, so that the grammar sees plain ASCII.
"""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import NoReturn

LONGEST = 300
EXAMPLE = "An example that works: KIT p.V559D."
ONE = "ACDEFGHIKLMNPQRSTVWY"
THREE = (
    "Ala", "Cys", "Asp", "Glu", "Phe", "Gly", "His", "Ile", "Lys", "Leu",
    "Met", "Asn", "Pro", "Gln", "Arg", "Ser", "Thr", "Val", "Trp", "Tyr",
)  # fmt: skip
FULL = (
    "alanine", "cysteine", "aspartate", "glutamate", "phenylalanine", "glycine", "histidine", "isoleucine", "lysine",
    "leucine", "methionine", "asparagine", "proline", "glutamine", "arginine", "serine", "threonine", "valine",
    "tryptophan", "tyrosine",
)  # fmt: skip
LETTER = {name.upper(): ONE[place] for place, name in enumerate(THREE)}
LETTER["TER"] = "*"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad"
_ARROWS = "\u2192\u279c\u2794\u27f6\u21d2\u203a\u00bb"
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t"
_NEW_LINES = "\n\r\x0b\x0c\u2028\u2029"
_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f'\"`\u2018\u2019\u201c\u201d\u201e\u00ae\u2122"
_ENTITIES = (("&gt;", ">"), ("&lt;", "<"), ("&nbsp;", " "), ("&amp;", "&"), ("&#62;", ">"))


class VariantError(ValueError):
    """A name that cannot be read, with a sentence that says what was understood, what was not, and what works."""


def refuse(sentence: str, candidates: "list[str] | None" = None, example: str = EXAMPLE) -> "NoReturn":
    """Raise ``VariantError``; its ``candidates`` are names that may have been meant."""
    error = VariantError(sentence + (" " + example if example else ""))
    error.candidates = candidates or []  # type: ignore[attr-defined]
    raise error


def candidates(error: VariantError) -> list[str]:
    """Names that may have been meant; empty where nothing fits."""
    return getattr(error, "candidates", [])


def quoted(text: str) -> str:
    """What was typed, in quotation marks, cut to 40 characters."""
    return "“" + (text if len(text) <= 40 else text[:40] + "…") + "”"


def fold(text: object) -> str:
    """The line in plain characters; refuses what cannot be a variant name at all."""
    if not isinstance(text, str):
        refuse("A variant name is text.")
    if len(text) > LONGEST:
        refuse(
            portable.fmt(len(text)) + " characters are too many. Give one line, up to " + portable.fmt(LONGEST) + "."
        )
    for entity, plain in _ENTITIES:
        text = text.replace(entity, plain)
    if "<" in text:
        refuse("The line holds markup or the sign “<”, which no variant name has. Copy the plain text.")
    line = text.strip() if _is_plain(text) else "".join([_folded(character) for character in text]).strip()
    if not line.replace(";", "").strip():
        refuse("Nothing was given. Type the variant as it stands in the report.")
    return line


def _is_plain(text: str) -> bool:
    """Printable ASCII without quotation marks, as most names are: nothing to fold."""
    if "'" in text or '"' in text or "`" in text:
        return False
    return all(" " <= character <= "~" for character in text)


def _folded(character: str) -> str:
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E and character not in _DASHES:
        return chr(code - 0xFEE0)  # full-width forms
    if 0x20 <= code < 0x7F and character not in _NOTHING:
        return character
    if character in _DASHES:
        return "-"
    if character in _ARROWS:
        return ">"
    if character in _SPACES:
        return " "
    if character in _NEW_LINES:
        return " ; "
    if character in "\u0394\u2206":
        return "del"
    if character in "\u03b1":
        return "alpha"
    return "" if character in _NOTHING or code < 0x20 or code == 0x7F else character


def is_digits(text: str) -> bool:
    """Only 0 to 9, at least one."""
    return text != "" and all(character in "0123456789" for character in text)


def is_alphanumeric(text: str) -> bool:
    """Only capitals and 0 to 9."""
    return all("A" <= character <= "Z" or character in "0123456789" for character in text)


def number(text: str) -> int:
    """The whole number these digits write; a huge one becomes 999999, so that it is out of range everywhere."""
    return int(text) if len(text) <= 9 else 999999999


def residues(letters: str, three: bool = False) -> str:
    """One-letter residues of a run of capitals: ``WK`` or ``TRPLYS`` give ``WK``; empty if it cannot be read.

    ``three``: the name is written in three-letter code, so ``ALA`` is alanine and not Ala-Leu-Ala.
    """
    spelled = in_three(letters)
    plain = letters
    for letter in letters:
        if letter not in ONE and letter != "*":
            plain = ""
            break
    if three:
        return spelled or plain
    return plain or spelled


def in_three(letters: str) -> str:
    """One-letter residues of ``TRPLYS``; empty if it is not three-letter code."""
    if len(letters) % 3:
        return ""
    found = ""
    for start in range(0, len(letters), 3):
        letter = LETTER.get(letters[start : start + 3], "")
        if not letter:
            return ""
        found += letter
    return found


def spelled(residue: str) -> str:
    """Three-letter code of one residue; ``Ter`` for a stop."""
    return "Ter" if residue == "*" else THREE[ONE.find(residue)]


def spelled_all(letters: str) -> str:
    """Three-letter code of a row of residues."""
    return "".join([spelled(residue) for residue in letters])


def named(residue: str) -> str:
    """``valine (V)``."""
    return FULL[ONE.find(residue)] + " (" + residue + ")"
