"""What both registers need for being drawn: a book of fixed bytes, named looks, merged cells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.ingest.starter.archives import repack

Value = str | int | date
Area = tuple[int, int, int, int]  # first row, first column, last row, last column

CREATED = datetime(2017, 9, 1)


class Looks:
    """The cell formats of one book; each is made once, by its name."""

    def __init__(self, book: Workbook, font: str) -> None:
        self._book, self._font = book, font
        self._made: dict[str, Format] = {}

    def __call__(self, name: str, **settings: object) -> Format:
        if name not in self._made:
            basis = {"font_name": self._font, "font_size": 10, "border_color": "#BFBFBF"}
            self._made[name] = self._book.add_format(basis | settings)
        return self._made[name]


class Sheet:
    """A worksheet that takes a value of any kind, over one cell or over several that are merged."""

    def __init__(self, page: Worksheet) -> None:
        self.page = page

    def write(self, row: int, column: int, value: Value, look: Format) -> None:
        """One cell; text is always text."""
        if isinstance(value, date):
            self.page.write_datetime(row, column, value, look)
        elif isinstance(value, str):
            self.page.write_string(row, column, value, look) if value else self.page.write_blank(
                row, column, None, look
            )
        else:
            self.page.write_number(row, column, value, look)

    def merge(self, area: Area, value: Value, look: Format) -> None:
        """The same over several cells, which are merged where they are more than one."""
        self._join(area, look)
        self.write(area[0], area[1], value, look)

    def merge_formula(self, area: Area, formula: str, value: int | str, look: Format) -> None:
        """A formula with the value that Excel would have worked out."""
        self._join(area, look)
        self.page.write_formula(area[0], area[1], formula, look, value)

    def _join(self, area: Area, look: Format) -> None:
        if area[:2] != area[2:]:
            self.page.merge_range(*area, None, look)


@contextmanager
def new_book(path: Path, title: str, font: str) -> Iterator[tuple[Workbook, Looks]]:
    """A workbook to draw in, written to ``path`` when done; the same drawing gives the same bytes."""
    package = BytesIO()
    book = Workbook(package, {"in_memory": True})
    book.set_properties({"title": title, "author": "Risk team", "created": CREATED})
    yield book, Looks(book, font)
    book.close()
    path.write_bytes(repack(package.getvalue()))
