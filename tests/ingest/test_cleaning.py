"""The one cleaning, and that nothing gets past it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.ingest.cleaning import clean, unescape
from pipeline.ingest.registers.register import read_register
from pipeline.ingest.workbook import read_book
from tests.ingest.register_books import layout_of, read
from tests.journeys.cell_xml import replace_in

ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("text", "cleaned", "replaced"),
    [
        ("  ACTP\n", "ACTP", False),
        ("a\r\nb\rc\vd\fe", "a\nb\nc\nd\ne", False),
        ("a\u00a0b\u200b\ufeffc\u2060", "a bc", False),
        ("a  \nb", "a\nb", False),
        ("a\ab", "a\ufffdb", True),
        ("a\ud800b", "a\ufffdb", True),
        ("\ud83d\ude00", "😀", False),
        ("a \ufffd that was there, \ud83d\ude00", "a \ufffd that was there, 😀", False),
        ("\ude00\ud83d", "\ufffd\ufffd", True),
        ("a\ufdd0b\uffffc\U0001fffe", "a\ufffdb\ufffdc\ufffd", True),
        ("x < y & \"z\" 'q' {{ a }} {% b %}", "x < y & \"z\" 'q' {{ a }} {% b %}", False),
        ("שלום ↑ é", "שלום ↑ é", False),
        ("kept\ufffd", "kept\ufffd", False),
        ("", "", False),
    ],
)
def test_clean(text: str, cleaned: str, replaced: bool) -> None:
    assert clean(text) == (cleaned, replaced)


def test_escapes_of_a_spreadsheet_are_undone() -> None:
    assert unescape("a_x000D_b_x005F_x000D_") == "a\rb_x000D_"
    assert unescape("plain _x text") == "plain _x text"


@given(ANY)
def test_what_is_cleaned_is_legal_and_stays_so(text: str) -> None:
    cleaned, _ = clean(text)
    assert clean(cleaned) == (cleaned, False)
    assert all(char in "\n\t" or (unicodedata.category(char) != "Cs" and ord(char) >= 32) for char in cleaned)
    cleaned.encode("utf-8")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY)
def test_any_text_of_a_cell_arrives_cleaned_or_is_said_with_its_cell(tmp_path: Path, text: str) -> None:
    # As Excel writes it: what XML can't hold is escaped.
    written = "".join(
        f"_x{ord(c):04X}_" if ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF or ord(c) in (0xFFFE, 0xFFFF) or c == "_" else c
        for c in text
    )
    book = Workbook()
    book.active.append(["ID", "Risk description", "Risk owner"])
    book.active.append(["A1", "x", "Head"])
    book.active["B2"].value = "x"
    book.active["B2"]._value = f"begin {written} end"
    book.save(tmp_path / "register.xlsx")
    layout = layout_of(tmp_path, 'confirmed = "2017-12-01"')
    register, findings = read_register(
        tmp_path / "register.xlsx", name="register.xlsx", organisation="Northshire", layout=layout
    )
    cleaned, replaced = clean(f"begin {text} end")
    assert register.risks[0].description == cleaned
    assert [finding.cell for finding in findings if finding.code == "text-replaced"] == ["B2"] * replaced


def test_longest_text_a_cell_can_hold_arrives_whole(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["ID", "Risk description", "Risk owner"])
    book.active.append(["A1", "é&<" * 10_922 + "x", "Head"])
    book.save(tmp_path / "register.xlsx")
    register, _ = read_register(tmp_path / "register.xlsx", name="register.xlsx", organisation="Northshire")
    assert len(register.risks[0].description or "") == 32_767


@pytest.mark.parametrize(
    "text",
    ["_x0007_", "a_x005F_b", "x005F_", "ax005F_b", "__x0041_", "_x0041_"],
)
@pytest.mark.parametrize("inline", [False, True])
def test_written_escapes_are_text(tmp_path: Path, text: str, inline: bool) -> None:
    path = tmp_path / "register.xlsx"
    # XlsxWriter escapes as Excel does; constant_memory writes texts into the sheet, not into the shared list.
    with xlsxwriter.Workbook(str(path), {"constant_memory": inline}) as book:
        page = book.add_worksheet("Register")
        for row, cells in enumerate((("ID", "Risk description", "Risk owner"), ("A1", text, "Head"))):
            for column, cell in enumerate(cells):
                page.write_string(row, column, cell)
    register, findings = read_register(path, name="register.xlsx", organisation="Northshire")
    assert register.risks[0].description == text
    assert "text-replaced" not in {finding.code for finding in findings}


def test_description_arrives_even_where_it_is_none_or_a_dash(tmp_path: Path) -> None:
    for text in ("None", "N/A", "-"):
        register, _ = read(
            tmp_path, f"| ID | Risk description | Risk owner | Cause |\n| A1 | {text} | {text} | {text} |"
        )
        risk = register.risks[0]
        assert (risk.description, risk.owner, risk.cause) == (text, None, None)


CELLS = [
    # The cell's XML, its text, its error, whether it was never calculated.
    ('t="inlineStr"><is><t>_x0041_ _x005F_x0041_ _xD83D__xDE00_</t></is>', "A _x0041_ 😀", "", False),
    ('t="inlineStr"><is><r><t>_x00</t></r><r><rPr><b/></rPr><t>41_</t></r></is>', "_x0041_", "", False),
    ('t="inlineStr"><is><r><t>_xD83D_</t></r><r><rPr><b/></rPr><t>_xDE00_</t></r></is>', "😀", "", False),
    ('t="inlineStr"><is><t>_x0041_x005F_ _x005f_x0041_</t></is>', "Ax005F_ _x0041_", "", False),
    ('t="str"><f>A1</f><v>_x0041_ _x005F_x0041_</v>', "A _x0041_", "", False),
    ('t="inlineStr"><is><t>_x005F_x005F_x005F_x005F__xD83D_</t></is>', "_x005F_x005F_\ufffd", "", False),
    ('t="str"><f>A1</f><v>#1 priority A</v>', "#1 priority A", "", False),
    ('t="str"><f>A1</f><v></v>', "", "", False),
    ('t="e"><f>A1</f><v>#N/A</v>', "", "#N/A", False),
    ('t="e"><v>#REF!</v>', "", "#REF!", False),
    ("><f>A1</f><v></v>", "", "", True),
    ('t="str"><v>=A1</v>', "=A1", "", False),
]


@pytest.mark.parametrize(("xml", "text", "error", "uncalculated"), CELLS)
def test_a_cell_says_what_excel_shows(tmp_path: Path, xml: str, text: str, error: str, uncalculated: bool) -> None:
    path = _book(tmp_path)
    replace_in(path, "xl/worksheets/sheet1.xml", '<c r="B2" t="s"><v>4</v>', f'<c r="B2" {xml}')
    cell = read_book(path, "register.xlsx").grid("Register").rows[2][2]
    assert (cell.text, cell.error, cell.uncalculated) == (text, error, uncalculated)


def test_sheet_names_and_comments_have_their_escapes_undone(tmp_path: Path) -> None:
    path = _book(tmp_path)
    replace_in(path, "xl/workbook.xml", 'name="Register"', 'name="_x0052_isks _x005F_x0041_"')
    replace_in(path, "xl/comments1.xml", "said", "said _xD83D__xDE00_ _x005F_x0041_ _x0001_")
    book = read_book(path, "register.xlsx")
    assert book.sheets == ("Risks _x0041_",)
    _, findings = read_register(path, name="register.xlsx", organisation="Northshire")
    (comment,) = (finding for finding in findings if finding.code == "comment-on-cell")
    assert "said 😀 _x0041_ \ufffd" in comment.message
    assert comment.sheet == "Risks _x0041_"


def test_id_that_a_formula_leaves_blank_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Register")
        for row, cells in enumerate((("ID", "Risk description", "Risk owner"), ("A1", "x", "Head"), ("", "y", "Head"))):
            page.write_row(row, 0, cells)
        page.write_formula(2, 0, '=T("")', None, "")
    # As Excel writes a result that is an empty text; XlsxWriter leaves its type out.
    replace_in(path, "xl/worksheets/sheet1.xml", '<c r="A3">', '<c r="A3" t="str">')
    _, findings = read_register(path, name="register.xlsx", organisation="Northshire")
    assert [finding.cell for finding in findings if finding.code == "id-missing"] == ["A3"]
    assert "formula-uncalculated" not in {finding.code for finding in findings}


def _book(folder: Path) -> Path:
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Register")
        page.write_row(0, 0, ("ID", "Risk description", "Risk owner"))
        page.write_row(1, 0, ("A1", "x", "Head"))
        page.write_comment("B2", "said")
    return path
