"""What is not as it was in the last issued record: themes, register risks, controls. Nothing is said twice.

A risk stands under one theme only (the first, where it is mapped twice). A theme that is new, reported again or
withdrawn speaks for its risks and controls, an organisation that joined or left for its risks, new bands for the
ratings that they alone made others. A control that changed its kind says its status with it. What no risk of the
record states (a record made from an old Word paper has no scores) was not recorded, and so can't have changed; nor
what an older record lacks of one risk or aligned risk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.model.labels import label as label_of
from pipeline.model.marks import beside
from pipeline.model.records import (
    AgreedWording,
    AlignedRisk,
    AlignmentRow,
    Change,
    ChangeKind,
    History,
    MappingWorkbook,
    Movement,
    PastAlignedRisk,
    PastRisk,
    Place,
    Register,
    Reowned,
    ReportedRisk,
    Rescored,
    Retrended,
    Risk,
    StageThen,
    Trend,
    Withdrawn,
)
from pipeline.model.rewording import same_words
from pipeline.reconcile.besides import besides
from pipeline.reconcile.control_changes import control_changes, left_with
from pipeline.reconcile.identity import Ids, Standing, past_themes, plain
from pipeline.reconcile.organisation_changes import organisation_changes
from pipeline.reconcile.returns import Returns
from pipeline.reconcile.scores import past_scores_words, rescored, rescored_words, scores_words
from pipeline.reconcile.series import due_dates, rating_series
from pipeline.reconcile.then_and_now import ThenAndNow, recorded_in, then_and_now

ELSEWHERE = "In the register, outside this report"
NOT_THERE = "Not in the register"
NOT_READ = "Not known, as no risk could be read from its register"
_NO_WORDINGS: Mapping[str, AgreedWording] = {}

_ORDER = {kind: position for position, kind in enumerate(ChangeKind)}
_TRENDS = {
    None: "Not stated",
    Trend.RISING: "↑ Rising",
    Trend.SAME: "↔ Unchanged",
    Trend.FALLING: "↓ Falling",
    Trend.NEW: "New",
}


def compare(
    mapping: MappingWorkbook,
    registers: tuple[Register, ...],
    aligned_risks: tuple[AlignedRisk, ...],
    history: History,
) -> Movement:
    """Every change since the record: the organisations', then those of the report in its order and within a theme in
    that of ``ChangeKind``. None where there is no record to compare with, or where it can't be read.
    """
    past = history.last
    ratings = rating_series(mapping, aligned_risks, history.records)
    dues = due_dates(mapping, aligned_risks, history.records)
    if past is None:
        return Movement(None, unreadable=history.unreadable, ratings=ratings, due_dates=dues)
    returns = Returns(mapping, history.earlier)
    themes = past_themes(mapping.alignment, past)
    active = {theme.number for theme in aligned_risks}
    gone = [theme for theme in past.aligned_risks if not any(theme is themes.get(number) for number in active)]
    sides = tuple(
        then_and_now(
            mapping, organisation, registers, aligned_risks, past=past, recorded=recorded_in(past), returns=returns
        )
        for organisation in mapping.organisations
    )
    on_controls = tuple(control_changes(aligned_risks, themes, past, mapping.meeting))
    before = {side.name: side.before for side in sides}
    changes = sorted(organisation_changes(mapping, aligned_risks, before, past), key=lambda change: _ORDER[change.kind])
    for theme in aligned_risks:
        then = themes.get(theme.number)
        here = [
            *_theme_changes(theme, then, returns),
            *(change for side in sides for change in _risk_changes(theme, then, side)),
            *(change for change in on_controls if change.aligned_risk == theme.label),
        ]
        changes.extend(sorted(here, key=lambda change: _ORDER[change.kind]))
    left = left_with(gone, aligned_risks, themes, past)
    rows = {id(themes[row.number]): row for row in mapping.alignment if row.number in themes}
    for theme_then, controls in zip(gone, left, strict=True):
        changes.append(_withdrawn(theme_then, rows.get(id(theme_then)), controls, sides, mapping.file))
    others = tuple(change for side in sides for change in _other_changes(side))
    labels = {themes[row.number].label: label_of(row.number, row.name) for row in rows.values()}
    return Movement(
        past, tuple(changes), others, history.earlier, ratings=ratings, due_dates=dues, labels=labels,
        besides=besides(aligned_risks, themes, past),
    )  # fmt: skip


# --- themes -------------------------------------------------------------------------------------


def _theme_changes(theme: AlignedRisk, then: PastAlignedRisk | None, returns: Returns) -> Iterator[Change]:
    if then is None:
        place = theme.row.source.place("name")
        if last := returns.theme(theme.row):
            yield Change(ChangeKind.ALIGNED_RETURNED, theme.label, "", "", last, theme.name, place=place)
            return
        yield Change(ChangeKind.ALIGNED_NEW, theme.label, "", "", "Not reported", theme.name, place=place)
        return
    if plain(then.name) != plain(theme.name):
        place = theme.row.source.place("name")
        yield Change(ChangeKind.ALIGNED_RENAMED, theme.label, "", "", then.name, theme.name, place=place)
    if then.level is not None and then.level is not theme.shown_working:
        place = theme.row.source.place()
        yield Change(
            ChangeKind.LEVEL_CHANGED, theme.label, "", "", then.level.value, theme.shown_working.value, place=place
        )


def _withdrawn(
    theme: PastAlignedRisk,
    row: AlignmentRow | None,
    controls: tuple[str, ...],
    sides: tuple[ThenAndNow, ...],
    file: str,
) -> Change:
    """A theme that is reported no longer; it speaks for the risks and the ``controls`` that left with it.

    Its reason: what Changes says of its risks, else its Reason for trend, unless that is still the one of last time.
    """
    place = row.source.place("status") if row else Place(file, "Alignment")
    now = "Withdrawn"
    if controls:
        now += f", with its {'control' if len(controls) == 1 else 'controls'} {'; '.join(controls)}"
    told: dict[str, str] = {}  # reason → whose
    for side in sides:
        for risk in theme.risks:
            standing = side.before.standings.get(risk.id)
            why = side.why_gone(risk.id)[1] if standing and standing.risk is risk else None
            if why:
                told.setdefault(why, f"{side.name} {risk.id}")
    reason = "; ".join(told if len(told) == 1 else (f"{whose}: {why.rstrip('.')}" for why, whose in told.items()))
    told_then = "trend_reason" not in theme.unstated
    if not reason and told_then and row and row.trend_reason and plain(row.trend_reason) != plain(theme.trend_reason):
        reason = row.trend_reason
    detail = Withdrawn(controls)
    return Change(ChangeKind.ALIGNED_WITHDRAWN, theme.label, "", "", theme.name, now, reason or None, place, detail)


# --- the risks under a theme --------------------------------------------------------------------


def _risk_changes(theme: AlignedRisk, then: PastAlignedRisk | None, side: ThenAndNow) -> Iterator[Change]:
    position = next(p for p in theme.positions if p.organisation.name == side.name)
    for reported in position.risks:
        if side.home[reported.risk.id] != theme.label:
            continue
        standing = side.before.of(reported.risk.id)
        under = standing.aligned if standing else None
        if under is None:
            # A new theme speaks for risks that were not reported, and so does an organisation that joined.
            if then is not None and not side.joined and side.told:
                yield _new(reported, theme, side, standing)
        elif under is not then and not _also_under(standing, then) and side.told:
            yield _new(reported, theme, side, standing)
        if standing is not None:
            yield from _differences(reported, theme, standing, side)
    if then is not None:
        for risk in then.risks:
            standing = side.before.standings.get(risk.id)
            if standing is not None and standing.risk is risk and not _still_reported(risk.id, side):
                yield _gone(risk, theme, side)


def _also_under(standing: Standing | None, then: PastAlignedRisk | None) -> bool:
    """Whether the record has the risk under this theme too: a risk may be mapped twice."""
    return (
        standing is not None
        and then is not None
        and any(r.id == standing.risk.id and r.organisation == standing.risk.organisation for r in then.risks)
    )


def _still_reported(past_id: str, side: ThenAndNow) -> bool:
    return any((standing := side.before.of(risk_id)) and standing.risk.id == past_id for risk_id in side.home)


def _new(reported: ReportedRisk, theme: AlignedRisk, side: ThenAndNow, standing: Standing | None) -> Change:
    risk, kind = reported.risk, ChangeKind.RISK_NEW
    now = scores_words(risk.current, side.organisation)
    if standing is not None and standing.aligned is not None:
        was = f"Reported under {standing.aligned.label}"
    elif was := side.returns.risk(side.organisation, risk.id):
        kind = ChangeKind.RISK_RETURNED
    elif standing is not None:
        was = ELSEWHERE
    else:
        was = NOT_THERE if side.others_recorded else "Not reported"
    return Change(kind, theme.label, side.name, risk.id, was, now, place=risk.source.place("id"))


def _gone(risk: PastRisk, theme: AlignedRisk, side: ThenAndNow) -> Change:
    now, reason = _where_now(risk.id, side)
    was = past_scores_words(risk, side.organisation)
    place = theme.row.source.place(side.name)
    return Change(ChangeKind.RISK_GONE, theme.label, side.name, risk.id, was, now, reason, place)


def _where_now(gone: str, side: ThenAndNow) -> tuple[str, str | None]:
    """``Merged into M11; no longer in the register``, and the reason that Changes gives."""
    where = ELSEWHERE if gone in side.here else "No longer in the register"
    if not side.risks:
        where = NOT_READ
    what, reason = side.why_gone(gone)
    return f"{what}; {where[0].lower()}{where[1:]}" if what else where, reason


def _differences(reported: ReportedRisk, theme: AlignedRisk, standing: Standing, side: ThenAndNow) -> Iterator[Change]:
    """What the register says otherwise, and the trend. Its reason goes with the trend, else with the scores."""
    risk, reason = reported.risk, reported.risk.trend_reason or theme.row.trend_reason
    then, agreed = standing.risk, reported.wordings
    # The trend of a risk that was not reported was never printed.
    recorded = standing.aligned is not None and "trend" in side.recorded - then.unstated and not then.trend_unread
    trend_changed = recorded and reported.trend is not then.trend
    for change in _register_differences(risk, theme.label, then, side, agreed):
        field = {ChangeKind.RISK_REOWNED: "owner", ChangeKind.RISK_REWORDED: "description"}.get(change.kind)
        if field in agreed and standing.aligned is None:
            continue  # no report has said otherwise
        rescored = change.kind is ChangeKind.RISK_RESCORED and not trend_changed
        yield replace(change, reason=reason) if rescored else change
    if trend_changed:
        trends = Retrended(then.trend, reported.trend, risk.unknown.get("trend", ""))
        was, now = _TRENDS[trends.was], trends.mark or _TRENDS[trends.now]
        place = risk.source.place("trend")
        yield Change(ChangeKind.TREND_CHANGED, theme.label, side.name, risk.id, was, now, reason, place, trends)


def _register_differences(
    risk: Risk, label: str, then: PastRisk, side: ThenAndNow, wordings: Mapping[str, AgreedWording] = _NO_WORDINGS
) -> Iterator[Change]:
    """What a register says otherwise than it did: id and scores; and the owner and the words, as reported then and
    now. ``wordings``: by field, what was agreed in place of the register's.
    """
    agreed = wordings.get("owner")
    if Ids((risk.id,)).find(then.id) is None:
        reason = side.reason("renumbered", then.id)
        place = risk.source.place("id")
        yield Change(ChangeKind.RISK_RENUMBERED, label, side.name, risk.id, then.id, risk.id, reason, place)
    recorded = side.recorded - then.unstated
    owner = agreed.as_reported if agreed else risk.owner
    if "owner" in recorded and not same_words(owner, then.owner_printed):
        reason = side.reason("new owner", risk.id, then.id, now=agreed.as_reported if agreed else "")
        unread = None if agreed else risk.unknown.get("owner")
        owners = Reowned(then.owner_printed or None, beside(owner or "", unread) or None)
        was, now = (post or "No owner" for post in (owners.was, owners.now))
        place = agreed.source.place("as_reported") if agreed else risk.source.place("owner")
        yield Change(ChangeKind.RISK_REOWNED, label, side.name, risk.id, was, now, reason, place, owners)
    scores = rescored(risk, then, side.organisation, recorded, side.before.scale)
    if scores:
        place = risk.source.place("current.score" if "current.score" in risk.source.cells else "current.likelihood")
        scores = _marked(scores, risk.unknown)
        was, now = rescored_words(scores)
        yield Change(ChangeKind.RISK_RESCORED, label, side.name, risk.id, was, now, place=place, detail=scores)
    reworded = wordings.get("description")
    words_then, words = then.words_printed, reworded.as_reported if reworded else risk.words
    if "words" in recorded and not same_words(words, words_then):
        place = reworded.source.place("as_reported") if reworded else risk.source.place("description")
        words_now = words if reworded else beside(words, risk.unknown.get("description"))
        yield Change(ChangeKind.RISK_REWORDED, label, side.name, risk.id, words_then, words_now, place=place)


def _marked(scores: Rescored, unknown: Mapping[str, str]) -> Rescored:
    """With the marks of what can't be read after the words now, or in the place of "Not scored"."""

    def beside_now(pair: tuple[StageThen, StageThen] | None, stage: str) -> tuple[StageThen, StageThen] | None:
        marks = [mark for name, mark in unknown.items() if name.startswith(stage)]
        if pair is None or not marks:
            return pair
        return pair[0], StageThen(beside(pair[1].words if pair[1].stated else "", *marks))

    return replace(scores, current=beside_now(scores.current, "current."), target=beside_now(scores.target, "target."))


# --- risks outside the report -------------------------------------------------------------------


def _other_changes(side: ThenAndNow) -> Iterator[Change]:
    """Changes of risks that stood and stand under no aligned risk; none where the record doesn't list these, and none
    where no risk could be read.
    """
    if not side.others_recorded or not side.risks:
        return
    for risk in side.risks:
        if risk.id in side.home or not risk.id:
            continue
        standing = side.before.of(risk.id)
        if standing is None and side.told:
            now = scores_words(risk.current, side.organisation)
            yield Change(ChangeKind.RISK_NEW, "", side.name, risk.id, NOT_THERE, now, place=risk.source.place("id"))
        elif standing is not None and standing.aligned is None:
            yield from _register_differences(risk, "", standing.risk, side)
    for standing in side.before.standings.values():
        if standing.aligned is None and standing.risk.id not in side.here:
            was = past_scores_words(standing.risk, side.organisation)
            now, why = _where_now(standing.risk.id, side)
            place = Place(side.risks[0].source.file, side.risks[0].source.sheet)  # the whole of its register
            yield Change(ChangeKind.RISK_GONE, "", side.name, standing.risk.id, was, now, why, place)
