"""differences.xlsx: every difference a row of a real table, every cell a text."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pipeline.model.document import Difference, DifferenceKind, Origin, Role
from pipeline.model.records import Place
from pipeline.report.differences_book import WORDING_COLUMNS, build

MET = Origin(Role.REGISTER, Place("met-register.xlsx", "Risks", "D7"), "Met", "1", "owner")
CHANGED = Difference(
    DifferenceKind.CHANGED, "Risk 1, row 2", "ACTP", "ACPS", MET, "k", ("Appendix 2", "At a glance"), ("page 9",)
)


def rows(
    *differences: Difference, sheet: str = "Differences", wording: tuple[tuple[str, ...], ...] = ()
) -> list[object]:
    package = build(differences, wording, title="Risks", meeting="19 December 2017")
    book = openpyxl.load_workbook(io.BytesIO(package))
    assert next(iter(book[sheet].tables.values())).ref.startswith("A3:")
    assert {cell.data_type for row in book[sheet].iter_rows() for cell in row if cell.value} == {"s"}
    return [tuple(cell.value for cell in row) for row in book[sheet].iter_rows(min_row=4)]


def test_a_difference_is_a_row() -> None:
    assert rows(CHANGED) == [
        (
            "Risk 1, row 2", "ACTP", "ACPS", "The register of Met (met-register.xlsx)", "Met", "met-register.xlsx",
            "Risks", "D7", "Appendix 2\nAt a glance", "page 9",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "was", "now", "printed"),
    [
        (DifferenceKind.ADDED, "", "New.", ("[not there]", "New.")),
        (DifferenceKind.DELETED, "Old.", "", ("Old.", "[deleted]")),
        (DifferenceKind.CHANGED, "Old.", "", ("Old.", "[deleted]")),
        (DifferenceKind.MOVED, "Same.", "Same.", ("Same.", "[moved] Same.")),
        (DifferenceKind.CHANGED, "=1+1", "@cmd|' /C calc'!A0", ("=1+1", "@cmd|' /C calc'!A0")),
    ],
)
def test_what_came_went_and_moved_is_said(kind: DifferenceKind, was: str, now: str, printed: tuple[str, str]) -> None:
    (row,) = rows(Difference(kind, "here", was, now, Origin(Role.TEMPLATE)))
    assert isinstance(row, tuple)
    assert row[1:4] == (*printed, "The template")


def test_the_lines_for_wording_stand_in_its_columns() -> None:
    line = ("Met", "007", "Description", "=Words", "Edited", "", "19 December 2017")
    assert rows(CHANGED, sheet="Wording", wording=(line,)) == [tuple(text or None for text in line)]
    assert len(WORDING_COLUMNS) == len(line)


def test_the_same_differences_give_the_same_bytes() -> None:
    one, other = (build((CHANGED,), (), title="Risks", meeting="19 December 2017") for _ in range(2))
    assert one == other
