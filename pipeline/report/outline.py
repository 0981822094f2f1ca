"""A Word file as a reader sees it: paragraphs and tables, in order, with their words. For the proof only.

Nothing of what fills a template is used here: what is read is what was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial

from lxml import etree

from pipeline.model.word_fields import contents_entries, fields_in
from pipeline.report.counting import Numbering
from pipeline.report.folding import ALIKE, Alike, Folded, alone
from pipeline.report.nodes import CONTENTS, DEEPEST, AlikeRow, Entry, Form, Look, Node, Para, Row, Table, paragraphs
from pipeline.report.wordml import (
    FALLBACK,
    P_PR,
    R_ID,
    R_PR,
    RELATION,
    SECT_PR,
    TBL,
    TC,
    TR,
    VAL,
    Element,
    P,
    R,
    T,
    parse,
    pieces,
    relations_name,
    style_of,
    target_of,
    text_of,
    w,
)  # fmt: skip


class Outliner:
    """Reads the parts of one package."""

    def __init__(self, members: Mapping[str, bytes], document: str) -> None:
        self._entries: frozenset[Element] = frozenset()
        self._first_entries: frozenset[Element | None] = frozenset()
        relations = members.get(relations_name(document))
        links = list(parse(relations).iter(RELATION)) if relations else []
        self.addresses = {
            link.get("Id", ""): link.get("Target", "") for link in links if link.get("TargetMode") == "External"
        }
        parts = {
            link.get("Type", "").rpartition("/")[2]: parse(members[target])
            for link in links
            if (target := target_of(document, link.get("Target", ""))) in members and target.endswith(".xml")
        }
        styles, numbering = parts.get("styles"), parts.get("numbering")
        self._styles = (
            {each.get(w("styleId"), ""): each for each in styles.iter(w("style"))} if styles is not None else {}
        )
        self.numbering = Numbering(numbering)
        self._targets = {
            link.get("Id", ""): target_of(document, link.get("Target", ""))
            for link in links
            if link.get("TargetMode") != "External"
        }
        self._known: dict[str, tuple[str, str, str]] = {}

    def part(self, part: Folded) -> tuple[Node, ...]:
        """What stands in a part: each contents table as one paragraph."""
        self._entries = contents_entries(part.root)
        tables = (field for field in fields_in(part.root) if field.kind == "TOC") if self._entries else ()
        self._first_entries = frozenset(next(field.begin.iterancestors(P), None) for field in tables)
        self._alike = _AlikeRows(self, part)
        body = part.root.find(w("body"))
        return self.nodes(body if body is not None else part.root)

    def nodes(self, container: Element) -> tuple[Node, ...]:
        """What stands in a body, a cell, a header …"""
        return tuple(self._walk(container))

    def _walk(self, container: Element) -> Iterator[Node]:
        for child in container:
            if child in self._entries:
                if child.getprevious() not in self._entries or child in self._first_entries:
                    yield CONTENTS
            elif child.tag == P:
                yield self.para(child)
                for inside in child.iter(P):  # text boxes
                    if inside is not child and next(inside.iterancestors(FALLBACK), None) is None:
                        yield self.para(inside)
            elif child.tag == TBL:
                yield Table(tuple(self._row(row) for row in child.iter(TR, ALIKE) if _owner(row, TBL) is child))
            elif isinstance(child.tag, str) and child.tag not in (P_PR, w("sectPr"), w("tcPr")):
                yield from self._walk(child)

    def _row(self, row: Element) -> Row:
        if row.tag == ALIKE:
            return self._alike.next()
        made = Row(self.cells(row))
        if number := row.get(ALIKE):
            self._alike.learn(number, row, made)
        return made

    def cells(self, row: Element) -> tuple[tuple[Node, ...], ...]:
        return tuple(self.nodes(cell) for cell in row.iter(TC) if _owner(cell, TR) is row)

    def para(self, paragraph: Element) -> Para:
        style = style_of(paragraph)
        entry = self.entry(paragraph, style)
        row = next(paragraph.iterancestors(TR), None)
        section = paragraph.find(f"{P_PR}/{SECT_PR}")
        return Para(
            text_of(paragraph),
            style,
            self.numbering.kind(entry) if entry is not None else "",
            self.level(paragraph, style),
            entry=entry,
            head=row is not None and _is_on(row.find(w("trPr")), "tblHeader"),
            section=self.section(section) if section is not None else "",
            element=paragraph,
        )

    def entry(self, paragraph: Element, style: str) -> Entry | None:
        own = paragraph.find(f"{P_PR}/{w('numPr')}")
        number, level, _ = self._of_style(style)
        if own is not None:
            number, level = _value(own, w("numId")) or number, _value(own, w("ilvl")) or level
        entry = number, int(level or "0")
        return entry if self.numbering.level(entry) is not None else None

    def section(self, section: Element) -> str:
        """What the pages of a section are like: their size, margins, columns, and the parts at their edges."""
        copy = deepcopy(section)
        for edge in copy.iter(w("headerReference"), w("footerReference")):
            edge.set(R_ID, self._targets.get(edge.get(R_ID, ""), ""))
        for name in [name for name in copy.attrib if str(name).startswith(w("rsid"))]:
            del copy.attrib[name]
        return hashlib.sha256(etree.tostring(copy, method="c14n", exclusive=True, with_tail=False)).hexdigest()

    def level(self, paragraph: Element, style: str) -> int:
        level = _value(paragraph, f"{P_PR}/{w('outlineLvl')}") or self._of_style(style)[2]
        return (int(level or "9") + 1) % 10

    def of_words(self, name: str) -> str:
        """The id of the paragraph style of this name that is neither a heading's nor a list's."""
        for key, style in self._styles.items():
            if style.get(w("type")) == "paragraph" and _value(style, w("name")).casefold() == name.casefold():
                number, _, level = self._of_style(key)
                return "" if number or level not in ("", "9") else key
        return ""

    def _of_style(self, style: str) -> tuple[str, str, str]:
        """The list, its level and the outline level that a style gives, its own or inherited."""
        if style not in self._known:
            chain = list(self._chain(style))
            paths = (f"{w('numPr')}/{w('numId')}", f"{w('numPr')}/{w('ilvl')}", w("outlineLvl"))
            found = [next((value for each in chain if (value := _value(each, f"{P_PR}/{path}"))), "") for path in paths]
            self._known[style] = (found[0], found[1], found[2])
        return self._known[style]

    def headings(self, root: Element) -> list[Element]:
        """The headings that a contents table lists, in order."""
        likely = (
            next(mark.iterancestors(P), None)
            for mark in root.iter(w("pStyle"), w("outlineLvl"))
            if mark.tag != w("pStyle") or self._of_style(mark.get(VAL, ""))[2]
        )
        return [
            each
            for each in dict.fromkeys(likely)
            if each is not None and 0 < self.level(each, style_of(each)) <= DEEPEST and text_of(each).strip()
        ]

    def looks(self, paragraph: Element) -> tuple[Look, ...]:
        """The stretches of text with one look; what belongs together joined."""
        looks: list[Look] = []
        for run in paragraph.iter(R):
            link = next(run.iterancestors(w("hyperlink")), None)
            address = self.addresses.get(link.get(R_ID, ""), "") if link is not None else ""
            text = "".join(text for _, text in pieces(run))
            properties = run.find(R_PR)
            looks.append((text, _is_on(properties, "b"), _is_on(properties, "i"), address))
        return joined(looks)

    def _chain(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _value(self._styles[style], w("basedOn"))


class _AlikeRows:
    """The rows of a part that are like others. ``next`` gives them in their order."""

    def __init__(self, outliner: Outliner, part: Folded) -> None:
        self._outliner, self._part = outliner, part
        self._rows = iter(part.rows)
        self._forms: dict[str, tuple[Form, tuple[tuple[str | int, ...], ...] | None]] = {}

    def learn(self, number: str, row: Element, made: Row) -> None:
        """``made`` is what others will be like. Where each paragraph is one text, words need not be put together."""
        places = {text: at for at, text in enumerate(each for each in row.iter(T) if each.text)}
        paras = [para for cell in made.cells for para in paragraphs(cell)]
        found = tuple(
            tuple(places.get(piece, text) for piece, text in pieces(para.element) if text)
            for para in paras
            if para.element is not None
        )
        plain = found == tuple((at,) for at in range(len(places)))
        form = Form(tuple(tuple(paragraphs(cell)) for cell in made.cells))
        self._forms[number] = (form, None if plain else found)

    def next(self) -> AlikeRow:
        row = next(self._rows)
        form, found = self._forms[row.like]
        words = row.texts
        if found is not None:
            words = tuple("".join(words[one] if isinstance(one, int) else one for one in para) for para in found)
        return AlikeRow(form, words, partial(self._read, row))

    def _read(self, row: Alike) -> tuple[tuple[Node, ...], ...]:
        return self._outliner.cells(alone(self._part, row))


def joined(looks: list[Look]) -> tuple[Look, ...]:
    """Neighbours of the same look made one; empty ones left out."""
    made: list[Look] = []
    for text, *look in looks:
        if text and made and list(made[-1][1:]) == look:
            made[-1] = (made[-1][0] + text, *made[-1][1:])
        elif text:
            made.append((text, look[0], look[1], look[2]))  # type: ignore[arg-type]
    return tuple(made)


def shade_of(paragraph: Element) -> str:
    """The fill of the cell a paragraph stands in."""
    cell = next(paragraph.iterancestors(TC), None)
    shade = cell.find(f"{w('tcPr')}/{w('shd')}") if cell is not None else None
    return shade.get(w("fill"), "") if shade is not None else ""


def _owner(element: Element, tag: str) -> Element | None:
    return next(element.iterancestors(tag), None)


def _value(element: Element, path: str) -> str:
    found = element.find(path)
    return found.get(VAL, "") if found is not None else ""


def _is_on(properties: Element | None, name: str) -> bool:
    found = properties.find(w(name)) if properties is not None else None
    return found is not None and found.get(VAL, "1") not in ("0", "false", "off")
