"""What stands between a user's file and any reader: limits on how much a file may hold.

A file that holds too much, or what no register needs, is refused in a sentence that says what it is and what
to do. The readers run behind it, in a process with limits of its own.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import lt
from pathlib import Path
from typing import Final

from pipeline.ingest.grid import Merge, letter, number
from pipeline.model.errors import InputsUnusable, reason
from pipeline.model.kinds import AGAIN, EXCEL, Program, save_as

MIB: Final = 1024 * 1024


class Limits:
    """The most that is read. None of 91 workbooks from real bodies came near these."""

    FILE = 25 * MIB
    MEMBERS = 2_000
    MEMBER = 128 * MIB
    INFLATED = 256 * MIB
    RATIO = 200  # inflated : stored, once a member is over RATIO_FROM
    RATIO_FROM = MIB
    DEPTH = 100  # of one XML element inside another
    SHEETS = 64
    ROWS = 20_000  # a filled cell below is a slip, unless the sheet is dense
    COLUMNS = 200
    DENSE = 0.1  # filled cells for each row down to the furthest, at least
    CELLS = 3_000_000  # on a sheet
    REPEATED = 100_000  # filled cells on a sheet that are only said to be like another
    MERGED_CELLS = 10_000  # in one merge, or under one link
    MERGED_TOTAL = 250_000
    ROW_ELEMENTS = 250_000
    STRINGS = 500_000  # texts that a workbook's cells share
    NAMES = 50_000  # of ranges, in a workbook
    CONDITIONAL = 20_000  # ranges painted by conditional formats, on a sheet
    TEXT = 32_767  # what a cell of Excel holds, counted as Excel does: an emoji is two


SAVE_AS_XLSX = save_as(EXCEL)

_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*?(/?)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
# A link over many cells costs a reader as much as a merge does.
_MERGE = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref=[\"']\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})[\"']"
)
_SHEET_ENTRY = re.compile(rb"<(?:\w+:)?sheet\b")
_NAME_ENTRY = re.compile(rb"<(?:\w+:)?definedName\b")
_CONDITIONAL = re.compile(rb"<(?:\w+:)?(?:conditionalFormatting|cfRule)\b")
_STRING_TABLE = re.compile(rb"<(?:\w+:)?sst\b")
_STRING = re.compile(rb"<(?:\w+:)?si\b")
_END, _ENDED = b"\1", b"\2"  # an end tag; an element that ends in itself
_OTHERS = bytes(set(range(256)) - set(b"<" + _END + _ENDED))
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def unopened(path: Path, name: str, error: OSError) -> InputsUnusable:
    """Why the file can't be opened, and what to do."""
    # os.path answers no where the system refuses to answer.
    if os.path.islink(path) and not os.path.exists(path):  # noqa: PTH110, PTH114
        return InputsUnusable(f"{name} is a link that leads nowhere. Put the file itself in its place.")
    if os.path.isdir(path):  # noqa: PTH112
        return InputsUnusable(f"{name} is a folder. Put the file in its place.")
    if isinstance(error, FileNotFoundError):
        return InputsUnusable(f"{name} is not there. Put it there, or correct its name.")
    return InputsUnusable(f"{name} can't be opened: {reason(error)}. {_remedy(error)}")


