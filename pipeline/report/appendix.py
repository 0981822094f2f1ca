"""The appendix workbook: what the Word report's tables hold, as real Excel tables to filter and sort."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.page import Page, TermText
from pipeline.report.positions import NO_RISK
from pipeline.report.tables import Column, Sheet, workbook
from pipeline.report.wording import NOTHING


def build(page: Page) -> bytes:
    """The workbook. Every cell is text as it stands in the report, never a formula, number or link."""
    properties = {
        "title": page.meeting.title,
        "subject": f"{page.meeting.panel}, {page.meeting.date_short}",
        "author": page.meeting.report_by,
    }
    return workbook(sheets(page), properties, marking=page.meeting.marking, day=page.meeting.date_short)


def sheets(page: Page) -> tuple[Sheet, ...]:
    """The sheets in their order."""
    return (_overview(page), _controls(page), _schedule(page), _glance(page), _changes(page), _definitions(page))


def _overview(page: Page) -> Sheet:
    rows = []
    for risk in page.risks:
        against = {row.organisation: row for row in risk.residual}
        for row in risk.rows:
            residual = against.get(row.organisation)
            here = residual is not None and row.description != NO_RISK
            rows.append((
                f"{risk.number} {risk.name}", row.description, row.organisation, row.reference or NOTHING, row.owner,
                row.rating, row.trend,
                residual.against_appetite if residual and here else NOTHING,
                risk.trend_reason or NOTHING, risk.residual_risk,
                " ".join(part for part in (risk.control_line, risk.control_exceptions, risk.control_remark) if part),
            ))  # fmt: skip
    return Sheet(
        "Appendix 1 Overview", "Overview", page.overview_title, page.definitions.own_scales,
        (
            Column("Aligned risk", 13), Column("Current risk description", 36), Column("Organisation", 12),
            Column("Reference", 10), Column("Risk owner", 17), Column("Rating", 12), Column("Risk trend", 12),
            Column("Against appetite", 12), Column("Reason for trend", 24), Column("Key residual risks", 28),
            Column("Joint controls shown to be working", 28),
        ),
        tuple(rows),
    )  # fmt: skip


def _controls(page: Page) -> Sheet:
    """The controls as they stand under their aligned risks."""
    return Sheet(
        "Appendix 1 Controls", "JointAndPotential", "Joint and potential controls", page.definitions.counts_evidence,
        (
            Column("Aligned risk", 13), Column("Kind", 9), Column("Reference", 10), Column("Control", 22),
            Column("Description", 44), Column("Status", 16), Column("Due", 11), Column("Progress", 24),
            Column("Note", 22),
        ),
        tuple(
            (
                f"{risk.number} {risk.name}", kind, one.reference, one.name, one.description or NOTHING, one.status,
                one.due or NOTHING, one.progress or NOTHING, one.note or NOTHING,
            )
            for risk in page.risks
            for kind, controls in (("Joint", risk.joint_controls), ("Potential", risk.potential_controls))
            for one in controls
        ),
    )  # fmt: skip


def _schedule(page: Page) -> Sheet:
    return Sheet(
        "Appendix 2 Controls", "Controls", "Control schedule", page.definitions.counts_evidence,
        (
            Column("Aligned risk", 13), Column("Reference", 10), Column("Control", 22), Column("Kind", 9),
            Column("Run by", 12), Column("Owner", 16), Column("In place", 8), Column("Working", 10),
            Column("Status", 14), Column("Assurance", 10), Column("Evidence", 24), Column("Last checked", 11),
            Column("Due", 11), Column("Progress", 22),
        ),
        tuple(
            (
                row.aligned_risk, row.reference, row.control, row.kind, row.run_by, row.owner, row.in_place,
                row.working, row.status, row.assurance, row.evidence, row.last_checked, row.due, row.progress,
            )
            for row in page.schedule
        ),
    )  # fmt: skip


def _glance(page: Page) -> Sheet:
    return Sheet(
        "At a glance", "Glance", "At a glance", f"{page.definitions.own_scales} {page.movement.top_band}".strip(),
        (
            Column("Aligned risk", 18), Column("Organisation", 15), Column("Last time", 22), Column("Now", 22),
            Column("Target", 18), Column("Appetite", 15), Column("Risk trend", 18),
            Column("Joint controls shown to be working", 22), Column("Controls overdue", 10),
        ),
        tuple(
            (
                row.aligned_risk, row.organisation, row.last_time, row.now, row.target, row.appetite, row.trend,
                row.controls, row.overdue,
            )
            for row in page.glance
        ),
    )  # fmt: skip


def _changes(page: Page) -> Sheet:
    return Sheet(
        "Appendix 4 Changes", "Changes", "Changes since the last report",
        f"Compared with {page.movement.compared_with}. {page.movement.others}".strip(),
        (
            Column("Aligned risk", 16), Column("Organisation", 14), Column("What changed", 30), Column("Was", 30),
            Column("Now", 30), Column("Reason", 28),
        ),
        tuple(
            (row.aligned_risk, row.organisation, row.what, row.was, row.now, row.reason)
            for row in page.movement.changes
        ),
    )  # fmt: skip


def _definitions(page: Page) -> Sheet:
    key = page.definitions

    def terms(of: str, entries: Sequence[TermText]) -> list[tuple[str, ...]]:
        return [(of, entry.term, entry.meaning) for entry in entries]

    return Sheet(
        "Definitions", "Definitions", "Definitions and key", "",
        (Column("Of", 26), Column("Term", 24), Column("Meaning", 90)),
        (
            *terms("Risk trend", key.trends),
            *terms("Status of a control", key.statuses),
            *terms("Joint controls shown to be working", key.levels),
            *terms("Assurance", key.assurance),
            *terms("Acronym", key.acronyms),
            *(("Scale", org.name, f"{org.scale}. {org.bands}. Appetite: {org.appetite}.") for org in page.organisations),
            ("How to read this", "Own scales", key.own_scales),
            ("How to read this", "What is counted", key.counts_evidence),
        ),
    )  # fmt: skip
