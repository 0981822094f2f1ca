"""openpyxl made to give the cells of a sheet as they are written, formulas with their values, and to parse them fast."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any, NamedTuple
from xml.etree import ElementTree

from pipeline.ingest.formats import without_numpy  # noqa: F401  # isort: skip  before openpyxl
from openpyxl.reader import excel, strings
from openpyxl.worksheet import _reader
from openpyxl.worksheet._reader import WorkSheetParser, WorksheetReader
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.ingest import guard


class Calculated(NamedTuple):
    """A formula as openpyxl has it, with its value when the file was saved."""

    formula: Any
    value: Any
    data_type: str


class _Parser(WorkSheetParser):
    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["data_type"] == "f":
            self.data_only = True
            self.col_counter = cell["column"] - 1
            saved = super().parse_cell(element)
            self.data_only = False
            cell["value"] = Calculated(cell["value"], saved["value"], saved["data_type"])
        return cell


class Written(NamedTuple):
    """A cell as the file has it. ``style``: the number of its style."""

    row: int
    column: int
    value: Any
    data_type: str = "n"
    style: int = 0


class _SheetReader(WorksheetReader):
    """Reads a sheet without making openpyxl's own cells, which take more time and memory than all else together."""

    def __init__(self, cells: dict[Worksheet, list[Written]], *args: Any) -> None:
        super().__init__(*args)
        self.parser.__class__ = _Parser
        self._cells = cells

    def bind_cells(self) -> None:
        self._cells[self.ws] = [
            Written(cell["row"], cell["column"], cell["value"], cell["data_type"], cell["style_id"])
            for _, row in self.parser.parse()
            for cell in row
        ]

    def bind_merged_cells(self) -> None:
        if self.parser.merged_cells:
            self.ws.merged_cells = MultiCellRange(CellRange(each.ref) for each in self.parser.merged_cells.mergeCell)

    def bind_hyperlinks(self) -> None:
        """Nothing: openpyxl would fill a blank cell with where its link leads."""


@contextmanager
def cells_apart() -> Iterator[dict[Worksheet, list[Written]]]:
    """The cells of each sheet, filled while a workbook is loaded: formulas with their values. Openpyxl gives the one or
    the other; to load a file twice would take twice as long.
    """
    loader: Any = excel  # the module where openpyxl looks its reader up
    own = loader.WorksheetReader
    cells: dict[Worksheet, list[Written]] = {}
    loader.WorksheetReader = partial(_SheetReader, cells)
    try:
        yield cells
    finally:
        loader.WorksheetReader = own


@contextmanager
def parsed_fast(name: str) -> Iterator[None]:
    """Meanwhile openpyxl parses sheets and texts with Python's parser in C. Where defusedxml is there it takes that one,
    all of Python, for what it refuses: document types and entities. They are refused here as well.
    """

    def iterparse(source: IO[bytes]) -> Iterator[tuple[str, ElementTree.Element]]:
        content = source.read()
        guard.check_declared(getattr(source, "name", ""), content, name)
        return ElementTree.iterparse(io.BytesIO(content))

    modules: tuple[Any, ...] = (_reader, strings)  # where openpyxl looks it up
    own = [module.iterparse for module in modules]
    for module in modules:
        module.iterparse = iterparse
    try:
        yield
    finally:
        for module, each in zip(modules, own, strict=True):
            module.iterparse = each
