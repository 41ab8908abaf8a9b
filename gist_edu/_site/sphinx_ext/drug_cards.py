"""``{gist-drugs}``: a card for each drug, from ``data/drug_cards.yaml``; ``{gist-work-up}``: what is asked before one.

Grouped by what the labels allow. The card opens with its labels; what the label prints as a dose stands below them,
with section and edition, so that no bare dose meets the eye. Every number on the page is an evidence link.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gist_edu import _drug_cards, _variants, progression
from gist_edu._drug_cards import Card
from gist_edu._ledger import DATA
from gist_edu._site.sphinx_ext import assets

PAGE = "book/drug_cards"
ASKED_FIRST = ("Before a drug is changed", "A scan that looks worse is not yet resistance. These questions come first, "
               "in this order.")
GROUPS = {"approved": "With a label for GIST", "others": "Without a label, or in one country only"}


class DrugCards(SphinxDirective):
    """All drugs, each with its anchor; links of the book point to this page only."""

    def run(self) -> list[nodes.Node]:
        assets.depend_on_ledger(self.env)
        for path in (_drug_cards.FILE, DATA / "drugs.yaml"):
            self.env.note_dependency(str(path))
        if self.env.docname != PAGE:
            raise self.error(f"the drug cards belong on the page {PAGE}, where links point to")
        try:
            known = _drug_cards.cards()
        except (_drug_cards.DrugCardError, _variants.DrugDataError) as error:
            raise self.error(str(error)) from error
        groups = {name: [one for one in known if (one.status == "approved") is (name == "approved")] for name in GROUPS}
        return [self._group(name, found) for name, found in groups.items() if found]

    def _group(self, name: str, found: list[Card]) -> nodes.section:
        cards = [self._card(card) for card in found]
        return nodes.section("", nodes.title("", GROUPS[name]), *cards, ids=[f"drugs-{name}"], names=[])

    def _card(self, card: Card) -> nodes.section:
        status = nodes.paragraph("", f"{_drug_cards.STATUSES[card.status][:1].upper()}"
                                     f"{_drug_cards.STATUSES[card.status][1:]}.", classes=["gist-seen"])
        facts = [self._fact(label, texts) for label, texts in facts_of(card)]
        return nodes.section("", nodes.title("", card.name), status, nodes.bullet_list("", *facts),
                             ids=[card.anchor], names=[], classes=["gist-record"])

    def _fact(self, label: str, texts: list[str]) -> nodes.list_item:
        first, *more = [self._paragraph(text) for text in texts]
        first.insert(0, [nodes.strong("", f"{label}:"), nodes.Text(" ")])
        return nodes.list_item("", first, *more)

    def _paragraph(self, markdown: str) -> nodes.paragraph:
        return nodes.paragraph("", "", *self.parse_inline(markdown)[0])


class WorkUp(SphinxDirective):
    """A section of its own: the steps before a change of drug, numbered, each with what it rests on."""

    def run(self) -> list[nodes.Node]:
        assets.depend_on_ledger(self.env)
        self.env.note_dependency(str(progression.FILE))
        try:
            found = progression.steps()
        except progression.WorkUpError as error:
            raise self.error(str(error)) from error
        title, said = nodes.title("", ASKED_FIRST[0]), nodes.paragraph("", ASKED_FIRST[1])
        listed = nodes.enumerated_list("", *(self._step(step) for step in found))
        return [nodes.section("", title, said, listed, ids=["work-up"], names=[])]

    def _step(self, step: progression.Step) -> nodes.list_item:
        why = self.parse_inline(step.why)[0]
        asked = nodes.paragraph("", "", nodes.strong("", step.ask), nodes.Text(" "), *why)
        return nodes.list_item("", asked, nodes.paragraph("", step.then))


def facts_of(card: Card) -> Iterator[tuple[str, list[str]]]:
    """(heading, lines) in the order of the card: what it is, the labels, then everything else."""
    fields = dict(card.lines)
    yield _drug_cards.FIELDS["kind"], list(fields.pop("kind"))
    yield from ((_drug_cards.REGIONS[region], [text]) for region, text in card.labels.items())
    yield from ((_drug_cards.FIELDS[field], list(texts)) for field, texts in fields.items())


def setup(app: Sphinx) -> None:
    """The directives."""
    app.add_directive("gist-drugs", DrugCards)
    app.add_directive("gist-work-up", WorkUp)
