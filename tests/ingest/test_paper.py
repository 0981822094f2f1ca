"""Last quarter's Word paper: what is read from it, what is said of the rest."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.document import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest.paper.paper import read_paper
from pipeline.model.errors import InputsUnusable
from pipeline.model.paper import Paper
from pipeline.model.records import BlockKind, ControlKind
from tests.ingest.test_sent import p, run, word_file
from tests.papers import FOUNDING, LOOKS, SECTIONS, THEMES, Content, Theme, bold, saved, with_bold, with_headings
from tests.report import pages
from tests.report.word_files import filled, shipped

EVERY_LOOK = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def read(data: bytes) -> Paper:
    return read_paper(data, "paper.docx")


def changed(data: bytes, change: Callable[[WordDocument], None]) -> Paper:
    """The paper after someone has worked on it in Word."""
    document = Document(io.BytesIO(data))
    change(document)
    return read(saved(document))


def themes_of(paper: Paper) -> tuple[Theme, ...]:
    """As the tests write them."""

    def controls(theme: object, kind: ControlKind) -> tuple[tuple[str, str], ...]:
        return tuple((c.name, c.description or "") for c in theme.controls if c.kind is kind)  # type: ignore[attr-defined]

    return tuple(
        Theme(
            theme.number,
            theme.name,
            tuple((r.description or "", r.organisation, r.owner or "", r.trend or "") for r in theme.risks),
            controls(theme, ControlKind.JOINT),
            controls(theme, ControlKind.POTENTIAL),
            theme.residual_risk or "",
        )
        for theme in paper.themes
    )


# --- the founding kind ------------------------------------------------------------------------------


@EVERY_LOOK
def test_a_paper_comes_back_whole(look: Callable[[Content], bytes]) -> None:
    paper = read(look(FOUNDING))
    assert themes_of(paper) == THEMES
    assert {
        section.heading: tuple(
            ("- " if block.kind is BlockKind.BULLET else "") + block.text for block in section.blocks
        )
        for section in paper.sections
    } == SECTIONS
    assert (paper.panel, paper.title, paper.day) == (FOUNDING.panel, FOUNDING.title, date(2017, 9, 26))
    assert paper.settings["Report by"] == (FOUNDING.by,)
    assert paper.settings["Author"] == ("Head of Governance, MOPAC <mopac.governance@example.org>",)
    assert paper.organisations == ("Met", "MOPAC")
    assert [left.words for left in paper.left] in ([], ["Appendix 1: joint risk overview"])


@EVERY_LOOK
def test_references_are_proposed_in_the_order_of_the_paper(look: Callable[[Content], bytes]) -> None:
    assert [control.reference for _, control in read(look(FOUNDING)).controls] == [f"C{n:02}" for n in range(1, 9)]


def test_the_programs_own_report_comes_back() -> None:
    paper = read(filled(shipped(), pages.founding()).docx)
    assert paper.day is not None
    assert paper.themes
    assert all(risk.owner and risk.description for theme in paper.themes for risk in theme.risks)
    assert all(control.status for _, control in paper.controls)


def test_looks_survive() -> None:
    def change(document: WordDocument) -> None:
        at = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("Each body"))
        at.add_run(" Really.").bold = True
        document.add_table(2, 2)._tbl.getparent().remove(document.tables[-1]._tbl)

    sections = {section.heading: section for section in changed(with_headings(FOUNDING), change).sections}
    assert [run.bold for run in sections["Supporting information"].blocks[0].runs] == [False, True]


def test_a_table_among_the_words_is_kept() -> None:
    def change(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip((c for row in table.rows for c in row.cells), "abcd", strict=True):
            cell.text = text
        next(x for x in document.paragraphs if x.text.startswith("Each body"))._p.addnext(table._tbl)

    sections = {section.heading: section for section in changed(with_headings(FOUNDING), change).sections}
    assert [block.text for block in sections["Supporting information"].blocks][1] == "a\tb\nc\td"


# --- the title block --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("19 December 2017", date(2017, 12, 19)),
        ("Tuesday 19 December 2017", date(2017, 12, 19)),
        ("Tuesday, 19th December 2017", date(2017, 12, 19)),
        ("19/12/2017", date(2017, 12, 19)),
        ("2017-12-19", date(2017, 12, 19)),
        ("19 December 2017 at 10.00am", date(2017, 12, 19)),
        ("3/4/2017", None),
        ("31 February 2017", None),
        ("to be confirmed", None),
    ],
)
@EVERY_LOOK
def test_the_meeting_date(look: Callable[[Content], bytes], written: str, day: date | None) -> None:
    paper = read(look(replace(FOUNDING, day=written)))
    assert paper.day == day
    assert any("meeting date is not known" in told for told in paper.told) == (
        day is None and any(map(str.isdigit, written))
    )


def test_two_dates_are_no_date() -> None:
    def change(document: WordDocument) -> None:
        document.paragraphs[2].insert_paragraph_before("Date: 19 December 2017")

    paper = changed(with_headings(FOUNDING), change)
    assert paper.day is None
    assert any("'19 December 2017' and '26 September 2017'" in told for told in paper.told)


# --- trends -----------------------------------------------------------------------------------------


def one_trend(trend: str, **values: str) -> Content:
    row = ("It happens.", "Met", "ACTP", trend)
    return replace(FOUNDING, themes=(Theme(1, "Money", (row, ("It happens too.", "MOPAC", "DMPC", "↔"))),), **values)


@pytest.mark.parametrize(
    ("written", "trend"),
    [("↑", "rising"), ("▼", "falling"), ("↔ Unchanged", "same"), ("Worsening", "rising"), ("New", "new"), ("", None), ("Not stated", None)],
)  # fmt: skip
@EVERY_LOOK
def test_trends_that_are_known(look: Callable[[Content], bytes], written: str, trend: str | None) -> None:
    risk = read(look(one_trend(written))).themes[0].risks[0]
    assert (risk.trend, risk.trend_unread) == (trend, False)


@pytest.mark.parametrize("written", ["⤴", "Wobbling", "–", "↑↓"])
@EVERY_LOOK
def test_a_trend_that_is_not_known_is_said(look: Callable[[Content], bytes], written: str) -> None:
    paper = read(look(one_trend(written)))
    assert (paper.themes[0].risks[0].trend, paper.themes[0].risks[0].trend_unread) == (None, True)
    left = next(left for left in paper.left if left.words == written)
    assert "no known word or sign of a trend" in left.why
    assert "row 2" in left.where


@pytest.mark.parametrize(
    ("key", "trend", "said"),
    [
        ("Key: ↑ = the risk is increasing; ↓ = the risk is reducing", "rising", False),
        ("Key: ↑ = the position is improving; ↓ = it is worse", "falling", False),
        ("Overview of the risks", "rising", True),
    ],
)
def test_a_key_says_what_an_arrow_means(key: str, trend: str, said: bool) -> None:
    def change(document: WordDocument) -> None:
        at = next(x for x in document.paragraphs if x.text.startswith("Risk 1"))
        at.insert_paragraph_before(key)

    paper = changed(with_headings(one_trend("↑")), change)
    assert paper.themes[0].risks[0].trend == trend
    assert any("up arrow" in told for told in paper.told) == said


def test_an_arrow_under_direction_of_travel_is_not_guessed() -> None:
    def change(document: WordDocument) -> None:
        document.tables[0].rows[0].cells[3].text = "Direction of travel"

    paper = changed(with_headings(one_trend("↑")), change)
    assert paper.themes[0].risks[0].trend_unread
    assert any("nothing says whether an up arrow" in left.why for left in paper.left)
    assert paper.themes[0].risks[1].trend == "same"


# --- poor and hostile papers ------------------------------------------------------------------------


def test_a_risk_without_an_owner() -> None:
    themes = (Theme(1, "Money", (("It happens.", "Met", "", "↔"),)),)
    assert read(with_bold(replace(FOUNDING, themes=themes))).themes[0].risks[0].owner is None


def test_a_paper_without_tables_has_its_controls() -> None:
    themes = tuple(replace(theme, rows=()) for theme in THEMES)

    def change(document: WordDocument) -> None:
        for table in document.tables:
            table._tbl.getparent().remove(table._tbl)

    assert themes_of(changed(with_headings(FOUNDING), change)) == themes


@pytest.mark.parametrize(
    "data",
    [
        word_file(p(run("A letter."))),
        word_file(""),
        with_headings(replace(FOUNDING, themes=())),
    ],
    ids=["a letter", "nothing", "no risk"],
)
def test_without_a_risk_nothing_can_begin(data: bytes) -> None:
    with pytest.raises(InputsUnusable, match=r"No aligned risk was found in paper\.docx"):
        read(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"", "empty"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputsUnusable, match=words):
        read(data)


def test_tracked_changes_and_comments_are_said() -> None:
    body = (
        p('<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' + run("Purpose"))
        + p(run("Kept ") + f'<w:ins w:id="1" w:author="Clerk">{run("added")}</w:ins>'
            + '<w:del w:id="2" w:author="Clerk"><w:r><w:delText>gone</w:delText></w:r></w:del>')
        + p('<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' + run("Risk 1: Money"))
        + p(run("Joint controls"))
        + p(run("Lobbying – says so"))
    )  # fmt: skip
    paper = read(word_file(body))
    assert paper.sections[0].text == "Kept added"
    assert any("words inserted by Clerk" in told for told in paper.told)
    assert [(left.words, "deleted in a tracked change by Clerk" in left.why) for left in paper.left] == [("gone", True)]


def test_what_has_no_place_is_listed_with_its_place() -> None:
    def change(document: WordDocument) -> None:
        before = next(x for x in document.paragraphs if x.text == "Contact details")
        before.insert_paragraph_before("Consultation", style="Heading 1")
        before.insert_paragraph_before("Nobody was asked.")
        document.add_heading("Appendix 2: Glossary", 1)
        document.add_table(1, 1).rows[0].cells[0].text = "A word"
        document.sections[0].header.paragraphs[0].text = "For the Panel"

    left = {(one.where, one.words) for one in changed(with_headings(FOUNDING), change).left}
    assert left == {
        ("Consultation", "Nobody was asked."),
        ("Appendix 2: Glossary, table 1", "A word"),
        ("header", "For the Panel"),
    }


def test_a_line_among_controls_that_is_none_is_listed() -> None:
    def change(document: WordDocument) -> None:
        at = next(x for x in document.paragraphs if x.text.startswith("Gold group"))
        at.insert_paragraph_before("Both are old.", style="Normal")

    paper = changed(with_headings(FOUNDING), change)
    assert themes_of(paper) == THEMES
    assert [(left.words, left.where) for left in paper.left] == [
        ("Both are old.", "Risk 1: Safeguarding, Joint controls, paragraph 2")
    ]


def test_a_row_of_both_organisations_is_a_risk_of_each() -> None:
    rows = (("One.", "Met", "A", "↔"), ("Two.", "MOPAC", "B", "↔"), ("Three.", "Met and MOPAC", "C", "↔"))
    paper = read(with_headings(replace(FOUNDING, themes=(Theme(1, "Money", rows),))))
    assert [(r.organisation, r.description) for r in paper.themes[0].risks] == [
        ("Met", "One."), ("MOPAC", "Two."), ("Met", "Three."), ("MOPAC", "Three."),
    ]  # fmt: skip


def test_a_row_without_an_organisation_is_listed() -> None:
    rows = (("One.", "Met", "A", "↔"), ("Two.", "", "B", "↔"))
    paper = read(with_headings(replace(FOUNDING, themes=(Theme(1, "Money", rows),))))
    assert [r.description for r in paper.themes[0].risks] == ["One."]
    assert {left.words for left in paper.left} == {"Two.", "B", "↔"}


@pytest.mark.parametrize(("numbers", "expected"), [((1, 1, 3), [1, 2, 3]), ((4, 2, 9), [4, 2, 9])])
def test_a_number_that_stands_twice_is_said(numbers: tuple[int, ...], expected: list[int]) -> None:
    themes = tuple(replace(theme, number=number) for theme, number in zip(THEMES, numbers, strict=False))
    paper = read(with_headings(replace(FOUNDING, themes=themes)))
    assert [theme.number for theme in paper.themes] == expected
    assert any("which another has too" in told for told in paper.told) == (expected != list(numbers))


# --- any text ---------------------------------------------------------------------------------------

TEXT = st.one_of(
    st.text(st.sampled_from("aeß字 .,:;–-*[]{}|<>&#'()/↑1•\t"), min_size=1, max_size=40).map(str.strip),
    st.sampled_from(["1.1 A thing", "None", "**a**", "Met", "A: b – c", "Met/MOPAC", "1 May 2017", "7"]),
).filter(bool)  # fmt: skip


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def everything(paper: Paper) -> str:
    """All that was read or listed."""
    texts = [paper.panel, paper.title, *(v for values in paper.settings.values() for v in values)]
    texts += [section.text for section in paper.sections]
    for theme in paper.themes:
        texts += [f"{theme.number} {theme.name}", theme.residual_risk or "", theme.trend_reason or ""]
        texts += [text or "" for r in theme.risks for text in (r.organisation, r.description, r.owner)]
        texts += [text or "" for c in theme.controls for text in (c.name, c.description)]
    texts += [left.words for left in paper.left] + list(paper.told)
    return squeezed("\n".join(texts))


@EVERY_LOOK
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(TEXT, min_size=8, max_size=8))
def test_any_text_comes_back_or_is_listed(look: Callable[[Content], bytes], words: list[str]) -> None:
    title, purpose, description, owner, organisation, name, text, residual = words
    theme = Theme(1, "Money", ((description, organisation, owner, "↔"),), ((name, text),), (), residual)
    content = replace(FOUNDING, title=title, sections={"Purpose": (purpose,)}, themes=(theme, THEMES[1]))
    found = everything(read(look(content)))
    for one in words:
        kept = squeezed(re.sub(r"^\d+(?:\.\d+)+\s", "", one))  # a typed number: said, and left out
        assert kept in found or kept == "None", (one, found)


def test_bold_lines_in_a_section_are_said() -> None:
    def change(document: WordDocument) -> None:
        at = next(
            x for x in document.paragraphs if x.text == "1.2 The two are compared each quarter by officers of both."
        )
        at._p.addprevious(bold(document, "Method")._p)

    paper = changed(with_bold(FOUNDING), change)
    assert any("'Method'" in told and "Supporting information" in told for told in paper.told)


# --- other ways to lay it out -----------------------------------------------------------------------

ONE = Theme(
    1,
    "Money",
    (("Savings come late.", "Met", "Director of Finance", "same"), ("Prices rise.", "MOPAC", "CFO", "rising")),
    (("Lobbying", "Puts the case."), ("Budget monitoring", "Compares each month.")),
    (("Joint procurement", "Buys for both."),),
)


def grid(document: WordDocument, *rows: tuple[str, ...]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text


def listed(theme: Theme) -> tuple[str, str]:
    """The joint and the potential controls, each as the text of a cell."""
    joint, potential = ("\n".join(f"{name}: {text}" for name, text in each) for each in (theme.joint, theme.potential))
    return joint, potential


def parted() -> Callable[[WordDocument], None]:
    """Each line of a cell as a paragraph of its own."""

    def change(document: WordDocument) -> None:
        for table in document.tables:
            for cell in (cell for row in table.rows for cell in row.cells if "\n" in cell.text):
                first, *others = cell.text.split("\n")
                cell.text = first
                for one in others:
                    cell.add_paragraph(one)

    return change


def beside(document: WordDocument) -> None:
    document.add_heading("Risk 1 – Money", 2)
    grid(document, ("Risk", "Organisation", "Owner", "Trend"), *ONE.rows)
    grid(document, ("Joint controls", "Potential controls"), listed(ONE))


def in_rows(document: WordDocument) -> None:
    document.add_heading("1 Money", 2)
    grid(document, ("Risk", "Organisation", "Owner", "Trend"), *ONE.rows)
    joint, potential = listed(ONE)
    grid(document, ("Joint controls", joint), ("Potential controls", potential))


def under_a_column(document: WordDocument) -> None:
    head = ("Aligned risk", "Risk description", "Organisation", "Risk lead", "Trend")
    grid(document, head, *(("1. Money", *row) for row in ONE.rows))
    for heading, controls in (("Joint controls", ONE.joint), ("Potential controls:", ONE.potential)):
        document.add_paragraph(heading)
        for name, text in controls:
            document.add_paragraph(f"{name} – {text}")


def in_tables_of_their_own(document: WordDocument) -> None:
    bold(document, "RISK 1: Money")
    grid(document, ("Organisation", "Risk owner", "Risk trend", "Current risk description"),
         *((row[1], row[2], row[3], row[0]) for row in ONE.rows))  # fmt: skip
    grid(document, ("Joint control", "What it does"), *ONE.joint)
    grid(document, ("Potential control", "What it does"), *ONE.potential)


def on_its_side(document: WordDocument) -> None:
    joint, potential = listed(ONE)
    rows = [*zip(("Risk", "Organisation", "Owner", "Trend"), *ONE.rows, strict=True)]
    blank = ("",) * (len(ONE.rows) - 1)
    rows += [("Joint controls", joint, *blank), ("Potential controls", potential, *blank)]
    document.add_heading("Risk 1: Money", 2)
    grid(document, *rows)


@pytest.mark.parametrize("lay_out", [beside, in_rows, under_a_column, in_tables_of_their_own, on_its_side])
def test_other_layouts(lay_out: Callable[[WordDocument], None]) -> None:
    document = Document()
    document.add_heading("Appendix 1: Joint risk overview", 1)
    lay_out(document)
    paper = changed(saved(document), parted())
    assert themes_of(paper) == (ONE,)
    assert paper.left == ()


def rated(*rows: tuple[str, ...]) -> Paper:
    """The first theme of the paper with a table of ratings below its key residual risks."""
    document = Document()
    document.add_heading("Appendix 1: Joint risk overview", 1)
    beside(document)
    document.add_paragraph("Key residual risks")
    grid(document, *rows)
    return read(saved(document))


@pytest.mark.parametrize(
    ("written", "rating", "left"),
    [("High", "High", 0), ("Very high (16)", "Very high", 0), ("–", None, 0), ("16", None, 1)],
)
def test_ratings_beside_the_residual_risks_are_taken(written: str, rating: str | None, left: int) -> None:
    paper = rated(("Organisation", "Now", "Appetite"), (ONE.rows[0][1], written, "Low"))
    assert paper.themes[0].risks[0].rating == rating
    assert [one.rating for one in paper.themes[0].risks[1:]] == [None] * (len(ONE.rows) - 1)
    assert sum("no rating in words" in one.why for one in paper.left) == left
    assert any("Appetite" in one.words for one in paper.left)


def test_a_rating_of_nobody_is_listed() -> None:
    paper = rated(("Organisation", "Current rating"), ("Another body", "High"))
    assert [one.rating for one in paper.themes[0].risks] == [None] * len(ONE.rows)
    assert any("no risk of 'Another body'" in one.why for one in paper.left)


@pytest.mark.parametrize(
    ("first", "second", "panel", "title"),
    [
        (("Audit Panel", "Title"), ("Joint risks", "Subtitle"), "Audit Panel", "Joint risks"),
        (("Audit Panel", "Title"), ("Joint risks", "Title"), "Audit Panel", "Joint risks"),
        (("Audit Panel", "Title"), ("Joint risks", "Normal"), "Audit Panel", "Joint risks"),
        (("Joint risks", "Title"), ("Audit Panel", "Normal"), "Audit Panel", "Joint risks"),
        (("Risks of the Audit Panel", "Title"), ("Quarter 3 2017-18", "Normal"), "", "Risks of the Audit Panel"),
    ],
)
def test_a_panel_in_the_look_of_a_title(
    first: tuple[str, str], second: tuple[str, str], panel: str, title: str
) -> None:
    document = Document()
    for words, style in (first, second):
        document.add_paragraph(words, style)
    document.add_heading("Appendix 1: Joint risk overview", 1)
    beside(document)
    paper = read(saved(document))
    assert (paper.panel, paper.title) == (panel, title)


def test_headings_that_word_numbers_have_their_numbers_by_order() -> None:
    document = Document()
    document.add_heading("Appendix 1: Joint risk overview", 1)
    for name in ("Money", "Insight"):
        document.add_heading(name, 2)
        grid(document, ("Risk", "Organisation", "Owner", "Trend"), *ONE.rows)
    paper = read(saved(document))
    assert [(theme.number, theme.name, len(theme.risks)) for theme in paper.themes] == [
        (1, "Money", 2),
        (2, "Insight", 2),
    ]


def test_a_list_of_the_risks_among_the_words_is_no_overview() -> None:
    words = {"Key considerations": ("The risks are:", "Risk 1: Safeguarding", "Risk 2: Governance", "and others.")}
    paper = read(with_headings(replace(FOUNDING, sections={**SECTIONS, **words})))
    assert themes_of(paper) == THEMES
    assert [block.text for block in paper.sections[1].blocks] == list(words["Key considerations"])


@pytest.mark.parametrize(
    ("written", "said"),
    [("See {{ meeting.period }}.", "a field of the report"), ("[A note.]", "counts as a hint"), ("See {this}.", "")],
)
def test_what_the_narrative_would_take_for_something_else_is_said(written: str, said: str) -> None:
    paper = read(with_headings(replace(FOUNDING, sections={**SECTIONS, "Purpose": (written,)})))
    assert paper.sections[0].text == written
    told = [one for one in paper.told if "Purpose, paragraph 1" in one]
    assert [said in one for one in told] == ([True] if said else [])
