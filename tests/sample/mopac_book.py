"""Draws MOPAC's register as MOPAC would keep it: flat, one row a risk, words for levels and trend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from tests.sample.mopac_risks import IMPACT, LIKELIHOOD, MopacRisk, Scored, rating
from tests.sample.workbooks import Looks, Sheet, new_book

SHEET = "Register"
TEAL, PALE = "#1D5C63", "#F3F7F7"
FILLS = {"Low": "#C6E0B4", "Medium": "#FFF2AE", "High": "#F7C08A", "Severe": "#EE9A90"}
BULLET = "• "

# Heading, width in characters.
COLUMNS: tuple[tuple[str, float], ...] = (
    ("Risk no.", 8), ("Directorate", 15), ("Short name", 16), ("What might happen", 34),
    ("Why it might happen", 22), ("What it would lead to", 24), ("Lead director", 15),
    ("Gross likelihood", 11), ("Gross impact", 11), ("Gross score", 7), ("Controls we rely on", 34),
    ("Net likelihood", 11), ("Net impact", 11), ("Net score", 7), ("Net rating", 9),
    ("Direction of travel", 10), ("Further actions", 32),
    ("Target likelihood", 11), ("Target impact", 11), ("Target score", 7), ("Target rating", 9),
    ("Appetite", 9), ("Last considered", 11), ("Next due", 11),
)  # fmt: skip

HEADER_NOTE = "Set by the governance board: the highest rating we are willing to live with."


def write(path: Path, risks: Sequence[MopacRisk], as_at: date) -> None:
    """Writes the register; the same data give the same bytes."""
    with new_book(path, "MOPAC risk register", "Arial") as (book, looks):
        sheet = Sheet(book.add_worksheet(SHEET))
        _headings(sheet, looks)
        for row, risk in enumerate(risks, start=1):
            _risk(sheet, looks, row, risk)
        _notes(Sheet(book.add_worksheet("Notes")), looks, as_at)


def _headings(sheet: Sheet, looks: Looks) -> None:
    page = sheet.page
    heading = looks(
        "heading", bold=True, font_color="#FFFFFF", bg_color=TEAL, text_wrap=True, valign="vcenter", border=1
    )
    for column, (text, width) in enumerate(COLUMNS):
        page.set_column(column, column, width)
        sheet.write(0, column, text, heading)
        if text == "Appetite":
            page.write_comment(0, column, HEADER_NOTE, {"author": "Governance"})
    page.set_row(0, 36)
    page.freeze_panes(1, 3)
    page.set_zoom(90)
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(0.4, 0.4, 0.5, 0.6)
    page.set_footer("&LOFFICIAL&CRisk register&RPage &P of &N")


def _risk(sheet: Sheet, looks: Looks, row: int, risk: MopacRisk) -> None:
    even = row % 2 == 0
    ground: dict[str, object] = {"valign": "top", "border": 1, "bg_color": PALE if even else "#FFFFFF"}
    text = looks(f"text {even}", text_wrap=True, **ground)
    strong = looks(f"strong {even}", text_wrap=True, bold=True, **ground)
    day = looks(f"day {even}", num_format="dd/mm/yyyy", align="left", **ground)
    controls, actions = (_bullets(lines) for lines in (risk.controls, risk.actions))
    for column, value, look in (
        (0, risk.number, strong), (1, risk.directorate, text), (2, risk.title, strong), (3, risk.event, text),
        (4, risk.cause, text), (5, risk.effect, text), (6, risk.lead, text), (10, controls, text),
        (15, risk.direction, text), (16, actions, text),
        (21, risk.appetite, text), (22, risk.considered, day), (23, risk.next_due, day),
    ):  # fmt: skip
        sheet.write(row, column, value, look)
    for first, scored in ((7, risk.gross), (11, risk.net), (17, risk.target)):
        _scores(sheet, looks, row, first, scored)
    lines = max(
        len(risk.event) / 34, len(risk.cause) / 22, len(risk.effect) / 24, len(risk.directorate) / 15,
        sum(1 + len(line) // 36 for line in risk.controls), sum(1 + len(line) // 34 for line in risk.actions),
    )  # fmt: skip
    sheet.page.set_row(row, 13.5 * (int(lines) + 1) + 6)


def _scores(sheet: Sheet, looks: Looks, row: int, first: int, scored: Scored) -> None:
    """The levels as their words, the score as a formula over the figures they begin with, the rating as its word."""
    word = rating(scored)
    text = looks(f"text {row % 2 == 0}")
    fill = looks(f"fill {word}", align="center", valign="top", border=1, bold=True, bg_color=FILLS[word])
    sheet.write(row, first, LIKELIHOOD[scored[0]], text)
    sheet.write(row, first + 1, IMPACT[scored[1]], text)
    likelihood, impact = (xl_rowcol_to_cell(row, first + step) for step in (0, 1))
    sheet.page.write_formula(row, first + 2, f"=LEFT({likelihood},1)*LEFT({impact},1)", fill, scored[0] * scored[1])
    if COLUMNS[first + 3][0].endswith("rating"):
        sheet.write(row, first + 3, word, fill)


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(BULLET + line for line in lines)


def _notes(sheet: Sheet, looks: Looks, as_at: date) -> None:
    page = sheet.page
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 90)
    head = looks("note head", bold=True, font_color=TEAL, bottom=1)
    term = looks("note term", bold=True, valign="top")
    words = looks("note words", text_wrap=True, valign="top")
    sheet.write(0, 0, "About this register", looks("note title", bold=True, font_size=14, font_color=TEAL))
    row = 1
    for title, lines in NOTES:
        row += 1
        sheet.write(row, 0, title, head)
        sheet.write(row, 1, "", head)
        for name, text in lines:
            row += 1
            sheet.write(row, 0, name, term)
            sheet.write(row, 1, text, words)
        row += 1
    sheet.write(row + 1, 0, "Position as at", term)
    sheet.write(row + 1, 1, as_at, looks("note day", num_format="d mmmm yyyy", align="left", valign="top"))
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


NOTES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Status",
        (("Illustrative", "The content and scores of this register were made up as an example."),),
    ),
    (
        "Gross, net, target",
        (
            ("Gross", "Before anything is done about it."),
            ("Net", "Today, with the controls we rely on."),
            ("Target", "Where we want it to be once the further actions are done."),
        ),
    ),
    (
        "Rating",
        (
            ("Low", "Score 1 to 3"),
            ("Medium", "Score 4 to 6"),
            ("High", "Score 8 or 9"),
            ("Severe", "Score 12 or 16"),
        ),
    ),
    (
        "Direction of travel",
        (
            ("Increasing", "The risk has grown since it was last considered."),
            ("No change", "The risk is as it was."),
            ("Reducing", "The risk has become smaller."),
            ("New", "The risk was not on the register before."),
        ),
    ),
)
