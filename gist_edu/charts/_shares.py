"""How common each genotype is, and where it sits: several sources side by side, never averaged."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gist_edu import evidence
from gist_edu._ledger import Value, resolve
from gist_edu.charts._genotype import proportion_range
from gist_edu.charts._theme import SERIES, SHAPES, WIDTH, Axes, Figure, Panel, Rows, show

REVIEW, COUNTED = "review table", "counted in one group"
GENOTYPES = {  # genotype -> (kind of source, address)
    "KIT exon 11": ((REVIEW, "genotype_corless.share.exon11"), (REVIEW, "genotype_gastric_cancer.share.exon11"),
                    (REVIEW, "genotype_diagnostics.share.exon11"), (REVIEW, "genotype_mct.share.exon11"),
                    (COUNTED, "exon11_types.exon11")),
    "KIT exon 9": ((REVIEW, "genotype_corless.share.exon9"), (REVIEW, "genotype_gastric_cancer.share.exon9"),
                   (REVIEW, "genotype_diagnostics.share.exon9"), (REVIEW, "genotype_mct.share.exon9"),
                   (COUNTED, "exon11_types.exon9")),
    "PDGFRA": ((REVIEW, "genotype_corless.share.pdgfra"), (REVIEW, "genotype_gastric_cancer.share.pdgfra"),
               (COUNTED, "genotype_netherlands.share.pdgfra"), (COUNTED, "genotype_korea.pdgfra")),
    "no KIT or PDGFRA mutation found": (
        (REVIEW, "genotype_corless.share.wild_type"), (REVIEW, "genotype_gastric_cancer.share.wild_type"),
        (REVIEW, "genotype_mct.share.wild_type"), (COUNTED, "genotype_netherlands.share.wild_type")),
}  # fmt: skip
STOMACH = {  # genotype -> address of the share, or count, that is gastric
    "all GISTs": "epi_sites.share.stomach",
    "KIT exon 9": "exon9_sites.site.stomach",
    "PDGFRA, advanced": "cassier_distribution.gastric",
    "SDH-deficient": "sdh_china.gastric",
    "neurofibromatosis type 1": "nf1_miettinen.gastric",
}
ROW = 31  # px for the words of a row and the line below


def genotype_rows() -> list[dict[str, Any]]:
    """One row per genotype and source: what it prints, and the lowest and highest per cent it stands for."""
    return [{"genotype": genotype, "kind": kind, **_printed(address)}
            for genotype, sources in GENOTYPES.items() for kind, address in sources]


def _printed(address: str) -> dict[str, Any]:
    value = _value(address)
    low, high = value.value if isinstance(value.value, tuple) else (value.value, value.value)
    scale = 100 / value.of if value.of else 1
    record = resolve(address).record
    return {"source": record.short, "printed": value.format(), "from": round(float(low) * scale, 1),
            "to": round(float(high) * scale, 1), "denominator": record.population or "not given by the review"}


def _value(address: str) -> Value:
    found = evidence.get(address)
    if not isinstance(found, Value) or isinstance(found.value, str):
        raise ValueError(f"'{address}' is no share; expected a per cent, a range or a count such as '22 of 105'.")
    return found


def genotype_shares() -> Figure:
    """Shares of the genotypes as four reviews print them and as three groups of patients were counted."""
    rows = genotype_rows()
    words = "; ".join(f"{row['genotype']} {row['printed']} ({row['source']})" for row in rows)
    sources = len({row["source"] for row in rows})
    spread = [row[end] for row in rows if row["genotype"] == "PDGFRA" for end in ("from", "to")]
    axes = Axes("share of GISTs, %", "circle: review; square: counted", (0, 80), (0, 0), _ticks(80), ())
    return show([_lines(_said(rows), axes, "How common is each genotype?")], f"Genotype shares in {sources} sources", (
        "Four genotypes, each with one line per source, so that they can be compared and not averaged. "
        f"{words}. For PDGFRA they run from {min(spread):.0f} to {max(spread):.0f}%: the groups differ."), rows)


def _said(rows: Rows) -> list[dict[str, Any]]:
    """Headings and rows in the order of drawing."""
    return [{**row, "heading": row["genotype"] if new else "", "words": f"{row['printed']}, {row['source']}",
             "series": row["kind"]} for row, new in zip(rows, _first(rows), strict=True)]


def _first(rows: Rows) -> list[bool]:
    return [place == 0 or rows[place - 1]["genotype"] != row["genotype"] for place, row in enumerate(rows)]


def stomach_rows() -> list[dict[str, Any]]:
    """One row per genotype: how many sit in the stomach, of how many, and which shares fit that count."""
    return [{"genotype": genotype, **_gastric(address)} for genotype, address in STOMACH.items()]


def _gastric(address: str) -> dict[str, Any]:
    value, record = _value(address), resolve(address).record
    total = value.of or int(evidence.value(f"{record.id}.n"))
    events = int(evidence.value(address)) if value.of else round(evidence.value(address) / 100 * total)
    low, high = proportion_range(events, total)
    said = value.format() if value.of else f"{value.format()} of {total:,}"
    return {"share": said, "source": record.short, "percent": round(100 * events / total),
            "from": round(100 * low), "to": round(100 * high)}


def stomach_share() -> Figure:
    """The share of tumours that sit in the stomach, by genotype, with the range that fits each count."""
    rows = stomach_rows()
    drawn = [{**row, "heading": "", "series": COUNTED, "words": f"{row['genotype']}: {row['share']}"} for row in rows]
    words = "; ".join(f"{row['genotype']} {row['share']}, {row['from']} to {row['to']}%" for row in rows)
    axes = Axes("in the stomach, %", "", (0, 100), (0, 0), _ticks(100), ())
    return show([_lines(drawn, axes, "Which of them sit in the stomach?")], "In the stomach, by genotype", (
        "One row per genotype: a square for the share that sits in the stomach, and a line for the shares that fit the "
        f"count (95%, computed by us). {words}."), rows)


def _ticks(top: int) -> dict[int, str]:
    return {n: str(n) for n in range(0, top + 1, top // 4)}


def _lines(rows: Sequence[dict[str, Any]], axes: Axes, title: str) -> Panel:
    """Words, and below them a line from the lowest to the highest share with a mark; headings stand above a group."""
    import altair as alt

    height, marks = _levels(rows)
    x_scale, y_scale = alt.Scale(domain=axes.x), alt.Scale(domain=(height, 0))
    x = alt.X("from:Q", title=None, scale=x_scale, axis=alt.Axis(values=list(axes.ticks), grid=True))
    colours = alt.Scale(domain=[REVIEW, COUNTED], range=SERIES[:2])
    colour, fill = alt.Stroke("series:N", scale=colours, legend=None), alt.Fill("series:N", scale=colours, legend=None)
    shape = alt.Shape("series:N", scale=alt.Scale(domain=[REVIEW, COUNTED], range=SHAPES[:2]), legend=None)

    def level(name: str) -> Any:
        return alt.Y(f"{name}:Q", title=None, scale=y_scale, axis=None)

    base = alt.Chart(alt.InlineData(values=marks))
    ends = [base.mark_point().encode(x=alt.X(f"{end}:Q", title=None, scale=x_scale), y=level("level"), stroke=colour,
                                     fill=fill, shape=shape) for end in ("mark", "mark_to")]
    headings = alt.Chart(alt.InlineData(values=[mark for mark in marks if mark["heading"]]))
    words = [chart.mark_text(align="left", baseline="middle", fontWeight=weight).encode(
        x=alt.value(0), y=level(f"{text}_at"), text=f"{text}:N")
        for chart, text, weight in ((base, "words", "normal"), (headings, "heading", "bold"))]
    lines = base.mark_rule(strokeWidth=2.5).encode(x=x, x2="to:Q", y=level("level"), stroke=colour)
    return Panel(title, axes, alt.layer(lines, *ends, *words).properties(width=WIDTH, height=height), height)


def _levels(rows: Sequence[dict[str, Any]]) -> tuple[int, list[dict[str, Any]]]:
    """The height of the plot, and each row with the places of its heading, words and mark."""
    top, placed = 0, []
    for row in rows:
        if row["heading"]:
            top += 14 if top else 0
            heading_at, top = top + 8, top + 20
        else:
            heading_at = top
        marks = (row["percent"], row["percent"]) if "percent" in row else (row["from"], row["to"])
        placed.append({**row, "heading_at": heading_at, "words_at": top + 9, "level": top + 22,
                       "mark": marks[0], "mark_to": marks[1]})
        top += ROW
    return top + 6, placed
