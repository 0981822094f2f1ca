"""Does the report as a whole fit its meeting and its marking?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report
from pipeline.model.restriction import plain_marking, restricted, unmarked


def as_at_late(report: Report) -> Iterator[Finding]:
    """A register can't be of a day after the meeting: one of the two dates is from another quarter."""
    for organisation in report.organisations:
        if organisation.as_at is not None and organisation.as_at > report.meeting.date:
            yield find(
                "as-at-late",
                f"The register of {organisation.name} is as at {in_words(organisation.as_at)}; "
                f"the meeting is on {in_words(report.meeting.date)}.",
                organisation.source.place("as_at"),
                subject=organisation.name,
                field="as_at",
            )


def restricted_unmarked(report: Report) -> Iterator[Finding]:
    """What may not be published stands in this paper: with no marking, or plain OFFICIAL, nobody would know."""
    if unmarked(report):
        names = restricted(report)
        yield find(
            "restricted-unmarked",
            f"The marking is {plain_marking(report) or 'blank'}, and {_list(names)} {_are(names)} restricted.",
            report.meeting.source.place("protective_marking"),
            subject="Protective marking",
            field="protective_marking",
        )


def restricted_internal_only(report: Report) -> Iterator[Finding]:
    """Restricted items are printed for the Panel as they are; nobody should put this file on a website."""
    names = restricted(report)
    if names:
        yield find(
            "restricted-internal-only",
            f"{_list(names)} {_are(names)} restricted: this report is for the Panel only.",
            report.meeting.source.place("protective_marking"),
            subject="Restricted items",
        )


CHECKS: tuple[Check, ...] = (as_at_late, restricted_unmarked, restricted_internal_only)


def _list(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"
