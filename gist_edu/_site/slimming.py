"""What a page does not need is left out, and what the theme gets wrong for readers is put right.

Measured on this theme (gzip, all files of a page, cold): 1,042 KB as it comes, 120 KB a plain page after this.
"""

from __future__ import annotations

import re
from pathlib import Path

# A file that a page loads only if its text holds the marker; None: never.
NEEDED_BY: dict[str, str | None] = {
    "scripts/fontawesome.js": None,  # 543 KB for eight icons; gist-theme.css draws them
    "scripts/bootstrap.js": None,  # the theme calls it for tooltips only; browsers show titles themselves
    "clipboard.min.js": 'class="highlight',
    "copybutton.js": 'class="highlight',
    "copybutton.css": 'class="highlight',
    "design-tabs.js": 'class="sd-',
    "sphinx-design.min.css": 'class="sd-',
    "mystnb.": 'class="cell',
}
SEARCH_ONLY = ("searchtools.js", "language_data.js", "searchindex.js")
_ASSET = re.compile(
    r'[ \t]*<(?:script\b[^>]*\bsrc|link\b[^>]*\bhref)="(?P<file>[^"]+)"[^>]*>(?:</script>)?\n?'
)
_BLOCKING = re.compile(r"<script (?![^>]*\b(?:defer|async)\b)(?=[^>]*\bsrc=)")
_PAGE_NAME = re.compile(r"[ \t]*<script>DOCUMENTATION_OPTIONS\.\w+ = [^<]*</script>\n?")
_THEME_CHOICE = re.compile(r'<script data-cfasync="false">.*?</script>', re.S)
_SAFE_THEME_CHOICE = """<script>
    for (const name of ["localStorage", "sessionStorage"]) {
      try { window[name].getItem("mode"); } catch (denied) {
        const kept = {}; // storage is switched off: choices last as long as the page
        Object.defineProperty(window, name, {value: {
          getItem: (key) => kept[key] ?? null, setItem: (key, value) => { kept[key] = String(value); },
          removeItem: (key) => { delete kept[key]; }}});
      }
    }
    document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";
    document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";
  </script>"""
_LEFT_OUT = (
    re.compile(
        r'<div id="jb-print-docs-body".*?(?=<div id="searchbox">)', re.S
    ),  # a second title and contents
    re.compile(
        r'<div class="sidebar-primary-items__end sidebar-primary__section">'
        r'\s*<div class="sidebar-primary-item">\s*<div id="ethical-ad-placement".*?</div>\s*</div>\s*</div>',
        re.S,
    ),
    re.compile(r'<div class="pst-async-banner-revealer d-none">.*?</aside>\s*</div>', re.S),
    re.compile(r'\s*<meta name="docsearch:[^>]*>'),
)
_SECOND_BAR = re.compile(r'<header id="pst-header".*?</header>', re.S)  # the article has its own
_NO_BAR = '<div id="pst-header" class="bd-header" hidden></div>'  # the theme's script measures its height
_VIEWPORT = re.compile(r'\s*<meta name="viewport"[^>]*>')
_ONE_VIEWPORT = '\n    <meta name="viewport" content="width=device-width, initial-scale=1" />'


def slim(page: str, *, search: bool) -> str:
    """Leave out files and parts this page does not use; defer what stays."""
    page = _ASSET.sub(lambda match: match[0] if _needed(match["file"], page, search) else "", page)
    page = _THEME_CHOICE.sub(lambda _: _SAFE_THEME_CHOICE, _PAGE_NAME.sub("", page))
    for part in _LEFT_OUT:
        page = part.sub("", page)
    page = _SECOND_BAR.sub(_NO_BAR, page)
    page = _VIEWPORT.sub("", page).replace("</title>", f"</title>{_ONE_VIEWPORT}", 1)
    return _BLOCKING.sub("<script defer ", page)


def _needed(file: str, page: str, search: bool) -> bool:
    if any(name in file for name in SEARCH_ONLY):
        return search
    return all(
        name not in file or (marker is not None and marker in page) for name, marker in NEEDED_BY.items()
    )


_REPAIRS = (
    # the accessible name must hold the visible text, "Search", and the shortcut is not part of a name
    (re.compile(r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"'), r"\1"),
    (
        re.compile(r'<span class="search-button__kbd-shortcut"'),
        r'<span aria-hidden="true" class="search-button__kbd-shortcut"',
    ),
    # all content stands in a landmark
    (
        re.compile(r'<div id="pst-primary-sidebar" '),
        r'<div id="pst-primary-sidebar" role="navigation" aria-label="Book" ',
    ),
    (
        re.compile(r'<div id="pst-secondary-sidebar" '),
        r'<div id="pst-secondary-sidebar" role="complementary" aria-label="On this page" ',
    ),
    # a fold in the contents that consists of an icon only
    (
        re.compile(r'<summary>(?=<span class="toctree-toggle")'),
        r'<summary aria-label="Pages of this chapter">',
    ),
    # a table whose head row is empty has no head row
    (re.compile(r"<thead>\s*<tr[^>]*>(?:\s*<th[^>]*>(?:<p></p>)?</th>)+\s*</tr>\s*</thead>"), ""),
    # the corner of a data frame heads nothing
    (re.compile(r"<th></th>"), "<td></td>"),
    # decoration
    (re.compile(r'<(i|span) class="((?:theme-switch )?fa-solid )'), r'<\1 aria-hidden="true" class="\2'),
    (
        re.compile(r'(<button class="sidebar-toggle primary-toggle[^>]*?) title="[^"]*"'),
        r'\1 aria-label="Contents of the book" title="Contents of the book"',
    ),
    (
        re.compile(r'(<button class="sidebar-toggle secondary-toggle[^>]*?) title="[^"]*"'),
        r'\1 aria-label="On this page" title="On this page"',
    ),
)


def repair(page: str) -> str:
    """Accessible names and landmarks that the theme leaves out."""
    for pattern, replacement in _REPAIRS:
        page = pattern.sub(replacement, page)
    return page


_ICON_RULES = re.compile(r'(?:\.fa-[\w-]+:{1,2}(?:before|after),?)+\{content:"[^"]*"\}')
_NEVER_ASKED = ("**/*.map", "**/*.mo", "**/*.po")
_FONT_FACES = re.compile(r"@font-face\{[^}]*Font Awesome[^}]*\}")


def slim_static(static: Path) -> None:
    """Remove from the written site what no page asks for: icon fonts, source maps, translations of the theme."""
    for pattern in ("scripts/fontawesome.js*", "scripts/bootstrap.js*", "vendor/fontawesome/**/*.*", *_NEVER_ASKED):
        for path in static.glob(pattern):
            path.unlink()
    for path in (static / "styles").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        path.write_text(_FONT_FACES.sub("", _ICON_RULES.sub("", text)), encoding="utf-8")
