"""What to watch and when: tests laid out in time from rules, each with what it rests on, and dates for a start day.

A rule's step is {"at": moment}, {"every": moments, "until": moment or None} or {"when": words}; a moment is
{"n", "unit"} with the unit "weeks" or "months". Of a range of intervals the calendar takes the longer end.
"""

from gist_edu.models import portable

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

DAYS_IN_A_MONTH = 30.4375
MOST_MONTHS = 120
FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")


def setting_of(rules: "Json", name: object) -> "Json":
    """The setting of an id; a ValueError lists the settings."""
    for one in rules["settings"]:
        if one["id"] == name:
            return one
    known = ", ".join([one["id"] for one in rules["settings"]])
    raise ValueError(portable.shown(name) + " is no setting. Choose one of: " + known + ".")


def plan(rules: "Json", setting: str) -> "list[Json]":
    """The rules of a setting, one row each, those of the calendar first, then other sources on the same thing."""
    setting_of(rules, setting)
    rows = [_row(rule) for rule in rules["rules"] if setting in rule["settings"]]
    return portable.ordered(rows, lambda row: 1 if row["beside"] else 0)


def schedule(rules: "Json", setting: str, months: "int | None" = None) -> "list[Json]":
    """What falls due in a setting, in order: {"week", "when", "what", "why", "address", ...}; week 0 is the clock."""
    found_setting = setting_of(rules, setting)
    reach = found_setting["months"] if months is None else months
    if not portable.is_number(reach) or reach < 0 or reach > MOST_MONTHS:
        raise ValueError(portable.shown(reach) + " months is outside what is expected. Please give 0 to "
                         + portable.fmt(MOST_MONTHS) + " months.")
    found = []
    for rule in rules["rules"]:
        if setting in rule["settings"] and not rule["beside"]:
            for moment in _moments(rule["steps"], reach):
                row = _row(rule)
                row["n"], row["unit"], row["day"] = moment["n"], moment["unit"], _day(moment)
                row["week"] = row["day"] // 7
                row["when"] = when(moment)
                found.append(row)
    return portable.ordered(found, lambda row: row["day"])


def _row(rule: "Json") -> "Json":
    row = {"rule": rule["id"], "words": spaced(rule["steps"])}
    for name in ("what", "for", "why", "kind", "place", "address", "beside"):
        row[name] = rule[name]
    return row


def when(moment: "Json") -> str:
    """week 6, month 3, at the start."""
    if moment["n"] == 0:
        return "at the start"
    return moment["unit"][:-1] + " " + portable.fmt(moment["n"])


def spaced(steps: "list[Json]") -> str:
    """How often, in words with links: weekly to month 1, every 2 weeks to month 2, later every 2 to 3 months."""
    told = []
    for place, step in enumerate(steps):
        if "when" in step:
            told.append(step["when"])
        elif "at" in step:
            told.append("at the start" if step["at"]["n"] == 0 else "after " + step["at"]["md"])
        else:
            later = "later " if place and step["until"] is None else ""
            told.append(later + step["every"]["md"] + _until(step["until"], place))
    return ", ".join(told)


def _until(moment: "Json | None", place: int) -> str:
    if moment is None:
        return ""
    if moment["md"]:
        return (" until " if place else " for ") + moment["md"]
    years = moment["n"] >= 24 and moment["n"] % 12 == 0
    return " to year " + portable.fmt(moment["n"] // 12) if years else " to month " + portable.fmt(moment["n"])


# ---------------------------------------------------------------- moments


def _moments(steps: "list[Json]", reach: int) -> "list[Json]":
    """All moments of a rule up to ``reach`` months; each step goes on from the end of the one before."""
    found, anchor = [], {"n": 0, "unit": "months"}
    for step in steps:
        if "at" in step and _day(step["at"]) <= _day({"n": reach, "unit": "months"}):
            found.append({"n": step["at"]["n"], "unit": step["at"]["unit"]})
        if "every" in step:
            unit = step["every"]["unit"]
            end = _in_unit({"n": reach, "unit": "months"}, unit)
            if step["until"] is not None:
                end = min(end, _in_unit(step["until"], unit))
            at = _in_unit(anchor, unit) + step["every"]["n"]
            while at <= end:
                found.append({"n": at, "unit": unit})
                at = at + step["every"]["n"]
            anchor = step["until"] or anchor
    return found


def _in_unit(moment: "Json", unit: str) -> int:
    """Whole weeks of some months, or whole months of some weeks."""
    if moment["unit"] == unit:
        return int(moment["n"])
    if unit == "weeks":
        return int(moment["n"] * DAYS_IN_A_MONTH / 7)
    return int(moment["n"] * 7 / DAYS_IN_A_MONTH)


def _day(moment: "Json") -> int:
    return int(moment["n"] * 7 if moment["unit"] == "weeks" else moment["n"] * DAYS_IN_A_MONTH + 0.5)


# ---------------------------------------------------------------- dates


def read_date(raw: "Any") -> "tuple[int, int, int]":
    """(year, month, day) of 2026-11-26; a ValueError says what is expected."""
    text = raw.strip() if isinstance(raw, str) else ""
    parts = text.split("-")
    fits = len(parts) == 3 and [len(part) for part in parts] == [4, 2, 2]
    for part in parts:
        for character in part:
            fits = fits and character in "0123456789"
    if not fits:
        raise ValueError("\u201c" + portable.shown(raw) + "\u201d is not a date. Please write it as year, month and "
                         "day, such as 2026-11-26.")
    year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    if year < FIRST_YEAR or year > LAST_YEAR or month < 1 or month > 12 or day < 1 or day > _length(year, month):
        raise ValueError(text + " is not in the calendar from " + portable.fmt(FIRST_YEAR) + " to "
                         + portable.fmt(LAST_YEAR) + ". Please check year, month and day.")
    return year, month, day


def date_of(start: "tuple[int, int, int]", row: "Json") -> str:
    """The day on which a row falls, in words: 26 November 2026. Months end on their last day where they must."""
    year, month, day = start
    if row["unit"] == "months":
        count = year * 12 + month - 1 + int(row["n"])
        year, month = count // 12, count % 12 + 1
        day = min(day, _length(year, month))
    else:
        day = day + int(row["n"]) * 7
        while day > _length(year, month):
            day = day - _length(year, month)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return portable.fmt(day) + " " + MONTHS[month - 1] + " " + portable.fmt(year)


def _length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
