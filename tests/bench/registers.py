"""Registers of any length, as an organisation keeps one in Excel: with fonts, fills, hidden rows, merges and formulas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

HEADINGS = ("Ref", "Risk description", "Risk owner", "Likelihood", "Impact", "Score", "Rating", "Direction", "Reviewed")
BANDS = ((5, "Low", "C6E0B4"), (10, "Medium", "FFE699"), (16, "High", "F4B084"), (26, "Very high", "FF7C80"))
ARROWS = ("↑", "↔", "↓")
EVERY = 50  # of so many rows one is hidden, one struck out and one under a banner that is merged


def write(path: Path, rows: int) -> Path:
    """A register of so many risks, no two alike. Excel's own values stand beside the formulas."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Risks")
    heading = book.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"})
    banner = book.add_format({"bold": True, "bg_color": "#D9E1F2"})
    day = book.add_format({"num_format": "d mmm yyyy"})
    struck = book.add_format({"font_strikeout": True})
    fills = {word: book.add_format({"bg_color": f"#{colour}"}) for _, word, colour in BANDS}
    sheet.write_row(0, 0, HEADINGS, heading)
    at = 0
    for number in range(rows):
        at += 1
        if number % EVERY == 0:
            sheet.merge_range(at, 0, at, len(HEADINGS) - 1, f"Directorate {number // EVERY + 1}", banner)
            at += 1
        if number % EVERY == 7:
            sheet.set_row(at, None, None, {"hidden": True})
        likelihood, impact = number % 5 + 1, number // 5 % 5 + 1
        score = likelihood * impact
        rating = next(word for below, word, _ in BANDS if score < below)
        sheet.write_string(at, 0, f"R{number + 1:06}")
        sheet.write_string(
            at, 1, f"Service area {number} can't meet its demand, so that people wait longer for help than they should",
            struck if number % EVERY == 11 else None,
        )  # fmt: skip
        sheet.write_string(at, 2, f"Head of Service Area {number % 61}")
        sheet.write_number(at, 3, likelihood)
        sheet.write_number(at, 4, impact)
        sheet.write_formula(at, 5, f"=D{at + 1}*E{at + 1}", None, score)
        sheet.write_string(at, 6, rating, fills[rating])
        sheet.write_string(at, 7, ARROWS[number % 3])
        sheet.write_datetime(at, 8, date(2017, 9 + number % 3, number % 28 + 1), day)
    book.close()
    return path
