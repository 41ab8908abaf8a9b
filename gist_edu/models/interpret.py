"""What a parsed variant means for five drugs: class, role, what was seen, what to ask next, what it does not say.

Portable and pure. ``data`` holds ``drugs`` and ``variants`` (the data files) and ``ev`` (ledger texts); ``parsed``
comes from ``hgvs.parse``. No dose is ever given, and "unknown" is an answer.
"""

from gist_edu.models import interpret_said as saying
from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

UNPLACED = {
    "no_change": "The line says what was not found, or that the protein is unchanged. It names no driver.",
    "class": "A mutation without its exon. KIT and PDGFRA hold changes that mean opposite things.",
    "splice": "The change touches a splice site. What the protein becomes can only be seen in RNA.",
    "unknown_effect": "The report leaves open what the change does to the protein. Nothing can be said about a drug.",
}
NO_DRUG = "It does not say what any drug will do."
UNPLACED_ASK = "Which exon and which change exactly, with its p. name?"
UNPLACED_FUSION = (
    "A fusion with another gene. Which part of the receptor is left, and whether it is switched on, the line does not "
    "say."
)
FUSION_ASK = "Which partner, and is the kinase whole and in frame? Was the fusion seen in RNA?"
PANEL = "Which exons did the test read, and how much tumour was in the sample?"
TIME = "The time point decides: was the sample taken before any drug, or under which one?"
COMPOUND = (
    "Several changes in one line. As a rule the first one drives the tumour and a second one, seen under treatment, "
    "decides what still works."
)
ALLELE = "It does not say whether the changes sit on the same copy of the gene, nor whether they are in the same cells."
NOT_LISTED = "This very name is not on our list of variants seen in GIST. What is said here is said of its class."
REMEMBERED = "We hold this name from memory and have not seen it in a source. What is said here is said of its class."
INHERITED = "Is the change in the blood too? It is known from families."
INHERITED_MEMORY = "Is the change in the blood too? It is held from memory as known from families (unverified)."
VUS_SECOND = "One change is called uncertain. If it is real, it may be why a drug stops working."
FIRST_SECOND = ("Taken as the first change: ", "; as the second: ", ". The calls below are those of the second change.")
SEEN_FIRST = "If it was there before any drug: "
NO_SECOND = "As a second change, beside another one, we found nothing on this residue."
DIFFERENT = "The changes in this line point in different directions. "
NOT_ALL = "For one of the changes in this line nothing is known, so nothing is known of all. "


def interpret(data: "Json", parsed: "Json") -> "Json":
    """{class, class_name, role, drugs, meaning, ask, not_said, frequency, addresses} for a parsed line of a report."""
    several = parsed["status"] == "compound"
    return _with_links(data, _compound(data, parsed["parts"]) if several else _single(data, parsed))


def class_of(data: "Json", parsed: "Json") -> "Json | None":
    """The first row of the drug data whose ``match`` fits; None when the line does not place the change."""
    if parsed["status"] == "no_change" and parsed["change"] == "wild_type":
        return row(data, "wild_type")
    if parsed["status"] == "unknown_effect" or (parsed["status"] == "splice" and not parsed["hgvs_p"]):
        return None
    if parsed["status"] == "class" and parsed["change"] == "fusion":
        return None
    for entry in data["drugs"]["classes"]:
        for rule in entry.get("match", []):
            if _fits(rule, parsed):
                return entry
    return None


def row(data: "Json", key: str) -> "Json":
    """The row of the drug data with this id."""
    return [entry for entry in data["drugs"]["classes"] if entry["id"] == key].pop()


