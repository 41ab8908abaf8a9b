"""The work-up of a progression, as a table: what is asked first, what its answer changes.

>>> from gist_edu import progression
>>> list(progression.work_up()["ask"])[:2]
['Is it growth at all?', 'One place, or many?']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from gist_edu import _yaml
from gist_edu._ledger import DATA, link_problem

if TYPE_CHECKING:
    import pandas as pd

FILE = DATA / "work_up.yaml"
_FIELDS = ("id", "ask", "why", "then")
_LINK = re.compile(r"\[([^\]]+)\]\(ev:([^)\s]+)\)")


class WorkUpError(ValueError):
    """A step that does not fit; the text names file, step, expectation and remedy."""


@dataclass(frozen=True)
class Step:
    """One question of the work-up: what is asked, what that rests on, what its answer changes."""

    id: str
    ask: str
    why: str
    then: str


@cache
def steps(path: Path = FILE) -> tuple[Step, ...]:
    """All steps in the order of asking; the first misfit raises ``WorkUpError``."""
    try:
        raw = _yaml.load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise WorkUpError(f"{path.name}: not readable as YAML: {error}") from error
    _expect(isinstance(raw, list) and bool(raw), path.name, "a list of steps; begin each with '- id: ...'")
    found = tuple(_step(one, path.name) for one in raw)
    _expect(len({step.id for step in found}) == len(found), path.name, "each id once; rename one")
    return found


def work_up() -> pd.DataFrame:
    """The steps in order, in words; what each rests on stands, with its evidence, on the page of the drug cards."""
    import pandas as pd

    rows = [{"ask": step.ask, "then": step.then} for step in steps()]
    return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="step"), dtype="string")


def _expect(ok: bool, where: str, expectation: str) -> None:
    if not ok:
        raise WorkUpError(f"{where}: expected {expectation}.")


def _step(raw: Any, file: str) -> Step:
    where = f"{file}: step {raw.get('id', '?') if isinstance(raw, dict) else raw!s:.20}"
    _expect(isinstance(raw, dict) and sorted(raw) == sorted(_FIELDS), where, f"the fields {', '.join(_FIELDS)}")
    _expect(str(raw["ask"]).endswith("?"), f"{where}, field ask", "a question")
    links = _LINK.findall(raw["why"])
    _expect(bool(links), f"{where}, field why", "an evidence link, [words](ev:record)")
    for shown, address in links:
        problem = link_problem(address, shown)
        _expect(problem is None, f"{where}, field why", f"a link that agrees with the ledger: {problem}")
    return Step(**{name: str(raw[name]) for name in _FIELDS})
