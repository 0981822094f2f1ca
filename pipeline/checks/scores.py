"""Do the scores fit their organisation's scale, its bands, and each other?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, Printed, printed_risks
from pipeline.model.findings import Finding, find
from pipeline.model.records import Band, Exposure, Level, Organisation, Report
from pipeline.model.scales import outside


def not_scored(report: Report) -> Iterator[Finding]:
    """Without a current rating nobody can say whether the risk is within appetite.

    Quiet where the Organisations sheet has no bands, which is not the register's fault, and where the score is
    outside the scale, which is said already.
    """
    for printed in printed_risks(report):
        current, organisation = printed.reported.risk.current, printed.organisation
        if printed.reported.rating is not None or (current.stated and not organisation.bands):
            continue
        if not _outside(printed, "current", current):
            word = current.rating or (current.score if isinstance(current.score, str) else None)
            why = f': "{word}" is not a band of {organisation.name} ({_names(organisation)})' if word else ""
            message = f"{printed.subject} has no current rating{why}."
            yield printed.finding("not-scored", message, score_field(printed, "current"))


def score_outside_scale(report: Report) -> Iterator[Finding]:
    """A likelihood of 6 on a scale to 5 is a slip, and the rating made from it is wrong.

    Quiet on a score that the levels allow and the bands leave out: those are to be mended, and that is said already.
    """
    for printed in printed_risks(report):
        for stage, exposure in _stages(printed):
            if _left_out(printed.organisation, exposure):
                continue
            for field, says in _outside(printed, stage, exposure):
                yield printed.finding("score-outside-scale", f"{printed.subject}: {says}.", field)


def rating_not_band(report: Report) -> Iterator[Finding]:
    """The word is what is printed; where the score says another band, one of them is wrong. A word that is no band
    at all is not printed, and that should be known.
    """
    for printed in printed_risks(report):
        organisation = printed.organisation
        for stage, exposure in _stages(printed):
            by_word, by_score = organisation.band_named(exposure.rating), organisation.band_of(exposure.number)
            if by_score is None or exposure.number is None or exposure.rating is None or by_word == by_score:
                continue
            number = f"{exposure.number:g}"
            if by_word is None:
                message = (
                    f'{printed.subject}: the {stage} rating "{exposure.rating}" is not a band of '
                    f"{organisation.name} ({_names(organisation)}); {by_score.name}, the band of {number}, is reported."
                )
            else:
                message = f"{printed.subject}: the {stage} rating is {by_word.name}, and {number} is {by_score.name}."
            yield printed.finding("rating-not-band", message, f"{stage}.rating")


def score_order(report: Report) -> Iterator[Finding]:
    """Controls bring a risk down, and a target is aimed lower: current above inherent, or target above current,
    is a slip or needs explaining. Scores are compared, or bands where there are no scores.
    """
    for printed in printed_risks(report):
        risk = printed.reported.risk
        for upper, lower, above, below in (
            ("inherent", "current", risk.inherent, risk.current),
            ("current", "target", risk.current, risk.target),
        ):
            pair = comparable(printed.organisation, above, below)
            if pair and pair[1] > pair[0]:
                now, then = level_words(printed.organisation, below), level_words(printed.organisation, above)
                yield printed.finding(
                    "score-order",
                    f"{printed.subject}: {lower} {now} is above {upper} {then}.",
                    score_field(printed, lower),
                )


def scale_not_stated(report: Report) -> Iterator[Finding]:
    """Without the top of a scale nobody can say what a 4 means, and there is no heat map.

    Quiet on levels where the reported risks of the organisation give no likelihood or impact as a number.
    """
    for organisation in report.organisations:
        own = [p.reported.risk for p in printed_risks(report) if p.organisation.name == organisation.name]
        exposures = [exposure for risk in own for exposure in (risk.inherent, risk.current, risk.target)]
        for field, title, stated, matters in (
            ("likelihood_levels", "Likelihood levels", organisation.likelihood_levels, any(_is_number(e.likelihood) for e in exposures)),
            ("impact_levels", "Impact levels", organisation.impact_levels, any(_is_number(e.impact) for e in exposures)),
            ("bands", "Bands", organisation.bands, bool(own)),
        ):  # fmt: skip
            if matters and not stated and field not in organisation.unknown:
                yield find(
                    "scale-not-stated",
                    f"{organisation.name} has nothing under {title}: its scale can't be stated in full, and there is no heat map.",
                    organisation.source.place(field),
                    subject=organisation.name,
                    field=field,
                )


def _is_number(level: Level | None) -> bool:
    return isinstance(level, (int, float))


CHECKS: tuple[Check, ...] = (not_scored, score_outside_scale, rating_not_band, score_order, scale_not_stated)


def _stages(printed: Printed) -> tuple[tuple[str, Exposure], ...]:
    risk = printed.reported.risk
    return (("inherent", risk.inherent), ("current", risk.current), ("target", risk.target))


def _outside(printed: Printed, stage: str, exposure: Exposure) -> list[tuple[str, str]]:
    """Field and sentence for each number of a stage that its scale doesn't have."""
    organisation, found = printed.organisation, []
    for part, level in outside(organisation, exposure):
        if part == "score":
            low, high = organisation.bands[0].low, organisation.bands[-1].high
            says = f"the bands of {organisation.name}, which go from {low:g} to {high:g}"
            found.append((score_field(printed, stage), f"{stage} score {level:g} is outside {says}"))
        else:
            top = organisation.likelihood_levels if part == "likelihood" else organisation.impact_levels
            says = f"the scale of {organisation.name}, which ends at {top}"
            found.append((f"{stage}.{part}", f"{stage} {part} {level:g} is outside {says}"))
    return found


def _left_out(organisation: Organisation, exposure: Exposure) -> bool:
    """Whether the fault is that of the bands, which don't reach over the organisation's own scale."""
    levels, impacts = organisation.likelihood_levels or 0, organisation.impact_levels or 0
    return (
        "scale" in organisation.unknown
        and 1 <= (exposure.number or 0) <= levels * impacts
        and all(part == "score" for part, _ in outside(organisation, exposure))
    )


def comparable(organisation: Organisation, above: Exposure, below: Exposure) -> tuple[float, float] | None:
    """Two stages as numbers to compare: their scores, or the ranks of their bands; None where neither is known."""
    if above.number is not None and below.number is not None:
        return above.number, below.number
    first, second = _band(organisation, above), _band(organisation, below)
    if first is None or second is None:
        return None
    return organisation.bands.index(first), organisation.bands.index(second)


def _band(organisation: Organisation, exposure: Exposure) -> Band | None:
    return organisation.band_named(exposure.rating) or organisation.band_of(exposure.number)


def level_words(organisation: Organisation, exposure: Exposure) -> str:
    """``High (12)``, or what there is of it."""
    band = _band(organisation, exposure)
    name = band.name if band else ""
    number = f"({exposure.number:g})" if exposure.number is not None else ""
    return f"{name} {number}".strip()


def score_field(printed: Printed, stage: str) -> str:
    """The column where a reader would look: the score, else the likelihood, else the rating."""
    cells = printed.reported.risk.source.cells
    fields = [f"{stage}.{part}" for part in ("score", "likelihood", "rating")]
    return next((field for field in fields if field in cells), fields[0])


def _names(organisation: Organisation) -> str:
    return ", ".join(band.name for band in organisation.bands)
