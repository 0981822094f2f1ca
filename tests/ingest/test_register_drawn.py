"""An arrow drawn over a cell of an .xlsx is told, since it is no value of the cell; a chart or a logo elsewhere is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from pipeline.ingest.registers.register import read_register

ROWS = (
    ("Ref", "Risk description", "Risk owner", "Likelihood", "Impact", "Trend"),
    ("R1", "Demand grows faster than the staff can be trained.", "Head of Service", 3, 4, ""),
    ("R2", "The main system fails for longer than a day.", "Head of Systems", 2, 4, "Same"),
    ("R3", "Money for the second year is not agreed.", "Finance Director", 3, 3, ""),
)


def _book(path: Path, *shapes: tuple[int, int], merged: bool = False, chart: bool = False) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Register")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        if merged:
            sheet.merge_range(1, 5, 1, 6, "")
        for row, column in shapes:
            sheet.insert_textbox(row, column, "", {"width": 30, "height": 12, "x_offset": 4, "y_offset": 3})
        if chart:
            drawn = book.add_chart({"type": "column"})
            drawn.add_series({"values": "=Register!$D$2:$D$4"})
            sheet.insert_chart(1, 4, drawn)
    return path


def _told(path: Path) -> list[tuple[str, str]]:
    _, findings = read_register(path, name=path.name, organisation="North", layout=None, sheet=None)
    return [(finding.cell, finding.field) for finding in findings if finding.code == "part-unread"]


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        ([], []),
        ([(1, 5)], [("F2", "trend")]),
        ([(1, 5), (2, 5), (3, 5)], [("F2", "trend"), ("F3", "trend"), ("F4", "trend")]),
        ([(1, 3)], []),  # a number is read, whatever lies on it
        ([(8, 8)], []),
    ],
)
def test_a_shape_on_a_cell_that_is_read_is_told(
    tmp_path: Path, shapes: list[tuple[int, int]], told: list[tuple[str, str]]
) -> None:
    assert _told(_book(tmp_path / "north.xlsx", *shapes)) == told


def test_a_chart_is_no_value_of_the_cells_under_it(tmp_path: Path) -> None:
    assert _told(_book(tmp_path / "north.xlsx", chart=True)) == []


def test_every_value_under_and_beside_shapes_is_read(tmp_path: Path) -> None:
    path = _book(tmp_path / "north.xlsx", (1, 1), (1, 3), (2, 5))
    register, _ = read_register(path, name=path.name, organisation="North", layout=None, sheet=None)
    read = [
        (risk.id, risk.description or risk.title, risk.owner, risk.current.likelihood, risk.current.impact)
        for risk in register.risks
    ]
    assert read == [row[:5] for row in ROWS[1:]]
    assert [risk.trend for risk in register.risks][1] == "same"
