"""What a new inputs folder holds, and the workbook and narrative that are written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from pipeline.ingest.mapping.mapping import read_mapping
from pipeline.ingest.mapping.sheets import README, SETTINGS, SHEETS, headings_of
from pipeline.ingest.narrative.narrative import read_narrative
from pipeline.ingest.starter.start import write_mapping, write_narrative
from pipeline.model.errors import InputsUnusable, OutputsLocked
from pipeline.model.records import NARRATIVE_SECTIONS, Block, BlockKind, Run
from pipeline.starting import start
from tests.ingest.mapping_books import NAMES
from tests.ingest.mapping_books import SHEETS as RIGHT


def mapping(path: Path) -> None:
    write_mapping(path, RIGHT, NAMES)


def narrative(path: Path) -> None:
    write_narrative(path, {"Purpose": ["**Bold**", "1. one", "| a | b |", "[there](https://example.org)"]})


WRITERS = pytest.mark.parametrize(("write", "name"), [(mapping, "mapping.xlsx"), (narrative, "narrative.docx")])


@WRITERS
def test_same_arguments_same_bytes(write: Callable[[Path], None], name: str, tmp_path: Path) -> None:
    write(tmp_path / name)
    (tmp_path / "again").mkdir()
    write(tmp_path / "again" / name)
    assert (tmp_path / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    with zipfile.ZipFile(tmp_path / name) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist() == sorted(package.namelist())


@WRITERS
def test_the_package_is_valid(write: Callable[[Path], None], name: str, tmp_path: Path) -> None:
    write(tmp_path / name)
    result = OpenXmlValidator().validate(str(tmp_path / name))
    assert (result.is_valid, [error.description for error in result.errors]) == (True, [])


def test_a_new_folder_is_seen_as_empty(tmp_path: Path) -> None:
    lines = start(tmp_path / "new")
    assert "mapping.xlsx" in lines[1]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["layouts", "mapping.xlsx", "narrative.docx"]
    with pytest.raises(InputsUnusable) as stopped:
        read_mapping(tmp_path / "new" / "mapping.xlsx", "mapping.xlsx")
    assert len(stopped.value.lines) == 5  # panel, date, title, organisations, alignment
    words, findings = read_narrative(tmp_path / "new" / "narrative.docx", "narrative.docx")
    needed = [heading for _, heading, needed in NARRATIVE_SECTIONS if needed]
    assert [section.heading for section in words.sections] == needed
    assert [(finding.code, finding.subject) for finding in findings] == [
        ("section-empty", heading) for heading in needed
    ]


@pytest.mark.parametrize("name", ["mapping.xlsx", "narrative.docx"])
def test_nothing_is_written_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(OutputsLocked, match="nothing was changed"):
        start(tmp_path)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputsLocked, match="can't be written"):
        start(tmp_path / "file")


def test_every_sheet_has_its_headings_and_its_lines_in_the_read_me(tmp_path: Path) -> None:
    mapping(tmp_path / "mapping.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mapping.xlsx")
    assert book.sheetnames == [README, *(sheet.name for sheet in SHEETS)]
    said = {cell.value for row in book[README].iter_rows() for cell in row}
    for sheet in SHEETS:
        headings = [heading.text for heading in headings_of(sheet, NAMES)]
        assert [cell.value for cell in book[sheet.name][1]] == headings
        assert book[sheet.name].freeze_panes
        assert {heading.help for heading in headings_of(sheet, ()) if sheet.name != "Meeting"} <= said
    assert {setting.help for setting in SETTINGS} <= said


def test_every_fixed_vocabulary_is_a_list(tmp_path: Path) -> None:
    mapping(tmp_path / "mapping.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mapping.xlsx")
    lists = {
        (sheet.title, cell.coord.split(":")[0]): rule.formula1
        for sheet in book
        for rule in sheet.data_validations.dataValidation
        for cell in rule.sqref.ranges
        if rule.type == "list"
    }
    for sheet in SHEETS:
        for column, heading in enumerate(headings_of(sheet, NAMES)):
            if heading.words:
                assert lists[sheet.name, f"{chr(65 + column)}2"] == f'"{",".join(heading.words)}"'
    assert "Alignment!$B$2" in lists["Controls", "B2"]
    assert "Organisations!$A$2" in lists["Wording", "A2"]


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    write_mapping(tmp_path / "m.xlsx", {"Controls": [("=1+1", "https://example.org", "{=A1}", "00123")]}, ())
    cells = openpyxl.load_workbook(tmp_path / "m.xlsx")["Controls"][2]
    assert [(cell.value, cell.data_type) for cell in cells[:4]] == [
        (text, "s") for text in ("=1+1", "https://example.org", "{=A1}", "00123")
    ]


def test_dates_are_dates_and_ids_are_text(tmp_path: Path) -> None:
    mapping(tmp_path / "mapping.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mapping.xlsx")
    assert book["Meeting"]["B3"].value.date() == date(2017, 12, 19)
    # Columns that look alike are kept as one: C stands for C and D, the organisations' own.
    assert book["Alignment"].column_dimensions["C"].number_format == "@"


@pytest.mark.parametrize(
    ("sheets", "error"),
    [
        ({"Plans": []}, KeyError),
        ({"Acronyms": [("a", "b", "c")]}, ValueError),
        ({"Acronyms": [("a", "x" * 32_768)]}, ValueError),
    ],
)
def test_what_cannot_be_written_is_refused(
    sheets: dict[str, list[tuple[str, ...]]], error: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(error):
        write_mapping(tmp_path / "m.xlsx", sheets, ())


def test_blocks_come_back_as_they_were_written(tmp_path: Path) -> None:
    blocks = (
        Block(
            BlockKind.PARAGRAPH,
            (Run("Plain, "), Run("bold", bold=True), Run(" and **stars** in [brackets].", italic=True)),
        ),
        Block(BlockKind.SUBHEADING, (Run("- no list"),)),
        Block(BlockKind.PARAGRAPH, (Run("1. typed by hand, see "), Run("there", link="https://example.org/a?b=1&c=2"))),
        Block(BlockKind.BULLET, (Run("one\nin two lines"),)),
        Block(BlockKind.BULLET, (Run("deeper"),), 1),
        Block(BlockKind.NUMBERED, (Run("first"),)),
        Block(
            BlockKind.TABLE, rows=(((Run("a | b", bold=True),), ()), ((Run("c"),), (Run("d"), Run("e", italic=True))))
        ),
    )
    write_narrative(tmp_path / "n.docx", {"Purpose": blocks})
    section = read_narrative(tmp_path / "n.docx", "n.docx")[0].sections[0]
    assert [(b.kind, b.runs, b.level, b.rows) for b in section.blocks] == [
        (b.kind, b.runs, b.level, b.rows) for b in blocks
    ]
