"""Survival in the trials of the book: curves through published landmarks, and what can be read off them.

>>> from gist_edu import survival
>>> rfs = survival.curve("ssgxviii", "arm_36m", "rfs")
>>> round(rfs(60), 3), rfs.t_max
(0.656, 60.0)

Each curve is reconstructed from published landmarks; none goes beyond the last published time. Kaplan-Meier, log-rank
and Cox are not made here: lessons take them from lifelines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gist_edu import _trials
from gist_edu._types import Json
from gist_edu.models import survival as model
from gist_edu.models.survival import NotPublished

if TYPE_CHECKING:
    import pandas as pd

LABEL = "reconstructed from published landmarks"
__all__ = ["Curve", "NotPublished", "Trial", "Trials", "curve", "difference", "hazard_ratio", "landmarks", "nnt",
           "patients", "residuals", "rmst", "trial", "trials"]


@dataclass(frozen=True)
class Curve:
    """Share without the event at a month: call it with ``t_months`` from 0 to ``t_max``; later raises ``NotPublished``.

    ``landmarks`` are the published (month, share) pairs it meets; ``median`` is read off the curve, in months.
    """

    trial: str
    arm: str
    endpoint: str
    cut: str
    knots: tuple[tuple[float, float], ...]
    landmarks: tuple[tuple[float, float], ...]
    label: str
    addresses: tuple[str, ...]

    def __call__(self, t_months: float) -> float:
        return model.share(self._line(), t_months)

    @property
    def t_max(self) -> float:
        """The last published time, in months."""
        return self.knots[-1][0]

    @property
    def median(self) -> float | None:
        """Months until half are left; None if more than half are left at ``t_max``."""
        return model.median(self._line())

    def rmst(self, t_months: float) -> float:
        """Restricted mean: months lived without the event up to ``t_months``."""
        return model.rmst(self._line(), t_months)

    def frame(self, step: float = 1.0) -> pd.DataFrame:
        """The curve as a table of months and shares, for a chart."""
        import pandas as pd

        months = [n * step for n in range(int(self.t_max / step) + 1)]
        return pd.DataFrame({"months": months, "share": [self(t) for t in months], "arm": self.arm})

    def _line(self) -> list[list[float]]:
        return [list(knot) for knot in self.knots]


class Trial:
    """One trial: ``.arms``, ``.endpoints``, ``.cuts(endpoint)`` and its published numbers as a table."""

    def __init__(self, raw: Json) -> None:
        self.raw = raw

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self.raw:
            raise AttributeError(f"A trial has no {name!r}; it has: {', '.join(sorted(self.raw))}.")
        return self.raw[name]

    @property
    def arms(self) -> list[str]:
        """Names that ``curve`` takes as arm."""
        return [arm["id"] for arm in self.raw["arms"]]

    @property
    def endpoints(self) -> list[str]:
        """Names that ``curve`` takes as endpoint, such as ``rfs``, ``pfs``, ``os``."""
        return [endpoint["id"] for endpoint in self.raw["endpoints"]]

    def cuts(self, endpoint: str) -> list[str]:
        """Data cuts of an endpoint; ``""`` where the paper has only one."""
        return [cut["id"] for cut in _endpoint(self.raw, endpoint)["cuts"]]

    def arms_with(self, endpoint: str, cut: str | None = None) -> list[Json]:
        """Arms that have a curve of an endpoint; those that are compared come alone."""
        cuts = [one for one in _endpoint(self.raw, endpoint)["cuts"] if cut in (None, one["id"])]
        first = next((one for one in cuts if one["curves"] or one["medians"]), None)
        shown = {**first["curves"], **first["medians"]} if first else {}
        drawn = [arm for arm in self.raw["arms"] if arm["id"] in shown]
        if not drawn:
            raise NotPublished(f"{self.raw['name']}: no {endpoint} curve {'at ' + cut if cut else ''} was published.")
        compared = [arm for arm in drawn if arm["id"] in self.raw["compare"]]
        return compared if len(compared) == 2 else drawn

    def __repr__(self) -> str:
        return f"{self.raw['name']}: {self.raw['question']}"


class Trials(Mapping[str, Trial]):
    """All trials by id; ``frame()`` gives them as a table."""

    def __init__(self, raw: Mapping[str, Json]) -> None:
        self._raw = raw

    def __getitem__(self, trial_id: str) -> Trial:
        return Trial(_raw(trial_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def frame(self) -> pd.DataFrame:
        """One row per trial: setting, design, arms with their numbers, endpoints."""
        import pandas as pd

        rows = [
            {"trial": raw["name"], "setting": raw["setting"].replace("_", " "),
             "design": raw["design"].replace("_", " "),
             "arms": "; ".join(_arm_in_words(arm) for arm in raw["arms"]),
             "endpoints": ", ".join(endpoint["id"].upper() for endpoint in raw["endpoints"]),
             "month 0": raw["time_zero"].partition(" [")[0].rstrip(",")}
            for raw in self._raw.values()
        ]
        return pd.DataFrame(rows, index=pd.Index(list(self._raw), name="id"))


def trials() -> Trials:
    """All trials of the book, by id."""
    return Trials(_trials.trials())


def trial(trial_id: str) -> Trial:
    """One trial, such as ``"ssgxviii"``; an unknown id lists the known ones."""
    return Trial(_raw(trial_id))


# ---------------------------------------------------------------- curves and what is read off them


def curve(trial: str, arm: str, endpoint: str, cut: str | None = None) -> Curve:
    """The curve of one arm, reconstructed from the published landmarks of one data cut (default: the first).

    Raises ``NotPublished`` for an arm, endpoint or cut that has no landmark and no median in print.
    """
    raw = _raw(trial)
    _known(arm, [one["id"] for one in raw["arms"]], f"{raw['name']} has no arm")
    chosen = _cut(raw, endpoint, cut, arm)
    marks = chosen["curves"].get(arm, [])
    median = chosen["medians"].get(arm)
    knots = model.knots(marks, median["months"] if median else None)
    addresses = [mark["address"] for mark in marks] + ([median["address"]] if median else [])
    return Curve(raw["id"], arm, endpoint, chosen["id"], tuple((t, s) for t, s in knots),
                 tuple((mark["t"], mark["s"]) for mark in marks), _label(marks, median), tuple(addresses))


def difference(trial: str, endpoint: str, t_months: float, cut: str | None = None) -> Json:
    """Treatment minus control at a published landmark, as shares, with an approximate 95% interval where it can be had.

    Raises ``NotPublished`` when the two arms have no landmark at that month.
    """
    raw = _raw(trial)
    treatment, control = _pair(raw)
    chosen = _cut(raw, endpoint, cut, treatment)
    marks = {arm: _mark(chosen, arm, t_months, raw) for arm in (treatment, control)}
    return model.difference(marks[treatment], marks[control])


def nnt(trial: str, endpoint: str, t_months: float, cut: str | None = None) -> Json:
    """Number needed to treat for one more person without the event at a landmark; see ``models.survival.nnt``."""
    return model.nnt(difference(trial, endpoint, t_months, cut))


def rmst(trial: str, arm: str, endpoint: str, t_months: float, cut: str | None = None) -> float:
    """Restricted mean survival time of the reconstructed curve up to ``t_months``, in months."""
    return curve(trial, arm, endpoint, cut).rmst(t_months)


def hazard_ratio(trial: str, endpoint: str, cut: str | None = None) -> Json:
    """The published hazard ratio (``value``, ``low``, ``high``, ``address``, which arm over which).

    Raises ``NotPublished`` where none was published, and never compares arms of different trials.
    """
    raw = _raw(trial)
    treatment, control = _pair(raw)
    cuts = [one for one in _endpoint(raw, endpoint)["cuts"] if cut in (None, one["id"])]
    found = next((one["hr"] for one in cuts if one["hr"]), None)
    if found is None:
        raise NotPublished(f"{raw['name']}: no hazard ratio of {treatment} over {control} for {endpoint}"
                           f"{' at ' + cut if cut else ''} was published, or none was seen by us.")
    return dict(found)


def patients(trial: str, arm: str, endpoint: str, n: int, seed: int, cut: str | None = None) -> pd.DataFrame:
    """``n`` invented patients who follow the reconstructed curve: ``months``, ``event``, ``arm``; never trial data."""
    import pandas as pd

    if not 1 <= n <= 100_000:
        raise ValueError(f"Asked for {n} patients; give a number from 1 to 100,000.")
    line = [list(knot) for knot in curve(trial, arm, endpoint, cut).knots]
    return pd.DataFrame(model.patients(line, n, seed)).assign(arm=arm)


# ---------------------------------------------------------------- tables


def landmarks(trial: str | None = None) -> pd.DataFrame:
    """Every published landmark behind the curves: trial, endpoint, cut, arm, month, share, interval, address."""
    import pandas as pd

    rows = [
        {"trial": raw["id"], "endpoint": endpoint["id"], "cut": cut["id"], "arm": arm, "months": mark["t"],
         "share": mark["s"], "low": mark["low"], "high": mark["high"], "evidence": mark["address"]}
        for raw, endpoint, cut in _walk(trial) for arm, marks in cut["curves"].items() for mark in marks
    ]
    return pd.DataFrame(rows)


def residuals() -> pd.DataFrame:
    """How far each curve misses what was published: landmarks, medians (months), and hazard ratios where readable."""
    import pandas as pd

    return pd.DataFrame([row for raw, endpoint, cut in _walk(None) for row in _residuals(raw, endpoint["id"], cut)])


def _residuals(raw: Json, endpoint: str, cut: Json) -> Iterator[Json]:
    where = {"trial": raw["id"], "endpoint": endpoint, "cut": cut["id"]}
    for arm in [one["id"] for one in raw["arms"] if one["id"] in cut["curves"] or one["id"] in cut["medians"]]:
        made = curve(raw["id"], arm, endpoint, cut["id"])
        for t, s in made.landmarks:
            yield {**where, "arm": arm, "what": f"share at month {t}", "published": s, "curve": made(t)}
        if arm in cut["medians"] and made.median is not None:
            median = cut["medians"][arm]["months"]
            yield {**where, "arm": arm, "what": "median", "published": median, "curve": made.median}
    if cut["hr"] and all(len(cut["curves"].get(arm, [])) >= 2 for arm in _pair(raw)):
        treatment, control = (curve(raw["id"], arm, endpoint, cut["id"]) for arm in _pair(raw))
        ratio = model.hazard_ratio(treatment._line(), control._line(), min(treatment.t_max, control.t_max))
        yield {**where, "arm": "", "what": "hazard ratio", "published": cut["hr"]["value"], "curve": ratio}


# ---------------------------------------------------------------- finding, and refusing


def _raw(trial_id: str) -> Json:
    known = _trials.trials()
    _known(trial_id, list(known), "There is no trial")
    return known[trial_id]


def _known(given: str, names: list[str], what: str) -> None:
    if given not in names:
        raise NotPublished(f"{what} {given!r}; choose one of: {', '.join(names)}.")


def _endpoint(raw: Json, endpoint: str) -> Json:
    _known(endpoint, [one["id"] for one in raw["endpoints"]], f"{raw['name']} has no endpoint")
    found: Json = next(one for one in raw["endpoints"] if one["id"] == endpoint)
    return found


def _cut(raw: Json, endpoint: str, cut: str | None, arm: str) -> Json:
    """The data cut asked for, or the first that has a curve of the arm."""
    cuts = _endpoint(raw, endpoint)["cuts"]
    if cut is not None:
        _known(cut, [one["id"] for one in cuts], f"{raw['name']}, {endpoint}: there is no data cut")
    fits = [one for one in cuts if cut in (None, one["id"]) and (arm in one["curves"] or arm in one["medians"])]
    if not fits:
        unseen = [address for one in cuts for address in one["unverified"] if f".{arm}" in address]
        more = f" We hold {len(unseen)} from memory only, and do not draw them." if unseen else ""
        raise NotPublished(f"{raw['name']}: no {endpoint} landmark or median of {arm}"
                           f"{' at ' + cut if cut else ''} was published, or none was seen by us.{more}")
    found: Json = fits[0]
    return found


def _pair(raw: Json) -> tuple[str, str]:
    if not raw["compare"]:
        raise NotPublished(f"{raw['name']} has no arms to compare: {raw['design'].replace('_', ' ')}. "
                           "Arms of different trials are not compared: other people, other month 0.")
    treatment, control = raw["compare"]
    return treatment, control


def _mark(cut: Json, arm: str, t_months: float, raw: Json) -> Json:
    marks: list[Json] = cut["curves"].get(arm, [])
    found = [mark for mark in marks if mark["t"] == t_months]
    if not found:
        times = ", ".join(str(mark["t"]) for mark in marks) or "none"
        raise NotPublished(f"{raw['name']}, {arm}: nothing was published for month {t_months:g}. "
                           f"Published months at this data cut: {times}.")
    return found[0]


def _walk(trial_id: str | None) -> Iterator[tuple[Json, Json, Json]]:
    for raw in [_raw(trial_id)] if trial_id else _trials.trials().values():
        for endpoint in raw["endpoints"]:
            for cut in endpoint["cuts"]:
                yield raw, endpoint, cut


def _label(marks: list[Json], median: Json | None) -> str:
    if not marks:
        return f"{LABEL}: one median only, the shape is assumed"
    return f"{LABEL}: one point only, the shape is assumed" if len(marks) == 1 and median is None else LABEL


def _arm_in_words(arm: Json) -> str:
    return f"{arm['name']} ({arm['n']['text']})" if arm["n"] else str(arm["name"])
