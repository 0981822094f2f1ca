"""The lists of the officer's words in the report: their own numbers, forms and levels; and tables that stay apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.errors import ProofFailed
from pipeline.model.numerals import label, numeral, said
from pipeline.model.page import Page
from pipeline.model.records import Block, BlockKind, Counted, ListLevel, Run
from pipeline.report import package
from pipeline.report.counting import Count, Numbering
from pipeline.report.lists import Lists
from pipeline.report.native import Placer
from pipeline.report.outline import Outliner
from pipeline.report.verify import verify
from pipeline.report.wordml import P, parse, style_of, text_of
from tests.report import pages
from tests.report.word_files import DOCUMENT, body, filled, para, shipped, table, template

DIGITS = tuple(ListLevel("decimal", 1, ".".join(f"%{at}" for at in range(1, level + 2))) for level in range(9))
LETTERS = (ListLevel("upperLetter", 1, "(%1)"), ListLevel("lowerRoman", 1, "%2)"))
SAID = (ListLevel("decimal", 1, "Recommendation %1:"),)
LEGAL = (ListLevel("upperRoman", 1, "%1."), ListLevel("decimal", 1, "%1.%2", legal=True))


def entry(name: str, levels: tuple[ListLevel, ...], *counts: int) -> Block:
    own = levels[len(counts) - 1]
    shown = label(own.text, counts, [each.form for each in levels], legal=own.legal)
    return Block(BlockKind.NUMBERED, (Run(f"Entry {shown}"),), len(counts) - 1, counted=Counted(name, counts, levels, shown))  # fmt: skip


def saying(*blocks: Block) -> Page:
    page = pages.founding()
    return replace(page, narrative=replace(page.narrative, recommendations=blocks))


def shown(docx: bytes) -> list[tuple[str, str]]:
    """What Word shows in front of each entry, with its words."""
    outliner = Outliner(package.read(docx), DOCUMENT)
    count = Count(outliner.numbering)
    found = ((outliner.entry(each, style_of(each)), text_of(each)) for each in body(docx).iter(P))
    labels = [(count.shown(own), text) for own, text in found if own is not None]
    return [(front, text.removeprefix("Entry ")) for front, text in labels if text.startswith("Entry ")]


@pytest.mark.parametrize(
    "blocks",
    [
        (entry("a", DIGITS, 1), entry("a", DIGITS, 2), pages.paragraph("x"), entry("b", DIGITS, 5), entry("b", DIGITS, 6)),
        (entry("a", DIGITS, 1), entry("b", DIGITS, 1), entry("a", DIGITS, 2), entry("b", DIGITS, 2)),
        (entry("a", LETTERS, 1), entry("a", LETTERS, 1, 1), entry("a", LETTERS, 1, 2), entry("a", LETTERS, 2), entry("a", LETTERS, 2, 1)),
        (entry("a", SAID, 1), entry("a", SAID, 2), entry("b", DIGITS, 3)),
        tuple(entry("a", DIGITS, *counts) for counts in ((1,), (1, 1), (1, 1, 1), (1, 1, 1, 1), (1, 2), (2,), (2, 1), (2, 1, 1, 1, 1))),
        (pages.bullet("x"), entry("a", DIGITS, 1, 1), pages.bullet("y"), entry("a", DIGITS, 2, 1), entry("a", DIGITS, 2, 2)),
        (entry("a", DIGITS, 0), entry("a", DIGITS, 1), entry("a", DIGITS, 0)),
        (entry("a", LEGAL, 4), entry("a", LEGAL, 4, 1), entry("b", LEGAL, 4, 7)),
        (entry("a", DIGITS, 1), entry("a", DIGITS, 1, 3), entry("a", DIGITS, 1, 3, 2), entry("a", DIGITS, 1, 4)),
    ],
    ids=["start", "two at once", "letters", "words", "nine levels", "within bullets", "zero", "legal", "begun within"],
)  # fmt: skip
def test_an_entry_has_the_number_it_had(blocks: tuple[Block, ...]) -> None:
    page = saying(*blocks)
    made = filled(shipped(), page)
    verify(made.docx, made, page, template=shipped())
    labels = shown(made.docx)
    assert len(labels) == sum(block.kind is BlockKind.NUMBERED for block in blocks)
    assert all(said(front) == said(text) for front, text in labels)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from((DIGITS, LETTERS, LEGAL)), st.lists(st.integers(1, 4), min_size=1, max_size=2)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_whatever_the_numbers_each_entry_has_its_own(
    wanted: list[tuple[str, tuple[ListLevel, ...], list[int]]],
) -> None:
    page = saying(*(entry(name, levels, *counts) for name, levels, counts in wanted))
    made = filled(template(para("{{ narrative.recommendations }}")), page)
    assert [said(front) for front, _ in shown(made.docx)] == [said(text) for _, text in shown(made.docx)]


def test_the_templates_own_list_counts_alone() -> None:
    own = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    source = template(para("Entry 1", "", own), para("{{ narrative.recommendations }}"), para("Entry 2", "", own))
    page = saying(entry("a", DIGITS, 1), entry("a", DIGITS, 2), entry("a", DIGITS, 3))
    made = filled(source, page)
    verify(made.docx, made, page, template=source)
    assert [said(front) for front, _ in shown(made.docx)] == ["1", "1", "2", "3", "2"]


def test_bullets_stand_as_far_in_as_they_did() -> None:
    page = saying(*(pages.bullet(f"On level {level}", level) for level in (0, 1, 2, 3, 5)))
    made = filled(shipped(), page)
    verify(made.docx, made, page, template=shipped())
    outliner = Outliner(package.read(made.docx), DOCUMENT)
    found = [
        outliner.entry(each, style_of(each)) for each in body(made.docx).iter(P) if text_of(each)[:9] == "On level "
    ]
    assert [own[1] for own in found if own is not None] == [0, 1, 2, 3, 5]


def test_lists_placed_wrongly_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    page = saying(entry("a", DIGITS, 1), entry("a", DIGITS, 2), entry("b", DIGITS, 1), entry("b", DIGITS, 1, 1))
    right, listed = Lists.numbered, Placer._listed

    def told() -> str:
        made = filled(shipped(), page)
        with pytest.raises(ProofFailed) as caught:
            verify(made.docx, made, page, template=shipped())
        return "\n".join(caught.value.lines)

    with monkeypatch.context() as patched:
        patched.setattr(Lists, "numbered", lambda self, _, __: self.numbers.number)
        assert "“Entry 1” has the number “3.” in place of “1”" in told()
    with monkeypatch.context() as patched:
        patched.setattr(
            Lists, "numbered", lambda self, own, at: right(self, replace(own, counts=(*own.counts[:-1], 7)), at)
        )
        assert "“Entry 1” has the number “7.” in place of “1”" in told()
    with monkeypatch.context() as patched:
        patched.setattr(
            Placer, "_listed", lambda self, of, number, _, indent, marked: listed(self, of, number, 0, indent, marked)
        )
        assert "stands on level 1 of its list in place of level 2" in told()


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (14, "decimalZero", "14"), (2, "lowerLetter", "b"),
        (28, "upperLetter", "BB"), (14, "lowerRoman", "xiv"), (1999, "upperRoman", "MCMXCIX"), (0, "lowerRoman", "0"),
        (0, "upperLetter", "0"), (3, "ordinal", "3"),
    ],
)  # fmt: skip
def test_numerals(number: int, form: str, written: str) -> None:
    assert numeral(number, form) == written


def test_a_list_that_is_tied_to_a_style_of_lists_and_one_whose_levels_do_not_begin_anew() -> None:
    root = parse(
        b'<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Ours"/><w:lvl w:ilvl="0"><w:numFmt w:val="upperLetter"/>'
        b'<w:lvlText w:val="%1)"/></w:lvl><w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/><w:lvlText w:val="%2"/></w:lvl>'
        b'</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Ours"/></w:abstractNum>'
        b'<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )
    count = Count(Numbering(root))
    assert [count.shown(("5", level)) for level in (0, 1, 0, 1)] == ["A)", "1", "B)", "2"]
    assert count.shown(("9", 0)) == ""


TWO = (("Year", "Cost"), ("2017", "5")), (("Body", "Share"), ("Met", "60"))


def test_two_tables_of_the_officers_words_stay_two() -> None:
    page = saying(*(pages.table(*rows) for rows in TWO), pages.paragraph("After."), pages.table(*TWO[0]))
    for source in (shipped(), template(table(("a",)), para("{{ narrative.recommendations }}"), table(("b",)))):
        made = filled(source, page)
        verify(made.docx, made, page, template=source)
        assert b"</w:tbl><w:tbl>" not in package.read(made.docx)[DOCUMENT]


@pytest.mark.parametrize(
    "between",
    [
        (para("{%p for risk in risks %}"), table(("{{ risk.heading }}",)), para("{%p endfor %}")),
        (table(("a",)), para("{%p if meeting.title %}"), table(("b",)), para("{%p endif %}")),
        ("<w:sdt><w:sdtContent>" + table(("a",)) + "</w:sdtContent></w:sdt>", para("{%p if meeting.title %}"), table(("b",)), para("{%p endif %}")),
        (table(("a",)), para("{{ narrative.background_papers }}"), table(("b",))),
    ],
    ids=["a loop", "a condition", "a content control", "an empty section"],
)  # fmt: skip
def test_tables_that_a_tag_brings_together_stay_apart(between: tuple[str, ...]) -> None:
    page = replace(pages.founding(), narrative=replace(pages.founding().narrative, background_papers=()))
    source = template(*between, para("End."))
    made = filled(source, page)
    verify(made.docx, made, page, template=source)
    assert b"</w:tbl><w:tbl>" not in package.read(made.docx)[DOCUMENT]


def test_a_table_between_paragraphs_gets_none_more() -> None:
    source = template(para("Before."), table(("a",)), para("Between."), table(("b",)), para("After."))
    assert [text_of(each) for each in body(filled(source, pages.founding()).docx).iterchildren(P)] == [
        "Before.",
        "Between.",
        "After.",
    ]
