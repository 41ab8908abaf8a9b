"""GIST and imatinib, computed from evidence: the helper package of the book.

Everything a lesson needs hangs on this name. Parts load when first used, so that the import stays quick.
"""
from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gist_edu import cases as cases
    from gist_edu import charts as charts
    from gist_edu import evidence as evidence
    from gist_edu import pk as pk
    from gist_edu import resistance as resistance
    from gist_edu import response as response
    from gist_edu import risk as risk
    from gist_edu import simulators as simulators
    from gist_edu import survival as survival
    from gist_edu import toxicity as toxicity
    from gist_edu import variants as variants
    from gist_edu.evidence import sources as sources
    from gist_edu.lessons import lesson as lesson
    from gist_edu.variants import VariantError as VariantError
    from gist_edu.widgets import simulator as simulator

# public name -> (module, attribute; "" for the module itself)
_PUBLIC = {
    "VariantError": ("gist_edu.variants", "VariantError"),
    "cases": ("gist_edu.cases", ""),
    "charts": ("gist_edu.charts", ""),
    "evidence": ("gist_edu.evidence", ""),
    "lesson": ("gist_edu.lessons", "lesson"),
    "pk": ("gist_edu.pk", ""),
    "resistance": ("gist_edu.resistance", ""),
    "response": ("gist_edu.response", ""),
    "risk": ("gist_edu.risk", ""),
    "simulator": ("gist_edu.widgets", "simulator"),
    "simulators": ("gist_edu.simulators", ""),
    "sources": ("gist_edu.evidence", "sources"),
    "survival": ("gist_edu.survival", ""),
    "toxicity": ("gist_edu.toxicity", ""),
    "variants": ("gist_edu.variants", ""),
}
__all__ = [
    "VariantError",
    "cases",
    "charts",
    "evidence",
    "lesson",
    "pk",
    "resistance",
    "response",
    "risk",
    "simulator",
    "simulators",
    "sources",
    "survival",
    "toxicity",
    "variants",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"gist_edu has no '{name}'. It offers: {', '.join(__all__)}.")
    module, attribute = _PUBLIC[name]
    found = import_module(module)
    value = getattr(found, attribute) if attribute else found
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
