"""What the risk board shows after the commit: feedback, all schemes, the map of disagreement, advice, limits."""

from gist_edu.models import portable, risk
from gist_edu.simulators.blocks import cell, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

MAP_SIZES = (1.0, 2.0, 3.5, 5.0, 6.0, 8.0, 10.0, 12.0)
MAP_MITOSES = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 15)
MAP_SCHEMES = ("nih_2002", "modified_nih", "afip_2006")
TONES = {
    "none": "very_low",
    "very_low": "very_low",
    "low": "low",
    "moderate": "intermediate",
    "intermediate": "intermediate",
    "high": "high",
}
NEAR = 10


def _ruptured(data: "Json", scene_id: str) -> bool:
    scene = risk.rupture_scene(data, scene_id)
    return scene is not None and scene["verdict"] == "counts"


def _context(value: str) -> list[str]:
    return [] if value == "none" else [value]


def answers(data: "Json", state: "Json") -> "list[Json]":
    """All schemes on the tumour as it stands."""
    return risk.assess(
        data,
        state["size_cm"],
        state["mitoses"] if state["mitoses_known"] else None,
        state["site"],
        _ruptured(data, state["rupture"]),
        _context(state["context"]),
    )


def _result(data: "Json", answer: "Json") -> str:
    """Short text of a scheme's answer: class, stage or range."""
    if not answer["applicable"]:
        return "not applicable"
    if answer["possible"]:
        words = []
        for outcome in answer["possible"]:
            word = outcome[1] or (risk.WORDS[outcome[0]] if outcome[0] else "no data")
            if word not in words:
                words.append(word)
        return " or ".join(words)
    if answer["stage"]:
        return answer["stage"]
    return risk.WORDS[answer["risk"]] if answer["risk"] else "no data"


def _share(data: "Json", answer: "Json") -> str:
    if answer["possible"]:
        shares = []
        for outcome in answer["possible"]:
            if outcome[3] and portable.ev(data, outcome[3]) not in shares:
                shares.append(portable.ev(data, outcome[3]))
        return " or ".join(shares)
    return portable.ev(data, answer["pct"]) if answer["pct"] else "–"


def announcement(data: "Json", state: "Json") -> str:
    """One sentence that sums up the board, for the live region."""
    parts = [answer["name"] + ": " + _result(data, answer) for answer in answers(data, state)]
    return "; ".join(parts) + "."


def blocks(data: "Json", state: "Json") -> "list[Json]":
    """All blocks below the inputs."""
    found = answers(data, state)
    return [
        _feedback(data, state),
        table(
            "schemes",
            "One tumour, all schemes",
            ["Scheme", "Answer", "Spread or death", "It sees", "It cannot see"],
            [_row(data, answer) for answer in found],
        ),
        _warnings(data, state, found),
        _disagreement(data, state),
        _advice(data, state),
        _limits(),
        _sources(data, found),
    ]


# ---------------------------------------------------------------- feedback


def _feedback(data: "Json", state: "Json") -> "Json":
    size_cm, mitoses, site, scene, context = state["asked"]
    asked = risk.assess(data, size_cm, mitoses, site, _ruptured(data, scene), _context(context))
    afip = [a for a in asked if a["id"] == "afip_2006"].pop()
    heading, tone, md = _compare(data, state, afip)
    md = "You said " + portable.fmt(state["prediction"]) + " of 100. " + md
    return feedback("feedback", tone, heading, md, state["fresh"])


def _compare(data: "Json", state: "Json", afip: "Json") -> tuple[str, str, str]:
    if not afip["applicable"]:
        return "No number for this tumour", "info", afip["reason"]
    if afip["possible"]:
        return "It depends on what is not yet known", "info", afip["reason"] + " AFIP gives " + _share(data, afip) + "."
    if not afip["pct"]:
        return "No number for this tumour", "info", "AFIP had no such tumour in its series."
    number = portable.ev_number(data, afip["pct"])
    link = portable.ev(data, afip["pct"])
    gap = state["prediction"] - number
    told = "In the AFIP series, before imatinib, it was " + link + ", at any time in a long follow-up."
    if abs(gap) <= NEAR:
        return "Close", "good", told + _sure(state, True)
    return ("Too high" if gap > 0 else "Too low"), "warn", told + _sure(state, False)


def _sure(state: "Json", close: bool) -> str:
    if state["confidence"] == "sure" and not close:
        return " You were very sure: worth remembering which of the four things misled you."
    if state["confidence"] == "guess" and close:
        return " You called it a guess. It was a good one."
    return ""


# ---------------------------------------------------------------- schemes


