"""Which sheet of a workbook is the register, and where its table stands. Two that fit: a person must say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Book, Grid
from pipeline.ingest.registers.claims import known_heading, stage_of
from pipeline.ingest.registers.closed import says_closed
from pipeline.ingest.registers.layout_binding import resolve
from pipeline.ingest.registers.layouts import Layout, nearest
from pipeline.ingest.registers.lying import lying
from pipeline.ingest.registers.table import Table, find_table
from pipeline.ingest.registers.vocabulary import HEADINGS, heading_keys, simple
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place

Findings = tuple[Finding, ...]

_WORDS_OF = {
    name: frozenset(key for group in HEADINGS[name] for key in group)
    for name in ("id", "title", "description", "owner", "controls", "actions", "status", "category")
}
_ENOUGH = 3
_TWO = 2  # words known to head columns make a row of headings


def table_on(grid: Grid, layout: Layout | None) -> Table | None:
    """The table of risks on a sheet. A layout's header rows count while most of its headings stand there;
    else they may have moved, and are looked for.
    """
    said = _said(layout)
    if layout and layout.header_rows:
        table = find_table(grid, known_heading, layout.header_rows)
        bound = [any(resolve(table, text) for text in texts) for texts in layout.columns.values()] if table else []
        if table and table.headings and sum(bound) >= 0.5 * len(bound):
            return table
    return find_table(grid, lambda text: known_heading(text) or simple(text) in said)


def _said(layout: Layout | None) -> frozenset[str]:
    """The headings a layout names, without their banners."""
    if layout is None:
        return frozenset()
    named = [text for texts in layout.columns.values() for text in texts] + list(layout.ignored)
    return frozenset(
        simple(part) for text in named for part in (text, text.rpartition(">")[2]) if len(simple(part)) > 1
    )


def choose_sheet(
    book: Book, named: str | None, layout: Layout | None, organisation: str
) -> tuple[str | None, Findings]:
    """The register's sheet. None, with a block, where the named one is not there, where none looks like a
    register, or where several do and none is named.
    """

    def broken(code: str, message: str, sheet: str = "", cell: str = "", remedy: str = "") -> tuple[None, Findings]:
        place = Place(book.name, sheet, cell)
        return None, (find(code, message, place, subject=organisation, remedy=remedy, organisation=organisation),)

    if named:
        for sheet in book.sheets:
            if sheet == named or simple(sheet) == simple(named):
                return sheet, ()
        near = nearest(named, book.sheets)
        hint = f" Did you mean '{near}'?" if near else ""
        return broken(
            "sheet-not-register", f"{book.name} has no sheet '{named}'. It has: {_quoted(book.sheets)}.{hint}"
        )
    seen = [sheet for sheet in book.sheets if sheet not in book.hidden]
    # Where none has what a register needs, a lone table is read all the same: then it can be said what it lacks.
    likely = (
        likely_sheets(book, layout)
        or tuple(sheet for sheet in seen if _has_rows(table_on(book.grid(sheet), layout)))
        or tuple(sheet for sheet in seen if headed_as_register(table_on(book.grid(sheet), layout), layout))
    )
    # What is over is no register where another sheet is one.
    likely = tuple(sheet for sheet in likely if not says_closed(sheet)) or likely
    if len(likely) == 1:
        return likely[0], ()
    if likely:
        table = table_on(book.grid(likely[0]), layout)
        heading = table.headings[0].cell.address if table else ""
        message = (
            f"{len(likely)} {'tables' if book.around else 'sheets'} of {book.name} look like registers: {_quoted(likely)}. "
            "None is named, so none was read."
        )
        return broken("sheet-ambiguous", message, likely[0], heading)
    told, remedy = lying(book, seen)
    message = f"No {'table' if book.around else 'sheet'} of {book.name} looks like a risk register. Its {'tables' if book.around else 'sheets'}: {_quoted(seen)}.{told}"
    return broken("sheet-not-register", message, seen[0] if len(seen) == 1 else "", remedy=remedy)


def other_tables(book: Book, sheet: str, organisation: str) -> Iterator[Finding]:
    """A finding for each other table of a document that holds several rows: readers take a document as one, and a
    table that was split in two may go on there.
    """
    told: set[str] = set()
    for other, around in book.around.items():
        if other == sheet or other in book.around[sheet] or {sheet, *told} & {*around}:
            continue
        grid = book.grid(other)
        rows = sum(1 for row in grid.rows if len(_filled(grid, row)) > 1)
        goes_on = book.widths[other] == book.widths[sheet] and not _headed(grid)
        if not (rows > 1 or (rows and goes_on)):
            continue
        told.add(other)
        message = f"{other.capitalize()} of the document holds {rows} {'row' if rows == 1 else 'rows'} and was not read: the register is {sheet}."
        code, remedy = "rows-left-out", "Check that there is no risk in it."
        if goes_on:
            code, remedy = "table-goes-on", ""
            message += " It has as many columns and no headings of its own: the register seems to go on there."
        first = next(iter(sorted(grid.rows)))
        cell = min(grid.rows[first].values(), key=lambda one: one.column).address
        place = Place(book.name, other, cell)
        yield find(code, message, place, subject=organisation, remedy=remedy, organisation=organisation)


def _filled(grid: Grid, row: int) -> list[int]:
    return [column for column, cell in grid.rows[row].items() if cell.text]


def _headed(grid: Grid) -> bool:
    """Whether a table begins with headings."""
    first = min(grid.rows, default=0)
    return bool(first) and sum(1 for column in _filled(grid, first) if known_heading(grid.text(first, column))) >= _TWO


def _quoted(sheets: Sequence[str]) -> str:
    return ", ".join(f"'{sheet}'" for sheet in sheets)


def _has_rows(table: Table | None) -> bool:
    return table is not None and table.last_row >= table.first_row


def ids_on(table: Table) -> frozenset[str]:
    """What stands in the column of a table that is headed as ids are."""
    column = next((h.column for h in table.headings if set(heading_keys(h.text)) & _WORDS_OF["id"]), 0)
    rows = (row for row in table.grid.rows if row >= table.first_row and len(_filled(table.grid, row)) > 1)
    return frozenset(text.casefold() for row in rows if (text := one_line(table.grid.text(row, column))))


def likely_sheets(book: Book, layout: Layout | None) -> tuple[str, ...]:
    """The visible sheets that look like registers."""
    return tuple(s for s in book.sheets if s not in book.hidden and _looks_like_register(book.grid(s), layout))


def _looks_like_register(grid: Grid, layout: Layout | None) -> bool:
    """A text of the risk, and at least three of a register's other columns, with a row below."""
    table = table_on(grid, layout)
    return _has_rows(table) and headed_as_register(table, layout)


def headed_as_register(table: Table | None, layout: Layout | None) -> bool:
    """Whether a table has a text of the risk and at least three of a register's other columns."""
    if table is None:
        return False
    said = _said(layout)
    if sum(1 for h in table.headings if simple(h.text) in said) >= _ENOUGH:
        return True
    keys = {key for h in table.headings for key in heading_keys(h.text)}
    have = {name for name, words in _WORDS_OF.items() if keys & words}
    staged = any(
        stage_of(h.text)
        or stage_of(h.banner)
        or simple(h.text) in ("likelihood", "probability", "impact", "score", "risk score", "risk rating")
        for h in table.headings
    )
    return bool(have & {"title", "description"}) and len(have) + staged >= _ENOUGH
