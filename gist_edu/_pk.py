"""Population models of imatinib as data: ``data/pk.yaml`` read and checked, its addresses turned into numbers.

The portable models get plain numbers; beside each resolved number ``<field>_from`` keeps its address, so that a table
can link it. A misfit names file, entry, field, expectation and remedy.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gist_edu import _yaml
from gist_edu._ledger import DATA, LedgerError, resolve
from gist_edu._types import Json

FILE = DATA / "pk.yaml"
MODEL = ("id", "name", "record", "disease", "structure", "absorption", "parameters")
STRUCTURES = ("one_compartment", "two_compartment")
# kind of absorption -> parameters it needs beside clearance and volume
ABSORPTIONS = {"zero_order": ("duration",), "first_order": ("ka",), "chain": ("ka", "ktr", "steps")}
PARAMETERS = ("cl", "v", "q", "vp", "ka", "duration", "lag", "ktr", "steps", "f")
TERMS = {  # kind of a covariate term -> what it needs
    "power": ("at", "exponent"),
    "additive": ("at", "size"),
    "linear": ("at", "slope"),
    "fading": ("excess", "rate"),
}
SPREADS = ("cl", "v", "vp", "absorption", "shared", "correlation", "residual")
FORMS = ("fold", "rise", "auc_fall", "auc_rise", "auc_fold", "ratio", "none", "unknown")
GROUPS = ("interaction", "tablet", "patient")


class PkError(ValueError):
    """A file that does not fit; the text names file, entry, field, expectation and remedy."""


@cache
def _pk(path: Path = FILE) -> Json:
    raw = _yaml.load(path.read_text(encoding="utf-8"))
    _expect(isinstance(raw, dict), path.name, "a mapping with limits, covariates, models and factors")
    data: Json = _numbers(raw, path.name)
    covariates = {one["id"]: one for one in data["covariates"]}
    for model in data["models"]:
        _model(model, covariates, f"{path.name}: model {model.get('id')}")
    data["factors"] = [_factor(one, f"{path.name}: factor {one.get('id')}") for one in data["factors"]]
    for part in ("models", "factors", "thresholds", "scenarios", "covariates"):
        ids = [one["id"] for one in data[part]]
        _expect(len(set(ids)) == len(ids), f"{path.name}: {part}", "each id once; rename one")
    _scenarios(data, path.name)
    return data


def pk(path: Path = FILE) -> Json:
    """A fresh copy of all models, factors, thresholds and scenarios, with plain numbers."""
    return copy.deepcopy(_pk(path))


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise PkError(f"{where}: expected {expectation}.")


# ---------------------------------------------------------------- addresses become numbers


def _numbers(raw: Any, where: str) -> Any:
    """The same tree with each ``ev:`` text turned into its number; ``<field>_from`` keeps the address."""
    if isinstance(raw, list):
        return [_number(one, where)[0] if _is_address(one) else _numbers(one, where) for one in raw]
    if not isinstance(raw, Mapping):
        return raw
    found: Json = {}
    for key, value in raw.items():
        if key == "record":
            found[key] = _record(value, where)
        elif _is_address(value):
            found[key], found[f"{key}_from"] = _number(value, f"{where}, field {key}")
        else:
            found[key] = _numbers(value, where)
    return found


def _record(text: Any, where: str) -> str:
    """The id of a record that is named as ``ev:id``."""
    _expect(_is_address(text), f"{where}, field record", "the record as ev:id")
    try:
        return resolve(text[3:]).record.id
    except LedgerError as error:
        raise PkError(f"{where}: {error}") from error


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.lstrip("-").startswith("ev:")


def _number(text: str, where: str) -> tuple[Any, str]:
    """(number, address); a percentage becomes a share, a leading minus turns the sign."""
    address = text.lstrip("-")[3:]
    try:
        value = resolve(address).value
    except LedgerError as error:
        raise PkError(f"{where}: {error}") from error
    if value is None or isinstance(value.value, str):
        raise PkError(f"{where}: expected a number behind ev:{address}; name a value of the record.")
    factor = (0.01 if value.unit == "%" else 1) * (-1 if text.startswith("-") else 1)
    if isinstance(value.value, (list, tuple)):
        return [float(part) * factor for part in value.value], address
    return round(float(value.value) * factor, 12), address


# ---------------------------------------------------------------- models


def _model(model: Json, covariates: Mapping[str, Any], where: str) -> None:
    missing = [key for key in MODEL if not model.get(key)]
    _expect(not missing, where, f"a value for {', '.join(missing)}: write it")
    _expect(model["structure"] in STRUCTURES, f"{where}, field structure", f"one of {', '.join(STRUCTURES)}")
    _expect(model["absorption"] in ABSORPTIONS, f"{where}, field absorption", f"one of {', '.join(ABSORPTIONS)}")
    two = model["structure"] == "two_compartment"
    _expect(not (two and model["absorption"] == "zero_order"), where, "first_order or chain with two compartments")
    needed = ("cl", "v", *(("q", "vp") if two else ()), *ABSORPTIONS[model["absorption"]])
    given = [key for key in model["parameters"] if not key.endswith("_from")]
    _expect(set(needed) <= set(given) <= set(PARAMETERS), f"{where}, field parameters",
            f"{', '.join(needed)} and no others than {', '.join(PARAMETERS)}")
    model["parameters"] = {key: _parameter(key, model["parameters"], f"{where}, parameter {key}") for key in given}
    reachable = set()
    for use in model["uses"]:
        _expect(use["of"] in covariates, f"{where}, field uses", f"an id from covariates; there is no {use['of']!r}")
        options = covariates[use["of"]].get("options")
        reachable |= set(options[0]["numbers"]) if options else {use["of"]}
        _expect(bool(options) or use["low"] <= use["start"] <= use["high"], f"{where}, uses {use['of']}",
                "low, start and high in this order")
    asked = {one["of"] for parameter in model["parameters"].values() for one in parameter["terms"]}
    _expect(asked <= reachable, f"{where}, field uses", f"the covariates of all terms: {', '.join(sorted(asked))}")
    spread = model.get("variability")
    _expect(spread is None or ("cl" in spread and all(key.removesuffix("_from") in SPREADS for key in spread)),
            f"{where}, field variability", f"cl and no others than {', '.join(SPREADS)}; or null where it was not seen")


def _parameter(key: str, parameters: Json, where: str) -> Json:
    """{base, base_from, terms}."""
    value = parameters[key]
    if isinstance(value, (int, float)):
        value = {"base": value, "base_from": parameters.get(f"{key}_from"), "terms": []}
    _expect(isinstance(value.get("base"), (int, float)) and value["base"] > 0, where,
            "a base above 0: name its ledger value")
    for term in value.setdefault("terms", []):
        _expect(term.get("kind") in TERMS, f"{where}, field kind", f"one of {', '.join(TERMS)}")
        lost = [name for name in ("of", *TERMS[term["kind"]]) if name not in term]
        _expect(not lost, f"{where}, term {term['kind']}", f"a value for {', '.join(lost)}: write it")
    return dict(value)


# ---------------------------------------------------------------- factors and scenarios


def _factor(raw: Json, where: str) -> Json:
    """With ``clearance`` and ``bioavailability`` as plain multipliers and ``size`` known, none or unknown."""
    _expect(raw.get("group") in GROUPS, f"{where}, field group", f"one of {', '.join(GROUPS)}")
    effect = raw["effect"]
    form = effect.get("form")
    _expect(form in FORMS, f"{where}, field form", f"one of {', '.join(FORMS)}")
    found: Json = {**raw, "clearance": 1.0, "bioavailability": 1.0, "size": "known", "split": None}
    if form in ("none", "unknown"):
        return {**found, "size": form}
    what = effect.get("what")
    _expect(what in ("clearance", "bioavailability"), f"{where}, field what", "clearance or bioavailability")
    found[what] = _multiplier(form, effect["value"])
    _expect(found[what] > 0, f"{where}, field value", "an effect that leaves something of the level")
    if "peak" in raw:
        # The peak of one dose follows the share absorbed; what is left of the change of the AUC is clearance.
        peak = 1 / _multiplier(raw["peak"]["form"], raw["peak"]["value"])
        found["split"] = {"bioavailability": peak, "clearance": peak * found["clearance"]}
    return found


def _multiplier(form: str, value: Any) -> float:
    """What clearance or bioavailability is multiplied with."""
    if form == "ratio":
        return float(value[0] / value[1])
    if form == "auc_fold":
        return float(len(value) / sum(value))
    forms = {"fold": value, "rise": 1 + value, "auc_fall": 1 / (1 - value), "auc_rise": 1 / (1 + value)}
    return float(forms[form])


def _scenarios(data: Json, where: str) -> None:
    models = {model["id"]: model for model in data["models"]}
    factors = {one["id"] for one in data["factors"]}
    for one in [*data["scenarios"], *data["published"]]:
        name = one.get("id") or one.get("what")
        _expect(one["model"] in models, f"{where}: {name}, field model", f"the id of a model, not {one['model']!r}")
        known = {use["of"] for use in models[one["model"]]["uses"]}
        for side in ("before", "after", "at", "against"):
            asked = (one.get(side) or {}).get("factors", {})
            here = f"{where}: {name}, field {side}"
            _expect(set(asked) - {"with", "split"} <= known, here, f"covariates of its model: {', '.join(known)}")
            _expect(set(asked.get("with", [])) <= factors, here, "ids of factors under with")
