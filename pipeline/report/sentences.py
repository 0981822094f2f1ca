"""A sentence for each change since the last issued report, or for each natural group of changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pipeline.model.records import Change, ChangeKind, PastReport, Report, ReportedRisk
from pipeline.report.wording import NOT_SCORED, joined, small

K = TypeVar("K")

LABEL = re.compile(r"^Risk (\d+): ", re.ASCII)  # of an aligned risk
_ARROW = re.compile(r"^[↑↔↓] ")
_BANDED = re.compile(r"(?P<band>.+) \((?P<score>-?[0-9.e+]+)\)", re.ASCII)
_TARGET = "target "
_NO_OWNER = "No owner"


class Clauses:
    """Changes as clauses: sentences without their full stop, so that several can be joined."""

    def __init__(self, report: Report, previous: PastReport) -> None:
        self.report = report
        self.risks: dict[tuple[str, str], tuple[ReportedRisk, ...]] = {
            (aligned.label, position.organisation.name): position.risks
            for aligned in report.aligned_risks
            for position in aligned.positions
        }
        self.rescaled = {c.organisation: c for c in report.movement.changes if c.kind is ChangeKind.SCALE_CHANGED}
        self.control_names = {f"{c.reference} {c.name}": c.name for a in previous.aligned_risks for c in a.controls}
        self.control_names |= {f"{c.reference} {c.name}": c.name for c in report.mapping.controls}

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
            risks = f", with risks under {joined(LABEL.sub('', name) for name in here)}" if here else ""
            yield f"{change.organisation} joins this report{risks}"

    def _left(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"{change.organisation} is no longer part of this report, and its risks are no longer reported"

    def _scale(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            now, _, alone = change.now.partition(". By this alone ")
            what = "scale" if _names_levels(change) else "bands"
            yield (
                f"{_whose(change)} {what} changed from {change.was} to {now}, so that a rating of another name is not by "
                f"itself a rise or a fall{f' (by this alone {alone})' if alone else ''}"
            )

    # aligned risks

    def _aligned_returned(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"{_name(change)} is reported again ({small(change.was)})"

    def _aligned_new(self, found: list[Change]) -> Iterator[str]:
        names = joined(_name(change) for change in found)
        yield f"{names} is a new aligned risk" if len(found) == 1 else f"{names} are new aligned risks"

    def _aligned_withdrawn(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            controls = change.now.partition(", with its ")[2]
            nor = f", nor {'is its control' if controls.startswith('control ') else 'are its controls'}"
            why = f" ({change.reason.rstrip('.')})" if change.reason else ""
            yield f"{_name(change)} is no longer reported as an aligned risk{nor if controls else ''}{why}"

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
        for change in found:
            was, now = ("no owner" if post == _NO_OWNER else post for post in (change.was, change.now))
            yield f"The owner of {self._risk(change)} changed from {was} to {now}"

    def _reworded(self, found: list[Change]) -> Iterator[str]:
        parts = []
        for organisation, group in _grouped(found, lambda change: change.organisation):
            names = joined(dict.fromkeys(_name(change) for change in group))
            parts.append(f"{_possessive(organisation)} {'risk' if len(group) == 1 else 'risks'} under {names}")
        yield f"The words reported for {joined(parts)} changed"

    def _rescored(self, found: list[Change], trends: dict[tuple[str, str, str], Change]) -> Iterator[str]:
        for change in found:
            (was, was_target), (now, now_target) = _scores(change.was), _scores(change.now)
            target = f"target for {self._theme(change)} moved from {was_target} to {now_target}"
            if not now:
                clause = f"{_whose(change)} {target}"
            else:
                clause = self._moved(change, was, now)
                if now_target:
                    clause += f", and its target from {was_target} to {now_target}"
            trend = trends.get(_key(change))
            yield clause + (f", and its trend is now {_trend(trend.now)} (it was {_trend(trend.was)})" if trend else "")

    def _moved(self, change: Change, was: str, now: str) -> str:
        if was == NOT_SCORED:
            return f"{self._risk(change)} is now rated {now} (it was not scored)"
        if now == NOT_SCORED:
            return f"{self._risk(change)} is no longer scored (it was {was})"
        verb = self._direction(change)
        (was_band, was_score), (now_band, now_score) = _banded(was), _banded(now)
        if was_band and was_band == now_band:
            up = {"rose": "up", "fell": "down"}.get(verb, verb)
            moved = f"stays {now_band}, with its score {up} from {was_score} to {now_score}"
            return f"{_whose(change)} rating of {self._theme(change)} {moved}"
        if was_band and now_band and change.organisation in self.rescaled and was_score != now_score:
            moved = (
                f"{verb} from {was_score} to {now_score}, rated {was_band} on the scale then and {now_band} on that now"
            )
            return f"{_whose(change)} score for {self._theme(change)} {moved}"
        return f"{_whose(change)} rating of {self._theme(change)} {verb} from {_level(was)} to {_level(now)}"

    def _trends(self, found: Iterable[Change]) -> Iterator[str]:
        for change in found:
            trend = f"{_trend(change.now)} (it was {_trend(change.was)})"
            yield f"{_whose(change)} trend for {self._theme(change)} is now {trend}"

    # controls

    def _control_new(self, found: list[Change]) -> Iterator[str]:
        for name, group in _grouped(found, _name):
            controls = "New control" if len(group) == 1 else "New controls"
            kinds = (f"{self._control(change)} ({small(_kind_and_status(change.now)[0])})" for change in group)
            yield f"{controls} under {name}: {joined(kinds)}"

    def _control_gone(self, found: list[Change]) -> Iterator[str]:
        for name, group in _grouped(found, _name):
            yield f"No longer listed under {name}: {joined(self._control(change) for change in group)}"

    def _turned(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            (was, _), (now, status) = _kind_and_status(change.was), _kind_and_status(change.now)
            tail = f': "{status}"' if status else ""
            yield f"{self._controls([change])}, {small(was)} until now, is now a {small(now)} control{tail}"

    def _status(self, found: list[Change], verb: str) -> Iterator[str]:
        for (was, now), group in _grouped(found, lambda change: (change.was, change.now)):
            yield f'{self._controls(group)} {verb} from "{was}" to "{now}"'

    def _evidence_old(self, found: list[Change]) -> Iterator[str]:
        for now, group in _grouped(found, lambda change: change.now):
            yield f"{now}: {self._controls(group)}"

    def _due_moved(self, found: list[Change]) -> Iterator[str]:
        for change in found:
            yield f"The due date of {self._controls([change])} moved from {change.was} to {small(change.now)}"

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

    def _control(self, change: Change) -> str:
        return self.control_names.get(change.item, change.item)

    def _controls(self, group: list[Change]) -> str:
        return joined(f"{self._control(change)} ({_name(change)})" for change in group)

    def _direction(self, change: Change) -> str:
        """``rose`` or ``fell`` by the scores, else by the bands; ``changed`` where neither tells: no score compares
        across other levels, and no band across other bands.
        """
        scale = self.rescaled.get(change.organisation)
        if scale and _names_levels(scale):
            return "changed"
        for risk in self.risks.get((change.aligned_risk, change.organisation), ()):
            if risk.risk.id == change.item and risk.previous:
                was_band = self.report.mapping.organisation(change.organisation).band_named(risk.previous.rating)
                pairs = (
                    (risk.previous.current.number, risk.risk.current.number),
                    (was_band.low if was_band else None, risk.rating.low if risk.rating else None),
                )
                for was, now in pairs[:1] if scale else pairs:
                    if was is not None and now is not None and was != now:
                        return "rose" if now > was else "fell"
        return "changed"


def _key(change: Change) -> tuple[str, str, str]:
    return change.aligned_risk, change.organisation, change.item


def _name(change: Change) -> str:
    """``Governance`` of ``Risk 2: Governance``."""
    return LABEL.sub("", change.aligned_risk)


def _grouped(changes: Iterable[Change], by: Callable[[Change], K]) -> Iterator[tuple[K, list[Change]]]:
    """The changes under each key, the keys in the order they first appear."""
    groups: dict[K, list[Change]] = {}
    for change in changes:
        groups.setdefault(by(change), []).append(change)
    yield from groups.items()


def _whose(change: Change) -> str:
    return _possessive(change.organisation)


def _possessive(organisation: str) -> str:
    return f"{organisation}'" if organisation.endswith("s") else f"{organisation}'s"


def _scores(words: str) -> tuple[str, str]:
    """Current and target of ``High (9), target Medium (4)`` or ``Target Medium (4)``: "" for what is not there."""
    if words.startswith(_TARGET.capitalize()):
        return "", words.removeprefix(_TARGET.capitalize())
    current, _, target = words.partition(f", {_TARGET}")
    return current, target


def _names_levels(scale: Change) -> bool:
    """Whether the levels changed; else the bands alone did, and scores still compare."""
    return scale.was.startswith(("likelihood", "impact"))


def _banded(words: str) -> tuple[str, str]:
    """``High`` and ``9`` of ``High (9)``; nothing of what has another form."""
    found = _BANDED.fullmatch(words)
    return (found["band"], found["score"]) if found else ("", "")


def _kind_and_status(words: str) -> tuple[str, str]:
    """``Potential`` and ``Not in place`` of ``Potential (Not in place)``; a control may have no status on record."""
    kind, _, status = words.partition(" (")
    return kind, status.removesuffix(")")


def _level(words: str) -> str:
    """``likelihood 3, impact 4`` within a sentence; a rating keeps its capital."""
    return small(words) if words.startswith(("Likelihood", "Impact")) else words


def _trend(words: str) -> str:
    """``rising`` for ``↑ Rising``: within a sentence the word is enough."""
    return small(_ARROW.sub("", words))
