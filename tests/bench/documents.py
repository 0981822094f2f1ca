"""What is filled: a template with a table of many rows, and one with many aligned risks; the same in each filler's tags."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.model.page import Page, RiskText
from tests.bench import tables
from tests.report import pages
from tests.report.word_files import para, table, template

FEW = 10  # records to warm up with
ROWS, RISKS = "rows", "risks"
RISK_FIELDS = ("description", "organisation", "owner", "trend")


class Tags(NamedTuple):
    """How a filler's template says it. ``row``: the rows of the table that make one for each record of a list."""

    field: Callable[[str, str], str]
    row: Callable[[str, str, list[str]], tuple[tuple[str, ...], ...]]
    begin: Callable[[str, str], str]
    end: Callable[[str, str], str]


def _between(begin: str, cells: list[str], end: str) -> tuple[tuple[str, ...], ...]:
    blank = [""] * (len(cells) - 1)
    return (begin, *blank), tuple(cells), (end, *blank)


JINJA = Tags(
    lambda item, name: f"{{{{ {item}.{name} }}}}",
    lambda records, item, cells: _between(f"{{%tr for {item} in {records} %}}", cells, "{%tr endfor %}"),
    lambda records, item: f"{{%p for {item} in {records} %}}",
    lambda records, item: "{%p endfor %}",
)
TAGS = {
    "template": JINJA,  # the program's, docxtpl's and the bound's
    "docxtemplater": Tags(
        lambda item, name: f"{{{name}}}",
        lambda records, item, cells: (
            (
                f"{{#{records.rpartition('.')[2]}}}{cells[0]}",
                *cells[1:-1],
                f"{cells[-1]}{{/{records.rpartition('.')[2]}}}",
            ),
        ),
        lambda records, item: f"{{#{records}}}",
        lambda records, item: f"{{/{records}}}",
    ),
    "docx-templates": Tags(
        lambda item, name: f"+++INS ${item}.{name}+++",
        lambda records, item, cells: _between(
            f"+++FOR {item} IN {'$' if '.' in records else ''}{records}+++", cells, f"+++END-FOR {item}+++"
        ),
        lambda records, item: f"+++FOR {item} IN {records}+++",
        lambda records, item: f"+++END-FOR {item}+++",
    ),
}


def template_of(what: str, tags: Tags) -> bytes:
    if what == ROWS:
        head = ("Reference", "Control", "Owner", "Status")
        return template(table(head, *tags.row("schedule", "row", [tags.field("row", name) for name in tables.FIELDS])))
    head = ("Current risk description", "Organisation", "Risk owner", "Risk trend")
    return template(
        para(tags.begin("risks", "risk")),
        para(tags.field("risk", "heading"), "Heading2"),
        table(head, *tags.row("risk.rows", "row", [tags.field("row", name) for name in RISK_FIELDS])),
        para(tags.field("risk", "residual_risk")),
        para(tags.end("risks", "risk")),
    )


def page_of(what: str, size: int) -> Page:
    """A page of so many controls, or of so many aligned risks of two organisations; no two alike."""
    if what == ROWS:
        return tables.page_of(size)
    page = pages.founding()
    return replace(page, risks=tuple(_risk(page.risks[0], number) for number in range(1, size + 1)))


def _risk(first: RiskText, number: int) -> RiskText:
    rows = (
        replace(row, description=f"Service area {number} can't meet its demand ({row.organisation} & partners)", owner=f"Head of Service Area {number}")
        for row in first.rows
    )  # fmt: skip
    return replace(
        first,
        number=str(number),
        name=f"Service area {number}",
        heading=f"Risk {number}: Service area {number}",
        rows=tuple(rows),
        residual_risk=f"Demand in service area {number} goes on growing faster than what can be spent on it.",
    )


def records(what: str, page: Page) -> dict[str, Any]:
    """The same as plain records."""
    if what == ROWS:
        return {"schedule": tables.records(page)}
    return {
        "risks": [
            {
                "heading": risk.heading,
                "residual_risk": risk.residual_risk,
                "rows": [{name: getattr(row, name) for name in RISK_FIELDS} for row in risk.rows],
            }
            for risk in page.risks
        ]
    }


def write(folder: Path, what: str, sizes: list[int]) -> None:
    """The templates of each filler, and the records of each size."""
    for name, tags in TAGS.items():
        (folder / f"{what}-{name}.docx").write_bytes(template_of(what, tags))
    for size in (FEW, *sizes):
        path = folder / f"{what}-{size}.json"
        path.write_text(json.dumps(records(what, page_of(what, size)), ensure_ascii=False), encoding="utf-8")
