"""Response to imatinib by genotype as a picture: each share with its count and the range that fits the count."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from gist_edu import evidence
from gist_edu._ledger import Value
from gist_edu.charts._theme import HEIGHT, SERIES, SHAPES, WIDTH, Axes, Figure, Panel, show

# Only counts with their denominators: of a printed percentage the denominator may be another (see S0033, exon 9).
COUNTS = (
    ("KIT, and none found (B2222)", "KIT exon 11", "b2222_genotype_response.pr_n.exon11"),
    ("KIT, and none found (B2222)", "KIT exon 9", "b2222_genotype_response.pr_n.exon9"),
    ("KIT, and none found (B2222)", "KIT exon 13", "b2222_exon13.pr_n.exon13"),
    ("KIT, and none found (B2222)", "no mutation found", "b2222_genotype_response.pr_n.no_mutation"),
    ("PDGFRA (two series)", "D842V, Cassier 2012", "cassier_2012.responses.d842v"),
    ("PDGFRA (two series)", "D842V, Yoo 2016", "yoo_d842v_orr.orr.d842v"),
    ("PDGFRA (two series)", "not D842V, Yoo 2016", "yoo_d842v_orr.orr.other_pdgfra"),
)
Z_95 = 1.96


def proportion_range(events: int, total: int) -> tuple[float, float]:
    """Which true shares fit ``events`` of ``total``: the 95% interval of Wilson (1927), as fractions."""
    if not 0 <= events <= total or total < 1:
        raise ValueError(f"{events} of {total} is not a share; expected a count from 0 up to a total of 1 or more.")
    share, z2 = events / total, Z_95 ** 2
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z_95 / (1 + z2 / total) * sqrt(share * (1 - share) / total + z2 / (4 * total ** 2))
    return max(0.0, middle - half), min(1.0, middle + half)


def response_rows() -> list[dict[str, Any]]:
    """One row per genotype: responses, patients, share and range, from the counts in the ledger."""
    return [{"source": panel, "genotype": genotype, **_counted(address)} for panel, genotype, address in COUNTS]


def _counted(address: str) -> dict[str, Any]:
    value = evidence.get(address)
    if not isinstance(value, Value) or not isinstance(value.of, int):
        raise ValueError(f"'{address}' has no denominator; expected a count such as '0 of 31'.")
    events = int(evidence.value(address))
    low, high = proportion_range(events, value.of)
    return {"responses": events, "patients": value.of, "percent": round(100 * events / value.of),
            "from": round(100 * low), "to": round(100 * high)}


def response_by_genotype() -> Figure:
    """How many tumours shrank on imatinib, by genotype, and how wide the range around each share is."""
    rows = response_rows()
    panels = [_intervals([row for row in rows if row["source"] == source], source)
              for source in dict.fromkeys(row["source"] for row in rows)]
    words = "; ".join(f"{row['genotype']} {row['responses']} of {row['patients']}, {row['from']} to {row['to']}%"
                      for row in rows)
    return show(panels, "Response to imatinib by genotype", (
        "Two panels with one row per genotype. A mark shows the share of tumours that shrank, a line the shares that "
        f"fit the count (95%, computed by us). {words}. The fewer patients, the longer the line."), rows)


def _intervals(rows: Sequence[Mapping[str, Any]], title: str) -> Panel:
    """A mark and its range for each row, with the words above it."""
    import altair as alt

    axes = Axes("tumours that shrank, %", "", (0, 100), (0, len(rows)), {n: str(n) for n in range(0, 101, 25)}, ())
    points = [{**row, "level": len(rows) - n - 0.68, "words_at": len(rows) - n - 0.3,
               "words": f"{row['genotype']}: {row['responses']} of {row['patients']}"} for n, row in enumerate(rows)]
    x_scale, y_scale = alt.Scale(domain=axes.x), alt.Scale(domain=axes.y)
    x = alt.X("percent:Q", title=None, scale=x_scale, axis=alt.Axis(values=list(axes.ticks), grid=True))
    y = alt.Y("level:Q", title=None, scale=y_scale, axis=None)
    base = alt.Chart(alt.InlineData(values=points))
    layers = [base.mark_rule(strokeWidth=2.5, stroke=SERIES[0]).encode(x=alt.X("from:Q", title=None), x2="to:Q", y=y),
              base.mark_point(shape=SHAPES[0], stroke=SERIES[0], fill=SERIES[0]).encode(x=x, y=y),
              base.mark_text(align="left", baseline="middle").encode(
                  x=alt.value(2), y=alt.Y("words_at:Q", scale=y_scale), text="words:N")]
    return Panel(title, axes, alt.layer(*layers).properties(width=WIDTH, height=HEIGHT))
