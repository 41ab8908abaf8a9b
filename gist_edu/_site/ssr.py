"""The view layer at build time: a view as readable HTML, drawn by the same bundle that runs on the page."""
from __future__ import annotations

import html
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

BUNDLE = Path(__file__).parent / "web" / "dist" / "gist-ssr.js"


@cache
def _engine() -> Any:
    """A JavaScript engine with the bundle loaded, once a process."""
    from py_mini_racer import MiniRacer

    if not BUNDLE.is_file():
        raise FileNotFoundError(f"{BUNDLE} is missing; make it with: make web")
    engine = MiniRacer()
    engine.eval(BUNDLE.read_text(encoding="utf-8"))
    return engine


def render(view: Mapping[str, Any], prefix: str | None = None) -> str:
    """HTML of a view; DOM ids start with ``prefix`` (default: ``gist-`` and the simulator's name)."""
    options = {"prefix": prefix} if prefix else {}
    return str(_engine().call("gistRender", json.dumps(view), json.dumps(options)))


def element(name: str, options: Mapping[str, Any], view: Mapping[str, Any]) -> str:
    """``<gist-sim>`` with the first view inside; the page's script brings it to life."""
    given = html.escape(json.dumps(dict(options), ensure_ascii=False, sort_keys=True))
    return (
        f'<gist-sim name="{html.escape(name)}" data-options="{given}" data-prefix="gist-{html.escape(name)}">'
        f'<div class="gist-mount">{render(view)}</div></gist-sim>'
    )
