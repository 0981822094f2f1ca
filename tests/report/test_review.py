"""The review page: what to look at, for whom, and how everything was read."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.findings import CATALOGUE, Finding, find
from pipeline.model.page import Page
from pipeline.model.records import Change, ChangeKind, Column, InputFile, Movement, Place, Report
from pipeline.report import review
from pipeline.report.compose import compose
from tests.reconcile import builders as b

REPORT = b.a_report()
PAGE = compose(REPORT)

OWNER = find(
    "owner-missing", "Met risk M02 has no risk owner.", Place("met-register.xlsx", "Corporate risks", "D8"),
    subject="Met M02", organisation="Met",
)  # fmt: skip
NOT_FOUND = find("mapped-not-found", "No M07 is in the register.", Place("mapping.xlsx", "Alignment", "C4"), subject="Risk 3: Money")  # fmt: skip
STALE = find("evidence-stale", "The evidence is of 2016.", Place("mapping.xlsx", "Controls", "M3"), subject="C-1 Board")
COMMENT = find("comment-on-cell", "D9 bears a comment.", Place("mopac-register.xlsx", "Risks", "D9"), subject="MOPAC P03")  # fmt: skip


class Reading(HTMLParser):
    """The page as a reader has it: its texts, the tags used, and the text under each heading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.under: dict[str, str] = {}
        self.heading: str | None = None
        self.in_heading = False
        self.quiet = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("h1", "h2", "h3"):
            self.heading, self.in_heading = "", True
        self.quiet = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3") and self.heading is not None:
            self.in_heading = False
            self.heading = " ".join(self.heading.split())
            self.under[self.heading] = ""
        self.quiet = False

    def handle_data(self, data: str) -> None:
        if self.in_heading and self.heading is not None:
            self.heading += data
        elif self.heading is not None and not self.quiet:
            self.under[self.heading] = " ".join(f"{self.under[self.heading]} {data}".split())

    @property
    def text(self) -> str:
        return " ".join(f"{heading} {text}" for heading, text in self.under.items())


def read(*findings: Finding, report: Report = REPORT, page: Page = PAGE) -> Reading:
    return Reading(review.build(report, page, findings, version="1.2.3").decode("utf-8"))


def test_it_says_whose_meeting_it_is_and_that_it_is_internal() -> None:
    html = review.build(REPORT, PAGE, (), version="1.2.3").decode("utf-8")
    assert "Internal" in html and "OFFICIAL" in html
    assert "Audit Panel, Tuesday 19 December 2017" in html
    assert "version 1.2.3" in html


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ((), "Made: nothing is open that must be fixed."),
        ((STALE, COMMENT), "Made: nothing is open that must be fixed."),
        ((OWNER,), "Draft: 1 matter must be fixed before the report is circulated."),
        ((OWNER, NOT_FOUND), "Draft: 2 matters must be fixed before the report is circulated."),
        ((replace(OWNER, accepted="Accepted by Head of Risk"),), "Made: nothing is open that must be fixed."),
    ],
)
def test_its_state(findings: tuple[Finding, ...], state: str) -> None:
    assert state in read(*findings).under["Alignment of Risks"]


class TestBeforeYouCirculate:
    def test_with_nothing_to_look_at_it_says_so(self) -> None:
        assert (
            "Nothing must be fixed and nothing asks for a second look." in read(COMMENT).under["Before you circulate"]
        )

    def test_what_must_be_fixed_comes_first(self) -> None:
        text = read(STALE, OWNER).under["Before you circulate"]
        assert text.index("Must fix Met risk M02 has no risk owner.") < text.index(
            "Please look The evidence is of 2016."
        )
        assert "What to do: Name a post-holder in the register." in text

    def test_findings_of_one_kind_are_one_matter(self) -> None:
        others = [replace(STALE, subject=f"C-{n} Group") for n in range(2, 10)]
        text = read(STALE, *others).under["Before you circulate"]
        assert "The evidence is older than the review period. 9 times: C-1 Board, C-2 Group" in text
        assert "C-6 Group and 3 more." in text

    def test_five_at_most_and_the_rest_counted(self) -> None:
        codes = [code for code, kind in CATALOGUE.items() if kind.severity == "query"][:7]
        page = read(*(find(code, f"Message of {code}.") for code in codes))
        assert "And 2 more kinds of finding below." in page.under["Before you circulate"]
        assert sum(tag == "li" for tag, attrs in page.tags if attrs.get("id", "") == "") >= 5

    def test_what_was_accepted_no_longer_matters(self) -> None:
        page = read(replace(OWNER, accepted="Accepted by Head of Risk until 31 March 2018: being filled."))
        assert "Nothing must be fixed" in page.under["Before you circulate"]
        assert "until 31 March 2018: being filled." in page.under["Accepted they no longer count"]


