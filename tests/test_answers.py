"""Which answers say nothing, and which say that a thing is not done."""

from __future__ import annotations

import pytest

from pipeline.model.answers import blank, not_yet


@pytest.mark.parametrize(
    "text",
    [
        None, "", "-", "–", "— —", "...", "?", "None", "none.", "N/A", "n/a", "NA", "n.a.", "Nil", "Nothing", "None yet",
        "None at present", "None available", "No evidence", "No evidence yet", "TBC", "(tbc)", "[TBC]", "To follow",
        "Evidence to follow", "Report awaited", "Awaited", "To be confirmed", "Not known", "Not applicable", "Unknown",
        "See above", "as  above", "Not yet available", "No", "Ditto",
    ],
)  # fmt: skip
def test_what_says_nothing(text: str | None) -> None:
    assert blank(text)


@pytest.mark.parametrize(
    "text",
    [
        "Audit, 2 May 2024", "None of the twelve samples failed (audit, 2 May)", "No exceptions in the audit of 2 May",
        "Yes", "See the audit of 2 May", "NATO", "Report to the board; figures to follow", "3", "Nilsson report",
        "Nothing fell due in May; log of 3 June",
    ],
)  # fmt: skip
def test_what_says_something(text: str) -> None:
    assert not blank(text)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        *((answer, True) for answer in (
            "No", "no.", "No, it was put off", "No - put off", "Not yet", "Not kept", "Partly", "Partly: the first half",
            "Partially", "In part", "In progress", "Under way", "Ongoing", "Delayed until May", "Postponed", "Overdue",
            "Will be sent in May", "It has not yet been sent", "The study is yet to come", "Awaiting the study",
        )),
        *((answer, False) for answer in (
            "Yes", "Kept", "Done", "Sent on 28 November", "In this report", "Part of the report of May", "Note of 3 May",
            "No longer asked for", "Not needed: the Panel withdrew it", "No concerns; the paper went on 3 May",
            "November", "Delivered, as the delayed study came in May",
        )),
    ],
)  # fmt: skip
def test_what_says_that_it_is_not_done(answer: str, says: bool) -> None:
    assert not_yet(answer) is says
