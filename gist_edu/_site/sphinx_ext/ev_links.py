"""``ev:`` links: checked against the ledger when a page is read, made depth-aware when it is written.

``[65.6%](ev:ssgxviii_rfs.rfs_60m.arm_36m)`` becomes a link to the value's place on the evidence pages. An
unknown address, a text that differs from the ledger, or a value never seen on a page printed as fact is a
warning, and warnings stop the build. The same holds for links in raw HTML (stored notebook outputs).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from gist_edu._ledger import LedgerError, link_problem, resolve
from gist_edu._site import links
from gist_edu._site.sphinx_ext import assets

log = logging.getLogger(__name__)
_RAW_LINK = re.compile(
    r'<a\b(?P<before>[^>]*?)\shref="ev:(?P<address>[^"]+)"(?P<after>[^>]*)>(?P<inner>.*?)</a>', re.S
)
_RAW_OPEN = re.compile(r'\shref="ev:')
_OURS = re.compile(r'\shref="(?:ev|book):')
_PAGE = re.compile(r'(?<=\shref=")book:(?P<path>[^"#]+)')  # a page of the book, in the first view of a simulator


class ev_link(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """A resolved evidence link: ``address``, ``refuri`` and ``label`` (its accessible name)."""


def label(address: str, text: str) -> str:
    """Accessible name of a link: "65.6%, evidence: SSGXVIII"."""
    return f"{text}, evidence: {resolve(address).record.short}"


def uri(page: str, address: str) -> str:
    """Depth-aware link from the page with URL ``page``."""
    target, _, fragment = links.href(address).partition("#")
    return f"{relative_uri(page, target)}#{fragment}"


def _plain(inner: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", inner))


def _ev_references(document: nodes.document) -> Iterator[tuple[nodes.reference, str]]:
    for node in list(document.findall(nodes.reference)):
        target = node.get("refuri", "")
        if target.startswith("ev:"):
            yield node, unquote(target[3:])


def _ev_raws(document: nodes.document) -> Iterator[nodes.raw]:
    for node in list(document.findall(nodes.raw)):
        if "html" in node.get("format", "").split() and _OURS.search(node.astext()):
            yield node


class CheckEvidenceLinks(SphinxTransform):
    """Warn about each wrong link and let the page depend on the ledger."""

    default_priority = 900

    def apply(self, **kwargs: Any) -> None:
        found = [
            (node, link_problem(address, node.astext()))
            for node, address in _ev_references(self.document)
            if not node.get("gist_generated")
        ]  # titles of records, written by our own directives
        for raw in _ev_raws(self.document):
            found += [(raw, text) for text in _raw_problems(raw.astext())]
        if found:
            assets.depend_on_ledger(self.env)
        broken = [(node, text) for node, text in found if text]
        for node, text in broken:
            log.warning("%s", text, location=node, type="gist", subtype="evidence")
        _broken_pages(self.env)[self.env.docname] = bool(broken)


def _raw_problems(source: str) -> Iterator[str | None]:
    closed = list(_RAW_LINK.finditer(source))
    for match in closed:
        yield link_problem(html.unescape(match["address"]), _plain(match["inner"]))
    if len(closed) < len(_RAW_OPEN.findall(source)):
        yield "an HTML link to ev: is cut in pieces; write it as a Markdown link, [text](ev:record.value)"


def _broken_pages(env: BuildEnvironment) -> dict[str, bool]:
    """Pages with wrong links; they are read again in the next build, so that a second try is not silent."""
    pages: dict[str, bool] = env.__dict__.setdefault("gist_broken_pages", {})
    return pages


def _reread_broken(app: Sphinx, env: BuildEnvironment, *_: Any) -> list[str]:
    return [page for page, broken in _broken_pages(env).items() if broken and page in env.found_docs]


class ResolveEvidenceLinks(SphinxPostTransform):
    """Replace ``ev:`` by the place on the evidence pages; a wrong one (already warned about) stays text."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        page = self.app.builder.get_target_uri(self.env.docname)
        for node, address in _ev_references(self.document):
            node.replace_self(_resolved(node, address, page))
        for raw in _ev_raws(self.document):
            raw.replace_self(nodes.raw("", rewrite_html(raw.astext(), page), format="html"))


def _resolved(node: nodes.reference, address: str, page: str) -> nodes.Element:
    try:
        link = ev_link(
            "",
            "",
            address=address.partition("?")[0],
            refuri=uri(page, address),
            label=label(address, node.astext()),
        )
    except LedgerError:
        link = nodes.inline()
    link += node.children
    return link


def rewrite_html(source: str, page: str) -> str:
    """Resolve the links of an HTML fragment that will stand on ``page``; given attributes are kept.

    ``ev:`` leads to a place of the ledger, ``book:`` to a page given from the root of the site.
    """

    def one(match: re.Match[str]) -> str:
        address = html.unescape(match["address"])
        try:
            target, name = uri(page, address), label(address, _plain(match["inner"]))
        except LedgerError:
            return match["inner"]
        given = match["before"] + match["after"]
        extra = {"class": "gist-ev", "data-ev": address.partition("?")[0], "aria-label": name}
        added = "".join(
            f' {key}="{html.escape(value)}"' for key, value in extra.items() if f"{key}=" not in given
        )
        return f'<a{match["before"]} href="{html.escape(target)}"{match["after"]}{added}>{match["inner"]}</a>'

    resolved = _PAGE.sub(lambda match: relative_uri(page, match["path"]), source)
    return _RAW_LINK.sub(one, resolved)


def _visit(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append(
        f'<a class="gist-ev" href="{html.escape(node["refuri"])}" data-ev="{node["address"]}" '
        f'aria-label="{html.escape(node["label"])}">'
    )


def _depart(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append("</a>")


def setup(app: Sphinx) -> None:
    """Node, transforms, and the rule that a broken page is always read again."""
    app.add_node(ev_link, html=(_visit, _depart))
    app.add_transform(CheckEvidenceLinks)
    app.add_post_transform(ResolveEvidenceLinks)
    app.connect("env-get-outdated", _reread_broken)