def _fits(rule: "Json", parsed: "Json") -> bool:
    if "other_genes" in rule:
        listed = rule["other_genes"]
        if rule.get("fusion") not in (None, parsed["change"] == "fusion"):
            return False
        return parsed["status"] == "other_gene" and (not listed or parsed["gene"] in listed)
    if parsed["gene"] != rule["gene"] or parsed["status"] == "other_gene":
        return False
    if rule.get("unnamed") and parsed["status"] != "class":
        return False
    if "kinds" in rule:
        return parsed["kind"] in rule["kinds"]
    if "names" in rule:
        return parsed["hgvs_p"] in rule["names"]
    if "codons" in rule:
        first, last = rule["codons"]
        return parsed["start"] is not None and first <= parsed["start"] and parsed["end"] <= last
    return parsed["exon"] is not None and parsed["exon"] in rule.get("exons", [parsed["exon"]])


# ---------------------------------------------------------------- one change


def _single(data: "Json", parsed: "Json") -> "Json":
    entry = class_of(data, parsed)
    if entry is None:
        return saying.add_said(data, parsed, _unplaced(data, parsed))
    variant = known(data, parsed)
    found = _answer(entry, variant.get("role", entry["role"]), _drugs(data, entry, variant))
    found["frequency"] = variant.get("frequency") or found["frequency"]
    if variant.get("note"):
        found["meaning"].append(variant["note"])
    _add_time(data, entry, found)
    _add_standing(data, parsed, variant, found)
    saying.add_family(parsed, found)
    return saying.add_said(data, parsed, found)


def _answer(entry: "Json", role: "Any", drugs: "list[Json]") -> "Json":
    return {
        "class": entry["id"],
        "class_name": entry["name"],
        "role": role,
        "drugs": drugs,
        "meaning": [entry["meaning"]],
        "ask": list(entry["ask"]),
        "not_said": list(entry["not_said"]),
        "frequency": entry.get("frequency"),
    }


def known(data: "Json", parsed: "Json") -> "Json":
    """What the data hold on this very variant; empty when only its class is known."""
    for entry in data["variants"]["variants"]:
        if entry["name"] == parsed["hgvs_p"] and entry["gene"] == parsed["gene"]:
            return entry
    return {}


def _drugs(data: "Json", entry: "Json", variant: "Json") -> "list[Json]":
    """The five cells: the variant's own where it has one, else its class's; an own disagreement may stand alone."""
    found = []
    for drug in data["drugs"]["drugs"]:
        own = variant.get("drugs", {}).get(drug["id"], {})
        shared = entry.get("drugs", {}).get(drug["id"])
        cell = _cell(data, drug["id"], own if "call" in own else shared, "variant" if "call" in own else "class")
        if own and "call" not in own:
            _add_disagreement(cell, own["disagreement"])
        found.append(cell)
    return found


def _cell(data: "Json", drug: str, given: "Json | None", level: str) -> "Json":
    cell = given or {"call": "unknown", "kind": "none", "lines": [], "md": data["drugs"]["nothing"]}
    return {
        "drug": drug,
        "call": cell["call"],
        "evidence": cell["kind"],
        "level": level,
        "lines": list(cell["lines"]),
        "md": cell["md"],
        "disagreement": cell.get("disagreement"),
        "weaker": [dict(one) for one in cell.get("weaker", [])],
        "label": dict(cell["label"]) if "label" in cell else None,
    }


def _add_time(data: "Json", entry: "Json", found: "Json") -> None:
    """Where the same residue means one thing before a drug and another under it, both are told."""
    if found["role"] != "primary_or_secondary":
        return
    if not [said for said in found["ask"] if "before any drug" in said]:
        found["ask"].insert(0, TIME)
    if "other_role" not in entry:
        return
    first = row(data, entry["other_role"])
    for cell in found["drugs"]:
        other = first.get("drugs", {}).get(cell["drug"])
        if other and other["call"] != cell["call"]:
            _add_disagreement(cell, SEEN_FIRST + other["md"])


def _add_disagreement(cell: "Json", said: str) -> None:
    cell["disagreement"] = (cell["disagreement"] + " " if cell["disagreement"] else "") + said


