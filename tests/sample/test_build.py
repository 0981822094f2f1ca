"""The builders: the same bytes each time, and inputs/ as they write it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.committed import as_committed
from tests.sample import build, met_book, three

INPUTS = Path(__file__).parents[2] / "inputs"


def contents(folder: Path) -> dict[str, bytes]:
    """Each file below the folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("write", [build.write_december, build.write_september, three.write_case])
def test_the_same_bytes_each_time(write: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path / "once")
    write(tmp_path / "again")
    assert contents(tmp_path / "once") == contents(tmp_path / "again")


def test_inputs_hold_the_sample_quarter(tmp_path: Path) -> None:
    if not as_committed("inputs"):
        pytest.skip("inputs/ holds a body's own files, not the sample as committed")
    build.write_december(tmp_path)
    written, kept = contents(tmp_path), contents(INPUTS)
    assert {name: kept.get(name) == data for name, data in written.items()} == dict.fromkeys(written, True)


def test_formulas_bear_the_values_that_excel_would_show(tmp_path: Path) -> None:
    build.write_december(tmp_path)
    for name, sheet, cell, formula, value in (
        ("met-register.xlsx", met_book.SHEET, "G8", "=E8*F8", 20),
        ("met-register.xlsx", met_book.SHEET, "H8", '=IF(G8>=16,"Very high",IF(G8>=10,"High",IF(G8>=5,"Medium","Low")))', "Very high"),
        ("mopac-register.xlsx", "Register", "N3", "=LEFT(L3,1)*LEFT(M3,1)", 9),
    ):  # fmt: skip
        assert load_workbook(tmp_path / name)[sheet][cell].value == formula
        assert load_workbook(tmp_path / name, data_only=True)[sheet][cell].value == value


def test_nothing_is_hidden_filtered_or_noted_below_the_headings(tmp_path: Path) -> None:
    build.write_december(tmp_path)
    for name, header in (("met-register.xlsx", 6), ("mopac-register.xlsx", 1)):
        for page in load_workbook(tmp_path / name):
            assert page.sheet_state == "visible"
            assert page.auto_filter.ref is None
            assert not any(row.hidden for row in page.row_dimensions.values())
            assert not any(column.hidden for column in page.column_dimensions.values())
            assert all(cell.row == header for row in page.iter_rows() for cell in row if cell.comment)
