"""What the cells of a file show, for whoever tells of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from pipeline.ingest.grid import Cell, Grid, letter, number
from pipeline.model.dates import in_words
from pipeline.model.records import Place

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


class CellsShown(Mapping[Place, str]):
    """The place of a cell → what a reader sees there, "" for a blank one; of a merged range, its first cell. Nothing
    is worked out before it is asked for: few cells of a large register are.

    Raises KeyError for a place that is no cell of these sheets.
    """

    def __init__(self, file: str, grids: Mapping[str, Grid]) -> None:
        self._file = file
        self._grids = grids

    def __getitem__(self, place: Place) -> str:
        address = _ADDRESS.fullmatch(place.cell)
        if place.file != self._file or place.sheet not in self._grids or address is None:
            raise KeyError(place)
        return _shown(self._grids[place.sheet].seen(int(address[2]), number(address[1])))

    def __iter__(self) -> Iterator[Place]:
        for sheet, grid in self._grids.items():
            for row, cells in grid.rows.items():
                yield from (Place(self._file, sheet, f"{letter(column)}{row}") for column in cells)

    def __len__(self) -> int:
        return sum(len(cells) for grid in self._grids.values() for cells in grid.rows.values())


def _shown(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.error:
        return cell.error
    if cell.uncalculated:
        return cell.formula
    # Spreadsheets show a date in the form of their country: in words it is the same everywhere.
    if isinstance(cell.value, date) and (not isinstance(cell.value, datetime) or cell.value.time() == time()):
        return in_words(cell.value)
    return cell.text
