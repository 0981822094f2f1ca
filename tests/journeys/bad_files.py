"""Files that are not what their names say, and ways of spoiling good ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from openpyxl.workbook import Workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512

IN_EXCEL = "Open it in Excel, choose Save As, 'Excel Workbook (.xlsx)', and put that file in its place."
IN_WORD = "Open it in Word, choose Save As, 'Word Document (.docx)', and put that file in its place."
AGAIN = "Put a good copy in its place: from whoever sent it, or from a backup."
NO_BOOK = "not an Excel workbook (.xlsx)."
NO_TEXT = "not a Word document (.docx)."
RIGHT_ONE = "Put the right file in its place."


def a_workbook() -> bytes:
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    return data.getvalue()


def a_document() -> bytes:
    data = io.BytesIO()
    docx.Document().save(data)
    return data.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return data.getvalue()


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def without(path: Path, *names: str) -> None:
    """Takes parts out of a package."""
    path.write_bytes(packed({name: part for name, part in parts_of(path).items() if name not in names}))


def with_words(path: Path, old: str, new: str) -> None:
    """Changes the body of a Word file, wherever the words stand."""
    parts = parts_of(path)
    body = parts["word/document.xml"]
    assert old.encode() in body
    path.write_bytes(packed(parts | {"word/document.xml": body.replace(old.encode(), new.encode())}))


def in_book(change: Callable[[Workbook], object]) -> Callable[[Path], None]:
    """A change of a workbook as a person would make it."""

    def changed(path: Path) -> None:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)

    return changed


def without_sheets(*names: str) -> Callable[[Path], None]:
    return in_book(lambda book: [book.remove(book[name]) for name in names])


def without_rows(*names: str) -> Callable[[Path], None]:
    """Leaves the headings alone."""
    return in_book(lambda book: [book[name].delete_rows(2, 500) for name in names])


def setting(name: str, value: object) -> Callable[[Path], None]:
    """Changes a value of the Meeting sheet."""

    def change(book: Workbook) -> None:
        row = next(row for row in book["Meeting"].iter_rows() if row[0].value == name)
        row[1].value = value

    return in_book(change)


def cell(sheet: str, address: str, value: object) -> Callable[[Path], None]:
    return in_book(lambda book: book[sheet].__setitem__(address, value))


PASSWORD = OLE + "EncryptedPackage".encode("utf-16-le")
WEB_PAGE = b"<!DOCTYPE html><html><body><table><tr><td>Risk</td></tr></table></body></html>"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
TABLE = b"ID,Risk,Owner\nM01,Fire,Chief\n"

# What a file really is → its bytes, and what is said of it where a workbook, and where a Word file is wanted.
KINDS: dict[str, tuple[bytes, str, str]] = {
    "password": (
        PASSWORD,
        "is protected by a password. Open it in Excel, remove the password (File, Info, Protect Workbook) and save it.",
        "is protected by a password. Open it in Word, remove the password (File, Info, Protect Document) and save it.",
    ),
    "empty": (b"", f"is empty. {AGAIN}", f"is empty. {AGAIN}"),
    "begun like a zip": (b"PK\x03\x04nonsense", f"is damaged or cut short. {AGAIN}", f"is damaged or cut short. {AGAIN}"),
    "web page": (WEB_PAGE, f"is a web page, {NO_BOOK} {IN_EXCEL}", f"is a web page, {NO_TEXT} {IN_WORD}"),
    "picture": (PICTURE, f"is a picture, {NO_BOOK} {RIGHT_ONE}", f"is a picture, {NO_TEXT} {RIGHT_ONE}"),
    "text": (
        TABLE,
        f"is plain text (such as .csv), {NO_BOOK} {IN_EXCEL}",
        f"is plain text (such as .csv), {NO_TEXT} {IN_WORD}",
    ),
    "PDF": (b"%PDF-1.4 x", f"is a PDF, {NO_BOOK} {RIGHT_ONE}", f"is a PDF, {NO_TEXT} {RIGHT_ONE}"),
    "packed folder": (
        packed({"a.txt": b"a"}),
        f"is a packed folder (.zip), {NO_BOOK} {RIGHT_ONE}",
        f"is a packed folder (.zip), {NO_TEXT} {RIGHT_ONE}",
    ),
    "old Word": (
        OLE + "WordDocument".encode("utf-16-le"),
        f"is an old Word document (.doc), {NO_BOOK} {RIGHT_ONE}",
        f"is an old Word document (.doc), {NO_TEXT} {IN_WORD}",
    ),
    "unknown": (
        b"\1\2\3\0" * 40,
        f"is a file of an unknown kind, {NO_BOOK} {RIGHT_ONE}",
        f"is a file of an unknown kind, {NO_TEXT} {RIGHT_ONE}",
    ),
}  # fmt: skip
