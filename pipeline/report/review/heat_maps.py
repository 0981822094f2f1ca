"""The heat maps as drawings: where every box and word goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.page import HeatCell, HeatMap, OrganisationText

_WIDEST, _WIDE = 58, 290  # a cell at most, and all of them together: what a small screen shows without shrinking it
_HIGH, _LINE = 40, 16  # a cell with one line of numbers, and each further line
_LEFT, _BELOW = 34, 44
_SIGN, _LETTER, _EDGE = 9, 9, 3  # a bold figure and a small capital in a broad font; room beside them


@dataclass(frozen=True, slots=True)
class Label:
    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    fill: str  # RRGGBB
    short: str  # the band's short form
    risks: str  # "1, 3"
    high: int
    lines: tuple[Label, ...]  # the risks, as many in a line as the box takes: "1, 3,", "17"


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
    widest = [_width(f"{number},") for row in rows for cell in row for number in _numbers(cell)]
    widest += [_LETTER * len(cell.short) for row in rows for cell in row]
    cell = max([min(_WIDEST, _WIDE // max(columns, 1)), *(one + 2 * _EDGE for one in widest)])
    boxes: list[Box] = []
    likelihoods: list[Label] = []
    bottom = 0
    for row in rows:
        lines = [_lines(_numbers(each), cell - 2 * _EDGE) for each in row]
        high = _HIGH + _LINE * max([0, *(len(said) - 1 for said in lines)])
        likelihoods.append(Label(_LEFT - 8, bottom + high // 2 + 5, row[0].likelihood))
        for at, (each, said) in enumerate(zip(row, lines, strict=True)):
            x = _LEFT + at * cell
            first = bottom + high - 8 - _LINE * (len(said) - 1)
            placed = tuple(Label(x + _EDGE, first + _LINE * n, text) for n, text in enumerate(said))
            boxes.append(Box(x, bottom, each.shade, each.short, each.risks, high, placed))
        bottom += high
    return Map(
        organisation.name,
        organisation.full_name,
        _LEFT + columns * cell + 2,
        bottom + _BELOW,
        _LEFT,
        _BELOW,
        cell,
        tuple(boxes),
        tuple(likelihoods),
        tuple(Label(_LEFT + x * cell + cell // 2, bottom + 16, one.impact) for x, one in enumerate(rows[0]))
        if rows
        else (),
        tuple((band.short, band.band, band.shade) for band in heat.bands) if heat else (),
        tuple(_standing(heat)) if heat else (),
        organisation.not_placed,
    )


def _numbers(cell: HeatCell) -> list[str]:
    return cell.risks.split(", ") if cell.risks else []


def _width(text: str) -> int:
    """No less than what these numbers and commas take, in pixels."""
    return sum(_SIGN if sign.isdigit() else _SIGN // 2 + 1 for sign in text)


def _lines(numbers: Sequence[str], width: int) -> list[str]:
    """The numbers in lines that fit; a comma after each but the last."""
    lines: list[str] = []
    for at, number in enumerate(numbers, start=1):
        text = number if at == len(numbers) else f"{number},"
        if lines and _width(f"{lines[-1]} {text}") <= width:
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    return lines


def _standing(heat: HeatMap) -> Iterator[str]:
    for row in heat.rows:
        for cell in row:
            if cell.risks:
                risks = f"Risk {cell.risks}" if "," not in cell.risks else f"Risks {cell.risks}"
                band = f" ({cell.band})" if cell.band else ""
                yield f"{risks}: likelihood {cell.likelihood}, impact {cell.impact}{band}"
