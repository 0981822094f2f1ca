"""Lines of one cell that look like headings of a section and are none: a risk written into one merged cell, or one thing
of the risk above.
"""

from __future__ import annotations

import re

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell
from pipeline.ingest.registers import asides
from pipeline.ingest.registers.row_cells import Fields, is_id, shape

# "Risk A4: fuel is stolen", "New risk no. 4 - …".
_BEFORE_ID = re.compile(r"(?:\w+ )?risk(?: (?:no\.?|number|ref\.?|id))?[ :#]+(?=.*\d)", re.IGNORECASE)
# "Also noted: fuel is stolen at night", "Emerging risk: …"
_ANOTHER = re.compile(
    r"(?:also|in addition|additional(?:ly)?|(?:an?other|new|emerging|further|potential|proposed|draft) risks?)\b[^:]{0,30}:\s*(?:\S+\s+){3,}\S+",
    re.IGNORECASE,
)
_AFTER_ID = re.compile(r"(?!\w|\.\d|[-/]\d).*[^\W\d_]")


class Lines:
    """The lines of one table. ``ids``: what looks like an id with something beside it; ``shapes``: of these."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.ids = self._ids()
        self.shapes = {shape(text) for text in self.ids}
        self._longest_id = max(map(len, self.ids), default=0)
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
        whole = one_line(cell.text)
        named = _BEFORE_ID.match(whole)
        return self._begins(whole) or bool(named and self._begins(whole[named.end() :]))

    def _begins(self, line: str) -> bool:
        for end in range(min(self._longest_id + 1, len(line)), 0, -1):
            first, rest = line[:end], line[end:]
            if shape(first) in self.shapes and any(map(str.isdigit, first)) and _AFTER_ID.match(rest):
                return first.casefold() not in self.ids
        return False

    def names_a_risk(self, cell: Cell) -> bool:
        """Whether a line begins with an id that no row has, or says that it tells of another risk."""
        return self.begins_with_id(cell) or bool(_ANOTHER.match(one_line(cell.text)))

    def tells_of_a_risk(self, cell: Cell, *, below_risk: bool) -> bool:
        """Whether a line is a risk in one cell, or gives one thing of the risk above, as "Controls: patrols" does.
        ``below_risk``: whether it stands right below one; where such a label comes before, it heads what follows.
        """
        if self.names_a_risk(cell):
            return True
        label = asides.labelled(self.fields, cell)
        if label and not below_risk:
            self._heading.add(label)
        return bool(label) and label not in self._heading
