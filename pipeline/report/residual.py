"""What remains: where an organisation stands on an aligned risk, against its target and its appetite."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import scales
from pipeline.model.marks import missing, not_found, outside
from pipeline.model.page import ResidualRow
from pipeline.model.records import AlignedRisk, Band, Exposure, Organisation, Position, ReportedRisk
from pipeline.report.wording import NOT_SCORED, NOT_STATED, NOTHING, joined, level, rating

_NO_RISK = "No risk"


def residual_row(position: Position, aligned: AlignedRisk) -> ResidualRow:
    """Where the organisation stands: the risk with the highest current rating, its target and its appetite."""
    organisation, highest = position.organisation, position.highest
    absent = [not_found(risk_id) for risk_id in position.missing]
    if highest is None:
        none = "; ".join(absent) or no_risk_mark(position, aligned) or _NO_RISK
        return ResidualRow(organisation.name, none, NOTHING, NOTHING, NOTHING)
    now = current_rating(highest, organisation) + highest_of(len(position.risks))
    # It is the highest of those that can be read.
    others = [
        f"{risk.risk.id}: {mark}"
        for risk in position.risks
        if risk is not highest
        for mark in _stage_marks(risk, "current", organisation)
    ]
    target = _stage(highest, "target", highest.target_rating, organisation)
    return ResidualRow(
        organisation=organisation.name,
        rating="; ".join([now, *others, *absent]),
        target=NOT_STATED if target == NOT_SCORED else target,
        appetite=_appetite_mark(highest, organisation) or _appetite(highest, organisation),
        against_appetite=_against_appetite(position, highest),
    )


def current_rating(risk: ReportedRisk, organisation: Organisation) -> str:
    """``High (12)``, with its marks."""
    return _stage(risk, "current", risk.rating, organisation)


def _stage(risk: ReportedRisk, stage: str, band: Band | None, organisation: Organisation) -> str:
    """``High (12)``, with a mark for each of its parts that can't be read or is not on the scale."""
    found = _stage_marks(risk, stage, organisation)
    steps = {part: None for part in ("likelihood", "impact") if f"{stage}.{part}" in risk.risk.unknown}
    # A step that is marked is not said a second time.
    words = rating(band, replace(_exposure(risk, stage), **steps))
    return "; ".join(found if found and words == NOT_SCORED else (words, *found))


def _stage_marks(risk: ReportedRisk, stage: str, organisation: Organisation) -> tuple[str, ...]:
    exposure, unknown = _exposure(risk, stage), risk.risk.unknown
    parts = ((part, unknown.get(f"{stage}.{part}")) for part in ("likelihood", "impact", "score", "rating"))
    bands = (
        organisation.unknown.get("bands")
        if exposure.stated and organisation.band_named(exposure.rating) is None
        else None
    )
    return (
        *(f"{part} {mark}" for part, mark in parts if mark),
        *(outside(f"{part} {level(value)}") for part, value in scales.outside(organisation, exposure)),
        *((f"bands {bands}",) if bands else ()),
    )


def _exposure(risk: ReportedRisk, stage: str) -> Exposure:
    return risk.risk.current if stage == "current" else risk.risk.target


def _appetite(risk: ReportedRisk, organisation: Organisation) -> str:
    return risk.appetite.name if risk.appetite else risk.risk.appetite or organisation.appetite or NOT_STATED


def _appetite_mark(risk: ReportedRisk, organisation: Organisation) -> str:
    """The mark for an appetite that can't be read: the register's own, else the organisation's."""
    own = risk.risk.unknown.get("appetite", "")
    return own or ("" if risk.appetite or risk.risk.appetite else organisation.unknown.get("appetite", ""))


def _against_appetite(position: Position, highest: ReportedRisk) -> str:
    organisation = position.organisation
    for risk in position.risks:
        if mark := _appetite_mark(risk, organisation):
            return mark
    above = [risk for risk in position.risks if risk.above_appetite]
    if above:
        # Named where the risk that is above appetite is not the one whose rating stands beside it.
        others = "" if highest in above else f" ({joined(risk.risk.id for risk in above)})"
        return f"Above appetite{others}"
    for risk in position.risks:
        if risk.rating is None and (found := _stage_marks(risk, "current", organisation)):
            return found[0]
    if any(risk.appetite is None for risk in position.risks):
        return "Appetite not stated"
    if any(risk.rating is None for risk in position.risks):
        return NOT_SCORED
    return "Within appetite"


def no_risk_mark(position: Position, aligned: AlignedRisk) -> str:
    """A mark where it is a fault that no risk stands here: the cell of its ids can't be read, or no organisation has one."""
    unread = aligned.row.unknown
    if position.organisation.name in unread:
        return unread[position.organisation.name]
    anywhere = any(p.risks or p.missing or p.organisation.name in unread for p in aligned.positions)
    return "" if anywhere else missing("a risk of any organisation")


def highest_of(count: int) -> str:
    """``, the highest of 2``; nothing for one."""
    return f", the highest of {count}" if count > 1 else ""
