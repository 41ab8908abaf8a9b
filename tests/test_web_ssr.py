"""The view layer drawn at build time: what every host shows is complete, labelled and safe."""

from __future__ import annotations

import copy
import html
import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from gist_edu._site import ssr

SINK: dict[str, Any] = json.loads((Path(__file__).parent / "web" / "kitchen_sink.json").read_text(encoding="utf-8"))
KINDS = {
    "text",
    "choice",
    "number",
    "select",
    "toggle",
    "button",
    "table",
    "chart",
    "meter",
    "timeline",
    "feedback",
    "evidence",
    "group",
    "several",
    "order",
    "verdicts",
    "download",
    "upload",
    "figure",
    "track",
    "line",
}
REFERENCES = ("for", "aria-labelledby", "aria-describedby")


def walk(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for block in blocks for one in (block, *walk(block.get("blocks", [])))]


def order_items(one: dict[str, Any]) -> list[dict[str, Any]]:
    return one["items"] if one["kind"] == "order" else []


def view(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"simulator": "probe", "title": "Probe", "announce": "", "error": None, "blocks": list(blocks), **fields}


def drawn(*blocks: dict[str, Any], **fields: Any) -> BeautifulSoup:
    return BeautifulSoup(ssr.render(view(*blocks, **fields)), "html.parser")


def text(md: str) -> dict[str, Any]:
    return {"kind": "text", "id": "t", "md": md}


def block(key: str) -> dict[str, Any]:
    return copy.deepcopy(next(one for one in walk(SINK["blocks"]) if one["id"] == key))


