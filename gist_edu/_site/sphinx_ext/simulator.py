"""``{gist-simulator} risk``: a live simulator in prose, its first view drawn as readable HTML at build time.

The options of the directive are the options of the simulator; ``:key: value`` is read as YAML.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gist_edu import _yaml, simulators
from gist_edu._ledger import DATA
from gist_edu._site import bundle, ssr
from gist_edu._site.sphinx_ext import assets
from gist_edu.simulators import session

PACKAGE = Path(simulators.__file__).resolve().parents[1]


class _AnyOption(dict[str, Callable[[str | None], Any]]):
    """Accepts each option name: the simulator itself knows which ones it has."""

    def __missing__(self, key: str) -> Callable[[str | None], Any]:
        return lambda raw: _yaml.load(raw) if raw else True


class SimulatorDirective(SphinxDirective):
    """A simulator with its first view."""

    required_arguments = 1
    option_spec: ClassVar[Any] = _AnyOption(
        {"class": lambda raw: raw}
    )  # must not be empty, or MyST reads no options

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in simulators.names():
            raise self.error(f"unknown simulator '{name}'; expected one of {', '.join(simulators.names())}")
        for path in _sources():
            self.env.note_dependency(str(path))
        view = first_view(name, self.options)
        return [nodes.raw("", ssr.element(name, self.options, view), format="html", classes=["gist-output"])]


def _sources() -> list[Path]:
    code = [path for folder in ("models", "simulators") for path in sorted((PACKAGE / folder).glob("*.py"))]
    questions = sorted((DATA / "questions").glob("*.yaml"))
    return [*code, *sorted(DATA.glob("*.yaml")), *questions, *assets.LEDGER_FILES, assets.DIST / "gist-ssr.js"]


def first_view(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """What the simulator shows before anybody touched it, computed on CPython."""
    needed = session.bundle(name, options)
    session.load(needed, json.dumps(bundle.data(needed)))
    started: dict[str, Any] = json.loads(session.start(name, json.dumps(options)))
    view: dict[str, Any] = started["view"]
    return view


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("gist-simulator", SimulatorDirective)
