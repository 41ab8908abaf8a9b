"""``{gist-trials}``: a card for each trial, made from ``data/trials/``; every number on it is an evidence link.

Grouped by setting. A card says what was asked of whom, what month 0 is, what was published at which data cut, and what
goes wrong when the trial is quoted. Landmarks stand in a table, months down and groups across.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from gist_edu import _trials
from gist_edu._ledger import resolve
from gist_edu._site.sphinx_ext import assets, course, words
from gist_edu._types import Json

PAGE = "book/trials"
SETTINGS = {
    "adjuvant": "After surgery",
    "neoadjuvant": "Before surgery",
    "advanced": "Advanced disease",
    "later_lines": "After imatinib, and avapritinib",
}
DESIGNS = {
    "randomised": "Randomised",
    "pooled": "Two trials pooled",
    "single_arm": "One arm, no control",
    "cohort": "A cohort, nobody randomised",
}


class TrialCards(SphinxDirective):
    """All trials, each with its anchor; links of the book point to this page only."""

    def run(self) -> list[nodes.Node]:
        assets.depend_on_ledger(self.env)
        for path in sorted(_trials.FOLDER.glob("*.yaml")):
            self.env.note_dependency(str(path))
        if self.env.docname != PAGE:
            raise self.error(f"the trial cards belong on the page {PAGE}, where links point to")
        try:
            known = list(_trials.trials().values())
        except _trials.TrialError as error:
            raise self.error(str(error)) from error
        return [self._setting(name, [one for one in known if one["setting"] == name]) for name in SETTINGS]

    def _setting(self, name: str, found: list[Json]) -> nodes.section:
        cards = [self._card(trial) for trial in found]
        return nodes.section("", nodes.title("", SETTINGS[name]), *cards, ids=[name.replace("_", "-")], names=[])

    def _card(self, trial: Json) -> nodes.section:
        facts = [self._fact(label, text) for label, text in _facts(trial)]
        tables = [self._endpoint(trial, endpoint) for endpoint in trial["endpoints"]]
        minded = nodes.bullet_list("", *(nodes.list_item("", self._paragraph(said)) for said in trial["mind"]))
        mind = [course.fold("", minded, summary="What goes wrong when it is quoted")] if trial["mind"] else []
        return nodes.section(
            "",
            nodes.title("", trial["name"]),
            nodes.paragraph("", trial["question"], classes=["gist-statement"]),
            nodes.bullet_list("", *facts),
            *tables,
            *mind,
            ids=[anchor(trial["id"])],
            names=[],
            classes=["gist-record"],
        )

    def _fact(self, label: str, text: str) -> nodes.list_item:
        return nodes.list_item("", self._paragraph(text, lead=label))

    def _paragraph(self, markdown: str, lead: str = "") -> nodes.paragraph:
        start: list[nodes.Node] = [nodes.strong("", f"{lead}:"), nodes.Text(" ")] if lead else []
        found, _ = self.parse_inline(markdown)
        return nodes.paragraph("", "", *start, *found)

    def _endpoint(self, trial: Json, endpoint: Json) -> nodes.container:
        first = " (primary endpoint)" if endpoint["primary"] else ""
        name = f"{endpoint['name'][:1].upper()}{endpoint['name'][1:]}{first}"
        title = nodes.paragraph("", "", nodes.strong("", name))
        lists = [self._cut(trial, cut) for cut in endpoint["cuts"]]
        return nodes.container("", title, *lists)

    def _cut(self, trial: Json, cut: Json) -> nodes.container:
        """A data cut: when it was, its landmarks as a table, then what else was published."""
        before, after = said(trial, cut)
        columns, rows = landmarks(trial, cut)
        found = [words.table(columns, map(self._row, rows), ["gist-landmarks"])] if rows else []
        return nodes.container("", *(self._paragraph(text, lead) for lead, text in before), *found, *self._list(after))

    def _list(self, lines: list[tuple[str, str]]) -> list[nodes.Node]:
        return [nodes.bullet_list("", *(self._fact(lead, text) for lead, text in lines))] if lines else []

    def _row(self, cells: list[str]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", self._paragraph(text) if text else nodes.paragraph()) for text in cells))


def anchor(trial_id: str) -> str:
    """Where a trial stands on the page of the cards."""
    return f"trial-{trial_id.replace('_', '-')}"


def of_records(env: BuildEnvironment) -> dict[str, list[nodes.Node]]:
    """Record -> links to the cards of the trials that use it; nothing in a book without the page of the cards."""
    found: dict[str, list[nodes.Node]] = {}
    if PAGE not in env.found_docs:
        return found
    for trial in _trials.trials().values():
        for record in sorted({address.partition(".")[0] for address in _addresses(trial)}):
            found.setdefault(record, []).append(course.page_link(env, trial["name"], PAGE, anchor(trial["id"])))
    return found


def _addresses(trial: Json) -> Iterator[str]:
    """The ledger addresses of landmarks, medians and hazard ratios."""
    for endpoint in trial["endpoints"]:
        for cut in endpoint["cuts"]:
            yield from (mark["address"] for marks in cut["curves"].values() for mark in marks)
            yield from (median["address"] for median in cut["medians"].values())
            yield from [cut["hr"]["address"]] if cut["hr"] else []


def _facts(trial: Json) -> Iterator[tuple[str, str]]:
    phase = f", phase {trial['phase']}" if trial["phase"] else ""
    mask = f", {trial['mask']}" if trial["mask"] else ""
    registry = f". Registry: {trial['registry']}" if trial["registry"] else ". Registry number not seen by us"
    yield "Design", f"{DESIGNS[trial['design']]}{phase}{mask}{registry}."
    yield "People", trial["population"]
    yield "Groups", "; ".join(_arm(arm) for arm in trial["arms"]) + "."
    yield "Month 0", f"{trial['time_zero']}."


def _arm(arm: Json) -> str:
    return f"{arm['name']} ({link(arm['n'])})" if arm["n"] else str(arm["name"])


def link(shown: Json) -> str:
    """A published number as an evidence link, with its interval where it was printed."""
    form = "?as=ci" if shown.get("low") is not None else ""
    text = shown["text"] if not form else resolve(f"{shown['address']}?as=ci").text
    return f"[{text}](ev:{shown['address']}{form})"


def landmarks(trial: Json, cut: Json) -> tuple[list[str], list[list[str]]]:
    """Columns: months, then each arm of which something was published. Rows: one for each month, then the median.

    More than two arms do not fit a phone side by side: then each published number has a row of its own.
    """
    arms = [arm for arm in trial["arms"] if cut["curves"].get(arm["id"]) or arm["id"] in cut["medians"]]
    months = {arm["id"]: {mark["t"]: link(mark) for mark in cut["curves"].get(arm["id"], [])} for arm in arms}
    times = sorted({time for marks in months.values() for time in marks})
    rows = [[str(time), *(months[arm["id"]].get(time, "") for arm in arms)] for time in times]
    if cut["medians"]:
        medians = [cut["medians"].get(arm["id"]) for arm in arms]
        rows.append(["median", *(link(median) if median else "" for median in medians)])
    names = [str(arm["name"]) for arm in arms]
    if len(arms) <= 2:
        return ["Month", *names], rows
    long = [[name, row[0], row[place]] for place, name in enumerate(names, 1) for row in rows if row[place]]
    return ["Group", "Month", "Published"], long


def said(trial: Json, cut: Json) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(lead, Markdown) before the table of a data cut: when it was; and after it: hazard ratio, what is unverified."""
    names = {arm["id"]: arm["name"] for arm in trial["arms"]}
    when = _when(cut["label"] or "", cut["follow_up"])
    before = [("Data cut", when)] if when else []
    after = []
    if cut["hr"]:
        ratio = cut["hr"]
        after.append(("Hazard ratio", f"{link(ratio)}, {names[ratio['treatment']]} against {names[ratio['control']]}."))
    if cut["unverified"]:
        after.append(("Not printed", f"numbers held from memory only ({_words(len(cut['unverified']))})."))
    return before, after


def _when(label: str, follow: Json | None) -> str:
    """The data cut in words; the median follow-up is a link, and stands there once."""
    if follow and follow["text"] in label:
        return label.replace(follow["text"], link(follow), 1) + "."
    return " ".join([*([f"{label}."] if label else []), *([f"Median follow-up {link(follow)}."] if follow else [])])


def _words(count: int) -> str:
    names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")
    return names[count] if count < len(names) else "many"


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("gist-trials", TrialCards)
