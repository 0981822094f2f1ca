"""Lines of one cell that look like headings of a section and are none: a risk written into one merged cell, or one thing
of the risk above.
"""

from __future__ import annotations

import re

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell
from pipeline.ingest.registers import asides
from pipeline.ingest.registers.row_cells import Fields, is_id, shape

_AFTER_ID = re.compile(r"(?!\w|\.\d|[-/]\d).*[^\W\d_]")


class Lines:
    """The lines of one table. ``ids``: what looks like an id with something beside it; ``shapes``: of these."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.ids = self._ids()
        self.shapes = {shape(text) for text in self.ids}
        self._heading: set[str] = set()  # labels of lines that head sections: "Objective: safe streets"

    def _ids(self) -> frozenset[str]:
        column = self.fields.id
        if column is None:
            return frozenset()
        grid = self.fields.grid
        rows = (row for row in grid.rows if row >= self.fields.table.first_row and len(self.fields.filled(row)) > 1)
        texts = {one_line(grid.text(row, column)).casefold() for row in rows}
        return frozenset(text for text in texts if is_id(text))

    def begins_with_id(self, cell: Cell) -> bool:
        """Whether a line begins with what would be an id of this register, and no row has it."""
        line = one_line(cell.text)
        longest = max(map(len, self.ids), default=0) + 1
        for end in range(min(longest, len(line)), 0, -1):
            first, rest = line[:end], line[end:]
            if shape(first) in self.shapes and any(map(str.isdigit, first)) and _AFTER_ID.match(rest):
                return first.casefold() not in self.ids
        return False

    def tells_of_a_risk(self, cell: Cell, *, below_risk: bool) -> bool:
        """Whether a line is a risk in one cell, or gives one thing of the risk above, as "Controls: patrols" does.
        ``below_risk``: whether it stands right below one; where such a label comes before, it heads what follows.
        """
        if self.begins_with_id(cell):
            return True
        label = asides.labelled(self.fields, cell)
        if label and not below_risk:
            self._heading.add(label)
        return bool(label) and label not in self._heading
