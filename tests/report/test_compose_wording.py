"""Numbers, dates and lists in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.records import Band, Exposure, Trend
from pipeline.report import wording


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2017, 12, 19), "Tuesday 19 December 2017"),
        (date(2024, 2, 29), "Thursday 29 February 2024"),
        (date(2018, 1, 1), "Monday 1 January 2018"),
    ],
)
def test_a_meeting_date_has_its_weekday(value: date, words: str) -> None:
    assert wording.weekday(value) == words


def test_no_date_is_no_words() -> None:
    assert wording.day(None) == ""
    assert wording.month(date(2017, 9, 26)) == "September 2017"


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "no"), (1, "one"), (4, "four"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"), (99, "ninety-nine"), (100, "100")],
)  # fmt: skip
def test_small_numbers_are_words(count: int, words: str) -> None:
    assert wording.in_words(count) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), "none"),
        (("Money",), "Money"),
        (("Money", "Insight"), "Money and Insight"),
        (("Safeguarding", "Governance", "Money", "Insight"), "Safeguarding, Governance, Money and Insight"),
    ],
)
def test_names_are_joined_as_one_says_them(names: tuple[str, ...], words: str) -> None:
    assert wording.joined(names, "none") == words


@given(st.lists(st.text(alphabet="abc", min_size=1), min_size=1))
@settings(max_examples=50)
def test_joining_loses_no_name(names: list[str]) -> None:
    assert sum(len(name) for name in names) == sum(c in "abc" for c in wording.joined(names).replace(" and ", ""))


@pytest.mark.parametrize(
    ("value", "words"),
    [(12, "12"), (12.0, "12"), (9.98, "9.98"), (0.5, "0.5"), (10**17, "1" + "0" * 17), (2.125, "2.125"), ("Likely", "Likely"), (None, "")],
)  # fmt: skip
def test_scores_are_plain_numbers(value: float | str | None, words: str) -> None:
    assert wording.level(value) == words


HIGH = Band("High", 10, 15)


@pytest.mark.parametrize(
    ("band", "exposure", "words"),
    [
        (HIGH, Exposure(3, 4), "High (12)"),
        (HIGH, Exposure(score=12), "High (12)"),
        (HIGH, Exposure(rating="high"), "High"),
        (HIGH, Exposure(score="High"), "High"),
        (None, Exposure(rating="Severe", score=30), "Severe (30)"),
        (None, Exposure(score=30), "30"),
        (None, Exposure("Likely", "Major"), "Likelihood Likely, impact Major"),
        (None, Exposure(impact=4), "Impact 4"),
        (None, Exposure(), "Not scored"),
    ],
)
def test_a_rating_is_its_band_with_its_score(band: Band | None, exposure: Exposure, words: str) -> None:
    assert wording.rating(band, exposure) == words


def test_every_trend_has_arrow_and_word() -> None:
    assert wording.TREND_WORDS == {
        Trend.RISING: "↑ Rising",
        Trend.SAME: "↔ Unchanged",
        Trend.FALLING: "↓ Falling",
        Trend.NEW: "New",
        None: "Not stated",
    }


@pytest.mark.parametrize(
    ("text", "stopped"), [("It rose", "It rose."), ("It rose.", "It rose."), ("Did it?", "Did it?"), ("", "")]
)
def test_a_sentence_ends_once(text: str, stopped: str) -> None:
    assert wording.stopped(text) == stopped
