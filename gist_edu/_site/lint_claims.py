"""The checker of claims: no loose number, and a date that is the newest of what is linked.

What one claim must be alone is checked when it is read (``gist_edu._claims``). A number in the claim, the verdict or
the reasons must stand in an evidence link of the same claim. A check that checked nothing fails.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

from gist_edu._claims import Claim, ClaimError, Claims, load
from gist_edu._site.lint import Exceptions, Report, check_text

FILE = "data/claims.yaml"


def check(claims: Claims, exceptions: Exceptions | None = None) -> Report:
    """Every number and date of the claims and the traffic line."""
    exceptions, report = exceptions or Exceptions.load(), Report(files=1)
    for claim in claims.claims.values():
        # the links first: they are what the claim as said and its verdict may repeat
        text = "\n\n".join([claim.because, claim.us_eu, claim.claim, claim.short])
        check_text(text, f"{FILE}, claim {claim.id}", exceptions, report)
        for problem in _date_problems(claim):
            report.add(f"{FILE}, claim {claim.id}", problem)
    for column, lines in claims.traffic.items():
        for line in lines:
            check_text(line, f"{FILE}, traffic {column}", exceptions, report)
    if report.links == 0:
        report.add(FILE, "checked nothing: no evidence link found")
    return report


def _date_problems(claim: Claim) -> Iterator[str]:
    """The date is the year or day of the newest linked source, or the day on which a linked document was checked."""
    records = [record for record, _ in claim.support()]
    dated = [str(record.source.get("date") or record.source.get("year")) for record in records]
    newest = max((day for day in dated if re.match(r"\d{4}", day)), default="")
    checked = {record.checked_on for record in records if record.design == "document"}
    if claim.evidence_until not in {newest, *checked}:
        yield f"evidence_until is {claim.evidence_until}, but the newest source linked is of {newest}; correct it"


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong; 1 when anything is."""
    try:
        report = check(load())
    except ClaimError as error:
        print(error)
        return 1
    for problem in report.problems:
        print(problem)
    print(f"claims: {len(load().claims)}, {report.links} evidence links, {report.numbers} plain numbers, "
          f"{len(report.problems)} problems")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
