"""One register as it was understood: for other programs, and to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.alike import alike, spans
from pipeline.model.findings import Finding
from pipeline.model.records import Column, Register
from pipeline.model.written import risk_as_json

_HOW = {
    "layout": "as the layout says",
    "exact": "by its heading",
    "near": "by a heading like it",
    "values": "by its values",
}
_ROWS = {
    "risk": "risks", "continuation": "further rows of a risk", "section": "section headings", "headings": "the headings again", "help": "explanations", "blank": "blank",
    "total": "totals", "formula": "formulas alone", "id-only": "ids with nothing beside them", "second-table": "a second table",
    "footer": "footers", "hidden": "hidden", "other": "other rows",
}  # fmt: skip
_LONGEST_SAMPLE = 40


def as_json(register: Register, findings: Sequence[Finding]) -> dict[str, Any]:
    """What ``read --json`` prints. Unknown is None, never a default."""
    return {
        "file": register.file,
        "sheet": register.sheet,
        "header_rows": list(register.header_rows),
        "columns": [_column(column) for column in register.columns],
        "ignored_columns": [_column(column) for column in register.ignored_columns],
        "rows": dict(register.rows),
        "risks": [risk_as_json(risk) for risk in register.risks],
        "findings": [finding_json(finding) for finding in findings],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    names = ("severity", "code", "message", "file", "sheet", "cell", "subject", "field", "remedy")
    return {name: str(getattr(finding, name)) for name in names}


def _column(column: Column) -> dict[str, str]:
    return {
        "letter": column.letter,
        "heading": column.heading,
        "banner": column.banner,
        "field": column.field,
        "how": column.how,
    }


def seen_lines(register: Register) -> tuple[str, ...]:
    """What each column was taken for, how sure that is, and what stands in it; empty where no table was found."""
    if not register.header_rows:
        return ()
    rows = " and ".join(map(str, register.header_rows))
    lines = [
        f"{register.file}, sheet '{register.sheet}': headings in row {rows}.",
        "",
        "What each column was taken for:",
    ]
    width = max((len(FIELD_WORDS[column.field]) for column in register.columns), default=0)
    lines += [
        f"  {c.letter:<3} {FIELD_WORDS[c.field]:<{width}}  {_shown(c)} ({_HOW[c.how]}{_sample(register, c.field)})"
        for c in register.columns
    ]
    for how, words in (("layout", "Ignored, as the layout says:"), ("unread", "Not read:")):
        left = [column for column in register.ignored_columns if column.how == how]
        if left:
            lines += ["", words, *(f"  {column.letter:<3} {_shown(column)}" for column in left)]
    return tuple(lines)


def as_lines(register: Register, findings: Sequence[Finding], *, told: Register | None = None) -> tuple[str, ...]:
    """The same as a readable account: columns, rows, risks, then what must be said. ``told``: the register as its
    columns were shown before; where they are the same they are not shown again.
    """
    if not register.header_rows:
        return (f"{register.file}: no table of risks was read.", *_findings(findings))
    again = told is not None and _taken(told) == _taken(register)
    lines = [] if again else [*seen_lines(register), ""]
    lines += ["Rows below the headings:", *_rows(register)]
    if register.risks:
        lines += ["", "The risks:"]
        lines += [
            f"  row {risk.source.row}: {risk.id or 'no id'} · {_cut(risk.title or risk.words)} · {risk.owner or 'no owner'}"
            for risk in register.risks
        ]
    return (*lines, *_findings(findings))


def _taken(register: Register) -> set[tuple[str, str]]:
    """The columns with their fields, and those that are left with why."""
    taken = {(column.letter, column.field) for column in register.columns}
    return taken | {(column.letter, column.how) for column in register.ignored_columns}


def _sample(register: Register, field: str) -> str:
    """What the first risk that has something in a field has there, as read."""
    for risk in register.risks:
        value: Any = risk_as_json(risk)
        for part in field.split("."):
            value = value[part]
        if value not in (None, "", []):
            text = "; ".join(value) if isinstance(value, list) else str(value)
            return f"; for instance “{_cut(text, _LONGEST_SAMPLE)}”"
    return "; nothing read in it"


def _rows(register: Register) -> list[str]:
    """How many rows are what; and which, of those that are not risks."""
    lines = []
    for kind, count in register.rows.items():
        where = "" if kind == "risk" else f": {'row' if count == 1 else 'rows'} {spans(register.rows_of_kind[kind])}"
        lines.append(f"  {count:>5} {_ROWS[kind]}{where}")
    return lines


def _findings(findings: Sequence[Finding]) -> list[str]:
    lines = [
        f"  {told.first.severity.words}: {told.message} ({told.first.place}) {told.first.remedy}"
        for told in alike(findings)
    ]
    return ["", "What to look at:", *lines] if lines else []


def _shown(column: Column) -> str:
    return f"'{column.banner} > {column.heading}'" if column.banner else f"'{column.heading}'"


def _cut(text: str, longest: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
