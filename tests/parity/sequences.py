"""Random plays, the same for every host: ``sequences(seed, n)``, and CPython's answer to them.

A play is JSON: ``{"simulator", "bundle", "options", "opened", "events"}``. ``opened`` is what the host kept when the
page was opened (see ``session.open_progress``); an event ``{"note": {...}}`` is something the page itself saw. About
every third event is one that does not fit.
"""

from __future__ import annotations

import json
import random
from typing import Any

from gist_edu.simulators import session
from parity import (
    bundles,
    case_plays,
    drugs_plays,
    monitoring_plays,
    pk_plays,
    reader_plays,
    receptor_plays,
    resistance_plays,
    response_plays,
    risk_plays,
    timeline_plays,
    toxicity_plays,
    trials_plays,
    variant_plays,
)

Play = dict[str, Any]
BUNDLES: dict[str, Any] = {
    "risk": risk_plays.DATA,
    "trials": trials_plays.DATA,
    "receptor": receptor_plays.DATA,
    "drugs": drugs_plays.DATA,
    "variant": variant_plays.DATA,
    "timeline": timeline_plays.DATA,
    "resistance": resistance_plays.DATA,
    "pk": pk_plays.DATA,
    "response": response_plays.DATA,
    "monitoring": monitoring_plays.DATA,
    "toxicity": toxicity_plays.DATA,
    **case_plays.DATA,
    **bundles.BUNDLES,
}


MAKERS = (  # the risk board twice: it has the most to go wrong
    risk_plays.play,
    reader_plays.quiz_play,
    risk_plays.play,
    reader_plays.progress_play,
    trials_plays.play,
    receptor_plays.play,
    drugs_plays.play,
    variant_plays.play,
    timeline_plays.play,
    case_plays.play,
    resistance_plays.play,
    pk_plays.play,
    response_plays.play,
    monitoring_plays.play,
    toxicity_plays.play,
)


HEAVY = (case_plays.play,)  # long plays with much text: every other round is enough


def sequences(seed: int, n: int) -> list[Play]:
    """``n`` plays of all simulators, the same for the same seed; those of one do not hang on the others."""
    dice = {maker: random.Random(f"{seed} {maker.__module__} {maker.__name__}") for maker in MAKERS}
    rounds = range(2 * n // len(MAKERS) + 2)
    turns = [maker for turn in rounds for maker in MAKERS if maker not in HEAVY or turn % 2 == 0]
    return [maker(dice[maker]) for maker in turns[:n]]


def views(play: Play, data: Any = None) -> list[Any]:
    """What CPython shows: the views after the start and each event, the state at the end, and what was to be kept."""
    session.load(play["bundle"], json.dumps(data or BUNDLES[play["bundle"]]))
    kept: list[Any] = [session.open_progress(*play["opened"])]
    started = json.loads(session.start(play["simulator"], json.dumps(play["options"])))
    number, shown = started["session"], [started["view"]]
    for event in play["events"]:
        if isinstance(event, dict) and "note" in event:
            session.note(json.dumps(event["note"]))
            shown.append(None)
        else:
            shown.append(json.loads(session.send(number, json.dumps(event))))
        kept.append(session.keep())
    return [*shown, json.loads(session.state(number)), kept]


def first_difference(one: Any, other: Any, path: str = "view") -> str | None:
    """Where two JSON trees part, in words; None when they are equal. True and 1 are not the same here.

    A text that is JSON itself (a reader's progress) is compared as such: MicroPython's dicts have another order.
    """
    if one != other and isinstance(one, str) and isinstance(other, str):
        one, other = _parsed(one), _parsed(other)
    if isinstance(one, dict) and isinstance(other, dict):
        if set(one) != set(other):
            return f"{path}: keys differ: {sorted(set(one) ^ set(other))}"
        return next(filter(None, (first_difference(one[k], other[k], f"{path}.{k}") for k in sorted(one))), None)
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            return f"{path}: {len(one)} entries against {len(other)}"
        pairs = enumerate(zip(one, other, strict=True))
        return next(filter(None, (first_difference(a, b, f"{path}[{i}]") for i, (a, b) in pairs)), None)
    if one != other or isinstance(one, bool) != isinstance(other, bool):
        return f"{path}: {one!r} against {other!r}"
    return None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text.startswith("{") else text
    except ValueError:
        return text