class TestFindings:
    page = read(COMMENT, STALE, NOT_FOUND, OWNER)

    def test_are_grouped_by_who_can_mend_them(self) -> None:
        headings = list(self.page.under)
        groups = [
            "The register's owner: Met 1 to fix",
            "The register's owner: MOPAC 1 for information",
            "The officer: mapping and narrative 1 to fix, 1 to look at",
        ]
        assert [heading for heading in headings if heading in groups] == groups

    def test_have_severity_in_words_place_message_and_what_to_do(self) -> None:
        assert self.page.under["The register's owner: Met 1 to fix"] == (
            "Must fix Met M02 Met risk M02 has no risk owner. Where: met-register.xlsx, sheet 'Corporate risks', D8 "
            "What to do: Name a post-holder in the register. owner-missing"
        )

    def test_of_a_register_are_known_by_its_file(self) -> None:
        assert "D9 bears a comment." in self.page.under["The register's owner: MOPAC 1 for information"]

    def test_of_no_known_register_still_stand(self) -> None:
        page = read(find("sheet-ambiguous", "Two sheets look like registers."))
        assert "Two sheets look like registers." in page.under["The register's owner 1 to fix"]

    def test_of_many_cells_of_a_column_are_told_as_one_and_counted_each(self) -> None:
        alike = [replace(OWNER, cell=f"D{row}", subject=f"Met M{row}") for row in (*range(8, 19), 21)]
        page = read(*alike)
        text = page.under["The register's owner: Met 12 to fix"]
        assert "Met risk M02 has no risk owner. Likewise in 11 more cells: D9 to D18, D21." in text
        assert text.count("What to do:") == 1
        assert "Must fix 12" in page.text
        assert "Draft: 12 matters must be fixed" in page.text
        assert "12 times: Met M8, Met M9," in page.under["Before you circulate"]
        assert [attrs["id"] for _, attrs in page.tags if attrs.get("id", "").startswith("finding-")] == ["finding-1"]

    def test_of_three_cells_of_a_column_are_told_one_by_one(self) -> None:
        text = read(*(replace(OWNER, cell=f"D{row}") for row in (8, 9, 10))).text
        assert "Likewise" not in text
        assert text.count("sheet 'Corporate risks', D") == 3

    def test_that_were_accepted_are_told_one_by_one(self) -> None:
        page = read(*(replace(OWNER, cell=f"D{row}", accepted=f"Accepted by post {row}") for row in range(8, 13)))
        text = page.under["Accepted they no longer count"]
        assert all(f"Accepted by post {row}" in text for row in range(8, 13))

    def test_that_there_are_none_is_said(self) -> None:
        assert read().under["Findings, by who can mend them"] == "There is none."

    def test_every_code_has_a_home(self) -> None:
        page = read(*(find(code, f"Message of {code}.") for code in CATALOGUE))
        assert all(f"Message of {code}." in page.text for code in CATALOGUE)


def test_every_link_leads_somewhere_on_the_page() -> None:
    page = read(OWNER, STALE, COMMENT, NOT_FOUND)
    anchors = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert len(anchors) == len(set(anchors))
    assert all(link and link.startswith("#") and link[1:] in anchors for link in links)


def test_it_needs_no_network_and_no_script() -> None:
    page = read(OWNER)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not any("src" in attrs or "onclick" in attrs for _, attrs in page.tags)


