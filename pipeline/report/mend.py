"""What loops and conditions leave behind in a Word file that Word would not open, or would open wrongly."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.report.wordml import DOC_PROPERTIES, SPACE, TBL, TC, TR, Element, P, T, w

_BOOKMARK, _BOOKMARK_END, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def mend(root: Element) -> None:
    """A table whose loop was empty goes; a cell whose condition was false gets its paragraph; a text with
    spaces at its edges keeps them.
    """
    for table in [table for table in root.iter(TBL) if table.find(TR) is None]:
        parent = table.getparent()
        if parent is not None:
            parent.remove(table)
    for cell in root.iter(TC):
        if len(cell) == 0 or cell[-1].tag != P:
            etree.SubElement(cell, P)
    for text in root.iter(T):
        words = text.text or ""
        if words != words.strip():
            text.set(SPACE, "preserve")


def unique_ids(roots: Iterable[Element]) -> None:
    """Bookmarks, drawings and paragraphs that a loop has repeated get ids and names of their own."""
    names: set[str] = set()
    bookmarks = drawings = 0
    paragraphs: set[str] = set()
    for root in roots:
        open_ids: dict[str, str] = {}
        for mark in root.iter(_BOOKMARK, _BOOKMARK_END):
            old = mark.get(_ID, "")
            if mark.tag == _BOOKMARK:
                bookmarks += 1
                open_ids[old] = str(bookmarks)
                name = first = mark.get(_NAME, "")
                copy = 2
                while name.casefold() in names:  # Word holds names that differ by case to be one
                    name = f"{first[:34]}_{copy}"
                    copy += 1
                if name != first:
                    mark.set(_NAME, name)
                names.add(name.casefold())
            mark.set(_ID, open_ids.get(old, old))
        for drawing in root.iter(DOC_PROPERTIES):
            drawings += 1
            drawing.set("id", str(drawings))
        for paragraph in root.iter(P):
            known = paragraph.get(_PARA_ID)
            if known in paragraphs:
                del paragraph.attrib[_PARA_ID]
            elif known:
                paragraphs.add(known)
        seen: set[str] = set()
        for identity in root.iter(w("sdtPr")):
            number = identity.find(w("id"))
            if number is not None and number.get(w("val"), "") in seen:
                identity.remove(number)
            elif number is not None:
                seen.add(number.get(w("val"), ""))
