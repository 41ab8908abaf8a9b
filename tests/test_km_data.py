"""Our curves and lifelines on real curves: ENESTg1, digitised by others (open data outside the project)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test

from gist_edu import survival
from gist_edu.models import survival as model

FOLDER = Path(__file__).parents[2] / "shared" / "data"
PFS, OS = (FOLDER / f"kmdata_ENESTg1_{part}.csv" for part in ("2A", "2B"))
pytestmark = pytest.mark.skipif(not PFS.is_file(), reason="the open data are not beside the project")


def arms(path: Path) -> dict[str, pd.DataFrame]:
    frame = pd.read_csv(path)
    return {str(arm).strip().lower(): group for arm, group in frame.groupby("arm")}


@pytest.mark.parametrize(("path", "endpoint"), [(PFS, "pfs"), (OS, "os")])
def test_our_curve_through_the_landmarks_is_near_the_kaplan_meier_curve(path: Path, endpoint: str) -> None:
    """Landmarks are the ledger's. Between them it misses most for PFS, which falls in steps at the scans."""
    for arm, group in arms(path).items():
        made = survival.curve("enestg1", arm, endpoint, "digitised")
        km = KaplanMeierFitter().fit(group["time"], group["event"])
        for month, share in made.landmarks:
            assert km.predict(month) == pytest.approx(share, abs=0.006)
        worst = max(abs(km.predict(month / 4) - made(month / 4)) for month in range(int(made.t_max * 4)))
        print(f"{endpoint} {arm}: largest gap {worst:.3f}")
        assert worst < {"pfs": 0.07, "os": 0.03}[endpoint]


def test_cox_and_our_reading_agree_with_the_published_hazard_ratio() -> None:
    """ENESTg1, PFS, nilotinib over imatinib: published 1.47 (1.10 to 1.95), Lancet Oncol 2015;16:550."""
    frame = pd.concat([group.assign(nilotinib=int(arm == "nilotinib")) for arm, group in arms(PFS).items()])
    cox = CoxPHFitter().fit(frame[["time", "event", "nilotinib"]], "time", "event")
    published = survival.hazard_ratio("enestg1", "pfs")
    assert published["low"] < cox.hazard_ratios_["nilotinib"] < published["high"]
    curves = [survival.curve("enestg1", arm, "pfs", "digitised")._line() for arm in ("nilotinib", "imatinib")]
    assert published["low"] < model.hazard_ratio(curves[0], curves[1], 24) < published["high"]


def test_the_log_rank_test_sees_the_difference_that_was_published() -> None:
    groups = arms(OS)
    found = logrank_test(groups["nilotinib"]["time"], groups["imatinib"]["time"],
                         groups["nilotinib"]["event"], groups["imatinib"]["event"])
    assert found.p_value < 0.05
