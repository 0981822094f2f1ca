"""Scores that stand alone below a risk are taken for a total, and said; a row that gives levels too blocks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.ingest.registers.register import read_register

HEADINGS = ("Ref", "Risk description", "Risk owner", "Likelihood", "Impact", "Score")
RISKS = (
    ("R1", "Demand grows faster than the staff can be trained.", "Head of Service", 3, 4, 12),
    ("R2", "The main system fails for longer than a day.", "Head of Systems", 2, 4, 8),
)
NOTHING = (None, None, None)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ((), set()),
        ((*NOTHING, None, None, 99.5), {("rows-left-out", "F4", "current.score")}),
        ((*NOTHING, 1, 2, 2), {("scores-twice", "D4", "current.likelihood")}),
    ],
)
def test_scores_below_a_risk(last: tuple[object, ...], told: set[tuple[str, str, str]], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, *RISKS, last):
        sheet.append(list(row))
    book.save(tmp_path / "north.xlsx")
    register, findings = read_register(
        tmp_path / "north.xlsx", name="north.xlsx", organisation="North", layout=None, sheet=None
    )
    codes = ("rows-left-out", "scores-twice")
    assert {(one.code, one.cell, one.field) for one in findings if one.code in codes} == told
    assert [risk.id for risk in register.risks] == ["R1", "R2"]
    assert (register.risks[1].current.score == 8) is (not told or last[3] is None)
