"""What is asked of each control, where other tests hold the code alone: its words, and the controls beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model.records import Trend
from tests.checks.reports import UNTESTED, codes, found, said
from tests.reconcile.builders import CONTROL_FIELDS, a_control, a_potential, a_risk, a_row, a_source

UNREAD = {"name": "[not readable: #REF!]"}


@pytest.mark.parametrize(
    ("evidence", "says"), [(None, "Evidence is blank"), ("None yet", 'Evidence says "None yet"'), ("-", 'Evidence says "-"')]
)  # fmt: skip
def test_evidence_that_proves_nothing_is_quoted(evidence: str | None, says: str) -> None:
    (finding,) = said(controls=(a_control(evidence=evidence),))
    assert finding.message == f"C-1 Oversight board is said to work, and {says}."


def test_a_due_date_that_could_not_be_read_is_said_on_reading() -> None:
    undated = a_potential(due=None)
    assert codes(said(controls=(a_control(), undated))) == ["control-undated"]
    unread = replace(undated, unknown={"due": "[not readable: soon]"})
    assert codes(said(controls=(a_control(), unread))) == []


def test_two_controls_whose_names_can_not_be_read_are_not_one_twice() -> None:
    second = a_source(CONTROL_FIELDS, 3, sheet="Controls")
    twice = (a_control(name="Board"), a_control("C-2", name="Board", source=second))
    assert codes(said(controls=twice)) == ["control-differs"]
    assert codes(said(controls=tuple(replace(one, name="", unknown=UNREAD) for one in twice))) == []


def test_a_control_that_stands_twice_hides_none_that_differs() -> None:
    money = a_row(2, "Money", {"Met": ("M02",)})
    controls = (
        a_control(),
        a_control("C-2"),
        a_control("C-3", "Money", name="Oversight board", description="It meets."),
    )
    findings = said(rows=(money,), controls=controls)
    assert [(f.code, f.subject) for f in findings] == [
        ("control-differs", "C-2 Oversight board"),
        ("control-differs", "C-3 Oversight board"),
    ]


@pytest.mark.parametrize(
    ("first", "told"), [(UNTESTED, ["Risk 2: Money"]), (a_control(), ["Risk 1: Safeguarding", "Risk 2: Money"])]
)
def test_each_aligned_risk_that_is_exposed_is_told_of(first: Any, told: list[str]) -> None:
    """One with a control that nobody has shown to work says nothing of the next."""
    rising: dict[str, Any] = {"trend": Trend.RISING, "trend_reason": "More."}
    findings = found(
        a_risk("M01", **rising),
        unreported=(a_risk("M02", row=8, **rising),),
        rows=(a_row(2, "Money", {"Met": ("M02",)}),),
        controls=(first, a_control("C-2", "Money", name="Budget group")),
    )
    assert [finding.subject for finding in findings if finding.code == "working-yet-exposed"] == told
