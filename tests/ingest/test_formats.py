"""The same register in every format that is read comes back as the same: ids, texts, numbers, dates, arrows."""

from __future__ import annotations

import io
import pickle
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine
from openpyxl import Workbook
from openpyxl.comments import Comment

from pipeline.ingest.grid import Book, Cell, Grid, Merge
from pipeline.ingest.registers.reading import as_json
from pipeline.ingest.registers.register import read_register
from pipeline.ingest.registers.trends import drawn
from pipeline.ingest.workbook import read_book
from pipeline.model.errors import InputsUnusable
from tests.founding.build import write_founding
from tests.ingest import same_register as same
from tests.ingest.register_books import layout_of
from tests.sample.build import write_december
from tests.sample.three import write_case

LAYOUT = 'organisation = "Northshire"\nconfirmed = "2018-01-01"\ntrend_means = "risk"\n'


def book(folder: Path, name: str, data: bytes) -> Book:
    (folder / name).write_bytes(data)
    return read_book(folder / name, name)


def only(folder: Path, name: str, data: bytes) -> Grid:
    """The first sheet."""
    read = book(folder, name, data)
    return read.grid(read.sheets[0])


def texts(grid: Grid) -> list[list[str]]:
    return [
        [grid.text(row, column) for column in range(1, grid.last_column + 1)] for row in range(1, grid.last_row + 1)
    ]


# --- the same register everywhere ------------------------------------------------------------------


