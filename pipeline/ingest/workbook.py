"""The one door for registers and workbooks: a file of any kind that is read → a book of grids.

What the file is, its bytes say.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

from pipeline.ingest import guard
from pipeline.ingest.apart import begin_apart
from pipeline.ingest.grid import Book, Remark
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import EXCEL, WORD, Kind, kind_of, refusal

XLSX: Final = "pipeline.ingest.formats.xlsx"
_READERS: Final = {
    Kind.WORKBOOK: XLSX,
    Kind.OLD_WORKBOOK: "pipeline.ingest.formats.xls",
    Kind.BINARY_WORKBOOK: "pipeline.ingest.formats.xlsb",
    Kind.OPEN_SHEET: "pipeline.ingest.formats.ods",
    Kind.TEXT: "pipeline.ingest.formats.text",
    Kind.DOCUMENT: "pipeline.ingest.formats.word",
}
_NAMED: Final = {
    ".xlsx": Kind.WORKBOOK,
    ".xlsm": Kind.WORKBOOK,
    ".xls": Kind.OLD_WORKBOOK,
    ".xlsb": Kind.BINARY_WORKBOOK,
    ".ods": Kind.OPEN_SHEET,
    ".csv": Kind.TEXT,
    ".tsv": Kind.TEXT,
    ".txt": Kind.TEXT,
    ".docx": Kind.DOCUMENT,
}


def read_book(path: Path, name: str) -> Book:
    """The register at ``path``, in any format that is read; ``name`` is how messages call it.

    Raises InputsUnusable in a plain sentence.
    """
    return begin_book(path, name)()


def begin_book(path: Path, name: str) -> Callable[[], Book]:
    """The same, begun meanwhile: what is given back waits for it."""
    return begin_apart(read_here, path.absolute(), name, tuple(_READERS))


def read_workbook(path: Path, name: str) -> Book:
    """The Excel workbook at ``path``. Raises InputsUnusable, also where it is of another kind."""
    return begin_workbook(path, name)()


def begin_workbook(path: Path, name: str) -> Callable[[], Book]:
    """The same, begun meanwhile: what is given back waits for it."""
    return begin_apart(read_here, path.absolute(), name, (Kind.WORKBOOK,))


def read_here(path: Path, name: str, kinds: tuple[Kind, ...]) -> Book:
    """The file as a book, read in this process. Raises InputsUnusable where it is none of ``kinds``, is damaged, or
    holds too much.
    """
    data = guard.file_bytes(path, name)
    kind = kind_of(data)
    if kind is Kind.UNKNOWN and Kind.TEXT in kinds and _NAMED.get(path.suffix.casefold()) is Kind.TEXT:
        raise InputsUnusable(f"{name} {_no_text(data)}")
    if kind not in kinds:
        # A register may be a Word table; what Excel can't open, Word may.
        program = WORD if Kind.DOCUMENT in kinds and kind.opened_by == (WORD,) else EXCEL
        raise InputsUnusable(f"{name} {refusal(kind, program)}")
    reader = import_module(_READERS[kind])
    gc.disable()  # it would look through a million cells again and again, and find nothing
    try:
        book: Book = reader.read(data, name)
    except (InputsUnusable, MemoryError):
        raise
    except Exception as error:  # whatever the depths of a reader raise on a file that is not sound
        raise guard.damaged(name, WORD if kind is Kind.DOCUMENT else EXCEL) from error
    finally:
        gc.enable()
    book = replace(book, sha256=hashlib.sha256(data).hexdigest())
    if _NAMED.get(path.suffix.casefold(), kind) is kind:
        return book
    told = f"This is {kind.words}, whatever its name says. It was read as what it is."
    return replace(book, remarks=(Remark("name-says-other", told), *book.remarks))


def _no_text(data: bytes) -> str:
    """What to say of a file that its name calls text, to follow its name."""
    if _is_two_bytes_a_letter(data):
        return (
            "is text in UTF-16 without the mark that says so at its beginning, so it can't be told from other bytes. "
            "Save it anew as 'CSV UTF-8' or as an Excel workbook (.xlsx), and put that file in its place."
        )
    at = data.find(b"\0")
    line = data.count(b"\n", 0, max(at, 0)) + 1
    where = f" in line {line}" if at >= 0 else ""
    return (
        f"is damaged: it holds bytes that no text holds{where}. "
        "Save it anew where it was made, best as an Excel workbook (.xlsx), and put that file in its place."
    )


def _is_two_bytes_a_letter(data: bytes) -> bool:
    """Whether nearly every other byte is nought, as in UTF-16 of Western letters."""
    start = data[:2000]
    halves = (start[::2], start[1::2])
    return any(one.count(0) > 0.8 * len(one) and not other.count(0) for one, other in (halves, halves[::-1]))
