"""Puts the officer's words and the heat maps where their marks stand, as native Word content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from pipeline.model.page import Contents, HeatCell, HeatMap
from pipeline.model.records import Block, BlockKind, Run
from pipeline.report.anchors import Anchors
from pipeline.report.context import Native
from pipeline.report.elements import (
    cell_element,
    insert,
    properties_of,
    row_element,
    run_element,
    spaced,
    table_element,
)  # fmt: skip
from pipeline.report.lists import Lists
from pipeline.report.styles import Styles
from pipeline.report.tags import NATIVE
from pipeline.report.wordml import (
    OFFICE,
    P_PR,
    R_ID,
    R_PR,
    RELATION,
    SECT_PR,
    TC,
    TR,
    VAL,
    Element,
    P,
    T,
    parse,
    relations_name,
    text_of,
    w,
)  # fmt: skip

_INDENT = 397  # one step of a list, in twentieths of a point, where the body text itself is indented


def _paragraphs(block: Element) -> Iterator[tuple[str, Element]]:
    """Each paragraph of a block; those of a table after the key of their cell in it."""
    if block.tag == P:
        yield "", block
    for up, row in enumerate(block.iterchildren(TR)):
        for across, cell in enumerate(row.iterchildren(TC)):
            yield from ((f".rows[{up}][{across}]", paragraph) for paragraph in cell.iter(P))


class Placer:
    """Places native content in one document; afterwards ``changed`` gives the other parts it has touched."""

    def __init__(self, members: Mapping[str, bytes], document: str, root: Element, styles: Styles) -> None:
        self._document, self._root, self.styles = document, root, styles
        self._relations = parse(members[relations_name(document)])
        parts = {
            relation.get("Type", "").rpartition("/")[2]: relation.get("Target", "")
            for relation in self._relations.iter(RELATION)
        }
        self.lists = Lists(members, document, parts.get("numbering", ""), self.styles)
        self._links: dict[str, str] = {}
        self.words: list[Element] = []  # the paragraphs of the officer's words
        self.contents: list[Element] = []  # where a contents table is to stand

    def changed(self) -> dict[str, bytes]:
        """The numbering, the relationships and what they brought with them."""
        changed = self.lists.changed(self._relations)
        changed[relations_name(self._document)] = _written(self._relations)
        return changed

    def place(self, native: Mapping[str, Native], anchors: Anchors) -> None:
        """Replaces each marked paragraph; one whose content is empty goes. The officer's words get anchors. One for a
        contents table stays: what it lists may not be there yet.
        """
        texts = [text for text in self._root.iter(T) if NATIVE in (text.text or "")]
        for marked in [next(text.iterancestors(P)) for text in texts]:
            mark = text_of(marked).strip()[len(NATIVE) :]
            key, content = native[mark] if mark else ("", ())
            parent = marked.getparent()
            if parent is None:
                continue
            if isinstance(content, Contents):
                self.contents.append(marked)
                continue
            if isinstance(content, HeatMap):
                made = self.heat_map(content, marked, key, anchors)
            else:
                made = list(self.blocks(content, marked))
                for at, block in enumerate(made):
                    for cell, paragraph in _paragraphs(block):
                        anchors.whole(paragraph, f"{key}[{at}]{cell}")
                        self.words.append(paragraph)
            at = parent.index(marked)
            parent[at : at + 1] = made

    # --- the officer's words ---------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block], marked: Element) -> Iterator[Element]:
        indent = self.lists.indent(marked)
        heading = min(self.styles.level_before(marked) + 1, 9)
        below_table = False
        for block in blocks:
            if block.kind is BlockKind.TABLE:
                yield self.table(block, indent, marked)
                below_table = True
                continue
            properties = self._body(marked)
            if block.kind is BlockKind.SUBHEADING:
                properties = self._heading(min(heading + block.level, 9), marked)
            elif block.kind is BlockKind.BULLET:
                number = self.lists.bulleted(block.level)
                properties = self._listed(self.lists.bullets, number, block.level, indent, marked)
            elif block.kind is BlockKind.NUMBERED:
                number = self.lists.numbered(block.counted, block.level)
                properties = self._listed(self.lists.numbers, number, block.level, indent, marked)
            elif block.style and (style := self.styles.of_words(block.style)):
                properties = properties_of(style)
            if below_table:
                properties = spaced(properties)
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
            home.append(run_element(run, self.styles.link if run.link else ""))
        return made

    def table(self, block: Block, indent: int, marked: Element) -> Element:
        columns = max(len(row) for row in block.rows)
        width = (self._width(marked) - indent) // columns
        table = table_element(self.styles.table, [width] * columns, indent, "")
        for at, row in enumerate(block.rows):
            made = row_element(table, heading=at == 0)
            for cell in [*row, *[()] * (columns - len(row))]:
                style = self.styles.table_heading if at == 0 else self.styles.table_text
                runs = [Run(run.text, True, run.italic, run.link) for run in cell] if at == 0 and not style else cell
                cell_element(made, width).append(self.paragraph(runs, properties_of(style)))
        return table

    def _body(self, marked: Element) -> Element | None:
        properties = marked.find(P_PR)
        return deepcopy(properties) if properties is not None else None

    def _heading(self, level: int, marked: Element) -> Element | None:
        """Of a heading of this level; where the template has no style for it, as the next higher one it has."""
        near = next((style for at in range(level, 0, -1) if (style := self.styles.heading(at))), "")
        properties = self._styled(near, marked)
        if properties is not None and near and near != self.styles.heading(level):
            outline = etree.Element(w("outlineLvl"))
            outline.set(VAL, str(level - 1))
            insert(properties, outline)
        return properties

    def _styled(self, style: str, marked: Element) -> Element | None:
        return properties_of(style) if style else self._body(marked)

    def _listed(self, of: object, number: str, level: int, indent: int, marked: Element) -> Element | None:
        style = self.lists.style_of(of)
        properties = self._styled(style, marked)
        properties = properties if properties is not None else etree.Element(P_PR)
        if level or not style or number != self.lists.bullets.number:
            for old in properties.findall(w("numPr")):
                properties.remove(old)
            numbering = etree.Element(w("numPr"))
            etree.SubElement(numbering, w("ilvl")).set(VAL, str(level))
            etree.SubElement(numbering, w("numId")).set(VAL, number)
            insert(properties, numbering)
        if indent:
            for old in properties.findall(w("ind")):
                properties.remove(old)
            place = etree.Element(w("ind"))
            place.set(w("left"), str(indent + _INDENT * (level + 1)))
            place.set(w("hanging"), str(_INDENT))
            insert(properties, place)
        return properties

    def _link(self, address: str) -> str:
        if address not in self._links:
            used = {relation.get("Id") for relation in self._relations}
            fresh = next(f"rId{at}" for at in range(1, len(used) + 2) if f"rId{at}" not in used)
            relation = etree.SubElement(self._relations, RELATION)
            for name, value in (
                ("Id", fresh),
                ("Type", f"{OFFICE}/hyperlink"),
                ("Target", address),
                ("TargetMode", "External"),
            ):
                relation.set(name, value)
            self._links[address] = fresh
        return self._links[address]

    def _width(self, marked: Element) -> int:
        """The width of the text where the mark stands, in twentieths of a point."""
        body = self._root.find(w("body"))
        top = next(each for each in (marked, *marked.iterancestors()) if each.getparent() is body)
        for block in (top, *top.itersiblings()):
            section = block if block.tag == SECT_PR else block.find(f"{P_PR}/{SECT_PR}")
            size = section.find(w("pgSz")) if section is not None else None
            margins = section.find(w("pgMar")) if section is not None else None
            if size is not None and margins is not None:
                sides = int(margins.get(w("left"), 1440)) + int(margins.get(w("right"), 1440))
                return int(size.get(w("w"), 11906)) - sides
        return 9026  # A4 with Word's own margins

    # --- heat maps -------------------------------------------------------------------------------

    def heat_map(self, heat: HeatMap, marked: Element, key: str, anchors: Anchors) -> list[Element]:
        """The map, and beneath it the key of its bands in a paragraph. The aligned risks in it get anchors."""
        impacts = len(heat.rows[0])
        first = 1500
        each = min(1500, (self._width(marked) - first) // impacts)
        caption = f"Heat map of {heat.organisation}: the aligned risks by likelihood and impact"
        table = table_element(self.styles.heat_map, [first, *[each] * impacts], 0, caption)

        def words(text: str, *, bold: bool = False) -> Element:
            return self.paragraph([Run(text, bold)], properties_of(self.styles.heat_map_text, keep=True))

        row = row_element(table, heading=True)
        cell_element(row, first).append(words(heat.likelihood_heading, bold=True))
        for cell in heat.rows[0]:
            cell_element(row, each).append(words(f"Impact {cell.impact}", bold=True))
        for up, cells in enumerate(heat.rows):
            row = row_element(table, height=480)
            cell_element(row, first, middle=True).append(words(cells[0].likelihood, bold=True))
            for across, cell in enumerate(cells):
                made = cell_element(row, each, cell.shade, middle=True)
                if cell.risks:
                    made.append(words(cell.risks, bold=True))
                    anchors.whole(made[-1], f"{key}.rows[{up}][{across}].risks")
                made.append(words(cell.short))
        return [table, self._key(heat.bands, marked)]

    def _key(self, bands: Sequence[HeatCell], marked: Element) -> Element:
        key = self.paragraph([Run("Key:  ")], self._styled(self.styles.note, marked))
        for band in bands:
            short = run_element(Run(f" {band.short} ", bold=True), "")
            properties = short.find(R_PR)
            if properties is not None:
                shade = etree.SubElement(properties, w("shd"))
                for name, value in (("val", "clear"), ("color", "auto"), ("fill", band.shade)):
                    shade.set(w(name), value)
                colour = etree.Element(w("color"))
                colour.set(VAL, "000000")
                properties.insert(len(properties) - 1, colour)
            key.extend((short, run_element(Run(f" {band.band}    "), "")))
        return key


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
