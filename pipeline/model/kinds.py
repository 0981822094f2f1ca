"""What a file is: its bytes decide, never its name; and what to do where another kind is needed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

_ZIP = b"PK\x03\x04"
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r"))
_LAST_SECTOR = 0xFFFFFFFA  # from here on numbers of sectors mean that there is none
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm", b"ii*\0", b"mm\0*")

AGAIN: Final = "Put a good copy in its place: from whoever sent it, or from a backup."


@dataclass(frozen=True, slots=True)
class Program:
    """Whose files are wanted. ``file``: what such a file is called; ``protect``: its menu for passwords."""

    name: str
    file: str
    save_as: str
    protect: str


EXCEL: Final = Program("Excel", "an Excel workbook (.xlsx)", "Excel Workbook (.xlsx)", "Protect Workbook")
WORD: Final = Program("Word", "a Word document (.docx)", "Word Document (.docx)", "Protect Document")


def save_as(program: Program) -> str:
    """What to do with a file that the program can open, though it is not of its own kind."""
    return f"Open it in {program.name}, choose Save As, '{program.save_as}', and put that file in its place."


class Kind(Enum):
    """What a file may be: in words, and the programs that can open it and save it as one of their own."""

    EMPTY = "empty", ()
    DAMAGED = "damaged or cut short", ()
    PROTECTED = "protected by a password", ()
    WORKBOOK = "an Excel workbook", (EXCEL,)
    DOCUMENT = "a Word document", (WORD,)
    OLD_WORKBOOK = "an old Excel workbook (.xls)", (EXCEL,)
    BINARY_WORKBOOK = "a binary workbook (.xlsb)", (EXCEL,)
    OLD_DOCUMENT = "an old Word document (.doc)", (WORD,)
    OLD_OFFICE = "an old Office file", ()
    OPEN_SHEET = "an OpenDocument spreadsheet (.ods)", (EXCEL,)
    OPEN_TEXT = "an OpenDocument text (.odt)", (WORD,)
    PACKED = "a packed folder (.zip)", ()
    XML_SHEET = "an old XML spreadsheet (2003)", (EXCEL,)
    WEB_ARCHIVE = "a web archive (.mht)", (EXCEL, WORD)
    WEB_PAGE = "a web page", (EXCEL, WORD)
    XML = "an XML file", ()
    PDF = "a PDF", ()
    RICH_TEXT = "a rich-text document", (WORD,)
    PICTURE = "a picture", ()
    TEXT = "plain text (such as .csv)", (EXCEL, WORD)
    UNKNOWN = "a file of an unknown kind", ()

    def __init__(self, words: str, opened_by: tuple[Program, ...]) -> None:
        self.words = words
        self.opened_by = opened_by


_OWN: Final = {EXCEL: Kind.WORKBOOK, WORD: Kind.DOCUMENT}


def not_of(program: Program, data: bytes) -> str:
    """What the file is instead and what to do, to follow its name; empty where it is one of the program's."""
    kind = kind_of(data)
    return "" if kind is _OWN[program] else refusal(kind, program)


def refusal(kind: Kind, program: Program) -> str:
    """What a file of this kind is and what to do, where one of the program's is needed: to follow its name."""
    if kind in (Kind.EMPTY, Kind.DAMAGED):
        return f"is {kind.words}. {AGAIN}"
    if kind is Kind.PROTECTED:
        return f"is {kind.words}. Open it in {program.name}, remove the password (File, Info, {program.protect}) and save it."
    remedy = save_as(program) if program in kind.opened_by else "Put the right file in its place."
    return f"is {kind.words}, not {program.file}. {remedy}"


def kind_of(data: bytes) -> Kind:
    """The kind of a file of these bytes."""
    if data.startswith(_OLE):
        return _of_ole(data)
    if data.startswith(_ZIP):
        return _of_zip(data)
    # In UTF-16 every other byte is nothing.
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    return next((kind for kind, is_this in _BY_HEAD if is_this(data, head)), Kind.UNKNOWN)


