"""Which control and which risk of the reports before is one of now: what is said of its date and its band shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.model.records import KnownChange, PastControl, PastRisk
from tests.checks.reports import UNTESTED, found
from tests.checks.test_table import MET_VERY_HIGH, RENUMBERED, TOP, last
from tests.reconcile.builders import (
    LAST_MEETING,
    a_change,
    a_control,
    a_past,
    a_potential,
    a_risk,
    a_row,
    a_theme,
    an_exposure,
    past_control,
)

GIFTS = "Shared register of gifts"
Theme = tuple[str, Sequence[PastControl]]


def then(reference: str = "P-1", name: str = GIFTS, due: date = date(2017, 12, 31)) -> PastControl:
    return past_control(a_potential(reference, name=name, due=due))


EARLIER = date(2017, 9, 30)


@pytest.mark.parametrize(
    ("themes", "said"),
    [
        ([("Safeguarding", [then()])], "31 December 2017"),
        ([("Money", [then()])], "31 December 2017"),  # it has moved to another aligned risk
        ([("Money", [then("P-9", due=EARLIER)]), ("Safeguarding", [then()])], "31 December 2017"),
        ([("Safeguarding", [then("P-9", due=EARLIER)]), ("Money", [then()])], "31 December 2017"),
        ([("Safeguarding", [then("P-9")])], "31 December 2017"),  # another reference
        ([("Safeguarding", [then(name="Gifts")])], "31 December 2017"),  # another name
        ([("Safeguarding", [then(name="Gifts", due=EARLIER), then("P-9")])], "31 December 2017"),
        ([("Safeguarding", [then("P-9", "Gifts", EARLIER), then(name="Gifts")])], "31 December 2017"),
        ([("Care", [then(name="Gifts")])], "31 December 2017"),  # as the aligned risk was called
        ([("Safeguarding", [then("P-9", "Gifts")])], None),
        ([("Money", [then("P-9")])], None),
        ([("Money", [then(name="Gifts")])], None),
    ],
)
def test_a_control_is_known_by_reference_and_name_else_by_one_of_them_under_its_aligned_risk(
    themes: Sequence[Theme], said: str | None
) -> None:
    past = a_past(*(a_theme(n, name, (), controls) for n, (name, controls) in enumerate(themes, 1)))
    findings = found(controls=(a_control(), UNTESTED, a_potential()), row=a_row(formerly=("Care",)), past=past)
    told = [f.message for f in findings if f.code == "control-date-moved"]
    moved = f"P-1 {GIFTS} is due on 31 March 2018; the last report said {said}, and its Progress does not say why."
    assert told == ([moved] if said else [])


@pytest.mark.parametrize(
    ("last", "june", "moved"),
    [
        (("Safeguarding", then()), ("Safeguarding", then(due=EARLIER)), True),
        # Each report is followed by what it said itself: name, reference, and the name of the aligned risk.
        (("Safeguarding", then(name="Gifts")), ("Safeguarding", then("P-9", "Gifts", EARLIER)), True),
        (("Safeguarding", then("P-9")), ("Safeguarding", then("P-9", "Gifts", EARLIER)), True),
        (("Conduct", then()), ("Conduct", then(name="Gifts", due=EARLIER)), True),
        (("Conduct", then()), ("Safeguarding", then(name="Gifts", due=EARLIER)), True),
        (("Conduct", then()), ("Money", then(name="Gifts", due=EARLIER)), False),
    ],
)
def test_a_control_is_followed_through_its_names(
    last: tuple[str, PastControl], june: tuple[str, PastControl], moved: bool
) -> None:
    past, earlier = (
        a_past(a_theme(1, name, (), (control,)), meeting_date=day)
        for (name, control), day in ((last, date(2017, 9, 26)), (june, date(2017, 6, 27)))
    )
    findings = found(controls=(a_control(), UNTESTED, a_potential()), past=past, earlier=(earlier,))
    assert [f.code for f in findings if f.code == "control-date-moved-again"] == ["control-date-moved-again"] * moved


JUNE = date(2017, 6, 27)
OTHERWISE = replace(TOP, id="M90", title="Fleet", description="Quite other words.")
LOW = replace(TOP, current=an_exposure(1, 1), rating="Low")


def long_at_the_top(*june: PastRisk, before: Sequence[PastRisk] = (TOP,), **mapping: Any) -> bool:
    """Whether M01, in the top band now and last time, is found in the top band in June too."""
    findings = found(
        a_risk("M01", current=MET_VERY_HIGH, inherent=an_exposure(5, 5), title=before[0].title, description=before[0].description),
        past=last(*before), earlier=(a_past(a_theme(1, "Safeguarding", june), meeting_date=JUNE),), **mapping,
    )  # fmt: skip
    return any(finding.code == "top-band-long" for finding in findings)


def on(day: date | None, **values: Any) -> KnownChange:
    return replace(RENUMBERED, date=day, **values)


@pytest.mark.parametrize(
    ("changes", "found_there"),
    [
        ([RENUMBERED], True),
        ([a_change("Met", "M44", "closed"), RENUMBERED], True),
        ([a_change("MOPAC", "M44", "renumbered", was="M44", now="M45"), RENUMBERED], True),
        ([a_change("Met", "M44", "renumbered", was="M44", now="M45"), RENUMBERED], True),
        ([a_change("Met", "M90", "renumbered", now="M01")], True),
        ([a_change("Met", "M01", "renumbered", was="M90")], True),
        ([a_change("Met", "M90", "Renumbered", was="M 90", now="m1")], True),
        ([], False),
        ([a_change("MOPAC", "M90", "renumbered", was="M90", now="M01")], False),
        ([a_change("Met", "M90", "new owner", was="M90", now="M01")], False),
        ([a_change("Met", "M90", "renumbered", was="M90", now="M02")], False),
        ([on(JUNE)], False),  # it was known to the report of June
        ([on(date(2017, 6, 28))], True),
        ([on(LAST_MEETING)], True),
        ([on(date(2017, 9, 27))], False),  # since the last report
    ],
)
def test_a_row_of_changes_tells_of_the_id_that_a_risk_had(changes: Sequence[KnownChange], found_there: bool) -> None:
    assert long_at_the_top(OTHERWISE, changes=tuple(changes)) is found_there


@pytest.mark.parametrize(
    ("day", "june", "found_there"),
    [
        (None, (OTHERWISE, LOW), False),  # undated: June has the new id already
        (None, (replace(OTHERWISE, current=LOW.current, rating="Low"), TOP), True),
        (date(2017, 8, 1), (OTHERWISE, LOW), True),
    ],
)
def test_an_undated_row_is_of_reports_that_lack_the_new_id(
    day: date | None, june: Sequence[PastRisk], found_there: bool
) -> None:
    assert long_at_the_top(*june, changes=(on(day),)) is found_there


SAME_WORDS = replace(TOP, id="M90", title="Fleet")
NO_WORDS = replace(TOP, title=None, description=None)
BY_TITLE = replace(TOP, title="Fleet", description=None)


@pytest.mark.parametrize(
    ("june", "before", "found_there"),
    [
        ((SAME_WORDS,), (TOP,), True),
        ((replace(SAME_WORDS, id="M80", description="Other."), SAME_WORDS), (TOP,), True),
        ((replace(BY_TITLE, id="M90"),), (BY_TITLE,), True),
        ((SAME_WORDS,), (TOP, SAME_WORDS), False),  # the last report has that one too
        ((SAME_WORDS, replace(SAME_WORDS, id="M91")), (TOP,), False),  # which of the two?
        ((SAME_WORDS, LOW), (TOP,), False),  # its id was there
        ((replace(NO_WORDS, id="M90"),), (NO_WORDS,), False),  # blanks are no words
        ((replace(SAME_WORDS, organisation="MOPAC"),), (TOP,), False),
    ],
)
def test_where_an_id_was_not_there_yet_the_words_tell(
    june: Sequence[PastRisk], before: Sequence[PastRisk], found_there: bool
) -> None:
    assert long_at_the_top(*june, before=before) is found_there
