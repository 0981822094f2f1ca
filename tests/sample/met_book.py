"""Draws the Met's register as the Met would keep it: banners, sections, merged cells, arrows, a total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from tests.sample.met_risks import BANDS, MetRisk, Scored, rating
from tests.sample.workbooks import Looks, Sheet, new_book

SHEET = "Corporate risks"
NAVY, MID, PALE = "#17365D", "#4F6D94", "#DCE6F1"
FILLS = {"Low": "#92D050", "Medium": "#FFEB84", "High": "#F8A04B", "Very high": "#E0564A"}
ARROWS = {"rising": "é", "same": "è", "falling": "ê"}  # in Wingdings these letters are ↑ → ↓

# Heading, width in characters. The banners stand over four columns each.
COLUMNS: tuple[tuple[str, float], ...] = (
    ("Ref", 6), ("Risk", 20), ("Risk description", 44), ("Risk owner", 20),
    ("Likelihood", 5), ("Impact", 5), ("Score", 6), ("Rating", 10),
    ("Control in place", 44), ("Control lead", 24),
    ("Likelihood", 5), ("Impact", 5), ("Score", 6), ("Rating", 10),
    ("Direction", 9), ("Reason for movement", 28), ("Actions to reach target", 40),
    ("Likelihood", 5), ("Impact", 5), ("Score", 6), ("Rating", 10),
    ("Last reviewed", 13), ("Next review", 13), ("Status", 8),
)  # fmt: skip
BANNERS = {"Inherent": 4, "Current": 10, "Target": 17}  # name → first column
CONTROL, LEAD, DIRECTION = 8, 9, 14
FIRST_ROW = 6  # the first row below the headings, counted from 0

HEADER_NOTES = {
    "Direction": "Movement of the risk itself since the last review. An arrow up: the risk is rising.",
    "Control in place": "One control a row. Insert a row for another one.",
}
FOOTER = "Score = likelihood × impact, each from 1 to 5. See the sheet Guidance for the bands."


def write(path: Path, sections: Sequence[tuple[str, Sequence[MetRisk]]], period: str, as_at: date) -> None:
    """Writes the register; the same data give the same bytes."""
    with new_book(path, "Corporate risk register", "Calibri") as (book, looks):
        _guidance(Sheet(book.add_worksheet("Guidance")), looks)
        sheet = Sheet(book.add_worksheet(SHEET))
        _titles(sheet, looks, period, as_at)
        _headings(sheet, looks)
        row = FIRST_ROW
        score_rows: list[tuple[int, MetRisk]] = []
        for heading, risks in sections:
            sheet.merge((row, 0, row, len(COLUMNS) - 1), heading, looks("section", bold=True, bg_color=PALE, border=1))
            row += 1
            for risk in risks:
                score_rows.append((row, risk))
                row = _risk(sheet, looks, row, risk)
        _total(sheet, looks, row, score_rows)
        sheet.write(row + 2, 0, FOOTER, looks("footer", italic=True, font_color="#595959"))
        sheet.page.activate()
        sheet.page.set_first_sheet()


def _titles(sheet: Sheet, looks: Looks, period: str, as_at: date) -> None:
    last = len(COLUMNS) - 1
    title = looks("title", bold=True, font_size=18, font_color="#FFFFFF", bg_color=NAVY, valign="vcenter")
    sheet.merge((0, 0, 0, last), "Metropolitan Police Service: Corporate risk register", title)
    words = f"{period}   |   Position as at {as_at.day} {as_at:%B %Y}   |   OFFICIAL"
    sheet.merge((1, 0, 1, last), words, looks("subtitle", bold=True, bg_color=PALE, font_color=NAVY))
    note = "Illustrative: the content and scores of this register were made up as an example."
    sheet.merge((2, 0, 2, last), note, looks("note", italic=True, font_color="#595959"))
    sheet.page.set_row(0, 30)


def _headings(sheet: Sheet, looks: Looks) -> None:
    page = sheet.page
    banner = looks("banner", bold=True, font_color="#FFFFFF", bg_color=NAVY, align="center", border=1)
    heading = looks(
        "heading", bold=True, font_color="#FFFFFF", bg_color=MID, text_wrap=True, valign="vcenter", border=1
    )
    turned = looks("turned", bold=True, font_color="#FFFFFF", bg_color=MID, rotation=90, align="center", border=1)
    for name, first in BANNERS.items():
        sheet.merge((4, first, 4, first + 3), name, banner)
    for column, (text, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
        sheet.write(5, column, text, turned if width < 7 and column else heading)
        if text in HEADER_NOTES:
            page.write_comment(5, column, HEADER_NOTES[text], {"author": "Risk and Assurance"})
    page.set_row(5, 62)
    page.freeze_panes(FIRST_ROW, 2)
    page.set_zoom(80)
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(1, 0)
    page.repeat_rows(4, 5)
    page.set_margins(0.4, 0.4, 0.5, 0.6)
    page.set_footer("&LOFFICIAL&CCorporate risk register&RPage &P of &N")


def _risk(sheet: Sheet, looks: Looks, row: int, risk: MetRisk) -> int:
    """One risk over as many rows as it has controls; gives the row after it."""
    last = row + len(risk.controls) - 1
    text = looks("text", text_wrap=True, valign="top", border=1)
    strong = looks("strong", text_wrap=True, valign="top", border=1, bold=True)
    day = looks("day", valign="top", align="left", border=1, num_format="dd mmm yyyy")
    for offset, (control, lead) in enumerate(risk.controls):
        sheet.write(row + offset, CONTROL, control, text)
        sheet.write(row + offset, LEAD, lead, text)
    for column, value, look in (
        (0, risk.ref, strong), (1, risk.title, strong), (2, risk.description, text), (3, risk.owner, text),
        (15, risk.reason, text), (16, "\n".join(risk.actions), text),
        (21, risk.reviewed, day), (22, risk.next_review, day), (23, "Open", text),
    ):  # fmt: skip
        sheet.merge((row, column, last, column), value, look)
    for first, scored in ((4, risk.inherent), (10, risk.current), (17, risk.target)):
        _scores(sheet, looks, (row, last), first, scored)
    if risk.direction in ARROWS:
        arrow = looks(
            "arrow", font_name="Wingdings", font_charset=2, font_size=16, align="center", valign="vcenter", border=1
        )
        sheet.merge((row, DIRECTION, last, DIRECTION), ARROWS[risk.direction], arrow)
    else:
        new = looks("new", align="center", valign="vcenter", border=1, bold=True)
        sheet.merge((row, DIRECTION, last, DIRECTION), "New", new)
    lines = max(len(risk.description) / 42, len("\n".join(risk.actions)) / 36, len(risk.reason) / 26, 3.0) + 1
    for each in range(row, last + 1):
        sheet.page.set_row(each, max(31.0, round(15 * lines / len(risk.controls))))
    return last + 1


def _scores(sheet: Sheet, looks: Looks, rows: tuple[int, int], first: int, scored: Scored) -> None:
    """Likelihood, impact, and as formulas the score and its word, with the word's colour behind it."""
    row, last = rows
    likelihood, impact, score = (xl_rowcol_to_cell(row, first + step) for step in range(3))
    number = looks("number", align="center", valign="vcenter", border=1)
    word = rating(scored)
    fill = looks(f"fill {word}", align="center", valign="vcenter", border=1, bold=True, bg_color=FILLS[word])
    for column, level in enumerate(scored, start=first):
        sheet.merge((row, column, last, column), level, number)
    column = first + 2
    sheet.merge_formula((row, column, last, column), f"={likelihood}*{impact}", scored[0] * scored[1], fill)
    *tests, (_, lowest) = BANDS
    formula = f'"{lowest}"'
    for low, band in reversed(tests):
        formula = f'IF({score}>={low},"{band}",{formula})'
    column = first + 3
    sheet.merge_formula((row, column, last, column), f"={formula}", word, fill)


