"""Do the answers about each control hold together, and is somebody seeing to it?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_controls
from pipeline.checks.records_back import control_back
from pipeline.model.answers import blank
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.owners import nobody
from pipeline.model.records import (
    AlignedRisk,
    AssessedControl,
    Assurance,
    ControlKind,
    ControlStatus,
    InPlace,
    Report,
    ShownWorking,
    Trend,
    Working,
)


def no_joint_control(report: Report) -> Iterator[Finding]:
    """An aligned risk without any joint control: nothing is done about it together. It may be so."""
    for aligned in report.aligned_risks:
        if not aligned.joint:
            place = aligned.row.source.place("name")
            yield find("no-joint-control", f"{aligned.label} has no joint control.", place, subject=aligned.label)


def control_undescribed(report: Report) -> Iterator[Finding]:
    """A name alone tells a panel nothing of what the control does; a description that repeats the name neither.

    Quiet where something stands there that could not be read, which is said already.
    """
    for _, assessed in printed_controls(report):
        control = assessed.control
        absent = blank(control.description) and "description" not in control.unknown
        if absent or (control.description and _plain(control.description) == _plain(control.name)):
            yield _finding("control-undescribed", assessed, "has no description", "description")


def control_joint_and_potential(report: Report) -> Iterator[Finding]:
    """The organisations run a control together or they don't yet: one that stands as both, under one aligned risk
    or several, is counted wrongly in one of the two places. Told at each potential one.
    """
    joint: dict[str, tuple[AlignedRisk, AssessedControl]] = {}
    for aligned, assessed in printed_controls(report):
        if assessed.control.kind is ControlKind.JOINT and "name" not in assessed.control.unknown:
            joint.setdefault(_plain(assessed.control.name), (aligned, assessed))
    for aligned, assessed in printed_controls(report):
        other = joint.get(_plain(assessed.control.name))
        if assessed.control.kind is ControlKind.POTENTIAL and other:
            where = "the same aligned risk" if other[0].number == aligned.number else other[0].label
            says = f"is a potential control, and a joint one under {where} ({other[1].control.reference})"
            yield _finding("control-joint-and-potential", assessed, says, "kind")


def control_owner_missing(report: Report) -> Iterator[Finding]:
    """A control that nobody answers for is not run for long. "Vacant" and "TBC" name nobody either."""
    for _, assessed in printed_controls(report):
        if nobody(assessed.control.owner) and "owner" not in assessed.control.unknown:
            yield _finding("control-owner-missing", assessed, "has no owner", "owner")


def answers_disagree(report: Report) -> Iterator[Finding]:
    """What is not there can't work. "Not tested" is no answer to whether it works, and stays quiet."""
    for _, assessed in printed_controls(report):
        control = assessed.control
        absent = control.in_place is InPlace.NO or (control.in_place is None and "in_place" not in control.unknown)
        if absent and control.working in (Working.YES, Working.PARTLY, Working.NO):
            there = "is not in place" if control.in_place else "has no answer under In place"
            yield _finding("answers-disagree", assessed, f"{there}, yet Working says {control.working}", "working")


def working_unproven(report: Report) -> Iterator[Finding]:
    """Working = Yes counts only with evidence, somebody's assurance and a date that has been. "None" and "To follow" are
    no evidence.

    Quiet where In place is No or blank (said elsewhere), and where the evidence has only grown old.
    """
    for _, assessed in printed_controls(report):
        control = assessed.control
        if control.working is not Working.YES or control.in_place not in (InPlace.YES, InPlace.PARTLY):
            continue
        lacks = []
        if blank(control.evidence):
            says = f'Evidence says "{control.evidence}"' if control.evidence else "Evidence is blank"
            lacks.append(("evidence", says))
        if control.assurance is None and "assurance" not in control.unknown:
            lacks.append(("assurance", "Assurance is blank"))
        if control.last_checked is None:
            lacks.append(("last_checked", "Last checked is blank"))
        elif control.last_checked > report.meeting.date:
            lacks.append(("last_checked", f"Last checked, {in_words(control.last_checked)}, is after the meeting"))
        if lacks:
            says = "; ".join(words for _, words in lacks)
            yield _finding("working-unproven", assessed, f"is said to work, and {says}", lacks[0][0])


