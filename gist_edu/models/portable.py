"""What CPython and MicroPython do differently, done once: numbers as text, order, reading typed numbers.

Everything in ``models/`` and ``simulators/`` formats and sorts through this module; the portable linter sees to it.
"""

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

LARGEST = 1e12
PERCENT = ("%", "of 100")  # units in which "39%" means 39


def fmt(value: float, digits: int = 0) -> str:
    """``value`` with ``digits`` decimals, ties away from zero, built from whole numbers so that all runtimes agree."""
    scale = 10**digits
    whole = int(abs(value) * scale + 0.5)
    text = str(whole // scale)
    if digits:
        tail = str(whole % scale)
        text = text + "." + "0" * (digits - len(tail)) + tail
    return "−" + text if value < 0 and whole else text


def shortest(value: float, digits: int = 2) -> str:
    """Like ``fmt`` without trailing zeros: 3.0 -> "3", 2.50 -> "2.5"."""
    text = fmt(value, digits)
    while "." in text and text[-1] in "0.":
        text = text[:-1]
    return text


def ordered(items: "Any", key: "Any" = None) -> "list[Any]":
    """A sorted list that is the same everywhere: equal keys keep their order (MicroPython's sort does not)."""
    rows = [(key(item) if key else item, place) for place, item in enumerate(items)]
    items = list(items)
    return [items[place] for _, place in sorted(rows)]


def is_number(value: object) -> bool:
    """True for a finite int or float; False for a bool, which is an int on CPython only."""
    if value is True or value is False or not isinstance(value, (int, float)):
        return False
    return value == value and abs(value) <= 1e300


def read_number(raw: "Any", low: float, high: float, unit: str, what: str) -> "tuple[float | None, str | None]":
    """(number, None), or (None, sentence saying what was given, what is expected and what to do)."""
    text = raw.strip() if isinstance(raw, str) else raw
    if isinstance(text, str) and text.endswith("%") and unit in PERCENT:
        text = text[:-1].strip()
    value = _parsed(text)
    least = shortest(low, 4 if 0 < low < 0.005 else 2)  # never "from 0" where 0 is refused
    span = least + " to " + shortest(high) + (" " + unit if unit and unit != PERCENT[1] else "")
    wanted = "a number" if what == "number" else "the " + what + " as a number"
    if text == "" or text is None:
        return None, "There is no number yet. Please give " + wanted + " from " + span + "."
    if value is None:
        said = "\u201c" + shown(raw) + "\u201d "
        if _grouped(text):
            wanted = wanted + " without a comma"
            return None, said + "can be read in two ways. Please give " + wanted + ", from " + span + "."
        return None, said + "is not a number. Please give " + wanted + " from " + span + "."
    if value < low or value > high:
        return None, shown(raw) + " is outside what is expected. Please give the " + what + " from " + span + "."
    return value, None


def _grouped(raw: "Any") -> bool:
    """True for 1,000 or 12,345: a comma before three digits may part thousands or decimals."""
    if not isinstance(raw, str) or raw.count(",") < 1 or "." in raw[: raw.find(",")]:
        return False
    head, tail = raw.strip().split(",")[:2]
    digits = head[1:] if head[:1] in ("-", "+", "−") else head
    return 1 <= len(digits) <= 3 and _digits(digits) and digits[0] != "0" and len(tail) == 3 and _digits(tail)


def _digits(text: str) -> bool:
    return text != "" and all(character in "0123456789" for character in text)


def _parsed(raw: "Any") -> float | None:
    if is_number(raw):
        return float(raw)
    if not isinstance(raw, str) or _grouped(raw):
        return None
    text = raw.strip().replace(",", ".")
    digits = text[1:] if text[:1] in ("-", "+", "−") else text
    if not digits or len(digits) > 12 or digits.count(".") > 1 or digits.startswith(".") or digits.endswith("."):
        return None
    for character in digits:
        if character not in "0123456789.":
            return None
    return float(digits) * (-1.0 if text[0] in "-−" else 1.0)


def shown(raw: "Any") -> str:
    """What was typed, fit for a sentence: at most 20 characters."""
    if raw is None:
        return ""
    if is_number(raw) and abs(raw) <= LARGEST:
        return shortest(raw).replace("−", "-")  # as it is typed
    text = raw if isinstance(raw, str) else "that"
    return text if len(text) <= 20 else text[:20] + "…"


def cut(text: str, longest: int) -> str:
    """At most ``longest`` characters, cut between words."""
    if len(text) <= longest:
        return text
    short = text[:longest]
    short = short[: short.rfind(" ")] if " " in short else short
    while short and short[-1] in ".,;:":
        short = short[:-1]
    return short + "…"


def listed(words: list[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def ev(data: "Json", address: str) -> str:
    """The Markdown link to a ledger value, with the text the ledger gives: ``[16%](ev:afip_gastric.g5 "AFIP")``."""
    address = address[3:] if address.startswith("ev:") else address
    entry = data["ev"][address]
    return claim(data, address, entry["text"])


def claim(data: "Json", address: str, phrase: str) -> str:
    """A link to a record with words of our own."""
    address = address[3:] if address.startswith("ev:") else address
    entry = data["ev"][address]
    return "[" + phrase + "](ev:" + address + entry.get("form", "") + ' "' + entry["short"] + '")'


def linked(data: "Json", md: str) -> str:
    """Markdown of a data file, links made whole: ``[](ev:x.y)`` gets the ledger's text, all get the source's name."""
    pieces = md.split("](ev:")
    whole = pieces[0]
    for piece in pieces[1:]:
        end = piece.find(")")
        address = piece[:end]
        entry = data["ev"][address.split("?")[0]]
        form = "" if "?" in address else entry.get("form", "")
        whole = (whole + entry["text"] if whole.endswith("[") else whole) + "](ev:" + address + form
        whole = whole + ' "' + entry["short"] + '")' + piece[end + 1 :]
    return whole


def ev_number(data: "Json", address: str) -> float | None:
    """The bare number behind an address; None where the record holds none."""
    address = address[3:] if address.startswith("ev:") else address
    return data["ev"][address]["value"]
