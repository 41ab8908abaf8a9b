"""The checker of drug cards and of the work-up: no loose number beside the links, which are checked when they are read.

A check that checked nothing fails.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from gist_edu._drug_cards import Card, DrugCardError, cards
from gist_edu._site.lint import Exceptions, Report, check_text
from gist_edu.progression import Step, WorkUpError, steps


def check(known: Sequence[Card], asked: Sequence[Step] = (), exceptions: Exceptions | None = None) -> Report:
    """Every number and link of the cards, and of the steps of the work-up."""
    exceptions, report = exceptions or Exceptions.load(), Report(files=1)
    for card in known:
        # lines with links first: they are what a line without one may repeat
        own = (text for field, text in card.texts() if not (card.labels_elsewhere and field.startswith("labels.")))
        texts = sorted(own, key=lambda text: "](ev:" not in text)
        check_text("\n\n".join(texts), f"data/drug_cards.yaml, card {card.id}", exceptions, report)
    for step in asked:
        check_text(f"{step.why}\n\n{step.ask} {step.then}", f"data/work_up.yaml, step {step.id}", exceptions, report)
    if report.links == 0:
        report.add("data/drug_cards.yaml", "checked nothing: no evidence link found")
    return report


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong; 1 when anything is."""
    try:
        known, asked = cards(), steps()
    except (DrugCardError, WorkUpError) as error:
        print(error)
        return 1
    report = check(known, asked)
    for problem in report.problems:
        print(problem)
    print(f"drug cards: {len(known)}, {len(asked)} steps of the work-up, {report.links} evidence links, "
          f"{report.numbers} plain numbers, {len(report.problems)} problems")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
