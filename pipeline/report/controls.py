"""The words on controls: the control line of an aligned risk, each control, and the schedule of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from pipeline.model.marks import beside, missing, not_found, twice
from pipeline.model.page import ControlText, ScheduleRow
from pipeline.model.records import (
    AlignedRisk,
    AssessedControl,
    Assurance,
    Control,
    ControlKind,
    ControlStatus,
    Report,
    ShownWorking,
)
from pipeline.report.wording import NOT_STATED, NOTHING, day, joined, plain, plural, shown

# The words of the exceptions, worst first.
_EXCEPTIONS = {
    ControlStatus.NOT_WORKING: "Not working",
    ControlStatus.NOT_IN_PLACE: "Not in place",
    ControlStatus.PARTLY_WORKING: "Partly working",
    ControlStatus.PARTLY_IN_PLACE: "Partly in place",
    ControlStatus.NOT_PROVEN: "Not proven",
}
_NO_KIND = missing("joint or potential")
_NO_OWNER = NOT_STATED  # a query, no block: a mark would stand in a report that is sent
_BOTH = twice("joint and potential")


def tally(aligned: AlignedRisk) -> str:
    """``2 of 4 (partly shown)``; ``No joint controls``."""
    if aligned.shown_working is ShownWorking.NONE_THERE:
        return ShownWorking.NONE_THERE.value
    return f"{len(_working(aligned))} of {len(aligned.joint)} ({shown(aligned.shown_working)})"


def control_line(aligned: AlignedRisk) -> str:
    """``Joint controls shown to be working: 2 of 4 (partly shown).``, and who alone says so."""
    if aligned.shown_working is ShownWorking.NONE_THERE:
        return "There are no joint controls."
    working = _working(aligned)
    first_line_only = bool(working) and all(c.control.assurance is Assurance.FIRST for c in working)
    alone = " (by those who run them only)" if first_line_only else ""
    return f"Joint controls shown to be working: {tally(aligned)}{alone}."


def control_exceptions(aligned: AlignedRisk) -> str:
    """``Not working: Service area reviews. Not assessed: 1.``: every joint control that is not shown to be working."""
    sentences = []
    for status, words in _EXCEPTIONS.items():
        names = [c.control.name for c in aligned.joint if c.status is status]
        if names:
            sentences.append(f"{words}: {joined(names)}.")
    not_assessed = sum(c.status is ControlStatus.NOT_ASSESSED for c in aligned.joint)
    if not_assessed:
        sentences.append(f"Not assessed: {not_assessed}.")
    return " ".join(sentences)


def control_remark(aligned: AlignedRisk, *, rising: bool, above_appetite: bool) -> str:
    """What to think of when every joint control works and the risk is none the better."""
    yet = [words for words, true in (("rising", rising), ("above appetite", above_appetite)) if true]
    if aligned.shown_working is not ShownWorking.ALL or not yet:
        return ""
    return f"All joint controls are shown to be working, yet the risk is {joined(yet)}."


def overdue(aligned: AlignedRisk) -> str:
    """How many of its controls, joint and potential, are overdue."""
    count = sum(c.overdue for c in (*aligned.joint, *aligned.potential))
    return str(count) if count else "None"


def control_texts(
    controls: Iterable[AssessedControl], report: Report, both: AbstractSet[str]
) -> tuple[ControlText, ...]:
    """Each control as it stands under its aligned risk; a mark alone where the sheet of controls is missing.
    ``both``: the names that are ``of_both_kinds``.
    """
    if "controls" in report.mapping.unknown:
        return (ControlText("", report.mapping.unknown["controls"], "", NOT_STATED, "", "", "", "", ""),)
    return tuple(
        ControlText(
            reference=c.control.reference,
            name=_name(c.control),
            description=_answer(c.control, "description", c.control.description, nothing=""),
            status=c.status.value,
            run_by=joined(c.run_by, NOT_STATED),
            owner=_answer(c.control, "owner", c.control.owner, nothing=_NO_OWNER),
            due=_answer(c.control, "due", day(c.control.due), nothing=""),
            progress=_answer(c.control, "progress", c.control.progress, nothing=""),
            note=_note(c, both, report),
        )
        for c in controls
    )


def schedule(report: Report, both: AbstractSet[str]) -> tuple[ScheduleRow, ...]:
    """A row for every control; a row with a mark where the sheet of controls is missing. ``both``: as above."""
    if "controls" in report.mapping.unknown:
        return (ScheduleRow(NOTHING, NOTHING, report.mapping.unknown["controls"], *([NOTHING] * 11)),)
    return tuple(_row(control, where, assessed, both) for control, where, assessed in scheduled(report))


def scheduled(report: Report) -> Iterator[tuple[Control, str, AssessedControl | None]]:
    """Every control with where it stands: in the order of the aligned risks, then those that name none of them."""
    standing: set[int] = set()
    for aligned in report.aligned_risks:
        for assessed in (*aligned.joint, *aligned.potential):
            standing.add(id(assessed.control))
            yield assessed.control, f"{aligned.number} {aligned.name}", assessed
    active = {plain(row.name): f"{row.number} {row.name}" for row in report.mapping.alignment if not row.withdrawn}
    withdrawn = {plain(row.name) for row in report.mapping.alignment if row.withdrawn}
    for control in report.mapping.controls:
        if id(control) not in standing and plain(control.aligned_risk) not in withdrawn:
            nowhere = control.unknown.get("aligned_risk") or not_found(control.aligned_risk)
            yield control, active.get(plain(control.aligned_risk), nowhere), None


def _row(control: Control, aligned_risk: str, assessed: AssessedControl | None, both: AbstractSet[str]) -> ScheduleRow:
    return ScheduleRow(
        aligned_risk=aligned_risk,
        reference=beside(control.reference, control.unknown.get("reference")),
        control=_name(control),
        kind=beside(_answer(control, "kind", control.kind or _NO_KIND), _BOTH if plain(control.name) in both else ""),
        run_by=joined(assessed.run_by if assessed else control.run_by, NOTHING),
        owner=_answer(control, "owner", control.owner, nothing=_NO_OWNER),
        in_place=_answer(control, "in_place", control.in_place),
        working=_answer(control, "working", control.working),
        status=assessed.status.value if assessed else ControlStatus.NOT_ASSESSED.value,
        assurance=_answer(control, "assurance", control.assurance),
        evidence=_answer(control, "evidence", control.evidence),
        last_checked=beside(_answer(control, "last_checked", day(control.last_checked)), _review(control)),
        due=_answer(control, "due", day(control.due)),
        progress=_answer(control, "progress", control.progress),
    )


def _answer(control: Control, name: str, value: str | None, nothing: str = NOTHING) -> str:
    """The answer, or the visible mark for one that can't be read."""
    # An answer is an enum: the page holds plain strings.
    return control.unknown.get(name) or str(value or nothing)