def the(page: Tag, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, f"{len(found)} elements fit {selector}"
    return found[0]


@pytest.fixture(scope="module")
def sink() -> BeautifulSoup:
    return BeautifulSoup(ssr.render(SINK), "html.parser")


def test_the_kitchen_sink_holds_every_kind_of_block() -> None:
    assert {one["kind"] for one in walk(SINK["blocks"])} == KINDS


@pytest.mark.parametrize("one", walk(SINK["blocks"]), ids=lambda one: str(one["id"]))
def test_every_text_of_a_block_is_on_the_page(one: dict[str, Any]) -> None:
    shown = " ".join(drawn(one).get_text(" ").split())
    for key in ("label", "heading", "title", "caption", "error", "unit", "when"):
        assert str(one.get(key) or "") in shown
    for part in (*one.get("options", []), *one.get("columns", []), *one.get("legend", []), *order_items(one)):
        assert part["label"] in shown


def test_ids_are_unique(sink: BeautifulSoup) -> None:
    doubles = [key for key, count in Counter(str(tag["id"]) for tag in sink.select("[id]")).items() if count > 1]
    assert len(sink.select("[id]")) > 50
    assert doubles == []


def test_every_reference_leads_to_an_element(sink: BeautifulSoup) -> None:
    ids = {str(tag["id"]) for tag in sink.select("[id]")}
    wanted = {key for name in REFERENCES for tag in sink.select(f"[{name}]") for key in str(tag[name]).split()}
    assert len(wanted) > 40
    assert wanted <= ids


def test_every_control_has_a_name(sink: BeautifulSoup) -> None:
    labelled = {str(label["for"]) for label in sink.select("label[for]")}
    controls = sink.select("input, select")
    assert len(controls) > 15
    assert [tag for tag in controls if tag.get("id") not in labelled and not tag.get("aria-label")] == []
    assert all(button.get_text(strip=True) for button in sink.select("button"))


@pytest.mark.parametrize("key", ["bad", "site_bad", "locked_toggle", "open_bad", "typed_bad"])
def test_an_error_stands_with_its_control(key: str) -> None:
    control = the(drawn(block(key)), f'[data-gist-set="{key}"]:not([type=range])')
    assert control["aria-invalid"] == "true"
    assert f"gist-probe-{key}-error" in str(control["aria-describedby"]).split()


def test_a_number_that_was_refused_is_shown_as_typed(sink: BeautifulSoup) -> None:
    assert the(sink, "#gist-sink-bad")["value"] == "three"


def test_a_number_without_a_value_is_empty_and_said_to_be_unset(sink: BeautifulSoup) -> None:
    assert the(sink, "#gist-sink-guess").get("value", "") == ""
    assert the(sink, "#gist-sink-guess-slider")["aria-valuetext"] == "not set yet"


def test_a_number_may_come_without_a_slider() -> None:
    assert drawn(block("boxed")).select("[type=range]") == []


@pytest.mark.parametrize(
    "key", ["locked", "closed", "locked_toggle", "ticks_locked", "line_locked", "open_locked", "typed_locked"]
)
def test_a_disabled_field_has_no_control_that_answers(key: str) -> None:
    controls = drawn(block(key)).select("[data-gist-set], [data-gist-press]")
    assert controls
    assert all(control.has_attr("disabled") for control in controls)


def test_the_chosen_option_is_the_one_of_the_view(sink: BeautifulSoup) -> None:
    assert [tag["value"] for tag in sink.select('[data-gist-set="sure"][checked]')] == ["fairly"]
    assert [tag["value"] for tag in sink.select('[data-gist-set="site"] option[selected]')] == ["duodenum"]
    assert sink.select('[data-gist-set="unsure"][checked]') == []


def test_a_problem_of_the_whole_simulator_is_an_alert(sink: BeautifulSoup) -> None:
    assert the(sink, "[role=alert]").get_text() == SINK["error"]
    assert drawn().select("[role=alert]") == []


def test_there_is_exactly_one_polite_region(sink: BeautifulSoup) -> None:
    assert the(sink, "[role=status]").get_text() == SINK["announce"]


def test_a_table_has_caption_scopes_and_a_focusable_region(sink: BeautifulSoup) -> None:
    table = next(one for one in sink.select("table") if "One tumour, all schemes" in one.get_text())
    assert {str(cell.get("scope")) for cell in table.select("thead th")} == {"col"}
    assert the(table, "tbody tr:first-child th[scope=row]").get_text() == "NIH 2002"
    region = table.parent
    assert region is not None
    assert (region["role"], region["tabindex"]) == ("region", "0")
    assert region["aria-labelledby"] == the(table, "caption")["id"]


@pytest.mark.parametrize("key", ["map", "curves", "bars", "area"])
def test_a_chart_is_an_image_with_its_result_in_words_and_its_numbers_in_a_table(key: str) -> None:
    page = drawn(block(key))
    picture = the(page, "svg[role=img]")
    named = [the(page, f"#{part}").get_text() for part in str(picture["aria-labelledby"]).split()]
    assert named[0] == block(key)["title"]
    assert named[1] == block(key)["summary"].replace("**", "")
    assert the(page, "figure details table").select("tbody tr")
    assert "NaN" not in str(picture)


def test_a_matrix_draws_each_cell_its_marks_and_where_the_learner_is() -> None:
    page = drawn(block("map"))
    assert len(page.select("svg.gist-picture rect.gist-cell")) == 12
    assert [mark.get_text() for mark in page.select(".gist-mark")] == ["≠"] * 5
    ring = the(page, "svg.gist-picture rect.gist-here")
    under = page.find("title", string="7 cm, 6: intermediate")
    assert isinstance(under, Tag)
    assert [ring[name] for name in ("x", "y")] == [
        the(under.parent or page, "rect.gist-cell")[name] for name in ("x", "y")
    ]


@pytest.mark.parametrize(
    ("key", "selector", "count"),
    [
        ("curves", "path.gist-line", 2),
        ("curves", "path.gist-band", 1),
        ("curves", "circle", 1),
        ("bars", "rect.gist-bar", 8),
        ("area", "path.gist-area", 1),
    ],
)
def test_each_series_is_drawn(key: str, selector: str, count: int) -> None:
    assert len(the(drawn(block(key)), "svg.gist-picture").select(selector)) == count


def test_lines_are_named_where_they_end() -> None:
    assert {name.get_text() for name in drawn(block("curves")).select(".gist-name")} >= {
        "three years",
        "one year",
        "range",
    }


def boxes_of(picture: Tag) -> list[tuple[float, float, float, float]]:
    """Where the words of points and lines stand; a letter takes 7.2 units, as in the view layer."""
    found = []
    for name in picture.select("text.gist-name"):
        x, y, width = float(str(name["x"])), float(str(name["y"])), 7.2 * len(name.get_text())
        left = {"start": x, "end": x - width, "middle": x - width / 2}[str(name["text-anchor"])]
        middle = y if name.get("dy") else y - 5
        found.append((left, left + width, middle - 7, middle + 7))
    return found


@pytest.mark.parametrize("points", [
    [(60, 50), (60, 64)], [(60, 60), (60, 60)], [(60, 48), (60, 65.6)], [(12, 94), (36, 87)],
])
def test_words_of_points_cover_no_other_words_and_far_ones_have_a_line_to_their_point(points: Any) -> None:
    one_year, three_years = [[0, 100], [12, 93.7], [36, 60], [60, 47.9]], [[0, 100], [36, 86.6], [60, 65.6]]
    lines = {"one year": one_year, "three years": three_years}
    series = [{"shape": "line", "label": name, "tone": "good", "points": line} for name, line in lines.items()]
    marks = [{"x": x, "y": y, "label": f"you: {name}"} for (x, y), name in zip(points, lines, strict=True)]
    marks.append({"x": 24, "y": 75.4, "label": ""})
    chart = {**block("curves"), "series": series, "marks": marks, "x": {"label": "month", "min": 0, "max": 60},
             "y": {"label": "of 100", "min": 0, "max": 100}}
    picture = the(drawn(chart), "svg.gist-picture")
    boxes = boxes_of(picture)
    assert len(boxes) == 4
    assert len(picture.select(".gist-named")) == 2
    for n, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[1] <= 300
        for other in boxes[n + 1 :]:
            assert not (one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3])
    for point in picture.select(".gist-named"):
        far = abs(float(str(the(point, "circle")["cy"])) - float(str(the(point, "text")["y"]))) > 15.5
        assert bool(point.select("line")) is far


