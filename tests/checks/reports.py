"""A report with one aligned risk, to put one fault in; and what the checks say of it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.checks import run_checks
from pipeline.model.findings import Finding
from pipeline.model.records import AlignmentRow, Control, Narrative, Organisation, PastReport, Risk, Working
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

# Notes on what the register says otherwise than the record: they stand beside anything that moved.
MOVED = ("risk-reworded", "risk-reowned", "risk-rescored")

UNTESTED = a_control(
    "C-9", name="Shared minutes", working=Working.NOT_TESTED, assurance=None, evidence=None, last_checked=None
)
P01 = a_risk("P01", "MOPAC", inherent=an_exposure(4, 4), current=an_exposure(2, 4), target=an_exposure(2, 2))


def found(
    risk: Risk | None = None,
    *,
    theirs: Risk = P01,
    row: AlignmentRow | None = None,
    rows: Sequence[AlignmentRow] = (),
    controls: Sequence[Control] | None = None,
    met: Organisation = MET,
    past: PastReport | None = None,
    earlier: Sequence[PastReport] = (),
    unreported: Sequence[Risk] = (),
    unreported_theirs: Sequence[Risk] = (),
    narrative: Narrative | None = None,
    **mapping: object,
) -> tuple[Finding, ...]:
    """What the checks say of a report with one aligned risk and two sound controls. ``rows``: more aligned risks."""
    controls = (a_control(), UNTESTED) if controls is None else controls
    workbook = a_mapping((row or a_row(), *rows), controls, (met, MOPAC), **mapping)
    mine = a_register("Met", risk or a_risk("M01"), *unreported)
    other = a_register("MOPAC", theirs, *unreported_theirs)
    return run_checks(report_of(workbook, (mine, other), past, narrative, earlier))


def said(risk: Risk | None = None, **report: object) -> tuple[Finding, ...]:
    """The same without the notes on what moved."""
    return tuple(finding for finding in found(risk, **report) if finding.code not in MOVED)  # type: ignore[arg-type]


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def spoken(expected: str | None) -> list[str]:
    return [expected] if expected else []
