"""Each value of the page is found again in the built file, by its paragraph's bookmark, at its place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from pipeline.ingest.sent import read_sent_bytes
from pipeline.model.document import Generated
from pipeline.model.errors import ProofFailed
from pipeline.model.page import Page
from pipeline.model.records import Block, BlockKind
from pipeline.report.fill import Filled
from pipeline.report.said import words_of
from tests.report import pages
from tests.report.word_files import filled, para, shipped, table, template


def read_back(built: Filled) -> Generated:
    return words_of(read_sent_bytes(built.docx, "report.docx"), built, {}, digest="")


def said(built: Filled) -> list[tuple[str, str]]:
    """The key and the words of every value, in the order of the file."""
    paragraphs = read_back(built).paragraphs
    return [(value.key, each.text[value.start : value.end]) for each in paragraphs for value in each.values]


def on_page(page: Page, key: str) -> str:
    """The text of the page that a key names."""
    value: Any = page
    for name, at in re.findall(r"(\w+)|\[(\d+)\]", key):
        value = value[int(at)] if at else getattr(value, name)
    if isinstance(value, tuple):  # a cell of a table in the narrative
        return "".join(run.text for run in value)
    return value.text if isinstance(value, Block) else str(value)


@pytest.mark.parametrize("page", [pages.founding(), pages.draft(), pages.bare()], ids=["founding", "draft", "bare"])
def test_every_value_stands_where_it_is_said_to(page: Page) -> None:
    found = said(filled(shipped(), page))
    for key, words in found:
        assert words == on_page(page, key)
    known = {key for key, _ in found}
    assert {"meeting.title", *(f"risks[{n}].rows[0].owner" for n in range(len(page.risks)))} <= known
    assert "" not in known


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("The {{ meeting.panel }} meets", [("meeting.panel", "Audit Panel")]),
        ("{{ meeting.¦panel }}{{ meeting.panel }}", [("meeting.panel", "Audit Panel"), ("meeting.panel", "Audit Panel")]),
        ("{{ meeting.panel | upper }}", [("", "AUDIT PANEL")]),
        ("{{ aligned_risks.count }} of {{ aligned_risks.count_in_words }}", [("aligned_risks.count", "4"), ("aligned_risks.count_in_words", "four")]),
        ("{% for r in risks %}{{ r.name }}, {% endfor %}", [(f"risks[{n}].name", name) for n, name in enumerate(("Safeguarding", "Governance", "Money", "Insight"))]),
        ("no value here", []),
    ],
)  # fmt: skip
def test_values_in_a_sentence_are_told_apart(content: str, expected: list[tuple[str, str]]) -> None:
    assert said(filled(template(para(content)), pages.founding())) == expected


def test_line_breaks_and_tabs_count_as_letters() -> None:
    page = pages.founding()
    page = replace(page, meeting=replace(page.meeting, panel="a\nb\tc"))
    built = filled(template(para("x {{ meeting.panel }} y {{ meeting.title }}")), page)
    assert said(built) == [("meeting.panel", "a\nb\tc"), ("meeting.title", page.meeting.title)]


def test_a_table_in_the_narrative_has_an_anchor_in_each_cell() -> None:
    page = pages.founding()
    rows = (((pages.paragraph("A").runs), (pages.paragraph("B").runs)), ((pages.paragraph("1").runs), ()))
    blocks = (pages.paragraph("before"), Block(BlockKind.TABLE, rows=rows))
    page = replace(page, narrative=replace(page.narrative, purpose=blocks))
    built = filled(template(para("{{ narrative.purpose }}")), page)
    assert said(built) == [
        ("narrative.purpose[0]", "before"),
        ("narrative.purpose[1].rows[0][0]", "A"),
        ("narrative.purpose[1].rows[0][1]", "B"),
        ("narrative.purpose[1].rows[1][0]", "1"),
    ]


def test_a_row_has_one_anchor_and_its_cells_keep_their_values() -> None:
    rows = table(("{%tr for r in glance %}",), ("static", "{{ r.trend }} x", "{{ r.now }}"), ("{%tr endfor %}",))
    page = pages.founding()
    built = filled(template(rows, header=para("{{ meeting.title }}")), page)
    expected = [
        (f"glance[{n}].{name}", getattr(row, name)) for n, row in enumerate(page.glance) for name in ("trend", "now")
    ]
    assert said(built) == [*expected, ("meeting.title", page.meeting.title)]
    assert len(built.said) == len(page.glance) + 1


def test_a_value_that_is_not_read_back_fails_the_proof() -> None:
    built = filled(template(para("{{ meeting.panel }}")), pages.founding())
    other = filled(template(para("{{ meeting.title }}")), pages.founding())
    with pytest.raises(ProofFailed, match="can't be read back"):
        words_of(read_sent_bytes(other.docx, "report.docx"), built, {}, digest="")
