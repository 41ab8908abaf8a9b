"""Every page of the built book stays at home: no other host, no error, a policy that would block more."""
from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import browser
import pytest
from playwright.sync_api import Browser, BrowserContext

PAGES_AT_LEAST = 15  # fewer means that the crawl looked at the wrong folder
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"')
LINK = re.compile(r'<a\b[^>]*\bclass="[^"]*\bgist-ev\b[^"]*"[^>]*>')


def text_of(site: Path, page: str) -> str:
    return (site / page).read_text(encoding="utf-8")


def test_no_page_asks_another_host_or_logs_an_error(site: Path, origin: str, context: BrowserContext) -> None:
    page, watch = browser.watched_page(context, origin)
    found: dict[str, list[str]] = {}
    for name in browser.pages(site):
        page.goto(f"{origin}/{name}", wait_until="load")
        if 'http-equiv="refresh"' in text_of(site, name):
            page.wait_for_url(lambda address, name=name: address != f"{origin}/{name}")
            continue
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # what loads late loads now
        for board in page.locator("gist-sim").all():
            board.scroll_into_view_if_needed()
            browser.until(lambda board=board: board.get_attribute("data-gist-ready") == "1", f"{name} to answer")
        if watch.problems:
            found[name] = watch.problems[:]
            watch.problems.clear()
    assert found == {}
    assert watch.requests > len(browser.pages(site))


def test_the_crawl_sees_the_whole_book(site: Path) -> None:
    names = browser.pages(site)
    assert len(names) >= PAGES_AT_LEAST
    assert {"index.html", browser.WELCOME, browser.LESSON, "book/evidence/risk.html", "search.html"} <= set(names)


def test_every_page_carries_a_policy_that_would_block_other_hosts(site: Path) -> None:
    for name in browser.pages(site):
        policies = POLICY.findall(text_of(site, name))
        assert len(policies) == 1, f"{name} has {len(policies)} policies"
        rules = dict(rule.strip().partition(" ")[::2] for rule in policies[0].replace("&#x27;", "'").split(";") if rule)
        assert rules["default-src"] == "'self'", name
        scripts = rules["script-src"].split()
        assert {"'self'", "'wasm-unsafe-eval'"} <= set(scripts), name
        assert not {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'"} & set(scripts), name
        assert not any("http" in rule for rule in rules.values()), name
        assert (rules["object-src"], rules["base-uri"]) == ("'none'", "'none'"), name


@pytest.mark.parametrize(("planted", "expected"), [
    ("<script>fetch('https://example.org/x').catch(() => 0)</script>", "request to another host: https://example.org"),
    ("<script>console.error('lost')</script>", "console error: lost"),
    ("<script>missing()</script>", "script error: missing is not defined"),
    ('<meta http-equiv="Content-Security-Policy" content="script-src \'none\'"><script src="x.js"></script>',
     "console error: CSP violation: script-src-elem"),
])
def test_the_watch_sees_each_planted_fault(tmp_path: Path, chromium: Browser, planted: str, expected: str) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><link rel=icon href=data:,><title>x</title>{planted}")
    with browser.serving(browser.site_server(tmp_path)) as address:
        page, watch = browser.watched_page(chromium.new_context(), address)
        page.goto(address)

        def seen() -> bool:
            page.wait_for_timeout(20)  # messages of the page arrive only while Playwright is asked for something
            return any(problem.startswith(expected) for problem in watch.problems)

        browser.until(seen, expected)
        page.context.close()


def test_every_evidence_link_leads_to_its_anchor(site: Path) -> None:
    """Without a script the link is all there is, so page and anchor must exist."""
    checked = 0
    anchors: dict[Path, set[str]] = {}
    for name in browser.pages(site):
        for link in LINK.findall(text_of(site, name)):
            found = re.search(r'href="([^"#]*)#([^"]+)"', link)
            assert found, f"{name}: {link}"
            target = ((site / name).parent / unquote(found[1])).resolve() if found[1] else site / name
            if target not in anchors:
                anchors[target] = {unescape(name) for name in re.findall(r'\bid="([^"]+)"', target.read_text("utf-8"))}
            assert unquote(found[2]) in anchors[target], f"{name}: {link}"
            checked += 1
    assert checked > 100
