"""Taking values out of a register's cells, noting on the way what a person should know of each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell, Grid, letter, number
from pipeline.ingest.values import tidy
from pipeline.ingest.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Number, Place

_PRODUCT = re.compile(r"=\s*\(?\s*\$?([A-Z]{1,3})\$?(\d+)\s*\*\s*\$?([A-Z]{1,3})\$?(\d+)\s*\)?\s*")
_TOGETHER = 3  # more cells of one column than this are said in one finding
_SHOWN = 8
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Remark:
    """Something to be said of a cell: becomes a finding of its own, or one with others of its column."""

    code: str
    field: str
    subject: str
    cell: Cell
    message: str  # of this cell alone; begins with no place
    together: str  # the same of many cells, ending where they are listed


class Taking:
    """The cells of one register as they are read; gathers a remark for each that needs one."""

    def __init__(self, grid: Grid, place: Place, organisation: str) -> None:
        self.grid = grid
        self.place = place
        self.organisation = organisation
        self.remarks: dict[tuple[str, str], list[Remark]] = {}
        self._noted: set[tuple[int, int]] = set()

    def remark(self, code: str, cell: Cell, name: str, subject: str, message: str, together: str) -> None:
        self.remarks.setdefault((code, name), []).append(Remark(code, name, subject, cell, message, together))

    def take(self, row: int, column: int, name: str, subject: str) -> Cell | None:
        """The cell a reader sees there, with its formula computed where that can be done; None where it
        is blank, shows an error or was never calculated. What is odd about it is noted once.
        """
        cell = self.grid.seen(row, column)
        if cell is None:
            return None
        words = FIELD_WORDS[name]
        first_time = (cell.row, cell.column) not in self._noted
        self._noted.add((cell.row, cell.column))
        if cell.error:
            if first_time:
                self.remark(
                    "cell-error", cell, name, subject, f"{words} shows {cell.error}.", f"{words} shows an error"
                )
            return None
        if cell.uncalculated:
            computed = self._product(cell)
            if computed is None:
                if first_time and not self._of_blanks(cell):
                    self.remark(
                        "formula-uncalculated",
                        cell,
                        name,
                        subject,
                        f"{words} is a formula that was never calculated.",
                        f"{words} is a formula that was never calculated",
                    )
                return None
            cell = cell._replace(value=computed)
            if first_time:
                self.remark(
                    "formula-computed",
                    cell,
                    name,
                    subject,
                    f"{words} had no value; {cell.formula[1:]} was computed here: {cell.text}.",
                    f"{words} had no value and was computed here",
                )
        if cell.value is None:
            return None
        if first_time:
            self._note(cell, name, subject)
        return cell

    def _note(self, cell: Cell, name: str, subject: str) -> None:
        words = FIELD_WORDS[name]
        if cell.cleaned()[1]:
            self.remark(
                "text-replaced",
                cell,
                name,
                subject,
                f"{words} holds characters that no document can; they were replaced by �.",
                f"{words} holds characters that no document can",
            )
        if cell.comment:
            self.remark(
                "comment-on-cell",
                cell,
                name,
                subject,
                f"{words} bears a comment: “{_quote(cell.comment)}”",
                f"{words} bears a comment",
            )
        struck = (
            [run.text for run in cell.runs if run.struck and run.text.strip()]
            if cell.runs
            else [cell.text] * cell.look.struck
        )
        if struck and cell.text:
            self.remark(
                "struck-out",
                cell,
                name,
                subject,
                f"{words} is struck out, yet was read: “{_quote(' '.join(struck))}”",
                f"{words} is struck out, yet was read",
            )

    def _product(self, cell: Cell) -> Number | None:
        """The value of ``=X*Y`` over two cells of its own row; nothing else is computed."""
        match = _PRODUCT.fullmatch(cell.formula)
        if not match or int(match[2]) != cell.row or int(match[4]) != cell.row:
            return None
        factors = [self.grid.seen(cell.row, number(letters)) for letters in (match[1], match[3])]
        values = [factor.value for factor in factors if factor is not None]
        if len(values) != 2 or any(isinstance(value, bool) or not isinstance(value, (int, float)) for value in values):
            return None
        first, second = (value for value in values if isinstance(value, (int, float)))
        return tidy(first * second)

    def _of_blanks(self, cell: Cell) -> bool:
        """Whether a product is of blank cells: then there is nothing to be calculated."""
        match = _PRODUCT.fullmatch(cell.formula)
        if not match:
            return False
        factors = [self.grid.seen(cell.row, number(letters)) for letters in (match[1], match[3])]
        return all(factor is None or (factor.value is None and not factor.formula) for factor in factors)

    def findings(self) -> tuple[Finding, ...]:
        """The remarks, in the order of the sheet's cells; many of one column together."""
        found: list[tuple[tuple[int, int], Finding]] = []
        for (code, name), remarks in self.remarks.items():
            ordered = sorted(remarks, key=lambda r: (r.cell.row, r.cell.column))
            first = ordered[0].cell
            if len(ordered) > _TOGETHER:
                message = _sentence(
                    f"{ordered[0].together} in {len(ordered)} cells: {listed(r.cell.address for r in ordered)}."
                )
                place = Place(self.place.file, self.place.sheet)
                found.append(
                    (
                        (first.row, first.column),
                        find(
                            code, message, place, subject=self.organisation, field=name, organisation=self.organisation
                        ),
                    )
                )
                continue
            for remark in ordered:
                place = Place(self.place.file, self.place.sheet, remark.cell.address)
                message = _sentence(f"{remark.subject}: {remark.message}")
                found.append(
                    (
                        (remark.cell.row, remark.cell.column),
                        find(code, message, place, subject=remark.subject, field=name, organisation=self.organisation),
                    )
                )
        return tuple(finding for _, finding in sorted(found, key=lambda one: (one[0], one[1].code)))


def listed(names: Iterable[object]) -> str:
    """The first few, and how many more there are."""
    every = [str(name) for name in names]
    more = len(every) - _SHOWN
    return ", ".join(every[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def quoted(cell: Cell) -> str:
    """What stands in a cell, short enough for a message."""
    return f"“{_quote(cell.text)}”"


def address(row: int, column: int) -> str:
    return f"{letter(column)}{row}"


def _quote(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
