"""The pieces of native Word content: runs, properties in their right order, tables with a heading row."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from pipeline.model.records import Run
from pipeline.report.wordml import BR, P_PR, R_PR, SPACE, TAB, TBL, TC, TR, VAL, Element, R, T, w


def run_element(run: Run, style: str) -> Element:
    made = etree.Element(R)
    properties = etree.SubElement(made, R_PR)
    if style:
        etree.SubElement(properties, w("rStyle")).set(VAL, style)
    for name, wanted in (("b", run.bold), ("bCs", run.bold), ("i", run.italic), ("iCs", run.italic)):
        if wanted:
            etree.SubElement(properties, w(name))
    if not len(properties):
        made.remove(properties)
    for at, line in enumerate(run.text.split("\n")):
        if at:
            etree.SubElement(made, BR)
        for place, words in enumerate(line.split("\t")):
            if place:
                etree.SubElement(made, TAB)
            if words:
                text = etree.SubElement(made, T)
                text.text = words
                text.set(SPACE, "preserve")
    return made


def properties_of(style: str, *, keep: bool = False) -> Element | None:
    if not style and not keep:
        return None
    properties = etree.Element(P_PR)
    if style:
        etree.SubElement(properties, w("pStyle")).set(VAL, style)
    if keep:
        etree.SubElement(properties, w("keepNext"))
    return properties


# The order in which Word wants a paragraph's properties.
_ORDER = [w(name) for name in (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr",
    "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)]  # fmt: skip


def spaced(properties: Element | None) -> Element:
    """With room above: a table leaves none below itself."""
    properties = properties if properties is not None else etree.Element(P_PR)
    if properties.find(w("spacing")) is None:
        space = etree.Element(w("spacing"))
        space.set(w("before"), "160")
        insert(properties, space)
    return properties


def insert(properties: Element, child: Element) -> None:
    rank = _ORDER.index(str(child.tag))
    at = next((at for at, other in enumerate(properties) if _ORDER.index(str(other.tag)) > rank), len(properties))
    properties.insert(at, child)


def table_element(style: str, widths: Sequence[int], indent: int, caption: str) -> Element:
    table = etree.Element(TBL)
    properties = etree.SubElement(table, w("tblPr"))
    if style:
        etree.SubElement(properties, w("tblStyle")).set(VAL, style)
    _sized(properties, "tblW", sum(widths))
    if indent:
        _sized(properties, "tblInd", indent)
    if not style:
        borders = etree.SubElement(properties, w("tblBorders"))
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            border = etree.SubElement(borders, w(side))
            for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")):
                border.set(w(name), value)
    etree.SubElement(properties, w("tblLayout")).set(w("type"), "fixed")
    look = etree.SubElement(properties, w("tblLook"))
    for name, value in (("val", "0420"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "0"), ("lastColumn", "0"),
                        ("noHBand", "0"), ("noVBand", "1")):  # fmt: skip
        look.set(w(name), value)
    if caption:
        etree.SubElement(properties, w("tblCaption")).set(VAL, caption)
    grid = etree.SubElement(table, w("tblGrid"))
    for width in widths:
        etree.SubElement(grid, w("gridCol")).set(w("w"), str(width))
    return table


def _sized(properties: Element, name: str, width: int) -> None:
    element = etree.SubElement(properties, w(name))
    element.set(w("w"), str(width))
    element.set(w("type"), "dxa")


def row_element(table: Element, *, heading: bool = False, height: int = 0) -> Element:
    row = etree.SubElement(table, TR)
    properties = etree.SubElement(row, w("trPr"))
    etree.SubElement(properties, w("cantSplit"))
    if height:
        etree.SubElement(properties, w("trHeight")).set(VAL, str(height))
    if heading:
        etree.SubElement(properties, w("tblHeader"))
    return row


def cell_element(row: Element, width: int, shade: str = "", *, middle: bool = False) -> Element:
    """A new cell of the row. Whoever asks for it puts a paragraph in."""
    cell = etree.SubElement(row, TC)
    properties = etree.SubElement(cell, w("tcPr"))
    _sized(properties, "tcW", width)
    if shade:
        fill = etree.SubElement(properties, w("shd"))
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            fill.set(w(name), value)
    if middle:
        etree.SubElement(properties, w("vAlign")).set(VAL, "center")
    return cell
