"""Every check, in the order shown. A new one is a function in its family's file and a name in that CHECKS."""

from __future__ import annotations

from pipeline.checks import (
    acronyms,
    assembly,
    control_history,
    control_words,
    controls,
    enumerations,
    left_over,
    naming,
    open_actions,
    owners,
    periods,
    promises,
    quoted,
    references,
    reviews,
    sameness,
    scores,
    since,
    stale_words,
    suggestions,
    trends,
    wordings,
)
from pipeline.checks.printed import Check
from pipeline.model.findings import Finding
from pipeline.model.records import Report

CHECKS: tuple[Check, ...] = (
    *assembly.CHECKS,
    *quoted.CHECKS,
    *periods.CHECKS,
    *enumerations.CHECKS,
    *sameness.CHECKS,
    *references.CHECKS,
    *stale_words.CHECKS,
    *left_over.CHECKS,
    *acronyms.CHECKS,
    *naming.CHECKS,
    *owners.CHECKS,
    *trends.CHECKS,
    *scores.CHECKS,
    *open_actions.CHECKS,
    *reviews.CHECKS,
    *since.CHECKS,
    *wordings.CHECKS,
    *controls.CHECKS,
    *control_words.CHECKS,
    *control_history.CHECKS,
    *promises.CHECKS,
    *suggestions.CHECKS,
)


def run_checks(report: Report) -> tuple[Finding, ...]:
    """What every check says of this report. The narrative's fields must be filled."""
    return tuple(finding for check in CHECKS for finding in check(report))
