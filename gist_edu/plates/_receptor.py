"""Still pictures of the receptor and of its pocket: the drawings of the simulator, to look at without pressing."""

from __future__ import annotations

from gist_edu import _data
from gist_edu.models import genes
from gist_edu.plates._plate import Plate
from gist_edu.plates._shapes import still
from gist_edu.simulators import receptor_map, receptor_pocket


def receptor(gene: str = "KIT", part: str | None = None) -> Plate:
    """The receptor across the cell membrane; ``part`` (such as "loop") gets a heavy outline."""
    data = _data.simulator_data("receptor")
    names = [entry["id"] for entry in data["receptor"]["parts"]]
    if gene not in genes.SYMBOLS or (part is not None and part not in names):
        raise ValueError(f"plates.receptor draws {' or '.join(genes.SYMBOLS)}, with one of the parts "
                         f"{', '.join(names)}; got {gene!r}, {part!r}.")
    figure = receptor_map.block(data, gene, part)
    for said, entry in zip(figure["list"], data["receptor"]["parts"], strict=True):
        said["text"] = f"{said['text']}: {receptor_map.where(data, gene, entry).lower()}"
    return still(figure)


def pocket(drug: str | None = None, change: str = "none") -> Plate:
    """A drug in the pocket of the changed receptor, as the model has it; without a drug the receptor at rest."""
    data = _data.simulator_data("receptor")
    if drug is None:
        return still(receptor_pocket.resting(data))
    drugs, changes = ([entry["id"] for entry in data["receptor"][kind]] for kind in ("drugs", "changes"))
    if drug not in drugs or change not in changes:
        raise ValueError(f"plates.pocket draws the drugs {', '.join(drugs)} and the changes {', '.join(changes)}; "
                         f"got {drug!r}, {change!r}.")
    return still(receptor_pocket.block(data, drug, change))
