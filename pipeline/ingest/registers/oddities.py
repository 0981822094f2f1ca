"""What must be said of a register as a whole: ids that stand twice, rows and columns out of sight, rows left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.risks import RiskReading
from pipeline.ingest.registers.rows import Row, RowKind
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import listed
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
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
        self._arrows()
        self._semicolons()
        self._left_out()
        return tuple(self.found)

    def _say(self, code: str, message: str, cell: str = "", *, subject: str = "", name: str = "") -> None:
        place = replace(self.place, cell=cell)
        self.found.append(
            find(code, message, place, subject=subject or self.organisation, field=name, organisation=self.organisation)
        )

    def _arrows(self) -> None:
        arrows = self.reading.arrows
        if arrows:
            where = listed(cell.address for cell in arrows)
            message = f"Arrows or up and down stand under the trend ({where}), and no layout says whether ↑ means that the risk is rising or that the position is improving. They were not read."
            self._say("trend-meaning-missing", message, arrows[0].address, name="trend")

    def _semicolons(self) -> None:
        for name, cells in self.reading.semicolons.items():
            where = listed(cell.address for cell in cells)
            message = f"Some cells of {FIELD_WORDS[name]} hold semicolons ({where}); each was read as one entry."
            self._say("list-unsplit", message, cells[0].address if len(cells) == 1 else "", name=name)

    def _duplicates(self) -> None:
        column = self.columns.first("id")
        if column is None:
            return
        places: dict[str, list[str]] = {}
        for row in self.rows:
            cell = self.grid.seen(row.number, column) if row.kind is RowKind.RISK else None
            if cell is not None and cell.text:
                places.setdefault(one_line(cell.text), []).append(cell.address)
        for risk_id, cells in places.items():
            if len(cells) > 1:
                self._say(
                    "id-duplicate",
                    f"{self.organisation} {risk_id} stands {len(cells)} times: {listed(cells)}.",
                    cells[1],
                    subject=f"{self.organisation} {risk_id}",
                    name="id",
                )

    def _hidden(self) -> None:
        hidden = [row.number for row in self.rows if row.kind is RowKind.HIDDEN]
        if hidden:
            self._say(
                "hidden-used",
                f"{'Row' if len(hidden) == 1 else 'Rows'} {listed(hidden)} {'is' if len(hidden) == 1 else 'are'} hidden and not empty; no risk was read from there.",
                f"A{hidden[0]}",
            )
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
            self._say(
                "filter-on",
                f"A filter keeps {len(filtered)} {'row' if len(filtered) == 1 else 'rows'} out of sight ({listed(filtered)}); they were read all the same.",
                f"A{filtered[0]}",
            )

    def _left_out(self) -> None:
        """Rows that hold something and are no risk, where that is not plain from what they are."""
        for kind, words in (
            (RowKind.SECOND_TABLE, "belong to a second table below the risks"),
            (RowKind.OTHER, "are neither risks nor anything else that is known"),
        ):
            rows = [row.number for row in self.rows if row.kind is kind]
            if rows and not (kind is RowKind.OTHER and self.columns.only):
                one = len(rows) == 1
                said = words.replace("belong", "belongs", 1).replace("are ", "is ", 1) if one else words
                self._say(
                    "rows-left-out",
                    f"{'Row' if one else 'Rows'} {listed(rows)} {said}; no risk was read from there.",
                    f"A{rows[0]}",
                )
