"""Registers as small text tables, turned into workbooks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.ingest.registers.layouts import Layout, read_layout
from pipeline.ingest.registers.register import read_register
from pipeline.model.findings import Finding
from pipeline.model.records import Register

ARROW = {"font_name": "Wingdings"}


def write_book(
    path: Path,
    table: str,
    *,
    sheet: str = "Register",
    merges: Sequence[str] = (),
    looks: Mapping[str, Mapping[str, Any]] | None = None,
    comments: Mapping[str, str] | None = None,
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[str] = (),
    filtered: str = "",
    sheets: Mapping[str, str] | None = None,
) -> Path:
    """A line a row, cells between bars. ``\\n`` is a line break, 2017-12-01 a date, ``'5`` the text 5,
    ``=A1*B1 -> 12`` a formula with its value, ``=A1*B1`` one that was never calculated.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False}) as book:
        for name, text in {sheet: table, **(sheets or {})}.items():
            page = book.add_worksheet(name)
            main = name == sheet
            spans = {span.split(":")[0]: span for span in merges} if main else {}
            styles = {cell: book.add_format(dict(look)) for cell, look in (looks or {}).items()} if main else {}
            dates = book.add_format({"num_format": "dd/mm/yyyy"})
            for row, line in enumerate(text.strip("\n").split("\n")):
                for column, cell in enumerate(line.strip().strip("|").split("|") if line.strip() else ()):
                    address = f"{_letter(column)}{row + 1}"
                    style = styles.get(address)
                    if address in spans:
                        page.merge_range(spans[address], "", style)
                    _write(page, row, column, cell.strip().replace("\\n", "\n"), style=style, dates=dates)
            for address, style in styles.items():
                if not _holds(text, address):
                    page.write_blank(address, None, style)
            if main:
                for address, words in (comments or {}).items():
                    page.write_comment(address, words)
                for row in hidden_rows:
                    page.set_row(row - 1, None, None, {"hidden": True})
                for letter in hidden_columns:
                    page.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
                if filtered:
                    page.autofilter(filtered)
                    page.filter_column(0, "x == A")
    return path


def _holds(text: str, address: str) -> bool:
    match = re.fullmatch(r"([A-Z])(\d+)", address)
    assert match
    lines = text.strip("\n").split("\n")
    cells = lines[int(match[2]) - 1].strip().strip("|").split("|") if int(match[2]) <= len(lines) else []
    column = ord(match[1]) - 65
    return column < len(cells) and bool(cells[column].strip())


def _write(page: Any, row: int, column: int, text: str, *, style: Any, dates: Any) -> None:
    if not text:
        return
    if text.startswith("="):
        formula, _, value = text.partition("->")
        cached: Any = value.strip()
        page.write_formula(
            row, column, formula.strip(), style, float(cached) if re.fullmatch(r"[\d.]+", cached) else cached
        )
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        page.write_datetime(row, column, date.fromisoformat(text), style or dates)
    elif re.fullmatch(r"\d+(\.\d+)?", text):
        page.write_number(row, column, float(text), style)
    else:
        page.write_string(row, column, text.removeprefix("'"), style)


def _letter(column: int) -> str:
    return chr(65 + column) if column < 26 else "A" + chr(65 + column - 26)


def layout_of(folder: Path, text: str) -> Layout:
    """The layout in this TOML; it must have no faults."""
    path = folder / "layout.toml"
    path.write_text(text, encoding="utf-8")
    layout, findings = read_layout(path, "layouts/layout.toml")
    assert findings == ()
    return layout


def read(
    folder: Path, table: str, *, layout: str | None = None, sheet: str | None = None, **options: Any
) -> tuple[Register, tuple[Finding, ...]]:
    """The register in a text table, as read."""
    path = write_book(folder / "register.xlsx", table, **options)
    return read_register(
        path,
        name="register.xlsx",
        organisation="Northshire",
        layout=layout_of(folder, layout) if layout is not None else None,
        sheet=sheet,
    )


def codes(findings: Sequence[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def only(findings: Sequence[Finding], code: str) -> Finding:
    """The one finding with this code."""
    found = [finding for finding in findings if finding.code == code]
    assert len(found) == 1, [finding.message for finding in found] or codes(findings)
    return found[0]
