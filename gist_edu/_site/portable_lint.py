"""The portable contract, checked: ``models/`` and ``simulators/`` must mean the same on CPython and MicroPython.

An AST walk that allows a safe subset. Each rule names the difference that bites; all of them were measured.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("models", "simulators")
ALLOWED_IMPORTS = ("math", "json", "gist_edu.models", "gist_edu.simulators")
MISSING_METHODS = {
    "removeprefix",
    "removesuffix",
    "zfill",
    "ljust",
    "rjust",
    "title",
    "capitalize",
    "casefold",
    "isdecimal",
    "isnumeric",
    "translate",
    "expandtabs",
    "format_map",
    "fromkeys",
}
MISSING_MATH = {"fsum", "gamma", "lgamma", "prod", "comb", "hypot", "dist"}
BANNED_CALLS = {
    "sorted": "MicroPython's sort is not stable; use portable.ordered(items, key)",
    "round": "ties break differently; use portable.fmt",
    "set": "sets have no common order; use a list",
    "frozenset": "sets have no common order; use a tuple",
    "repr": "floats print differently; use portable.fmt or portable.shortest",
    "format": "floats print differently; use portable.fmt",
    "eval": "no code from data",
    "exec": "no code from data",
    "print": "models and simulators print nothing",
    "open": "models and simulators read no files",
}
BANNED_NODES: dict[type[ast.AST], str] = {
    ast.JoinedStr: "f-strings print floats differently; join text with + and portable.fmt",
    ast.Set: "sets have no common order; use a tuple",
    ast.SetComp: "sets have no common order; use a list",
    ast.Match: "match is missing in MicroPython; use if",
    ast.NamedExpr: "keep := out, for readers and for older runtimes",
    ast.ClassDef: "no classes: state is JSON and functions are plain",
    ast.AsyncFunctionDef: "no coroutines in models and simulators",
    ast.Global: "no module state that a second session could meet",
    ast.Yield: "return a list instead of a generator",
    ast.Starred: "(*a, b) differs; concatenate lists",
}


@dataclass(frozen=True)
class Fault:
    """One place that would not mean the same everywhere."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def check_source(source: str, path: str) -> list[Fault]:
    """All faults of one module's source."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not _for_type_checkers(node)]
    sorters = _inside(tree, "ordered") if path.endswith("portable.py") else range(0)
    found = [
        Fault(path, getattr(node, "lineno", 1), what)
        for node in ast.walk(tree)
        for what in _faults(node)
        if not (getattr(node, "lineno", 0) in sorters and "sort is not stable" in what)
    ]
    return sorted(found, key=lambda fault: fault.line)


def _for_type_checkers(node: ast.stmt) -> bool:
    """``if TYPE_CHECKING:`` never runs, so it may import what MicroPython lacks."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _inside(tree: ast.Module, function: str) -> range:
    """Lines of the one function that may sort, because it makes the key total."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return range(0)


def _faults(node: ast.AST) -> Iterator[str]:
    for banned, remedy in BANNED_NODES.items():
        if isinstance(node, banned):
            yield remedy
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from _import_faults(node)
    elif isinstance(node, ast.Call):
        yield from _call_faults(node)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _is_text(node.left):
        yield "%-formatting prints floats differently; join text with + and portable.fmt"
    elif isinstance(node, ast.Dict) and None in node.keys:
        yield "{**d} is missing in MicroPython; copy with dict(d) and update"
    elif isinstance(node, ast.Slice) and node.step is not None:
        yield "slices with a step differ; use list(reversed(x)) or an index loop"
    elif isinstance(node, ast.FunctionDef) and (node.args.posonlyargs or node.decorator_list):
        yield "no positional-only arguments and no decorators"
    elif isinstance(node, (ast.For, ast.comprehension)):
        yield from _loop_faults(node.iter)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _import_faults(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names:
        if not any(name == allowed or name.startswith(allowed + ".") for allowed in ALLOWED_IMPORTS):
            yield f"import of {name!r}: only {', '.join(ALLOWED_IMPORTS)} run everywhere"


def _call_faults(node: ast.Call) -> Iterator[str]:
    function = node.func
    if isinstance(function, ast.Name):
        if function.id in BANNED_CALLS:
            yield f"{function.id}(): {BANNED_CALLS[function.id]}"
        if function.id == "isinstance" and len(node.args) == 2 and _names_int(node.args[1]):
            yield from _int_check(node)
        if function.id == "zip" and node.keywords:
            yield "zip(strict=) is missing in MicroPython"
    elif isinstance(function, ast.Attribute):
        if function.attr in MISSING_METHODS:
            yield f".{function.attr}() is missing in MicroPython"
        if function.attr == "format" and _is_text(function.value):
            yield "str.format prints floats differently; join text with + and portable.fmt"
        if function.attr == "sort":
            yield ".sort() is not stable in MicroPython; use portable.ordered"
        if isinstance(function.value, ast.Name) and function.value.id == "math" and function.attr in MISSING_MATH:
            yield f"math.{function.attr} is missing or differs in MicroPython"


def _names_int(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id in ("int", "bool") for part in ast.walk(node))


def _int_check(node: ast.Call) -> Iterator[str]:
    """Only portable.is_number may ask, because it rules True and False out first."""
    if not (isinstance(node.args[0], ast.Name) and node.args[0].id == "value"):
        yield "isinstance(x, int): a bool is an int on CPython only; use portable.is_number(x)"


def _loop_faults(iterated: ast.expr) -> Iterator[str]:
    if (
        isinstance(iterated, ast.Call)
        and isinstance(iterated.func, ast.Attribute)
        and iterated.func.attr in ("items", "keys", "values")
    ):
        yield f"loop over .{iterated.func.attr}(): dicts have no common order; loop over a list or portable.ordered(d)"
    if isinstance(iterated, (ast.Dict, ast.DictComp)):
        yield "loop over a dict: dicts have no common order"


def check(root: Path = ROOT) -> tuple[list[Fault], int]:
    """(faults, number of modules looked at) below ``root``."""
    paths = [path for folder in FOLDERS for path in sorted((root / folder).glob("*.py"))]
    faults = [
        fault
        for path in paths
        for fault in check_source(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    ]
    return faults, len(paths)


def main(argv: Sequence[str] | None = None) -> int:
    root = Path(argv[0]) if argv else ROOT
    faults, looked = check(root)
    for fault in faults:
        print(fault)
    if not looked:
        print(f"portable: checked nothing below {root}; expected modules in {' and '.join(FOLDERS)}")
        return 1
    print(f"portable: {looked} modules, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
