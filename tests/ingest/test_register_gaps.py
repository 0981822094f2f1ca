"""What stands in a register and is read as nothing is told of: under no heading, in another table, in no risk."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from docx import Document

from pipeline.ingest.registers.register import read_register
from pipeline.model.findings import Finding, Severity
from tests.ingest.register_books import codes, only, read

HEAD = "Risk ID|Risk description|Owner|Controls"
RISKS = f"{HEAD}\nR1|Loss of the hall by fire|Clerk|Sprinklers\nR2|Loss of the hall by flood|Clerk|A wall"


def test_what_stands_right_of_the_last_heading_is_told_of(tmp_path: Path) -> None:
    _, findings = read(tmp_path, f"{RISKS}|An alarm")
    found = only(findings, "column-unread")
    assert found.cell == "E3"
    assert "Column E has no heading" in found.message


def test_a_table_whose_cells_all_stand_under_headings_is_silent(tmp_path: Path) -> None:
    assert "column-unread" not in codes(read(tmp_path, f"{RISKS}\n| | | |\nPrepared by the clerk")[1])


def test_a_heading_merged_over_two_columns_heads_both(tmp_path: Path) -> None:
    table = f"{HEAD}| |Status\nR1|Loss by fire|Clerk|1|Sprinklers|Open\nR2|Loss by flood|Clerk|2|A wall|Open"
    register, findings = read(tmp_path, table, merges=["D1:E1"])
    assert [risk.controls for risk in register.risks] == [("Sprinklers",), ("A wall",)]
    assert "'Controls' (D)" in only(findings, "column-unread").message


def test_a_heading_merged_over_a_column_that_holds_nothing_stays_one(tmp_path: Path) -> None:
    table = f"{HEAD}| |Status\nR1|Loss by fire|Clerk|Sprinklers| |Open\nR2|Loss by flood|Clerk|A wall| |Open"
    register, findings = read(tmp_path, table, merges=["D1:E1"])
    assert [risk.controls for risk in register.risks] == [("Sprinklers",), ("A wall",)]
    assert "column-unread" not in codes(findings)


MERGED = (
    "Risk ID|Risk description| |Owner|Status\nR1|Fire|The hall burns|Clerk|Open\nR2|Flood|The hall is wet|Clerk|Open"
)


def test_a_heading_merged_over_two_texts_is_asked_about(tmp_path: Path) -> None:
    register, findings = read(tmp_path, MERGED, merges=["B1:C1"])
    assert [(risk.id, risk.owner, risk.description) for risk in register.risks] == [
        ("R1", "Clerk", None),
        ("R2", "Clerk", None),
    ]
    found = only(findings, "column-ambiguous")
    assert "'Risk description' stands over the columns B and C" in found.message
    assert 'description = ["B", "C"]' in found.remedy


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ('[columns]\ndescription = ["B", "C"]', "Fire\nThe hall burns"),
        ('[columns]\ndescription = "C"\n[ignore]\nheadings = ["B"]', "The hall burns"),
    ],
)
def test_what_is_answered_of_a_merged_heading_counts(tmp_path: Path, layout: str, words: str) -> None:
    register, findings = read(tmp_path, MERGED, merges=["B1:C1"], layout=f'confirmed = "2017-12-01"\n{layout}')
    assert register.risks[0].description == words
    assert codes(findings) == set()


def test_headings_under_merged_banners_are_still_the_headings(tmp_path: Path) -> None:
    table = "Risk ID|Risk description|Owner|Inherent| |Residual|\n| | | |Likelihood|Impact|Likelihood|Impact|\nR1|Fire|Clerk|4|4|2|3"
    register, _ = read(tmp_path, table, merges=["D1:E1", "F1:G1"])
    assert register.header_rows == (1, 2)
    assert register.risks[0].current.likelihood == 2


def test_headings_without_a_risk_are_an_empty_register(tmp_path: Path) -> None:
    register, findings = read(tmp_path, HEAD)
    assert not register.risks
    assert only(findings, "register-empty").severity is Severity.QUERY
    assert "sheet-not-register" not in codes(findings)


def test_rows_of_which_none_is_a_risk_are_a_block(tmp_path: Path) -> None:
    register, findings = read(tmp_path, f"{HEAD}\nR1|Loss|Clerk|Wall\nR2|Loss|Clerk|Wall", merges=["A2:D3"])
    assert not register.risks
    found = only(findings, "sheet-not-register")
    assert found.severity is Severity.BLOCK
    assert "row 2 holds something" in found.message
    assert "register-empty" not in codes(findings)


@pytest.mark.parametrize(("level", "read_rows", "code"), [(1, 3, "filter-on"), (0, 1, "hidden-used")])
def test_a_closed_group_is_a_view_and_a_hidden_row_is_not(
    tmp_path: Path, level: int, read_rows: int, code: str
) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (HEAD, "R1|Loss by fire|Clerk|Hose", "R2|Loss by flood|Clerk|Wall", "R3|Loss by theft|Clerk|Locks"):
        page.append(row.split("|"))
    for row in (3, 4):
        page.row_dimensions[row].hidden = True
        page.row_dimensions[row].outlineLevel = level
    book.save(tmp_path / "group.xlsx")
    register, findings = read_register(tmp_path / "group.xlsx", name="group.xlsx", organisation="Town")
    assert len(register.risks) == read_rows
    assert {"filter-on", "hidden-used"} & codes(findings) == {code}


def _document(path: Path, *tables: list[str]) -> tuple[Finding, ...]:
    document = Document()
    for lines in tables:
        rows = [line.split("|") for line in lines]
        table = document.add_table(len(rows), len(rows[0]))
        for at, row in enumerate(rows):
            for cell, text in zip(table.rows[at].cells, row, strict=True):
                cell.text = text
        document.add_paragraph()
    document.save(str(path / "register.docx"))
    _, findings = read_register(path / "register.docx", name="register.docx", organisation="Town")
    return findings


@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        (["R3|Loss by theft|Clerk|Locks", "R4|Loss by frost|Clerk|Lagging"], "table-goes-on", "seems to go on there"),
        (["R3|Loss by theft|Clerk|Locks"], "table-goes-on", "seems to go on there"),
        (["R3|Loss by theft|Clerk|"], "table-goes-on", "seems to go on there"),
        (["Version|Date", "1|May", "2|June"], "rows-left-out", "was not read"),
    ],
)
def test_another_table_of_a_document_is_told_of(tmp_path: Path, other: list[str], code: str, words: str) -> None:
    found = only(_document(tmp_path, RISKS.split("\n"), other), code)
    assert found.sheet == "table 2"
    assert words in found.message


@pytest.mark.parametrize("other", [[], [["Version 2|May"]], [["A line alone", "and another"]]])
def test_a_document_with_one_table_that_holds_rows_is_silent(tmp_path: Path, other: list[list[str]]) -> None:
    assert not {"rows-left-out", "table-goes-on"} & {*codes(_document(tmp_path, RISKS.split("\n"), *other))}
