"""The same risk and the same control in the reports issued before: the newest first, back to the first that lacks it."""

from __future__ import annotations

import re

from pipeline.checks.printed import Printed
from pipeline.model.records import (
    AlignedRisk,
    Control,
    Organisation,
    PastAlignedRisk,
    PastControl,
    PastReport,
    PastRisk,
    Report,
)


def reports_back(report: Report) -> tuple[PastReport, ...]:
    """The reports before this one, the newest first; none on a first report."""
    last = report.movement.previous
    return (last, *report.movement.earlier) if last else ()


def risk_back(printed: Printed, report: Report) -> tuple[tuple[PastReport, PastRisk], ...]:
    """A reported risk in each report before: under the id that it had then, of its organisation as it was called then.

    A row of Changes tells of another id; else, where the id was not there yet, the same words of a risk that went.
    """
    found: list[tuple[PastReport, PastRisk]] = []
    last = printed.reported.previous
    for past in reports_back(report) if last else ():
        there = last if not found else _same_risk(*found[-1], past, printed.organisation, report)
        if there is None:
            break
        found.append((past, there))
    return tuple(found)


def control_back(aligned: AlignedRisk, control: Control, report: Report) -> tuple[PastControl, ...]:
    """A control in each report before. Reference and name tell it, then under the same aligned risk one of the two."""
    found: list[PastControl] = []
    names = {plain(name) for name in (aligned.name, *aligned.row.formerly)}
    now: Control | PastControl = control
    for past in reports_back(report):
        there = _same_control(now, names, past)
        if there is None:
            break
        found.append(there[0])
        now, names = there[0], {*names, plain(there[1].name)}
    return tuple(found)


def plain(text: str | None) -> str:
    """Words for comparing: without regard to case and spacing."""
    return " ".join((text or "").split()).casefold()


def names_of(organisation: Organisation) -> set[str]:
    """Every name that an organisation goes by, for comparing."""
    return {plain(name) for name in (organisation.name, organisation.full_name, *organisation.also_called) if name}


def same_id(one: str | None, other: str | None) -> bool:
    """Whether two ids are one without regard to case, spaces and zero padding; a blank one is none."""
    return _loose(one) == _loose(other) != ""


def _loose(written: str | None) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", "".join((written or "").split())).casefold()


def _same_risk(
    after: PastReport, risk: PastRisk, past: PastReport, organisation: Organisation, report: Report
) -> PastRisk | None:
    """A risk of the report ``after`` in the one before it."""
    names = names_of(organisation)

    def of(record: PastReport) -> list[PastRisk]:
        return [one for theme in record.aligned_risks for one in theme.risks if plain(one.organisation) in names]

    then = of(past)
    for change in report.mapping.changes:
        if change.organisation != organisation.name or plain(change.what) != "renumbered":
            continue
        was, now = change.was or change.risk, change.now or change.risk
        old = next((one for one in then if same_id(one.id, was)), None)
        if old is None or not same_id(now, risk.id):
            continue
        # An undated row tells of these two reports where the older one does not have the new id yet.
        known = any(same_id(one.id, now) for one in then)
        if past.meeting_date < change.date <= after.meeting_date if change.date else not known:
            return old
    here = next((one for one in then if same_id(one.id, risk.id)), None)
    if here is not None or not (words := plain(risk.description or risk.title)):
        return here
    ids = [one.id for one in of(after)]
    alike = [
        one
        for one in then
        if plain(one.description or one.title) == words and not any(same_id(one.id, known) for known in ids)
    ]
    return alike[0] if len(alike) == 1 else None


def _same_control(
    now: Control | PastControl, names: set[str], past: PastReport
) -> tuple[PastControl, PastAlignedRisk] | None:
    then = [(control, theme) for theme in past.aligned_risks for control in theme.controls]

    def is_it(one: PastControl, theme: PastAlignedRisk, *, reference: bool, name: bool, here: bool) -> bool:
        return (
            (not reference or same_id(one.reference, now.reference))
            and (not name or plain(one.name) == plain(now.name))
            and (not here or plain(theme.name) in names)
        )

    for reference, name, here in ((True, True, False), (False, True, True), (True, False, True)):
        for one, theme in then:
            if is_it(one, theme, reference=reference, name=name, here=here):
                return one, theme
    return None
