"""Drugs by class of mutation, and single variants, read and checked at the border.

``data/drugs.yaml`` and ``data/variants.yaml`` are written by people, so a misfit names file, entry, field, what is
expected and what to do. Every evidence link resolves; a kind of evidence needs a record whose design can carry it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gist_edu import _yaml
from gist_edu._ledger import DATA, LedgerError, Link, link_problem, resolve
from gist_edu._types import Json
from gist_edu.models import hgvs, interpret

FILES = ("drugs.yaml", "variants.yaml")
GENES = ("KIT", "PDGFRA")
ROLES = (
    "primary", "secondary", "primary_or_secondary", "germline_possible", "polymorphism", "not_activating", "unknown",
)
LINES = ("first", "second", "third", "fourth")
LABORATORY = ("in_vitro_cell", "kd")
PATIENTS = ("randomised", "exploratory", "single_arm", "series")
_CLASS = ("id", "name", "group", "role", "meaning", "ask", "not_said")
_CLASS_MORE = ("match", "frequency", "drugs", "board", "other_role", "as_second")
_RULE = ("gene", "names", "codons", "exons", "kinds", "unnamed", "other_genes", "fusion")
_CELL = ("call", "kind", "lines", "md")
_CELL_MORE = ("disagreement", "weaker", "label")
_VARIANT = ("gene", "name")
_VARIANT_MORE = ("role", "note", "frequency", "inherited", "drugs")
_LINK = re.compile(r"\[([^\]]*)\]\(ev:([^)\s]+)\)")


class DrugDataError(ValueError):
    """An entry of the drug or variant data that does not fit; the text names file, entry, field and remedy."""


@cache
def load(folder: Path = DATA) -> Json:
    """Both files as plain data: {"drugs": ..., "variants": ...}, checked."""
    drugs, variants = (_read(folder / name) for name in FILES)
    _check_drugs(drugs)
    _check_variants(drugs, variants)
    return {"drugs": drugs, "variants": variants}


def texts(value: Any) -> Iterator[str]:
    """Every text in a piece of data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def links(text: str) -> list[Link]:
    """The ledger links in a text."""
    return [resolve(address) for _, address in _LINK.findall(text)]


# ---------------------------------------------------------------- classes and their cells


def _check_drugs(data: Json) -> None:
    where = "drugs.yaml"
    for key in ("rule", "calls", "kinds", "nothing", "groups", "drugs", "classes"):
        _expect(key in data, where, f"the field '{key}'; add it")
    for key in ("kinds", "calls", "groups", "drugs", "classes"):
        _unique([entry.get("id") for entry in data[key]], f"{where}: {key}")
    for drug in data["drugs"]:
        _labels(drug.get("labels"), f"{where}: drug {drug['id']}, labels")
    for entry in data["classes"]:
        _check_class(data, entry)
    for text in texts(data):
        _check_links(text, where)


def _check_class(data: Json, entry: Json) -> None:
    where = f"drugs.yaml: class {entry.get('id')}"
    _fields(entry, _CLASS, _CLASS_MORE, where)
    _one_of(entry["role"], ROLES, f"{where}, role")
    _one_of(entry["group"], _ids(data, "groups"), f"{where}, group")
    for key in ("other_role", "as_second"):
        _one_of(entry.get(key, entry["id"]), _ids(data, "classes"), f"{where}, {key}")
    for rule in entry.get("match", []):
        _check_rule(rule, f"{where}, match")
    _check_cells(data, entry.get("drugs", {}), where)


def _check_rule(rule: Json, where: str) -> None:
    _fields(rule, (), _RULE, where)
    if "other_genes" in rule:
        alone = not [key for key in rule if key not in ("other_genes", "fusion")]
        _expect(alone, where, "other_genes with no condition but fusion")
        return
    _one_of(rule.get("gene"), GENES, f"{where}, gene")
    codons = rule.get("codons", [1, 1])
    _expect(len(codons) == 2 and codons[0] <= codons[1], f"{where}, codons", "[first, last]")


def _check_cells(data: Json, cells: Json, where: str, alone: bool = False) -> None:
    """``alone``: a disagreement may stand alone, because the class has the rest."""
    for drug, cell in cells.items():
        place = f"{where}, {drug}"
        _one_of(drug, _ids(data, "drugs"), place)
        if alone and list(cell) == ["disagreement"]:
            continue
        _fields(cell, _CELL, _CELL_MORE, place)
        _one_of(cell["call"], _ids(data, "calls"), f"{place}, call")
        _one_of(cell["kind"], _ids(data, "kinds"), f"{place}, kind")
        _check_lines(cell, place)
        _carries(data, cell["kind"], cell["md"], place)
        if "label" in cell:
            _labels(cell["label"], f"{place}, label")
        _check_weaker(data, cell, place)


def _check_lines(cell: Json, where: str) -> None:
    for line in cell["lines"]:
        _one_of(line, LINES, f"{where}, lines")
    if cell["kind"] in LABORATORY:
        _expect(not cell["lines"], f"{where}, lines", "[] for laboratory work: no patient, no line of treatment")
    if cell["kind"] in PATIENTS:
        _expect(bool(cell["lines"]), f"{where}, lines", "the lines of treatment in which patients were seen")
    if cell["kind"] == "none":
        _expect(cell["call"] == "unknown", f"{where}, call", "unknown, because the kind is none; give the evidence")


