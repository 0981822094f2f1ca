"""Taking values out of a register's cells, noting on the way what a person should know of each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pipeline.ingest.cleaning import clean, one_line
from pipeline.ingest.grid import Cell, Grid, letter, number
from pipeline.ingest.registers.values import tidy
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Number, Place

_PRODUCT = re.compile(r"=\s*\(?\s*\$?([A-Z]{1,3})\$?(\d+)\s*\*\s*\$?([A-Z]{1,3})\$?(\d+)\s*\)?\s*")
_LONGEST_QUOTE = 60


class At(NamedTuple):
    """A cell, the field it holds, and whose it is ("Northshire M07")."""

    cell: Cell
    field: str
    subject: str

    @property
    def words(self) -> str:
        return FIELD_WORDS[self.field]


class Taking:
    """The cells of one register as they are read; gathers a finding for each thing that must be said of one."""

    def __init__(self, grid: Grid, place: Place, organisation: str) -> None:
        self.grid = grid
        self.place = place
        self.organisation = organisation
        self._found: list[tuple[tuple[int, int, str], Finding]] = []  # each by its row, column and code
        self._noted: set[tuple[int, int]] = set()

    def remark(self, code: str, at: At, told: str) -> None:
        """Keeps what is told of a cell as a finding at that cell."""
        message = f"{at.subject}: {told}"
        finding = find(
            code,
            message[:1].upper() + message[1:],
            replace(self.place, cell=at.cell.address),
            subject=at.subject,
            field=at.field,
            organisation=self.organisation,
        )
        self._found.append(((at.cell.row, at.cell.column, code), finding))

    def unread(self, cell: Cell, name: str, subject: str, kind: str) -> None:
        """Says that a cell can't be read as the kind of value that its column holds."""
        at = At(cell, name, subject)
        self.remark("value-unread", at, f"{at.words} is {quoted(cell)}, which can't be read as {kind}.")

    def cells(self, row: int, columns: Iterable[int], name: str, subject: str) -> list[Cell]:
        """What ``take`` gives of each of a field's columns."""
        return [cell for column in columns if (cell := self.take(row, column, name, subject)) is not None]

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
                told = f"{at.words} had no value; {cell.formula[1:]} was computed here: {cell.text}."
                self.remark("formula-computed", at, told)
        if first_time:
            self._note(at._replace(cell=cell))
        return cell if cell.value is not None else None

    def _note(self, at: At) -> None:
        cell, words = at.cell, at.words
        if cell.error:
            self.remark("cell-error", at, f"{words} shows {cell.error}.")
        elif cell.uncalculated:
            if not self._of_blanks(cell):
                self.remark("formula-uncalculated", at, f"{words} is a formula that was never calculated.")
            return
        if cell.cleaned()[1]:
            self.remark("text-replaced", at, f"{words} holds characters that no document can; they were replaced by �.")
        if cell.comment and not (cell.value is None and not cell.formula):
            self.remark(
                "comment-on-cell", at, f"{words} bears the comment {_quote(cell.comment)}, which is not reported."
            )
        struck = [run.text for run in cell.runs if run.struck] if cell.runs else [cell.text] * cell.look.struck
        if any(text.strip() for text in struck):
            self.remark("struck-out", at, f"{words} is struck out ({_quote(' '.join(struck))}), yet was read.")

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
        """What must be said, in the order of the sheet's cells."""
        return tuple(finding for _, finding in sorted(self._found, key=lambda one: one[0]))


def quoted(cell: Cell) -> str:
    """What stands in a cell, short enough for a message."""
    return _quote(cell.text)


def address(row: int, column: int) -> str:
    return f"{letter(column)}{row}"


def _quote(text: str) -> str:
    line = one_line(clean(text)[0])
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"