def _row(data: "Json", answer: "Json") -> "list[Json]":
    entry = risk.scheme(data, answer["id"])
    result = _result(data, answer)
    tone = TONES[answer["risk"]] if answer["risk"] else "none"
    shown = "**" + result + "**"
    if answer["group"]:
        shown = shown + " (group " + answer["group"] + ")"
    if not answer["applicable"] or answer["reason"]:
        shown = shown + ". " + answer["reason"]
    if answer["flag"]:
        shown = shown + ". " + entry["flags"][answer["flag"]]
    if entry.get("note") and answer["applicable"]:
        shown = shown + ". " + entry["note"]
    share = _share(data, answer) if answer["id"] == "afip_2006" and answer["applicable"] else "no share given"
    return [
        cell(portable.claim(data, entry["claim"], entry["name"])),
        cell(shown, tone),
        cell(share),
        cell(entry["sees"]),
        cell(entry["blind"]),
    ]


def _warnings(data: "Json", state: "Json", found: "list[Json]") -> "Json":
    parts = []
    scene = risk.rupture_scene(data, state["rupture"])
    if scene:
        address = scene.get("claim") or data["risk"]["rupture_claims"][scene["verdict"]]
        phrase = portable.claim(data, address, data["risk"]["rupture_verdicts"][scene["verdict"]])
        parts.append("“" + scene["text"] + "” " + phrase + ".")
    seen = []
    for answer in found:
        for caution in answer["cautions"]:
            if caution not in seen:
                seen.append(caution)
    blind = [answer["name"] for answer in found if risk.CANNOT_SEE_RUPTURE in answer["cautions"]]
    seen = [caution for caution in seen if caution != risk.CANNOT_SEE_RUPTURE]
    if blind:
        parts.append(_listed(blind) + " cannot see the rupture.")
    parts = parts + seen
    edges = [a["name"] + ": " + a["boundary"].replace(risk.SOURCES_DIFFER, "") for a in found if a["boundary"]]
    if edges:
        parts.append("**On an edge.** " + " ".join(edges) + risk.SOURCES_DIFFER)
    md = " ".join(parts) if parts else "No edge of a table, no rupture, no special situation."
    return text("warnings", md, "warning" if parts else "note")


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


# ---------------------------------------------------------------- map


def disagreement(data: "Json", site: str, rupture: bool) -> "tuple[list[Any], int]":
    """(cells, differing): a row per size and a column per mitoses; a cell is (differ, answers of the schemes).

    Cells of the same step in size and in mitoses have the same answers, which are worked out once.
    """
    counts = risk.scheme(data, "nih_2002")["mitosis_edges"]  # holds the limits of the other schemes too
    known = {}
    cells = []
    differing = 0
    for size_cm in MAP_SIZES:
        row = []
        for mitoses in MAP_MITOSES:
            place = (risk.step(size_cm, data["risk"]["size_edges_cm"]), risk.step(mitoses, counts))
            if place not in known:
                found = [a for a in risk.assess(data, size_cm, mitoses, site, rupture) if a["id"] in MAP_SCHEMES]
                known[place] = (risk.differ(found), found)
            differing = differing + (1 if known[place][0] else 0)
            row.append(known[place])
        cells.append(row)
    return cells, differing


def _disagreement(data: "Json", state: "Json") -> "Json":
    if state["site"] == "unknown" or _excluded(state):
        summary = "For this situation the schemes cannot be compared on a map."
        return text("map", summary, "note")
    cells, differing = disagreement(data, state["site"], _ruptured(data, state["rupture"]))
    names = [answer["name"] for answer in cells[0][0][1] if answer["applicable"]]
    total = len(MAP_SIZES) * len(MAP_MITOSES)
    summary = (
        "The schemes differ in "
        + portable.fmt(differing)
        + " of "
        + portable.fmt(total)
        + " cells (low, in between or high; "
        + _listed(names)
        + ")."
    )
    return {
        "kind": "chart",
        "form": "cells",
        "id": "map",
        "title": "Where the schemes disagree",
        "summary": summary,
        "x": {"label": "Mitoses", "unit": "per 5 mm²", "names": [portable.fmt(m) for m in MAP_MITOSES]},
        "y": {"label": "Size", "unit": "cm", "names": [portable.shortest(s) for s in MAP_SIZES]},
        "cells": [[_map_cell(split, found) for split, found in row] for row in cells],
        "here": _here(state),
        "legend": _LEGEND,
        "table": _map_table(cells),
    }


def _excluded(state: "Json") -> bool:
    return state["context"] not in ("none", "d842v")


_LEGEND = [
    {"tone": "low", "label": "agree: low"},
    {"tone": "intermediate", "label": "agree: in between"},
    {"tone": "high", "label": "agree: high"},
    {"tone": "warn", "label": "≠ differ"},
]
_LEVEL_TONE = ("low", "intermediate", "high")
_LEVEL_WORD = ("low", "in between", "high")


