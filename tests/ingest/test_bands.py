"""Bands as an officer writes them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.mapping.bands import left_out, read_bands
from pipeline.model.records import Band

LOW_HIGH = (Band("Low", 1, 4), Band("High", 5, 25))


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("", ()),
        ("Low 1-4; High 5-25", LOW_HIGH),
        ("Low 1–4;High 5 to 25;", LOW_HIGH),
        ("Low: 1 - 4\nHigh (5-25)", LOW_HIGH),
        ("Low 1-4, High 5-25", LOW_HIGH),
        ("Very high 16-25", (Band("Very high", 16, 25),)),
        ("None 0; Some 1-9", (Band("None", 0, 0), Band("Some", 1, 9))),
        ("Low 0-0.4; High 0.5-1", (Band("Low", 0, 0.4), Band("High", 0.5, 1))),
        ("Low 1-2; High 2.5-5", (Band("Low", 1, 2), Band("High", 2.5, 5))),  # means of two figures
        ("Low 1-2.25; High 2.5-5", (Band("Low", 1, 2.25), Band("High", 2.5, 5))),
    ],
)
def test_bands(text: str, bands: tuple[Band, ...]) -> None:
    assert read_bands(text) == (bands, ())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Low 1-4; High", "'High' is not a name and its scores, such as Low 1-4"),
        ("1-4; 5-9", "'1-4' is not a name and its scores, such as Low 1-4"),
        ("Low 4-1", "Low runs from 4 down to 1"),
        ("Low 1-4; low 5-9", "low stands twice"),
        ("High 5-9; Low 1-4", "Low stands after High: put the lowest first"),
        ("Low 1-5; High 5-9", "Low and High overlap"),
    ],
)
def test_bands_of_which_no_order_can_be_made(text: str, fault: str) -> None:
    bands, faults = read_bands(text)
    assert bands == ()
    assert fault in faults


def test_a_gap_is_said_and_the_band_below_reaches_over_it() -> None:
    bands, faults = read_bands("Low 1-4; High 6-9")
    assert bands == (Band("Low", 1, 4), Band("High", 6, 9))
    assert faults == ("there is a gap between Low (4) and High (6)",)
    assert read_bands("Low 1-2; High 2.5-3; Top 4-5")[1] == ("there is a gap between High (3) and Top (4)",)
    assert read_bands("Low 1-2; High 2.5-3.3")[1] == ("there is a gap between Low (2) and High (2.5)",)


@pytest.mark.parametrize(
    ("bands", "top", "scores"),
    [
        ("Low 1-4; High 5-25", 25, ""),
        ("Low 0-4; High 5-30", 25, ""),
        ("Low 1-4; High 5-20", 25, "21-25"),
        ("Low 1-4; High 5-24", 25, "25"),
        ("Low 2-4; High 5-24.5", 25, "1 and 25"),
        ("Low 2.5-4; High 5-25", 25, "1-2"),
        ("Low 30-40", 25, "1-25"),
        ("Low 0-0", 25, "1-25"),
    ],
)
def test_scores_that_the_bands_leave_out(bands: str, top: int, scores: str) -> None:
    assert left_out(read_bands(bands)[0], top) == scores


@given(st.lists(st.integers(1, 500), min_size=2, max_size=8, unique=True).map(sorted))
def test_what_is_printed_is_read(edges: list[int]) -> None:
    made = tuple(Band(f"Band {chr(65 + n)}", low, high - 1) for n, (low, high) in enumerate(pairwise(edges)))
    assert read_bands("; ".join(f"{band.name} {band.low}-{band.high}" for band in made)) == (made, ())
