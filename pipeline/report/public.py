"""The page as it may be published: what is restricted reads "Not published" with its reason.

Numbers stay those of the panel's report: Risk 4 stays Risk 4, ratings, trends and counts are the same. Only where
a control is withheld its risk's level is too, since it would tell how the control stands. Names and addresses give
way to the public contact.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.labels import numbered
from pipeline.model.page import (
    ChangeRow,
    ControlText,
    GlanceRow,
    MeetingText,
    MovementText,
    Page,
    RiskText,
    ScheduleRow,
)
from pipeline.model.records import AlignedRisk, Change, Control, Report, ReportedRisk
from pipeline.model.restriction import closed_changes
from pipeline.model.secrets import closed_acronyms, reason_for
from pipeline.report.changes import ABOUT, movement_text
from pipeline.report.controls import scheduled
from pipeline.report.wording import NOT_STATED, NOTHING, in_words

MARKING = "Public version"
WITHHELD = "Not published"
_LEVEL = "Joint controls shown to be working: not published."


def public_page(report: Report, page: Page) -> Page:
    """``page`` without what is restricted; its narrative is left empty, to be filled from this page."""
    risks = tuple(_risk(aligned, text) for aligned, text in zip(report.aligned_risks, page.risks, strict=True))
    closed_terms = closed_acronyms(report)
    closed = [bool(_why_no_level(aligned)) for aligned in report.aligned_risks for _ in aligned.positions]
    return replace(
        page,
        meeting=_meeting(page.meeting),
        risks=risks,
        glance=tuple(_glance(row) if hidden else row for row, hidden in zip(page.glance, closed, strict=True)),
        schedule=tuple(
            _scheduled(row, control, report)
            for row, (control, _, _) in zip(page.schedule, scheduled(report), strict=True)
        ),
        movement=_movement(report),
        definitions=replace(
            page.definitions,
            acronyms=tuple(each for each in page.definitions.acronyms if each.term not in closed_terms),
        ),
        narrative=type(page.narrative)(),
    )


def withheld(reason: str) -> str:
    """``Not published: names an informant``."""
    return f"{WITHHELD}: {reason}"


# --- where it stands on the page --------------------------------------------------------------------


def _meeting(meeting: MeetingText) -> MeetingText:
    contact = meeting.public_contact or NOT_STATED
    return replace(meeting, marking=MARKING, authors=(), cleared_by=(), public_contact=contact)


def _risk(aligned: AlignedRisk, text: RiskText) -> RiskText:
    theme = aligned.row.restricted or ""
    rows = []
    for row in text.rows:
        reason = theme or _reason_of_risk(aligned, row.organisation, row.reference)
        rows.append(replace(row, description=withheld(reason)) if reason and row.reference else row)
    moving = theme or next(
        (one.risk.restricted for one in _risks(aligned) if one.risk.restricted and one.risk.trend_reason), ""
    )
    text = replace(
        text,
        rows=tuple(rows),
        trend_reason=withheld(moving) if moving and text.trend_reason else text.trend_reason,
        residual_risk=withheld(theme) if theme else text.residual_risk,
        joint_controls=tuple(
            _control(one, of.control, theme) for one, of in zip(text.joint_controls, aligned.joint, strict=False)
        ),
        potential_controls=tuple(
            _control(one, of.control, theme) for one, of in zip(text.potential_controls, aligned.potential, strict=False)
        ),
    )  # fmt: skip
    if not _why_no_level(aligned):
        return text
    return replace(text, control_line=_LEVEL, control_exceptions="", control_remark="")


def _risks(aligned: AlignedRisk) -> tuple[ReportedRisk, ...]:
    return tuple(one for position in aligned.positions for one in position.risks)


def _reason_of_risk(aligned: AlignedRisk, organisation: str, reference: str) -> str:
    of = (one.risk for one in _risks(aligned) if (one.risk.organisation, one.risk.id) == (organisation, reference))
    return next((risk.restricted for risk in of if risk.restricted), "")


def _control(text: ControlText, control: Control, theme: str) -> ControlText:
    reason = control.restricted or theme
    if not reason:
        return text
    return ControlText(text.reference, withheld(reason), "", WITHHELD, NOTHING, NOTHING, "", "", "")


def _scheduled(row: ScheduleRow, control: Control, report: Report) -> ScheduleRow:
    reason = reason_for(control, report)
    if not reason:
        return row
    kept = {name: getattr(row, name) for name in ("aligned_risk", "reference", "kind")}
    hidden = dict.fromkeys((name for name in row.__slots__ if name not in kept), NOTHING)
    return ScheduleRow(**{**hidden, **kept, "control": withheld(reason), "status": WITHHELD})


def _why_no_level(aligned: AlignedRisk) -> str:
    controls = (*aligned.joint, *aligned.potential)
    return (aligned.row.restricted if controls else None) or next(
        (one.control.restricted for one in controls if one.control.restricted), ""
    )


def _glance(row: GlanceRow) -> GlanceRow:
    return replace(row, controls=WITHHELD)


# --- what changed -----------------------------------------------------------------------------------


def _movement(report: Report) -> MovementText:
    """The sentences on what may be published, how many there are besides, and a row for each."""
    changes = report.movement.changes
    reasons = [closed[0].reason if closed else "" for closed in closed_changes(report)]
    open_ones = tuple(change for change, reason in zip(changes, reasons, strict=True) if not reason)
    text = movement_text(replace(report, movement=replace(report.movement, changes=open_ones)))
    closed = len(changes) - len(open_ones)
    if not closed:
        return text
    more = _not_published(closed)
    rows = iter(text.changes)
    hidden = [change.kind for change, reason in zip(changes, reasons, strict=True) if reason]
    about = {
        name: _with_withheld(getattr(text, name), none, sum(kind in kinds for kind in hidden))
        for name, (kinds, none) in ABOUT.items()
    }
    return replace(
        text,
        **about,
        sentence=f"{text.sentence} {more}" if open_ones else more,
        sentences=(*text.sentences, more) if open_ones else (more,),
        changes=tuple(
            _row(change, reason) if reason else next(rows) for change, reason in zip(changes, reasons, strict=True)
        ),
    )


def _not_published(count: int) -> str:
    return f"{in_words(count).capitalize()} {'change is' if count == 1 else 'changes are'} not published."


def _with_withheld(told: str, none: str, closed: int) -> str:
    """What is told of some changes, with how many more there are; that there are none only where it is so."""
    if not closed:
        return told
    return _not_published(closed) if told == none else f"{told} {_not_published(closed)}"


def _row(change: Change, reason: str) -> ChangeRow:
    label = numbered(change.aligned_risk)
    hidden = withheld(reason)
    return ChangeRow(label or NOTHING, change.organisation or NOTHING, change.kind.value, hidden, hidden, NOTHING)
