"""The checker of trials: what is said about each, has no loose number and no wrong link.

Landmarks, medians and hazard ratios are taken from the ledger when the files are read (``gist_edu._trials``). A check
that checked nothing fails.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence

from gist_edu._site.lint import Exceptions, Report, check_text
from gist_edu._trials import TrialError, trials
from gist_edu._types import Json

TEXTS = ("population", "time_zero", "question")


def check(known: Mapping[str, Json], exceptions: Exceptions | None = None) -> Report:
    """Every number and link in the sentences of the trials."""
    exceptions, report = exceptions or Exceptions.load(), Report(files=1)
    for trial in known.values():
        # one text for each trial, links first: they are what the question may repeat
        text = "\n\n".join([*(trial[name] for name in TEXTS), *trial["mind"], *_names(trial)])
        for dose in re.findall(r"\d+ mg", " ".join(_names(trial))):
            text = text.replace(dose, "")  # the dose in the name of an arm is what the arm is, not a finding
        check_text(text, f"data/trials, trial {trial['id']}", exceptions, report)
    if report.links == 0:
        report.add("data/trials", "checked nothing: no evidence link found")
    return report


def _names(trial: Json) -> list[str]:
    return [arm["name"] for arm in trial["arms"]]


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong; 1 when anything is."""
    try:
        known = trials()
    except TrialError as error:
        print(error)
        return 1
    report = check(known)
    for problem in report.problems:
        print(problem)
    print(f"trials: {len(known)}, {report.links} evidence links, {report.numbers} plain numbers, "
          f"{len(report.problems)} problems")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
