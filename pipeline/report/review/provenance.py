"""Where the report comes from: its files, the records compared with, and what was decided about findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.findings import CATALOGUE, Finding, Severity
from pipeline.model.records import InputFile, Report
from pipeline.report.wording import NOTHING, day, plain

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
    effect: str  # "In force", "Ended", "No such finding this time", "Refused: it has to be mended"


@dataclass(frozen=True, slots=True)
class Provenance:
    files: tuple[FileUsed, ...]
    record: str  # the sentence on what it was compared with
    version: str
    reweighed: tuple[Reweighed, ...]
    accepted: tuple[Accepted, ...]


def provenance(report: Report, findings: Sequence[Finding], version: str) -> Provenance:
    """All of it, in the order of the files and of the sheets."""
    there = {(finding.code, plain(finding.subject)): finding for finding in findings}
    last = report.movement.previous
    return Provenance(
        tuple(_file(one, last.file if last else "") for one in report.inputs),
        _record(report),
        version,
        tuple(_reweighed(report, findings)),
        tuple(_accepted(report, there)),
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
        refused = _refused(findings, row.finding, str(row.source.place("severity")))
        count = len(of_kind)
        effect = f"{count} {'finding' if count == 1 else 'findings'}" if count else "No such finding this time"
        found.append(
            Reweighed(
                row.finding,
                kind.severity.words,
                kind.severity.words if refused else wanted.words,
                row.reason or "No reason is given",
                "Refused: it can't be lowered" if refused else effect,
            )
        )
    return found


def _accepted(report: Report, there: Mapping[tuple[str, str], Finding]) -> list[Accepted]:
    found = []
    for row in report.mapping.accepted:
        finding = there.get((row.finding, plain(row.subject)))
        if finding is None:
            effect = "No such finding this time"
        elif finding.accepted:
            effect = "In force"
        elif not CATALOGUE[row.finding].lowerable:
            effect = "Refused: it has to be mended"
        else:
            effect = f"Ended on {day(row.until)}"
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


def _refused(findings: Sequence[Finding], code: str, place: str) -> bool:
    """Whether the row was refused: a finding says so at its place."""
    return any(one.code == "decision-refused" and one.subject == code and str(one.place) == place for one in findings)
