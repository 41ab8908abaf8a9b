"""``{gist-clinic}``, ``{gist-case} id`` and ``{gist-case-discussion} id``: the list of cases, and two pages for each.

The page of a case holds the player and, folded, the whole case on paper: its questions and options, no answers. Those
stand on the page of its discussion, for seminars, print, and browsers without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gist_edu._cases import FOLDER, Case, CaseFileError, load
from gist_edu._cases_bundle import prepared, reference_steps
from gist_edu._ledger import Record, resolve
from gist_edu._site import ssr
from gist_edu._site.sphinx_ext import assets, course, simulator
from gist_edu._types import Json
from gist_edu._words import date_in_words
from gist_edu.models import case_result, quiz
from gist_edu.models import cases as engine
from gist_edu.simulators import cases_ask

CLINIC = "book/clinic"
THEMES = {
    "genotype": "Reading the report first",
    "localised": "Before and after surgery",
    "adjuvant": "Imatinib after surgery",
    "advanced": "Advanced disease",
    "progression": "Growing on imatinib, or not",
    "toxicity": "Side effects and interactions",
    "special": "Special situations",
    "shared_decision": "Talking about it",
}
LEVELS = {"S": "student", "R": "resident", "P": "pharmacist"}


class _Of(SphinxDirective):
    """What the three directives share."""

    def cases(self) -> dict[str, Case]:
        assets.depend_on_ledger(self.env)
        for path in (*sorted(FOLDER.glob("*.yaml")), *simulator._sources()):
            self.env.note_dependency(str(path))
        try:
            return load()
        except CaseFileError as error:
            raise self.error(str(error)) from error

    def paragraph(self, markdown: str, lead: str = "", *classes: str) -> nodes.paragraph:
        start: list[nodes.Node] = [nodes.strong("", lead), nodes.Text(" ")] if lead else []
        found, _ = self.parse_inline(markdown)
        return nodes.paragraph("", "", *start, *found, classes=list(classes))

    def bullets(self, lines: Sequence[tuple[str, str]]) -> nodes.bullet_list:
        return nodes.bullet_list("", *(nodes.list_item("", self.paragraph(text, lead)) for lead, text in lines))

    def link(self, text: str, page: str) -> nodes.reference:
        try:
            return course.page_link(self.env, text, page)
        except ValueError as error:
            raise self.error(str(error)) from error


class Clinic(_Of):
    """All cases by theme, each with its two pages."""

    def run(self) -> list[nodes.Node]:
        cases = list(self.cases().values())
        found = []
        for theme, title in THEMES.items():
            chosen = [case for case in cases if case.raw["theme"] == theme]
            if chosen:
                lines = [nodes.list_item("", self._line(case)) for case in chosen]
                found.append(section(title, f"theme-{theme.replace('_', '-')}", nodes.bullet_list("", *lines)))
        return found

    def _line(self, case: Case) -> nodes.paragraph:
        title = f"{case.raw['code']} · {case.raw['title']}"
        return nodes.paragraph("", "", self.link(title, page(case)), nodes.Text(f" ({facts(case)}; "),
                               self.link("discussion", discussion(case)), nodes.Text(")"))


class CasePage(_Of):
    """The player, and the case on paper."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        case, ready = self._case(page)
        options = {"case": case.id}
        live = ssr.element("cases", options, simulator.first_view("cases", options))
        paper = course.fold("", *self._paper(ready), summary="The whole case on paper, without answers (it shows later "
                                                              "questions)")
        foot = nodes.paragraph("", "", self.link("All answers and their reasons", discussion(case)),
                               nodes.Text(". "), self.link("All cases", CLINIC), nodes.Text(". "),
                               classes=["gist-seen"])
        return [section(f"{case.raw['code']} · {case.raw['title']}", case.id.replace("_", "-"),
                        self.paragraph(f"{capital(facts(case))}. Clinical review: {case.raw['review'] or 'none yet'}. "
                                       "An invented patient; education, not advice.", "", "gist-seen"),
                        nodes.raw("", live, format="html", classes=["gist-output"]), paper, foot)]

    def _case(self, place: object) -> tuple[Case, Json]:
        case = self.cases().get(self.arguments[0])
        if case is None:
            raise self.error(f"there is no case '{self.arguments[0]}'; choose one of {', '.join(load())}")
        if self.env.docname not in (page(case), discussion(case)):
            raise self.error(f"the case {case.id} belongs on {page(case)} and {discussion(case)}, where links point to")
        try:
            return case, prepared(case)
        except CaseFileError as error:
            raise self.error(str(error)) from error

    def _paper(self, ready: Json) -> Iterator[nodes.Node]:
        start = engine.start(ready)
        known = [name for name in ready["facts"] if not ready["patient"][name].get("hidden")]
        facts_of = [(f"{ready['patient'][name]['label']}:", cases_ask.fact(ready, start, name)) for name in known]
        yield self.paragraph(case_result.filled(ready, start, ready["vignette"]))
        play = on_paper(ready)
        yield self.bullets(facts_of)
        if ready["requests"]:
            asked = [(f"{one['label']}", f"({cases_ask.cost(one)})")
                     for one in (ready["on_request"][name] for name in ready["requests"])]
            yield self.paragraph("You may ask for:")
            yield self.bullets(asked)
        for place, (name, node) in enumerate(asking(ready), start=1):
            yield self.paragraph(case_result.filled(ready, play, node["ask"]), f"{place}.")
            yield from self._answers(ready, play, name, node)

    def _answers(self, ready: Json, play: Json, name: str, node: Json) -> Iterator[nodes.Node]:
        if "options" in node:
            shown = shuffled(name, node)
            lines = [nodes.list_item("", self.paragraph(case_result.filled(ready, play, one["text"]))) for one in shown]
            yield nodes.enumerated_list("", *lines, enumtype="upperalpha", prefix="", suffix=".")
        elif "number" in node:
            yield nodes.paragraph("", f"Your number, {node['number']['unit']}: ______", classes=["gist-seen"])
        else:
            yield nodes.paragraph("", "Your sentence: ______", classes=["gist-seen"])


