"""A register of 1,000 to 200,000 rows, read from its file.

Only the program reads what a cell's look can mean: fonts, fills, hidden rows, merges, and formulas beside their values.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

Works = tuple[Callable[[], object], Callable[[], object]]
FEW = 10
LAYOUT = 'organisation = "North"\nconfirmed = "2017-12-01"\ntrend_means = "risk"\n'


def file(folder: Path, size: int) -> Path:
    return folder / f"register-{size}.xlsx"


def write(folder: Path, sizes: list[int]) -> None:
    from tests.bench.registers import write as write_register

    for size in (FEW, *sizes):
        write_register(file(folder, size), size)
    (folder / "layout.toml").write_text(LAYOUT, encoding="utf-8")


def _on(work: Callable[[Path], object], folder: Path, size: int) -> Works:
    return partial(work, file(folder, FEW)), partial(work, file(folder, size))


def openpyxl(folder: Path, _: str, size: int) -> Works:
    from openpyxl import load_workbook

    return _on(load_workbook, folder, size)


def pandas(folder: Path, _: str, size: int) -> Works:
    from pandas import read_excel

    return _on(partial(read_excel, engine="openpyxl"), folder, size)


def calamine(folder: Path, _: str, size: int) -> Works:
    from python_calamine import CalamineWorkbook

    return _on(lambda path: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(), folder, size)


def cells(folder: Path, _: str, size: int) -> Works:
    """Every cell with its evidence, as the program hands them on."""
    from pipeline.ingest.workbook import read_book

    return _on(lambda path: read_book(path, path.name), folder, size)


def risks(folder: Path, _: str, size: int) -> Works:
    """The register understood: its columns, its rows, its risks, and what is to be said of them."""
    from pipeline.ingest.registers.layouts import read_layout
    from pipeline.ingest.registers.register import read_register

    layout, _said = read_layout(folder / "layout.toml", "layout.toml")
    return _on(lambda path: read_register(path, name=path.name, organisation="North", layout=layout), folder, size)


WAYS: dict[str, Callable[[Path, str, int], Works]] = {
    "openpyxl": openpyxl,
    "pandas": pandas,
    "calamine": calamine,
    "cells": cells,
    "risks": risks,
}
