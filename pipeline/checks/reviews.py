"""Do the dates of review in the registers fit the meeting?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding
from pipeline.model.records import Report


def review_overdue(report: Report) -> Iterator[Finding]:
    """The register says that the risk was to be looked at again before this meeting. Quiet where its last review is
    no earlier than that day: then it was, and only the next date was not yet set.
    """
    for printed in printed_risks(report):
        risk = printed.reported.risk
        if risk.next_review is None or risk.next_review >= report.meeting.date:
            continue
        if risk.last_reviewed is None or risk.last_reviewed < risk.next_review:
            message = (
                f"{printed.subject} was due to be reviewed on {in_words(risk.next_review)}, before the meeting of "
                f"{in_words(report.meeting.date)}."
            )
            yield printed.finding("review-overdue", message, "next_review")


def review_late(report: Report) -> Iterator[Finding]:
    """Nobody can have reviewed a risk after the meeting that is still to come."""
    for printed in printed_risks(report):
        reviewed = printed.reported.risk.last_reviewed
        if reviewed is not None and reviewed > report.meeting.date:
            message = (
                f"{printed.subject} was last reviewed on {in_words(reviewed)}, after the meeting of "
                f"{in_words(report.meeting.date)}."
            )
            yield printed.finding("review-late", message, "last_reviewed")


CHECKS: tuple[Check, ...] = (review_overdue, review_late)
