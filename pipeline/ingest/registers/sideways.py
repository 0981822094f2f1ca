"""Cells merged over several columns of the table: what stands there is the first column's, and of the others nothing is
known. A heading merged likewise heads its first column alone, so then nothing is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.ingest.grid import Grid, Merge, letter
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.row_kinds import Row, RowKind
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import address, quoted
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Register


def narrowed(table: Table, columns: Columns) -> Grid:
    """The sheet as the values are read from it: a cell merged sideways below the headings reaches no further than the
    first column under it that is headed.
    """
    grid = table.grid
    if not any(_is_sideways(table, merge) for merge in grid.merges):
        return grid
    headed = _headed(table, columns)
    merges = tuple(
        merge._replace(right=_first(merge, headed)) if _is_sideways(table, merge) else merge for merge in grid.merges
    )
    return replace(grid, merges=merges, _anchors={})


def merged_sideways(table: Table, columns: Columns, rows: Sequence[Row], register: Register) -> Iterator[Finding]:
    """A finding for each field that is left empty because its cell is merged with one to its left."""
    headed = _headed(table, columns)
    field_of = {column: name for name, own in columns.fields.items() for column in own}
    of_row = {risk.source.row: risk for risk in register.risks}
    kinds = {row.number: row for row in rows}
    merges = sorted(merge for merge in table.grid.merges if _is_sideways(table, merge))
    for merge in merges:
        cell = table.grid.cell(merge.top, merge.left)
        first = _first(merge, headed)
        missed = [column for column in range(first + 1, merge.right + 1) if column in field_of]
        missed = [column for column in missed if field_of[column] != field_of.get(first)]
        if cell is None or not cell.text or not missed:
            continue
        whose = FIELD_WORDS[field_of[first]] if first in field_of else f"column {letter(first)}"
        what = f"and was read as {whose} alone" if first in field_of else "which is not read"
        # Words of a title may have become part of the id.
        told_of = [first, *missed] if field_of.get(first) == "id" else missed
        for number in range(merge.top, merge.bottom + 1):
            row = kinds.get(number)
            if row is None or row.kind not in (RowKind.RISK, RowKind.CONTINUATION):
                continue
            risk = of_row.get(row.parent or number)
            subject = (
                f"{register.organisation} {risk.id}"
                if risk and risk.id
                else f"{register.organisation} row {row.parent or number}"
            )
            for column in told_of:
                words = FIELD_WORDS[field_of[column]]
                told = f"{whose} stands in a cell merged over other columns, and was read as {quoted(cell)}."
                if column != first:
                    told = f"nothing was read as {words}: the cell is merged with that of {whose} ({quoted(cell)}), {what}."
                yield find(
                    "merged-sideways", f"{subject[:1].upper()}{subject[1:]}: {told}", Place(register.file, register.sheet, address(number, column)),
                    subject=subject, field=field_of[column], organisation=register.organisation,
                )  # fmt: skip


def _is_sideways(table: Table, merge: Merge) -> bool:
    return merge.right > merge.left and merge.top >= table.first_row


def _headed(table: Table, columns: Columns) -> frozenset[int]:
    """The columns that have a heading or hold a field."""
    fields = (column for own in columns.fields.values() for column in own)
    return frozenset((*(heading.column for heading in table.headings), *fields))


def _first(merge: Merge, headed: frozenset[int]) -> int:
    return next((column for column in range(merge.left, merge.right + 1) if column in headed), merge.left)
