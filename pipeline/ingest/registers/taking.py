"""Taking values out of a register's cells, noting on the way what a person should know of each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.ingest.cleaning import clean, one_line
from pipeline.ingest.grid import Cell, Grid, letter, number
from pipeline.ingest.registers.values import tidy
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Number, Place

_PRODUCT = re.compile(r"=\s*\(?\s*\$?([A-Z]{1,3})\$?(\d+)\s*\*\s*\$?([A-Z]{1,3})\$?(\d+)\s*\)?\s*")
_TOGETHER = 3  # more cells of one column than this are said in one finding
_SHOWN = 8
_LONGEST_QUOTE = 60


class At(NamedTuple):
    """A cell, the field it holds, and whose it is ("Northshire M07")."""

    cell: Cell
    field: str
    subject: str

    @property
    def words(self) -> str:
        return FIELD_WORDS[self.field]


class Remark(NamedTuple):
    """Something to be said of a cell: becomes a finding of its own (``alone``), or one with the others of
    its field (``together``: words that end where the cells are listed).
    """

    at: At
    alone: str
    together: str


class Taking:
    """The cells of one register as they are read; gathers a remark for each that needs one."""

    def __init__(self, grid: Grid, place: Place, organisation: str) -> None:
        self.grid = grid
        self.place = place
        self.organisation = organisation
        self.remarks: dict[tuple[str, str], list[Remark]] = {}  # by code and field
        self._noted: set[tuple[int, int]] = set()

    def remark(self, code: str, at: At, alone: str, together: str = "") -> None:
        """Notes it; ``together`` is ``alone`` without its full stop where nothing else is given."""
        self.remarks.setdefault((code, at.field), []).append(Remark(at, alone, together or alone.rstrip(".")))

    def take(self, row: int, column: int, name: str, subject: str) -> Cell | None:
        """The cell a reader sees there, with its formula computed where that can be done; None where it
        is blank, shows an error or was never calculated. What is odd about it is noted once.
        """
        cell = self.grid.seen(row, column)
        if cell is None:
            return None
        at = At(cell, name, subject)
        first_time = (cell.row, cell.column) not in self._noted
        self._noted.add((cell.row, cell.column))
        if cell.uncalculated and (computed := self._product(cell)) is not None:
            cell = cell._replace(value=computed)
            if first_time:
                alone = f"{at.words} had no value; {cell.formula[1:]} was computed here: {cell.text}."
                self.remark("formula-computed", at, alone, f"{at.words} had no value and was computed here")
        if first_time:
            self._note(at._replace(cell=cell))
        return cell if cell.value is not None else None

    def _note(self, at: At) -> None:
        cell, words = at.cell, at.words
        if cell.error:
            self.remark("cell-error", at, f"{words} shows {cell.error}.", f"{words} shows an error")
        elif cell.uncalculated:
            if not self._of_blanks(cell):
                self.remark("formula-uncalculated", at, f"{words} is a formula that was never calculated.")
            return
        if cell.cleaned()[1]:
            told = f"{words} holds characters that no document can"
            self.remark("text-replaced", at, f"{told}; they were replaced by �.", told)
        if cell.comment and not (cell.value is None and not cell.formula):
            self.remark(
                "comment-on-cell", at, f"{words} bears a comment: {_quote(cell.comment)}", f"{words} bears a comment"
            )
        struck = [run.text for run in cell.runs if run.struck] if cell.runs else [cell.text] * cell.look.struck
        if any(text.strip() for text in struck):
            told = f"{words} is struck out, yet was read"
            self.remark("struck-out", at, f"{told}: {_quote(' '.join(struck))}", told)

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
        found: list[tuple[int, int, str, Finding]] = []
        for (code, name), remarks in self.remarks.items():
            ordered = sorted(remarks, key=lambda remark: remark.at.cell[:2])
            if len(ordered) > _TOGETHER:
                where = spans([(remark.at.cell.row, remark.at.cell.column) for remark in ordered])
                message = f"{ordered[0].together} in {len(ordered)} cells: {where}."
                told = [(ordered[0].at, self._finding(code, name, message, self.organisation, ""))]
            else:
                told = [
                    (r.at, self._finding(code, name, f"{r.at.subject}: {r.alone}", r.at.subject, r.at.cell.address))
                    for r in ordered
                ]
            found += [(at.cell.row, at.cell.column, code, finding) for at, finding in told]
        return tuple(finding for *_, finding in sorted(found, key=lambda one: one[:3]))

    def _finding(self, code: str, name: str, message: str, subject: str, cell: str) -> Finding:
        place = Place(self.place.file, self.place.sheet, cell)
        sentence = message[:1].upper() + message[1:]
        return find(code, sentence, place, subject=subject, field=name, organisation=self.organisation)


def spans(cells: Sequence[tuple[int, int]]) -> str:
    """Every cell, those below one another as a span: ``D7 to D12, D15``. None is left out."""
    told: list[str] = []
    for column in sorted({column for _, column in cells}):
        rows = sorted(row for row, in_column in cells if in_column == column)
        first = last = rows[0]
        for row in (*rows[1:], rows[-1] + 2):
            if row > last + 1:
                told.append(address(first, column) + (f" to {address(last, column)}" if last > first else ""))
                first = row
            last = row
    return ", ".join(told)


def listed(names: Iterable[object]) -> str:
    """The first few, and how many more there are."""
    every = [str(name) for name in names]
    more = len(every) - _SHOWN
    return ", ".join(every[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def quoted(cell: Cell) -> str:
    """What stands in a cell, short enough for a message."""
    return _quote(cell.text)


def address(row: int, column: int) -> str:
    return f"{letter(column)}{row}"


def _quote(text: str) -> str:
    line = one_line(clean(text)[0])
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"
