"""What the label of imatinib says on a side effect in GIST: section, edition, the text in our words, and where it ends.

``rules`` is ``data/toxicity.yaml`` with its limits resolved (see ``gist_edu/_toxicity.py``). Portable and pure. No
dose is ever the answer: a sentence says whose text it is, and what the text leaves to the treating team.
"""

from gist_edu.models import portable, toxicity_values

TYPE_CHECKING = False  # a plain name, because MicroPython has no typing; type checkers know it
if TYPE_CHECKING:
    from typing import Any

    from gist_edu._types import Json

REGIONS = ("US", "EU")
DOSES = (100, 800)
ADULT, OLDEST = 18, 120
TEAM = "Talk to the treating team."
FLAGS = ("again", "held")
HISTORY = ("region", "dose_mg", "again", "held", "disease", "drug", "age")


def advise(rules: "Json", finding: str, values: "Json", history: "Json") -> "Json":
    """One region's text on one finding; ``applies`` is False with a ``reason`` when no row fits.

    ``history`` holds ``region`` and may hold ``dose_mg``, ``again`` (a second episode), ``held`` (on hold now),
    ``disease``, ``drug`` and ``age``. Raises ``ValueError`` with a sentence for what does not fit.
    """
    entry = found(rules, finding)
    past = read_history(history)
    known, said = toxicity_values.read(rules, values)
    reason = _outside(rules, entry, past)
    if reason is None and _lacks(entry, known):
        names = [field["name"].lower() for field in rules["values"] if field["id"] in entry["needs"]]
        raise ValueError(entry["name"] + ": there is no value yet. Please give " + " or ".join(names) + ".")
    rule = None if reason else _rule(rules, entry, known, past)
    answer = {"finding": finding, "region": past["region"], "read": said, "urgent": urgent(rules, known),
              "trap": None if reason else entry.get("trap")}
    answer = _without(answer, rules, entry, past, reason) if rule is None else _with(answer, entry, rule, past)
    if not reason and (rule is None or _after_the_hold(rule)) and _comes_first(rules, known):
        return _hold_alone(answer, rules, rule, past)
    return answer


def desk(rules: "Json", findings: "list[str]", values: "Json", history: "Json") -> "Json":
    """Several findings of one patient in one region, and a sentence when their texts end differently."""
    answers = [advise(rules, finding, values, history) for finding in findings]
    ends = [answer["ends"] for answer in answers if answer["applies"]]
    return {"answers": answers, "conflict": rules["conflict"] if "same" in ends and "lower" in ends else None}


def touched(rules: "Json", values: "Json") -> "list[str]":
    """The findings that a patient's values speak to: those that ask for one of them, the closest first."""
    names: list[str] = []
    for entry in rules["findings"]:
        given = [name for name in entry["asks"] if values.get(name) not in (None, False)]
        main = [name for name in given if name in entry.get("needs", entry["asks"][:1])]
        if main and entry["id"] not in ("heart", "liver_disease"):
            names.append(entry["id"])
    return names


def found(rules: "Json", finding: "Any") -> "Json":
    """The entry of a finding; an unknown one lists those that are known."""
    for entry in rules["findings"]:
        if entry["id"] == finding:
            return entry
    names = ", ".join([entry["id"] for entry in rules["findings"]])
    raise ValueError("There is no finding '" + portable.shown(finding) + "'. Choose one of: " + names + ".")


def read_history(history: "Json") -> "Json":
    """The history with every field in place, each checked."""
    if not isinstance(history, dict):
        raise ValueError("The history did not come by name. Give at least region, US or EU.")
    for name in portable.ordered(history):
        if name not in HISTORY:
            known = ", ".join(HISTORY)
            raise ValueError("The history has no '" + portable.shown(name) + "'. Give one of: " + known + ".")
    region = history.get("region")
    if region not in REGIONS:
        raise ValueError("“" + portable.shown(region) + "” is no region here. Labels differ: please give US or EU.")
    past = {"region": region, "disease": _word(history, "disease", "GIST"), "drug": _word(history, "drug", "imatinib")}
    for name in FLAGS:
        past[name] = history.get(name, False)
        if past[name] is not True and past[name] is not False:
            raise ValueError("'" + name + "' is yes or no. Please give true or false.")
    past["dose_mg"] = _bounded(history.get("dose_mg"), DOSES[0], DOSES[1], "mg/day", "present daily dose")
    past["age"] = _bounded(history.get("age"), 0, OLDEST, "years", "age")
    return past


