"""A sentence for each change since the last issued report, or for each natural group of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pipeline.model.labels import name_in
from pipeline.model.records import (
    Change,
    ChangeKind,
    ControlMoved,
    Reowned,
    Report,
    ReportedRisk,
    Rescaled,
    Rescored,
    Retrended,
    StageThen,
    Trend,
    Withdrawn,
)
from pipeline.model.rewording import in_words as reworded_in_words
from pipeline.report.wording import TREND_WORDS, day, joined, small

K = TypeVar("K")
D = TypeVar("D")

_TREND_WORDS = {trend: small(words.lstrip("↑↔↓ ")) for trend, words in TREND_WORDS.items()}
_MOVED = {Trend.RISING: "rose", Trend.FALLING: "fell"}
_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Clauses:
    """Changes as clauses: sentences without their full stop, so that several can be joined."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.risks: dict[tuple[str, str], tuple[ReportedRisk, ...]] = {
            (aligned.label, position.organisation.name): position.risks
            for aligned in report.aligned_risks
            for position in aligned.positions
        }

    def of(self, changes: Sequence[Change]) -> Iterator[str]:
        """The clauses in the order of the kinds; a trend stands with the score that changed with it."""
        trends = {_key(change): change for change in changes if change.kind is ChangeKind.TREND_CHANGED}
        rescored = {_key(change) for change in changes if change.kind is ChangeKind.RISK_RESCORED}
        say: dict[ChangeKind, Callable[[list[Change]], Iterator[str]]] = {
            ChangeKind.ORGANISATION_JOINED: self._joined,
            ChangeKind.ORGANISATION_LEFT: self._left,
            ChangeKind.SCALE_CHANGED: self._scale,
            ChangeKind.ALIGNED_NEW: self._aligned_new,
            ChangeKind.ALIGNED_RETURNED: self._aligned_returned,
            ChangeKind.ALIGNED_WITHDRAWN: self._aligned_withdrawn,
            ChangeKind.ALIGNED_RENAMED: self._aligned_renamed,
            ChangeKind.RISK_NEW: self._risk_new,
            ChangeKind.RISK_RETURNED: self._risk_returned,
            ChangeKind.RISK_GONE: self._risk_gone,
            ChangeKind.RISK_RENUMBERED: self._renumbered,
            ChangeKind.RISK_REOWNED: self._reowned,
            ChangeKind.RISK_RESCORED: lambda found: self._rescored(found, trends),
            ChangeKind.TREND_CHANGED: lambda found: self._trends(c for c in found if _key(c) not in rescored),
            ChangeKind.RISK_REWORDED: self._reworded,
            ChangeKind.CONTROL_NEW: self._control_new,
            ChangeKind.CONTROL_GONE: self._control_gone,
            ChangeKind.CONTROL_NOW_JOINT: self._turned,
            ChangeKind.CONTROL_NOW_POTENTIAL: self._turned,
            ChangeKind.STATUS_UP: lambda found: self._status(found, "improved"),
            ChangeKind.STATUS_DOWN: lambda found: self._status(found, "worsened"),
            ChangeKind.STATUS_OTHER: lambda found: self._status(found, "changed"),
            ChangeKind.EVIDENCE_OLD: self._evidence_old,
            ChangeKind.DUE_MOVED: self._due_moved,
            ChangeKind.LEVEL_CHANGED: self._level,
        }
        for kind in ChangeKind:
            found = [change for change in changes if change.kind is kind]
            if found:
                yield from say[kind](found)

    # organisations

    def _joined(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            here = [name for (name, whose), risks in self.risks.items() if risks and whose == change.organisation]
            risks = f", with risks under {joined(name_in(name) for name in here)}" if here else ""
            yield f"{change.organisation} joins this report{risks}"

    def _left(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"{change.organisation} is no longer part of this report, and its risks are no longer reported"

    def _scale(self, found: list[Change]) -> Iterator[str]:
        for change, scale in _with(found, Rescaled):
            what = "scale" if scale.levels else "bands"
            alone = f" (by this alone {', '.join(scale.alone)})" if scale.alone else ""
            yield (
                f"{_whose(change)} {what} changed from {scale.was} to {scale.now}, so that a rating of another name is "
                f"not by itself a rise or a fall{alone}"
            )

    # aligned risks

    def _aligned_returned(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"{_name(change)} is reported again ({small(change.was)})"

    def _aligned_new(self, found: list[Change]) -> Iterator[str]:
        names = joined(_name(change) for change in found)
        yield f"{names} is a new aligned risk" if len(found) == 1 else f"{names} are new aligned risks"

    def _aligned_withdrawn(self, found: list[Change]) -> Iterator[str]:
        for change, withdrawn in _with(found, Withdrawn):
            count = len(withdrawn.controls)
            nor = f", nor {'is its control' if count == 1 else 'are its controls'}" if count else ""
            why = f" ({change.reason.rstrip('.')})" if change.reason else ""
            yield f"{_name(change)} is no longer reported as an aligned risk{nor}{why}"

    def _aligned_renamed(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"{change.was} is now reported as {change.now}"

    # register risks

    def _risk_new(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            before = f" (before: {small(change.was)})"
            yield f"{_whose(change)} risk {change.item} is newly reported under {_name(change)}{before}"

    def _risk_returned(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"{_whose(change)} risk {change.item} is reported again under {_name(change)} ({small(change.was)})"

    def _risk_gone(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            now = "; ".join(part for part in (f"now: {small(change.now)}", (change.reason or "").rstrip(".")) if part)
            yield f"{_whose(change)} risk {change.item} is no longer reported under {_name(change)} ({now})"

    def _renumbered(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"{_whose(change)} risk {change.was} under {_name(change)} is now numbered {change.now}"

    def _reowned(self, found: list[Change]) -> Iterator[str]:
        for change, owners in _with(found, Reowned):
            was, now = (post.rstrip(".") if post else None for post in (owners.was, owners.now))
            if was is None:
                yield f"{self._risk(change)} is now owned by {now} (it had no owner)"
            elif now is None:
                yield f"{self._risk(change)} no longer has an owner (it was {was})"
            else:
                yield f"The owner of {self._risk(change)} changed from {was} to {now}"

    def _reworded(self, found: list[Change]) -> Iterator[str]:
        """The words themselves where some of them changed; a text that is another one stands in the table alone."""
        for change in found:
            words = reworded_in_words(change.was, change.now)
            if words:
                yield f"The words of {self._risk(change)} changed: {words}"
            else:
                yield f"{self._risk(change)} is worded anew"

    def _rescored(self, found: list[Change], trends: dict[tuple[str, str, str], Change]) -> Iterator[str]:
        for change, scores in _with(found, Rescored):
            if scores.current is None:
                clause = self._target(change, scores)
            else:
                clause = self._moved(change, scores, *scores.current)
                if scores.target is not None:
                    clause += f", and its target from {_within(scores.target[0])} to {_within(scores.target[1])}"
            trend = next(_with([trends[_key(change)]], Retrended))[1] if _key(change) in trends else None
            yield clause + (f", and its trend is now {_trend(trend)}" if trend else "")

    def _target(self, change: Change, scores: Rescored) -> str:
        assert scores.target is not None  # one of the two has changed
        was, now = scores.target
        return f"{_whose(change)} target for {self._theme(change)} moved from {_within(was)} to {_within(now)}"

    def _moved(self, change: Change, scores: Rescored, was: StageThen, now: StageThen) -> str:
        if not was.stated:
            return f"{self._risk(change)} is now rated {_within(now)} (it was {_within(was)})"
        if not now.stated:
            return f"{self._risk(change)} is no longer scored (it was {_within(was)})"
        verb = _MOVED[scores.moved] if scores.moved else "changed"
        if was.band and was.band == now.band:
            up = {"rose": "up", "fell": "down"}.get(verb, verb)
            moved = f"stays {now.band}, with its score {up} from {was.score} to {now.score}"
            return f"{_whose(change)} rating of {self._theme(change)} {moved}"
        if was.band and now.band and scores.other_bands and was.score != now.score:
            moved = (
                f"{verb} from {was.score} to {now.score}, rated {was.band} on the scale then and {now.band} on that now"
            )
            return f"{_whose(change)} score for {self._theme(change)} {moved}"
        return f"{_whose(change)} rating of {self._theme(change)} {verb} from {_within(was)} to {_within(now)}"

    def _trends(self, found: Iterable[Change]) -> Iterator[str]:
        for change, trend in _with(found, Retrended):
            yield f"{_whose(change)} trend for {self._theme(change)} is now {_trend(trend)}"

    # controls

    def _control_new(self, found: list[Change]) -> Iterator[str]:
        for name, group in _grouped(found, _name):
            controls = "New control" if len(group) == 1 else "New controls"
            kinds = (
                f"{control.name} ({small(control.kinds[1] or 'Kind not stated')})"
                for _, control in _with(group, ControlMoved)
            )
            yield f"{controls} under {name}: {joined(kinds)}"

    def _control_gone(self, found: list[Change]) -> Iterator[str]:
        for name, group in _grouped(found, _name):
            yield f"No longer listed under {name}: {joined(control.name for _, control in _with(group, ControlMoved))}"

    def _turned(self, found: list[Change]) -> Iterator[str]:
        for change, control in _with(found, ControlMoved):
            was, now = (small(kind or "") for kind in control.kinds)
            tail = f': "{control.status}"' if control.status else ""
            yield f"{self._controls([change])}, {was} until now, is now a {now} control{tail}"

    def _status(self, found: list[Change], verb: str) -> Iterator[str]:
        for (was, now), group in _grouped(found, lambda change: (change.was, change.now)):
            yield f'{self._controls(group)} {verb} from "{was}" to "{now}"'

    def _evidence_old(self, found: list[Change]) -> Iterator[str]:
        for now, group in _grouped(found, lambda change: change.now):
            yield f"{now}: {self._controls(group)}"

    def _due_moved(self, found: list[Change]) -> Iterator[str]:
        """With how often it was put back, from the second time on."""
        for change, control in _with(found, ControlMoved):
            was, now = control.due
            which = f"The due date of {self._controls([change])}"
            if now is None and not control.due_mark:
                yield f"{self._controls([change])} no longer has a due date (it was {day(was)})"
                continue
            dues = self.report.movement.dues_of(change.aligned_risk, control.reference, control.name)
            if was is None:
                given = dues.given[:-1] if dues else ()
                before = f" (before the last report, which gave none, it was {day(given[-1])})" if given else ""
                yield f"{self._controls([change])} now has a due date, {day(now)}{before}"
            elif now is not None and now > was and dues is not None and dues.put_back > 1:
                first = f"the first date given was {day(dues.given[0])}"
                yield f"{which} was put back for the {_ordinal(dues.put_back)} time, from {day(was)} to {day(now)} ({first})"
            else:
                yield f"{which} moved from {day(was)} to {day(now) or control.due_mark}"

    def _level(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            was, now = small(change.was), small(change.now)
            yield f"Joint controls shown to be working under {_name(change)}: {now} (before: {was})"

    # the words they share

    def _several(self, change: Change) -> bool:
        """Whether an id is needed to say which of an organisation's risks under a theme is meant."""
        return len(self.risks.get((change.aligned_risk, change.organisation), ())) > 1

    def _theme(self, change: Change) -> str:
        return f"{change.item} under {_name(change)}" if self._several(change) else _name(change)

    def _risk(self, change: Change) -> str:
        which = f" {change.item}" if self._several(change) else ""
        return f"{_whose(change)} risk{which} under {_name(change)}"

    def _controls(self, group: list[Change]) -> str:
        return joined(f"{control.name} ({_name(change)})" for change, control in _with(group, ControlMoved))


def _with(changes: Iterable[Change], kind: type[D]) -> Iterator[tuple[Change, D]]:
    """Each with its detail. Raises TypeError where it has none of this kind: then the comparison is at fault."""
    for change in changes:
        if not isinstance(change.detail, kind):
            raise TypeError(f"{change.kind.name} of {change.item or change.aligned_risk} has no {kind.__name__}")
        yield change, change.detail


def _key(change: Change) -> tuple[str, str, str]:
    return change.aligned_risk, change.organisation, change.item


def _name(change: Change) -> str:
    """``Governance`` of ``Risk 2: Governance``."""
    return name_in(change.aligned_risk)


def _grouped(changes: Iterable[Change], by: Callable[[Change], K]) -> Iterator[tuple[K, list[Change]]]:
    """The changes under each key, the keys in the order they first appear."""
    groups: dict[K, list[Change]] = {}
    for change in changes:
        groups.setdefault(by(change), []).append(change)
    yield from groups.items()


def _whose(change: Change) -> str:
    return possessive(change.organisation)


def possessive(organisation: str) -> str:
    return f"{organisation}'" if organisation.endswith("s") else f"{organisation}'s"


def _within(stage: StageThen) -> str:
    """``likelihood 3, impact 4`` and ``not scored`` within a sentence; a rating keeps its capital."""
    phrase = not stage.stated or stage.words.startswith(("Likelihood", "Impact"))
    return small(stage.words) if phrase else stage.words


def _trend(trend: Retrended) -> str:
    """``rising (it was unchanged)``: within a sentence the word is enough."""
    return f"{trend.mark or _TREND_WORDS[trend.now]} (it was {_TREND_WORDS[trend.was]})"


def _ordinal(count: int) -> str:
    return _ORDINALS[count] if count < len(_ORDINALS) else f"{count}th"
