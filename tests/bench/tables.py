"""A long table in Word: ``python -m tests.bench.tables``.

One template whose body is a table with one looped row of four fields, filled with 10 to 10,000 records by the
program; by docxtpl's own row loop; by the least that any way must do, which is to write the document as one Jinja
string, zip it and parse it once; and the same table made by python-docx. What is timed is from the template's bytes
to the report's, imports left out. Each figure is the median of several turns, taken by turns.
"""

from __future__ import annotations

import io
import math
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median

import docx
from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from pipeline.model.page import Page, ScheduleRow
from pipeline.report import package
from pipeline.report.fill import Filled, fill
from pipeline.report.verify import verify
from tests.report import pages
from tests.report.word_files import DOCUMENT, table, template

ROWS = (10, 100, 1_000, 10_000)
TURNS = {10: 9, 100: 9, 1_000: 5, 10_000: 5}
MOST_BY_PYTHON_DOCX = 1_000  # beyond that it takes minutes
FIELDS = ("reference", "control", "owner", "status")


def template_of(*cells: str) -> bytes:
    blank = [""] * (len(cells) - 1)
    head = ("Reference", "Control", "Owner", "Status")
    return template(table(head, ("{%tr for row in schedule %}", *blank), cells, ("{%tr endfor %}", *blank)))


TEMPLATE = template_of(*(f"{{{{ row.{field} }}}}" for field in FIELDS))
# Conditions and filters in the row: such rows are rendered, but told in pieces.
WITH_CONDITIONS = template_of(
    "{% if row.reference %}{{ row.reference }}{% endif %}",
    "{{ row.control }}",
    "{{ row.owner|upper }}",
    "{% if row.status == 'Working' %}yes{% else %}{{ row.status }}{% endif %}",
)


def page_of(rows: int) -> Page:
    """A schedule of so many controls, no two alike."""
    page = pages.founding()
    return replace(page, schedule=tuple(_control(page.schedule[0], number) for number in range(rows)))


def _control(first: ScheduleRow, number: int) -> ScheduleRow:
    return replace(
        first,
        reference=f"C{number:05}",
        control=f"Review {number} of how service area {number % 61} follows the plan & reports <quarterly> to its board",
        owner=f"Head of Service Area {number % 61}",
        status=("Working", "In place, not proven", "Partly in place", "Not in place")[number % 4],
    )


def records(page: Page) -> list[dict[str, str]]:
    return [{field: getattr(row, field) for field in FIELDS} for row in page.schedule]


def by_the_program(page: Page, source: bytes = TEMPLATE) -> Filled:
    return fill(source, page, template_name="panel-report.docx")


def by_docxtpl(rows: list[dict[str, str]], source: bytes = TEMPLATE) -> None:
    document = DocxTemplate(io.BytesIO(source))
    document.render({"schedule": rows}, autoescape=True)
    document.save(io.BytesIO())


def by_python_docx(rows: list[dict[str, str]]) -> None:
    document = docx.Document()
    made = document.add_table(rows=1, cols=len(FIELDS))
    for row in rows:
        for cell, field in zip(made.add_row().cells, FIELDS, strict=True):
            cell.text = row[field]
    document.save(io.BytesIO())


def at_least(rows: list[dict[str, str]], members: Mapping[str, bytes], source: str) -> None:
    """One Jinja string, one zip, one parse."""
    document = Environment(autoescape=True).from_string(source).render(schedule=rows).encode()
    package.write({**members, DOCUMENT: document})
    etree.fromstring(document)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measured(rows: int) -> dict[str, float]:
    """Seconds by what does the work; nothing of what would take minutes."""
    page = page_of(rows)
    plain, members = records(page), package.read(TEMPLATE)
    source, conditions = (
        DocxTemplate(None).patch_xml(package.read(one)[DOCUMENT].decode()) for one in (TEMPLATE, WITH_CONDITIONS)
    )
    filled = by_the_program(page)
    works: dict[str, Callable[[], object]] = {
        "bound": lambda: at_least(plain, members, source),
        "fill": lambda: by_the_program(page),
        "verify": lambda: verify(filled.docx, filled, page, template=TEMPLATE),
        "docxtpl": lambda: by_docxtpl(plain),
        "bound, conditions": lambda: at_least(plain, members, conditions),
        "fill, conditions": lambda: by_the_program(page, WITH_CONDITIONS),
        "docxtpl, conditions": lambda: by_docxtpl(plain, WITH_CONDITIONS),
    }
    if rows <= MOST_BY_PYTHON_DOCX:
        works["python-docx"] = lambda: by_python_docx(plain)
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TURNS[rows]):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: median(each) for name, each in taken.items()}


def main() -> None:
    by_the_program(page_of(10))  # the child process is up, as it is in a run
    figures = {rows: measured(rows) for rows in ROWS}
    out = sys.stdout.write
    out(f"{'rows':>7}{'bound':>9}{'fill':>9}{'':>9}{'verify':>9}{'both':>9}{'docxtpl':>9}{'':>9}{'python-docx':>13}\n")
    for rows, of in figures.items():
        both, other = of["fill"] + of["verify"], of.get("python-docx")
        out(
            f"{rows:>7}{of['bound']:>8.3f}s{of['fill']:>8.3f}s{of['fill'] / of['bound']:>8.2f}×{of['verify']:>8.3f}s"
            f"{both / of['bound']:>8.2f}×{of['docxtpl']:>8.3f}s{of['fill'] / of['docxtpl']:>8.2f}×"
            + (f"{other:>12.3f}s\n" if other else f"{'–':>13}\n")
        )
    out("The same with conditions and a filter in the row:\n")
    for rows, of in figures.items():
        least, ours, theirs = (of[f"{name}, conditions"] for name in ("bound", "fill", "docxtpl"))
        out(f"{rows:>7}{least:>8.3f}s{ours:>8.3f}s{ours / least:>8.2f}×{theirs:>26.3f}s{ours / theirs:>8.2f}×\n")
    for name in ("bound", "fill", "fill, conditions", "verify", "docxtpl"):
        steps = (f"{_growth(figures, name, rows):.2f} from {rows:,} to {rows * 10:,}" for rows in ROWS[1:-1])
        out(f"Growth of {name}, where 1 is linear: {', '.join(steps)}\n")
    out(
        "Wanted: fill within 1.5 × of the bound at 10,000 rows, below docxtpl from 1,000 on, within 1.5 × of it before\n"
    )


def _growth(figures: Mapping[int, Mapping[str, float]], name: str, rows: int) -> float:
    return math.log10(figures[rows * 10][name] / figures[rows][name])


if __name__ == "__main__":
    main()
