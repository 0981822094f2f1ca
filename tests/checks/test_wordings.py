"""Agreed words over a register's text that has changed since they were agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.checks.wordings import wording_outdated
from pipeline.model.records import PastReport, Register, Report
from tests.reconcile.builders import (
    MOPAC_RISKS,
    a_change,
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
RENUMBERED = a_change("Met", "M90", "renumbered", was="M90", now="M01", date=date(2017, 8, 1))
REGISTERS: tuple[Register, ...] = (a_register("Met", RISK), a_register("MOPAC", *MOPAC_RISKS))


def past(day: date, text: str, as_reported: str | None = "As agreed.", risk_id: str = "M01") -> PastReport:
    risk = past_of(replace(RISK, id=risk_id), description=text, as_reported=as_reported)
    return a_past(a_theme(1, "Safeguarding", [risk]), meeting_date=day)


def a_report(agreed: date | None, *newest_first: PastReport) -> Report:
    mapping = a_mapping(
        (a_row(),), wording=(a_wording("Met", "M01", "As agreed.", date=agreed),), changes=(RENUMBERED,)
    )
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
        # On the day of a meeting they were agreed for what lay before it.
        (SEPTEMBER, (past(SEPTEMBER, OTHER),), "26 September 2017"),
        (JUNE, (past(SEPTEMBER, SAME), past(JUNE, OTHER)), "20 June 2017"),
        # Agreed again since.
        (date(2017, 9, 1), (past(SEPTEMBER, SAME), past(JUNE, OTHER)), None),
        (date(2017, 11, 1), (past(SEPTEMBER, OTHER),), None),
        # Other words were agreed for the older text.
        (None, (past(SEPTEMBER, SAME), past(JUNE, OTHER, "Something else.")), None),
        (None, (past(SEPTEMBER, SAME), past(JUNE, OTHER, None), past(MARCH, OTHER)), None),
        # Under another id then; the row of Changes tells.
        (None, (past(SEPTEMBER, SAME), past(JUNE, OTHER, risk_id="M90")), "20 June 2017"),
        (None, (past(SEPTEMBER, SAME), past(JUNE, OTHER, risk_id="M80")), None),
    ],
)  # fmt: skip
def test_the_text_agreed_on_is_that_of_the_first_report_with_these_words(
    agreed: date | None, pasts: tuple[PastReport, ...], since: str | None
) -> None:
    messages = [finding.message for finding in wording_outdated(a_report(agreed, *pasts))]
    told = f"Met M01 is reported in agreed words, and its register's own text has changed since {since}."
    assert messages == ([told] if since else [])


def test_a_register_that_has_come_to_say_the_agreed_words_asks_for_nothing() -> None:
    row = a_wording("Met", "M01", SAME)
    report = report_of(a_mapping((a_row(),), wording=(row,)), REGISTERS, past(SEPTEMBER, OTHER, SAME))
    assert list(wording_outdated(report)) == []


def past_owner(owner: str | None, reported: str | None, *, others: str | None = "Head of Money") -> PastReport:
    risks = past_of(RISK, owner=owner, owner_reported=reported), past_of(MOPAC_RISKS[0], owner=others)
    return a_past(a_theme(1, "Safeguarding", risks))


@pytest.mark.parametrize(
    ("then", "now", "agreed", "speaks"),
    [
        (past_owner("Deputy", "Assistant"), "Deputy", None, False),
        (past_owner("Deputy", "Assistant"), "Commander", None, True),
        (past_owner("Deputy", "Assistant"), None, None, True),
        (past_owner("Deputy", None), "Commander", None, True),
        (past_owner("Deputy", "Assistant"), "Commander", date(2017, 11, 1), False),  # agreed since
        (past_owner("Deputy", "Assistant"), "Assistant", None, False),  # the register says so too
        (past_owner(None, "Assistant"), "Commander", None, True),  # the post has been filled
        (past_owner(None, "Assistant", others=None), "Commander", None, False),  # owners were not recorded
    ],
)
def test_an_agreed_owner_is_questioned_once_the_register_names_another(
    then: PastReport, now: str | None, agreed: date | None, speaks: bool
) -> None:
    row = a_wording("Met", "M01", "Assistant", field="owner", date=agreed)
    registers = (a_register("Met", replace(RISK, owner=now)), REGISTERS[1])
    findings = list(wording_outdated(report_of(a_mapping((a_row(),), wording=(row,)), registers, then)))
    told = "Met M01 is reported under an agreed owner, and its register's own has changed since 26 September 2017."
    assert [finding.message for finding in findings] == ([told] if speaks else [])
    assert all((f.sheet, f.cell, f.field) == ("Wording", "D2", "owner") for f in findings)


@pytest.mark.parametrize(("before", "since"), [("Assistant", "20 June 2017"), ("Deputy", None), (None, None)])
def test_an_owner_agreed_on_is_that_of_the_first_report_with_this_one(before: str | None, since: str | None) -> None:
    june = replace(past_owner("Commander", before), meeting_date=JUNE)
    row = a_wording("Met", "M01", "Assistant", field="owner")
    registers = (a_register("Met", replace(RISK, owner="Deputy")), REGISTERS[1])
    report = report_of(
        a_mapping((a_row(),), wording=(row,)), registers, past_owner("Deputy", "Assistant"), None, (june,)
    )
    told = f"Met M01 is reported under an agreed owner, and its register's own has changed since {since}."
    assert [finding.message for finding in wording_outdated(report)] == ([told] if since else [])


def test_an_owner_that_cannot_be_read_is_no_other_one() -> None:
    row = a_wording("Met", "M01", "Assistant", field="owner")
    unread = replace(RISK, owner=None, unknown={"owner": "[not readable: #REF!]"})
    registers = (a_register("Met", unread), REGISTERS[1])
    report = report_of(a_mapping((a_row(),), wording=(row,)), registers, past_owner("Deputy", "Assistant"))
    assert list(wording_outdated(report)) == []
