"""A narrative to write in: a Word file with the report's headings, and words under them where given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from pipeline.ingest.starter.archives import FIXED_DATE, repack

_ENTRY = re.compile(r"( *)(- |\d+\. )")
_MARKS = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*|\[(?P<text>[^\]]+)\]\((?P<link>(?:https?://|mailto:)[^)\s]+)\)")  # fmt: skip
_DARK, _GREY = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x6B, 0x72, 0x80)
_FONT = "Arial"


def write_narrative(path: Path, sections: Mapping[str, Sequence[str]]) -> None:
    """Writes the file; the same sections give the same bytes. ``sections``: heading → paragraphs.

    In a paragraph ``**bold**``, ``*italic*`` and ``[text](https://…)`` are understood. ``- `` starts a bullet
    and ``1. `` a numbered entry (two spaces before it: one level deeper), ``## `` a sub-heading, and
    ``| a | b |`` lines a table. A paragraph in square brackets is a hint: the reader takes it for empty.
    """
    document = Document()
    _clean_start(document)
    for heading, paragraphs in sections.items():
        if heading:
            document.add_heading(heading, level=1)
        number = 0  # the numbering a list runs in; each list starts at 1
        for text in paragraphs:
            entry = _ENTRY.match(text)
            if text.startswith("| "):
                _table(document, text)
            elif text.startswith("## "):
                document.add_heading(text[3:], level=2)
            elif entry:
                level, ordered = min(len(entry[1]) // 2, 2), entry[2] != "- "
                style = ("List Number" if ordered else "List Bullet") + (f" {level + 1}" if level else "")
                paragraph = document.add_paragraph(style=style)
                if ordered and not level:
                    number = number or _new_list(document)
                    _join_list(paragraph, number)
                _words(paragraph, text[entry.end() :])
                continue
            else:
                _words(document.add_paragraph(), text)
            number = 0
    package = BytesIO()
    document.save(package)
    path.write_bytes(repack(package.getvalue()))


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


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """The text in stretches: words, look (bold, italic or none), link."""
    end = 0
    for mark in _MARKS.finditer(text):
        if mark.start() > end:
            yield text[end : mark.start()], "", ""
        if mark["link"]:
            yield mark["text"], "", mark["link"]
        else:
            yield mark["bold"] or mark["italic"], "bold" if mark["bold"] else "italic", ""
        end = mark.end()
    if end < len(text):
        yield text[end:], "", ""


def _words(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    hint = text.startswith("[") and text.endswith("]")
    for words, look, link in _pieces(text):
        run = paragraph.add_run(words)
        if bold or look == "bold":
            run.bold = True
        if look == "italic":
            run.italic = True
        if hint:
            run.font.color.rgb = _GREY
        if link:
            run.font.underline = True
            run.font.color.rgb = _DARK
            element = OxmlElement("w:hyperlink")
            element.set(qn("r:id"), paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            run._r.addprevious(element)
            element.append(run._r)


def _table(document: WordDocument, text: str) -> None:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines()]
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, words in zip(row.cells, texts, strict=True):
            _words(cell.paragraphs[0], words, bold=number == 0)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