def _add_standing(data: "Json", parsed: "Json", variant: "Json", found: "Json") -> None:
    """How well the name itself is known, and whether it may be inherited."""
    if variant.get("inherited"):
        found["ask"].append(INHERITED if variant["inherited"] == "seen" else INHERITED_MEMORY)
    if parsed["gene"] in ("KIT", "PDGFRA") and PANEL not in found["ask"]:
        found["ask"].append(PANEL)
    if parsed["status"] != "variant" or found["role"] in ("polymorphism", "not_activating"):
        return
    if parsed["hgvs_p"] in data["variants"]["remembered"].get(parsed["gene"], []):
        found["not_said"].append(REMEMBERED)
    elif not variant and parsed["hgvs_p"] not in data["variants"]["seen"].get(parsed["gene"], []):
        found["not_said"].append(NOT_LISTED)


def _unplaced(data: "Json", parsed: "Json") -> "Json":
    drugs = [_cell(data, drug["id"], None, "class") for drug in data["drugs"]["drugs"]]
    name = (parsed["gene"] or "A gene") + ", not placed"
    fused = parsed["change"] == "fusion"
    entry = {"id": None, "name": name, "ask": [FUSION_ASK if fused else UNPLACED_ASK, PANEL], "not_said": [NO_DRUG]}
    entry["meaning"] = UNPLACED_FUSION if fused else UNPLACED.get(parsed["status"], UNPLACED["class"])
    return _answer(entry, "unknown", drugs)


# ---------------------------------------------------------------- several changes


def _compound(data: "Json", parts: "list[Json]") -> "Json":
    """The second change decides where there is one; several that point apart make the call conflicting."""
    answers = [_single(data, part) for part in parts]
    seconds = _seconds(data, parts, answers)
    doubted = _doubted(parts, answers)
    deciding = (seconds or _drivers(answers)) + doubted
    found = dict(deciding[0])
    firsts = [one for one in answers if (seconds or doubted) and one["role"] == "primary"]
    found["drugs"] = [_decided(firsts, deciding, place) for place in range(len(found["drugs"]))]
    if seconds:
        found["role"] = "secondary"
    names = []
    for one in answers:
        if one["class_name"] not in names:
            names.append(one["class_name"])
    found["class_name"] = " + ".join(names)
    found["meaning"] = [COMPOUND] + _order(firsts, seconds) + _all(answers, "meaning")
    if doubted:
        found["meaning"].insert(1, VUS_SECOND)
    found["ask"] = _all(answers, "ask")
    found["not_said"] = [ALLELE] + _all(answers, "not_said")
    return found


def _order(firsts: "list[Json]", seconds: "list[Json]") -> list[str]:
    """Which is taken as the first change and which as the second, in words."""
    if not seconds:
        return []
    first = " and ".join([one["class_name"] for one in firsts])
    second = " and ".join([one["class_name"] for one in seconds])
    return [FIRST_SECOND[0] + first + FIRST_SECOND[1] + second + FIRST_SECOND[2]]


def _doubted(parts: "list[Json]", answers: "list[Json]") -> "list[Json]":
    """Uncertain changes that would be second ones beside a first change of their gene."""
    firsts = [parts[place]["gene"] for place, one in enumerate(answers) if one["role"] == "primary"]
    asked = ("secondary", "primary_or_secondary")
    return [one for at, one in enumerate(answers) if one["doubted"] in asked and parts[at]["gene"] in firsts]


def _all(answers: "list[Json]", key: str) -> list[str]:
    said: list[str] = []
    for one in answers:
        said = said + [text for text in one[key] if text not in said]
    return said


def _drivers(answers: "list[Json]") -> "list[Json]":
    real = [one for one in answers if one["role"] not in ("polymorphism", "not_activating", "unknown")]
    return real or answers


