"""The header of a lesson: what you will be able to do, how long it takes, and who has reviewed it.

    gist_edu.lesson("07")
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gist_edu import _lessons
from gist_edu._words import date_in_words


@dataclass(frozen=True, repr=False)
class Header:
    """The header of one lesson: it prints as text and draws itself as HTML."""

    lesson: _lessons.Lesson

    def facts(self) -> dict[str, str]:
        """Name -> text of each line below the objectives."""
        one = self.lesson
        return {
            "Before you start": one.before,
            "Time": f"Core {one.core_minutes} minutes; Deeper {one.deeper_minutes} more",
            "Level": one.level,
            "Evidence checked": date_in_words(one.evidence_checked),
            "Clinical review": _lessons.banner(one).removeprefix("Clinical review: "),
        }

    def __repr__(self) -> str:
        goals = [f"- {objective.text}" for objective in self.lesson.objectives]
        facts = [f"{name}: {text}" for name, text in self.facts().items()]
        title = f"{self.lesson.number} · {self.lesson.title}"
        return "\n".join([title, "You will be able to:", *goals, *facts, _lessons.EDUCATION])

    def _repr_html_(self) -> str:
        goals = "".join(f"<li>{escape(objective.text)}</li>" for objective in self.lesson.objectives)
        rows = {"You will be able to": f"<ul>{goals}</ul>", **{n: escape(t) for n, t in self.facts().items()}}
        facts = "".join(f"<div><dt>{name}</dt><dd>{told}</dd></div>" for name, told in rows.items())
        return (f'<header class="gist-lesson" data-lesson="{self.lesson.number}"><dl>{facts}</dl>'
                f"<p><em>{_lessons.EDUCATION}</em></p></header>")


def lesson(number: str) -> Header:
    """The header of a lesson, such as ``lesson("07")``; an unknown number lists the known ones."""
    return Header(_lessons.lesson(number))
