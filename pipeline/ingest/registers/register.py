"""A register file → its risks as records, each value with its cell; and a finding for every doubt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.ingest.grid import Book
from pipeline.ingest.registers.arithmetic import compare_scores
from pipeline.ingest.registers.columns import Columns, Matching
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.levels import compare_levels
from pipeline.ingest.registers.marking import marked
from pipeline.ingest.registers.oddities import Oddities
from pipeline.ingest.registers.other_sheets import other_sheets
from pipeline.ingest.registers.passed_by_kind import passed_by_kind
from pipeline.ingest.registers.risks import RiskReading
from pipeline.ingest.registers.romans import roman_fields, told_of
from pipeline.ingest.registers.row_kinds import Row, RowKind, is_wanted
from pipeline.ingest.registers.rows import rows_of
from pipeline.ingest.registers.sections import passed_over, under_sections
from pipeline.ingest.registers.sheet_choice import choose_sheet, other_tables, table_on
from pipeline.ingest.registers.sideways import merged_sideways, narrowed
from pipeline.ingest.registers.swapped import swapped_dates, without_doubtful_dates
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import Taking
from pipeline.ingest.registers.unheaded import unheaded
from pipeline.ingest.registers.wording import compare_controls
from pipeline.ingest.shown import CellsShown
from pipeline.ingest.workbook import read_book
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Register

Findings = tuple[Finding, ...]


def read_register(
    path: Path, *, name: str, organisation: str, layout: Layout | None = None, sheet: str | None = None
) -> tuple[Register, Findings]:
    """The register in a file. ``name``: how messages call it; ``sheet`` goes before the layout's.

    Raises InputsUnusable where the file can't be opened. Where no table of risks is found, or several
    sheets hold one, the register is empty and a block says so.
    """
    return register_of(read_book(path, name), organisation=organisation, layout=layout, sheet=sheet)


def register_of(
    book: Book, *, organisation: str, layout: Layout | None = None, sheet: str | None = None
) -> tuple[Register, Findings]:
    """The same, of a book that has been opened."""
    of_file = tuple(
        find(remark.code, remark.message, Place(book.name), subject=organisation, organisation=organisation)
        for remark in book.remarks
    )
    chosen, findings = choose_sheet(book, sheet or (layout.sheet if layout else None), layout, organisation)
    findings = of_file + findings
    if chosen is None:
        return Register(organisation, book.name, "", (), (), (), {}, ()), findings
    named = bool(sheet or (layout and layout.sheet))
    return _read_sheet(book, chosen, organisation, layout, findings, named=named)


def _read_sheet(
    book: Book, sheet: str, organisation: str, layout: Layout | None, before: Findings, *, named: bool
) -> tuple[Register, Findings]:
    grid = book.grid(sheet)
    place = Place(book.name, sheet)
    table = table_on(grid, layout)
    if table is None:
        message = f"No row of the sheet '{sheet}' looks like the headings of a risk register."
        broken = find("sheet-not-register", message, place, subject=organisation, organisation=organisation)
        return Register(organisation, book.name, sheet, (), (), (), {}, ()), (*before, broken)
    columns, of_columns = Matching(table, layout, place, organisation).run()
    rows = rows_of(table, columns)
    grid = narrowed(table, columns)
    romans = roman_fields(grid, [row.number for row in rows if row.kind is RowKind.RISK], columns, layout)
    reading = RiskReading(columns, layout, Taking(grid, place, organisation), romans)
    more: dict[int, list[int]] = {}
    for row in rows:
        if row.kind is RowKind.CONTINUATION:
            more.setdefault(row.parent, []).append(row.number)
    risks = tuple(reading.risk(row.number, more.get(row.number, ())) for row in rows if row.kind is RowKind.RISK)
    compare_levels(risks, columns, reading.taking)
    compare_scores(risks, columns, reading.taking)
    compare_controls(risks, columns, reading.taking)
    risks = without_doubtful_dates(risks, columns, reading.taking)
    of_cells = reading.taking.findings()
    risks = marked(risks, more, columns, grid, (*of_columns, *of_cells))
    of_kind = {kind.value: tuple(row.number for row in rows if row.kind is kind) for kind in RowKind}
    counts = {kind: len(numbers) for kind, numbers in of_kind.items() if numbers}
    register = Register(
        organisation,
        book.name,
        sheet,
        table.header_rows,
        columns.taken,
        columns.left,
        counts,
        risks,
        of_kind,
        tuple(other for other in book.sheets if other != sheet),
        CellsShown(book.name, {sheet: table.grid}),
    )
    without = () if risks else (_without_risks(table, columns, rows, place, organisation),)
    unconfirmed = () if layout and layout.confirmed else (_unconfirmed(layout, place, organisation),)
    return register, (
        *before,
        *without,
        *unconfirmed,
        *of_columns,
        *told_of(romans, table, columns, place, organisation),
        *Oddities(table, columns, rows, reading).findings(),
        *passed_over(table, columns, rows, register),
        *under_sections(table, columns, rows, register),
        *passed_by_kind(table, columns, rows, register),
        *merged_sideways(table, columns, rows, register),
        *(
            other_tables(book, sheet, organisation)
            if book.around
            else other_sheets(book, table, columns, register, layout, named=named)
        ),
        *unheaded(table, columns, rows, place, organisation),
        *swapped_dates(risks, columns, reading.taking),
        *of_cells,
    )


# In a register that holds no risks such rows may stand all the same.
_NOTHING = frozenset((RowKind.BLANK, RowKind.HELP, RowKind.TOTAL, RowKind.FORMULA, RowKind.FOOTER, RowKind.HEADINGS))


def _without_risks(table: Table, columns: Columns, rows: Sequence[Row], place: Place, organisation: str) -> Finding:
    """Says whether a register that gave no risk is empty, or holds what could not be read as risks."""
    held = [row.number for row in rows if row.kind not in _NOTHING and is_wanted(table.grid, columns, row.number)]
    headings = f"the headings of the sheet '{place.sheet}' (row {table.header_rows[-1]})"
    if not held:
        message = f"Below {headings} there is no risk."
        return find("register-empty", message, place, subject=organisation, organisation=organisation)
    message = f"Below {headings} no row could be read as a risk, though {'row' if len(held) == 1 else 'rows'} {spans(held)} {'holds' if len(held) == 1 else 'hold'} something."
    remedy = "Undo merged cells there and show hidden rows; or name the right sheet, or its header row, in the layout."
    return find("sheet-not-register", message, place, subject=organisation, remedy=remedy, organisation=organisation)


def _unconfirmed(layout: Layout | None, place: Place, organisation: str) -> Finding:
    if layout is None:
        message = f"No layout says how the {organisation} register is read: what each column holds was worked out from its headings and values."
        remedy = f"Run: make layout FILE={place.file}, read what was detected, and confirm it."
    else:
        message = f"{layout.file} has not been confirmed: how the {organisation} register is read was partly worked out from its headings and values."
        remedy = f"Read what was detected; then put the date under confirmed in {layout.file}."
    return find(
        "layout-unconfirmed",
        message,
        Place(place.file, place.sheet),
        subject=organisation,
        remedy=remedy,
        organisation=organisation,
    )