@pytest.mark.parametrize("name", same.FORMATS)
def test_every_format_gives_the_same_risks(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(same.FORMATS[name](tmp_path))
    layout = layout_of(tmp_path, LAYOUT)
    register, findings = read_register(tmp_path / name, name=name, organisation="Northshire", layout=layout)
    risks = as_json(register, findings)["risks"][: len(same.ROWS)]
    wanted = [
        (identity, title, description, owner, likelihood, impact, {same.UP: "rising", same.SAME: "same"}[str(trend)],
         str(controls).split("\n"), same.text(day))
        for identity, title, description, owner, likelihood, impact, trend, controls, day in same.ROWS
    ]  # fmt: skip
    assert [
        (risk["id"], risk["title"], risk["description"], risk["owner"], risk["current"]["likelihood"],
         risk["current"]["impact"], risk["trend"], risk["controls"], risk["next_review"])
        for risk in risks
    ] == wanted  # fmt: skip
    assert not [finding for finding in findings if finding.severity == "block"]
    assert ("format-limits" in {finding.code for finding in findings}) == (name[-4:] not in ("xlsx", "xlsm", "docx"))


@pytest.mark.parametrize("name", ["register.xlsx", "register.xls", "register.ods"])
def test_what_can_carry_meaning_is_kept(name: str, tmp_path: Path) -> None:
    read = book(tmp_path, name, same.FORMATS[name](tmp_path))
    grid = read.grid("Register")
    assert read.sheets == ("Register", "Lists")
    assert read.hidden == {"Lists"}
    assert grid.merges == (Merge(6, 1, 7, 3),)
    assert (grid.hidden_rows, grid.hidden_columns) == ({8}, {12})
    assert (grid.last_row, grid.last_column) == (8, 9)

    def cell(row: int, column: int) -> Cell:
        found = grid.cell(row, column)
        assert found is not None
        return found

    assert cell(2, 6).look.fill == "FF0000"
    assert cell(2, 7).look.font == "Wingdings"
    assert cell(6, 4).look.struck
    assert (cell(6, 5).value, cell(6, 5).text) == (7, "00007")
    assert (cell(6, 6).error, cell(6, 6).value) == ("#DIV/0!", None)
    assert (cell(6, 7).value, cell(6, 7).uncalculated) == (20, False)
    assert cell(6, 8).value is True
    assert drawn(cell(6, 9)) == "now ↑"
    assert cell(2, 9).value == datetime(2018, 3, 1)
    comments = [one.comment for row in grid.rows.values() for one in row.values() if one.comment]
    assert comments == ["Ask again"]
    formulas = {one.address: one.formula for one in grid.rows[6].values() if one.formula}
    assert formulas == ({} if name == "register.xls" else {"F6": "=1/0", "G6": "=E2*F2"})


def test_a_sheet_travels_whole(tmp_path: Path) -> None:
    read = book(tmp_path, "register.xlsx", same.an_xlsx(tmp_path))
    again = pickle.loads(pickle.dumps(read))
    assert again == read
    assert again.grid("Register").merge_at(7, 2) == Merge(6, 1, 7, 3)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("ending", ["xls:MS Excel 97", "ods"])
def test_what_another_program_saves_comes_back(ending: str, tmp_path: Path) -> None:
    own = same.xlsx(tmp_path / "register.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path / "out"), str(own)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = next((tmp_path / "out").iterdir())
    theirs, ours = read_book(saved, saved.name).grid("Register"), read_book(own, own.name).grid("Register")
    # LibreOffice writes TRUE as the formula =TRUE() in an .ods.
    odd = {(6, 8)}
    assert {at: cell for at, cell in plain(theirs).items() if at not in odd} == {
        at: cell for at, cell in plain(ours).items() if at not in odd
    }
    assert theirs.merges == ours.merges
    assert (theirs.hidden_rows, theirs.hidden_columns) == (ours.hidden_rows, ours.hidden_columns)


def plain(grid: Grid) -> dict[tuple[int, int], tuple[object, ...]]:
    return {
        (row, column): (one.value, one.text, one.error, one.look.fill, one.look.struck, one.comment, drawn(one))
        for row, cells in grid.rows.items()
        for column, one in cells.items()
    }


# --- what a file is, and what its name says --------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "called", "kind"),
    [
        ("register.xlsx", "register.xls", "an Excel workbook"),
        ("register.docx", "register.xlsx", "a Word document"),
        ("register.tsv", "register.xls", "plain text (such as .csv)"),
        ("register.ods", "register.csv", "an OpenDocument spreadsheet (.ods)"),
        ("register.xls", "register.xlsx", "an old Excel workbook (.xls)"),
        ("register.xlsb", "register.xlsx", "a binary workbook (.xlsb)"),
    ],
)
def test_bytes_decide_and_the_name_is_told_of(made: str, called: str, kind: str, tmp_path: Path) -> None:
    read = book(tmp_path, called, same.FORMATS[made](tmp_path))
    assert read.remarks[0] == (
        "name-says-other",
        f"This is {kind}, whatever its name says. It was read as what it is.",
    )
    grid = read.grid(read.sheets[0])
    assert grid.text(2, 1) == "00232"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("register.xlsx", None, set()),
        ("register.xls", None, {"name-says-other"}),
        ("register.docx", same.docx_register(), set()),
        (
            "register.docx",
            same.docx(
                same.word_table(same.word_row("<w:tc><w:p><w:ins><w:r><w:t>ID</w:t></w:r></w:ins></w:p></w:tc>"))
            ),
            {"register-tracked"},
        ),
        ("register.csv", same.delimited(), {"format-limits"}),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value),  # a package holds the time at which it was made
)
def test_what_is_said_of_a_file_is_a_finding_at_it(
    name: str, data: bytes | None, said: set[str], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data or same.an_xlsx(tmp_path))
    _, findings = read_register(tmp_path / name, name=name, organisation="Northshire")
    found = [one for one in findings if one.code in ("name-says-other", "format-limits", "register-tracked")]
    assert {one.code for one in found} == said
    assert all((one.file, one.organisation, one.cell) == (name, "Northshire", "") for one in found)


def test_a_name_that_says_nothing_is_no_matter(tmp_path: Path) -> None:
    assert book(tmp_path, "register", same.an_xlsx(tmp_path)).remarks == ()


# --- text files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_text_file_is_read_however_it_was_written(between: str, encoding: str, ends: str, tmp_path: Path) -> None:
    grid = only(tmp_path, "register.csv", same.delimited(between, encoding, ends))
    assert texts(grid) == [list(same.HEADINGS), *(same.arrowed(row) for row in same.ROWS)]


