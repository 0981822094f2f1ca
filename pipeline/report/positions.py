"""The words on where each organisation stands: the sections of Appendix 1 and the rows of At a glance."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipeline.model.page import GlanceRow, ResidualRow, RiskRow, RiskText
from pipeline.model.records import (
    AlignedRisk,
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
NO_RISK_SHORT = "No risk"


def risk_text(aligned: AlignedRisk, report: Report) -> RiskText:
    """A section of Appendix 1."""
    reported = [risk for position in aligned.positions for risk in position.risks]
    return RiskText(
        number=str(aligned.number),
        name=aligned.name,
        heading=aligned.label,
        formerly=_formerly(aligned, report.movement),
        rows=tuple(row for position in aligned.positions for row in _risk_rows(position, report)),
        trend_reason=_trend_reason(aligned),
        residual_risk=aligned.row.residual_risk or NOT_STATED,
        residual=tuple(_residual_row(position) for position in aligned.positions),
        joint_controls=controls.control_texts(aligned.joint, report),
        potential_controls=controls.control_texts(aligned.potential, report),
        control_line=controls.control_line(aligned),
        control_exceptions=controls.control_exceptions(aligned),
        control_remark=controls.control_remark(
            aligned,
            rising=any(risk.trend is Trend.RISING for risk in reported),
            above_appetite=any(risk.above_appetite for risk in reported),
        ),
    )


def glance_rows(aligned: AlignedRisk, movement: Movement) -> tuple[GlanceRow, ...]:
    """A row for every organisation."""
    past = _past_aligned(aligned, movement)
    rows = []
    for position in aligned.positions:
        residual = _residual_row(position)
        rows.append(
            GlanceRow(
                aligned_risk=f"{aligned.number} {aligned.name}",
                organisation=position.organisation.name,
                last_time=_last_time(position, past),
                now=residual.rating,
                target=residual.target,
                appetite=residual.appetite,
                trend=_trend(position),
                controls=controls.tally(aligned),
                overdue=controls.overdue(aligned),
            )
        )
    return tuple(rows)


def _formerly(aligned: AlignedRisk, movement: Movement) -> str:
    """``Reported as Funding until September 2017.``; undated where the last report had the new name already."""
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
    risks = [risk for risk in (past.risks if past else ()) if plain(risk.organisation) == plain(organisation.name)]
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
    return "Not recorded" if words == NOT_SCORED else words + _highest_of(len(risks))


def _highest_of(count: int) -> str:
    return f", the highest of {count}" if count > 1 else ""


def _risk_rows(position: Position, report: Report) -> tuple[RiskRow, ...]:
    name = position.organisation.name
    ids = Counter(risk.id for one in report.registers if one.organisation == name for risk in one.risks)
    rows = [
        RiskRow(
            description=f"[{risk.risk.id} stands twice in the register] {_description(risk)}"
            if ids[risk.risk.id] > 1
            else _description(risk),
            organisation=name,
            owner=risk.risk.owner or _no_owner(risk, report),
            trend=_trend_of(risk),
            reference=risk.risk.id,
            rating=rating(risk.rating, risk.risk.current),
        )
        for risk in position.risks
    ]
    rows += [RiskRow(_not_found(risk_id), name, NOTHING, NOTHING, risk_id, NOTHING) for risk_id in position.missing]
    return tuple(rows) or (RiskRow(NO_RISK, name, NOTHING, NOTHING, "", NOTHING),)


def _description(risk: ReportedRisk) -> str:
    words = risk.description or "[no description]"
    wording = risk.wording
    if wording is None or wording.as_reported == risk.risk.words:
        return words
    by = f" with {wording.agreed_by}" if wording.agreed_by else ""
    on = f" on {day(wording.date)}" if wording.date else ""
    why = f": {wording.reason.rstrip('.')}" if wording.reason else ""
    return f"{stopped(words)} (Wording agreed{by}{on}{why}. It differs from the register.)"


def _no_owner(risk: ReportedRisk, report: Report) -> str:
    """``Vacant`` where it is accepted that nobody owns the risk."""
    subject = plain(f"{risk.risk.organisation} {risk.risk.id}")
    accepted = any(
        entry.finding == "owner-missing"
        and plain(entry.subject) == subject
        and (entry.until is None or entry.until >= report.meeting.date)
        for entry in report.mapping.accepted
    )
    return "Vacant" if accepted else "[no risk owner]"


def _not_found(risk_id: str) -> str:
    return f"[not found: {risk_id}]"


def _residual_row(position: Position) -> ResidualRow:
    """Where the organisation stands: the risk with the highest current rating, its target and its appetite."""
    missing = "; ".join(_not_found(risk_id) for risk_id in position.missing)
    highest = position.highest
    if highest is None:
        name = position.organisation.name
        return ResidualRow(name, missing or NO_RISK_SHORT, NOTHING, NOTHING, NOTHING)
    now = rating(highest.rating, highest.risk.current) + _highest_of(len(position.risks))
    target = rating(highest.target_rating, highest.risk.target)
    return ResidualRow(
        organisation=position.organisation.name,
        rating=f"{now}; {missing}" if missing else now,
        target=NOT_STATED if target == NOT_SCORED else target,
        appetite=highest.appetite.name if highest.appetite else highest.risk.appetite or NOT_STATED,
        against_appetite=_against_appetite(position, highest),
    )


def _against_appetite(position: Position, highest: ReportedRisk) -> str:
    above = [risk for risk in position.risks if risk.above_appetite]
    if above:
        # Named where the risk that is above appetite is not the one whose rating stands beside it.
        others = "" if highest in above else f" ({joined(risk.risk.id for risk in above)})"
        return f"Above appetite{others}"
    if any(risk.appetite is None for risk in position.risks):
        return "Appetite not stated"
    if any(risk.rating is None for risk in position.risks):
        return NOT_SCORED
    return "Within appetite"


def _trend_of(risk: ReportedRisk) -> str:
    """Arrow and word; a mark where the register's own word or sign has no known meaning."""
    if risk.trend is None and risk.risk.trend_unread:
        return f"[not known: {risk.risk.trend_unread}]"
    return TREND_WORDS[risk.trend]


def _trend(position: Position) -> str:
    """One trend where all its risks share it, else each with its risk's id."""
    words = [_trend_of(risk) for risk in position.risks]
    if len(set(words)) <= 1:
        return words[0] if words else NOTHING
    return "; ".join(f"{_trend_of(risk)} ({risk.risk.id})" for risk in position.risks)


def _trend_reason(aligned: AlignedRisk) -> str:
    """The reason given in the alignment, then those the registers give, each with whose it is."""
    reasons = [stopped(aligned.row.trend_reason)] if aligned.row.trend_reason else []
    for position in aligned.positions:
        for risk in position.risks:
            if risk.risk.trend_reason and risk.risk.trend_reason != aligned.row.trend_reason:
                whose = position.organisation.name + (f" {risk.risk.id}" if len(position.risks) > 1 else "")
                reasons.append(f"{whose}: {stopped(risk.risk.trend_reason)}")
    return "\n".join(reasons)