def evidence_stale(report: Report) -> Iterator[Finding]:
    """Evidence older than its review period no longer shows that a control works. Nobody says that it declined.

    Quiet where the control is not in place, or nobody claims that it works: there is nothing to prove again.
    """
    for _, assessed in printed_controls(report):
        control = assessed.control
        claimed = control.working in (Working.YES, Working.PARTLY)
        if assessed.stale and claimed and control.in_place in (InPlace.YES, InPlace.PARTLY) and control.last_checked:
            months = report.meeting.review_months if control.review_months is None else control.review_months
            old = f"was last checked on {in_words(control.last_checked)}: evidence now older than {_months(months)}"
            yield _finding("evidence-stale", assessed, old, "last_checked")


def control_overdue(report: Report) -> Iterator[Finding]:
    """A date that has passed without the control being in place is the first thing a panel asks about."""
    for _, assessed in printed_controls(report):
        due = assessed.control.due
        if assessed.overdue and due:
            yield _finding("control-overdue", assessed, f"was due on {in_words(due)} and is not in place", "due")


def control_undated(report: Report) -> Iterator[Finding]:
    """A potential control without a date is a wish. Quiet where a date stands there that could not be read."""
    for aligned, assessed in printed_controls(report):
        control = assessed.control
        if control.kind is ControlKind.POTENTIAL and control.due is None and "due" not in control.unknown:
            back = control_back(aligned, control, report)
            then = f"; the last report said {in_words(back[0].due)}" if back and back[0].due else ""
            yield _finding("control-undated", assessed, f"is a potential control without a due date{then}", "due")


def control_differs(report: Report) -> Iterator[Finding]:
    """One control under two aligned risks is one control: its words and its status are the same in both. One that stands
    twice under the same aligned risk is counted twice, whatever its words. Told at the later one. Quiet where one is
    joint and the other potential, which is said already.
    """
    counted: dict[tuple[int, str, ControlKind | None], AssessedControl] = {}
    first: dict[tuple[str, ControlKind | None], tuple[AlignedRisk, AssessedControl]] = {}
    for aligned, assessed in printed_controls(report):
        control = assessed.control
        if "name" in control.unknown:
            continue
        same = counted.setdefault((aligned.number, _plain(control.name), control.kind), assessed)
        if same is not assessed:
            message = f"stands under {aligned.label} twice, as {same.control.reference} too, and is counted twice"
            yield _finding("control-differs", assessed, message, "name")
            continue
        where, other = first.setdefault((_plain(control.name), control.kind), (aligned, assessed))
        if other is assessed:
            continue
        same_words = _plain(control.description or "") == _plain(other.control.description or "")
        differing = [] if same_words else [("description", "other words")]
        if assessed.status is not other.status:
            differing.append(("in_place", f'the status "{assessed.status}", not "{other.status}"'))
        if differing:
            says = " and ".join(words for _, words in differing)
            message = f"stands under {where.label} too, as {other.control.reference}, and has {says} here"
            yield _finding("control-differs", assessed, message, differing[0][0])


def control_first_line_only(report: Report) -> Iterator[Finding]:
    """Those who run a control say that it works, and nobody else: the report says so of an aligned risk; here it is
    said of each control.
    """
    for _, assessed in printed_controls(report):
        if assessed.status is ControlStatus.WORKING and assessed.control.assurance is Assurance.FIRST:
            yield _finding(
                "control-first-line-only", assessed, "is shown to work by those who run it only", "assurance"
            )


def working_yet_exposed(report: Report) -> Iterator[Finding]:
    """Every joint control works and the risk is none the better: are they the right controls? The report says so in
    a sentence, and somebody should be ready to answer.
    """
    for aligned in report.aligned_risks:
        if aligned.shown_working is not ShownWorking.ALL:
            continue
        reported = [one for position in aligned.positions for one in position.risks]
        yet = [
            words
            for words, true in (
                ("rising", any(one.trend is Trend.RISING for one in reported)),
                ("above appetite", any(one.above_appetite for one in reported)),
            )
            if true
        ]
        if yet:
            yield find(
                "working-yet-exposed",
                f"All joint controls of {aligned.label} are shown to be working, yet the risk is {' and '.join(yet)}.",
                aligned.row.source.place("name"),
                subject=aligned.label,
            )


CHECKS: tuple[Check, ...] = (
    no_joint_control,
    control_joint_and_potential,
    control_differs,
    control_first_line_only,
    working_yet_exposed,
    control_undescribed,
    control_owner_missing,
    answers_disagree,
    working_unproven,
    evidence_stale,
    control_overdue,
    control_undated,
)


def _finding(code: str, assessed: AssessedControl, says: str, field: str) -> Finding:
    control = assessed.control
    subject = f"{control.reference} {control.name}"
    return find(code, f"{subject} {says}.", control.source.place(field), subject=subject, field=field)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold().rstrip(".")


def _months(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"