def test_no_drawing_leaves_its_box() -> None:
    for key in ("map", "curves", "bars", "area"):
        picture = the(drawn(block(key)), "svg.gist-picture")
        _, _, width, height = (float(part) for part in str(picture["viewbox"]).split())
        for rect in picture.select("rect.gist-cell, rect.gist-bar"):
            assert 0 <= float(str(rect["x"])) <= width
            assert 0 <= float(str(rect["y"])) <= height


def test_a_meter_says_its_value_and_draws_it() -> None:
    page = drawn(block("share"))
    meter = the(page, "[role=meter]")
    assert (meter["aria-valuenow"], meter["aria-valuetext"]) == ("16", "16 of 100")
    assert the(meter, "rect")["width"] == "16%"


def test_a_fold_is_closed_unless_the_view_opens_it(sink: BeautifulSoup) -> None:
    folds = {fold.select("summary")[0].get_text(): fold.has_attr("open") for fold in sink.select("details")}
    assert (folds["Why?"], folds["An open fold"]) == (False, True)


def test_a_timeline_is_an_ordered_list() -> None:
    assert len(the(drawn(block("course")), "ol").select("li")) == 3


@pytest.mark.parametrize("key", ["ticks", "ticks_bad", "line", "line_bad"])
def test_a_group_of_controls_has_a_legend_and_is_described_by_help_and_error(key: str) -> None:
    field, page = block(key), drawn(block(key))
    group = the(page, "fieldset")
    assert the(group, "legend").get_text() == field["label"]
    said = " ".join(the(page, f"#{part}").get_text() for part in str(group["aria-describedby"]).split())
    assert said == (field.get("error") or field["help"].replace("**", ""))


def test_each_box_of_several_sends_its_own_id() -> None:
    boxes = drawn(block("ticks")).select("input[type=checkbox]")
    assert [box["data-gist-set"] for box in boxes] == ["ticks.a.1", "ticks.b_2", "ticks.c"]
    assert [box.has_attr("checked") for box in boxes] == [True, False, True]
    assert not any(box.has_attr("name") for box in boxes)  # a name would tie them together like radio buttons


