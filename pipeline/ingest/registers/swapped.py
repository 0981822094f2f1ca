"""Columns of dates in which days and months may have changed places as they were typed: told of, or not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.taking import Taking
from pipeline.ingest.registers.values import first_numbers
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Risk

_MONTHS = 12
_FEWEST = 2
_DATES = ("last_reviewed", "next_review")
_TYPED_REMEDY = "Check day and month of the typed dates, and write all of them with the day first."


def swapped_dates(risks: Sequence[Risk], columns: Columns, taking: Taking) -> tuple[Finding, ...]:
    """A finding for each column in which day and month may have changed places: all its real dates have a day up
    to 12, beside dates typed as text whose first number is higher; or some of its typed dates put the month first.
    """
    found: list[Finding] = []
    everywhere = _everywhere(risks, columns, taking)
    for name in _DATES:
        for column in columns.fields.get(name, ()):
            cells = _column(risks, column, taking)
            for doubtful, told in filter(None, (_taken_for_dates(cells), _month_first(cells, everywhere))):
                found.append(
                    find(
                        "dates-swapped",
                        f"In {FIELD_WORDS[name]}, {told}",
                        replace(taking.place, cell=doubtful.address),
                        subject=taking.organisation,
                        field=name,
                        remedy="" if isinstance(doubtful.value, date) else _TYPED_REMEDY,
                        organisation=taking.organisation,
                    )
                )
    return tuple(found)


def _taken_for_dates(cells: Sequence[Cell]) -> tuple[Cell, str] | None:
    """The first real date, and what is told, where a spreadsheet that puts the month first has taken some of what
    was typed for dates and left the rest as text.
    """
    real = [cell for cell in cells if isinstance(cell.value, date)]
    typed = [(cell, numbers[0]) for cell, numbers in _typed(cells)]
    if len(real) < _FEWEST or not typed or not all(_is_early(cell) for cell in real):
        return None
    if any(first <= _MONTHS for _, first in typed):
        return None
    late = [cell for cell, _ in typed]
    return real[0], (
        f"{len(real)} cells hold dates, all with a day up to 12 ({_cells(real)}), and"
        f" {len(late)} hold text with a higher first number ({_cells(late)}): day and month were probably"
        " swapped when the former were typed."
    )


def without_doubtful_dates(risks: Sequence[Risk], columns: Columns, taking: Taking) -> tuple[Risk, ...]:
    """The risks without the dates that can be read both ways, where their column puts the month first no less often
    than the day; or, where all of a column can be read both ways, the register does.
    """
    everywhere = _everywhere(risks, columns, taking)
    for name in _DATES:
        for column in columns.fields.get(name, ()):
            doubtful = {cell.row for cell in _either(_column(risks, column, taking), everywhere, read=False)}
            risks = [_without(risk, name) if risk.source.row in doubtful else risk for risk in risks]
    return tuple(risks)


def _without(risk: Risk, name: str) -> Risk:
    return replace(risk, last_reviewed=None) if name == "last_reviewed" else replace(risk, next_review=None)


def _month_first(cells: Sequence[Cell], everywhere: Sequence[Cell]) -> tuple[Cell, str] | None:
    """The first typed date that can be read both ways, and what is told, where others put the month first."""
    month_first = [cell for cell, (first, second) in _telling(cells, everywhere) if first <= _MONTHS < second]
    for read in (True, False):
        if either := _either(cells, everywhere, read=read):
            one = len(either) == 1
            then = (
                f"{'was' if one else 'were'} read with the day first"
                if read
                else f"{'was' if one else 'were'} not read"
            )
            return either[0], (
                f"{_cells(month_first)} {'puts' if len(month_first) == 1 else 'put'} the month first; {_cells(either)}"
                f" can be read both ways, and {then}."
            )
    return None


def _either(cells: Sequence[Cell], everywhere: Sequence[Cell], *, read: bool) -> list[Cell]:
    """The typed dates that can be read both ways, where others put the month first. ``read``: those of a column in
    which more dates put the day first; else of one in which no more do. ``everywhere``: all dates of the register.
    """
    telling = [numbers for _, numbers in _telling(cells, everywhere)]
    months = sum(first <= _MONTHS < second for first, second in telling)
    days = sum(second <= _MONTHS < first for first, second in telling)
    if not months or (days > months) is not read:
        return []
    return [cell for cell, (first, second) in _typed(cells) if max(first, second) <= _MONTHS and first != second]


def _telling(cells: Sequence[Cell], everywhere: Sequence[Cell]) -> list[tuple[Cell, tuple[int, int]]]:
    """The typed dates that can be read one way alone: of the column, or where it has none, of the whole register."""
    for some in (cells, everywhere):
        if told := [(cell, numbers) for cell, numbers in _typed(some) if max(numbers) > _MONTHS]:
            return told
    return []


def _everywhere(risks: Sequence[Risk], columns: Columns, taking: Taking) -> list[Cell]:
    """The cells of all columns of dates."""
    return [
        cell for name in _DATES for column in columns.fields.get(name, ()) for cell in _column(risks, column, taking)
    ]


def _column(risks: Sequence[Risk], column: int, taking: Taking) -> list[Cell]:
    return [cell for risk in risks if (cell := taking.grid.seen(risk.source.row, column)) is not None]


def _typed(cells: Sequence[Cell]) -> list[tuple[Cell, tuple[int, int]]]:
    """The dates typed as text in numbers, the year last."""
    return [
        (cell, numbers)
        for cell in cells
        if isinstance(cell.value, str) and (numbers := first_numbers(cell.text)) is not None
    ]


def _is_early(cell: Cell) -> bool:
    return isinstance(cell.value, date) and cell.value.day <= _MONTHS


def _cells(cells: Sequence[Cell]) -> str:
    shown = ", ".join(cell.address for cell in cells[:5])
    return f"{shown} …" if len(cells) > 5 else shown
