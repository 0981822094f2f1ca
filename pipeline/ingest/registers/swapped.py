"""Columns of dates in which the spreadsheet has swapped days and months as they were typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.taking import Taking
from pipeline.ingest.registers.values import first_number
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Risk

_MONTHS = 12
_FEWEST = 2


def swapped_dates(risks: Sequence[Risk], columns: Columns, taking: Taking) -> tuple[Finding, ...]:
    """A finding for each column of which every real date has a day up to 12, beside dates typed as text whose
    first number is higher: a spreadsheet that puts the month first has taken the former for dates and left the
    latter as text.
    """
    found: list[Finding] = []
    for name in ("last_reviewed", "next_review"):
        for column in columns.fields.get(name, ()):
            cells = [cell for risk in risks if (cell := taking.grid.seen(risk.source.row, column)) is not None]
            real = [cell for cell in cells if isinstance(cell.value, date)]
            typed = [cell for cell in cells if isinstance(cell.value, str) and first_number(cell.text) is not None]
            if len(real) < _FEWEST or not typed or not all(_is_early(cell) for cell in real):
                continue
            if all((first_number(cell.text) or 0) > _MONTHS for cell in typed):
                message = (
                    f"In {FIELD_WORDS[name]}, {len(real)} cells hold dates, all with a day up to 12 ({_cells(real)}), and"
                    f" {len(typed)} hold text with a higher first number ({_cells(typed)}): day and month were probably"
                    " swapped when the former were typed."
                )
                place = replace(taking.place, cell=real[0].address)
                found.append(
                    find(
                        "dates-swapped",
                        message,
                        place,
                        subject=taking.organisation,
                        field=name,
                        organisation=taking.organisation,
                    )
                )
    return tuple(found)


def _is_early(cell: Cell) -> bool:
    return isinstance(cell.value, date) and cell.value.day <= _MONTHS


def _cells(cells: Sequence[Cell]) -> str:
    shown = ", ".join(cell.address for cell in cells[:5])
    return f"{shown} …" if len(cells) > 5 else shown
