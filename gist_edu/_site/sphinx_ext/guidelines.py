"""``{gist-guidelines}``: what guidelines and labels say on each question, one under the other, and who was not seen.

A wide table does not fit a phone, so each question is a section. Who speaks comes first: region, years, how much of it
we saw. Nothing is dated here by hand: years and days of checking come from the linked records.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gist_edu import _guidelines
from gist_edu._guidelines import Source, Statement, Topic
from gist_edu._site.sphinx_ext import assets, words
from gist_edu._words import date_in_words

PAGE = "book/guidelines"


class GuidelineTopics(SphinxDirective):
    """All topics, each with its anchor."""

    def run(self) -> list[nodes.Node]:
        assets.depend_on_ledger(self.env)
        self.env.note_dependency(str(_guidelines.FILE))
        try:
            known = _guidelines.guidelines()
        except _guidelines.GuidelineError as error:
            raise self.error(str(error)) from error
        speakers = nodes.bullet_list("", *(nodes.list_item("", speaker(one, known)) for one in known.sources))
        first = nodes.section("", nodes.title("", "Who speaks"), speakers, ids=["who-speaks"], names=[])
        return [first, *(self._topic(topic) for topic in known.topics)]

    def _topic(self, topic: Topic) -> nodes.section:
        block = nodes.section("", nodes.title("", topic.title), ids=[topic.id], names=[], classes=["gist-record"])
        block += nodes.paragraph("", topic.asks, classes=["gist-statement"])
        block += nodes.bullet_list("", *(self._said(one) for one in topic.says))
        if topic.unseen:
            names = ", ".join(f"{one.name} ({one.where})" for one in topic.unseen)
            block += nodes.paragraph("", f"{_guidelines.NOT_SEEN}: {names}.", classes=["gist-seen"])
        if topic.differ:
            block += nodes.paragraph("", "", *self.parse_inline(topic.differ)[0], classes=["gist-disagree"])
        return block

    def _said(self, said: Statement) -> nodes.list_item:
        lead = [nodes.strong("", f"{said.source.name} ({said.source.where}):"), nodes.Text(" ")]
        text = nodes.paragraph("", "", *lead, *self.parse_inline(said.text)[0])
        return nodes.list_item("", text, nodes.paragraph("", dated(said), classes=["gist-seen"]))


def dated(said: Statement) -> str:
    """Of which year the linked sources are, how we saw them, and when they were last checked."""
    return f"{_listed(said.years)}; seen {words.SEEN[said.seen]}; checked on {date_in_words(said.checked)}."


def speaker(source: Source, known: _guidelines.Guidelines) -> nodes.paragraph:
    """A source with its region, the years of what we saw of it, and on how many questions."""
    said = [one for topic in known.topics for one in topic.says if one.source == source]
    years = _listed(sorted({year for one in said for year in one.years}))
    count = f"Seen on {len(said)} of {len(known.topics)} questions; {years}."
    told = nodes.Text(f" ({source.where}): {source.full}. {count}")
    return nodes.paragraph("", "", nodes.strong("", source.name), told)


def _listed(years: list[str] | tuple[str, ...]) -> str:
    """2022; 2004 and 2010; 2012, 2022 and undated."""
    return " and ".join(filter(None, [", ".join(years[:-1]), years[-1]]))


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("gist-guidelines", GuidelineTopics)