def _remedy(error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return "Give it a shorter name, or move its folder to where fewer folders lie above it."
    if isinstance(error, PermissionError):
        return "Close it elsewhere, or ask for the right to read it."
    return "Put that right, then run again."


def file_bytes(path: Path, name: str) -> bytes:
    """The bytes of the file at ``path``; ``name`` is how messages call it. Raises InputsUnusable."""
    try:
        there = path.stat()
        check_ordinary(there, name)
        if there.st_size > Limits.FILE:
            raise InputsUnusable(
                f"{name} is larger than {Limits.FILE // MIB} MB, the most that is read. Save a copy without pictures and old sheets."
            )
        return path.read_bytes()
    except OSError as error:
        raise unopened(path, name, error) from None


def check_ordinary(there: os.stat_result, name: str) -> None:
    """Refuses what is no file on a disk: a pipe or a device may keep its reader waiting for ever."""
    if not (stat.S_ISREG(there.st_mode) or stat.S_ISDIR(there.st_mode)):
        raise InputsUnusable(f"{name} is no file but a pipe or a device. Put the file itself in its place.")


def parts(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Each part of a zipped spreadsheet by its name, unpacked within limits and, where it is XML, harmless.
    Raises InputsUnusable.
    """
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = package.infolist()
        if len(members) > Limits.MEMBERS:
            raise InputsUnusable(f"{name} has {len(members):,} parts; a workbook has a few dozen. {SAVE_AS_XLSX}")
        for member in members:
            content = _inflate(package, member, name)
            total += len(content)
            if total > Limits.INFLATED:
                raise InputsUnusable(
                    f"{name} unpacks to more than {Limits.INFLATED // MIB} MB. Save a copy with the register's sheet alone."
                )
            if member.filename.endswith((".xml", ".rels")):
                check_xml(member.filename, content, name)
            yield member.filename, content


def _inflate(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """The member's bytes, counted as they come: what the package states of its own size is not believed."""
    if member.flag_bits & 0x1:
        raise InputsUnusable(f"{name} is protected by a password. Remove it and save the file.")
    pieces: list[bytes] = []
    size = 0
    try:
        with package.open(member) as stream:
            while piece := stream.read(MIB):
                size += len(piece)
                if size > Limits.MEMBER or (
                    size > Limits.RATIO_FROM and size > Limits.RATIO * max(member.compress_size, 1)
                ):
                    raise InputsUnusable(
                        f"{name} unpacks to far more than it should (part {member.filename}). {SAVE_AS_XLSX}"
                    )
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise InputsUnusable(f"{name} is damaged: its part {member.filename} can't be unpacked. {AGAIN}") from error
    return b"".join(pieces)


def check_xml(part: str, content: bytes, name: str) -> None:
    """Refuses XML that no spreadsheet program writes: of another encoding, with a document type, or too deep."""
    check_declared(part, content, name)
    if _too_deep(content):
        raise _never_written(part, name)


def check_declared(part: str, content: bytes, name: str) -> None:
    """Refuses XML of another encoding or with a document type: what an entity stands for may fill any memory. Whatever
    encoding else it names, the letters of "<!DOCTYPE" are those of ASCII in each that expat takes.
    """
    if (
        content[:2] in (b"\xff\xfe", b"\xfe\xff")
        or b"\0" in content[:4]
        or b"<!DOCTYPE" in content
        or b"<!ENTITY" in content
    ):
        raise _never_written(part, name)


def _never_written(part: str, name: str) -> InputsUnusable:
    return InputsUnusable(f"{name} holds XML that no spreadsheet program writes (part {part}). {SAVE_AS_XLSX}")


def _too_deep(content: bytes) -> bool:
    """Whether elements stand inside each other beyond the limit: the innermost are taken out again and again."""
    left = content.replace(b"</", _END)
    for sign in (
        b"/>",
        b"?>",
        b"-->",
        b"]]>",
    ):  # ends in itself: empty elements, declarations, comments, text as it stands
        left = left.replace(sign, _ENDED)
    left = left.translate(None, _OTHERS).replace(b"<" + _ENDED, b"").replace(_ENDED, b"")
    for _ in range(Limits.DEPTH):
        if len(left) == len(left := left.replace(b"<" + _END, b"")):
            return left.count(b"<") > Limits.DEPTH
    return bool(left)


def check_workbook(content: bytes, name: str) -> None:
    """Refuses the part of an .xlsx that lists its sheets where it lists too many, or is in the other dialect."""
    if _STRICT in content:
        raise InputsUnusable(f"{name} is saved as 'Strict Open XML', which can't be read. {SAVE_AS_XLSX}")
    check_sheets(len(_SHEET_ENTRY.findall(content)), name)
    names = len(_NAME_ENTRY.findall(content))
    if names > Limits.NAMES:
        raise InputsUnusable(
            f"{name} has {names:,} named ranges; at most {Limits.NAMES:,} are read. Delete them in Excel (Formulas, Name Manager) and save."
        )


def check_strings(content: bytes, name: str) -> None:
    """Refuses a part of an .xlsx that is the table of its cells' texts and holds too many."""
    texts = len(_STRING.findall(content)) if _STRING_TABLE.search(content[:4096]) else 0
    if texts > Limits.STRINGS:
        raise InputsUnusable(
            f"{name} holds {texts:,} texts; at most {Limits.STRINGS:,} are read. Save a copy with the register's sheet alone."
        )


def check_sheets(count: int, name: str) -> None:
    """Refuses too many sheets."""
    if count > Limits.SHEETS:
        raise InputsUnusable(
            f"{name} has {count:,} sheets; at most {Limits.SHEETS} are read. Save a copy with the register's sheet alone."
        )


def check_sheet(content: bytes, name: str) -> None:
    """Refuses a sheet of an .xlsx, as XML, for what stands on it."""
    check_merges(
        (
            Merge(int(top), number(left.decode()), int(bottom), number(right.decode()))
            for left, top, right, bottom in _MERGE.findall(content)
        ),
        name,
    )
    check_rows(len(_ROW.findall(content)), name)
    painted = len(_CONDITIONAL.findall(content)) // 2 if b"conditionalFormatting" in content else 0
    if painted > Limits.CONDITIONAL:
        raise InputsUnusable(
            f"{name} has a sheet of {painted:,} conditional formats; at most {Limits.CONDITIONAL:,} are read. "
            "Clear them in Excel (Home, Conditional Formatting, Clear Rules) and save."
        )
    cells = _CELL.findall(content)
    if not cells:
        return
    letters, digits, closed = zip(*cells, strict=True)
    numbers = {written: number(written.decode()) for written in set(letters)}
    places = list(zip(map(int, digits), map(numbers.__getitem__, letters), strict=True))
    # <c r="A1" s="3"/> holds a style and nothing else.
    extent = Extent(name)
    extent.all_filled([place for place, end in zip(places, closed, strict=True) if not end])
    extent.check()
    if not all(map(lt, places, places[1:])) and len(set(places)) < len(places):
        twice = next(place for place, count in Counter(places).items() if count > 1)
        raise InputsUnusable(f"{name} is damaged: it holds the cell {letter(twice[1])}{twice[0]} twice. {AGAIN}")


def check_rows(count: int, name: str) -> None:
    """Refuses a sheet of too many rows, empty ones included."""
    if count > Limits.ROW_ELEMENTS:
        raise InputsUnusable(
            f"{name} has a sheet of {count:,} rows; at most {Limits.ROW_ELEMENTS:,} are read. Delete the empty rows below the table and save."
        )


def check_merges(merges: Iterable[Merge], name: str, program: Program = EXCEL) -> None:
    """Refuses a merge over half a sheet, and too many of them."""
    total = 0
    for top, left, bottom, right in merges:
        cells = (abs(bottom - top) + 1) * (abs(right - left) + 1)
        total += cells
        if cells > Limits.MERGED_CELLS:
            where = f"{letter(left)}{top}:{letter(right)}{bottom}"
            raise InputsUnusable(
                f"{name} has too many cells merged or linked as one ({where}: {cells:,}). Unmerge them in {program.name} and save."
            )
        if total > Limits.MERGED_TOTAL:
            raise InputsUnusable(
                f"{name} has a sheet of more than {Limits.MERGED_TOTAL:,} merged or linked cells, the most that is read. "
                f"Unmerge them in {program.name} and save."
            )


class Extent:
    """How far the filled cells of a sheet reach, and whether the furthest strayed."""

    def __init__(self, name: str, program: Program = EXCEL) -> None:
        self._name = name
        self._program = program
        self._furthest = (0, 0)
        self._repeated = 0
        self.cells = 0

    def filled(self, row: int, column: int, times: int = 1) -> None:
        """Counts a filled cell; ``times``: how many it stands for."""
        self._counted(times)
        self._repeated += times - 1
        if self._repeated > Limits.REPEATED:
            raise InputsUnusable(
                f"{self._name} has a sheet on which filled cells are repeated more than {Limits.REPEATED:,} times. "
                "Delete what is filled beside and below the table, and save."
            )
        if row > Limits.ROWS or column > Limits.COLUMNS:
            self._furthest = max(self._furthest, (row, column))

    def all_filled(self, places: Sequence[tuple[int, int]]) -> None:
        """Counts all filled cells of a sheet at once, by row and column."""
        self._counted(len(places))
        far = (place for place in places if place[0] > Limits.ROWS or place[1] > Limits.COLUMNS)
        self._furthest = max(far, default=self._furthest)

    def _counted(self, cells: int) -> None:
        self.cells += cells
        if self.cells > Limits.CELLS:
            raise InputsUnusable(
                f"{self._name} has a sheet of more than {Limits.CELLS:,} filled cells, the most that is read. "
                "Save a copy with the register's sheet alone."
            )

    def check(self) -> None:
        """Refuses the sheet where one cell lies far from all others. A big register fills its rows, and a wide
        one its headings; a slip of the cursor fills neither.
        """
        row, column = self._furthest
        if row and (self.cells < Limits.DENSE * row or self.cells < column):
            raise InputsUnusable(
                f"{self._name} has a filled cell far from its table, at {letter(column)}{row}. Clear that cell in {self._program.name} and save."
            )


def check_text(text: str, name: str, sheet: str, row: int, column: int) -> None:
    """Refuses a text that no cell of Excel can hold: Excel itself would throw it away on opening."""
    if len(text) <= Limits.TEXT // 2:
        return
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units > Limits.TEXT:
        raise InputsUnusable(
            f"{name}, sheet '{sheet}', cell {letter(column)}{row} holds {units:,} characters; Excel can hold"
            f" {Limits.TEXT:,} in a cell. Shorten the text, or ask whoever made the file for one that Excel can open."
        )


def damaged(name: str, program: Program = EXCEL) -> InputsUnusable:
    """What is said of a file that its reader can't make sense of."""
    return InputsUnusable(
        f"{name} is damaged or was written by a program that does not keep to the format. {save_as(program)}"
    )
