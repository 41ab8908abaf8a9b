"""Wide tables scroll in their own labelled region, which the keyboard can reach; the page never does."""

from __future__ import annotations

import html
import re

_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>table|gist-sim|article|h[1-6])\b(?P<attrs>[^>]*)>", re.I)
_FITTING = re.compile(
    r'class="[^"]*\b(gist-values|gist-filter)\b'
)  # laid out to fit, or wrapped by their own script
_THEME_BOX = '<div class="pst-scrollable-table-container">'
_CAPTION = re.compile(r"\s*<caption[^>]*>(.*?)</caption>", re.S)


class _Walk:
    """Where we are: in the article, outside simulators (which bring their own regions), below a heading."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.out: list[str] = []
        self.done = 0
        self.depth = {"table": 0, "gist-sim": 0, "article": 0}
        self.heading = "Table"
        self.wrapped = False
        self.labels: dict[str, int] = {}

    def copy_to(self, end: int) -> None:
        self.out.append(self.page[self.done : end])
        self.done = end

    def step(self, match: re.Match[str]) -> None:
        tag, closing = match["tag"].lower(), bool(match["close"])
        if tag.startswith("h"):
            if not closing:
                self._read_heading(match)
            return
        self.depth[tag] += -1 if closing else 1
        if tag == "table" and self.depth["article"] and not self.depth["gist-sim"]:
            self._table(match, closing)

    def _read_heading(self, match: re.Match[str]) -> None:
        end = self.page.find("</h", match.end())
        text = re.sub(r'<a class="headerlink".*?</a>|<[^>]+>', "", self.page[match.end() : end])
        self.heading = " ".join(html.unescape(text).split()) or self.heading

    def _table(self, match: re.Match[str], closing: bool) -> None:
        if not closing and self.depth["table"] == 1 and not _FITTING.search(match["attrs"]):
            boxed = self.page.endswith(_THEME_BOX, 0, match.start())
            self.copy_to(match.start() - len(_THEME_BOX) * boxed)
            self.out.append(
                f'<div class="gist-scroll" tabindex="0" role="region" aria-label="{self._label(match)}">'
            )
            self.done = match.start()
            self.wrapped = not boxed  # the theme's own box already has its end tag
        elif closing and self.depth["table"] == 0 and self.wrapped:
            self.copy_to(match.end())
            self.out.append("</div>")
            self.wrapped = False

    def _label(self, match: re.Match[str]) -> str:
        caption = _CAPTION.match(self.page, match.end())
        text = html.unescape(re.sub(r"<[^>]+>", "", caption[1])) if caption else f"Table: {self.heading}"
        count = self.labels[text] = self.labels.get(text, 0) + 1
        return html.escape(text if count == 1 else f"{text}, {count}")


def wrap(page: str) -> str:
    """Wrap each table of the article; labels are unique on the page."""
    walk = _Walk(page)
    for match in _TOKEN.finditer(page):
        walk.step(match)
    walk.copy_to(len(page))
    return "".join(walk.out)
