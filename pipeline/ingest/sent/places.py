"""Where each paragraph of a Word file stands, in the words of someone who looks it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.ingest.word_package import Element, W
from pipeline.model.document import ANCHOR, CONTENTS
from pipeline.model.word_text import FALLBACK, text_of

P, TBL, TR, TC, BOX, _BOOKMARK = (W + name for name in ("p", "tbl", "tr", "tc", "txbxContent", "bookmarkStart"))
_PASSED = frozenset(
    (*(W + name for name in ("sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")), FALLBACK)
)
_LONGEST_HEADING = 60  # of a column: a longer text is no heading but the first words of a table for looks


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph with its words, perhaps none. ``where``: ``under``, the heading above, and the ``steps`` from it.
    ``contents``: it is an entry of a contents table, whose words are those of the headings.
    """

    element: Element
    text: str
    where: str
    anchor: str
    under: str
    steps: tuple[str, ...]
    contents: bool = False


@dataclass(slots=True)
class _Scope:
    """What is counted under one heading, or in one cell."""

    paragraphs: int = 0
    tables: int = 0


@dataclass(slots=True)
class _Spot:
    """A paragraph before all headings are known. ``under``: the heading above, counted from 0; None above all."""

    element: Element
    text: str
    under: int | None
    steps: tuple[str, ...]
    anchor: str


@dataclass(slots=True)
class Walk:
    """Goes through a file's parts in their order. ``level_of``: of a heading, from 1; 0 of any other paragraph.
    ``contents``: the entries of contents tables: they are counted nowhere.
    """

    level_of: Callable[[Element], int]
    contents: frozenset[Element] = frozenset()
    _spots: list[_Spot] = field(default_factory=list)
    _headings: list[tuple[int, str]] = field(default_factory=list)  # level, text
    _under: int | None = None
    _scope: _Scope = field(default_factory=_Scope)
    _waiting: str = ""  # an anchor that stands between paragraphs belongs to the next

    def body(self, body: Element) -> None:
        self._blocks(body, (), None)

    def aside(self, part: Element, name: str) -> None:
        """A header, a footer or a note: it stands under no heading."""
        self._under = None
        self._blocks(part, (name,), _Scope())

    def found(self) -> tuple[Found, ...]:
        labels = _labels(self._headings)
        found: list[Found] = []
        for spot in self._spots:
            under = labels[spot.under] if spot.under is not None else ""
            where = ", ".join((under, *spot.steps) if under else spot.steps)
            entry = spot.element in self.contents
            found.append(Found(spot.element, spot.text, where, spot.anchor, under, spot.steps, entry))
        return tuple(found)

    def _blocks(self, container: Element, inside: tuple[str, ...], scope: _Scope | None) -> None:
        """``inside``: the steps to the cell, box or part that holds these; ``scope``: its own, where it has one."""
        for child in self._through(container, P, TBL):
            if child.tag == P:
                self._paragraph(child, inside)
            else:
                self._table(child, inside, scope or self._scope)

    def _through(self, container: Element, *wanted: str) -> Iterator[Element]:
        """The nearest elements of a kind, in content controls and the like too."""
        for child in container:
            if child.tag in wanted:
                yield child
            elif child.tag == _BOOKMARK:
                self._waiting = _anchor(child) or self._waiting
            elif isinstance(child.tag, str) and child.tag not in _PASSED:
                yield from self._through(child, *wanted)

    def _paragraph(self, paragraph: Element, inside: tuple[str, ...]) -> None:
        text = text_of(paragraph)
        own = (_anchor(mark) for mark in paragraph.iter(_BOOKMARK) if next(mark.iterancestors(P)) is paragraph)
        anchor = next(filter(None, own), self._waiting)
        self._waiting = ""
        steps = inside or self._steps(paragraph, text)
        self._spots.append(_Spot(paragraph, text, self._under, steps, anchor))
        for box in paragraph.iter(BOX):
            if next(box.iterancestors(P)) is paragraph and next(box.iterancestors(FALLBACK), None) is None:
                self._blocks(box, (*steps, "text box"), _Scope())

    def _steps(self, paragraph: Element, text: str) -> tuple[str, ...]:
        """Where a paragraph outside all tables stands under the heading above; a heading begins a new count."""
        if paragraph in self.contents:
            return (CONTENTS,)
        if not text.strip():
            return (f"after paragraph {self._scope.paragraphs}",) if self._scope.paragraphs else ()
        if level := self.level_of(paragraph):
            self._headings.append((level, " ".join(text.split())))
            self._under = len(self._headings) - 1
            self._scope = _Scope()
            return ("heading",)
        self._scope.paragraphs += 1
        return (f"paragraph {self._scope.paragraphs}",)

    def _table(self, table: Element, inside: tuple[str, ...], scope: _Scope) -> None:
        scope.tables += 1
        steps = (*inside, f"table {scope.tables}")
        heads: dict[int, str] = {}
        for number, row in enumerate(self._through(table, TR), start=1):
            column = 1 + _whole(row, "trPr/gridBefore", 0)
            for cell in self._through(row, TC):
                self._blocks(cell, (*steps, f"row {number}", heads.get(column, f"column {column}")), _Scope())
                if number == 1:
                    words = " ".join(" ".join(text_of(paragraph) for paragraph in cell.iter(P)).split())
                    if 0 < len(words) <= _LONGEST_HEADING:
                        heads[column] = words
                column += _whole(cell, "tcPr/gridSpan", 1)


def _anchor(bookmark: Element) -> str:
    name = bookmark.get(W + "name", "")
    return name if name.startswith(ANCHOR) else ""


def _whole(element: Element, path: str, otherwise: int) -> int:
    found = element.find("/".join(W + step for step in path.split("/")))
    written = found.get(W + "val", "") if found is not None else ""
    return int(written) if written.isascii() and written.isdigit() else otherwise


def _labels(headings: list[tuple[int, str]]) -> list[str]:
    """How each heading is called: one that stands there several times, after the heading it is under."""
    often = Counter(text for _, text in headings)
    labels: list[str] = []
    above: list[int] = []  # the headings that the next may be under
    for at, (level, text) in enumerate(headings):
        above = [each for each in above if headings[each][0] < level]
        labels.append(f"{labels[above[-1]]}, {text}" if above and often[text] > 1 else text)
        above.append(at)
    return labels
