"""Room for the words of a table: columns as wide as their longest word, and a table too long for a page let go on.

A template says how wide its columns are and which tables stay on one page, without knowing what they will hold.
Its columns stay as they are as long as every word fits and no row grows tall. Measured by the letters of Arial, roughly;
a table is left alone whose columns Word itself works out, or whose cells are merged.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from pipeline.report.elements import insert
from pipeline.report.styles import Styles, number
from pipeline.report.wordml import COPIES, P_PR, R_PR, TBL, TC, TR, VAL, Element, P, R, style_of, text_of, w

if TYPE_CHECKING:
    from pipeline.report.copies import Copied
    from pipeline.report.rows import Row

_TALL = 14  # lines of a row: from here on columns are shared out by how much they hold
_TOGETHER = 34  # lines of a table that stays on one page
_BETWEEN = 0.6  # lines between two rows
_MOST = 0.3  # of the table's width: what a column is given for one word
_LETTER = 0.58  # of the font's size: a letter of a text on the average, with what lines leave free

# Of Arial, in hundredths of its size; what is not here is as wide as most small letters.
_REGULAR = {
    19: "'", 22: "ijl‘’", 26: "|", 28: " !,./:;I[\\]ft·", 33: "()-`r{}“”", 35: '"', 39: "*", 47: "^", 50: "Jcksvxyz↑↓",
    58: "+<=>~", 61: "FTZ", 67: "&ABEKPSVXY", 72: "CDHNRUw", 78: "GOQ", 83: "Mm", 89: "%", 94: "W", 100: "—…↔→", 102: "@",
}  # fmt: skip
_BOLD = {
    24: "'", 28: " ,./I\\ijl|‘’·", 33: "!()-:;[]`ft", 39: "*r{}", 47: '"', 50: "z“”↑↓", 58: "+<=>^~", 61: "?FLTZbdghnopqu",
    67: "EPSVXY", 72: "&ABCDHKNRU", 78: "GOQw", 83: "M", 89: "%m", 94: "W", 98: "@", 100: "—…↔→",
}  # fmt: skip
_WIDTHS = tuple({letter: width for width, letters in of.items() for letter in letters} for of in (_REGULAR, _BOLD))
_MOST_LETTERS = 56
_SLACK = 1.02  # no two programs measure alike
_BREAK = re.compile(r"(?<![↑↔↓])[ \t\n]+|(?<=[-–—])")  # an arrow stays with its word
_KEEP, _TC_PR = w("keepNext"), w("tcPr")

Texts = Sequence[str]


class Room(NamedTuple):
    """What is done to a row. ``widths``: of its cells in twentieths of a point, where others than it has. ``loose``: it
    need not stay on one page with the next.
    """

    widths: tuple[int, ...] = ()
    loose: bool = False

    def give(self, row: Element, styles: Styles) -> None:
        for cell, width in zip(row.iterchildren(TC), self.widths, strict=False):
            size = cell.find(f"{_TC_PR}/{w('tcW')}")
            if size is not None:
                size.set(w("w"), str(width))
        if self.loose:
            for paragraph in row.iter(P):
                _let_go(paragraph, styles)


class Look(NamedTuple):
    """Of the words of a cell. ``em``: the font's size in twentieths of a point."""

    em: float
    bold: bool

    def word(self, text: str) -> float:
        """The width of its longest piece that no line can break."""
        return _longest_word(text, self.bold) * self.em

    def line(self, text: str) -> float:
        """The width of the text in one line, roughly."""
        return len(text) * _LETTER * self.em


def settle(root: Element, copied: Mapping[Element, Copied], styles: Styles) -> None:
    """Gives each table of the document its room. ``copied``: the rows to come, by the elements that stand for them."""
    for table in root.iter(TBL):
        grid = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
        rows = list(table.iterchildren(TR, COPIES))
        alike: list[_Alike] = []
        for row in rows:
            if row.tag == COPIES:
                alike += (_Alike(shape.element, copied[row], shape) for shape in copied[row].shapes)
            else:
                alike.append(_Alike(row))
        if _is_regular(table, [each.element for each in alike], grid):
            _settle(table, grid, alike, styles)


class _Alike(NamedTuple):
    """A row; or all copies of one shape, among those to come, and the element they are copies of."""

    element: Element
    copies: Copied | None = None
    shape: Row | None = None

    @property
    def texts(self) -> Sequence[Texts]:
        return self.copies.words(self.shape) if self.copies and self.shape else [_texts(self.element)]


def _settle(table: Element, grid: Sequence[Element], rows: Sequence[_Alike], styles: Styles) -> None:
    looks = [[_look(cell, styles) for cell in row.element.iterchildren(TC)] for row in rows]
    texts = [row.texts for row in rows]
    own = tuple(number(column.get(w("w"))) for column in grid)
    edge = _edge(table, styles)
    longest = max(_MOST * sum(own) - edge, 0)

    def widest(at: int, measured: Callable[[Look, str], float]) -> float:
        return max(measured(look[at], one[at]) for look, of in zip(looks, texts, strict=True) for one in of)

    words = [min(widest(at, Look.word), longest) + edge for at in range(len(own))]
    lengths = [widest(at, Look.line) for at in range(len(own))]
    widths = widened(own, words, [length + edge for length in lengths])

    def heights() -> list[list[int]]:
        return [[_lines(one, look, widths, edge) for one in of] for look, of in zip(looks, texts, strict=True)]

    tall = heights()
    if max(lines for of in tall for lines in of) > _TALL:
        least = [
            max(word, min(width, length / 1.5 + edge))
            for word, width, length in zip(words, widths, lengths, strict=True)
        ]
        widths = lowered(widths, least, [length / _TALL for length in lengths], edge)
        tall = heights()
    loose = sum(map(sum, tall)) + _BETWEEN * sum(map(len, tall)) > _TOGETHER
    changed = widths if widths != own else ()
    for column, width in zip(grid, widths, strict=True):
        column.set(w("w"), str(width))
    for row in rows:
        heading = row.element.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        room = Room(changed, loose and not heading)
        if row.copies and row.shape:
            row.copies.room[row.shape] = room
        else:
            room.give(row.element, styles)


