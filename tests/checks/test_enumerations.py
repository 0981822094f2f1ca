"""The aligned risks as the narrative names and counts them, against the appendix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.enumerations import CHECKS
from pipeline.model.findings import Finding
from pipeline.model.records import Block, BlockKind, NarrativeSection, Place, Run
from tests.reconcile.builders import ROWS, a_narrative, a_report, a_row

REPORT = a_report()


def said(*paragraphs: str, section: str = "key_considerations") -> list[Finding]:
    """Of a report on Safeguarding, Governance, Money (formerly Funding) and Insight."""
    report = replace(REPORT, narrative=a_narrative(**{section: paragraphs}))
    return [finding for check in CHECKS for finding in check(report)]


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "The risks are Safeguarding, Governance, Funding and Insight.",
        "Safeguarding, Governance, Funding and Insight remain as they were.",
        "We look at safeguarding, governance, funding and insight together.",
        "Pressure on Funding and Governance continues.",
        "The aligned risks are Safeguarding, Governance and Money.",
        "The four aligned risks (Safeguarding, Governance and Insight) are set out below.",
        "This paper reports on Safeguarding, Governance and Insight.",
        "Safeguarding and Money are the joint risks.",
        "The joint risks remain the same: Safeguarding, Money.",
        "Safeguarding, Governance, Technology and Insight are reported together.",  # never known as an aligned risk
        "The aligned risks are Safeguarding, Governance, Money, Insight and Technology.",
        "This is an overview of the four aligned risks: Safeguarding, Governance and Insight.",
        "Safeguarding, Governance, Public confidence and Insight are reported together.",
        "The areas are Safeguarding;\nGovernance;\nFunding;\nInsight",
        'They are "Safeguarding", "Governance", "Funding" and "Insight".',
    ],
)
def test_other_names_than_the_appendix(text: str) -> None:
    assert codes(said(text)) == ["enumeration-differs"]


@pytest.mark.parametrize(
    "text",
    [
        "The risks are Safeguarding, Governance, Money and Insight.",
        "Safeguarding, Governance, Money (formerly Funding) and Insight",
        "SAFEGUARDING, GOVERNANCE, MONEY & INSIGHT",
        "We look at safeguarding; governance; money; and insight.",
        "Risk 1: Safeguarding, Risk 2: Governance, Risk 3: Money and Risk 4: Insight.",
        "Governance and Money moved this quarter.",  # some of them
        "Governance, Money and Insight are unchanged.",
        "The aligned risks above appetite are Safeguarding and Money.",
        "Two risks, Governance and Money, moved.",
        "Of the four aligned risks, Governance and Money moved.",
        "Two of the four aligned risks, Governance and Money, moved.",
        "Good governance and insight into demand matter.",  # words of the language
        "Money is tight.",
        "Funding is tight.",  # a name alone
        "Money, formerly Funding, is rising.",
        "The risks were called Safeguarding, Governance, Funding and Insight.",
        "The Governance and Insight Board met twice.",  # the name of a board
        "The Governance and Funding Board met twice.",
        "Money, Governance and the Commissioner's plan.",
        "In Money, Governance and Insight, Deputy Heads have changed.",
        "Safeguarding, Governance, Money and Insight, MOPAC notes, are as they were.",
        "Met and MOPAC, Governance and Money.",
    ],
)
def test_quiet(text: str) -> None:
    assert said(text) == []


def test_another_order_is_a_query() -> None:
    (finding,) = said("The risks are Safeguarding, Money, Governance and Insight.")
    assert (finding.code, finding.severity) == ("enumeration-order", "query")
    assert "another order: Safeguarding, Governance, Money and Insight" in finding.message


def with_field(text: str, *by_fields: str) -> list[str]:
    (block,) = a_narrative(purpose=(text,)).sections[0].blocks
    section = NarrativeSection("purpose", "Purpose", (replace(block, by_fields=by_fields),), Place())
    report = replace(REPORT, narrative=replace(REPORT.narrative, sections=(section,)))
    return codes([finding for check in CHECKS for finding in check(report)])


def test_what_came_in_by_a_field_is_nobody_s_list() -> None:
    moved = "Risk 3 was called Insight. Safeguarding, Governance and Funding changed."
    assert with_field(moved) == ["enumeration-differs"]
    assert with_field(moved, moved) == []
    assert with_field(f"{moved} The risks are Governance and Funding.", "Nothing moved.") == ["enumeration-differs"] * 2
    assert with_field("Safeguarding and Governance, Funding", "Safeguarding and Governance") == ["enumeration-differs"]


def test_a_name_that_stands_twice_is_named_once() -> None:
    rows = (*ROWS, a_row(9, "Governance", {"Met": ("M01",)}))
    report = replace(
        a_report(), narrative=a_narrative(purpose=("The risks are Safeguarding, Governance, Money and Insight.",))
    )
    doubled = replace(report, aligned_risks=(*report.aligned_risks, replace(report.aligned_risks[1], row=rows[-1])))
    assert codes([finding for check in CHECKS for finding in check(doubled)]) == []


def test_the_founding_case() -> None:
    (finding,) = said(
        "A first paragraph.", "The four aligned risks, Safeguarding, Governance, Funding and Insight, remain."
    )
    assert finding.severity == "block"
    assert (finding.file, finding.sheet, finding.cell) == ("narrative.docx", "Key considerations", "paragraph 2")
    assert "Funding is called Money now" in finding.message
    assert "{{ aligned_risks.names }}" in finding.remedy


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["The aligned risks are:", "- Safeguarding", "- Governance", "- Money", "- Insight"], []),
        (["The aligned risks are:", "- Safeguarding;", "- Governance;", "- Money; and", "- Insight."], []),
        (["The aligned risks are:", "- Safeguarding", "- Governance", "- Funding", "- Insight"], ["enumeration-differs"]),
        (["The aligned risks are:", "- Safeguarding", "- Governance", "- Money"], ["enumeration-differs"]),
        (["- Safeguarding", "- Governance", "- Money"], ["enumeration-differs"]),
        (["The aligned risks are:", "- Safeguarding", "- Money", "- Governance", "- Insight"], ["enumeration-order"]),
        (["- Safeguarding: children", "- Governance: boards", "- Funding: grants", "- Insight: demand"], ["enumeration-differs"]),
        (["- Safeguarding", "- Governance", "- Technology", "- Insight"], ["enumeration-differs"]),
        (["These moved:", "- Governance: the board has met.", "- Money: the settlement is lower."], []),
        (["These are above appetite:", "- Governance", "- Money"], []),
        (["We ask the Panel to:", "- note the report", "- consider Money and Governance", "- agree the plan for next year"], []),
        (["- Money is tight this year.", "- Governance is thin."], []),
    ],
)  # fmt: skip
def test_lists(paragraphs: list[str], expected: list[str]) -> None:
    assert codes(said(*paragraphs)) == expected


def test_a_list_is_placed_at_its_first_entry() -> None:
    (finding,) = said("The aligned risks are:", "- Safeguarding", "- Funding", "- Governance", "- Insight")
    assert finding.cell == "paragraph 2"


def test_titles_of_background_papers_keep_their_words() -> None:
    assert said("Safeguarding, Governance, Funding and Insight: report of June", section="background_papers") == []


def test_a_table_is_read_cell_by_cell() -> None:
    cell = (Run("Safeguarding, Governance, Funding and Insight"),)
    table = Block(
        BlockKind.TABLE, rows=(((Run("Themes"),),), (cell,)), place=Place("narrative.docx", "Purpose", "table 1")
    )
    narrative = replace(
        a_narrative(), sections=(NarrativeSection("purpose", "Purpose", (table,), Place("narrative.docx", "Purpose")),)
    )
    findings = [f for check in CHECKS for f in check(replace(REPORT, narrative=narrative))]
    assert [(f.code, f.cell) for f in findings] == [("enumeration-differs", "table 1")]


def test_a_name_of_the_last_record_counts_as_a_former_one() -> None:
    rows = tuple(replace(row, formerly=()) for row in ROWS)
    narrative = a_narrative(purpose=("Safeguarding, Governance, Funding and Insight.",))
    report = a_report(rows=rows, narrative=narrative)
    assert codes([f for check in CHECKS for f in check(report)]) == ["enumeration-differs"]


def test_a_withdrawn_name_is_no_aligned_risk_now() -> None:
    rows = (*ROWS, a_row(5, "Estates", {"Met": ("M05",)}, withdrawn=True))
    narrative = a_narrative(purpose=("Safeguarding, Governance, Money, Insight and Estates.",))
    (finding,) = [f for check in CHECKS for f in check(a_report(rows=rows, narrative=narrative))]
    assert "Estates is no aligned risk now" in finding.message


def test_names_with_and_in_them() -> None:
    rows = (a_row(1, "Equality and diversity"), a_row(2, "Health, safety and welfare", {"Met": ("M02",)}))
    whole = a_narrative(purpose=("The aligned risks are Equality and diversity and Health, safety and welfare.",))
    assert [f for check in CHECKS for f in check(a_report(rows=rows, narrative=whole, past=False))] == []


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("The three aligned risks are set out in Appendix 1.", True),
        ("The 5 joint risks are set out in Appendix 1.", True),
        ("All five aligned risks are owned.", True),
        ("Our seventeen joint risks.", True),
        ("The four aligned risks are set out in Appendix 1.", False),
        ("The 4 joint risks are set out in Appendix 1.", False),
        ("The two aligned risks that moved are Governance and Money.", False),
        ("The two aligned risks above appetite.", False),
        ("Two of the aligned risks moved.", False),
        ("The first two aligned risks.", False),
        ("The fourteen risks in the register.", False),
    ],
)
def test_the_number_of_aligned_risks(text: str, speaks: bool) -> None:
    findings = said(text)
    assert codes(findings) == (["count-differs"] if speaks else [])
    assert all((f.severity, f.subject) == ("block", "Key considerations") for f in findings)


@given(st.lists(st.sampled_from(["Money", "Funding", "governance", ", ", " and ", "; ", "Risk 1: ", "x", ".", " ", "(", "\n", "The Met", "are the "]), max_size=14))  # fmt: skip
def test_any_text_is_read_to_its_end(parts: list[str]) -> None:
    assert all(finding.place.cell for finding in said("".join(parts) or "x"))
