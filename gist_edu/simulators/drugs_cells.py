"""The pairs of variant class and drug: what is known of each, what a filter leaves, and how much rests on what.

Everything comes from ``data/drugs.yaml``; no sentence about a drug is written here.
"""

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

PATIENTS = ("randomised", "exploratory", "single_arm", "series")
LABORATORY = ("in_vitro_cell", "kd")
LINES = ("first", "second", "third", "fourth")
WORKS = ("sensitive", "reduced")
# filter -> the kinds of evidence it lets through; None for all
KINDS = {
    "all": None,
    "randomised": PATIENTS[:1],
    "single_arm": PATIENTS[:3],
    "clinical": PATIENTS,
    "laboratory": LABORATORY,
}


def rows(data: "Json") -> "list[Json]":
    """Classes that stand on the board."""
    return [row for row in data["drugs"]["classes"] if row.get("board") is not False]


def row_of(data: "Json", key: str) -> "Json":
    """The class with this id."""
    return [row for row in data["drugs"]["classes"] if row["id"] == key].pop()


def drugs(data: "Json") -> "list[Json]":
    """The five drugs in the order of the lines of treatment."""
    return list(data["drugs"]["drugs"])


def drug_of(data: "Json", key: str) -> "Json":
    """The drug with this id."""
    return [drug for drug in data["drugs"]["drugs"] if drug["id"] == key].pop()


def known(data: "Json", row: "Json", drug: str) -> "Json":
    """What is known of a pair; for one that the data leave out: nothing, which is an answer."""
    nothing = {"call": "unknown", "kind": "none", "lines": [], "md": data["drugs"]["nothing"]}
    return (row.get("drugs") or {}).get(drug) or nothing


def named(entries: "list[Json]", key: str) -> "Json":
    """The call, kind or group with this id."""
    return [entry for entry in entries if entry["id"] == key].pop()


# ---------------------------------------------------------------- filters


def left_out(entry: "Json", kind: str, line: str) -> str:
    """Why a filter leaves a pair out: "kind", "line", or "" when it stays.

    The best evidence decides, except in the laboratory: there anything counts that was found beneath, too.
    """
    allowed = KINDS[kind]
    found = [entry["kind"]]
    if kind == "laboratory":
        found = found + [one["kind"] for one in entry.get("weaker", [])]
    if allowed is not None and not [one for one in found if one in allowed]:
        return "kind"
    if line != "any" and line not in entry["lines"]:
        return "line"
    return ""


def shown(data: "Json", state: "Json") -> "list[Json]":
    """Rows of the chosen group."""
    return [row for row in rows(data) if state["group"] in ("all", row["group"])]


def counts(data: "Json") -> "Json":
    """Of all pairs: how many there are, and on what their best evidence rests."""
    tally = {"all": 0, "randomised": 0, "exploratory": 0, "patients": 0, "inferred": 0, "laboratory": 0, "none": 0}
    for row in rows(data):
        for drug in drugs(data):
            kind = known(data, row, drug["id"])["kind"]
            tally["all"] += 1
            tally["randomised"] += 1 if kind == "randomised" else 0
            tally["exploratory"] += 1 if kind == "exploratory" else 0
            tally["patients"] += 1 if kind in PATIENTS else 0
            tally["laboratory"] += 1 if kind in LABORATORY else 0
            tally["inferred"] += 1 if kind == "class" else 0
            tally["none"] += 1 if kind == "none" else 0
    return tally


def left(data: "Json", state: "Json") -> "tuple[int, int]":
    """(pairs that hold something, all pairs) in the table as it is filtered now."""
    entries = [known(data, row, drug["id"]) for row in shown(data, state) for drug in drugs(data)]
    held = [e for e in entries if e["kind"] != "none" and not left_out(e, state["kind"], state["line"])]
    return len(held), len(entries)


# ---------------------------------------------------------------- the question


def works(data: "Json", row: "Json", line: str) -> list[str]:
    """Drugs that work in this class and line, fully or in part, as seen in patients."""
    found = []
    for drug in drugs(data):
        entry = known(data, row, drug["id"])
        if entry["call"] in WORKS and entry["kind"] in PATIENTS and line in entry["lines"]:
            found.append(drug["id"])
    return found