def widened(widths: Sequence[int], words: Sequence[float], lines: Sequence[float]) -> tuple[int, ...]:
    """The same width in all, every column as wide as its longest word. What is missing is taken from columns that are wider
    than their longest text in one line (``lines``), then in two, then than their longest word, then from all.
    """
    exact = [max(width, word) for width, word in zip(widths, words, strict=True)]
    for floors in (lines, [line / 1.7 for line in lines], words):
        spare = [max(width - max(floor, word), 0) for width, floor, word in zip(exact, floors, words, strict=True)]
        part = min((sum(exact) - sum(widths)) / sum(spare), 1) if any(spare) else 0
        exact = [width - one * part for width, one in zip(exact, spare, strict=True)]
    return _whole(exact, sum(widths))


def lowered(widths: Sequence[int], least: Sequence[float], texts: Sequence[float], edge: int) -> tuple[int, ...]:
    """The same width in all, so that the tallest cell is as low as can be where no column gets less than ``least``.
    ``texts``: how wide each column must be, ``edge`` left out, for a certain number of lines; not all of them 0.
    """
    low, high = 0.0, sum(widths) / max(texts)  # the share of that width which each column gets
    for _ in range(30):
        middle = (low + high) / 2
        fits = sum(max(one, text * middle + edge) for one, text in zip(least, texts, strict=True)) <= sum(widths)
        low, high = (middle, high) if fits else (low, middle)
    return _whole([max(one, text * low + edge) for one, text in zip(least, texts, strict=True)], sum(widths))


def _whole(exact: Sequence[float], total: int) -> tuple[int, ...]:
    """Whole numbers with this total."""
    scale = total / sum(exact)
    ends = [round(sum(exact[:at]) * scale) for at in range(len(exact) + 1)]
    return tuple(end - start for start, end in pairwise(ends))


def _is_regular(table: Element, rows: Sequence[Element], grid: Sequence[Element]) -> bool:
    layout = table.find(f"{w('tblPr')}/{w('tblLayout')}")
    return (
        layout is not None
        and layout.get(w("type")) == "fixed"
        and table.find(f".//{TBL}") is None
        and all(number(column.get(w("w"))) for column in grid)
        and all(
            len(row.findall(TC)) == len(grid) and row.find(f"{TC}/{_TC_PR}/{w('gridSpan')}") is None for row in rows
        )
    )


def _texts(row: Element) -> Texts:
    return [cell_text(cell) for cell in row.iterchildren(TC)]


def cell_text(cell: Element) -> str:
    return "\n".join(map(text_of, cell.iter(P)))


def _look(cell: Element, styles: Styles) -> Look:
    paragraphs = list(cell.iter(P))
    style = style_of(paragraphs[0]) if paragraphs else ""
    bold = styles.found(style, f"{R_PR}/{w('b')}") is not None or any(_is_bold(run, styles) for run in cell.iter(R))
    return Look(styles.size(style), bold)


def _is_bold(run: Element, styles: Styles) -> bool:
    style = run.find(f"{R_PR}/{w('rStyle')}")
    named = style is not None and styles.found(style.get(VAL, ""), f"{R_PR}/{w('b')}") is not None
    return named or run.find(f"{R_PR}/{w('b')}") is not None


def _edge(table: Element, styles: Styles) -> int:
    """What the two sides of a cell keep free, in twentieths of a point."""
    style = table.find(f"{w('tblPr')}/{w('tblStyle')}")
    margins = styles.found(style.get(VAL, "") if style is not None else "", f"{w('tblPr')}/{w('tblCellMar')}")
    sides = (margins.find(w(side)) if margins is not None else None for side in ("left", "right"))
    return sum(number(side.get(w("w"))) if side is not None else 108 for side in sides)


@lru_cache(maxsize=1 << 15)
def _longest_word(text: str, bold: bool) -> float:
    """In sizes of the font."""
    widths = _WIDTHS[bold]
    return max(sum(widths.get(letter, _MOST_LETTERS) for letter in word) for word in _BREAK.split(text)) * _SLACK / 100


def _lines(texts: Texts, looks: Sequence[Look], widths: Sequence[int], edge: int) -> int:
    """How many lines the tallest of its cells has."""
    return max(
        sum(math.ceil(look.line(line) / max(width - edge, 1)) or 1 for line in text.split("\n"))
        for text, look, width in zip(texts, looks, widths, strict=True)
    )


def _let_go(paragraph: Element, styles: Styles) -> None:
    """The paragraph need not stay with the next, whatever its style says."""
    properties = paragraph.find(P_PR)
    if properties is None:
        return
    for mark in properties.findall(_KEEP):
        properties.remove(mark)
    if styles.found(style_of(paragraph), f"{P_PR}/{_KEEP}") is not None:
        mark = etree.Element(_KEEP)
        mark.set(VAL, "0")
        insert(properties, mark)