def _word(history: "Json", name: str, usual: str) -> str:
    value = history.get(name)
    if value is None:
        return usual
    if not isinstance(value, str):
        raise ValueError("The " + name + " is a word, such as " + usual + ". Please give its name.")
    return value.strip()


def _bounded(raw: "Any", low: float, high: float, unit: str, what: str) -> "float | None":
    if raw is None:
        return None
    value, problem = portable.read_number(raw, low, high, unit, what)
    if value is None:
        raise ValueError(problem)
    return value


# ---------------------------------------------------------------- which row


def _outside(rules: "Json", entry: "Json", past: "Json") -> "str | None":
    """Why no row of this desk can hold for this patient; None when one can."""
    if past["disease"].lower() != "gist":
        return rules["other_disease"]
    if past["drug"].lower() not in ("imatinib", "gleevec", "glivec"):
        return rules["other_drug"]
    if past["age"] is not None and past["age"] < ADULT and not entry.get("child"):
        return rules["child"]
    return entry.get("unseen", {}).get(past["region"])


def _lacks(entry: "Json", known: "Json") -> bool:
    """True when a finding needs a value and none of its values is known."""
    needs = entry.get("needs", [])
    return len(needs) > 0 and not [name for name in needs if name in known]


def _rule(rules: "Json", entry: "Json", known: "Json", past: "Json") -> "Json | None":
    """The first row that fits."""
    for rule in rules["rules"]:
        if rule["finding"] == entry["id"] and rule["region"] == past["region"] and _fits(rules, rule, known, past):
            return rule
    return None


def _fits(rules: "Json", rule: "Json", known: "Json", past: "Json") -> bool:
    if rule.get("held") is True and not past["held"]:
        return False
    if "again" in rule and rule["again"] != past["again"]:
        return False
    return _reached(rules, rule, known)


def _reached(rules: "Json", rule: "Json", known: "Json") -> bool:
    """True when the signs and limits of a row or a red flag are there; without any, it always holds."""
    signs = [name for name in rule.get("flags", []) if known.get(name) is True]
    one = [limit for limit in rule.get("any", []) if _passes(rules, limit, known)]
    every = rule.get("all", [])
    if "all" in rule and len([limit for limit in every if _passes(rules, limit, known)]) < len(every):
        return False
    if "any" in rule and not one and not ("flags" in rule and signs):
        return False
    return len(signs) > 0 or "flags" not in rule or len(one) > 0


def _passes(rules: "Json", limit: "Json", known: "Json") -> bool:
    """True when a value is known and beyond a limit."""
    name = limit["value"]
    if name not in known:
        return False
    value, edge = known[name], limit["limit"]
    if [field for field in rules["values"] if field["id"] == name and field.get("whole")]:
        value = int(value)  # the classes of clearance are written in whole numbers
    kind = limit["is"]
    if kind == "below":
        return value < edge
    if kind == "over":
        return value > edge
    return value >= edge if kind == "at_least" else value <= edge


def urgent(rules: "Json", known: "Json") -> "list[str]":
    """Red flags, whatever a label says; the stronger sentence on fever takes the place of the weaker."""
    seen = _raised(rules, known)
    names = [flag["id"] for flag in seen]
    return [flag["md"] for flag in seen if not (flag["id"] == "fever" and "fever_counts" in names)]


def _raised(rules: "Json", known: "Json") -> "list[Json]":
    return [flag for flag in rules["red_flags"] if _reached(rules, flag, known)]


def _comes_first(rules: "Json", known: "Json") -> bool:
    """True when something is so urgent that no dose after a hold belongs beside it."""
    return len([flag for flag in _raised(rules, known) if flag.get("first")]) > 0


