"""``make bench``: what a reader waits for and what a page weighs, printed against the budgets. Never a timed test.

Measured on loopback in headless Chromium with a cold cache, medians of a few runs. The limits beside ours: a bare
page with the same runtime and no book around it, and (where npm's ``pyodide`` is at hand) a Pyodide page.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
LESSON = "notebooks/07_risk_after_surgery.html"
WELCOME = "book/index.html"
PHONE = {"width": 360, "height": 740}
RUNS = 5
EVENTS = 60
NAMES = 1_000_000
_MIME = {".js": "text/javascript", ".wasm": "application/wasm", ".mjs": "text/javascript"}
_CHROMIUM_ARGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
BARE = """<!doctype html><meta charset=utf-8><title>bare</title><script src="gist-runtime.js"></script>
<script>gistMicroPython().then(mp => { mp.runPython("print(1+1)"); document.body.dataset.ready = "1"; });</script>
<body>bare</body>"""
PYODIDE = """<!doctype html><meta charset=utf-8><title>pyodide</title><body>pyodide</body><script>
const code = `importScripts("/pyodide/pyodide.js");
  loadPyodide({indexURL: "/pyodide/"}).then(p => { p.runPython("1+1"); postMessage(1) })`;
new Worker(URL.createObjectURL(new Blob([code.replaceAll('"/', '"' + location.origin + '/')])))
  .onmessage = () => { document.body.dataset.ready = "1"; };</script>"""


class _Gzip(http.server.SimpleHTTPRequestHandler):
    """A static server that compresses text and scripts, as any real host does; counts the bytes it sends."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **_MIME}  # noqa: RUF012 - typed by the base class
    sent = 0

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = _compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "public, max-age=600")
        self.end_headers()
        self.wfile.write(body)
        type(self).sent += len(body)


@functools.cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Gzip, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


@dataclass(frozen=True)
class Row:
    """One printed line: what, the figure, the budget in words ("" for none)."""

    what: str
    figure: str
    budget: str = ""


