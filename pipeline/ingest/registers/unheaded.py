"""What a table of risks holds under no heading: it is read as nothing, and that must be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.ingest.grid import letter
from pipeline.ingest.grid import number as column_of
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.row_kinds import Row, RowKind
from pipeline.ingest.registers.table import Table, is_sign
from pipeline.ingest.registers.taking import address
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place

_OF_RISKS = frozenset((RowKind.RISK, RowKind.CONTINUATION))
# Right of the table such rows head, foot or explain nothing.
_BESIDE = frozenset((RowKind.SECTION, RowKind.HELP, RowKind.FOOTER, RowKind.FORMULA, RowKind.ID_ONLY))


def unheaded(table: Table, columns: Columns, rows: Sequence[Row], place: Place, organisation: str) -> Iterator[Finding]:
    """A finding for each column without a heading that holds something beside the risks."""
    headed = {heading.column for heading in table.headings} | columns.only.keys()
    headed |= {column for own in columns.fields.values() for column in own}
    headed |= {column_of(left.letter) for left in columns.left}
    heads = table.grid.rows.get(table.header_rows[-1], {})
    headed |= {column for column, cell in heads.items() if is_sign(table.grid, cell)}
    furthest = max(headed, default=0)
    for column in sorted(set(range(1, table.grid.last_column + 1)) - headed):
        kinds = _OF_RISKS | _BESIDE if column > furthest else _OF_RISKS
        held = [row.number for row in rows if row.kind in kinds and _holds(table, row.number, column)]
        if held:
            words = f"{'row' if len(held) == 1 else 'rows'} {spans(held)}"
            message = f"Column {letter(column)} has no heading and is not read. It holds something in {words}."
            yield find(
                "column-unread", message, replace(place, cell=address(held[0], column)),
                subject=organisation, organisation=organisation,
            )  # fmt: skip


def _holds(table: Table, row: int, column: int) -> bool:
    cell = table.grid.cell(row, column)
    return cell is not None and bool(cell.text or cell.error or cell.uncalculated)
