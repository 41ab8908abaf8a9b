"""Drug and pocket in a drawing: which state or contact a mutation takes away. A model, not a structure. Portable."""

from gist_edu.models import genes, portable
from gist_edu.simulators import shapes
from gist_edu.simulators.blocks import figure

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

HEIGHT = 366
HELIX, GATE, WALL = 640, 670, 654  # codons of KIT
TOP, BOTTOM = 138, 228  # of the cleft
MODEL = "A drawing and a model, not a structure, and not to scale."
IN_WORDS = {
    "fits": "in place",
    "weaker": "in place, held less well",
    "lost": "stays outside",
    "unknown": "not known",
}


def entry(data: "Json", kind: str, key: str) -> "Json":
    """A drug or a change by its id."""
    return [one for one in data["receptor"][kind] if one["id"] == key].pop()


def fit(data: "Json", drug: str, change: str) -> "Json":
    """Does the drug fit the receptor with this change: verdict, how it was seen, and why."""
    return [one for one in data["receptor"]["fits"] if one["drug"] == drug and one["change"] == change].pop()


def resting(data: "Json") -> "Json":
    """The receptor at rest and without a drug: all that is drawn before the learner has answered."""
    summary = "The kinase at rest, with an empty pocket. " + MODEL
    change = entry(data, "changes", "none")
    parts = _said(change, "inactive", None, None)
    drawn = _kinase(data, change, "inactive", True) + [shapes.label(163, 174, "ATP pocket", None, "middle")]
    return figure("pocket", "The pocket, empty", summary, (shapes.WIDTH, HEIGHT), drawn, parts)


def block(data: "Json", drug: str, change: str) -> "Json":
    """The receptor with this change, and the drug where it ends up."""
    medicine, changed, answer = entry(data, "drugs", drug), entry(data, "changes", change), fit(data, drug, change)
    loop = "held" if medicine["needs"] == "any" and changed["loop"] == "active" else changed["loop"]
    inside = answer["verdict"] != "lost"
    drawn = _kinase(data, changed, loop, answer["verdict"] == "unknown") + _drug(medicine, answer["verdict"])
    if drug == "imatinib" and inside:
        drawn = drawn + _contacts(changed["contact"])
    words = medicine["name"] + " and " + changed["name"]
    summary = "**" + data["receptor"]["verdicts"][answer["verdict"]] + ".** " + MODEL
    parts = _said(changed, loop, medicine["name"], answer["verdict"])
    return figure("pocket", "In the pocket: " + words, summary, (shapes.WIDTH, HEIGHT), drawn, parts)


# ---------------------------------------------------------------- in words


def _said(change: "Json", loop: str, drug: str | None, verdict: str | None) -> "list[Json]":
    """The drawing in words, line by line."""
    aside = "pushed aside by the drug" if verdict in ("fits", "weaker") else "holds the kinase at rest"
    loops = {"inactive": "folded inactive", "active": "active, in the space behind", "held": "forced inactive"}
    lines = [
        "Clamp: " + (aside if change["clamp"] else "does not hold"),
        "Loop: " + loops[loop],
        "Gatekeeper: " + ("changed and larger" if change["contact"] == "gatekeeper" else "as it should be"),
        "Wall of the pocket: " + ("cut back" if change["contact"] == "pocket" else "as it should be"),
    ]
    if drug:
        lines.append("Drug, " + drug + ": " + IN_WORDS[verdict or "unknown"])
    return [{"id": "say_" + portable.fmt(place), "text": line} for place, line in enumerate(lines)]


# ---------------------------------------------------------------- the drawing


def _kinase(data: "Json", change: "Json", loop: str, clamped: bool) -> "list[Json]":
    gene = change["gene"]
    return (
        [
            shapes.rect((64, 22, 200, 84), None, "very_low"),
            shapes.label(164, 48, "N-lobe of " + gene, None, "middle"),
            shapes.rect((64, 232, 200, 76), None, "very_low"),
            shapes.label(164, 280, "C-lobe", None, "middle"),
            shapes.rect((266, 96, 24, 150), None, "info"),
            shapes.label(294, 176, "hinge"),
        ]
        + _walls(data, change)
        + _loop(change, loop)
        + _clamp(change, clamped)
    )


