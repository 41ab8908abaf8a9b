"""Side effects of imatinib, for lessons: how often, and what the US and the EU label say, with section and edition.

>>> from gist_edu import toxicity
>>> toxicity.advise("counts", neutrophils="800 /µL", dose_mg=400)["EU"]["section"]
'4.2, table of counts'

It shows what a text says. It is no dosing tool: the dose of a person is set by the treating team.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gist_edu import _toxicity
from gist_edu._claims import plain
from gist_edu._ledger import resolve
from gist_edu._types import Json
from gist_edu.models import toxicity as model

if TYPE_CHECKING:
    import pandas as pd

_EMPTY_LINK = re.compile(r"\[\]\(ev:([^)\s]+)\)")
WIDTH = 66
__all__ = ["Advice", "advise", "cases", "findings", "rates", "red_flags"]


@dataclass(frozen=True)
class Advice(Mapping[str, Json]):
    """What each region's label says on one finding, by ``"US"`` and ``"EU"``; ``frame()`` gives it as a table."""

    answers: Mapping[str, Json]

    def __getitem__(self, region: str) -> Json:
        return self.answers[region]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)

    def frame(self) -> pd.DataFrame:
        """One row per region: what the text says, where, in which edition, and where it ends."""
        import pandas as pd

        rows = [{"label": region, "says": one["says"] or one["reason"], "section": one["section"] or "–",
                 "edition": one["label_date"] or "–", "ends": one["beyond"]} for region, one in self.items()]
        return pd.DataFrame(rows).set_index("label")

    @property
    def urgent(self) -> tuple[str, ...]:
        """Red flags among what was entered; they come before any label."""
        return tuple(dict.fromkeys(said for one in self.values() for said in one["urgent"]))

    def __repr__(self) -> str:
        first = next(iter(self.values()))
        lines = [*self.urgent, *first["read"]]
        for region, one in self.items():
            where = f"{region} label, {one['section']} ({one['label_date']}): "
            lines.append(where + one["says"] if one["applies"] else f"{region}: no row. {one['reason']}")
        ends = dict.fromkeys(one["beyond"] for one in self.values())
        lines += [f"Where the text ends: {said}" for said in ends]
        return "\n".join(textwrap.fill(line, WIDTH, subsequent_indent="  ") for line in lines)


def advise(
    finding: str, *, region: str | None = None, dose_mg: float | None = None, again: bool = False, held: bool = False,
    disease: str = "GIST", drug: str = "imatinib", age: float | None = None, **values: Any,
) -> Advice:
    """The labels' texts on a finding, US and EU unless ``region`` is given.

    ``findings()`` lists the findings and the values each asks for. Counts are in 10⁹/L or, as text, ``"800 /µL"``;
    liver tests are multiples of the upper limit, or ``bilirubin_reported=68, bilirubin_limit=17``. ``again``: a second
    episode; ``held``: on hold now. Raises ``ValueError``.
    Sources: ev:dosemod_counts, ev:dosemod_liver, ev:renal_us, ev:renal_eu.
    """
    rules = _toxicity.toxicity()
    past = {"dose_mg": dose_mg, "again": again, "held": held, "disease": disease, "drug": drug, "age": age}
    regions = model.REGIONS if region is None else (region,)
    return Advice({one: _in_words(model.advise(rules, finding, values, {**past, "region": one})) for one in regions})


def _in_words(answer: Json) -> Json:
    """The answer with the ledger's numbers in place of links."""
    words: Json = {}
    for name, value in answer.items():
        if isinstance(value, str) and name in ("says", "reason", "beyond", "trap"):
            words[name] = _text(value)
        else:
            words[name] = [_text(one) for one in value] if name in ("urgent", "read") else value
    return words


def _text(markdown: str) -> str:
    return plain(_EMPTY_LINK.sub(lambda match: resolve(match[1]).text or "", markdown))


def findings() -> pd.DataFrame:
    """What can be asked, the values that belong to it, and whether each region's text has a row."""
    import pandas as pd

    rules = _toxicity.toxicity()
    rows = []
    for one in rules["findings"]:
        regions = {rule["region"] for rule in rules["rules"] if rule["finding"] == one["id"]}
        rows.append({"finding": one["id"], "about": one["name"], "values": ", ".join(one["asks"]) or "–",
                     **{region: "yes" if region in regions else "no row" for region in model.REGIONS}})
    return pd.DataFrame(rows).set_index("finding")


def rates(effect: str | None = None) -> pd.DataFrame:
    """How often, by source: who was counted, at which dose, and whether every event counts or suspected effects only.

    Rows "not seen" are held from memory and marked so. Compare rows only when they were counted alike.
    """
    import pandas as pd

    data = _toxicity.toxicity()
    known = list(dict.fromkeys(one["effect"] for one in data["rates"]))
    if effect is not None and effect not in known:
        raise ValueError(f"There are no rates for {effect!r}; choose one of: {', '.join(known)}.")
    rows = [
        {"effect": one["name"], "dose": one["dose"], "rate": _rate(one), "counted": data["counted"][one["counted"]],
         "source": one["short"], "who": one["who"], "how seen": "seen" if one["seen"] else "not seen: from memory"}
        for one in data["rates"] if effect in (None, one["effect"])
    ]
    return pd.DataFrame(rows)


def _rate(row: Json) -> str:
    value = resolve(row["rate"]).value
    assert value is not None  # the border checked it
    return value.format("value" if row["seen"] else "unverified")


def cases() -> pd.DataFrame:
    """The invented patients of the desk."""
    import pandas as pd

    return pd.DataFrame([{"case": one["id"], "who": one["name"]} for one in _toxicity.toxicity()["cases"]])


def red_flags() -> list[str]:
    """What is urgent whatever a label says."""
    return [_text(one["md"]) for one in _toxicity.toxicity()["red_flags"]]
