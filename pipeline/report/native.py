"""Puts the officer's words and the heat maps where their marks stand, as native Word content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from pipeline.model.page import HeatCell, HeatMap
from pipeline.model.records import Block, BlockKind, Run
from pipeline.report.context import Native
from pipeline.report.lists import Lists
from pipeline.report.styles import Styles
from pipeline.report.template import NATIVE
from pipeline.report.wordml import (
    BR, OFFICE, P, P_PR, R, R_ID, R_PR, RELATION, SECT_PR, SPACE, T, TAB, TBL, TC, TR, VAL, Element, parse, relations_name, text_of, w,
)  # fmt: skip

_INDENT = 397  # one step of a list, in twentieths of a point, where the body text itself is indented


class Placer:
    """Places native content in one document; afterwards ``changed`` gives the other parts it has touched."""

    def __init__(self, members: Mapping[str, bytes], document: str, root: Element) -> None:
        self._document, self._root = document, root
        self._relations = parse(members[relations_name(document)])
        parts = {relation.get("Type", "").rpartition("/")[2]: relation.get("Target", "") for relation in self._relations.iter(RELATION)}
        self.styles = Styles(members, document, parts.get("styles", ""))
        self.lists = Lists(members, document, parts.get("numbering", ""), self.styles)
        self._links: dict[str, str] = {}

    def changed(self) -> dict[str, bytes]:
        """The numbering, the relationships and what they brought with them."""
        changed = self.lists.changed(self._relations)
        changed[relations_name(self._document)] = _written(self._relations)
        return changed

    def place(self, native: Mapping[str, Native]) -> None:
        """Replaces each marked paragraph; one whose content is empty goes."""
        for marked in [paragraph for paragraph in self._root.iter(P) if text_of(paragraph).startswith(NATIVE)]:
            mark = text_of(marked)[len(NATIVE) :].strip()
            content = native[mark] if mark else ()
            parent = marked.getparent()
            if parent is None:
                continue
            made = self.heat_map(content, marked) if isinstance(content, HeatMap) else list(self.blocks(content, marked))
            at = parent.index(marked)
            parent[at : at + 1] = made

    # --- the officer's words ---------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block], marked: Element) -> Iterator[Element]:
        indent = self.styles.indent(marked, self.lists)
        heading = min(self.styles.level_before(marked) + 1, 9)
        number: str | None = None  # the numbered list that is open
        below_table = False
        for block in blocks:
            nested = block.kind is BlockKind.BULLET and block.level > 0
            if block.kind is not BlockKind.NUMBERED and not nested:
                number = None
            if block.kind is BlockKind.TABLE:
                yield self.table(block, indent, marked)
                below_table = True
                continue
            properties = self._body(marked)
            if block.kind is BlockKind.SUBHEADING:
                properties = self._styled(self.styles.heading(heading), marked)
            elif block.kind is BlockKind.BULLET:
                properties = self._listed(self.lists.bullets, self.lists.bullets.number, block.level, indent, marked)
            elif block.kind is BlockKind.NUMBERED:
                number = number or self.lists.restarted()
                properties = self._listed(self.lists.numbers, number, block.level, indent, marked)
            if below_table:
                properties = _spaced(properties)
            below_table = False
            yield self.paragraph(block.runs, properties)

    def paragraph(self, runs: Sequence[Run], properties: Element | None) -> Element:
        made = etree.Element(P)
        if properties is not None and len(properties):
            made.append(properties)
        for run in runs:
            home = made
            if run.link:
                home = etree.SubElement(made, w("hyperlink"))
                home.set(R_ID, self._link(run.link))
            home.append(_run(run, self.styles.link if run.link else ""))
        return made

    def table(self, block: Block, indent: int, marked: Element) -> Element:
        columns = max(len(row) for row in block.rows)
        table = _table(self.styles.table, [(self._width(marked) - indent) // columns] * columns, indent, "")
        for at, row in enumerate(block.rows):
            made = _row(table, heading=at == 0)
            for cell in [*row, *[()] * (columns - len(row))]:
                style = self.styles.table_heading if at == 0 else self.styles.table_text
                runs = [Run(run.text, True, run.italic, run.link) for run in cell] if at == 0 and not style else cell
                _cell(made).append(self.paragraph(runs, _properties(style)))
        return table

    def _body(self, marked: Element) -> Element | None:
        properties = marked.find(P_PR)
        return deepcopy(properties) if properties is not None else None

    def _styled(self, style: str, marked: Element) -> Element | None:
        return _properties(style) if style else self._body(marked)

    def _listed(self, of: object, number: str, level: int, indent: int, marked: Element) -> Element | None:
        style = self.lists.style_of(of)
        properties = self._styled(style, marked)
        properties = properties if properties is not None else etree.Element(P_PR)
        level = min(level, 2)
        if level or not style or number != self.lists.bullets.number:
            for old in properties.findall(w("numPr")):
                properties.remove(old)
            numbering = etree.Element(w("numPr"))
            etree.SubElement(numbering, w("ilvl")).set(VAL, str(level))
            etree.SubElement(numbering, w("numId")).set(VAL, number)
            _insert(properties, numbering)
        if indent:
            for old in properties.findall(w("ind")):
                properties.remove(old)
            place = etree.Element(w("ind"))
            place.set(w("left"), str(indent + _INDENT * (level + 1)))
            place.set(w("hanging"), str(_INDENT))
            _insert(properties, place)
        return properties

    def _link(self, address: str) -> str:
        if address not in self._links:
            used = {relation.get("Id") for relation in self._relations}
            fresh = next(f"rId{at}" for at in range(1, len(used) + 2) if f"rId{at}" not in used)
            relation = etree.SubElement(self._relations, RELATION)
            for name, value in (("Id", fresh), ("Type", f"{OFFICE}/hyperlink"), ("Target", address), ("TargetMode", "External")):
                relation.set(name, value)
            self._links[address] = fresh
        return self._links[address]

    def _width(self, marked: Element) -> int:
        """The width of the text where the mark stands, in twentieths of a point."""
        section = next((found for found in marked.xpath("following::*[local-name()='sectPr']")), None)
        if section is None:
            return 9026  # A4 with Word's own margins
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        if size is None or margins is None:
            return 9026
        return int(size.get(w("w"), 11906)) - int(margins.get(w("left"), 1440)) - int(margins.get(w("right"), 1440))

    # --- heat maps -------------------------------------------------------------------------------

    def heat_map(self, heat: HeatMap, marked: Element) -> list[Element]:
        """The map, and beneath it the key of its bands in a paragraph."""
        impacts = len(heat.rows[0])
        first = 1500
        each = min(1500, (self._width(marked) - first) // impacts)
        caption = f"Heat map of {heat.organisation}: the aligned risks by likelihood and impact"
        table = _table(self.styles.heat_map, [first, *[each] * impacts], 0, caption)
        style = self.styles.heat_map_text
        row = _row(table, heading=True)
        for words in (heat.likelihood_heading, *(f"Impact {cell.impact}" for cell in heat.rows[0])):
            _cell(row).append(self.paragraph([Run(words, bold=True)], _properties(style, keep=True)))
        for cells in heat.rows:
            row = _row(table, height=540)
            _cell(row, middle=True).append(self.paragraph([Run(cells[0].likelihood, bold=True)], _properties(style, keep=True)))
            for cell in cells:
                made = _cell(row, cell.shade, middle=True)
                if cell.risks:
                    made.append(self.paragraph([Run(cell.risks, bold=True)], _properties(style, keep=True)))
                made.append(self.paragraph([Run(cell.short)], _properties(style, keep=True)))
        return [table, self._key(heat.bands, marked)]

    def _key(self, bands: Sequence[HeatCell], marked: Element) -> Element:
        key = self.paragraph([Run("Key:  ")], self._styled(self.styles.note, marked))
        for band in bands:
            short = _run(Run(f" {band.short} ", bold=True), "")
            properties = short.find(R_PR)
            if properties is not None:
                shade = etree.SubElement(properties, w("shd"))
                for name, value in (("val", "clear"), ("color", "auto"), ("fill", band.shade)):
                    shade.set(w(name), value)
                colour = etree.Element(w("color"))
                colour.set(VAL, "000000")
                properties.insert(len(properties) - 1, colour)
            key.extend((short, _run(Run(f" {band.band}    "), "")))
        return key


def _run(run: Run, style: str) -> Element:
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


def _properties(style: str, *, keep: bool = False) -> Element | None:
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


def _spaced(properties: Element | None) -> Element:
    """With room above: a table leaves none below itself."""
    properties = properties if properties is not None else etree.Element(P_PR)
    if properties.find(w("spacing")) is None:
        space = etree.Element(w("spacing"))
        space.set(w("before"), "160")
        _insert(properties, space)
    return properties


def _insert(properties: Element, child: Element) -> None:
    rank = _ORDER.index(str(child.tag))
    at = next((at for at, other in enumerate(properties) if _ORDER.index(str(other.tag)) > rank), len(properties))
    properties.insert(at, child)


def _table(style: str, widths: Sequence[int], indent: int, caption: str) -> Element:
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


def _row(table: Element, *, heading: bool = False, height: int = 0) -> Element:
    row = etree.SubElement(table, TR)
    properties = etree.SubElement(row, w("trPr"))
    etree.SubElement(properties, w("cantSplit"))
    if height:
        etree.SubElement(properties, w("trHeight")).set(VAL, str(height))
    if heading:
        etree.SubElement(properties, w("tblHeader"))
    return row


def _cell(row: Element, shade: str = "", *, middle: bool = False) -> Element:
    """A new cell of the row, as wide as its column."""
    table = row.getparent()
    column = table.find(w("tblGrid"))[len(row.findall(TC))] if table is not None else None
    cell = etree.SubElement(row, TC)
    properties = etree.SubElement(cell, w("tcPr"))
    _sized(properties, "tcW", int(column.get(w("w"), "0")) if column is not None else 0)
    if shade:
        fill = etree.SubElement(properties, w("shd"))
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            fill.set(w(name), value)
    if middle:
        etree.SubElement(properties, w("vAlign")).set(VAL, "center")
    return cell


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
