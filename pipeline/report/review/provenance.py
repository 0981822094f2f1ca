"""Where the report comes from: its files, the records compared with, and what was decided about findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.findings import CATALOGUE, Finding, Severity
from pipeline.model.meant import by_name, meant
from pipeline.model.records import InputFile, Place, Report
from pipeline.report.wording import NOTHING, day

_ROLES = {
    "mapping": "Mapping workbook",
    "narrative": "Narrative",
    "register": "Register",
    "layout": "Layout",
    "template": "Word template",
    "previous": "Record compared with",
}
_EARLIER = "Earlier record"


@dataclass(frozen=True, slots=True)
class FileUsed:
    role: str
    organisation: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reweighed:
    """A row of the Checks sheet."""

    finding: str
    was: str
    now: str
    reason: str
    effect: str  # "4 findings", "Refused: it can't be lowered"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row of the Accepted sheet."""

    finding: str
    subject: str
    reason: str
    accepted_by: str
    until: str
    effect: str  # "In force", "Ended on …", "No such finding this time", "Refused: …", "Not applied: …"


@dataclass(frozen=True, slots=True)
class Provenance:
    files: tuple[FileUsed, ...]
    record: str  # the sentence on what it was compared with
    version: str
    reweighed: tuple[Reweighed, ...]
    accepted: tuple[Accepted, ...]


def provenance(report: Report, findings: Sequence[Finding], version: str) -> Provenance:
    """All of it, in the order of the files and of the sheets."""
    last = report.movement.previous
    return Provenance(
        tuple(_file(one, last.file if last else "") for one in report.inputs),
        _record(report),
        version,
        tuple(_reweighed(report, findings)),
        tuple(_accepted(report, findings)),
    )


def _file(file: InputFile, record: str) -> FileUsed:
    role = _ROLES.get(file.role, file.role)
    if file.role == "previous" and file.file != record:
        role = _EARLIER
    return FileUsed(role, file.organisation or NOTHING, file.file, file.sha256)


def _record(report: Report) -> str:
    movement = report.movement
    if movement.unreadable:
        return f"The record {movement.unreadable} can't be read, so nothing was compared."
    if movement.previous is None:
        return "No earlier record was found to compare with."
    return (
        f"Compared with the record {movement.previous.file}, of the meeting of {day(movement.previous.meeting_date)}."
    )


def _reweighed(report: Report, findings: Sequence[Finding]) -> list[Reweighed]:
    found = []
    for row in report.mapping.severities:
        kind = CATALOGUE[row.finding]
        of_kind = [finding for finding in findings if finding.code == row.finding]
        wanted = Severity(row.severity)
        refused = _told(findings, "decision-refused", row.finding, row.source.place("severity"))
        contradicted = any(
            other.finding == row.finding and other.severity != row.severity for other in report.mapping.severities
        )
        count = len(of_kind)
        effect = f"{count} {'finding' if count == 1 else 'findings'}" if count else "No such finding this time"
        found.append(
            Reweighed(
                row.finding,
                kind.severity.words,
                kind.severity.words if refused or contradicted else wanted.words,
                row.reason or "No reason is given",
                "Refused: it can't be lowered"
                if refused
                else "Not applied: two rows contradict"
                if contradicted
                else effect,
            )
        )
    return found


def _accepted(report: Report, findings: Sequence[Finding]) -> list[Accepted]:
    found = []
    named = by_name(findings)
    for row in report.mapping.accepted:
        them = meant(row, named)
        if not them:
            effect = "No such finding this time"
        elif not CATALOGUE[row.finding].lowerable:
            effect = "Refused: it has to be mended"
        elif row.until is not None and row.until < report.meeting.date:
            effect = f"Ended on {day(row.until)}"
        elif len(them) > 1:
            effect = "Not applied: it fits several findings"
        elif _told(findings, "decision-unclear", row.subject, row.source.place("finding")):
            effect = "Not applied: another row accepts it"
        else:
            effect = "In force"
        found.append(
            Accepted(
                row.finding,
                row.subject,
                row.reason or NOTHING,
                row.accepted_by or NOTHING,
                day(row.until) or "No end",
                effect,
            )
        )
    return found


def _told(findings: Sequence[Finding], code: str, subject: str, place: Place) -> bool:
    """Whether a finding at the row says that it was not applied."""
    return any((one.code, one.subject, one.place) == (code, subject, place) for one in findings)
