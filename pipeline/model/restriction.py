"""What of a report may not be published, and whether its marking says so."""

from __future__ import annotations

from pipeline.model.records import Report

_OPEN = ("", "OFFICIAL")  # markings that keep nothing back


def restricted(report: Report) -> tuple[str, ...]:
    """What is restricted, named as it may be named: never with its words."""
    risks = [
        f"{position.organisation.name} {reported.risk.id}"
        for aligned in report.aligned_risks
        for position in aligned.positions
        for reported in position.risks
        if reported.risk.restricted
    ]
    controls = [
        assessed.control.reference
        for aligned in report.aligned_risks
        for assessed in (*aligned.joint, *aligned.potential)
        if assessed.control.restricted
    ]
    themes = [f"Risk {aligned.number}" for aligned in report.aligned_risks if aligned.row.restricted]
    return (*themes, *dict.fromkeys(risks), *controls)


def plain_marking(report: Report) -> str:
    """The marking without its look: ``OFFICIAL-SENSITIVE``; nothing where it is blank."""
    return " ".join((report.meeting.marking or "").split()).upper().rstrip(".")


def unmarked(report: Report) -> bool:
    """Whether something is restricted and the marking keeps nothing back."""
    return plain_marking(report) in _OPEN and bool(restricted(report))