class CaseDiscussion(CasePage):
    """Every option with its verdict and reason, the reference path, and the sources."""

    def run(self) -> list[nodes.Node]:
        case, ready = self._case(discussion)
        play = on_paper(ready)
        play["shown"] = list(ready["patient"])
        intro = nodes.paragraph("", "", nodes.strong("", "This page holds the answers."), nodes.Text(" "),
                                self.link("Play the case first", page(case)), nodes.Text("; "),
                                self.link("all cases", CLINIC), nodes.Text("."))
        scene = self.paragraph(case_result.filled(ready, play, ready["vignette"]))
        parts = [intro, scene, *self._requests(ready, play)]
        for name, node in asking(ready):
            parts += [self.paragraph(case_result.filled(ready, play, node["ask"]), "", "gist-stem"),
                      *self._told(ready, play, name, node)]
        ends = [(capital(f"{node['outcome']} end:"), case_result.filled(ready, play, node["end"]))
                for node in ready["nodes"].values() if "end" in node]
        title = f"{case.raw['code']} · {case.raw['title']}: discussion"
        parts += [*part(self, "How it can end", ends), *self._close(case, ready, play)]
        return [section(title, "discussion", *parts)]

    def _requests(self, ready: Json, play: Json) -> list[nodes.Node]:
        worth = {"needed": "Needed.", "helpful": "Helpful.", "wasted": "In vain."}
        asked = [ready["on_request"][name] for name in ready["requests"]]
        lines = [(f"{one['label']}: {worth[one['worth']]}",
                  case_result.filled(ready, play, f"{one['result']} {one['why']}")) for one in asked]
        return [self.paragraph("What could be asked for:"), self.bullets(lines)] if lines else []

    def _told(self, ready: Json, play: Json, name: str, node: Json) -> Iterator[nodes.Node]:
        if "options" in node:
            lines = []
            for letter, one in zip(ascii_uppercase, shuffled(name, node), strict=False):
                verdict = cases_ask.VERDICTS[one["verdict"]][0]
                lead = f"{letter}. {case_result.filled(ready, play, one['text'])}. {verdict}."
                lines.append((lead, case_result.filled(ready, play, one["feedback"])))
            yield self.bullets(lines)
        elif "number" in node:
            yield self.paragraph(f"{node['number']['truth']['md']}. "
                                 f"{case_result.filled(ready, play, node['feedback']['close'])}", "The number:")
        else:
            yield self.paragraph(case_result.filled(ready, play, node["sentence"]), "We would say:")

    def _close(self, case: Case, ready: Json, play: Json) -> list[nodes.Node]:
        told = [(f"{place}.", case_result.filled(ready, play, option["text"]))
                for place, (_, option) in enumerate(reference_steps(case), start=1)]
        reasons = [("Why:", case_result.filled(ready, play, ready["reference"]["why"]))]
        if ready["disagreement"]:
            reasons.append(("Where sources disagree:", case_result.filled(ready, play, ready["disagreement"])))
        found = part(self, "What the evidence advises", [*told, *reasons])
        if ready["twin"]:
            twin = ready["twin"]
            rows = [(f"{field}:", f"{mine} in {ready['code']}; {theirs} in {twin['code']}")
                    for field, mine, theirs in twin["rows"]]
            found += part(self, f"The twin: {twin['code']} · {twin['title']}", [("", twin["claim"]), *rows])
        read = [("", f"[{one.short}](ev:{one.id}{unseen(one)}): {one.statement}") for one in reading(case)]
        found += part(self, "Reading list", read)
        found += part(self, "To take home", [("", case_result.filled(ready, play, said)) for said in ready["learn"]])
        checked = nodes.paragraph("", f"Facts checked on {date_in_words(case.raw['checked_on'])}. "
                                      f"Claims: {', '.join(case.raw['claims']) or 'none'}. "
                                      f"Objectives: {', '.join(case.raw['objectives'])}.", classes=["gist-seen"])
        return [*found, checked]


