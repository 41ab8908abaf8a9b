"""The simulators of the book. Each is a portable module with ``init``, ``update`` and ``view``."""

NAMES = (
    "risk", "quiz", "progress", "cases", "trials", "receptor", "drugs", "variant", "timeline", "pk",
    "resistance", "response", "monitoring", "toxicity",
)


def names() -> list[str]:
    """Names that ``gist_edu.simulator(name)`` and ``<gist-sim name=...>`` know."""
    return list(NAMES)
