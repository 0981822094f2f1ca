"""The parts of a table that its style may give looks of their own: header row, first column, bands, corners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.fitness.grids import Cell, Grid
from pipeline.ingest.word_package import Element, W

# What turns a part on, and the bit for it in the w:tblLook of old files.
_BITS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Regions:
    """Of one table. ``on``: what its w:tblLook turns on; the bands' sizes are in rows and columns."""

    on: frozenset[str]
    rows: int
    columns: int
    band_rows: int
    band_columns: int

    def of(self, cell: Cell) -> tuple[str, ...]:
        """Word's names of the regions a cell belongs to, the strongest first."""
        return tuple(self._of(cell))

    def _of(self, cell: Cell) -> Iterator[str]:
        top, left = "firstRow" in self.on and cell.row == 0, "firstColumn" in self.on and cell.column == 0
        bottom = "lastRow" in self.on and cell.row == self.rows - 1
        right = "lastColumn" in self.on and cell.column + cell.span == self.columns
        for region, inside in (
            ("nwCell", top and left),
            ("neCell", top and right),
            ("swCell", bottom and left),
            ("seCell", bottom and right),
            ("firstRow", top),
            ("lastRow", bottom),
            ("firstCol", left),
            ("lastCol", right),
        ):
            if inside:
                yield region
        if "noHBand" not in self.on and not top and not bottom:
            yield f"band{(cell.row - ('firstRow' in self.on)) // self.band_rows % 2 + 1}Horz"
        if "noVBand" not in self.on and not left and not right:
            yield f"band{(cell.column - ('firstColumn' in self.on)) // self.band_columns % 2 + 1}Vert"


def regions_of(grid: Grid, band_rows: int, band_columns: int) -> Regions:
    look = grid.element.find(f"{W}tblPr/{W}tblLook")
    on = frozenset(name for name, bit in _BITS.items() if look is not None and _is_on(look, name, bit))
    return Regions(on, len(grid.rows), grid.columns, band_rows, band_columns)


def _is_on(look: Element, name: str, bit: int) -> bool:
    written = look.get(W + name)
    if written is not None:
        return written in ("1", "true", "on")
    old = look.get(W + "val", "")
    return bool(int(old, 16) & bit) if re.fullmatch("[0-9A-Fa-f]{1,4}", old) else False
