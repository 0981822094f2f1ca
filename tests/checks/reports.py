"""A report with one aligned risk, to put one fault in; and what the checks say of it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.checks import run_checks
from pipeline.model.findings import Finding
from pipeline.model.records import AlignmentRow, Control, Narrative, Organisation, PastReport, Risk
from tests.reconcile.builders import (
    MET,
    MOPAC,
    a_control,
    a_mapping,
    a_register,
    a_risk,
    a_row,
    an_exposure,
    report_of,
)


def said(
    risk: Risk | None = None,
    *,
    row: AlignmentRow | None = None,
    controls: Sequence[Control] | None = None,
    met: Organisation = MET,
    past: PastReport | None = None,
    unreported: Sequence[Risk] = (),
    narrative: Narrative | None = None,
    **mapping: object,
) -> tuple[Finding, ...]:
    """What the checks say of a report with one aligned risk and one sound control."""
    controls = (a_control(),) if controls is None else controls
    workbook = a_mapping((row or a_row(),), controls, (met, MOPAC), **mapping)
    mine = a_register("Met", risk or a_risk("M01"), *unreported)
    theirs = a_register("MOPAC", a_risk("P01", "MOPAC", inherent=an_exposure(4, 4), current=an_exposure(2, 4)))
    return run_checks(report_of(workbook, (mine, theirs), past, narrative))


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def spoken(expected: str | None) -> list[str]:
    return [expected] if expected else []
