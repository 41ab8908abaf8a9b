"""Files for those who host the site, written last: the policy as a header, checksums, kinds and sizes of files.

``{gist-file-types}`` prints the kinds on the page for IT; a file of another kind is a warning, which stops the build.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from gist_edu._site.sphinx_ext import words

log = logging.getLogger(__name__)
HEADER, SUMS, SIZES = "csp-header.txt", "SHA256SUMS", "site-files.txt"
HEADER_ONLY = "frame-ancestors 'self'"  # browsers ignore it in a page's own policy
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
# ending -> (type to serve it as, what it is for)
TYPES = {
    "html": ("text/html; charset=utf-8", "pages"),
    "css": ("text/css", "styles"),
    "js": ("text/javascript", "scripts, data, and the Python runtime, with its WebAssembly inside"),
    "svg": ("image/svg+xml", "drawings"),
    "png": ("image/png", "pictures"),
    "txt": ("text/plain; charset=utf-8", f"for hosts: {HEADER}, {SIZES}"),
    "": ("text/plain; charset=utf-8", f"for hosts: {SUMS}"),
    "inv": ("application/octet-stream", "index for other Sphinx books; no page asks for it"),
}


def files(site: Path) -> list[Path]:
    """Every file to be served, sorted; names with a dot in front are left on the machine that built it."""
    found = [path for path in site.rglob("*") if path.is_file()]
    shown = [path for path in found if not any(part.startswith(".") for part in path.relative_to(site).parts)]
    return sorted(shown, key=lambda path: path.relative_to(site).as_posix())


# ---------------------------------------------------------------- the policy as a header


def policies(site: Path) -> Iterator[str]:
    """The policy of each page; one without is an error. Templates of the theme below ``_static`` are no pages."""
    for path in files(site):
        if path.suffix == ".html" and "_static" not in path.parts:
            found = _META.search(path.read_text(encoding="utf-8"))
            if not found:
                name = path.relative_to(site)
                raise ValueError(f"{name} has no Content-Security-Policy; write it through bridge.with_policy")
            yield html.unescape(found[1])


def united(given: Iterable[str]) -> str:
    """One policy that allows what any of them allows, and may stand in a header."""
    each = [rules(policy) for policy in given]
    if not each or any(one.keys() != each[0].keys() for one in each):
        raise ValueError("expected policies with the same rules on all pages; see policy() in bridge.py")
    found: dict[str, set[str]] = {name: set().union(*(one[name] for one in each)) for name in each[0]}
    return "; ".join([*(" ".join([name, *_ordered(sources)]) for name, sources in found.items()), HEADER_ONLY])


def rules(policy: str) -> dict[str, set[str]]:
    """Name of each rule -> what it allows."""
    split = [rule.split() for rule in policy.split("; ")]
    return {name: set(sources) for name, *sources in split}


def _ordered(sources: set[str]) -> list[str]:
    allowed = sources - {"'none'"} or sources  # 'none' is invalid beside others
    return sorted(allowed, key=lambda source: (source != "'self'", source.startswith("'sha"), source))


# ---------------------------------------------------------------- kinds, sizes, checksums


def sizes(found: Iterable[Path]) -> str:
    """One line for each kind of file: ending, type, how many, KB."""
    by_ending: dict[str, list[int]] = {}
    for path in found:
        by_ending.setdefault(path.suffix.lstrip("."), []).append(path.stat().st_size)
    lines = [
        f"{ending or '(none)':8}{TYPES.get(ending, ('unknown', ''))[0]:28}{len(each):6}{_kb(sum(each)):9}"
        for ending, each in sorted(by_ending.items(), key=lambda pair: -sum(pair[1]))
    ]
    every = [size for each in by_ending.values() for size in each]
    head = f"{'ending':8}{'type':28}{'files':>6}{'KB':>9}"
    return "\n".join([head, *lines, f"{'all':36}{len(every):6}{_kb(sum(every)):9}", ""])


def _kb(size: int) -> int:
    return -(-size // 1000)


def sums(site: Path) -> str:
    """The form of ``sha256sum``, of every file but the list itself."""
    served = [path for path in files(site) if path.name != SUMS]
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(site).as_posix()}\n" for path in served
    )


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the three files; the checksums come last."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    for path in files(site):
        if path.suffix.lstrip(".") not in TYPES:
            log.warning("%s: add its ending to TYPES in site_files.py, so that hosts know it", path.relative_to(site))
    (site / HEADER).write_text(f"Content-Security-Policy: {united(policies(site))}\n", encoding="utf-8")
    own = {SIZES, SUMS}  # they cannot tell their own size
    (site / SIZES).write_text(sizes(path for path in files(site) if path.name not in own), encoding="utf-8")
    (site / SUMS).write_text(sums(site), encoding="utf-8")


class FileTypes(SphinxDirective):
    """Endings, the type a host must send, and what they are for."""

    def run(self) -> list[nodes.Node]:
        rows = [
            nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in (ending or "none", kind, use)))
            for ending, (kind, use) in TYPES.items()
        ]
        return [words.table(("Ending", "Type", "What for"), rows, ["gist-file-types"])]


def setup(app: Sphinx) -> None:
    """After everything that writes files: theme, icons, the page at the root, what is slimmed."""
    app.add_directive("gist-file-types", FileTypes)
    app.connect("build-finished", write, priority=900)
