"""What the line itself says of a change, told with its meaning: uncertain, germline, one of the families of wild type.

Portable and pure. ``found`` is an answer of ``interpret`` and is changed in place.
"""

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

VUS_MEANING = (
    "The laboratory calls this a variant of uncertain significance. No decision on a drug rests on it. What follows is "
    "about its place in the receptor, and holds only if it drives the tumour."
)
VUS_CELL = "Uncertain, so no call. Of its class is known: "
VUS_ASK = "What would settle it: normal tissue, other tumours with it, a test in cells? And was a known driver found?"
VUS_KNOWN = "Why is it called uncertain? Our list holds this name as seen in GIST."
GERMLINE_MEANING = "The line says germline or blood: a matter for genetics, before and beside any drug. "
GERMLINE_CELLS = "Then the change is in every cell and may be in relatives."
GERMLINE_RESIDUE = " For drugs the residue counts, not the inheritance."
GERMLINE_HARMLESS = "Said to be in the germline, as a common difference is. No work-up of a family follows from it."
GERMLINE_ASK = "Was it confirmed in normal tissue, after counselling, and who offers relatives a test?"
GERMLINE_UNSAID = "It does not say whether a second, acquired change drives this tumour as well."
FAMILY = "KIT and PDGFRA are wild type in this line: this is one of the families behind those words."
FAMILY_KEPT = "SDHB is kept, so [SDH deficiency](ev:sdhb_ihc) is unlikely. Left to look for: NF1, BRAF, RAS, fusions."
IN_BLOOD = "in the blood too"


def add_family(parsed: "Json", found: "Json") -> None:
    """Wild type is no disease of its own: what stands beside it names a family, or rules one out."""
    if [gene for gene in ("KIT", "PDGFRA") if gene not in parsed["wild"]]:
        return
    if parsed["status"] == "other_gene":
        found["meaning"].insert(0, FAMILY)
    elif "SDHB" in parsed["kept"]:
        found["meaning"].append(FAMILY_KEPT)
        found["ask"] = [said for said in found["ask"] if "SDHB" not in said]


def add_said(data: "Json", parsed: "Json", found: "Json") -> "Json":
    """What the line itself says of the change: germline, or of uncertain significance."""
    found["doubted"] = ""
    if "germline" in parsed["said"]:
        harmless = found["role"] == "polymorphism"
        found["meaning"].insert(0, GERMLINE_HARMLESS if harmless else _germline(data, parsed["gene"]))
        found["ask"] = [said for said in found["ask"] if IN_BLOOD not in said]
        if not harmless:
            found["ask"].insert(0, GERMLINE_ASK)
            found["not_said"].append(GERMLINE_UNSAID)
    if "vus" in parsed["said"]:
        _doubt(data, parsed, found)
    return found


def _germline(data: "Json", gene: str) -> str:
    cells = _row(data, "kit_germline")["meaning"] if gene == "KIT" else GERMLINE_CELLS
    return GERMLINE_MEANING + cells + (GERMLINE_RESIDUE if gene in ("KIT", "PDGFRA") else "")


def _doubt(data: "Json", parsed: "Json", found: "Json") -> None:
    """No call rests on a change whose meaning the laboratory leaves open."""
    seen = parsed["gene"] and parsed["hgvs_p"] in data["variants"]["seen"].get(parsed["gene"], [])
    found["meaning"].insert(0, VUS_MEANING)
    found["ask"] = ([VUS_KNOWN] if seen else []) + [VUS_ASK] + found["ask"]
    if found["role"] in ("polymorphism", "not_activating"):
        return
    found["doubted"], found["role"] = found["role"], "unknown"
    for cell in found["drugs"]:
        if cell["evidence"] != "none":
            cell["call"], cell["evidence"], cell["level"] = "unknown", "class", "class"
            cell["md"] = VUS_CELL + cell["md"]
        cell["lines"], cell["label"] = [], None


def _row(data: "Json", key: str) -> "Json":
    return [entry for entry in data["drugs"]["classes"] if entry["id"] == key].pop()