def part(directive: _Of, title: str, lines: Sequence[tuple[str, str]]) -> list[nodes.Node]:
    """A section with a list."""
    anchor = title.split(":")[0].lower().replace(" ", "-")
    return [section(title, anchor, directive.bullets(lines))]


def section(title: str, anchor: str, *children: nodes.Node) -> nodes.section:
    """A section with its anchor."""
    return nodes.section("", nodes.title("", title), *children, ids=[anchor], names=[])


def on_paper(ready: Json) -> Json:
    """The play on paper: what a choice may change has no value yet, because the reader's choice is not known."""
    play = engine.start(ready)
    options = [one for node in ready["nodes"].values() for one in node.get("options", [])]
    for name in {name for step in [*ready["on_request"].values(), *options] for name in step.get("sets", {})}:
        play["values"][name] = "[your choice]"
        ready["patient"][name] = {**ready["patient"][name], "unit": ""}
    return play


def reading(case: Case) -> list[Record]:
    """The records behind a case, each once, in the order in which they are met."""
    records = [resolve(address).record for address in case.addresses()]
    return list({record.id: record for record in records}.values())


def unseen(record: Record) -> str:
    """The form of a link to a record that nobody has seen."""
    return "?as=unverified" if record.nobody_has_seen else ""


def page(case: Case) -> str:
    """Where a case is played."""
    return f"book/cases/{case.id}"


def discussion(case: Case) -> str:
    """Where its answers stand."""
    return f"book/cases/{case.id}_discussion"


def facts(case: Case) -> str:
    """Level and minutes in words."""
    levels = [LEVELS[one] for one in case.raw["level"]]
    return f"{' and '.join(levels) if len(levels) < 3 else 'all levels'}, {case.raw['minutes']} minutes"


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]


def asking(ready: Json) -> list[tuple[str, Json]]:
    """Nodes that ask something, in the order in which they are written."""
    return [(name, node) for name, node in ready["nodes"].items() if "ask" in node]


def shuffled(name: str, node: Json) -> list[Json]:
    """Options in the order in which the player shows them."""
    options = {one["id"]: one for one in node["options"]}
    return [options[one] for one in quiz.shuffled(list(options), name)]


def setup(app: Sphinx) -> None:
    """The directives."""
    app.add_directive("gist-clinic", Clinic)
    app.add_directive("gist-case", CasePage)
    app.add_directive("gist-case-discussion", CaseDiscussion)
