"""A text file of values between commas, semicolons, tabs or bars (.csv and its kin) → one grid of texts."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from pipeline.ingest import guard
from pipeline.ingest.formats.encodings import WINDOWS, Decoded, decoded, strange_in
from pipeline.ingest.grid import Book, Cell, Remark, made
from pipeline.model.errors import InputsUnusable

_BETWEEN: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_KEPT = re.compile(r'="((?:[^"]|"")*)"')  # ="00123": so a spreadsheet is made to keep the zeros
_DECLARED = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # a first line that only Excel understands
_NAMED = 5  # cells quoted in a message
_LONGEST = 60  # letters of each of them
_SAMPLE = 200  # rows looked at to tell what stands between the cells


def read(data: bytes, name: str) -> Book:
    """The file with these bytes, its one sheet called as the file is. Raises InputsUnusable."""
    text, encoding, guess = _decoded(data)
    first = text.partition("\n")[0]
    declared = _DECLARED.fullmatch(first.strip("\r"))
    if declared:
        text = text.partition("\n")[2]
    between = declared[1] if declared else _between(text)
    title = PurePath(name).name
    extent = guard.Extent(name)
    cells = list(_cells(text, between, name, title, extent))
    extent.check()
    words = f"This was read as {encoding} text with {_BETWEEN.get(between, between)} between the cells."
    limits = "Such a file holds words alone: no fonts, colours, merged or hidden cells, comments or formulas."
    told = _guessed(cells, guess) if guess else ()
    return Book(name, {title: made(title, cells)}, remarks=(Remark("format-limits", f"{words} {limits}"), *told))


def _decoded(data: bytes) -> tuple[str, str, Decoded | None]:
    """The text, the encoding in words, and where its letters alone told which it is, how that went."""
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "surrogateescape"), "UTF-8", None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "UTF-16", None
    try:
        return data.decode("utf-8"), "UTF-8", None
    except UnicodeDecodeError:
        guess = decoded(data)
        return guess.text, guess.name, guess


def _guessed(cells: Sequence[Cell], guess: Decoded) -> tuple[Remark, ...]:
    """What is said where letters stand as no word has them, or the file is of another encoding than most are."""
    usual = guess.name == WINDOWS
    if usual and not guess.doubtful:
        return ()
    odd = [cell for cell in cells if not str(cell.value).isascii()]
    if usual:  # those that told of the doubt first
        odd.sort(key=lambda cell: not strange_in(str(cell.value)))
    if not odd:
        return ()
    quoted = ", ".join(f"“{_cut(' '.join(cell.text.split()))}” ({cell.address})" for cell in odd[:_NAMED])
    more = f", and {len(odd) - _NAMED} more" if len(odd) > _NAMED else ""
    told = f"The file does not say which letters its bytes stand for; they were read as {guess.name}. Check {quoted}{more}."
    return (Remark("letters-guessed", told),)


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _between(text: str) -> str:
    """What stands between the cells: what gives most rows the same number of cells; of two, the one that gives more."""
    best, most = ",", (0.0, 0)
    for candidate in _BETWEEN:
        widths: Counter[int] = Counter()
        try:
            for number, row in enumerate(_rows(text, candidate)):
                if any(cell.strip() for cell in row):
                    widths[len(row)] += 1
                if number >= _SAMPLE:
                    break
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        if wide:
            width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
            if (count / widths.total(), width) > most:
                best, most = candidate, (count / widths.total(), width)
    return best


def _rows(text: str, between: str) -> Iterator[list[str]]:
    csv.field_size_limit(guard.Limits.FILE)
    return csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)


def _cells(text: str, between: str, name: str, title: str, extent: guard.Extent) -> Iterator[Cell]:
    number = 0
    try:
        for number, row in enumerate(_rows(text, between), start=1):
            guard.check_rows(number, name)
            for column, written in enumerate(row, start=1):
                kept = _KEPT.fullmatch(written)
                value = kept[1].replace('""', '"') if kept else written
                if value.strip():
                    extent.filled(number, column)
                    guard.check_text(value, name, title, number, column)
                    yield Cell(number, column, value)
    except csv.Error:
        raise InputsUnusable(
            f"{name}: in row {number + 1} a quotation mark opens that never closes, or closes within a cell. "
            f"Put the mark right, or ask for the register as an Excel workbook (.xlsx)."
        ) from None
