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
# Asked of the shipped runtime, method by method; gamma and lgamma exist but differ in the last digit.
_METHODS = """as_integer_ratio bit_count bit_length capitalize casefold expandtabs format_map fromkeys is_integer
    isalnum isascii isdecimal isidentifier isnumeric isprintable istitle ljust maketrans removeprefix removesuffix rjust
    swapcase title translate zfill"""
_MATH = "cbrt comb dist exp2 fsum gamma gcd hypot isqrt lcm lgamma log1p nextafter perm prod remainder sumprod ulp"
MISSING_METHODS, MISSING_MATH = frozenset(_METHODS.split()), frozenset(_MATH.split())
BANNED_CALLS = {
    "sorted": "MicroPython's sort is not stable; use portable.ordered(items, key)",
    "round": "ties break differently; use portable.fmt",
    "set": "sets have no common order; use a list",
    "frozenset": "sets have no common order; use a tuple",
    "repr": "floats print differently; use portable.fmt or portable.shortest",
    "format": "floats print differently; use portable.fmt",
    "str": "floats print differently; use portable.fmt or portable.shortest",
    "sum": "CPython 3.12 adds floats with a correction; add in a loop",
    "ascii": "missing in MicroPython",
    "vars": "missing in MicroPython",
    "eval": "no code from data",
    "exec": "no code from data",
    "print": "models and simulators print nothing",
    "open": "models and simulators read no files",
}
# (module, function) -> the rule it may break, because it is where the difference is dealt with once.
EXEMPT = {
    ("portable.py", "ordered"): "sorted(): ",  # makes the key total
    ("portable.py", "fmt"): "str(): ",  # prints whole numbers only
    ("portable.py", "is_number"): "isinstance(x, int): ",  # rules True and False out first
}
BANNED_NODES: dict[type[ast.AST], str] = {
    ast.JoinedStr: "f-strings print floats differently; join text with + and portable.fmt",
    ast.Set: "sets have no common order; use a tuple",
    ast.SetComp: "sets have no common order; use a list",
    ast.Match: "match is missing in MicroPython; use if",
    ast.NamedExpr: "keep := out, for readers and for older runtimes",
    ast.ClassDef: "no classes but bare errors: state is JSON and functions are plain",
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
    exempt = [(_inside(tree, name), rule) for (file, name), rule in EXEMPT.items() if Path(path).name == file]
    found = [
        Fault(path, line, what)
        for node in ast.walk(tree)
        for line, what in ((getattr(node, "lineno", 1), what) for what in _faults(node))
        if not any(line in lines and what.startswith(rule) for lines, rule in exempt)
    ]
    found += [Fault(path, line, what) for line, what in _module_faults(tree)]
    return sorted(found, key=lambda fault: fault.line)


def _module_faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Faults that only show in the module as a whole: loops over a named dict, functions that call themselves."""
    dicts = {name for node in ast.walk(tree) for name in _dict_names(node)}
    for node in ast.walk(tree):
        iterated = _iterated(node)
        if isinstance(iterated, ast.Name) and iterated.id in dicts:
            yield (
                iterated.lineno,
                f"loop over the dict {iterated.id}: dicts have no common order; use portable.ordered({iterated.id})",
            )
        if isinstance(node, ast.FunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == node.name:
                    yield inner.lineno, f"{node.name}() calls itself: MicroPython stops near depth 100; use a loop"


def _iterated(node: ast.AST) -> ast.expr | None:
    if isinstance(node, (ast.For, ast.comprehension)):
        return node.iter
    if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name):
        return node.args[0] if node.func.id in ("list", "tuple", "enumerate", "zip", "map") else None
    if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        return node.args[0]
    return None


def _dict_names(node: ast.AST) -> Iterator[str]:
    """Names that this assignment binds to a dict."""
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
        return
    value = node.value
    call = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict"
    if call or isinstance(value, (ast.Dict, ast.DictComp)):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                yield target.id


def _for_type_checkers(node: ast.stmt) -> bool:
    """``if TYPE_CHECKING:`` never runs, so it may import what MicroPython lacks."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _inside(tree: ast.Module, function: str) -> range:
    """Lines of the function with this name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return range(0)


def _faults(node: ast.AST) -> Iterator[str]:
    for banned, remedy in BANNED_NODES.items():
        if isinstance(node, banned) and not _is_plain_error(node):
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


def _is_plain_error(node: ast.AST) -> bool:
    """``class VariantError(ValueError)`` with a docstring and nothing else: a name for a refusal, on every runtime."""
    bare = isinstance(node, ast.ClassDef) and len(node.body) == 1 and ast.get_docstring(node) is not None
    return bare and [ast.unparse(base) for base in node.bases] == ["ValueError"]  # type: ignore[attr-defined]


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _import_faults(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names:
        if not any(name == allowed or name.startswith(allowed + ".") for allowed in ALLOWED_IMPORTS):
            yield f"import of {name!r}: only {', '.join(ALLOWED_IMPORTS)} run everywhere"
        if name == "math" and (isinstance(node, ast.ImportFrom) or node.names[0].asname):
            yield "import of math in parts or by another name: write import math, so that this check sees what is used"


def _call_faults(node: ast.Call) -> Iterator[str]:
    function = node.func
    if isinstance(function, ast.Name):
        if function.id in BANNED_CALLS:
            yield f"{function.id}(): {BANNED_CALLS[function.id]}"
        if function.id == "isinstance" and len(node.args) == 2 and _names_int(node.args[1]):
            yield "isinstance(x, int): a bool is an int on CPython only; use portable.is_number(x)"
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
