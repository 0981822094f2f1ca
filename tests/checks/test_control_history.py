"""Controls over several reports: how often a date moved, and which proposals stand still."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.model.records import ControlStatus
from tests.checks.reports import UNTESTED, found
from tests.checks.test_table import june, last, with_potential
from tests.reconcile.builders import a_control, a_past, a_potential, a_theme, past_control

MARCH, JUNE, SEPTEMBER, DECEMBER = date(2017, 3, 31), date(2017, 6, 30), date(2017, 9, 30), date(2017, 12, 31)


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ((DECEMBER, SEPTEMBER), "its date has moved twice since 30 September 2017 was given"),
        ((DECEMBER, SEPTEMBER, JUNE), "its date has moved 3 times since 30 June 2017 was given"),
        ((DECEMBER, None, JUNE, MARCH), "its date has moved 3 times since 31 March 2017 was given"),
    ],
)
def test_a_date_that_moved_again_is_counted_from_the_first_that_was_given(
    dates: tuple[date | None, ...], says: str
) -> None:
    before = [past_control(a_potential(due=day)) for day in dates]
    (finding,) = (f for f in found(**with_potential(a_potential(), *before)) if f.code == "control-date-moved-again")
    assert finding.message == f"P-1 Shared register of gifts is due on 31 March 2018: {says}."


def test_a_proposal_that_stands_still_is_told_of_beside_one_that_moves_on() -> None:
    moving, still = a_potential(progress="Signed by one."), a_potential("P-2", name="Joint training")
    before = [past_control(one, ControlStatus.NOT_IN_PLACE) for one in (a_potential(), still)]
    findings = found(
        controls=(a_control(), UNTESTED, moving, still),
        past=last(controls=tuple(before)),
        earlier=(june(controls=tuple(before)),),
    )
    assert [f.subject for f in findings if f.code == "control-unchanged"] == ["P-2 Joint training"]


def test_a_proposal_counts_in_the_reports_that_run_up_to_this_one() -> None:
    """The report before last had it otherwise: what one older still said does not count."""
    same, other = (
        past_control(a_potential(progress=progress), ControlStatus.NOT_IN_PLACE)
        for progress in ("Being drawn up.", "Signed by one.")
    )
    march = a_past(a_theme(1, "Safeguarding", (), (same,)), meeting_date=date(2017, 3, 21))
    report = with_potential(a_potential(), same, other) | {"earlier": (june(controls=(other,)), march)}
    assert [f for f in found(**report) if f.code == "control-unchanged"] == []
