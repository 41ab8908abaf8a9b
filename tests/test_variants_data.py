"""The drug and variant data: every call rests on a record that can carry it, and a misfit is named for its author."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from gist_edu import _variants
from gist_edu._ledger import DATA
from gist_edu._types import Json

DRUGS = ["imatinib", "sunitinib", "regorafenib", "ripretinib", "avapritinib"]


@pytest.fixture(scope="module")
def files() -> Json:
    return _variants.load()


def written(folder: Path, drugs: Any, variants: Any) -> Path:
    for name, content in zip(_variants.FILES, (drugs, variants), strict=True):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def row(drugs: Json, key: str) -> Json:
    return next(entry for entry in drugs["classes"] if entry["id"] == key)


def test_the_five_drugs_stand_in_their_order(files: Json) -> None:
    assert [drug["id"] for drug in files["drugs"]["drugs"]] == DRUGS


def test_the_classes_of_the_field_all_have_a_row(files: Json) -> None:
    asked = [
        "kit_exon8", "kit_exon9", "kit_exon11", "kit_exon13", "kit_exon17", "kit_pocket", "kit_loop",
        "kit_germline", "pdgfra_exon12", "pdgfra_exon14", "pdgfra_exon18", "pdgfra_d842v", "pdgfra_842_843",
        "pdgfra_secondary", "sdh", "nf1", "braf", "ras", "ntrk", "wild_type", "polymorphism", "not_activating",
    ]
    assert set(asked) <= {entry["id"] for entry in files["drugs"]["classes"]}


def test_the_first_cell_of_avapritinib_tells_the_us_label_from_the_eu_label(files: Json) -> None:
    label = row(files["drugs"], "pdgfra_exon18")["drugs"]["avapritinib"]["label"]
    assert label["us"].startswith("Covered")
    assert label["eu"].startswith("Not covered")


def test_a_concentration_is_never_the_evidence_of_a_cell_with_patients(files: Json) -> None:
    for entry in files["drugs"]["classes"]:
        for drug, cell in entry.get("drugs", {}).items():
            if cell["kind"] in ("randomised", "exploratory", "single_arm", "series", "class"):
                units = {link.value.unit for link in _variants.links(cell["md"]) if link.value is not None}
                assert "nM" not in units, f"{entry['id']}, {drug}"


def test_a_part_of_a_trial_that_was_exploratory_is_not_called_a_randomised_comparison(files: Json) -> None:
    told = 0
    for entry in files["drugs"]["classes"]:
        for cell in entry.get("drugs", {}).values():
            if "ev:intrigue_ctdna)" in cell["md"]:
                told += 1
                assert cell["kind"] == "exploratory", entry["id"]
    assert told == 4


def test_no_text_advises_a_dose(files: Json) -> None:
    for text in _variants.texts(files):
        units = {link.value.unit for link in _variants.links(text) if link.value is not None}
        assert not units & {"mg", "mg/day"}, text
        assert " mg" not in text, text


Change = Callable[[Json, Json], None]


def no_such_record(drugs: Json, _: Json) -> None:
    row(drugs, "kit_exon11")["drugs"]["imatinib"]["md"] = "It [works](ev:no_such_trial)."


def too_high_a_kind(drugs: Json, _: Json) -> None:
    row(drugs, "pdgfra_d842v")["drugs"]["imatinib"]["kind"] = "randomised"


def memory_as_proof(drugs: Json, _: Json) -> None:
    cell = row(drugs, "sdh")["drugs"]["imatinib"]
    cell.update(kind="series", lines=["first"], md="[](ev:boikos_2016_response.responses?as=unverified) responded.")


def memory_as_fact(drugs: Json, _: Json) -> None:
    row(drugs, "sdh")["meaning"] = "[](ev:boikos_2016_response.responses) responded."


def a_call_on_nothing(_: Json, variants: Json) -> None:
    entry = next(one for one in variants["variants"] if one["name"] == "p.V559I")
    entry["drugs"]["imatinib"]["call"] = "resistant"


def stronger_beneath(drugs: Json, _: Json) -> None:
    cell = row(drugs, "pdgfra_842_843")["drugs"]["imatinib"]
    cell["weaker"] = [{"kind": "series", "md": "[](ev:cassier_2012.responses.d842v) responded."}]


def a_line_for_cells(drugs: Json, _: Json) -> None:
    row(drugs, "pdgfra_842_843")["drugs"]["imatinib"]["lines"] = ["first"]


def a_concentration_like_a_dose(drugs: Json, _: Json) -> None:
    row(drugs, "kit_exon11")["meaning"] = "Imatinib binds with [](ev:davis_kd_imatinib.kd.v559d)."


def a_field_too_many(drugs: Json, _: Json) -> None:
    row(drugs, "kit_exon11")["color"] = "red"


def a_role_nobody_knows(drugs: Json, _: Json) -> None:
    row(drugs, "kit_exon11")["role"] = "driver"


def a_name_against_the_rule(_: Json, variants: Json) -> None:
    variants["seen"]["PDGFRA"].append("p.D842_H845del")


def a_name_twice(_: Json, variants: Json) -> None:
    variants["remembered"]["KIT"].append("p.V559D")


def a_label_for_one_side(drugs: Json, _: Json) -> None:
    del row(drugs, "pdgfra_d842v")["drugs"]["avapritinib"]["label"]["eu"]


@pytest.mark.parametrize(("change", "said"), [
    (no_such_record, "no evidence record 'no_such_trial'"),
    (too_high_a_kind, "class pdgfra_d842v, imatinib, kind 'randomised'.*design randomised or meta_analysis"),
    (memory_as_proof, "class sdh, imatinib, kind 'series'.*no record that was seen"),
    (memory_as_fact, "never seen on a page"),
    (a_call_on_nothing, "KIT p.V559I, imatinib, call: expected unknown"),
    (stronger_beneath, "put the best evidence above"),
    (a_line_for_cells, "lines: expected .. for laboratory work"),
    (a_concentration_like_a_dose, "no dose"),
    (a_field_too_many, "'color' is none of them"),
    (a_role_nobody_knows, "role: expected one of primary.*not 'driver'"),
    (a_name_against_the_rule, "expected the name by the 3' rule, p.I843_D846del"),
    (a_name_twice, "'p.V559D' stands twice"),
    (a_label_for_one_side, "both us and eu"),
])
def test_a_misfit_names_the_entry_and_what_is_expected(files: Json, tmp_path: Path, change: Change, said: str) -> None:
    drugs, variants = copy.deepcopy(files["drugs"]), copy.deepcopy(files["variants"])
    change(drugs, variants)
    with pytest.raises(_variants.DrugDataError, match=said):
        _variants.load(written(tmp_path, drugs, variants))


def test_the_files_on_disk_are_what_was_loaded(files: Json, tmp_path: Path) -> None:
    again = _variants.load(written(tmp_path, files["drugs"], files["variants"]))
    assert again == files
    assert {name for name in _variants.FILES if not (DATA / name).exists()} == set()


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "drugs.yaml").write_text("classes: [", encoding="utf-8")
    with pytest.raises(_variants.DrugDataError, match=r"drugs.yaml: not readable"):
        _variants.load(tmp_path)
