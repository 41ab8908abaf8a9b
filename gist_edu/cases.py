"""The cases of the clinic: find one, play it in code, and see which claim each exercises.

>>> from gist_edu import cases
>>> played = cases.play("a2_one_letter", ["call", "observe"])
>>> played.score, played.outcome
((2, 2), 'good')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gist_edu import _cases
from gist_edu._cases import Case, CaseFileError
from gist_edu._cases_bundle import reference_moves
from gist_edu._data import simulator_data
from gist_edu._types import Json
from gist_edu.models import case_result
from gist_edu.models import cases as engine
from gist_edu.models.cases import CaseError

if TYPE_CHECKING:
    import pandas as pd

_ADDRESS = re.compile(r"\]\(ev:([^)\s]+)")
__all__ = ["Case", "CaseError", "CaseFileError", "Play", "claims", "frame", "ids", "load", "play", "reference",
           "sources"]


@dataclass(frozen=True)
class Play:
    """What came of a play: ``score`` is (first answers that can be defended, decisions met); ``path`` the decisions."""

    case: str
    score: tuple[int, int]
    path: tuple[str, ...]
    verdicts: tuple[str, ...]
    feedback: tuple[str, ...]
    badges: tuple[str, ...]
    evidence: tuple[str, ...]
    outcome: str | None
    days: int

    def __repr__(self) -> str:
        good, met = self.score
        ends = f"{self.outcome} end on day {self.days}" if self.outcome else "not at its end"
        return f"{self.case}: {good} of {met} first answers can be defended; {ends}; badges: " + (
            ", ".join(self.badges) or "none")


def ids() -> list[str]:
    """Ids of all cases, in the order of the clinic."""
    return list(_cases.load())


def load(case_id: str) -> Case:
    """One case as it is written; an unknown id names those there are."""
    found = _cases.load()
    if case_id not in found:
        raise ValueError(f"There is no case '{case_id}'; choose one of: {', '.join(found)}.")
    return found[case_id]


def play(case: str | Case, choices: Sequence[Any]) -> Play:
    """Play a case with option ids in their order; ``"?name"`` asks for something first, a number answers a number.

    Predictions and sentences that are not answered are passed over. A choice that the case does not offer raises
    ``CaseError`` and names those it does.
    """
    case_id = case if isinstance(case, str) else case.id
    ready = simulator_data(f"cases.{load(case_id).id}")["case"]
    state = engine.start(ready)
    for choice in choices:
        state = _moved(ready, state, choice)
    return _told(ready, _passed(ready, state))


def reference(case_id: str) -> Play:
    """The reference path of a case, played: what guideline and trials support."""
    ready = simulator_data(f"cases.{case_id}")["case"]
    return _told(ready, engine.run(ready, reference_moves(load(case_id))))


def _moved(ready: Json, state: Json, choice: Any) -> Json:
    if not isinstance(choice, str):
        return engine.moved(ready, state, ["number", choice, None])
    state = _passed(ready, state)
    move = ["ask", choice[1:]] if choice.startswith("?") else ["choose", choice, None]
    return engine.moved(ready, state, move)


def _passed(ready: Json, state: Json) -> Json:
    """Pass over predictions and sentences."""
    while engine.kind(engine.node_of(ready, state)) in ("number", "say"):
        number = engine.kind(engine.node_of(ready, state)) == "number"
        state = engine.moved(ready, state, ["number", None, None] if number else ["say", "", None])
    return state


def _told(ready: Json, state: Json) -> Play:
    steps = case_result.decisions(state)
    feedback = tuple(case_result.filled(ready, state, case_result.option_of(ready, one)["feedback"]) for one in steps)
    node = engine.node_of(ready, state)
    found = [address for text in feedback for address in _ADDRESS.findall(text)]
    return Play(ready["id"], case_result.score(state), tuple(one["id"] for one in steps),
                tuple(one["verdict"] for one in steps), feedback, tuple(case_result.badges(ready, state)),
                tuple(dict.fromkeys(found)), node.get("outcome"), state["days"])


# ---------------------------------------------------------------- tables


def frame() -> pd.DataFrame:
    """One row for each case: code, title, theme, level, minutes, decisions, claims, objectives, twin."""
    import pandas as pd

    rows = [
        {"code": case.raw["code"], "title": case.raw["title"], "theme": case.raw["theme"].replace("_", " "),
         "level": " ".join(case.raw["level"]), "minutes": case.raw["minutes"],
         "decisions": sum("options" in node for node in case.raw["nodes"].values()),
         "claims": " ".join(case.raw["claims"]), "objectives": " ".join(case.raw["objectives"]),
         "twin": (case.raw["twin"] or {}).get("of", "")}
        for case in _cases.load().values()
    ]
    return pd.DataFrame(rows).set_index("code")


def claims() -> pd.DataFrame:
    """One row for each claim S1 to S17: the cases that exercise it."""
    import pandas as pd

    from gist_edu import _claims

    found = _cases.load().values()
    rows = [{"claim": name, "says": _claims.plain(claim.claim), "cases": " ".join(_with(found, name)) or "none"}
            for name, claim in _claims.load().claims.items()]
    return pd.DataFrame(rows).set_index("claim")


def _with(found: Any, claim: str) -> Iterator[str]:
    return (case.raw["code"] for case in found if claim in case.raw["claims"])


def sources(case_id: str) -> pd.DataFrame:
    """The reading list of a case: each source its feedback rests on, once."""
    import pandas as pd

    from gist_edu._ledger import resolve

    records = {resolve(address).record.id: resolve(address).record for address in load(case_id).addresses()}
    rows = [{"source": record.short, "year": str(record.source.get("year") or record.source.get("date")),
             "says": record.statement} for record in records.values()]
    return pd.DataFrame(rows).drop_duplicates().set_index("source")
