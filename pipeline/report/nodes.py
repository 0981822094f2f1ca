"""What an outline is made of: paragraphs and tables, as a reader sees them. For the proof only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.report.wordml import Element

Look = tuple[str, bool, bool, str]  # text, bold, italic, address
Entry = tuple[str, int]  # the list, the level in it from 0


@dataclass(frozen=True)
class Para:
    """``listed``: bullet, number or nothing; contents for a contents table, whose words are not looked at here. ``level``: 1 for a heading of the first level …, 0 for body text.
    ``entry``: its place in the lists of its file. ``head``: whether it stands in a row that is repeated on each page.
    ``section``: what the pages are like that end with it, nothing where none do.
    In what is expected, ``style`` None is any style, ``looks`` None any look, ``shade`` None any cell; an entry of the
    officer's words has in place of ``entry`` the ``label`` that stands in front of it, empty for any, and its ``depth``.
    """

    text: str
    style: str | None = None
    listed: str = ""
    level: int = 0
    looks: tuple[Look, ...] | None = None
    shade: str | None = None
    entry: Entry | None = None
    head: bool | None = None
    section: str = ""
    label: str | None = None
    depth: int | None = None
    element: Element | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> object:
        """What must be the same for two paragraphs to be the same to a reader."""
        return (self.text, self.listed, self.level)


class Row:
    """A row of a table. ``cells``: what stands in each."""

    def __init__(self, cells: tuple[tuple[Node, ...], ...]) -> None:
        self._cells = cells

    @property
    def cells(self) -> tuple[tuple[Node, ...], ...]:
        return self._cells

    @property
    def key(self) -> object:
        paras = [[node for node in cell if isinstance(node, Para)] for cell in self.cells]
        if sum(map(len, paras)) < sum(map(len, self.cells)):
            return tuple(tuple(node.key for node in cell) for cell in self.cells)
        return Form(tuple(map(tuple, paras))).key, self.words

    @property
    def words(self) -> tuple[str, ...]:
        """The words of each paragraph."""
        return tuple(para.text for cell in self.cells for para in paragraphs(cell))

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of each cell."""
        return tuple("\n".join(para.text for para in paragraphs(cell)) for cell in self.cells)


class Form:
    """What rows have in common that are alike but for their words. ``cells``: the paragraphs in each, whatever their
    words.
    """

    def __init__(self, cells: tuple[tuple[Para, ...], ...]) -> None:
        self.cells = cells
        self.key = tuple(tuple((para.listed, para.level) for para in cell) for cell in cells)
        self.looks = tuple((para.style, para.head, para.section) for cell in cells for para in cell)
        self.listed = any(para.listed for cell in cells for para in cell)
        self.single = all(len(cell) == 1 for cell in cells)


class AlikeRow(Row):
    """A row that is known by its form and the words of each paragraph."""

    def __init__(
        self, form: Form, words: tuple[str, ...], read: Callable[[], tuple[tuple[Node, ...], ...]] | None = None
    ) -> None:
        """``read``: gives the cells as they stand in a file, where they do."""
        self.form, self._words, self._read = form, words, read

    @property
    def cells(self) -> tuple[tuple[Node, ...], ...]:
        if self._read is not None:
            return self._read()
        words = iter(self._words)
        return tuple(tuple(replace(para, text=next(words)) for para in cell) for cell in self.form.cells)

    @property
    def key(self) -> object:
        return self.form.key, self._words

    @property
    def words(self) -> tuple[str, ...]:
        return self._words

    @property
    def texts(self) -> tuple[str, ...]:
        if self.form.single:
            return self._words
        words = iter(self._words)
        return tuple("\n".join(next(words) for _ in cell) for cell in self.form.cells)


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]

    @property
    def key(self) -> object:
        return tuple(row.key for row in self.rows)


Node = Para | Table


def paragraphs(nodes: tuple[Node, ...] | list[Node]) -> Iterator[Para]:
    """Every paragraph, those in tables too."""
    for node in nodes:
        if isinstance(node, Para):
            yield node
        else:
            for row in node.rows:
                for cell in row.cells:
                    yield from paragraphs(cell)


def words(nodes: Sequence[Node]) -> Iterator[str]:
    """The words of every paragraph, of those in tables too."""
    for node in nodes:
        if isinstance(node, Para):
            yield node.text
        else:
            for row in node.rows:
                yield from row.words


def rows(nodes: Sequence[Node]) -> Iterator[Row]:
    """Every row of every table, in order."""
    for node in nodes:
        if isinstance(node, Table):
            for row in node.rows:
                yield row
                for cell in row.cells if not isinstance(row, AlikeRow) else ():
                    yield from rows(cell)


DEEPEST = 2  # level of a heading that a contents table lists
CONTENTS = Para("", listed="contents")
