"""Drawn plates: pictures made by code for teaching. Each says "drawing, not a patient"."""

from gist_edu.plates._mitosis import mitosis_field
from gist_edu.plates._plate import Plate

__all__ = ["Plate", "mitosis_field"]
