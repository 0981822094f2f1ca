"""The page as a whole: what stands on it, and how its parts become one file."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.findings import Finding, blocks
from pipeline.model.page import Page
from pipeline.model.records import Report
from pipeline.report.review.changes import other_changes, reported_changes
from pipeline.report.review.controls import controls
from pipeline.report.review.findings import listed, state
from pipeline.report.review.heat_maps import heat_maps
from pipeline.report.review.html import rendered
from pipeline.report.review.letters import letters
from pipeline.report.review.provenance import provenance
from pipeline.report.review.registers import registers_read
from pipeline.report.review.series import reports_drawn, series, why_none


def build(report: Report, page: Page, findings: Sequence[Finding], *, version: str) -> bytes:
    """The page as UTF-8: the same bytes for the same report, findings and version."""
    return rendered(
        "page.html.j2",
        page=page,
        state=state(findings),
        is_draft=bool(blocks(findings)),
        found=listed(findings, report),
        letters=letters(findings, report),
        registers=registers_read(report),
        changes=reported_changes(page.movement),
        other_changes=other_changes(report),
        heat_maps=heat_maps(page.organisations),
        series=series(report),
        series_of=reports_drawn(report),
        no_series=why_none(report),
        controls=controls(report),
        provenance=provenance(report, findings, version),
    )
