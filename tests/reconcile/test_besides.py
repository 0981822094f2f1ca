"""What is printed and makes no change of its own: counted where it is another than in the record, and only there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.archive import record
from pipeline.model.document import Generated
from pipeline.model.records import (
    AlignmentRow,
    Assurance,
    Besides,
    Control,
    History,
    InPlace,
    Organisation,
    PastReport,
    Risk,
    Working,
)
from pipeline.reconcile.alignment import reconcile
from pipeline.reconcile.movement import compare
from tests.reconcile.builders import (
    MET,
    MOPAC,
    a_control,
    a_mapping,
    a_register,
    a_risk,
    a_row,
    report_of,
)

M01, P01 = a_risk("M01"), a_risk("P01", "MOPAC")
BOARD = a_control("C-1", name="Board")
NO_WORDS = Generated("", (), {})  # of the document: nothing here is about them


def recorded(row: AlignmentRow | None = None, met: Organisation = MET, risk: Risk = M01) -> PastReport:
    """September's report as its record has it."""
    mapping = a_mapping((row or a_row(),), (BOARD,), (met, MOPAC))
    report = report_of(mapping, (a_register("Met", risk), a_register("MOPAC", P01)))
    return record.read(record.write(report, (), NO_WORDS, state="issued", version="1"), "r")


def others(
    past: PastReport,
    *risks: Risk,
    row: AlignmentRow | None = None,
    control: Control = BOARD,
    met: Organisation = MET,
) -> Mapping[Besides, int]:
    """What December prints that is another than in the record. ``risks``: the Met's."""
    mapping = a_mapping((row or a_row(),), (control,), (met, MOPAC))
    registers = (a_register("Met", *(risks or (M01,))), a_register("MOPAC", P01))
    aligned, _ = reconcile(mapping, registers, past)
    return compare(mapping, registers, aligned, History(past)).besides


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, {}),
        ({"in_place": InPlace.PARTLY}, {Besides.ANSWER: 1}),
        ({"working": Working.PARTLY}, {Besides.ANSWER: 1}),
        ({"assurance": Assurance.EXTERNAL}, {Besides.ANSWER: 1}),
        ({"in_place": None, "working": None, "assurance": None}, {Besides.ANSWER: 1}),  # of one control
        ({"review_months": 6}, {Besides.REVIEW_MONTHS: 1}),
        ({"run_by": ("Met",)}, {Besides.RUN_BY: 1}),
        ({"run_by": ("Met", "MOPAC")}, {}),  # those of a blank cell
        ({"owner": "head of  Strategy"}, {}),
    ],
)
def test_what_the_controls_sheet_says_otherwise(now: dict[str, object], told: Mapping[Besides, int]) -> None:
    assert others(recorded(), control=replace(BOARD, **now)) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own_then", "then", "own_now", "now", "told"),
    [
        (None, "High", None, "High", False),
        (None, "High", None, "Medium", True),
        ("Low", "High", None, "High", True),
        ("Low", "High", "low ", "Medium", False),  # the risk's own goes first
        ("Cautious", "High", None, "High", False),  # a word that is no band is not printed
        (None, "Cautious", None, None, False),
        (None, "Cautious", None, "High", True),
        (None, None, None, None, False),
        (None, "High", None, None, True),
    ],
)
def test_the_appetite_that_was_printed_is_compared_with_the_one_printed_now(
    own_then: str | None, then: str | None, own_now: str | None, now: str | None, told: bool
) -> None:
    past = recorded(met=replace(MET, appetite=then), risk=replace(M01, appetite=own_then))
    found = others(past, replace(M01, appetite=own_now), met=replace(MET, appetite=now))
    assert found == ({Besides.APPETITE: 1} if told else {})


def test_a_record_without_bands_is_read_by_those_of_today() -> None:
    past = recorded()
    past = replace(past, organisations=tuple(replace(one, bands=()) for one in past.organisations))
    assert others(past) == {}
    assert others(past, met=replace(MET, appetite="Low")) == {Besides.APPETITE: 1}


def without_appetite_of_risks(past: PastReport) -> PastReport:
    (theme,) = past.aligned_risks
    risks = tuple(replace(risk, also={"trend_reason": ""}) for risk in theme.risks)
    return replace(past, aligned_risks=(replace(theme, risks=risks),))


PAST = recorded()


@pytest.mark.parametrize(
    "past",
    [
        replace(PAST, organisations=()),
        replace(PAST, organisations=tuple(replace(one, also={}) for one in PAST.organisations)),
        without_appetite_of_risks(PAST),
    ],
)
def test_an_appetite_that_was_not_recorded_is_not_another(past: PastReport) -> None:
    assert others(past, met=replace(MET, appetite="Low")) == {}


def test_the_reason_for_the_trend_of_a_risk() -> None:
    past = recorded(risk=replace(M01, trend_reason="Demand grew."))
    assert others(past, replace(M01, trend_reason="demand  grew.")) == {}
    assert others(past, replace(M01, trend_reason="Demand grew again.")) == {Besides.TREND_REASON: 1}
    assert others(past, M01) == {Besides.TREND_REASON: 1}


def test_a_risk_that_is_new_has_nothing_that_was_otherwise() -> None:
    row = a_row(ids={"Met": ("M02", "M01"), "MOPAC": ("P01",)})
    found = others(recorded(), a_risk("M02", trend_reason="Fast."), replace(M01, trend_reason="Slow."), row=row)
    assert found == {Besides.TREND_REASON: 1}


def test_a_reason_for_a_trend_that_was_not_recorded_is_not_another() -> None:
    row = a_row(trend_reason="The settlement is agreed.")
    assert others(PAST, row=row) == {Besides.TREND_REASON: 1}
    (theme,) = PAST.aligned_risks
    unstated = replace(PAST, aligned_risks=(replace(theme, unstated=frozenset(("trend_reason",))),))
    assert others(unstated, row=row) == {}


def test_no_residual_risk_then_and_none_now() -> None:
    none = a_row(residual_risk=None)
    assert others(recorded(none), row=none) == {}
    assert others(recorded(none)) == {Besides.RESIDUAL_RISK: 1}
