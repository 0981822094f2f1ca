"""Ids as they are shown, prompts and pictures, marks in lists of controls, dates that may be two, and old letters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.ingest.formats.encodings import WINDOWS, decoded, strange_in
from pipeline.ingest.number_formats import shows_more, text_in
from pipeline.ingest.registers.lists import may_not_be_there, split_list
from pipeline.ingest.registers.register import read_register
from pipeline.ingest.registers.values import date_in, id_in
from pipeline.ingest.text_runs import RAISED, TextRun, settled
from pipeline.model.findings import Finding
from pipeline.model.records import Register
from tests.ingest.register_books import codes, only, read
from tests.ingest.test_paper_told import read as read_paper

HEADINGS = ("Ref", "Risk title", "Risk owner", "Likelihood", "Impact", "Trend", "Controls")
TABLE = f"| {' | '.join(HEADINGS)} |"


def _read(path: Path) -> tuple[Register, tuple[Finding, ...]]:
    return read_register(path, name=path.name, organisation="Northshire")


# --- ids ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form"),
    [(1201, '00"-"00'), (11, r"0\.0"), (0.5, "# ?/?"), (0.01, "0%"), (1201, "00 00"), (1000, "0,"), (1.5, "0"), (1.5, "#,##0")],
)  # fmt: skip
def test_a_number_that_may_be_seen_otherwise(value: float, form: str) -> None:
    assert shows_more(value, form)


@pytest.mark.parametrize(
    ("value", "form"),
    [(1, "General"), (1.5, "@"), (1.5, "General;-General"), (7, "000"), (1.1, "0.0"), (1001, "#,##0"), (3, "[Red]0"), (2, "_-* 0_-"),
     (9, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-')],
)  # fmt: skip
def test_a_number_that_is_seen_as_it_is_read(value: float, form: str) -> None:
    assert not shows_more(value, form)


@pytest.mark.parametrize(
    ("form", "shown"),
    [('"SR "@', "SR 01"), (r"\R@", "R01"), ('0;0;0;"T"@', "T01"), ("[Red]@", "01"), ('0"@"', "01"), ("General", "01"),
     ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "01")],
)  # fmt: skip
def test_a_text_as_its_format_shows_it(form: str, shown: str) -> None:
    assert text_in("01", form) == shown


def test_ids_that_their_format_shows_otherwise_are_told_of_and_texts_read_as_shown(tmp_path: Path) -> None:
    looks = {"A2": {"num_format": '00"-"00'}, "A3": {"num_format": '"SR "@'}}
    table = f"{TABLE}\n| 1201 | Fire | Head | 3 | 4 |\n| '02 | Flood | Head | 3 | 4 |"
    register, findings = read(tmp_path, table, looks=looks)
    assert [risk.id for risk in register.risks] == ["1201", "SR 02"]
    assert only(findings, "value-unread").cell == "A2"


@pytest.mark.parametrize(
    ("text", "risk_id", "mark"),
    [
        ("A2*", "A2", "*"),
        ("A3¹", "A3", "¹"),
        ("A4 †‡", "A4", "†‡"),
        ("A5", "A5", ""),
        ("A*5", "A*5", ""),
        ("*", "*", ""),
    ],
)
def test_a_mark_typed_behind_an_id_is_no_part_of_it(text: str, risk_id: str, mark: str) -> None:
    assert id_in(text) == (risk_id, mark)


def test_a_mark_behind_an_id_is_told_of_and_hides_no_double(tmp_path: Path) -> None:
    register, findings = read(tmp_path, f"{TABLE}\n| A2 | Fire | Head | 3 | 4 |\n| A2* | Flood | Head | 3 | 4 |")
    assert [risk.id for risk in register.risks] == ["A2", "A2"]
    assert (only(findings, "part-unread").cell, only(findings, "id-duplicate").cell) == ("A3", "A3")


@pytest.mark.parametrize(
    ("low", "high", "text"), [("A3", "NEW", "A3"), ("HR-12", "new!", "HR-12"), ("Brand", "NEW", "BrandNEW"), ("The 1", "st", "The 1st")]
)  # fmt: skip
def test_what_is_raised_beside_an_id_is_no_part_of_it(low: str, high: str, text: str) -> None:
    runs = settled([TextRun(low, "", False), TextRun(high, "", False, RAISED)])
    assert "".join(run.text for run in runs if not run.out) == text


# --- Word ---------------------------------------------------------------------------------------------


def _word(folder: Path, change: Any) -> tuple[Register, tuple[Finding, ...]]:
    document = Document()
    table = document.add_table(2, len(HEADINGS))
    for row, texts in enumerate((HEADINGS, ("A1", "Fire", "", "3", "4", "", "Hoses"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    change(table)
    path = folder / "register.docx"
    document.save(str(path))
    return _read(path)


@pytest.mark.parametrize(("prompt", "owner"), [("<w:showingPlcHdr/>", None), ("", "Choose an item.")])
def test_the_prompt_of_a_control_is_no_word_of_its_cell(tmp_path: Path, prompt: str, owner: str | None) -> None:
    content = "<w:r><w:t>Choose an item.</w:t></w:r>"
    control = f"<w:sdt {nsdecls('w')}><w:sdtPr>{prompt}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    register, _ = _word(tmp_path, lambda table: table.cell(1, 2).paragraphs[0]._p.append(parse_xml(control)))
    assert register.risks[0].owner == owner


def test_a_picture_in_a_cell_that_is_read_is_told_of(tmp_path: Path) -> None:
    picture = f"<w:r {nsdecls('w')}><w:drawing/></w:r>"
    register, findings = _word(tmp_path, lambda table: table.cell(1, 5).paragraphs[0]._p.append(parse_xml(picture)))
    assert register.risks[0].trend is None
    told = only(findings, "part-unread")
    assert (told.cell, told.field) == ("F2", "trend")
    assert "a picture" in told.message


def test_a_frame_around_words_is_no_picture(tmp_path: Path) -> None:
    words = "<w:txbxContent><w:p><w:r><w:t>Rising</w:t></w:r></w:p></w:txbxContent>"
    frame = f"<w:r {nsdecls('w')}><w:pict>{words}</w:pict></w:r>"
    register, findings = _word(tmp_path, lambda table: table.cell(1, 5).paragraphs[0]._p.append(parse_xml(frame)))
    assert str(register.risks[0].trend) == "rising"
    assert "part-unread" not in codes(findings)


# --- dates --------------------------------------------------------------------------------------------

DATES = "| Ref | Risk title | Risk owner | Last reviewed | Next review |"


@pytest.mark.parametrize(("first", "doubtful"), [("'03/25/2024", True), ("'25/03/2024", False)])
def test_one_column_that_puts_the_month_first_brings_the_other_in_doubt(
    tmp_path: Path, first: str, doubtful: bool
) -> None:
    table = f"{DATES}\n| A1 | Fire | Head | {first} | '04/05/2024 |\n| A2 | Flood | Head | {first} | '05/06/2024 |"
    register, findings = read(tmp_path, table)
    assert [risk.next_review is None for risk in register.risks] == [doubtful, doubtful]
    assert [told.field for told in findings if told.code == "dates-swapped"] == ["next_review"] * doubtful


def test_a_column_that_says_itself_which_comes_first_needs_no_other(tmp_path: Path) -> None:
    table = (
        f"{DATES}\n| A1 | Fire | Head | '03/25/2024 | '24/05/2024 |\n| A2 | Flood | Head | '03/28/2024 | '05/06/2024 |"
    )
    register, findings = read(tmp_path, table)
    assert [str(risk.next_review) for risk in register.risks] == ["2024-05-24", "2024-06-05"]
    assert "dates-swapped" not in codes(findings)


@pytest.mark.parametrize(("text", "expected"), [("01/04/85", "None"), ("1 Apr 99", "None"), ("01/04/25", "2025-04-01"), ("01/04/1985", "1985-04-01")])  # fmt: skip
def test_a_year_of_either_century_is_not_guessed(text: str, expected: str) -> None:
    assert str(date_in(text)) == expected


# --- controls -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Business continuity plan,\ninsurance,\noff-site back-ups", ("Business continuity plan", "insurance", "off-site back-ups")),
        ("Training of drivers,\nguards,\nand managers", ("Training of drivers, guards, and managers",)),
        ("Preventive:\nFire doors\nDetective controls:\nAlarms", ("Fire doors", "Alarms")),
        ("Fire doors:\ntested weekly\nAlarms", ("Fire doors:", "tested weekly", "Alarms")),
        ("A) Fire doors\nB) Patrols\nof the yard", ("Fire doors", "Patrols of the yard")),
        ("A. Fire doors\nB. Patrols\nof the yard\nC. Alarms", ("Fire doors", "Patrols of the yard", "Alarms")),
        ("A. Smith chairs\nB. Jones audits\nthe yard\nPatrols", ("A. Smith chairs", "B. Jones audits the yard", "Patrols")),
        ("A. Smith reviews\nPatrols", ("A. Smith reviews", "Patrols")),
    ],
)  # fmt: skip
def test_lists_of_controls(text: str, entries: Sequence[str]) -> None:
    assert split_list(text) == tuple(entries)


@pytest.mark.parametrize(
    "text",
    ["[ ] Sprinklers", "[x] Doors\n[ ] Pumps", "Yes - Doors\nNo - Pumps", "Doors (not in place)", "Doors\n- Pumps: No", "x Alarms", "Planned:\nAlarms"],
)  # fmt: skip
def test_a_control_that_may_not_be_there(text: str) -> None:
    assert may_not_be_there(text)


@pytest.mark.parametrize(
    "text",
    ["No smoking policy", "Doors\nPatrols", "No-notice drills", "Fax (in place)", "Checks that works are not started early", "Notes: taken", "Plan A: no entry after ten"],
)  # fmt: skip
def test_a_control_that_is_there(text: str) -> None:
    assert not may_not_be_there(text)


@pytest.mark.parametrize(("controls", "told"), [("Doors\\nNo - Pumps", ["G2"]), ("Doors\\nPumps", [])])
def test_controls_that_may_not_be_there_are_told_of(tmp_path: Path, controls: str, told: Sequence[str]) -> None:
    _, findings = read(tmp_path, f"{TABLE}\n| A1 | Fire | Head | 3 | 4 | Rising | {controls} |")
    assert [one.cell for one in findings if one.code == "value-unread"] == list(told)


@pytest.mark.parametrize(("font", "controls", "told"), [("Wingdings", ("✓ Doors", "✗ Pumps"), True), ("Arial", ("ü Doors", "û Pumps"), False)])  # fmt: skip
def test_ticks_of_a_symbol_font(tmp_path: Path, font: str, controls: Sequence[str], told: bool) -> None:
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page, drawn, plain = book.add_worksheet("Register"), book.add_format({"font_name": font}), book.add_format()
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ("A1", "Fire", "Head", 3, 4, "Rising"))
        page.write_rich_string(1, 6, drawn, "ü", plain, " Doors\n", drawn, "û", plain, " Pumps")
    register, findings = _read(path)
    assert register.risks[0].controls == tuple(controls)
    assert ("value-unread" in codes(findings)) is told


@pytest.mark.parametrize(("words", "told"), [("TBC", False), ("Fire in a depot", True)])
def test_words_that_wait_repeat_nothing(tmp_path: Path, words: str, told: bool) -> None:
    table = f"| Ref | Risk description | Risk owner | Likelihood | Impact | Controls |\n| A1 | {words} | Head | 3 | 4 | {words} |\n| A2 | Flood of a yard | Head | 2 | 2 | Pumps |"  # fmt: skip
    _, findings = read(tmp_path, table)
    assert ("control-repeats" in codes(findings)) is told


# --- letters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["the north–south route", "Staff leave … and nobody", "The depot† burns", "Il rischio è alto", "Fare for å miste", "(pre–post) ¥5m", "‘gap’ “none”", "500 m², CO²", "GROßES"],
)  # fmt: skip
def test_good_files_of_windows_are_believed(text: str) -> None:
    found = decoded(text.encode("cp1252"))
    assert (found.text, found.name, found.doubtful) == (text, WINDOWS, False)


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_another_encoding_must_win_by_several_words(encoding: str) -> None:
    several = decoded("Café and Zoë lost".encode(encoding))
    assert (several.text, several.name == WINDOWS) == ("Café and Zoë lost", False)
    one = decoded("Café lost".encode(encoding))
    assert (one.name, one.doubtful) == (WINDOWS, True)


def test_where_the_letters_are_in_doubt_every_cell_with_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    rows = (",".join(HEADINGS[:5]), "1,Güç,Depot,3,4", "2,Şube kapanır,Depot,3,4", "3,Plain,Depot,2,2")
    path.write_bytes("\r\n".join(rows).encode("cp1254"))
    _, findings = _read(path)
    told = only(findings, "letters-guessed").message
    assert told.index("(B3)") < told.index("(B2)")
    assert "(B4)" not in told


def test_dotless_letters_of_turkish_are_strange() -> None:
    assert strange_in("yangın".encode("cp1254").decode("cp1252"))
    assert not strange_in("Müller, Zoë, São")


# --- tables of a dark style ---------------------------------------------------------------------------


@pytest.mark.parametrize(("style", "told"), [("Table Style Dark 2", 0), ("Table Style Light 1", 2)])
def test_white_letters_are_seen_on_a_dark_table(tmp_path: Path, style: str, told: int) -> None:
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page, white = book.add_worksheet("Register"), book.add_format({"font_color": "#FFFFFF"})
        page.add_table(0, 0, 2, 4, {"style": style, "columns": [{"header": one} for one in HEADINGS[:5]]})
        for row, risk_id in enumerate(("A1", "A2"), start=1):
            page.write_row(row, 1, (f"Fire {risk_id}", "Head", 3, 4))
            page.write(row, 0, risk_id, white)
    _, findings = _read(path)
    assert sum(one.code == "hidden-used" for one in findings) == told


# --- papers -------------------------------------------------------------------------------------------


def _paper(*rows: Sequence[str]) -> Any:
    document = Document()
    document.add_paragraph("Date of meeting: 26 September 2017")
    document.add_heading("Appendix 1", 1)
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return document


COLUMNS = ("Joint risk", "Current risk description", "Organisation", "Risk owner", "Risk trend", "Joint controls")


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("1. Shared training: for all\n2. Review: monthly", ["Shared training", "Review"]),
        ("1. Training", ["Training"]),
        ("999 calls: monitored", ["999 calls"]),
        ("Training\nReview", ["Training", "Review"]),
        ("Training for all\nof the staff", ["Training for all of the staff"]),
    ],
)
def test_controls_in_a_column_beside_the_risks(listed: str, names: Sequence[str]) -> None:
    rows = (COLUMNS, ("1. Care", "Children are harmed", "Trust", "Director", "Rising", listed), ("", "Children unseen", "Council", "Head", "Same", ""))  # fmt: skip
    document = _paper(*rows)
    table = document.tables[0]
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 5).merge(table.cell(2, 5))
    (theme,) = read_paper(document).themes
    assert len(theme.risks) == 2
    assert [control.name for control in theme.controls] == list(names)
