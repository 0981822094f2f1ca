"""What stands beside a tag that takes its paragraph or its row with it, besides words: all of it would be lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.report.faults import Found
from pipeline.report.tags import Tag
from pipeline.report.wordml import BR, P_PR, R_PR, TAB, TR, VAL, Element, P, R, T, w

_START, _END, _ID = w("bookmarkStart"), w("bookmarkEnd"), w("id")
_BREAK_BEFORE, _OFF = w("pageBreakBefore"), ("0", "false", "off")
# Around words, or of no weight. A field is known by its marks.
_NOTHING = frozenset(
    (P, R, T, TAB, BR, TR, _START, _END,
     *map(w, ("tc", "cr", "ptab", "lastRenderedPageBreak", "proofErr", "softHyphen", "noBreakHyphen", "sdt", "sdtContent", "smartTag",
              "customXml", "hyperlink", "sectPr")))
)  # fmt: skip
_LOOKS = frozenset((P_PR, R_PR, *map(w, ("trPr", "tblPrEx", "tcPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))))
_CALLED = {
    "drawing": "a picture or text box", "pict": "a picture or text box", "AlternateContent": "a picture or text box",
    "object": "an embedded object", "oMath": "an equation", "oMathPara": "an equation",
    "footnoteReference": "the mark of a footnote", "endnoteReference": "the mark of an endnote",
    "fldChar": "a field", "fldSimple": "a field", "tbl": "a table",
}  # fmt: skip


def taken_along(tags: Sequence[Tag], native: Sequence[Tag]) -> Iterator[Found]:
    """Of the tags that stand alone; what is wrong where one does not is told elsewhere. ``native``: those that give
    their paragraph to native content.
    """
    for tag in tags:
        row = next(tag.paragraph.iterancestors(TR), None) if tag.of_row else None
        if tag.of_row and row is not None:
            around, what = row, "row"
        elif tag.of_paragraph or tag in native:
            around, what = tag.paragraph, "paragraph"
        else:
            continue
        if lost := next(_lost(around, keeps_looks=tag in native), ""):
            message = f"{lost} stands beside this tag and would be lost: the tag must stand alone in its {what}, so move the rest to another."
            yield Found(message, tag.paragraph, tag.text)


def _lost(around: Element, *, keeps_looks: bool) -> Iterator[str]:
    """What goes with this paragraph or row, other than words."""
    starts = {mark.get(_ID) for mark in around.iter(_START)}
    ends = {mark.get(_ID) for mark in around.iter(_END)}
    if starts != ends:
        yield "one end of a bookmark"
    for before in around.iter(_BREAK_BEFORE) if not keeps_looks else ():
        if before.get(VAL, "1") not in _OFF:
            yield "a page break"
    to_come = [around]
    while to_come:
        element = to_come.pop()
        if not isinstance(element.tag, str) or element.tag in _LOOKS:
            continue
        if element.tag == BR and element.get(w("type"), "textWrapping") != "textWrapping":
            yield f"a {element.get(w('type'))} break"
        if element.tag not in _NOTHING:
            yield _CALLED.get(element.tag.rpartition("}")[2], "something that is no word")
        to_come += reversed(element)
