"""What changed since the record, with the words that changed marked."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.page import MovementText
from pipeline.model.records import Change, ChangeKind, Report
from pipeline.report.review.marked import Words, marked
from pipeline.report.wording import NOTHING

_OTHER_KINDS = {
    ChangeKind.RISK_NEW: "New in the register",
    ChangeKind.RISK_GONE: "No longer in the register",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A change, a row. ``was`` and ``now`` are whole, their differences marked."""

    where: str  # the aligned risk, "2 Governance"; of a risk under none, its id
    organisation: str
    what: str
    was: Words
    now: Words
    reason: str


def reported_changes(movement: MovementText) -> tuple[Marked, ...]:
    """Those that the report tells of."""
    return tuple(
        Marked(row.aligned_risk, row.organisation, row.what, *marked(row.was, row.now), row.reason)
        for row in movement.changes
    )


def other_changes(report: Report) -> tuple[Marked, ...]:
    """Those of risks under no aligned risk, which the report only counts."""
    return tuple(_other(change) for change in report.movement.others)


def _other(change: Change) -> Marked:
    what = _OTHER_KINDS.get(change.kind, change.kind.value)
    was, now = marked(change.was or NOTHING, change.now or NOTHING)
    return Marked(change.item, change.organisation, what, was, now, change.reason or NOTHING)
