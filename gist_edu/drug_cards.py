"""The drugs of the book side by side, for lessons: line, labels, what the label prints, harm, who should not get it.

>>> from gist_edu import drug_cards
>>> list(drug_cards.frame().index)[:3]
['Imatinib', 'Sunitinib', 'Regorafenib']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gist_edu import _drug_cards

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("status", "US label", "EU label", "line", "dose", "evidence", "harm", "not_for", "unknown")


def frame(*columns: str) -> pd.DataFrame:
    """One row for each drug, in words; without columns, all of them. Education: no row is a dosing table."""
    import pandas as pd

    known = _known()
    strange = ", ".join(repr(column) for column in columns if column not in known)
    if strange:
        raise ValueError(f"The cards have no column {strange}; choose out of: {', '.join(known)}.")
    rows = {card.name: {column: _cell(card, column) for column in columns or COLUMNS} for card in _drug_cards.cards()}
    return pd.DataFrame.from_dict(rows, orient="index", dtype="string").rename_axis("drug")


def card(drug: str) -> pd.DataFrame:
    """Everything on the card of one drug, one row for each line, in the order of the page."""
    import pandas as pd

    known = {one.id: one for one in _drug_cards.cards()}
    chosen = known.get(drug.strip().lower())
    if chosen is None:
        raise ValueError(f"There is no card of {drug!r}; choose one of: {', '.join(known)}.")
    labels = [(_drug_cards.REGIONS[region], text) for region, text in chosen.labels.items()]
    lines = [(_drug_cards.FIELDS[field], text) for field, texts in chosen.lines.items() for text in texts]
    rows = [{"about": about, "says": _drug_cards.plain(text)} for about, text in labels + lines]
    return pd.DataFrame(rows, dtype="string").set_index("about")


def _known() -> tuple[str, ...]:
    return (*COLUMNS, *(field for field in _drug_cards.FIELDS if field not in COLUMNS))


def _cell(chosen: _drug_cards.Card, column: str) -> str:
    if column == "status":
        return _drug_cards.STATUSES[chosen.status]
    regions = {title: region for region, title in _drug_cards.REGIONS.items()}
    texts = [chosen.labels.get(regions[column], "")] if column in regions else chosen.lines.get(column, ())
    return _drug_cards.plain(" ".join(texts))
