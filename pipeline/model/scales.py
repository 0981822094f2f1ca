"""Which numbers an organisation's own scale doesn't have, and whether it is another than in the record."""

from __future__ import annotations

from pipeline.model.records import Exposure, Number, Organisation, PastOrganisation


def outside(organisation: Organisation, exposure: Exposure) -> tuple[tuple[str, Number], ...]:
    """Part (likelihood, impact, else score) and number of each that is not on the scale; nothing where the
    Organisations sheet doesn't state the scale.
    """
    steps = (
        ("likelihood", exposure.likelihood, organisation.likelihood_levels),
        ("impact", exposure.impact, organisation.impact_levels),
    )
    found = tuple(
        (part, level)
        for part, level, top in steps
        if isinstance(level, (int, float)) and top is not None and not _on_scale(level, top, organisation)
    )
    number = exposure.number
    if not found and number is not None and organisation.bands and organisation.band_of(number) is None:
        return (("score", number),)
    return found


def levels_changed(organisation: Organisation, then: PastOrganisation | None) -> bool:
    """Whether a likelihood or impact is of another number of levels than in the record: then no score compares."""
    pairs = (
        ((organisation.likelihood_levels, then.likelihood_levels), (organisation.impact_levels, then.impact_levels))
        if then
        else ()
    )
    return any(now is not None and was is not None and now != was for now, was in pairs)


def bands_changed(organisation: Organisation, then: PastOrganisation | None) -> bool:
    """Whether the bands are others than in the record: then no rating's name compares."""
    return bool(then and then.bands and organisation.bands and then.bands != organisation.bands)


def _on_scale(level: Number, top: int, organisation: Organisation) -> bool:
    """Nothing is on the scale only where the lowest band begins at nothing."""
    from_zero = not organisation.bands or organisation.bands[0].low <= 0
    return 0 <= level <= top and (level > 0 or from_zero)
