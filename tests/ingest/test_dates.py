"""Dates in words: read only where they can't be another day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.mapping.dates import read_date
from pipeline.model.dates import in_words


@pytest.mark.parametrize(
    "text",
    [
        "31 March 2018", "31 Mar 2018", "31st March 2018", "Saturday 31 March 2018", "Saturday, 31 March 2018", "31-Mar-2018",
        "March 31, 2018", "2018-03-31", "31/03/2018", "31.3.2018", "31  march\n2018",
    ],
)  # fmt: skip
def test_clear(text: str) -> None:
    assert read_date(text) == date(2018, 3, 31)


@pytest.mark.parametrize("text", ["3/4/2017", "03.04.2017", "31/03/18", "31 March", "March 2018", "31 Foo 2018", "30 February 2018", "Q3 17/18", "by 31 March 2018", "TBC", "", "2018"])  # fmt: skip
def test_not_clear(text: str) -> None:
    assert read_date(text) is None


def test_the_same_day_and_month_is_clear() -> None:
    assert (read_date("4/4/2017"), read_date("9 Sept 2017")) == (date(2017, 4, 4), date(2017, 9, 9))


@given(st.dates(date(1000, 1, 1)))
def test_what_is_printed_is_read(day: date) -> None:
    assert read_date(in_words(day)) == read_date(day.isoformat()) == day