def _map_cell(split: bool, found: "list[Json]") -> "Json":
    if split:
        return {"tone": "warn", "label": "differ", "mark": "≠"}
    known = [x for x in [risk.level(a) for a in found] if x is not None]
    level = known[0]
    return {"tone": _LEVEL_TONE[level], "label": "agree: " + _LEVEL_WORD[level]}


def _nearest(value: float, steps: "tuple[float, ...]") -> int:
    """The map cell a value falls in: the first step that is not below it."""
    for place, edge in enumerate(steps):
        if value <= edge:
            return place
    return len(steps) - 1


def _here(state: "Json") -> "Json | None":
    if not state["mitoses_known"]:
        return None
    return {
        "row": _nearest(state["size_cm"], MAP_SIZES),
        "column": _nearest(state["mitoses"], MAP_MITOSES),
        "label": "your tumour",
    }


def _map_table(cells: "list[Any]") -> "Json":
    columns = [{"label": "Size, cm"}] + [{"label": portable.fmt(m)} for m in MAP_MITOSES]
    rows = []
    for place, row in enumerate(cells):
        shown = [cell(portable.shortest(MAP_SIZES[place]))]
        for split, found in row:
            block = _map_cell(split, found)
            shown.append(cell("differ" if split else block["label"][7:], block["tone"]))
        rows.append({"cells": shown})
    return {"columns": columns, "rows": rows}


# ---------------------------------------------------------------- advice, limits, sources


def _advice(data: "Json", state: "Json") -> "Json":
    lines = [
        text(
            "advice_lead",
            "A class is not a prescription. What guideline and labels make of it (dates and how we "
            "saw them are on the cards):",
            "body",
        )
    ]
    if state["context"] == "d842v":
        lines.append(
            text(
                "advice_d842v",
                portable.claim(
                    data, "ev:no_adjuvant_d842v", "With D842V, consensus is no adjuvant imatinib, whatever the class"
                )
                + ".",
                "warning",
            )
        )
    if state["context"] in ("sdh_deficient", "nf1"):
        lines.append(
            text(
                "advice_sdh_nf1",
                portable.claim(
                    data,
                    "ev:no_adjuvant_sdh_nf1",
                    "Consensus is no adjuvant imatinib for SDH-deficient and NF1-related GIST",
                )
                + ".",
                "warning",
            )
        )
    if state["context"] == "pretreated":
        phrase = "After imatinib before surgery the specimen has no place on a table; the drug is usually continued"
        lines.append(
            text("advice_pretreated", portable.claim(data, "ev:neoadj_risk_unknowable", phrase) + ".", "warning")
        )
    if _ruptured(data, state["rupture"]):
        lines.append(
            text(
                "advice_rupture",
                portable.claim(
                    data,
                    "ev:rupture_esmo",
                    "After rupture, ESMO advises to consider imatinib; for how long is not defined",
                )
                + ".",
                "warning",
            )
        )
    rows = [[cell(entry["who"]), cell(_said(data, entry))] for entry in data["risk"]["advice"]]
    lines.append(table("advice_table", "Adjuvant imatinib: who says what", ["Who", "What it says"], rows))
    return group("advice", "From risk to treatment", "fold", lines)


def _said(data: "Json", entry: "Json") -> str:
    """What a guideline or label says; where it names a number, that number with its own link."""
    phrase = portable.claim(data, entry["link"], entry["phrase"])
    return phrase + entry["before_value"] + portable.ev(data, entry["value"]) if entry.get("value") else phrase


def _limits() -> "Json":
    return group(
        "limits",
        "Why, and the limits of these tables",
        "fold",
        [
            text(
                "limits_why",
                "Size and mitoses tell how fast the tumour grows, the site tells how it behaves, and rupture "
                "tells whether cells are already loose. Each scheme was built on some of these.",
                "body",
            ),
            text(
                "limits_text",
                "All schemes describe adults operated on without adjuvant drug. The AFIP share is crude: spread "
                "or death at any time, not a five-year risk. Cells with few tumours are uncertain. Classes "
                "with the same name are not the same: the moderate of AFIP covers smaller shares than the range ESMO "
                "gives for intermediate. On the map, low stands for none, very low and low, and in between for "
                "moderate and intermediate; a scheme without an answer is left out. This board is a teaching model "
                "and not a medical device.",
                "limits",
            ),
        ],
    )


def _sources(data: "Json", found: "list[Json]") -> "Json":
    items = []
    for answer in found:
        for address in (risk.scheme(data, answer["id"])["claim"], answer["pct"]):
            if address:
                entry = data["ev"][address[3:]]
                items.append(
                    {"address": address[3:], "text": entry["text"] or answer["name"], "source": entry["short"]}
                )
    return {"kind": "evidence", "id": "sources", "heading": "Sources of what is on the board", "items": items}
