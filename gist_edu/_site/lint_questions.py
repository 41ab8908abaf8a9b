"""The checker of questions: evidence behind each option, no option that betrays itself, no loose number.

What one question must be alone is checked when it is read (``gist_edu._questions``) and stops the build. Here are the
rules of good items, most of them over all questions together. A check that checked nothing fails.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from gist_edu import _lessons
from gist_edu._questions import LINK, Item, Option, QuestionError, Questions, load, options_of
from gist_edu._site.lint import NUMBER, Exceptions

MAX_STEM_WORDS, MAX_FEEDBACK_WORDS, MAX_FEEDBACK_LINKS = 60, 70, 3
LONGEST_TO_MEDIAN, SHORT_ENOUGH = 1.4, 24
BEST_IS_LONGEST_AT_MOST = 1 / 3
ABSOLUTE = re.compile(r"\b(always|never|only|all|none|every|must|no|nobody|everybody|any)\b", re.I)
ABSOLUTE_GAP = 0.10  # how much more often wrong options may hold an absolute word than right ones
PER_OBJECTIVE = 2
_EASY_WAY_OUT = re.compile(r"\b(all|none) of (the above|these)\b|\bboth of (the above|these)\b", re.I)


def problems(questions: Questions, exceptions: Exceptions | None = None) -> list[str]:
    """Every rule that is broken, in words."""
    exceptions = exceptions or Exceptions.load()
    items = list(questions.items.values())
    if not items:
        return ["questions: checked nothing: there is no question in data/questions/"]
    found = [f"{item.file}: question {item.id}: {text}" for item in items for text in _alone(item, exceptions)]
    return [*found, *_together(items), *_in_the_book(questions)]


# ---------------------------------------------------------------- one question


def _alone(item: Item, exceptions: Exceptions) -> Iterator[str]:
    if len(item.stem.split()) > MAX_STEM_WORDS or not item.stem.endswith("?"):
        yield f"the stem has {len(item.stem.split())} words; at most {MAX_STEM_WORDS}, and it ends with a question"
    for option in item.options:
        yield from (f"option {option.id}: {text}" for text in _feedback_faults(option.feedback))
        if _EASY_WAY_OUT.search(option.text):
            yield f"option {option.id} points at other options, which are shuffled; name what it means"
    for name, text in (item.feedback or {}).items():
        yield from (f"feedback {name}: {fault}" for fault in _feedback_faults(text))
    yield from _too_long(item)
    yield from _loose_numbers(item, exceptions)


def _feedback_faults(text: str) -> Iterator[str]:
    links, words = len(LINK.findall(text)), len(text.split())
    if not 1 <= links <= MAX_FEEDBACK_LINKS:
        yield f"{links} evidence links; each feedback says why and has 1 to {MAX_FEEDBACK_LINKS}"
    if words > MAX_FEEDBACK_WORDS:
        yield f"{words} words; at most {MAX_FEEDBACK_WORDS}"


def _too_long(item: Item) -> Iterator[str]:
    """An option that stands out by its length is read as the right one."""
    lengths = sorted(len(option.text) for option in item.options)
    if item.kind in ("single", "several") and lengths[-1] > max(SHORT_ENOUGH, LONGEST_TO_MEDIAN * median(lengths)):
        yield (
            f"its longest option has {lengths[-1]} characters, the median is {median(lengths):g}; "
            f"shorten it to at most {LONGEST_TO_MEDIAN} times the median"
        )


def _loose_numbers(item: Item, exceptions: Exceptions) -> Iterator[str]:
    """Numbers come from the ledger, belong to the invented patient (givens), or stand in a wrong option."""
    linked = {n for text in item.markdown() for shown, _ in LINK.findall(text) for n in NUMBER.findall(shown)}
    right = [option.text for option in item.options if option.verdict != "wrong"]
    cards = [str(line) for card in item.cards for line in (card["title"], *card["lines"])]
    for text in [item.stem, *cards, *right, *item.markdown()]:
        loose = LINK.sub(" ", text)
        for given in sorted(item.givens, key=len, reverse=True):
            loose = loose.replace(given, " ")
        for pattern in exceptions.patterns:
            loose = pattern.sub(" ", loose)
        for number in NUMBER.findall(loose):
            if number not in linked:
                yield f"the number '{number}' in {text[:40]!r} has no evidence link; link it, or name it under givens"
    everything = " ".join([item.stem, *cards, *(option.text for option in item.options), *item.markdown()])
    yield from (f"the given '{given}' is not used; delete it" for given in item.givens if given not in everything)


# ---------------------------------------------------------------- all questions together


def _together(items: Sequence[Item]) -> Iterator[str]:
    singles = [item for item in items if item.kind == "single"]
    telling = [item for item in singles if _best_is_longest(item)]
    if len(telling) > len(singles) * BEST_IS_LONGEST_AT_MOST:
        names = ", ".join(item.id for item in telling)
        yield (
            f"questions: the best option is the longest in {len(telling)} of {len(singles)} single items; "
            f"at most a third may be: {names}"
        )
    yield from _absolute_words(items)
    for family, count in Counter(item.family for item in items).items():
        if count < 2:
            yield f"questions: family '{family}' has one question; a missed one needs a sibling: write a second"


def _best_is_longest(item: Item) -> bool:
    lengths = [(len(option.text), option.verdict) for option in item.options]
    longest = max(lengths)[0]
    return [verdict for length, verdict in lengths if length == longest] == ["best"]


def _absolute_words(items: Iterable[Item]) -> Iterator[str]:
    """Test-wise readers strike out options with "always" and "never"; so right options must hold them as often."""
    options = [option for kind in ("single", "several") for _, option in options_of(items, kind)]
    wrong = _share([option for option in options if option.verdict == "wrong"])
    right = _share([option for option in options if option.verdict != "wrong"])
    if wrong - right > ABSOLUTE_GAP:
        yield (
            f"questions: absolute words stand in {wrong:.0%} of wrong and {right:.0%} of right options; "
            "take some out of the wrong ones"
        )


def _share(options: Sequence[Option]) -> float:
    return sum(bool(ABSOLUTE.search(option.text)) for option in options) / len(options) if options else 0.0


def _in_the_book(questions: Questions) -> Iterator[str]:
    known = [objective.id for lesson in _lessons.lessons() for objective in lesson.objectives]
    counts = Counter(item.objective for item in questions.items.values())
    for item in questions.items.values():
        if item.objective not in known:
            yield f"{item.file}: question {item.id}: no objective '{item.objective}' in data/lessons.yaml"
        if item.more:
            yield from (f"{item.file}: question {item.id}: 'more' names {text}" for text in _lost(item.more))
    for objective in known:
        if counts[objective] < PER_OBJECTIVE:
            yield f"questions: objective {objective} has {counts[objective]} items; write at least {PER_OBJECTIVE}"


def _lost(more: Mapping[str, str]) -> Iterator[str]:
    """The lesson or the part of it that does not exist; nothing else checks links that stand in a question."""
    lessons = {lesson.number: lesson for lesson in _lessons.lessons()}
    if more["lesson"] not in lessons:
        yield f"lesson '{more['lesson']}', which does not exist"
        return
    anchors = [anchor for _, anchor in _lessons.sections(lessons[more["lesson"]])]
    if more.get("anchor") and anchors and more["anchor"] not in anchors:
        yield f"'{more['anchor']}', which is no part of the lesson; choose one of: {', '.join(anchors)}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print what is wrong; 1 when anything is."""
    try:
        questions = load()
    except QuestionError as error:
        print(error)
        return 1
    found = problems(questions)
    for problem in found:
        print(problem)
    print(f"questions: {len(questions.items)} in {len(questions.sets)} sets, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
