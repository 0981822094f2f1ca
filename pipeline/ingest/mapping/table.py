"""A sheet of the mapping workbook with its headings found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from pipeline.ingest.grid import Grid, letter
from pipeline.ingest.mapping.proposals import likely, nearest
from pipeline.ingest.mapping.row import Table
from pipeline.ingest.mapping.sheets import Heading, Sheet, plain
from pipeline.model import marks
from pipeline.model.findings import Finding, find


def read_table(file: str, sheet: Sheet, grid: Grid, headings: Sequence[Heading]) -> Table:
    """The sheet with its headings found in row 1, and findings on those missing, doubled or not known."""
    table = Table(file, sheet, grid)
    wanted = {plain(heading.text): heading for heading in headings}
    for column in range(1, grid.last_column + 1):
        written = " ".join(grid.text(1, column).split())
        heading = wanted.get(plain(written))
        if heading is None:
            if written:
                table.unread[column] = written
            elif _first_filled(grid, column):
                table.unread[column] = ""
        elif heading.field in table.columns:
            first = f"{letter(table.columns[heading.field])}1"
            table.findings.append(
                find(
                    "mapping-value", f"The heading '{heading.text}' stands twice, in {first} and {letter(column)}1; the first is read.",
                    table.place(column), subject=f"{sheet.name}: {heading.text}", field=heading.field, remedy="Rename or delete one of the columns.",
                )
            )  # fmt: skip
        else:
            table.columns[heading.field] = column
            table.titles[heading.field] = heading.text
    missing = [heading for heading in headings if heading.field not in table.columns]
    table.findings.extend(_missing(table, missing))
    table.findings.extend(_unread(table, {heading.text for heading in missing}))
    return table


def _first_filled(grid: Grid, column: int) -> int:
    return next((row for row in sorted(grid.rows) if row > 1 and grid.text(row, column)), 0)


def _missing(table: Table, missing: Sequence[Heading]) -> Iterator[Finding]:
    """A heading that must be there; or one that need not, where another looks like a slip for it: a column
    'Restrictd' passed over would publish what is restricted.
    """
    for heading in missing:
        near = nearest(heading.text, [text for text in table.unread.values() if text])
        if heading.organisation:
            code, what = "organisation-column-missing", f"Alignment has no column for {heading.text}."
        elif heading.needed or (near and fuzz.ratio(near.casefold(), heading.text.casefold()) >= 75):
            code, what = "heading-missing", f"The sheet {table.sheet.name} has no column '{heading.text}'."
        else:
            continue
        table.lacking[heading.field] = marks.missing(f"the column {heading.text}")
        hint = f" It has '{near}': if that is it, rename it." if near else ""
        yield find(code, what + hint, table.place(), subject=f"{table.sheet.name}: {heading.text}", field=heading.field)


def _unread(table: Table, missing: set[str]) -> Iterator[Finding]:
    for column, written in table.unread.items():
        if written:
            message = f"The column '{written}' of the sheet {table.sheet.name} is not read."
            message += likely(written, missing)
        else:
            row = _first_filled(table.grid, column)
            message = f"Column {letter(column)} of the sheet {table.sheet.name} has no heading and is not read, yet {letter(column)}{row} is filled."
        yield find(
            "heading-unknown", message, table.place(column), subject=f"{table.sheet.name}: {written or letter(column)}"
        )
