"""The rating of each aligned risk at each organisation over the reports that were issued, and this one: as drawings.

Each is on its organisation's own bands. A report on other bands, or that does not tell the rating, leaves a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.model.dates import MONTHS
from pipeline.model.records import AlignedRisk, Band, Organisation, PastReport, PastRisk, Position, Report
from pipeline.model.scales import bands_changed
from pipeline.report.wording import day, plain

_LEFT, _TOP, _RIGHT, _STEP, _BELOW = 84, 26, 30, 30, 26
_WIDE, _MOST = 320, 8  # reports shown, the latest


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a point of the drawing."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line. ``said``: the same in words. ``lines``: points of each unbroken stretch, "84,30 140,60"."""

    aligned_risk: str
    organisation: str
    said: str
    width: int
    height: int
    left: int
    steps: tuple[Mark, ...]  # the bands, at their heights
    days: tuple[Mark, ...]
    lines: tuple[str, ...]
    dots: tuple[Mark, ...]  # each with its score, where it has one


@dataclass(frozen=True, slots=True)
class _Rated:
    """What one report says. ``band``: of today's scale; None for a gap. ``words``: "High (12)"."""

    day: date
    band: Band | None
    score: str
    words: str


def series(report: Report) -> tuple[Series, ...]:
    """A line for each aligned risk and organisation that at least two reports rate; none on a first report."""
    rated = (
        (aligned, position.organisation, _rated(aligned, position, report))
        for aligned in report.aligned_risks
        for position in aligned.positions
    )
    return tuple(_drawn(*one) for one in rated if sum(each.band is not None for each in one[2]) > 1)


def _rated(aligned: AlignedRisk, position: Position, report: Report) -> list[_Rated]:
    """The oldest first."""
    last = report.movement.previous
    past = [last, *report.movement.earlier] if last else []
    found = [_then(aligned, position.organisation, one) for one in reversed(past[: _MOST - 1])]
    highest = position.highest
    now = _words(highest.rating, highest.risk.current.number) if highest else _words(None, None)
    return [*found, _Rated(report.meeting.date, highest.rating if highest else None, *now)]


def _then(aligned: AlignedRisk, organisation: Organisation, past: PastReport) -> _Rated:
    names = {plain(name) for name in (aligned.name, *aligned.row.formerly)}
    theme = next((one for one in past.aligned_risks if plain(one.name) in names), None)
    called = {plain(name) for name in (organisation.name, organisation.full_name, *organisation.also_called)}
    scale = next((one for one in past.organisations if plain(one.name) in called), None)
    risks = [risk for risk in (theme.risks if theme else ()) if plain(risk.organisation) in called]
    if bands_changed(organisation, scale):
        return _Rated(past.meeting_date, None, "", "on another scale")
    rated = sorted(
        (
            (band.low, risk.current.number or 0, at)
            for at, risk in enumerate(risks)
            if (band := _band(risk, organisation))
        ),
        key=lambda one: one[:2],
    )
    if not rated:
        return _Rated(past.meeting_date, None, *_words(None, None))
    highest = risks[rated[-1][2]]
    band = _band(highest, organisation)
    return _Rated(past.meeting_date, band, *_words(band, highest.current.number))


def _band(risk: PastRisk, organisation: Organisation) -> Band | None:
    return organisation.band_named(risk.rating) or organisation.band_of(risk.current.number)


def _words(band: Band | None, score: float | None) -> tuple[str, str]:
    text = "" if score is None else f"{score:g}"
    if band is None:
        return text, "not rated"
    return text, f"{band.name} ({text})" if text else band.name


def _drawn(aligned: AlignedRisk, organisation: Organisation, rated: Sequence[_Rated]) -> Series:
    bands = organisation.bands
    bottom = _TOP + (len(bands) - 1) * _STEP
    heights = {band.name: bottom - rank * _STEP for rank, band in enumerate(bands)}
    apart = (_WIDE - _LEFT - _RIGHT) // max(len(rated) - 1, 1)
    points = [(_LEFT + 16 + at * (apart - 16 // max(len(rated) - 1, 1)), one) for at, one in enumerate(rated)]
    told = "; ".join(f"{day(one.day)}: {one.words}" for one in rated)
    return Series(
        f"{aligned.number} {aligned.name}",
        organisation.name,
        told,
        _WIDE,
        bottom + _BELOW,
        _LEFT,
        tuple(Mark(_LEFT, y, name) for name, y in heights.items()),
        tuple(Mark(x, bottom + 20, _month(one.day)) for x, one in points),
        tuple(_lines(points, heights)),
        tuple(Mark(x, heights[one.band.name], one.score) for x, one in points if one.band),
    )


def _lines(points: Sequence[tuple[int, _Rated]], heights: dict[str, int]) -> Iterator[str]:
    stretch: list[str] = []
    for x, one in points:
        if one.band:
            stretch.append(f"{x},{heights[one.band.name]}")
        elif stretch:
            yield " ".join(stretch)
            stretch = []
    if stretch:
        yield " ".join(stretch)


def _month(value: date) -> str:
    """``Sep 17``."""
    return f"{MONTHS[value.month - 1][:3]} {value.year % 100:02d}"
