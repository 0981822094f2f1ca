"""narrative.docx → the officer's words by section. Its fields are left as they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.ingest.apart import begin_apart
from pipeline.ingest.mapping.proposals import likely
from pipeline.ingest.mapping.sheets import plain
from pipeline.ingest.narrative.lists import numbered, start_of, unlike
from pipeline.ingest.narrative.runs import Words, read_words
from pipeline.ingest.narrative.word import (
    Element,
    Level,
    Style,
    W,
    WordFile,
    as_word,
    heading_level,
    inside,
    value,
    whole,
)
from pipeline.ingest.word_package import Package, opened, word_bytes
from pipeline.model.findings import Finding, find
from pipeline.model.numerals import DEEPEST, FORMS
from pipeline.model.records import NARRATIVE_SECTIONS, Block, BlockKind, Narrative, NarrativeSection, Place, Run
from pipeline.model.word_text import text_of

_HINT = re.compile(r"\[[^\[\]]*\]")
_TRACKED = frozenset(
    W + name
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange",
        "cellIns", "cellDel", "cellMerge", "tblGridChange", "numberingChange",
    )
)  # fmt: skip
# What Word and what is pasted from elsewhere call plain text.
_BODY_TEXT = frozenset(
    ("", "normal", "body text", "normal (web)", "no spacing", "list paragraph", "plain text", "default", "standard")
)
_TYPED_NUMBER = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*[.):]*\s+")
_PAGE_NUMBER = re.compile(r"(?:page|of|\d|\W)*", re.IGNORECASE)
_COLUMNS = 63  # the most that Word makes
_REMEDY = {
    "comment": "Settle it and delete the comment.",
    "Hidden": "Show hidden text in Word, then delete it or unhide it.",
    "struck": "Delete the words, or take the line away.",
    "link": "Link to a web page or an e-mail address, or take the link away.",
    "by itself": "Type the words in its place.",
}


def read_narrative(path: Path, name: str) -> tuple[Narrative, tuple[Finding, ...]]:
    """The sections in the order of the file, and what is wrong with them.

    Text under a heading that is no section's is named in a finding and left out; a hint in square brackets
    counts for nothing. Raises InputsUnusable where the file can't be opened.
    """
    return begin_narrative(path, name)()[:2]


def begin_narrative(path: Path, name: str) -> Callable[[], tuple[Narrative, tuple[Finding, ...], str]]:
    """The same, begun meanwhile: what is given back waits for it. Last the SHA-256 of the bytes that were read."""
    return begin_apart(_read_here, path.absolute(), name)


def read_here(path: Path, name: str) -> tuple[Narrative, tuple[Finding, ...]]:
    """The same, read in this process."""
    return _read_here(path, name)[:2]


def _read_here(path: Path, name: str) -> tuple[Narrative, tuple[Finding, ...], str]:
    data = word_bytes(path, name)
    package = opened(data, name)
    reading = _Reading(as_word(package), name)
    reading.body()
    reading.findings.extend(_around(package))
    sections = tuple(reading.sections())
    shown = {block.place: block.text for section in sections for block in section.blocks}
    said = (*reading.findings, *_lacking(name, sections, reading))
    return Narrative(name, sections, shown), said, hashlib.sha256(data).hexdigest()


@dataclass(slots=True)
class _Section:
    key: str
    heading: str
    place: Place
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0  # with words, as a reader counts them
    tables: int = 0
    hints: int = 0
    open: list[int] = field(default_factory=list)  # the levels of the headings that the last words stand under

    def below(self, level: int) -> int:
        """How many headings of the section a new one of this level stands under."""
        self.open = [one for one in self.open if one < level]
        self.open.append(level)
        return len(self.open) - 1

    @property
    def written(self) -> bool:
        return any(block.kind is not BlockKind.SUBHEADING and not _hint(block) for block in self.blocks)


def _hint(block: Block) -> bool:
    return bool(_HINT.fullmatch(block.text))


class _Reading:
    """The body, paragraph by paragraph, into the section whose heading came last."""

    def __init__(self, word: WordFile, name: str) -> None:
        self.findings: list[Finding] = []
        self._word = word
        self._name = name
        self._known = {plain(heading): (key, heading) for key, heading, _ in NARRATIVE_SECTIONS}
        self._by_key: dict[str, _Section] = {}
        self._now = _Section("", "", Place(name))
        self._others: list[_Section] = [self._now]  # before the first heading, under unknown ones
        self._counts: dict[tuple[str, int], int] = {}  # (definition, level) → the last number
        self._begun: set[tuple[str, int]] = set()  # (list, level)
        self._looks: dict[str, list[Place]] = {}  # what of the words' look is not carried over → where
        self.plain_headings: set[str] = set()  # sections' names that stand in the text of a paragraph

    def body(self) -> None:
        for element in inside(self._word.body):
            if element.tag == W + "p":
                self._paragraph(element)
            elif element.tag == W + "tbl":
                self._table(element)
            elif element.tag == W + "altChunk":
                self._unsupported(self._now, self._now.place, "Another document is put in here; it is not read.")
            elif element.tag in _TRACKED:
                self._tracked(element, self._now.place)
        for section in self._others:
            self._left_out(section)
        for name, places in self._looks.items():
            what = f"{name} is not carried over: these words stand as they are, without it{in_more(places)}."
            self.findings.append(self._find("narrative-style", what, places[0]))

    def sections(self) -> Iterator[NarrativeSection]:
        for section in self._by_key.values():
            needed = next(needed for key, _, needed in NARRATIVE_SECTIONS if key == section.key)
            if section.written:
                for block in section.blocks:
                    if _hint(block):
                        self.findings.append(
                            self._find(
                                "hint-left",
                                f"The hint '{block.text}' is left in the text and would be printed.",
                                block.place,
                            )
                        )
            elif needed:
                self.findings.append(
                    self._find("section-empty", f"The section '{section.heading}' has no text.", section.place)
                )
            else:
                continue  # an optional section with its hint alone is not there
            yield NarrativeSection(section.key, section.heading, tuple(section.blocks), section.place)

    # --- paragraphs

    def _paragraph(self, element: Element) -> None:
        style = self._word.style(value(element, "pPr/pStyle"))
        level = heading_level(value(element, "pPr/outlineLvl")) or style.level
        # What a heading's style looks like is no emphasis of its words.
        words = read_words(element, self._word, replace(style, bold=False, italic=False) if level else style)
        if level == 1:
            self._heading(element, words)
            return
        if words.runs:
            self._now.paragraphs += 1
        place = self._place(f"paragraph {max(self._now.paragraphs, 1)}")
        self._say(element, words, place)
        if not words.runs:
            return
        if _bare(words.text) in self._known:
            self.plain_headings.add(_bare(words.text))
        if level:
            self._now.blocks.append(Block(BlockKind.SUBHEADING, words.runs, self._now.below(level), place=place))
        else:
            self._now.blocks.append(self._entry(element, style, words, place))

    def _entry(self, element: Element, style: Style, words: Words, place: Place) -> Block:
        """A list's entry, else a plain paragraph."""
        own = value(element, "pPr/numPr/numId")
        list_id = own if own is not None else style.list_id
        depth = value(element, "pPr/numPr/ilvl")
        shown = min(max(whole(depth), style.list_level), DEEPEST)
        # A list of its own one level in ("List Bullet 2") counts on its first level all the same.
        counted = (
            style.list_level if depth is None and (list_id, style.list_level) in self._word.lists else whole(depth)
        )
        level = self._word.lists.get((list_id, counted))
        if level is None or level.kind == "none":
            if level is not None and level.text.strip():
                self._look(f"'{level.text.strip()}', which Word puts in front,", place)
            own = "" if style.name.casefold() in _BODY_TEXT else style.name
            return Block(BlockKind.PARAGRAPH, words.runs, place=place, style=own)
        counts = self._count(list_id, counted, level)
        if level.kind == "bullet":
            return Block(BlockKind.BULLET, words.runs, shown, place=place)
        if level.kind not in FORMS:
            self._look(f"The form of its number (Word's name for it is {level.kind})", place)
        return Block(
            BlockKind.NUMBERED,
            words.runs,
            shown,
            place=place,
            counted=numbered(self._word, list_id, counts, within=shown - counted),
        )

    def _is_entry(self, element: Element, style: Style) -> bool:
        own = value(element, "pPr/numPr/numId")
        level = whole(value(element, "pPr/numPr/ilvl") or str(style.list_level))
        return ((own if own is not None else style.list_id), level) in self._word.lists

    def _count(self, list_id: str, at: int, level: Level) -> tuple[int, ...]:
        """What an entry counts as, from the outermost level to its own. A bullet counts too: what is below it begins
        anew.
        """
        counter = self._word.counts_by.get(list_id, list_id)
        begins = level.restarts and (list_id, at) not in self._begun
        self._begun.add((list_id, at))
        number = level.start if begins else self._counts.get((counter, at), level.start - 1) + 1
        for below in [one for one in self._counts if one[0] == counter and one[1] > at]:
            after = self._word.lists.get((list_id, below[1]), level).after
            if after is None or at < after:
                del self._counts[below]
        self._counts[counter, at] = number
        above = (self._counts.get((counter, one), start_of(self._word, list_id, one)) for one in range(at))
        return (*above, number)

    def _heading(self, element: Element, words: Words) -> None:
        if not words.runs:
            return
        written = " ".join(words.text.split())
        place = Place(self._name, written, "heading")
        key, heading = self._known.get(_bare(written), ("", written))
        if key in self._by_key:
            self.findings.append(
                self._find(
                    "section-duplicate", f"The heading '{heading}' stands twice; the texts are put together.", place
                )
            )
            self._now = self._by_key[key]
        else:
            self._now = _Section(key, heading, place)
            if key:
                self._by_key[key] = self._now
            else:
                self._others.append(self._now)
        self._say(element, words, place)

    # --- tables

    def _table(self, element: Element) -> None:
        section = self._now
        section.tables += 1
        merged = nested = False
        rows: list[tuple[tuple[Run, ...], ...]] = []
        for row in (child for child in inside(element) if child.tag == W + "tr"):
            cells: list[tuple[Run, ...]] = [()] * min(whole(value(row, "trPr/gridBefore")), _COLUMNS)
            merged |= bool(cells)
            for cell in (child for child in inside(row) if child.tag == W + "tc"):
                place = self._place(f"table {section.tables} {_letter(len(cells))}{len(rows) + 1}")
                span = min(whole(value(cell, "tcPr/gridSpan")) or 1, _COLUMNS)
                vertical = cell.find(f"{W}tcPr/{W}vMerge")
                merged |= span > 1 or vertical is not None or cell.find(f"{W}tcPr/{W}hMerge") is not None
                nested |= cell.find(f".//{W}tbl") is not None
                cells += [self._cell(cell, place), *([()] * (span - 1))]
            rows.append(tuple(cells))
        place = self._place(f"table {section.tables}")
        if merged:
            self._unsupported(
                section,
                place,
                "The table has merged cells; their text is read into the first of them.",
                "Split the merged cells in Word.",
            )
        if nested:
            self._unsupported(
                section,
                place,
                "A table stands inside a table; its words are read into the cell around it.",
                "Make it a table of its own.",
            )
        self._tracked(element, place)
        width = max((len(cells) for cells in rows), default=0)
        if width:
            padded = tuple(cells + ((),) * (width - len(cells)) for cells in rows)
            section.blocks.append(Block(BlockKind.TABLE, rows=padded, place=place))

    def _cell(self, cell: Element, place: Place) -> tuple[Run, ...]:
        """The cell's words, its paragraphs a line each."""
        runs: list[Run] = []
        for paragraph in cell.iter(W + "p"):
            style = self._word.style(value(paragraph, "pPr/pStyle"))
            words = read_words(paragraph, self._word, style)
            self._say(paragraph, words, place, tracked=False)
            if words.runs and self._now.key and self._is_entry(paragraph, style):
                self._look("The sign or number of a list in a table", place)
            if words.runs and runs:
                runs[-1] = replace(runs[-1], text=runs[-1].text + "\n")
            runs.extend(words.runs)
        return tuple(runs)

    # --- findings

    def _place(self, where: str) -> Place:
        return Place(self._name, self._now.heading, where)

    def _find(self, code: str, message: str, place: Place, remedy: str = "") -> Finding:
        subject = place.sheet if place.cell in ("", "heading") else f"{place.sheet}, {place.cell}"
        return find(code, message, place, subject=subject, remedy=remedy)

    def _unsupported(self, section: _Section, place: Place, message: str, remedy: str = "") -> None:
        if section.key or not section.heading:
            self.findings.append(self._find("narrative-unsupported", message, place, remedy))

    def _say(self, element: Element, words: Words, place: Place, *, tracked: bool = True) -> None:
        """Findings on what a paragraph holds besides its words."""
        for fault in words.faults:
            remedy = next((remedy for word, remedy in _REMEDY.items() if word in fault), "")
            self._unsupported(self._now, place, fault, remedy)
        if words.replaced:
            self.findings.append(
                self._find("narrative-text-replaced", "Characters that no document can hold were replaced by �.", place)
            )
        if self._now.key:
            for look in (*words.looks, *unlike(element)):
                self._look(look, place)
        if tracked:
            self._tracked(element, place)

    def _look(self, name: str, place: Place) -> None:
        """Notes what of the words' look is not carried over; ``name`` begins a sentence."""
        self._looks.setdefault(name, []).append(place)

    def _tracked(self, element: Element, place: Place) -> None:
        if any(child.tag in _TRACKED for child in element.iter()):
            self.findings.append(
                self._find(
                    "narrative-tracked", "Changes are tracked here; the text is read as if they were accepted.", place
                )
            )

    def _left_out(self, section: _Section) -> None:
        """Says what is not printed: text before the first heading, or under one that is no section's."""
        blocks = [block for block in section.blocks if not _hint(block)]
        count = f"{len(blocks)} paragraph{'s' if len(blocks) != 1 else ''}"
        if section.heading:
            hint = likely(section.heading, (heading for _, heading, _ in NARRATIVE_SECTIONS))
            self.findings.append(
                self._find("section-unknown", f"'{section.heading}' is not a section of the report; what stands under it ({count}) is not printed.{hint}", section.place)
            )  # fmt: skip
        elif blocks:
            self._unsupported(
                section,
                blocks[0].place,
                f"Text stands before the first heading ({count}) and is not printed.",
                "Put it under a heading, or delete it.",
            )


