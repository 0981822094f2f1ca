"""Columns as wide as their words, and long tables that need not stay on one page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.page import GlanceRow, Page
from pipeline.report.room import lowered, widened
from tests.report import pages
from tests.report.test_copies import rendered
from tests.report.word_files import body, filled, shipped
from tests.report.word_rules import W

COLUMNS = st.lists(
    st.tuples(st.integers(200, 4000), st.floats(100, 3000), st.floats(1, 20000)), min_size=1, max_size=14
)


@given(COLUMNS)
def test_every_word_fits_where_there_is_room_for_all(columns: list[tuple[int, float, float]]) -> None:
    widths, words, lines = zip(*columns, strict=True)
    made = widened(widths, words, lines)
    assert sum(made) == sum(widths)
    if sum(words) <= sum(widths):
        assert all(width >= word - 1 for width, word in zip(made, words, strict=True))
    if all(width >= word for width, word in zip(widths, words, strict=True)):
        assert made == widths


def test_what_one_column_needs_is_taken_first_where_nothing_breaks_for_it() -> None:
    assert widened((1000, 2000, 2000), (1500, 500, 500), (1500, 1000, 2500)) == (1500, 1500, 2000)


@given(COLUMNS, st.integers(0, 200))
def test_no_column_gets_less_than_its_least_and_a_longer_text_no_less(
    columns: list[tuple[int, float, float]], edge: int
) -> None:
    widths, shares, texts = zip(*columns, strict=True)
    least = [width * share / 3000 for width, share in zip(widths, shares, strict=True)]
    made = lowered(widths, least, texts, edge)
    assert sum(made) == sum(widths)
    if sum(max(one, edge) for one in least) <= sum(widths):
        assert all(width >= one - 1 for width, one in zip(made, least, strict=True))
    alike = sorted(zip(texts, lowered(widths, [0.0] * len(widths), texts, edge), strict=True))
    assert all(shorter[1] <= longer[1] + 1 for shorter, longer in pairwise(alike))


def glance(page: Page, organisation: str, rows: int) -> Page:
    row = GlanceRow(
        "1 Money", organisation, "High (12)", "High (12)", "Low (4)", "Medium", "↔ Unchanged", "1 of 2", "None"
    )
    return replace(page, glance=(row,) * rows)


def columns_and_loose_rows(docx: bytes) -> tuple[list[int], int]:
    """Of At a glance: the widths of the columns, the same in the grid and in each cell; and how many rows may part."""
    captions = body(docx).iter(f"{W}tblCaption")
    caption = next(one for one in captions if (one.get(f"{W}val") or "").startswith("At a glance"))
    table = next(caption.iterancestors(f"{W}tbl"))
    widths = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
    for row in table.iter(f"{W}tr"):
        assert [int(size.get(f"{W}w", "")) for size in row.iter(f"{W}tcW")] == widths
    marks = [row.find(f".//{W}keepNext") for row in table.iter(f"{W}tr")]
    return widths, sum(mark is not None and mark.get(f"{W}val") == "0" for mark in marks)


@pytest.mark.parametrize("fill", [filled, rendered], ids=["copied", "rendered"])
def test_a_long_name_gets_its_room_and_the_width_stays(fill: object) -> None:
    assert callable(fill)
    usual, _ = columns_and_loose_rows(fill(shipped(), glance(pages.founding(), "Met", 4)).docx)
    made, _ = columns_and_loose_rows(fill(shipped(), glance(pages.founding(), "Northamptonshire", 4)).docx)
    assert made[1] > usual[1] + 100
    assert sum(made) == sum(usual)
    long, _ = columns_and_loose_rows(fill(shipped(), glance(pages.founding(), "x" * 300, 4)).docx)
    assert sum(long) == sum(usual)
    assert long[1] <= 0.31 * sum(usual)


@pytest.mark.parametrize(("rows", "loose"), [(8, 0), (60, 60)])
@pytest.mark.parametrize("fill", [filled, rendered], ids=["copied", "rendered"])
def test_a_table_longer_than_a_page_is_not_kept_on_one(fill: object, rows: int, loose: int) -> None:
    assert callable(fill)
    assert columns_and_loose_rows(fill(shipped(), glance(pages.founding(), "Met", rows)).docx)[1] == loose
