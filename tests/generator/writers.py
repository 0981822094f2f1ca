"""Files of the sheets of a case, in each format that can be written here."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import docx
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.generator.cells import Able
from tests.generator.sheets import Case, Piece, Sheet


@dataclass(frozen=True)
class Format:
    """``often``: its share among the registers made, against the others."""

    ending: str
    able: Able
    write: Callable[[Case, Path], None]
    often: int = 1


def _xlsx(case: Case, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        looks: dict[tuple[str, str, bool], Any] = {}
        for sheet in case.sheets:
            page = book.add_worksheet(sheet.name)
            for top, left, bottom, right in sheet.merges:
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for (row, column), piece in sheet.cells.items():
                number_format = piece.number_format or ("dd/mm/yyyy" if isinstance(piece.value, date) else "")
                key = (number_format, piece.font, piece.struck)
                if key not in looks:
                    given = {"num_format": number_format, "font_name": piece.font, "font_strikeout": piece.struck}
                    looks[key] = book.add_format({name: value for name, value in given.items() if value})
                _xlsx_cell(page, row - 1, column - 1, piece, looks[key])
            for row in sheet.hidden_rows:
                page.set_row(row - 1, None, None, {"hidden": True})
            for column in sheet.hidden_columns:
                page.set_column(column - 1, column - 1, None, None, {"hidden": True})


def _xlsx_cell(page: Any, row: int, column: int, piece: Piece, look: Any) -> None:
    if piece.formula:
        page.write_formula(row, column, piece.formula, look, piece.value)
    elif isinstance(piece.value, date):
        page.write_datetime(row, column, piece.value, look)
    elif isinstance(piece.value, (int, float)):
        page.write_number(row, column, piece.value, look)
    else:
        page.write_string(row, column, piece.value, look)
    if piece.comment:
        page.write_comment(row, column, piece.comment)


def _csv(case: Case, path: Path) -> None:
    rng = Random(case.seed)
    sheet = case.sheet
    width = max(column for _, column in sheet.cells)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=rng.choice(",;\t"), lineterminator=rng.choice(("\r\n", "\n")))
    for row in range(1, sheet.last_row + 1):
        pieces = (sheet.cells.get((row, column)) for column in range(1, width + 1))
        writer.writerow(["" if piece is None else str(piece.value) for piece in pieces])
    encoding = rng.choice(("utf-8-sig", "utf-8", "cp1252"))
    try:
        path.write_bytes(out.getvalue().encode(encoding))
    except UnicodeEncodeError:
        path.write_bytes(out.getvalue().encode("utf-8-sig"))


_SPACES = ("office", "table", "text", "style")
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _ods(case: Case, path: Path) -> None:
    names = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in _SPACES)
    tables = "".join(_ods_table(sheet) for sheet in case.sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", _MANIFEST, zipfile.ZIP_DEFLATED)
        package.writestr("content.xml", content, zipfile.ZIP_DEFLATED)


def _ods_table(sheet: Sheet) -> str:
    width = max(column for _, column in sheet.cells)
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - spans.keys()
    height = max(sheet.last_row, *(bottom for _, _, bottom, _ in sheet.merges), 1)
    columns = "".join(
        f"<table:table-column{_collapsed(column in sheet.hidden_columns)}/>" for column in range(1, width + 1)
    )
    rows = []
    for row in range(1, height + 1):
        cells = []
        for column in range(1, width + 1):
            if (row, column) in covered:
                cells.append("<table:covered-table-cell/>")
                continue
            down, across = spans.get((row, column), (1, 1))
            span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' * (down * across > 1)
            cells.append(_ods_cell(sheet.cells.get((row, column)), span))
        rows.append(f"<table:table-row{_collapsed(row in sheet.hidden_rows)}>{''.join(cells)}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.name)}>{columns}{''.join(rows)}</table:table>"


def _collapsed(hidden: bool) -> str:
    return ' table:visibility="collapse"' * hidden


def _ods_cell(piece: Piece | None, span: str) -> str:
    if piece is None:
        return f"<table:table-cell{span}/>"
    value = piece.value
    if isinstance(value, date):
        kind, shown = f'office:value-type="date" office:date-value="{value.isoformat()}"', value.strftime("%d/%m/%Y")
    elif isinstance(value, (int, float)):
        kind, shown = f'office:value-type="float" office:value="{value}"', str(value)
    else:
        kind, shown = 'office:value-type="string"', str(value)
    lines = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in shown.split("\n"))
    return f"<table:table-cell {kind}{span}>{lines}</table:table-cell>"


def _ods_text(line: str) -> str:
    """Spaces at an end, or several in a row, are elements: bare ones are passed over."""
    if line == line.strip() and "  " not in line:
        return escape(line)
    return escape(line).replace(" ", "<text:s/>")


def _docx(case: Case, path: Path) -> None:
    sheet = case.sheet
    document = docx.Document()
    document.add_heading("Risk register", 1)
    width, height = max(column for _, column in sheet.cells), sheet.last_row
    table = document.add_table(height, width)
    grid = [list(row.cells) for row in table.rows]
    for top, left, bottom, right in sheet.merges:
        if bottom <= height:
            grid[top - 1][left - 1].merge(grid[bottom - 1][right - 1])
    for (row, column), piece in sheet.cells.items():
        cell = grid[row - 1][column - 1]
        lines = (piece.value.strftime("%d/%m/%Y") if isinstance(piece.value, date) else str(piece.value)).split("\n")
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            if piece.font:
                sign = OxmlElement("w:sym")
                sign.set(qn("w:font"), piece.font)
                sign.set(qn("w:char"), f"F0{ord(line):02X}")
                paragraph.add_run()._r.append(sign)
            else:
                paragraph.add_run(line)
    document.add_paragraph("Agreed by the Board.")
    document.save(str(path))


_FLAT: Final = Able(typed=False, fonts=False, formulas=False, merges=False, hidden=False, sheets=False)

# Not .xls and .xlsb, which no package here writes: LibreOffice makes .xls of some .xlsx, see the tests.
FORMATS: Final = (
    Format("xlsx", Able(), _xlsx, often=6),
    Format("csv", _FLAT, _csv),
    Format("ods", Able(fonts=False, formulas=False), _ods, often=2),
    Format("docx", Able(typed=False, formulas=False, hidden=False, sheets=False), _docx),
)


def format_of(seed: int) -> Format:
    """The format of this seed's register."""
    chosen = [one for one in FORMATS for _ in range(one.often)]
    return chosen[seed % len(chosen)]
