"""Drawn plates: pictures made by code for teaching. Each says "drawing, not a patient"."""

from gist_edu.plates._cells import cells
from gist_edu.plates._gut import gut_map
from gist_edu.plates._mitosis import mitosis_field
from gist_edu.plates._plate import Plate
from gist_edu.plates._receptor import pocket, receptor
from gist_edu.plates._rectum import low_rectum
from gist_edu.plates._signalling import signalling
from gist_edu.plates._stain_data import stain_calls, stain_table
from gist_edu.plates._stains import stain_strip

__all__ = ["Plate", "cells", "gut_map", "low_rectum", "mitosis_field", "pocket", "receptor", "signalling",
           "stain_calls", "stain_strip", "stain_table"]
