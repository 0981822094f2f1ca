"""The period that the narrative gives, against the one of the Meeting sheet: Quarter 3 2017-18."""

from __future__ import annotations

import pytest

from tests.checks.reports import said
from tests.reconcile.builders import a_meeting, a_narrative


@pytest.mark.parametrize(
    "text",
    [
        "This report covers Quarter 2 2017-18.",
        "The joint risks for Quarter 2.",
        "What both organisations report for Q3 2016/17.",
        "The position in the second quarter of 2017-18.",
        "Quarter 4 2017-2018 in one view.",
        "This is for Quarter 2 2017-18. A second sentence.",
        "Both bodies report. This is for Quarter 2 2017-18.",
        "Nothing else is in Quarter 3 2017-18. This report covers Quarter 2 2017-18.",
    ],
)
def test_another_period_under_purpose(text: str) -> None:
    (finding,) = said(narrative=a_narrative(purpose=("Quiet.", text)))
    assert (finding.code, finding.severity) == ("period-differs", "block")
    assert (finding.file, finding.sheet, finding.cell) == ("narrative.docx", "Purpose", "paragraph 2")


@pytest.mark.parametrize(
    "text",
    [
        "This report covers Quarter 3 2017-18.",
        "This report covers Q3.",
        "This report covers the third quarter of 2017/18.",
        "This report covers Quarter 3 2017-18 and compares it with Quarter 2.",
        "Since Quarter 2 2017-18, the risks have moved.",
        "The previous report was for Quarter 2 2017-18.",
        "A review is due in Quarter 4.",
        "A quarter of 2 million pounds.",
    ],
)
def test_the_right_period_or_plainly_another_time(text: str) -> None:
    assert said(narrative=a_narrative(purpose=(text,))) == ()


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("This paper sets out the position in Quarter 2 2017-18.", True),
        ("Offences rose in Quarter 2 2017-18.", False),
        ("The savings of Quarter 4 2017-18 are not yet found.", False),
    ],
)
def test_elsewhere_only_what_is_said_of_the_report(text: str, speaks: bool) -> None:
    findings = said(narrative=a_narrative(supporting_information=(text,)))
    assert [f.sheet for f in findings] == (["Supporting information"] if speaks else [])


def test_a_period_that_is_no_quarter_is_not_compared() -> None:
    meeting = a_meeting(period="Half-year to 30 September 2017")
    assert said(meeting=meeting, narrative=a_narrative(purpose=("This report covers Quarter 2.",))) == ()
