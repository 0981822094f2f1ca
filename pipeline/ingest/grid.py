"""A sheet as the rest of ingest sees it, whatever kind of file it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pipeline.ingest.cleaning import clean
from pipeline.ingest.number_formats import shown_in, text_in
from pipeline.ingest.text_runs import TextRun, settled

CellValue = None | str | int | float | bool | date | datetime | time


class Look(NamedTuple):
    """How a cell looks, where looks can carry meaning. ``fill``: "FF0000", or empty where there is none. ``unseen``:
    written in white on white, or in black on black.
    """

    fill: str = ""
    font: str = ""
    struck: bool = False
    number_format: str = "General"
    unseen: bool = False


PLAIN = Look()


class Cell(NamedTuple):
    """A cell that holds something. ``value`` is the cached one where there is a formula; None then means
    that it was never calculated. ``error``: "#REF!" and the like.
    """

    row: int
    column: int
    value: CellValue
    formula: str = ""
    error: str = ""
    look: Look = PLAIN
    runs: tuple[TextRun, ...] = ()
    comment: str = ""

    @property
    def address(self) -> str:
        return f"{letter(self.column)}{self.row}"

    @property
    def uncalculated(self) -> bool:
        return bool(self.formula) and self.value is None and not self.error

    @property
    def text(self) -> str:
        """The cleaned text as a reader sees it: 4.0 is "4", "007" keeps its zeros, dates are ISO."""
        return self.cleaned()[0]

    def cleaned(self) -> tuple[str, bool]:
        """The cleaned text, and whether characters were replaced."""
        return ("", False) if self.value is None else _cleaned(self.value, self.look.number_format)


@lru_cache(maxsize=1 << 16, typed=True)  # each cell is asked for its text a dozen times, and many hold the same
def _cleaned(value: Any, form: str) -> tuple[str, bool]:
    if isinstance(value, str):
        return clean(value if form in ("General", "@") or "@" not in form else text_in(value, form))
    return shown(value, form), False


class Merge(NamedTuple):
    """A merged range, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet. ``rows``: row number → column number → cell, only cells that hold something or are filled
    with a colour. Rows and columns count from 1, as the user sees them. It travels between processes packed.
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered_rows: frozenset[int] = frozenset()  # hidden by a filter that is on, or in a group that is closed
    conditional: tuple[Merge, ...] = ()  # ranges painted by conditional formats
    last_row: int = 0
    last_column: int = 0
    _anchors: dict[tuple[int, int], Merge] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for merge in self.merges:
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    self._anchors[row, column] = merge

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell itself; None where it is empty."""
        return self.rows.get(row, {}).get(column)

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range this cell lies in."""
        return self._anchors.get((row, column))

    def seen(self, row: int, column: int) -> Cell | None:
        """The cell a reader sees there: of a merged range, its first one."""
        merge = self._anchors.get((row, column))
        return self.cell(merge.top, merge.left) if merge else self.cell(row, column)

    def text(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        return cell.text if cell else ""

    def __reduce__(self) -> tuple[object, ...]:
        others = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("rows", "_anchors")}
        return _unpacked, (self._packed(), others)

    def _packed(self) -> Packed:
        """Its cells as plain tuples: pickled one by one they take ten times as long."""
        looks: dict[Look, int] = {}
        special: dict[tuple[int, int], tuple[str, str, tuple[TextRun, ...], str]] = {}
        rows = []
        for row, cells in self.rows.items():
            values = tuple(cell.value for cell in cells.values())
            looked = tuple(looks.setdefault(cell.look, len(looks)) for cell in cells.values())
            rows.append((row, tuple(cells), values, looked))
            for column, cell in cells.items():
                if cell.formula or cell.error or cell.runs or cell.comment:
                    special[row, column] = cell.formula, cell.error, cell.runs, cell.comment
        return rows, tuple(looks), special


Packed = tuple[
    list[tuple[int, tuple[int, ...], tuple[CellValue, ...], tuple[int, ...]]],
    tuple[Look, ...],
    dict[tuple[int, int], tuple[str, str, tuple[TextRun, ...], str]],
]