# By the bytes and their beginning in lower case; the first that fits.
_BY_HEAD: Final[tuple[tuple[Kind, Callable[[bytes, bytes], bool]], ...]] = (
    (Kind.EMPTY, lambda data, _: not data.strip(b"\0 \r\n\t")),
    (Kind.DAMAGED, lambda data, _: data.startswith(b"PK")),
    (Kind.PICTURE, lambda data, _: data[:8].lower().startswith(_PICTURES)),
    (Kind.XML_SHEET, lambda _, head: b"urn:schemas-microsoft-com:office:spreadsheet" in head),
    (Kind.WEB_ARCHIVE, lambda _, head: b"mime-version" in head or b"content-type: multipart" in head),
    (
        Kind.WEB_PAGE,
        lambda _, head: (
            head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body", b"<style"))
            or (head.startswith(b"<") and b"<html" in head)
        ),
    ),
    (Kind.XML, lambda _, head: head.startswith(b"<?xml")),
    (Kind.PDF, lambda _, head: head.startswith(b"%pdf")),
    (Kind.RICH_TEXT, lambda _, head: head.startswith(b"{\\rtf")),
    (Kind.TEXT, lambda data, _: data.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_text(data[:4096])),
)


def _is_text(beginning: bytes) -> bool:
    """Whether these bytes are letters: a control character or two may have slipped in, but no nothing."""
    controls = len(beginning) - len(beginning.translate(None, _CONTROLS))
    return b"\0" not in beginning and controls <= len(beginning) // 10


def _of_ole(data: bytes) -> Kind:
    names = _ole_names(data)
    # Where the tree can't be followed, the names that stand anywhere in the file say what it was.
    there = names or {name for name, _ in _BY_STREAM if name.encode("utf-16-le") in data}
    return next((kind for name, kind in _BY_STREAM if name in there), Kind.OLD_OFFICE if names else Kind.DAMAGED)


_BY_STREAM: Final = (
    ("EncryptedPackage", Kind.PROTECTED),
    ("WordDocument", Kind.OLD_DOCUMENT),
    ("Workbook", Kind.OLD_WORKBOOK),
    ("Book", Kind.OLD_WORKBOOK),
)


def _ole_names(data: bytes) -> set[str]:
    """The names at the top of an old Office file's own folder tree; those in an embedded object stand deeper. None
    where the tree can't be followed.
    """
    try:
        size = 1 << struct.unpack_from("<H", data, 30)[0]
        fat: list[int] = []
        for sector in struct.unpack_from("<109I", data, 76):
            if sector < _LAST_SECTOR:
                fat.extend(struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size))
        entries: list[bytes] = []
        sector = struct.unpack_from("<I", data, 48)[0]
        for _ in fat:
            if sector >= _LAST_SECTOR:
                break
            start = (sector + 1) * size
            entries += [data[at : at + 128] for at in range(start, start + size, 128)]
            sector = fat[sector]
        names: set[str] = set()
        seen: set[int] = set()
        to_come = [struct.unpack_from("<I", entries[0], 76)[0]]
        while to_come:
            at = to_come.pop()
            if at >= _LAST_SECTOR or at in seen:
                continue
            seen.add(at)
            letters = struct.unpack_from("<H", entries[at], 64)[0] - 2
            names.add(entries[at][: max(letters, 0)].decode("utf-16-le"))
            to_come += struct.unpack_from("<2I", entries[at], 68)
    except (struct.error, IndexError, ValueError, OverflowError, MemoryError):
        return set()
    return names


def _of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            mimetype = b""
            if "mimetype" in names:
                with package.open("mimetype") as stream:
                    mimetype = stream.read(200)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return Kind.DAMAGED
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if "xl/workbook.bin" in names:
        return Kind.BINARY_WORKBOOK
    if "xl" in folders:
        return Kind.WORKBOOK if "[Content_Types].xml" in names else Kind.DAMAGED
    if "word" in folders:
        return Kind.DOCUMENT
    if "content.xml" in names:
        return Kind.OPEN_TEXT if b"text" in mimetype.rpartition(b".")[2] else Kind.OPEN_SHEET
    return Kind.PACKED
