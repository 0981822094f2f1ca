"""The marks of a register's risks: what a draft shows in place of a value that a block speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.ingest.grid import Cell, Grid
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding
from pipeline.model.marks import beside, not_found, not_known, not_readable
from pipeline.model.records import Risk

_OF_COLUMNS = {"field-missing": not_found, "layout-broken": not_found, "column-ambiguous": not_known}
_OF_CELLS = {
    "cell-error": lambda cell: not_readable(cell.error),
    "formula-uncalculated": lambda cell: not_readable(cell.formula),
    "level-differs": lambda cell: not_known(cell.text),
}


def marked(
    risks: Sequence[Risk],
    more: Mapping[int, Sequence[int]],
    columns: Columns,
    grid: Grid,
    findings: Iterable[Finding],
) -> tuple[Risk, ...]:
    """The risks with a mark for each field whose column or cell a finding says can't be read.

    ``more``: the row of a risk → the rows that go on with it.
    """
    everywhere: dict[str, str] = {}
    of_cells: dict[tuple[str, str], str] = {}
    for finding in findings:
        if finding.code in _OF_COLUMNS and finding.field:
            everywhere[finding.field] = _OF_COLUMNS[finding.code](f"the column of {FIELD_WORDS[finding.field]}")
        elif finding.code in _OF_CELLS:
            of_cells[finding.field, finding.cell] = finding.code
    if not everywhere and not of_cells:
        return tuple(risks)

    def mark(name: str, cell: Cell | None) -> str:
        code = of_cells.get((name, cell.address)) if cell is not None else None
        return _OF_CELLS[code](cell) if code else ""

    def own(risk: Risk) -> dict[str, str]:
        rows = (risk.source.row, *more.get(risk.source.row, ()))
        found: dict[str, str] = {}
        for name in {name for name, _ in of_cells}:
            seen = (mark(name, grid.seen(row, column)) for row in rows for column in columns.fields.get(name, ()))
            told = beside("", *dict.fromkeys(seen))
            if told:
                found[name] = told
        return found

    return tuple(replace(risk, unknown={**everywhere, **risk.unknown, **own(risk)}) for risk in risks)
