"""What the report prints besides what is compared change by change: how many of each are others than in the record.

No change is made of these; but where one of them is another, it can't be said that nothing has changed. A field that
the record lacks was not recorded, and so can't have changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.model.records import (
    AlignedRisk,
    AssessedControl,
    Besides,
    Organisation,
    PastAlignedRisk,
    PastOrganisation,
    PastReport,
    PastRisk,
    Position,
)
from pipeline.reconcile.control_changes import matched
from pipeline.reconcile.identity import names_of, plain

_CONTROL = {
    "description": Besides.CONTROL_DESCRIPTION,
    "owner": Besides.CONTROL_OWNER,
    "run_by": Besides.RUN_BY,
    "in_place": Besides.ANSWER,
    "working": Besides.ANSWER,
    "assurance": Besides.ANSWER,
    "evidence": Besides.EVIDENCE,
    "last_checked": Besides.LAST_CHECKED,
    "review_months": Besides.REVIEW_MONTHS,
    "progress": Besides.PROGRESS,
}


def besides(
    aligned_risks: tuple[AlignedRisk, ...], themes: Mapping[int, PastAlignedRisk], past: PastReport
) -> Mapping[Besides, int]:
    """How many of each are others. ``themes``: number now → the theme then."""
    found = [kind for theme in aligned_risks for kind in _of_theme(theme, themes.get(theme.number), past)]
    for one in matched(aligned_risks, themes, past):
        if one.was is not None:
            record = one.control.control
            if plain(record.name) != plain(one.was.name):
                found.append(Besides.CONTROL_NAME)
            if plain(record.reference) != plain(one.was.reference):
                found.append(Besides.CONTROL_REFERENCE)
            now = _said(one.control)
            found += dict.fromkeys(_CONTROL[key] for key in _other(one.was.also, now))
    return Counter(found)


def _of_theme(theme: AlignedRisk, then: PastAlignedRisk | None, past: PastReport) -> Iterator[Besides]:
    if then is None:
        return
    row = theme.row
    if row.number != then.number:
        yield Besides.NUMBER
    if _other(then.also, {"residual_risk": row.residual_risk or ""}):
        yield Besides.RESIDUAL_RISK
    if "trend_reason" not in then.unstated and plain(row.trend_reason) != plain(then.trend_reason):
        yield Besides.TREND_REASON
    for position in theme.positions:
        yield from _of_risks(position, past)


def _of_risks(position: Position, past: PastReport) -> Iterator[Besides]:
    organisation = position.organisation
    scale = next((one for one in past.organisations if plain(one.name) in names_of(organisation)), None)
    for reported in position.risks:
        was = reported.previous
        if was is None:
            continue
        if _other(was.also, {"trend_reason": reported.risk.trend_reason or ""}):
            yield Besides.TREND_REASON
        then = _appetite(was, scale, organisation)
        if then is not None and then != plain(reported.appetite.name if reported.appetite else ""):
            yield Besides.APPETITE


def _appetite(was: PastRisk, scale: PastOrganisation | None, organisation: Organisation) -> str | None:
    """The appetite printed then; None where the record lacks it. A word that is no band then was not printed."""
    if scale is None or "appetite" not in was.also or "appetite" not in scale.also:
        return None
    own, general = plain(was.also["appetite"]), plain(scale.also["appetite"])
    bands = {plain(band.name) for band in scale.bands or organisation.bands}
    return next((word for word in (own, general) if word in bands), "")


def _said(assessed: AssessedControl) -> dict[str, str]:
    control = assessed.control
    said = {
        "description": control.description,
        "owner": control.owner,
        "run_by": "; ".join(assessed.run_by),
        "in_place": control.in_place,
        "working": control.working,
        "assurance": control.assurance,
        "evidence": control.evidence,
        "last_checked": control.last_checked and control.last_checked.isoformat(),
        "review_months": None if control.review_months is None else str(control.review_months),
        "progress": control.progress,
    }
    return {key: value or "" for key, value in said.items()}


def _other(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [key for key, words in now.items() if key in then and plain(words) != plain(then[key])]
