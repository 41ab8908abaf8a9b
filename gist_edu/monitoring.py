"""What to watch during and after a GIST drug, when, and what each test rests on.

>>> from gist_edu import monitoring
>>> monitoring.schedule("advanced", months=1)["what"].value_counts()["Blood count"]
np.int64(4)

The calendar follows one source for each test; ``plan`` shows the others beside it. It is made for learning: an invented
patient's dates are not an order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gist_edu import _monitoring
from gist_edu._claims import plain
from gist_edu._types import Json
from gist_edu.models import monitoring as model

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["plan", "schedule", "settings"]


def settings() -> pd.DataFrame:
    """The settings by the name that ``schedule`` and ``plan`` take, with the day from which they count."""
    import pandas as pd

    rows = [{"setting": one["id"], "who": one["name"], "counts from": one["clock"], "months": one["months"]}
            for one in _monitoring.rules()["settings"]]
    return pd.DataFrame(rows)


def plan(setting: str) -> pd.DataFrame:
    """One row per test and source: what, how often, for whom, why, and what it rests on. Sources may disagree."""
    import pandas as pd

    rows = [{"what": row["what"], "how often": plain(row["words"]), "for": row["for"] or "everybody", **_rests_on(row),
             "in the calendar": not row["beside"], "why": plain(row["why"])}
            for row in _shown(model.plan(_monitoring.rules(), setting))]
    return pd.DataFrame(rows)


def schedule(setting: str, start: str | None = None, months: int | None = None) -> pd.DataFrame:
    """What falls due, in order; ``start`` such as "2026-11-26" adds calendar dates, ``months`` sets how far to look."""
    import pandas as pd

    day = model.read_date(start) if start is not None else None
    rows = []
    for row in _shown(model.schedule(_monitoring.rules(), setting, months)):
        date = {"date": model.date_of(day, row)} if day else {}
        rows.append({"when": row["when"], **date, "what": row["what"], "for": row["for"] or "everybody",
                     **_rests_on(row), "why": plain(row["why"])})
    columns = ["when", *(["date"] if day else []), "what", "for", "rests on", "source", "evidence", "why"]
    return pd.DataFrame(rows, columns=columns)


def _shown(rows: list[Json]) -> list[Json]:
    """The rows with the links of their sentences filled from the ledger."""
    return [{**row, "why": _monitoring.filled(row["why"]), "words": _monitoring.filled(row["words"])} for row in rows]


def _rests_on(row: Json) -> Json:
    return {"rests on": row["kind"], "source": row["place"], "evidence": f"ev:{row['address']}"}