# ---------------------------------------------------------------- the answer


def _without(answer: "Json", rules: "Json", entry: "Json", past: "Json", reason: "str | None") -> "Json":
    answer["applies"], answer["section"], answer["address"], answer["label_date"] = False, None, None, None
    answer["says"], answer["ends"], answer["rule"] = None, None, None
    answer["reason"] = reason
    if reason is None:
        none = entry.get("none") or "No row of this label fits."
        answer["reason"] = _written_for(_first_row(rules, entry, past["region"]), past["dose_mg"]) + none
    beyond = "" if reason else entry.get("beyond", "")
    answer["beyond"] = (beyond + " " + TEAM).strip()
    return answer


def _from(answer: "Json", rule: "Json", past: "Json") -> "Json":
    """Whose text it is, and what it says up to the hold; for which dose it is written comes first."""
    answer["applies"], answer["reason"], answer["rule"] = True, None, rule["id"]
    answer["section"], answer["address"], answer["label_date"] = rule["section"], rule["address"], rule["label_date"]
    answer["says"], answer["ends"] = _written_for(rule, past["dose_mg"]) + rule["says"], "open"
    return answer


def _with(answer: "Json", entry: "Json", rule: "Json", past: "Json") -> "Json":
    answer, dose = _from(answer, rule, past), past["dose_mg"]
    step, missing = _step(rule, dose)
    if _of_another_dose(rule, dose):
        step = _not_applicable(rule)
    else:
        answer["ends"] = rule["ends"]
    answer["says"] = answer["says"] + step
    answer["beyond"] = missing + entry.get("beyond", "") + " " + TEAM
    return answer


def _hold_alone(answer: "Json", rules: "Json", rule: "Json | None", past: "Json") -> "Json":
    """The hold of a row without what comes after it: an emergency leaves no room for a dose or for good advice."""
    if rule is not None:
        answer = _from(answer, rule, past)
    answer["beyond"], answer["trap"] = rules["emergency"] + " " + TEAM, None
    return answer


def _after_the_hold(rule: "Json") -> bool:
    """True when a row goes on to a dose."""
    return "restart" in rule or "steps" in rule


def _step(rule: "Json", dose: "float | None") -> "tuple[str, str]":
    """(what the text says by dose, what it does not say for this one)."""
    if "restart" in rule:
        return " " + rule["restart"], ""
    steps = rule.get("steps", [])
    for step in steps:
        if step["from"] == dose:
            return " " + step["md"], ""
    if not steps:
        return "", ""
    if dose is None:
        return "", "The step after it hangs on the present dose, which was not given. "
    return "", "For " + portable.shortest(dose) + " mg a day the text names no step. "


# ---------------------------------------------------------------- the dose for which a row is written


def _first_row(rules: "Json", entry: "Json", region: str) -> "Json":
    """A row of a finding; those of one finding and region are written for the same dose."""
    for rule in rules["rules"]:
        if rule["finding"] == entry["id"] and rule["region"] == region:
            return rule
    return {}


def _of_another_dose(rule: "Json", dose: "float | None") -> bool:
    """True when a row is written for one starting dose, and the patient takes another."""
    return "dose" in rule and dose is not None and rule["dose"] != dose


def _written_for(rule: "Json", dose: "float | None") -> str:
    """The caveat that stands before a row of one starting dose; nothing when it is the patient's."""
    if dose is not None and _of_another_dose(rule, dose):
        return ("**Not written for this dose.** The row is for a starting dose of " + rule["dose_md"] + ", and not for "
                + portable.shortest(dose) + " mg/day. ")
    if "dose" in rule and dose is None:
        return "Written for a starting dose of " + rule["dose_md"] + "; the present dose was not given. "
    return ""


def _not_applicable(rule: "Json") -> str:
    if "restart" not in rule:
        return ""
    return (" What it says of a restart is not applicable to this dose, because it counts from " + rule["dose_md"]
            + "; talk to the treating team.")