def test_the_dom_id_of_an_option_does_not_depend_on_its_value() -> None:
    wild = {**block("ticks"), "options": [{"value": value, "label": value} for value in ("a b", "a#b", 'a"b')]}
    boxes = drawn(wild).select("input[type=checkbox]")
    assert [box["id"] for box in boxes] == [f"gist-probe-ticks-option-{place}" for place in range(3)]


@pytest.mark.parametrize(("key", "stacked"), [("sure", False), ("ticks", False), ("long_choice", True)])
def test_long_options_stand_below_each_other(key: str, stacked: bool) -> None:
    assert ("gist-long" in the(drawn(block(key)), ".gist-options")["class"]) is stacked


def test_an_order_is_a_list_whose_buttons_say_what_they_move() -> None:
    page, items = drawn(block("line")), block("line")["items"]
    rows = the(page, "fieldset ol").find_all("li", recursive=False)
    assert [the(row, ".gist-order-text").find(string=True) for row in rows] == [item["label"] for item in items]
    for row, item in zip(rows, items, strict=True):
        moves = row.select("button")
        assert [move.get_text() for move in moves] == [f"Move {way}: {item['label']}" for way in ("up", "down")]
        assert [move["data-gist-press"] for move in moves] == [f"line.{way}.{item['value']}" for way in ("up", "down")]


def test_the_ends_of_an_order_are_off_but_can_hold_focus() -> None:
    moves = drawn(block("line")).select("button")
    assert [move.get("aria-disabled") for move in moves] == ["true", None, None, None, None, "true"]
    assert not any(move.has_attr("disabled") for move in moves)


def test_verdicts_are_a_named_list_with_mark_and_reason_in_words() -> None:
    page, items = drawn(block("options")), block("options")["items"]
    listed = the(page, "ul")
    assert the(page, f"#{listed['aria-labelledby']}").get_text() == block("options")["label"]
    rows = listed.find_all("li", recursive=False)
    assert [the(row, ".gist-verdict-mark").get_text(strip=True) for row in rows] == [item["mark"] for item in items]
    assert [the(row, ".gist-verdict-text").get_text() for row in rows] == [
        item["text"].replace("**", "") for item in items
    ]
    why = [part.get_text() for part in rows[0].select(".gist-verdict-why")]
    assert why == ["Six scenes count. See 16%.", "A second paragraph."]


def test_verdicts_differ_in_shape_and_not_in_colour_alone() -> None:
    shapes = {item["tone"]: the(row, "svg[aria-hidden=true] path")["d"] for item, row in zip(
        block("options")["items"], drawn(block("options")).select("li"), strict=True)}
    assert set(shapes) == {"good", "info", "warn", "bad", "none"}
    assert len({shapes[tone] for tone in ("good", "info", "warn", "none")}) == 4


def test_a_file_to_save_is_a_button_and_its_text_is_not_in_the_page() -> None:
    page = drawn(block("save"))
    assert the(page, "button[data-gist-download]").get_text() == "Save as a file"
    assert "of the file" not in str(page)


def test_a_file_is_chosen_with_a_labelled_input_that_knows_its_limit() -> None:
    page = drawn(block("open"))
    chooser = the(page, "input[type=file]")
    assert the(page, f"label[for='{chooser['id']}']").get_text() == "Open a saved file"
    assert [chooser[name] for name in ("accept", "data-gist-set", "data-gist-max")] == [
        "application/json,.json", "open", "1000"]
    assert not chooser.has_attr("hidden")
    assert the(page, f"#{chooser['aria-describedby']}").get_text() == "It is added to what is here."


def test_cards_are_sections_named_by_their_headings() -> None:
    cards = the(drawn(block("patients")), ".gist-cards").find_all("section", recursive=False)
    headings = [the(card, "h4") for card in cards]
    assert [heading.get_text() for heading in headings] == ["Patient A", "Patient B"]
    assert [heading["id"] for heading in headings] == [card["aria-labelledby"] for card in cards]


@pytest.mark.parametrize(("fields", "tabindex"), [({}, None), ({"focus": False}, "-1"), ({"focus": True}, "-1")])
def test_a_text_can_hold_focus_when_it_speaks_of_focus(fields: dict[str, bool], tabindex: str | None) -> None:
    assert the(drawn({**text("one"), **fields}), ".gist-text").get("tabindex") == tabindex


