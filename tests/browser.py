"""Helpers for tests in a real Chromium: the built site behind a server, a browser, and a watch on each page."""
from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from gist_edu._site import bootstrap
from gist_edu.cli import server as book_server

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
WELCOME = "book/index.html"
LESSON = "notebooks/07_risk_after_surgery.html"
OVERVIEW = "notebooks/00_when_is_imatinib_indicated.html"
TASTER = "book/taster.html"
PROGRESS = "book/progress.html"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
WAIT_MS = 8_000
# The network is cut: a page that asks for another host fails here, and is reported as well.
CHROMIUM_ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update",
                 "--disable-features=AutofillServerCommunication",
                 "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
_REPORT_VIOLATIONS = """document.addEventListener("securitypolicyviolation", event => console.error(
  `CSP violation: ${event.effectiveDirective} blocked ${event.blockedURI}`))"""


# ---------------------------------------------------------------- the site

def built_site() -> Path:
    """The built book; made once, by whichever test process comes first, when there is none."""
    if not (SITE / "index.html").is_file():
        with _one_at_a_time("gist-edu-build.lock"):
            if not (SITE / "index.html").is_file():
                subprocess.run([sys.executable, "-m", "gist_edu.cli", "build"], cwd=ROOT, check=True)
    return SITE


@contextmanager
def _one_at_a_time(name: str, patience_s: int = 300) -> Iterator[None]:
    lock = Path(tempfile.gettempdir()) / name
    deadline = time.monotonic() + patience_s
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{lock} has been there for {patience_s} s; remove it if no build runs.") from None
            time.sleep(1)
    try:
        yield
    finally:
        lock.unlink()


@contextmanager
def serving(web: ThreadingHTTPServer) -> Iterator[str]:
    """The address of a running server."""
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{web.server_port}"
    finally:
        web.shutdown()
        web.server_close()


def site_server(folder: Path) -> ThreadingHTTPServer:
    """The server of ``gist-edu serve``."""
    return book_server(folder)


def server_below(folder: Path, prefix: str) -> ThreadingHTTPServer:
    """A server that knows the folder only below ``prefix``, as a project page on a shared host would."""

    class Below(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            if not path.startswith(prefix):
                return str(folder / "no such file")
            return super().translate_path(path.removeprefix(prefix.rstrip("/")))

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Below(*args, directory=str(folder)))


def pages(folder: Path) -> list[str]:
    """Every HTML page of a site, as a path below its root."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html")
                  if "_static" not in path.parts)


def lasting_pages(folder: Path) -> list[str]:
    """The pages that stay on the screen: all but the root, which forwards to the welcome page."""
    return [name for name in pages(folder) if name != "index.html"]


def telling_pages(folder: Path) -> list[str]:
    """The lasting pages, but of the cases, which are all made from two templates, the first three of each."""
    names = lasting_pages(folder)
    cases = [name for name in names if name.startswith("book/cases/")]
    discussed = [name for name in cases if name.endswith("_discussion.html")]
    played = [name for name in cases if name not in discussed]
    left_out = {*discussed[3:], *played[3:]}
    return [name for name in names if name not in left_out]


# ---------------------------------------------------------------- the browser

def launch(playwright: Playwright) -> Browser:
    path = bootstrap.chromium()
    if path is None:
        raise RuntimeError("The browser tests need Chromium: run `make test`, which installs it, or set CHROMIUM.")
    return playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)


@dataclass
class Watch:
    """What a page did that no page of the book may do."""

    origin: str
    problems: list[str] = field(default_factory=list)
    requests: int = 0

    def on(self, page: Page) -> None:
        page.on("request", lambda request: self._request(request.url))
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def _request(self, url: str) -> None:
        self.requests += 1
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.problems.append(f"request to another host: {url}")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.problems.append(f"console error: {text}")


def watched_page(context: BrowserContext, origin: str) -> tuple[Page, Watch]:
    """A new page, and the watch on it."""
    page, watch = context.new_page(), Watch(origin)
    page.add_init_script(_REPORT_VIOLATIONS)
    watch.on(page)
    return page, watch


def until(condition: Callable[[], Any], what: str, timeout_s: float = WAIT_MS / 1000) -> Any:
    """Wait without ``wait_for_function``, whose eval the pages' policy forbids."""
    deadline = time.monotonic() + timeout_s
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout_s:g} s in vain for: {what}")
        time.sleep(0.05)
    return found


# ---------------------------------------------------------------- a simulator on a page

class Board:
    """A simulator of a page, as a reader meets it; unless told otherwise the first risk board."""

    def __init__(self, page: Page, place: int = 0, name: str = "risk") -> None:
        self.page = page
        self.element = page.locator(f'gist-sim[name="{name}"]').nth(place)

    def ready(self) -> Board:
        """Bring it into view and wait until it answers."""
        self.element.scroll_into_view_if_needed()
        until(lambda: self.element.get_attribute("data-gist-ready") == "1", "the simulator to answer")
        return self

    def view(self) -> Any:
        return self.element.evaluate("element => element.view")

    def send(self, event: Any) -> None:
        """Send an event; returns when the simulator has answered it."""
        self.element.evaluate("async (element, event) => { await element.send(event); }", event)

    def block(self, block_id: str) -> Any:
        """The block with this id in the current view; None when it is not shown."""
        return next((block for block in walk(self.view()["blocks"]) if block["id"] == block_id), None)

    def wait_for(self, block_id: str, **fields: Any) -> Any:
        """The block, once its fields have these values."""
        def fits() -> Any:
            block = self.block(block_id)
            return block if block and all(block.get(key) == value for key, value in fields.items()) else None
        return until(fits, f"block {block_id} with {fields}; it is {self.block(block_id)}")

    def predict(self, number: int = 30) -> None:
        """Commit to a number, so that the answers appear."""
        for block, value in (("prediction", number), ("confidence", "fairly")):
            self.send({"type": "set", "id": block, "value": value})
        self.send({"type": "press", "id": "commit"})
        self.wait_for("feedback")


def walk(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield block
        yield from walk(block.get("blocks", []))


_TOUCHING = """element => [...element.querySelectorAll("svg")].flatMap(picture => {
  const edge = picture.getBoundingClientRect();
  const words = [...picture.querySelectorAll("text")].filter(word => word.textContent);
  const boxes = words.map(word => [word.textContent, word.getBoundingClientRect()]);
  const cut = boxes.filter(([, box]) => box.left < edge.left || box.right > edge.right);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 2.5 && b.top < a.bottom - 2.5;
  const two = boxes.flatMap(([word, a], at) =>
    boxes.slice(at + 1).filter(([, b]) => meet(a, b)).map(([other]) => `${word} on ${other}`));
  return [...cut.map(([word]) => `${word} is cut`), ...two]; })"""


def words_that_touch(board: Board) -> list[str]:
    """Words of the drawings that lie on other words or are cut at the side; a line of text has some air of its own."""
    found: list[str] = board.element.evaluate(_TOUCHING)
    return found
