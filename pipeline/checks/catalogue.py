"""Every check, in the order shown. A new one is a function in its family's file and a name in that CHECKS."""

from __future__ import annotations

from pipeline.checks import (
    acronyms,
    assembly,
    control_words,
    controls,
    enumerations,
    naming,
    owners,
    periods,
    promises,
    scores,
    trends,
    wordings,
)
from pipeline.checks.printed import Check
from pipeline.model.findings import Finding
from pipeline.model.records import Report

CHECKS: tuple[Check, ...] = (
    *assembly.CHECKS,
    *periods.CHECKS,
    *enumerations.CHECKS,
    *acronyms.CHECKS,
    *naming.CHECKS,
    *owners.CHECKS,
    *trends.CHECKS,
    *scores.CHECKS,
    *wordings.CHECKS,
    *controls.CHECKS,
    *control_words.CHECKS,
    *promises.CHECKS,
)


def run_checks(report: Report) -> tuple[Finding, ...]:
    """What every check says of this report. The narrative's fields must be filled."""
    return tuple(finding for check in CHECKS for finding in check(report))
