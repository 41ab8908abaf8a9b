"""Command line: ``gist-edu serve | build | check | risk | variant | new | case | execute``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SITE = Path("_build/html")
CHECKS = ("ledger", "portable", "prose", "questions", "claims", "trials", "guidelines", "drug_cards", "cases",
          "lessons")


class _Handler(SimpleHTTPRequestHandler):
    """Static files with types that do not depend on what the machine has registered."""

    extensions_map = {  # noqa: RUF012 - declared so by the base class
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".css": "text/css",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".json": "application/json",
        ".html": "text/html; charset=utf-8",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # a rebuilt page shows at the next reload
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the address is the only line that matters."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of ``folder`` on this machine only; ``port`` 0 takes a free one."""
    if not (folder / "index.html").is_file():
        raise SystemExit(f"{folder} holds no index.html; build the book first: gist-edu build")

    def handler(*args: Any) -> _Handler:
        return _Handler(*args, directory=str(folder))

    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def _serve(args: argparse.Namespace) -> int:
    try:
        web = server(args.folder, args.port)
    except OSError:
        web = server(args.folder)
        print(f"Port {args.port} is in use; taking a free one.")
    print(f"The book is at http://127.0.0.1:{web.server_port}/ (stop with Ctrl+C)", flush=True)
    try:
        web.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        web.server_close()
    return 0


def _build(args: argparse.Namespace) -> int:
    """Warnings are errors: a wrong evidence link stops the build."""
    program = Path(sys.executable).with_name("jupyter-book.exe" if os.name == "nt" else "jupyter-book")
    command = [str(program), "build", "-W", "--keep-going", "-n", *(["--all"] if args.all else []), "."]
    quiet = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    done = subprocess.run(command, env=quiet, check=False)
    print(
        "The book was not built; see the warnings above."
        if done.returncode
        else f"Built: {SITE / 'index.html'}"
    )
    return done.returncode


def _check_ledger() -> int:
    from gist_edu._ledger import LedgerError, ledger

    try:
        records = ledger()
    except LedgerError as error:
        print(error)
        return 1
    values = sum(len(record.values) for record in records.values())
    print(f"ledger: {len(records)} records, {values} values, 0 problems")
    return 0


def _check(args: argparse.Namespace) -> int:
    from gist_edu._site import (
        lint,
        lint_cases,
        lint_claims,
        lint_drug_cards,
        lint_guidelines,
        lint_lessons,
        lint_questions,
        lint_trials,
        portable_lint,
    )

    run: dict[str, Callable[[], int]] = {
        "ledger": _check_ledger,
        "portable": lambda: portable_lint.main([]),
        "prose": lambda: lint.main(["."]),
        "questions": lint_questions.main,
        "claims": lambda: lint_claims.main([]),
        "trials": lambda: lint_trials.main([]),
        "guidelines": lambda: lint_guidelines.main([]),
        "drug_cards": lambda: lint_drug_cards.main([]),
        "cases": lambda: lint_cases.main([]),
        "lessons": lambda: lint_lessons.main(["."]),
    }
    return max(run[name]() for name in args.what or CHECKS)


def _risk(args: argparse.Namespace) -> int:
    from gist_edu import risk

    try:
        answers = risk.assess(args.size, args.mitoses, args.site, args.rupture)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print("Education, not medical advice.")
    for name, answer in answers.items():
        print(f"{name}: {answer}")
    return 0


def _mitoses(text: str) -> float | None:
    return None if text == "unknown" else float(text)


def _variant(args: argparse.Namespace) -> int:
    from gist_edu import variants

    try:
        found = variants.interpret(" ".join(args.name), args.gene)
    except variants.VariantError as error:
        print(error, file=sys.stderr)
        return 2
    print("Education, not medical advice.")
    for one in (found.variant, *found.variant.parts):
        print("\n".join([repr(one), *(f"  {note}" for note in one.notes)]))
    print("\n".join(map(repr, found.drugs.values())))
    return 0


def _new(args: argparse.Namespace) -> int:
    from gist_edu._site import case_desk

    try:
        made = case_desk.new(args.name)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join([f"Made {path}" for path in made] + [f"See it live: gist-edu case {made[0]}"]))
    return 0


def _case(args: argparse.Namespace) -> int:
    """Say what is wrong, then show the case; each reload reads the file anew."""
    from gist_edu._site import case_desk, lint_cases

    code = lint_cases.main([str(args.file)])
    if args.check:
        return code
    web = case_desk.server(args.file, args.port)
    print(f"The case is at http://127.0.0.1:{web.server_port}/ (edit, reload; stop with Ctrl+C)", flush=True)
    try:
        web.serve_forever()
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        web.server_close()
    return 0


def _execute(args: argparse.Namespace) -> int:
    from gist_edu._site import execute

    return execute.main(args.notebooks)


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="gist-edu", description="Build, serve and check the book.")
    commands = top.add_subparsers(required=True, metavar="command")

    def add(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    serve = add("serve", _serve, "serve the built book on this machine and print its address")
    serve.add_argument("folder", nargs="?", type=Path, default=SITE)
    serve.add_argument("--port", type=int, default=8000)
    build = add("build", _build, f"build the book into {SITE}, warnings as errors")
    build.add_argument("--all", action="store_true", help="read every page again")
    check = add("check", _check, "check the book; without a name, everything: " + ", ".join(CHECKS))
    check.add_argument("what", nargs="*", choices=[*CHECKS, []])  # Python 3.11 tests the empty list, too
    risk = add("risk", _risk, "place one invented tumour on four risk tables")
    risk.add_argument("size", type=float, metavar="SIZE", help="largest dimension in cm")
    risk.add_argument("mitoses", type=_mitoses, metavar="MITOSES", help="mitoses per 5 mm², or 'unknown'")
    risk.add_argument("site", metavar="SITE", help="gastric, duodenum, jejunum_ileum, rectum, ...")
    risk.add_argument("--rupture", action="store_true")
    variant = add("variant", _variant, "read the name of a KIT or PDGFRA variant as a report writes it")
    variant.add_argument("name", nargs="+", metavar="NAME", help='for example "KIT p.V559D"')
    variant.add_argument("--gene", help="KIT or PDGFRA, where the name does not say it")
    new = add("new", _new, "begin a case from the worked example: gist-edu new case my_case")
    new.add_argument("what", choices=["case"])
    new.add_argument("name", metavar="NAME", help="its id: lower case letters, digits and underscores")
    case = add("case", _case, "check one case file and show it in a browser while it is written")
    case.add_argument("file", type=Path, metavar="FILE")
    case.add_argument("--check", action="store_true", help="check only")
    case.add_argument("--port", type=int, default=8001)
    execute = add("execute", _execute, "run notebooks in place and store clean, repeatable outputs")
    execute.add_argument("notebooks", nargs="+")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of ``gist-edu``."""
    args = parser().parse_args(argv)
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
