"""Small Word templates and built files to read, change and damage."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from pipeline.model.page import Page
from pipeline.report import package
from pipeline.report.fill import Filled, fill
from pipeline.report.wordml import Element, P, parse, text_of, w

SHIPPED = Path(__file__).parents[2] / "templates" / "panel-report.docx"
DOCUMENT = "word/document.xml"
HEADER, FOOTER = "word/header1.xml", "word/footer1.xml"


@cache
def shipped() -> bytes:
    return SHIPPED.read_bytes()


def para(text: str, style: str = "", extra: str = "") -> str:
    """A paragraph; ¦ in the text begins a new run, as Word does in the middle of a tag."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in text.split("¦"))
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{look}{extra}</w:pPr>{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell that begins with < is XML."""
    cells = [
        "".join(f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else para(cell)}</w:tc>" for cell in row) for row in rows
    ]
    grid = '<w:gridCol w:w="2000"/>' * max(len(row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def template(*content: str, header: str = "", **parts: bytes) -> bytes:
    """The shipped template with another body, and a header of its own."""
    members = package.read(shipped())
    source = members[DOCUMENT].decode()
    section = source[source.rindex("<w:sectPr") :]
    members[DOCUMENT] = (source[: source.index("<w:body>") + 8] + "".join(content) + section).encode()
    for name in (HEADER, FOOTER, "word/header2.xml"):
        opening, inner, closing = re.split(
            r"(?<=wordprocessingml/2006/main\")(?:[^>]*>)(.*)(?=</w:(?:hdr|ftr)>)", members[name].decode(), flags=re.S
        )
        words = header if name == HEADER and header else para("Page")
        members[name] = f"{opening}>{words}{closing}".encode()
        assert inner
    members.update(parts)
    return package.write(members)


def filled(template_bytes: bytes, page: Page) -> Filled:
    return fill(template_bytes, page, template_name="panel-report.docx")


def body(docx: bytes) -> Element:
    found = parse(package.read(docx)[DOCUMENT]).find(w("body"))
    assert found is not None
    return found


def texts(docx: bytes) -> list[str]:
    """The words of every paragraph of the body, those in tables too."""
    return [text_of(paragraph) for paragraph in body(docx).iter(P)]


def changed(docx: bytes, change: Callable[[Element], None], member: str = DOCUMENT) -> bytes:
    """The file with one part changed in place."""
    members = package.read(docx)
    root = parse(members[member])
    change(root)
    members[member] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return package.write(members)
