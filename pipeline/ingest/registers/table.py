"""Where the table of risks stands on a sheet: its header rows, banners, columns and last row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell, Grid, letter
from pipeline.ingest.registers.vocabulary import STAGE_WORDS, simple

_SEARCHED = 80  # rows looked at for a header
_SIGNS = frozenset(("=", "x", "X", "×", "*", "+"))
_FILLED = 0.6  # a header row is at least this full, against the widest row
_STAGE_PHRASE = re.compile(
    r"(?:"
    + "|".join(pattern for _, pattern in STAGE_WORDS)
    + r"|risks?|ratings?|scores?|assessment|exposure|level|position|scoring|evaluation|analysis|state|profile|the| )+"
)
_STAGE = re.compile(r"\b(?:" + "|".join(pattern for _, pattern in STAGE_WORDS) + r")\b")


@dataclass(frozen=True)
class Heading:
    """A column of the table. ``text``: its heading in one line; ``banner``: what stands above its group."""

    column: int
    text: str
    banner: str
    cell: Cell

    @property
    def letter(self) -> str:
        return letter(self.column)

    @property
    def shown(self) -> str:
        return f"{self.banner} > {self.text}" if self.banner else self.text


@dataclass(frozen=True)
class Table:
    """``header_rows``: banner rows and the heading row, which is the last of them."""

    grid: Grid
    header_rows: tuple[int, ...]
    headings: tuple[Heading, ...]

    @property
    def first_row(self) -> int:
        return self.header_rows[-1] + 1

    @property
    def last_row(self) -> int:
        return max(self.grid.last_row, self.header_rows[-1])

    def heading(self, column: int) -> Heading | None:
        return next((heading for heading in self.headings if heading.column == column), None)

    def headed(self, column: int) -> Heading:
        """The same; one without words where a layout names a column by its letter that has no heading."""
        return self.heading(column) or Heading(column, "", "", Cell(self.header_rows[-1], column, None))


Known = Callable[[str], bool]  # whether a heading is one that registers use


def find_table(grid: Grid, known: Known, header_rows: Sequence[int] = ()) -> Table | None:
    """The table whose header stands in ``header_rows`` (as a layout says), else where it is found.

    Structure proposes: the first row at least 60 % as full as the widest, all of it text. Vocabulary
    confirms: at least two of its headings, and a quarter of them, must be ``known``. None where no row has both.
    """
    if header_rows:
        return _table(grid, tuple(header_rows))
    best: tuple[int, Table] | None = None
    for row in _candidates(grid):
        table, hits = _better_known(grid, _with_banners(grid, row), known)
        if hits < 2 or hits < 0.25 * len(table.headings):
            continue
        # The first that fits, unless one further down is twice as well known.
        if best is None or hits >= 2 * best[0]:
            best = (hits, table)
    return best[1] if best else None


def _better_known(grid: Grid, rows: tuple[int, ...], known: Known) -> tuple[Table, int]:
    """The table under these header rows, and how many of its headings are known. A heading merged over two columns
    may be taken for a banner, and a risk all in words for the headings below it: then the first row alone, of
    which more headings are known, is the header.
    """
    tables = [_table(grid, rows)]
    if len(rows) > 1 and _stand_below_headings(grid, rows[0]):
        tables.append(_table(grid, rows[:1]))
    counted = [(table, len({simple(h.text) for h in table.headings if known(h.text)})) for table in tables]
    return max(counted, key=lambda one: one[1])


def _stand_below_headings(grid: Grid, row: int) -> bool:
    """Whether the row below fills the columns of most of this row's headings that stand over one column alone."""
    below = _texts(grid, row + 1)
    lone = [c for c in _texts(grid, row) if not (merge := grid.merge_at(row, c)) or merge.right == merge.left]
    return 2 * sum(1 for column in lone if column in below) > len(lone)


def _candidates(grid: Grid) -> list[int]:
    """Rows that look like a header, from the top."""
    top = min(grid.rows, default=0)
    rows = [row for row in sorted(grid.rows) if row <= top + _SEARCHED]
    filled = {row: _texts(grid, row) for row in grid.rows}
    widest = max((len(cells) for cells in filled.values()), default=0)
    candidates = []
    for row in rows:
        cells = filled[row]
        below = filled.get(row + 1, {})
        # A header in two rows: banners and lone headings above, the groups' headings below.
        together = {**cells, **below} if _banners_the_next(grid, row) else cells
        if (
            len(together) >= 2
            and len(together) >= _FILLED * widest
            and all(_is_heading(cell) or is_sign(grid, cell) for cell in together.values())
        ):
            candidates.append(row)
    return candidates


def _texts(grid: Grid, row: int) -> dict[int, Cell]:
    return {column: cell for column, cell in grid.rows.get(row, {}).items() if cell.text or cell.formula or cell.error}


def _is_heading(cell: Cell) -> bool:
    return isinstance(cell.value, str) and any(char.isalpha() or char in "#№" for char in cell.value)


def is_sign(grid: Grid, cell: Cell) -> bool:
    """Whether a heading is no more than the sign of a sum, which stands in every cell below it or in none: L x I = Score."""
    below = (row.get(cell.column) for number, row in grid.rows.items() if number > cell.row)
    return cell.text in _SIGNS and {one.text for one in below if one is not None} <= {cell.text, ""}


