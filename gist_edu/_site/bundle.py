"""Static files of the site made from the package: the portable Python, its data bundles, and the evidence cards.

Classic scripts that fill one global each, so that a copy opened from a folder works without a server. A page loads the
core, and of the rest only the code and the bundle of the simulators that stand on it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gist_edu import evidence
from gist_edu._data import CORE, PACKAGE, PARTS, addresses, bundles, simulator_data
from gist_edu._ledger import ledger, walk_values
from gist_edu._site import links, shorten

_JOIN = '((r,v)=>{const c={...r};for(const a in v)c[a]={...r[a.split(".")[0]],...v[a]};return c})'


def data(bundle: str) -> dict[str, Any]:
    """A data bundle (see ``gist_edu._data``)."""
    return simulator_data(bundle)


def python_files(name: str | None = None, root: Path = PACKAGE) -> dict[str, str]:
    """Path -> program of the core, or of what one simulator adds; the package's own ``__init__`` is empty there."""
    paths = CORE if name is None else PARTS[name].modules
    files = {"gist_edu/__init__.py": ""} if name is None else {}
    read = {f"gist_edu/{path}": slim((root / path).read_text(encoding="utf-8")) for path in paths}
    return {**files, **{path: shorten.program(text) for path, text in read.items()}}


def slim(source: str) -> str:
    """The same program without what only people and type checkers read: a fifth less for a phone to fetch."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [line for line in node.body if not _for_people(line)] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            for argument in [*node.args.args, *node.args.kwonlyargs]:
                argument.annotation = None
    return ast.unparse(_Unannotated().visit(tree)) + "\n"


def _for_people(line: ast.stmt) -> bool:
    """A docstring, or the part that is read by type checkers only."""
    if isinstance(line, ast.Expr):
        return isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
    return isinstance(line, ast.If) and isinstance(line.test, ast.Name) and line.test.id == "TYPE_CHECKING"


class _Unannotated(ast.NodeTransformer):
    """``a: "int" = 1`` becomes ``a = 1``."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([node.target], node.value, lineno=node.lineno), node)


def scripts() -> dict[str, str]:
    """File name -> script: the core, each simulator's code, each data bundle with the places of its evidence."""
    found = code()
    for bundle in bundles():
        found[f"gist-data-{bundle}.js"] = data_script(bundle, data(bundle), addresses(bundle))
    return found


def code() -> dict[str, str]:
    """File name -> script of the core and of each simulator's code."""
    found = {"gist-python.js": _added({"files": python_files()})}
    return {**found, **{f"gist-sim-{name}.js": _added({"files": python_files(name)}) for name in PARTS}}


def data_script(bundle: str, content: Mapping[str, Any], named: Iterable[str]) -> str:
    """The script of one data bundle, with the places of the evidence it names."""
    hrefs = {address: links.href(address) for address in sorted(named)}
    return _added({"data": {bundle: _compact(content)}, "hrefs": hrefs})


def cards() -> str:
    """``gist-cards.js``: one card for each address that can be linked, with and without its default data cut.

    A value's card repeats most of its record's, so the file holds what differs and a line of script puts them together.
    """
    records = ledger()
    of_records = {record_id: evidence.card(record_id).fields() for record_id in records}
    of_values: dict[str, dict[str, Any]] = {}
    for record, value in walk_values(records.values()):
        common, card = of_records[record.id], evidence.card(value.address).fields()
        of_values[value.address] = {key: text for key, text in card.items() if text != common[key]}
        if record.default_cut and value.key.endswith("@" + record.default_cut):
            of_values[value.address.partition("@")[0]] = of_values[value.address]
    return f"globalThis.GIST_CARDS={_JOIN}({_compact(of_records)},{_compact(of_values)});\n"


def _compact(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _added(content: Mapping[str, Mapping[str, str]]) -> str:
    """A script that adds to ``GIST_PYTHON``, whichever of them runs first."""
    given = _compact(content)
    empty = "{files:{},data:{},hrefs:{}}"
    return f"{{const p=globalThis.GIST_PYTHON??={empty},a={given};for(const k in a)Object.assign(p[k],a[k])}}\n"
