"""What must be said of a register as a whole: ids that stand twice, rows and columns out of sight, rows left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.registers import second_tables
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.risks import RiskReading
from pipeline.ingest.registers.row_cells import Fields
from pipeline.ingest.registers.row_kinds import Row, RowKind, is_wanted, kind_unsaid
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import address, quoted
from pipeline.ingest.registers.values import id_in
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find


class Oddities:
    """Gathers the findings about one register that are about no single risk."""

    def __init__(self, table: Table, columns: Columns, rows: Sequence[Row], reading: RiskReading) -> None:
        self.table = table
        self.grid = table.grid
        self.columns = columns
        self.rows = rows
        self.reading = reading
        self.place = reading.taking.place
        self.organisation = reading.taking.organisation
        self.found: list[Finding] = []

    def findings(self) -> tuple[Finding, ...]:
        """Every one, once the risks have been read."""
        self._duplicates()
        self._hidden()
        self._left_out()
        return tuple(self.found)

    def _say(self, code: str, message: str, cell: str = "", *, subject: str = "", name: str = "") -> None:
        place = replace(self.place, cell=cell)
        self.found.append(
            find(code, message, place, subject=subject or self.organisation, field=name, organisation=self.organisation)
        )

    def _first(self, row: int) -> str:
        """The row's first cell that holds something."""
        held = (column for column, cell in self.grid.rows[row].items() if cell.text or cell.formula or cell.error)
        return address(row, min(held))

    def _quoted(self, row: int) -> str:
        """What stands in the row's first cell that holds something."""
        held = [cell for _, cell in sorted(self.grid.rows[row].items()) if cell.text or cell.formula or cell.error]
        return quoted(held[0]) if held[0].text else held[0].address

    def _duplicates(self) -> None:
        column = self.columns.first("id")
        if column is None:
            return
        first: dict[str, str] = {}
        for row in self.rows:
            cell = self.grid.seen(row.number, column) if row.kind is RowKind.RISK else None
            risk_id = id_in(cell.text)[0] if cell else ""
            if cell is None or not risk_id:
                continue
            own = address(row.number, column)
            if risk_id in first:
                subject = f"{self.organisation} {risk_id}"
                message = f"{subject} stands in {first[risk_id]} and again in {own}."
                if cell.address != own:
                    message = f"{subject} stands in {cell.address}, a cell merged over several rows that each give a text and scores: they were read as risks of the same id."
                self._say("id-duplicate", message, own, subject=subject, name="id")
            first.setdefault(risk_id, own)

    def _hidden(self) -> None:
        for row in self.rows:
            if row.kind is RowKind.HIDDEN:
                message = f"Row {row.number} is hidden and not empty; no risk was read from there."
                self._say("hidden-used", message, self._first(row.number))
        for taken in self.columns.taken:
            heading = next((h for h in self.table.headings if h.letter == taken.letter), None)
            if heading and heading.column in self.grid.hidden_columns:
                self._say(
                    "hidden-used",
                    f"Column {taken.letter} ('{heading.shown}') is hidden, yet was read as {FIELD_WORDS[taken.field]}.",
                    heading.cell.address,
                    name=taken.field,
                )
        filtered = [
            row.number
            for row in self.rows
            if row.number in self.grid.filtered_rows and row.kind in (RowKind.RISK, RowKind.CONTINUATION)
        ]
        if filtered:
            one = len(filtered) == 1
            message = f"A filter or a closed group keeps {len(filtered)} {'row' if one else 'rows'} out of sight ({spans(filtered)}); {'it was' if one else 'they were'} read all the same."
            self._say("filter-on", message, self._first(filtered[0]))

    def _left_out(self) -> None:
        """Rows that hold something and are no risk, where that is not plain from what they are. A second table
        is one thing, whatever its rows.
        """
        second = [row.number for row in self.rows if row.kind is RowKind.SECOND_TABLE]
        missed = list(second_tables.like_risks(Fields(self.table, self.columns), self.rows))
        if missed:
            one = len(missed) == 1
            message = f"{'Row' if one else 'Rows'} {spans(missed)} of a second table {'has' if one else 'have'} an id, a text and scores as the risks above have; no risk was read from there."
            self._say("risks-left-out", message, self._first(missed[0]))
        elif second:
            one = len(second) == 1
            rows = f"{'Row' if one else 'Rows'} {spans(second)} {'belongs' if one else 'belong'}"
            message = f"{rows} to a second table below the risks; no risk was read from there."
            self._say("rows-left-out", message, self._first(second[0]))
        for row in self.rows:
            if row.kind is RowKind.OTHER and (
                is_wanted(self.grid, self.columns, row.number) or self._may_be_a_risk(row.number)
            ):
                told = (
                    f"Row {row.number} ({self._quoted(row.number)}) is neither a risk nor anything else that is known"
                )
                message = f"{told}; no risk was read from there."
                self._say("rows-left-out", message, self._first(row.number))

    def _may_be_a_risk(self, row: int) -> bool:
        """Whether a row of a log of several kinds of entry holds a risk's text, and no kind or one that is not known."""
        texts = (column for name in ("title", "description") for column in self.columns.fields.get(name, ()))
        return any(self.grid.text(row, column) for column in texts) and kind_unsaid(self.grid, self.columns, row)
