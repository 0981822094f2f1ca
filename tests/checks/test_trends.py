"""Each trend is held against its own risk, whatever stands beside it."""

from __future__ import annotations

from pipeline.model.records import Trend
from tests.checks.reports import found
from tests.checks.test_table import last, was
from tests.reconcile.builders import UNSCORED, a_risk, a_row, an_exposure, past_of


def test_a_trend_that_contradicts_the_score_is_told_of_after_a_risk_that_is_new() -> None:
    findings = found(
        unreported=(a_risk("M00", row=6),),
        row=a_row(ids={"Met": ("M00", "M01"), "MOPAC": ("P01",)}),
        past=last(was(current=an_exposure(4, 4))),
    )
    assert [f.subject for f in findings if f.code == "trend-contradicts-score"] == ["Met M01"]


def test_a_trend_is_not_held_against_a_band_that_nobody_gives() -> None:
    past = last(was(current=UNSCORED, target=UNSCORED, rating="Low"))
    findings = found(a_risk("M01", current=UNSCORED, inherent=UNSCORED, target=UNSCORED), past=past)
    assert [f.code for f in findings if f.code.startswith("trend")] == []


def test_a_new_owner_is_no_matter_of_a_trend_that_says_that_it_moved() -> None:
    """Even where nobody gives a reason for the trend, which is told by itself."""
    past = last(past_of(a_risk("M01"), owner="Head of Change"))
    for trend, told in ((Trend.SAME, "trend-same-yet-changed"), (Trend.RISING, "trend-without-reason")):
        findings = found(a_risk("M01", trend=trend), past=past)
        assert [f.code for f in findings if f.code.startswith("trend")] == [told]


def test_a_reason_for_the_whole_aligned_risk_explains_a_new_owner_too() -> None:
    past = last(past_of(a_risk("M01"), owner="Head of Change"))
    told = [f.code for f in found(row=a_row(trend_reason="Two posts became one."), past=past)]
    assert "trend-same-yet-changed" not in told