def _check_weaker(data: Json, cell: Json, where: str) -> None:
    order = _ids(data, "kinds")
    for one in cell.get("weaker", []):
        _fields(one, ("kind", "md"), (), f"{where}, weaker")
        _one_of(one["kind"], order, f"{where}, weaker")
        stronger = order.index(one["kind"]) < order.index(cell["kind"])
        remedy = f"nothing stronger than '{cell['kind']}'; put the best evidence above"
        _expect(not stronger, f"{where}, weaker", remedy)
        _carries(data, one["kind"], one["md"], f"{where}, weaker")


def _carries(data: Json, kind: str, md: str, where: str) -> None:
    """At least one record that was seen, of a design that can carry the kind."""
    fits = next(entry["fits"] for entry in data["kinds"] if entry["id"] == kind)
    seen = [link.record for link in _links(md, where) if _was_seen(link)]
    if kind == "none":
        _expect(not seen, f"{where}, kind", "another kind than 'none': the text links evidence")
        return
    given = ", ".join(f"{record.id} ({record.design})" for record in seen) or "no record that was seen"
    fit = any(record.design in fits for record in seen)
    wanted = f"a linked record of the design {' or '.join(fits)}; the text links {given}"
    _expect(fit, f"{where}, kind '{kind}'", wanted)


def _was_seen(link: Link) -> bool:
    return link.form != "unverified" and (link.value or link.record).verified != "memory"


def _labels(given: Any, where: str) -> None:
    _expect(isinstance(given, dict) and sorted(given) == ["eu", "us"], where, "both us and eu, each one sentence")


# ---------------------------------------------------------------- single variants


def _check_variants(drugs: Json, data: Json) -> None:
    where = "variants.yaml"
    _fields(data, ("seen", "remembered", "variants"), (), where)
    genes = _yaml.load((DATA / "genes.yaml").read_text(encoding="utf-8"))
    both = {"drugs": drugs, "variants": data}
    for gene in GENES:
        names = [*data["seen"].get(gene, []), *data["remembered"].get(gene, [])]
        _unique(names, f"{where}: names of {gene}")
        for name in names:
            _check_name(genes, both, gene, name, f"{where}: {gene} {name}")
    _unique([(entry.get("gene"), entry.get("name")) for entry in data["variants"]], f"{where}: variants")
    for entry in data["variants"]:
        place = f"{where}: {entry.get('gene')} {entry.get('name')}"
        _fields(entry, _VARIANT, _VARIANT_MORE, place)
        _one_of(entry.get("role", ROLES[0]), ROLES, f"{place}, role")
        _one_of(entry.get("inherited", "seen"), ("seen", "memory"), f"{place}, inherited")
        listed = [*data["seen"].get(entry["gene"], []), *data["remembered"].get(entry["gene"], [])]
        _expect(entry["name"] in listed, place, "the name under seen or remembered, too; add it")
        _check_cells(drugs, entry.get("drugs", {}), place, alone=True)
    for text in texts(data):
        _check_links(text, where)


def _check_name(genes: Json, data: Json, gene: str, name: str, where: str) -> None:
    try:
        parsed = hgvs.parse(genes, name, gene)
    except hgvs.VariantError as error:
        raise DrugDataError(f"{where}: not a name the parser knows: {error}") from error
    _expect(parsed["hgvs_p"] == name, where, f"the name by the 3' rule, {parsed['hgvs_p']}")
    _expect(interpret.class_of(data, parsed) is not None, where, "a class in drugs.yaml whose match fits; add one")


# ---------------------------------------------------------------- evidence and shapes


def _links(md: str, where: str) -> list[Link]:
    try:
        return links(md)
    except LedgerError as error:
        raise DrugDataError(f"{where}: {error}") from error


def _check_links(text: str, file: str) -> None:
    for (phrase, address), link in zip(_LINK.findall(text), _links(text, f"{file}: '{text[:60]}…'"), strict=True):
        shown = phrase or link.text
        _expect(bool(shown), f"{file}: {address}", "words in the link, because a record without a value has no text")
        problem = link_problem(address, str(shown))
        if problem:
            raise DrugDataError(f"{file}: '{text[:60]}…': {problem}")
        if link.value is not None and link.value.unit == "nM":
            _expect("dose" in text, f"{file}: '{text[:60]}…'", "the words that a concentration in a dish is no dose")


def _ids(data: Json, key: str) -> list[str]:
    return [entry["id"] for entry in data[key]]


def _fields(entry: Any, needed: tuple[str, ...], more: tuple[str, ...], where: str) -> None:
    _expect(isinstance(entry, dict), where, "fields with names")
    missing = [key for key in needed if key not in entry]
    unknown = [key for key in entry if key not in needed + more]
    _expect(not missing, where, f"the field '{(missing or [''])[0]}'; add it")
    _expect(not unknown, where, f"only {', '.join(needed + more)}; '{(unknown or [''])[0]}' is none of them")


def _one_of(value: Any, allowed: Any, where: str) -> None:
    _expect(value in list(allowed), where, f"one of {', '.join(map(str, allowed))}, not '{value}'")


def _unique(values: list[Any], where: str) -> None:
    twice = [value for place, value in enumerate(values) if value in values[:place]]
    _expect(not twice, where, f"each once; '{(twice or [''])[0]}' stands twice, remove one")


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise DrugDataError(f"{where}: expected {expectation}.")


def _read(path: Path) -> Json:
    try:
        raw = _yaml.load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DrugDataError(f"{path.name}: not readable: {error}") from error
    _expect(isinstance(raw, dict), path.name, "fields with names at the top")
    return dict(raw)
