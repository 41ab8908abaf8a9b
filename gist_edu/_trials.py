"""The trials of the book as data: design and arms from ``data/trials/``, every number from the ledger.

A trial file names ledger records; landmarks, medians, hazard ratios and follow-up are found in them by their keys
(``rfs_60m.arm_36m@54m``, ``median_pfs.mg400``, ``hr_rfs@54m``), so no number stands twice. Values held from memory are
left out of the curves and listed as unverified. A misfit names file, trial, field, expectation and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gist_edu import _yaml
from gist_edu._ledger import DATA, LedgerError, Record, Value, ledger, resolve
from gist_edu._types import Json
from gist_edu.models import survival

FOLDER = DATA / "trials"
SETTINGS = ("adjuvant", "neoadjuvant", "advanced", "later_lines")
DESIGNS = ("randomised", "pooled", "single_arm", "cohort")
MONTHS_IN = {"months": 1.0, "years": 12.0, "weeks": 7 / 30.4375, "days": 1 / 30.4375}
_REQUIRED = ("id", "name", "setting", "design", "question", "population", "time_zero", "arms", "endpoints")
_OPTIONAL = ("registry", "phase", "compare", "part_of", "mind", "mask", "answer")
_ARM = ("id", "name", "gives", "n", "months")
_ENDPOINT = ("id", "name", "records", "primary", "prefix")
_KEY = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\.(?P<arm>[a-z0-9_]+))?(?:@(?P<cut>[a-z0-9_]+))?\Z")


class TrialError(ValueError):
    """A trial file that does not fit; the text names file, trial, field, expectation and remedy."""


@cache
def trials(folder: Path = FOLDER) -> dict[str, Json]:
    """All trials by id, in the order of the files and of the entries in them, as plain data."""
    found: dict[str, Json] = {}
    for path in sorted(folder.glob("*.yaml")):
        for raw in _read(path):
            trial = _trial(raw, path.name)
            _expect(trial["id"] not in found, f"{path.name}: trial {trial['id']}", "each id once; rename one")
            found[trial["id"]] = trial
    _expect(bool(found), str(folder), "at least one trial; a folder without any teaches nothing")
    return found


def for_the_stage() -> list[Json]:
    """What the trial theatre needs of each trial: no texts of numbers, these come with their addresses."""
    return [_staged(trial) for trial in trials().values()]


def _staged(trial: Json) -> Json:
    kept = {name: trial[name] for name in ("id", "name", "setting", "design", "question", "population", "time_zero",
                                           "mind", "compare")}
    arms = [{**arm, "n": arm["n"] and arm["n"]["address"]} for arm in trial["arms"]]
    endpoints = [{**one, "cuts": [_staged_cut(cut) for cut in one["cuts"]]} for one in trial["endpoints"]]
    return {**kept, "arms": arms, "endpoints": endpoints}


def _staged_cut(cut: Json) -> Json:
    def bare(shown: Json) -> Json:
        return {name: value for name, value in shown.items() if name not in ("text", "verified") and value is not None}

    curves = {arm: [bare(mark) for mark in marks] for arm, marks in cut["curves"].items()}
    medians = {arm: bare(median) for arm, median in cut["medians"].items()}
    return {**cut, "curves": curves, "medians": medians, "hr": cut["hr"] and bare(cut["hr"])}


# ---------------------------------------------------------------- reading


def _read(path: Path) -> list[Any]:
    try:
        raw = _yaml.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise TrialError(f"{path.name}: not readable as YAML: {error}") from error
    _expect(isinstance(raw, list) and bool(raw), path.name, "a list of trials; begin each with '- id: ...'")
    return list(raw)


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise TrialError(f"{where}: expected {expectation}.")


def _fields(raw: Any, required: tuple[str, ...], known: tuple[str, ...], where: str) -> Json:
    _expect(isinstance(raw, dict), where, f"fields; got {raw!r:.60}")
    missing = [name for name in required if raw.get(name) in (None, "", [])]
    _expect(not missing, where, f"a value for {', '.join(missing)}: write it")
    extra = [str(name) for name in raw if name not in known]
    _expect(not extra, where, f"only the fields {', '.join(known)}; delete {', '.join(extra)}")
    return dict(raw)


def _trial(raw: Any, file: str) -> Json:
    name = raw.get("id", "?") if isinstance(raw, dict) else raw
    where = f"{file}: trial {name!s:.20}"
    trial = _fields(raw, _REQUIRED, _REQUIRED + _OPTIONAL, where)
    _expect(trial["setting"] in SETTINGS, f"{where}, field setting", f"one of {', '.join(SETTINGS)}")
    _expect(trial["design"] in DESIGNS, f"{where}, field design", f"one of {', '.join(DESIGNS)}")
    arms = [_arm(one, f"{where}, field arms") for one in trial["arms"]]
    names = [arm["id"] for arm in arms]
    pair = trial.get("compare") or []
    _expect(all(name in names for name in pair) and len(pair) in (0, 2), f"{where}, field compare",
            f"two arms, treatment first, out of {', '.join(names)}")
    endpoints = [_endpoint(one, names, pair, f"{where}, field endpoints") for one in trial["endpoints"]]
    return {**{name: trial.get(name) for name in _OPTIONAL}, **trial, "arms": arms, "endpoints": endpoints,
            "compare": list(pair), "mind": list(trial.get("mind") or [])}


def _arm(raw: Any, where: str) -> Json:
    arm = _fields(raw, ("id", "name", "gives"), _ARM, where)
    count = _number(arm["n"], where) if arm.get("n") else None
    return {"id": str(arm["id"]), "name": str(arm["name"]), "gives": arm["gives"], "months": arm.get("months"),
            "n": count}


def _endpoint(raw: Any, arms: list[str], pair: list[str], where: str) -> Json:
    endpoint = _fields(raw, ("id", "name", "records"), _ENDPOINT, where)
    where = f"{where}: {endpoint['id']}"
    prefix = endpoint.get("prefix") or endpoint["id"]
    cuts: dict[str, Json] = {}
    for source in endpoint["records"]:
        record, cut, label = _record(source, where)
        for found in _values(record, cut, label):
            _place(found, cuts, prefix, arms, pair)
    kept = [_finished(cut, where) for cut in cuts.values() if cut["curves"] or cut["medians"] or cut["hr"]]
    _expect(bool(kept), where, f"records with values such as {prefix}_36m, median_{prefix} or hr_{prefix}; found none")
    return {"id": endpoint["id"], "name": endpoint["name"], "primary": bool(endpoint.get("primary")), "cuts": kept}


def _record(source: Any, where: str) -> tuple[Record, str | None, str | None]:
    """The ledger record, and the name of its data cut where the trial file gives it one."""
    raw: Mapping[str, str] = {"record": source} if isinstance(source, str) else source
    known = ledger()
    _expect(raw.get("record") in known, where, f"a record of the ledger; there is no {raw.get('record')!r}")
    return known[raw["record"]], raw.get("cut"), raw.get("label")


# ---------------------------------------------------------------- from ledger values to curves


def _values(record: Record, cut: str | None, label: str | None) -> Iterator[Json]:
    """Each value with name, arm and cut; a value without a cut belongs to the record's default cut."""
    for key, value in record.values.items():
        match = _KEY.match(key)
        if match is None:
            continue
        own = cut or match["cut"] or record.default_cut or ""
        yield {"name": match["name"], "arm": match["arm"], "cut": own, "value": value,
               "label": label or record.cuts.get(own, "")}


