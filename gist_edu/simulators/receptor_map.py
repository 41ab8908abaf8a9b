"""The receptor from outside to inside: its parts, their exons, and what is found changed there. Portable."""

from gist_edu.models import genes, portable
from gist_edu.simulators import shapes
from gist_edu.simulators.blocks import figure

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

HEIGHT = 580
AXIS = 92  # the chain stands on this line
NAMES_AT = 214  # words beside the chain begin here


def part(data: "Json", key: str) -> "Json":
    """A part by its id."""
    return [entry for entry in data["receptor"]["parts"] if entry["id"] == key].pop()


def codons(data: "Json", gene: str, entry: "Json") -> "list[int]":
    """First and last codon of a part."""
    found = []
    for name in entry["domains"]:
        found.append([row for row in genes.model(data["genes"], gene)["domains"] if row["name"] == name].pop())
    return [found[0]["start"], found[1]["end"]]


def exons(data: "Json", gene: str, entry: "Json") -> "list[int]":
    """Exons that hold a part of this part."""
    first, last = codons(data, gene, entry)
    return genes.exons_between(genes.model(data["genes"], gene), first, last)


def sites(data: "Json", gene: str, key: str) -> "list[Json]":
    """What is found changed in a part."""
    return [site for site in data["receptor"]["sites"] if site["gene"] == gene and site["part"] == key]


def exon_of(data: "Json", site: "Json") -> int:
    """The exon of a site, from its codon."""
    return genes.exons_of(genes.model(data["genes"], site["gene"]), site["codon"])[0]


def listed(numbers: "list[int]") -> str:
    """"exon 11", "exons 13, 14"; nothing for none."""
    if not numbers:
        return ""
    return ("exon " if len(numbers) == 1 else "exons ") + ", ".join([portable.fmt(number) for number in numbers])


def changed_exons(data: "Json", gene: str, key: str) -> "list[int]":
    """Exons of the driver mutations in a part; a harmless difference does not count."""
    found = []
    for site in sites(data, gene, key):
        if site["kind"] != "harmless" and exon_of(data, site) not in found:
            found.append(exon_of(data, site))
    return portable.ordered(found)


# ---------------------------------------------------------------- the drawing


def block(data: "Json", gene: str, chosen: str | None) -> "Json":
    """The drawing with its list of parts."""
    parts = []
    for entry in data["receptor"]["parts"]:
        md = told(data, gene, entry) if entry["id"] == chosen else None
        parts.append({"id": entry["id"], "text": entry["name"][0].upper() + entry["name"][1:], "md": md})
    summary = (
        "One " + gene + " molecule, from outside the cell (top) to inside. Beside a part stands the exon in which GIST "
        "mutations are found. A drawing, not a structure, and not to scale."
    )
    size = (shapes.WIDTH, HEIGHT)
    return figure("anatomy", "The parts of " + gene, summary, size, drawing(data, gene), parts, chosen)


def where(data: "Json", gene: str, entry: "Json") -> str:
    """Codons and exons of a part in words."""
    first, last = codons(data, gene, entry)
    return "Codons " + portable.fmt(first) + " to " + portable.fmt(last) + ", " + listed(exons(data, gene, entry))


def drawing(data: "Json", gene: str) -> "list[Json]":
    """The shapes, outside first."""
    return _outside() + _membrane() + _inside() + _exon_names(data, gene)


def _disc(y: int, number: int, key: str) -> "list[Json]":
    name = shapes.label(AXIS, y + 5, "D" + portable.fmt(number), key, "middle")
    return [shapes.circle(AXIS, y, 21, key, "info" if key == "pair" else "muted"), name]


def _outside() -> "list[Json]":
    found = [shapes.label(NAMES_AT - 44, 18, "outside the cell")]
    for number in (1, 2, 3, 4, 5):
        found = found + _disc(26 + 43 * (number - 1), number, "ligand" if number < 4 else "pair")
    return found


def _membrane() -> "list[Json]":
    return [
        shapes.segment((6, 232, 334, 232), None, "muted"),
        shapes.segment((6, 268, 334, 268), None, "muted"),
        shapes.label(NAMES_AT - 44, 289, "inside the cell"),
        shapes.rect((AXIS - 14, 224, 28, 52), "membrane", "muted"),
    ]


def _inside() -> "list[Json]":
    """Clamp, two lobes with the cleft between them, hinge at the back, insert beside it, loop in the cleft."""
    return [
        shapes.path("M92 276C92 290 60 286 60 304", None, "muted"),
        shapes.rect((18, 300, 84, 32), "juxtamembrane", "warn"),
        shapes.label(60, 321, "clamp", "juxtamembrane", "middle"),
        shapes.path("M60 332V346", None, "muted"),
        shapes.rect((18, 346, 172, 68), "n_lobe", "very_low"),
        shapes.label(104, 376, "N-lobe with", "n_lobe", "middle"),
        shapes.label(104, 399, "the ATP pocket", "n_lobe", "middle"),
        shapes.rect((192, 396, 52, 30), "hinge", "info"),
        shapes.label(218, 416, "hinge", "hinge", "middle"),
        shapes.path("M244 414Q293 416 293 464", None, "muted"),
        shapes.rect((262, 464, 62, 34), "insert", "muted"),
        shapes.label(293, 486, "insert", "insert", "middle"),
        shapes.rect((18, 466, 172, 92), "c_lobe", "very_low"),
        shapes.label(104, 530, "C-lobe", "c_lobe", "middle"),
        shapes.path("M190 526H262Q293 526 293 498", None, "muted"),
        shapes.rect((28, 434, 104, 46), "loop", "bad"),
        shapes.label(80, 462, "loop", "loop", "middle"),
    ]


_BESIDE = {  # where the exons of a part are written
    "pair": (130, 203),
    "juxtamembrane": (112, 321),
    "n_lobe": (196, 372),
    "hinge": (248, 398),
    "loop": (140, 452),
}


def _exon_names(data: "Json", gene: str) -> "list[Json]":
    found = []
    for key in portable.ordered(_BESIDE):
        x, y = _BESIDE[key]
        words = listed(changed_exons(data, gene, key))
        if words:
            found.append(shapes.label(x, y, words, None, "start", True))
    return found


# ---------------------------------------------------------------- what is said about a part


def told(data: "Json", gene: str, entry: "Json") -> str:
    """Where a part lies, what it does, and what is found changed in it."""
    paragraphs = [where(data, gene, entry) + ". " + portable.linked(data, entry["does"][gene])]
    lines = [_site(data, site) for site in sites(data, gene, entry["id"])]
    if not lines:
        lines = ["No GIST mutation of our list sits in this part of " + gene + "."]
    return "\n\n".join(paragraphs + lines)


def _site(data: "Json", site: "Json") -> str:
    """One site: its name, exon and equivalent, how it is met, and how often."""
    where = "exon " + portable.fmt(exon_of(data, site)) + ", " + data["receptor"]["kinds"][site["kind"]]
    twin = genes.equivalent(data["genes"], site["gene"], site["codon"])
    if twin:
        where = where + "; same place in " + twin["gene"] + ": " + twin["residue"] + portable.fmt(twin["codon"])
    return "**" + site["name"] + "** (" + where + "). " + portable.linked(data, site["md"])
