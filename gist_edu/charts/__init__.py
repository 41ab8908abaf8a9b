"""The figures of the book: drawn by Altair when a lesson runs, stored as SVG that follows light and dark.

Each figure carries its description and its numbers: ``charts.afip_map().frame()`` is the table behind it.
"""

from gist_edu.charts._genotype import proportion_range, response_by_genotype
from gist_edu.charts._risk import afip_map, afip_rows, microscope_fields
from gist_edu.charts._shares import genotype_shares, stomach_share
from gist_edu.charts._survival import survival_curves
from gist_edu.charts._theme import Axes, Figure, Panel, show
from gist_edu.charts._timeline import us_and_eu

__all__ = [
    "Axes",
    "Figure",
    "Panel",
    "afip_map",
    "afip_rows",
    "genotype_shares",
    "microscope_fields",
    "proportion_range",
    "response_by_genotype",
    "show",
    "stomach_share",
    "survival_curves",
    "us_and_eu",
]
