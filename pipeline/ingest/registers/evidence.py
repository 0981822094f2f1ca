"""What the cells below a heading look like: evidence for what a column holds, never proof."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from pipeline.ingest.grid import Cell, Grid, number
from pipeline.ingest.registers.numerals import are_surely, numeral
from pipeline.ingest.registers.scales import HIGHEST, product
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.values import date_in, is_nothing, is_number, rated_text
from pipeline.ingest.registers.vocabulary import IMPACT_CLASSES, SCALE_WORDS, TREATMENT_WORDS, simple

_SAMPLE = 300  # rows looked at
_TELLING = 0.3  # of the cells of the fullest row
_FEWEST_PRODUCTS = 2
_NUMERIC = 0.8  # the share of numbers in a column of scores
_REFERENCES = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


@dataclass(frozen=True)
class Evidence:
    """A column's filled cells, from the top."""

    cells: tuple[Cell, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for cell in self.cells if (text := cell.text) and not is_nothing(text))

    @property
    def empty(self) -> bool:
        return not self.cells

    @cached_property
    def numbers(self) -> float:
        """The share of cells that are a number, alone, with a word or with the levels that make it."""
        return _share(
            isinstance(c.value, (int, float)) or rated_text(c.text).number is not None or product(c.text) is not None
            for c in self.cells
            if c.text
        )

    @cached_property
    def romans(self) -> bool:
        """Whether it holds Roman numerals, as steps of a scale or scores may be written."""
        read = [numeral(text) for text in self.texts]
        return _share(one is not None for one in read) >= 0.8 and are_surely({one.number for one in read if one})

    @cached_property
    def bare_numbers(self) -> float:
        """The share of cells that are a number and nothing else: "Fire 1" is none."""
        return _share(is_number(c) for c in self.cells if c.text)

    @cached_property
    def small_numbers(self) -> bool:
        """Whether it holds numbers of a scale of steps, up to ten, and next to nothing else."""
        read = [float(c.value) for c in self.cells if c.text and isinstance(c.value, (int, float))]
        return self.bare_numbers > 0.8 and bool(read) and max(read) <= HIGHEST["impact"]

    @cached_property
    def text_dates(self) -> float:
        """The share of texts that are a date written out."""
        return _share(date_in(text) is not None for text in self.texts)

    @cached_property
    def scale_words(self) -> float:
        """The share of texts that are words of a scale, alone or with a number."""
        return _share(simple(rated_text(text).word or "") in SCALE_WORDS for text in self.texts)

    @cached_property
    def treatments(self) -> float:
        """The share of texts that only name a way of treating a risk: treat, tolerate, transfer …"""
        return _share(set(simple(text).split()) <= TREATMENT_WORDS | {"or", "and"} for text in self.texts)

    @cached_property
    def classes(self) -> float:
        """The share of texts that name a kind of harm and no step of a scale: "Financial", "Reputation"."""
        return _share(any(word in IMPACT_CLASSES for word in simple(text).split()) for text in self.texts)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Its different texts, without regard to case and punctuation."""
        return frozenset(simple(text) for text in self.texts)

    @cached_property
    def dates(self) -> float:
        return _share(isinstance(c.value, (date, datetime)) for c in self.cells if c.text)

    @cached_property
    def length(self) -> float:
        """The mean length of its texts, in characters."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def levels(self) -> bool:
        """Whether it holds steps of a scale: numbers, Roman ones too, scale words, or a few short words
        again and again.
        """
        if self.empty or not self.texts:
            return False
        if _share(rated_text(text).level is not None for text in self.texts) < 0.8:
            return False
        if self.steps:
            return True
        return len({simple(text) for text in self.texts}) <= max(2, len(self.texts) // 2) and self.length <= 20

    @cached_property
    def steps(self) -> bool:
        """Whether half of it and more are numbers, Roman ones too, or words of scales."""
        return self.numbers >= 0.5 or self.scale_words >= 0.5 or self.romans

    @cached_property
    def by_row(self) -> dict[int, float]:
        """Row → the number that stands there, alone."""
        return {c.row: float(c.value) for c in self.cells if isinstance(c.value, (int, float))}

    def made_of(self, one: Evidence, other: Evidence) -> bool:
        """Whether it holds the product of two columns, in every row in which all hold a number and in two at least."""
        rows = self.by_row.keys() & one.by_row.keys() & other.by_row.keys()
        products = [self.by_row[row] == one.by_row[row] * other.by_row[row] for row in rows]
        return len(products) >= _FEWEST_PRODUCTS and all(products) and self.numbers >= _NUMERIC

    def refers_to(self, column: int) -> bool:
        """Whether the formulas of this column multiply from that one, in their own row."""
        used = [
            {number(letters) for letters, row in _REFERENCES.findall(cell.formula) if int(row) == cell.row}
            for cell in self.cells
            if cell.formula
        ]
        # A total at the foot refers to other rows alone.
        used = [columns for columns in used if columns]
        return bool(used) and all(column in columns for columns in used)


def evidence(table: Table) -> dict[int, Evidence]:
    """Column → what stands in its first few hundred rows."""
    grid: Grid = table.grid
    found: dict[int, list[Cell]] = {heading.column: [] for heading in table.headings}
    for row in _telling_rows(table):
        for column, cell in grid.rows[row].items():
            if column in found and (cell.value is not None or cell.formula):
                found[column].append(cell)
    return {column: Evidence(tuple(cells)) for column, cells in found.items()}


def _telling_rows(table: Table) -> Iterator[int]:
    """The first few hundred rows below the headings that are filled as risks are: no sections, totals and
    notes; and nothing below a row in which the headings come again.
    """
    headings = {heading.column: simple(heading.text) for heading in table.headings}
    rows = sorted(row for row in table.grid.rows if row >= table.first_row)[:_SAMPLE]
    filled = {row: [c for c, cell in table.grid.rows[row].items() if c in headings and cell.text] for row in rows}
    fewest = _TELLING * max(map(len, filled.values()), default=0)
    for row, columns in filled.items():
        again = sum(1 for column in columns if simple(table.grid.text(row, column)) == headings[column])
        if again > 2 and again > 0.6 * len(headings):
            return
        if len(columns) >= fewest:
            yield row


def _share(answers: Iterable[bool]) -> float:
    counted = list(answers)
    return sum(counted) / len(counted) if counted else 0.0
