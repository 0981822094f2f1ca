"""Files made to do harm, or spoilt by accident: each is refused in its own words or read harmlessly, and soon."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.ingest.guard import Limits
from pipeline.ingest.registers.register import read_register
from pipeline.ingest.workbook import _READERS, read_book, read_here, read_workbook
from pipeline.limited import CHILD
from pipeline.limited import Limits as Allowance
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import AGAIN, EXCEL, save_as
from tests.ingest import same_register as same
from tests.ingest.test_formats import number, record, row, sheet_of
from tests.ingest.test_guard import rezipped, sheet, workbook

IN_EXCEL = save_as(EXCEL)
NOT_XML = f"holds XML that no spreadsheet program writes (part {{}}). {IN_EXCEL}"
UNSOUND = f"is damaged or was written by a program that does not keep to the format. {IN_EXCEL}"
FAR = "has a filled cell far from its table, at {}. Clear that cell in Excel and save."
MERGED = "has too many cells merged or linked as one ({}). Unmerge them in Excel and save."
SHEET = "xl/worksheets/sheet1.xml"
SECONDS = 10


@pytest.fixture(autouse=True)
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file here is read or refused within 10 seconds of computing and 512 MB."""
    monkeypatch.setattr("pipeline.ingest.apart.LIMITS", Allowance(memory=512 << 20, computing=SECONDS, elapsed=60))


def xlsx(cells: str = "", more: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook with these rows and whatever stands below or beside them."""
    good = '<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c></row>'
    return rezipped(workbook(), {**sheet(good + cells, more), **(parts or {})})


def ods(rows: str, more: str = "") -> bytes:
    good = f"<table:table-row>{same.ods_cell('ID')}</table:table-row>"
    return same.ods(f'<table:table table:name="Sheet">{good}{rows}</table:table>{more}')


def docx(rows: str) -> bytes:
    return same.docx(same.word_table(same.word_row(same.word_cell(same.paragraphs("ID"))), rows))


def with_dtd(data: bytes, part: str, entities: str, before: str = "") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(part)
    if content.startswith(b"<?xml"):
        content = content.partition(b"?>")[2]
    return rezipped(data, {part: f"{before}<!DOCTYPE x [{entities}]>".encode() + content})


def under_another_name(data: bytes) -> bytes:
    """The workbook with its sheet in a part that its name does not call XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    other = SHEET.replace(".xml", ".dat")
    sheet = parts.pop(SHEET)
    named = {name: part.replace(SHEET.encode()[3:], other.encode()[3:]) for name, part in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {**named, other: sheet}.items():
            package.writestr(name, part)
    return out.getvalue()


LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10))
XLS = (same.FILES / "register.xls").read_bytes()
XLSB = (same.FILES / "register.xlsb").read_bytes()


def xls(was: bytes, now: bytes) -> bytes:
    """The .xls with the first of these bytes put in place of others."""
    assert was in XLS
    return XLS.replace(was, now, 1)


def a_cell_of_xls() -> bytes:
    """The beginning of the first record of a text cell, with its place."""
    return XLS[XLS.index(b"\xfd\x00\x0a\x00") :][:8]


def protected(data: bytes) -> bytes:
    """The package with the bit set that says its members are locked."""
    locked = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(magic)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(magic, at + 4)
    return bytes(locked)


