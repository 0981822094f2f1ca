"""A small mapping workbook that is right, to be spoilt one cell at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from pipeline.ingest.mapping.mapping import read_mapping
from pipeline.ingest.starter.start import write_mapping
from pipeline.model.findings import Finding
from pipeline.model.records import MappingWorkbook

Rows = Sequence[Sequence[object]]
NAMES = ("North", "South")

SHEETS: dict[str, Rows] = {
    "Meeting": (
        ("Panel", "Audit Panel"),
        ("Meeting date", date(2017, 12, 19)),
        ("Title", "Risks shared by North and South"),
        ("Report by", "The Director of Finance"),
        ("Period", "Quarter 3 2017-18"),
        ("Author", "Head of Risk <risk@example.org>"),
        ("Author", "Clerk"),
        ("Protective marking", "OFFICIAL"),
        ("Review period in months", 6),
    ),
    "Organisations": (
        ("North", "North Council", "NC, The Council", "north.xlsx", None, date(2017, 12, 1), 5, 5, "Low 1-4; High 5-25", "Low"),
        ("South", "South Council", None, "south*.xlsx", "Risks", date(2017, 11, 30), 4, 4, "Green 1-8; Red 9-16", "Green"),
    ),
    "Alignment": (
        (1, "Safeguarding", "N1, N2", "S-01", "Some remains.", None, None, "Active", None, None),
        (2, "Money", "N7", None, None, "Prices rise.", "Funding; Cash", None, None, "Ask again."),
        (5, "Insight", "N9\nN8;N3", "S-02", None, None, None, "Withdrawn", "Personal data", None),
    ),
    "Controls": (
        ("C1", "Safeguarding", "Joint board", "It meets.", "Joint", "North, South", "Head of Care", "Yes", "Not tested", "2nd line", "Minutes", date(2017, 10, 2), 12, None, "Under way", None),
        ("C2", "Money", "Shared budget", None, "Potential", None, None, "No", None, None, None, None, None, date(2018, 3, 31), None, "Commercial"),
    ),
}  # fmt: skip

Result = tuple[MappingWorkbook, tuple[Finding, ...]]
Spoil = Callable[[Any], None]  # takes the workbook as openpyxl has it


def read(
    changed: Mapping[str, Rows] | None = None, *, spoil: Spoil | None = None, names: Sequence[str] = NAMES
) -> Result:
    """The workbook with some sheets in place of the right ones, then spoilt, then read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mapping.xlsx"
        write_mapping(path, {**SHEETS, **(changed or {})}, names)
        if spoil:
            book = openpyxl.load_workbook(path)
            spoil(book)
            book.save(path)
        return read_mapping(path, "mapping.xlsx")


def put(sheet: str, cell: str, value: object, number_format: str = "General") -> Spoil:
    """Puts a value into a cell as Excel would, with its number format."""

    def spoil(book: Any) -> None:
        book[sheet][cell].value = value
        book[sheet][cell].number_format = number_format

    return spoil


def said(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of each."""
    return [(finding.code, finding.sheet, finding.cell) for finding in findings]
