"""The tables of a .docx → grids, "table 1" and on, in the order in which they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from pipeline.ingest import guard
from pipeline.ingest.grid import Book, Cell, Grid, Look, Merge, Remark, TextRun, made
from pipeline.ingest.word_package import Element, Package, W, opened
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import WORD

# Not in the document any more, though still in the file.
_GONE: Final = frozenset((f"{W}del", f"{W}moveFrom"))
_ON: Final = frozenset((None, "1", "true", "on"))
_RGB = re.compile(r"[0-9A-Fa-f]{6}")
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


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
    grids = {title: _Table(name, title, comments).grid(table) for table, title in titles.items()}
    around = {
        title: tuple(titles[above] for above in table.iterancestors(f"{W}tbl") if above in titles)
        for table, title in titles.items()
    }
    tracked = next(package.body.iter(f"{W}ins", f"{W}del", f"{W}moveTo", f"{W}moveFrom", f"{W}cellDel"), None)
    told = "The document holds tracked changes: what is inserted was read, what is deleted was not."
    return Book(name, grids, remarks=() if tracked is None else (Remark("register-tracked", told),), around=around)


def _gone(element: Element) -> bool:
    """Whether it stands in what was deleted or moved away, or twice for older programs."""
    return any(above.tag in _GONE or above.tag == _ALTERNATIVE for above in element.iterancestors())


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
    def __init__(self, name: str, title: str, comments: Mapping[str, str]) -> None:
        self._name = name
        self._title = title
        self._comments = comments

    def grid(self, table: Element) -> Grid:
        extent = guard.Extent(self._name, WORD)
        cells: list[Cell] = []
        merges: list[Merge] = []
        down: dict[int, tuple[int, Merge]] = {}  # left column → where the merge that may go on below began
        number = 0
        for row in _children(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            number += 1
            guard.check_rows(number, self._name)
            still: dict[int, tuple[int, Merge]] = {}
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
        extent.check()
        merges = [merge for merge in merges if merge.bottom > merge.top or merge.right > merge.left]
        guard.check_merges(merges, self._name, WORD)
        return made(self._title, cells, merges=merges)

    def _cell(self, row: int, column: int, element: Element) -> Cell | None:
        runs = _joined(_lines(element))
        text = "".join(run.text for run in runs)
        shade = element.find(f"{W}tcPr/{W}shd")
        fill = shade.get(f"{W}fill", "") if shade is not None else ""
        comment = "\n".join(
            self._comments.get(mark.get(f"{W}id", ""), "") for mark in element.iter(f"{W}commentReference")
        )
        look = Look(fill=fill.upper() if _RGB.fullmatch(fill) else "", number_format="@")
        if not text.strip() and not look.fill and not comment:
            return None
        guard.check_text(text, self._name, self._title, row, column)
        odd = any(run.font or run.struck for run in runs)
        return Cell(row, column, text if text.strip() else None, "", "", look, runs if odd else (), comment)


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


def _number(element: Element, path: str, default: int) -> int:
    found = element.find(path)
    return int(found.get(f"{W}val", default)) if found is not None else default


def _lines(cell: Element) -> Iterator[TextRun]:
    """The cell's text in runs: a line for each paragraph and each row of a table inside, cells between bars."""
    first = True
    for block in _blocks(cell):
        if not first:
            yield TextRun("\n", "", False)
        first = False
        if block.tag == f"{W}p":
            yield from _runs(block)
            continue
        for at, row in enumerate(_children(block, f"{W}tr")):
            if at:
                yield TextRun("\n", "", False)
            for column, inner in enumerate(_children(row, f"{W}tc")):
                if column:
                    yield TextRun(" | ", "", False)
                yield from _lines(inner)


def _blocks(cell: Element) -> Iterator[Element]:
    for child in cell:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in _GONE and child.tag != f"{W}tcPr":
            yield from _blocks(child)


def _runs(paragraph: Element) -> Iterator[TextRun]:
    for run in paragraph.iter(f"{W}r"):
        above = {one.tag for one in run.iterancestors()}
        if above & _GONE or _ALTERNATIVE in above:
            continue
        look = run.find(f"{W}rPr")
        fonts = look.find(f"{W}rFonts") if look is not None else None
        font = (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "") if fonts is not None else ""
        struck = _is_on(look, "strike") or _is_on(look, "dstrike")
        for child in run:
            if child.tag == f"{W}t":
                yield TextRun(child.text or "", font, struck)
            elif child.tag == f"{W}sym":
                yield TextRun(_symbol(child.get(f"{W}char", "")), child.get(f"{W}font", ""), struck)
            elif child.tag in (f"{W}br", f"{W}cr"):
                yield TextRun("\n", "", False)
            elif child.tag == f"{W}tab":
                yield TextRun("\t", "", False)
            elif child.tag == f"{W}noBreakHyphen":
                yield TextRun("-", font, struck)


def _is_on(look: Element, name: str) -> bool:
    found = look.find(f"{W}{name}") if look is not None else None
    return found is not None and found.get(f"{W}val") in _ON


def _symbol(code: str) -> str:
    """The letter that a symbol font draws: Word keeps it in the private area."""
    number = int(code, 16)
    return chr(number - 0xF000 if 0xF000 <= number <= 0xF0FF else number)


def _joined(runs: Iterator[TextRun]) -> tuple[TextRun, ...]:
    """Runs of one look made one."""
    joined: list[TextRun] = []
    for run in runs:
        if joined and joined[-1][1:] == run[1:]:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)
