"""A Word template filled, from its bytes to the report's: a table of 10 to 10,000 rows, and 10 to 1,000 aligned risks.

The bound is the least that any way must do: the document written as one Jinja string, zipped, and parsed once.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

Works = tuple[Callable[[], object], Callable[[], object]]  # with a few records, and with many
FEW = 10
DOCUMENT = "word/document.xml"


def bound(folder: Path, what: str, size: int) -> Works:
    import zipfile

    from docxtpl import DocxTemplate
    from jinja2 import Environment
    from lxml import etree

    with zipfile.ZipFile(folder / f"{what}-template.docx") as package:
        members = {name: package.read(name) for name in package.namelist()}
    source = DocxTemplate(None).patch_xml(members[DOCUMENT].decode())

    def work(data: Mapping[str, Any]) -> None:
        document = Environment(autoescape=True).from_string(source).render(data).encode()
        with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in members.items():
                made.writestr(name, document if name == DOCUMENT else content)
        etree.fromstring(document)

    return partial(work, _records(folder, what, FEW)), partial(work, _records(folder, what, size))


def program(folder: Path, what: str, size: int) -> Works:
    """The template is opened and judged anew, as once in each run."""
    from pipeline.report import following
    from pipeline.report import template as templates
    from pipeline.report.fill import fill
    from tests.bench.documents import page_of

    template = (folder / f"{what}-template.docx").read_bytes()
    few, many = page_of(what, FEW), page_of(what, size)

    def work(page: Any) -> None:
        templates._judged.cache_clear()
        following._not_jinja.cache_clear()
        fill(template, page, template_name="panel-report.docx")

    return partial(work, few), partial(work, many)


def proof(folder: Path, what: str, size: int) -> Works:
    """What the program does more than any other: it proves what it has filled."""
    from pipeline.report.fill import fill
    from pipeline.report.verify import verify
    from tests.bench.documents import page_of

    template = (folder / f"{what}-template.docx").read_bytes()

    def ready(size: int) -> Callable[[], object]:
        page = page_of(what, size)
        filled = fill(template, page, template_name="panel-report.docx")
        return partial(verify, filled.docx, filled, page, template=template)

    return ready(FEW), ready(size)


def docxtpl(folder: Path, what: str, size: int) -> Works:
    from docxtpl import DocxTemplate

    template = (folder / f"{what}-template.docx").read_bytes()

    def work(data: dict[str, Any]) -> None:
        document = DocxTemplate(io.BytesIO(template))
        document.render(data, autoescape=True)
        document.save(io.BytesIO())

    return partial(work, _records(folder, what, FEW)), partial(work, _records(folder, what, size))


def python_docx(folder: Path, what: str, size: int) -> Works:
    """Built cell by cell: it has no templates."""
    import docx

    def table(document: Any, records: list[dict[str, str]]) -> None:
        made = document.add_table(rows=1, cols=4)
        for record in records:
            for cell, text in zip(made.add_row().cells, record.values(), strict=True):
                cell.text = text

    def work(data: Mapping[str, Any]) -> None:
        document = docx.Document()
        if "schedule" in data:
            table(document, data["schedule"])
        for risk in data.get("risks", ()):
            document.add_heading(risk["heading"], 2)
            table(document, risk["rows"])
            document.add_paragraph(risk["residual_risk"])
        document.save(io.BytesIO())

    return partial(work, _records(folder, what, FEW)), partial(work, _records(folder, what, size))


def _records(folder: Path, what: str, size: int) -> dict[str, Any]:
    records: dict[str, Any] = json.loads((folder / f"{what}-{size}.json").read_text("utf-8"))
    return records


WAYS: dict[str, Callable[[Path, str, int], Works]] = {
    "bound": bound,
    "program": program,
    "proof": proof,
    "docxtpl": docxtpl,
    "python-docx": python_docx,
}
