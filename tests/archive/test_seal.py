"""The seal: fits what was made, breaks with any change, and leaves a valid package."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import ooxml_integrity
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from pipeline.archive.seal import PROPERTY, edited, seal, stated
from tests.archive.sets import package, sealed


def word_file() -> bytes:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Safeguarding")
    document.save(target)
    return target.getvalue()


def workbook(**properties: str) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for name, value in properties.items():
        book.set_custom_property(name, value)
    book.add_worksheet().write_string(0, 0, "=1")
    book.close()
    return target.getvalue()


def rezipped(data: bytes, **changes: bytes) -> bytes:
    """The same parts in another order, with other parts in their place where given."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        parts = {name: old.read(name) for name in reversed(old.namelist())} | changes
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("made", [word_file(), workbook(), workbook(Own="value"), package("x")])
def test_a_sealed_file_is_not_edited_and_sealing_twice_changes_nothing(made: bytes, tmp_path: Path) -> None:
    once = seal(made)
    path = tmp_path / "file.docx"
    path.write_bytes(once)
    assert not edited(path)
    assert seal(once) == once
    assert seal(made) == once


def test_the_order_and_packing_of_the_parts_is_no_edit(tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(rezipped(sealed("one")))
    assert not edited(path)
    assert seal(path.read_bytes()) == sealed("one")


@pytest.mark.parametrize(
    "change",
    [
        {"word/document.xml": b"<text>other</text>"},
        {"word/comments.xml": b"<comments/>"},
        {"_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'},
        {"docProps/custom.xml": b"<nothing/>"},
        {"docProps/custom.xml": b"not xml"},
        {"_rels/.rels": b""},
    ],
)
def test_any_changed_part_is_an_edit(change: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(rezipped(sealed("one"), **change))
    assert edited(path)


def test_other_properties_are_kept_and_count_as_content(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    path.write_bytes(seal(workbook(Own="value")))
    assert load_workbook(path).custom_doc_props.names == ["Own", PROPERTY]  # type: ignore[attr-defined]
    with zipfile.ZipFile(path) as made:
        custom = made.read("docProps/custom.xml")
    path.write_bytes(rezipped(path.read_bytes(), **{"docProps/custom.xml": custom.replace(b"value", b"other")}))
    assert edited(path)


@pytest.mark.parametrize(
    ("made", "name"),
    [(workbook(), "tables.xlsx"), (workbook(Own="value"), "tables.xlsx"), (word_file(), "report.docx")],
)
def test_sealing_leaves_the_package_as_valid_as_it_was(
    made: bytes, name: str, tmp_path: Path, openxml_validator: OpenXmlValidator
) -> None:
    path = tmp_path / name

    def faults(data: bytes) -> list[str]:
        path.write_bytes(data)
        own = ooxml_integrity.check(path) if name.endswith(".docx") else []
        return [str(fault) for fault in (*openxml_validator.validate(path).errors, *own)]

    assert faults(seal(made)) == faults(made)


def test_saved_anew_by_another_program_is_edited(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(seal(word_file()))
    document = docx.Document(str(path))
    document.add_paragraph("Typed by a person")
    document.save(str(path))
    assert edited(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text", package("unsealed"), word_file()])
def test_what_is_unsealed_or_unreadable_is_a_persons(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(content)
    assert edited(path)


def test_one_whose_packing_is_damaged_is_a_persons(tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", b"words " * 1_000)
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    assert edited(path)
    assert stated(bytes(data)) == ""


def test_a_missing_file_a_folder_and_a_link_are_a_persons(tmp_path: Path) -> None:
    (tmp_path / "real.docx").write_bytes(sealed("one"))
    (tmp_path / "link.docx").symlink_to(tmp_path / "real.docx")
    assert edited(tmp_path / "none.docx")
    assert edited(tmp_path)
    assert edited(tmp_path / "link.docx")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_never_passes_for_ours_with_other_content(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    good = sealed("some words that are in the report")
    at = data.draw(st.integers(0, len(good) - 1))
    damaged = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
    path = tmp_path_factory.mktemp("damaged") / "file.docx"
    path.write_bytes(damaged)
    if not edited(path):  # a flipped date or attribute in the zip's own bookkeeping
        with zipfile.ZipFile(path) as now, zipfile.ZipFile(io.BytesIO(good)) as then:
            assert {n: now.read(n) for n in now.namelist()} == {n: then.read(n) for n in then.namelist()}


def test_the_zip_tells_neither_clock_nor_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(seal(word_file()))) as made:
        entries = made.infolist()
    assert entries[0].filename == "[Content_Types].xml"
    assert [e.filename for e in entries[1:]] == sorted(e.filename for e in entries[1:])
    assert {(e.date_time, e.create_system) for e in entries} == {((1980, 1, 1, 0, 0, 0), 0)}


@pytest.mark.parametrize("made", [word_file(), workbook(Own="value")])
def test_the_digest_is_stated_even_after_an_edit(made: bytes) -> None:
    sealed_file = seal(made)
    digest = stated(sealed_file)
    assert len(digest) == 64
    assert stated(rezipped(sealed_file, **{"docProps/core.xml": b"<other/>"})) == digest
    assert stated(made) == ""
    assert stated(b"no package") == ""
