"""Is somebody answerable for each risk that is reported?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.model.findings import Finding, find
from pipeline.model.owners import nobody
from pipeline.model.records import Report


def owner_missing(report: Report) -> Iterator[Finding]:
    """A risk without an owner is nobody's to answer for. "Vacant" and "TBC" name nobody either.

    An agreed owner is one. Quiet where something stands there that could not be read, which is said already.
    """
    for printed in printed_risks(report):
        reported = printed.reported
        agreed = "owner" in reported.wordings
        if nobody(reported.owner) and (agreed or "owner" not in reported.risk.unknown):
            where = "the Wording sheet" if agreed else "its register"
            says = f': {where} says "{reported.owner}"' if reported.owner else ""
            yield find(
                "owner-missing",
                f"{printed.subject} has no risk owner{says}.",
                reported.place("owner"),
                subject=printed.subject,
                field="owner",
                remedy="Name a post-holder in the Wording sheet, or delete the row." if agreed else "",
                organisation=printed.organisation.name,
            )


CHECKS: tuple[Check, ...] = (owner_missing,)
