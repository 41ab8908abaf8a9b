"""A desk for authors of cases: begin one from the worked example, and see one live while it is written.

The page is made anew at each reload, so an author edits, reloads, and sees the case, or what is wrong with it.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from gist_edu import _cases
from gist_edu._cases_bundle import prepared
from gist_edu._ledger import LedgerError
from gist_edu._site import bundle, bundle_terms, lint_cases, ssr
from gist_edu.simulators import session

EXAMPLE = "a2_one_letter"
PAGES = Path("book/cases")
DIST = Path(__file__).parent / "web" / "dist"
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}


def new(name: str, folder: Path = _cases.FOLDER, pages: Path = PAGES) -> list[Path]:
    """A copy of the worked example under another name, and its two pages; what exists is left alone."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,39}", name):
        raise ValueError(f"'{name}' cannot be the id of a case; use 3 to 40 lower case letters, digits, underscores.")
    target = folder / f"{name}.yaml"
    if target.exists():
        raise ValueError(f"{target} exists already; choose another name.")
    lines = (folder / f"{EXAMPLE}.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(lines[1:]).replace(f"id: {EXAMPLE}", f"id: {name}", 1)
    text = re.sub(r"^code: .*$", f"code: {_free_code(folder)}", text, count=1, flags=re.M)
    text = re.sub(r"^twin: .*\n(?:[ -].*\n)*", "", text, flags=re.M)
    first = "# A copy of the worked example: replace everything. What a field means: README.md.\n"
    target.write_text(first + text, "utf-8")
    return [target, *write_pages(name, pages)]


def _free_code(folder: Path) -> str:
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")]
    used = {code for text in texts for code in re.findall(r"^code: *(\S+)", text, flags=re.M)}
    return next(f"X{n}" for n in range(1, 100) if f"X{n}" not in used)


def write_pages(name: str, pages: Path = PAGES) -> list[Path]:
    """The page of a case and the page of its discussion, where they are missing."""
    pages.mkdir(parents=True, exist_ok=True)
    found = []
    for suffix, directive in (("", "gist-case"), ("_discussion", "gist-case-discussion")):
        path = pages / f"{name}{suffix}.md"
        if not path.exists():
            path.write_text(f"---\norphan: true\n---\n```{{{directive}}} {name}\n```\n", "utf-8")
            found.append(path)
    return found


# ---------------------------------------------------------------- live


def page(path: Path) -> str:
    """The case as a page of its own; or what is wrong with the file, line by line."""
    try:
        case = _cases.read(path)
        problems = lint_cases.problems([case], all_cases=False)
        body = _player(case)
    except (_cases.CaseFileError, LedgerError) as error:
        problems, body = [str(error)], ""
    listed = "".join(f"<li>{html.escape(problem)}</li>" for problem in problems)
    said = f"<h2>{len(problems)} to correct</h2><ol>{listed}</ol>" if problems else "<p>No problem found.</p>"
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return (f"{head}"
            f"<title>{html.escape(path.name)}</title><link rel=stylesheet href=gist.css>"
            f'<body style="max-width:44rem;margin:auto;padding:1rem;font-family:sans-serif">'
            f"<p>{html.escape(path.name)}: edit it, then reload this page.</p>{said}{body}"
            "<script defer src=gist-static.js></script></body></html>")


def _player(case: _cases.Case) -> str:
    name = f"cases.{case.id}"
    session.load(name, json.dumps({"case": prepared(case)}))
    view = json.loads(session.start("cases", json.dumps({"case": case.id})))["view"]
    return ssr.element("cases", {"case": case.id}, view)


def asset(name: str, path: Path) -> str | None:
    """A script or style of the site; None for what there is not."""
    if name in ("gist-static.js", "gist-runtime.js", "gist.css"):
        return (DIST / name).read_text(encoding="utf-8")
    if name.startswith("gist-data-cases."):
        case = _cases.read(path)
        named = {address.partition("?")[0] for address in case.addresses()}
        return bundle.data_script(f"cases.{case.id}", {"case": prepared(case)}, named)
    if name == "gist-cards.js":
        return _cards()
    return bundle_terms.terms() if name == "gist-terms.js" else _code().get(name)


@cache
def _code() -> dict[str, str]:
    return bundle.code()


@cache
def _cards() -> str:
    return bundle.cards()


def server(path: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of one case file on this machine only."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].strip("/")
            text = page(path) if name in ("", "index.html") else asset(name, path)
            self.send_response(200 if text is not None else 404)
            self.send_header("Content-Type", TYPES.get(Path(name or "index.html").suffix, "text/plain"))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: the address is the only line that matters."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
