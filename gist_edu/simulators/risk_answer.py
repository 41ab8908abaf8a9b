"""What the risk board shows after the commit: feedback, all schemes, warnings. Map and advice have own modules."""

from gist_edu.models import portable, risk
from gist_edu.simulators import risk_advice, risk_map
from gist_edu.simulators.blocks import cell, feedback, group, table, text

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json

TONES = {
    "none": "very_low",
    "very_low": "very_low",
    "low": "low",
    "moderate": "intermediate",
    "intermediate": "intermediate",
    "high": "high",
}
NEAR = 10


def _context(value: str) -> list[str]:
    return [] if value == "none" else [value]


def answers(data: "Json", state: "Json") -> "list[Json]":
    """All schemes on the tumour as it stands."""
    return risk.assess(
        data,
        state["size_cm"],
        state["mitoses"] if state["mitoses_known"] else None,
        state["site"],
        risk_map.ruptured(data, state["rupture"]),
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
            ["Scheme", "Answer", "Spread or death"],
            [_row(data, answer) for answer in found],
        ),
        _sight(data),
        _warnings(data, state, found),
        risk_map.chart(data, state),
        risk_advice.advice(data, state),
        risk_advice.limits(),
        risk_advice.sources(data, found),
    ]


# ---------------------------------------------------------------- feedback


def _feedback(data: "Json", state: "Json") -> "Json":
    size_cm, mitoses, site, scene, context = state["asked"]
    asked = risk.assess(data, size_cm, mitoses, site, risk_map.ruptured(data, scene), _context(context))
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
    """Scheme, its answer in a word, and the share with what to mind."""
    entry = risk.scheme(data, answer["id"])
    shown = "**" + _result(data, answer) + "**"
    if answer["group"]:
        shown = shown + " (group " + answer["group"] + ")"
    tone = TONES[answer["risk"]] if answer["risk"] else "none"
    return [
        cell(portable.claim(data, entry["claim"], entry["name"])),
        cell(shown, tone),
        cell(_mind(data, entry, answer)),
    ]


def _mind(data: "Json", entry: "Json", answer: "Json") -> str:
    parts = []
    if answer["id"] == "afip_2006" and answer["applicable"]:
        parts.append("**" + _share(data, answer) + "**")
    if answer["reason"]:
        parts.append(answer["reason"])
    if answer["flag"]:
        parts.append(entry["flags"][answer["flag"]])
    if entry.get("note") and answer["applicable"]:
        parts.append(entry["note"])
    return " ".join(parts) if parts else "gives no share"


def _sight(data: "Json") -> "Json":
    rows = [[cell(entry["name"]), cell(entry["sees"]), cell(entry["blind"])] for entry in data["risk"]["schemes"]]
    columns = ["Scheme", "It sees", "It cannot see"]
    return group(
        "sight", "What each scheme can see", "fold", [table("sight_table", "Sight of the schemes", columns, rows)]
    )


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
        parts.append(portable.listed(blind) + " cannot see the rupture.")
    parts = parts + seen
    edges = [a["name"] + ": " + a["boundary"].replace(risk.SOURCES_DIFFER, "") for a in found if a["boundary"]]
    if edges:
        parts.append("**On an edge.** " + " ".join(edges) + risk.SOURCES_DIFFER)
    md = " ".join(parts) if parts else "No edge of a table, no rupture, no special situation."
    return text("warnings", md, "warning" if parts else "note")