@pytest.mark.parametrize(
    ("data", "rows", "says"),
    [
        (b"ID,Risk\n1,Fire \x96 \xa35\n", [["ID", "Risk"], ["1", "Fire – £5"]], "Western European (Windows)"),
        (
            b"ID;Risk\n1;Fire, flood\n2;a, b, c\n",
            [["ID", "Risk"], ["1", "Fire, flood"], ["2", "a, b, c"]],
            "semicolons",
        ),
        (b"Register\n\nID,Risk\n1,Fire\n", [["Register", ""], ["", ""], ["ID", "Risk"], ["1", "Fire"]], "commas"),
        (b"sep=;\nID;Risk\n1;2,5\n", [["ID", "Risk"], ["1", "2,5"]], "semicolons"),
        (b"sep=~\r\nID~Risk\r\n", [["ID", "Risk"]], "~ between"),
        (b"one column\nalone\n", [["one column"], ["alone"]], "commas"),
        (b'ID,Pipe\n1,5" wide\n', [["ID", "Pipe"], ["1", '5" wide']], "commas"),
    ],
)
def test_what_stands_between_the_cells(data: bytes, rows: list[list[str]], says: str, tmp_path: Path) -> None:
    read = book(tmp_path, "register.csv", data)
    assert texts(read.grid("register.csv")) == rows
    assert says in read.remarks[0].message


def test_a_byte_without_a_letter_is_told_of(tmp_path: Path) -> None:
    cell = only(tmp_path, "a.csv", b"ID,Risk\n1,Fi\x81re \xa3\n").cell(2, 2)
    assert cell is not None
    assert cell.cleaned() == ("Fi\ufffdre £", True)


@pytest.mark.parametrize("data", [b'ID,Risk\n1,"Fire\n2,Flood\n', b'ID,Risk\n1,"Fire" engine\n2,Flood\n'])
def test_a_loose_quotation_mark_is_not_guessed_at(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match=r"^a\.csv: in row [23] a quotation mark opens that never closes"):
        book(tmp_path, "a.csv", data)


# --- tables in Word --------------------------------------------------------------------------------


def word(folder: Path, *rows: str, before: str = "") -> Grid:
    return only(folder, "a.docx", same.docx(before + same.word_table(*rows)))


def cell(words: str, look: str = "") -> str:
    return same.word_cell(same.paragraphs(words), look)


def test_merged_cells_of_a_word_table(tmp_path: Path) -> None:
    grid = word(
        tmp_path,
        same.word_row(cell("ID"), cell("Risk", '<w:gridSpan w:val="2"/>')),
        same.word_row(cell("M1", '<w:vMerge w:val="restart"/>'), cell("a"), cell("b")),
        same.word_row(cell("", "<w:vMerge/>"), cell("c"), cell("d")),
        same.word_row(cell("e"), look='<w:gridBefore w:val="2"/>'),
    )
    assert texts(grid) == [["ID", "Risk", ""], ["M1", "a", "b"], ["", "c", "d"], ["", "", "e"]]
    assert set(grid.merges) == {Merge(1, 2, 1, 3), Merge(2, 1, 3, 1)}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (same.paragraphs("one\ntwo"), "one\ntwo"),
        ("<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>", "one\ntwo"),
        ("<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t> new</w:t></w:r></w:ins></w:p>", "kept new"),
        ("<w:moveFrom><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:moveFrom><w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t>kept</w:t></w:r></w:p>", "kept"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>", "in a control"),
        ("<w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>", "a link"),
        (same.paragraphs("above") + same.word_table(same.word_row(cell("a"), cell("b")), same.word_row(cell("c"))) + same.paragraphs("below"), "above\na | b\nc\nbelow"),
        ("<w:p><w:r><mc:AlternateContent><mc:Choice><w:r><w:t>once</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent></w:r></w:p>", "once"),
    ],
)  # fmt: skip
def test_the_text_of_a_word_cell(content: str, text: str, tmp_path: Path) -> None:
    assert word(tmp_path, same.word_row(same.word_cell(content))).text(1, 1) == text


