"""Taking values out of a register's cells, noting on the way what a person should know of each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pipeline.ingest.cleaning import clean, one_line
from pipeline.ingest.grid import Cell, Grid, letter, number
from pipeline.ingest.registers.values import tidy
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, LISTS
from pipeline.ingest.text_runs import DRAWN, GLOSS, HIDDEN, PICTURE, RAISED
from pipeline.model.findings import Finding, find
from pipeline.model.records import Number, Place

_PRODUCT = re.compile(r"=\s*\(?\s*\$?([A-Z]{1,3})\$?(\d+)\s*\*\s*\$?([A-Z]{1,3})\$?(\d+)\s*\)?\s*")
# "[1]Risks!A1", "'[other.xlsx]Risks'!A1"; not "Table[1]", a column of a table.
_ELSEWHERE = re.compile(r"(?<![\w\]])\[\d+\]|\[[^\[\]]+\.xl\w{1,2}\]", re.IGNORECASE)
_SHOWS_NOTHING = re.compile(r"\s*(?:;\s*){2,3}")  # ";;;"
_LONGEST_QUOTE = 60


class At(NamedTuple):
    """A cell, the field it holds, and whose it is ("Northshire M07")."""

    cell: Cell
    field: str
    subject: str

    @property
    def words(self) -> str:
        return FIELD_WORDS[self.field]

    def verb(self, one: str, many: str) -> str:
        """The verb that goes with the field's words: the controls in place *are* struck out."""
        return many if self.field in LISTS else one


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
        self.remark(
            "value-unread", at, f"{at.words} {at.verb('is', 'are')} {quoted(cell)}, which can't be read as {kind}."
        )

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
            self.remark("cell-error", at, f"{words} {at.verb('shows', 'show')} {cell.error}.")
        elif cell.uncalculated:
            if not self._of_blanks(cell):
                self.remark(
                    "formula-uncalculated", at, f"{words} {at.verb('is', 'are')} a formula that was never calculated."
                )
            return
        if _ELSEWHERE.search(cell.formula):
            told = f"{at.verb('is', 'are')} fetched from another workbook, as that was when this one was last brought up to date"
            self.remark("external-link", at, f"{words} {told}.")
        if cell.cleaned()[1]:
            self.remark(
                "text-replaced",
                at,
                f"{words} {at.verb('holds', 'hold')} characters that no document can; they were replaced by �.",
            )
        if cell.comment and not (cell.value is None and not cell.formula):
            self.remark(
                "comment-on-cell",
                at,
                f"{words} {at.verb('bears', 'bear')} the comment {_quote(cell.comment)}, which is not reported.",
            )
        if why := self._unseen(cell):
            self.remark("hidden-used", at, f"{words} can't be seen ({why}), yet {at.verb('was', 'were')} read.")
        self._note_parts_unread(at)
        struck = (
            [run.text for run in cell.runs if run.struck and not run.out]
            if cell.runs
            else [cell.text] * cell.look.struck
        )
        if any(text.strip() for text in struck):
            self.remark(
                "struck-out",
                at,
                f"{words} {at.verb('is', 'are')} struck out ({_quote(' '.join(struck))}), yet {at.verb('was', 'were')} read.",
            )

    def _unseen(self, cell: Cell) -> str:
        """Why nobody sees what a cell holds; empty where it is seen, or a conditional format may paint it."""
        if cell.text and ";;" in cell.look.number_format and _SHOWS_NOTHING.fullmatch(cell.look.number_format):
            return "its format shows nothing"
        painted = cell.look.unseen and any(
            area.top <= cell.row <= area.bottom and area.left <= cell.column <= area.right
            for area in self.grid.conditional
        )
        return "its letters have the colour of the paper" if cell.look.unseen and cell.text and not painted else ""

    def _note_parts_unread(self, at: At) -> None:
        """Says what of a cell was not read, though it stands there."""
        if not at.cell.runs:
            return
        out = {
            why: [run.text for run in at.cell.runs if run.out == why] for why in (RAISED, HIDDEN, DRAWN, PICTURE, GLOSS)
        }
        if marks := [_quote(text) for text in out[RAISED] if text.strip()]:
            one = len(marks) == 1
            told = f"{at.words} {at.verb('bears', 'bear')} the raised {'mark' if one else 'marks'} {', '.join(marks)}, as of a footnote; {'it was' if one else 'they were'} not read."
            self.remark("part-unread", at, told)
        if any(text.strip() for text in out[HIDDEN]):
            told = f"{at.words} {at.verb('holds', 'hold')} words that are hidden; they were not read."
            self.remark("part-unread", at, told)
        if out[DRAWN]:
            told = f"{at.words} {at.verb('holds', 'hold')} an equation or a form's list, which can't be read."
            self.remark("part-unread", at, told)
        if out[PICTURE]:
            told = f"{at.words} {at.verb('holds', 'hold')} a picture, which can't be read."
            self.remark("part-unread", at, told)
        if gloss := [text for text in out[GLOSS] if text.strip()]:
            told = f"{at.words} {at.verb('bears', 'bear')} {_quote(' '.join(gloss))} in small letters above the words; that was not read."
            self.remark("part-unread", at, told)

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
