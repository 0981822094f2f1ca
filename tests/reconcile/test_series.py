"""Ratings and due dates over several reports: what is followed from one to the next, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.records import (
    AlignmentRow,
    Control,
    DueDates,
    Organisation,
    PastAlignedRisk,
    PastControl,
    PastOrganisation,
    PastRisk,
    RatingSeries,
    Report,
)
from tests.reconcile.builders import (
    BANDS,
    MET,
    SMALL_BANDS,
    UNSCORED,
    a_mapping,
    a_past,
    a_potential,
    a_register,
    a_risk,
    a_row,
    a_theme,
    an_exposure,
    past_control,
    past_of,
    report_of,
)

NOW = a_risk("M01", current=an_exposure(4, 5))  # 20: Very high
DAYS = (date(2017, 9, 26), date(2017, 6, 20), date(2017, 3, 21))  # of the reports before, the newest first


def rated(likelihood: int, impact: int, rating: str | None = None, **values: object) -> PastRisk:
    return past_of(NOW, current=an_exposure(likelihood, impact), rating=rating, **values)


def reported(
    *before: Sequence[PastAlignedRisk],
    row: AlignmentRow | None = None,
    controls: Sequence[Control] = (),
    met: Organisation = MET,
    then: PastOrganisation | None = None,
) -> Report:
    """A report with one aligned risk. ``before``: what each of the earlier ones had, the newest first; the newest
    with the scale ``then``.
    """
    workbook = a_mapping((row or a_row(1, "Money", {"Met": ("M01",)}),), controls, (met,))
    records = [a_past(*themes, meeting_date=day) for themes, day in zip(before, DAYS, strict=False)]
    if then:
        records[0] = replace(records[0], organisations=(then,))
    return report_of(workbook, (a_register("Met", NOW),), records[0], earlier=records[1:])


def ratings(report: Report) -> str:
    """The points, the oldest first: band's rank of today, a star for the highest of then."""
    (one,) = report.movement.ratings
    ranks = ("-" if not p.risks else "?" if p.rank is None else str(p.rank) for p in one.points)
    return " ".join(f"{rank}{'*' * point.top}" for rank, point in zip(ranks, one.points, strict=True))


def money(*risks: PastRisk, number: int = 1, name: str = "Money") -> PastAlignedRisk:
    return a_theme(number, name, risks)


LOW, HIGH, TOP = rated(1, 4), rated(3, 4), rated(4, 4)


@pytest.mark.parametrize(
    ("before", "said", "running"),
    [
        ([[money(TOP)]], "3* 3*", 2),
        ([[money(HIGH)], [money(TOP)]], "3* 2 3*", 1),
        ([[money(TOP)], [money(TOP)], [money(LOW)]], "0 3* 3* 3*", 3),
        ([[money(TOP)], [], [money(TOP)]], "3* - 3* 3*", 2),  # withdrawn for a while
        ([[money(TOP)], [money()]], "- 3* 3*", 2),
        ([[money(LOW, replace(HIGH, id="M02"))]], "2 3*", 1),  # the highest of two
        ([[money(rated(2, 2), replace(rated(1, 1, "High"), id="M02"))]], "2 3*", 1),  # by the rating, then the score
        ([[money(LOW, replace(rated(6, 5), id="M02"))]], "0 3*", 1),  # one in no band is below those in any
        ([[money(rated(1, 1, "High"))]], "2 3*", 1),  # as it was printed, whatever the score says
        ([[money(rated(1, 1, "Immense"))]], "0 3*", 1),
        ([[money(replace(TOP, organisation="MPS"))]], "3* 3*", 2),  # by another of its names
        ([[money(replace(TOP, organisation="Fire"))]], "- 3*", 1),
        # A new name is followed by its number, further back by the name that it then had.
        ([[money(TOP, name="Funding")], [money(TOP, number=7, name="Funding")]], "3* 3* 3*", 3),
        # Renamed each time, with the same number.
        ([[money(TOP, name="Funding")], [money(TOP, name="Finance")]], "3* 3* 3*", 3),
        # Numbers dealt anew: the names decide.
        ([[money(LOW, number=1, name="Estates"), money(TOP, number=2)]], "3* 3*", 2),
        # After a gap a number alone is no sign of it.
        ([[money(TOP)], [], [money(TOP, name="Estates")]], "- - 3* 3*", 2),
    ],
)
def test_ratings_over_the_reports(before: list[list[PastAlignedRisk]], said: str, running: int) -> None:
    report = reported(*before)
    assert ratings(report) == said
    assert report.movement.ratings[0].in_top_band == running


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (PastOrganisation("Met", None, 5, 5, BANDS), "2 3*"),
        (PastOrganisation("Met", None, 5, 5, SMALL_BANDS), "?* 3*"),  # 12 of 16: the highest band of then
        (PastOrganisation("Met", None, 4, 5, BANDS), "? 3*"),
        (PastOrganisation("MPS", None, 5, 5, SMALL_BANDS), "?* 3*"),
    ],
)
def test_another_scale_does_not_compare(then: PastOrganisation, said: str) -> None:
    assert ratings(reported([money(HIGH)], then=then)) == said


