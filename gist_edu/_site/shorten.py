"""Shorter names inside the programs a page fetches: locals and private names, so that a phone gets fewer bytes.

What one module can see of another keeps its name, and so does every argument that some call names. The parity plays
run these very programs.
"""

from __future__ import annotations

import ast
import builtins
import string
from collections.abc import Iterator, Mapping
from functools import cache

from gist_edu._data import CORE, PACKAGE, PARTS

_LETTERS = string.ascii_lowercase + string.ascii_uppercase
_KEPT = {*dir(builtins), "and", "as", "if", "in", "is", "or", "not", "for", "def", "del", "try", "TYPE_CHECKING"}


def program(source: str) -> str:
    """A module as it is sent: shorter names, and one blank for each step of indentation."""
    lines = ast.unparse(shorten(ast.parse(source), _shared())).split("\n")
    return "\n".join(" " * ((len(line) - len(line.lstrip(" "))) // 4) + line.lstrip(" ") for line in lines) + "\n"


@cache
def _shared() -> frozenset[str]:
    paths = {*CORE, *(path for parts in PARTS.values() for path in parts.modules)}
    return frozenset(shared_names([ast.parse((PACKAGE / path).read_text(encoding="utf-8")) for path in paths]))


def shorten(tree: ast.Module, shared: frozenset[str]) -> ast.Module:
    """The same program; ``shared`` holds the names that any module reaches by a point or names in a call."""
    top = _bound_at_top(tree)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | top | shared | _KEPT
    used |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    private = sorted(name for name in top if name.startswith("_") and not name.startswith("__") and name not in shared)
    names = _fresh(used, "_")
    _Renamed({name: next(names) for name in private}).visit(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            _shorten_function(node, shared | _bound_at_top(tree))
    return tree


def shared_names(trees: list[ast.Module]) -> set[str]:
    """Names that modules reach in each other, by a point, an import or an argument that a call names."""
    found: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.update((node.name, node.asname or node.name))
    return found


def _bound_at_top(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update((one.asname or one.name).partition(".")[0] for one in node.names)
        else:
            found |= _stored(node)
    return found


def _stored(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}


def _shorten_function(function: ast.FunctionDef, outside: frozenset[str]) -> None:
    """Rename what the function binds, in one map for it and all within it; what is bound outside too stays."""
    bound = _stored(function) | {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    scopes = [node for node in ast.walk(function) if isinstance(node, ast.Global | ast.Nonlocal)]
    declared = {name for node in scopes for name in node.names}
    handled = {node.name for node in ast.walk(function) if isinstance(node, ast.ExceptHandler) and node.name}
    inner = {node.name for node in ast.walk(function) if isinstance(node, ast.FunctionDef)}
    mine = bound - declared - handled - inner - outside - _KEPT
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)} | outside | _KEPT
    names = _fresh(used | mine, "")
    _Renamed({name: next(names) for name in _by_first_use(function, mine)}).visit(function)


def _by_first_use(function: ast.FunctionDef, names: set[str]) -> list[str]:
    order: list[str] = []
    for node in ast.walk(function):
        name = node.arg if isinstance(node, ast.arg) else node.id if isinstance(node, ast.Name) else ""
        if name in names and name not in order:
            order.append(name)
    return order


def _fresh(used: set[str], before: str) -> Iterator[str]:
    for more in ("", *_LETTERS):
        for letter in _LETTERS:
            if before + more + letter not in used:
                yield before + more + letter


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name = self.names.get(node.name, node.name)
        self.generic_visit(node)
        return node
