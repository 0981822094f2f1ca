"""What an officer does from one meeting to the next, a step a function; and what the paper then says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests import as_text

Record = dict[str, Any]


def _headings(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}


def change_row(path: Path, sheet: str, key: tuple[str, object], **values: object) -> None:
    """Changes cells of the row with this value under this heading; underscores in a name are spaces."""
    book = openpyxl.load_workbook(path, data_only=True)
    page = book[sheet]
    headings = _headings(page)
    row = next(r for r in range(2, page.max_row + 1) if page.cell(r, headings[key[0]]).value == key[1])
    for name, value in values.items():
        page.cell(row, headings[name.replace("_", " ")]).value = value
    book.save(path)


def add_row(inputs: Path, sheet: str, **values: object) -> None:
    """A row more at the end of a sheet of the mapping workbook."""
    book = openpyxl.load_workbook(inputs / "mapping.xlsx")
    page = book[sheet]
    headings = _headings(page)
    filled = [r for r in range(1, page.max_row + 1) if any(cell.value is not None for cell in page[r])]
    for name, value in values.items():
        page.cell(filled[-1] + 1, headings[name.replace("_", " ")], value)
    book.save(inputs / "mapping.xlsx")


def add_column(inputs: Path, sheet: str, heading: str, cells: Mapping[int, object]) -> None:
    """A column more at the end of a sheet of the mapping workbook; ``cells`` by row."""
    book = openpyxl.load_workbook(inputs / "mapping.xlsx")
    page = book[sheet]
    column = max(_headings(page).values()) + 1
    for row, value in {1: heading, **cells}.items():
        page.cell(row, column, value)
    book.save(inputs / "mapping.xlsx")


def delete_rows(inputs: Path, sheet: str, heading: str, value: object) -> None:
    """Deletes every row of the mapping workbook with this value under this heading."""
    book = openpyxl.load_workbook(inputs / "mapping.xlsx")
    page = book[sheet]
    column = _headings(page)[heading]
    for row in range(page.max_row, 1, -1):
        if page.cell(row, column).value == value:
            page.delete_rows(row)
    book.save(inputs / "mapping.xlsx")


def meet_on(inputs: Path, day: date, **settings: object) -> None:
    for name, value in {"Meeting date": day, **{k.replace("_", " "): v for k, v in settings.items()}}.items():
        change_row(inputs / "mapping.xlsx", "Meeting", ("Setting", name), Value=value)


def change_risk(inputs: Path, risk: str, **values: object) -> None:
    """Changes MOPAC's register."""
    change_row(inputs / "mopac-register.xlsx", "Register", ("Risk no.", risk), **values)


def change_theme(inputs: Path, name: str, **values: object) -> None:
    change_row(inputs / "mapping.xlsx", "Alignment", ("Aligned risk", name), **values)


def issue(outputs: Path, day: str) -> None:
    """Files what was made for this date as sent."""
    folder = outputs / day
    (folder / "issued").mkdir()
    for path in folder.glob("*panel-report.docx"):
        (folder / "issued" / path.name).write_bytes(path.read_bytes())
    (folder / "issued" / "record.json").write_text(json.dumps(record(outputs, day) | {"state": "issued"}), "utf-8")


def record(outputs: Path, day: str) -> Record:
    read: Record = json.loads((outputs / day / "record.json").read_bytes())
    return read


def findings(outputs: Path, day: str, *codes: str) -> list[str]:
    """The messages of the findings with these codes."""
    return [one["message"] for one in record(outputs, day)["findings"] if one["code"] in codes]


def paper(outputs: Path, day: str) -> str:
    """The Word report, the draft where it is one, as text."""
    (path,) = (outputs / day).glob("*panel-report.docx")
    return as_text.word(path.read_bytes())


def changes(text: str) -> list[str]:
    """The rows of Appendix 4 without the bars at their ends."""
    appendix = text.partition("[Heading 1] Appendix 4")[2].partition("[Heading 1]")[0]
    rows = [line.strip("| ") for line in appendix.splitlines() if line.startswith("| ")]
    return rows[1:]


def sentences(text: str) -> list[str]:
    """The bullets of "What changed since the last report"."""
    section = text.partition("[Heading 1] What changed since the last report")[2].partition("[Heading 1]")[0]
    return [line.partition("] ")[2] for line in section.splitlines() if line.startswith("[List Bullet]")]


def last_time(text: str) -> dict[tuple[str, str], str]:
    """(Aligned risk, organisation) → what At a glance says under Last time."""
    section = text.partition("[Heading 1] At a glance")[2].partition("[Heading 1]")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return {(row[0], row[1]): row[2] for row in rows[1:]}