def _name(data: "Json", gene: str, kit_codon: int) -> str:
    """The residue at a place of the pocket, in the numbering of this receptor: E640 in KIT is E644 in PDGFRA."""
    there = genes.equivalent(data["genes"], "KIT", kit_codon)
    if gene == "KIT" or there is None:
        return genes.residue(genes.model(data["genes"], "KIT"), kit_codon) + portable.fmt(kit_codon)
    return there["residue"] + portable.fmt(there["codon"])


def _walls(data: "Json", change: "Json") -> "list[Json]":
    """Helix, gatekeeper and wall: three knobs that point into the pocket."""
    gene = change["gene"]
    gate = change["contact"] == "gatekeeper"
    wall = change["contact"] == "pocket"
    return [
        shapes.label(98, 92, _name(data, gene, HELIX), None, "middle"),
        shapes.circle(98, 112, 12, None, "good"),
        shapes.label(160, 92, "T670I" if gate else _name(data, gene, GATE), None, "middle", gate),
        shapes.circle(160, 122 if gate else 112, 22 if gate else 12, None, "bad" if gate else "good"),
        shapes.label(222, 92, "V654A" if wall else _name(data, gene, WALL), None, "middle", wall),
        shapes.circle(222, 106 if wall else 112, 6 if wall else 12, None, "bad" if wall else "good"),
    ]


def _loop(change: "Json", loop: str) -> "list[Json]":
    if loop == "active":
        name = change["name"].split(" ")[1]
        return [
            shapes.rect((70, TOP, 72, BOTTOM - TOP), None, "bad"),
            shapes.label(106, 178, "loop", None, "middle"),
            shapes.label(106, 200, name, None, "middle", True),
        ]
    found = [shapes.rect((70, 198, 96, 30), None, "warn"), shapes.label(118, 218, "loop", None, "middle")]
    if loop == "held":
        found = found + shapes.arrow((180, 190, 180, 224), "info")
    return found


def _clamp(change: "Json", clamped: bool) -> "list[Json]":
    if not change["clamp"]:
        return [
            shapes.rect((4, 246, 52, 40), None, "muted", "dashed"),
            shapes.label(30, 263, "no", None, "middle"),
            shapes.label(30, 280, "clamp", None, "middle"),
        ]
    top = 146 if clamped else 246
    found = [shapes.rect((4, top, 54, 40), None, "warn"), shapes.label(31, top + 25, "clamp", None, "middle")]
    return found + (shapes.arrow((58, 166, 84, 166), "warn") if clamped else [])


def _drug(medicine: "Json", verdict: str) -> "list[Json]":
    """In the pocket, or below the kinase when it stays out."""
    long = medicine["shape"] == "long"
    left, width = (80, 180) if long else (148, 112)
    top = 322 if verdict == "lost" else 148
    line = "dashed" if verdict in ("weaker", "unknown") else None
    words = medicine["name"] + ("?" if verdict == "unknown" else "")
    found = [
        shapes.rect((left, top, width, 38), None, "info", line),
        shapes.label(left + width / 2, top + 25, words, None, "middle", True),
    ]
    return found + ([shapes.label(left - 8, top + 25, "outside:", None, "end")] if verdict == "lost" else [])


def _contacts(lost: str | None) -> "list[Json]":
    """What holds imatinib: dashed lines to helix, gatekeeper, wall and hinge."""
    places = (98, 160) if lost == "pocket" else (98, 160, 222)
    found = [shapes.segment((x, 124, x, 148), None, "good", "dashed") for x in places]
    return found + [shapes.segment((260, 168, 266, 168), None, "good")]
