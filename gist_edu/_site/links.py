"""Where the evidence pages stand on the site: the one place that knows their paths.

Paths are relative to the site's content root (``<html data-content_root>``). The anchor of a value is
``ev-`` followed by its address without ``?as=``; a claim link (record only) points at the record.
"""

from __future__ import annotations

from gist_edu import _ledger

EVIDENCE = "book/evidence"  # folder of the evidence pages, below the content root (docname and URL alike)


def anchor(address: str) -> str:
    """``ev:ssgxviii_rfs.rfs_60m@119m?as=ci`` -> ``ev-ssgxviii_rfs.rfs_60m@119m``."""
    return "ev-" + address.removeprefix("ev:").partition("?")[0]


def docname(topic: str) -> str:
    """Sphinx document that holds the records of ``topic``."""
    return f"{EVIDENCE}/{topic}"


def href(address: str) -> str:
    """Page and anchor of an address, relative to the content root; unknown records raise ``LedgerError``."""
    record = _ledger.resolve(address).record
    return f"{docname(record.topic)}.html#{anchor(address)}"
