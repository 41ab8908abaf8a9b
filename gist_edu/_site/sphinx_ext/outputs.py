"""Stored notebook outputs on the page: drawings inline (they follow its colours), simulators as they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

_ID = re.compile(
    r'\b(id|href|xlink:href|aria-labelledby|aria-describedby|clip-path|fill|stroke|mask|filter)="([^"]*)"'
)


def private_ids(svg: str) -> str:
    """Prefix all ids of a drawing, so that two drawings on one page cannot share one."""
    known = set(re.findall(r'\bid="([^"]+)"', svg))
    prefix = "f" + hashlib.sha256(svg.encode()).hexdigest()[:6] + "-"

    def one(match: re.Match[str]) -> str:
        name, value = match[1], match[2]
        if name in ("id", "aria-labelledby", "aria-describedby"):
            value = " ".join(prefix + part if part in known else part for part in value.split())
        else:
            value = re.sub(r"#([\w.:-]+)", lambda m: f"#{prefix}{m[1]}" if m[1] in known else m[0], value)
        return f'{name}="{value}"'

    return _ID.sub(one, svg)


class Outputs:
    """Plugin of MyST-NB (entry point ``myst_nb.mime_renderers``)."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Nodes for the two kinds of output that need care; None leaves the output to MyST-NB."""
        text = data.string
        if data.mime_type == "image/svg+xml":
            return [nodes.raw("", private_ids(text), format="html", classes=["gist-figure"])]
        if data.mime_type == "text/html" and "<gist-sim" in text:
            return [nodes.raw("", text, format="html", classes=["gist-output"])]
        return None