def _place(found: Json, cuts: dict[str, Json], prefix: str, arms: list[str], pair: list[str]) -> None:
    """Put a value where it belongs: landmark, median, hazard ratio, follow-up, or nowhere."""
    cut = cuts.setdefault(found["cut"], {"id": found["cut"], "label": found["label"], "follow_up": None, "curves": {},
                                         "medians": {}, "hr": None, "unverified": []})
    value: Value = found["value"]
    arm = found["arm"] or "all"
    landmark = re.fullmatch(rf"{prefix}_(\d+)m", found["name"])
    is_median = found["name"] in (f"median_{prefix}", f"median_{prefix}_months")
    if (landmark or is_median) and arm in arms and value.verified == "memory":
        cut["unverified"].append(value.address)
    elif landmark and arm in arms and value.unit == "%":
        cut["curves"].setdefault(arm, []).append(_landmark(value, int(landmark[1])))
    elif is_median and arm in arms and value.unit in MONTHS_IN and isinstance(value.value, (int, float)):
        _keep_median(cut["medians"], arm, value)
    elif found["name"] == f"hr_{prefix}" and found["arm"] is None and pair and value.verified != "memory":
        cut["hr"] = {**_shown(value), "treatment": pair[0], "control": pair[1]}
    elif found["name"] in ("follow_up", "median_follow_up") and found["arm"] is None and value.verified != "memory":
        cut["follow_up"] = _shown(value)


def _keep_median(medians: dict[str, Json], arm: str, value: Value) -> None:
    """The median in months; the record's own months are preferred to a conversion of ours."""
    if arm not in medians or value.unit == "months":
        assert isinstance(value.value, (int, float))
        months = value.value * MONTHS_IN[value.unit]
        medians[arm] = {**_shown(value), "months": months, "converted": value.unit != "months"}


def _shown(value: Value) -> Json:
    number = value.value if isinstance(value.value, (int, float)) else None
    low, high = value.ci or (None, None)
    return {"address": value.address, "text": value.format(), "value": number, "low": low, "high": high,
            "verified": value.verified}


def _landmark(value: Value, months: int) -> Json:
    shown = _shown(value)
    scale = {name: _of_one(shown[name]) for name in ("value", "low", "high")}
    return {"t": months, "s": scale["value"], "low": scale["low"], "high": scale["high"],
            "address": shown["address"], "text": shown["text"], "verified": shown["verified"]}


def _of_one(percent: float | None) -> float | None:
    return None if percent is None else round(percent / 100, 6)


def _finished(cut: Json, where: str) -> Json:
    """Landmarks in order of time, with the knots of their curve; a rising curve is an error of the ledger."""
    for arm, marks in cut["curves"].items():
        marks.sort(key=lambda mark: mark["t"])
        try:
            survival.knots(marks, cut["medians"].get(arm, {}).get("months"))
        except ValueError as error:
            raise TrialError(f"{where}, arm {arm}, cut {cut['id'] or 'only'}: {error}") from error
    return cut


def _number(address: str, where: str) -> Json:
    try:
        value = resolve(address).value
    except LedgerError as error:
        raise TrialError(f"{where}: {error}") from error
    _expect(value is not None, where, f"the address of a value; {address} is a record")
    assert value is not None
    return _shown(value)
