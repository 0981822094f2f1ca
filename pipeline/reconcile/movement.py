"""What is not as it was in the last issued record: themes, register risks, controls. Nothing is said twice.

A risk stands under one theme only (the first, where it is mapped twice). A theme that is new or withdrawn speaks
for its controls. A control that changed its kind says its status with it. What no risk of the record states (a
record made from an old Word paper has no scores) was not recorded, and so can't have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.model.records import (
    AlignedRisk,
    Change,
    ChangeKind,
    KnownChange,
    MappingWorkbook,
    Movement,
    Organisation,
    PastAlignedRisk,
    PastReport,
    PastRisk,
    Place,
    Register,
    ReportedRisk,
    Risk,
    Trend,
)
from pipeline.reconcile.control_changes import control_changes
from pipeline.reconcile.identity import Ids, PastRisks, Standing, past_risks, past_themes, plain
from pipeline.reconcile.scores import past_scores_words, rescored, scores_words

ELSEWHERE = "In the register, outside this report"
NOT_THERE = "Not in the register"

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
    past: PastReport | None,
) -> Movement:
    """Every change since the record, in the order of the report and within a theme in that of ``ChangeKind``."""
    if past is None:
        return Movement(None)
    themes = past_themes(mapping.alignment, past)
    active = {theme.number for theme in aligned_risks}
    gone = [theme for theme in past.aligned_risks if not any(theme is themes.get(number) for number in active)]
    sides = tuple(
        _side(mapping, organisation, registers, aligned_risks, past=past, recorded=_recorded(past))
        for organisation in mapping.organisations
    )
    on_controls = tuple(control_changes(aligned_risks, themes, past, mapping.meeting))
    changes: list[Change] = []
    for theme in aligned_risks:
        then = themes.get(theme.number)
        here = [
            *_theme_changes(theme, then),
            *(change for side in sides for change in _risk_changes(theme, then, side)),
            *(change for change in on_controls if change.aligned_risk == theme.label),
        ]
        changes.extend(sorted(here, key=lambda change: _ORDER[change.kind]))
    changes.extend(_withdrawn(theme, mapping) for theme in gone)
    others = tuple(change for side in sides for change in _other_changes(side))
    return Movement(past, tuple(changes), others)


@dataclass(frozen=True, slots=True)
class _Side:
    """One organisation then and now. ``home``: id of a reported risk → the label of the theme that it stands under.
    ``here``: the ids then of all risks that are still in the register.
    """

    organisation: Organisation
    place: Place  # its register
    risks: tuple[Risk, ...]
    before: PastRisks
    home: dict[str, str]
    here: frozenset[str]
    known: tuple[KnownChange, ...]
    others_recorded: bool
    recorded: frozenset[str]  # current, target, owner, trend: what any risk of the record states

    @property
    def name(self) -> str:
        return self.organisation.name

    def reason(self, what: str, *ids: str) -> str | None:
        """The reason that the Changes sheet gives."""
        for change in self.known:
            named = Ids(one for one in (change.risk, change.was, change.now) if one)
            if plain(change.what) == what and any(named.find(one) for one in ids):
                return change.reason
        return None

    def why_gone(self, risk_id: str) -> str | None:
        """The reason that the Changes sheet gives for a risk that is reported no longer."""
        return next((why for what in ("closed", "merged", "withdrawn") if (why := self.reason(what, risk_id))), None)


def _side(
    mapping: MappingWorkbook,
    organisation: Organisation,
    registers: tuple[Register, ...],
    aligned_risks: tuple[AlignedRisk, ...],
    *,
    past: PastReport,
    recorded: frozenset[str],
) -> _Side:
    before = past_risks(mapping, organisation, past)
    register = next((register for register in registers if register.organisation == organisation.name), None)
    risks = register.risks if register else ()
    home: dict[str, str] = {}
    for theme in aligned_risks:
        for position in theme.positions:
            if position.organisation.name == organisation.name:
                for reported in position.risks:
                    home.setdefault(reported.risk.id, theme.label)
    return _Side(
        organisation=organisation,
        place=Place(register.file, register.sheet) if register else Place(mapping.file, "Organisations"),
        risks=risks,
        before=before,
        home=home,
        here=frozenset(standing.risk.id for risk in risks if (standing := before.of(risk.id))),
        known=tuple(change for change in mapping.changes if change.organisation == organisation.name),
        others_recorded=any(standing.aligned is None for standing in before.standings.values()),
        recorded=recorded,
    )


def _recorded(past: PastReport) -> frozenset[str]:
    """What the record states of any risk."""
    stated: dict[str, Callable[[PastRisk], object]] = {
        "current": lambda risk: risk.current.stated or risk.rating,
        "target": lambda risk: risk.target.stated,
        "owner": lambda risk: risk.owner,
        "trend": lambda risk: risk.trend,
        "words": lambda risk: risk.description or risk.title,
    }
    risks = [risk for theme in past.aligned_risks for risk in theme.risks] + list(past.other_risks)
    return frozenset(field for field, states in stated.items() if any(states(risk) for risk in risks))


# --- themes -------------------------------------------------------------------------------------


def _theme_changes(theme: AlignedRisk, then: PastAlignedRisk | None) -> Iterator[Change]:
    if then is None:
        place = theme.row.source.place("name")
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


def _withdrawn(theme: PastAlignedRisk, mapping: MappingWorkbook) -> Change:
    """A theme that is reported no longer; it speaks for the risks and controls that stood under it."""
    row = next((r for r in mapping.alignment if r.withdrawn and plain(r.name) == plain(theme.name)), None)
    place = row.source.place("status") if row else Place(mapping.file, "Alignment")
    label = f"Risk {theme.number}: {theme.name}"
    return Change(ChangeKind.ALIGNED_WITHDRAWN, label, "", "", theme.name, "Withdrawn", place=place)


# --- the risks under a theme --------------------------------------------------------------------


def _risk_changes(theme: AlignedRisk, then: PastAlignedRisk | None, side: _Side) -> Iterator[Change]:
    position = next(p for p in theme.positions if p.organisation.name == side.name)
    for reported in position.risks:
        if side.home[reported.risk.id] != theme.label:
            continue
        standing = side.before.of(reported.risk.id)
        under = standing.aligned if standing else None
        if under is None:
            if then is not None:  # a new theme speaks for risks that were not reported
                yield _new(reported, theme, side, standing)
        elif under is not then and not _also_under(standing, then):
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


def _still_reported(past_id: str, side: _Side) -> bool:
    return any((standing := side.before.of(risk_id)) and standing.risk.id == past_id for risk_id in side.home)


def _new(reported: ReportedRisk, theme: AlignedRisk, side: _Side, standing: Standing | None) -> Change:
    if standing is not None:
        past = standing.aligned
        was = f"Reported under Risk {past.number}: {past.name}" if past else ELSEWHERE
    else:
        was = NOT_THERE if side.others_recorded else "Not reported"
    now = scores_words(reported.risk.current, side.organisation)
    risk = reported.risk
    return Change(ChangeKind.RISK_NEW, theme.label, side.name, risk.id, was, now, place=risk.source.place("id"))


def _gone(risk: PastRisk, theme: AlignedRisk, side: _Side) -> Change:
    now = ELSEWHERE if risk.id in side.here else "No longer in the register"
    was = past_scores_words(risk, side.organisation)
    place = theme.row.source.place(side.name)
    return Change(ChangeKind.RISK_GONE, theme.label, side.name, risk.id, was, now, side.why_gone(risk.id), place)


def _differences(reported: ReportedRisk, theme: AlignedRisk, standing: Standing, side: _Side) -> Iterator[Change]:
    """What the register says otherwise, and the trend. Its reason goes with the trend, else with the scores."""
    risk, reason = reported.risk, reported.risk.trend_reason or theme.row.trend_reason
    then = standing.risk
    # The trend of a risk that was not reported was never printed.
    trend_changed = standing.aligned is not None and "trend" in side.recorded and reported.trend is not then.trend
    for change in _register_differences(risk, theme.label, then, side):
        rescored = change.kind is ChangeKind.RISK_RESCORED and not trend_changed
        yield replace(change, reason=reason) if rescored else change
    if trend_changed:
        was, now = _TRENDS[then.trend], _TRENDS[reported.trend]
        place = risk.source.place("trend")
        yield Change(ChangeKind.TREND_CHANGED, theme.label, side.name, risk.id, was, now, reason, place)


def _register_differences(risk: Risk, label: str, then: PastRisk, side: _Side) -> Iterator[Change]:
    """What a register says otherwise than it did: id, owner, scores, words."""
    if Ids((risk.id,)).find(then.id) is None:
        reason = side.reason("renumbered", then.id)
        place = risk.source.place("id")
        yield Change(ChangeKind.RISK_RENUMBERED, label, side.name, risk.id, then.id, risk.id, reason, place)
    if "owner" in side.recorded and plain(risk.owner) != plain(then.owner):
        reason = side.reason("new owner", risk.id, then.id)
        was, now = then.owner or "No owner", risk.owner or "No owner"
        place = risk.source.place("owner")
        yield Change(ChangeKind.RISK_REOWNED, label, side.name, risk.id, was, now, reason, place)
    scores = rescored(risk, then, side.organisation, side.recorded)
    if scores:
        place = risk.source.place("current.score" if "current.score" in risk.source.cells else "current.likelihood")
        yield Change(ChangeKind.RISK_RESCORED, label, side.name, risk.id, *scores, place=place)
    words_then = then.description or then.title or ""
    if "words" in side.recorded and plain(risk.words) != plain(words_then):
        place = risk.source.place("description")
        yield Change(ChangeKind.RISK_REWORDED, label, side.name, risk.id, words_then, risk.words, place=place)


# --- risks outside the report -------------------------------------------------------------------


def _other_changes(side: _Side) -> Iterator[Change]:
    """Changes of risks that stood and stand under no aligned risk; none where the record doesn't list these."""
    if not side.others_recorded:
        return
    for risk in side.risks:
        if risk.id in side.home or not risk.id:
            continue
        standing = side.before.of(risk.id)
        if standing is None:
            now = scores_words(risk.current, side.organisation)
            yield Change(ChangeKind.RISK_NEW, "", side.name, risk.id, NOT_THERE, now, place=risk.source.place("id"))
        elif standing.aligned is None:
            yield from _register_differences(risk, "", standing.risk, side)
    for standing in side.before.standings.values():
        if standing.aligned is None and standing.risk.id not in side.here:
            was = past_scores_words(standing.risk, side.organisation)
            gone = standing.risk.id
            now, why = "No longer in the register", side.why_gone(gone)
            yield Change(ChangeKind.RISK_GONE, "", side.name, gone, was, now, why, side.place)
