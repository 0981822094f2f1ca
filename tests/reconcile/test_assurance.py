"""Section 3, both tables whole, and the property that no improvement of a control lowers the level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.records import (
    AssessedControl,
    Assurance,
    Control,
    ControlStatus,
    InPlace,
    ShownWorking,
    Working,
)
from pipeline.reconcile.assurance import assess, months_before, shown_working
from tests.reconcile.builders import MEETING_DAY, a_control, a_meeting

YES, PARTLY, NO = InPlace.YES, InPlace.PARTLY, InPlace.NO
STATUS = ControlStatus


def assessed(control: Control, **meeting: object) -> AssessedControl:
    return assess(control, meeting=a_meeting(**meeting), all_organisations=("Met", "MOPAC"))


@pytest.mark.parametrize(
    ("in_place", "working", "fresh", "status"),
    [
        (YES, Working.YES, True, STATUS.WORKING),
        (YES, Working.YES, False, STATUS.NOT_PROVEN),
        *((YES, w, f, STATUS.NOT_PROVEN) for w in (Working.NOT_TESTED, None) for f in (True, False)),
        *((YES, Working.PARTLY, f, STATUS.PARTLY_WORKING) for f in (True, False)),
        *((p, Working.NO, f, STATUS.NOT_WORKING) for p in (YES, PARTLY) for f in (True, False)),
        *(
            (PARTLY, w, f, STATUS.PARTLY_IN_PLACE)
            for w in (Working.YES, Working.PARTLY, Working.NOT_TESTED, None)
            for f in (True, False)
        ),
        *((NO, w, f, STATUS.NOT_IN_PLACE) for w in (*Working, None) for f in (True, False)),
        *((None, w, f, STATUS.NOT_ASSESSED) for w in (*Working, None) for f in (True, False)),
    ],
)
def test_status_of_a_control(
    in_place: InPlace | None, working: Working | None, fresh: bool, status: ControlStatus
) -> None:
    control = a_control(in_place=in_place, working=working, evidence="Minutes" if fresh else None)
    assert assessed(control).status is status


@pytest.mark.parametrize("field", ["in_place", "working"])
@pytest.mark.parametrize("in_place", [YES, PARTLY, NO, None])
def test_an_unknown_word_is_not_assessed(field: str, in_place: InPlace | None) -> None:
    control = a_control(**{"in_place": in_place, field: None, "unknown": {field: "Sort of"}})
    assert assessed(control).status is STATUS.NOT_ASSESSED


@pytest.mark.parametrize(
    ("last_checked", "own", "fresh", "stale"),
    [
        (date(2017, 12, 19), None, True, False),  # on the day of the meeting
        (date(2017, 12, 20), None, False, False),  # after it: not yet there
        (date(2016, 12, 19), None, True, False),  # twelve months to the day
        (date(2016, 12, 18), None, False, True),
        (date(2017, 6, 19), 6, True, False),  # its own period goes before the meeting's
        (date(2017, 6, 18), 6, False, True),
        (date(2015, 12, 19), 24, True, False),
        (date(2017, 12, 18), 0, False, True),
        (None, None, False, False),
    ],
)
def test_fresh_and_stale(last_checked: date | None, own: int | None, fresh: bool, stale: bool) -> None:
    found = assessed(a_control(last_checked=last_checked, review_months=own))
    assert (found.fresh, found.stale) == (fresh, stale)


@pytest.mark.parametrize("field", ["evidence", "assurance", "last_checked"])
def test_fresh_needs_all_three(field: str) -> None:
    found = assessed(a_control(**{field: None}))
    assert not found.fresh
    assert found.status is STATUS.NOT_PROVEN


def test_the_meetings_review_period_is_used_where_a_control_has_none() -> None:
    control = a_control(last_checked=date(2017, 9, 18))
    assert assessed(control).fresh
    assert assessed(control, review_months=3).stale


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2017, 12, 19), 12, date(2016, 12, 19)),
        (date(2016, 2, 29), 12, date(2015, 2, 28)),
        (date(2017, 8, 31), 6, date(2017, 2, 28)),
        (date(2016, 8, 31), 6, date(2016, 2, 29)),
        (date(2017, 1, 31), 1, date(2016, 12, 31)),
        (date(2017, 3, 31), 1, date(2017, 2, 28)),
        (date(2017, 12, 19), 0, date(2017, 12, 19)),
        (date(2017, 12, 19), 2016 * 12, date(1, 12, 19)),
        (date(2017, 12, 19), 10**6, date.min),
    ],
)
def test_calendar_months(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


@given(st.dates(), st.integers(0, 600))
def test_calendar_months_never_skip_a_month(day: date, months: int) -> None:
    earlier = months_before(day, months)
    if earlier > date.min:
        assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
        assert earlier.day <= day.day


@pytest.mark.parametrize(
    ("due", "in_place", "overdue"),
    [
        (date(2017, 12, 18), NO, True),
        (date(2017, 12, 18), PARTLY, True),
        (date(2017, 12, 18), None, True),
        (date(2017, 12, 18), YES, False),
        (MEETING_DAY, NO, False),
        (None, NO, False),
    ],
)
def test_overdue(due: date | None, in_place: InPlace | None, overdue: bool) -> None:
    assert assessed(a_control(due=due, in_place=in_place)).overdue is overdue


def test_run_by_all_with_a_risk_here_where_none_is_named() -> None:
    assert assessed(a_control()).run_by == ("Met", "MOPAC")
    assert assessed(a_control(run_by=("Met",))).run_by == ("Met",)


def level_of(*statuses: ControlStatus) -> ShownWorking:
    one = assessed(a_control())
    return shown_working([replace(one, status=status) for status in statuses])


W, NP, PW, NW = STATUS.WORKING, STATUS.NOT_PROVEN, STATUS.PARTLY_WORKING, STATUS.NOT_WORKING
PIP, NIP, NA = STATUS.PARTLY_IN_PLACE, STATUS.NOT_IN_PLACE, STATUS.NOT_ASSESSED


@pytest.mark.parametrize(
    ("statuses", "level"),
    [
        ((), ShownWorking.NONE_THERE),
        ((NA,), ShownWorking.NOT_ASSESSED),
        ((NA, NA), ShownWorking.NOT_ASSESSED),
        ((W,), ShownWorking.ALL),
        ((W, W, W), ShownWorking.ALL),
        ((W, W, NP), ShownWorking.MOSTLY),
        ((W, W, PW), ShownWorking.MOSTLY),
        ((W, W, PIP), ShownWorking.MOSTLY),
        ((W, W, W, NP, PIP), ShownWorking.MOSTLY),
        ((W, W, W, W, NP, PIP, PW), ShownWorking.MOSTLY),
        ((W, NP), ShownWorking.PARTLY),  # half is not most
        ((W, W, NP, PW), ShownWorking.PARTLY),
        ((W, W, NW), ShownWorking.PARTLY),
        ((W, W, NIP), ShownWorking.PARTLY),
        ((W, W, NA), ShownWorking.PARTLY),
        ((W, NA, NA), ShownWorking.PARTLY),
        ((NP,), ShownWorking.NONE),
        ((NA, NP), ShownWorking.NONE),
        ((NW, NIP, PIP, PW), ShownWorking.NONE),
    ],
)
def test_level(statuses: tuple[ControlStatus, ...], level: ShownWorking) -> None:
    assert level_of(*statuses) is level


# From least to most. Nobody knew < it is not there < it is there and fails < it is half there < it half works <
# it is there and unproven < it works. "Partly working" and "not proven" are neither better nor worse than each
# other; putting them in either order changes no level. "Not assessed" and "None shown" are the same height: the
# first says that nothing was asked, the second that nothing was shown.
BY_STATUS = (NA, NIP, NW, PIP, PW, NP, W)
HEIGHT = {
    ShownWorking.NOT_ASSESSED: 0,
    ShownWorking.NONE: 0,
    ShownWorking.PARTLY: 1,
    ShownWorking.MOSTLY: 2,
    ShownWorking.ALL: 3,
}


@pytest.mark.parametrize("n", range(1, 6))
def test_no_improvement_of_a_status_lowers_the_level(n: int) -> None:
    for mix in combinations_with_replacement(BY_STATUS, n):
        before = HEIGHT[level_of(*mix)]
        for position, status in enumerate(mix):
            for better in BY_STATUS[BY_STATUS.index(status) + 1 :]:
                improved = (*mix[:position], better, *mix[position + 1 :])
                assert HEIGHT[level_of(*improved)] >= before, (mix, improved)


ANSWERS = tuple(product((*InPlace, None), (*Working, None), (True, False)))
IN_PLACE_STEPS = {None: (NO, PARTLY, YES), NO: (PARTLY, YES), PARTLY: (YES,), YES: ()}
# To find that it does not work is no improvement on not having asked; to find that it works in part is.
WORKING_STEPS = {
    Working.NO: (Working.PARTLY, Working.YES),
    Working.PARTLY: (Working.YES,),
    Working.NOT_TESTED: (Working.PARTLY, Working.YES),
    None: (Working.NOT_TESTED, Working.PARTLY, Working.YES),
    Working.YES: (),
}
Answers = tuple[InPlace | None, Working | None, bool]


def status_of(answers: Answers) -> ControlStatus:
    in_place, working, fresh = answers
    return assessed(a_control(in_place=in_place, working=working, evidence="Minutes" if fresh else None)).status


STATUSES = {answers: status_of(answers) for answers in ANSWERS}


def better_answers(answers: Answers) -> list[Answers]:
    in_place, working, fresh = answers
    return [
        *((better, working, fresh) for better in IN_PLACE_STEPS[in_place]),
        *((in_place, better, fresh) for better in WORKING_STEPS[working]),
        *([] if fresh else [(in_place, working, True)]),
    ]


@pytest.mark.parametrize("n", range(1, 6))
def test_no_improvement_of_an_answer_lowers_the_level(n: int) -> None:
    steps = {(STATUSES[a], STATUSES[b]) for a in ANSWERS for b in better_answers(a)}
    for others in combinations_with_replacement(STATUS, n - 1):
        for worse, better in steps:
            assert HEIGHT[level_of(*others, better)] >= HEIGHT[level_of(*others, worse)], (others, worse, better)


def test_assurance_of_any_line_counts() -> None:
    assert all(assessed(a_control(assurance=line)).status is W for line in Assurance)
