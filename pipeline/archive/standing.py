"""Where a panel stands, by the record of its report: what a summary over many panels is made from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from pipeline.archive.reading import RecordDamaged, read
from pipeline.model.findings import Severity
from pipeline.model.portfolio import Against, CodeCount, PanelReport, Stage, Standing, ThemeStands
from pipeline.model.records import (
    Band,
    ControlKind,
    ControlStatus,
    InPlace,
    Organisation,
    PastAlignedRisk,
    PastReport,
    PastRisk,
    ShownWorking,
    Source,
)

Json = dict[str, Any]
_NO_PLACE = Source("", "", 0)


def panel_report(data: bytes) -> PanelReport:
    """What the record of a report that was made here says. Raises RecordDamaged."""
    past = read(data, "record.json")
    content: Json = json.loads(data)
    try:
        return _panel_report(past, content)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RecordDamaged("it has another form") from None


def _panel_report(past: PastReport, content: Json) -> PanelReport:
    appetites = {entry["name"]: entry["appetite"] for entry in content["organisations"]}
    organisations = [
        Organisation(one.name, _NO_PLACE, bands=one.bands, appetite=appetites[one.name]) for one in past.organisations
    ]
    return PanelReport(
        panel=past.panel,
        title=past.title,
        meeting_date=past.meeting_date,
        themes=tuple(
            _theme(theme, entry, organisations, past.meeting_date)
            for theme, entry in zip(past.aligned_risks, content["aligned_risks"], strict=True)
        ),
        findings=_counts(content["findings"]),
    )


def _theme(theme: PastAlignedRisk, entry: Json, organisations: Sequence[Organisation], meeting: date) -> ThemeStands:
    joint = [control for control in theme.controls if control.kind is ControlKind.JOINT]
    standings = [
        _standing(organisation, risks)
        for organisation in organisations
        if (risks := [risk for risk in theme.risks if risk.organisation == organisation.name])
    ]
    reasons = (entry, *entry["risks"], *entry["controls"])
    return ThemeStands(
        number=theme.number,
        name=theme.name,
        standings=tuple(standings),
        level=theme.level or ShownWorking.NOT_ASSESSED,
        joint=len(joint),
        working=sum(control.status is ControlStatus.WORKING for control in joint),
        overdue=sum(
            control.due is not None and control.due < meeting and answers["in_place"] != InPlace.YES
            for control, answers in zip(theme.controls, entry["controls"], strict=True)
        ),
        restricted=tuple(dict.fromkeys(one["restricted"] for one in reasons if one["restricted"])),
    )


def _standing(organisation: Organisation, risks: Sequence[PastRisk]) -> Standing:
    def height(risk: PastRisk) -> tuple[float, float]:
        band = organisation.band_named(risk.rating)
        return (band.low if band else 0, risk.current.number or 0)

    highest = max(risks, key=height)
    target = organisation.band_named(highest.target.rating) or organisation.band_of(highest.target.number)
    return Standing(
        organisation=organisation.name,
        risks=len(risks),
        now=Stage(highest.rating, highest.current),
        target=Stage(target.name if target else None, highest.target),
        appetite=highest.appetite or organisation.appetite,
        against=_against(organisation, risks),
        trends=tuple(dict.fromkeys(risk.trend for risk in risks)),
    )


def _against(organisation: Organisation, risks: Sequence[PastRisk]) -> Against:
    """Above it as soon as one of the risks is; the register's own appetite goes before the organisation's."""
    pairs = [(organisation.band_named(risk.rating), _appetite(organisation, risk)) for risk in risks]
    if any(rating and appetite and rating.low > appetite.low for rating, appetite in pairs):
        return Against.ABOVE
    return Against.WITHIN if all(rating and appetite for rating, appetite in pairs) else Against.UNKNOWN


def _appetite(organisation: Organisation, risk: PastRisk) -> Band | None:
    return organisation.band_named(risk.appetite) or organisation.band_named(organisation.appetite)


def _counts(entries: Sequence[Json]) -> tuple[CodeCount, ...]:
    """By weight, then by code."""
    weights = list(Severity)
    counted = Counter((Severity(one["severity"]), one["code"], bool(one["accepted"])) for one in entries)
    kinds = sorted({(severity, code) for severity, code, _ in counted}, key=lambda kind: (weights.index(kind[0]), kind))
    return tuple(
        CodeCount(severity, code, counted[severity, code, False], counted[severity, code, True])
        for severity, code in kinds
    )
