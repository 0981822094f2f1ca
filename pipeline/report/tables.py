"""Workbooks of tables: every cell a text, or a count as a number; never a formula or link; set up to be printed."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.workbook import Workbook

# Excel wants a time of making; every workbook has this one, so that the same report is the same bytes.
_MADE = datetime(2000, 1, 1)
_INK = "#1F3044"
_CELL_LIMIT = 32_767  # characters in one cell of Excel
_LINE, _TALLEST = 12.0, 408.75  # points: one line of text, and the tallest row of Excel
_FITS = 1.2  # characters of this font to one of Excel's units of width, the indent taken off
_MARK_LIMIT = 120  # characters of the marking in the page header; Excel allows 255 for the whole of it


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    width: int  # in characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one table. ``name`` is the tab's, ``table`` the table's own: unique in the workbook."""

    name: str
    table: str
    title: str
    note: str  # a line between title and table, or empty
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int, ...], ...]


def workbook(sheets: Iterable[Sheet], properties: Mapping[str, str], *, marking: str = "", day: str = "") -> bytes:
    """The workbook; the same sheets give the same bytes. ``properties``: its title, subject, author."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(target, options) as book:
        book.str_table = _Texts()
        book.set_properties({**properties, "created": _MADE})
        looks = _Looks.of(book)
        for sheet in sheets:
            _write(book, sheet, looks, marking=marking, day=day)
    return target.getvalue()


class _Texts(SharedStringTable):  # type: ignore[misc]  # XlsxWriter has no type hints here
    """The workbook's texts. XlsxWriter takes ``<r>…</r>`` for markup of its own and writes it as it is, and of
    two escapes that share an underscore it escapes one: such texts are handed over as markup that is sound.
    """

    _MISTAKEN = re.compile(r"<r>.*</r>|.*_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_.*", re.DOTALL)
    _ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

    def _get_shared_string_index(self, string: str) -> int:
        if self._MISTAKEN.fullmatch(string):
            # As &#95; an underscore begins no escape for XlsxWriter, and does so for Excel.
            inside = self._ESCAPE.sub("_x005F_", escape(string, quote=False)).replace("_", "&#95;")
            string = f'<r><t xml:space="preserve">{inside}</t></r>'
        index: int = super()._get_shared_string_index(string)
        return index


@dataclass(frozen=True, slots=True)
class _Looks:
    """The formats of the workbook, made once."""

    title: Format
    note: Format
    heading: Format
    cell: Format
    count: Format

    @staticmethod
    def of(book: xlsxwriter.Workbook) -> _Looks:
        font = {"font_name": "Arial", "font_size": 9, "valign": "top"}
        inside = {"align": "left", "indent": 1, "text_wrap": True}
        under = {"bottom": 1, "bottom_color": "#C5CDD6"}
        return _Looks(
            title=book.add_format({**font, "bold": True, "font_size": 14, "font_color": _INK}),
            note=book.add_format({**font, "italic": True}),
            heading=book.add_format({
                **font, **inside, "bold": True, "font_color": "#FFFFFF", "bg_color": _INK, "border": 1,
                "border_color": _INK,
            }),
            cell=book.add_format({
                # "@" keeps a text a text when a person later edits the cell.
                **font, **inside, **under, "num_format": "@",
            }),
            count=book.add_format({**font, **inside, **under}),
        )  # fmt: skip


def _write(book: Workbook, sheet: Sheet, looks: _Looks, *, marking: str = "", day: str = "") -> None:
    """One sheet: the title in row 1, the headings in row 3, the table below them, set up to be printed.

    ``marking`` and ``day`` stand at the top and foot of each page.
    """
    tab = book.add_worksheet(sheet.name)
    rows = sheet.rows or (("None", *("" for _ in sheet.columns[1:])),)  # a table of Excel must have a row
    head, last, right = 2, 2 + len(rows), len(sheet.columns) - 1
    tab.write_string(0, 0, sheet.title, looks.title)
    if sheet.note:
        tab.write_string(1, 0, sheet.note, looks.note)
    tab.add_table(head, 0, last, right, {
        "name": sheet.table,
        "style": None,
        "columns": [{"header": column.heading, "header_format": looks.heading} for column in sheet.columns],
    })  # fmt: skip
    for row_number, row in enumerate(rows, head + 1):
        for column_number, text in enumerate(row):
            if isinstance(text, int):
                tab.write_number(row_number, column_number, text, looks.count)
            elif text:
                tab.write_string(row_number, column_number, _fitting(text), looks.cell)
            else:
                tab.write_blank(row_number, column_number, None, looks.cell)
        tab.set_row(row_number, _height(row, sheet.columns))
    tab.set_row(head, _height([column.heading for column in sheet.columns], sheet.columns))
    for column_number, column in enumerate(sheet.columns):
        tab.set_column(column_number, column_number, column.width)
    tab.freeze_panes(head + 1, 1)
    tab.repeat_rows(head)
    tab.print_area(0, 0, last, right)
    tab.set_landscape()
    tab.set_paper(9)  # A4
    tab.fit_to_pages(1, 0)
    tab.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    tab.hide_gridlines(2)
    marking = marking[:_MARK_LIMIT].replace("&", "&&")
    tab.set_header(f"&C&B{_apart(marking)}" if marking else "")
    tab.set_footer(f"&L{_apart(day)}&C{_apart(marking)}&RPage &P of &N")


def _height(row: Sequence[str | int], columns: Sequence[Column]) -> float:
    """The height in points that shows all of a row's wrapped text, as far as Excel allows. Without it some
    programs show one line.
    """
    lines = max(
        sum(len(textwrap.wrap(line, int(column.width * _FITS))) or 1 for line in str(text).split("\n"))
        for text, column in zip(row, columns, strict=True)
    )
    return min(lines * _LINE + 4, _TALLEST)


def _apart(text: str) -> str:
    """Text for a header or footer: a digit right after a code such as &C would be taken for a font size."""
    return f" {text}" if text else ""


def _fitting(text: str) -> str:
    """The text, or as much of it as a cell of Excel can hold, saying so. Excel counts an emoji as two."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _CELL_LIMIT:
        return text
    note = " … [cut here: the Word report has the whole text]"
    return units[: 2 * (_CELL_LIMIT - len(note))].decode("utf-16-le", errors="ignore") + note
