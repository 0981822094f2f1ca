"""A narrative to write in: a Word file with the report's headings, and words under them where given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI
from docx.opc.pkgwriter import _ContentTypesItem
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from pipeline.ingest.starter.archives import FIXED_DATE, packed
from pipeline.model.records import Block, BlockKind, Run

_ENTRY = re.compile(r"( *)(- |\d+\. )")
_MARKS = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*|\[(?P<text>[^\]]+)\]\((?P<link>(?:https?://|mailto:)[^)\s]+)\)")  # fmt: skip
_DARK, _GREY = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x6B, 0x72, 0x80)
_FONT = "Arial"


def write_narrative(path: Path, sections: Mapping[str, Sequence[str | Block]]) -> None:
    """Writes the document to a file; see ``narrative_bytes``."""
    path.write_bytes(narrative_bytes(sections))


def narrative_bytes(sections: Mapping[str, Sequence[str | Block]]) -> bytes:
    """The document; the same sections give the same bytes. ``sections``: heading → paragraphs.

    A block is written as it is: the reader gives the same block back. In a text ``**bold**``, ``*italic*`` and ``[text](https://…)`` are understood. ``- `` starts a bullet
    and ``1. `` a numbered entry (two spaces before it: one level deeper), ``## `` a sub-heading, and
    ``| a | b |`` lines a table. A paragraph in square brackets is a hint: the reader takes it for empty.
    """
    document = Document()
    _clean_start(document)
    for heading, paragraphs in sections.items():
        if heading:
            document.add_heading(heading, level=1)
        number = 0  # the numbering a list runs in; each list starts at 1
        for one in paragraphs:
            block = _understood(one) if isinstance(one, str) else one
            match block.kind:
                case BlockKind.TABLE:
                    _table(document, block)
                case BlockKind.SUBHEADING:
                    _words(document.add_heading(level=2), block.runs)
                case BlockKind.BULLET | BlockKind.NUMBERED:
                    level, ordered = min(block.level, 2), block.kind is BlockKind.NUMBERED
                    style = ("List Number" if ordered else "List Bullet") + (f" {level + 1}" if level else "")
                    paragraph = document.add_paragraph(style=style)
                    if ordered and not level:
                        number = number or _new_list(document)
                        _join_list(paragraph, number)
                    _words(paragraph, block.runs)
                    continue
                case _:
                    _words(document.add_paragraph(), block.runs)
            number = 0
    return packed(_members(document))


def _members(document: WordDocument) -> dict[str, bytes]:
    """What ``document.save`` writes. It also writes what time it is, and fails where that is before 1980 or after 2107."""
    package = document.part.package
    parts = list(package.iter_parts())
    members = {CONTENT_TYPES_URI.membername: _ContentTypesItem.from_parts(parts).blob}  # type: ignore[no-untyped-call]
    members[PACKAGE_URI.rels_uri.membername] = package.rels.xml
    for part in parts:
        members[part.partname.membername] = part.blob
        if part.rels:
            members[part.partname.rels_uri.membername] = part.rels.xml
    return members


def _clean_start(document: WordDocument) -> None:
    """python-docx's own template, without the parts that don't conform, in British English and sober type."""
    package, part = document.part.package, document.part
    for owner, kinds in (
        (part, ("stylesWithEffects", RELATIONSHIP_TYPE.CUSTOM_XML)),
        (package, (RELATIONSHIP_TYPE.THUMBNAIL, "metadata/thumbnail")),
    ):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.endswith(kinds):
                owner.rels.pop(key)
    properties = document.core_properties
    properties.title, properties.language = "Narrative of the joint risk report", "en-GB"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = FIXED_DATE
    properties.revision = 1
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:val"), "en-GB")
    for name, size in (("Normal", 11), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb = _DARK
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(16), Pt(6)
    document.styles["Normal"].paragraph_format.space_after = Pt(8)


def _new_list(document: WordDocument) -> int:
    """A numbering of its own, so that a list starts at 1 whatever stands before it."""
    numbering = document.part.numbering_part.element
    number = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == number)
    new = numbering.add_num(abstract)
    new.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(new.numId)


def _join_list(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _understood(text: str) -> Block:
    """A text in the marks that ``write_narrative`` names, as a block."""
    entry = _ENTRY.match(text)
    if text.startswith("| "):
        lines = (line.strip().strip("|").split("|") for line in text.splitlines())
        rows = tuple(tuple(tuple(_runs(cell.strip())) for cell in line) for line in lines)
        heads = tuple(tuple(replace(run, bold=True) for run in cell) for cell in rows[0])
        return Block(BlockKind.TABLE, rows=(heads, *rows[1:]))
    if text.startswith("## "):
        return Block(BlockKind.SUBHEADING, (Run(text[3:]),))
    if entry:
        kind = BlockKind.BULLET if entry[2] == "- " else BlockKind.NUMBERED
        return Block(kind, tuple(_runs(text[entry.end() :])), len(entry[1]) // 2)
    return Block(BlockKind.PARAGRAPH, tuple(_runs(text)))


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for mark in _MARKS.finditer(text):
        if mark.start() > end:
            yield Run(text[end : mark.start()])
        if mark["link"]:
            yield Run(mark["text"], link=mark["link"])
        else:
            yield Run(mark["bold"] or mark["italic"], bold=bool(mark["bold"]), italic=not mark["bold"])
        end = mark.end()
    if end < len(text):
        yield Run(text[end:])


def _words(paragraph: Paragraph, runs: Sequence[Run]) -> None:
    text = "".join(one.text for one in runs)
    hint = text.startswith("[") and text.endswith("]")
    for one in runs:
        run = paragraph.add_run(one.text)
        run.bold, run.italic = one.bold or None, one.italic or None
        if hint:
            run.font.color.rgb = _GREY
        if one.link:
            run.font.underline = True
            run.font.color.rgb = _DARK
            element = OxmlElement("w:hyperlink")
            element.set(qn("r:id"), paragraph.part.relate_to(one.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            run._r.addprevious(element)
            element.append(run._r)


def _table(document: WordDocument, block: Block) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, runs in zip(row.cells, cells, strict=True):
            _words(cell.paragraphs[0], runs)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
