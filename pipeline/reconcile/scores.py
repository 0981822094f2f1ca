"""Scores by an organisation's own bands: the rating printed, which way it moved, and how both are said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pipeline.model.records import (
    Band,
    Exposure,
    Number,
    Organisation,
    PastOrganisation,
    PastRisk,
    Rescored,
    Risk,
    StageThen,
    Trend,
)
from pipeline.model.scales import bands_changed, levels_changed


def rating_of(exposure: Exposure, organisation: Organisation) -> Band | None:
    """The register's rating word where it is a band of its organisation, else the band of its score."""
    return organisation.band_named(exposure.rating) or organisation.band_of(exposure.number)


def movement_of(
    current: Exposure,
    rating: Band | None,
    previous: PastRisk | None,
    organisation: Organisation,
    scale: PastOrganisation | None,
) -> Trend | None:
    """Where the current score has gone since the record; the band, where either has no score; None without both,
    and where the two stand on different scales. ``scale``: the one in the record.
    """
    if previous is None or "current" in previous.unstated or levels_changed(organisation, scale):
        return None
    now: Number | None = current.number
    then: Number | None = previous.current.number
    if now is None or then is None:
        past_band = organisation.band_named(previous.rating)
        if rating is None or past_band is None or bands_changed(organisation, scale):
            return None
        now, then = rank(organisation, rating), rank(organisation, past_band)
    if now == then:
        return Trend.SAME
    return Trend.RISING if now > then else Trend.FALLING


def scale_words(scale: Organisation | PastOrganisation, *, with_levels: bool) -> str:
    """``likelihood 1-5, impact 1-5; Low 1-4, Medium 5-9``: what there is of it; the bands alone without the levels."""
    named = (("likelihood", scale.likelihood_levels), ("impact", scale.impact_levels))
    levels = [f"{name} 1-{top}" for name, top in named if top and with_levels]
    bands = [f"{band.name} {band.low:g}-{band.high:g}" for band in scale.bands]
    return "; ".join(", ".join(part) for part in (levels, bands) if part)


def rebanded(
    now: Exposure, was: Exposure, organisation: Organisation, scale: PastOrganisation | None, printed: str | None = None
) -> tuple[str, str] | None:
    """The rating then and now, where new bands alone made it another: same score, and each rating the band of it.

    ``printed``: the rating then, where the record has it.
    """
    if scale is None or levels_changed(organisation, scale):
        return None
    past = replace(organisation, bands=scale.bands)
    before = past.band_named(printed) if printed else rating_of(was, past)
    after = rating_of(now, organisation)
    by_score = past.band_of(was.number), organisation.band_of(now.number)
    if now.number != was.number or before is None or after is None or (before, after) != by_score:
        return None
    return (before.name, after.name) if before.name != after.name else None


def rank(organisation: Organisation, band: Band) -> int:
    """0 for the lowest band."""
    return organisation.bands.index(band)


def scores_words(exposure: Exposure, organisation: Organisation) -> str:
    """``High (12)``: the printed rating and the score; whatever of these there is, else "Not scored"."""
    band = rating_of(exposure, organisation)
    return _rating_words(band.name if band else exposure.rating, exposure)


def past_scores_words(risk: PastRisk, organisation: Organisation) -> str:
    """The same of a risk of the record: its rating as it was printed then; "Not recorded" where it states neither."""
    if risk.rating is None and not risk.current.stated and "current" in risk.unstated:
        return "Not recorded"
    if risk.rating is None:
        return scores_words(risk.current, organisation)
    return _rating_words(risk.rating, risk.current)


def _rating_words(rating: str | None, exposure: Exposure) -> str:
    number = exposure.number
    if number is not None:
        return f"{rating} ({number:g})" if rating else f"{number:g}"
    if rating:
        return rating
    if exposure.score is not None:
        return str(exposure.score)
    parts = _parts(exposure)
    return parts[0].upper() + parts[1:] if parts else "Not scored"


def _parts(exposure: Exposure) -> str:
    named = (("likelihood", exposure.likelihood), ("impact", exposure.impact))
    return ", ".join(f"{name} {_level(value)}" for name, value in named if value is not None)


def _level(value: object) -> str:
    return f"{value:g}" if isinstance(value, (int, float)) else str(value)


def _target_words(exposure: Exposure, organisation: Organisation, scale: PastOrganisation | None) -> str:
    """As ``scores_words``, by the bands of the record where it holds them: the target's rating is not in it."""
    return scores_words(exposure, replace(organisation, bands=scale.bands) if scale and scale.bands else organisation)


def rescored(
    risk: Risk, then: PastRisk, organisation: Organisation, recorded: Collection[str], scale: PastOrganisation | None
) -> Rescored | None:
    """The scores then and now, where they differ: the current and the target. A rating that the new bands alone made
    another is none: ``rebanded`` tells of it.

    ``recorded``: "current" and "target", where the record holds these. ``scale``: the one in the record.
    """
    current = target = None
    if "current" in recorded:
        pair = past_scores_words(then, organisation), scores_words(risk.current, organisation)
        ratings = then.rating or _band_name(then.current, organisation), _band_name(risk.current, organisation)
        if pair[0] == pair[1] or rebanded(risk.current, then.current, organisation, scale, then.rating):
            pair, ratings = (_parts(then.current), _parts(risk.current)), (None, None)
        if pair[0] != pair[1] and all(pair):
            current = _stage(pair[0], ratings[0], then.current), _stage(pair[1], ratings[1], risk.current)
    if "target" in recorded:
        pair = _target_words(then.target, organisation, scale), scores_words(risk.target, organisation)
        if pair[0] != pair[1] and not rebanded(risk.target, then.target, organisation, scale):
            target = StageThen(pair[0], stated=then.target.stated), StageThen(pair[1], stated=risk.target.stated)
    if current is None and target is None:
        return None
    return Rescored(current, target, _direction(risk, then, organisation, scale), bands_changed(organisation, scale))


def rescored_words(changed: Rescored) -> tuple[str, str]:
    """Then and now as they stand in a table: ``High (9), target Medium (4)``."""
    both = []
    for at in (0, 1):
        words = [changed.current[at].words] if changed.current else []
        if changed.target:
            words.append(f"target {changed.target[at].words.replace('Not scored', 'not scored')}")
        told = ", ".join(words)
        both.append(told[0].upper() + told[1:])
    return both[0], both[1]


def _stage(words: str, rating: str | None, exposure: Exposure) -> StageThen:
    number = exposure.number
    if rating is not None and number is not None and words == f"{rating} ({number:g})":
        return StageThen(words, rating, f"{number:g}")
    return StageThen(words[0].upper() + words[1:], stated=exposure.stated or rating is not None)


def _band_name(exposure: Exposure, organisation: Organisation) -> str | None:
    band = rating_of(exposure, organisation)
    return band.name if band else exposure.rating


def _direction(risk: Risk, then: PastRisk, organisation: Organisation, scale: PastOrganisation | None) -> Trend | None:
    """By the scores, else by the bands: no score compares across other levels, and no band across other bands."""
    if levels_changed(organisation, scale):
        return None
    was, now = organisation.band_named(then.rating), rating_of(risk.current, organisation)
    pairs: list[tuple[Number | None, Number | None]] = [(then.current.number, risk.current.number)]
    if not bands_changed(organisation, scale):
        pairs.append((was.low if was else None, now.low if now else None))
    for before, after in pairs:
        if before is not None and after is not None and before != after:
            return Trend.RISING if after > before else Trend.FALLING
    return None
