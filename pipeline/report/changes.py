"""The words on what changed since the last issued report: its sentences, its table, and the one that says most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model.labels import name_in, numbered
from pipeline.model.marks import not_readable
from pipeline.model.page import ChangeRow, MovementText
from pipeline.model.records import Besides, Change, ChangeKind, ControlMoved, PastReport, RatingSeries, Report
from pipeline.report.sentences import Clauses
from pipeline.report.wording import NOTHING, day, in_words, joined, plural

_BODIES = (ChangeKind.ORGANISATION_JOINED, ChangeKind.ORGANISATION_LEFT)
_THEMES = (
    ChangeKind.ALIGNED_NEW,
    ChangeKind.ALIGNED_RETURNED,
    ChangeKind.ALIGNED_WITHDRAWN,
    ChangeKind.ALIGNED_RENAMED,
)
# Said in the one sentence that stands for all; the other kinds are only counted there.
_WEIGHTY = (*_BODIES, *_THEMES, ChangeKind.RISK_RESCORED, ChangeKind.TREND_CHANGED)
_MOST_CLAUSES = 4
_LONG = 3  # reports running in the top band, from which on it is said

# Field of MovementText → the changes that it tells of, and what it says where there are none.
ABOUT: Mapping[str, tuple[tuple[ChangeKind, ...], str]] = {
    "themes": (_THEMES, "No aligned risk is new, withdrawn or renamed."),
    "register_risks": (
        (ChangeKind.RISK_NEW, ChangeKind.RISK_RETURNED, ChangeKind.RISK_GONE, ChangeKind.RISK_RENUMBERED),
        "No register risk is new to this report, reported no longer or re-numbered.",
    ),
    "owners": ((ChangeKind.RISK_REOWNED,), "No risk owner has changed."),
    "ratings": (
        (ChangeKind.SCALE_CHANGED, ChangeKind.RISK_RESCORED, ChangeKind.TREND_CHANGED),
        "No score or trend has changed.",
    ),
    "wordings": ((ChangeKind.RISK_REWORDED,), "No description has changed."),
    "controls": (
        (
            ChangeKind.CONTROL_NEW, ChangeKind.CONTROL_GONE, ChangeKind.CONTROL_NOW_JOINT,
            ChangeKind.CONTROL_NOW_POTENTIAL, ChangeKind.STATUS_UP, ChangeKind.STATUS_DOWN, ChangeKind.STATUS_OTHER,
            ChangeKind.EVIDENCE_OLD, ChangeKind.LEVEL_CHANGED,
        ),
        "No control is new, gone, or of another kind or status.",
    ),
    "due_dates": ((ChangeKind.DUE_MOVED,), "No due date has moved."),
}  # fmt: skip


def movement_text(report: Report) -> MovementText:
    """What the report says of its movement; on a first report, that it is one; a mark where nobody can tell."""
    previous, unreadable = report.movement.previous, report.movement.unreadable
    if unreadable:
        mark = not_readable(unreadable)
        told = f"What changed since the last report can't be said: {mark}."
        row = ChangeRow(NOTHING, NOTHING, mark, mark, mark, NOTHING)
        return MovementText(told, (told,), mark, "", (row,), **dict.fromkeys(ABOUT, told))
    if previous is None:
        first = "This is the first report, so there is no earlier report to compare with."
        nothing = dict.fromkeys(ABOUT, first)
        return MovementText(first, (first,), "no earlier report: this is the first report", "", (), **nothing)
    changes = report.movement.changes
    meeting = f"the report to the meeting of {day(previous.meeting_date)}"
    clauses = Clauses(report)
    sentences = tuple(f"{clause}." for clause in clauses.of(changes))
    if not sentences:
        sentences = (_nothing(report, meeting),)
    return MovementText(
        sentence=_headline(report, previous) if changes else sentences[0],
        sentences=sentences,
        compared_with=meeting,
        others=_others(report.movement.others),
        changes=tuple(_row(change, report) for change in changes),
        **{
            name: _told(clauses, [change for change in changes if change.kind in kinds]) or none
            for name, (kinds, none) in ABOUT.items()
        },
        top_band=_top_band(report),
    )


def _nothing(report: Report, meeting: str) -> str:
    """That nothing has changed; where something else that is printed is another, what was compared and what is."""
    others = report.movement.besides
    if not others:
        return f"Nothing reported here has changed since {meeting}."
    count = sum(others.values())
    counted = joined(plural(many, kind.one, kind.many) for kind in Besides if (many := others.get(kind, 0)))
    return (
        "No aligned risk, register risk, risk owner, score, trend, description of a risk, kind or status of a control or "
        f"due date has changed since {meeting}; {counted} {'is' if count == 1 else 'are'} not as {'it was' if count == 1 else 'they were'} then."
    )


def _told(clauses: Clauses, changes: Sequence[Change]) -> str:
    return " ".join(f"{clause}." for clause in clauses.of(changes))


def _top_band(report: Report) -> str:
    """What has stood in the highest band of its organisation for long, by the bands that each report had."""
    return " ".join(
        f"{name_in(series.aligned_risk)} has been in the top band of {series.organisation} ({_top_word(series)}) "
        f"in {in_words(series.in_top_band)} reports running{_by_bands(series)}."
        for series in report.movement.ratings
        if series.in_top_band >= _LONG
    )


def _on_another_scale(series: RatingSeries) -> bool:
    return any(point.other_scale for point in series.points[-series.in_top_band :])


def _top_word(series: RatingSeries) -> str:
    rating = series.points[-1].rating or ""
    return f"now {rating}" if _on_another_scale(series) else rating


def _by_bands(series: RatingSeries) -> str:
    return ", by the bands of each of them" if _on_another_scale(series) else ""


def _row(change: Change, report: Report) -> ChangeRow:
    return ChangeRow(
        aligned_risk=numbered(change.aligned_risk) or NOTHING,
        organisation=change.organisation or NOTHING,
        what=f"{change.kind.value}: {change.item}" if change.item else change.kind.value,
        was=change.was or NOTHING,
        now=f"{change.now}{_how_often(change, report)}" or NOTHING,
        reason=change.reason or NOTHING,
    )


def _how_often(change: Change, report: Report) -> str:
    """`` (put back twice since 1 May 2017 was given)``, of a due date that moved before."""
    control = change.detail
    if change.kind is not ChangeKind.DUE_MOVED or not isinstance(control, ControlMoved) or control.due[1] is None:
        return ""
    dues = report.movement.dues_of(change.aligned_risk, control.reference, control.name)
    if dues is None or dues.put_back < 2:
        return ""
    times = "twice" if dues.put_back == 2 else f"{in_words(dues.put_back)} times"
    return f" (put back {times} since {day(dues.given[0])} was given)"


def _others(others: Sequence[Change]) -> str:
    count = len({(change.organisation, change.item) for change in others})
    if not count:
        return ""
    are = "it is" if count == 1 else "they are"
    return f"{plural(count, 'other risk', 'other risks')} in the registers changed; {are} outside this report."


def _headline(report: Report, previous: PastReport) -> str:
    """One sentence with the weightiest changes in words and the rest counted."""
    say = Clauses(report)
    changes = report.movement.changes
    weighty = [change for change in changes if change.kind in _WEIGHTY]
    clauses = list(say.of(weighty))
    if len(clauses) > _MOST_CLAUSES:
        themes = [change for change in weighty if change.kind in _THEMES]
        clauses = list(say.of([change for change in weighty if change.kind in _BODIES]))
        clauses += list(say.of(themes)) if len(themes) <= _MOST_CLAUSES else [_counted(len(themes), "aligned risk")]
        for kind, word in ((ChangeKind.RISK_RESCORED, "score"), (ChangeKind.TREND_CHANGED, "trend")):
            count = sum(change.kind is kind for change in weighty)
            if count:
                clauses.append(_counted(count, word))
    rest = len(changes) - len(weighty)
    if rest:
        further = "further " if clauses else ""
        are, change_s = ("is", "change") if rest == 1 else ("are", "changes")
        clauses.append(f"there {are} {in_words(rest)} {further}{change_s}")
    body = clauses[0] if len(clauses) == 1 else f"{'; '.join(clauses[:-1])}; and {clauses[-1]}"
    return f"Since the meeting of {day(previous.meeting_date)}, {body}."


def _counted(count: int, word: str) -> str:
    return f"{in_words(count)} {word} changed" if count == 1 else f"{in_words(count)} {word}s changed"
