"""An .xlsb → grids of values, by calamine; what it leaves out and stands plainly in the records is read here."""

from __future__ import annotations

import io
import posixpath
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

import python_calamine

from pipeline.ingest import guard
from pipeline.ingest.grid import Book, Cell, CellValue, Grid, Merge, Remark, made, tidy

_LIMITS = (
    "This is a binary workbook (.xlsb), of which fonts, colours, zeros that a format puts before a number, comments, "
    "formulas and whether a filter hides a row can't be read; values and merged cells were."
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(Id|Target)=[\"']([^\"']*)[\"']")

# The kinds of records that are looked at here.
_ROW: Final = 0
_ERRORS: Final = frozenset((3, 11))
_CELLS: Final = frozenset((*range(2, 12), 62))
_COLUMNS: Final = 60
_SHEET: Final = 156
_MERGED: Final = 176
_ROW_HIDDEN: Final = 0x10
_OUTLINE_LEVEL: Final = 0x07
_NO_HEIGHT: Final = b"\0\0"
_ERROR_WORDS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass
class _Records:
    """What the records of a sheet say beside its values."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    grouped: set[int] = field(default_factory=set)  # of those, in a group that is closed
    hidden_columns: set[int] = field(default_factory=set)


def read(data: bytes, name: str) -> Book:
    """The workbook with these bytes. Raises InputsUnusable; anything else where it is not sound."""
    parts = dict(guard.parts(data, name))
    listed = dict(_sheets(parts))
    guard.check_sheets(len(listed), name)
    known = {title: _records(parts[part], name) for title, part in listed.items()}
    workbook = python_calamine.load_workbook(io.BytesIO(data))
    grids: dict[str, Grid] = {}
    hidden: set[str] = set()
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        records = known[sheet.name]
        values = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        grids[sheet.name] = made(
            sheet.name, _cells(values, records, name, sheet.name), merges=records.merges,
            hidden_rows=records.hidden_rows, filtered_rows=records.grouped, hidden_columns=records.hidden_columns,
        )  # fmt: skip
        if sheet.visible is not python_calamine.SheetVisibleEnum.Visible:
            hidden.add(sheet.name)
    return Book(name, grids, frozenset(hidden), (Remark("format-limits", _LIMITS),))


def _cells(values: list[list[Any]], records: _Records, name: str, title: str) -> Iterator[Cell]:
    for row, line in enumerate(values, start=1):
        for column, raw in enumerate(line, start=1):
            error = records.errors.get((row, column), "")
            value = None if error else _value(raw)
            if isinstance(value, str):
                guard.check_text(value, name, title, row, column)
            if value is not None or error:
                yield Cell(row, column, value, "", error)


def _value(raw: Any) -> CellValue:
    if raw == "":
        return None
    if isinstance(raw, float):
        return tidy(raw)
    if isinstance(raw, timedelta):
        return str(raw)
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return datetime(raw.year, raw.month, raw.day)
    value: CellValue = raw
    return value


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The sheets by name, each with its part of the package."""
    targets: dict[str, str] = {}
    for relation in _RELATION.findall(parts["xl/_rels/workbook.bin.rels"]):
        named = {key.decode(): value.decode() for key, value in _ATTRIBUTE.findall(relation)}
        targets[named["Id"]] = posixpath.normpath(posixpath.join("/xl", named["Target"])).lstrip("/")
    for kind, record in _each(parts["xl/workbook.bin"]):
        if kind == _SHEET:
            relation_id, at = _words(record, 8)
            title, _ = _words(record, at)
            yield title, targets[relation_id]


def _words(record: bytes, at: int) -> tuple[str, int]:
    """The text that begins there, and where it ends."""
    end = at + 4 + 2 * struct.unpack_from("<I", record, at)[0]
    return record[at + 4 : end].decode("utf-16-le", "surrogatepass"), end


def _records(content: bytes, name: str) -> _Records:
    """Looks through a sheet before any reader does: a cell far away would end calamine's process."""
    found = _Records()
    extent = guard.Extent(name)
    row = rows = 0
    for kind, record in _each(content):
        if kind == _ROW:
            row = struct.unpack_from("<I", record)[0] + 1
            rows += 1
            if len(record) > 11 and (record[11] & _ROW_HIDDEN or record[8:10] == _NO_HEIGHT):
                found.hidden_rows.add(row)
                if record[11] & _OUTLINE_LEVEL:
                    found.grouped.add(row)
        elif kind in _CELLS:
            column = struct.unpack_from("<I", record)[0] + 1
            extent.filled(row, column)
            if kind in _ERRORS:
                found.errors[row, column] = _ERROR_WORDS.get(record[8], "#ERROR!")
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            found.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
        elif kind == _COLUMNS:
            first, last = struct.unpack_from("<2I", record)
            if record[16] & 1:
                found.hidden_columns.update(range(first + 1, min(last, 16_383) + 2))
    guard.check_rows(rows, name)
    extent.check()
    guard.check_merges(found.merges, name)
    return found


def _each(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records: a number for the kind in one or two bytes, a length in up to four, seven bits a byte, and the rest."""
    at = 0
    while at < len(content):
        kind = content[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in range(0, 28, 7):
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, content[at : at + size]
        at += size
