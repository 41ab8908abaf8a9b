"""The schedule follows its rules, the rules follow the ledger, and dates follow the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gist_edu import _monitoring, evidence, monitoring
from gist_edu._ledger import link_problem
from gist_edu.models import monitoring as model

RULES = _monitoring.rules()
SETTINGS = [one["id"] for one in RULES["settings"]]


def due(setting: str, rule: str, months: int | None = None) -> list[str]:
    return [row["when"] for row in model.schedule(RULES, setting, months) if row["rule"] == rule]


def test_blood_counts_fall_weekly_then_every_two_weeks_then_every_two_to_three_months() -> None:
    assert due("advanced", "counts") == [
        "week 1",
        "week 2",
        "week 3",
        "week 4",
        "week 6",
        "week 8",
        "month 5",
        "month 8",
        "month 11",
    ]


def test_imaging_after_the_last_tablet_follows_esmo_for_ten_years() -> None:
    months = [int(when.split()[1]) for when in due("after_adjuvant", "ct_after")]
    # ESMO 2022: every 3 months for 2 years, every 6 months until year 5, yearly for 5 more years
    assert months == [*range(3, 25, 3), *range(30, 61, 6), *range(72, 121, 12)]


def test_liver_tests_on_regorafenib_are_closest_in_the_first_two_months() -> None:
    assert due("regorafenib", "regorafenib_liver") == [
        "at the start",
        "week 2",
        "week 4",
        "week 6",
        "week 8",
        "month 3",
        "month 4",
        "month 5",
        "month 6",
    ]


def test_before_the_start_everything_is_due_on_the_day_itself() -> None:
    assert {row["when"] for row in model.schedule(RULES, "before_start")} == {"at the start"}
    whole = monitoring.schedule("before_start").set_index("what")
    assert whole.loc["Hepatitis B serology", "for"] == "everybody"
    assert "heart" in whole.loc["Echocardiogram", "for"]
    assert whole.loc["Pregnancy test, and contraception agreed", "for"] == "where pregnancy is possible"


@pytest.mark.parametrize("setting", SETTINGS)
def test_rows_stand_in_order_and_within_reach(setting: str) -> None:
    for months in (0, 1, 7, 120):
        days = [row["day"] for row in model.schedule(RULES, setting, months)]
        assert days == sorted(days)
        assert not days or days[-1] <= months * model.DAYS_IN_A_MONTH + 1


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_shorter_calendar_is_the_start_of_a_longer_one(setting: str) -> None:
    whole = [(row["rule"], row["when"]) for row in model.schedule(RULES, setting, 60)]
    for months in (1, 3, 12):
        short = [(row["rule"], row["when"]) for row in model.schedule(RULES, setting, months)]
        assert short == whole[: len(short)]


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_rule_shows_its_source_and_every_link_says_what_the_ledger_says(setting: str) -> None:
    for row in model.plan(RULES, setting):
        assert row["kind"] in _monitoring.KINDS
        assert row["place"]
        for text, address in re.findall(r"\[([^\]]+)\]\(ev:([^)]+)\)", row["words"]):
            assert link_problem(address, text) is None


def test_other_sources_stand_beside_and_never_in_the_calendar() -> None:
    plan = monitoring.plan("adjuvant")
    others = plan[~plan["in the calendar"]]
    assert list(others["evidence"]) == [
        "ev:mon_eu_bloods",
        "ev:ssgxviii_visits",
        "ev:followup_joensuu",
        "ev:followup_asian",
    ]
    assert not set(others["source"]) & set(monitoring.schedule("adjuvant")["source"])


def test_intervals_come_from_the_ledger() -> None:
    rule = next(one for one in RULES["rules"] if one["id"] == "ct_adjuvant")
    low, high = evidence.get("followup_esmo_high.interval.on_drug").value
    assert rule["steps"][0]["every"]["n"] == high > low
    memory = next(one for one in RULES["rules"] if one["id"] == "ct_advanced_habit")
    assert "(unverified)](ev:followup_advanced.interval?as=unverified)" in memory["steps"][0]["every"]["md"]


# ---------------------------------------------------------------- dates


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 520))
def test_weeks_agree_with_the_calendar(start: date, weeks: int) -> None:
    day = start + timedelta(weeks=weeks)
    said = model.date_of(model.read_date(start.isoformat()), {"unit": "weeks", "n": weeks})
    assert said == f"{day.day} {day:%B} {day.year}"


@pytest.mark.parametrize(
    ("start", "months", "said"),
    [
        ("2026-01-31", 1, "28 February 2026"),
        ("2024-01-31", 1, "29 February 2024"),
        ("2026-12-15", 1, "15 January 2027"),
        ("2026-11-30", 3, "28 February 2027"),
        ("2026-11-26", 120, "26 November 2036"),
        ("2000-02-29", 12, "28 February 2001"),
    ],
)
def test_months_end_on_their_last_day_where_they_must(start: str, months: int, said: str) -> None:
    assert model.date_of(model.read_date(start), {"unit": "months", "n": months}) == said


@pytest.mark.parametrize(
    "raw", ["", "26.11.2026", "2026-11-31", "2026-02-29", "2026-13-01", "1999-12-31", "2026-1-1", None, 5]
)
def test_a_day_that_is_none_is_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match=r"is not a date|not in the calendar"):
        model.read_date(raw)


def test_a_start_day_adds_dates() -> None:
    frame = monitoring.schedule("advanced", start="2026-11-26", months=1)
    assert list(frame["date"])[:2] == ["3 December 2026", "10 December 2026"]
    assert "date" not in monitoring.schedule("advanced")


@pytest.mark.parametrize(
    ("setting", "months", "said"),
    [
        ("nowhere", 1, "Choose one of: before_start"),
        ("advanced", -1, "Please give 0 to 120"),
        ("advanced", 121, "0 to 120"),
        ("advanced", "soon", "0 to 120"),
    ],
)
def test_a_setting_or_reach_that_does_not_fit_is_refused(setting: str, months: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        monitoring.schedule(setting, months=months)


# ---------------------------------------------------------------- the border


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "rumour"}, "field kind"),
        ({"settings": ["nowhere"]}, "field settings"),
        ({"why": ""}, "a value for why"),
        ({"extra": 1}, "delete extra"),
        ({"address": "no_such_record"}, "field address"),
        ({"steps": [{}]}, "one of at, every, when"),
        ({"steps": [{"every": "choi_2007.n"}]}, "weeks, months or years"),
        ({"steps": [{"every": "nobody.knows"}]}, "steps"),
    ],
)
def test_a_rule_that_does_not_fit_is_named(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    raw = yaml.safe_load(_monitoring.FILE.read_text(encoding="utf-8"))
    raw["rules"][3].update(change)
    path = tmp_path / "monitoring.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(_monitoring.MonitoringError, match=f"rule counts_first.*{said}"):
        _monitoring.rules(path)