def test_arrows_of_a_symbol_font_in_word(tmp_path: Path) -> None:
    typed = f'<w:p><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>{same.UP}</w:t></w:r></w:p>'
    row = [same.word_cell(one) for one in (same.symbol("é"), same.symbol("ê"), typed, same.paragraphs("é"))]
    grid = word(tmp_path, same.word_row(*row))
    assert [drawn(one) for one in grid.rows[1].values()] == ["↑", "↓", "↑", "é"]


def test_rows_deleted_in_word_are_not_there(tmp_path: Path) -> None:
    data = same.docx(
        same.word_table(
            same.word_row(cell("ID")), same.word_row(cell("gone"), look="<w:del/>"), same.word_row(cell("M2"))
        )
    )
    read = book(tmp_path, "a.docx", data)
    assert texts(read.grid("table 1")) == [["ID"], ["M2"]]
    assert [remark.code for remark in read.remarks] == ["register-tracked"]


def test_each_table_is_a_sheet_also_one_inside_another(tmp_path: Path) -> None:
    inner = same.word_table(same.word_row(cell("inner")))
    data = same.docx(
        same.word_table(same.word_row(same.word_cell(inner))) + same.word_table(same.word_row(cell("last")))
    )
    read = book(tmp_path, "a.docx", data)
    assert {sheet: read.grid(sheet).text(1, 1) for sheet in read.sheets} == {
        "table 1": "inner", "table 2": "inner", "table 3": "last",
    }  # fmt: skip


def test_a_word_file_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match=r"^a\.docx is a Word document without a table\."):
        book(tmp_path, "a.docx", same.docx(same.paragraphs("words")))


# --- OpenDocument and binary workbooks -------------------------------------------------------------


def test_repeated_cells_and_rows_stand_as_often_as_they_say(tmp_path: Path) -> None:
    cells = '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="3">{cells}</table:table-row>'
    assert (
        texts(only(tmp_path, "a.ods", same.ods(f'<table:table table:name="S">{rows}</table:table>')))
        == [["x", "x"]] * 3
    )


def test_what_stands_under_a_merge_is_not_there(tmp_path: Path) -> None:
    covered = '<table:covered-table-cell office:value-type="string"><text:p>hidden</text:p></table:covered-table-cell>'
    merged = same.ods_cell("seen").replace("<table:table-cell", '<table:table-cell table:number-columns-spanned="2"', 1)
    rows = f"<table:table-row>{merged}{covered}{same.ods_cell('beside')}</table:table-row>"
    grid = only(tmp_path, "a.ods", same.ods(f'<table:table table:name="S">{rows}</table:table>'))
    assert texts(grid) == [["seen", "", "beside"]]
    assert grid.merges == (Merge(1, 1, 1, 2),)


