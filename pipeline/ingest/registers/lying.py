"""Sheets that hold risks, though no table of them with a row each: headings that run down a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.ingest.grid import Book, Grid, letter
from pipeline.ingest.registers.claims import known_heading
from pipeline.ingest.registers.vocabulary import HEADINGS, heading_keys

_FEWEST = 3  # headings that run down a column
_SEARCHED = 3  # columns, from the left
_ONE_TABLE = "Put the risks into one table, a row each."
_WORDS = frozenset(key for name in ("title", "description") for group in HEADINGS[name] for key in group)


def lying(book: Book, sheets: Sequence[str]) -> tuple[str, str]:
    """What is said of such sheets, and what to do; "" where there are none."""
    found = {sheet: one for sheet in sheets if (one := _headings_down(book.grid(sheet))) is not None}
    aside = [sheet for sheet, (_, risks) in found.items() if risks > 1]
    if aside:
        columns = " and ".join(sorted({letter(found[sheet][0]) for sheet in aside}))
        lie = "lie on their sides" if len(aside) > 1 else "lies on its side"
        told = f" {_named(aside)} {lie}: the headings run down column {columns}, and each risk has a column."
        return told, "Copy the table, and paste it on a sheet of its own with Paste Special, Transpose."
    if len(found) > 1:
        return f" Each risk seems to have a sheet of its own: {_named(list(found))}.", _ONE_TABLE
    if found:
        return f" {_named(list(found))} seems to be a form for one risk.", _ONE_TABLE
    return "", ""


def _headings_down(grid: Grid) -> tuple[int, int] | None:
    """The column in which a register's headings stand one below the other, and how many columns to its right are
    filled beside most of them.
    """
    for column in range(1, _SEARCHED + 1):
        rows = [row for row in sorted(grid.rows) if (text := grid.text(row, column)) and known_heading(text)]
        keys = {key for row in rows for key in heading_keys(grid.text(row, column))}
        if len(rows) < _FEWEST or not keys & _WORDS:
            continue
        filled = [sum(1 for row in rows if grid.text(row, right)) for right in _right_of(grid, column)]
        if risks := sum(1 for count in filled if count * 2 > len(rows)):
            return column, risks
    return None


def _right_of(grid: Grid, column: int) -> Iterable[int]:
    return range(column + 1, grid.last_column + 1)


def _named(sheets: Sequence[str]) -> str:
    shown = [f"'{sheet}'" for sheet in sheets[:6]]
    more = f" and {len(sheets) - 6} more" if len(sheets) > 6 else ""
    return ", ".join(shown) + more
