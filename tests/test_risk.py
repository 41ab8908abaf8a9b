"""The risk schemes say what the published tables say, are complete, and answer outside their domain in words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gist_edu import _ledger, risk
from gist_edu._data import simulator_data
from gist_edu.models import risk as model

VECTORS = yaml.safe_load((Path(__file__).parent / "risk_vectors.yaml").read_text(encoding="utf-8"))
SITES = ["gastric", "duodenum", "jejunum_ileum", "rectum", "colon", "oesophagus", "omentum", "mesentery", "peritoneum"]
AFIP_SITES = SITES[:4]
RANK = {"none": 0, "very_low": 0, "low": 1, "moderate": 2, "intermediate": 2, "high": 3}
STAGES = ["I", "IA", "IB", "II", "IIIA", "IIIB"]
sizes = st.floats(0.1, 50, allow_nan=False)
counts = st.floats(0, 200, allow_nan=False)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["id"])
def test_published_vectors(vector: dict) -> None:
    answer = risk.assess(vector["size"], vector["mitoses"], vector["site"], vector["rupture"])
    assert answer["nih_2002"].risk == vector["nih_2002"]
    assert answer["modified_nih"].risk == vector["modified_nih"]
    assert answer["afip_2006"].group == vector["afip_group"]
    assert answer["afip_2006"].pct == vector["afip_pct"]
    assert answer["ajcc8"].stage == vector["stage"]


def test_all_22_vectors_are_there() -> None:
    assert len(VECTORS) == 22


def test_an_edge_is_answered_with_the_convention_and_a_warning() -> None:
    for size, mitoses in [(2, 3), (5, 3), (4, 5)]:
        for name in ("nih_2002", "modified_nih", "afip_2006", "ajcc8"):
            assert "Sources differ" in str(risk.assess(size, mitoses, "gastric")[name].boundary), (size, mitoses, name)
    assert risk.assess(10, 5, "gastric")["afip_2006"].boundary is not None
    assert "5.1" in str(risk.assess(5, 3, "gastric")["modified_nih"].boundary)
    assert risk.assess(5.05, 3, "gastric")["modified_nih"].boundary is not None
    assert risk.assess(4, 5.4, "gastric")["nih_2002"].boundary is not None
    assert risk.assess(4, 3, "gastric")["nih_2002"].boundary is None


def test_between_printed_rows_only_the_scheme_with_the_gap_speaks() -> None:
    gap = {size: risk.assess(size, 3, "gastric") for size in (2.05, 5.05, 10.05)}
    assert "gap of one decimal" in str(gap[2.05]["modified_nih"].boundary)
    assert "gap of one decimal" in str(gap[5.05]["modified_nih"].boundary)
    assert gap[10.05]["modified_nih"].boundary is None  # the last row is printed as more than 10
    assert all(gap[size]["afip_2006"].boundary is None for size in gap)
    for size, mitoses, spoken in [(4, 5.4, True), (7, 5.4, False), (4, 10.5, False)]:
        for name in ("nih_2002", "modified_nih"):
            assert (risk.assess(size, mitoses, "gastric")[name].boundary is not None) == spoken, (size, mitoses, name)


def test_an_edge_that_changes_nothing_is_not_mentioned() -> None:
    assert risk.assess(12, 5, "gastric")["nih_2002"].boundary is None  # above 10 cm any count is high
    assert risk.assess(5, 3, "gastric", rupture=True)["modified_nih"].boundary is None
    assert risk.assess(4, 10, "rectum")["modified_nih"].boundary is None
    assert "from 6 to 10" in str(risk.assess(4, 10, "rectum")["nih_2002"].boundary)


@given(sizes, counts, st.sampled_from(SITES), st.booleans())
def test_each_scheme_is_complete_and_gives_one_answer(size: float, mitoses: float, site: str, rupture: bool) -> None:
    answer = risk.assess(size, mitoses, site, rupture)
    assert answer["nih_2002"].risk in RANK
    assert answer["modified_nih"].risk in RANK
    assert answer["ajcc8"].stage in STAGES
    assert answer["afip_2006"].applicable == (site in AFIP_SITES)
    assert all(not a.possible for a in answer.values())


@given(sizes, sizes, counts, counts, st.sampled_from(SITES), st.booleans())
def test_larger_or_more_mitotic_is_never_a_lower_nih_class(
    a: float, b: float, c: float, d: float, site: str, rupture: bool
) -> None:
    small = risk.assess(min(a, b), min(c, d), site, rupture)
    large = risk.assess(max(a, b), max(c, d), site, rupture)
    for name in ("nih_2002", "modified_nih"):
        assert RANK[str(small[name].risk)] <= RANK[str(large[name].risk)]
    assert STAGES.index(str(small["ajcc8"].stage)) <= STAGES.index(str(large["ajcc8"].stage))


def afip(site: str, size: float, mitoses: float) -> float | None:
    return risk.assess(size, mitoses, site)["afip_2006"].pct


def test_afip_is_monotone_in_size_except_where_cells_are_small() -> None:
    exceptions = []
    for site in AFIP_SITES:
        for mitoses in (3, 8):
            shares = [afip(site, size, mitoses) for size in (1, 3, 7, 12)]
            known = [x for x in shares if x is not None]
            if known != sorted(known):
                exceptions.append((site, mitoses))
    assert exceptions == [("rectum", 8)]  # few tumours up to 2 cm: 54 % there, 52 % above


def test_duodenum_and_jejunum_are_the_right_way_round() -> None:
    # PMID 16625094: jejunum/ileum, > 10 cm with few mitoses and <= 5 cm with many both spread in more than half.
    assert afip("jejunum_ileum", 12, 3) == 52
    assert afip("jejunum_ileum", 4, 8) == 73
    assert afip("duodenum", 4, 8) == 50


def test_few_pooled_and_empty_cells_are_marked() -> None:
    assert "pooled" in str(risk.assess(7, 2, "duodenum")["afip_2006"].reason)
    assert "Very few" in str(risk.assess(1.8, 7, "gastric")["afip_2006"].reason)
    empty = risk.assess(1.5, 8, "duodenum")["afip_2006"]
    assert empty.applicable
    assert empty.pct is None
    assert "No tumour" in str(empty.reason)


@pytest.mark.parametrize("context", ["pretreated", "sdh_deficient", "paediatric", "nf1"])
def test_outside_the_domain_no_scheme_answers_and_each_says_why(context: str) -> None:
    for answer in risk.assess(7, 8, "gastric", context=(context,)).values():
        assert not answer.applicable
        assert (answer.risk, answer.stage, answer.pct) == (None, None, None)
        assert len(str(answer.reason)) > 30


def test_d842v_is_answered_with_a_caution() -> None:
    answer = risk.assess(12, 8, "gastric", context=("d842v",))["modified_nih"]
    assert answer.risk == "high"
    assert any("imatinib does not work" in caution for caution in answer.cautions)


@pytest.mark.parametrize("site", ["colon", "oesophagus", "omentum", "mesentery", "peritoneum", "unknown"])
def test_afip_has_no_column_for_other_sites(site: str) -> None:
    answer = risk.assess(7, 8, site)["afip_2006"]
    assert not answer.applicable
    assert answer.reason


def test_ajcc_stages_the_omentum_with_the_stomach() -> None:
    assert risk.assess(3, 8, "omentum")["ajcc8"].stage == risk.assess(3, 8, "gastric")["ajcc8"].stage == "II"
    assert risk.assess(3, 8, "mesentery")["ajcc8"].stage == "IIIB"
    assert not risk.assess(3, 8, "unknown")["ajcc8"].applicable


def test_rupture_is_high_only_where_the_scheme_sees_it() -> None:
    answer = risk.assess(3, 1, "gastric", rupture=True)
    assert answer["modified_nih"].risk == "high"
    assert answer["nih_2002"].risk == "low"
    assert "cannot see the rupture" in answer["nih_2002"].cautions[0]
    assert answer["modified_nih"].cautions == ()


@given(sizes, counts, st.sampled_from([*SITES, "unknown"]), st.booleans())
def test_unknown_mitoses_give_a_range_that_holds_every_known_answer(
    size: float, mitoses: float, site: str, rupture: bool
) -> None:
    open_answer, known = risk.assess(size, None, site, rupture), risk.assess(size, mitoses, site, rupture)
    for name, answer in known.items():
        if not answer.applicable or answer.possible:
            continue
        word = answer.stage or (answer.risk or "no data").replace("_", " ")
        wide = open_answer[name]
        assert word in (wide.possible or (wide.stage or (wide.risk or "no data").replace("_", " "),))


def test_unknown_mitoses_give_the_range_of_afip_shares() -> None:
    answer = risk.assess(3, None, "gastric")["afip_2006"]
    assert (answer.pct, answer.pct_range, answer.possible) == (None, (1.9, 16), ("very low", "moderate"))
    rectum = risk.assess(7, None, "rectum")["afip_2006"]
    assert (rectum.risk, rectum.pct_range, rectum.verified) == ("high", (57, 71), "memory")
    assert risk.assess(1.5, None, "duodenum")["afip_2006"].pct_range == (0, 0)  # the other group had no cases
    assert risk.assess(3, 8, "gastric")["afip_2006"].pct_range is None
    frame = risk.assess(7, None, "rectum").frame()
    assert frame.loc["AFIP 2006", "spread or death, %"] == "57 to 71 (unverified)"


def test_unknown_mitoses_do_not_hide_what_is_certain() -> None:
    assert risk.assess(12, None, "gastric")["nih_2002"].risk == "high"
    assert risk.assess(1, None, "gastric", rupture=True)["modified_nih"].risk == "high"
    assert "not known before resection" in str(risk.assess(3, None, "gastric")["nih_2002"].reason)


@pytest.mark.parametrize("bad", [0, -3, float("nan"), float("inf"), 1e9, "large", None, True])
def test_impossible_sizes_are_refused_in_words(bad: object) -> None:
    with pytest.raises(ValueError, match=r"0\.1 to 50 cm"):
        risk.assess(bad, 5, "gastric")  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [-1, float("nan"), 1e9, "many", True])
def test_impossible_mitoses_are_refused_in_words(bad: object) -> None:
    with pytest.raises(ValueError, match="0 to 200 per 5 mm²"):
        risk.assess(5, bad, "gastric")  # type: ignore[arg-type]


def test_unknown_names_list_the_known_ones() -> None:
    with pytest.raises(ValueError, match="jejunum_ileum"):
        risk.assess(5, 5, "stomach")
    with pytest.raises(ValueError, match="pretreated"):
        risk.assess(5, 5, "gastric", context=("treated",))
    with pytest.raises(ValueError, match="incisional_biopsy"):
        risk.rupture("biopsy")


def test_a_decimal_comma_is_understood() -> None:
    assert risk.assess("7,5", 2, "gastric")["ajcc8"].stage == "IB"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("eyepiece", "area", "fields"),
    [
        (18, "area.eyepiece_18", "fields.eyepiece_18"),
        (20, "area.eyepiece_20", "fields.eyepiece_20"),
        (22, "area.eyepiece_22", "fields.eyepiece_22"),
        (25, "area.eyepiece_25", "fields.eyepiece_25"),
    ],
)
def test_field_areas_equal_the_ledger(eyepiece: int, area: str, fields: str) -> None:
    values = _ledger.ledger()["hpf_examples"].values
    assert model.field_area_mm2(eyepiece, 40) == pytest.approx(values[area].value, abs=5e-4)
    assert risk.fields_for_5mm2(eyepiece) == pytest.approx(values[fields].value, abs=0.06)


def test_a_measured_field_diameter_replaces_eyepiece_and_objective() -> None:
    assert risk.mitoses_per_5mm2(8, 50, field_diameter_mm=0.55) == pytest.approx(risk.mitoses_per_5mm2(8, 50, 22, 40))
    with pytest.raises(ValueError, match=r"0\.1 to 2 mm"):
        risk.mitoses_per_5mm2(8, 50, field_diameter_mm=22)


@pytest.mark.parametrize(
    "bad", [{"count": -1}, {"fields": 0}, {"field_number_mm": 0}, {"objective": float("nan")}, {"count": "x"}]
)
def test_impossible_counts_are_refused_in_words(bad: dict) -> None:
    with pytest.raises(ValueError, match="Please give"):
        risk.mitoses_per_5mm2(**{"count": 8, "fields": 50, **bad})


def test_eight_mitoses_in_fifty_modern_fields_are_low() -> None:
    assert risk.mitoses_per_5mm2(8, 50) == pytest.approx(3.4, abs=0.05)
    assert risk.mitoses_per_5mm2(8, risk.fields_for_5mm2()) == pytest.approx(8)


@given(st.floats(0, 500), st.floats(1, 500), st.sampled_from([18, 20, 22, 25]))
def test_the_rate_is_proportional_to_the_count(count: float, fields: float, eyepiece: int) -> None:
    assert risk.mitoses_per_5mm2(count, fields, eyepiece) * 3 == pytest.approx(
        model.mitoses_per_5mm2(count * 3, fields, eyepiece, 40)
    )


def test_rupture_scenes_are_six_that_count_five_that_do_not_melaena_and_a_grey_one() -> None:
    verdicts = [entry["verdict"] for entry in simulator_data("risk")["risk"]["rupture_scenes"]]
    assert [verdicts.count(v) for v in ("counts", "does_not_count", "not_addressed")] == [6, 6, 1]
    assert verdicts.count("counts") == _ledger.ledger()["rupture_six_criteria"].values["n"].value
    assert verdicts.count("does_not_count") == _ledger.ledger()["rupture_not_counted"].values["n"].value + 1
    assert "alone is not rupture" in _ledger.ledger()["rupture_grey"].statement
    assert risk.rupture("melaena") == "does_not_count"
    assert risk.rupture("complicated_core_biopsy") == "not_addressed"
    assert risk.rupture("incisional_biopsy") == "counts"
    assert risk.rupture("core_biopsy") == "does_not_count"
    assert len(risk.rupture_scenes()) == 13


@pytest.mark.parametrize(
    ("record", "size_keys", "mitosis_keys", "scheme"),
    [
        ("nih_2002", ("very_low", "low", "intermediate"), ("mitoses_cut.low", "mitoses_cut.high"), "nih_2002"),
        ("modified_nih", ("very_low", "low", "intermediate"), ("mitoses_cut.low", "mitoses_cut.high"), "modified_nih"),
        ("afip_groups", ("first", "second", "third"), ("mitoses_cut",), "afip_2006"),
        ("ajcc8", ("t1", "t2", "t3"), ("mitoses_cut",), "ajcc8"),
    ],
)
def test_the_steps_of_each_scheme_equal_its_ledger_record(
    record: str, size_keys: tuple[str, ...], mitosis_keys: tuple[str, ...], scheme: str
) -> None:
    values, data = _ledger.ledger()[record].values, simulator_data("risk")
    assert [values[f"size_cut.{key}"].value for key in size_keys] == data["risk"]["size_edges_cm"]
    assert [values[key].value for key in mitosis_keys] == model.scheme(data, scheme)["mitosis_edges"]


def test_the_frame_has_a_row_per_scheme() -> None:
    frame = risk.assess(3, 8, "gastric").frame()
    assert list(frame.index) == ["NIH 2002", "Modified NIH", "AFIP 2006", "AJCC 8 stage"]
    assert frame.loc["AFIP 2006", "spread or death, %"] == "16"
