"""What loops and conditions leave behind in a Word file that Word would not open, or would open wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.report.wordml import COPIES, DOC_PROPERTIES, SPACE, TBL, TC, TR, Element, P, T, w

if TYPE_CHECKING:
    from pipeline.report.copies import Copied

_BOOKMARK, _BOOKMARK_END, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")
_AROUND, _SECTION = (w("sdt"), w("sdtContent"), w("customXml")), w("sectPr")
PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def mend(root: Element) -> None:
    """A table whose loop was empty goes; one that would touch the next, which Word would show as one, is parted from
    it; a cell whose condition was false gets its paragraph; a text with spaces at its edges keeps them.
    """
    for table in [table for table in root.iter(TBL) if next(table.iterchildren(TR, COPIES), None) is None]:
        parent = table.getparent()
        if parent is not None:
            parent.remove(table)
    part_tables(root)
    for cell in root.iter(TC):
        if len(cell) == 0 or cell[-1].tag != P:
            etree.SubElement(cell, P)
    for text in root.iter(T):
        words = text.text or ""
        if words != words.strip():
            text.set(SPACE, "preserve")


def part_tables(root: Element) -> None:
    """Puts an empty paragraph between two tables that would touch."""
    for table in [table for table in root.iter(TBL) if _touches(table)]:
        table.addnext(etree.Element(P))


def _touches(table: Element) -> bool:
    """Whether another table comes right after it; content controls around them count for nothing."""
    at: Element | None = table
    while at is not None:
        following = next(at.itersiblings(P, TBL, _SECTION, *_AROUND), None)
        while following is not None and following.tag in _AROUND:
            following = next(following.iterdescendants(P, TBL), None)
        if following is not None:
            return following.tag == TBL
        at = at.getparent()
        if at is not None and at.tag not in _AROUND:
            return False
    return False


def unique_ids(roots: Iterable[Element], copied: Mapping[Element, Copied]) -> None:
    """Bookmarks, drawings and paragraphs that a loop has repeated get ids and names of their own. ``copied``: the rows
    to come, by the elements that stand for them; they are told theirs.
    """
    roots = tuple(roots)
    _bookmarks(roots, copied)
    for number, drawing in enumerate((each for root in roots for each in root.iter(DOC_PROPERTIES)), start=1):
        drawing.set("id", str(number))
    _paragraphs(roots, copied)
    for root in roots:
        seen: set[str] = set()
        for identity in root.iter(w("sdtPr")):
            number_of = identity.find(w("id"))
            if number_of is not None and number_of.get(w("val"), "") in seen:
                identity.remove(number_of)
            elif number_of is not None:
                seen.add(number_of.get(w("val"), ""))


def _bookmarks(roots: Iterable[Element], copied: Mapping[Element, Copied]) -> None:
    names: set[str] = set()
    count = 0
    for root in roots:
        open_ids: dict[str, str] = {}
        for mark in root.iter(_BOOKMARK, _BOOKMARK_END, COPIES):
            if mark.tag == COPIES:
                copied[mark].bookmark = count + 1
                count += copied[mark].anchors
                continue
            old = mark.get(_ID, "")
            if mark.tag == _BOOKMARK:
                count += 1
                open_ids[old] = str(count)
                name = first = mark.get(_NAME, "")
                copy = 2
                while name.casefold() in names:  # Word holds names that differ by case to be one
                    name = f"{first[:34]}_{copy}"
                    copy += 1
                if name != first:
                    mark.set(_NAME, name)
                names.add(name.casefold())
            mark.set(_ID, open_ids.get(old, old))


def _paragraphs(roots: Iterable[Element], copied: Mapping[Element, Copied]) -> None:
    seen: set[str] = set()
    for root in roots:
        for paragraph in root.iter(P, COPIES):
            if paragraph.tag == COPIES:
                copied[paragraph].para_ids = (
                    frozenset(identity for shape in copied[paragraph].shapes for identity in shape.para_ids) - seen
                )
                seen |= copied[paragraph].para_ids
                continue
            known = paragraph.get(PARA_ID)
            if known in seen:
                del paragraph.attrib[PARA_ID]
            elif known:
                seen.add(known)
