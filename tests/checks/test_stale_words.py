"""Which words of time have grown old, and which have not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.checks.reports import UNTESTED, codes, found
from tests.reconcile.builders import a_control, a_meeting, a_narrative, a_past, a_theme, past_control

CODE = "time-words-stale"


def is_stale(text: str, *, unchanged: bool, meeting: date = date(2017, 12, 19), last: date = date(2017, 9, 26)) -> bool:
    """Whether the words are told of in a report to the meeting of 19 December 2017; the last one was in September."""
    past = replace(a_past(), narrative={"Purpose": text if unchanged else "It was otherwise."}, meeting_date=last)
    return CODE in codes(
        found(narrative=a_narrative(purpose=(text,)), past=past, meeting=a_meeting(date=meeting))
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["It will be ready by the end of May 2017.", "It will be ready by 31/05/2017.", "It will be ready on 1.5.2017.", "It will be ready by 31-05-2017.",
     "It will be ready in spring 2017.", "It is due in autumn 2017.", "It will be ready by 2016.", "It will end by the end of 2016.",
     "The board is to meet on 4 June 2017.", "The board meets next on 4 June 2017.", "It is set to open in the course of May 2017.", "It will open in May, 2017."],
)  # fmt: skip
def test_what_will_be_by_a_day_that_has_passed(text: str) -> None:
    assert is_stale(text, unchanged=False)


@pytest.mark.parametrize(
    "text",
    ["It will be ready by the end of May 2018.", "It will be ready by 19/12/2017.", "It will be ready by 31/02/2017.", "It will be ready in winter 2017.",
     "It will be ready by 2017.", "It will follow the report of 31/05/2017.", "It will build on the plan of spring 2016.", "It was ready by 31/05/2017.",
     "It will cover the end of 2016-17.", "It will go by 2016-17 prices.", "It will be version 31.5.2.", "From 3 May 2017 on the board will meet more often."],
)  # fmt: skip
def test_what_may_still_come(text: str) -> None:
    assert not is_stale(text, unchanged=False)


@pytest.mark.parametrize(
    ("when", "last_day"),
    [
        ("in spring 2016", date(2016, 5, 31)),
        ("in summer 2016", date(2016, 8, 31)),
        ("in autumn 2016", date(2016, 11, 30)),
        ("in winter 2015", date(2016, 2, 29)),  # it may end in the year after
        ("in February 2015", date(2015, 2, 28)),
        ("in December 2015", date(2015, 12, 31)),
        ("by 2015", date(2015, 12, 31)),
        ("on 3rd March 2016", date(2016, 3, 3)),
        ("on 03/03/2016", date(2016, 3, 3)),
    ],
)
def test_a_season_and_a_month_pass_with_their_last_day(when: str, last_day: date) -> None:
    text = f"It will be ready {when}."
    assert not is_stale(text, unchanged=False, meeting=last_day, last=date(2014, 9, 26))
    assert is_stale(text, unchanged=False, meeting=last_day + timedelta(days=1), last=date(2014, 9, 26))


@pytest.mark.parametrize(
    ("text", "says"),
    [("It will be ready by 31/05/2017.", "will … 31/05/2017"), ("It is due 4 June 2017.", "is due 4 June 2017")],
)
def test_the_words_of_the_sentence_are_given(text: str, says: str) -> None:
    (told,) = (finding for finding in found(narrative=a_narrative(purpose=(text,))) if finding.code == CODE)
    assert told.message == f'Purpose says "{says}", and that day has passed.'


def test_the_title_of_a_paper_keeps_its_words() -> None:
    assert codes(found(narrative=a_narrative(background_papers=("- What will be ready by 31/05/2017",)))) == []


@pytest.mark.parametrize("field", ["description", "progress"])
def test_what_a_control_says_is_held_against_the_same_cell_of_the_last_report(field: str) -> None:
    words = {"description": "It meets each quarter.", "progress": "The rota is kept."}
    now, unchanged, other = (
        a_control(**(words | text)) for text in ({field: "Set up recently."}, {field: "Set up recently."}, {})
    )
    for then, told in ((unchanged, [(field, "Controls")]), (other, [])):
        past = a_past(a_theme(1, "Safeguarding", (), (past_control(then),)))
        findings = found(controls=(now, UNTESTED), past=past)
        assert [(f.field, f.sheet) for f in findings if f.code == CODE] == told


@pytest.mark.parametrize(
    "text",
    ["Last quarter the gate failed.", "The gate failed last winter.", "It opens this autumn.", "It will report in the autumn.", "It will open before the summer.",
     "Work began in Q2.", "Work began in Quarter 2, and goes on.", "A change came earlier this quarter."],
)  # fmt: skip
def test_words_of_a_time_that_is_over_are_told_of_where_they_are_unchanged(text: str) -> None:
    assert is_stale(text, unchanged=True)
    assert not is_stale(text, unchanged=False)


@pytest.mark.parametrize(
    "text",
    ["Demand is higher in the winter.", "It will open in the autumn each year.", "Work began in Q2 2016-17.", "Work began in Quarter 2 of 2016-17.", "It opened in the autumn of 2016.",
     "It will stand as in the summer of 2016.", "The spring tide is high.", "It lasts a year."],
)  # fmt: skip
def test_words_that_stay_true(text: str) -> None:
    assert not is_stale(text, unchanged=True)


@pytest.mark.parametrize(
    "text", ["The study ends this year.", "It ends next financial year.", "It will open in the new year."]
)
def test_this_year_is_over_in_another(text: str) -> None:
    assert not is_stale(text, unchanged=True)
    assert is_stale(text, unchanged=True, meeting=date(2018, 3, 27), last=date(2017, 12, 19))
