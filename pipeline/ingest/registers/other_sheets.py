"""The other sheets of a register's workbook: named with their size, and looked at for risks that belong to the register."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Book, Grid
from pipeline.ingest.registers.closed import says_closed
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.row_cells import Cells, Fields, is_id, shape
from pipeline.ingest.registers.sheet_choice import headed_as_register, ids_on, table_on
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import address
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Register

_FEWEST = 2  # ids that come again, for a sheet to be the register's whole; and that are new, for it to hold more of it
_SENTENCE = 3  # words of a text that surely tells of something
_WORDS = 2  # words of one that may


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
        if says_closed(sheet):
            continue
        hidden = ", which is hidden," if sheet in book.hidden else ""
        other = table_on(grid, layout)
        if other is None:
            if rows := _like_risks(read, grid):
                message = f"The sheet '{sheet}'{hidden} has no headings, and in {'row' if len(rows) == 1 else 'rows'} {spans(rows)} an id, a text and an owner or scores where '{table.grid.name}' has them: the register seems to go on there."
                yield find(
                    "table-goes-on", message, place, subject=register.organisation, organisation=register.organisation
                )
                continue
        elif not named and len(ids) >= _FEWEST and headed_as_register(other, layout):
            found = ids_on(other)
            if ids < found:
                more = len(found - ids)
                message = f"The sheet '{sheet}'{hidden} holds every id of '{table.grid.name}', which was read, and {more} more: it may be the whole register."
                yield find(
                    "sheet-ambiguous", message, place, subject=register.organisation, organisation=register.organisation
                )
                continue
        if named and other is not None:
            continue
        rows = _with_new_ids(read, grid)
        if len(rows) >= _FEWEST:
            message = f"The sheet '{sheet}'{hidden} has in rows {spans(rows)} a text beside an id like those of '{table.grid.name}' that was not read there; no risk was read from it."
            yield find(
                "rows-left-out", message, place, subject=register.organisation, organisation=register.organisation
            )


def _like_risks(read: _Read, grid: Grid) -> list[int]:
    """The rows that have in the register's columns an id like its own that was not read, a text, and an owner or scores
    (both, beside a bare number), or another id, a sentence, an owner and scores; none where fewer than half of the sheet's rows are such.
    """
    id_column = read.fields.id
    if id_column is None or not read.ids:
        return []
    shapes = {shape(text) for text in read.ids}
    found = []
    for row in sorted(grid.rows):
        text = one_line(grid.text(row, id_column)).casefold()
        cells = grid.rows[row]
        if not is_id(text) or text in read.ids:
            continue
        owned = any(cells[c].text for c in read.fields.columns.fields.get("owner", ()) if c in cells)
        full = 2 * len(cells) >= len(read.fields.headings)
        levels, words = read.fields.levels(cells), read.fields.text_of(cells)
        enough = (owned or levels) if any(map(str.isalpha, text)) else (owned and levels)
        alike = shape(text) in shapes and enough
        other = any(map(str.isdigit, text)) and owned and levels and len(words.split()) >= _SENTENCE
        if full and any(map(str.isalpha, words)) and (alike or other):
            found.append(row)
    return found if 2 * len(found) >= _size(grid) else []


def _with_new_ids(read: _Read, grid: Grid) -> list[int]:
    """The rows that have, in whatever column, some words and an id with the letters of the register's own that was not
    read. Where ids are bare numbers, one must come first in a row that is half full.
    """
    forms = {_form(text) for text in read.ids}
    return [
        row
        for row, cells in sorted(grid.rows.items())
        if any(_is_new(read, forms, cell.column, cells) for cell in cells.values())
    ]


def _is_new(read: _Read, forms: Collection[str], column: int, cells: Cells) -> bool:
    """Whether a cell of a row holds such an id."""
    text = one_line(cells[column].text).casefold()
    if not is_id(text) or text in read.ids or _form(text) not in forms or not any(map(str.isdigit, text)):
        return False
    held = [other for other, cell in cells.items() if cell.text]
    bare = not any(map(str.isalpha, text))
    if bare and (column != min(held) or 2 * len(held) < len(read.fields.headings)):
        return False
    fewest = _SENTENCE if bare else _WORDS
    return any(len(cells[other].text.split()) >= fewest for other in held if other != column)


def _form(text: str) -> str:
    """An id without its numbers: "CR-001" and "CR-12" are alike, "HR-1" is another."""
    return re.sub(r"\d+", "9", text)


def _size(grid: Grid) -> int:
    """How many rows hold something."""
    return sum(1 for cells in grid.rows.values() if any(cell.text or cell.formula for cell in cells.values()))


def _described(book: Book, sheet: str) -> str:
    rows = _size(book.grid(sheet))
    return f"{rows} {'row' if rows == 1 else 'rows'}{', hidden' if sheet in book.hidden else ''}"


def _first(grid: Grid) -> str:
    row = min(row for row, cells in grid.rows.items() if any(cell.text or cell.formula for cell in cells.values()))
    return address(row, min(column for column, cell in grid.rows[row].items() if cell.text or cell.formula))
