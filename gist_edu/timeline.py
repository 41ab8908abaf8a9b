"""When it was known, approved and advised: the dated record behind the time machine.

>>> from gist_edu import timeline
>>> timeline.at(2008, "resected_high").offers()["standing"].tolist()
['late', 'late', 'right', 'early', 'early']

Dates come from the ledger. An empty answer means that nothing was recorded by us, not that there was nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gist_edu import _timeline
from gist_edu._types import Json
from gist_edu.models import timeline as model

if TYPE_CHECKING:
    import pandas as pd

DAYS_IN_A_MONTH = 30.4375
__all__ = ["Moment", "at", "entries", "next_change", "pairs", "patients", "us_and_eu"]


@dataclass(frozen=True)
class Moment:
    """The end of a year for one invented patient: ``frame()`` is the record, ``offers()`` what could be offered."""

    year: int
    patient: str

    def frame(self) -> pd.DataFrame:
        """One row per entry on the boards: board, when, what, how the date was seen."""
        import pandas as pd

        past = model.until(model.of_patient(_all(), self.patient), self.year)
        rows = [{"board": heading, **_row(one)} for name, heading in model.BOARDS for one in model.board(past, name)]
        return pd.DataFrame(rows, columns=["board", "when", "what", "date"])

    def offers(self) -> pd.DataFrame:
        """Each offer with its standing in that year: right, allowed, early, late, between or never."""
        import pandas as pd

        offers = _patient(self.patient)["offers"]
        return pd.DataFrame([{"offer": one["text"], "standing": model.status(one, self.year)} for one in offers])

    def __repr__(self) -> str:
        return f"{_patient(self.patient)['name']} at the end of {self.year}: {len(self.frame())} entries"


def at(year: int, patient: str) -> Moment:
    """The record at the end of a year; ``patients()`` lists the patients."""
    first, last = (_timeline.timeline()[name] for name in ("first_year", "last_year"))
    if not first <= year <= last:
        raise ValueError(f"{year} is not in reach; give a year from {first} to {last}.")
    person = _patient(patient)
    if year < person["first_year"]:
        raise ValueError(f"{person['name']} cannot be met in {year}. {person['why_since']} "
                         f"Please give a year from {person['first_year']} to {last}.")
    return Moment(year, str(person["id"]))


def patients() -> pd.DataFrame:
    """The invented patients by the name that ``at`` takes."""
    import pandas as pd

    return pd.DataFrame([{"patient": one["id"], "who": one["name"]} for one in _timeline.timeline()["patients"]])


def entries(patient: str | None = None, kind: str | None = None) -> pd.DataFrame:
    """All dated entries, oldest first; of one patient, or of one kind such as ``approval_us``."""
    import pandas as pd

    if kind is not None and kind not in _timeline.KINDS:
        raise ValueError(f"There is no kind {kind!r}; choose one of: {', '.join(_timeline.KINDS)}.")
    found = _all() if patient is None else model.of_patient(_all(), str(_patient(patient)["id"]))
    rows = [{"year": one["year"], "kind": one["kind"], **_row(one)} for one in found if kind in (None, one["kind"])]
    return pd.DataFrame(rows, columns=["year", "kind", "when", "what", "date"])


def next_change(year: int, patient: str) -> pd.DataFrame:
    """What changed practice in the next year in which anything did; empty after the last."""
    import pandas as pd

    found = model.next_changes(model.of_patient(_all(), at(year, patient).patient), year)
    return pd.DataFrame([_row(one) for one in found], columns=["when", "what", "date"])


def us_and_eu() -> pd.DataFrame:
    """Each decision in the US and the EU; months between only where both dates have a day."""
    import pandas as pd

    columns = ["decision", "US", "EU", "EU date is", "months between"]
    frame = pd.DataFrame([{name: pair[name] for name in columns} for pair in pairs()])
    return frame.astype({"months between": "Int64"})


def pairs() -> list[Json]:
    """The decisions taken in both, with their dates as words and as text that sorts."""
    rows = []
    for name in dict.fromkeys(one["decision"] for one in _all() if one["decision"]):
        us, eu = (_decided(name, kind) for kind in ("approval_us", "approval_eu"))
        rows.append({"decision": name, "US": us["when"], "EU": eu["when"], "EU date is": eu["date_is"] or "",
                     "months between": _months(us, eu), "US at": us["at"], "EU at": eu["at"]})
    return rows


def _decided(name: str, kind: str) -> Json:
    return next(one for one in _all() if one["decision"] == name and one["kind"] == kind)


def _months(one: Json, other: Json) -> int | None:
    if (one["precision"], other["precision"]) != ("day", "day"):
        return None
    days = date.fromisoformat(other["at"]) - date.fromisoformat(one["at"])
    return round(days.days / DAYS_IN_A_MONTH)


def _all() -> list[Json]:
    return list(_timeline.timeline()["entries"])


def _patient(name: str) -> Json:
    known = {one["id"]: one for one in _timeline.timeline()["patients"]}
    if name not in known:
        raise ValueError(f"There is no patient {name!r}; choose one of: {', '.join(known)}.")
    return dict(known[name])


def _row(entry: Json) -> Json:
    seen = entry["how_seen"] + (f" ({entry['date_is']})" if entry["date_is"] else "")
    return {"when": entry["when"], "what": entry["title"], "date": seen}
