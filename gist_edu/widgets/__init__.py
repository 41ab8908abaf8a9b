"""Simulators in a notebook: one view tree, drawn in the browser or by plain ipywidgets."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gist_edu.widgets.anywidget_host import Simulator
    from gist_edu.widgets.plain import PlainSimulator

RENDERERS = ("anywidget", "ipywidgets")


def simulator(name: str, renderer: str = "anywidget", **options: Any) -> Simulator | PlainSimulator:
    """A live simulator such as ``simulator("risk", site="gastric")``; its ``state`` can be read and set.

    ``renderer="ipywidgets"`` draws it with ipywidgets alone, for places where the web layer cannot load.
    """
    if renderer not in RENDERERS:
        raise ValueError(f"There is no renderer {renderer!r}; choose one of: {', '.join(RENDERERS)}.")
    if renderer == "ipywidgets":
        from gist_edu.widgets.plain import PlainSimulator
        return PlainSimulator(name, **options)
    from gist_edu.widgets.anywidget_host import Simulator
    return Simulator(name, **options)
