"""Does the trend agree with the scores, and is a movement explained?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, Printed, printed_risks
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding
from pipeline.model.records import Number, PastReport, Report, Trend
from pipeline.model.scales import bands_changed, levels_changed

_DECLARED = {Trend.RISING: "rising", Trend.SAME: "unchanged", Trend.FALLING: "falling"}


def trend_missing(report: Report) -> Iterator[Finding]:
    """The panel reads the trend first. Quiet where the register keeps no trend and the scores tell it instead, and
    where a word stands that is not known: that has a finding of its own.
    """
    for printed in printed_risks(report):
        risk = printed.reported.risk
        kept = "trend" in risk.source.cells
        if risk.trend is None and "trend" not in risk.unknown and (kept or printed.reported.trend is None):
            worked_out = "; what is reported was worked out from its scores" if printed.reported.trend else ""
            yield printed.finding("trend-missing", f"{printed.subject} states no trend{worked_out}.", "trend")


def trend_contradicts_score(report: Report) -> Iterator[Finding]:
    """Declared falling while the score rose, rising while it fell, unchanged while it moved, new though it stood in
    the last report. Rising or falling under a score that stands still is no contradiction: a risk moves
    within a score before it moves to the next. Quiet where the two stand on different scales.
    """
    for printed in printed_risks(report):
        declared, past = printed.reported.risk.trend, report.movement.previous
        if declared is Trend.NEW and printed.reported.previous is not None and past is not None:
            message = f"{printed.subject} is declared new, yet it was reported {_since(past)}."
            yield printed.finding("trend-contradicts-score", message, "trend")
        moved = _moved(printed, report)
        if declared is None or moved is None:
            continue
        then, now, since, words = moved
        if (
            (declared is Trend.SAME and now != then)
            or (declared is Trend.RISING and now < then)
            or (declared is Trend.FALLING and now > then)
        ):
            went = "rose" if now > then else "fell"
            message = f"{printed.subject} is declared {_DECLARED[declared]}, yet its {words.format(went=went)} {since}."
            yield printed.finding("trend-contradicts-score", message, "trend")


def trend_without_reason(report: Report) -> Iterator[Finding]:
    """A panel asks why. The register's reason, or the one in Alignment for the whole aligned risk, is enough;
    its words are not judged.
    """
    for printed in printed_risks(report):
        reported, row = printed.reported, printed.aligned.row
        moving = reported.trend in (Trend.RISING, Trend.FALLING)
        if moving and not reported.risk.trend_reason and not row.trend_reason:
            yield printed.finding(
                "trend-without-reason",
                f"{printed.subject} ({printed.aligned.name}) is {reported.trend}, and no reason is given.",
                "trend_reason" if "trend_reason" in reported.risk.source.cells else "trend",
                remedy=f"Write it in the register, or under Reason for trend in {row.source.place('trend_reason')}.",
            )


CHECKS: tuple[Check, ...] = (trend_missing, trend_contradicts_score, trend_without_reason)


def _moved(printed: Printed, report: Report) -> tuple[Number, Number, str, str] | None:
    """Then, now, since when, and a sentence on it: of the score since the record, else of the band since the record,
    else of the score since the register's own previous score. None where neither is known, and where the record's
    compares with nothing of today: levels or bands are others now, or it does not tell of the scores.
    """
    risk, previous, organisation = printed.reported.risk, printed.reported.previous, printed.organisation
    past = report.movement.previous
    now = risk.current.number
    if previous is not None and past is not None:
        since, scale = _since(past), printed.reported.scale_then
        if "current" in previous.unstated or levels_changed(organisation, scale):
            return None
        then = previous.current.number
        if now is not None and then is not None:
            return then, now, since, f"score {{went}} from {then:g} to {now:g}"
        before, rating = organisation.band_named(previous.rating), printed.reported.rating
        if before is None or rating is None or bands_changed(organisation, scale):
            return None
        bands = organisation.bands
        return bands.index(before), bands.index(rating), since, f"rating {{went}} from {before.name} to {rating.name}"
    then = risk.previous_score if isinstance(risk.previous_score, (int, float)) else None
    if now is None or then is None:
        return None
    return then, now, "by its register's own previous score", f"score {{went}} from {then:g} to {now:g}"


def _since(past: PastReport) -> str:
    return f"since {in_words(past.meeting_date)}"
