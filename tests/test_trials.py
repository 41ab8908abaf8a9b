"""Trial files are checked at the border: a misfit names file, trial, field and remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gist_edu import _trials
from gist_edu._ledger import ledger, resolve
from gist_edu._site import lint_trials

GOOD: dict[str, Any] = {
    "id": "mine", "name": "Mine", "setting": "adjuvant", "design": "randomised", "question": "Is it?",
    "population": "people", "time_zero": "randomisation",
    "arms": [{"id": "arm_36m", "name": "three", "gives": "imatinib"},
             {"id": "arm_12m", "name": "one", "gives": "imatinib"}],
    "compare": ["arm_36m", "arm_12m"],
    "endpoints": [{"id": "rfs", "name": "recurrence-free survival", "records": ["ssgxviii_rfs"]}],
}


def read(tmp_path: Path, change: dict[str, Any]) -> dict[str, Any]:
    (tmp_path / "t.yaml").write_text(yaml.safe_dump([{**GOOD, **change}]), encoding="utf-8")
    return _trials.trials.__wrapped__(tmp_path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert list(read(tmp_path, {})) == ["mine"]


@pytest.mark.parametrize(("change", "words"), [
    ({"setting": "after"}, "t.yaml: trial mine, field setting: expected one of adjuvant"),
    ({"design": "good"}, "field design"),
    ({"question": ""}, "a value for question"),
    ({"colour": "red"}, "delete colour"),
    ({"compare": ["arm_36m", "arm_24m"]}, "field compare"),
    ({"arms": [{"id": "a", "name": "A", "gives": "x", "n": "ssgxviii_rfs.n.nobody"}]}, "has no value 'n.nobody'"),
    ({"endpoints": [{"id": "rfs", "name": "RFS", "records": ["nowhere"]}]}, "there is no 'nowhere'"),
    ({"endpoints": [{"id": "pfs", "name": "PFS", "records": ["ssgxviii_rfs"]}]}, "found none"),
])
def test_each_misfit_names_place_and_remedy(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(_trials.TrialError, match=re.escape(words)):
        read(tmp_path, change)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(_trials.TrialError, match="at least one trial"):
        _trials.trials.__wrapped__(tmp_path)


def test_two_trials_of_one_name_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "u.yaml").write_text(yaml.safe_dump([GOOD]), encoding="utf-8")
    with pytest.raises(_trials.TrialError, match="each id once"):
        read(tmp_path, {})


def test_every_number_of_a_trial_comes_from_the_ledger_and_none_from_memory_is_drawn() -> None:
    seen = 0
    for trial in _trials.trials().values():
        for endpoint in trial["endpoints"]:
            for cut in endpoint["cuts"]:
                for marks in cut["curves"].values():
                    for mark in marks:
                        value = resolve(mark["address"]).value
                        assert value is not None
                        assert value.verified != "memory"
                        assert isinstance(value.value, (int, float))
                        assert mark["s"] == pytest.approx(value.value / 100)
                        assert mark["text"] == value.format()
                        seen += 1
    assert seen > 100


def test_every_trial_of_the_ledger_with_landmarks_in_two_arms_is_among_them_or_named_here() -> None:
    """So that a new record cannot be forgotten: the ids left out have their reason."""
    left_out = {
        "li_2011": "not randomised in the form we saw", "lin_2017": "immortal time: groups by duration taken",
        "zhao_2017": "immortal time: groups by duration taken", "raut_2006_surgery": "groups by response, not arms",
        "rwe_poland": "cohorts by drug started",
        "sunitinib_rutkowski": "by genotype", "avapritinib_v_history": "against history",
        "korea_3y": "groups by risk", "ssgxviii_mutation": "subgroup",
        "enestg1_genotype": "subgroup", "s0033_early_pfs": "cannot fit the final medians",
        "z9001_nih_subgroups": "subgroup", "z9001_afip_subgroups": "subgroup",
        "pre_imatinib_gold_2007": "before imatinib",
        "octogenarians_ncdb_2021": "a registry: operated or not, by fitness",
    }
    used = {resolve(mark["address"]).record.id for trial in _trials.trials().values() for e in trial["endpoints"]
            for cut in e["cuts"] for marks in cut["curves"].values() for mark in marks}
    for record in ledger().values():
        arms = {key.partition(".")[2].partition("@")[0] for key, value in record.values.items()
                if re.match(r"(rfs|pfs|os|dfs)_\d+m\.", key) and value.verified != "memory"}
        if len(arms) > 1 and record.kind in ("trial_result", "cohort_result"):
            assert record.id in used or record.id in left_out, f"{record.id}: add it to data/trials/ or say why not"


def test_what_is_said_about_the_trials_has_no_loose_number() -> None:
    report = lint_trials.check(_trials.trials())
    assert report.problems == []
    assert report.links > 40


def test_the_checker_finds_a_loose_number_and_a_wrong_link() -> None:
    said = "It helped 77 people, [12%](ev:ssgxviii_rfs.rfs_60m.arm_36m@54m)."
    trial = {**_trials.trials()["ssgxviii"], "mind": [said]}
    problems = " ".join(lint_trials.check({"ssgxviii": trial}).problems)
    assert "'77' has no evidence link" in problems
    assert "the ledger says '65.6%'" in problems


def test_a_check_of_nothing_fails() -> None:
    assert "checked nothing" in lint_trials.check({}).problems[0]
