"""An .xls → grids: values with their looks. The text of formulas is out of reach."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlrd
from xlrd.formatting import XF
from xlrd.sheet import Sheet
from xlrd.xldate import XLDateError, xldate_as_datetime

from pipeline.ingest import guard
from pipeline.ingest.grid import Book, Cell, CellValue, Grid, Look, Merge, Remark, made, tidy
from pipeline.ingest.text_runs import RAISED, TextRun
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import EXCEL, Kind, refusal

_LIMITS = (
    "This is an old workbook (.xls), of which formulas, colours painted by conditional formats, and whether a filter "
    "hides a row can't be read; values, fonts, fills and merged cells were."
)
_SOLID = 1
_SUPERSCRIPT = 1


def read(data: bytes, name: str) -> Book:
    """The workbook with these bytes. Raises InputsUnusable; anything else where xlrd makes no sense of it."""
    try:
        workbook = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise InputsUnusable(f"{name} {refusal(Kind.PROTECTED, EXCEL)}") from None
        raise
    guard.check_sheets(workbook.nsheets, name)
    looks = tuple(_look(workbook, xf) for xf in workbook.xf_list)
    sheets = [sheet for sheet in workbook.sheets() if isinstance(sheet, Sheet)]
    grids = {sheet.name: _grid(workbook, sheet, looks, name) for sheet in sheets}
    hidden = frozenset(sheet.name for sheet in sheets if sheet.visibility)
    return Book(name, grids, hidden, (Remark("format-limits", _LIMITS),))


def _grid(workbook: Any, sheet: Any, looks: tuple[Look, ...], name: str) -> Grid:
    merges = [Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    guard.check_merges(merges, name)
    extent = guard.Extent(name)
    cells = list(_cells(workbook, sheet, looks, name, extent))
    extent.check()
    return made(
        sheet.name,
        cells,
        merges=merges,
        hidden_rows=(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        filtered_rows=(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden and info.outline_level),
        hidden_columns=(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or not info.width),
    )


def _cells(workbook: Any, sheet: Any, looks: tuple[Look, ...], name: str, extent: guard.Extent) -> Iterator[Cell]:
    comments = {at: note.text for at, note in sheet.cell_note_map.items()}
    bare = sorted(at for at in comments if at[0] >= sheet.nrows or at[1] >= sheet.row_len(at[0]))
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            raw = sheet.cell(row, column)
            look = looks[raw.xf_index] if raw.xf_index is not None else looks[0]
            value = _value(workbook, raw)
            error = xlrd.error_text_from_code.get(raw.value, "#ERROR!") if raw.ctype == xlrd.XL_CELL_ERROR else ""
            comment = comments.get((row, column), "")
            if value is None and not error and not comment and not look.fill:
                continue
            if value is not None or error:
                extent.filled(row + 1, column + 1)
            runs: tuple[TextRun, ...] = ()
            if isinstance(value, str):
                guard.check_text(value, name, sheet.name, row + 1, column + 1)
                runs = _runs(workbook, value, look, sheet.rich_text_runlist_map.get((row, column), ()))
            yield Cell(row + 1, column + 1, value, "", error, look, runs, comment)
    for row, column in bare:
        yield Cell(row + 1, column + 1, None, comment=comments[row, column])


def _value(workbook: Any, raw: Any) -> CellValue:
    match raw.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(raw.value)
        case xlrd.XL_CELL_NUMBER:
            return tidy(raw.value)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(raw.value)
        case xlrd.XL_CELL_DATE:
            try:
                day: datetime = xldate_as_datetime(raw.value, workbook.datemode)
            except (XLDateError, OverflowError, ValueError):
                return tidy(raw.value)
            return day.time() if 0 <= raw.value < 1 else day
    return None


def _look(workbook: Any, xf: XF) -> Look:
    font = workbook.font_list[xf.font_index]
    background = xf.background
    rgb = workbook.colour_map.get(background.pattern_colour_index) if background.fill_pattern == _SOLID else None
    kind = workbook.format_map.get(xf.format_key)
    return Look(
        fill="".join(f"{channel:02X}" for channel in rgb) if rgb else "",
        font=font.name,
        struck=bool(font.struck_out),
        number_format=kind.format_str if kind else "General",
    )


def _runs(workbook: Any, text: str, look: Look, starts: Any) -> tuple[TextRun, ...]:
    """The stretches of a text in a font each. ``starts``: where each begins, counted as Excel does, and its font."""
    if not starts:
        return ()
    units = text.encode("utf-16-le", "surrogatepass")
    ends = [*(start for start, _ in starts[1:]), len(units) // 2]
    runs = [TextRun(_piece(units, 0, starts[0][0]), look.font, look.struck)]
    for (start, index), end in zip(starts, ends, strict=True):
        font = workbook.font_list[index]
        out = RAISED if font.escapement == _SUPERSCRIPT else ""
        runs.append(TextRun(_piece(units, start, end), font.name, bool(font.struck_out), out))
    return tuple(run for run in runs if run.text)


def _piece(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