def of_both_kinds(report: Report) -> frozenset[str]:
    """The names, for comparing, of controls that are joint in one row and potential in another."""
    printed = [c.control for aligned in report.aligned_risks for c in (*aligned.joint, *aligned.potential)]
    joint, potential = (
        {plain(each.name) for each in printed if each.kind is kind and "name" not in each.unknown}
        for kind in (ControlKind.JOINT, ControlKind.POTENTIAL)
    )
    return frozenset(joint & potential)


def _name(control: Control) -> str:
    """Its name, with a mark where nobody can tell whether it is restricted."""
    own = control.unknown.get("name")
    return beside(own or control.name, control.unknown.get("restricted"))


def _review(control: Control) -> str:
    """Within which months its evidence is fresh, where that can't be read; else nothing."""
    mark = control.unknown.get("review_months")
    return f"(review every {mark} months)" if mark else ""


def _working(aligned: AlignedRisk) -> list[AssessedControl]:
    return [c for c in aligned.joint if c.status is ControlStatus.WORKING]


def _note(assessed: AssessedControl, both: AbstractSet[str], report: Report) -> str:
    notes = [] if assessed.control.kind else [_answer(assessed.control, "kind", _NO_KIND)]
    if plain(assessed.control.name) in both:
        notes.append(_BOTH)
    if assessed.overdue:
        notes.append(f"Overdue since {day(assessed.control.due)}.")
    if assessed.stale:
        months = assessed.control.review_months or report.meeting.review_months
        notes.append(f"Evidence now older than {plural(months, 'month', 'months')}; not re-tested.")
    return " ".join(notes)
