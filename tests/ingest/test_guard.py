"""A file that is no workbook, or too much of one, is refused in a sentence that says what it is."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.ingest import guard
from pipeline.ingest.guard import Limits
from pipeline.ingest.workbook import read_book
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import Kind, kind_of
from tests.ingest.same_register import FILES

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["ID", "Risk description"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def rezipped(data: bytes, change: dict[str, bytes]) -> bytes:
    """The package with these parts put in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name])
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def sheet(cells: str, more: str = "") -> dict[str, bytes]:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData>{more}</worksheet>'.encode()
    }


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\0\0\0", "is empty"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "WordDocument".encode("utf-16-le"), "old Word document"),
        (b"<html><table><tr><td>ID</td></tr></table></html>", "a web page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web archive"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "XML spreadsheet (2003)",
        ),
        (b"%PDF-1.4", "PDF"),
        (b"{\\rtf1 hello}", "rich-text"),
        (b"\x89PNG\0\0", "is a picture"),
        (b"\1\2\3\0", "a file of an unknown kind"),
        (
            zipped(content_xml=b"<o/>", mimetype=b"application/vnd.oasis.opendocument.text"),
            "an OpenDocument text (.odt)",
        ),
        (zipped(readme_txt=b"x"), "packed folder"),
        (workbook()[:400], "damaged"),
        (b"PK\x03\x04nonsense", "damaged"),
        (
            rezipped(workbook(), {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}),
            "XML that no spreadsheet program writes",
        ),
        (
            rezipped(
                workbook(), {"xl/workbook.xml": b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'}
            ),
            "Strict Open XML",
        ),
        (
            rezipped(
                workbook(), {"xl/workbook.xml": b"<workbook><sheets>" + b"<sheet/>" * 65 + b"</sheets></workbook>"}
            ),
            "65 sheets",
        ),
        (
            rezipped(workbook(), sheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
            "merged or linked as one (A1:XFD1048576",
        ),
        (
            rezipped(workbook(), sheet("", '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>')),
            "merged or linked as one",
        ),
        (
            rezipped(
                workbook(),
                sheet(
                    "",
                    "<mergeCells>"
                    + "".join(f'<mergeCell ref="A{n}:J{n + 900}"/>' for n in range(1, 40_000, 1000))
                    + "</mergeCells>",
                ),
            ),
            "more than 250,000 merged or linked cells",
        ),
        (
            rezipped(workbook(), sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
            "it holds the cell A1 twice",
        ),
        (
            rezipped(
                workbook(),
                sheet(
                    "",
                    "".join(
                        f'<conditionalFormatting sqref="A{n}"><cfRule/></conditionalFormatting>' for n in range(20_001)
                    ),
                ),
            ),
            "20,001 conditional formats",
        ),
        (
            rezipped(
                workbook(),
                {
                    "xl/sharedStrings.xml": b"<sst>"
                    + b"".join(b"<si><t>%d</t></si>" % n for n in range(500_001))
                    + b"</sst>"
                },
            ),
            "500,001 texts",
        ),
        (rezipped(workbook(), sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "XFD1048576"),
        (rezipped(workbook(), sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')), "XFD1."),
        (rezipped(workbook(), {"xl/media/image1.png": b"\0" * (2 * Limits.RATIO_FROM)}), "unpacks to far more"),
        (rezipped(workbook(), {"xl/worksheets/sheet1.xml": b"<worksheet"}), "damaged"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,  # a package holds the time at which it was made
)
def test_what_is_no_workbook_is_named(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputsUnusable) as refused:
        read_book(path, "register.xlsx").grid("Sheet")
    assert says in str(refused.value)
    assert str(refused.value).startswith("register.xlsx ")
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OLE + "Workbook".encode("utf-16-le"), Kind.OLD_WORKBOOK),
        (b"ID\tRisk\nA1\tFire\n", Kind.TEXT),
        ("ID,Risk\n".encode("utf-16"), Kind.TEXT),
        (b"ID,Risk\n1,<html> in a cell\n", Kind.TEXT),
        (b"ID,Risk\n1,a bell \7\n" * 5, Kind.TEXT),
        (bytes(range(1, 256)), Kind.UNKNOWN),
        ("<html><table/></html>".encode("utf-16"), Kind.WEB_PAGE),
        (zipped(word__document_xml=b"<w/>"), Kind.DOCUMENT),
        (zipped(content_xml=b"<o/>"), Kind.OPEN_SHEET),
        (zipped(xl__workbook_bin=b"x"), Kind.BINARY_WORKBOOK),
    ],
)
def test_a_kind_is_known_by_its_bytes(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind


def test_an_old_workbook_is_known_by_its_own_streams() -> None:
    """Not by those of a Word document that is embedded in it."""
    data = (FILES / "register.xls").read_bytes()
    assert kind_of(data + "WordDocument".encode("utf-16-le")) is Kind.OLD_WORKBOOK
    assert kind_of(data.replace("Workbook".encode("utf-16-le"), "Worktalk".encode("utf-16-le"))) is Kind.OLD_OFFICE
    assert kind_of(data[:600]) is Kind.DAMAGED


def test_bytes_decide_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(workbook())
    assert read_book(path, "register.csv").grid("Sheet").text(1, 1) == "ID"


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match=r"gone\.xlsx is not there"):
        read_book(tmp_path / "gone.xlsx", "gone.xlsx")


def test_big_dense_sheet_is_no_stray_cell(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, Limits.ROWS + 10))
    path = tmp_path / "register.xlsx"
    path.write_bytes(rezipped(workbook(), sheet(rows)))
    assert read_book(path, "register.xlsx").grid("Sheet").last_row == Limits.ROWS + 9


def test_cells_out_of_order_are_read(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(rezipped(workbook(), sheet('<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>')))
    grid = next(iter(read_book(path, "register.xlsx").grids.values()))
    assert [grid.text(1, 1), grid.text(1, 2)] == ["1", "2"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "register.xlsx")
    with pytest.raises(InputsUnusable, match="is no file but a pipe or a device"):
        read_book(tmp_path / "register.xlsx", "register.xlsx")


@pytest.mark.parametrize(("data", "line"), [(b"ID,Risk\nR1,Fi\0re\n", " in line 2"), (b"\1\2\3\4ab", "")])
def test_bytes_that_no_text_holds_are_named(data: bytes, line: str, tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_bytes(data)
    with pytest.raises(InputsUnusable) as refused:
        read_book(tmp_path / "register.csv", "register.csv")
    assert f"register.csv is damaged: it holds bytes that no text holds{line}." in str(refused.value)


@given(
    st.recursive(st.just([]), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=12), st.integers(1, 6)
)
@settings(max_examples=60)
def test_how_deep_elements_may_stand_inside_each_other(tree: list[Any], most: int) -> None:
    def depth(node: list[Any]) -> int:
        return 1 + max(map(depth, node), default=0)

    def written(node: list[Any]) -> bytes:
        inner = b"".join(map(written, node))
        return b"<a b='1'>" + inner + b"c</a><!-- <d> --><e/>" if inner else b"<a>f</a>"

    # Comments count for nothing, but what is written in one does.
    content = b"<?xml version='1.0'?>" + written(tree).replace(b"<d>", b"d")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard.Limits, "DEPTH", most)
        if depth(tree) > most:
            with pytest.raises(InputsUnusable, match="XML that no spreadsheet program writes"):
                guard.check_xml("a.xml", content, "x.xlsx")
        else:
            guard.check_xml("a.xml", content, "x.xlsx")


def test_elements_that_are_never_closed_stand_inside_each_other() -> None:
    guard.check_xml("a.xml", b"<a>" * 100, "x.xlsx")
    with pytest.raises(InputsUnusable):
        guard.check_xml("a.xml", b"<a>" * 101, "x.xlsx")