def record(kind: int, content: bytes) -> bytes:
    """A record of an .xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(content)
    while rest > 0x7F:
        size += bytes([rest & 0x7F | 0x80])
        rest >>= 7
    return head + size + bytes([rest]) + content


def sheet_of(records: Sequence[tuple[int, bytes]]) -> bytes:
    """The package of the .xlsb in ``files/`` with another first sheet."""
    begin, end = [(129, b""), (145, b"")], [(146, b""), (130, b"")]
    with zipfile.ZipFile(io.BytesIO((same.FILES / "register.xlsb").read_bytes())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.bin"] = b"".join(record(*one) for one in (*begin, *records, *end))
    return same.packed(parts)


def row(number: int, *, hidden: bool = False, height: int = 300) -> tuple[int, bytes]:
    return 0, struct.pack("<IIHBBBI", number - 1, 0, height, 0, 0x10 if hidden else 0, 0, 0)


def number(column: int, value: float) -> tuple[int, bytes]:
    return 5, struct.pack("<IId", column - 1, 0, value)


def test_errors_merges_and_what_is_hidden_in_a_binary_workbook(tmp_path: Path) -> None:
    hidden_column = 60, struct.pack("<IIIIH", 3, 3, 0, 0, 1)
    error = 3, struct.pack("<IIB", 1, 0, 0x17)
    dimension = 148, struct.pack("<4I", 0, 2, 0, 2)
    begin_columns, end_columns = (390, b""), (391, b"")
    data = [
        dimension,
        begin_columns,
        hidden_column,
        end_columns,
        (145, b""),
        row(1),
        number(1, 4),
        error,
        row(3, hidden=True),
        number(3, 2.5),
        (146, b""),
        (177, b"\1\0\0\0"),
        (176, struct.pack("<4I", 0, 1, 0, 0)),
    ]
    grid = only(tmp_path, "a.xlsb", sheet_of(data))
    assert {one.address: (one.value, one.error) for cells in grid.rows.values() for one in cells.values()} == {
        "A1": (4, ""), "B1": (None, "#REF!"), "C3": (2.5, ""),
    }  # fmt: skip
    assert (grid.merges, grid.hidden_rows, grid.hidden_columns) == ((Merge(1, 1, 2, 1),), {3}, {4})


def test_rows_of_no_height_are_hidden(tmp_path: Path) -> None:
    rows = [row(1), number(1, 4), row(2, height=0), number(1, 5)]
    data = [(148, struct.pack("<4I", 0, 1, 0, 0)), (145, b""), *rows, (146, b"")]
    assert only(tmp_path, "a.xlsb", sheet_of(data)).hidden_rows == {2}
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-row"><style:table-row-properties style:row-height="{height}"/></style:style>'
        for name, height in (("flat", "0cm"), ("low", "0.5cm"))
    )
    lines = "".join(
        f'<table:table-row table:style-name="{style}">{same.ods_cell("a")}</table:table-row>'
        for style in ("low", "flat", "low")
    )
    table = f'<table:table table:name="Sheet">{lines}</table:table>'
    ods = same.ods(table, f"<office:automatic-styles>{styles}</office:automatic-styles>")
    assert only(tmp_path, "a.ods", ods).hidden_rows == {2}


# --- two readers agree -----------------------------------------------------------------------------

# What calamine makes of a cell that it reads otherwise, and why.
UNDERSTOOD = {
    "an error": lambda cell: bool(cell.error),  # it gives an empty text
    "a formula that gives no text": lambda cell: cell.value == "" and bool(cell.formula),
}


FOLDERS = {"the sample": write_december, "the founding case": write_founding, "three organisations": write_case}


@pytest.mark.parametrize("name", ["register.xlsx", "register.xls", "register.xlsb", "register.ods", *FOLDERS])
def test_another_reader_sees_the_same_values(name: str, tmp_path: Path) -> None:
    if name in FOLDERS:
        FOLDERS[name](tmp_path)
        files = sorted(tmp_path.glob("*.xlsx"))
        assert files
    else:
        files = [tmp_path / name]
        files[0].write_bytes(same.FORMATS[name](tmp_path))
    for file in files:
        ours, theirs = read_book(file, file.name), python_calamine.load_workbook(str(file))
        assert list(ours.sheets) == theirs.sheet_names
        for sheet in ours.sheets:
            values = theirs.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            seen = {
                (at_row, at_column): comparable(value)
                for at_row, line in enumerate(values, start=1)
                for at_column, value in enumerate(line, start=1)
                if value != ""
            }
            cells = [one for line in ours.grid(sheet).rows.values() for one in line.values()]
            understood = {(one.row, one.column) for one in cells if any(why(one) for why in UNDERSTOOD.values())}
            held = {(one.row, one.column): comparable(one.value) for one in cells if one.value not in (None, "")}
            assert {at: value for at, value in seen.items() if at not in understood} == {
                at: value for at, value in held.items() if at not in understood
            }, (file.name, sheet)


def comparable(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value


def test_a_comment_is_read_where_its_cell_holds_nothing_and_not_under_a_merge(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["D1"] = "Risk", "Owner"
    sheet["B2"].comment = Comment("Ask again", "somebody")
    sheet.merge_cells("A3:C3")
    sheet["A3"] = "Directorate"
    book.save(tmp_path / "a.xlsx")
    rows = read_book(tmp_path / "a.xlsx", "a.xlsx").grid("Sheet").rows
    assert {row: list(cells) for row, cells in rows.items()} == {1: [1, 4], 2: [2], 3: [1]}
    assert (rows[2][2].value, rows[2][2].comment) == (None, "Ask again")
