"""The built site, read as files: policy, links, anchors, weight. The browser tests look at the same pages alive."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from gist_edu._ledger import ledger
from gist_edu._site import links

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
AT_LEAST_PAGES = 22


class Page(HTMLParser):
    """What a page holds: ids, links, loaded files, the policy."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.evidence: list[dict[str, str | None]] = []
        self.loaded: list[str] = []
        self.policies: list[str] = []
        self.tags: Counter[str] = Counter()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.ids += [given["id"]] if given.get("id") else []  # type: ignore[list-item]
        if tag == "a" and given.get("href"):
            self.hrefs.append(str(given["href"]))
            self.evidence += [given] if "gist-ev" in (given.get("class") or "").split() else []
        if tag == "link" and given.get("rel") not in ("next", "prev", "index", "search"):
            self.loaded.append(str(given.get("href")))
        if tag in ("script", "img", "iframe", "source", "video", "audio") and given.get("src"):
            self.loaded.append(str(given["src"]))
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(str(given["content"]))


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The site; built once when it is not there."""
    if not (SITE / "index.html").is_file():
        subprocess.run([sys.executable, "-m", "gist_edu.cli", "build"], cwd=ROOT, check=True)


@cache
def pages() -> tuple[Page, ...]:
    found = tuple(Page(path) for path in sorted(SITE.rglob("*.html")) if "_static" not in path.parts)
    assert len(found) >= AT_LEAST_PAGES, f"only {len(found)} pages in {SITE}"
    return found


@cache
def page(name: str) -> Page:
    return next(found for found in pages() if found.path == SITE / name)


def inner_links(found: Page) -> Iterator[tuple[str, Path, str]]:
    """(href, file, fragment) of each link that stays on the site."""
    for href in found.hrefs:
        if urlsplit(href).scheme:
            continue
        path, fragment = urldefrag(href)
        target = found.path if not path else found.path.parent / unquote(path.partition("?")[0])
        yield href, target.resolve(), unquote(fragment)


def test_every_page_has_one_policy_that_lets_no_stranger_in() -> None:
    for found in pages():
        assert len(found.policies) == 1, found.path
        rules = dict(rule.partition(" ")[::2] for rule in found.policies[0].split("; "))
        assert rules["default-src"] == "'self'"
        assert "unsafe-inline" not in rules["script-src"]
        assert "'unsafe-eval'" not in rules["script-src"]
        assert "http" not in found.policies[0]


def test_no_page_loads_anything_from_another_host() -> None:
    strangers = [(found.path.name, file) for found in pages() for file in found.loaded if urlsplit(file).netloc]
    assert strangers == []


def test_every_loaded_file_exists() -> None:
    missing = {
        file
        for found in pages()
        for file in found.loaded
        if not file.startswith("data:") and not (found.path.parent / file.partition("?")[0]).is_file()
    }
    assert missing == set()


def test_every_inner_link_leads_to_a_page_and_a_place_on_it() -> None:
    ids = {found.path.resolve(): {*found.ids, ""} for found in pages()}
    dead = [
        f"{found.path.relative_to(SITE)}: {href}"
        for found in pages()
        for href, target, fragment in inner_links(found)
        if not fragment.startswith("gist.") and fragment not in ids.get(target, {""} if target.is_file() else ())
    ]
    assert dead == []


def test_evidence_links_lead_to_the_place_of_their_address() -> None:
    seen = 0
    for found in pages():
        for link in found.evidence:
            seen += 1
            assert str(link["href"]).endswith("#" + links.anchor(str(link["data-ev"]))), link
            assert ", evidence: " in str(link["aria-label"]), link
    assert seen > 50


def test_every_record_and_value_of_the_ledger_has_its_anchor() -> None:
    missing = []
    for record in ledger().values():
        ids = set(page(links.docname(record.topic) + ".html").ids)
        wanted = [record.id, *(value.address for value in record.values.values())]
        missing += [address for address in wanted if links.anchor(address) not in ids]
    assert missing == []


def test_no_id_occurs_twice_on_a_page() -> None:
    for found in pages():
        assert [name for name, count in Counter(found.ids).items() if count > 1] == [], found.path


def test_the_welcome_page_holds_a_simulator_that_can_be_read_without_scripts() -> None:
    text = (SITE / "book/index.html").read_text(encoding="utf-8")
    simulator = re.search(r'<gist-sim name="quiz".*?</gist-sim>', text, re.S)
    assert simulator
    words = unescape(re.sub(r"<[^>]+>", " ", simulator[0])).split()
    assert len(words) > 40
    assert "<input" in simulator[0]
    assert "ev:" not in simulator[0].replace("data-ev", "")


def test_the_root_forwards_to_the_welcome_page() -> None:
    assert 'content="0; url=book/index.html"' in (SITE / "index.html").read_text(encoding="utf-8")


def test_search_files_load_on_the_search_page_only() -> None:
    with_index = [found.path.name for found in pages() if any("searchindex" in file for file in found.loaded)]
    assert with_index == ["search.html"]


def test_what_no_page_uses_is_not_shipped() -> None:
    shipped = {path.name for path in SITE.rglob("*") if path.is_file()}
    assert not {name for name in shipped if re.search(r"fontawesome\.js$|fa-solid|thebe|mathjax|require", name)}
    assert not {"gist-ssr.js", "gist-widget.js"} & shipped


def test_a_plain_page_is_light() -> None:
    found = page("book/how_to_use.html")
    files = [found.path, *(found.path.parent / file.partition("?")[0] for file in found.loaded)]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in files if path.is_file())
    assert weight < 180_000, f"{weight} bytes before any simulator"
