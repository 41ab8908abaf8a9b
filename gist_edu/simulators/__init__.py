"""The simulators of the book. Each is a portable module with ``init``, ``update`` and ``view``."""

NAMES = ("risk", "quiz", "progress", "trials", "receptor", "drugs", "variant", "timeline")


def names() -> list[str]:
    """Names that ``gist_edu.simulator(name)`` and ``<gist-sim name=...>`` know."""
    return list(NAMES)
