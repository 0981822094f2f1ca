"""The other sheets of a register's workbook: named with their size, and looked at for risks that belong to the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Book, Grid
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.row_cells import Fields, is_id, shape
from pipeline.ingest.registers.second_tables import speaks_of_closed
from pipeline.ingest.registers.sheet_choice import headed_as_register, ids_on, table_on
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import address
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Register

_FEWEST = 2  # ids that come again, for a sheet to be the register's whole


@dataclass(frozen=True)
class _Read:
    """What was read: the table, and the ids of its risks."""

    fields: Fields
    ids: frozenset[str]


def other_sheets(
    book: Book, table: Table, columns: Columns, register: Register, layout: Layout | None,
    *, named: bool,
) -> Iterator[Finding]:  # fmt: skip
    """A note that names the sheets that are not read; and a finding for each that seems to hold more of the register.
    ``named``: whether a person has said which sheet is the register: then what else a sheet with headings holds is
    theirs to know.
    """
    others = {sheet: grid for sheet, grid in book.grids.items() if sheet != table.grid.name and _size(grid)}
    if not others:
        return
    listed = ", ".join(f"'{sheet}' ({_described(book, sheet)})" for sheet in others)
    message = f"Read was the sheet '{table.grid.name}'. Not read: {listed}."
    yield find(
        "sheet-unread",
        message,
        Place(book.name, table.grid.name),
        subject=register.organisation,
        organisation=register.organisation,
    )
    ids = frozenset(risk.id.casefold() for risk in register.risks if risk.id)
    read = _Read(Fields(table, columns), ids)
    for sheet, grid in others.items():
        place = Place(book.name, sheet, _first(grid))
        if speaks_of_closed(sheet):
            continue
        other = table_on(grid, layout)
        if other is None:
            if rows := _like_risks(read, grid):
                hidden = ", which is hidden," if sheet in book.hidden else ""
                message = f"The sheet '{sheet}'{hidden} has no headings, and in {'row' if len(rows) == 1 else 'rows'} {spans(rows)} an id, a text and an owner or scores where '{table.grid.name}' has them: the register seems to go on there."
                yield find(
                    "table-goes-on", message, place, subject=register.organisation, organisation=register.organisation
                )
        elif not named and len(ids) >= _FEWEST and headed_as_register(other, layout):
            found = ids_on(other)
            if ids < found:
                hidden = ", which is hidden," if sheet in book.hidden else ""
                more = len(found - ids)
                message = f"The sheet '{sheet}'{hidden} holds every id of '{table.grid.name}', which was read, and {more} more: it may be the whole register."
                yield find(
                    "sheet-ambiguous", message, place, subject=register.organisation, organisation=register.organisation
                )


def _like_risks(read: _Read, grid: Grid) -> list[int]:
    """The rows that have in the register's columns an id like its own that was not read, a text, and an owner or scores;
    none where the sheet is wider or fewer than half of its rows are such.
    """
    id_column = read.fields.id
    if id_column is None or not read.ids or grid.last_column > max(read.fields.headings, default=0):
        return []
    shapes = {shape(text) for text in read.ids}
    found = []
    for row in sorted(grid.rows):
        text = one_line(grid.text(row, id_column)).casefold()
        cells = grid.rows[row]
        if not is_id(text) or shape(text) not in shapes or text in read.ids:
            continue
        owned = any(cells[c].text for c in read.fields.columns.fields.get("owner", ()) if c in cells)
        full = 2 * len(cells) >= len(read.fields.headings)
        if full and (owned or read.fields.levels(cells)) and any(map(str.isalpha, read.fields.text_of(cells))):
            found.append(row)
    return found if 2 * len(found) >= _size(grid) else []


def _size(grid: Grid) -> int:
    """How many rows hold something."""
    return sum(1 for cells in grid.rows.values() if any(cell.text or cell.formula for cell in cells.values()))


def _described(book: Book, sheet: str) -> str:
    rows = _size(book.grid(sheet))
    return f"{rows} {'row' if rows == 1 else 'rows'}{', hidden' if sheet in book.hidden else ''}"


def _first(grid: Grid) -> str:
    row = min(row for row, cells in grid.rows.items() if any(cell.text or cell.formula for cell in cells.values()))
    return address(row, min(column for column, cell in grid.rows[row].items() if cell.text or cell.formula))
