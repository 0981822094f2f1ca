"""The rating of each aligned risk at each organisation over the reports that were issued, and this one: as drawings.

Each is on its organisation's own bands. A report on other bands, or that does not tell the rating, leaves a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from pipeline.model.dates import MONTHS
from pipeline.model.labels import numbered
from pipeline.model.records import Organisation, Rated, RatingSeries, Report
from pipeline.report.wording import day

_LEFT, _TOP, _RIGHT, _STEP, _BELOW = 84, 26, 30, 30, 26
_WIDE, _MOST = 320, 8  # reports shown, the latest
_DAY = 40  # room for a day's words
_LONGEST = 13  # letters of a band's name that fit beside its line


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


def series(report: Report) -> tuple[Series, ...]:
    """A line for each aligned risk and organisation that at least two reports rate; none on a first report."""
    drawn = (replace(one, points=one.points[-_MOST:]) for one in report.movement.ratings)
    return tuple(
        _drawn(one, report.mapping.organisation(one.organisation))
        for one in drawn
        if sum(point.rank is not None for point in one.points) > 1
    )


def reports_drawn(report: Report) -> str:
    """Which reports the lines are of."""
    count = max((len(one.points) for one in report.movement.ratings), default=0)
    latest = f"the latest {_MOST} of {count}: " if count > _MOST else ""
    return f"{latest}those that were issued, and this one"


def why_none(report: Report) -> str:
    """What is said where there is no line."""
    movement = report.movement
    if movement.unreadable:
        return f"The record {movement.unreadable} can't be read, so there is no line to draw."
    if movement.previous is None:
        return "There is no earlier report to draw a line from."
    return (
        "No organisation has rated an aligned risk on one scale in two of these reports, so there is no line to draw."
    )


def _words(point: Rated) -> str:
    """``High (12)``."""
    if point.other_scale:
        return "on another scale"
    if point.rank is None:
        return "not rated"
    return f"{point.rating} ({point.score:g})" if point.score is not None else f"{point.rating}"


def _drawn(one: RatingSeries, organisation: Organisation) -> Series:
    rated = one.points
    bottom = _TOP + (len(organisation.bands) - 1) * _STEP
    heights = [bottom - rank * _STEP for rank in range(len(organisation.bands))]
    apart = (_WIDE - _LEFT - _RIGHT) // max(len(rated) - 1, 1)
    xs = [_LEFT + 16 + at * (apart - 16 // max(len(rated) - 1, 1)) for at in range(len(rated))]
    every = -(-_DAY // apart) if len(rated) > 1 else 1  # which days are written, this report's always
    points = [(x, None if each.rank is None else heights[each.rank], each) for x, each in zip(xs, rated, strict=True)]
    return Series(
        numbered(one.aligned_risk),
        organisation.name,
        "; ".join(f"{day(each.date)}: {_words(each)}" for each in rated),
        _WIDE,
        bottom + _BELOW,
        _LEFT,
        tuple(Mark(_LEFT, y, _short(band.name)) for y, band in zip(heights, organisation.bands, strict=True)),
        tuple(Mark(x, bottom + 20, _month(each.date)) for x, _, each in points[::-1][::every][::-1]),
        tuple(_lines((x, y) for x, y, _ in points)),
        tuple(
            Mark(x, y, f"{each.score:g}" if each.score is not None else "") for x, y, each in points if y is not None
        ),
    )


def _lines(points: Iterable[tuple[int, int | None]]) -> Iterator[str]:
    for there, stretch in groupby(points, key=lambda point: point[1] is not None):
        if there:
            yield " ".join(f"{x},{y}" for x, y in stretch)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _month(value: date) -> str:
    """``Sep 17``."""
    return f"{MONTHS[value.month - 1][:3]} {value.year % 100:02d}"
