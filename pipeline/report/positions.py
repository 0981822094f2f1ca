"""The words on where each organisation stands: the sections of Appendix 1 and the rows of At a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pipeline.model.marks import beside, missing, not_found, not_readable, twice
from pipeline.model.owners import nobody
from pipeline.model.page import GlanceRow, RiskRow, RiskText
from pipeline.model.records import (
    AgreedWording,
    AlignedRisk,
    AlignmentRow,
    ChangeKind,
    Movement,
    PastAlignedRisk,
    PastRisk,
    Position,
    Report,
    ReportedRisk,
    Trend,
)  # fmt: skip
from pipeline.report import controls
from pipeline.report.residual import current_rating, highest_of, no_risk_mark, residual_row
from pipeline.report.wording import (
    NOT_SCORED,
    NOT_STATED,
    NOTHING,
    TREND_WORDS,
    day,
    joined,
    month,
    plain,
    rating,
    stopped,
)  # fmt: skip

NO_RISK = "No risk of this organisation is reported here."


def risk_text(aligned: AlignedRisk, report: Report, both: AbstractSet[str]) -> RiskText:
    """A section of Appendix 1. ``both``: the names of controls that are ``of_both_kinds``."""
    reported = [risk for position in aligned.positions for risk in position.risks]
    no_controls = report.mapping.unknown.get("controls")
    return RiskText(
        number=str(aligned.number),
        name=aligned.name,
        heading=beside(aligned.label, *_row_marks(aligned.row)),
        formerly=_formerly(aligned, report.movement),
        rows=tuple(row for position in aligned.positions for row in _risk_rows(position, aligned, report)),
        trend_reason=_trend_reason(aligned),
        residual_risk=aligned.row.unknown.get("residual_risk") or aligned.row.residual_risk or NOT_STATED,
        residual=tuple(residual_row(position, aligned) for position in aligned.positions),
        joint_controls=controls.control_texts(aligned.joint, report, both),
        potential_controls=controls.control_texts(aligned.potential, report, both),
        control_line=no_controls or controls.control_line(aligned),
        control_exceptions=controls.control_exceptions(aligned),
        control_remark=controls.control_remark(
            aligned,
            rising=any(risk.trend is Trend.RISING for risk in reported),
            above_appetite=any(risk.above_appetite for risk in reported),
        ),
    )


def glance_rows(aligned: AlignedRisk, report: Report) -> tuple[GlanceRow, ...]:
    """A row for every organisation."""
    past = _past_aligned(aligned, report.movement)
    no_controls, unreadable = report.mapping.unknown.get("controls"), report.movement.unreadable
    rows = []
    for position in aligned.positions:
        residual = residual_row(position, aligned)
        rows.append(
            GlanceRow(
                aligned_risk=beside(f"{aligned.number} {aligned.name}", *_row_marks(aligned.row)),
                organisation=position.organisation.name,
                last_time=not_readable(unreadable) if unreadable else _last_time(position, past),
                now=residual.rating,
                target=residual.target,
                appetite=residual.appetite,
                trend=_trend(position, unreadable),
                controls=no_controls or controls.tally(aligned),
                overdue=no_controls or controls.overdue(aligned),
            )
        )
    return tuple(rows)


def _formerly(aligned: AlignedRisk, movement: Movement) -> str:
    """``Reported as Funding until September 2017.``; undated where the last report had the new name already."""
    if "formerly" in aligned.row.unknown:
        return f"Formerly reported as {aligned.row.unknown['formerly']}."
    renamed = _renamed(aligned, movement)
    if renamed and movement.previous:
        return f"Reported as {renamed} until {month(movement.previous.meeting_date)}."
    if aligned.row.formerly:
        return f"Formerly reported as {joined(aligned.row.formerly)}."
    return ""


def _renamed(aligned: AlignedRisk, movement: Movement) -> str | None:
    """The name it had in the last report, where that was another."""
    of_this = (change for change in movement.changes if change.aligned_risk == aligned.label)
    return next((change.was for change in of_this if change.kind is ChangeKind.ALIGNED_RENAMED), None)


def _past_aligned(aligned: AlignedRisk, movement: Movement) -> PastAlignedRisk | None:
    """What it was in the last report: by its name, as the movement knows of every new one and every other name."""
    new = any(c.kind is ChangeKind.ALIGNED_NEW and c.aligned_risk == aligned.label for c in movement.changes)
    if movement.previous is None or new:
        return None
    name = plain(_renamed(aligned, movement) or aligned.name)
    return next((risk for risk in movement.previous.aligned_risks if plain(risk.name) == name), None)


def _last_time(position: Position, past: PastAlignedRisk | None) -> str:
    """The rating this row had in the last report: the highest of those the organisation then had here."""
    organisation = position.organisation
    names = {plain(name) for name in (organisation.name, organisation.full_name, *organisation.also_called)}
    risks = [risk for risk in (past.risks if past else ()) if plain(risk.organisation) in names]
    if not risks:
        return NOTHING

    def height(risk: PastRisk) -> tuple[float, float]:
        number = risk.current.number
        band = organisation.band_named(risk.rating) or organisation.band_of(number)
        return (band.low if band else 0, number or 0)

    highest = max(risks, key=height)
    # As it was printed then: a band that the scale no longer has keeps its name.
    then = replace(highest.current, rating=highest.rating or highest.current.rating)
    words = rating(None if then.rating else organisation.band_of(then.number), then)
    return "Not recorded" if words == NOT_SCORED else words + highest_of(len(risks))


def _row_marks(row: AlignmentRow) -> tuple[str, ...]:
    """What is wrong with the row as a whole: its number, its name, whether it is withdrawn or restricted."""
    found = (row.unknown.get(name) for name in ("number", "name", "status", "restricted"))
    return tuple(mark for mark in found if mark and mark != row.name)


def _risk_rows(position: Position, aligned: AlignedRisk, report: Report) -> tuple[RiskRow, ...]:
    name = position.organisation.name
    ids = Counter(risk.id for one in report.registers if one.organisation == name for risk in one.risks)
    rows = [
        RiskRow(
            description=beside(twice(risk.risk.id) if ids[risk.risk.id] > 1 else "", _description(risk)),
            organisation=name,
            owner=_owner(risk, report),
            trend=_trend_of(risk, report.movement.unreadable),
            reference=risk.risk.id,
            rating=current_rating(risk, position.organisation),
        )
        for risk in position.risks
    ]
    rows += [RiskRow(not_found(risk_id), name, NOTHING, NOTHING, risk_id, NOTHING) for risk_id in position.missing]
    none = no_risk_mark(position, aligned) or NO_RISK
    return tuple(rows) or (RiskRow(none, name, NOTHING, NOTHING, "", NOTHING),)


def _description(risk: ReportedRisk) -> str:
    wording, unknown = risk.wordings.get("description"), risk.risk.unknown
    if wording is None or wording.as_reported == risk.risk.words:
        words = beside(risk.description, unknown.get("description"))
        return words or unknown.get("title") or missing("description")
    why = f": {wording.reason.rstrip('.')}" if wording.reason else ""
    return f"{stopped(wording.as_reported)} (Wording agreed{_with_and_on(wording)}{why}. It differs from the register.)"


def _with_and_on(wording: AgreedWording) -> str:
    """`` with the Head of Risk on 4 December 2017``, as far as that is stated."""
    by = f" with {wording.agreed_by}" if wording.agreed_by else ""
    return by + (f" on {day(wording.date)}" if wording.date else "")


def _owner(risk: ReportedRisk, report: Report) -> str:
    """The owner, and where another one was agreed on what the register has; ``Vacant`` where it is accepted that nobody
    owns the risk, else a mark.
    """
    in_register = beside(risk.risk.owner or "", risk.risk.unknown.get("owner"))
    wording = risk.wordings.get("owner")
    owner = wording.as_reported if wording else in_register
    if wording and not nobody(owner) and owner != in_register:
        return f"{owner} (as agreed{_with_and_on(wording)}; the register has {in_register or 'none'})"
    if not nobody(owner):
        return owner
    subject = plain(f"{risk.risk.organisation} {risk.risk.id}")
    accepted = any(
        entry.finding == "owner-missing"
        and plain(entry.subject) == subject
        and (entry.until is None or entry.until >= report.meeting.date)
        for entry in report.mapping.accepted
    )
    return "Vacant" if accepted else beside(owner, missing("risk owner"))


def _trend_of(risk: ReportedRisk, unreadable: str) -> str:
    """Arrow and word; a mark where the register's own word or sign has no known meaning, and where it declares none
    and the record that would tell can't be read.
    """
    if risk.trend is None and unreadable and "trend" not in risk.risk.unknown:
        return not_readable(unreadable)
    return risk.risk.unknown.get("trend") or TREND_WORDS[risk.trend]


def _trend(position: Position, unreadable: str) -> str:
    """One trend where all its risks share it, else each with its risk's id."""
    words = [_trend_of(risk, unreadable) for risk in position.risks]
    if len(set(words)) <= 1:
        return words[0] if words else NOTHING
    return "; ".join(f"{word} ({risk.risk.id})" for word, risk in zip(words, position.risks, strict=True))


def _trend_reason(aligned: AlignedRisk) -> str:
    """The reason given in the alignment, then those the registers give, each with whose it is."""
    agreed = aligned.row.unknown.get("trend_reason") or stopped(aligned.row.trend_reason or "")
    reasons = [agreed] if agreed else []
    for position in aligned.positions:
        for risk in position.risks:
            own = risk.risk.trend_reason if risk.risk.trend_reason != aligned.row.trend_reason else None
            words = beside(stopped(own or ""), risk.risk.unknown.get("trend_reason"))
            if words:
                whose = position.organisation.name + (f" {risk.risk.id}" if len(position.risks) > 1 else "")
                reasons.append(f"{whose}: {words}")
    return "\n".join(reasons)
