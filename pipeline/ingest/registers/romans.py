"""The columns whose steps are Roman numerals throughout, and so are numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell, Grid, letter
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.numerals import NUMERALS, are_surely, numeral
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import address
from pipeline.ingest.registers.values import PLACEHOLDERS, Rated, is_nothing
from pipeline.ingest.registers.vocabulary import STAGES, simple
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place

_FIELDS = (*(f"{stage}.{part}" for stage in STAGES for part in ("likelihood", "impact", "score")), "previous_score")


def roman_fields(
    grid: Grid, rows: Sequence[int], columns: Columns, layout: Layout | None
) -> dict[str, tuple[int, ...]]:
    """Field → the numbers that stand there as Roman numerals, in order, of each likelihood, impact and score that
    states nothing else. ``rows``: those of the risks.

    One such column must leave no doubt; then a column that holds only "I" beside it is of the same scale. What the
    layout gives a meaning is what the layout says.
    """
    found = {
        name: numbers
        for name in _FIELDS
        if (numbers := _numbers(name, list(_stated(grid, rows, columns.fields.get(name, ()))), layout))
    }
    return found if any(map(are_surely, found.values())) else {}


def _stated(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Cell]:
    for column in columns:
        for row in rows:
            cell = grid.seen(row, column)
            if cell is not None and not is_nothing(cell.text) and simple(cell.text) not in PLACEHOLDERS:
                yield cell


def _numbers(name: str, cells: Sequence[Cell], layout: Layout | None) -> tuple[int, ...]:
    """The numbers in these cells; none where one cell holds anything else."""
    read = [numeral(cell.text) for cell in cells]
    numbers = {int(one.number) for one in read if one is not None and one.number is not None}
    if None in read or (
        layout and any(_explained(name, cell, one, layout) for cell, one in zip(cells, read, strict=True))
    ):
        return ()
    return tuple(sorted(numbers))


def _explained(name: str, cell: Cell, read: Rated | None, layout: Layout) -> bool:
    """Whether the layout says what a cell, or its numeral, means."""
    letters = NUMERALS[int(read.number) - 1] if read and read.number else ""
    kinds = (name, name.rpartition(".")[2])
    return any(layout.meaning(kind, word) is not None for kind in kinds for word in (one_line(cell.text), letters))


def told_of(
    found: Mapping[str, Sequence[int]], table: Table, columns: Columns, place: Place, organisation: str
) -> tuple[Finding, ...]:
    """A note for each such column, at its heading."""
    notes = []
    for name, numbers in found.items():
        column = columns.fields[name][0]
        heading = table.heading(column)
        cell = heading.cell.address if heading else address(table.header_rows[-1], column)
        words = f"'{heading.shown}'" if heading else f"Column {letter(column)}"
        letters = ", ".join(NUMERALS[number - 1] for number in numbers)
        message = (
            f"{words} holds Roman numerals ({letters}); they were read as numbers ({', '.join(map(str, numbers))})."
        )
        at = replace(place, cell=cell)
        notes.append(find("levels-roman", message, at, subject=organisation, field=name, organisation=organisation))
    return tuple(notes)
