"""What stands between a user's file and any reader: what the bytes are, and limits on how much they hold.

The bytes decide, never the name. A file that is no spreadsheet, or too much of one, is refused in a
sentence that says what it is and what to do.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pipeline.model.errors import InputsUnusable

MIB: Final = 1024 * 1024


class Limits:
    """The most that is read. None of 91 workbooks from real bodies came near these."""

    FILE = 25 * MIB
    MEMBERS = 2_000
    MEMBER = 64 * MIB
    INFLATED = 256 * MIB
    RATIO = 200  # inflated : stored, once a member is over RATIO_FROM
    RATIO_FROM = MIB
    SHEETS = 64
    ROWS = 20_000  # a filled cell below is a slip, unless the sheet is dense
    COLUMNS = 200
    DENSE = 0.1  # filled cells for each row down to the furthest, at least
    MERGED_CELLS = 10_000  # in one merge, or under one link
    MERGED_TOTAL = 250_000
    ROW_ELEMENTS = 250_000


SAVE_AS_XLSX = "Open it in Excel, choose Save As, 'Excel Workbook (.xlsx)', and put that file in its place."

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIN_SHEETS = re.compile(rb"^xl/worksheets/[^/]+\.xml$")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>]*?(/?)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
# A link over many cells costs a reader as much as a merge does.
_MERGE = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^>]*?\bref=[\"']\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})[\"']"
)
_SHEET_ENTRY = re.compile(rb"<(?:\w+:)?sheet\b")
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def spreadsheet_bytes(path: Path, name: str) -> bytes:
    """The bytes of an .xlsx or .xlsm that is safe to parse. Raises InputsUnusable with what it is instead."""
    try:
        if path.stat().st_size > Limits.FILE:
            raise InputsUnusable(
                f"{name} is larger than {Limits.FILE // MIB} MB, the most that is read. Save a copy without pictures and old sheets."
            )
        data = path.read_bytes()
    except IsADirectoryError:
        raise InputsUnusable(f"{name} is a folder, not a register.") from None
    except FileNotFoundError:
        raise InputsUnusable(f"{name} is not there.") from None
    except OSError as error:
        raise InputsUnusable(
            f"{name} can't be opened: {error.strerror}. Close it elsewhere, or ask for the right to read it."
        ) from None
    refusal = _not_a_workbook(data)
    if refusal:
        raise InputsUnusable(f"{name} {refusal}")
    _check_package(data, name)
    return data


def _not_a_workbook(data: bytes) -> str:
    """What the file really is and what to do, where it is no .xlsx; empty where it is one."""
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_ZIP):
        return _zipped(data)
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    return next(sentence for is_this, sentence in _KINDS if is_this(data, head))


# What a file may be that is neither a package nor an old Office file, by its bytes and their beginning
# in lower case; the last line takes what is left.
_KINDS: Final[tuple[tuple[Callable[[bytes, bytes], bool], str], ...]] = (
    (lambda data, _: not data.strip(b"\0 \r\n\t"), "is empty. Ask its owner for it again."),
    (lambda data, _: data.startswith(b"PK"), "is damaged: it begins like a workbook and does not go on like one. Ask its owner for it again."),
    (lambda _, head: b"urn:schemas-microsoft-com:office:spreadsheet" in head, f"is an old XML spreadsheet (2003), whatever its name says. {SAVE_AS_XLSX}"),
    (lambda _, head: b"mime-version" in head or b"content-type: multipart" in head, f"is a web archive (.mht), whatever its name says. {SAVE_AS_XLSX}"),
    (lambda _, head: b"<html" in head or head.startswith((b"<!doctype html", b"<table", b"<head", b"<meta")), f"is a web page, whatever its name says. {SAVE_AS_XLSX}"),
    (lambda _, head: head.startswith(b"<?xml"), f"is an XML file, not a workbook. {SAVE_AS_XLSX}"),
    (lambda _, head: head.startswith(b"%pdf"), "is a PDF. Ask the register's owner for the spreadsheet it was printed from."),
    (lambda _, head: head.startswith(b"{\\rtf"), "is a rich-text document. Ask the register's owner for the spreadsheet."),
    (lambda data, _: b"\0" not in data[:4096] or data.startswith((b"\xff\xfe", b"\xfe\xff")), f"is plain text (such as .csv), which is not read yet. {SAVE_AS_XLSX}"),
    (lambda *_: True, "is not a spreadsheet. Ask the register's owner for an .xlsx file."),
)  # fmt: skip


def _ole(data: bytes) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return "is protected by a password. Open it in Excel, remove the password (File, Info, Protect Workbook) and save it."
    if holds("WordDocument"):
        return "is an old Word document (.doc). Ask the register's owner for an .xlsx file."
    if holds("Workbook") or holds("Book"):
        return f"is an old Excel workbook (.xls), which is not read yet. {SAVE_AS_XLSX}"
    return "is an old Office file that holds no workbook. Ask the register's owner for an .xlsx file."


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "is damaged or cut short: it can't be unpacked. Ask its owner for it again."
    if "xl/workbook.bin" in names:
        return f"is a binary workbook (.xlsb), which is not read yet. {SAVE_AS_XLSX}"
    if any(name.startswith("xl/") for name in names):
        return (
            ""
            if "[Content_Types].xml" in names
            else "is damaged: parts of the workbook are missing. Ask its owner for it again."
        )
    if "word/document.xml" in names:
        return "is a Word document. Copy its table into an Excel workbook, or ask the register's owner for the spreadsheet."
    if "content.xml" in names:
        return f"is an OpenDocument file (such as .ods), which is not read yet. {SAVE_AS_XLSX}"
    return "is a packed folder (.zip), not a workbook. Unpack it and put the workbook in its place."


def _check_package(data: bytes, name: str) -> None:
    """Raises InputsUnusable where the package holds too much, or something no register needs."""
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
                _check_part(member.filename, content, name)


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
        raise InputsUnusable(
            f"{name} is damaged: its part {member.filename} can't be unpacked. Ask its owner for it again."
        ) from error
    return b"".join(pieces)


def _check_part(part: str, content: bytes, name: str) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise InputsUnusable(f"{name} holds XML that no spreadsheet program writes (part {part}). {SAVE_AS_XLSX}")
    if part == "xl/workbook.xml":
        if _STRICT in content:
            raise InputsUnusable(f"{name} is saved as 'Strict Open XML', which can't be read. {SAVE_AS_XLSX}")
        sheets = len(_SHEET_ENTRY.findall(content))
        if sheets > Limits.SHEETS:
            raise InputsUnusable(
                f"{name} has {sheets:,} sheets; at most {Limits.SHEETS} are read. Save a copy with the register's sheet alone."
            )
    elif _MAIN_SHEETS.match(part.encode()):
        _check_sheet(content, name)


def _check_sheet(content: bytes, name: str) -> None:
    """Refuses a merge over half the sheet, and a stray cell far below or right of the table."""
    merged = 0
    for left, top, right, bottom in _MERGE.findall(content):
        cells = (abs(int(bottom) - int(top)) + 1) * (abs(_number(right) - _number(left)) + 1)
        merged += cells
        if cells > Limits.MERGED_CELLS or merged > Limits.MERGED_TOTAL:
            where = f"{left.decode()}{int(top)}:{right.decode()}{int(bottom)}"
            raise InputsUnusable(
                f"{name} has too many cells merged or linked as one ({where}: {cells:,}). Unmerge them in Excel and save."
            )
    rows = len(_ROW.findall(content))
    if rows > Limits.ROW_ELEMENTS:
        raise InputsUnusable(
            f"{name} has a sheet of {rows:,} rows; at most {Limits.ROW_ELEMENTS:,} are read. Delete the empty rows below the table and save."
        )
    filled = 0
    furthest: tuple[int, int, str] = (0, 0, "")
    for letters, row, closed in _CELL.findall(content):
        if closed:  # <c r="A1" s="3"/> holds a style and nothing else
            continue
        filled += 1
        if int(row) > Limits.ROWS or _number(letters) > Limits.COLUMNS:
            furthest = max(furthest, (int(row), _number(letters), f"{letters.decode()}{int(row)}"))
    row, column, where = furthest
    # A big register fills its rows, and a wide one its headings; a slip of the cursor fills neither.
    if where and (filled < Limits.DENSE * row or filled < column):
        raise InputsUnusable(
            f"{name} has a filled cell far from its table, at {where}. Clear that cell in Excel and save."
        )


def _number(letters: bytes) -> int:
    result = 0
    for byte in letters:
        result = result * 26 + byte - 64
    return result
