"""How each register was read: its columns, and its rows by kind."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.alike import spans
from pipeline.model.records import Column, Register, Report
from pipeline.report.wording import NOTHING, joined, plural

_HOW = {
    "layout": "as the layout says",
    "exact": "by its heading",
    "near": "by a heading much like it",
    "values": "by what stands under it",
}
_ROWS = {
    "risk": "Risks", "continuation": "Further rows of a risk", "section": "Headings of sections",
    "headings": "The headings again", "help": "Explanations", "blank": "Blank", "total": "Totals", "formula": "Formulas alone",
    "id-only": "Ids with nothing beside them", "second-table": "A second table", "footer": "Footers",
    "hidden": "Hidden", "other": "Others",
}  # fmt: skip
_PLAIN = ("risk", "continuation", "blank")  # kinds of row that need no looking up


@dataclass(frozen=True, slots=True)
class ColumnRead:
    letter: str
    heading: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class RowsRead:
    kind: str
    count: str
    where: str  # "3, 7 to 9"; nothing for rows that need no looking up


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """How one register was understood."""

    organisation: str
    file: str
    where: str  # "Sheet Corporate risks, headings in rows 5 and 6"
    risks: str  # "14 risks, 4 reported"
    columns: tuple[ColumnRead, ...]
    ignored: str
    rows: tuple[RowsRead, ...]
    other_sheets: str


def registers_read(report: Report) -> tuple[RegisterRead, ...]:
    """Each register, in the order of the organisations."""
    return tuple(_read(register, report) for register in report.registers)


def _read(register: Register, report: Report) -> RegisterRead:
    reported = {
        (risk.risk.organisation, risk.risk.id)
        for aligned in report.aligned_risks
        for position in aligned.positions
        for risk in position.risks
    }
    count = sum((risk.organisation, risk.id) in reported for risk in register.risks)
    rows = "rows" if len(register.header_rows) > 1 else "row"
    headings = f"headings in {rows} {joined(map(str, register.header_rows))}" if register.header_rows else "no headings"
    return RegisterRead(
        organisation=register.organisation,
        file=register.file,
        where=f"{f'Sheet {register.sheet}, ' if register.sheet else ''}{headings}",
        risks=f"{plural(len(register.risks), 'risk', 'risks')}, {count} reported",
        columns=tuple(
            ColumnRead(column.letter, _heading(column), column.field, _HOW.get(column.how, column.how))
            for column in register.columns
        ),
        ignored=", ".join(f"{column.letter} {_heading(column)}" for column in register.ignored_columns) or "None",
        rows=tuple(
            RowsRead(_ROWS.get(kind, kind), str(number), _where(register, kind))
            for kind, number in register.rows.items()
            if number
        ),
        other_sheets=joined(register.other_sheets),
    )


def _where(register: Register, kind: str) -> str:
    numbers = register.rows_of_kind.get(kind, ())
    return "" if kind in _PLAIN or not numbers else spans(numbers)


def _heading(column: Column) -> str:
    """The heading as a layout names it."""
    return " > ".join(part for part in (column.banner, column.heading) if part) or NOTHING
