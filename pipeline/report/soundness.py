"""Whether Word will open a file: the rules of the package that a damaged or ill-built one breaks.

Validators miss several of these (an unclosed field, a bookmark without its end, loose text).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pipeline.model.word_fields import fields_in
from pipeline.report.faults import quote
from pipeline.report.folding import Parts
from pipeline.report.package import CONTENT_TYPES
from pipeline.report.wordml import (
    DOC_PROPERTIES,
    OFFICE,
    PACKAGE,
    RELATION,
    TBL,
    TC,
    TR,
    VAL,
    Element,
    P,
    T,
    target_of,
    w,
)

_TYPES = f"{{{PACKAGE}/content-types}}"
_MARKS = re.compile(b"\xef\xb7[\x90-\xaf]")  # U+FDD0 to U+FDEF
_LEADING = ("REF", "PAGEREF", "NOTEREF")
_ON = ("1", "true", "on")
_SAFE = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
# Where text may stand without a w:t around it: nowhere. These hold text of their own kind.
_TEXTUAL = (T, w("instrText"), w("delText"), w("delInstrText"))


def faults(members: Mapping[str, bytes], parts: Parts | None = None) -> Iterator[str]:
    """A sentence for each rule that is broken. ``parts``: the same members, where they are read elsewhere too."""
    parts = parts or Parts(members)
    roots: dict[str, Element] = {}
    for name, data in members.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = parts.root(name)
            except etree.XMLSyntaxError as error:
                yield f"The part {name} is not well formed ({error.msg})."
            if _MARKS.search(data):
                yield f"The part {name} still holds a mark of the program's own."
    if len({name.casefold() for name in members}) < len(members):
        yield "Two parts have the same name."
    words = {name: root for name, root in roots.items() if root.tag.startswith(w(""))}
    folded = {name: parts.folded(name).root for name in words}
    yield from _typed(members, roots)
    yield from _related(members, roots | folded)
    for name, root in words.items():
        if any(field.get(w("dirty")) in _ON for field in folded[name].iter(w("fldChar"), w("fldSimple"))) or any(
            wish.get(VAL, "true") in _ON for wish in root.iter(w("updateFields"))
        ):
            yield f"In {name}: Word would ask on opening whether fields are to be brought up to date."
        yield from (f"In {name}: {fault}" for fault in (*_part(folded[name]), *_touching(folded[name]), *_paired(root)))
    yield from _named(words.values(), folded.values())
    yield from _unique(folded)


def _typed(members: Mapping[str, bytes], roots: Mapping[str, Element]) -> Iterator[str]:
    types = roots.get(CONTENT_TYPES)
    if types is None:
        yield "The package has no content types."
        return
    endings = {each.get("Extension", "").casefold() for each in types.iter(f"{_TYPES}Default")}
    named = [each.get("PartName", "") for each in types.iter(f"{_TYPES}Override")]
    for name in members:
        if name != CONTENT_TYPES and f"/{name}" not in named and name.rpartition(".")[2].casefold() not in endings:
            yield f"The part {name} has no content type."
    yield from (f"A content type is given for {name}, which is not there." for name in named if name[1:] not in members)
    yield from (f"Two content types are given for {name}." for name, count in Counter(named).items() if count > 1)


def _related(members: Mapping[str, bytes], roots: Mapping[str, Element]) -> Iterator[str]:
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        part = folder + file.removesuffix(".rels")
        ids = [relation.get("Id", "") for relation in root.iter(RELATION)]
        yield from (f"{name} uses the id {one} twice." for one, count in Counter(ids).items() if count > 1)
        for relation in root.iter(RELATION):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                if not _SAFE.match(target):
                    yield f"{part} links to {target}, which is no web or e-mail address."
            elif target_of(part, target) not in members:
                yield f"{part or 'The package'} refers to {target}, which is not there."
        used = {str(value) for element in roots[part].iter() for key, value in element.attrib.items() if str(key).startswith(f"{{{OFFICE}}}")} if part in roots else set()  # fmt: skip
        yield from (f"{part} uses the relationship {one}, which is not there." for one in sorted(used - set(ids)))


def _part(root: Element) -> Iterator[str]:
    for element in root.iter():
        if (
            isinstance(element.tag, str)
            and element.tag.startswith(w(""))
            and element.tag not in _TEXTUAL
            and (element.text or "").strip()
        ):
            yield f"loose text: {(element.text or '').strip()[:40]}"
        if (element.tail or "").strip():
            yield f"loose text: {(element.tail or '').strip()[:40]}"
    for table in root.iter(TBL):
        if table.find(TR) is None:
            yield "a table has no row."
        grid = table.find(w("tblGrid"))
        columns = len(grid) if grid is not None else 0
        for row in table.iterchildren(TR):
            cells = row.findall(TC)
            if not cells and row.find(w("sdt")) is None:
                yield "a row has no cell."
            spans = sum(
                int(span.get(VAL, "1")) - 1 for cell in cells for span in cell.iterfind(f"{w('tcPr')}/{w('gridSpan')}")
            )
            skipped = sum(
                int(skip.get(VAL, "0"))
                for skip in row.iterfind(f"{w('trPr')}/*")
                if skip.tag in (w("gridBefore"), w("gridAfter"))
            )
            if row.find(w("sdt")) is None and len(cells) + spans + skipped != columns:
                yield f"a row has {len(cells) + spans + skipped} cells where its table has {columns} columns."
    for cell in root.iter(TC):
        if len(cell) == 0 or cell[-1].tag != P:
            yield "a cell does not end in a paragraph."
    if root.tag in (w("hdr"), w("ftr")) and root.find(f".//{P}") is None:
        yield "a header or footer has no paragraph."
    body = root.find(w("body"))
    if body is not None and (len(body) == 0 or body[-1].tag != w("sectPr")):
        yield "the body does not end in its section."


def _touching(root: Element) -> Iterator[str]:
    for table in root.iter(TBL):
        following = next(table.itersiblings(P, TBL, w("sdt"), w("sectPr")), None)
        if following is not None and following.tag == TBL:
            yield "a table stands right after another one, and Word would show the two as one."


def _paired(root: Element) -> Iterator[str]:
    """Fields closed, bookmarks paired."""
    depth = 0
    for field in root.iter(w("fldChar")):
        depth += {"begin": 1, "end": -1}.get(field.get(w("fldCharType"), ""), 0)
        if depth < 0:
            break
    if depth:
        yield "a field is not closed."
    starts = Counter(mark.get(w("id")) for mark in root.iter(w("bookmarkStart")))
    ends = Counter(mark.get(w("id")) for mark in root.iter(w("bookmarkEnd")))
    if starts != ends or any(count > 1 for count in starts.values()):
        yield "a bookmark has no end, no start, or the id of another."


def _led_to(root: Element) -> Iterator[tuple[str, str]]:
    """The bookmarks that links and references lead to, in small letters, each with the words that lead there."""
    for link in root.iter(w("hyperlink")):
        if anchor := link.get(w("anchor")):
            yield anchor.casefold(), "".join(text.text or "" for text in link.iter(T))
    yield from ((each.of.casefold(), each.text) for each in fields_in(root) if each.kind in _LEADING)


def _named(words: Iterable[Element], folded: Iterable[Element]) -> Iterator[str]:
    """Every bookmark of all rows; links and references as rows alike have them."""
    names = Counter(mark.get(w("name"), "").casefold() for root in words for mark in root.iter(w("bookmarkStart")))
    yield from (f"Two bookmarks have the name {name}." for name, count in names.items() if count > 1)
    leading = {name: words for root in folded for name, words in reversed([*_led_to(root)])}
    yield from (
        f"The heading or other place that {quote(words)} leads to is missing: it leads to {name}, which is not there."
        for name, words in reversed(leading.items())
        if name not in names and name != "_top"
    )


def _unique(words: Mapping[str, Element]) -> Iterator[str]:
    drawings = Counter(drawing.get("id") for root in words.values() for drawing in root.iter(DOC_PROPERTIES))
    yield from (f"Two drawings have the id {one}." for one, count in drawings.items() if count > 1)
    numbering = next((root for root in words.values() if root.tag == w("numbering")), None)
    lists = {num.get(w("numId")) for num in numbering.iter(w("num"))} if numbering is not None else set()
    used = {
        number.get(VAL) for root in words.values() for number in root.iter(w("numId")) if number.getparent() is not None
    } - {"0"}
    yield from (
        f"A paragraph belongs to the list {number}, which is not there." for number in sorted(map(str, used - lists))
    )
    styles = next((root for root in words.values() if root.tag == w("styles")), None)
    known = {style.get(w("styleId")) for style in styles.iter(w("style"))} if styles is not None else set()
    wanted = {style.get(VAL) for root in words.values() for style in root.iter(w("pStyle"), w("rStyle"), w("tblStyle"))}
    yield from (f"The style {style} is used, but is not there." for style in sorted(map(str, wanted - known)))
