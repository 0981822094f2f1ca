"""record.json: what a report said, from which files, by which version.

Same report, same bytes. ``read`` turns it back into records.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pipeline.archive import words
from pipeline.archive.reading import SCHEMA, RecordDamaged, read
from pipeline.model.document import Generated
from pipeline.model.findings import Finding
from pipeline.model.records import (
    AlignedRisk,
    AssessedControl,
    Organisation,
    Report,
    ReportedRisk,
    Risk,
)
from pipeline.model.written import risk_as_json

__all__ = ["SCHEMA", "RecordDamaged", "read", "write"]

Json = dict[str, object]


def write(
    report: Report,
    findings: tuple[Finding, ...],
    generated: Generated,
    *,
    beside: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    state: str,
    version: str,
) -> bytes:
    """The record of this report as JSON text. ``state``: made, draft or issued. ``generated``: its words.
    ``beside``: the names of the other Word documents of its set; ``files``: of each file of the set the SHA-256.
    """
    meeting, previous = report.meeting, report.movement.previous
    content: Json = {
        "schema": SCHEMA,
        "version": version,
        "panel": meeting.panel,
        "title": meeting.title,
        "meeting_date": meeting.date.isoformat(),
        "period": meeting.period,
        "state": state,
        "inputs": [
            {"role": source.role, "organisation": source.organisation, "file": source.file, "sha256": source.sha256}
            for source in report.inputs
        ],
        "previous": previous.file if previous else None,
        "organisations": [_organisation(organisation, report) for organisation in report.organisations],
        "aligned_risks": [_aligned_risk(risk) for risk in report.aligned_risks],
        "narrative": {section.heading: section.text for section in report.narrative.sections},
        "findings": [_finding(finding) for finding in findings],
        "document": words.as_json(generated),
        "beside": list(beside),
        "files": dict(sorted((files or {}).items())),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    # A file name that is no UTF-8 holds lone surrogates: \udc80 is how JSON writes them, and reads them back.
    return text.encode("utf-8", "backslashreplace")


def _organisation(organisation: Organisation, report: Report) -> Json:
    """The organisation's scale, and its register's risks that stand under no aligned risk."""
    aligned = {
        _row(reported.risk)
        for theme in report.aligned_risks
        for position in theme.positions
        for reported in position.risks
    }
    return {
        "name": organisation.name,
        "full_name": organisation.full_name,
        "also_called": list(organisation.also_called),
        "register": organisation.register,
        "sheet": organisation.sheet,
        "as_at": organisation.as_at.isoformat() if organisation.as_at else None,
        "likelihood_levels": organisation.likelihood_levels,
        "impact_levels": organisation.impact_levels,
        "bands": [{"name": band.name, "low": band.low, "high": band.high} for band in organisation.bands],
        "appetite": organisation.appetite,
        "other_risks": [
            {"organisation": risk.organisation, **_risk(risk)}
            for register in report.registers
            if register.organisation == organisation.name
            for risk in register.risks
            if _row(risk) not in aligned
        ],
    }


def _row(risk: Risk) -> tuple[str, str, int]:
    """What tells a risk from every other, even where a register has an id twice."""
    return risk.source.file, risk.source.sheet, risk.source.row


def _aligned_risk(aligned: AlignedRisk) -> Json:
    row = aligned.row
    return {
        "number": aligned.number,
        "name": aligned.name,
        "formerly": list(row.formerly),
        "residual_risk": row.residual_risk,
        "trend_reason": row.trend_reason,
        "restricted": row.restricted,
        "risks": [_reported(reported) for position in aligned.positions for reported in position.risks],
        "controls": [_control(assessed) for assessed in (*aligned.joint, *aligned.potential)],
        "level": aligned.shown_working.value,
    }


def _reported(reported: ReportedRisk) -> Json:
    """A register risk with what the report printed of it: its rating, its trend, the wording agreed for it."""
    return {
        "organisation": reported.risk.organisation,
        **_risk(reported.risk),
        "rating": reported.rating.name if reported.rating else None,
        "trend_printed": reported.trend.value if reported.trend else None,
        "as_reported": _agreed(reported, "description"),
        "owner_reported": _agreed(reported, "owner"),
    }


def _agreed(reported: ReportedRisk, field: str) -> str | None:
    agreed = reported.wordings.get(field)
    return agreed.as_reported if agreed else None


def _risk(risk: Risk) -> Json:
    """A register risk under the names of ``read --json``; one without an id keeps an empty one, as it was read."""
    return {**risk_as_json(risk), "id": risk.id}


def _control(assessed: AssessedControl) -> Json:
    """Every column of the Controls sheet in its order, and the status they amount to.

    ``run_by`` names the organisations even where the sheet leaves it to all of them.
    """
    control = assessed.control
    return {
        "reference": control.reference,
        "aligned_risk": control.aligned_risk,
        "name": control.name,
        "description": control.description,
        "kind": control.kind.value if control.kind else None,
        "run_by": list(assessed.run_by),
        "owner": control.owner,
        "in_place": control.in_place.value if control.in_place else None,
        "working": control.working.value if control.working else None,
        "assurance": control.assurance.value if control.assurance else None,
        "evidence": control.evidence,
        "last_checked": control.last_checked.isoformat() if control.last_checked else None,
        "review_months": control.review_months,
        "due": control.due.isoformat() if control.due else None,
        "progress": control.progress,
        "restricted": control.restricted,
        "status": assessed.status.value,
    }


def _finding(finding: Finding) -> Json:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "file": finding.file,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "subject": finding.subject,
        "field": finding.field,
        "remedy": finding.remedy,
        "organisation": finding.organisation,
        "accepted": finding.accepted,
    }
