"""The same risk and the same control in the reports issued before: the newest first, back to the first that lacks it."""

from __future__ import annotations

from pipeline.checks.printed import Printed
from pipeline.model.records import AlignedRisk, Control, PastAlignedRisk, PastControl, PastReport, PastRisk, Report


def reports_back(report: Report) -> tuple[PastReport, ...]:
    """The reports before this one, the newest first; none on a first report."""
    last = report.movement.previous
    return (last, *report.movement.earlier) if last else ()


def risk_back(printed: Printed, report: Report) -> tuple[tuple[PastReport, PastRisk], ...]:
    """A reported risk in each report before, under the id that it had in the last one."""
    found: list[tuple[PastReport, PastRisk]] = []
    last = printed.reported.previous
    for past in reports_back(report) if last else ():
        there = last if not found else _same_risk(last, past) if last else None
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


def _same_risk(risk: PastRisk, past: PastReport) -> PastRisk | None:
    return next(
        (
            there
            for theme in past.aligned_risks
            for there in theme.risks
            if (plain(there.organisation), there.id) == (plain(risk.organisation), risk.id)
        ),
        None,
    )


def _same_control(
    now: Control | PastControl, names: set[str], past: PastReport
) -> tuple[PastControl, PastAlignedRisk] | None:
    then = [(control, theme) for theme in past.aligned_risks for control in theme.controls]

    def is_it(one: PastControl, theme: PastAlignedRisk, *, reference: bool, name: bool, here: bool) -> bool:
        return (
            (not reference or bool(one.reference and plain(one.reference) == plain(now.reference)))
            and (not name or plain(one.name) == plain(now.name))
            and (not here or plain(theme.name) in names)
        )

    for reference, name, here in ((True, True, False), (False, True, True), (True, False, True)):
        for one, theme in then:
            if is_it(one, theme, reference=reference, name=name, here=here):
                return one, theme
    return None
