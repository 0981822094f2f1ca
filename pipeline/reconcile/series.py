"""How ratings and due dates have gone over the reports issued, one point a report, this one's last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model.records import (
    AlignedRisk,
    Band,
    DueDates,
    MappingWorkbook,
    Organisation,
    PastAlignedRisk,
    PastControl,
    PastReport,
    PastRisk,
    Position,
    Rated,
    RatingSeries,
)
from pipeline.model.scales import bands_changed, levels_changed
from pipeline.reconcile.control_changes import matched
from pipeline.reconcile.identity import loose, names_of, plain, themes_back
from pipeline.reconcile.scores import rating_of

Themes = tuple[dict[int, PastAlignedRisk], ...]  # for each record, the newest first: number now → the theme then


def rating_series(
    mapping: MappingWorkbook, aligned_risks: Iterable[AlignedRisk], records: Sequence[PastReport]
) -> tuple[RatingSeries, ...]:
    """One for each aligned risk and organisation. ``records``: the newest first."""
    themes = themes_back(mapping.alignment, records)
    return tuple(
        RatingSeries(
            aligned.label,
            position.organisation.name,
            (
                *(
                    _then(position.organisation, then.get(aligned.number), past)
                    for past, then in zip(reversed(records), reversed(themes), strict=True)
                ),
                _now(position, mapping),
            ),
        )
        for aligned in aligned_risks
        for position in aligned.positions
    )


def due_dates(
    mapping: MappingWorkbook, aligned_risks: tuple[AlignedRisk, ...], records: Sequence[PastReport]
) -> tuple[DueDates, ...]:
    """One for each control. ``records``: the newest first."""
    themes = themes_back(mapping.alignment, records)
    last: dict[int, PastControl] = {}
    if records:
        listed = matched(aligned_risks, themes[0], records[0])
        last = {id(one.control): one.was for one in listed if one.was}
    return tuple(
        DueDates(
            aligned.label,
            assessed.control.reference,
            assessed.control.name,
            (
                *reversed(_back(last.get(id(assessed)), aligned.number, themes, records)),
                (mapping.meeting.date, assessed.control.due),
            ),
        )
        for aligned in aligned_risks
        for assessed in (*aligned.joint, *aligned.potential)
    )


# --- ratings ------------------------------------------------------------------------------------


def _now(position: Position, mapping: MappingWorkbook) -> Rated:
    highest, day, bands = position.highest, mapping.meeting.date, position.organisation.bands
    if highest is None:
        return Rated(day)
    rating = highest.rating
    return Rated(
        day,
        len(position.risks),
        rating.name if rating else highest.risk.current.rating,
        highest.risk.current.number,
        bands.index(rating) if rating else None,
        _is_top(rating, bands),
    )


def _then(organisation: Organisation, theme: PastAlignedRisk | None, past: PastReport) -> Rated:
    names = names_of(organisation)
    risks = [risk for risk in (theme.risks if theme else ()) if plain(risk.organisation) in names]
    if not risks:
        return Rated(past.meeting_date)
    scale = next((one for one in past.organisations if plain(one.name) in names), None)
    other = bands_changed(organisation, scale) or levels_changed(organisation, scale)
    bands = scale.bands if scale and scale.bands else organisation.bands
    ranked = [(_band(risk, replace(organisation, bands=bands)), risk) for risk in risks]
    band, highest = max(ranked, key=lambda one: (one[0].low if one[0] else 0, one[1].current.number or 0))
    return Rated(
        past.meeting_date,
        len(risks),
        highest.rating or (band.name if band else highest.current.rating),
        highest.current.number,
        None if other or band is None else bands.index(band),
        _is_top(band, bands),
        other,
    )


def _band(risk: PastRisk, then: Organisation) -> Band | None:
    """The band of a rating as it was printed, else of the register's word, else of the score. ``then``: with the bands
    of the record.
    """
    return then.band_named(risk.rating) or rating_of(risk.current, then)


def _is_top(band: Band | None, bands: tuple[Band, ...]) -> bool:
    """A scale of a single band has no highest one."""
    return band is not None and len(bands) > 1 and band == bands[-1]


# --- due dates ----------------------------------------------------------------------------------


def _back(
    last: PastControl | None, number: int, themes: Themes, records: Sequence[PastReport]
) -> list[tuple[date, date | None]]:
    """Meeting and due date of a control in each record, the newest first, up to the one that lacks it."""
    if last is None:
        return []
    here, found = last, [(records[0].meeting_date, last.due)]
    for past, then in zip(records[1:], themes[1:], strict=True):
        there = _same(here, then.get(number), past)
        if there is None:
            break
        here = there
        found.append((past.meeting_date, here.due))
    return found


def _same(now: PastControl, theme: PastAlignedRisk | None, past: PastReport) -> PastControl | None:
    """A control of one record in the one before: by reference and name, else under its theme by one of the two."""
    here = theme.controls if theme else ()
    anywhere = [control for each in past.aligned_risks for control in each.controls]
    for controls, by_reference, by_name in ((anywhere, True, True), (here, False, True), (here, True, False)):
        for one in controls:
            if (not by_reference or (one.reference and loose(one.reference) == loose(now.reference))) and (
                not by_name or plain(one.name) == plain(now.name)
            ):
                return one
    return None
