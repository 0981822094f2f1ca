"""Do controls move on from one report to the next, and is told what became of those that went?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pipeline.checks.printed import Check, printed_controls
from pipeline.checks.records_back import control_back, plain, same_id
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import (
    AssessedControl,
    Change,
    ChangeKind,
    ControlKind,
    ControlStatus,
    InPlace,
    PastControl,
    Report,
)

_LONG = 3  # reports
_MONTH = "jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec"
_A_TIME = (
    rf"\d|then\b|last\b|early\b|late\b|mid\b|(?:{_MONTH})[a-z]*\b|the (?:last|previous|start|end|beginning|middle|meeting|"
    r"report|spring|summer|autumn|winter|new year)\b"
)
_A_PLAN = (
    r"(?:be|go|come|meet|report|start|begin|finish|complete|end|open|close|decide|consider|approve|agree|sign|publish|"
    r"issue|arrive|return|run|take|follow|present|discuss|receive|launch|conclude|deliver|hold|move|join|review|submit)\b"
)
# "Since May" and "is due to go to the board" give no reason.
_MOVE_TOLD = re.compile(
    r"\b(?:moved|postponed|put back|put off|deferred|delayed?s?|extended|later than|slipped|rescheduled|re-?planned|"
    rf"because|since(?!\s+(?:{_A_TIME}))|owing to|due to(?!\s+{_A_PLAN})|waiting for|awaits?|awaiting)\b",
    re.IGNORECASE,
)
_NOT_SHOWN_TO_WORK = (
    ControlStatus.NOT_WORKING,
    ControlStatus.PARTLY_WORKING,
    ControlStatus.PARTLY_IN_PLACE,
    ControlStatus.NOT_IN_PLACE,
)
_GONE = ("closed", "withdrawn", "merged", "renumbered")  # what Changes may say of a control that went


def control_date_moved(report: Report) -> Iterator[Finding]:
    """A potential control is to come later than the last report with a date for it said. Quiet where its Progress says
    why, and where the date has moved before: that is another matter.
    """
    for assessed, dates in _dated(report):
        due, then = assessed.control.due, _given(dates)
        told = _moves(assessed, dates) > 1 or _MOVE_TOLD.search(assessed.control.progress or "")
        if due and then and due > then and not told:
            said = "the last report said" if dates[0] else "the last report gave no date, and one before it said"
            says = f"is due on {in_words(due)}; {said} {in_words(then)}, and its Progress does not say why"
            yield _finding("control-date-moved", assessed, says, "due")


def control_date_moved_again(report: Report) -> Iterator[Finding]:
    """A date that has moved twice or more is no date: whatever the reasons, the panel will ask."""
    for assessed, dates in _dated(report):
        due, then, moves = assessed.control.due, _given(dates), _moves(assessed, dates)
        if due and then and due > then and moves > 1:
            known = [day for day in dates if day]
            says = (
                f"is due on {in_words(due)}: its date has moved {_times(moves)} since {in_words(known[-1])} was given"
            )
            yield _finding("control-date-moved-again", assessed, says, "due")


def control_unchanged(report: Report) -> Iterator[Finding]:
    """A proposal of which three reports running say the same, to the word, is not being seen to."""
    for aligned, assessed in printed_controls(report):
        control = assessed.control
        if not _still_to_come(assessed):
            continue
        running = 1
        for past in control_back(aligned, control, report):
            if not _same(past, assessed):
                break
            running += 1
        if running >= _LONG:
            says = f"has the same status, date and progress in {running} reports running"
            yield _finding("control-unchanged", assessed, says, "progress")


def control_finished(report: Report) -> Iterator[Finding]:
    """What is in place is no proposal any more: as a potential control it is not counted."""
    for _, assessed in printed_controls(report):
        control = assessed.control
        if control.kind is ControlKind.POTENTIAL and control.in_place is InPlace.YES:
            yield _finding("control-finished", assessed, "is in place, and still a potential control", "kind")


def control_made_potential(report: Report) -> Iterator[Finding]:
    """A control that was run together and is now only proposed: something was lost, or was never there."""
    for change in report.movement.changes:
        if change.kind is ChangeKind.CONTROL_NOW_POTENTIAL:
            message = f"{change.item} was a joint control in the last report, and is a potential one now."
            yield find("control-made-potential", message, change.place, subject=change.item, field="kind")


def control_gone(report: Report) -> Iterator[Finding]:
    """A control of the last report that is listed no longer. A row of Changes that names its Reference tells why; the
    aligned risk that was withdrawn speaks for its controls. One that was not working is told of by itself.
    """
    for change, _ in _gone(report, dropped=False):
        message = f"{change.item} stood under {change.aligned_risk} in the last report, and is listed no longer."
        yield find("control-gone", message, change.place, subject=change.item)


def control_dropped(report: Report) -> Iterator[Finding]:
    """A joint control that was not working, and then was gone: that is not how it should stop being a matter."""
    for change, was in _gone(report, dropped=True):
        message = (
            f'{change.item} under {change.aligned_risk} was "{was.status}" in the last report, and is listed no longer.'
        )
        yield find("control-dropped", message, change.place, subject=change.item)


CHECKS: tuple[Check, ...] = (
    control_date_moved,
    control_date_moved_again,
    control_unchanged,
    control_finished,
    control_made_potential,
    control_gone,
    control_dropped,
)


def _still_to_come(assessed: AssessedControl) -> bool:
    return assessed.control.kind is ControlKind.POTENTIAL and assessed.control.in_place is not InPlace.YES


def _dated(report: Report) -> Iterator[tuple[AssessedControl, tuple[date | None, ...]]]:
    """Every potential control still to come with the due dates that the reports before gave, the newest first."""
    for aligned, assessed in printed_controls(report):
        if _still_to_come(assessed):
            dates = tuple(past.due for past in control_back(aligned, assessed.control, report))
            if dates:
                yield assessed, dates


def _given(dates: tuple[date | None, ...]) -> date | None:
    """The newest date that was given: a report that gave none does not take back the one before."""
    return next((day for day in dates if day), None)


def _moves(assessed: AssessedControl, dates: tuple[date | None, ...]) -> int:
    """How often its date has become a later one."""
    known = [day for day in (assessed.control.due, *dates) if day]
    return sum(now > then for now, then in pairwise(known))


def _same(past: PastControl, assessed: AssessedControl) -> bool:
    control = assessed.control
    return (
        past.kind is ControlKind.POTENTIAL
        and past.status is assessed.status
        and past.due == control.due
        and plain(past.progress) == plain(control.progress)
    )


def _gone(report: Report, *, dropped: bool) -> Iterator[tuple[Change, PastControl]]:
    """The controls that went without a word in Changes. ``dropped``: those that were joint and not working, or the rest."""
    last = report.movement.previous
    if last is None:
        return
    then = {_item(control): control for theme in last.aligned_risks for control in theme.controls}
    told = [change.was or change.risk for change in report.mapping.changes if plain(change.what) in _GONE]
    for change in report.movement.changes:
        was = then.get(change.item) if change.kind is ChangeKind.CONTROL_GONE else None
        if was is None or any(same_id(one, was.reference) or plain(one) == plain(was.name) for one in told):
            continue
        if (was.kind is ControlKind.JOINT and was.status in _NOT_SHOWN_TO_WORK) is dropped:
            yield change, was


def _item(control: PastControl) -> str:
    return f"{control.reference} {control.name}".strip()


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _finding(code: str, assessed: AssessedControl, says: str, field: str) -> Finding:
    control = assessed.control
    subject = f"{control.reference} {control.name}"
    return find(code, f"{subject} {says}.", control.source.place(field), subject=subject, field=field)