def _total(sheet: Sheet, looks: Looks, row: int, risks: Sequence[tuple[int, MetRisk]]) -> None:
    """The row below the last risk: how many, and the sum of each stage's scores."""
    total = looks("total", bold=True, top=2, bottom=2, bg_color="#F2F2F2")
    centred = looks("total number", bold=True, top=2, bottom=2, bg_color="#F2F2F2", align="center")
    for column in range(len(COLUMNS)):
        sheet.page.write_blank(row, column, None, total)
    sheet.write(row, 0, "Total", total)
    sheet.write(row, 2, f"{len(risks)} risks on the register", total)
    for column, stage in ((6, "inherent"), (12, "current"), (19, "target")):
        top, bottom = xl_rowcol_to_cell(FIRST_ROW, column), xl_rowcol_to_cell(row - 1, column)
        pairs = (getattr(risk, stage) for _, risk in risks)
        sheet.page.write_formula(
            row, column, f"=SUM({top}:{bottom})", centred, sum(likelihood * impact for likelihood, impact in pairs)
        )


def _guidance(sheet: Sheet, looks: Looks) -> None:
    page = sheet.page
    plain = looks("guide", text_wrap=True, valign="top")
    head = looks("guide head", bold=True, font_color="#FFFFFF", bg_color=NAVY, border=1)
    cell = looks("guide cell", border=1, text_wrap=True, valign="top")
    page.hide_gridlines(2)
    page.set_column(0, 0, 16)
    page.set_column(1, 2, 52)
    sheet.write(0, 0, "How to keep this register", looks("guide title", bold=True, font_size=16, font_color=NAVY))
    row = 2
    for sentence in (
        "Illustrative: the content and scores of this register were made up as an example.",
        "Each risk has one owner, who reviews it at least once a quarter and signs off its scores.",
        "Inherent is the risk with no controls at all, current the risk today, target the risk we aim at.",
        "Enter likelihood and impact only. The score and the rating are worked out.",
    ):
        sheet.merge((row, 0, row, 2), sentence, plain)
        row += 1
    for headings, lines in GUIDE_TABLES:
        row += 1
        for column, text in enumerate(headings):
            sheet.write(row, column, text, head)
        for line in lines:
            row += 1
            for column, text in enumerate(line):
                sheet.write(row, column, text, cell)
            if headings[0] == "Rating":
                fill = looks(f"guide {line[0]}", border=1, bold=True, bg_color=FILLS[line[0]])
                sheet.write(row, 0, line[0], fill)
            if headings[0] == "Direction":
                sheet.write(
                    row, 0, line[0], looks("guide arrow", font_name="Wingdings", font_charset=2, font_size=14, border=1)
                )
        row += 1
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


GUIDE_TABLES: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = (
    (
        ("Level", "Likelihood", "Impact"),
        (
            ("1", "Rare: less than once in ten years", "Noticed within one team"),
            ("2", "Unlikely: once in ten years", "Felt within one command for a few days"),
            ("3", "Possible: once in three years", "Felt across several boroughs or for weeks"),
            ("4", "Likely: once a year", "Serious injury, or national attention"),
            ("5", "Almost certain: several times a year", "Death, or lasting loss of public trust"),
        ),
    ),
    (
        ("Rating", "Score", "What it asks for"),
        (
            ("Low", "1 to 4", "Accept, and review once a year"),
            ("Medium", "5 to 9", "Within appetite. Review each quarter"),
            ("High", "10 to 15", "Above appetite. Actions with dates"),
            ("Very high", "16 to 25", "Above appetite. Reported to the management board each month"),
        ),
    ),
    (
        ("Direction", "Meaning", "Since when"),
        (
            ("é", "The risk is rising", "The last quarterly review"),
            ("è", "The risk is unchanged", "The last quarterly review"),
            ("ê", "The risk is falling", "The last quarterly review"),
        ),
    ),
)
