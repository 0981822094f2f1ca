"""The tables of a Word file as rows of cells, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.narrative.word import switch, value, whole
from pipeline.ingest.sent.places import TBL, TC, TR, P
from pipeline.ingest.word_package import Element, W


@dataclass(frozen=True, slots=True)
class Cell:
    """``row`` and ``column`` count from 0; ``span``: how many columns it takes."""

    element: Element
    row: int
    column: int
    span: int

    @property
    def merged(self) -> bool:
        properties = self.element.find(W + "tcPr")
        return self.span > 1 or (
            properties is not None and any(properties.find(W + name) is not None for name in ("vMerge", "hMerge"))
        )

    def paragraphs(self) -> Iterator[Element]:
        """Its own, not those of a table or a text box in it."""
        return (one for one in self.element.iter(P) if next(one.iterancestors(TC)) is self.element)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, and the cells of each."""

    element: Element
    lines: tuple[Element, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> int:
        return max((row[-1].column + row[-1].span for row in self.rows if row), default=0)

    @property
    def headed(self) -> bool:
        """Whether its first row is marked as a header row."""
        return bool(switch(self.lines[0].find(W + "trPr"), "tblHeader"))


def grid_of(table: Element) -> Grid:
    lines = tuple(row for row in table.iter(TR) if next(row.iterancestors(TBL)) is table)
    return Grid(table, lines, tuple(tuple(_cells(line, number)) for number, line in enumerate(lines)))


def _cells(line: Element, row: int) -> Iterator[Cell]:
    column = whole(value(line, "trPr/gridBefore"))
    for cell in line.iter(TC):
        if next(cell.iterancestors(TR)) is line:
            span = max(whole(value(cell, "tcPr/gridSpan")), 1)
            yield Cell(cell, row, column, span)
            column += span
