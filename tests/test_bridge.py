"""The last step of each page: policy, slimming, repairs, table regions."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from gist_edu._site import bridge, slimming, tables

HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8" /><title>t</title></head><body>'


def page(body: str) -> str:
    return f"{HEAD}{body}</body></html>"


def directive(policy: str, name: str) -> list[str]:
    return next(part.split()[1:] for part in policy.split("; ") if part.startswith(name + " "))


def test_each_inline_script_is_allowed_by_the_hash_of_exactly_its_text() -> None:
    script = "\n  let a = '<b>' && 1; // é\n"
    found = directive(bridge.policy(page(f"<script>{script}</script>")), "script-src")
    expected = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert found == ["'self'", "'wasm-unsafe-eval'", f"'sha256-{expected}'"]


def test_the_hash_is_the_one_that_is_published_for_a_known_script() -> None:
    # example of the CSP specification, level 3: alert('Hello, world.');
    assert (
        bridge.script_hash("alert('Hello, world.');")
        == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    )


@pytest.mark.parametrize(
    "script", ['<script src="a.js"></script>', '<script type="application/json">{"a":1}</script>']
)
def test_files_and_data_blocks_need_no_hash(script: str) -> None:
    assert "sha256" not in bridge.policy(page(script))


@pytest.mark.parametrize("kind", ["", ' type="text/javascript"', ' type="module"', ' type=" Module "'])
def test_every_kind_of_script_that_runs_gets_a_hash(kind: str) -> None:
    assert bridge.policy(page(f"<script{kind}>1</script>")).count("sha256-") == 1


def test_scripts_get_neither_unsafe_inline_nor_unsafe_eval() -> None:
    policy = bridge.policy(page("<script>1</script>"))
    assert not {"'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'"} & set(directive(policy, "script-src"))
    assert directive(policy, "default-src") == ["'self'"]
    assert directive(policy, "object-src") == directive(policy, "base-uri") == ["'none'"]


@pytest.mark.parametrize(
    "planted",
    [
        '<button onclick="f()">x</button>',
        '<a href=" javascript:f()">x</a>',
        '<form action="JavaScript:f()"></form>',
        "<svg onload=f()></svg>",
    ],
)
def test_inline_handlers_are_refused_with_a_way_out(planted: str) -> None:
    with pytest.raises(ValueError, match="bind them in a script"):
        bridge.with_policy(page(planted))


def test_the_policy_stands_before_everything_it_governs() -> None:
    done = bridge.with_policy(page("<script>1</script>"))
    assert done.index("Content-Security-Policy") < done.index("<title>") < done.index("<script>")


def test_a_page_without_a_safe_place_for_the_policy_is_an_error() -> None:
    with pytest.raises(ValueError, match="found 0"):
        bridge.with_policy("<!DOCTYPE html><html><head></head></html>")


def test_search_files_are_loaded_by_the_search_page_alone() -> None:
    body = page('<script src="_static/searchtools.js"></script><script src="searchindex.js"></script>')
    assert "search" not in slimming.slim(body, search=False)
    assert slimming.slim(body, search=True).count("<script defer src=") == 2


def test_icon_script_never_stays_and_copy_buttons_only_where_there_is_code() -> None:
    files = (
        '<script src="s/scripts/fontawesome.js?d=1"></script>\n'
        '<link rel="stylesheet" href="s/copybutton.css?v=1" />'
    )
    assert slimming.slim(page(files), search=False) == slimming.slim(page(""), search=False)
    with_code = slimming.slim(page(files + '<div class="highlight-python">x</div>'), search=False)
    assert "copybutton.css" in with_code
    assert "fontawesome" not in with_code


def test_no_script_of_the_head_blocks_the_parser() -> None:
    slim = slimming.slim(
        page('<script src="a.js"></script><script defer src="b.js"></script><script>1</script>'), search=False
    )
    assert re.findall(r"<script[^>]*>", slim) == [
        '<script defer src="a.js">',
        '<script defer src="b.js">',
        "<script>",
    ]


def test_the_search_button_is_named_by_what_it_shows() -> None:
    button = '<button class="btn search-button-field x" aria-label="Search"><span>Search</span></button>'
    assert 'aria-label="Search"' not in slimming.repair(button)


def test_a_fold_that_is_only_an_icon_gets_a_name() -> None:
    fold = '<summary><span class="toctree-toggle" role="presentation"></span></summary>'
    assert slimming.repair(fold).startswith('<summary aria-label="')


def test_an_empty_head_row_is_left_out_and_a_filled_one_is_kept() -> None:
    empty = "<table><thead>\n<tr><th class='head'></th><th></th></tr>\n</thead><tbody></tbody></table>"
    assert slimming.repair(empty) == "<table><tbody></tbody></table>"
    filled = empty.replace("<th></th>", "<th>a</th>")
    assert slimming.repair(filled) == filled


def test_tables_become_regions_with_distinct_labels() -> None:
    table = "<table><tr><td>1</td></tr></table>"
    done = tables.wrap(
        f'<article><h2>Site &amp; size<a class="headerlink" href="#x">#</a></h2>{table}{table}</article>'
    )
    assert re.findall(r'role="region" aria-label="([^"]*)"', done) == [
        "Table: Site &amp; size",
        "Table: Site &amp; size, 2",
    ]
    assert done.count("</table></div>") == 2


def test_a_caption_names_the_region_and_nested_tables_are_not_wrapped() -> None:
    done = tables.wrap(
        "<article><table><caption>Sites</caption><tr><td><table></table></td></tr></table></article>"
    )
    assert re.findall(r'aria-label="([^"]*)"', done) == ["Sites"]
    assert done.endswith("</table></div></article>")


def test_the_box_of_the_theme_is_replaced_not_doubled() -> None:
    done = tables.wrap('<article><div class="pst-scrollable-table-container"><table></table></div></article>')
    assert done.count("<div") == done.count("</div>") == 1
    assert "pst-scrollable" not in done


@pytest.mark.parametrize(
    "kept",
    [
        "<table></table>",
        "<article><gist-sim><table></table></gist-sim></article>",
        '<article><table class="gist-values table"></table></article>',
    ],
)
def test_tables_outside_the_text_in_simulators_and_fitting_ones_stay(kept: str) -> None:
    assert tables.wrap(kept) == kept


def test_the_empty_corner_of_a_data_frame_is_no_head_cell() -> None:
    frame = '<table class="dataframe"><thead><tr><th></th><th>nih</th></tr></thead></table>'
    assert "<tr><td></td><th>nih</th></tr>" in slimming.repair(frame)


def test_nothing_but_the_own_host_is_allowed_and_each_exception_is_on_this_list() -> None:
    policy = bridge.policy(page("<p>no script</p>"))
    assert policy.split("; ") == [
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
