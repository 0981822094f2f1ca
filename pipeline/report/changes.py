"""The words on what changed since the last issued report: its sentences, its table, and the one that says most."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.marks import not_readable
from pipeline.model.page import ChangeRow, MovementText
from pipeline.model.records import Change, ChangeKind, PastReport, Report
from pipeline.report.sentences import LABEL, Clauses
from pipeline.report.wording import NOTHING, day, in_words, plural

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


def movement_text(report: Report) -> MovementText:
    """What the report says of its movement; on a first report, that it is one; a mark where nobody can tell."""
    previous, unreadable = report.movement.previous, report.movement.unreadable
    if unreadable:
        mark = not_readable(unreadable)
        told = f"What changed since the last report can't be said: {mark}."
        return MovementText(told, (told,), mark, "", (ChangeRow(NOTHING, NOTHING, mark, mark, mark, NOTHING),))
    if previous is None:
        first = "This is the first report, so there is no earlier report to compare with."
        return MovementText(first, (first,), "no earlier report: this is the first report", "", ())
    changes = report.movement.changes
    meeting = f"the report to the meeting of {day(previous.meeting_date)}"
    sentences = tuple(f"{clause}." for clause in Clauses(report, previous).of(changes))
    if not sentences:
        sentences = (f"Nothing reported here has changed since {meeting}.",)
    return MovementText(
        sentence=_headline(report, previous) if changes else sentences[0],
        sentences=sentences,
        compared_with=meeting,
        others=_others(report.movement.others),
        changes=tuple(_row(change) for change in changes),
    )


def _row(change: Change) -> ChangeRow:
    return ChangeRow(
        aligned_risk=LABEL.sub(r"\1 ", change.aligned_risk) or NOTHING,
        organisation=change.organisation or NOTHING,
        what=f"{change.kind.value}: {change.item}" if change.item else change.kind.value,
        was=change.was or NOTHING,
        now=change.now or NOTHING,
        reason=change.reason or NOTHING,
    )


def _others(others: Sequence[Change]) -> str:
    count = len({(change.organisation, change.item) for change in others})
    if not count:
        return ""
    are = "it is" if count == 1 else "they are"
    return f"{plural(count, 'other risk', 'other risks')} in the registers changed; {are} outside this report."


def _headline(report: Report, previous: PastReport) -> str:
    """One sentence with the weightiest changes in words and the rest counted."""
    say = Clauses(report, previous)
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
