"""Names for the shapes that cross borders. Imported for type checking only, so portable modules may use them too."""
from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""A JSON object: a state, a view block, an answer, a data bundle."""
