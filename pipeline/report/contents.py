"""The contents table: Word's own field, its entries filled in advance, each a link to its heading.

It has no page numbers, which only Word can know, so that none is ever wrong; and Word asks nothing on opening.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import takewhile

from lxml import etree

from pipeline.model.word_fields import contents_entries, fields_in
from pipeline.report.elements import properties_of
from pipeline.report.styles import Styles
from pipeline.report.wordml import P_PR, SPACE, TAB, Element, P, R, T, parse, text_of, w

LEVELS = 2
_CODE = f' TOC \\o "1-{LEVELS}" \\n \\h \\z \\u '
_STARTS, _ENDS, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")
_FIRST_ID = 3_000_000  # of bookmarks made here; they are counted anew once all are placed
_MARK = w("fldChar")


def enter(marked: Sequence[Element], root: Element, styles: Styles) -> None:
    """Puts a contents table in place of each of these paragraphs; none where the document has no heading."""
    if not marked:
        return
    headings = [heading for heading in root.iter(P) if 0 < styles.level(heading) <= LEVELS and text_of(heading).strip()]
    names = _bookmarked(headings, root)
    for paragraph in marked:
        entries = [_entry(heading, name, styles, paragraph) for heading, name in zip(headings, names, strict=True)]
        if entries:
            first, last = entries[0], entries[-1]
            at = 0 if first.find(P_PR) is None else 1
            first[at:at] = _begun()
            last.append(_mark("end"))
        for entry in entries:
            paragraph.addprevious(entry)
        _remove(paragraph)


def _bookmarked(headings: Sequence[Element], root: Element) -> list[str]:
    """Puts a bookmark around each heading, and gives their names, as Word would call them."""
    taken = {mark.get(_NAME, "") for mark in root.iter(_STARTS)}
    names: list[str] = []
    number = 100_000_000
    for at, heading in enumerate(headings):
        number += 1
        while f"_Toc{number}" in taken:
            number += 1
        identity = str(_FIRST_ID + at)
        first = heading.find(P_PR)
        heading.insert(0 if first is None else 1, etree.Element(_STARTS, {_ID: identity, _NAME: f"_Toc{number}"}))
        etree.SubElement(heading, _ENDS, {_ID: identity})
        names.append(f"_Toc{number}")
    return names


def _entry(heading: Element, bookmark: str, styles: Styles, marked: Element) -> Element:
    entry = etree.Element(P)
    style = styles.contents(styles.level(heading))
    properties = properties_of(style) if style else deepcopy(marked.find(P_PR))
    if properties is not None:
        entry.append(properties)
    link = etree.SubElement(entry, w("hyperlink"), {w("anchor"): bookmark, w("history"): "1"})
    text = etree.SubElement(etree.SubElement(link, R), T)
    text.text = " ".join(text_of(heading).split())
    return entry


def _begun() -> Iterator[Element]:
    yield _mark("begin")
    code = etree.Element(R)
    words = etree.SubElement(code, w("instrText"), {SPACE: "preserve"})
    words.text = _CODE
    yield code
    yield _mark("separate")


def _mark(kind: str) -> Element:
    run = etree.Element(R)
    etree.SubElement(run, _MARK, {w("fldCharType"): kind})
    return run


def with_page_numbers(document: bytes) -> bytes:
    """The part of a document with the page of its heading after each entry that has none: for LibreOffice, which works
    the pages out while it makes the PDF. The table is no field there, since LibreOffice leaves the entries of one alone.
    """
    root = parse(document)
    for entry in contents_entries(root):
        if any(field.kind == "PAGEREF" for field in fields_in(entry)):
            continue
        for link in entry.iter(w("hyperlink")):
            etree.SubElement(etree.SubElement(link, R), TAB)
            page = etree.SubElement(link, w("fldSimple"), {w("instr"): f" PAGEREF {link.get(w('anchor'))} \\h "})
            etree.SubElement(etree.SubElement(page, R), T).text = "0"
    for field in fields_in(root):
        if field.kind == "TOC":
            # Its code, up to the first entry, and its end.
            following = takewhile(lambda each: each.tag == R, _and_following(field.begin))
            for run in (*following, next(field.end.iterancestors(R))):
                _remove(run)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _and_following(mark: Element) -> list[Element]:
    run = next(mark.iterancestors(R))
    return [run, *run.itersiblings()]