HOSTILE = """<img src=x onerror="alert(1)"> & 'quotes' "double" </section><script>alert(1)</script>"""


@pytest.mark.parametrize("one", walk(SINK["blocks"]), ids=lambda one: str(one["id"]))
def test_text_never_becomes_markup(one: dict[str, Any]) -> None:
    def poisoned(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: poisoned(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [poisoned(part, key) for part in value]
        keep = {"kind", "id", "form", "shape", "tone", "role", "layout", "variant", "align"}
        return HOSTILE if isinstance(value, str) and key not in keep else value

    page = drawn(poisoned(one), title=HOSTILE, announce=HOSTILE, error=HOSTILE)
    assert page.select("script, img, [onerror]") == []
    assert the(page, "h3").get_text() == HOSTILE
    assert the(page, "[role=alert]").get_text() == HOSTILE


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "file:///etc/passwd",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "\\\\evil.example",
        "blob:x",
        "x:y",
    ],
)
def test_a_dangerous_address_is_not_made_a_link(href: str) -> None:
    page = drawn(text(f"before [the text]({href}) after"))
    assert page.select("a") == []
    assert "the text" in page.get_text()


@pytest.mark.parametrize(
    "href", ["https://example.org/a?b=1&c=2", "http://example.org", "#part", "../book/a.html", "a.html#x"]
)
def test_a_sound_address_is_a_link(href: str) -> None:
    link = the(drawn(text(f"[the text]({href})")), "a")
    assert link["href"] == href
    assert link.get("rel") == (["noreferrer"] if href.startswith("http") else None)


def test_an_evidence_link_carries_address_and_accessible_name() -> None:
    link = the(drawn(text('[16% (12 to 20)](ev:afip.g5@90m?as=ci "AFIP")')), "a")
    assert (link["href"], link["data-ev"]) == ("ev:afip.g5@90m?as=ci", "afip.g5@90m")
    assert link["aria-label"] == "16% (12 to 20), evidence: AFIP"
    assert link["class"] == ["gist-ev"]


@pytest.mark.parametrize(
    ("md", "expected"),
    [
        ("**a** *b* `c`", "<strong>a</strong> <em>b</em> <code>c</code>"),
        ("2 * 3 * 4 and a*", "2 * 3 * 4 and a*"),
        ("**open", "**open"),
        ("[no link] (x)", "[no link] (x)"),
        (r"\*plain\* \[x\](y)", "*plain* [x](y)"),
        ("**a *b* [c](#d)**", '<strong>a <em>b</em> <a href="#d">c</a></strong>'),
        ("`**x**`", "<code>**x**</code>"),
        ("[a (b)](https://e.org/x_(y))", '<a href="https://e.org/x_(y)" rel="noreferrer">a (b)</a>'),
    ],
)
def test_the_markdown_subset(md: str, expected: str) -> None:
    assert the(drawn(text(md)), ".gist-text p").decode_contents() == BeautifulSoup(expected, "html.parser").decode()


def test_an_empty_line_parts_paragraphs() -> None:
    assert [p.get_text() for p in the(drawn(text("one\n\ntwo")), ".gist-text").select("p")] == ["one", "two"]


@pytest.mark.parametrize("kind", ["graph", "constructor", "__proto__", "toString", None])
def test_an_unknown_kind_of_block_names_block_and_expectation(kind: str | None) -> None:
    with pytest.raises(ssr.RenderError, match=r"'probe'.*unknown kind.*\"odd\".*expected one of: text, choice"):
        ssr.render(view({"kind": kind, "id": "odd"}))


def test_the_same_view_gives_the_same_html() -> None:
    assert ssr.render(SINK) == ssr.render(json.loads(json.dumps(SINK)))


def test_the_element_carries_name_options_and_readable_first_view() -> None:
    options = {"site": "gastric", "note": "5 < 6 & \"x\" 'y'"}
    source = ssr.element("risk", options, view(text("Read me.")))
    page = BeautifulSoup(source, "html.parser")
    sim = the(page, "gist-sim")
    assert sim["name"] == "risk"
    assert json.loads(str(sim["data-options"])) == options
    assert the(sim, ".gist-mount .gist-view").get_text().startswith("Probe")
    assert "Read me." in sim.get_text()
    assert html.unescape(source).count("\n") == 0


