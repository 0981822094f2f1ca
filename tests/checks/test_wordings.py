"""Agreed words over a register's text that has changed since they were agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.checks.wordings import wording_outdated
from pipeline.model.records import PastReport, Register, Report
from tests.reconcile.builders import (
    MOPAC_RISKS,
    a_mapping,
    a_past,
    a_register,
    a_risk,
    a_row,
    a_theme,
    a_wording,
    past_of,
    report_of,
)

RISK = a_risk("M01", description="The text as it is.")
REGISTERS: tuple[Register, ...] = (a_register("Met", RISK), a_register("MOPAC", *MOPAC_RISKS))


def past(day: date, text: str, as_reported: str | None = "As agreed.") -> PastReport:
    risk = past_of(RISK, description=text, as_reported=as_reported)
    return a_past(a_theme(1, "Safeguarding", [risk]), meeting_date=day)


def a_report(agreed: date | None, *newest_first: PastReport) -> Report:
    mapping = a_mapping((a_row(),), wording=(a_wording("Met", "M01", "As agreed.", date=agreed),))
    report = report_of(mapping, REGISTERS, newest_first[0] if newest_first else None)
    return replace(report, movement=replace(report.movement, earlier=newest_first[1:]))


MARCH, JUNE, SEPTEMBER = date(2017, 3, 21), date(2017, 6, 20), date(2017, 9, 26)
SAME, OTHER = "The text as it is.", "The text as it was."


@pytest.mark.parametrize(
    ("agreed", "pasts", "since"),
    [
        (None, (), None),  # nothing is known to have changed
        (None, (past(SEPTEMBER, SAME),), None),
        (None, (past(SEPTEMBER, OTHER),), "26 September 2017"),
        # Issued once more over the new text: that agreed to nothing.
        (None, (past(SEPTEMBER, SAME), past(JUNE, OTHER)), "20 June 2017"),
        (date(2017, 6, 1), (past(SEPTEMBER, SAME), past(JUNE, OTHER)), "20 June 2017"),
        # Agreed again since.
        (date(2017, 9, 1), (past(SEPTEMBER, SAME), past(JUNE, OTHER)), None),
        (date(2017, 11, 1), (past(SEPTEMBER, OTHER),), None),
        # Other words were agreed for the older text.
        (None, (past(SEPTEMBER, SAME), past(JUNE, OTHER, "Something else.")), None),
        (None, (past(SEPTEMBER, SAME), past(JUNE, OTHER, None), past(MARCH, OTHER)), None),
    ],
)  # fmt: skip
def test_the_text_agreed_on_is_that_of_the_first_report_with_these_words(
    agreed: date | None, pasts: tuple[PastReport, ...], since: str | None
) -> None:
    messages = [finding.message for finding in wording_outdated(a_report(agreed, *pasts))]
    told = f"Met M01 is reported in agreed words, and its register's own text has changed since {since}."
    assert messages == ([told] if since else [])
