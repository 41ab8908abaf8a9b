"""Last step of each page: slim it, make it accessible, give it a Content-Security-Policy.

Sphinx's template bridge is the only place that sees the final HTML of a page before it is written, so the
hashes of the policy are computed here, from what will really be served.
"""

from __future__ import annotations

import base64
import hashlib
import html
from html.parser import HTMLParser
from typing import Any

from sphinx.jinja2glue import BuiltinTemplateLoader

from gist_edu._site import slimming, tables

JS_TYPES = {"", "text/javascript", "application/javascript", "module"}
CHARSET = '<meta charset="utf-8" />'
escape = html.escape


class InlineCode(HTMLParser):
    """Collects inline scripts, and the event handlers that the policy would block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.handlers += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.handlers += [
            f"<{tag} {name}=javascript:>"
            for name, value in attrs
            if name in ("href", "src", "action", "formaction") and _is_script_uri(value)
        ]
        if tag == "script" and "src" not in given and (given.get("type") or "").strip().lower() in JS_TYPES:
            self._script = []

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.scripts.append("".join(self._script))
            self._script = None


def _is_script_uri(value: str | None) -> bool:
    return "".join((value or "").split()).lower().startswith("javascript:")


def script_hash(source: str) -> str:
    """The source expression that allows exactly this inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def policy(page: str) -> str:
    """The policy of a page; inline event handlers are refused: allowing them needs 'unsafe-hashes'."""
    code = InlineCode()
    code.feed(page.replace("\r\n", "\n"))
    code.close()
    if code.handlers:
        raise ValueError(
            f"inline event handlers on a page: {', '.join(code.handlers)}; "
            "the policy allows none: bind them in a script, or switch the button off in _config.yml"
        )
    hashes = sorted({script_hash(script) for script in code.scripts})
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' 'wasm-unsafe-eval'", *hashes)),
            "style-src 'self' 'unsafe-inline'",  # theme, MathML, pandas and docutils write style attributes
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def with_policy(page: str) -> str:
    """The page with its policy as the first thing after the character set."""
    if page.count(CHARSET) != 1:
        raise ValueError(
            f"expected exactly one {CHARSET} in a page, found {page.count(CHARSET)}; "
            "without it there is no safe place for the Content-Security-Policy"
        )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}" />'
    return page.replace(CHARSET, CHARSET + meta)


class Bridge(BuiltinTemplateLoader):
    """Set as ``template_bridge`` in ``_config.yml``."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        page = super().render(template, context)
        if not page.lstrip().lower().startswith("<!doctype html"):
            return page
        page = slimming.slim(page, search=context.get("pagename") == "search")
        return with_policy(tables.wrap(slimming.repair(page)))
