"""The heat maps as drawings: where every box and word goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.page import HeatMap, OrganisationText

_CELL, _HIGH = 58, 40  # of a heat map, wide and high
_LEFT, _BELOW = 34, 44


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    fill: str  # RRGGBB
    short: str  # the band's short form
    risks: str  # "1, 3"


@dataclass(frozen=True, slots=True)
class Label:
    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Map:
    """One organisation's heat map. ``standing``: the same in words. ``key``: short form, name, fill of each band."""

    organisation: str
    full_name: str
    width: int
    height: int
    left: int  # of the boxes
    below: int  # room under them
    cell: int
    high: int
    boxes: tuple[Box, ...]
    likelihoods: tuple[Label, ...]
    impacts: tuple[Label, ...]
    key: tuple[tuple[str, str, str], ...]
    standing: tuple[str, ...]
    remark: str  # what is not on it; why there is none


def heat_maps(organisations: tuple[OrganisationText, ...]) -> tuple[Map, ...]:
    """A map for each organisation; without boxes where there is none, and the remark says why."""
    return tuple(_map(one, one.heat_map) for one in organisations)


def _map(organisation: OrganisationText, heat: HeatMap | None) -> Map:
    rows = heat.rows if heat else ()
    columns = max((len(row) for row in rows), default=0)
    bottom = len(rows) * _HIGH
    return Map(
        organisation.name,
        organisation.full_name,
        _LEFT + columns * _CELL + 2,
        bottom + _BELOW,
        _LEFT,
        _BELOW,
        _CELL,
        _HIGH,
        tuple(
            Box(_LEFT + x * _CELL, y * _HIGH, cell.shade, cell.short, cell.risks)
            for y, row in enumerate(rows)
            for x, cell in enumerate(row)
        ),
        tuple(Label(_LEFT - 8, y * _HIGH + _HIGH // 2 + 5, row[0].likelihood) for y, row in enumerate(rows)),
        tuple(Label(_LEFT + x * _CELL + _CELL // 2, bottom + 16, cell.impact) for x, cell in enumerate(rows[0]))
        if rows
        else (),
        tuple((cell.short, cell.band, cell.shade) for cell in heat.bands) if heat else (),
        tuple(_standing(heat)) if heat else (),
        organisation.not_placed,
    )


def _standing(heat: HeatMap) -> Iterator[str]:
    for row in heat.rows:
        for cell in row:
            if cell.risks:
                risks = f"Risk {cell.risks}" if "," not in cell.risks else f"Risks {cell.risks}"
                band = f" ({cell.band})" if cell.band else ""
                yield f"{risks}: likelihood {cell.likelihood}, impact {cell.impact}{band}"
