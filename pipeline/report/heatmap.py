"""The heat map of one organisation: its current ratings of the aligned risks on its own scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count

from pipeline.model.marks import not_found
from pipeline.model.page import HeatCell, HeatMap
from pipeline.model.records import AlignedRisk, Band, Level, Organisation, Position, ReportedRisk
from pipeline.report.wording import joined, level, number, rating

# From pale to dark, so that the order survives black and white; black text has at least 7:1 on each.
_RAMP = ((0xFD, 0xF8, 0xEC), (0xF7, 0xE1, 0xB8), (0xEC, 0xBB, 0x8C), (0xD8, 0x8E, 0x6C))
_NO_BAND, _NO_SHORT = "FFFFFF", "–"
_MOST_LEVELS = 10  # of likelihood or impact: the columns of a wider map would hold no words
_NO_SCALE = "this organisation's levels or bands are not stated"


def heat_map(organisation: Organisation, aligned_risks: Sequence[AlignedRisk]) -> HeatMap | None:
    """The map; None where the organisation's levels or bands are not stated, or are too many."""
    levels, impacts, bands = organisation.likelihood_levels, organisation.impact_levels, organisation.bands
    if not levels or not impacts or not bands or max(levels, impacts) > _MOST_LEVELS:
        return None
    shades = dict(zip((band.name for band in bands), _shades(len(bands)), strict=True))
    shorts = dict(zip((band.name for band in bands), _shorts([band.name for band in bands]), strict=True))
    standing: dict[tuple[int, int], list[int]] = {}
    for aligned, _, risk in _reported(organisation, aligned_risks):
        cell = _cell(risk, levels, impacts)
        if cell and aligned.number not in standing.setdefault(cell, []):
            standing[cell].append(aligned.number)

    def cell_at(likelihood: int, impact: int) -> HeatCell:
        band = organisation.band_of(likelihood * impact)
        return HeatCell(
            likelihood=str(likelihood),
            impact=str(impact),
            band=band.name if band else "",
            shade=shades[band.name] if band else _NO_BAND,
            risks=", ".join(str(risk) for risk in sorted(standing.get((likelihood, impact), ()))),
            short=shorts[band.name] if band else _NO_SHORT,
        )

    rows = tuple(
        tuple(cell_at(likelihood, impact) for impact in range(1, impacts + 1)) for likelihood in range(levels, 0, -1)
    )
    key = [HeatCell("", "", band.name, shades[band.name], "", shorts[band.name]) for band in bands]
    if any(not cell.band for row in rows for cell in row):
        key.append(HeatCell("", "", "in no band", _NO_BAND, "", _NO_SHORT))
    return HeatMap(organisation.name, "Likelihood", rows, tuple(key))


def not_placed(organisation: Organisation, aligned_risks: Sequence[AlignedRisk]) -> str:
    """``Not on the map: Risk 3 (no likelihood and impact as numbers).``, and which risks are rated
    otherwise than the cell they stand in. Nothing where all is on the map as rated.
    """
    levels, impacts = organisation.likelihood_levels, organisation.impact_levels
    if not levels or not impacts or not organisation.bands:
        parts = ("likelihood_levels", "impact_levels", "bands")
        unread = [organisation.unknown[part] for part in parts if part in organisation.unknown]
        return f"There is no map: {joined(unread) or _NO_SCALE}."
    if max(levels, impacts) > _MOST_LEVELS:
        return (
            f"There is no map: one of {levels} levels of likelihood by {impacts} of impact would be too large "
            f"(at most {_MOST_LEVELS} by {_MOST_LEVELS})."
        )
    missing: list[str] = []
    otherwise: list[str] = []
    for aligned, position, risk in _reported(organisation, aligned_risks):
        name = f"Risk {aligned.number}" + (f", {risk.risk.id}" if len(position.risks) > 1 else "")
        cell = _cell(risk, levels, impacts)
        if cell is None:
            missing.append(f"{name} ({_why(risk, levels, impacts)})")
        elif _elsewhere(organisation, risk, cell):
            otherwise.append(f"{name} ({rating(risk.rating, risk.risk.current)})")
    for aligned in aligned_risks:
        for position in aligned.positions:
            if position.organisation.name == organisation.name:
                mark = aligned.row.unknown.get(organisation.name)
                absent = [mark] if mark else [not_found(risk_id) for risk_id in position.missing]
                missing.extend(f"Risk {aligned.number} ({each})" for each in absent)
    return " ".join(
        f"{words}: {', '.join(names)}."
        for words, names in (
            ("Not on the map", missing),
            ("Rated in the register otherwise than the shade of the cell", otherwise),
        )
        if names
    )


def _reported(
    organisation: Organisation, aligned_risks: Sequence[AlignedRisk]
) -> Iterator[tuple[AlignedRisk, Position, ReportedRisk]]:
    for aligned in aligned_risks:
        for position in aligned.positions:
            if position.organisation.name == organisation.name:
                yield from ((aligned, position, risk) for risk in position.risks)


def _cell(risk: ReportedRisk, levels: int, impacts: int) -> tuple[int, int] | None:
    """Where it stands; None where likelihood or impact is not a whole number on the scale."""
    likelihood = _whole(risk.risk.current.likelihood, levels)
    impact = _whole(risk.risk.current.impact, impacts)
    return (likelihood, impact) if likelihood and impact else None


def _whole(value: Level | None, top: int) -> int | None:
    if isinstance(value, str) or value is None or value != int(value) or not 1 <= value <= top:
        return None
    return int(value)


def _why(risk: ReportedRisk, levels: int, impacts: int) -> str:
    current, unknown = risk.risk.current, risk.risk.unknown
    unread = [
        f"{part} {unknown[f'current.{part}']}" for part in ("likelihood", "impact") if f"current.{part}" in unknown
    ]
    if unread:
        return joined(unread)
    for name, value, top in (("likelihood", current.likelihood, levels), ("impact", current.impact, impacts)):
        if isinstance(value, (int, float)) and _whole(value, top) is None:
            return f"{name} {level(value)} is not a step of the scale 1-{number(top)}"
    return "no likelihood and impact as numbers"


def _elsewhere(organisation: Organisation, risk: ReportedRisk, cell: tuple[int, int]) -> bool:
    """Whether the rating printed is not the band of the cell."""
    band: Band | None = organisation.band_of(cell[0] * cell[1])
    return risk.rating is not None and band != risk.rating


def _shades(bands: int) -> tuple[str, ...]:
    """A fill for each of so many bands, from pale to dark."""
    shades = []
    for rank in range(bands):
        at = rank / max(bands - 1, 1) * (len(_RAMP) - 1)
        low = min(int(at), len(_RAMP) - 2)
        part = at - low
        shades.append(
            "".join(f"{round(a + (b - a) * part):02X}" for a, b in zip(_RAMP[low], _RAMP[low + 1], strict=True))
        )
    return tuple(shades)


def _shorts(names: Sequence[str]) -> tuple[str, ...]:
    """A short form for each band, no two the same and none that of no band: the initials, else with more letters of
    the last word, else with a number.
    """
    shorts: list[str] = []
    for name in names:
        words = name.split()
        initials = "".join(word[0] for word in words).upper()
        longer = (initials + words[-1][1:end].lower() for end in range(2, len(words[-1]) + 1))
        numbered = (f"{initials}{n}" for n in count(2))
        shorts.append(
            next(short for short in chain((initials,), longer, numbered) if short not in (*shorts, _NO_SHORT))
        )
    return tuple(shorts)
