"""Has the Panel got what it asked for?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report


def promise_not_kept(report: Report) -> Iterator[Finding]:
    """The Panel remembers what it was promised. On the day that it is due the Panel meets, and asks for it."""
    for promise in report.mapping.promises:
        if promise.due is not None and promise.due <= report.meeting.date and not promise.kept:
            due = f"{'is' if promise.due == report.meeting.date else 'was'} due on {in_words(promise.due)}"
            yield find(
                "promise-not-kept",
                f'"{promise.promise}" {due}, and Kept is blank.',
                promise.source.place("kept"),
                subject=promise.promise,
                field="kept",
            )


CHECKS: tuple[Check, ...] = (promise_not_kept,)
