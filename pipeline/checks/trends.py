"""Does the trend agree with the scores, and is a movement explained?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, Printed, printed_risks
from pipeline.checks.records_back import plain, same_id
from pipeline.model.answers import blank
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.owners import nobody
from pipeline.model.records import Exposure, Number, PastReport, Report, Trend
from pipeline.model.rewording import same_words
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
            message = f"{printed.subject} is declared new, yet it was reported to the meeting of {in_words(past.meeting_date)}."
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
    its words are not judged, but a dash or "N/A" is none.
    """
    for printed in printed_risks(report):
        reported, row = printed.reported, printed.aligned.row
        moving = reported.trend in (Trend.RISING, Trend.FALLING)
        if moving and blank(reported.risk.trend_reason) and blank(row.trend_reason):
            yield printed.finding(
                "trend-without-reason",
                f"{printed.subject} ({printed.aligned.name}) is {reported.trend}, and no reason is given.",
                "trend_reason" if "trend_reason" in reported.risk.source.cells else "trend",
                remedy=f"Write it in the register, or under Reason for trend in {row.source.place('trend_reason')}.",
            )


def trend_same_yet_changed(report: Report) -> Iterator[Finding]:
    """Declared unchanged, while somebody else answers for it or its likelihood and impact are others: has anyone
    looked at the trend? Quiet where a reason is given, where Changes tells of the new owner, and where the score
    itself moved, which contradicts the trend outright.
    """
    for printed in printed_risks(report):
        risk, past = printed.reported.risk, report.movement.previous
        if risk.trend is not Trend.SAME or printed.reported.previous is None or past is None:
            continue
        unexplained = blank(risk.trend_reason) and blank(printed.aligned.row.trend_reason)
        changed = _changed(printed, report) if unexplained else []
        if changed:
            message = f"{printed.subject} is declared unchanged, yet {' and '.join(changed)} {_since(past)}."
            yield printed.finding("trend-same-yet-changed", message, "trend")


def trends_opposed(report: Report) -> Iterator[Finding]:
    """One risk that rises here and falls there: the two organisations see it differently, or it is two risks. A reason
    for the whole aligned risk is enough, and so is one from each register.
    """
    for aligned in report.aligned_risks:
        moving: dict[Trend, list[str]] = {Trend.RISING: [], Trend.FALLING: []}
        unexplained = False
        for position in aligned.positions:
            for reported in position.risks:
                if reported.trend in moving:
                    moving[reported.trend].append(f"{position.organisation.name} {reported.risk.id}")
                    unexplained = unexplained or blank(reported.risk.trend_reason)
        rising, falling = moving[Trend.RISING], moving[Trend.FALLING]
        if rising and falling and unexplained and blank(aligned.row.trend_reason):
            yield find(
                "trends-opposed",
                f"Under {aligned.label} {' and '.join(rising)} {'is' if len(rising) == 1 else 'are'} rising, "
                f"{' and '.join(falling)} {'is' if len(falling) == 1 else 'are'} falling, and no reason is given.",
                aligned.row.source.place("trend_reason"),
                subject=aligned.label,
                field="trend_reason",
            )


CHECKS: tuple[Check, ...] = (
    trend_missing,
    trend_contradicts_score,
    trend_without_reason,
    trend_same_yet_changed,
    trends_opposed,
)


def _changed(printed: Printed, report: Report) -> list[str]:
    """What is another than in the record though the trend is said to be the same, in words."""
    reported, previous, changed = printed.reported, printed.reported.previous, []
    if previous is None:
        return []
    was, now = previous.owner_printed, reported.owner
    if not nobody(was) and not nobody(now) and not same_words(was, now) and "owner" not in previous.unstated:
        told = any(
            change.organisation == printed.organisation.name
            and plain(change.what) == "new owner"
            and same_id(change.risk, reported.risk.id)
            for change in report.mapping.changes
        )
        if not told:
            changed.append(f"its owner was {was} and is {now}")
    then, here = previous.current, reported.risk.current
    same_scale = not levels_changed(printed.organisation, reported.scale_then)
    moved = _steps(then) != _steps(here) and None not in (*_steps(then), *_steps(here))
    if same_scale and moved and then.number == here.number and "current" not in previous.unstated:
        changed.append(
            f"likelihood and impact went from {then.likelihood} and {then.impact} to {here.likelihood} and {here.impact}"
        )
    return changed


def _steps(exposure: Exposure) -> tuple[object, object]:
    return exposure.likelihood, exposure.impact


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
