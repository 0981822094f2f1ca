"""A made report edited as a director would, through python-docx: told change by change."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from functools import cache

import docx
import pytest
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from pipeline.archive.differences import compare
from pipeline.ingest.sent import read_sent_bytes
from pipeline.model.document import Generated
from pipeline.report.said import words_of
from tests.report import pages
from tests.report.word_files import filled, shipped


@cache
def made() -> tuple[bytes, Generated]:
    built = filled(shipped(), pages.founding())
    return built.docx, words_of(read_sent_bytes(built.docx, "report.docx"), built, {}, digest="")


def told(edit: Callable[[Document], None]) -> list[tuple[str, str, str]]:
    """Each difference: its kind, its key or its words before, its words now."""
    data, generated = made()
    document = docx.Document(io.BytesIO(data))
    edit(document)
    target = io.BytesIO()
    document.save(target)
    differences = compare(generated, read_sent_bytes(target.getvalue(), "report.docx"))
    return [(each.kind.value, each.key or each.was, each.now) for each in differences]


def owners(document: Document) -> Table:
    """The first table of Appendix 1."""
    return next(each for each in document.tables if each.cell(0, 0).text == "Current risk description")


def line(document: Document, start: str) -> Paragraph:
    return next(each for each in document.paragraphs if each.text.startswith(start))


def an_owner(document: Document) -> None:
    owners(document).cell(1, 2).text = "Head of Safeguarding"


def a_description_that_carries_the_anchor(document: Document) -> None:
    owners(document).cell(1, 0).text = "Quite other words than those before"


def a_row_gone(document: Document) -> None:
    row = owners(document).rows[2]._tr
    row.getparent().remove(row)


def rows_swapped(document: Document) -> None:
    first, second = owners(document).rows[1]._tr, owners(document).rows[2]._tr
    second.addnext(first)


def a_sentence_more(document: Document) -> None:
    line(document, "Money is rising").add_run(" This is grave.")


def a_paragraph_more(document: Document) -> None:
    line(document, "Money is rising").insert_paragraph_before("The Panel may wish to know.")


def a_control(document: Document) -> None:
    paragraph = line(document, "Safeguarding oversight board")
    paragraph.text = paragraph.text.replace("Status: Working", "Status: Not working")


def a_paragraph_split(document: Document) -> None:
    first = line(document, "Each organisation keeps")
    second = copy.deepcopy(first._p)
    first._p.addnext(second)
    head, _, tail = first.text.partition(", ")
    first.text, Paragraph(second, first._parent).text = f"{head},", tail


def another_look(document: Document) -> None:
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.bold = True


def a_header(document: Document) -> None:
    paragraph = document.sections[0].header.paragraphs[1]
    paragraph.text = paragraph.text.replace("19 December", "20 December")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda document: None, []),
        (an_owner, [("changed", "risks[0].rows[0].owner", "Head of Safeguarding")]),
        (a_description_that_carries_the_anchor, [("changed", "risks[0].rows[0].description", "Quite other words than those before")]),
        (a_row_gone, [("deleted", f"risks[0].rows[1].{field}", "") for field in ("description", "organisation", "owner", "trend")]),
        (a_sentence_more, [("changed", "narrative.key_considerations[1]", "Money is rising for MOPAC. This is grave.")]),
        (a_paragraph_more, [("added", "", "The Panel may wish to know.")]),
        (a_control, [("changed", "risks[0].joint_controls[0].status", "Not working")]),
        (a_paragraph_split, []),
        (another_look, []),
        (a_header, [("changed", "meeting.date_short", "20 December 2017")]),
    ],
)  # fmt: skip
def test_an_edit(edit: Callable[[Document], None], expected: list[tuple[str, str, str]]) -> None:
    assert told(edit) == expected


def test_rows_that_change_places() -> None:
    assert [kind for kind, _, _ in told(rows_swapped)] == ["moved"]
