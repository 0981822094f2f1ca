"""What a cell shows, as a finding about it tells."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.gathering import begin, gather
from pipeline.ingest.grid import Cell, CellValue, Look, Merge, made
from pipeline.ingest.shown import CellsShown
from pipeline.model.records import Place
from tests.quarter import sample

FILE, SHEET = "met.xlsx", "Risks"


def shown(*cells: Cell, merges: tuple[Merge, ...] = ()) -> CellsShown:
    return CellsShown(FILE, {SHEET: made(SHEET, cells, merges=merges)})


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (Cell(7, 4, "  Chief\nExecutive "), "Chief\nExecutive"),
        (Cell(7, 4, 4.0), "4"),
        (Cell(7, 4, 7, look=Look(number_format="000")), "007"),
        (Cell(7, 4, date(2018, 3, 31)), "31 March 2018"),
        (Cell(7, 4, datetime(2018, 3, 31)), "31 March 2018"),
        (Cell(7, 4, datetime(2018, 3, 31, 9, 30)), "2018-03-31T09:30:00"),
        (Cell(7, 4, None, error="#REF!"), "#REF!"),
        (Cell(7, 4, None, formula="=E7*F7"), "=E7*F7"),
        (Cell(7, 4, 12, formula="=E7*F7"), "12"),
    ],
)
def test_it_is_what_a_reader_sees(cell: Cell, says: str) -> None:
    assert shown(cell)[Place(FILE, SHEET, "D7")] == says


def test_a_blank_cell_shows_nothing_and_a_merged_one_its_first() -> None:
    cells = shown(Cell(7, 4, "Both"), merges=(Merge(7, 4, 8, 4),))
    assert cells[Place(FILE, SHEET, "D8")] == "Both"
    assert cells[Place(FILE, SHEET, "AB400")] == ""


@pytest.mark.parametrize(
    "place",
    [Place(FILE, SHEET, "row 7"), Place(FILE, SHEET), Place(FILE, "Other", "D7"), Place("other.xlsx", SHEET, "D7")],
)
def test_what_is_no_cell_of_it_is_not_there(place: Place) -> None:
    assert place not in shown(Cell(7, 4, "x"))


def test_it_counts_the_cells_that_hold_something() -> None:
    cells = shown(Cell(7, 4, "x"), Cell(9, 28, "y"))
    assert len(cells) == 2
    assert list(cells) == [Place(FILE, SHEET, "D7"), Place(FILE, SHEET, "AB9")]


def test_every_input_of_the_sample_shows_its_places(tmp_path: Path) -> None:
    inputs, _ = sample(tmp_path)
    gathered, _ = gather(begin(inputs))
    (met, _) = gathered.registers
    owner = met.risks[0].source.place("owner")
    value: CellValue = openpyxl.load_workbook(inputs / met.file, data_only=True)[owner.sheet][owner.cell].value
    assert met.shown[owner] == value
    board = gathered.mapping.controls[0]
    assert gathered.mapping.shown[board.source.place("name")] == board.name
    block = gathered.narrative.sections[0].blocks[0]
    assert gathered.narrative.shown[block.place] == block.text
