"""An .ods → grids, with fonts, fills, merges, formulas and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final, NamedTuple

from lxml import etree

from pipeline.ingest import guard
from pipeline.ingest.formats.open_styles import Styles, plain
from pipeline.ingest.grid import PLAIN, Book, Cell, CellValue, Grid, Look, Merge, Remark, made, tidy
from pipeline.ingest.text_runs import RAISED, TextRun
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import EXCEL, Kind, refusal

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MORE: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_MANIFEST_PROTECTED: Final = b"encryption-data"
_REFERENCE = re.compile(r"\[([^\]]*)\]")
_SPACE = re.compile(r"[ \t\r\n]+")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:\.\d+)?S")
_ERROR = re.compile(r"#[A-Z0-9/!?]+|Err:\d+")
_PADDED = re.compile(r"0\d+")
_DECIMALS = re.compile(r"-?\d+[.,](\d+)")
_WORDED = re.compile(r'([^\d"]*)(\d{1,15})([^\d"]*)')  # "CR-001"
_COLOURED = 1_000  # cells that are filled with a colour alone: more are the paper, not the table
_LIMITS = "This is an OpenDocument spreadsheet (.ods), of which colours painted by conditional formats can't be read."
Element = Any


def read(data: bytes, name: str) -> Book:
    """The spreadsheet with these bytes. Raises InputsUnusable; anything else where it is not sound."""
    kept = {part: content for part, content in guard.parts(data, name) if part in _PARTS}
    if _MANIFEST_PROTECTED in kept.get("META-INF/manifest.xml", b""):
        raise InputsUnusable(f"{name} {refusal(Kind.PROTECTED, EXCEL)}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    roots = [etree.fromstring(kept[part], parser) for part in ("styles.xml", "content.xml") if part in kept]
    tables = list(roots[-1].iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"))
    guard.check_sheets(len(tables), name)
    styles = Styles(roots)
    grids: dict[str, Grid] = {}
    hidden: set[str] = set()
    for table in tables:
        title = table.get(f"{_TABLE}name", "")
        grids[title] = _Sheet(name, title, styles).grid(table)
        if styles.hides(table.get(f"{_TABLE}style-name", "")):
            hidden.add(title)
    return Book(name, grids, frozenset(hidden), (Remark("format-limits", _LIMITS),))


_PARTS: Final = frozenset(("content.xml", "styles.xml", "META-INF/manifest.xml"))


class _Held(NamedTuple):
    """What a cell of the file holds, wherever it is repeated."""

    value: CellValue
    formula: str
    error: str
    look: Look
    runs: tuple[TextRun, ...]
    comment: str

    @property
    def filled(self) -> bool:
        return self.value is not None or bool(self.formula or self.error or self.comment)


@dataclass
class _Sheet:
    """A sheet as it is read."""

    name: str
    title: str
    styles: Styles

    def __post_init__(self) -> None:
        self._cells: list[Cell] = []
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._filtered: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._looks: dict[int, str] = {}  # column → the style of its cells, where they have none
        self._rows = 0  # that hold something
        self._extent = guard.Extent(self.name)

    def grid(self, table: Element) -> Grid:
        """The sheet with its cells."""
        column = 1
        for element in _within(table, "table-column"):
            times = _times(element, "number-columns-repeated")
            style = element.get(f"{_TABLE}default-cell-style-name", "")
            covered = range(column, min(column + times, 16_385))
            if element.get(f"{_TABLE}visibility", "visible") != "visible":
                self._hidden_columns.update(covered)
            self._looks.update(dict.fromkeys(covered, style))
            column += times
        row = 1
        for element in _within(table, "table-row"):
            times = _times(element, "number-rows-repeated")
            self._row(row, times, element)
            row += times
        self._extent.check()
        guard.check_merges(self._merges, self.name)
        return made(
            self.title, self._cells, merges=self._merges, hidden_rows=self._hidden_rows,
            hidden_columns=self._hidden_columns, filtered_rows=self._filtered,
        )  # fmt: skip

    def _row(self, row: int, times: int, element: Element) -> None:
        held = list(self._held(element, row))
        filled = any(one.filled for _, _, one in held)
        if filled:
            self._rows += times
            guard.check_rows(self._rows, self.name)
        visibility = element.get(f"{_TABLE}visibility", "visible")
        if visibility == "visible" and self.styles.flattens(element.get(f"{_TABLE}style-name", "")):
            visibility = "collapse"
        if visibility != "visible" and (filled or times <= _COLOURED):
            self._hidden_rows.update(range(row, row + times))
            if visibility == "filter" or _in_closed_group(element):
                self._filtered.update(range(row, row + times))
        for column, across, one in held:
            if one.filled:
                self._extent.filled(row + times - 1, column + across - 1, times * across)
        for at in range(row, row + times) if filled or times <= _COLOURED else ():
            for column, across, one in held:
                if one.filled or (one.look.fill and times * across <= _COLOURED):
                    self._cells.extend(Cell(at, column + offset, *one) for offset in range(across))

    def _held(self, row: Element, number: int) -> Iterator[tuple[int, int, _Held]]:
        """Column, how many columns it is repeated over, and what it holds."""
        column = 1
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            across = _times(cell, "number-columns-repeated")
            style = cell.get(f"{_TABLE}style-name") or self._looks.get(column, "")
            if len(cell) or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"):
                yield column, across, self._one(cell, style, number, column)
            elif fill := self.styles.look(style).fill:
                yield column, across, _Held(None, "", "", PLAIN._replace(fill=fill), (), "")
            if cell.tag == f"{_TABLE}table-cell":
                right = column + _times(cell, "number-columns-spanned") - 1
                bottom = number + _times(cell, "number-rows-spanned") - 1
                if (right, bottom) != (column, number):
                    self._merges.append(Merge(number, column, bottom, right))
            column += across

    def _one(self, cell: Element, style: str, row: int, column: int) -> _Held:
        look = self.styles.look(style)
        runs = tuple(self._runs(cell, look))
        text = "".join(run.text for run in runs)
        guard.check_text(text, self.name, self.title, row, column)
        formula = _formula(cell.get(f"{_TABLE}formula", ""))
        error = ""
        value = _value(cell, text)
        if cell.get(f"{_MORE}value-type") == "error" or (formula and _ERROR.fullmatch(text)):
            error, value = text or "#ERROR!", None
        elif value is None and formula and cell.get(f"{_OFFICE}value-type"):
            value = ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            look = look._replace(number_format=_shown_as(text, value))
        odd = isinstance(value, str) and any(run[1:] != (look.font, look.struck, "") for run in runs)
        notes = cell.iterfind(f"{_OFFICE}annotation")
        comment = "\n".join(plain(line) for note in notes for line in note.iterfind(f"{_TEXT}p"))
        return _Held(value, formula, error, look, runs if odd else (), comment)

    def _runs(self, cell: Element, look: Look) -> Iterator[TextRun]:
        for at, line in enumerate(cell.iterfind(f"{_TEXT}p")):
            if at:
                yield TextRun("\n", look.font, look.struck)
            yield from self._pieces(line, look)

    def _pieces(self, element: Element, look: Look, out: str = "") -> Iterator[TextRun]:
        if element.text:
            yield TextRun(_SPACE.sub(" ", element.text), look.font, look.struck, out)
        for child in element:
            if child.tag == f"{_TEXT}s":
                yield TextRun(" " * _times(child, "c", _TEXT), look.font, look.struck)
            elif child.tag == f"{_TEXT}tab":
                yield TextRun("\t", look.font, look.struck)
            elif child.tag == f"{_TEXT}line-break":
                yield TextRun("\n", look.font, look.struck)
            elif child.tag == f"{_TEXT}span":
                style = child.get(f"{_TEXT}style-name", "")
                raised = self.styles.raises(style)
                within = out if raised is None else RAISED if raised else ""
                yield from self._pieces(child, self.styles.look(style, look), within)
            elif isinstance(child.tag, str) and child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}note"):
                yield from self._pieces(child, look, out)
            if child.tail:
                yield TextRun(_SPACE.sub(" ", child.tail), look.font, look.struck, out)


def _within(table: Element, kind: str) -> Iterator[Element]:
    """The rows or columns of a table, also those grouped or repeated on each page."""
    for child in table:
        if child.tag == f"{_TABLE}{kind}":
            yield child
        elif child.tag in (f"{_TABLE}{kind}s", f"{_TABLE}{kind}-group", f"{_TABLE}table-header-{kind[6:]}s"):
            yield from _within(child, kind)


def _in_closed_group(row: Element) -> bool:
    """Whether a group of rows that is closed holds it: a view, as a filter is."""
    return any(group.get(f"{_TABLE}display") == "false" for group in row.iterancestors(f"{_TABLE}table-row-group"))


def _times(element: Element, name: str, space: str = _TABLE) -> int:
    """How often it stands there; no more than any sheet has rows."""
    return min(max(int(element.get(f"{space}{name}", 1)), 1), 1_048_576)


def _value(cell: Element, text: str) -> CellValue:
    """The typed value; nothing where the cell is blank."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "percentage", "currency"):
        return tidy(float(cell.get(f"{_OFFICE}value", "")))
    if kind == "boolean":
        return bool(cell.get(f"{_OFFICE}boolean-value") == "true")
    if kind == "date":
        return _date(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "time":
        return _time(cell.get(f"{_OFFICE}time-value", "")) or text
    return text or cell.get(f"{_OFFICE}string-value") or None


def _date(written: str) -> datetime | str:
    try:
        day = datetime.fromisoformat(written)
    except ValueError:
        return written
    return day.replace(microsecond=0)


def _time(written: str) -> time | None:
    found = _DURATION.fullmatch(written)
    if not found:
        return None
    spent = timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3]))
    return (datetime.min + spent).time() if spent < timedelta(days=1) else None


def _formula(written: str) -> str:
    """The formula as Excel writes it: of:=[.E5]*[.F5] is =E5*F5."""
    if not written:
        return ""
    return "=" + _REFERENCE.sub(lambda found: found[1].replace(".", "", 1), written.partition("=")[2])


def _shown_as(text: str, value: float) -> str:
    """The format by which a number is shown with leading zeros, decimals or words, from what is shown."""
    if _PADDED.fullmatch(text):
        return "0" * len(text)
    if decimals := _DECIMALS.fullmatch(text):
        return f"0.{'0' * len(decimals[1])}"
    worded = _WORDED.fullmatch(text)
    if worded and int(worded[2]) == value:
        return f'"{worded[1]}"{"0" * len(worded[2])}"{worded[3]}"'
    return "General"
