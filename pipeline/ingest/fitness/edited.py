"""A Word file as the checks of its fitness look at it, and where in it each thing stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.ingest.fitness.grids import Grid
from pipeline.ingest.fitness.looks import Looks
from pipeline.ingest.sent.marks import marks_of
from pipeline.ingest.sent.places import TBL, Found, P
from pipeline.ingest.sent.reader import found_in
from pipeline.ingest.word_package import Element, Package
from pipeline.model.document import Mark
from pipeline.model.records import Place
from pipeline.model.word_text import FALLBACK, pieces

_LONG = 60  # characters of the words that are quoted
_NAMED = 3  # places named in one sentence


@dataclass(frozen=True)
class Edited:
    """``found``: every paragraph, in the order of the file."""

    package: Package
    found: tuple[Found, ...]
    looks: Looks

    @property
    def whole(self) -> Place:
        return Place(self.package.name)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """Every table, those within others too."""
        tables = (
            table
            for root in self.roots
            for table in root.iter(TBL)
            if next(table.iterancestors(FALLBACK), None) is None
        )
        return tuple(grid for grid in map(self.looks.grid, tables) if grid.lines)

    @cached_property
    def roots(self) -> tuple[Element, ...]:
        """Of the parts with words: the body, headers, footers and notes."""
        own = self.package.body.getroottree().getroot()
        return tuple(dict.fromkeys((own, *(each.element.getroottree().getroot() for each in self.found))))

    @cached_property
    def text(self) -> str:
        """Every word, a line for each paragraph."""
        return "\n".join(each.text for each in self.found)

    @cached_property
    def marks(self) -> tuple[tuple[Mark, Place], ...]:
        """Each open change and comment, with its place."""
        places = {each.where: Place(self.package.name, each.under, ", ".join(each.steps)) for each in self.found}
        marks = marks_of(self.package, self.found)
        return tuple((mark, places.get(mark.where, Place(self.package.name, "", mark.where))) for mark in marks)

    def at(self, element: Element) -> Place:
        """Where a paragraph, or what stands in one, is found."""
        around = element if element.tag == P else next(element.iterancestors(P), None)
        return self._placed.get(around, self.whole)

    def table_at(self, grid: Grid) -> Place:
        """The place of its first cell, less row and column."""
        for cell in (cell for row in grid.rows for cell in row):
            for paragraph in cell.paragraphs():
                if paragraph in self._steps:
                    under, steps = self._steps[paragraph]
                    return Place(self.package.name, under, ", ".join(steps[:-2]))
        return self.whole

    @cached_property
    def _steps(self) -> dict[Element, tuple[str, tuple[str, ...]]]:
        return {each.element: (each.under, each.steps) for each in self.found}

    @cached_property
    def _placed(self) -> dict[Element, Place]:
        name = self.package.name
        return {each.element: Place(name, each.under, ", ".join(each.steps)) for each in self.found}


def edited(package: Package) -> Edited:
    return Edited(package, found_in(package), Looks(package))


def quoted(words: str) -> str:
    """The words on one line, their beginning where they are many."""
    line = " ".join(words.split())
    return f"'{line if len(line) <= _LONG else line[:_LONG].rstrip() + ' …'}'"


def likewise(places: Sequence[Place]) -> str:
    """Where else it is so: "" or " Likewise in 5 more places: Purpose, paragraph 1; … and 2 others."."""
    where = list(dict.fromkeys(_short(place) for place in places))
    if not where:
        return ""
    more = f"; and {len(where) - _NAMED} others" if len(where) > _NAMED + 1 else ""
    named = "; ".join(where if not more else where[:_NAMED])
    return f" Likewise in {len(where)} more place{'s' * (len(where) > 1)}: {named}{more}."


def _short(place: Place) -> str:
    return ", ".join(part for part in (place.sheet, place.cell) if part)


def words_of(found: Found) -> Iterator[tuple[Element, str]]:
    """The paragraph's runs with words, and their words."""
    for element, text in pieces(found.element):
        yield element.getparent(), text


def each_of(root: Element) -> Iterator[Element]:
    """The elements right under the root of a part; none where the package has no such part."""
    yield from root if root is not None else ()
