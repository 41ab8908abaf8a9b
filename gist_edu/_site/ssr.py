"""The first view of a simulator as HTML, drawn at build time by the same view layer that draws it on the page.

The bundle ``web/dist/gist-ssr.js`` runs in V8 through mini-racer; nothing here needs Node or a browser.
"""
from __future__ import annotations

import atexit
import hashlib
import html
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from gist_edu.simulators import session

BUNDLE = Path(__file__).parent / "web" / "dist" / "gist-ssr.js"
_NO_SCRIPT = "The controls of this simulator need JavaScript; the text can be read without it."
_ON_PAPER = {  # what a simulator shows only step by step, and where all of it stands
    "quiz": 'These questions need JavaScript. They also stand, with their answers, on the page '
            '<a href="book:book/discussion.html">Questions and answers</a>.',
}


class RenderError(ValueError):
    """A view that cannot be drawn; the text names the block and what was expected."""


def render(view: Mapping[str, Any], prefix: str = "") -> str:
    """The view as HTML; each DOM id starts with ``prefix`` (default: ``gist-`` and the simulator's name)."""
    options = {"prefix": prefix} if prefix else {}
    try:
        return str(_engine(os.getpid()).call("gistRender", _json(view), _json(options)))
    except _js_error() as error:
        raise RenderError(f"The view of simulator {view.get('simulator')!r} cannot be drawn: "
                          f"{_first_line(error)}") from error


def element(name: str, options: Mapping[str, Any], view: Mapping[str, Any]) -> str:
    """The custom element that the page's script brings to life, with the first view inside as readable HTML."""
    prefix = _prefix(name, options)
    bundle = session.bundle(name, dict(options))
    attributes = {"class": "gist-ui gist-frame", "data-bundle": bundle}
    attributes.update({"data-options": _json(options), "data-prefix": prefix})
    if view.get("tools"):
        attributes["data-tools"] = view["tools"]
    if not view["blocks"]:
        attributes["data-empty"] = "1"  # takes no room until there is something to say
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return (f'<gist-sim name="{html.escape(name)}"{written}><div class="gist-mount">{render(view, prefix)}</div>'
            f'<noscript><p class="gist-note">{_ON_PAPER.get(name, _NO_SCRIPT)}</p></noscript></gist-sim>')


def _prefix(name: str, options: Mapping[str, Any]) -> str:
    """Stable start of the DOM ids, different for the same simulator with other options on one page."""
    if not options:
        return f"gist-{name}"
    return f"gist-{name}-{hashlib.sha256(_json(options).encode()).hexdigest()[:6]}"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)


@cache
def _engine(process: int) -> Any:
    """One V8 per process with the bundle in it; mini-racer is loaded only when something is drawn.

    It is made in a thread of its own, because mini-racer would otherwise take over the event loop of a running kernel;
    and it is closed at exit, because its worker thread would otherwise keep the process from ending. V8 itself is begun
    here, not in that thread: on processors with memory protection keys only the thread that began it, and threads begun
    later from that one, may touch its memory, and closing would end the process with a segmentation fault.
    """
    from py_mini_racer import MiniRacer, init_mini_racer

    if not BUNDLE.is_file():
        raise FileNotFoundError(f"{BUNDLE.name} is missing in {BUNDLE.parent}; make it with: make web")
    init_mini_racer(ignore_duplicate_init=True)
    with ThreadPoolExecutor(max_workers=1) as without_loop:
        engine = without_loop.submit(MiniRacer).result()
    atexit.register(engine.close)
    engine.eval(BUNDLE.read_text(encoding="utf-8"))
    return engine


def _js_error() -> type[Exception]:
    from py_mini_racer import JSEvalException

    return JSEvalException


def _first_line(error: Exception) -> str:
    """The sentence of a JavaScript error, without its stack."""
    lines = [line.strip() for line in str(error).splitlines() if "Error:" in line]
    return lines[0].partition("Error:")[2].strip() if lines else str(error)
