"""Tables on their side: the headings stand in the first column, and each risk has a column of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.ingest.paper.headings import heads_risks, risk_columns
from pipeline.ingest.paper.lines import Cell, Table

Row = tuple[Cell, ...]


def upright(table: Table) -> Table:
    """The table with its headings in a row, where they stand in its first column; else the table itself."""
    if any(risk_columns([cell.text for cell in row]) for row in table.rows):
        return table
    rows = tuple(_upright(table.rows))
    return table if rows == table.rows else replace(table, rows=rows)


def _upright(rows: Sequence[Row]) -> Iterator[Row]:
    """Stretches of rows that begin with headings of risks, each turned; all else as it is: "Joint controls" and their
    text may stand between them.
    """
    for heads, group in groupby(rows, _begins_with_heading):
        stretch = list(group)
        level = len({len(row) for row in stretch}) == 1
        if heads and level and risk_columns([row[0].text for row in stretch]):
            yield from zip(*stretch, strict=True)
        else:
            yield from stretch


def _begins_with_heading(row: Row) -> bool:
    """Whether a row is a heading and what stands under it for each risk; not one cell over all of them."""
    cells = {id(cell) for cell in row[1:]}
    return len(row) > 1 and len(cells) == len(row) - 1 and heads_risks(row[0].text)
