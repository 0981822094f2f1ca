"""What is wrong with a template, each fault with its place: where a person will look for it in Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.model.errors import TemplateUnusable
from pipeline.model.findings import Severity
from pipeline.report.styles import Styles
from pipeline.report.wordml import R_ID, SECT_PR, TBL, TR, Element, P, text_of, w

_MARKS = dict.fromkeys(range(0xFDD0, 0xFDF0))
_PAGES = {"first": "the first page", "even": "the even pages"}
_LIMIT = 90  # characters of a paragraph that are quoted


@dataclass(frozen=True)
class Spot:
    """``part``: "in the header", nothing for the body. ``place``: "paragraph 2" counted from its heading, those
    without words left out; "table 1, row 3". ``paragraph``: its index among all of its member, as it stands.
    """

    member: str = ""
    part: str = ""
    heading: str = ""
    place: str = ""
    quoted: str = ""
    paragraph: int | None = None

    def __str__(self) -> str:
        under = f"under {quote(self.heading)}" if self.heading else ""
        return ", ".join(word for word in (self.part, under, self.place) if word)


@dataclass(frozen=True)
class Fault:
    """``severity``: BLOCK where no report can be made with the template, QUERY where one can but should not."""

    message: str
    spot: Spot = field(default=Spot())
    severity: Severity = Severity.BLOCK

    @property
    def text(self) -> str:
        """The message with the words it is about."""
        return f"{self.message} At {self.spot.quoted}" if self.spot.quoted else self.message

    def told(self, name: str) -> str:
        """A line for the screen. ``name``: the template's; nothing where it is said already."""
        where = ", ".join(word for word in (name, str(self.spot)) if word)
        return f"{where}: {self.text}" if where else self.text


class TemplateFaulty(TemplateUnusable):
    """A template with faults that no report can be made with."""

    faults: tuple[Fault, ...] = ()


def faulty(name: str, faults: Iterable[Fault]) -> TemplateFaulty:
    """What to raise for these faults, a line each."""
    told = tuple(dict.fromkeys(faults))
    stop = TemplateFaulty(*dict.fromkeys(fault.told(name) for fault in told))
    stop.faults = told
    return stop


class Found(NamedTuple):
    """A fault on the way to its place. ``at``: the paragraph; None where it is in none of them."""

    message: str
    at: Element | None = None
    tag: str = ""
    severity: Severity = Severity.BLOCK


class Places:
    """Where the paragraphs of one part stand."""

    def __init__(self, member: str, part: str, root: Element, styles: Styles) -> None:
        """``part``: what it is called, "in the header"."""
        self._part = Spot(member, part)
        self._spots: dict[Element, Spot] = {}
        rows: dict[Element, str] = {}
        for number, table in enumerate(_outermost_tables(root), start=1):
            rows |= {row: f"table {number}, row {at}" for at, row in enumerate(table.iterchildren(TR), start=1)}
        heading, count = "", 0
        for index, paragraph in enumerate(root.iter(P)):
            row = next((rows[each] for each in paragraph.iterancestors(TR) if each in rows), "")
            words = text_of(paragraph).strip()
            if not row and words and styles.level(paragraph):
                heading, count, place = words, 0, "the heading itself"
            else:
                count += bool(words) and not row
                place = row or (f"paragraph {count}" if words else "an empty paragraph")
            self._spots[paragraph] = Spot(member, part, heading, place, paragraph=index)

    def paragraphs(self) -> Iterator[tuple[str, Spot]]:
        """The words of each paragraph, with its place."""
        yield from ((text_of(paragraph), spot) for paragraph, spot in self._spots.items())

    def fault(self, found: Found) -> Fault:
        if found.at is None or found.at not in self._spots:
            return Fault(found.message, self._part, found.severity)
        words = text_of(found.at)
        quoted = found.tag if found.tag and len(" ".join(words.split())) > _LIMIT else words
        spot = replace(self._spots[found.at], quoted=quote(quoted) if quoted.strip() else "")
        return Fault(found.message, spot, found.severity)


def part_names(kinds: Mapping[str, str], relations: Mapping[str, str], document: Element) -> dict[str, str]:
    """What each part is called: "in the header of the first page". ``kinds``: by member; ``relations``: id → member;
    ``document``: says which pages have which header.
    """
    usual = {"document": "", "header": "in the header", "footer": "in the footer"}
    named = {member: usual.get(kind, "in the notes") for member, kind in kinds.items()}
    sections = list(document.iter(SECT_PR))
    for kind in ("header", "footer"):
        found = [
            (relations.get(use.get(R_ID, ""), ""), at, use.get(w("type"), "default"))
            for at, section in enumerate(sections, start=1)
            for use in section.iterchildren(w(f"{kind}Reference"))
        ]
        for member in {member for member, _, _ in found}:
            pages = {each for one, _, each in found if one == member}
            within = {at for one, at, _ in found if one == member}
            others = any(one != member and each in pages for one, _, each in found)
            of = [_PAGES[each] for each in pages if each in _PAGES and len(pages) == 1]
            of += [f"section {at}" for at in within if others and len(within) == 1]
            named[member] = " of ".join((f"in the {kind}", *of))
    return named


def _outermost_tables(root: Element) -> list[Element]:
    return [table for table in root.iter(TBL) if next(table.iterancestors(TBL), None) is None]


def faults_of(found: Iterable[tuple[str, Found]], places: Mapping[str, Places]) -> Iterator[Fault]:
    """The faults with their places, where their members hold words."""
    for member, each in found:
        yield places[member].fault(each) if member in places else Fault(each.message, severity=each.severity)


def quote(text: str, limit: int = _LIMIT) -> str:
    """The text as it is cited in a message, without the marks that the filling puts there."""
    text = " ".join(text.translate(_MARKS).split())
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”" if text else "an empty text"
