"""Does the report as a whole fit its meeting and its marking?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_controls, printed_risks
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report


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
    restricted = tuple(_restricted(report))
    marking = " ".join((report.meeting.marking or "").split()).upper().rstrip(".")
    if restricted and marking in ("", "OFFICIAL"):
        yield find(
            "restricted-unmarked",
            f"The marking is {marking or 'blank'}, and {_list(restricted)} {_are(restricted)} restricted.",
            report.meeting.source.place("protective_marking"),
            subject="Protective marking",
            field="protective_marking",
        )


def restricted_internal_only(report: Report) -> Iterator[Finding]:
    """Restricted items are printed for the Panel as they are; nobody should put this file on a website."""
    restricted = tuple(_restricted(report))
    if restricted:
        yield find(
            "restricted-internal-only",
            f"{_list(restricted)} {_are(restricted)} restricted: this report is for the Panel only.",
            report.meeting.source.place("protective_marking"),
            subject="Restricted items",
        )


CHECKS: tuple[Check, ...] = (as_at_late, restricted_unmarked, restricted_internal_only)


def _restricted(report: Report) -> Iterator[str]:
    """What is restricted, named as it may be named: never with its words."""
    for aligned in report.aligned_risks:
        if aligned.row.restricted:
            yield f"Risk {aligned.number}"
    for printed in printed_risks(report):
        if printed.reported.risk.restricted:
            yield printed.subject
    for _, assessed in printed_controls(report):
        if assessed.control.restricted:
            yield assessed.control.reference


def _list(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"
