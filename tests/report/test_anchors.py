"""Each value of the page is found again in the built file, by its paragraph's bookmark, at its place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from pipeline.model.document import ANCHOR
from pipeline.model.page import Page
from pipeline.model.records import Block, BlockKind
from pipeline.report import package
from pipeline.report.fill import Filled
from pipeline.report.wordml import P, parse, text_of, w
from tests.report import pages
from tests.report.word_files import DOCUMENT, HEADER, filled, para, shipped, table, template


def paragraphs(built: Filled) -> dict[str, str]:
    """Anchor → the words of its paragraph, in every part that may hold values."""
    found: dict[str, str] = {}
    for name, data in package.read(built.docx).items():
        if re.fullmatch(r"word/(document|header\d|footer\d|footnotes)\.xml", name):
            for paragraph in parse(data).iter(P):
                for mark in paragraph.iter(w("bookmarkStart")):
                    if mark.get(w("name"), "").startswith(ANCHOR):
                        assert mark.get(w("name")) not in found
                        found[mark.get(w("name"), "")] = text_of(paragraph)
    return found


def on_page(page: Page, key: str) -> str:
    """The text of the page that a key names."""
    value: Any = page
    for name, at in re.findall(r"(\w+)|\[(\d+)\]", key):
        value = value[int(at)] if at else getattr(value, name)
    return value.text if isinstance(value, Block) else str(value)


@pytest.mark.parametrize("page", [pages.founding(), pages.draft(), pages.bare()], ids=["founding", "draft", "bare"])
def test_every_value_stands_where_it_is_said_to(page: Page) -> None:
    built = filled(shipped(), page)
    words = paragraphs(built)
    assert words.keys() == built.values.keys()
    for anchor, values in built.values.items():
        for value in values:
            said, whole = words[anchor][value.start : value.end], on_page(page, value.key)
            is_table = value.key.startswith("narrative.") and "\t" in whole
            assert said in whole if is_table else said == whole
    known = {value.key for values in built.values.values() for value in values}
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
    built = filled(template(para(content)), pages.founding())
    words = paragraphs(built)
    found = [(v.key, words[anchor][v.start : v.end]) for anchor, values in built.values.items() for v in values]
    assert found == expected


def test_line_breaks_and_tabs_count_as_letters() -> None:
    page = pages.founding()
    page = replace(page, meeting=replace(page.meeting, panel="a\nb\tc"))
    built = filled(template(para("x {{ meeting.panel }} y {{ meeting.title }}")), page)
    words = paragraphs(built)
    (anchor,) = built.values
    assert [words[anchor][v.start : v.end] for v in built.values[anchor]] == ["a\nb\tc", page.meeting.title]


def test_a_table_in_the_narrative_has_an_anchor_in_each_cell() -> None:
    page = pages.founding()
    rows = (((pages.paragraph("A").runs), (pages.paragraph("B").runs)), ((pages.paragraph("1").runs), ()))
    blocks = (pages.paragraph("before"), Block(BlockKind.TABLE, rows=rows))
    page = replace(page, narrative=replace(page.narrative, purpose=blocks))
    built = filled(template(para("{{ narrative.purpose }}")), page)
    assert [(values[0].key, paragraphs(built)[anchor]) for anchor, values in built.values.items()] == [
        ("narrative.purpose[0]", "before"),
        ("narrative.purpose[1]", "A"),
        ("narrative.purpose[1]", "B"),
        ("narrative.purpose[1]", "1"),
    ]


def test_values_in_a_header_and_in_rows_have_their_anchors() -> None:
    rows = table(("{%tr for r in glance %}",), ("{{ r.trend }}",), ("{%tr endfor %}",))
    built = filled(template(rows, header=para("{{ meeting.title }}")), pages.founding())
    keys = [value.key for values in built.values.values() for value in values]
    assert keys == [*(f"glance[{n}].trend" for n in range(len(pages.founding().glance))), "meeting.title"]
    assert built.placed[HEADER] == (pages.founding().meeting.title,)
    assert DOCUMENT in built.placed