def _with_banners(grid: Grid, row: int) -> tuple[int, ...]:
    """The header rows around a candidate: it may be the banner row, or bear one above."""
    if _banners_the_next(grid, row):
        return (row, row + 1)
    if _banners_the_next(grid, row - 1):
        return (row - 1, row)
    return (row,)


def _banners_the_next(grid: Grid, row: int) -> bool:
    """Whether this row names groups of the headings in the row below."""
    return (
        _is_banner_row(grid, row)
        and all(_is_heading(cell) for cell in _texts(grid, row + 1).values())
        and _under_banners(grid, row)
    )


def _under_banners(grid: Grid, row: int) -> bool:
    """Whether the row below names the columns of this row's banners, and little else."""
    below = _texts(grid, row + 1)
    if not below:
        return False
    spans = [range(m.left, m.right + 1) for m in grid.merges if m.top == row == m.bottom and m.right > m.left]
    if not spans:
        # Unmerged banners: each has columns below, and the lone headings of this row have none.
        own = _texts(grid, row)
        starts = {group[0] for group in _groups({column: cell.text for column, cell in below.items()})}
        banners = [column for column, cell in own.items() if _names_stage(cell.text) or column in starts]
        lone = [column for column in own if column not in banners and column in below]
        return bool(banners) and not lone
    under = sum(1 for span in spans for column in span if column in below)
    return under >= 2 and all(any(column in below for column in span) for span in spans)


def _is_banner_row(grid: Grid, row: int) -> bool:
    """Whether groups of columns are named here: merged over part of the table, or by a stage's name."""
    cells = _texts(grid, row)
    if not cells:
        return False
    width = max(grid.last_column, 1)
    for merge in grid.merges:
        if (
            merge.top <= row <= merge.bottom
            and 2 <= merge.right - merge.left + 1 <= 0.7 * width
            and grid.text(merge.top, merge.left)
        ):
            return True
    return any(_names_stage(cell.text) for cell in cells.values())


def _names_stage(text: str) -> bool:
    key = simple(text)
    return bool(_STAGE.search(key)) and bool(_STAGE_PHRASE.fullmatch(key))


def _table(grid: Grid, header_rows: tuple[int, ...]) -> Table:
    """The columns under these header rows. A cell merged down from a banner row is the heading itself."""
    bottom = header_rows[-1]
    found: dict[int, Cell] = {}
    covered: dict[int, int] = {}  # column that holds cells of its own under another's heading → that other
    for column in range(1, grid.last_column + 1):
        cell = grid.seen(bottom, column)
        merge = grid.merge_at(bottom, column)
        if merge and merge.right > merge.left and column != merge.left:
            if any(grid.text(row, column) for row in grid.rows if row > bottom):
                covered[column] = merge.left
            continue  # a heading merged over several columns belongs to the first, where cells below are merged too
        if (cell is None or not cell.text) and len(header_rows) > 1:
            cell = _lone_above(grid, header_rows[:-1], column)
        if cell is not None and cell.text and not is_sign(grid, cell):
            found[column] = cell
    texts = {column: one_line(cell.text) for column, cell in found.items()}
    banners = _banners(grid, header_rows[:-1], found, texts)
    of_column = {column: column for column in found} | {c: first for c, first in covered.items() if first in found}
    headings = tuple(
        Heading(column, texts[first], banners.get(first, ""), found[first])
        for column, first in sorted(of_column.items())
    )
    return Table(grid, header_rows, headings)


def _lone_above(grid: Grid, rows: tuple[int, ...], column: int) -> Cell | None:
    """A heading that stands in a banner row over this one column alone."""
    for row in reversed(rows):
        cell = grid.cell(row, column)
        merge = grid.merge_at(row, column)
        if cell is not None and cell.text and not (merge and merge.right > merge.left) and not _names_stage(cell.text):
            return cell
    return None


def _banners(grid: Grid, rows: tuple[int, ...], found: Mapping[int, Cell], texts: Mapping[int, str]) -> dict[int, str]:
    """Column → banner. A merged banner covers its merge; one that is only typed covers the group of
    headings it stands over, a group being the stretch after which the same headings come again.
    """
    banners: dict[int, str] = {}
    groups = _groups(texts)
    for row in rows:
        cells = {column: cell for column, cell in _texts(grid, row).items() if found.get(column) is not cell}
        for column, cell in cells.items():
            merge = grid.merge_at(row, column)
            following = [other for other in cells if other > column]
            if merge and merge.right > merge.left:
                span = range(column, merge.right + 1)
            else:
                group = next((g for g in groups if column in g), None)
                rivals = [other for other in cells if group and other in group and other != column]
                if group and not rivals:
                    span = range(min(group), max(group) + 1)
                else:
                    span = range(column, min(following, default=max(texts, default=column) + 1))
            text = one_line(cell.text)
            for covered in span:
                if covered in texts:
                    banners[covered] = f"{banners[covered]} > {text}" if covered in banners else text
    return banners


def _groups(texts: Mapping[int, str]) -> list[list[int]]:
    """The stretches in which headings repeat: [C…H] and [N…S] where N…S are headed as C…H are."""
    keys = {column: simple(text) for column, text in texts.items()}
    counts: dict[str, int] = {}
    for key in keys.values():
        counts[key] = counts.get(key, 0) + 1
    groups: list[list[int]] = []
    seen: set[str] = set()
    for column, key in keys.items():
        if counts[key] < 2:
            continue
        if not groups or key in seen:
            groups.append([])
            seen = set()
        groups[-1].append(column)
        seen.add(key)
    return groups
