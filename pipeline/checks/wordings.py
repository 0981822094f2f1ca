"""Does an agreed wording still stand over the text that it was agreed for?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report


def wording_outdated(report: Report) -> Iterator[Finding]:
    """People agreed to words for a text; once the register says something else, they should look again.

    Quiet where the wording was agreed after the last report: it may have been agreed for the new text.
    """
    past = report.movement.previous
    for printed in printed_risks(report):
        wording, previous = printed.reported.wording, printed.reported.previous
        if wording is None or previous is None or past is None:
            continue
        if wording.date is not None and wording.date > past.meeting_date:
            continue
        then, now = previous.description or previous.title, printed.reported.risk.words
        if then and " ".join(then.split()) != " ".join(now.split()):
            yield find(
                "wording-outdated",
                f"{printed.subject} is reported in agreed words, and its register's own text has changed since "
                f"{in_words(past.meeting_date)}.",
                wording.source.place("as_reported"),
                subject=printed.subject,
                field="description",
                organisation=printed.organisation.name,
            )


CHECKS: tuple[Check, ...] = (wording_outdated,)
