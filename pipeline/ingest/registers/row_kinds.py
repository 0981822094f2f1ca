"""The kinds of rows below the headings; and, where a log mixes several kinds of entry, whether a row is a risk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.ingest.grid import Grid
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.vocabulary import simple


class RowKind(StrEnum):
    RISK = "risk"
    CONTINUATION = "continuation"
    SECTION = "section"
    HEADINGS = "headings"
    HELP = "help"
    BLANK = "blank"
    TOTAL = "total"
    FORMULA = "formula"
    ID_ONLY = "id-only"
    SECOND_TABLE = "second-table"
    FOOTER = "footer"
    HIDDEN = "hidden"
    OTHER = "other"


@dataclass(frozen=True)
class Row:
    """A row and what it is. ``parent``: of a continuation, the row of its risk."""

    number: int
    kind: RowKind
    parent: int = 0


def is_wanted(grid: Grid, columns: Columns, row: int) -> bool:
    """Whether a row is of the kind that holds risks, where a column tells the kinds apart."""
    for column, values in columns.only.items():
        cell = grid.seen(row, column)
        if simple(cell.text if cell else "") not in {simple(value) for value in values}:
            return False
    return True


def kind_unsaid(grid: Grid, columns: Columns, row: int) -> bool:
    """Whether a row that is not wanted says neither that it is a risk nor that it is a known entry of another kind."""
    for column in columns.only:
        cell = grid.seen(row, column)
        text = simple(cell.text if cell else "")
        if not text or (columns.others and text not in (*columns.others, *columns.only[column])):
            return True
    return False