def test_every_table_has_headings_for_columns_and_nothing_is_told_by_colour_alone() -> None:
    page = read(OWNER, STALE, COMMENT)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("table") == tags.count("thead")
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in page.tags if tag == "th")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</style><b>", "{{ 7 * 7 }}", "{% raw %}", "&amp;", "\"' onclick=x", "<!--"]
)
def test_words_of_the_registers_are_words(text: str) -> None:
    report = b.a_report(promises=(b.a_promise(text),))
    risk = replace(report.aligned_risks[0].row, name=text, number=9)
    report = replace(report, aligned_risks=(replace(report.aligned_risks[0], row=risk),))
    finding = replace(OWNER, message=text, subject=text, file=text, remedy=text)
    clean, page = read(OWNER, report=report), read(finding, report=report, page=compose(report))
    assert " ".join(text.split()) in page.text
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in clean.tags}


@given(st.text())
@settings(max_examples=40, deadline=None)
def test_any_words_make_a_page(text: str) -> None:
    html = review.build(REPORT, PAGE, (replace(OWNER, message=text),), version="1").decode("utf-8")
    assert html.rstrip().endswith("</html>")


def test_a_file_name_that_is_no_text_does_not_keep_the_page_from_being_written() -> None:
    report = replace(REPORT, inputs=(InputFile("register", "met\udcff.xlsx", "c" * 64, "Met"),))
    assert "met?.xlsx" in read(report=report).text


def test_what_changed_is_there_with_the_changes_of_other_risks() -> None:
    others = (
        Change(ChangeKind.RISK_REWORDED, "", "Met", "M05", "The fleet is old.", "The fleet grows old."),
        Change(ChangeKind.RISK_NEW, "", "MOPAC", "P06", "Not in the register", "Low (2)"),
        Change(ChangeKind.RISK_GONE, "", "MOPAC", "P07", "Low (2)", "No longer in the register"),
    )
    movement = Movement(REPORT.movement.previous, REPORT.movement.changes, others)
    report = replace(REPORT, movement=movement)
    page = read(report=report, page=compose(report))
    assert all(sentence in page.under["What changed"] for sentence in PAGE.movement.sentences)
    assert "3 Money MOPAC Re-scored: P03 Medium (6) High (9)" in page.under["Each change"]
    text = page.under["Other risks in the registers outside the report, which only counts them"]
    assert "Met M05 Re-worded The fleet is old. The fleet grows old." in text
    assert "MOPAC P06 New in the register" in text and "MOPAC P07 No longer in the register" in text


def test_a_first_report_has_no_table_of_changes() -> None:
    first = b.a_report(past=False)
    page = read(report=first, page=compose(first))
    assert "This is the first report" in page.under["What changed"]
    assert "Each change" not in page.under
    assert "No earlier record was found to compare with." in page.text


def test_how_a_register_was_read() -> None:
    register = replace(
        REPORT.registers[0],
        header_rows=(5, 6),
        columns=(
            Column("A", "Risk ref", "", "id", "exact"),
            Column("F", "Likelihood", "Current", "current.likelihood", "layout"),
            Column("G", "Impct", "Current", "current.impact", "near"),
            Column("H", "", "", "trend", "values"),
        ),
        rows={"risk": 5, "section": 2, "total": 0},
    )
    text = read(report=replace(REPORT, registers=(register,))).under["Met met-register.xlsx"]
    assert "Sheet Corporate risks, headings in rows 5 and 6. 5 risks, 4 reported." in text
    assert "A Risk ref id by its heading" in text
    assert "F Current > Likelihood current.likelihood as the layout says" in text
    assert "G Current > Impct current.impact by a heading much like it" in text
    assert "H – trend by what stands under it" in text
    assert "Columns not read: Z Last printed." in text
    assert "risk 5 section 2" in text and "total" not in text


def test_where_it_comes_from() -> None:
    text = read().under["Where it comes from"]
    assert f"Register MOPAC mopac-register.xlsx {'c' * 64}" in text
    assert "Compared with the record 2017-09-26/issued/record.json." in text


def test_the_same_report_is_the_same_bytes() -> None:
    assert review.build(REPORT, PAGE, (OWNER,), version="1") == review.build(REPORT, PAGE, (OWNER,), version="1")
