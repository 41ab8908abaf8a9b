"""From risk to treatment on the risk board: what guidelines and labels say, the limits of the tables, the sources."""

from gist_edu.models import portable, risk
from gist_edu.simulators.blocks import cell, group, table, text
from gist_edu.simulators.risk_map import ruptured

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from gist_edu._types import Json


def advice(data: "Json", state: "Json") -> "Json":
    """Folded: warnings for the situation, then who says what."""
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
    if ruptured(data, state["rupture"]):
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


def limits() -> "Json":
    """Folded: why the schemes see what they see, and what they do not tell."""
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


def sources(data: "Json", found: "list[Json]") -> "Json":
    """The records behind the answers on the screen."""
    items = []
    for answer in found:
        for address in (risk.scheme(data, answer["id"])["claim"], answer["pct"]):
            if address:
                entry = data["ev"][address[3:]]
                items.append(
                    {"address": address[3:], "text": entry["text"] or answer["name"], "source": entry["short"]}
                )
    return {"kind": "evidence", "id": "sources", "heading": "Sources of what is on the board", "items": items}
