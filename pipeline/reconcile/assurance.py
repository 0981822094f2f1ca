"""What the answers about a control amount to at the meeting date, and how far joint controls are shown to work.

Two separate questions, "is it in place?" and "does it work?", become one status by the table below; the
statuses of an aligned risk's joint controls become one level. Neither is a judgement: they count evidence.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date

from pipeline.model.answers import blank
from pipeline.model.records import (
    AssessedControl,
    Control,
    ControlStatus,
    InPlace,
    Meeting,
    ShownWorking,
    Working,
)

# In place, then Working (None: blank) → status. "In place Yes, Working Yes" is said of fresh evidence only.
_STATUS: Mapping[InPlace, Mapping[Working | None, ControlStatus]] = {
    InPlace.YES: {
        Working.YES: ControlStatus.WORKING,
        Working.PARTLY: ControlStatus.PARTLY_WORKING,
        Working.NO: ControlStatus.NOT_WORKING,
        Working.NOT_TESTED: ControlStatus.NOT_PROVEN,
        None: ControlStatus.NOT_PROVEN,
    },
    InPlace.PARTLY: {
        Working.YES: ControlStatus.PARTLY_IN_PLACE,
        Working.PARTLY: ControlStatus.PARTLY_IN_PLACE,
        Working.NO: ControlStatus.NOT_WORKING,
        Working.NOT_TESTED: ControlStatus.PARTLY_IN_PLACE,
        None: ControlStatus.PARTLY_IN_PLACE,
    },
}

# What every control that is not Working may be, for the level still to be "Mostly shown".
_NEARLY_THERE = {ControlStatus.NOT_PROVEN, ControlStatus.PARTLY_WORKING, ControlStatus.PARTLY_IN_PLACE}


def months_before(day: date, months: int) -> date:
    """The same day of the month, that many calendar months earlier; the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def assess(control: Control, *, meeting: Meeting, all_organisations: tuple[str, ...]) -> AssessedControl:
    """The control with its status. ``all_organisations``: those with a risk here, who run it where none is named."""
    months = meeting.review_months if control.review_months is None else control.review_months
    oldest = months_before(meeting.date, months)
    stale = control.last_checked is not None and control.last_checked < oldest
    fresh = (
        not blank(control.evidence)
        and control.assurance is not None
        and control.last_checked is not None
        and oldest <= control.last_checked <= meeting.date
    )
    return AssessedControl(
        control=control,
        status=_status(control, fresh),
        fresh=fresh,
        stale=stale,
        overdue=control.due is not None and control.due < meeting.date and control.in_place is not InPlace.YES,
        run_by=control.run_by or all_organisations,
    )


def shown_working(joint: Sequence[AssessedControl]) -> ShownWorking:
    """How far these joint controls, all those of one aligned risk, are shown to be working."""
    working = sum(control.status is ControlStatus.WORKING for control in joint)
    others = {control.status for control in joint} - {ControlStatus.WORKING}
    if not joint:
        return ShownWorking.NONE_THERE
    if others == {ControlStatus.NOT_ASSESSED} and not working:
        return ShownWorking.NOT_ASSESSED
    if working == len(joint):
        return ShownWorking.ALL
    if working * 2 > len(joint) and others <= _NEARLY_THERE:
        return ShownWorking.MOSTLY
    return ShownWorking.PARTLY if working else ShownWorking.NONE


def _status(control: Control, fresh: bool) -> ControlStatus:
    if control.in_place is None or "working" in control.unknown:
        return ControlStatus.NOT_ASSESSED
    if control.in_place is InPlace.NO:
        return ControlStatus.NOT_IN_PLACE
    if control.in_place is InPlace.YES and control.working is Working.YES and not fresh:
        return ControlStatus.NOT_PROVEN
    return _STATUS[control.in_place][control.working]
