"""Documents as readable text, so that a difference reads like prose.

``[Heading 2] Risk 1: Safeguarding`` · ``| description | Met | Commander | ↔ Unchanged |``
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import docx
import openpyxl
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

_OWN_WORDS = ("REF", "SEQ", "TOC")  # what these show are words of the report
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word(data: bytes) -> str:
    """The body, then each section's header and footer, and which fields of Word's own the body has."""
    document = docx.Document(io.BytesIO(data))
    lines = list(_blocks(document))
    for number, section in enumerate(document.sections, start=1):
        lines += [f"(section {number}: {'landscape' if section.page_width > section.page_height else 'portrait'})"]
        for name, part in (("header", section.header), ("footer", section.footer)):
            lines += [f"({name}) {_text(p)}" for p in part.paragraphs if _text(p)]
    codes = Counter(_code(mark.text or "") for mark in document.element.body.iter(f"{W}instrText"))
    lines += [f"(field) {code}: {count}" for code, count in sorted(codes.items())]
    return "\n".join(lines) + "\n"


def _code(written: str) -> str:
    return " ".join(written.split())


def _blocks(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _table(block)
        elif _text(block):
            yield f"[{block.style.name if block.style else '?'}] {_text(block)}"
        else:
            yield f"[{block.style.name if block.style else '?'}]"


def _table(table: Table) -> Iterator[str]:
    for row in table._tbl.tr_lst:
        cells = [" / ".join(_text(Paragraph(p, table)) for p in cell.p_lst) for cell in row.tc_lst]
        yield "| " + " | ".join(cells) + " |"


def _text(paragraph: Paragraph) -> str:
    """The text with bold marked and line breaks shown; field results as they stand."""
    parts: list[tuple[bool, str]] = []
    for run in paragraph._p.iter(f"{W}r"):
        bold = run.rPr is not None and run.rPr.find(f"{W}b") is not None
        text = ""
        for node in run:
            if node.tag == f"{W}t":
                text += node.text or ""
            elif node.tag == f"{W}br":
                text += " ⏎ "
            elif node.tag == f"{W}tab":
                text += " → "
            elif node.tag == f"{W}instrText" and _code(node.text or "").partition(" ")[0] not in _OWN_WORDS:
                text += f"{{{(node.text or '').strip()}}}"
        if not text:
            continue
        if parts and parts[-1][0] == bold:
            parts[-1] = (bold, parts[-1][1] + text)
        else:
            parts.append((bold, text))
    return "".join(f"**{text}**" if bold and text.strip() else text for bold, text in parts).strip()


def workbook(data: bytes) -> str:
    """Each sheet by name, its tables, its rows."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    lines: list[str] = []
    for sheet in book.worksheets:
        tables = ", ".join(f"{name} {area}" for name, area in sheet.tables.items())
        lines.append(f"# {sheet.title} (tables: {tables or 'none'}; frozen at {sheet.freeze_panes})")
        rows = (row for row in sheet.iter_rows(values_only=True) if any(value not in (None, "") for value in row))
        lines += [
            "| " + " | ".join("" if v is None else str(v).replace("\n", " ⏎ ") for v in row) + " |" for row in rows
        ]
    return "\n".join(lines) + "\n"
