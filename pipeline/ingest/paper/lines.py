"""A Word file as lines and tables in their order, each line with its look and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.ingest.narrative.runs import Words, read_words
from pipeline.ingest.narrative.word import Style, WordFile, as_word, heading_level, inside, value, whole
from pipeline.ingest.sent.places import BOX, TBL, TC, TR, Found, P
from pipeline.ingest.sent.reader import found_in
from pipeline.ingest.word_package import Element, Package, W
from pipeline.model.records import Block, BlockKind, Run

LONGEST_HEADING = 120
_COLUMNS = 63  # the most that Word makes
_CONTENTS = re.compile(r"(?:toc|table of figures)\b.*", re.IGNORECASE)
_ENTRIES = (BlockKind.BULLET, BlockKind.NUMBERED)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with words. ``level``: of a real heading, from 1; 0 of any other. ``strong``: a heading, or all of it
    bold or underlined. ``contents``: an entry of a contents list, or its heading. ``caption``: what stands above or
    below a table.
    """

    element: Element
    where: str
    runs: tuple[Run, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    depth: int = 0
    level: int = 0
    strong: bool = False
    style: str = ""
    contents: bool = False
    caption: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def entry(self) -> bool:
        """Whether it is an entry of a list."""
        return self.kind in _ENTRIES and not self.level

    def block(self, kind: BlockKind | None = None) -> Block:
        """The same for the narrative."""
        chosen = kind or self.kind
        return Block(chosen, self.runs, self.depth if chosen in _ENTRIES else 0)

    def until(self, count: int) -> Line:
        """The same with its first ``count`` characters alone."""
        runs: list[Run] = []
        for run in self.runs:
            kept, count = run.text[:count], max(count - len(run.text), 0)
            if kept:
                runs.append(replace(run, text=kept))
        return replace(self, runs=tuple(runs))

    def after(self, count: int, *, label: str = "") -> Line:
        """The same without its first ``count`` characters. ``label``: no heading any longer, as only that was."""
        runs: list[Run] = []
        for run in self.runs:
            kept, count = run.text[count:], max(count - len(run.text), 0)
            if kept:
                runs.append(replace(run, text=kept))
        if runs:
            runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        return replace(self, runs=tuple(run for run in runs if run.text), strong=self.strong and not label)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its lines; one that is merged stands in every row and column it covers, as the same object."""

    lines: tuple[Line, ...]
    holds_picture: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """``merged``: whether any of its cells are."""

    element: Element
    where: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """``found``: every paragraph of the file, headers and notes too. ``faults``: of paragraphs, by where they stand."""

    body: tuple[Line | Table, ...]
    found: tuple[Found, ...]
    faults: tuple[tuple[str, str], ...]

    def every(self) -> Iterator[Line]:
        """Each line of the body, those of tables too."""
        for item in self.body:
            if isinstance(item, Line):
                yield item
            else:
                yield from (line for row in item.rows for cell in row for line in cell.lines)


def read_lines(package: Package) -> Lines:
    """The file's body in its order, and everything that stands in it."""
    return _Reading(package).lines()


class _Reading:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._word: WordFile = as_word(package)
        self._native = _native_numbers(package)
        self._words: dict[Element, Words] = {}
        self._where: dict[Element, str] = {}
        self._contents: frozenset[Element] = frozenset()

    def lines(self) -> Lines:
        found = found_in(self._package, self._label_level)
        self._where = {one.element: one.where for one in found}
        self._contents = frozenset(one.element for one in found if one.contents)
        body = tuple(self._blocks(self._package.body))
        faults = tuple(
            (self._where.get(element, ""), fault)
            for element, words in self._words.items()
            if element not in self._contents
            for fault in words.faults
        )
        return Lines(body, found, faults)

    def _label_level(self, element: Element) -> int:
        """The level under which a paragraph's place is told: what only looks like a heading is the lowest."""
        level = self._level(element)
        if level:
            return level
        line = self._line(element, "")
        return 9 if line and line.strong and not line.entry and len(line.text) <= LONGEST_HEADING else 0

    def _blocks(self, container: Element) -> Iterator[Line | Table]:
        for element in inside(container):
            if element.tag == P:
                line = self._line(element, self._where.get(element, ""))
                if line:
                    yield line
            elif element.tag == TBL:
                yield self._table(element)

    def _style(self, element: Element) -> Style:
        return self._word.style(value(element, "pPr/pStyle"))

    def _level(self, element: Element) -> int:
        return heading_level(value(element, "pPr/outlineLvl")) or self._style(element).level

    def _line(self, element: Element, where: str) -> Line | None:
        """None where the paragraph has no words."""
        style, level = self._style(element), self._level(element)
        if element not in self._words:
            looks = replace(style, bold=False, italic=False) if level else style
            self._words[element] = read_words(element, self._word, looks, marks=False)
        runs = self._words[element].runs
        if not runs:
            return None
        kind, depth = self._kind(element, style)
        solid = [run for run in runs if run.text.strip()]
        strong = bool(level) or all(run.bold for run in solid) or _underlined(element)
        contents = element in self._contents or bool(_CONTENTS.match(style.name))
        caption = style.name.casefold() == "caption"
        return Line(element, where, runs, kind, depth, level, strong, style.name, contents, caption)

    def _kind(self, element: Element, style: Style) -> tuple[BlockKind, int]:
        """What kind of list's entry it is, and how deep. One that is numbered 1.1 is a paragraph: such numbers are
        the report's own.
        """
        own = value(element, "pPr/numPr/numId")
        list_id = own if own is not None else style.list_id
        depth = value(element, "pPr/numPr/ilvl")
        counted = style.list_level if depth is None else whole(depth)
        level = self._word.lists.get((list_id, counted)) or self._word.lists.get((list_id, 0))
        if level is None or level.kind == "none" or (list_id, counted) in self._native:
            return BlockKind.PARAGRAPH, 0
        shown = max(whole(depth), style.list_level)
        return (BlockKind.BULLET if level.kind == "bullet" else BlockKind.NUMBERED), shown

    def _table(self, element: Element) -> Table:
        rows: list[tuple[Cell, ...]] = []
        merged = False
        for row in (child for child in inside(element) if child.tag == TR):
            above = rows[-1] if rows else ()
            cells: list[Cell] = [Cell(())] * min(whole(value(row, "trPr/gridBefore")), _COLUMNS)
            for cell in (child for child in inside(row) if child.tag == TC):
                span = min(whole(value(cell, "tcPr/gridSpan")) or 1, _COLUMNS)
                down = cell.find(f"{W}tcPr/{W}vMerge")
                continues = down is not None and down.get(f"{W}val", "continue") != "restart"
                merged |= span > 1 or down is not None
                one = above[len(cells)] if continues and len(cells) < len(above) else self._cell(cell)
                cells += [one] * span
            rows.append(tuple(cells))
        first = next((p for p in element.iter(P)), None)
        return Table(element, _of_table(self._where.get(first, "")), tuple(rows), merged)

    def _cell(self, cell: Element) -> Cell:
        lines: list[Line] = []
        picture = False
        for paragraph in cell.iter(P):
            if next(paragraph.iterancestors(BOX, TC)).tag == BOX:
                continue
            line = self._line(paragraph, self._where.get(paragraph, ""))
            picture |= any("picture" in fault for fault in self._words[paragraph].faults)
            if line:
                lines.append(line)
        return Cell(tuple(lines), picture)


def _of_table(where: str) -> str:
    """Where a table stands, by the place of its first paragraph."""
    return where.rpartition(", row ")[0]


def _underlined(element: Element) -> bool:
    """Whether all words of a paragraph are underlined."""
    runs = [run for run in element.iter(W + "r") if "".join(t.text or "" for t in run.iter(W + "t")).strip()]
    return bool(runs) and all((value(run, "rPr/u") or "none") != "none" for run in runs)


def _native_numbers(package: Package) -> frozenset[tuple[str, int]]:
    """(list id, level) of the numbers that name the one above them too: 1.1, 2.3.1."""
    root = package.one("numbering")
    if root is None:
        return frozenset()
    composed: dict[str, set[int]] = {}
    for abstract in root.findall(W + "abstractNum"):
        levels = {
            whole(lvl.get(W + "ilvl"))
            for lvl in abstract.findall(W + "lvl")
            if len(re.findall("%[1-9]", value(lvl, "lvlText") or "")) > 1
        }
        composed[abstract.get(W + "abstractNumId", "")] = levels
    return frozenset(
        (num.get(W + "numId", ""), level)
        for num in root.findall(W + "num")
        for level in composed.get(value(num, "abstractNumId") or "", ())
    )
