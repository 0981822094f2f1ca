"""The cells of one row by what their columns hold: its id, its text, its steps of a scale."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell, Grid
from pipeline.ingest.registers.columns import Columns, exposure_fields
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.values import rated
from pipeline.ingest.registers.vocabulary import SCALE_WORDS, simple

Cells = Mapping[int, Cell]  # column → cell, of one row

_ID_LONGEST = 20


class Fields:
    """What the columns of one table hold. ``of_column``: column → field; ``headings``: column → its heading, simplified."""

    def __init__(self, table: Table, columns: Columns) -> None:
        self.grid: Grid = table.grid
        self.table = table
        self.columns = columns
        self.id = columns.first("id")
        self.of_column = {column: name for name, own in columns.fields.items() for column in own}
        self.headings = {h.column: simple(h.text) for h in table.headings}
        self.first = min(self.headings, default=0)
        self.exposure = exposure_fields(columns.fields)

    def filled(self, row: int) -> Cells:
        """The cells of a row that hold something."""
        own = self.grid.rows.get(row, {})
        return {column: cell for column, cell in own.items() if cell.text or cell.formula or cell.error}

    def text_of(self, cells: Cells) -> str:
        """The description of what stands in a row, else its title."""
        texts = (
            cells[c].text for name in ("description", "title") for c in self.columns.fields.get(name, ()) if c in cells
        )
        return next((text for text in texts if text), "")

    def levels(self, cells: Cells) -> list[Cell]:
        """The cells that hold a step of a scale which can be read."""
        found = [cells[c] for name in self.exposure for c in self.columns.fields[name] if c in cells]
        return [cell for cell in found if cell.formula or rated(cell).number is not None or _is_step(cell)]

    def holds_texts(self, cell: Cell) -> bool:
        """Whether it stands where the risks' texts stand."""
        return self.of_column.get(cell.column) in ("title", "description")


def is_id(text: str) -> bool:
    """Whether a text looks like an id: short, and with a digit or without spaces ("R 12", "SAF-A")."""
    line = one_line(text)
    return 0 < len(line) <= _ID_LONGEST and (
        any(char.isdigit() for char in line)
        or (" " not in line and len(line) <= 8 and not line.islower() and line.upper() == line)
    )


def shape(text: str) -> str:
    """What kind of id a text is: "CR-001" and "CR-012" are alike, "1-4" is another."""
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", one_line(text)))


def _is_step(cell: Cell) -> bool:
    """Whether a cell holds a word of a scale."""
    return simple(rated(cell).word or "") in SCALE_WORDS