def test_two_simulators_with_different_options_share_no_id() -> None:
    first, second = (
        BeautifulSoup(ssr.element("risk", options, SINK), "html.parser") for options in ({}, {"site": "x"})
    )
    ids = [{str(tag["id"]) for tag in page.select("[id]")} for page in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_program_that_draws_comes_to_its_end() -> None:
    empty = {"simulator": "x", "title": "", "announce": "", "error": None, "blocks": []}
    code = f"from gist_edu._site import ssr; ssr.render({empty})"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_drawing_works_inside_a_running_event_loop() -> None:
    code = (
        "import asyncio\nfrom gist_edu._site import ssr\n"
        "v = {'simulator': 'x', 'title': 'T', 'announce': '', 'error': None, 'blocks': []}\n"
        "async def main(): return ssr.render(v)\n"
        "assert asyncio.run(main()) == asyncio.run(main()) == ssr.render(v)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


# ---------------------------------------------------------------- lines and rulers


def test_a_line_keeps_its_text_and_is_not_corrected_or_completed(sink: BeautifulSoup) -> None:
    box = the(sink, "#gist-sink-typed")
    assert box["value"] == "KIT p.V559D"
    kept = [box[name] for name in ("type", "autocomplete", "spellcheck", "maxlength")]
    assert kept == ["text", "off", "false", "300"]
    assert box.has_attr("data-gist-live")


def test_a_mark_with_an_id_is_a_named_button_and_one_outside_the_window_is_not_drawn(sink: BeautifulSoup) -> None:
    ruler = the(sink, 'svg[aria-labelledby="gist-sink-ruler-svg-title"]')
    assert ruler["role"] == "group"
    buttons = ruler.select('[role="button"]')
    assert [(tag["aria-label"], tag["data-gist-press"]) for tag in buttons] == [
        ("bridge", "ruler.bridge"),
        ("ford", "ruler.ford"),
    ]
    assert all(tag["tabindex"] == "0" for tag in buttons)
    assert the(sink, 'svg[aria-labelledby="gist-sink-ruler_bare-svg-title"]')["role"] == "img"


def test_marks_that_would_be_too_close_to_press_stand_on_tiers() -> None:
    targets = drawn(block("ruler")).select('[role="button"] .gist-ruler-target')
    (x, y), (other_x, other_y) = [(float(str(tag["x"])), float(str(tag["y"]))) for tag in targets]
    assert abs(x - other_x) < 24 <= abs(y - other_y)


def test_a_name_that_does_not_fit_is_left_to_the_table() -> None:
    page = drawn(block("ruler"))
    assert "too narrow for its name" not in [tag.get_text() for tag in page.select("svg text")]
    assert "too narrow for its name" in the(page, "table").get_text()
    assert "North" in [tag.get_text() for tag in page.select("svg text")]


def test_names_of_marks_never_cover_each_other() -> None:
    crowded = block("ruler")
    crowded["marks"] = [{"at": at, "text": f"m{at}", "tone": "none", "size": 1} for at in (5, 9, 25, 45, 65, 70, 85)]
    spans: dict[str, list[tuple[float, float]]] = {}
    for tag in drawn(crowded).select(".gist-ruler-name"):
        wide, x = 8.2 * len(tag.get_text()), float(str(tag["x"]))
        spans.setdefault(str(tag["y"]), []).append((x - wide, x) if tag["text-anchor"] == "end" else (x, x + wide))
    assert sum(map(len, spans.values())) > 3
    for row in spans.values():
        row.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(row))


def test_here_is_a_band_with_its_name_and_is_not_drawn_outside_the_window() -> None:
    ruler = block("ruler")
    assert the(drawn(ruler), ".gist-ruler-here-name").get_text() == "broken"
    ruler["here"] = {"from": 200, "to": 220, "text": "elsewhere"}
    assert drawn(ruler).select(".gist-ruler-here") == []