def _throttled(page: Any, rate: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def _navigate(browser: Any, url: str, ready: str, rate: int) -> tuple[float, float, int]:
    """(ms to ready, ms to first paint, bytes sent) of one cold visit."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    _throttled(page, rate)
    before, start = _Gzip.sent, time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(ready).first.wait_for(state="attached", timeout=60_000)
    elapsed = (time.perf_counter() - start) * 1000
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    sent = _Gzip.sent - before
    context.close()
    return elapsed, float(paint), sent


def _warm_bytes(browser: Any, url: str, ready: str) -> int:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(url)
    page.locator(ready).first.wait_for(state="attached", timeout=60_000)
    before = _Gzip.sent
    page.goto("about:blank")
    page.goto(url)
    page.locator(ready).first.wait_for(state="attached", timeout=60_000)
    context.close()
    return _Gzip.sent - before


def _visits(browser: Any, name: str, url: str, ready: str, budgets: dict[int, str]) -> Iterator[Row]:
    for rate in (1, 4):
        visits = [_navigate(browser, url, ready, rate) for _ in range(RUNS)]
        ms, paint, sent = (statistics.median(column) for column in zip(*visits, strict=True))
        yield Row(
            f"{name}: cold to an answer, {rate}x CPU",
            f"{ms:.0f} ms (first paint {paint:.0f} ms)",
            budgets.get(rate, ""),
        )
        if rate == 1:
            yield Row(f"{name}: bytes, cold, gzip", f"{sent / 1024:.0f} KB", "450 KB" if budgets else "")


def _two_taps(browser: Any, url: str, rate: int) -> float:
    """ms from asking for the welcome page on a phone until the bet is answered, without time to think."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    _throttled(page, rate)
    start = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator('gist-sim[name="quiz"] .gist-option label').first.tap()
    page.get_by_role("button", name="Fairly sure").tap()
    page.locator(".gist-feedback").wait_for()
    elapsed = (time.perf_counter() - start) * 1000
    context.close()
    return elapsed


def _bets(browser: Any, url: str) -> Iterator[Row]:
    for rate in (1, 4):
        ms = statistics.median(_two_taps(browser, url, rate) for _ in range(RUNS))
        yield Row(f"welcome: two taps to the answer, {rate}x CPU", f"{ms:.0f} ms", "2000 ms" if rate == 4 else "")


_EVENT_JS = """async (n) => {
  const el = document.querySelector('gist-sim'), times = [];
  await el.send({type: 'set', id: 'prediction', value: 20});
  for (let i = 0; i < n; i++) {
    const start = performance.now();
    await el.send({type: 'set', id: 'size_cm', value: 1 + (i % 20)});
    await new Promise(done => requestAnimationFrame(() => { const c = new MessageChannel();
      c.port1.onmessage = done; c.port2.postMessage(0); }));
    times.push(performance.now() - start);
  }
  return times;
}"""


def _events(browser: Any, url: str) -> Iterator[Row]:
    page = browser.new_page()
    page.goto(url)
    page.locator("gist-sim").first.scroll_into_view_if_needed()
    page.locator("gist-sim[data-gist-ready]").first.wait_for(state="attached", timeout=60_000)
    for label, commit in (("before the answer", False), ("with all tables and the map", True)):
        if commit:
            page.evaluate("""async () => { const el = document.querySelector('gist-sim');
              await el.send({type: 'set', id: 'confidence', value: 'fairly'});
              await el.send({type: 'press', id: 'commit'}); }""")
        times = sorted(page.evaluate(_EVENT_JS, EVENTS))
        yield Row(
            f"event to paint, {label}",
            f"p50 {times[len(times) // 2]:.0f} ms, p95 {times[int(len(times) * 0.95)]:.0f} ms",
            "p95 50 ms",
        )
    page.close()


def _timed(command: Sequence[str], cwd: Path = ROOT) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - start


def _commands() -> Iterator[Row]:
    python = sys.executable
    bare = statistics.median(_timed([python, "-c", "pass"]) for _ in range(RUNS))
    ours = statistics.median(_timed([python, "-c", "import gist_edu"]) for _ in range(RUNS))
    yield Row("import gist_edu", f"{(ours - bare) * 1000:.0f} ms above an empty Python", "100 ms")
    with tempfile.TemporaryDirectory() as folder:
        build = [str(Path(python).with_name("jupyter-book")), "build", "--all", "--path-output", folder, "."]
        yield Row("full build of the book", f"{_timed(build):.1f} s", "60 s")
    nbval = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", "notebooks"]
    yield Row("nbval over all notebooks", f"{_timed(nbval):.1f} s", "120 s")  # fails loudly when outputs are stale


def _parser() -> Iterator[Row]:
    """A million damaged variant names; the seed is the day, so that each run looks elsewhere."""
    from gist_edu._site import variant_fuzz

    seed, start = int(time.strftime("%Y%m%d")), time.perf_counter()
    surprises, read = variant_fuzz.surprises(seed, NAMES)
    each = (time.perf_counter() - start) / NAMES * 1e6
    yield Row(f"parser: {NAMES:,} strings, seed {seed}", f"{len(surprises)} surprises, {read:,} read", "0 surprises")
    yield Row("parser: one line on CPython", f"{each:.0f} µs")
    for surprise in surprises[:5]:
        yield Row("parser: surprise", surprise[:200])


def _bare_folder(folder: Path) -> Path:
    (folder / "bare.html").write_text(BARE, encoding="utf-8")
    (folder / "gist-runtime.js").write_bytes((Path(__file__).parent / "web" / "dist" / "gist-runtime.js").read_bytes())
    return folder


def _pyodide(folder: Path) -> bool:
    """Fetch npm's ``pyodide`` into the folder as the peer; False where npm or the package cannot be had."""
    try:
        subprocess.run(
            ["npm", "pack", "pyodide@0.29", "--silent"], cwd=folder, check=True, capture_output=True, timeout=120
        )
        subprocess.run(["tar", "xzf", next(folder.glob("pyodide-*.tgz")).name], cwd=folder, check=True)
    except (OSError, subprocess.SubprocessError, StopIteration):
        return False
    (folder / "package").rename(folder / "pyodide")
    (folder / "pyodide.html").write_text(PYODIDE, encoding="utf-8")
    return True


def _browser_rows(browser: Any) -> Iterator[Row]:
    ready = "gist-sim[data-gist-ready]"
    with serve(SITE) as base:
        url = f"{base}/{LESSON}"
        yield from _visits(browser, "lesson 07", url, ready, {1: "600 ms", 4: "1500 ms"})
        yield Row("lesson 07: bytes, warm", f"{_warm_bytes(browser, url, ready) / 1024:.0f} KB", "60 KB")
        yield from _events(browser, url)
        welcome, bet = f"{base}/{WELCOME}", 'gist-sim[name="quiz"][data-gist-ready]'
        yield from _visits(browser, "welcome", welcome, bet, {1: "600 ms", 4: "1500 ms"})
        yield from _bets(browser, welcome)
    with tempfile.TemporaryDirectory() as name:
        folder = _bare_folder(Path(name))
        peer = _pyodide(folder)
        with serve(folder) as base:
            yield from _visits(browser, "bare page, same runtime", f"{base}/bare.html", "body[data-ready]", {})
            if peer:
                yield from _visits(browser, "peer: Pyodide in a worker", f"{base}/pyodide.html", "body[data-ready]", {})
            else:
                yield Row("peer: Pyodide in a worker", "not measured: npm's pyodide could not be had")


def rows(launch: Callable[[], Any]) -> Iterator[Row]:
    """All measurements, in the order they are printed."""
    browser = launch()
    yield from _browser_rows(browser)
    browser.close()
    yield from _parser()
    yield from _commands()


def main(argv: Sequence[str] | None = None) -> int:
    from playwright.sync_api import sync_playwright

    from gist_edu._site.bootstrap import chromium

    if not (SITE / LESSON).is_file():
        print(f"{SITE / LESSON} is missing; build the book first with: make build")
        return 1
    with sync_playwright() as playwright:

        def launch() -> Any:
            return playwright.chromium.launch(executable_path=chromium(), args=_CHROMIUM_ARGS)

        for row in rows(launch):
            print(f"{row.what:<46} {row.figure:<38} {'budget ' + row.budget if row.budget else ''}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
