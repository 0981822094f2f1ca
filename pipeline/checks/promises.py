"""Has the Panel got what it asked for?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check
from pipeline.model.answers import blank, not_yet
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report


def promise_not_kept(report: Report) -> Iterator[Finding]:
    """The Panel remembers what it was promised. On the day that it is due the Panel meets, and asks for it. "No",
    "Not yet" and "Partly" keep nothing.
    """
    for promise in report.mapping.promises:
        if promise.due is not None and promise.due <= report.meeting.date and _open(promise.kept):
            due = f"{'is' if promise.due == report.meeting.date else 'was'} due on {in_words(promise.due)}"
            says = f'says "{promise.kept}"' if promise.kept else "is blank"
            yield find(
                "promise-not-kept",
                f'"{promise.promise}" {due}, and Kept {says}.',
                promise.source.place("kept"),
                subject=promise.promise,
                field="kept",
            )


CHECKS: tuple[Check, ...] = (promise_not_kept,)


def _open(kept: str | None) -> bool:
    return not kept or blank(kept) or not_yet(kept)
