"""Is somebody answerable for each risk that is reported?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.model.findings import Finding
from pipeline.model.owners import nobody
from pipeline.model.records import Report


def owner_missing(report: Report) -> Iterator[Finding]:
    """A risk without an owner is nobody's to answer for. "Vacant" and "TBC" name nobody either.

    Quiet where something stands there that could not be read, which is said already.
    """
    for printed in printed_risks(report):
        risk = printed.reported.risk
        if nobody(risk.owner) and "owner" not in risk.unknown:
            says = f': its register says "{risk.owner}"' if risk.owner else ""
            yield printed.finding("owner-missing", f"{printed.subject} has no risk owner{says}.", "owner")


CHECKS: tuple[Check, ...] = (owner_missing,)
