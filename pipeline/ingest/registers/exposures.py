"""The likelihood, impact, score and rating of a risk at one stage: from their own cells, from a score's cell that
gives its levels too, or from a colour that the layout explains.
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.ingest.grid import Cell, Grid, Merge
from pipeline.ingest.registers.columns import Columns, exposure_fields
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.numerals import numeral
from pipeline.ingest.registers.scales import (
    HIGHEST,
    Product,
    is_labelled,
    likelihood_first,
    may_stand_beside,
    product,
    too_high,
)
from pipeline.ingest.registers.taking import At, Taking, quoted
from pipeline.ingest.registers.values import Rated, rated, rated_text
from pipeline.ingest.registers.vocabulary import FIELD_WORDS
from pipeline.model.records import Exposure, Level, Number


class ExposureReading:
    """Reads the exposures of one register. ``romans``: the fields whose steps are Roman numerals."""

    def __init__(self, columns: Columns, layout: Layout | None, taking: Taking, romans: Collection[str]) -> None:
        self.columns = columns
        self.layout = layout
        self.taking = taking
        self.romans = romans
        self.grid: Grid = taking.grid
        self._numbers: dict[int, list[Number]] = {}
        self._painted = self._colour_alone()
        self._likelihood_first = likelihood_first(column.heading for column in columns.taken)

    def _colour_alone(self) -> dict[int, list[Merge]]:
        """Exposure column → the ranges that conditional formats paint there, where no cell holds a word."""
        found: dict[int, list[Merge]] = {}
        for name in exposure_fields(self.columns.fields):
            for column in self.columns.fields[name]:
                ranges = [m for m in self.grid.conditional if m.left <= column <= m.right]
                top = min((m.top for m in ranges), default=0)
                if ranges and not any(row >= top and self.grid.text(row, column) for row in self.grid.rows):
                    found[column] = ranges
        return found

    def exposure(self, row: int, stage: str, subject: str, cells: dict[str, str]) -> Exposure:
        """``cells`` gains the cell of a likelihood and impact that are read from the score's: "L4 x I5 = 20"."""
        likelihood, _ = self.level(row, f"{stage}.likelihood", subject)
        impact, _ = self.level(row, f"{stage}.impact", subject)
        if made := self._product(row, stage, subject):
            name, cell, levels = made
            likelihood, impact = self._of_product(At(cell, name, subject), stage, levels, (likelihood, impact), cells)
        score, beside_score = self.level(row, f"{stage}.score", subject)
        number, word = self._rating(row, stage, subject)
        if score is None:
            score = number
        elif number is not None and number != score and word is None:
            for cell in self.taking.cells(
                row, self.columns.fields.get(f"{stage}.rating", ()), f"{stage}.rating", subject
            ):
                self.taking.unread(cell, f"{stage}.rating", subject, "a rating: it is a number, and not the score")
        rating = word or beside_score
        if rating is None and isinstance(score, str) and f"{stage}.rating" not in self.columns.fields:
            score, rating = None, score
        return Exposure(likelihood, impact, score, rating or self._fill(row, stage, subject))

    def _product(self, row: int, stage: str, subject: str) -> tuple[str, Cell, Product] | None:
        """The cell that gives a score with its levels."""
        for name in (f"{stage}.score", f"{stage}.rating"):
            for cell in self.taking.cells(row, self.columns.fields.get(name, ()), name, subject):
                if (levels := product(cell.text)) is not None:
                    return name, cell, levels
        return None

    def _of_product(
        self, at: At, stage: str, made: Product, own: tuple[Level | None, Level | None], cells: dict[str, str]
    ) -> tuple[Level | None, Level | None]:
        """The likelihood and impact that a score's cell gives, where no cell of theirs does."""
        first = self._likelihood_first if made.likelihood_first is None else made.likelihood_first
        if first is None and made.first != made.second:
            for part, known in zip(("likelihood", "impact"), own, strict=True):
                if known is None:
                    name = f"{stage}.{part}"
                    told = f"{quoted(at.cell)} does not say which figure is {FIELD_WORDS[name]}."
                    self.taking.remark("value-unread", at._replace(field=name), told)
            return own
        levels = (made.first, made.second) if first is not False else (made.second, made.first)
        both: list[Level | None] = []
        for part, known, level in zip(("likelihood", "impact"), own, levels, strict=True):
            if known is None:
                cells[f"{stage}.{part}"] = at.cell.address
            elif isinstance(known, (int, float)) and known != level:
                told = f"{at.words} is {quoted(at.cell)}, where {FIELD_WORDS[f'{stage}.{part}']} is {known}."
                self.taking.remark("value-unread", at, told)
            both.append(level if known is None else known)
        return both[0], both[1]

    def level(self, row: int, name: str, subject: str) -> tuple[Level | None, str | None]:
        """The level in a cell, and the word that stands beside its number."""
        for cell in self.taking.cells(row, self.columns.fields.get(name, ()), name, subject):
            read = self._rated(cell, name)
            if read.unread:
                self.taking.unread(cell, name, subject, "a level or score")
            elif read.level is not None:
                return read.level, read.word if read.number is not None else None
        return None, None

    def _rating(self, row: int, stage: str, subject: str) -> tuple[Number | None, str | None]:
        name = f"{stage}.rating"
        for cell in self.taking.cells(row, self.columns.fields.get(name, ()), name, subject):
            read = self._rated(cell, name)
            if read.unread:
                self.taking.unread(cell, name, subject, "a rating")
            elif read.level is not None:
                return read.number, read.word
        return None, None

    def _rated(self, cell: Cell, name: str) -> Rated:
        """The number and word, with this body's words given their meaning."""
        roman = numeral(cell.text) if name in self.romans else None
        read = roman or rated(cell)
        if self.layout:
            for word in (cell.text, read.word or ""):
                for kind in (name, name.rpartition(".")[2]):
                    meaning = self.layout.meaning(kind, word) if word else None
                    if isinstance(meaning, str):
                        return (
                            rated_text(meaning)._replace(number=read.number)
                            if read.number is not None
                            else Rated(word=meaning)
                        )
                    if meaning is not None:
                        return Rated(meaning)
        if name.endswith(("score", "rating")) and (made := product(cell.text)):
            read = Rated(made.score)
        if read.number is None or roman:
            return read
        fits = not read.word or is_labelled(cell.text) or may_stand_beside(read.word)
        return read if fits and not self._too_high(cell, name, read.number) else Rated(unread=True)

    def _too_high(self, cell: Cell, name: str, number: Number) -> bool:
        """Whether a number is beyond any scale, and so stands for something else."""
        part = name.rpartition(".")[2]
        return number > HIGHEST[part] and too_high(part, number, self._numbers_of(cell.column))

    def _numbers_of(self, column: int) -> list[Number]:
        """Every number that stands in a column."""
        if column not in self._numbers:
            cells = (row.get(column) for row in self.grid.rows.values())
            read = (rated(cell).number for cell in cells if cell is not None)
            self._numbers[column] = [number for number in read if number is not None]
        return self._numbers[column]

    def _fill(self, row: int, stage: str, subject: str) -> str | None:
        """The rating a colour carries, where the layout says what it means; a colour that nobody explains is said."""
        for part in ("rating", "score", "likelihood", "impact"):
            name = f"{stage}.{part}"
            for column in self.columns.fields.get(name, ()):
                cell = self.grid.seen(row, column)
                colour = cell.look.fill if cell else ""
                meaning = self.layout.fills.get("rating", {}).get(colour) if self.layout and colour else None
                if meaning and part in ("rating", "score"):
                    return meaning
                blank = cell is None or not (cell.text or cell.uncalculated or cell.error)
                painted = column in self._painted and any(m.top <= row <= m.bottom for m in self._painted[column])
                if blank and (painted or not self._plain(row, colour)):
                    at = At(cell or Cell(row, column, None), name, subject)
                    self.taking.remark("fill-unread", at, f"{at.words} is only a colour, which was not read.")
        return None

    def _plain(self, row: int, colour: str) -> bool:
        """Whether a colour says nothing: none, white, or that of the words of its row."""
        if colour in ("", "FFFFFF"):
            return True
        words = (self.columns.first(name) for name in ("id", "title", "description", "owner"))
        cells = [cell for column in words if column is not None and (cell := self.grid.seen(row, column)) is not None]
        return any(cell.text and cell.look.fill == colour for cell in cells)
