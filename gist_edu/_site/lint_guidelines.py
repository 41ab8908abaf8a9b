"""The checker of guidelines side by side: no loose number, no wrong link, no statement that nobody saw.

What one statement must be alone is checked when it is read (``gist_edu._guidelines``). A number must stand in an
evidence link of the same topic. A check that checked nothing fails.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from gist_edu._guidelines import GuidelineError, Guidelines, guidelines
from gist_edu._site.lint import Exceptions, Report, check_text


def check(known: Guidelines, exceptions: Exceptions | None = None) -> Report:
    """Every number and link of the topics."""
    exceptions, report = exceptions or Exceptions.load(), Report(files=1)
    for topic in known.topics:
        # links first: they are what the question and the difference may repeat
        text = "\n\n".join([*(one.text for one in topic.says), topic.differ, topic.title, topic.asks])
        check_text(text, f"data/guidelines.yaml, topic {topic.id}", exceptions, report)
    if report.links == 0:
        report.add("data/guidelines.yaml", "checked nothing: no evidence link found")
    return report


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong; 1 when anything is."""
    try:
        known = guidelines()
    except GuidelineError as error:
        print(error)
        return 1
    report = check(known)
    for problem in report.problems:
        print(problem)
    said = sum(len(topic.says) for topic in known.topics)
    print(f"guidelines: {len(known.topics)} topics, {said} statements, {report.links} evidence links, "
          f"{len(report.problems)} problems")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
