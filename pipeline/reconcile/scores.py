"""Scores by an organisation's own bands: the rating printed, which way it moved, and how both are said."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.model.records import Band, Exposure, Number, Organisation, PastRisk, Risk, Trend


def rating_of(exposure: Exposure, organisation: Organisation) -> Band | None:
    """The register's rating word where it is a band of its organisation, else the band of its score."""
    return organisation.band_named(exposure.rating) or organisation.band_of(exposure.number)


def movement_of(
    current: Exposure, rating: Band | None, previous: PastRisk | None, organisation: Organisation
) -> Trend | None:
    """Where the current score has gone since the record; the band, where either has no score; None without both."""
    if previous is None:
        return None
    now: Number | None = current.number
    then: Number | None = previous.current.number
    if now is None or then is None:
        past_band = organisation.band_named(previous.rating)
        if rating is None or past_band is None:
            return None
        now, then = rank(organisation, rating), rank(organisation, past_band)
    if now == then:
        return Trend.SAME
    return Trend.RISING if now > then else Trend.FALLING


def rank(organisation: Organisation, band: Band) -> int:
    """0 for the lowest band."""
    return organisation.bands.index(band)


def scores_words(exposure: Exposure, organisation: Organisation) -> str:
    """``High (12)``: the printed rating and the score; whatever of these there is, else "Not scored"."""
    band = rating_of(exposure, organisation)
    return _rating_words(band.name if band else exposure.rating, exposure)


def past_scores_words(risk: PastRisk, organisation: Organisation) -> str:
    """The same of a risk of the record: its rating as it was printed then."""
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


def rescored(
    risk: Risk, then: PastRisk, organisation: Organisation, recorded: Collection[str]
) -> tuple[str, str] | None:
    """The scores then and now in words, where they differ: the current, and the target after it.

    ``recorded``: "current" and "target", where the record holds these.
    """
    was: list[str] = []
    now: list[str] = []
    if "current" in recorded:
        pair = past_scores_words(then, organisation), scores_words(risk.current, organisation)
        if pair[0] == pair[1]:
            pair = _parts(then.current), _parts(risk.current)
        if pair[0] != pair[1] and all(pair):
            was.append(pair[0])
            now.append(pair[1])
    if "target" in recorded:
        pair = scores_words(then.target, organisation), scores_words(risk.target, organisation)
        if pair[0] != pair[1]:
            was.append(f"target {pair[0].replace('Not', 'not', 1)}")
            now.append(f"target {pair[1].replace('Not', 'not', 1)}")
    if not was:
        return None
    first, second = ", ".join(was), ", ".join(now)
    return first[0].upper() + first[1:], second[0].upper() + second[1:]
