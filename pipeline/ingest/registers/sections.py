"""Rows between the risks that head them: they are quoted, so that a person sees a risk among them; and where one speaks
of closed risks, issues or opportunities, what stands below it may be no open risk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.ingest.registers import asides
from pipeline.ingest.registers.closed import says_closed
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.row_cells import Fields
from pipeline.ingest.registers.row_kinds import Row, RowKind
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import address, quoted
from pipeline.ingest.registers.vocabulary import KIND_WORDS, simple
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Register

_QUOTED = 20  # rows quoted in one message
_OTHERS = {"opportunity", "opportunities", *KIND_WORDS}
_OTHER = re.compile(
    rf"(?:(?:current|open|live|key|known|other) )?(?:{'|'.join(sorted(_OTHERS))})"
    r"(?: (?:log|register|list|already|that|which|which have|happened|arising|identified|and|or|to|only|section|\d+)\b.*)?"
)


def passed_over(table: Table, columns: Columns, rows: Sequence[Row], register: Register) -> Iterator[Finding]:
    """One note that quotes each row that was taken for a heading of those below it, for a last word or an example."""
    fields = Fields(table, columns)
    told: list[tuple[int, str, str]] = []  # row, the cell's address, its words
    for row in rows:
        cells = fields.filled(row.number)
        if not cells:
            continue
        first = cells[min(cells)]
        lone = (
            row.kind is RowKind.FOOTER
            and len(cells) == 1
            and not (asides.is_foot(first) or asides.is_help(fields, first))
        )
        example = row.kind is RowKind.HELP and asides.is_example(fields, cells, first=True)
        if row.kind in (RowKind.SECTION, RowKind.HEADINGS) or lone or example:
            told.append((row.number, address(row.number, min(cells)), quoted(first)))
    if not told:
        return
    named = ", ".join(f"row {number} {words}" for number, _, words in told[:_QUOTED])
    more = f"; and rows {spans(number for number, _, _ in told[_QUOTED:])}" if len(told) > _QUOTED else ""
    message = f"Taken for headings or examples, not for risks: {named}{more}."
    yield find(
        "rows-passed-over",
        message,
        Place(register.file, register.sheet, told[0][1]),
        subject=register.organisation,
        organisation=register.organisation,
    )


def under_sections(table: Table, columns: Columns, rows: Sequence[Row], register: Register) -> Iterator[Finding]:
    """A finding for each risk under a heading that speaks of something else than open risks, where no column of its own
    says what it is.
    """
    of_row = {risk.source.row: risk for risk in register.risks}
    heading, says = "", ""
    for row in rows:
        if row.kind is RowKind.SECTION:
            cells = table.grid.rows[row.number]
            cell = next(cell for _, cell in sorted(cells.items()) if cell.text)
            heading, says = quoted(cell), _speaks_of(cell.text)
        risk = of_row.get(row.number)
        if risk is None or not says or (says == "closed" and risk.status) or (says == "other" and columns.only):
            continue
        subject = f"{register.organisation} {risk.id}" if risk.id else f"{register.organisation} row {row.number}"
        message = f"{subject[:1].upper()}{subject[1:]} stands under the heading {heading}, and was read as a risk that is open."
        column = columns.first("id") or min(table.grid.rows[row.number])
        yield find(
            "section-says-other", message, Place(register.file, register.sheet, address(row.number, column)),
            subject=subject, field="status", organisation=register.organisation,
        )  # fmt: skip


def _speaks_of(text: str) -> str:
    if says_closed(text):
        return "closed"
    return "other" if _OTHER.fullmatch(simple(text)) else ""