def doubled(data: bytes) -> bytes:
    """The package with a second member of a name."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(SHEET, b"<worksheet/>")
    return out.getvalue()


FAR_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_ODS = (
    '<table:table-row table:number-rows-repeated="1048574"/><table:table-row>'
    f'<table:table-cell table:number-columns-repeated="16383"/>{same.ods_cell("x")}</table:table-row>'
)

REFUSED: dict[str, tuple[bytes, str]] = {
    # what it holds is far too much
    "a far cell": (xlsx(FAR_CELL), FAR.format("XFD1048576")),
    "a far cell in row 1": (xlsx('<row r="2"><c r="XFD2"><v>1</v></c></row>'), FAR.format("XFD2")),
    "a far cell below": (xlsx('<row r="900000"><c r="B900000"><v>1</v></c></row>'), FAR.format("B900000")),
    "a far cell on a sheet in a folder of its own": (
        xlsx(parts={"xl/other/s.xml": f"<worksheet><sheetData>{FAR_CELL}</sheetData></worksheet>".encode()}),
        FAR.format("XFD1048576"),
    ),
    "a far cell with a prefix": (
        xlsx(parts={SHEET: b'<x:worksheet xmlns:x="s"><x:sheetData><x:row r="9"><x:c t="n" r="XFC9"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'}),
        FAR.format("XFC9"),
    ),
    "a merge over all": (xlsx(more='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), MERGED.format("A1:XFD1048576: 17,179,869,184")),
    "a link over all": (xlsx(more='<hyperlinks><hyperlink location="x" ref="$A$1:$XFD$1048576"/></hyperlinks>'), MERGED.format("A1:XFD1048576: 17,179,869,184")),
    "a merge of whole columns": (xlsx(more='<mergeCells><mergeCell ref="C1:D1048576"/></mergeCells>'), MERGED.format("C1:D1048576: 2,097,152")),
    "many merges": (
        xlsx(more="<mergeCells>" + "".join(f'<mergeCell ref="A{n}:J{n + 900}"/>' for n in range(1, 40_000, 1000)) + "</mergeCells>"),
        "has a sheet of more than 250,000 merged or linked cells, the most that is read. Unmerge them in Excel and save.",
    ),
    "65 sheets": (
        xlsx(parts={"xl/workbook.xml": b"<workbook><sheets>" + b"<sheet/>" * 65 + b"</sheets></workbook>"}),
        "has 65 sheets; at most 64 are read. Save a copy with the register's sheet alone.",
    ),
    "20,000 sheets": (
        xlsx(parts={"xl/workbook.xml": b"<workbook><sheets>" + b'<sheet name="a" sheetId="1" r:id="rId1"/>' * 20_000 + b"</sheets></workbook>"}),
        "has 20,000 sheets; at most 64 are read. Save a copy with the register's sheet alone.",
    ),
    "a part that swells": (xlsx(parts={"xl/media/a.png": b"\0" * (3 << 20)}), f"unpacks to far more than it should (part xl/media/a.png). {IN_EXCEL}"),
    "a text that swells": (
        xlsx(parts={"xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * (3 << 20) + b"</t></si></sst>"}),
        f"unpacks to far more than it should (part xl/sharedStrings.xml). {IN_EXCEL}",
    ),
    "a text that no cell holds": (
        xlsx(f'<row r="2"><c r="B2" t="inlineStr"><is><t>{"a" * 32_768}</t></is></c></row>'),
        ", sheet 'Sheet', cell B2 holds 32,768 characters; Excel can hold 32,767 in a cell. Shorten the text, or ask whoever made the file for one that Excel can open.",
    ),
    "2,001 parts": (xlsx(parts={f"x/{n}": b"" for n in range(2_001)}), f"has 2,010 parts; a workbook has a few dozen. {IN_EXCEL}"),
    # XML that is no spreadsheet's
    "entities that multiply": (with_dtd(workbook(), SHEET, LAUGHS), NOT_XML.format(SHEET)),
    "an entity from a file": (with_dtd(workbook(), SHEET, '<!ENTITY f SYSTEM "file:///etc/passwd">'), NOT_XML.format(SHEET)),
    "a document type behind a long comment": (with_dtd(workbook(), SHEET, LAUGHS, f"<!--{'x' * 9000}-->"), NOT_XML.format(SHEET)),
    "a document type among the styles": (with_dtd(workbook(), "xl/styles.xml", LAUGHS), NOT_XML.format("xl/styles.xml")),
    "a document type in an .ods": (with_dtd(ods(""), "content.xml", LAUGHS), NOT_XML.format("content.xml")),
    "entities in a part whose name does not say what it is": (under_another_name(with_dtd(workbook(), SHEET, LAUGHS)), NOT_XML.format(SHEET.replace(".xml", ".dat"))),
    "UTF-16 in such a part": (under_another_name(xlsx(parts={SHEET: "<worksheet/>".encode("utf-16")})), NOT_XML.format(SHEET.replace(".xml", ".dat"))),
    "entities in letters of another code": (xlsx(parts={SHEET: b'<?xml version="1.0" encoding="cp037"?>' + f"<!DOCTYPE x [{LAUGHS}]><worksheet>&a9;</worksheet>".encode("cp037")}), UNSOUND),
    "UTF-16": (xlsx(parts={SHEET: "<worksheet/>".encode("utf-16")}), NOT_XML.format(SHEET)),
    "UTF-16 that does not say so": (xlsx(parts={SHEET: "<worksheet/>".encode("utf-16-le")}), NOT_XML.format(SHEET)),
    "200 elements deep": (xlsx("<x>" * 200 + "</x>" * 200), NOT_XML.format(SHEET)),
    "20,000 elements deep, with others between": (xlsx("<x><y/><z></z>" * 20_000 + "</x>" * 20_000), NOT_XML.format(SHEET)),
    "the other dialect": (
        xlsx(parts={"xl/workbook.xml": b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'}),
        f"is saved as 'Strict Open XML', which can't be read. {IN_EXCEL}",
    ),
    # packages that are not sound
    "locked members": (protected(workbook()), "is protected by a password. Remove it and save the file."),
    "a sheet that breaks off": (xlsx(parts={SHEET: b"<worksheet><sheetData><row"}), UNSOUND),
    "a sheet that is none": (xlsx(parts={SHEET: b"\x89PNG"}), UNSOUND),
    "no sheet at all": (xlsx(parts={"xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'}), f"holds no sheets that can be read. {IN_EXCEL}"),
    "styles that are none": (xlsx(parts={"xl/styles.xml": b"<styleSheet"}), UNSOUND),
    "a style that is not there": (xlsx('<row r="2"><c r="A2" s="999"><v>1</v></c></row>'), UNSOUND),
    "a shared text that is not there": (xlsx('<row r="2"><c r="A2" t="s"><v>999999</v></c></row>'), UNSOUND),
    "a cell in no column": (xlsx('<row r="2"><c r="ZZZZ2"><v>1</v></c></row>'), UNSOUND),
    "a number that is none": (xlsx('<row r="2"><c r="A2"><v>1x</v></c></row>'), UNSOUND),
    "a number of a million digits": (xlsx(f'<row r="2"><c r="A2"><v>{"9" * 1_000_000}</v></c></row>'), UNSOUND),
    "a workbook cut short": (workbook()[:-40], f"is damaged or cut short. {AGAIN}"),
    "an .ods cut short": (ods("")[:-40], f"is damaged or cut short. {AGAIN}"),
    "an .xlsb cut short": (XLSB[:-40], f"is damaged or cut short. {AGAIN}"),
    "an .xls cut short": (XLS[:3000], f"is damaged or cut short. {AGAIN}"),
    "a workbook with a byte changed": (workbook().replace(b"PK\x03\x04", b"PK\x03\x05", 3), f"is damaged or cut short. {AGAIN}"),
    "only parts of a workbook": (same.packed({SHEET: b"<worksheet/>"}), f"is damaged or cut short. {AGAIN}"),
    # old workbooks
    "a far cell in an .xls": (xls(a_cell_of_xls(), a_cell_of_xls()[:4] + struct.pack("<HH", 65_535, 255)), FAR.format("IV65536")),
    "a locked .xls": (
        xls(b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"),
        "is protected by a password. Open it in Excel, remove the password (File, Info, Protect Workbook) and save it.",
    ),
    "an .xls whose sectors go in a circle": (XLS[:512] + struct.pack("<128I", *range(128)) + XLS[1024:], UNSOUND),
    "an old Office file of no kind": (XLS.replace("Workbook".encode("utf-16-le"), "Worktalk".encode("utf-16-le")), "is an old Office file, not an Excel workbook (.xlsx). Put the right file in its place."),
    # binary workbooks
    "a far cell in an .xlsb": (sheet_of([row(1), number(1, 1), row(1_048_576), number(16_384, 1)]), FAR.format("XFD1048576")),
    "a row beyond all in an .xlsb": (sheet_of([row(4_294_967_295), number(1, 1)]), FAR.format("A4294967295")),
    "a merge over all in an .xlsb": (sheet_of([(176, struct.pack("<4I", 0, 1_048_575, 0, 16_383))]), MERGED.format("A1:XFD1048576: 17,179,869,184")),
    "an .xlsb with a record that breaks off": (rezipped(XLSB, {"xl/worksheets/sheet1.bin": record(0, b"\1\0")}), UNSOUND),
    "an .xlsb without its sheet": (same.packed({"xl/workbook.bin": b"", "[Content_Types].xml": b"<Types/>"}), UNSOUND),
    # OpenDocument
    "a far cell in an .ods": (ods(FAR_ODS), FAR.format("XFD1048576")),
    "a row for ever in an .ods": (
        ods(f'<table:table-row table:number-rows-repeated="1048575">{same.ods_cell("x")}</table:table-row>'),
        "has a sheet of 1,048,576 rows; at most 250,000 are read. Delete the empty rows below the table and save.",
    ),
    "a block of cells in an .ods": (
        ods('<table:table-row table:number-rows-repeated="200000"><table:table-cell table:number-columns-repeated="16000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'),
        "has a sheet of more than 3,000,000 filled cells, the most that is read. Save a copy with the register's sheet alone.",
    ),
    "a merge over all in an .ods": (
        ods('<table:table-row><table:table-cell table:number-columns-spanned="16384" table:number-rows-spanned="1048576"/></table:table-row>'),
        MERGED.format("A2:XFD1048577: 17,179,869,184"),
    ),
    "65 sheets in an .ods": (ods("", '<table:table table:name="x"/>' * 64), "has 65 sheets; at most 64 are read. Save a copy with the register's sheet alone."),
    "an .ods of nonsense": (rezipped(ods(""), {"content.xml": b"<a>"}), UNSOUND),
    "a number that is none in an .ods": (ods('<table:table-row><table:table-cell office:value-type="float" office:value="x"/></table:table-row>'), UNSOUND),
    "a locked .ods": (
        rezipped(ods(""), {"META-INF/manifest.xml": b"<m><encryption-data/></m>"}),
        "is protected by a password. Open it in Excel, remove the password (File, Info, Protect Workbook) and save it.",
    ),
    # text
    "a quotation mark that never closes": (
        b'ID,Risk\n1,"Fire\n' + b"2,Flood\n" * 50,
        "in row 2 a quotation mark opens that never closes, or closes within a cell. Put the mark right, or ask for the register as an Excel workbook (.xlsx).",
    ),
    "a text without an end in a .csv": (
        b"ID,Risk\n1," + b"a" * 40_000,
        ", sheet 'a file', cell B2 holds 40,000 characters; Excel can hold 32,767 in a cell. Shorten the text, or ask whoever made the file for one that Excel can open.",
    ),
    "a line of bars": (b"ID|Risk\n1|Fire\n2|" + b"|" * 20_000 + b"x\n", FAR.format("ACOH3")),
    "a text of rows alone": (b"a\n" * 250_001, "has a sheet of 250,001 rows; at most 250,000 are read. Delete the empty rows below the table and save."),
    # Word
    "a cell wider than any sheet": (docx(same.word_row(same.word_cell(same.paragraphs("x"), '<w:gridSpan w:val="2000000000"/>'))), "is damaged or was written by a program that does not keep to the format. Open it in Word, choose Save As, 'Word Document (.docx)', and put that file in its place."),
    "a document type in a .docx": (with_dtd(docx(""), "word/document.xml", LAUGHS), "holds XML that Word does not write (part word/document.xml). Open it in Word, choose Save As, 'Word Document (.docx)', and put that file in its place."),
    "a .docx 300 tables deep": (same.docx("<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300), f"is damaged: its part word/document.xml can't be read. {AGAIN}"),
    "a .docx of nonsense": (same.packed({"word/document.xml": b"<a"}), f"is damaged: its part word/document.xml can't be read. {AGAIN}"),
    # what it is not
    "a web page": (b"<!-- saved -->\r\n<html><table><tr><td>ID</td></tr></table></html>", f"is a web page, not an Excel workbook (.xlsx). {IN_EXCEL}"),
    "a web page in UTF-16": ("<html><table/></html>".encode("utf-16"), f"is a web page, not an Excel workbook (.xlsx). {IN_EXCEL}"),
    "a web archive": (b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related", f"is a web archive (.mht), not an Excel workbook (.xlsx). {IN_EXCEL}"),
    "an XML spreadsheet": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', f"is an old XML spreadsheet (2003), not an Excel workbook (.xlsx). {IN_EXCEL}"),
    "a rich text": (b"{\\rtf1 ID}", "is a rich-text document, not a Word document (.docx). Open it in Word, choose Save As, 'Word Document (.docx)', and put that file in its place."),
    "a program": (b"MZ\x90\0\3\0\0\0" + bytes(range(256)), "is a file of an unknown kind, not an Excel workbook (.xlsx). Put the right file in its place."),
    "a packed folder": (same.packed({"register.xlsx": b"x"}), "is a packed folder (.zip), not an Excel workbook (.xlsx). Put the right file in its place."),
    "nothing": (b"", f"is empty. {AGAIN}"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_in_its_own_words(kind: str, tmp_path: Path) -> None:
    data, says = REFUSED[kind]
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(InputsUnusable) as refused:
        read_book(tmp_path / "file", "a file")
    assert (
        str(refused.value)
        == f"a file{'' if says[0] == ',' else ':' if says.startswith('in row') else ''}{'' if says[0] == ',' else ' '}{says}"
    )


EMPTY_ROWS = "".join(f'<row r="{n}" ht="15"/>' for n in range(2, 60_000))
HARMLESS: dict[str, bytes] = {
    "a sheet in a part whose name does not say what it is": under_another_name(xlsx()),
    "a colour condition over all": xlsx(more='<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1"><formula>A1=1</formula></cfRule></conditionalFormatting>'),
    "a filter over all": xlsx(more='<autoFilter ref="A1:XFD1048576"><filterColumn colId="0"/></autoFilter>'),
    "a list over all": xlsx(more='<dataValidations count="1"><dataValidation sqref="A1:XFD1048576" type="whole"><formula1>1</formula1></dataValidation></dataValidations>'),
    "every column hidden from B": xlsx(parts={SHEET: b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="2" max="16384" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c></row></sheetData></worksheet>'}),
    "60,000 empty rows": xlsx(EMPTY_ROWS),
    "a far cell with a format alone": xlsx('<row r="1048576"><c r="XFD1048576" s="0"/></row>'),
    "a link from a far cell": xlsx(more='<hyperlinks><hyperlink ref="XFD1048576" location="x"/></hyperlinks>'),
    "a dimension over all": xlsx(parts={SHEET: b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c></row></sheetData></worksheet>'}),
    "a date beyond all": xlsx('<row r="2"><c r="A2" s="0"><v>1e300</v></c></row>'),
    "an array formula over all": xlsx('<row r="2"><c r="A2"><f t="array" ref="A2:XFD1048576">1</f><v>1</v></c></row>'),
    "500 comments and stretches of plain text": xlsx("<!-- a --><row><c t='str'><v><![CDATA[a]]></v></c></row>" * 500),
    "members outside the package": xlsx(parts={"../../outside.xml": b"<a/>", "/root.xml": b"<a/>"}),
    "an .ods with an empty sheet for ever": ods('<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'),
    "an .ods with a style that rests on itself": same.ods(f'<table:table table:name="Sheet"><table:table-row>{same.ods_cell("ID", "a")}</table:table-row></table:table>', '<office:automatic-styles><style:style style:name="a" style:parent-style-name="b"/><style:style style:name="b" style:parent-style-name="a"/></office:automatic-styles>'),
    "an .ods with a date that is none": ods('<table:table-row><table:table-cell office:value-type="date" office:date-value="0000-99-99"/></table:table-row>'),
    "text with a nothing in it": b"ID,Risk\n" + b"1,Fire\n" * 1000 + b"\0\0,x\n",
    "20 tables inside each other": docx(same.word_row(same.word_cell("<w:tbl><w:tr><w:tc>" * 20 + same.paragraphs("x") + "</w:tc></w:tr></w:tbl>" * 20))),
}  # fmt: skip


@pytest.mark.parametrize("kind", HARMLESS)
def test_it_is_read_harmlessly(kind: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(HARMLESS[kind])
    read = read_book(tmp_path / "file", "a file")
    grid = read.grid(read.sheets[0])
    assert grid.text(1, 1) == "ID"
    assert max(grid.last_row, grid.last_column) <= 1_002


def test_a_sheet_is_read_to_its_end_whatever_it_says_of_its_size(tmp_path: Path) -> None:
    content = sheet('<row r="3"><c r="C3"><v>7</v></c></row>')[SHEET].replace(
        b"<sheetData>", b'<dimension ref="A1"/><sheetData>'
    )
    (tmp_path / "file").write_bytes(xlsx(parts={SHEET: content}))
    grid = read_book(tmp_path / "file", "a file").grid("Sheet")
    assert (grid.last_row, grid.last_column, grid.text(3, 3)) == (3, 3, "7")


# --- where size is the point: the limits are made small --------------------------------------------


@pytest.mark.parametrize(
    ("limit", "data", "says"),
    [
        (("FILE", 100), workbook(), "is larger than 0 MB, the most that is read."),
        (("INFLATED", 2000), workbook(), "unpacks to more than 0 MB."),
        (("MEMBER", 500), workbook(), "unpacks to far more than it should"),
        (("ROW_ELEMENTS", 50), xlsx("".join(f'<row r="{n}"/>' for n in range(2, 60))), "has a sheet of 59 rows; at most 50 are read."),
        (("CELLS", 3), xlsx('<row r="2">' + "<c r='A2'><v>1</v></c>" * 4 + "</row>"), "has a sheet of more than 3 filled cells"),
        (("CELLS", 30), XLS, "has a sheet of more than 30 filled cells"),
        (("MERGED_CELLS", 5), XLS, "has too many cells merged or linked as one (A6:C7: 6)."),
        (("SHEETS", 1), XLS, "has 2 sheets; at most 1 are read."),
        (("SHEETS", 1), XLSB, "has 2 sheets; at most 1 are read."),
        (("TEXT", 10), XLS, ", sheet 'Register', cell C1 holds 16 characters; Excel can hold 10 in a cell."),
        (("DEPTH", 3), workbook(), "holds XML that no spreadsheet program writes"),
        (("MEMBERS", 2), ods(""), "has 3 parts; a workbook has a few dozen."),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value),  # a package holds the time at which it was made
)  # fmt: skip
def test_each_limit_is_held(
    limit: tuple[str, int], data: bytes, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, *limit)
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(InputsUnusable) as refused:
        read_here(tmp_path / "file", "a file", tuple(_READERS))
    assert str(refused.value).startswith("a file")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("allowed", "says"),
    [(Allowance(elapsed=0.3), "took more than 0.3 seconds to read"), (Allowance(memory=100 << 20), "or 100 MB of memory to read")],
)  # fmt: skip
def test_what_takes_too_much_is_stopped_and_the_next_is_read(
    allowed: Allowance, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n}</v></c></row>' for n in range(2, 60_000)
    )
    (tmp_path / "big").write_bytes(xlsx(cells))
    (tmp_path / "small").write_bytes(xlsx())
    with monkeypatch.context() as scaled, pytest.raises(InputsUnusable) as refused:
        scaled.setattr("pipeline.ingest.apart.LIMITS", allowed)
        read_book(tmp_path / "big", "big")
    assert says in str(refused.value)
    assert read_book(tmp_path / "small", "small").grid("Sheet").text(1, 1) == "ID"


def test_a_mapping_must_be_an_excel_workbook(tmp_path: Path) -> None:
    (tmp_path / "mapping.xlsx").write_bytes(ods(""))
    with pytest.raises(InputsUnusable, match=r"^mapping\.xlsx is an OpenDocument spreadsheet \(\.ods\), not an Excel"):
        read_workbook(tmp_path / "mapping.xlsx", "mapping.xlsx")


# --- spoilt by chance ------------------------------------------------------------------------------

MUTATIONS = int(os.environ.get("MUTATIONS", "2000"))
BATCHES = 20


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changed, taken out, doubled or put in; of a package sometimes those of one part."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        name = chance.choice(list(parts))
        return same.packed({**parts, name: _spoilt(parts[name], chance)})
    return _spoilt(data, chance)


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + chance.randrange(1, 30)]
            case 2:
                changed[at:at] = changed[at : at + chance.randrange(1, 60)]
            case 3:
                changed[at:at] = chance.choice((b"<", b">", b'"', b"&", b"\xff\xff\xff\xff", b"9" * 12, b"\0"))
            case 4:
                changed[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF)))
            case _:
                del changed[at:]
    return bytes(changed)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_file_is_read_or_refused(batch: int, tmp_path: Path) -> None:
    chance = random.Random(batch)
    good = [make(tmp_path) for make in same.FORMATS.values()]
    refused = 0
    for turn in range(MUTATIONS // BATCHES):
        path = tmp_path / f"{batch}-{turn}"
        path.write_bytes(spoilt(good[turn % len(good)], chance))
        try:
            read_register(path, name="a file", organisation="Northshire")
        except InputsUnusable as stop:
            refused += 1
            assert all(line.startswith("a file") for line in stop.lines)
        path.unlink()
    assert 0 < refused < MUTATIONS // BATCHES
    assert CHILD.call(os.getpid, Allowance()) != os.getpid()
