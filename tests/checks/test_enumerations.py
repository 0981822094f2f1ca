"""The aligned risks as the narrative names and counts them, against the appendix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks.enumerations import CHECKS
from pipeline.model.findings import Finding
from pipeline.model.records import Block, BlockKind, Movement, NarrativeSection, Place, Run
from tests.reconcile.builders import ROWS, a_narrative, a_past, a_report, a_row, a_theme

REPORT = a_report()
NAMES = ("Safeguarding", "Governance", "Funding", "Insight")  # as the last record has them


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
        "We look at safeguarding, funding and insight together.",
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
        "The four risks: Safeguarding, Governance and Money.",
        'They are "Safeguarding", "Governance", "Funding" and "Insight".',
        "Safeguarding, Governance, Insight and Piracy are the aligned risks.",
        "Safeguarding, Governance, Money, Insight and Piracy are the aligned risks.",
        'The aligned risks are "Safeguarding", "Governance", "Money" and "Piracy".',
        "The aligned risks are (a) Safeguarding, (b) Governance, (c) Money and (d) Piracy.",
        "The aligned risks are 1) Safeguarding; 2) Governance; 3) Money; 4) Piracy.",
        "The aligned risks are Risk 1 Safeguarding, Risk 2 Governance, Risk 3 Money and Risk 4 Piracy.",
        "The aligned risks are Safeguarding / Governance / Money / Piracy.",
        "The four risks reported jointly are safeguarding, governance, money and piracy.",
        "The aligned risks are safeguarding, governance, money, insight and piracy.",
        'The aligned risks are "Safeguarding", "Governance" and "Money".',
        "The aligned risks are “Safeguarding”, “Governance” and “Money”.",
        "Safeguarding, Governance, Money & Technology are reported together.",
        "Safeguarding / Governance / Money / Technology",
        "The aligned risks are Technology, Safeguarding, Governance, Money and Insight.",
        "The four aligned risks (Technology, Governance, Money and Insight) are set out below.",
        "This report covers Piracy, Technology, Governance and Money.",
        f"The aligned risks are {'Piracy, ' * 20}Governance and Money.",
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
        "Safeguarding, Technology and Insight are reported together.",  # half of them
        "Refunding, Governance and Money matter.",  # a name within a word
        "Funding is tight.",  # a name alone
        "Money, formerly Funding, is rising.",
        "The risks were called Safeguarding, Governance, Funding and Insight.",
        "The Governance and Insight Board met twice.",  # the name of a board
        "The Governance and Funding Board met twice.",
        "Money, Governance and the Commissioner's plan.",
        "In Money, Governance and Insight, Deputy Heads have changed.",
        "Safeguarding, Governance, Money and Insight, MOPAC notes, are as they were.",
        "Met and MOPAC, Governance and Money.",
        "The aligned risks are (a) Safeguarding, (b) Governance, (c) Money and (d) Insight.",
        '"Safeguarding", "Governance", "Money" and "Insight" are the aligned risks.',
        "The aligned risks are Safeguarding / Governance / Money / Insight.",
        "The aligned risks are safeguarding, governance, money and insight and both bodies own them.",
        "Governance, Money and Managers are stretched.",
        "Governance/Money moved.",
        "However, Safeguarding, Governance and Money moved.",  # a series begins with a name
        "Of the four aligned risks, Technology, Governance and Money touch two.",
        f"The aligned risks are {'Piracy, ' * 21}Governance and Money.",
        "Our three aligned services, Technology, Governance and Money moved.",
        "Prepared for Safeguarding, Governance, Money, Head of Risk.",  # another thing after a comma
        "Pressure is on Safeguarding, Governance, Money and recruitment.",  # a word of the language
        "Safeguarding, Governance, Money and MOPAC are stretched.",  # a body
        "Safeguarding, Governance, Money and Metropolitan Police are stretched.",
        'The aligned risks are "Safeguarding", "Governance", "Money" and "Insight".',
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
    after = "Safeguarding and Governance moved, as did Funding and Insight."
    assert with_field(after, "Safeguarding and Governance moved") == ["enumeration-differs"]


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
        (["- Safeguarding;", "- Governance; and", "- Money."], ["enumeration-differs"]),
        (["- Safeguarding, and", "- Governance."], ["enumeration-differs"]),
        (["These moved:", "- Governance: the board has met.", "- Money: the settlement is lower."], []),
        (["These are above appetite:", "- Governance", "- Money"], []),
        (["These moved:", "- Governance: the board has met.", "- Funding: the settlement is lower."], ["enumeration-differs"]),
        (["We ask the Panel to:", "- note the report", "- consider Money and Governance", "- agree the plan for next year"], []),
        (["- Money is tight this year.", "- Governance is thin."], []),
        (["- Governance: the board has met.", "- Money"], []),
        (["- Safeguarding", "- Governance", "- A plan for youth", "- Insight"], ["enumeration-differs"]),
        (["- Safeguarding", "- Governance", "- A plan for our youth", "- Insight"], []),
        (["The aligned risks are:", "- Safeguarding", "- Governance", "- Money", "- Insight", "- Technology"], ["enumeration-differs"]),
        (["The aligned risks are:", "- Safeguarding", "- Governance", "- Money and", "- Insight"], []),
        (["These are above appetite: ", "- Governance", "- Money"], []),
        (["We ask:", "- that it is noted", "The aligned risks are:", "- Safeguarding", "- Governance", "- Money", "- Insight"], []),
        (["The four aligned risks:", "- Safeguarding", "- Governance", "- Money"], ["enumeration-differs"]),
    ],
)  # fmt: skip
def test_lists(paragraphs: list[str], expected: list[str]) -> None:
    assert codes(said(*paragraphs)) == expected


def test_a_list_is_placed_at_its_first_entry() -> None:
    (finding,) = said("The aligned risks are:", "- Safeguarding", "- Funding", "- Governance", "- Insight")
    assert finding.cell == "paragraph 2"


def test_titles_of_background_papers_keep_their_words() -> None:
    assert said("Safeguarding, Governance, Funding and Insight: report of June", section="background_papers") == []


def test_what_follows_the_background_papers_is_read() -> None:
    narrative = a_narrative(purpose=("The aligned risks are Safeguarding, Governance and Money.",))
    papers_first = sorted(narrative.sections, key=lambda section: section.key != "background_papers")
    assert papers_first[0].key == "background_papers"
    report = replace(REPORT, narrative=replace(narrative, sections=tuple(papers_first)))
    assert codes([finding for check in CHECKS for finding in check(report)]) == ["enumeration-differs"]


def test_a_table_is_read_cell_by_cell() -> None:
    cell = (Run("Safeguarding, Governance, Fund"), Run("ing"), Run(" and Insight"))
    table = Block(
        BlockKind.TABLE, rows=(((Run("Themes"),),), (cell,)), place=Place("narrative.docx", "Purpose", "table 1")
    )
    narrative = replace(
        a_narrative(), sections=(NarrativeSection("purpose", "Purpose", (table,), Place("narrative.docx", "Purpose")),)
    )
    findings = [f for check in CHECKS for f in check(replace(REPORT, narrative=narrative))]
    assert [(f.code, f.cell) for f in findings] == [("enumeration-differs", "table 1")]
    assert 'says "Safeguarding, Governance, Funding and Insight";' in findings[0].message


def test_a_name_of_the_last_record_counts_as_a_former_one() -> None:
    rows = tuple(replace(row, formerly=()) for row in ROWS)
    narrative = a_narrative(purpose=("Safeguarding, Governance, Funding and Insight.",))
    report = a_report(rows=rows, narrative=narrative)
    assert codes([f for check in CHECKS for f in check(report)]) == ["enumeration-differs"]


@pytest.mark.parametrize(
    ("number", "told"), [(3, "Funding is called Money now"), (9, "Funding is no aligned risk now")]
)
def test_what_became_of_a_name_that_only_the_last_record_has(number: int, told: str) -> None:
    rows = tuple(replace(row, formerly=()) for row in ROWS)
    report = a_report(rows=rows, narrative=a_narrative(purpose=("Safeguarding, Governance, Funding and Insight.",)))
    then = a_past(*(a_theme(number if n == 3 else n, name) for n, name in enumerate(NAMES, 1)))
    (finding,) = [f for check in CHECKS for f in check(replace(report, movement=Movement(then)))]
    assert told in finding.message


def test_of_three_aligned_risks_two_and_another_are_an_enumeration() -> None:
    narrative = a_narrative(purpose=("Safeguarding, Technology and Governance are reported together.",))
    report = a_report(rows=ROWS[:3], narrative=narrative)
    (finding,) = [f for check in CHECKS for f in check(report)]
    assert (finding.code, "Technology" in finding.message) == ("enumeration-differs", True)


@pytest.mark.parametrize("text", ["Public  confidence and Safeguarding.", "Public\nconfidence, Safeguarding moved."])
def test_a_name_of_two_words_stands_with_any_blanks(text: str) -> None:
    rows = (a_row(1, "Safeguarding"), a_row(2, "Estates", {"Met": ("M02",)}))
    formerly = replace(rows[1], formerly=("Public confidence",))
    report = a_report(rows=(rows[0], formerly), narrative=a_narrative(purpose=(text,)), past=False)
    (finding,) = [f for check in CHECKS for f in check(report)]
    assert "Public confidence is called Estates now" in finding.message


def test_a_foreign_entry_of_a_list_is_quoted_without_its_stop() -> None:
    (finding,) = said("- Safeguarding;", "- Governance;", "- Project X;", "- Insight.")
    assert 'says "Safeguarding, Governance, Insight, Project X";' in finding.message


def test_a_withdrawn_name_is_no_aligned_risk_now() -> None:
    rows = (*ROWS, a_row(5, "Estates", {"Met": ("M05",)}, withdrawn=True))
    narrative = a_narrative(purpose=("Safeguarding, Governance, Money, Insight and Estates.",))
    (finding,) = [f for check in CHECKS for f in check(a_report(rows=rows, narrative=narrative))]
    assert "Estates is no aligned risk now" in finding.message


def test_two_aligned_risks_have_an_order_too() -> None:
    narrative = a_narrative(purpose=("The aligned risks are Governance and Safeguarding.",))
    report = a_report(rows=ROWS[:2], narrative=narrative, past=False)
    assert codes([f for check in CHECKS for f in check(report)]) == ["enumeration-order"]


def test_two_names_of_before_are_told_one_by_one() -> None:
    rows = (*ROWS, a_row(5, "Estates", {"Met": ("M05",)}, withdrawn=True))
    narrative = a_narrative(purpose=("Safeguarding, Funding and Estates.",))
    (finding,) = [f for check in CHECKS for f in check(a_report(rows=rows, narrative=narrative))]
    assert finding.message.endswith("(Funding is called Money now; Estates is no aligned risk now).")


def test_a_report_without_aligned_risks_has_none() -> None:
    report = a_report(rows=(), controls=(), narrative=a_narrative(purpose=("Safeguarding, Funding and Insight.",)))
    (finding,) = [f for check in CHECKS for f in check(report)]
    assert "; the appendix has none (" in finding.message


@pytest.mark.parametrize("longer", ["Health and safety", "HEALTH and safety"])
def test_a_name_that_begins_another(longer: str) -> None:
    rows = tuple(a_row(n, name, {"Met": (f"M0{n}",)}) for n, name in enumerate(("Money", "Health", longer), 1))
    for text, expected in (
        (f"The aligned risks are Money, Health and {longer}.", []),
        (f"The aligned risks are Money and {longer}.", ["enumeration-differs"]),
        (f"The aligned risks are {longer}, Health and Money.", ["enumeration-order"]),
    ):
        report = a_report(rows=rows, controls=(), narrative=a_narrative(purpose=(text,)), past=False)
        assert codes([f for check in CHECKS for f in check(report)]) == expected, text


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
        ("Three aligned risks are reported.", True),
        ("All is well. Six aligned risks are set out below.", True),
        ("This report sets out 6 aligned risks.", True),
        ("Here are the five (5) aligned risks.", True),
        ("Our three shared risks are in Appendix 1.", True),
        ("Four aligned risks are reported, and the four (4) aligned risks are shared.", False),
        ("Three aligned risks are rising. Two aligned risks are reported as new.", False),
        ("Three aligned risks rose.", False),
        ("This paper considers two aligned risks in depth.", False),
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


@pytest.mark.parametrize(
    "words", ["The aligned risks, ", "The aligned risks are Piracy, ", "Money, Piracy, ", '"Money" ']
)
def test_no_text_takes_long(words: str) -> None:
    started = process_time()
    said(words * (30_000 // len(words)))
    assert process_time() - started < 3


@given(st.lists(st.sampled_from(["Money", "Funding", "governance", ", ", " and ", "; ", "Risk 1: ", "x", ".", " ", "(", "\n", "The Met", "are the "]), max_size=14))  # fmt: skip
def test_any_text_is_read_to_its_end(parts: list[str]) -> None:
    assert all(finding.place.cell for finding in said("".join(parts) or "x"))
