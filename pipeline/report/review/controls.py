"""The controls by their status, and those that are overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model.records import AlignedRisk, AssessedControl, ControlStatus, Report
from pipeline.report.wording import NOT_STATED, NOTHING, day


@dataclass(frozen=True, slots=True)
class OfStatus:
    """The controls of one status, joint ones and potential ones apart: "2: C01 Board (Risk 1); C04 Plan (Risk 2)"."""

    status: str
    joint: str
    potential: str


@dataclass(frozen=True, slots=True)
class Overdue:
    control: str
    aligned_risk: str
    kind: str
    owner: str
    due: str
    status: str
    progress: str


@dataclass(frozen=True, slots=True)
class Controls:
    by_status: tuple[OfStatus, ...]  # in the order of the statuses, those that no control has left out
    overdue: tuple[Overdue, ...]  # the longest overdue first
    stale: tuple[str, ...]  # whose evidence is older than its review period


def controls(report: Report) -> Controls:
    """Every control that is printed under an aligned risk."""
    every = tuple(_all(report))
    there = {assessed.status for _, assessed in every}
    by_status = (
        OfStatus(
            status.value,
            _counted(_named(a, c) for a in report.aligned_risks for c in a.joint if c.status is status),
            _counted(_named(a, c) for a in report.aligned_risks for c in a.potential if c.status is status),
        )
        for status in ControlStatus
        if status in there
    )
    late = sorted((c.control.due, at) for at, (_, c) in enumerate(every) if c.overdue and c.control.due)
    return Controls(
        tuple(by_status),
        tuple(_overdue(*every[at]) for _, at in late),
        tuple(_named(a, c) for a, c in every if c.stale),
    )


def _all(report: Report) -> Iterator[tuple[AlignedRisk, AssessedControl]]:
    for aligned in report.aligned_risks:
        yield from ((aligned, one) for one in (*aligned.joint, *aligned.potential))


def _counted(names: Iterable[str]) -> str:
    names = tuple(names)
    return f"{len(names)}: {'; '.join(names)}" if names else "None"


def _named(aligned: AlignedRisk, assessed: AssessedControl) -> str:
    return f"{assessed.control.reference} {assessed.control.name} (Risk {aligned.number})"


def _overdue(aligned: AlignedRisk, assessed: AssessedControl) -> Overdue:
    control = assessed.control
    return Overdue(
        f"{control.reference} {control.name}",
        f"{aligned.number} {aligned.name}",
        control.kind.value if control.kind else NOT_STATED,
        control.owner or NOT_STATED,
        day(control.due),
        assessed.status.value,
        control.progress or NOTHING,
    )
