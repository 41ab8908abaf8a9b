"""One protein, one name: an edit of the receptor is trimmed, moved as late as it can go, and named.

Portable and pure. An edit replaces the residues ``start`` to ``end`` by ``inserted``; a plain insertion before codon n
has ``start`` n and ``end`` n - 1.
"""

from gist_edu.models import hgvs_words as words
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

MOST_OTHER_NAMES = 4


def normalise(sequence: str, start: int, end: int, inserted: str) -> "Json":
    """{kind, start, end, alt, hgvs_p, hgvs_p3}: the HGVS name of the changed protein, by the 3′ rule.

    >>> normalise("MVVK", 2, 2, "")["hgvs_p"]
    'p.V3del'
    """
    if inserted and sequence[start - 1 : end] == inserted:
        return _named(sequence, "synonymous", start, start, "")
    start, end, inserted = _trimmed(sequence, start, end, inserted)
    if "*" in inserted:
        return _stopped(sequence, start, end, inserted[: inserted.find("*") + 1])
    if not inserted:
        start, end = _late_deletion(sequence, start, end)
        return _named(sequence, "deletion", start, end, "")
    if end < start:
        return _insertion(sequence, start, inserted)
    kind = "substitution" if start == end and len(inserted) == 1 else "delins"
    return _named(sequence, kind, start, end, inserted)


def _trimmed(sequence: str, start: int, end: int, inserted: str) -> "tuple[int, int, str]":
    skip = 0
    while start + skip <= end and skip < len(inserted) and inserted[skip] == sequence[start + skip - 1]:
        skip += 1
    start, inserted = start + skip, inserted[skip:]
    while start <= end and inserted and inserted[-1] == sequence[end - 1]:
        end, inserted = end - 1, inserted[:-1]
    return start, end, inserted


def _stopped(sequence: str, start: int, end: int, inserted: str) -> "Json":
    if inserted == "*":
        return _named(sequence, "nonsense", start, start, "*")
    made = _named(sequence, "delins" if start <= end else "insertion", start, end, inserted)
    made["kind"] = "nonsense"
    return made


def _late_deletion(sequence: str, start: int, end: int) -> "tuple[int, int]":
    while end < len(sequence) and sequence[start - 1] == sequence[end]:
        start, end = start + 1, end + 1
    return start, end


def _insertion(sequence: str, start: int, inserted: str) -> "Json":
    while start <= len(sequence) and inserted[0] == sequence[start - 1]:
        start, inserted = start + 1, inserted[1:] + inserted[0]
    first = start - len(inserted)
    if first >= 1 and sequence[first - 1 : start - 1] == inserted:
        return _named(sequence, "duplication", first, start - 1, inserted)
    return _named(sequence, "insertion", start, start - 1, inserted)


def _named(sequence: str, kind: str, start: int, end: int, alt: str) -> "Json":
    """``start`` and ``end`` of an insertion become the two neighbours."""
    if kind == "insertion":
        start, end = max(start - 1, 1), min(start, len(sequence))
    return {
        "kind": kind,
        "start": start,
        "end": end,
        "alt": alt,
        "hgvs_p": name(sequence, kind, start, end, alt, False),
        "hgvs_p3": name(sequence, kind, start, end, alt, True),
    }


def name(sequence: str, kind: str, start: int, end: int, alt: str, three: bool) -> str:
    """The name of an edit as it stands, without moving it."""
    place = _place(sequence, start, three)
    if end != start:
        place += "_" + _place(sequence, end, three)
    written = words.spelled_all(alt) if three else alt
    if kind in ("substitution", "nonsense") and len(alt) == 1:
        return "p." + place + written
    tail = {"deletion": "del", "duplication": "dup", "synonymous": "=", "frameshift": "fs"}.get(kind, "")
    if not tail:
        tail = ("ins" if kind == "insertion" else "delins") + written
    return "p." + place + tail


def _place(sequence: str, codon: int, three: bool) -> str:
    residue = sequence[codon - 1]
    return (words.spelled(residue) if three else residue) + portable.fmt(codon)


def other_names(sequence: str, made: "Json") -> list[str]:
    """Further names that people write for the same protein, in one-letter code, nearest first."""
    if made["kind"] == "deletion":
        return _earlier_deletions(sequence, made["start"], made["end"])
    if made["kind"] in ("duplication", "insertion"):
        return _other_insertions(sequence, made)
    return []


def _earlier_deletions(sequence: str, start: int, end: int) -> list[str]:
    found: list[str] = []
    while start > 1 and sequence[start - 2] == sequence[end - 1] and len(found) < MOST_OTHER_NAMES:
        start, end = start - 1, end - 1
        found.append(name(sequence, "deletion", start, end, "", False))
    return found


def _other_insertions(sequence: str, made: "Json") -> list[str]:
    found: list[str] = []
    after, inserted = made["end"] + 1, made["alt"]
    if made["kind"] == "insertion":
        after = made["end"]
    while after > 1 and after <= len(sequence) and len(found) < MOST_OTHER_NAMES:
        written = name(sequence, "insertion", after - 1, after, inserted, False)
        if written != made["hgvs_p"]:
            found.append(written)
        if inserted[-1] != sequence[after - 2]:
            break
        after, inserted = after - 1, inserted[-1] + inserted[:-1]
    return found
