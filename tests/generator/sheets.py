"""Sheets as they are written, and a register made of them with what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any


@dataclass(frozen=True)
class Piece:
    """What is written in a cell. ``formula`` has ``value`` as its cached value."""

    value: str | int | float | date | None
    formula: str = ""
    font: str = ""
    number_format: str = ""
    comment: str = ""
    struck: bool = False


@dataclass
class Sheet:
    """Row and column, from 1 → what is written there; merges as top, left, bottom, right."""

    name: str
    cells: dict[tuple[int, int], Piece] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, value: Any, **look: Any) -> None:
        if value not in (None, ""):
            self.cells[row, column] = Piece(value, **look)

    @property
    def last_row(self) -> int:
        return max(row for row, _ in self.cells)


def guidance(rng: Random) -> Sheet:
    sheet = Sheet(rng.choice(("Guidance", "Read me", "Instructions", "Cover")))
    for row, text in enumerate(
        (
            "How to fill in the register",
            "Risk owner: who is accountable.",
            "Likelihood: 1 to 5.",
            "Impact: 1 to 5.",
            "Score: likelihood times impact.",
        ),
        2,
    ):
        sheet.put(row, 2, text)
    return sheet


def matrix() -> Sheet:
    sheet = Sheet("Matrix")
    sheet.put(1, 1, "Likelihood / Impact")
    for step in range(1, 6):
        sheet.put(1, 1 + step, step)
        sheet.put(1 + step, 1, step)
        for other in range(1, 6):
            sheet.put(1 + step, 1 + other, step * other)
    return sheet


@dataclass(frozen=True)
class Known:
    """A risk as it must be read: field → value, of the columns there are; ``told``: fields that a finding must name."""

    row: int
    values: dict[str, Any]
    told: frozenset[str]


@dataclass
class Case:
    """One register: what is written, and what must come of it.

    ``columns``: field → the letter of its column; ``headings``: field → heading as written; ``codes``: findings
    that must be there, each with its field.
    """

    seed: int
    format: str
    sheets: list[Sheet]
    main: str
    header_row: int
    risks: list[Known]
    columns: dict[str, str]
    headings: dict[str, str]
    layout: str
    codes: set[tuple[str, str]]
    traits: list[str]

    @property
    def sheet(self) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == self.main)

    def __str__(self) -> str:
        names = "; ".join(f"{name} {self.columns[name]} {text!r}" for name, text in self.headings.items())
        return f"seed {self.seed}, {self.format}, heading row {self.header_row}, {len(self.risks)} risks, {', '.join(self.traits)}. {names}"