def _seconds(data: "Json", parts: "list[Json]", answers: "list[Json]") -> "list[Json]":
    """The answers of second changes, each told as one: beside a first change of the same gene."""
    firsts = [parts[place]["gene"] for place, one in enumerate(answers) if one["role"] == "primary"]
    found = []
    for place, one in enumerate(answers):
        part = parts[place]
        if part["gene"] not in firsts or one["role"] not in ("secondary", "primary_or_secondary"):
            continue
        found.append(_as_second(data, part, one))
    return found


def _as_second(data: "Json", part: "Json", one: "Json") -> "Json":
    entry = row(data, one["class"])
    second = dict(one)
    if one["role"] == "secondary" or "other_role" in entry:
        second["drugs"] = _drugs(data, entry, known(data, part))
    elif "as_second" in entry:
        second["drugs"] = _drugs(data, row(data, entry["as_second"]), {})
    else:
        nothing = {"call": "unknown", "kind": "none", "lines": [], "md": NO_SECOND}
        second["drugs"] = [_cell(data, drug["id"], nothing, "class") for drug in data["drugs"]["drugs"]]
    return second


def _decided(firsts: "list[Json]", deciding: "list[Json]", place: int) -> "Json":
    """The cell that counts: a second change does not make a resistant first one sensitive."""
    for one in firsts:
        if one["drugs"][place]["call"] == "resistant":
            return one["drugs"][place]
    return _combined(deciding, place)


def _combined(deciding: "list[Json]", place: int) -> "Json":
    cells = [one["drugs"][place] for one in deciding]
    calls = [cell["call"] for cell in cells]
    if calls.count(calls[0]) == len(calls):
        return cells[0]
    known_calls = [call for call in calls if call != "unknown"]
    open_still = known_calls.count(known_calls[0]) == len(known_calls)
    mixed = dict(cells[0])
    mixed["call"], mixed["evidence"], mixed["level"] = "unknown" if open_still else "conflicting", "class", "class"
    told = [one["class_name"] + ": " + cells[at]["md"] for at, one in enumerate(deciding)]
    mixed["md"] = (NOT_ALL if open_still else DIFFERENT) + " ".join(told)
    mixed["lines"], mixed["disagreement"], mixed["weaker"], mixed["label"] = [], None, [], None
    return mixed


# ---------------------------------------------------------------- links


def _with_links(data: "Json", found: "Json") -> "Json":
    """Evidence links made whole, and every address that was used."""
    found.pop("doubted")
    for key in ("meaning", "ask", "not_said"):
        found[key] = [portable.linked(data, said) for said in found[key]]
    found["frequency"] = portable.linked(data, found["frequency"]) if found["frequency"] else None
    for cell in found["drugs"]:
        cell["addresses"] = addresses(_texts(cell))
        cell["md"] = portable.linked(data, cell["md"])
        cell["disagreement"] = portable.linked(data, cell["disagreement"]) if cell["disagreement"] else None
        for one in cell["weaker"]:
            one["md"] = portable.linked(data, one["md"])
        if cell["label"]:
            cell["label"] = {key: portable.linked(data, cell["label"][key]) for key in ("us", "eu")}
    said = found["meaning"] + found["ask"] + found["not_said"] + [found["frequency"] or ""]
    found["addresses"] = addresses(said)
    for cell in found["drugs"]:
        found["addresses"] += [address for address in cell["addresses"] if address not in found["addresses"]]
    return found


def _texts(cell: "Json") -> list[str]:
    said = [cell["md"], cell["disagreement"] or ""] + [one["md"] for one in cell["weaker"]]
    return said + ([cell["label"][key] for key in ("us", "eu")] if cell["label"] else [])


def addresses(texts: list[str]) -> list[str]:
    """The evidence addresses linked in Markdown, each once, without the form."""
    found: list[str] = []
    for text in texts:
        for piece in text.split("](ev:")[1:]:
            address = piece[: piece.find(")")].split(" ")[0].split("?")[0]
            if address not in found:
                found.append(address)
    return found
