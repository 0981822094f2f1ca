"""The appendix workbook: what the Word report's tables hold, as real Excel tables to filter and sort."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipeline.model.page import Page, TermText
from pipeline.report.positions import NO_RISK
from pipeline.report.wording import NOTHING

# Excel wants a time of making; every workbook has this one, so that the same report is the same bytes.
_MADE = datetime(2000, 1, 1)
_INK = "#1F3044"
_CELL_LIMIT = 32_767  # characters in one cell of Excel
_LINE, _TALLEST = 12.0, 408.75  # points: one line of text, and the tallest row of Excel
_FITS = 1.2  # characters of this font to one of Excel's units of width, the indent taken off
_MARK_LIMIT = 120  # characters of the marking in the page header; Excel allows 255 for the whole of it


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    width: int  # in characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one table. ``name`` is the tab's, ``table`` the table's own: unique in the workbook."""

    name: str
    table: str
    title: str
    note: str  # a line between title and table, or empty
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def build(page: Page) -> bytes:
    """The workbook. Every cell is text as it stands in the report, never a formula, number or link."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(target, options) as book:
        book.set_properties({
            "title": page.meeting.title,
            "subject": f"{page.meeting.panel}, {page.meeting.date_short}",
            "author": page.meeting.report_by,
            "created": _MADE,
        })  # fmt: skip
        looks = _Looks.of(book)
        for sheet in sheets(page):
            _write(book, sheet, page, looks)
    return target.getvalue()


def sheets(page: Page) -> tuple[Sheet, ...]:
    """The sheets in their order."""
    return (_overview(page), _schedule(page), _glance(page), _changes(page), _definitions(page))


def _overview(page: Page) -> Sheet:
    rows = []
    for risk in page.risks:
        against = {row.organisation: row for row in risk.residual}
        for row in risk.rows:
            residual = against.get(row.organisation)
            here = residual is not None and row.description != NO_RISK
            rows.append((
                f"{risk.number} {risk.name}", row.description, row.organisation, row.reference or NOTHING, row.owner,
                row.rating, row.trend,
                residual.against_appetite if residual and here else NOTHING,
                risk.trend_reason or NOTHING, risk.residual_risk,
                " ".join(part for part in (risk.control_line, risk.control_exceptions, risk.control_remark) if part),
            ))  # fmt: skip
    return Sheet(
        "Appendix 1 Overview", "Overview", page.overview_title, page.definitions.own_scales,
        (
            Column("Aligned risk", 13), Column("Current risk description", 36), Column("Organisation", 12),
            Column("Reference", 10), Column("Risk owner", 17), Column("Rating", 12), Column("Risk trend", 12),
            Column("Against appetite", 12), Column("Reason for trend", 24), Column("Key residual risks", 28),
            Column("Joint controls shown to be working", 28),
        ),
        tuple(rows),
    )  # fmt: skip


def _schedule(page: Page) -> Sheet:
    return Sheet(
        "Appendix 2 Controls", "Controls", "Control schedule", page.definitions.counts_evidence,
        (
            Column("Aligned risk", 13), Column("Reference", 10), Column("Control", 22), Column("Kind", 9),
            Column("Run by", 12), Column("Owner", 16), Column("In place", 8), Column("Working", 10),
            Column("Status", 14), Column("Assurance", 10), Column("Evidence", 24), Column("Last checked", 11),
            Column("Due", 11), Column("Progress", 22),
        ),
        tuple(
            (
                row.aligned_risk, row.reference, row.control, row.kind, row.run_by, row.owner, row.in_place,
                row.working, row.status, row.assurance, row.evidence, row.last_checked, row.due, row.progress,
            )
            for row in page.schedule
        ),
    )  # fmt: skip


def _glance(page: Page) -> Sheet:
    return Sheet(
        "At a glance", "Glance", "At a glance", page.definitions.own_scales,
        (
            Column("Aligned risk", 18), Column("Organisation", 15), Column("Last time", 22), Column("Now", 22),
            Column("Target", 18), Column("Appetite", 15), Column("Risk trend", 18),
            Column("Joint controls shown to be working", 22), Column("Controls overdue", 10),
        ),
        tuple(
            (
                row.aligned_risk, row.organisation, row.last_time, row.now, row.target, row.appetite, row.trend,
                row.controls, row.overdue,
            )
            for row in page.glance
        ),
    )  # fmt: skip


def _changes(page: Page) -> Sheet:
    return Sheet(
        "Appendix 4 Changes", "Changes", "Changes since the last report",
        f"Compared with {page.movement.compared_with}. {page.movement.others}".strip(),
        (
            Column("Aligned risk", 16), Column("Organisation", 14), Column("What changed", 30), Column("Was", 30),
            Column("Now", 30), Column("Reason", 28),
        ),
        tuple(
            (row.aligned_risk, row.organisation, row.what, row.was, row.now, row.reason)
            for row in page.movement.changes
        ),
    )  # fmt: skip


def _definitions(page: Page) -> Sheet:
    key = page.definitions

    def terms(of: str, entries: Sequence[TermText]) -> list[tuple[str, ...]]:
        return [(of, entry.term, entry.meaning) for entry in entries]

    return Sheet(
        "Definitions", "Definitions", "Definitions and key", "",
        (Column("Of", 26), Column("Term", 24), Column("Meaning", 90)),
        (
            *terms("Risk trend", key.trends),
            *terms("Status of a control", key.statuses),
            *terms("Joint controls shown to be working", key.levels),
            *terms("Assurance", key.assurance),
            *terms("Acronym", key.acronyms),
            *(("Scale", org.name, f"{org.scale}. {org.bands}. Appetite: {org.appetite}.") for org in page.organisations),
            ("How to read this", "Own scales", key.own_scales),
            ("How to read this", "What is counted", key.counts_evidence),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Looks:
    """The formats of the workbook, made once."""

    title: Format
    note: Format
    heading: Format
    cell: Format

    @staticmethod
    def of(book: xlsxwriter.Workbook) -> _Looks:
        font = {"font_name": "Arial", "font_size": 9, "valign": "top"}
        inside = {"align": "left", "indent": 1, "text_wrap": True}
        return _Looks(
            title=book.add_format({**font, "bold": True, "font_size": 14, "font_color": _INK}),
            note=book.add_format({**font, "italic": True}),
            heading=book.add_format({
                **font, **inside, "bold": True, "font_color": "#FFFFFF", "bg_color": _INK, "border": 1,
                "border_color": _INK,
            }),
            cell=book.add_format({
                # "@" keeps a text a text when a person later edits the cell.
                **font, **inside, "num_format": "@", "bottom": 1, "bottom_color": "#C5CDD6",
            }),
        )  # fmt: skip


def _write(book: Workbook, sheet: Sheet, page: Page, looks: _Looks) -> None:
    """One sheet: the title in row 1, the headings in row 3, the table below them, set up to be printed."""
    tab = book.add_worksheet(sheet.name)
    rows = sheet.rows or (("None", *("" for _ in sheet.columns[1:])),)  # a table of Excel must have a row
    head, last, right = 2, 2 + len(rows), len(sheet.columns) - 1
    tab.write_string(0, 0, sheet.title, looks.title)
    if sheet.note:
        tab.write_string(1, 0, sheet.note, looks.note)
    tab.add_table(head, 0, last, right, {
        "name": sheet.table,
        "style": None,
        "columns": [{"header": column.heading, "header_format": looks.heading} for column in sheet.columns],
    })  # fmt: skip
    for row_number, row in enumerate(rows, head + 1):
        for column_number, text in enumerate(row):
            if text:
                tab.write_string(row_number, column_number, _fitting(text), looks.cell)
            else:
                tab.write_blank(row_number, column_number, None, looks.cell)
        tab.set_row(row_number, _height(row, sheet.columns))
    tab.set_row(head, _height([column.heading for column in sheet.columns], sheet.columns))
    for column_number, column in enumerate(sheet.columns):
        tab.set_column(column_number, column_number, column.width)
    tab.freeze_panes(head + 1, 1)
    tab.repeat_rows(head)
    tab.print_area(0, 0, last, right)
    tab.set_landscape()
    tab.set_paper(9)  # A4
    tab.fit_to_pages(1, 0)
    tab.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    tab.hide_gridlines(2)
    marking = page.meeting.marking[:_MARK_LIMIT].replace("&", "&&")
    tab.set_header(f"&C&B{_apart(marking)}" if marking else "")
    tab.set_footer(f"&L{_apart(page.meeting.date_short)}&C{_apart(marking)}&RPage &P of &N")


def _height(row: Sequence[str], columns: Sequence[Column]) -> float:
    """The height in points that shows all of a row's wrapped text, as far as Excel allows. Without it some
    programs show one line.
    """
    lines = max(
        sum(len(textwrap.wrap(line, int(column.width * _FITS))) or 1 for line in text.split("\n"))
        for text, column in zip(row, columns, strict=True)
    )
    return min(lines * _LINE + 4, _TALLEST)


def _apart(text: str) -> str:
    """Text for a header or footer: a digit right after a code such as &C would be taken for a font size."""
    return f" {text}" if text else ""


def _fitting(text: str) -> str:
    """The text, or as much of it as a cell of Excel can hold, saying so. Excel counts an emoji as two."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _CELL_LIMIT:
        return text
    note = " … [cut here: the Word report has the whole text]"
    return units[: 2 * (_CELL_LIMIT - len(note))].decode("utf-16-le", errors="ignore") + note
