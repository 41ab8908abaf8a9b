"""The ledger's border: what does not fit is refused by name, and what is in the book's ledger is sound."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import RULE, TRIAL

from gist_edu import _ledger, _ledger_load
from gist_edu._ledger import LedgerError, Value, walk_values


def changed(path: str, value: Any) -> dict[str, Any]:
    """The sound trial record with one field changed (``...`` removes it)."""
    record = copy.deepcopy(TRIAL)
    *way, last = path.split("/")
    part = record
    for step in way:
        part = part[step]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return record


NUMBER = "values/rfs.long@54m"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("short", ..., "record 'trial_rfs', field short: expected a value; it is missing or empty"),
        ("statement", "", "field statement: expected a value"),
        ("id", "Trial RFS", "field id: expected lower case letters"),
        ("topic", "surgery", "field topic: expected one of"),
        ("kind", "opinion", "field kind: expected one of"),
        ("design", "rct", "field design: expected one of"),
        ("verified", "yes", "field verified: expected one of"),
        ("via", ..., "field via: expected the page where the record was seen"),
        ("certainty", "high", "expected only the fields"),
        ("source", "J Trials 2012", "field source: expected a mapping"),
        ("source/journal", ..., None),
        ("source/year", ..., "field source: expected a year or a date"),
        ("source/editor", "A", "field source: expected only the fields"),
        ("default_cut", "90m", "field default_cut: expected a cut that occurs among the values; got '90m'"),
        ("default_cut", ..., "field default_cut: expected one of"),
        ("disagrees_with", ["old_rule"], "field disagreement: expected a sentence"),
        ("values/RFS", {"value": 1, "label": "x"}, "value RFS: expected a key like"),
        ("values/n", 397, "value n: expected a mapping"),
        (NUMBER + "/value", None, "value rfs.long@54m.value: expected a number"),
        (NUMBER + "/value", True, "value rfs.long@54m.value: expected a number"),
        (NUMBER + "/value", [50, 30], "two numbers, low then high; got [50, 30]"),
        (NUMBER + "/unit", "percent", "value rfs.long@54m.unit: expected one of"),
        (NUMBER + "/label", ..., "value rfs.long@54m.label: expected a short label"),
        (NUMBER + "/verified", "maybe", "value rfs.long@54m.verified: expected one of"),
        (NUMBER + "/ci", [73.4, 56.1], "value rfs.long@54m.ci: expected two numbers, low then high"),
        (NUMBER + "/ci", "56 to 73", "value rfs.long@54m.ci: expected two numbers"),
        (NUMBER + "/of", "all", "value rfs.long@54m.of: expected a whole number"),
        (NUMBER + "/hazard", 0.5, "value rfs.long@54m: expected only the fields"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_by_file_record_and_field(
    path: str, value: Any, said: str | None
) -> None:
    record = changed(path, value)
    if said is None:  # one name of the source is enough
        _ledger_load.parse_record(record, "trials.yaml")
        return
    with pytest.raises(LedgerError, match=re.escape(said)) as refused:
        _ledger_load.parse_record(record, "trials.yaml")
    assert str(refused.value).startswith("trials.yaml: record ")


def write(folder: Path, name: str, content: Any) -> None:
    text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no evidence records found"),
        ({"a.yaml": "- id: [unclosed"}, "a.yaml: not readable as YAML"),
        ({"a.yaml": {"id": "x"}}, "a.yaml: expected a list of records"),
        ({"a.yaml": ["just words"]}, "a.yaml: record 'just words': expected a mapping"),
        ({"a.yaml": [TRIAL], "b.yaml": [TRIAL]}, "b.yaml: record trial_rfs: id already used in a.yaml"),
        (
            {"a.yaml": [{**RULE, "superseded_by": ["later"]}]},
            "record old_rule: expected an existing record, not 'later'",
        ),
    ],
)
def test_a_folder_that_does_not_fit_is_refused(tmp_path: Path, files: dict[str, Any], said: str) -> None:
    for name, content in files.items():
        write(tmp_path, name, content)
    with pytest.raises(LedgerError, match=re.escape(said)):
        _ledger_load.load(tmp_path)


def test_a_sound_folder_is_read_with_each_value_under_its_address(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", [TRIAL, RULE])
    records = _ledger_load.load(tmp_path)
    addresses = {value.address for _, value in walk_values(records.values())}
    assert addresses == {f"trial_rfs.{key}" for key in TRIAL["values"]}
    assert records["trial_rfs"].file == "a.yaml"


# ---------------------------------------------------------------- addresses and formats


@pytest.fixture
def records(small_ledger: dict[str, _ledger.Record]) -> dict[str, _ledger.Record]:
    return small_ledger


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("trial_rfs.rfs.long", "65.6%"),
        ("ev:trial_rfs.rfs.long@54m", "65.6%"),
        ("trial_rfs.rfs.long@119m", "71.4%"),
        ("trial_rfs.rfs.long?as=ci", "65.6% (95% CI 56.1% to 73.4%)"),
        ("trial_rfs.rfs.long?as=per100", "66 of 100"),
        ("trial_rfs.rfs.long?as=number", "65.6"),
        ("trial_rfs.guess?as=unverified", "12% (unverified)"),
        ("trial_rfs.responses", "0 of 31"),
        ("trial_rfs.range", "30% to 50%"),
        ("old_rule", None),
    ],
)
def test_an_address_gives_the_text_prose_must_show(
    records: dict[str, _ledger.Record], address: str, text: str | None
) -> None:
    assert _ledger.resolve(address, records).text == text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Trial RFS", "is not an evidence address"),
        ("trial_rsf", "Did you mean trial_rfs?"),
        ("zebra.n", "Search with"),
        ("trial_rfs.os", "has no value 'os'. It has: guess"),
        ("trial_rfs.rfs.long@90m", "has no value 'rfs.long@90m'"),
        ("trial_rfs.guess?as=prose", "unknown format 'prose'"),
        ("trial_rfs.guess@54m", "has no value"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(records: dict[str, _ledger.Record], address: str, said: str) -> None:
    with pytest.raises(LedgerError, match=re.escape(said)):
        _ledger.resolve(address, records)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("trial_rfs.range?as=per100", "only a single percentage"),
        ("trial_rfs.responses?as=per100", "only a single"),
        ("trial_rfs.guess?as=ci", "no confidence interval"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(records: dict[str, _ledger.Record], address: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        _ = _ledger.resolve(address, records).text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1055, "patients", "1,055"),
        (-1.5, "cm", "−1.5 cm"),
        (92.0, "%", "92.0%"),
        (0.46, "ratio", "0.46"),
        (5, "mm²", "5 mm²"),
        ((4, 24), "months", "4 to 24 months"),
        ("high", "text", "high"),
    ],
)
def test_a_value_prints_as_its_source_does(value: Any, unit: str, text: str) -> None:
    assert Value("r", "k", value, unit, "label", "primary").format() == text


@pytest.mark.parametrize(
    ("design", "verified", "certainty"),
    [
        ("randomised", "primary", "high"),
        ("randomised", "secondary", "moderate"),
        ("single_arm", "primary", "moderate"),
        ("observational", "secondary", "low"),
        ("case_series", "primary", "low"),
        ("in_vitro", "secondary", "very low"),
        ("document", "secondary", "document"),
        ("randomised", "memory", "unverified"),
        ("document", "memory", "unverified"),
    ],
)
def test_certainty_follows_the_written_rule(design: str, verified: str, certainty: str) -> None:
    assert _ledger.certainty_rule(design, verified) == certainty


# ---------------------------------------------------------------- the book's own ledger


@pytest.fixture(scope="module")
def book() -> dict[str, _ledger.Record]:
    return _ledger.ledger()


def test_the_ledger_holds_the_facts_of_the_book(book: dict[str, _ledger.Record]) -> None:
    values = list(walk_values(book.values()))
    assert len(book) >= 400
    assert len(values) >= 2000
    assert {record.topic for record in book.values()} == set(_ledger.TOPICS)


def test_every_confidence_interval_holds_its_value(book: dict[str, _ledger.Record]) -> None:
    wrong = [
        v.address
        for _, v in walk_values(book.values())
        if v.ci and isinstance(v.value, (int, float)) and not v.ci[0] <= v.value <= v.ci[1]
    ]
    assert wrong == []


_MAY_PASS_100 = re.compile(r"\b(added|rise|range|change|bioavailability)\b")


def test_no_share_passes_100_percent(book: dict[str, _ledger.Record]) -> None:
    """Only a rise or a range of ratios may, and its label says that it is one."""
    shares = [v for _, v in walk_values(book.values()) if v.unit == "%" and not _MAY_PASS_100.search(v.label)]
    assert len(shares) >= 500
    for share in shares:
        ends = share.value if isinstance(share.value, tuple) else (share.value,)
        assert all(-100 <= end <= 100 for end in ends if isinstance(end, (int, float))), share.address


def test_a_part_is_never_more_than_its_whole(book: dict[str, _ledger.Record]) -> None:
    assert [
        v.address
        for _, v in walk_values(book.values())
        if v.of is not None and isinstance(v.value, (int, float)) and v.value > v.of
    ] == []


def test_every_address_of_the_ledger_resolves_to_itself(book: dict[str, _ledger.Record]) -> None:
    for _, value in walk_values(book.values()):
        assert _ledger.resolve(value.address, book).value == value


def test_records_that_disagree_name_each_other(book: dict[str, _ledger.Record]) -> None:
    pairs = {(record.id, other) for record in book.values() for other in record.disagrees_with}
    assert pairs
    assert {pair for pair in pairs if pair[::-1] not in pairs} == set()


def test_what_was_seen_names_its_page_and_no_page_of_this_machine(book: dict[str, _ledger.Record]) -> None:
    for record, value in walk_values(book.values()):
        assert (value.via is None) == (value.verified == "memory"), value.address
        for via in (record.via, value.via):
            assert not re.match(r"(/|file:|[A-Z]:\\)", via or ""), value.address


def test_a_claim_link_to_what_nobody_has_seen_must_say_so() -> None:
    unseen = next(record for record in _ledger.ledger().values() if record.nobody_has_seen and not record.values)
    said = _ledger.link_problem(unseen.id, "as they say")
    assert said is not None
    assert "nobody has seen" in said
    assert _ledger.link_problem(f"{unseen.id}?as=unverified", "as they say") is None
