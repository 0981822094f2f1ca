"""A portfolio of any size: panels of one or more aligned risks, no two alike."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.sample.many import Case, write_case


def write_panels(folder: Path, count: int, *, risks: int = 1) -> None:
    """The folders ``panel-001`` and on. Every fifth has a second aligned risk, every seventh a third organisation."""
    for number in range(1, count + 1):
        place = folder / f"panel-{number:03d}"
        write_case(place, Case(risks + (number % 5 == 0), organisations=2 + (number % 7 == 0)))
        set_meeting(place, Panel=f"Audit Panel {number}")


def set_meeting(inputs: Path, **settings: object) -> None:
    """Changes settings of the Meeting sheet; underscores in a name are spaces."""
    book = openpyxl.load_workbook(inputs / "mapping.xlsx")
    for setting, value in book["Meeting"].iter_rows(min_row=2):
        if (name := str(setting.value).replace(" ", "_")) in settings:
            value.value = settings[name]
    book.save(inputs / "mapping.xlsx")