def _around(package: Package) -> Iterator[Finding]:
    """Words at the edges of the pages, which are the template's business: told, but for page numbers."""
    for kind in ("header", "footer"):
        roots = filter(None.__ne__, map(package.root, package.related(kind).values()))
        texts = (" ".join(text_of(paragraph).split()) for root in roots for paragraph in root.iter(W + "p"))
        if words := next((text for text in texts if not _PAGE_NUMBER.fullmatch(text)), ""):
            shown = f"{words[:40]}…" if len(words) > 40 else words
            message = f"The {kind}, '{shown}', is not carried over: the report has that of its template."
            remedy = "Put the words under a heading, or into the template, if readers need them."
            place = Place(package.name, "", kind)
            yield find("narrative-style", message, place, subject=kind, remedy=remedy)


def _lacking(name: str, sections: tuple[NarrativeSection, ...], reading: _Reading) -> Iterator[Finding]:
    there = {section.key for section in sections}
    for key, heading, needed in NARRATIVE_SECTIONS:
        if needed and key not in there:
            typed = plain(heading) in reading.plain_headings
            hint = " It stands in the text as a plain paragraph: give it the style Heading 1." if typed else ""
            yield find("section-missing", f"The section '{heading}' is missing.{hint}", Place(name), subject=heading)


def _bare(heading: str) -> str:
    """A heading for comparing, without a number typed before it or a stop behind it: ``1. Purpose:`` → ``purpose``."""
    return plain(_TYPED_NUMBER.sub("", " ".join(heading.split())).rstrip(" :."))


def in_more(places: Sequence[Place]) -> str:
    """The end of a sentence about the first of these places."""
    more = len(places) - 1
    return f" (here and in {more} more place{'s' * (more > 1)})" if more else ""


def _letter(index: int) -> str:
    return chr(65 + index) if index < 26 else _letter(index // 26 - 1) + _letter(index % 26)