def test_a_scale_of_one_band_has_no_highest() -> None:
    one_band = replace(MET, bands=(BANDS[-1],))
    assert ratings(reported([money(TOP)], met=one_band)) == "0 0"


def test_a_point_says_what_was_printed() -> None:
    (one,) = reported([money(rated(3, 4, "High"))]).movement.ratings
    assert isinstance(one, RatingSeries)
    assert (one.aligned_risk, one.organisation) == ("Risk 1: Money", "Met")
    assert [(p.date, p.rating, p.score, p.risks) for p in one.points] == [
        (DAYS[0], "High", 12, 1),
        (date(2017, 12, 19), "Very high", 20, 1),
    ]


@pytest.mark.parametrize(
    ("first", "second", "score"),
    [
        (rated(2, 5), rated(3, 4), 12),
        (rated(3, 4), rated(2, 5), 12),
        (past_of(NOW, current=UNSCORED, rating="High"), rated(1, 1, "High"), 1),
    ],
)
def test_of_two_with_one_rating_the_higher_score_is_told(first: PastRisk, second: PastRisk, score: int) -> None:
    (one,) = reported([money(first, replace(second, id="M02"))]).movement.ratings
    assert (one.points[0].rating, one.points[0].score, one.points[0].risks) == ("High", score, 2)


# --- due dates ------------------------------------------------------------------------------------

MAY, JUNE, JULY, AUGUST = (date(2018, month, 1) for month in (5, 6, 7, 8))
PLAN = a_potential("C-1", "Money", name="Savings plan", due=AUGUST)


def then(due: date | None, **values: object) -> PastControl:
    return replace(past_control(PLAN, due=due), **values)  # type: ignore[arg-type]


def dues(*before: Sequence[PastControl]) -> DueDates:
    """Those of the plan. ``before``: the controls of each earlier report, the newest first."""
    (one,) = reported(*([a_theme(1, "Money", (HIGH,), held)] for held in before), controls=(PLAN,)).movement.due_dates
    return one


@pytest.mark.parametrize(
    ("before", "given", "put_back"),
    [
        ([[then(AUGUST)]], (AUGUST, AUGUST), 0),
        ([[then(JULY)], [then(JUNE)], [then(MAY)]], (MAY, JUNE, JULY, AUGUST), 3),
        ([[then(JUNE)], [then(JULY)]], (JULY, JUNE, AUGUST), 1),  # brought forward, then put back
        ([[then(None)], [then(JUNE)]], (JUNE, AUGUST), 1),  # it had lost its date in between
        ([[then(JULY)], [], [then(MAY)]], (JULY, AUGUST), 1),  # another control, perhaps, before it was missing
        ([[]], (AUGUST,), 0),
        ([[then(JULY, name="Plan for savings")], [then(JUNE, name="Plan for savings")]], (JUNE, JULY, AUGUST), 2),
        ([[then(JULY, reference="c 01")], [then(JUNE, reference="C-9")]], (JUNE, JULY, AUGUST), 2),
        ([[then(JULY), then(MAY, reference="C-2", name="Other plan")]], (JULY, AUGUST), 1),
    ],
)
def test_due_dates_over_the_reports(before: list[list[PastControl]], given: tuple[date, ...], put_back: int) -> None:
    one = dues(*before)
    assert (one.given, one.put_back) == (given, put_back)
    assert one.points[-1] == (date(2017, 12, 19), AUGUST)


def test_the_dates_of_a_control_go_back_no_further_than_its_aligned_risk() -> None:
    """Under another one a reference alone is no sign of it."""
    now, before = a_theme(1, "Money", (HIGH,), [then(JULY)]), a_theme(9, "Estates", (), [then(MAY, name="Repairs")])
    (one,) = reported([now], [before], controls=(PLAN,)).movement.due_dates
    assert one.given == (JULY, AUGUST)


def test_the_dates_of_a_control_are_found_by_its_own_name() -> None:
    movement = reported([money(HIGH)], controls=(PLAN,)).movement
    assert movement.dues_of("Risk 1: Money", "C-1", "Savings plan") == movement.due_dates[0]
    assert movement.dues_of("Risk 1: Money", "C-2", "Savings plan") is None
