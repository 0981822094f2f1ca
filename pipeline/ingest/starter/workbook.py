"""A mapping workbook to fill in: headings, drop-down lists, and a Read me sheet in the officer's words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.ingest.mapping.sheets import (
    ALIGNMENT,
    MEETING,
    ORGANISATIONS,
    README,
    SETTINGS,
    SHEETS,
    Heading,
    Holds,
    Setting,
    Sheet,
    headings_of,
    plain,
)
from pipeline.ingest.starter.archives import FIXED_DATE, repack

Rows = Sequence[Sequence[object]]

LAST_ROW = 499  # lists are offered down to Excel's row 500
DARK, PALE, GREY = "#1F3A5F", "#EAF0F6", "#6B7280"
_LOOKS: dict[str, dict[str, object]] = {
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": DARK,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "text": {"num_format": "@"},
    "any": {},
    "date": {"num_format": "d mmmm yyyy", "align": "left"},
    "whole": {"num_format": "0", "align": "left"},
    "setting": {"bold": True, "bg_color": PALE, "num_format": "@"},
    "title": {"text_wrap": False, "bold": True, "font_size": 18, "font_color": DARK},
    "sheet": {"text_wrap": False, "bold": True, "font_size": 13, "font_color": DARK},
    "words": {},
    "column": {"bold": True, "border": 1, "border_color": "#D5DCE4"},
    "cell": {"border": 1, "border_color": "#D5DCE4"},
    "faint": {"border": 1, "border_color": "#D5DCE4", "font_color": GREY},
}
_README_WIDTHS = (26, 84, 36)
_LOOK_OF = {Holds.DATE: "date", Holds.WHOLE: "whole", Holds.IDS: "text", Holds.ORGANISATIONS: "text"}

_INTRODUCTION = """
This workbook says which meeting the report is for, where each organisation's register is, which of their \
risks are reported together, and which controls they run together.
Each quarter: put the new registers into this folder, change the meeting date and the period on the sheet \
Meeting, bring Alignment and Controls up to date, write narrative.docx, and make the report.
Headings stand in row 1 of every sheet; keep them as they are. You may add columns and sheets of your own: they \
are named for your information and otherwise left alone. Blank rows do no harm. Nothing on this sheet is read.
Type ids such as 007 or 3-1 into the columns meant for them: those are set to text, so that Excel does not \
turn them into numbers or dates. Dates may be real dates or words such as 31 March 2018.
""".strip().splitlines()


def write_mapping(path: Path, sheets: Mapping[str, Rows], organisations: Sequence[str]) -> None:
    """Writes the workbook to a file; see ``mapping_bytes``."""
    path.write_bytes(mapping_bytes(sheets, organisations))


def mapping_bytes(sheets: Mapping[str, Rows], organisations: Sequence[str]) -> bytes:
    """The workbook; the same arguments give the same bytes. ``sheets``: sheet name → rows without
    the heading row, in the order of ``sheets.headings_of``; a sheet not given has headings only.

    Raises KeyError for a sheet that is not one of the workbook's, ValueError for a row that is longer than
    its headings or a text that no Excel cell can hold.
    """
    known = {sheet.name for sheet in SHEETS}
    for name in sheets:
        if name not in known:
            raise KeyError(name)
    package = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(package, options)
    book.set_properties({"title": "Mapping of aligned risks", "created": FIXED_DATE})
    looks = {name: book.add_format({"text_wrap": True, "valign": "top"} | look) for name, look in _LOOKS.items()}
    _write_readme(book.add_worksheet(README), looks)
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.name)
        headings = headings_of(sheet, tuple(organisations))
        _set_out(page, sheet, headings, looks)
        if sheet.name == MEETING:
            _write_meeting(page, sheets.get(MEETING) or [(setting.text, None) for setting in SETTINGS], looks)
        else:
            _offer_lists(page, headings)
            for row, values in enumerate(sheets.get(sheet.name, ()), start=1):
                if len(values) > len(headings):
                    raise ValueError(f"{sheet.name}: {len(values)} values for {len(headings)} headings")
                page.set_row(row, _tallest(values, [heading.width for heading in headings]))
                for column, value in enumerate(values):
                    _write(page, row, column, value, looks[_look(headings[column].holds, value)])
    book.get_worksheet_by_name(MEETING).activate()
    book.close()
    return repack(package.getvalue(), _growing_rows)


def _look(holds: Holds, value: object = None) -> str:
    if isinstance(value, date):
        return "date"
    return _LOOK_OF.get(holds, "any")


def _write(page: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    """One value into one cell, text always as text: never a formula, a link or a number."""
    if value is None or value == "":
        failed = page.write_blank(row, column, None, look)
    elif isinstance(value, date):
        failed = page.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float)):
        failed = page.write_number(row, column, value, look)
    else:
        failed = page.write_string(row, column, str(value), look)
    if failed:
        raise ValueError(f"Excel can't hold this in one cell: {str(value)[:60]}…")


def _set_out(page: Worksheet, sheet: Sheet, headings: Sequence[Heading], looks: Mapping[str, Format]) -> None:
    page.set_row(0, 32)
    for column, heading in enumerate(headings):
        page.set_column(column, column, heading.width, looks[_look(heading.holds)])
        page.write_string(0, column, heading.text, looks["header"])
        page.data_validation(
            0, column, 0, column,
            {"validate": "any", "input_title": heading.text[:32], "input_message": heading.help[:255]},
        )  # fmt: skip
    page.freeze_panes(1, 2 if sheet.name == ALIGNMENT else 1)
    page.set_tab_color(DARK if sheet.needed else "#9CA3AF")
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&RPage &P of &N")


def _write_meeting(page: Worksheet, rows: Rows, looks: Mapping[str, Format]) -> None:
    by_name = {plain(setting.text): setting for setting in SETTINGS}
    for row, (name, *values) in enumerate(rows, start=1):
        page.write_string(row, 0, str(name), looks["setting"])
        setting = by_name.get(plain(str(name)))
        value = values[0] if values else None
        _write(
            page,
            row,
            1,
            value,
            looks[_look(setting.holds if setting and setting.holds in _LOOK_OF else Holds.IDS, value)],
        )
        if setting:
            page.data_validation(row, 1, row, 1, _rule_of_setting(setting))


def _rule_of_setting(setting: Setting) -> dict[str, object]:
    rule: dict[str, object] = {"input_title": setting.text[:32], "input_message": setting.help[:255]}
    if setting.holds is Holds.DATE:
        return rule | _DATE
    if setting.holds is Holds.WHOLE:
        return rule | _WHOLE
    return rule | {"validate": "any"}


_DATE: dict[str, object] = {
    "validate": "date", "criteria": ">=", "value": date(1990, 1, 1), "error_type": "warning",
    "error_title": "Is this a date?", "error_message": "Write a date such as 31 March 2018.",
}  # fmt: skip
_WHOLE: dict[str, object] = {
    "validate": "integer", "criteria": ">=", "value": 1,
    "error_title": "A whole number", "error_message": "Write a whole number, such as 5.",
}  # fmt: skip


def _names_on(sheet: str, letter: str) -> str:
    """The filled cells of a column, for a list: with the blank ones in it Excel would accept anything."""
    return f"=OFFSET({sheet}!${letter}$2,0,0,MAX(1,COUNTA({sheet}!${letter}$2:${letter}${LAST_ROW + 1})),1)"


def _offer_lists(page: Worksheet, headings: Iterable[Heading]) -> None:
    for column, heading in enumerate(headings):
        match heading.holds:
            case Holds.WORD:
                words = ", ".join(heading.words)
                rule: dict[str, object] = {
                    "validate": "list", "source": list(heading.words),
                    "error_title": heading.text[:32], "error_message": f"Choose one of: {words}."[:255],
                }  # fmt: skip
            case Holds.ALIGNED:
                rule = {
                    "validate": "list", "source": _names_on(ALIGNMENT, "B"), "error_type": "warning",
                    "error_title": heading.text, "error_message": "No aligned risk has this name in Alignment.",
                }  # fmt: skip
            case Holds.ORGANISATION:
                rule = {
                    "validate": "list", "source": _names_on(ORGANISATIONS, "A"), "error_type": "warning",
                    "error_title": heading.text, "error_message": "Organisations has no row of this name.",
                }  # fmt: skip
            case Holds.ORGANISATIONS:  # several may stand in one cell: the list only helps
                rule = {"validate": "list", "source": _names_on(ORGANISATIONS, "A"), "show_error": False}
            case Holds.DATE:
                rule = dict(_DATE)
            case Holds.WHOLE:
                rule = dict(_WHOLE)
            case _:
                continue
        page.data_validation(1, column, LAST_ROW, column, rule)


def _write_readme(page: Worksheet, looks: Mapping[str, Format]) -> None:
    page.hide_gridlines(2)
    for column, width in enumerate(_README_WIDTHS):
        page.set_column(column, column, width)
    page.set_row(0, 30)
    page.write_string(0, 0, "How to fill in this workbook", looks["title"])
    row = 0
    for paragraph in _INTRODUCTION:
        row += 1
        page.merge_range(row, 0, row, 2, paragraph, looks["words"])
        page.set_row(row, _height(len(paragraph), sum(_README_WIDTHS)) + 4)
    for sheet in SHEETS:
        row += 2
        words = sheet.help + ("" if sheet.needed else " May be left empty.")
        page.write_string(row, 0, sheet.name, looks["sheet"])
        page.merge_range(row, 1, row, 2, words, looks["words"])
        page.set_row(row, max(20, _height(len(words), sum(_README_WIDTHS[1:])) + 4))
        for line in (
            ("Column" if sheet.name != MEETING else "Setting", "What goes there", "Choose from"),
            *_lines(sheet),
        ):
            row += 1
            header = line[1] == "What goes there"
            for column, (words, look) in enumerate(zip(line, ("column", "cell", "faint"), strict=True)):
                page.write_string(row, column, words, looks["header" if header else look])
            page.set_row(row, _tallest(line, _README_WIDTHS))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&RPage &P of &N")
    page.set_tab_color("#9CA3AF")


def _height(letters: int, width: int) -> int:
    """The height of a row of wrapped text, in points."""
    return 15 * max(1, math.ceil(letters * 0.9 / width))


def _tallest(values: Sequence[object], widths: Sequence[int]) -> int:
    """The height a row needs, up to what Excel allows; a date or number needs one line."""
    heights = (
        sum(_height(len(line), width) for line in value.split("\n"))
        for value, width in zip(values, widths, strict=False)
        if isinstance(value, str)
    )
    return min(max(heights, default=15), 405)


def _growing_rows(name: str, content: bytes) -> bytes:
    """A height set by hand no longer grows with the text: leave the height, take away that it was set."""
    return content.replace(b' customHeight="1"', b"") if name.startswith("xl/worksheets/") else content


def _lines(sheet: Sheet) -> Iterable[tuple[str, str, str]]:
    """Each column's (or setting's) name, what goes there, and its words."""
    if sheet.name == MEETING:
        for setting in SETTINGS:
            yield setting.text, setting.help, "" if setting.needed else "May be left blank"
        return
    for heading in headings_of(sheet, ("One for each organisation",)):
        choice = {
            Holds.ALIGNED: "The names in Alignment",
            Holds.ORGANISATION: "The names in Organisations",
            Holds.ORGANISATIONS: "The names in Organisations",
            Holds.DATE: "A date",
            Holds.WHOLE: "A whole number",
        }.get(heading.holds, ", ".join(heading.words))
        yield heading.text, heading.help, choice
