"""What stands in a cell beside its words (raised marks, hidden words, signs without a shape), and in what letters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from pipeline.ingest.cleaning import clean
from pipeline.ingest.formats.encodings import decoded
from pipeline.ingest.number_formats import shown_in
from pipeline.ingest.registers.lists import split_list
from pipeline.ingest.registers.register import read_register
from pipeline.ingest.text_runs import HIDDEN, RAISED, TextRun, settled
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import Finding
from pipeline.model.records import Register, Risk
from tests.ingest.register_books import codes, only, read

HEADINGS = ("Ref", "Risk title", "Risk owner", "Likelihood", "Impact")
TABLE = "| Ref | Risk title | Risk owner | Likelihood | Impact |"


def _read(path: Path) -> tuple[Register, tuple[Finding, ...]]:
    return read_register(path, name=path.name, organisation="Northshire")


def _risk(path: Path) -> tuple[Risk, tuple[Finding, ...]]:
    register, findings = _read(path)
    (risk,) = register.risks
    return risk, findings


# --- raised marks and hidden words --------------------------------------------------------------------


def runs(*pieces: str) -> list[TextRun]:
    """``^1`` is raised, ``~x`` hidden."""
    out = {"^": RAISED, "~": HIDDEN}
    return [TextRun(p[1:], "", False, out[p[0]]) if p[0] in out else TextRun(p, "", False) for p in pieces]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (("V1", "^1"), "V1"),
        (("Head of Legal", "^1, 2", " and others"), "Head of Legal and others"),
        (("Legal", "^a ", "team"), "Legal team"),
        (("Floods", "^*"), "Floods"),
        (("Owner", "~ (secret)"), "Owner"),
        # What belongs to the words stays.
        (("the 1", "^st", " line"), "the 1st line"),
        (("20 m", "^2"), "20 m²"),
        (("Brand", "^TM"), "BrandTM"),
        (("^12",), "12"),
    ],
)
def test_raised_marks_are_no_words(pieces: Sequence[str], text: str) -> None:
    assert "".join(run.text for run in settled(runs(*pieces)) if not run.out) == text


def test_raised_marks_of_a_workbook_are_not_read_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page, high = book.add_worksheet("Register"), book.add_format({"font_script": 1})
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ("", "Floods", "", 3, 4))
        page.write_rich_string(1, 0, "V1", high, "1")
        page.write_rich_string(1, 2, "Head of the 1", high, "st", " line")
    risk, findings = _risk(path)
    assert (risk.id, risk.owner) == ("V1", "Head of the 1st line")
    told = only(findings, "part-unread")
    assert (told.cell, told.field) == ("A2", "id")
    assert "“1”" in told.message


def _word(folder: Path, cells: Sequence[str] = ("1", "Fire", "Depot lead", "3", "4")) -> Any:
    document = Document()
    table = document.add_table(2, 5)
    for row, texts in enumerate((HEADINGS, cells)):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    return document, table


def _saved(document: Any, folder: Path) -> Path:
    path = folder / "register.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("by", ["run", "character style"])
def test_hidden_words_of_word_are_not_read_and_told_of(tmp_path: Path, by: str) -> None:
    document, table = _word(tmp_path)
    run = table.cell(1, 1).paragraphs[0].add_run(" [sack the lead]")
    if by == "run":
        run.font.hidden = True
    else:
        style = document.styles.add_style("Quiet", 2)
        style.font.hidden = True
        run.style = style
    risk, findings = _risk(_saved(document, tmp_path))
    assert risk.title == "Fire"
    told = only(findings, "part-unread")
    assert (told.cell, told.field) == ("B2", "title")
    assert "sack" not in told.message


def test_words_of_word_that_are_seen_are_read_without_a_word(tmp_path: Path) -> None:
    document, table = _word(tmp_path)
    run = table.cell(1, 1).paragraphs[0].add_run(" in a depot")
    run.font.hidden = False
    run.font.size = Pt(7)
    risk, findings = _risk(_saved(document, tmp_path))
    assert risk.title == "Fire in a depot"
    assert "part-unread" not in codes(findings)


@pytest.mark.parametrize("whole", ["the row", "all its words"])
def test_a_hidden_row_of_word_is_no_risk_and_told_of(tmp_path: Path, whole: str) -> None:
    document, table = _word(tmp_path)
    row = table.add_row()
    for cell, text in zip(row.cells, ("2", "Merger", "Chief", "3", "3"), strict=True):
        cell.paragraphs[0].add_run(text).font.hidden = whole == "all its words" or None
    if whole == "the row":
        row._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    risk, findings = _risk(_saved(document, tmp_path))
    assert risk.id == "1"
    assert only(findings, "hidden-used").cell == "A3"


# --- forms and equations ------------------------------------------------------------------------------


def _form(inner: str) -> Any:
    begin = f'<w:fldChar w:fldCharType="begin">{inner}</w:fldChar>'
    code = "<w:instrText> FORMDROPDOWN </w:instrText>"
    return parse_xml(f'<w:r {nsdecls("w")}>{begin}{code}<w:fldChar w:fldCharType="end"/></w:r>')


def test_what_an_old_form_shows_is_read(tmp_path: Path) -> None:
    document, table = _word(tmp_path, ("1", "Fire", "Depot lead", "", "4"))
    entries = "".join(f'<w:listEntry w:val="{level}"/>' for level in range(1, 6))
    list_of_levels = f'<w:ffData><w:ddList><w:result w:val="2"/>{entries}</w:ddList></w:ffData>'
    table.cell(1, 3).paragraphs[0]._p.append(_form(list_of_levels))
    risk, findings = _risk(_saved(document, tmp_path))
    assert risk.current.likelihood == 3
    assert "part-unread" not in codes(findings)


def test_a_form_that_shows_nothing_known_is_told_of(tmp_path: Path) -> None:
    document, table = _word(tmp_path, ("1", "Fire", "Depot lead", "", "4"))
    table.cell(1, 3).paragraphs[0]._p.append(_form(""))
    risk, findings = _risk(_saved(document, tmp_path))
    assert risk.current.likelihood is None
    assert only(findings, "part-unread").field == "current.likelihood"


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@pytest.mark.parametrize(
    ("equation", "level", "told"),
    [
        ("<m:r><m:t>3</m:t></m:r>", 3, False),
        ("<m:f><m:num><m:r><m:t>6</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>", None, True),
    ],
)
def test_equations(tmp_path: Path, equation: str, level: int | None, told: bool) -> None:
    document, table = _word(tmp_path, ("1", "Fire", "Depot lead", "", "4"))
    table.cell(1, 3).paragraphs[0]._p.append(parse_xml(f"<m:oMath {MATH}>{equation}</m:oMath>"))
    risk, findings = _risk(_saved(document, tmp_path))
    assert risk.current.likelihood == level
    assert ("part-unread" in codes(findings)) is told


def test_small_letters_above_a_word_are_no_part_of_it(tmp_path: Path) -> None:
    document, table = _word(tmp_path)
    paragraph = table.cell(1, 2).paragraphs[0]._p
    for run in paragraph.findall(qn("w:r")):
        paragraph.remove(run)
    above, word = (f"<w:r><w:t>{text}</w:t></w:r>" for text in ("SEK", "Security"))
    ruby = f"<w:ruby><w:rt>{above}</w:rt><w:rubyBase>{word}</w:rubyBase></w:ruby>"
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}>{ruby}</w:r>"))
    risk, findings = _risk(_saved(document, tmp_path))
    assert risk.owner == "Security"
    assert "“SEK”" in only(findings, "part-unread").message


# --- letters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("£5m café", ("cp1252", "cp850", "mac_roman")),
        ("Zoé Müller’s depot – £1.2m–£1.5m", ("cp1252", "mac_roman")),
        ("• “Fire” in the Île", ("cp1252", "mac_roman")),
        ("20°C, ½ hour", ("cp1252", "cp850")),
    ],
)
def test_old_encodings_are_told_by_their_letters(text: str, encodings: Sequence[str]) -> None:
    for encoding in encodings:
        found = decoded(text.encode(encoding))
        assert found.text == text or found.doubtful


@pytest.mark.parametrize(
    ("encoding", "ends", "told"), [("cp1252", "\r\n", False), ("cp850", "\r\n", True), ("mac_roman", "\r", True)]
)
def test_a_text_file_of_an_odd_encoding_is_read_and_its_letters_named(
    tmp_path: Path, encoding: str, ends: str, told: bool
) -> None:
    path = tmp_path / "register.csv"
    lines = (",".join(HEADINGS), "1,£5m café lost,André,3,4", "2,Plain,Head,2,2")
    path.write_bytes(ends.join(lines).encode(encoding))
    register, findings = _read(path)
    assert (register.risks[0].title, register.risks[0].owner) == ("£5m café lost", "André")
    assert ("letters-guessed" in codes(findings)) is told
    if told:
        assert "“André” (C2)" in only(findings, "letters-guessed").message
        assert "Plain" not in only(findings, "letters-guessed").message


def test_zeros_kept_by_a_formula_of_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(",".join(HEADINGS) + '\n="00123",="Fire",Head,3,4\n', encoding="utf-8")
    risk, _ = _risk(path)
    assert (risk.id, risk.title) == ("00123", "Fire")


def test_utf_16_without_its_mark_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes((",".join(HEADINGS) + "\n1,Fire,Head,3,4\n").encode("utf-16-be"))
    with pytest.raises(InputsUnusable, match="UTF-16"):
        _read(path)


@pytest.mark.parametrize("sign", "\u00ad\u034f\u061c\u200e\u202a\u202e\u2063\u2069\ufe0f\U000e0020\u200c\u200d")
def test_signs_without_a_shape_are_taken_out(sign: str) -> None:
    assert clean(f"S{sign}1") == ("S1", False)


def test_joiners_stay_where_they_belong_to_the_word() -> None:
    for text in ("می\u200cخواهم", "👩\u200d🚒"):
        assert clean(text) == (text, False)


@pytest.mark.parametrize("sign", "\x7f\x80\x9f")
def test_further_control_characters_are_replaced(sign: str) -> None:
    assert clean(f"S{sign}1") == ("S\ufffd1", True)


def test_hyphens_that_look_alike_are_one_in_a_cell(tmp_path: Path) -> None:
    register, _ = read(tmp_path, f"{TABLE}\n| R\u20111 | Fire \u2013 flood | Head | 3 | 4 |")
    assert (register.risks[0].id, register.risks[0].title) == ("R-1", "Fire \u2013 flood")


# --- numbers as they are shown ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1, '"CR-"000', "CR-001"),
        (12, "\\R\\-00", "R-12"),
        (7, '000"/A"', "007/A"),
        (1, '"R"0;"-R"0', "R1"),
        (4, "0.00", "4.00"),
        (1, '"CR-"General', "CR-1"),
        # Of another kind, or no whole number: as the number is.
        (1234, "#,##0", None),
        (1, "dd/mm/yyyy", None),
        (1.5, '"R"0', None),
        (1, '[>9]"A"0;"B"0', None),
    ],
)
def test_numbers_as_their_format_shows_them(value: float, form: str, text: str | None) -> None:
    assert shown_in(value, form) == text


@pytest.mark.parametrize(
    ("form", "risk_id", "told"), [('"CR-"000', "CR-001", False), ("000-000", "1", True), ("#,##0", "1", False)]
)
def test_an_id_is_read_as_it_is_shown_or_told_of(tmp_path: Path, form: str, risk_id: str, told: bool) -> None:
    register, findings = read(tmp_path, f"{TABLE}\n| 1 | Fire | Head | 3 | 4 |", looks={"A2": {"num_format": form}})
    assert register.risks[0].id == risk_id
    assert [f.cell for f in findings if f.code == "value-unread"] == (["A2"] if told else [])


@pytest.mark.parametrize(
    "look", [{"num_format": ";;;"}, {"font_color": "#FFFFFF"}, {"bg_color": "#000000", "font_color": "#000000"}]
)
def test_what_nobody_sees_is_told_of(tmp_path: Path, look: dict[str, str]) -> None:
    _, findings = read(tmp_path, f"{TABLE}\n| R1 | Fire | Head | 3 | 4 |", looks={"D2": look})
    told = only(findings, "hidden-used")
    assert (told.cell, told.field) == ("D2", "current.likelihood")


@pytest.mark.parametrize(
    "look", [{"num_format": "0;;;"}, {"font_color": "#FFFFFF", "bg_color": "#FF0000"}, {"bg_color": "#FFFFFF"}]
)
def test_what_is_seen_is_not(tmp_path: Path, look: dict[str, str]) -> None:
    _, findings = read(tmp_path, f"{TABLE}\n| R1 | Fire | Head | 3 | 4 |", looks={"D2": look})
    assert "hidden-used" not in codes(findings)


# --- values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["ditto", "Ditto", '"', "〃", "do.", "As above", "see above", "Same as previous row"])
def test_a_word_that_points_to_another_row_is_not_read_and_told_of(tmp_path: Path, word: str) -> None:
    register, findings = read(tmp_path, f"{TABLE} Controls |\n| R1 | Fire | Head | 3 | 4 | Hoses |\n| R2 | Flood | {word} | 2 | 2 | {word} |")  # fmt: skip
    second = register.risks[1]
    assert (second.owner, second.controls) == (None, ())
    assert [(f.cell, f.field) for f in findings if f.code == "value-unread"] == [("C3", "owner"), ("F3", "controls")]


@pytest.mark.parametrize("word", ["DO", "Head of the above-ground line", "As above, and patrols", "Samedi"])
def test_a_word_of_its_own_is_read(tmp_path: Path, word: str) -> None:
    register, findings = read(tmp_path, f"{TABLE}\n| R1 | Fire | Head | 3 | 4 |\n| R2 | Flood | {word} | 2 | 2 |")
    assert register.risks[1].owner == word
    assert "value-unread" not in codes(findings)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("✓ Policy\n✗ Training", ("✓ Policy", "✗ Training")),
        ("☒ Policy ☐ Training", ("☒ Policy", "☐ Training")),
        ("✓ Policy\n✓ Training, each\n year", ("Policy", "Training, each year")),
        ("Alarms ✓ Drills ✓ Wardens", ("Alarms", "Drills", "Wardens")),
        ("Policy ✓\nTraining ✗", ("Policy ✓", "Training ✗")),
        ("Policy in place, which\nis reviewed yearly\nby the board", ("Policy in place, which is reviewed yearly by the board",)),
        ("Diver contract\non call", ("Diver contract", "on call")),
        ("locks\nand alarms", ("locks", "and alarms")),
        ("Controls:\nPolicy\nTraining", ("Policy", "Training")),
        ("Planned controls:\nPolicy", ("Planned controls:", "Policy")),
    ],
)  # fmt: skip
def test_lists_with_ticks_labels_and_broken_lines(text: str, entries: tuple[str, ...]) -> None:
    assert split_list(text) == entries


@pytest.mark.parametrize(("controls", "told"), [("✓ Policy\\n✗ Training", True), ("✓ Policy\\n✓ Training", False)])
def test_crosses_are_asked_about(tmp_path: Path, controls: str, told: bool) -> None:
    _, findings = read(tmp_path, f"{TABLE} Controls |\n| R1 | Fire | Head | 3 | 4 | {controls} |")
    assert [f.field for f in findings if f.code == "value-unread"] == (["controls"] if told else [])


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        (("03/25/2025", "04/05/2025"), [None, None]),
        (("03/25/2025", "04/05/2025", "25/03/2025", "26/03/2025"), [None, "2025-05-04", "2025-03-25", "2025-03-26"]),
        (("04/05/2025", "25/03/2025"), ["2025-05-04", "2025-03-25"]),
    ],
)
def test_dates_of_a_column_that_puts_the_month_first_are_not_read(
    tmp_path: Path, dates: Sequence[str], read_as: list[str | None]
) -> None:
    rows = "\n".join(f"| R{at} | Risk {at} | Head | 3 | 4 | {day} |" for at, day in enumerate(dates))
    register, findings = read(tmp_path, f"{TABLE} Last reviewed |\n{rows}")
    assert [risk.last_reviewed and risk.last_reviewed.isoformat() for risk in register.risks] == read_as
    assert ("dates-swapped" in codes(findings)) is ("03/25/2025" in dates)


# --- sentences ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "verb"), [("F", "are"), ("C", "is")])
def test_the_verb_goes_with_what_is_struck_out(tmp_path: Path, column: str, verb: str) -> None:
    _, findings = read(
        tmp_path, f"{TABLE} Controls |\n| R1 | Fire | Head | 3 | 4 | Hoses |", looks={f"{column}2": {"font_strikeout": True}}
    )  # fmt: skip
    assert f" {verb} struck out" in only(findings, "struck-out").message


def test_the_tables_of_a_word_file_are_called_tables(tmp_path: Path) -> None:
    document, _ = _word(tmp_path)
    document.add_paragraph("Closed risks")
    table = document.add_table(2, 5)
    for row, texts in enumerate((HEADINGS, ("9", "Old", "Head", "1", "1"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    _, findings = _read(_saved(document, tmp_path))
    assert "2 tables of register.docx" in only(findings, "sheet-ambiguous").message
