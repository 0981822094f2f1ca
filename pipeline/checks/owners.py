"""Is somebody answerable for each risk that is reported?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.model.findings import Finding
from pipeline.model.records import Report

# What people write where there is no owner.
_NOBODY = {"vacant", "none", "tbc", "tba", "tbd", "to be confirmed", "to be agreed", "n/a", "na", "-", "–", "?", "unknown", "unassigned", "not assigned"}  # fmt: skip


def owner_missing(report: Report) -> Iterator[Finding]:
    """A risk without an owner is nobody's to answer for. "Vacant" and "TBC" name nobody either."""
    for printed in printed_risks(report):
        owner = printed.reported.risk.owner
        if owner is None or " ".join(owner.split()).casefold().rstrip(".") in _NOBODY:
            says = f': its register says "{owner}"' if owner else ""
            yield printed.finding("owner-missing", f"{printed.subject} has no risk owner{says}.", "owner")


CHECKS: tuple[Check, ...] = (owner_missing,)