def _unpacked(packed: Packed, others: Mapping[str, Any]) -> Grid:
    """The grid again. ``others``: its other fields."""
    rows, looks, special = packed
    cells: dict[int, dict[int, Cell]] = {}
    for row, columns, values, looked in rows:
        cells[row] = {
            column: Cell(row, column, value, formula, error, looks[look], runs, comment)
            for column, value, look in zip(columns, values, looked, strict=True)
            for formula, error, runs, comment in (special.get((row, column), _ORDINARY),)
        }
    return Grid(**{**others, "rows": cells})


_ORDINARY: Final = ("", "", (), "")


def made(
    name: str,
    cells: Iterable[Cell],
    *,
    merges: Iterable[Merge] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    filtered_rows: Iterable[int] = (),
    conditional: Iterable[Merge] = (),
) -> Grid:
    """The grid of these cells, row by row and from the left; how far it reaches is where they hold something. What
    stands under a merge is taken out: nobody sees it, and only some formats keep it.
    """
    rows: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell if not cell.runs else _with_runs_settled(cell)
    merges = tuple(merges)
    for merge in merges:
        for row in range(merge.top, merge.bottom + 1):
            for column in range(merge.left, merge.right + 1) if row in rows else ():
                if (row, column) != (merge.top, merge.left):
                    rows[row].pop(column, None)
    filled = [
        (row, column)
        for row, line in rows.items()
        for column, cell in line.items()
        if cell.value is not None or cell.formula or cell.error
    ]
    last_row = max((row for row, _ in filled), default=0)
    last_column = max((column for _, column in filled), default=0)
    return Grid(
        name, {row: line for row, line in rows.items() if line}, merges, frozenset(hidden_rows), frozenset(hidden_columns), frozenset(filtered_rows),
        tuple(conditional), last_row, last_column,
    )  # fmt: skip


def _with_runs_settled(cell: Cell) -> Cell:
    """The cell without the words that are not read; its runs tell which these are."""
    if not any(run.out for run in cell.runs):
        return cell
    runs = settled(cell.runs)
    text = "".join(run.text for run in runs if not run.out)
    return cell._replace(value=text if text.strip() else None, runs=runs)


class Remark(NamedTuple):
    """What must be said of a file as a whole: a finding's code, and its message."""

    code: str
    message: str


@dataclass(frozen=True)
class Book:
    """A workbook, whatever its kind: its grids by sheet, in order. ``hidden``: sheets out of sight. ``around``: of the
    tables of a document, those that each stands in; ``widths``: how many columns each has, blank ones too; both are
    empty for what is no document. ``sha256``: of the bytes that were read.
    """

    name: str
    grids: Mapping[str, Grid]
    hidden: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    sha256: str = ""

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self.grids)

    def grid(self, sheet: str) -> Grid:
        """The sheet of this name. Raises KeyError where there is none."""
        return self.grids[sheet]


def letter(column: int) -> str:
    """1 → "A", 28 → "AB"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number(letters: str) -> int:
    """The number of a column: "A" → 1, "AB" → 28."""
    result = 0
    for char in letters.upper():
        result = result * 26 + ord(char) - 64
    return result


def tidy(number: float) -> int | float:
    """A number as a person would write it: formats that know no whole numbers hold 4 as 4.0."""
    return int(number) if abs(number) < 1e15 and float(number).is_integer() else number


@lru_cache(maxsize=4096, typed=True)  # a register has few figures, and each is looked at several times
def shown(value: int | float | bool | date | datetime | time, number_format: str = "General") -> str:
    """The text a reader sees for a value that is not text, near enough for ids, words and messages."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, (date, time)):
        return value.isoformat()
    # Excel keeps 15 digits; 0.1 + 0.2 is shown as 0.3.
    value = float(f"{value:.15g}") if isinstance(value, float) else value
    if (formatted := shown_in(value, number_format)) is not None:
        return formatted
    if isinstance(value, float) and (not value.is_integer() or abs(value) >= 1e15):
        return f"{value:.15g}"
    return str(int(value))
