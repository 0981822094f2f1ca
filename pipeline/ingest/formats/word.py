"""The tables of a .docx → grids, "table 1" and on, in the order in which they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.ingest import guard
from pipeline.ingest.formats.word_runs import ALTERNATIVE, GONE, Runs
from pipeline.ingest.grid import Book, Cell, Grid, Look, Merge, Remark, made
from pipeline.ingest.text_runs import HIDDEN, TextRun
from pipeline.ingest.word_package import Element, Package, W, opened
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import WORD

_RGB = re.compile(r"[0-9A-Fa-f]{6}")


def read(data: bytes, name: str) -> Book:
    """The Word file with these bytes. Raises InputsUnusable, also where it holds no table."""
    package = opened(data, name)
    tables = [table for table in package.body.iter(f"{W}tbl") if not _gone(table)]
    if not tables:
        raise InputsUnusable(
            f"{name} is a Word document without a table. Put the register in its place, or a document with its table."
        )
    comments = _comments(package)
    titles = {table: f"table {at}" for at, table in enumerate(tables, start=1)}
    words = Runs.of(package.one("styles"))
    grids = {title: _Table(name, title, comments, words).grid(table) for table, title in titles.items()}
    around = {
        title: tuple(titles[above] for above in table.iterancestors(f"{W}tbl") if above in titles)
        for table, title in titles.items()
    }
    widths = {title: max(map(_reach, _children(table, f"{W}tr")), default=0) for table, title in titles.items()}
    tracked = next(package.body.iter(f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom", f"{W}cellDel"), None)
    told = "The document holds tracked changes: what is inserted was read, what is deleted was not."
    remarks = () if tracked is None else (Remark("register-tracked", told),)
    return Book(name, grids, remarks=remarks, around=around, widths=widths)


def _gone(element: Element) -> bool:
    """Whether it stands in what was deleted or moved away, or twice for older programs."""
    return any(above.tag in GONE or above.tag == ALTERNATIVE for above in element.iterancestors())


def _comments(package: Package) -> Mapping[str, str]:
    root = package.one("comments")
    if root is None:
        return {}
    return {
        comment.get(f"{W}id", ""): "\n".join(_plain(paragraph) for paragraph in comment.iter(f"{W}p"))
        for comment in root.iter(f"{W}comment")
    }


def _plain(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


class _Placed(NamedTuple):
    """A cell of the file with the columns it covers. ``below``: whether it continues the one above it."""

    element: Element
    left: int
    right: int
    below: bool


class _Table:
    def __init__(self, name: str, title: str, comments: Mapping[str, str], words: Runs) -> None:
        self._name = name
        self._title = title
        self._comments = comments
        self._words = words

    def grid(self, table: Element) -> Grid:
        extent = guard.Extent(self._name, WORD)
        cells: list[Cell] = []
        merges: list[Merge] = []
        down: dict[int, tuple[int, Merge]] = {}  # left column → where the merge that may go on below began
        hidden: set[int] = set()
        number = 0
        for row in _children(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            number += 1
            guard.check_rows(number, self._name)
            still: dict[int, tuple[int, Merge]] = {}
            begun_at = len(cells)
            for placed in _placed(row):
                if placed.right > guard.Limits.COLUMNS:  # Word itself has 63
                    raise guard.damaged(self._name, WORD)
                merge = Merge(number, placed.left, number, placed.right)
                at = len(merges)
                if placed.below and placed.left in down:
                    at, begun = down[placed.left]
                    merge = begun._replace(bottom=number)
                    merges[at] = merge
                else:
                    merges.append(merge)
                    cell = self._cell(number, placed.left, placed.element)
                    if cell is not None:
                        extent.filled(number, placed.left)
                        cells.append(cell)
                still[placed.left] = at, merge
            down = still
            if row.find(f"{W}trPr/{W}hidden") is not None or _all_hidden(cells[begun_at:]):
                hidden.add(number)
                cells[begun_at:] = [_shown(cell) for cell in cells[begun_at:]]
        extent.check()
        merges = [merge for merge in merges if merge.bottom > merge.top or merge.right > merge.left]
        guard.check_merges(merges, self._name, WORD)
        return made(self._title, cells, merges=merges, hidden_rows=hidden)

    def _cell(self, row: int, column: int, element: Element) -> Cell | None:
        runs = _joined(_lines(element, self._words))
        text = "".join(run.text for run in runs)
        shade = element.find(f"{W}tcPr/{W}shd")
        fill = shade.get(f"{W}fill", "") if shade is not None else ""
        comment = "\n".join(
            self._comments.get(mark.get(f"{W}id", ""), "") for mark in element.iter(f"{W}commentReference")
        )
        look = Look(fill=fill.upper() if _RGB.fullmatch(fill) else "", number_format="@")
        if not text.strip() and not look.fill and not comment and not any(run.out for run in runs):
            return None
        guard.check_text(text, self._name, self._title, row, column)
        odd = any(run.font or run.struck or run.out for run in runs)
        return Cell(row, column, text if text.strip() else None, "", "", look, runs if odd else (), comment)


def _all_hidden(cells: Sequence[Cell]) -> bool:
    """Whether a row holds words, and all of them are hidden."""
    runs = [run for cell in cells for run in cell.runs or (TextRun(str(cell.value or ""), "", False),)]
    words = [run for run in runs if run.text.strip()]
    return bool(words) and all(run.out == HIDDEN for run in words)


def _shown(cell: Cell) -> Cell:
    """The cell of a row that is hidden as a whole: that is said of the row, not of each word."""
    return cell._replace(runs=tuple(run._replace(out="") if run.out == HIDDEN else run for run in cell.runs))


def _children(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in a content control or an insertion."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
            yield from _children(child, tag)


def _placed(row: Element) -> Iterator[_Placed]:
    column = 1 + _number(row, f"{W}trPr/{W}gridBefore", 0)
    for cell in _children(row, f"{W}tc"):
        if cell.find(f"{W}tcPr/{W}cellDel") is not None:
            continue
        right = column + max(_number(cell, f"{W}tcPr/{W}gridSpan", 1), 1) - 1
        going = cell.find(f"{W}tcPr/{W}vMerge")
        yield _Placed(cell, column, right, going is not None and going.get(f"{W}val", "continue") == "continue")
        column = right + 1


def _reach(row: Element) -> int:
    """The last column a row has, blank or not."""
    return max((placed.right for placed in _placed(row)), default=0)


def _number(element: Element, path: str, default: int) -> int:
    found = element.find(path)
    return int(found.get(f"{W}val", default)) if found is not None else default


def _lines(cell: Element, words: Runs) -> Iterator[TextRun]:
    """The cell's text in runs: a line for each paragraph and each row of a table inside, cells between bars."""
    first = True
    for block in _blocks(cell):
        if not first:
            yield TextRun("\n", "", False)
        first = False
        if block.tag == f"{W}p":
            yield from words.words(block)
            continue
        for at, row in enumerate(_children(block, f"{W}tr")):
            if at:
                yield TextRun("\n", "", False)
            for column, inner in enumerate(_children(row, f"{W}tc")):
                if column:
                    yield TextRun(" | ", "", False)
                yield from _lines(inner, words)


def _blocks(cell: Element) -> Iterator[Element]:
    for child in cell:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in GONE and child.tag != f"{W}tcPr":
            yield from _blocks(child)


def _joined(runs: Iterator[TextRun]) -> tuple[TextRun, ...]:
    """Runs of one look made one."""
    joined: list[TextRun] = []
    for run in runs:
        if joined and joined[-1][1:] == run[1:]:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + run.text)
        elif run.text or run.out:
            joined.append(run)
    return tuple(joined)
