"""What else must change in the mapping workbook with a name: all that refers to it by that name.

The old name is kept beside the new one (under Formerly, or Also called), so that last quarter's report, a layout or
a cell with a formula, which still say it, are understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.ingest.grid import Book, letter
from pipeline.ingest.mapping.row import Table, split
from pipeline.ingest.mapping.sheets import ALIGNMENT, BY_NAME, CONTROLS, ORGANISATIONS, plain
from pipeline.ingest.mapping.table import read_table

Follows = Iterator[tuple[str, str, str]]  # sheet, address, the words that are to stand there


def follow(book: Book, sheet: str, row: int, was: str, now: str) -> Follows:
    """The cells that follow the name in this row of Alignment or of Organisations. ``was`` and ``now``: its name."""
    if plain(sheet) == plain(ALIGNMENT):
        yield from _aligned_risk(book, row, was, now)
    elif plain(sheet) == plain(ORGANISATIONS):
        yield from _organisation(book, row, was, now)


def is_name_of(name: str, sheet: str, field: str) -> bool:
    """Whether this field of a sheet is what the rows of the sheet ``name`` are called by."""
    return field == "name" and plain(sheet) == plain(name)


def _aligned_risk(book: Book, row: int, was: str, now: str) -> Follows:
    alignment = _table(book, ALIGNMENT)
    number = alignment.grid.text(row, alignment.columns.get("number", 0)) if alignment else ""
    ways = {plain(was), plain(f"{number} {was}"), plain(f"Risk {number}: {was}")}
    yield from _each(book, CONTROLS, "aligned_risk", lambda written: now if plain(written) in ways else written)
    label = plain(f"Risk {number}: {was}")
    yield from _each(
        book, "Accepted", "subject", lambda written: f"Risk {number}: {now}" if plain(written) == label else written
    )
    yield from _remember(alignment, row, "formerly", was, now)


def _organisation(book: Book, row: int, was: str, now: str) -> Follows:
    alignment = _table(book, ALIGNMENT)
    if alignment:
        for column in range(1, alignment.grid.last_column + 1):
            if plain(alignment.grid.text(1, column)) == plain(was):
                yield alignment.grid.name, f"{letter(column)}1", now
    yield from _each(book, CONTROLS, "run_by", lambda written: _among(written, was, now))
    for sheet in ("Wording", "Changes"):
        yield from _each(book, sheet, "organisation", lambda written: now if plain(written) == plain(was) else written)
    begins = re.compile(rf"{re.escape(was)}(?=\s|$)", re.IGNORECASE)
    yield from _each(book, "Accepted", "subject", lambda written: begins.sub(lambda _: now, written, count=1))
    yield from _remember(_table(book, ORGANISATIONS), row, "also_called", was, now)


def _among(written: str, was: str, now: str) -> str:
    """Several names in one cell, what stands between them as it is."""
    parts = re.split(r"(\s*[,;\n]\s*)", written)
    return "".join(now if plain(part) == plain(was) else part for part in parts)


def _each(book: Book, sheet: str, field: str, renamed: Callable[[str], str]) -> Follows:
    """The cells of a column whose words become others; one with a formula stays."""
    table = _table(book, sheet)
    column = table.columns.get(field) if table else None
    if table is None or column is None:
        return
    for row in sorted(table.grid.rows):
        cell = table.grid.cell(row, column)
        if row > 1 and cell and isinstance(cell.value, str) and not cell.formula:
            words = renamed(cell.text)
            if words != cell.text:
                yield table.grid.name, f"{letter(column)}{row}", words


def _remember(table: Table | None, row: int, field: str, was: str, now: str) -> Follows:
    """The old name among the others of this row."""
    column = table.columns.get(field) if table else None
    if table is None or column is None:
        return
    cell = table.grid.cell(row, column)
    if cell and cell.formula:
        return
    held = cell.text if cell else ""
    between = "; " if re.search(r"[;\n]", held) or "," in was else ", "
    names = [name for name in split(held, between.strip() + "\n") if plain(name) not in (plain(was), plain(now))]
    # A lone name that holds a comma would be read as two.
    yield table.grid.name, f"{letter(column)}{row}", between.join([*names, was]) + (";" if "," in was else "")


def _table(book: Book, sheet: str) -> Table | None:
    title = next((one for one in book.sheets if plain(one) == plain(sheet)), None)
    return read_table(book.name, BY_NAME[sheet], book.grid(title), BY_NAME[sheet].headings) if title else None
